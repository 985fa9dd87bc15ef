"""What each person of a branch has to do and to bear, side by side (B8)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, F, Q

from dingxin.accounts.models import Role, Staff
from dingxin.accounts.queries import Strain, away_now, duty_manager, strains
from dingxin.cases.models import Case
from dingxin.cases.states import LIVE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

    from django.db.models import Exists

    from dingxin.accounts.models import Absence, Branch

    Spare = Callable[[str, str], Exists]

HOT_FROM = 2


@dataclass(frozen=True, slots=True)
class InHand:
    """Live cases of a person: handled, of these hot and late, and offered to them."""

    cases: int = 0
    hot: int = 0
    late: int = 0
    offered: int = 0


@dataclass(frozen=True, slots=True)
class PersonLoad:
    """One person of a branch: what they have in hand, what they bear, and whether they are there."""

    staff: Staff
    in_hand: InHand
    strain: Strain
    away: Absence | None
    on_duty: bool
    rests: bool


def in_hand(staff: Iterable[int], *, at: datetime, spare: Spare | None = None) -> dict[int, InHand]:
    """Give what each of these people has in hand, by id; two queries. ``spare`` says which cases count for nobody's figures."""
    ids, live = list(staff), Case.objects.filter(state__in=LIVE).order_by()
    offers = live.filter(offered_to__in=ids).exclude(handler=F("offered_to"))
    handled = live.filter(handler__in=ids)
    if spare:
        offers, handled = offers.exclude(spare("pk", "offered_to")), handled.exclude(spare("pk", "handler"))
    offered = dict(offers.values_list("offered_to").annotate(Count("pk")))
    hot, late = Q(emotion_now__gte=HOT_FROM), Q(next_due__lte=at)
    counted = handled.values_list("handler").annotate(
        all=Count("pk"), hot=Count("pk", filter=hot), late=Count("pk", filter=late)
    )  # fmt: skip
    found = {pk: InHand(cases, heated, overdue, offered.pop(pk, 0)) for pk, cases, heated, overdue in counted}
    return found | {pk: InHand(offered=number) for pk, number in offered.items()}


def person_load(staff: Staff, *, at: datetime) -> PersonLoad:
    """Give what one person has to do and to bear."""
    return _loads([staff], at=at, on_duty=None)[0]


def team_load(branch: Branch | None, *, at: datetime, spare: Spare | None = None) -> list[PersonLoad]:
    """Give the agents and managers of a branch (None: of the house), the weariest first; the same queries for any number.

    ``spare`` says, by the columns of case and person, which cases count in no figure that others see about that person.
    """
    people = Staff.objects.filter(is_active=True, role__in=[Role.AGENT, Role.MANAGER])
    people = people.filter(branch=branch) if branch else people
    rows = list(people.select_related("team", "branch").prefetch_related("skills__skill").order_by("username"))
    loads = _loads(rows, at=at, on_duty=duty_manager(branch, at=at) if branch else None, spare=spare)
    return sorted(loads, key=lambda row: (-row.strain.load, -row.in_hand.cases))


def _loads(people: list[Staff], *, at: datetime, on_duty: Staff | None, spare: Spare | None = None) -> list[PersonLoad]:
    ids = [person.pk for person in people]
    cases, borne, away = in_hand(ids, at=at, spare=spare), strains(ids, at=at, spare=spare), away_now(ids, at=at)
    return [
        PersonLoad(
            person, cases.get(person.pk, InHand()), strain := borne.get(person.pk, Strain()), away.get(person.pk),
            on_duty=on_duty is not None and on_duty.pk == person.pk, rests=strain.rests(at),
        )
        for person in people
    ]  # fmt: skip
