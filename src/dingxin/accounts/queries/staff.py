"""Reading staff, branches and teams."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from django.db.models import Q

from dingxin.accounts.models import HOUSE, Branch, Role, Skill, Staff, Team, Token

if TYPE_CHECKING:
    from django.db.models import QuerySet


def staff_list() -> QuerySet[Staff]:
    """Everybody but the house itself, with branch and team."""
    return Staff.objects.exclude(username=HOUSE).select_related("branch", "team").order_by("branch__code", "username")


def colleagues(user: Staff) -> QuerySet[Staff]:
    """Those to whom a case can be handed over: active, not oneself, one's own branch first."""
    return staff_list().filter(is_active=True).exclude(pk=user.pk)


def leaders(branch: Branch | None = None) -> QuerySet[Staff]:
    """Those who can be on duty or in charge: managers and administrators, of one branch where it is named."""
    found = staff_list().filter(is_active=True, role__in=[Role.MANAGER, Role.ADMINISTRATOR])
    return found.filter(Q(branch=branch) | Q(role=Role.ADMINISTRATOR)) if branch else found


def branch_list() -> QuerySet[Branch]:
    """Every branch."""
    return Branch.objects.order_by("code")


def team_list() -> QuerySet[Team]:
    """Every team with its branch."""
    return Team.objects.select_related("branch")


def staff_by_token(secret: str) -> Staff | None:
    """The active member of staff whose token this is."""
    digest = hashlib.sha256(secret.encode()).hexdigest()
    token = Token.objects.select_related("staff__branch").filter(digest=digest, revoked_at=None, staff__is_active=True).first()
    return token.staff if token else None


def skill_list() -> QuerySet[Skill]:
    """Every skill."""
    return Skill.objects.order_by("name")
