"""What is due in cases by a time: running clocks, promises and shelved points, gathered into one line for each case."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Q

from dingxin.cases.models import Case
from dingxin.clocks.models import Clock, ClockState, Duty, Promise
from dingxin.resolution.queries.agreement import UNKEPT

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from django.db.models import QuerySet

    from dingxin.resolution.models import ShelvedPoint

MOST = 200


class Due(NamedTuple):
    """Something due in a case. ``kind`` is clock, promise, obligation or point, ``pk`` its id, ``words`` what it is about."""

    case: int
    due: datetime
    kind: str
    pk: int
    words: str


class Line(NamedTuple):
    """A case with what is due in it, the first first."""

    case: Case
    items: list[Due]

    @property
    def first(self) -> Due:
        """What is due first."""
        return self.items[0]

    @property
    def rest(self) -> list[str]:
        """What else is due, each told once."""
        return list(dict.fromkeys(item.words for item in self.items[1:] if item.words != self.first.words))

    @property
    def promise(self) -> Due | None:
        """The promise due first, where there is one: an answer can be drafted for it."""
        return next((item for item in self.items if item.kind == "promise"), None)

    @property
    def obligation(self) -> Due | None:
        """What was agreed and is due first, where there is something: it is performed on the page of the case."""
        return next((item for item in self.items if item.kind == "obligation"), None)


def running_clocks(cases: QuerySet[Case], *, until: datetime) -> QuerySet[Clock]:
    """Give the clocks of these cases that run and are due by a time."""
    return Clock.objects.filter(case__in=cases.order_by().values("pk"), state=ClockState.RUNNING, due__lt=until)


def clocks_due(clocks: QuerySet[Clock]) -> list[Due]:
    """Give clocks as things due, at most MOST, the first first. One query."""
    rows = clocks.order_by("due", "pk").values_list("case", "due", "pk", "duty", "note")[:MOST]
    return [Due(case, due, "clock", pk, note or str(Duty(duty).label)) for case, due, pk, duty, note in rows]


def promises_due(promises: QuerySet[Promise]) -> list[Due]:
    """Give promises as things due, at most MOST, the first first; one that was agreed is an obligation to perform. One query."""
    fields = ("case", "due", "pk", "text", "obligation", "obligation__state")
    rows = promises.order_by("due", "pk").values_list(*fields)[:MOST]
    return [
        Due(case, due, "obligation", owed, text) if state in UNKEPT else Due(case, due, "promise", pk, text)
        for case, due, pk, text, owed, state in rows
    ]


def points_due(points: QuerySet[ShelvedPoint]) -> list[Due]:
    """Give shelved points as things due, at most MOST, the first first (E5). One query."""
    rows = points.order_by("back_at", "pk").values_list("case", "back_at", "pk", "point")[:MOST]
    return [Due(case, due, "point", pk, words) for case, due, pk, words in rows]


def lines_of(items: Iterable[Due], *, most: int | None = None) -> list[Line]:
    """Gather things due by case, the case with the first one first; only the first ``most`` cases where given. One query."""
    found: dict[int, list[Due]] = {}
    for item in sorted(items, key=lambda item: (item.due, item.pk)):
        found.setdefault(item.case, []).append(item)
    cases = Case.objects.for_list().in_bulk(list(found)[:most])
    return [Line(cases[pk], items) for pk, items in found.items() if pk in cases]


def in_hands(user: int) -> Q:
    """Say which cases wait for a person: handled by them, or owned and handled by nobody."""
    return Q(handler=user) | Q(owner=user, handler=None)
