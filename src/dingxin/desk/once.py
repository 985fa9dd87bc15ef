"""What several parts of one page need is asked for once: kept on the case as it was fetched for that page, and gone with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar, cast

if TYPE_CHECKING:
    from collections.abc import Callable

    from dingxin.cases.models import Case

Answer = TypeVar("Answer")


def once(case: Case, name: str, ask: Callable[[], Answer]) -> Answer:
    """Give the answer to a question about a case; asked under the same name again, the first answer stands."""
    kept: dict[str, object] = case.__dict__.setdefault("_asked", {})
    if name not in kept:
        kept[name] = ask()
    return cast("Answer", kept[name])
