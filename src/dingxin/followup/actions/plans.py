"""Every write to plans, and what customers prefer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from dingxin.audit.actions import record
from dingxin.audit.kinds import Kind
from dingxin.audit.refusal import Refused
from dingxin.followup.models import Callback, CallbackState, Plan, Preference

if TYPE_CHECKING:
    from datetime import datetime, time

    from dingxin.accounts.models import Staff
    from dingxin.cases.models import Customer

MOST_TRIES = 10


@transaction.atomic
def create_plan(*, actor: Staff, at: datetime, **fields: Any) -> Plan:
    """Create a plan of calls back.

    Raises:
        Refused: its name is taken, or it asks for nothing.

    """
    plan = _checked(Plan(**fields))
    record(Kind.PLAN_CREATED, case=None, actor=actor, at=at, id=plan.pk)
    return plan


@transaction.atomic
def update_plan(plan: Plan, *, actor: Staff, at: datetime, **fields: Any) -> Plan:
    """Change a plan. What is planned already stays as it is."""
    changed = [name for name, value in fields.items() if getattr(plan, name) != value]
    for name in changed:
        setattr(plan, name, fields[name])
    if changed:
        _checked(plan)
        record(Kind.PLAN_UPDATED, case=None, actor=actor, at=at, id=plan.pk, fields=changed)
    return plan


def _checked(plan: Plan) -> Plan:
    if not 1 <= plan.attempts <= MOST_TRIES:
        raise Refused(_("Between 1 and %(most)d tries.") % {"most": MOST_TRIES}, field="attempts")
    if plan.first_after < 1:
        raise Refused(_("A call back needs a time after the solution."), field="first_after")
    if plan.retry_hours < 1:
        raise Refused(_("At least one hour lies between two tries."), field="retry_hours")
    try:
        plan.full_clean()
    except ValidationError as error:
        name, texts = next(iter(error.message_dict.items()))
        raise Refused(" ".join(texts), field=name) from error
    plan.save()
    return plan


@transaction.atomic
def set_preference(
    customer: Customer, *, actor: Staff, at: datetime, way: str | None = None,
    earliest: time | None = None, latest: time | None = None, no_calls: bool | None = None,
) -> Preference:  # fmt: skip
    """Note how and when a customer wants to be asked. Whoever wants no calls gets none, from now on: what is planned is off.

    Raises:
        Refused: the hours are not in order.

    """
    row, _new = Preference.objects.select_for_update().get_or_create(customer=customer)
    if earliest and latest and latest <= earliest:
        raise Refused(_("The end must lie after the beginning."), field="latest")
    if way is not None:
        row.way, row.earliest, row.latest = way, earliest, latest
    row.no_calls = row.no_calls if no_calls is None else no_calls
    row.save()
    if row.no_calls:
        Callback.objects.filter(customer=customer).planned().update(state=CallbackState.CALLED_OFF)
    record(Kind.PREFERENCE_SET, case=None, actor=actor, at=at, id=customer.pk)
    return row
