"""Options leave for the customer: only with a reply, and only with their money set apart; an answer ends what the offer said."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from dingxin.audit.actions import record
from dingxin.audit.kinds import Kind
from dingxin.audit.refusal import Refused
from dingxin.cases.actions import withdraw_promise
from dingxin.clocks.models import Promise
from dingxin.resolution.actions.approvals import drop_requests
from dingxin.resolution.actions.ledger import reserve_all
from dingxin.resolution.models import Option, OptionState
from dingxin.resolution.queries.ledger import budget_for

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from decimal import Decimal

    from dingxin.accounts.models import Staff
    from dingxin.cases.models import Case, Message


@transaction.atomic
def present_options(
    case: Case, options: Sequence[Option], *, again: Sequence[Option] = (), message: Message, actor: Staff, at: datetime
) -> list[Option]:
    """Let options of the deck be on the table with the customer, told in a message; their money is set apart.

    ``again`` are on the table already and told once more: what was given back while the case was closed is set apart anew.
    Whether they may leave is the gate's business: only the sending of a reply calls this.

    Raises:
        Refused: one is not in the deck any more, or its budget has too little left.

    """
    left = {"state": OptionState.PRESENTED, "message": message, "presented_by": actor, "presented_at": at}
    for option in options:
        if not Option.objects.filter(pk=option.pk, case=case, state=OptionState.DECK).update(**left):
            raise Refused(_("An option that was to leave is not in the deck any more: look at it again."), field="offers")
    reserve_all([*options, *again], actor=actor, at=at)
    drop_requests(options, actor=actor, at=at)
    if options:
        ids = [option.pk for option in options]
        record(Kind.OPTIONS_PRESENTED, case=case, actor=actor, at=at, options=ids, message=message.pk)
    return list(Option.objects.filter(pk__in=[option.pk for option in options]))


def end_offer(option: Option, *, consent: str, actor: Staff, at: datetime) -> None:
    """Take back the times said in an offer, once it is answered: they were given in case the customer takes it (F1).

    A yes makes its own promises, a no wants none of these. What else the same reply promised stays owed, and so does a time
    that another offer of that reply still stands for. ``consent``: the customer's answer.
    """
    beside = Option.objects.filter(message=option.message_id, state=OptionState.PRESENTED).exclude(pk=option.pk)
    others = list(beside.values_list("wording", flat=True))
    for promise in Promise.objects.owed().filter(message=option.message_id, obligation=None):
        if promise.text in option.wording and not any(promise.text in words for words in others):
            withdraw_promise(promise, consent=consent, actor=actor, at=at)


def typed_option(case: Case, *, kind: str, amount: Decimal, words: str, actor: Staff, at: datetime) -> Option:
    """Make an option of what was offered in free words, so that limits and budgets count it as they count a remedy's."""
    last = case.options.order_by("-position").values_list("position", flat=True).first() or 0
    return Option.objects.create(
        case=case, kind=kind, amount=amount, cost=amount, position=min(last + 1, 30_000), wording=words, made_by=actor, at=at,
        budget=budget_for(case, kind) if amount else None,
    )  # fmt: skip
