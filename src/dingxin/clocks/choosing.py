"""Which terms hold for a case. Pure: policies and the traits of the case come in as arguments."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from dingxin.clocks.models import Policy, Term

TRAITS = ("grade", "channel", "tier", "industry", "jurisdiction", "category", "branch")
CHINA = "CN"


class Traits(NamedTuple):
    """What policies ask of a case, each as it is written in their conditions."""

    grade: str
    channel: str
    tier: str
    industry: str
    jurisdiction: str
    category: str
    branch: str


class Ruled(NamedTuple):
    """The terms that hold for a case: for each duty the house's own one, and every one that the law sets."""

    house: dict[tuple[str, str], Term]
    law: dict[tuple[str, str], list[Term]]


def fits(conditions: Mapping[str, Sequence[str]], traits: Traits) -> bool:
    """Tell whether a case has one of the values wanted of every trait; CN stands for all of China's provinces."""
    for name, wanted in conditions.items():
        value = getattr(traits, name)
        if wanted and value not in wanted and not (name == "jurisdiction" and value.partition("-")[0] in wanted):
            return False
    return True


def ruled(policies: Iterable[Policy], traits: Traits) -> Ruled:
    """Give the terms that hold for a case, by (duty, trigger): of the own policies the first that fits, of the law's all."""
    found = Ruled({}, {})
    for policy in policies:
        if not fits(policy.conditions, traits):
            continue
        for term in policy.terms.all():
            if term.removed:
                continue
            if policy.by_law:
                found.law.setdefault((term.duty, term.starts), []).append(term)
            else:
                found.house.setdefault((term.duty, term.starts), term)
    return found
