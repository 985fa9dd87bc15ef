"""Taking whole conversations from elsewhere as cases, many at a time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction

from dingxin.audit.actions import draft, record_many
from dingxin.audit.kinds import Kind
from dingxin.cases.actions.indexing import case_words
from dingxin.cases.actions.opening import next_numbers, title_from
from dingxin.cases.actions.reading import as_kept, keep_turns, standing
from dingxin.cases.models import Case, Channel, Customer, Message, MessageKind, Tier
from dingxin.cases.queries import known_ids
from dingxin.cases.states import State
from dingxin.search.actions import index_new
from dingxin.search.models import Source

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from dingxin.accounts.models import Branch, Staff
    from dingxin.engine.model import Conversation, Reading


@dataclass(frozen=True, slots=True)
class Arrival:
    """A conversation from elsewhere, what was read in it, and the name by which it is known again."""

    conversation: Conversation
    reading: Reading
    external_id: str


@transaction.atomic
def adopt_conversations(arrivals: Sequence[Arrival], *, branch: Branch, actor: Staff, at: datetime) -> list[Case]:
    """Make a case of each conversation and its reading, all or none; those already there by their ``external_id`` are left out.

    The cases belong to ``actor`` until somebody takes them; times said in them are history and become no promises.
    """
    known = known_ids(item.external_id for item in arrivals)
    new = [item for item in arrivals if item.external_id not in known]
    if not new:
        return []
    tiers = [item.conversation.tier for item in new]
    customers = Customer.objects.bulk_create(
        Customer(created_at=at, tier=tier if tier in Tier.values else Tier.NEW) for tier in tiers
    )
    numbers = next_numbers(at, len(new))
    cases = Case.objects.bulk_create(
        _case(item, number, customer, branch=branch, actor=actor, at=at)
        for item, number, customer in zip(new, numbers, customers, strict=True)
    )
    _keep_words(new, cases, actor=actor, at=at)
    record_many([draft(Kind.CASE_IMPORTED, case=case, actor=actor, at=at, channel=case.channel) for case in cases])
    return cases


def _case(item: Arrival, number: str, customer: Customer, *, branch: Branch, actor: Staff, at: datetime) -> Case:
    said = item.conversation
    first = next((turn.text for turn in said.turns if turn.speaker == "customer" and turn.text.strip()), said.turns[0].text)
    case = Case(
        number=number, customer=customer, branch=branch, owner=actor, opened_at=at, updated_at=at, external_id=item.external_id,
        title=title_from(first), channel=said.channel or Channel.IMPORT, language=said.language or "zh",
        industry=said.industry or branch.industry, revision=len(said.turns),
        state=State.WAITING if said.turns[-1].speaker == "agent" else State.OPEN,
    )  # fmt: skip
    for name, value in standing(case, item.reading).items():
        setattr(case, name, value)
    return case


def _keep_words(arrivals: Sequence[Arrival], cases: Sequence[Case], *, actor: Staff, at: datetime) -> None:
    turns = [turn for item in arrivals for turn in item.reading.turns]
    messages = Message.objects.bulk_create(
        Message(
            case=case, kind=_KINDS[turn.speaker], text=turn.text, at=at, said_at=turn.at, channel=case.channel,
            author=actor if turn.speaker == "customer" else None, reading=as_kept(read, item.reading),
        )
        for item, case in zip(arrivals, cases, strict=True)
        for turn, read in zip(item.conversation.turns, item.reading.turns, strict=True)
    )  # fmt: skip
    keep_turns(list(zip(messages, turns, strict=True)))
    index_new([(case.pk, Source.CASE, case.pk, case_words(case)) for case in cases])
    index_new([(message.case_id, Source.MESSAGE, message.pk, message.text) for message in messages])


_KINDS = {"customer": MessageKind.CUSTOMER, "agent": MessageKind.AGENT}
