"""The clocks of a case, as its page shows them, and the answer drafted for a promise."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from dingxin.clocks.law import limits
from dingxin.clocks.models import Basis, ClockState
from dingxin.clocks.queries import calendar_of
from dingxin.clocks.terms import WORKED
from dingxin.desk.forms import case as words
from dingxin.desk.forms import clocks as forms
from dingxin.desk.templatetags.desk import length
from dingxin.replies.notices import draft_notice
from dingxin.resolution.queries.agreement import UNKEPT

if TYPE_CHECKING:
    from datetime import datetime

    from dingxin.accounts.models import Staff
    from dingxin.cases.models import Case
    from dingxin.clocks.models import Clock, Promise
    from dingxin.clocks.worktime import WorkCalendar
    from dingxin.desk.forms.case import CaseForm
    from dingxin.requests import StaffRequest

MOST = 40
PILLS = 3
_BY_REPLY = ~Q(obligation__state__in=UNKEPT)
VERBS = ("start_clock", "pause_clock", "resume_clock", "stop_clock", "rebase_clock", "withdraw_promise")


@dataclass(frozen=True, slots=True)
class ClockLine:
    """A clock as a pill: what it counts to, what is left of its time, and how pressing that is (late, soon, later, still)."""

    clock: Clock
    name: str
    left: str
    mood: str
    law: str
    unverified: bool
    forms: dict[str, CaseForm]


@dataclass(frozen=True, slots=True)
class CaseClocks:
    """What the page shows of clocks: those that run as pills and lines, those that stopped, and the form to start one.

    ``owed`` is the promise that a reply could keep: the one an answer is drafted for, or else the one due first.
    """

    pills: list[ClockLine]
    running: list[ClockLine]
    stopped: list[ClockLine]
    start: CaseForm | None
    owed: Promise | None


def clocks_of(request: StaffRequest, case: Case, at: datetime) -> CaseClocks:
    """Shape the clocks of a case for a member of staff. Four queries at most."""
    user = request.user
    calendar = calendar_of(case.branch)
    may = {verb: user.has_perm(f"cases.{verb}", case) for verb in VERBS}
    rows = list(case.clocks.order_by("-pk")[:MOST])
    lines = [_line(clock, case, user, calendar, at, may) for clock in sorted(rows, key=lambda clock: clock.due)]
    running = [line for line in lines if line.clock.is_ongoing]
    stopped = [line for line in lines if not line.clock.is_ongoing][::-1]
    start = forms.StartClockForm(case=case, user=user, auto_id="start_clock_%s") if may["start_clock"] else None
    owed = _kept_by_reply(_noticed(request, case)) or case.promises.owed().filter(_BY_REPLY).order_by("due").first()
    return CaseClocks([line for line in running if line.clock.paused_at is None][:PILLS], running, stopped, start, owed)


def _line(clock: Clock, case: Case, user: Staff, calendar: WorkCalendar, at: datetime, may: dict[str, bool]) -> ClockLine:
    limit = limits().get(clock.limit)
    mood = _mood(clock, at)
    source = f"{limit.statute} {limit.article}" if limit else ""
    return ClockLine(
        clock=clock, name=clock.get_duty_display(), left=_left(clock, mood, calendar, at), mood=mood,
        law=source, unverified=limit is not None and not limit.verified, forms=_forms(clock, case, user, may),
    )  # fmt: skip


def _mood(clock: Clock, at: datetime) -> str:
    if clock.state == ClockState.PAUSED or not clock.is_ongoing:
        return "still"
    if clock.due <= at:
        return "late"
    return "soon" if clock.warn_at and clock.warn_at <= at else "later"


def _left(clock: Clock, mood: str, calendar: WorkCalendar, at: datetime) -> str:
    """Say what is left: working time where the clock counts that, all time where it does not."""
    if mood == "still":
        return clock.get_state_display()
    if mood == "late":
        return _("%(time)s late") % {"time": length(at - clock.due)}
    if clock.unit in WORKED:
        return _("%(time)s of work") % {"time": length(calendar.between(at, clock.due))}
    return _("in %(time)s") % {"time": length(clock.due - at)}


def _forms(clock: Clock, case: Case, user: Staff, may: dict[str, bool]) -> dict[str, CaseForm]:
    """Give the forms of what may be done with a clock now."""
    if not clock.is_ongoing:
        return {}
    runs, open_still = clock.state == ClockState.RUNNING, clock.breached_at is None
    fits = {
        "pause_clock": runs and clock.pausable and open_still, "resume_clock": not runs, "stop_clock": True,
        "rebase_clock": runs and open_still,
    }  # fmt: skip
    kinds = {
        "pause_clock": forms.PauseClockForm, "resume_clock": words.CaseForm, "stop_clock": forms.StopClockForm,
        "rebase_clock": forms.RebaseClockForm,
    }  # fmt: skip
    given = {
        name: kinds[name](case=case, user=user, auto_id=f"{name}_{clock.pk}_%s") for name in kinds if fits[name] and may[name]
    }
    if "stop_clock" in given and clock.basis == Basis.LAW:
        del given["stop_clock"].fields["needless"]
    return given


def notice_of(request: StaffRequest, case: Case) -> tuple[str, words.ReplyForm] | None:
    """Give the reply that is drafted for the promise the address asks for with ``notice=``, as a draft that was tried."""
    promise = _noticed(request, case)
    if promise is None:
        return None
    at = timezone.now()
    keeps = promise.pk if at >= promise.due and _kept_by_reply(promise) else ""
    data = {"text": draft_notice(promise, at=at), "revision": case.revision, "keeps": keeps}
    return "send_reply", words.ReplyForm(data, case=case, user=request.user, auto_id="send_reply_%s")


def _kept_by_reply(promise: Promise | None) -> Promise | None:
    """Give a promise that an answer keeps: what was agreed is kept by doing it alone."""
    owed = getattr(promise, "obligation", None)
    return None if owed and owed.state in UNKEPT else promise


def _noticed(request: StaffRequest, case: Case) -> Promise | None:
    typed = request.GET.get("notice", "")
    if not (typed.isascii() and typed.isdigit() and len(typed) < 19):  # noqa: PLR2004  what an id can hold
        return None
    return case.promises.owed().filter(pk=int(typed)).select_related("obligation").first()
