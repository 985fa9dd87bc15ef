"""Staff, and the branches and teams they work in; what they can do, when they are away, and what they bear."""

from dingxin.accounts.models.absence import PLANNED, Absence, AwayKind
from dingxin.accounts.models.duty import DutyShift
from dingxin.accounts.models.load import HeatBorne, heat_weight, hour_of
from dingxin.accounts.models.skill import Level, Skill, StaffSkill
from dingxin.accounts.models.staff import HOUSE, Branch, Industry, Role, Staff, Team, Token

__all__ = [
    "HOUSE",
    "PLANNED",
    "Absence",
    "AwayKind",
    "Branch",
    "DutyShift",
    "HeatBorne",
    "Industry",
    "Level",
    "Role",
    "Skill",
    "Staff",
    "StaffSkill",
    "Team",
    "Token",
    "heat_weight",
    "hour_of",
]
