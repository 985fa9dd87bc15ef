"""Every write to limits: how much people of a role may grant."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from dingxin.accounts.actions.rows import assign, save
from dingxin.audit.actions import record
from dingxin.audit.kinds import Kind
from dingxin.audit.refusal import Refused
from dingxin.resolution.models import Limit

if TYPE_CHECKING:
    from datetime import datetime

    from dingxin.accounts.models import Staff

PERIODS = ("per_case", "per_day", "per_month")


@transaction.atomic
def create_limit(*, actor: Staff | None, at: datetime, **fields: Any) -> Limit:
    """Create a limit. It holds from now on, for what is granted from now on.

    Raises:
        Refused: it says no amount, or one below nothing.

    """
    limit = _checked(Limit(**fields))
    record(Kind.LIMIT_CREATED, case=None, actor=actor, at=at, id=limit.pk)
    return limit


@transaction.atomic
def update_limit(limit: Limit, *, actor: Staff, at: datetime, **fields: Any) -> Limit:
    """Change a limit, or put it out of use."""
    if changed := assign(limit, fields):
        _checked(limit)
        record(Kind.LIMIT_UPDATED, case=None, actor=actor, at=at, id=limit.pk, fields=changed)
    return limit


def _checked(limit: Limit) -> Limit:
    said = [name for name in PERIODS if getattr(limit, name) is not None]
    if not said:
        raise Refused(_("Say how much: in a case, in a day or in a month."), field="per_case")
    for name in said:
        if getattr(limit, name) < 0:
            raise Refused(_("An amount is not below nothing."), field=name)
    return save(limit)
