"""Reading staff, branches and teams, who is there, who is in charge, and what they bear."""

from dingxin.accounts.queries.load import REST, Strain, Weariness, heat_lately, strain_of, strains
from dingxin.accounts.queries.presence import (
    Charge,
    InCharge,
    absence_list,
    absence_of,
    away_now,
    duty_manager,
    in_charge,
    shift_list,
)
from dingxin.accounts.queries.staff import (
    branch_list,
    colleagues,
    leaders,
    skill_list,
    staff_by_token,
    staff_list,
    team_list,
)

__all__ = [
    "REST",
    "Charge",
    "InCharge",
    "Strain",
    "Weariness",
    "absence_list",
    "absence_of",
    "away_now",
    "branch_list",
    "colleagues",
    "duty_manager",
    "heat_lately",
    "in_charge",
    "leaders",
    "shift_list",
    "skill_list",
    "staff_by_token",
    "staff_list",
    "strain_of",
    "strains",
    "team_list",
]
