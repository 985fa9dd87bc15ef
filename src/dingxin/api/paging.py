"""How lists are cut into pages: ``?limit=100&offset=0``."""

from __future__ import annotations

from ninja import Field, Schema
from ninja.pagination import LimitOffsetPagination

MOST = 500
FURTHEST = 10_000_000


class Pages(LimitOffsetPagination):
    """Limit and offset, within what a database counts."""

    class Input(Schema):
        """What is asked for."""

        limit: int = Field(100, ge=1, le=MOST)
        offset: int = Field(0, ge=0, le=FURTHEST)
