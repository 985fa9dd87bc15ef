"""Reading agreements: what holds, what is still owed, and how it compares with what the customer expected."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from django.db.models import Case as If
from django.db.models import DecimalField, F, Prefetch, Q, QuerySet, Sum, When

from dingxin.clocks.models import Promise
from dingxin.resolution.models import (
    Against,
    Agreement,
    AgreementState,
    Choice,
    Entry,
    EntryKind,
    Obligation,
    ObligationState,
    Option,
    OptionState,
)

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from dingxin.cases.models import Case
    from dingxin.engine.model import Promise as SaidPromise

NOTHING = Decimal(0)
OWED = (ObligationState.OPEN, ObligationState.PARTLY)
UNKEPT = (*OWED, ObligationState.FAILED)  # whose promise no answer keeps: only doing it does
COUNTS = (ObligationState.OPEN, ObligationState.PARTLY, ObligationState.DONE)  # with all of its amount; the rest as far as given
LASTING = (AgreementState.STANDING, AgreementState.FAILED)  # what may still be done, or replaced


def granted_amount(path: str = "") -> Sum:
    """Give what obligations grant, for an aggregate: their amount, or what was given where they failed or were replaced."""
    counted = When(**{f"{path}state__in": COUNTS}, then=F(f"{path}amount"))
    return Sum(If(counted, default=F(f"{path}done_amount"), output_field=DecimalField(max_digits=14, decimal_places=2)))


def granted(obligations: Iterable[Obligation]) -> Decimal:
    """Give what these obligations grant in money."""
    return sum((row.amount if row.state in COUNTS else row.done_amount for row in obligations), NOTHING)


def compared(agreed: Decimal, expected: Decimal | None) -> Against | None:
    """Say how what was agreed stands beside what was expected (E12); None where nobody asked what that is."""
    if expected is None:
        return None
    if agreed == expected:
        return Against.EQUAL
    return Against.ABOVE if agreed > expected else Against.BELOW


def agreements_of(case: Case) -> QuerySet[Agreement]:
    """Give the agreements of a case, the last first, with all that is owed by them and what was given for it. Three queries."""
    paid = Entry.objects.filter(kind=EntryKind.PAY, reversed_by=None).order_by("pk")
    owed = Obligation.objects.select_related("by", "promise", "option__remedy").prefetch_related(
        Prefetch("entries", paid, "given")
    )
    return case.agreements.select_related("message", "made_by").prefetch_related(Prefetch("obligations", owed))


def last_agreement(case: Case) -> Agreement | None:
    """Give the agreement that holds, or failed and was not replaced yet."""
    return case.agreements.filter(state__in=LASTING).first()


def options_open(case: Case) -> QuerySet[Option]:
    """Give the options that can be agreed: those offered, and those of an agreement that may be replaced, as far as not done."""
    undone = [state for state in ObligationState if state not in {ObligationState.DONE, ObligationState.REPLACED}]
    kept = Q(state=OptionState.ACCEPTED, obligations__agreement__state__in=LASTING, obligations__state__in=undone)
    return case.options.filter(Q(state=OptionState.PRESENTED) | kept).select_related("remedy").distinct()


def given_of(options: Iterable[Option]) -> dict[int, Decimal]:
    """Give what the customer has had for each of these options (by id), by all agreements. One query."""
    rows = Obligation.objects.filter(option__in=[option.pk for option in options]).order_by()
    return dict(rows.values_list("option").annotate(total=Sum("done_amount")))


def times_told(options: Iterable[Option]) -> dict[int, datetime]:
    """Give by when the customer was told each of these options (by id) would be done, where its offer said so. One query."""
    by_message: dict[int, list[Option]] = {}
    for option in options:
        if option.message_id:
            by_message.setdefault(option.message_id, []).append(option)
    said = Promise.objects.owed().filter(message__in=by_message, obligation=None).order_by("-due") if by_message else []
    return {option.pk: row.due for row in said for option in by_message[row.message_id] if row.text in option.wording}


def chosen_option(case: Case) -> Choice | None:
    """Give what the customer chose last, while it is still on offer."""
    return Choice.objects.filter(option__case=case, option__state=OptionState.PRESENTED).select_related("option").first()


def owed_in(case: Case) -> QuerySet[Obligation]:
    """Give what is still to be done in a case by what was agreed."""
    return Obligation.objects.filter(agreement__case=case, agreement__state__in=LASTING, state__in=OWED)


def not_agreed(case: Case, said: Iterable[SaidPromise]) -> list[SaidPromise]:
    """Leave out of the times said in a reply those that sum up what is agreed: they are promises already. At most one query."""
    heard = [promise for promise in said if promise.due is not None]
    known = set(owed_in(case).values_list("due", flat=True)) if heard else set()
    return [promise for promise in heard if promise.due not in known]
