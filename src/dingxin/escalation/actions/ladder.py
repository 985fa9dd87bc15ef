"""Every write to the ladder itself: an administrator fits it to the house."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from dingxin.audit.actions import record
from dingxin.audit.kinds import Kind
from dingxin.audit.refusal import Refused
from dingxin.escalation.models import Post, Rung

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from dingxin.accounts.models import Staff
    from dingxin.escalation.models import Trigger

LINES, LINE_CHARS = 12, 200


@transaction.atomic
def create_rung(*, actor: Staff, at: datetime, bring: Iterable[str] = (), proof: Iterable[str] = (), **fields: Any) -> Rung:
    """Add a rung. Lines of what to bring and to prove are plain words; a person looks after each.

    Raises:
        Refused: a name or position is taken, or something needed is missing.

    """
    rung = _checked(Rung(**fields, bring=_lines(bring, []), proof=_lines(proof, [])))
    record(Kind.RUNG_CREATED, case=None, actor=actor, at=at, id=rung.pk)
    return rung


@transaction.atomic
def update_rung(rung: Rung, *, actor: Staff, at: datetime, **fields: Any) -> Rung:
    """Change a rung. A line whose words stay keeps its English, its check and its rules of law.

    Raises:
        Refused: a name or position is taken, or the lowest rung would be gone.

    """
    rung = Rung.objects.select_for_update(of=("self",)).get(pk=rung.pk)
    for name in {"bring", "proof"} & set(fields):
        fields[name] = _lines(fields[name], getattr(rung, name))
    changed = [name for name, value in fields.items() if getattr(rung, name) != value]
    for name in changed:
        setattr(rung, name, fields[name])
    if not changed:
        return rung
    if set(changed) & {"number", "hours", "deadline"} and "verified" not in changed:
        rung.verified = False  # what was looked up is not what stands there now
    _checked(rung)
    if not Rung.objects.filter(post=Post.OWNER, is_active=True).exists():
        raise Refused(_("The ladder begins at the desk: its first rung stays."), field="is_active")
    record(Kind.RUNG_UPDATED, case=None, actor=actor, at=at, id=rung.pk, fields=changed)
    return rung


@transaction.atomic
def update_trigger(trigger: Trigger, *, actor: Staff, at: datetime, **fields: Any) -> Trigger:
    """Change after how often, to which rung and whether at all a case climbs by itself.

    Raises:
        Refused: the rung is an outside body's, or the number of times is none.

    """
    changed = [name for name, value in fields.items() if getattr(trigger, name) != value]
    for name in changed:
        setattr(trigger, name, fields[name])
    if trigger.rung.is_outside or trigger.rung.post == Post.OWNER:
        raise Refused(_("By itself a case climbs to somebody of the house only."), field="rung")
    if trigger.times < 1:
        raise Refused(_("Once at least."), field="times")
    if changed:
        trigger.save()
        record(Kind.TRIGGER_UPDATED, case=None, actor=actor, at=at, id=trigger.pk, fields=sorted(changed))
    return trigger


def _lines(words: Iterable[str], before: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Give lines as they are kept; ``words`` are those an editor typed, ``before`` the lines as they stood."""
    known = {line["zh"]: line for line in before} | {line["en"]: line for line in before if line.get("en")}
    typed = [" ".join(line.split())[:LINE_CHARS] for line in words]
    return [known.get(line, {"zh": line, "en": "", "check": "", "rules": []}) for line in typed if line][:LINES]


def _checked(rung: Rung) -> Rung:
    try:
        rung.full_clean()
    except ValidationError as error:
        name, texts = next(iter(error.message_dict.items()))
        raise Refused(" ".join(texts), field=name) from error
    rung.save()
    return rung
