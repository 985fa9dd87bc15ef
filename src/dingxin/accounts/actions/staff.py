"""Every write to staff, branches and teams."""

from __future__ import annotations

import hashlib
import secrets
from typing import TYPE_CHECKING, Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from dingxin.accounts.actions.rows import assign, save
from dingxin.accounts.models import HOUSE, Branch, Role, Staff, Team, Token
from dingxin.audit.actions import record
from dingxin.audit.kinds import Kind
from dingxin.audit.refusal import Refused

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet


@transaction.atomic
def create_staff(*, actor: Staff | None, at: datetime, password: str, **fields: Any) -> Staff:
    """Create a member of staff.

    Raises:
        Refused: the password is too weak or the fields do not fit together.

    """
    staff = Staff(**fields)
    _check_placement(staff)
    _set_password(staff, password)
    save(staff)
    record(Kind.STAFF_CREATED, case=None, actor=actor, at=at, id=staff.pk)
    return staff


@transaction.atomic
def update_staff(staff: Staff, *, actor: Staff, at: datetime, **fields: Any) -> Staff:
    """Change a member of staff; ``password`` sets a new one. The last active administrator cannot be taken away."""
    password = fields.pop("password", "")
    changed = assign(staff, fields)
    _check_placement(staff)
    others = [person for person in _administrators() if person.pk != staff.pk]
    if not others and not (staff.role == Role.ADMINISTRATOR and staff.is_active):
        raise Refused(_("This is the only administrator left: make somebody else administrator first."))
    if password:
        _set_password(staff, password)
        changed.append("password")
    save(staff)
    if changed:
        record(Kind.STAFF_UPDATED, case=None, actor=actor, at=at, id=staff.pk, fields=changed)
    return staff


def _set_password(staff: Staff, password: str) -> None:
    try:
        validate_password(password, staff)
    except ValidationError as error:
        raise Refused(" ".join(error.messages), field="password") from error
    staff.set_password(password)


def _administrators() -> QuerySet[Staff]:
    """Give those who are left, held: of two who take each other away at once, the second finds nobody and is refused."""
    return Staff.objects.select_for_update(of=("self",)).filter(role=Role.ADMINISTRATOR, is_active=True)


def _check_placement(staff: Staff) -> None:
    """An agent or manager stands in a branch, and a team belongs to that branch."""
    if staff.role in {Role.AGENT, Role.MANAGER} and staff.branch is None:
        raise Refused(_("An agent or manager works in a branch: choose one."))
    if staff.team and staff.team.branch_id != staff.branch_id:
        raise Refused(_("%(team)s is not a team of this branch.") % {"team": staff.team.name})


@transaction.atomic
def create_branch(*, actor: Staff | None, at: datetime, **fields: Any) -> Branch:
    """Create a branch."""
    branch = Branch(**fields)
    _check_manager(branch)
    save(branch)
    record(Kind.BRANCH_CREATED, case=None, actor=actor, at=at, id=branch.pk)
    return branch


@transaction.atomic
def update_branch(branch: Branch, *, actor: Staff, at: datetime, **fields: Any) -> Branch:
    """Change a branch."""
    if changed := assign(branch, fields):
        _check_manager(branch)
        save(branch)
        record(Kind.BRANCH_UPDATED, case=None, actor=actor, at=at, id=branch.pk, fields=changed)
    return branch


def _check_manager(branch: Branch) -> None:
    """Who answers for a branch leads it."""
    person = branch.manager
    if person and not (person.is_active and person.leads and (person.branch_id == branch.pk or person.sees_every_branch)):
        raise Refused(
            _("%(name)s cannot be branch manager: it takes a manager of this branch or an administrator.") % {"name": person},
            field="manager",
        )


@transaction.atomic
def create_team(*, actor: Staff | None, at: datetime, **fields: Any) -> Team:
    """Create a team."""
    team = save(Team(**fields))
    record(Kind.TEAM_CREATED, case=None, actor=actor, at=at, id=team.pk)
    return team


@transaction.atomic
def update_team(team: Team, *, actor: Staff, at: datetime, **fields: Any) -> Team:
    """Change a team."""
    if changed := assign(team, fields):
        save(team)
        record(Kind.TEAM_UPDATED, case=None, actor=actor, at=at, id=team.pk, fields=changed)
    return team


@transaction.atomic
def create_token(staff: Staff, *, label: str, actor: Staff | None, at: datetime) -> str:
    """Create an API token for a member of staff and give its secret, which is shown this once."""
    secret = secrets.token_urlsafe(32)
    token = save(Token(staff=staff, label=label, digest=hashlib.sha256(secret.encode()).hexdigest(), created_at=at))
    record(Kind.TOKEN_CREATED, case=None, actor=actor, at=at, id=token.pk)
    return secret


@transaction.atomic
def revoke_token(token: Token, *, actor: Staff, at: datetime) -> Token:
    """Take a token out of use: from now on nobody gets in with it.

    Raises:
        Refused: it is revoked already.

    """
    if not Token.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=at):
        raise Refused(_("This token is already revoked."))
    token.refresh_from_db()
    record(Kind.TOKEN_REVOKED, case=None, actor=actor, at=at, id=token.pk)
    return token


@transaction.atomic
def the_house(*, at: datetime) -> Staff:
    """Give the account in whose name the product itself acts (imports without a named owner). Nobody can sign in with it."""
    house = Staff.objects.filter(username=HOUSE).first()
    if house is None:
        branch = Branch.objects.order_by("pk").first() or create_branch(actor=None, at=at, code="HQ", name="总部")
        house = Staff(username=HOUSE, name="定心", role=Role.ADMINISTRATOR, branch=branch, is_active=False)
        house.set_unusable_password()
        house.save()
        record(Kind.STAFF_CREATED, case=None, actor=None, at=at, id=house.pk)
    return house
