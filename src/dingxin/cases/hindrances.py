"""What stands against a verb of a case, told by the apps above that know of it, in words for the person.

An upper app registers what it knows; the action asks. So no door leads past it, and no arrow points up.
"""

from __future__ import annotations

from collections import defaultdict
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from dingxin.audit.refusal import Refused

if TYPE_CHECKING:
    from collections.abc import Callable

    Hindrance = Callable[[Any], str]


class Verb(StrEnum):
    """The verbs against which something may stand, and the row it is asked of: a case, or a promise."""

    MARK_RESOLVED = "mark_resolved"
    CLOSE_CASE = "close_case"
    MERGE_CASE = "merge_case"
    KEEP_PROMISE = "keep_promise"
    WITHDRAW_PROMISE = "withdraw_promise"


_known: dict[Verb, list[Hindrance]] = defaultdict(list)


def hinders(*verbs: Verb) -> Callable[[Hindrance], Hindrance]:
    """Register a function of a row that says what stands against these verbs, or nothing (an empty text)."""

    def register(function: Hindrance) -> Hindrance:
        for verb in verbs:
            _known[verb].append(function)
        return function

    return register


def told(verb: Verb, row: object) -> list[str]:
    """Give every sentence that stands against a verb for this row; for a verb that is only warned of, the warnings."""
    return [words for function in _known[verb] if (words := function(row))]


def require_unhindered(verb: Verb, row: object) -> None:
    """Let a verb pass against which nothing stands.

    Raises:
        Refused: something does.

    """
    if words := told(verb, row):
        raise Refused(" ".join(words))
