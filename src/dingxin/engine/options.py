"""Which remedies to offer, best first (E4-E7): ranked by the needs they serve, with what decided it. Pure and fast."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

SERVICE = 50.0
DEMAND, OTHER_DEMAND = 20.0, 12.0
COST = 14.0
WITHIN = 6.0
PRECEDENT = 16.0
INDUSTRY, TIER, FAULT = 6.0, 4.0, 4.0
ANSWERED = 14.0
"""What each weighs at most: a remedy that serves every ranked need fully gets SERVICE, one that costs the whole bottom line
loses COST."""

FADE = 0.6
"""How much a need weighs beside the one ranked before it."""

FULL = 3
"""How well a need is served at most."""

EVEN = 0.5
"""The share of takers of a remedy of which nothing is known."""

FAMILIES: Mapping[str, frozenset[str]] = {
    "money": frozenset({"refund", "part_refund", "waiver", "credit", "discount"}),
    "thing": frozenset({"redo", "repair", "replacement", "upgrade"}),
    "word": frozenset({"apology", "letter", "explanation", "proof"}),
    "change": frozenset({"correction", "staff", "process"}),
    "kindness": frozenset({"gift", "priority"}),
}
_FAMILY = {kind: name for name, kinds in FAMILIES.items() for kind in kinds}
CONCEDES = frozenset({"refund", "part_refund", "waiver", "replacement"})
"""Kinds that grant what is demanded when a demand is for money or goods."""

SURE = frozenset({"proof", "letter", "correction"})
"""Kinds that can be held in the hand: they answer distrust."""

PRINCIPLED = frozenset({"apology", "letter", "process", "correction", "staff"})
"""Kinds that answer somebody for whom it is a matter of principle."""

DEALT = 4
OF_A_FAMILY = 2
LADDER_OF_A_FAMILY = 3


@dataclass(frozen=True, slots=True)
class Remedy:
    """A remedy as it could be given in one case; ``amount`` and ``cost`` in yuan.

    ``needs`` says how well it serves each need, 1 to 3; empty ``industries``, ``faults`` and ``tiers`` mean any. ``accepted`` is
    the share of customers who took it (0 to 1), ``days`` the working days until it is done, ``effort`` whether the customer has
    something to do for it.
    """

    code: str
    kind: str
    needs: Mapping[str, int] = field(default_factory=dict)
    demands: frozenset[str] = frozenset()
    industries: frozenset[str] = frozenset()
    faults: frozenset[str] = frozenset()
    tiers: frozenset[str] = frozenset()
    amount: float = 0.0
    cost: float = 0.0
    within: bool = True
    accepted: float = EVEN
    days: int = 1
    effort: bool = False


class Objected(NamedTuple):
    """What was objected to before in this case: the remedy, its amount and time, and why (E7)."""

    code: str
    kind: str
    reason: str
    amount: float = 0.0
    days: int = 0


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a case wants: needs and demands in their order, and what bounds the answer.

    ``bottom`` is the most the case may cost, ``claimed`` the money asked for, both in yuan, None where not known.
    """

    needs: tuple[str, ...] = ()
    demands: tuple[str, ...] = ()
    way: str = "open"
    fault: str = "open"
    industry: str = ""
    tier: str = ""
    bottom: float | None = None
    claimed: float | None = None
    objected: tuple[Objected, ...] = ()


class Ground(NamedTuple):
    """One thing that decided the place of a remedy: its name, how much it weighed, and what it is about."""

    name: str
    weight: float
    about: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ranked:
    """A remedy with its score and the grounds of it, the heaviest first."""

    remedy: Remedy
    score: float
    grounds: tuple[Ground, ...]


def rank(remedies: Iterable[Remedy], wanted: Wanted) -> list[Ranked]:
    """Rank the remedies that fit a case, best first; the same ones in any order give the same list.

    What does not fit is left out: another trade, tier or fault, a cost beyond the bottom line, less than what was too little,
    what the way does not allow (E3, E4, E6), and what the customer did not want.
    """
    fitting = [remedy for remedy in remedies if _fits(remedy, wanted)]
    scale = wanted.bottom or max((remedy.cost for remedy in fitting), default=0.0) or 1.0
    weights = _weights(wanted.needs)
    found = [_ranked(remedy, wanted, weights, scale) for remedy in fitting]
    return sorted(found, key=lambda item: (-item.score, item.remedy.cost, item.remedy.code))


def deal(ranked: Sequence[Ranked], way: str, *, count: int = DEALT) -> list[Ranked]:
    """Take three or four that differ (E7): no kind twice, few of one family; then whatever is best of the rest.

    On the retreat ladder (E4) the largest comes first and the steps go down.
    """
    most = LADDER_OF_A_FAMILY if way == "ladder" else OF_A_FAMILY
    chosen: list[Ranked] = []
    for item in ranked:
        family = [other for other in chosen if _FAMILY.get(other.remedy.kind) == _FAMILY.get(item.remedy.kind)]
        again = any(other.remedy.kind == item.remedy.kind and other.remedy.amount == item.remedy.amount for other in family)
        twice = way != "ladder" and any(other.remedy.kind == item.remedy.kind for other in family)
        if len(chosen) < count and len(family) < most and not again and not twice:
            chosen.append(item)
    chosen += [item for item in ranked if item not in chosen][: max(0, min(count, DEALT - 1) - len(chosen))]
    if way == "ladder":
        return sorted(chosen, key=lambda item: (-item.remedy.amount, -item.score, item.remedy.code))
    return sorted(chosen, key=lambda item: (-item.score, item.remedy.cost, item.remedy.code))


