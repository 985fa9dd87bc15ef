"""How the body of a request is read."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from ninja.parser import Parser

from dingxin.channels.parsing import decode

if TYPE_CHECKING:
    from django.http import HttpRequest
    from ninja.types import DictStrAny


class JsonParser(Parser):
    """JSON in UTF-8, or in another encoding of Chinese that can be told apart."""

    def parse_body(self, request: HttpRequest) -> DictStrAny:
        """Give the body's JSON.

        Raises:
            ValueError: it is none.

        """
        return json.loads(decode(request.body))  # type: ignore[no-any-return]  # the schema checks what it is
