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
MATTER, INDUSTRY, TIER, FAULT = 6.0, 6.0, 4.0, 4.0
ANSWERED = 14.0
"""What each weighs at most: a remedy that serves every ranked need fully gets SERVICE, one that costs the whole bottom line
loses COST."""

FADE = 0.6
"""How much a need weighs beside the one ranked before it."""

FULL = 3
"""How well a need is served at most."""

NOBODY = "nobody"
"""Stands for who has to allow it where there is nobody who may."""

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

GIVEN_BACK = frozenset({"refund", "part_refund", "waiver"})
"""Kinds that are money in the hand: of the same sum they are the same to the customer."""

OF_MONEY = frozenset({"refund", "compensate"})
"""Demands for a sum: whoever gets a part of it has a part of what was asked."""


@dataclass(frozen=True, slots=True)
class Remedy:
    """A remedy as it could be given in one case; ``amount`` and ``cost`` in yuan.

    ``needs`` says how well it serves each need, 1 to 3; empty ``industries``, ``faults`` and ``tiers`` mean any. ``accepted`` is
    the share of customers who took it (0 to 1), ``days`` the working days until it is done, ``effort`` whether the customer has
    something to do for it, ``matter`` that it is made for just what was said. ``approval`` is who has to allow what is not
    ``within`` one's authority: a role, or NOBODY.
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
    matter: bool = False
    within: bool = True
    approval: str = ""
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

    @property
    def serves(self) -> bool:
        """Whether it serves a ranked need, meets a demand at least in part, or is made for just this."""
        return any(ground.name in {"needs", "demand", "part", "matter"} for ground in self.grounds)


def rank(remedies: Iterable[Remedy], wanted: Wanted) -> list[Ranked]:
    """Rank the remedies that fit a case, best first; the same ones in any order give the same list.

    What does not fit is left out: another trade, tier or fault, a cost beyond the bottom line, less than what was too little,
    what the way does not allow (E3, E4, E6), and what the customer did not want. What serves nothing that is known comes last,
    words before money.
    """
    bounded = [remedy for remedy in remedies if _fits(remedy, wanted)]
    whole = wanted.way == "meet" and any(_gives_whole(remedy, wanted) for remedy in bounded)
    fitting = [
        remedy for remedy in bounded if not (whole and _gives_part(remedy, wanted)) and not _against(remedy, wanted.objected)
    ]
    scale = wanted.bottom or max((remedy.cost for remedy in fitting), default=0.0) or 1.0
    weights = _weights(wanted.needs)
    found = [_ranked(remedy, wanted, weights, scale) for remedy in fitting]
    return sorted(found, key=lambda item: (_last(item), -item.score, item.remedy.cost, item.remedy.code))


def family(kind: str) -> str:
    """Give the family a kind belongs to: money, things, words, changes or kindness."""
    return _FAMILY.get(kind, kind)


def _last(item: Ranked) -> int:
    return 0 if item.serves else 1 if family(item.remedy.kind) in {"word", "change"} else 2


def _gives_whole(remedy: Remedy, wanted: Wanted) -> bool:
    """Tell whether a remedy gives all the money that is demanded."""
    asked = wanted.claimed is not None and not remedy.demands.isdisjoint(wanted.demands)
    possible = asked and remedy.kind in GIVEN_BACK and remedy.approval != NOBODY
    return possible and remedy.amount >= (wanted.claimed or 0)


def _gives_part(remedy: Remedy, wanted: Wanted) -> bool:
    """Tell whether it gives less than all: where all is owed (E3) and can be given, nobody is offered a part."""
    return remedy.kind in GIVEN_BACK and remedy.amount < (wanted.claimed or 0)


def _fits(remedy: Remedy, wanted: Wanted) -> bool:
    if remedy.industries and wanted.industry not in remedy.industries:
        return False
    if (remedy.tiers and wanted.tier not in remedy.tiers) or (remedy.faults and wanted.fault not in remedy.faults):
        return False
    if wanted.bottom is not None and remedy.cost > wanted.bottom:
        return False
    return _allowed(remedy, wanted)


def _allowed(remedy: Remedy, wanted: Wanted) -> bool:
    """Tell whether the way of the case allows it: what cannot be granted is not offered under another name."""
    money = remedy.kind in GIVEN_BACK and not OF_MONEY.isdisjoint(wanted.demands)
    grants = money or (remedy.kind in CONCEDES and not remedy.demands.isdisjoint(wanted.demands))
    if wanted.way == "ladder":
        money = grants or _FAMILY.get(remedy.kind) == "money"
        whole = money and remedy.amount > 0 and wanted.claimed is not None and remedy.amount >= wanted.claimed
        return not whole and remedy.approval != NOBODY
    if wanted.way == "firm_no":
        return remedy.amount == 0 and _FAMILY.get(remedy.kind) in {"word", "change"}
    if wanted.way == "other_needs":
        return remedy.kind not in CONCEDES
    return not (wanted.way == "unresolvable" and grants)


def _against(remedy: Remedy, objected: Sequence[Objected]) -> bool:
    """Tell whether it is what was objected to: the same, its kind where that is not wanted, or less where it was too little."""
    return any(
        remedy.code == past.code
        or (past.reason == "not_wanted" and remedy.kind == past.kind)
        or (past.reason == "too_little" and 0 < remedy.amount < past.amount)
        for past in objected
    )


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
    part = _part(remedy, wanted)
    served = {
        need: weights[need] * min(remedy.needs[need], FULL) / FULL * (part if need == "money" else 1.0)
        for need in weights
        if need in remedy.needs
    }
    if served:
        about = sorted(served, key=lambda need: (-served[need], need))[:2]
        yield Ground("needs", SERVICE * sum(served.values()), tuple(about))
    yield from _meeting(remedy, wanted, part)
    yield Ground("cost", -COST * min(remedy.cost / scale, 1.0))
    yield Ground("within", WITHIN) if remedy.within else Ground("approval", -WITHIN, (remedy.approval,) * bool(remedy.approval))
    yield Ground("precedent", PRECEDENT * (remedy.accepted - EVEN), (str(round(100 * remedy.accepted)),))
    yield Ground("matter", MATTER if remedy.matter else 0.0)
    yield Ground("industry", INDUSTRY if remedy.industries else 0.0)
    yield Ground("tier", TIER if remedy.tiers else 0.0)
    yield Ground("fault", _fault(remedy, wanted.fault), (wanted.fault,))
    for past in wanted.objected:
        yield from _answering(remedy, past)


def _meeting(remedy: Remedy, wanted: Wanted, part: float) -> Iterator[Ground]:
    """Weigh that a demand is met, where it may be: one for a sum only by so much of it as is given."""
    if wanted.way in {"other_needs", "firm_no", "unresolvable"}:
        return
    met = [demand for demand in wanted.demands if demand in remedy.demands][:2]
    for name, some in (("demand", False), ("part", True)):
        about = tuple(demand for demand in met if (demand in OF_MONEY and part < 1.0) == some)
        weight = sum(DEMAND if demand == wanted.demands[0] else OTHER_DEMAND for demand in about)
        yield Ground(name, weight * (part if some else 1.0), about)


def _part(remedy: Remedy, wanted: Wanted) -> float:
    """Give how much of the money asked for a remedy gives, 0 to 1: half of what is asked without a sum, for all that is known."""
    if not remedy.amount or _FAMILY.get(remedy.kind) == "thing":
        return 1.0
    return min(remedy.amount / wanted.claimed, 1.0) if wanted.claimed else EVEN


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
