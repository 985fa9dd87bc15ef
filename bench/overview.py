"""The board of those who lead and a person's day, among the cases of a large house with their clocks and promises."""

from __future__ import annotations

from datetime import timedelta
from itertools import cycle, islice
from typing import TYPE_CHECKING, Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bench.figures import say, spread, timed
from bench.fill import PASSWORD, people
from dingxin.accounts.actions import create_staff
from dingxin.accounts.models import Staff
from dingxin.cases.models import Case, Customer, Message, MessageKind
from dingxin.cases.states import CloseReason, State
from dingxin.clocks.models import Clock, Promise, PromiseState

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

SIZES, QUICK_SIZES = (10_000, 100_000), (200, 400)
ASKS, QUICK_ASKS = 20, 3
GOAL_MS = 200
OK = 200
CHUNK = 5_000
DAY = timedelta(days=1)
SPREAD = 30  # days over which what is owed falls due, two of them gone by
LIVE = 7  # one case in so many is worked on; it shares no factor with the number of people, so that each has some
CLOCKED, OWED = 2, 4  # of those, one in so many has a running clock, an open promise
MIXED = 25  # neighbours that are alike: longer than the list of people, so that each has some of all
GRADES = ("none", "grumble", "complaint", "serious")
BOARDS = ("/board/", "/board/?days=90&by=branch", "/board/?hours=40")


def run(*, quick: bool) -> None:
    """Grow one database step by step; at each size time the day of an agent, and the board of a branch and of the house."""
    staff = people()
    leads, agent, house = staff[0], staff[1], _administrator(staff[0])
    there = 0
    for size in QUICK_SIZES if quick else SIZES:
        _make(staff, there, size)
        there = size
        _settle()
        say(f"\n{Case.objects.count():,} cases on {connection.vendor}, {Case.objects.live().count():,} of them live")
        say(f"{Clock.objects.count():,} clocks, {Promise.objects.count():,} promises; goal {GOAL_MS} ms at the server")
        asks = QUICK_ASKS if quick else ASKS
        _pages("agent", agent, ("/day/", "/promises/", "/callbacks/", "/hall/"), asks)
        _pages("manager", leads, ("/day/", *BOARDS), asks)
        _pages("house", house, BOARDS, asks)


def _administrator(beside: Staff) -> Staff:
    found = Staff.objects.filter(username="bench-house").first()
    return found or create_staff(
        actor=None, at=timezone.now(), password=PASSWORD, username="bench-house", name="总部", role="administrator",
        branch=beside.branch, team=None, authority_cny=0,
    )  # fmt: skip


def _make(staff: list[Staff], start: int, stop: int) -> None:
    """Make cases with their words, clocks and promises by their rows alone: what is measured is the reading of them."""
    now = timezone.now()
    customer = Customer.objects.create(created_at=now)
    turns = islice(cycle(staff), start, None)
    numbered = zip(range(start, stop), turns, strict=False)
    while part := list(islice(numbered, CHUNK)):
        cases = Case.objects.bulk_create(_case(place, person, customer, now) for place, person in part)
        said = [message for place, case in enumerate(cases, part[0][0]) for message in _said(place, case)]
        answers = {message.case_id: message for message in Message.objects.bulk_create(said) if message.kind == MessageKind.AGENT}
        rows = list(enumerate(cases, part[0][0]))
        Promise.objects.bulk_create(row for place, case in rows for row in _promises(place, case, answers[case.pk], now))
        Clock.objects.bulk_create(
            _clock(place, case, now) for place, case in rows if case.is_live and place // MIXED % CLOCKED == 0
        )


def _case(place: int, person: Staff, customer: Customer, now: datetime) -> Case:
    opened = now - DAY * (place % (2 * SPREAD)) - timedelta(minutes=place % 999)
    fields: dict[str, Any] = {"state": State.OPEN}
    if place % LIVE:
        fields = {"state": State.CLOSED, "close_reason": CloseReason.CONTENT, "closed_at": now}
    return Case(
        number=f"bench-{place}", customer=customer, branch=person.branch, team=person.team, owner=person, handler=person,
        channel="hall" if place % 11 == 0 else "web", title=f"宽带又断了 {place}", opened_at=opened, updated_at=opened,
        grade=GRADES[place % 4], emotion_now=place % 4, heat=place % 12, **fields,
    )  # fmt: skip


def _said(place: int, case: Case) -> Iterator[Message]:
    for kind, text in ((MessageKind.CUSTOMER, "宽带又断了，怎么总是这样？"), (MessageKind.AGENT, "明天下午三点前给您答复。")):
        yield Message(case=case, kind=kind, text=text, at=case.opened_at + timedelta(minutes=place % 300), channel=case.channel)


def _promises(place: int, case: Case, message: Message, now: datetime) -> Iterator[Promise]:
    """Give a promise that was kept, of every case; and of some that are live one that is open."""
    fields = {"case": case, "made_by_id": case.owner_id, "message": message, "text": "明天下午三点前给您答复"}
    kept = now - DAY * (1 + place % (2 * SPREAD))
    yield Promise(due=kept, state=PromiseState.KEPT, settled_at=kept, **fields)
    if case.is_live and place // MIXED % OWED == 1:
        yield Promise(due=_due(place, now), **fields)


def _clock(place: int, case: Case, now: datetime) -> Clock:
    due = _due(place, now)
    alarm, breach = (None, due) if due <= now else (due, None)
    since = now - 3 * DAY
    return Clock(case=case, duty="answer", basis="house", started_at=since, due=due, alarm_at=alarm, breached_at=breach)


def _due(place: int, now: datetime) -> datetime:
    """Give a due time that few share, from two days ago on."""
    return now + timedelta(minutes=place * 7919 % (SPREAD * 24 * 60)) - 2 * DAY


def _settle() -> None:
    """Store on the cases what is due first, and let the database look at what it holds, as it does by itself in daily use."""
    first = "SELECT MIN(due) FROM clocks_clock WHERE case_id = cases_case.id AND state = 'running'"
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE cases_case SET next_due = ({first})")  # noqa: S608  nothing in it is from outside
        cursor.execute("ANALYZE")


def _pages(who: str, person: Staff, pages: tuple[str, ...], asks: int) -> None:
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(person)
    for page in pages:
        client.get(page)  # the first one loads templates and plans
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(page)
        asked = len(queries)  # the next request empties the list
        if answer.status_code != OK:
            message = f"{page} answered {answer.status_code} to the {who}"
            raise RuntimeError(message)
        seconds = [timed(lambda: client.get(page)) for _ in range(asks)]  # noqa: B023  called at once
        say(f"{who:8} {page:30} {asked:3} queries {len(answer.content) // 1024:4} KiB   {spread(seconds)}")