def family(kind: str) -> str:
    """Give the family a kind belongs to: money, things, words, changes or kindness."""
    return _FAMILY.get(kind, kind)


def _fits(remedy: Remedy, wanted: Wanted) -> bool:
    if remedy.industries and wanted.industry not in remedy.industries:
        return False
    if (remedy.tiers and wanted.tier not in remedy.tiers) or (remedy.faults and wanted.fault not in remedy.faults):
        return False
    if wanted.bottom is not None and remedy.cost > wanted.bottom:
        return False
    return _allowed(remedy, wanted) and not any(_against(remedy, past) for past in wanted.objected)


def _allowed(remedy: Remedy, wanted: Wanted) -> bool:
    """Tell whether the way of the case allows it: what cannot be granted is not offered under another name."""
    grants = remedy.kind in CONCEDES and not remedy.demands.isdisjoint(wanted.demands)
    if wanted.way == "ladder":
        return not (grants and wanted.claimed is not None and remedy.amount >= wanted.claimed)
    if wanted.way == "firm_no":
        return remedy.amount == 0 and _FAMILY.get(remedy.kind) in {"word", "change"}
    if wanted.way == "other_needs":
        return remedy.kind not in CONCEDES
    return not (wanted.way == "unresolvable" and grants)


def _against(remedy: Remedy, past: Objected) -> bool:
    if remedy.code == past.code:
        return True
    if past.reason == "not_wanted":
        return remedy.kind == past.kind
    return past.reason == "too_little" and 0 < remedy.amount < past.amount


def _weights(needs: Sequence[str]) -> dict[str, float]:
    """Give each ranked need its share, the first the largest; together they are 1."""
    raw = {need: FADE**place for place, need in enumerate(dict.fromkeys(needs))}
    whole = sum(raw.values()) or 1.0
    return {need: share / whole for need, share in raw.items()}


def _ranked(remedy: Remedy, wanted: Wanted, weights: Mapping[str, float], scale: float) -> Ranked:
    grounds = [ground for ground in _grounds(remedy, wanted, weights, scale) if ground.weight]
    score = round(sum(ground.weight for ground in grounds), 6)
    grounds.sort(key=lambda ground: (-abs(ground.weight), ground.name))
    return Ranked(remedy, score, tuple(grounds))


def _grounds(remedy: Remedy, wanted: Wanted, weights: Mapping[str, float], scale: float) -> Iterator[Ground]:
    served = {need: weights[need] * min(remedy.needs[need], FULL) / FULL for need in weights if need in remedy.needs}
    if served:
        about = sorted(served, key=lambda need: (-served[need], need))[:2]
        yield Ground("needs", SERVICE * sum(served.values()), tuple(about))
    yield from _meeting(remedy, wanted)
    yield Ground("cost", -COST * min(remedy.cost / scale, 1.0))
    yield Ground("within", WITHIN) if remedy.within else Ground("approval", -WITHIN)
    yield Ground("precedent", PRECEDENT * (remedy.accepted - EVEN), (str(round(100 * remedy.accepted)),))
    yield Ground("industry", INDUSTRY if remedy.industries else 0.0)
    yield Ground("tier", TIER if remedy.tiers else 0.0)
    yield Ground("fault", _fault(remedy, wanted.fault), (wanted.fault,))
    for past in wanted.objected:
        yield from _answering(remedy, past)


def _meeting(remedy: Remedy, wanted: Wanted) -> Iterator[Ground]:
    """Weigh that a demand is met, where it may be."""
    if wanted.way in {"other_needs", "firm_no", "unresolvable"}:
        return
    met = [demand for demand in wanted.demands if demand in remedy.demands]
    if met:
        yield Ground("demand", DEMAND if met[0] == wanted.demands[0] else OTHER_DEMAND, (met[0],))


def _fault(remedy: Remedy, fault: str) -> float:
    """Weigh whose fault it was (E16): ours is made good, the customer's is answered without money."""
    if fault in {"ours", "both"}:
        return FAULT if remedy.amount or _FAMILY.get(remedy.kind) == "thing" else 0.0
    return -FAULT if fault == "theirs" and remedy.amount else 0.0


def _answering(remedy: Remedy, past: Objected) -> Iterator[Ground]:
    """Weigh how well a remedy answers an objection (E7)."""
    if past.reason == "too_little":
        yield Ground("more", ANSWERED if remedy.amount > past.amount else 0.0)
    elif past.reason == "too_slow":
        yield Ground("quick", ANSWERED) if remedy.days < past.days or remedy.days == 0 else Ground("slow", -ANSWERED)
    elif past.reason == "trouble":
        yield Ground("effort", -ANSWERED) if remedy.effort else Ground("no_effort", ANSWERED)
    elif past.reason == "no_trust":
        sure = remedy.kind in SURE or remedy.days == 0
        yield Ground("sure", ANSWERED if sure else 0.0)
    elif past.reason == "principle":
        yield Ground("principle", ANSWERED if remedy.kind in PRINCIPLED else -ANSWERED if remedy.amount else 0.0)
