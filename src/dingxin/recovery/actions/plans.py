"""Every write to the plans: an administrator fits them to the house."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from dingxin.audit.actions import record
from dingxin.audit.kinds import Kind
from dingxin.audit.refusal import Refused
from dingxin.recovery.models import Part, PlanPart, RecoveryPlan

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from django.db.models import Model

    from dingxin.accounts.models import Staff

    Parts = Mapping[str, Mapping[str, Any]]

SPOKEN = (Part.APOLOGY, Part.REINSTATEMENT, Part.EMPATHY)


@transaction.atomic
def create_recovery_plan(*, parts: Parts, actor: Staff, at: datetime, **fields: Any) -> RecoveryPlan:
    """Add a plan with its five parts.

    Raises:
        Refused: the code is taken, or a part lacks what it needs.

    """
    plan = RecoveryPlan(**fields)
    checked(plan)
    plan.save()
    for part in Part:
        row = PlanPart(plan=plan, part=part)
        _fill(row, parts.get(part, {}))
        row.save()
    record(Kind.RECOVERY_PLAN_CREATED, case=None, actor=actor, at=at, id=plan.pk)
    return plan


@transaction.atomic
def update_recovery_plan(
    plan: RecoveryPlan, *, actor: Staff, at: datetime, parts: Parts | None = None, **fields: Any
) -> RecoveryPlan:
    """Change a plan; what runs already goes on as it began.

    Raises:
        Refused: a part lacks what it needs.

    """
    held = RecoveryPlan.objects.select_for_update().get(pk=plan.pk)
    changed = _fill(held, fields)
    held.save()
    for row in held.parts.select_for_update():
        changed += [f"{row.part}.{name}" for name in _fill(row, (parts or {}).get(row.part, {}))]
        row.save()
    if changed:
        record(Kind.RECOVERY_PLAN_UPDATED, case=None, actor=actor, at=at, id=held.pk, fields=changed)
    return held


def _fill(row: RecoveryPlan | PlanPart, fields: Mapping[str, Any]) -> list[str]:
    changed = [name for name, value in fields.items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, fields[name])
    if isinstance(row, PlanPart) and row.part in SPOKEN and not row.words.strip():
        raise Refused(_("“%(part)s” needs words for the customer.") % {"part": row}, field=f"{row.part}-words")
    if isinstance(row, PlanPart) and row.after < 1:
        raise Refused(_("A part of a plan is done within a time: at least 1."), field=f"{row.part}-after")
    checked(row, prefix=f"{row.part}-" if isinstance(row, PlanPart) else "")
    return changed


def checked(row: Model, *, prefix: str = "") -> None:
    """Refuse a row that the model does not allow, naming the field."""
    try:
        row.full_clean()
    except ValidationError as error:
        name, texts = next(iter(error.message_dict.items()))
        raise Refused(" ".join(texts), field=f"{prefix}{name}") from error
