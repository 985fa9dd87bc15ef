"""Every write to promises."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from dingxin.audit.actions import record
from dingxin.audit.kinds import Kind
from dingxin.audit.refusal import Refused
from dingxin.clocks.models import Promise, PromiseState

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from django.db.models import Model

    from dingxin.accounts.models import Staff
    from dingxin.engine.model import Promise as SaidPromise


CONSENT_CHARS = 500


@transaction.atomic
def make_promises(
    case: Model, *, message: Model, said: Iterable[SaidPromise], actor: Staff, at: datetime, by: Staff | None = None
) -> list[Promise]:
    """Keep every time said in a reply as a promise of its sender, or of whoever is to do it (F1, C9)."""
    owes = by or actor
    promises = [
        Promise.objects.create(case_id=case.pk, message_id=message.pk, made_by=owes, text=item.text[:200], due=item.due)
        for item in said
        if item.due is not None
    ]
    if promises:
        record(Kind.PROMISE_MADE, case=case, actor=actor, at=at, ids=[promise.pk for promise in promises])
    return promises


@transaction.atomic
def keep_promise(promise: Promise, *, actor: Staff, at: datetime) -> Promise:
    """Record that what was promised was done, in time or late.

    Raises:
        Refused: it was recorded before.

    """
    state = PromiseState.KEPT if at <= promise.due else PromiseState.KEPT_LATE
    if not Promise.objects.owed().filter(pk=promise.pk).update(state=state, settled_at=at):
        raise Refused(_("This promise is already recorded as kept."))
    promise.refresh_from_db()
    record(Kind.PROMISE_KEPT, case=promise.case, actor=actor, at=at, id=promise.pk)
    return promise


@transaction.atomic
def withdraw_promise(promise: Promise, *, consent: str, actor: Staff, at: datetime) -> Promise:
    """Take a promise back with the customer's consent, in the customer's words. Without those it stays owed.

    Raises:
        Refused: no words are given, or the promise is not owed any more.

    """
    consent = consent.replace("\x00", "").strip()[:CONSENT_CHARS]
    if not consent:
        raise Refused(_("A promise is only taken back with the customer's consent: write down their words."), field="consent")
    if not Promise.objects.owed().filter(pk=promise.pk).update(state=PromiseState.WITHDRAWN, settled_at=at, consent=consent):
        raise Refused(_("The customer does not wait for this promise any more."))
    promise.refresh_from_db()
    record(Kind.PROMISE_WITHDRAWN, case=promise.case, actor=actor, at=at, id=promise.pk)
    return promise
