"""People: what they bear, when they are away, who is on duty, what they can do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Router
from ninja.responses import Status

from dingxin.accounts import actions as accounts
from dingxin.accounts.models import Absence, Branch, DutyShift, Skill, Staff
from dingxin.accounts.queries import absence_list, in_charge, shift_list, skill_list
from dingxin.api import people_schemas as s
from dingxin.audit.refusal import Refused
from dingxin.cases import actions as cases
from dingxin.cases.load import person_load, team_load
from dingxin.evidence.queries import spared

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import Model

    from dingxin.requests import StaffRequest

router = Router(tags=["people"])
MOST = 500


def allow(user: Staff, permission: str, subject: Model | None = None) -> None:
    """Let pass who has a permission.

    Raises:
        PermissionDenied: they have it not.

    """
    if not user.has_perm(permission, subject):
        raise PermissionDenied(permission)


def branch_named(user: Staff, code: str) -> Branch:
    """Give the branch of this code, one's own for an empty one.

    Raises:
        Branch.DoesNotExist: there is none, or not for this person.

    """
    seen = Branch.objects.all() if user.sees_every_branch else Branch.objects.filter(pk=user.branch_id or 0)
    return seen.get(code=code) if code else seen.get(pk=user.branch_id or 0)


def staff_named(username: str, field: str) -> Staff:
    """Give the member of staff with this user name.

    Raises:
        Refused: there is none.

    """
    found = Staff.objects.filter(username=username).first()
    if found is None:
        raise Refused(_("“%(name)s” is nobody's user name.") % {"name": username}, field=field)
    return found


def aware(moment: datetime) -> datetime:
    """Give a time with its zone: that of the house where none was said."""
    return moment if timezone.is_aware(moment) else moment.replace(tzinfo=timezone.get_default_timezone())


@router.get("/load", response=s.LoadOut)
def view_my_load(request: StaffRequest) -> Any:
    """What you have to do and to bear."""
    return person_load(request.user, at=timezone.now())


@router.get("/team-load", response=list[s.LoadOut])
def list_load(request: StaffRequest, branch: str = "") -> Any:
    """What the people of a branch have to do and to bear, the weariest first."""
    place = branch_named(request.user, branch)
    allow(request.user, "accounts.view_load", place)
    return team_load(place, at=timezone.now(), spare=spared)


@router.post("/breather", response={201: s.AbsenceOut})
def take_breather(request: StaffRequest, body: s.Breather) -> Any:
    """Step back for a while; a colleague has your open cases and their clocks."""
    allow(request.user, "cases.take_breather")
    colleague = staff_named(body.colleague, "colleague")
    return Status(201, cases.take_breather(request.user, colleague=colleague, minutes=body.minutes, at=timezone.now()))


@router.get("/absences", response=list[s.AbsenceOut])
def list_absences(request: StaffRequest, branch: str = "") -> Any:
    """Who of a branch is away, now and to come."""
    place = branch_named(request.user, branch)
    allow(request.user, "accounts.view_roster", place)
    return absence_list(place, at=timezone.now())[:MOST]


@router.post("/absences", response={201: s.AbsenceOut})
def record_absence(request: StaffRequest, body: s.AbsenceIn) -> Any:
    """Enter when somebody is away, and who stands in."""
    person = staff_named(body.staff, "staff") if body.staff else request.user
    allow(request.user, "accounts.record_absence", person)
    stand_in = staff_named(body.stand_in, "stand_in") if body.stand_in else None
    times = {"start": aware(body.start), "end": aware(body.end), "at": timezone.now()}
    return Status(201, accounts.record_absence(person, kind=body.kind, stand_in=stand_in, actor=request.user, **times))


@router.delete("/absences/{absence}", response=s.AbsenceOut)
def end_absence(request: StaffRequest, absence: int) -> Any:
    """Come back early, or call an absence off."""
    found = Absence.objects.select_related("staff", "stand_in").get(pk=absence)
    allow(request.user, "accounts.end_absence", found.staff)
    return cases.end_absence(found, actor=request.user, at=timezone.now())


@router.get("/duty", response=s.DutyOut)
def list_duty(request: StaffRequest, branch: str = "") -> Any:
    """Who answers for a branch now, and who is on duty, now and to come."""
    place, at = branch_named(request.user, branch), timezone.now()
    allow(request.user, "accounts.view_roster", place)
    charge = in_charge(place, at=at)
    named = {"in_charge": charge.staff.username, "why": charge.why.value} if charge else {"in_charge": None, "why": ""}
    return named | {"shifts": list(shift_list(place, at=at)[:MOST])}


@router.post("/duty", response={201: list[s.ShiftOut]})
def plan_duty(request: StaffRequest, body: s.DutyIn) -> Any:
    """Put somebody on duty."""
    place = branch_named(request.user, body.branch)
    allow(request.user, "accounts.plan_duty", place)
    shifts = accounts.plan_duty(
        place, staff=staff_named(body.staff, "staff"), start=aware(body.start), end=aware(body.end), weeks=body.weeks,
        actor=request.user, at=timezone.now(),
    )  # fmt: skip
    return Status(201, shifts)


@router.delete("/duty/{shift}", response={204: None})
def remove_shift(request: StaffRequest, shift: int) -> Any:
    """Take a shift off the roster; one that runs ends now."""
    found = DutyShift.objects.select_related("branch").get(pk=shift)
    allow(request.user, "accounts.remove_shift", found.branch)
    accounts.remove_shift(found, actor=request.user, at=timezone.now())
    return Status(204, None)


@router.get("/skills", response=list[s.SkillOut])
def list_skills(request: StaffRequest) -> Any:  # noqa: ARG001  every member of staff may know what skills there are
    """What there is to be able to do."""
    return skill_list()


@router.post("/skills", response={201: s.SkillOut})
def create_skill(request: StaffRequest, body: s.SkillIn) -> Any:
    """Create a skill."""
    allow(request.user, "accounts.manage_skills")
    fields = {"name": "", **body.dict(exclude_none=True)}
    return Status(201, accounts.create_skill(actor=request.user, at=timezone.now(), **fields))


@router.patch("/skills/{skill}", response=s.SkillOut)
def update_skill(request: StaffRequest, skill: int, body: s.SkillIn) -> Any:
    """Change a skill, or put it out of use."""
    allow(request.user, "accounts.manage_skills")
    found = Skill.objects.get(pk=skill)
    return accounts.update_skill(found, actor=request.user, at=timezone.now(), **body.dict(exclude_none=True))


@router.put("/staff/{username}/skills", response=dict[str, int])
def set_skills(request: StaffRequest, username: str, body: s.SkillsIn) -> Any:
    """Say what somebody can do, and how well; what is not named they cannot."""
    person = Staff.objects.get(username=username)
    allow(request.user, "accounts.set_skills", person)
    known = {skill.name: skill for skill in Skill.objects.filter(name__in=list(body.levels))}
    if unknown := sorted(set(body.levels) - set(known)):
        raise Refused(_("“%(name)s” is not a skill.") % {"name": unknown[0][:60]}, field="skills")
    levels = {known[name]: level for name, level in body.levels.items()}
    accounts.set_skills(person, levels=levels, actor=request.user, at=timezone.now())
    return body.levels
