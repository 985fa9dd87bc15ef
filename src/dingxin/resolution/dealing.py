"""The deck of a case dealt (E4, E6, E7): remedies as they could be given in it, ranked by the engine, worded from its facts."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import ROUND_DOWN, Decimal
from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Max, Q

from dingxin.cases.models import FactState
from dingxin.engine.hands import deal, retreat
from dingxin.engine.options import GIVEN_BACK, Objected, Wanted, rank
from dingxin.engine.options import Remedy as Candidate
from dingxin.resolution.authority import Purse
from dingxin.resolution.models import Objection, ObjectionReason, OptionState, RemedyKind, Way
from dingxin.resolution.queries.approvals import Approvers
from dingxin.resolution.queries.deck import money_left, outcomes, remedies_given
from dingxin.resolution.queries.stand import aim_of, stand_of
from dingxin.resolution.wording import Voice

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from dingxin.accounts.models import Staff
    from dingxin.cases.models import Case
    from dingxin.engine.options import Ranked
    from dingxin.resolution.models import Option, Remedy
    from dingxin.resolution.queries.stand import Standing
    from dingxin.resolution.wording import Talk

_IN_YUAN = re.compile("[元块圆￥¥毛角钱]|yuan|rmb|cny|kuai", re.IGNORECASE)
"""What shows that a number is money, and not the end of a card or a phone number."""

_CHARGED = re.compile("违约金|手续费|滞纳金|押金|定金|订金|服务费|信息费|月租|罚款|penalty|deposit|fee", re.IGNORECASE)
"""What was taken or is to be taken: where such a sum is demanded, it is what the matter is about."""

FEN = Decimal("0.01")
NOTHING = Decimal(0)
UNTOLD = Decimal(-1)
NOT = "-"
"""In front of a word of the matter: the remedy does not fit where it was said."""

MANY_FACTS = 200
SPOKEN_FOR = (OptionState.PRESENTED, OptionState.ACCEPTED, OptionState.WITHDRAWN)
TOLD = Q(state__in=SPOKEN_FOR) | Q(state=OptionState.OBJECTED, objections__reason=ObjectionReason.TOO_LITTLE)
"""A sum that is on the table, put aside or was too little is not offered again under another name."""

APPROVED = Q(state=OptionState.DECK, approved__isnull=False)
"""What waits in the deck with its money set apart."""


class Dealt(NamedTuple):
    """An option as it is about to stand in the deck; ``step`` is its place on the retreat ladder, 0 where there is none."""

    remedy: Remedy
    ranked: Ranked
    amount: Decimal
    cost: Decimal
    wording: str
    parts: list[str]
    step: int


@dataclass(frozen=True, slots=True)
class Hand:
    """The options dealt, best first; ``question`` is the money in question, None where no sum is known."""

    way: Way
    options: list[Dealt]
    question: Decimal | None


def deal_hand(case: Case, *, actor: Staff, at: datetime, way: Way | None = None) -> Hand:
    """Deal the options of a case from what is known now; nothing is written. About a dozen queries.

    ``way`` deals for another way than the case's own, to see what would be.
    """
    standing, voice = stand_of(case), Voice(case, at=at, speaker=actor)
    standing.stand.way = way or Way(standing.stand.way)
    talk, question = voice.talk(), money_in_question(case, standing)
    wanted = wanted_of(case, standing, talk)
    candidates = _candidates(case, voice.matter, question, wanted.bottom, actor=actor, at=at)
    found = rank([candidate for candidate, _, _ in candidates.values()], wanted)
    dealt = retreat(found) if wanted.way == Way.LADDER else deal(found, wanted.demands)
    first = 1 + case.options.filter(step__gt=0).exclude(state__in=[OptionState.DECK, OptionState.REPLACED]).count()
    options, most = [], _most_told(case)
    for place, ranked in enumerate(dealt, first):
        _, remedy, amount = candidates[ranked.remedy.code]
        step = place if wanted.way == Way.LADDER else 0
        facts = voice.facts(remedy, amount, standing.stand, talk, further=amount <= most, demands=wanted.demands)
        options.append(Dealt(remedy, ranked, amount, cost_of(remedy, amount), *voice.word(facts), step))
        most = max(most, amount) if ranked.remedy.within else most
    return Hand(Way(wanted.way), options, question)


def wanted_of(case: Case, standing: Standing, talk: Talk) -> Wanted:
    """Say what a case wants and what bounds the answer: as people settled it, else as it was read."""
    aim, stand = aim_of(case), standing.stand
    bottom = aim.bottom_amount if aim else None
    return Wanted(
        needs=tuple(need.kind for need in standing.needs) or talk.needs,
        demands=tuple(demand.kind for demand in standing.demands) or talk.demands,
        way=Way(stand.way).value, fault=stand.fault, industry=case.industry, tier=case.customer.tier,
        bottom=None if bottom is None else float(bottom),
        claimed=None if standing.claimed is None else float(standing.claimed),
        objected=tuple(_objected(case)),
    )  # fmt: skip


def money_in_question(case: Case, standing: Standing) -> Decimal | None:
    """Give the sum the matter is about: what is to be refunded or not to be charged, else one stated and not demanded on top.

    Where none is: the claim.
    """
    sums = [row for row in standing.demands if row.amount]
    refunds = [row.amount for row in sums if row.kind == "refund"] or [row.amount for row in sums if _CHARGED.search(row.words)]
    if refunds:
        return refunds[-1]
    demanded = {row.amount for row in standing.demands if row.amount}
    facts = (
        case.facts.exclude(state=FactState.REJECTED).filter(amount__gt=0).order_by("pk").values_list("state", "amount", "text")
    )
    stated = [(state, amount) for state, amount, text in facts[:MANY_FACTS] if amount not in demanded and _IN_YUAN.search(text)]
    sure = [amount for state, amount in stated if state == FactState.CONFIRMED]
    return next(iter([*sure, *(amount for _, amount in stated)]), standing.claimed)


def cost_of(remedy: Remedy, amount: Decimal) -> Decimal:
    """Give what a remedy costs us when it gives an amount."""
    return (remedy.cost_fixed + remedy.cost_rate * amount).quantize(FEN)


def word_anew(option: Option, *, at: datetime) -> None:
    """Let the words of an option say the amount it gives now, unsaved: less than the whole is called a part of it.

    Words that somebody wrote are theirs to change.
    """
    remedy, case = option.remedy, option.case
    if remedy is None or option.edited:
        return
    standing, voice = stand_of(case), Voice(case, at=at, speaker=option.made_by)
    demands, question = tuple(row.kind for row in standing.demands), money_in_question(case, standing)
    further = option.amount <= _most_told(case)
    facts = voice.facts(remedy, option.amount, standing.stand, voice.talk(), further=further, demands=demands)
    if remedy.share >= 1 and question and option.amount < question:
        facts = replace(facts, offer=voice.words.less())
    option.wording, option.parts = voice.word(facts)


def _most_told(case: Case) -> Decimal:
    """Give the most that a step of the ladder told to the customer gave, less than nothing where none was told.

    What gives no more is worded as a further step; what has to be approved first does not count until it is told.
    """
    told = case.options.filter(step__gt=0, presented_at__isnull=False).aggregate(most=Max("amount"))["most"]
    return UNTOLD if told is None else Decimal(told)


def amount_of(remedy: Remedy, question: Decimal | None, bottom: Decimal | None) -> Decimal | None:
    """Give what a remedy would give in a case, None where it cannot be given: no sum is known, or its whole is more than may be.

    A part of the money gives as much as the bottom line bears; a thing can be replaced without knowing what it was worth.
    """
    if remedy.share and question is None and not remedy.worth:
        return NOTHING if remedy.kind == RemedyKind.REPLACEMENT else None
    whole = remedy.share * (question or NOTHING) + remedy.worth
    most = [whole]
    if remedy.amount_max is not None:
        most.append(remedy.amount_max)
    if bottom is not None and 0 < remedy.share < 1 and remedy.cost_rate > 0:
        most.append(max((bottom - remedy.cost_fixed) / remedy.cost_rate, NOTHING))
    amount = min(most).quantize(FEN, ROUND_DOWN)
    cut = amount < whole.quantize(FEN, ROUND_DOWN)
    return None if (cut and remedy.share >= 1) or (whole > 0 and amount <= 0) else amount


def _candidates(
    case: Case, matter: str, question: Decimal | None, bottom: float | None, *, actor: Staff, at: datetime
) -> dict[str, tuple[Candidate, Remedy, Decimal]]:
    """Give each remedy in use that is not spoken for in this case, as it could be given: its budget has enough left for it."""
    states = dict(case.options.filter(Q(state__in=SPOKEN_FOR) | APPROVED).values_list("remedy", "state"))
    told = {amount for _, amount in case.options.filter(TOLD, kind__in=GIVEN_BACK).values_list("pk", "amount")}
    purse, approvers = Purse(actor, case, at=at), Approvers(case, actor, at=at)
    taken, remedies = outcomes(), remedies_given(case.industry)
    most, left = None if bottom is None else Decimal(str(bottom)), money_left(remedies, at)
    found = {}
    for remedy in remedies:
        amount, state = amount_of(remedy, question, most), states.get(remedy.pk)
        made_for = _concerns(remedy, matter)
        if state in SPOKEN_FOR or amount is None or made_for is None or (remedy.kind in GIVEN_BACK and amount in told):
            continue
        if state is None and amount > left.get(remedy.budget_id or 0, amount):
            continue
        within = purse.grant(kind=remedy.kind, amount=amount, remedy=remedy).within
        approval = "" if within else approvers.role_for(kind=remedy.kind, amount=amount, remedy=remedy)
        candidate = _candidate(remedy, amount, matter=made_for, approval=approval, accepted=taken.get(remedy.pk))
        found[remedy.code] = candidate, remedy, amount
    return found


def _concerns(remedy: Remedy, matter: str) -> bool | None:
    """Tell whether a remedy is made for the matter: one of its words was said. None: it does not fit, or one with a minus was."""
    words = [word.lower() for word in remedy.about if not word.startswith(NOT)]
    against = (word[1:].lower() for word in remedy.about if word.startswith(NOT) and word != NOT)
    said = any(word in matter for word in words)
    return None if (words and not said) or any(word in matter for word in against) else said


def _candidate(remedy: Remedy, amount: Decimal, *, matter: bool, approval: str, accepted: float | None) -> Candidate:
    more = {} if accepted is None else {"accepted": accepted}
    return Candidate(
        code=remedy.code, kind=RemedyKind(remedy.kind).value, needs=remedy.needs, demands=frozenset(remedy.demands),
        industries=frozenset(remedy.industries), faults=frozenset(remedy.faults), tiers=frozenset(remedy.tiers),
        amount=float(amount), cost=float(cost_of(remedy, amount)), matter=matter, within=not approval, approval=approval,
        days=remedy.days, effort=remedy.effort, **more,
    )  # fmt: skip


def _objected(case: Case) -> Iterator[Objected]:
    rows: Iterable[Objection] = Objection.objects.filter(option__case=case).select_related("option__remedy").order_by("pk")
    for row in rows:
        option, remedy = row.option, row.option.remedy
        code, days = (remedy.code, remedy.days) if remedy else ("", 0)
        yield Objected(code, option.kind, row.reason, float(option.amount), days)
