"""Moving a case from state to state, and taking its row for a change. For the actions beside only."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from dingxin.audit.refusal import Refused
from dingxin.cases.models import Case, HandoverState
from dingxin.cases.states import TRANSITIONS, State

if TYPE_CHECKING:
    from datetime import datetime


def locked(case: Case) -> Case:
    """Give the case as it stands now, held until the transaction ends, so that what is checked is what is changed.

    ``no_key``: a row that refers to the case may still be written meanwhile, as a message does to the case it came from.
    """
    return Case.objects.select_for_update(of=("self",), no_key=True).select_related("customer", "branch").get(pk=case.pk)


def survivor(case: Case) -> Case:
    """Give the case that carries on, held: the case itself, or the one it was merged into, however far down the line.

    Only the last one is held: who held a merged case while waiting for its survivor could wait for a merge that waits for them.
    """
    while True:
        before = transaction.savepoint()
        held = locked(_end_of_line(case))
        if held.merged_into_id is None:
            transaction.savepoint_commit(before)
            return held
        transaction.savepoint_rollback(before)  # merged while it was waited for: let it go and follow on


def _end_of_line(case: Case) -> Case:
    """Follow the merges of a case to their end as it stands now, holding nothing."""
    last = case.pk
    while (following := Case.objects.values_list("merged_into", flat=True).get(pk=last)) is not None:
        last = following
    return Case(pk=last)


def require_live(case: Case) -> None:
    """Refuse what is only possible while a case still waits for something."""
    if case.state == State.MERGED:
        raise Refused(_("This case was merged into %(number)s: go on there.") % {"number": case.merged_into})
    if case.state == State.CLOSED:
        raise Refused(_("This case is closed: reopen it first."))


def withdraw_offer(case: Case, *, at: datetime) -> None:
    """Take back an open offer of a case: somebody has it now, or nobody needs it any more."""
    case.handovers.filter(state=HandoverState.OFFERED).update(state=HandoverState.WITHDRAWN, answered_at=at)


def move(case: Case, to: State, *, at: datetime, **values: Any) -> None:
    """Move a case to another state by compare-and-set, with whatever else changes at that moment.

    Raises:
        Refused: the state does not allow it, or somebody else moved the case meanwhile.

    """
    before = State(case.state)
    if to not in TRANSITIONS[before]:
        raise Refused(_("A case that is “%(before)s” cannot become “%(after)s”.") % {"before": before.label, "after": to.label})
    changed = Case.objects.filter(pk=case.pk, state=before).update(state=to, updated_at=at, **values)
    if not changed:
        raise Refused(_("Somebody else has just changed this case. Look at it again."))
    case.state = to
    for name, value in values.items():
        setattr(case, name, value)


def touch(case: Case, *, at: datetime, words: bool = False, **values: Any) -> None:
    """Change fields of a held case; ``words`` says that something was said or written, which counts the revision up."""
    if words:
        values["revision"] = F("revision") + 1
    Case.objects.filter(pk=case.pk).update(updated_at=at, **values)
    case.refresh_from_db()
