"""Every write to staff, branches and teams, to skills, absences and the duty roster, and to what staff bear."""

from dingxin.accounts.actions.absences import close_absence, mark_begun, record_absence
from dingxin.accounts.actions.duty import plan_duty, remove_shift
from dingxin.accounts.actions.load import bear_heat
from dingxin.accounts.actions.skills import create_skill, set_skills, update_skill
from dingxin.accounts.actions.staff import (
    create_branch,
    create_staff,
    create_team,
    create_token,
    revoke_token,
    the_house,
    update_branch,
    update_staff,
    update_team,
)

__all__ = [
    "bear_heat",
    "close_absence",
    "create_branch",
    "create_skill",
    "create_staff",
    "create_team",
    "create_token",
    "mark_begun",
    "plan_duty",
    "record_absence",
    "remove_shift",
    "revoke_token",
    "set_skills",
    "the_house",
    "update_branch",
    "update_skill",
    "update_staff",
    "update_team",
]
