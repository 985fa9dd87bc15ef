"""What an agreement puts in the way of a case: what is owed is done first, and nothing but a new agreement changes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dingxin.cases.hindrances import Verb, hinders
from dingxin.resolution.models import Obligation, ObligationState, OptionState
from dingxin.resolution.queries.agreement import LASTING, OWED, UNKEPT, owed_in

if TYPE_CHECKING:
    from dingxin.cases.models import Case
    from dingxin.clocks.models import Promise


@hinders(Verb.MARK_RESOLVED, Verb.CLOSE_CASE)
def still_owed(case: Case) -> str:
    """What was agreed and is not done yet."""
    number = owed_in(case).count()
    return owed_words(number) if number else ""


def owed_words(number: int) -> str:
    """Say how much of what was agreed is still owed."""
    told = ngettext(
        "%(n)d thing agreed with the customer is not done yet: do it first, or record that it failed.",
        "%(n)d things agreed with the customer are not done yet: do them first, or record that they failed.",
        number,
    )
    return told % {"n": number}


@hinders(Verb.MERGE_CASE)
def offers_stay(case: Case) -> str:
    """An agreement and the offers on the table belong to the case they were made in."""
    if case.options.filter(state=OptionState.PRESENTED).exists() or owed_in(case).exists():
        return _("This case holds an offer or an agreement that is open: merge the other one into it, or link the two.")
    return ""


@hinders(Verb.KEEP_PROMISE)
def kept_by_doing(promise: Promise) -> str:
    """A promise by which something agreed is to be done is kept by doing it: to tell that it failed is no keeping."""
    return _agreed(promise, UNKEPT)


@hinders(Verb.WITHDRAW_PROMISE)
def changed_by_agreeing(promise: Promise) -> str:
    """What is agreed and open is taken back by a new agreement alone."""
    return _agreed(promise, OWED)


def _agreed(promise: Promise, states: tuple[ObligationState, ...]) -> str:
    if Obligation.objects.filter(promise=promise.pk, state__in=states, agreement__state__in=LASTING).exists():
        return _("This time was agreed with the customer: record under “Agreement” that it is done, or agree anew.")
    return ""
