"""A database filled the way a house fills it: people through the actions, cases through the import."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.management import call_command
from django.utils import timezone

from bench.said import lines
from dingxin.accounts import actions
from dingxin.accounts.models import Industry, Staff
from dingxin.channels.actions import import_conversations
from dingxin.channels.parsing import Line

if TYPE_CHECKING:
    from collections.abc import Iterator

PEOPLE_EACH = 4
PASSWORD = "a-bench-on-loopback"  # noqa: S105  of invented people in a scratch database


def people() -> list[Staff]:
    """Make ready the scratch database; give its people, four in a branch of each industry."""
    call_command("migrate", verbosity=0)
    return list(Staff.objects.filter(username__startswith="bench-").order_by("pk")) or list(_hired())


def fill(staff: list[Staff], start: int, stop: int) -> None:
    """Import the conversations with these numbers, an equal share for each person in their own branch."""
    share = -(-(stop - start) // len(staff))
    for person, first in zip(staff, range(start, stop, share), strict=False):
        said = (Line(number, len(text), text) for number, text in enumerate(lines(first, min(stop, first + share)), 1))
        tally = import_conversations(said, branch=person.branch, actor=person, at=timezone.now(), report=_refuse)
        if tally.known:
            message = f"{tally.known} of the conversations from {first} are already there"
            raise ValueError(message)


def _hired() -> Iterator[Staff]:
    at = timezone.now()
    for place, industry in enumerate(Industry.values):
        branch = actions.create_branch(actor=None, at=at, code=f"B{place}", name=f"分店 {place}", industry=industry)
        team = actions.create_team(actor=None, at=at, branch=branch, name="一组")
        for number in range(PEOPLE_EACH):
            yield actions.create_staff(
                actor=None, at=at, password=PASSWORD, username=f"bench-{place}-{number}", name=f"员工{place}{number}",
                role="agent" if number else "manager", branch=branch, team=team, authority_cny=100,
            )  # fmt: skip


def _refuse(number: int, reason: str) -> None:
    message = f"line {number}: {reason}"
    raise ValueError(message)
