"""What the customer has in mind, what we judge, and what we aim at (A8, E3, E8, E10, E12, E16, E17)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from dingxin.audit.actions import record
from dingxin.audit.kinds import Kind
from dingxin.audit.refusal import Refused
from dingxin.cases.actions.moves import locked, require_live
from dingxin.cases.actions.texts import clean_text
from dingxin.clocks.actions import Length, start_clock, stop_clock
from dingxin.clocks.models import Duty
from dingxin.resolution.actions.demands import clean_amount
from dingxin.resolution.grounds import clean_grounds
from dingxin.resolution.models import Aim, Reasonable, Stand, Way, WhoseFault
from dingxin.resolution.queries.stand import replies_since_judged
from dingxin.resolution.rules_of import contradicts, way_for

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from decimal import Decimal

    from dingxin.accounts.models import Staff
    from dingxin.cases.models import Case, Message

MOST_CHARS = 2000
NOTICE = Length(amount=1, unit="workday")
"""How soon a customer is told that it cannot be solved (E17)."""


@transaction.atomic
def record_view(case: Case, *, words: str, actor: Staff, at: datetime) -> Stand:
    """Record which solution the customer has in mind, asked for before the first offer (E8).

    Raises:
        Refused: the case is done, or no words are given.

    """
    stand = _held(case)
    words = _words(words, field="words")
    if not words:
        raise Refused(_("Ask the customer which solution they have in mind, and write down their words."), field="words")
    stand.view, stand.view_at = words, at
    stand.save()
    record(Kind.VIEW_RECORDED, case=stand.case, actor=actor, at=at, id=stand.pk)
    return stand


@transaction.atomic
def record_expectation(case: Case, *, words: str, amount: Decimal | None = None, actor: Staff, at: datetime) -> Stand:
    """Record what the customer expected and would be content with, with the sum where one was named (E12).

    Raises:
        Refused: the case is done, nothing is said, or the sum is none.

    """
    stand = _held(case)
    stand.expectation, stand.expected_amount = _words(words, field="words"), clean_amount(amount)
    if not stand.expectation and amount is None:
        raise Refused(_("Write down what would content the customer, in words or as a sum."), field="words")
    stand.save()
    record(Kind.EXPECTATION_RECORDED, case=stand.case, actor=actor, at=at, id=stand.pk)
    return stand


class Judgement(NamedTuple):
    """The two judgements of A8 with the rest that decides the way.

    ``grounds`` are ``{"of": "complaint"|"demand", "ground": "facts"|"policy"|"law"|"precedent", "ref": …, "words": …}``.
    """

    complaint: str
    demand: str
    fault: str = WhoseFault.OPEN
    beyond_us: bool = False
    unsolvable: bool = False
    grounds: Sequence[Mapping[str, Any]] = ()


@transaction.atomic
def judge_case(case: Case, *, judgement: Judgement, actor: Staff, at: datetime) -> Stand:
    """Judge separately whether there is reason to complain and whether the demand is reasonable (A8), each with its grounds.

    The way follows from the table. Where it cannot be solved, a clock runs until the customer is told (E17).

    Raises:
        Refused: the case is done, a judgement has no ground, a ground does not hold, or the judgements contradict each other.

    """
    complaint, demand, fault, beyond_us, unsolvable, grounds = judgement
    stand = _held(case)
    _require_judgements(complaint, demand, fault)
    stand.grounds = clean_grounds(stand.case, grounds, judged={"complaint": complaint, "demand": demand})
    before = stand.way
    stand.complaint, stand.demand, stand.fault = complaint, demand, fault
    stand.beyond_us, stand.unsolvable = beyond_us or unsolvable, unsolvable
    stand.way = way_for(complaint, demand, fault, stand.beyond_us, unsolvable)
    stand.judged_by, stand.judged_at = actor, at
    stand.notice = stand.notice if before == stand.way else None
    stand.save()
    told = {"complaint": complaint, "demand": demand, "fault": fault, "way": stand.way.value}
    record(Kind.CASE_JUDGED, case=stand.case, actor=actor, at=at, **told)
    if before != stand.way:
        _follow_with_clock(stand, actor=actor, at=at)
    return stand


def _require_judgements(complaint: str, demand: str, fault: str) -> None:
    for value, known, field in (
        (complaint, Reasonable, "complaint"), (demand, Reasonable, "demand"), (fault, WhoseFault, "fault"),
    ):  # fmt: skip
        if value not in known.values:
            raise Refused(_("“%(value)s” is no judgement.") % {"value": value[:20]}, field=field)
    if {complaint, demand} == {Reasonable.OPEN}:
        raise Refused(_("Judge at least one of the two."), field="complaint")
    if contradicts(complaint, fault):
        raise Refused(_("Where the fault is ours, even in part, there is reason to complain."), field="complaint")


def _follow_with_clock(stand: Stand, *, actor: Staff, at: datetime) -> None:
    """Let the customer be told early that it cannot be solved; a clock for that goes when the way does."""
    running = stand.case.clocks.ongoing().filter(duty=Duty.NOTICE)
    if stand.way == Way.UNRESOLVABLE:
        start_clock(stand.case, duty=Duty.NOTICE, length=NOTICE, actor=actor, at=at)
        return
    for clock in running:
        stop_clock(clock, needless=True, actor=actor, at=at)


@transaction.atomic
def record_notice(case: Case, *, message: Message, actor: Staff, at: datetime) -> Stand:
    """Say which of our replies told the customer that it cannot be solved (E17); the clock for it stops.

    Raises:
        Refused: the case is not one that cannot be solved, it was told before, or it is no reply since the judgement.

    """
    stand = _held(case)
    if stand.way != Way.UNRESOLVABLE or stand.notice_id is not None:
        raise Refused(_("There is nothing here that the customer has yet to be told."))
    if not replies_since_judged(stand).filter(pk=message.pk).exists():
        raise Refused(_("Choose a reply that was sent after the judgement."), field="message")
    stand.notice = message
    stand.save()
    record(Kind.NOTICE_GIVEN, case=stand.case, actor=actor, at=at, message=message.pk)
    for clock in stand.case.clocks.ongoing().filter(duty=Duty.NOTICE):
        stop_clock(clock, actor=actor, at=at if clock.breached_at else message.at)
    return stand


@transaction.atomic
def set_aim(case: Case, *, goal: str, bottom_line: str, bottom_amount: Decimal | None = None, actor: Staff, at: datetime) -> Aim:
    """Set goal and bottom line of a case and the most it may cost (E10). For staff only: the event says no more than that.

    Raises:
        Refused: the case is done, nothing is set, or the sum is none.

    """
    held = _held(case).case
    values: dict[str, Any] = {"goal": _words(goal, field="goal"), "bottom_line": _words(bottom_line, field="bottom_line")}
    values["bottom_amount"] = clean_amount(bottom_amount, field="bottom_amount")
    if not any((values["goal"], values["bottom_line"], bottom_amount is not None)):
        raise Refused(_("Say what we aim at, or how far we can go."), field="goal")
    aim, _created = Aim.objects.update_or_create(case=held, defaults={**values, "set_by": actor, "at": at})
    record(Kind.AIM_SET, case=held, actor=actor, at=at, id=aim.pk)
    return aim


def _held(case: Case) -> Stand:
    """Give the stand of a live case, with the case held."""
    case = locked(case)
    require_live(case)
    stand, _created = Stand.objects.get_or_create(case=case)
    stand.case = case
    return stand


def _words(text: str, *, field: str) -> str:
    words = clean_text(text, needed=False, field=field)
    if len(words) > MOST_CHARS:
        raise Refused(_("At most %(most)d characters.") % {"most": MOST_CHARS}, field=field)
    return words
