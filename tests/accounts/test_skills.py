"""Skills: what somebody can do, and how well."""

from __future__ import annotations

import pytest

from dingxin.accounts import actions
from dingxin.accounts.models import Level, Skill, StaffSkill
from dingxin.accounts.queries import skill_list
from dingxin.audit.models import Event
from dingxin.audit.refusal import Refused

pytestmark = pytest.mark.django_db


def skill(cast, at, name="宽带"):
    return actions.create_skill(actor=cast.gu, at=at, name=name)


def test_skills_are_created_and_changed_with_an_event(cast, at):
    made = skill(cast, at)
    actions.update_skill(made, actor=cast.gu, at=at, name="宽带与光猫", is_active=False)
    assert list(skill_list()) == [made]
    assert Event.objects.get(kind="skill.created").data == {"id": made.pk}
    assert Event.objects.get(kind="skill.updated").data == {"id": made.pk, "fields": ["name", "is_active"]}


@pytest.mark.parametrize("name", ["", "长" * 61, "宽带"])
def test_a_skill_without_a_name_of_its_own_is_refused(cast, at, name):
    skill(cast, at)
    with pytest.raises(Refused):
        skill(cast, at, name)
    assert Skill.objects.count() == 1


def test_what_somebody_can_do_is_set_as_a_whole(cast, at):
    broadband, english = skill(cast, at), skill(cast, at, "英语")
    actions.set_skills(cast.lin, levels={broadband: Level.MASTER, english: Level.SURE}, actor=cast.chen, at=at)
    actions.set_skills(cast.lin, levels={english: Level.LEARNING}, actor=cast.chen, at=at)
    actions.set_skills(cast.lin, levels={english: Level.LEARNING}, actor=cast.chen, at=at)
    assert list(StaffSkill.objects.values_list("staff", "skill", "level")) == [(cast.lin.pk, english.pk, 1)]
    assert Event.objects.filter(kind="skills.set").count() == 2


def test_a_level_that_is_none_changes_nothing(cast, at):
    with pytest.raises(Refused):
        actions.set_skills(cast.lin, levels={skill(cast, at): 7}, actor=cast.gu, at=at)
    assert not StaffSkill.objects.exists()


def test_who_may_set_skills(cast):
    assert cast.chen.has_perm("accounts.set_skills", cast.lin)
    assert cast.gu.has_perm("accounts.set_skills", cast.lin)
    for other in (cast.lin, cast.zhao, cast.wu):
        assert not other.has_perm("accounts.set_skills", cast.lin)
    assert not cast.chen.has_perm("accounts.set_skills", cast.zhao)
    assert not cast.chen.has_perm("accounts.manage_skills")
