"""A case climbs: by hand with the customer's leave and a brief, or by itself after what happened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from dingxin.accounts.actions import the_house
from dingxin.audit.actions import record
from dingxin.audit.kinds import Kind
from dingxin.audit.refusal import Refused
from dingxin.cases.actions import hand_over
from dingxin.cases.actions.moves import locked, require_live
from dingxin.cases.actions.texts import clean_line, clean_text
from dingxin.escalation.brief import brief_of, in_words
from dingxin.escalation.models import Cause, Escalation, Trigger
from dingxin.escalation.queries import height, rungs_for, who_stands_on

if TYPE_CHECKING:
    from datetime import datetime

    from dingxin.accounts.models import Staff
    from dingxin.audit.models import Event
    from dingxin.cases.models import Case
    from dingxin.escalation.models import Rung

REFERENCE_CHARS = 80


@transaction.atomic
def escalate_case(
    case: Case, *, rung: Rung, introduction: str, crux: str = "", reference: str = "", actor: Staff, at: datetime
) -> Escalation:
    """Let a case climb to a rung (F8, F9): the person there is offered the case with a brief of all they have to know.

    ``introduction`` is what the customer was told of who comes now; for an outside body, how we know that they went there, and
    ``reference`` is the number it gave. ``crux`` is the heart of the matter as the sender sees it (empty: from the words read).

    Raises:
        Refused: the case is done, stands as high already, the rung is not for it, or the customer was told nothing.

    """
    case = locked(case)
    require_live(case)
    introduction = clean_text(introduction, needed=False, field="introduction")
    if rung.pk not in {known.pk for known in rungs_for(case)}:
        raise Refused(_("“%(rung)s” is not a rung for this case.") % {"rung": rung}, field="rung")
    if not rung.is_outside and rung.position <= height(case):
        raise Refused(_("The case stands at “%(rung)s” or higher already.") % {"rung": rung}, field="rung")
    if not introduction:
        raise Refused(
            _("Ask the customer's leave and say what you told them: who comes, and what about. Nobody comes unannounced."),
            field="introduction",
        )
    cause = Cause.OUTSIDE if rung.is_outside else Cause.HAND
    made = Escalation(case=case, rung=rung, cause=cause, by=actor, at=at, introduction=introduction)
    made.reference = clean_line(reference, REFERENCE_CHARS)
    return _climb(made, crux=clean_text(crux, needed=False, field="crux"), actor=actor)


@transaction.atomic
def climb_after(event: Event, *, cause: Cause, times: int, signals: frozenset[str] = frozenset()) -> Escalation | None:
    """Let a case climb by itself after an event, where a trigger says so; each event lets it climb once at most.

    ``times`` counts how often it happened since the case last climbed; ``signals`` are the risks read in the event's message. A
    case that stands as high as the trigger demands climbs one rung of the house more when a time passes yet again.
    """
    trigger = Trigger.objects.select_related("rung").filter(cause=cause, is_active=True, rung__is_active=True).first()
    if event.case is None or trigger is None or times < trigger.times or (trigger.signals and not signals & set(trigger.signals)):
        return None
    case = locked(event.case)
    if not case.is_live or Escalation.objects.filter(event=event).exists():
        return None
    rung = _target(case, trigger)
    return _climb(Escalation(case=case, rung=rung, cause=cause, at=event.at, event=event), crux="", actor=None) if rung else None


def _target(case: Case, trigger: Trigger) -> Rung | None:
    """Give the trigger's rung, or the next one of the house where times pass on although the case has been there already."""
    top = height(case)
    if trigger.rung.position > top:
        return trigger.rung
    above = (rung for rung in rungs_for(case) if rung.position > top and not rung.is_outside)
    return next(above, None) if trigger.cause in {Cause.BREACH, Cause.BROKEN} else None


def _climb(made: Escalation, *, crux: str, actor: Staff | None) -> Escalation:
    """Keep the climb with its brief and offer the case to who stands on the rung, unless it is theirs already."""
    case, at = made.case, made.at
    brief = brief_of(case, crux=crux, introduction=made.introduction)
    made.brief, made.to = brief.as_dict(), who_stands_on(made.rung, case, at=at)
    if made.to and made.to.pk != case.owner_id and not _offered(case, made.to, in_words(brief), actor=actor, at=at):
        made.to = None
    made.save()
    told = {"escalation": made.pk, "rung": made.rung_id, "cause": made.cause, "to": made.to_id or 0}
    record(Kind.CASE_ESCALATED, case=case, actor=actor, at=at, **told)
    return made


def _offered(case: Case, to: Staff, words: str, *, actor: Staff | None, at: datetime) -> bool:
    """Offer the case; whether it could be: who is away takes none, and the climb stands all the same."""
    try:
        hand_over(case, to=to, brief=words, actor=actor or the_house(at=at), at=at)
    except Refused:
        return False
    return True
