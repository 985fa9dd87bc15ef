"""Every write to skills."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from dingxin.accounts.actions.rows import assign, save
from dingxin.accounts.models import Level, Skill, StaffSkill
from dingxin.audit.actions import record
from dingxin.audit.kinds import Kind
from dingxin.audit.refusal import Refused

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from dingxin.accounts.models import Staff


@transaction.atomic
def create_skill(*, actor: Staff | None, at: datetime, **fields: Any) -> Skill:
    """Create a skill."""
    skill = save(Skill(**fields))
    record(Kind.SKILL_CREATED, case=None, actor=actor, at=at, id=skill.pk)
    return skill


@transaction.atomic
def update_skill(skill: Skill, *, actor: Staff, at: datetime, **fields: Any) -> Skill:
    """Change a skill, or put it out of use."""
    if changed := assign(skill, fields):
        save(skill)
        record(Kind.SKILL_UPDATED, case=None, actor=actor, at=at, id=skill.pk, fields=changed)
    return skill


@transaction.atomic
def set_skills(staff: Staff, *, levels: Mapping[Skill, int], actor: Staff, at: datetime) -> Staff:
    """Say what a member of staff can do, and how well; what is not named they cannot.

    Raises:
        Refused: a level is none.

    """
    if wrong := [level for level in levels.values() if level not in Level.values]:
        raise Refused(_("“%(level)s” is not a level of skill.") % {"level": wrong[0]}, field="skills")
    before = dict(StaffSkill.objects.filter(staff=staff).values_list("skill_id", "level"))
    wanted = {skill.pk: level for skill, level in levels.items()}
    if before == wanted:
        return staff
    StaffSkill.objects.filter(staff=staff).exclude(skill__in=wanted).delete()
    StaffSkill.objects.bulk_create(
        [StaffSkill(staff=staff, skill_id=pk, level=level) for pk, level in wanted.items()],
        update_conflicts=True,
        unique_fields=["staff", "skill"],
        update_fields=["level"],
    )
    record(Kind.SKILLS_SET, case=None, actor=actor, at=at, id=staff.pk)
    return staff
