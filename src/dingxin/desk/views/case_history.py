"""What happened in a case, in sentences; its promises; and the cases near it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from dingxin.accounts.models import Staff
from dingxin.accounts.queries import Charge
from dingxin.audit.kinds import Kind
from dingxin.audit.sentences import SENTENCES
from dingxin.cases.models import Case, Grade, RoutedFor
from dingxin.cases.queries import history, linked_cases, timeline
from dingxin.cases.states import CloseReason, ReopenCause, State
from dingxin.clocks.models import ClockState, PauseCause, RebaseCause
from dingxin.desk.marks import visible
from dingxin.desk.times import when_words
from dingxin.escalation.models import Cause, Rung
from dingxin.recovery.models import Part, RunState, StepState
from dingxin.resolution.models import AgreementState, ChangeCause, ObligationState, Way

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from django.db.models import TextChoices

    from dingxin.audit.models import Event
    from dingxin.clocks.models import Promise

MOST_EVENTS = 200
MOST_NEAR = 20

ICONS = {
    "case": "circle", "message": "message-2", "note": "note", "grade": "stairs", "customer": "eye", "facts": "list-check",
    "clock": "clock", "clocks": "clock", "fact": "x", "handover": "arrows-exchange", "verdict": "thumb-up", "promise": "clock",
    "demand": "quote", "need": "heart-handshake", "view": "ear", "expectation": "ear", "aim": "target", "point": "hourglass",
    "agreement": "heart-handshake", "obligation": "list-check", "option": "gift",
    "recovery": "heart-handshake", "commitment": "bookmark",
}  # fmt: skip
EXACT_ICONS = {
    Kind.CASE_OPENED: "plus", Kind.CASE_IMPORTED: "file-import", Kind.CASE_CATEGORISED: "category", Kind.CASE_TAKEN: "user-check",
    Kind.CASE_RESOLVED: "check", Kind.CASE_CLOSED: "circle-check", Kind.CASE_REOPENED: "rotate", Kind.CASE_MERGED: "git-merge",
    Kind.CASE_LINKED: "link", Kind.MESSAGE_SENT: "send", Kind.PROMISE_KEPT: "circle-check",
    Kind.PROMISE_BROKEN: "clock-exclamation", Kind.CLOCK_WARNED: "alarm",
    Kind.CLOCK_BREACHED: "clock-exclamation", Kind.CASE_ESCALATED: "arrow-up", Kind.CASE_JUDGED: "scale",
}  # fmt: skip

VOCABULARIES: dict[Kind, dict[str, type[TextChoices]]] = {
    Kind.CASE_CLOSED: {"reason": CloseReason},
    Kind.CASE_REOPENED: {"cause": ReopenCause},
    Kind.CASE_ESCALATED: {"cause": Cause},
    Kind.CASE_ROUTED: {"why": RoutedFor},
    Kind.CLOCKS_STOPPED: {"outcome": ClockState},
    Kind.CLOCK_PAUSED: {"pause": PauseCause},
    Kind.CLOCK_REBASED: {"why": RebaseCause},
    Kind.CASE_JUDGED: {"way": Way},
    Kind.CAUSE_RECORDED: {"cause": ChangeCause},
    Kind.AGREEMENT_SETTLED: {"state": AgreementState},
    Kind.OBLIGATION_PERFORMED: {"state": ObligationState},
    Kind.OBLIGATION_REVERSED: {"state": ObligationState},
    Kind.RECOVERY_STEP_SETTLED: {"part": Part, "outcome": StepState},
    Kind.RECOVERY_ENDED: {"outcome": RunState},
}

EARLIER: dict[Kind, dict[str, str]] = {Kind.CASE_ROUTED: {"why": RoutedFor.OPENED}}
"""What events say that were recorded before their kind carried it."""


@dataclass(frozen=True, slots=True)
class Line:
    """An event as a sentence."""

    at: datetime
    icon: str
    sentence: str


@dataclass(frozen=True, slots=True)
class History:
    """All that the tab “History” shows."""

    lines: list[Line]
    promises: list[Promise]
    near: list[Case]
    others: list[Case]


def history_of(case: Case, user: Staff) -> History:
    """Shape the history of a case for a member of staff, who sees no case they may not see."""
    events = list(timeline(case, user)[:MOST_EVENTS])
    near = list(linked_cases(user, case)[:MOST_NEAR])
    return History(
        lines=lines_of(events),
        promises=list(case.promises.select_related("made_by", "obligation").order_by("-due")[:MOST_NEAR]),
        near=near,
        others=list(history(user, case.customer).exclude(pk__in=[case.pk, *(other.pk for other in near)])[:MOST_NEAR]),
    )


def lines_of(events: Sequence[Event]) -> list[Line]:
    """Put events into sentences of the page's language."""
    staff = dict(_named(Staff, events, "to", "of"))
    cases = dict(_named(Case, events, "other"))
    rungs = dict(_named(Rung, events, "rung"))
    return [
        Line(event.at, _icon(Kind(event.kind)), SENTENCES[Kind(event.kind)] % _words(event, staff, cases, rungs))
        for event in events
    ]


def _named(model: type[Staff | Case | Rung], events: Iterable[Event], *keys: str) -> Iterable[tuple[int, str]]:
    rows = model.objects.filter(pk__in={event.data[key] for event in events for key in keys if key in event.data})
    return ((row.pk, visible(str(row))) for row in rows)


def _icon(kind: Kind) -> str:
    return EXACT_ICONS.get(kind) or ICONS.get(kind.partition(".")[0], "circle")


def _words(event: Event, staff: dict[int, str], cases: dict[int, str], rungs: dict[int, str]) -> dict[str, Any]:
    data: dict[str, Any] = {**EARLIER.get(Kind(event.kind), {}), **event.data}
    data["actor"] = visible(str(event.actor)) if event.actor else _("the system")
    data["to"], data["of"] = staff.get(data.get("to", 0), ""), staff.get(data.get("of", 0), "")
    data["other"] = cases.get(data.get("other", 0), "")
    data["content"] = _("content") if data.get("content") else _("not content")
    for key, choices in VOCABULARIES.get(Kind(event.kind), {}).items():
        data[key] = choices(data[key]).label if data[key] in choices.values else data[key]
    data["rung"] = rungs.get(data.get("rung", 0), "")
    if data.get("why") in Charge.values:
        data["why"] = Charge(data["why"]).label
    for key in ("due_before", "due_after"):
        if key in data:
            data[key] = when_words(data[key])
    for key in ("before", "after"):
        if key in data:
            data[key] = _state_or_grade(data[key])
    return data


def _state_or_grade(value: str) -> str:
    return str(State(value).label if value in State.values else Grade(value).label)
