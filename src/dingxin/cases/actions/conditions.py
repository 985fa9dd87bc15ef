"""The conditions of routing rules as they are kept: only what can be true of a case. For the actions beside only."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from dingxin.accounts.models import Branch
from dingxin.audit.refusal import Refused
from dingxin.cases.actions.texts import clean_line
from dingxin.cases.models import LANGUAGES, Category, Channel, Condition, Grade, Tier
from dingxin.engine.model import KINDS

if TYPE_CHECKING:
    from collections.abc import Collection

MOST_VALUES = 50
WORD_CHARS = 40
WORDS = {Condition.KEYWORD, Condition.PRODUCT}
CLOSED: dict[Condition, Collection[str]] = {
    Condition.GRADE: Grade.values,
    Condition.CHANNEL: Channel.values,
    Condition.TIER: Tier.values,
    Condition.LANGUAGE: LANGUAGES,
    Condition.KIND: KINDS,
}
ROWS: dict[Condition, type[Branch | Category]] = {Condition.BRANCH: Branch, Condition.CATEGORY: Category}


def clean_conditions(conditions: Any) -> dict[str, list[str | int]]:
    """Give the conditions of a rule as they are kept: known names with known values, each once; what is empty is left out.

    Raises:
        Refused: something in them can never be true of a case.

    """
    if not isinstance(conditions, dict) or not all(isinstance(values, list) for values in conditions.values()):
        raise Refused(_("Conditions are lists of values by name."), field="conditions")
    kept = {}
    for name in Condition:
        if values := conditions.get(name.value):
            kept[name.value] = _values(name, values)
    if unknown := sorted(str(name) for name in set(conditions) - set(Condition.values)):
        raise Refused(_("“%(name)s” is not a condition.") % {"name": unknown[0][:WORD_CHARS]}, field="conditions")
    return {name: values for name, values in kept.items() if values}


def _values(name: Condition, values: list[Any]) -> list[str | int]:
    if len(values) > MOST_VALUES:
        raise Refused(_("A condition takes at most %(most)d values.") % {"most": MOST_VALUES}, field=name.value)
    if name in WORDS:
        words = [clean_line(str(value), WORD_CHARS) for value in values]
        return list(dict.fromkeys(word for word in words if word))
    known = set(_ids(name, values)) if name in ROWS else set(CLOSED[name])
    for value in values:
        if not isinstance(value, str | int) or value not in known:
            told = {"value": str(value)[:WORD_CHARS], "name": name.label}
            raise Refused(_("“%(value)s” cannot be true of “%(name)s”.") % told, field=name.value)
    return list(dict.fromkeys(values))


def _ids(name: Condition, values: list[Any]) -> list[int]:
    ids = [value for value in values if isinstance(value, int) and not isinstance(value, bool) and 0 < value < 2**63]
    return list(ROWS[name].objects.filter(pk__in=ids).values_list("pk", flat=True))
