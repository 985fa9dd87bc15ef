"""Every write to the catalogue of remedies (E7, E13)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from dingxin.audit.actions import record
from dingxin.audit.kinds import Kind
from dingxin.audit.refusal import Refused
from dingxin.cases.actions.texts import clean_line
from dingxin.cases.models import Tier
from dingxin.engine.model import DEMANDS, NEEDS
from dingxin.resolution.models import MOST_SHARE, Remedy, WhoseFault

if TYPE_CHECKING:
    from datetime import datetime

    from dingxin.accounts.models import Staff

BEST = 3
WORD_CHARS = 40
LISTS = {"demands": DEMANDS, "faults": WhoseFault.values, "tiers": Tier.values}


@transaction.atomic
def create_remedy(*, actor: Staff | None, at: datetime, **fields: Any) -> Remedy:
    """Add a remedy to the catalogue.

    Raises:
        Refused: its code is taken, it serves no need, or what it gives makes no sense.

    """
    remedy = _checked(Remedy(**fields))
    record(Kind.REMEDY_CREATED, case=None, actor=actor, at=at, id=remedy.pk)
    return remedy


@transaction.atomic
def update_remedy(remedy: Remedy, *, actor: Staff | None, at: datetime, **fields: Any) -> Remedy:
    """Change a remedy, or take it out of use. The options made of it stay as they are.

    Raises:
        Refused: as for a new one.

    """
    held = Remedy.objects.select_for_update(of=("self",), no_key=True).get(pk=remedy.pk)
    changed = [name for name, value in fields.items() if getattr(held, name) != value]
    for name in changed:
        setattr(held, name, fields[name])
    if changed:
        _checked(held)
        record(Kind.REMEDY_UPDATED, case=None, actor=actor, at=at, id=held.pk, fields=changed)
    return held


def _checked(remedy: Remedy) -> Remedy:
    _require_served(remedy)
    if not 0 <= remedy.share <= MOST_SHARE:
        told = _("A remedy gives between none (0) and %(most)d times the money in question.")
        raise Refused(told % {"most": MOST_SHARE}, field="share")
    for name in ("worth", "cost_fixed", "cost_rate"):
        if getattr(remedy, name) < 0:
            raise Refused(_("An amount cannot be less than nothing."), field=name)
    for name, known in LISTS.items():
        if unknown := [value for value in getattr(remedy, name) if value not in known]:
            raise Refused(_("“%(value)s” is not known here.") % {"value": str(unknown[0])[:40]}, field=name)
    remedy.about = [word for typed in remedy.about if (word := clean_line(str(typed), WORD_CHARS))]
    try:
        remedy.full_clean()
    except ValidationError as error:
        name, texts = next(iter(error.message_dict.items()))
        raise Refused(" ".join(texts), field=name) from error
    remedy.save()
    return remedy


def _require_served(remedy: Remedy) -> None:
    """Refuse a remedy for nothing: by the needs it serves it is found (E1)."""
    if not remedy.needs:
        raise Refused(_("Say which needs it serves: by them it is found."), field="needs")
    for need, weight in remedy.needs.items():
        if need not in NEEDS or not isinstance(weight, int) or not 1 <= weight <= BEST:
            raise Refused(_("“%(need)s” must be a need, served from 1 to 3.") % {"need": str(need)[:40]}, field="needs")
