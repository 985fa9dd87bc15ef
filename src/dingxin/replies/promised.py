"""The times of a draft held against what its writer can keep; a time asked for where an action is promised without (C13, C16)."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import time, timedelta
from typing import TYPE_CHECKING

from django.db.models import Min
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from dingxin.accounts.models import Absence
from dingxin.clocks.models import Clock, ClockState, Duty
from dingxin.engine.model import Fault, Missing
from dingxin.resolution.queries.agreement import not_agreed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from dingxin.accounts.models import Staff
    from dingxin.cases.models import Case
    from dingxin.clocks.worktime import WorkCalendar
    from dingxin.engine.model import Promise, Review

LAST_MINUTE = time(23, 59)
MOMENT = timedelta(minutes=1)
RULE, PRINCIPLE = "C13", "sincerity"
DONE_BY_US = re.compile(
    r"(?:我们|我|这边|同事|师傅|工程师|专员)[^，。！？,.!?]{0,6}?(?:会|将|这就|马上|立刻|立即|尽快)[^，。！？,.!?]{0,12}?"
    r"(?:安排|寄|发|查|核|处理|办|退|修|联系|回复|答复|告诉|通知|反馈|跟进|上报|转|改|补|赔|提交|电话|回电)"
    r"|\b(?:I|we|our team)(?:'ll| will) (?:now |then |also )?(?!be\b)[a-z]",
    re.IGNORECASE,
)


def weighed(review: Review, *, case: Case, draft: str, actor: Staff, calendar: WorkCalendar, explain: str, ask: str) -> Review:
    """Give a review with what stands against its times, and with a time asked for (``ask`` would name one).

    A time outside the hours of the branch, while the writer is away, or later than the case has to be answered is flagged; one
    that the customer agreed to is owed already, and may be said.
    """
    language = "en" if (explain or case.language).startswith("en") else "zh-hans"
    with translation.override(language):
        new = not_agreed(case, review.promises)
        found = [fault for promise in new if promise.due for fault in _against(promise, promise.due, actor, calendar)]
        found += _too_late(new, case)
        missing = review.missing
        if ask and _names_no_time(review) and DONE_BY_US.search(draft):
            missing = (*missing, Missing("time", _("Something is promised without a time: the customer will wonder when."), ask))
    verdict = "improve" if found and review.verdict == "send" else review.verdict
    return replace(review, faults=(*review.faults, *found), missing=missing, verdict=verdict)


def _names_no_time(review: Review) -> bool:
    return not review.promises and "time" not in review.acts and all(item.act != "time" for item in review.missing)


def _against(promise: Promise, due: datetime, actor: Staff, calendar: WorkCalendar) -> Iterator[Fault]:
    local = due.astimezone(calendar.zone)
    by_day = local.time().replace(second=0, microsecond=0) == LAST_MINUTE
    if by_day and not calendar.is_working_day(local.date()):
        yield _fault(
            promise, _("Nobody works on %(day)s: who would keep this?") % {"day": date_format(local, "SHORT_DATE_FORMAT")}
        )
    elif not by_day and not calendar.is_working(due - MOMENT):
        words = date_format(local, "SHORT_DATETIME_FORMAT")
        yield _fault(promise, _("%(time)s lies outside working hours: who would keep this?") % {"time": words})
    if Absence.objects.filter(staff=actor).now(due).exists():
        yield _fault(promise, _("You are away then: name a time at which you are here, or who will do it."))


def _too_late(promises: Sequence[Promise], case: Case) -> Iterator[Fault]:
    """A time later than the earliest by which the case has to be answered is not the writer's to give."""
    if not promises:
        return
    running = Clock.objects.filter(case=case, state=ClockState.RUNNING, duty__in=[Duty.ANSWER, Duty.RESOLUTION])
    latest = running.aggregate(first=Min("due"))["first"]
    for promise in promises:
        if promise.due and latest and promise.due > latest:
            words = date_format(timezone.localtime(latest), "SHORT_DATETIME_FORMAT")
            yield _fault(
                promise, _("The case has to be answered by %(time)s: a later time is not yours to give.") % {"time": words}
            )


def _fault(promise: Promise, why: str) -> Fault:
    return Fault("promise", RULE, promise.start, promise.end, why, principle=PRINCIPLE)
