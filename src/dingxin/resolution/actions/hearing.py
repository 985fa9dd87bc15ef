"""Demands and needs are taken from each of the customer's messages, once: suggestions, until a person settles them (E1, A9)."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db import transaction

from dingxin.audit.actions import draft, record_many
from dingxin.audit.kinds import Kind
from dingxin.cases.actions.moves import locked
from dingxin.cases.models import Message, MessageKind
from dingxin.cases.models import Need as ReadNeed
from dingxin.cases.readings import conversation_of, engine_for
from dingxin.engine.course import GROWN, OUTCOMES, cause_hint
from dingxin.resolution.hearing import MONEY, WORDS, demands_in, hopes_in, needs_in, says_back
from dingxin.resolution.models import ChangeCause, DemandVersion, Hearing, OptionState, RankedNeed, Stand, Standing

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from dingxin.audit.models import Event
    from dingxin.cases.models import Case
    from dingxin.resolution.hearing import Heard


@transaction.atomic
def hear_case(case: Case, *, at: datetime) -> int:
    """Take what is demanded and needed from the messages of a case that were not heard yet; give their number.

    Safe to run twice, late, and by several workers at once: a message is heard once. A demand that changed becomes a new version
    whose cause is still to be asked for (A9).
    """
    case = locked(case)
    messages = list(case.messages.filter(kind=MessageKind.CUSTOMER, hearing=None).order_by("pk"))
    if not messages:
        return 0
    Hearing.objects.bulk_create(Hearing(message=message, at=at) for message in messages)
    hearer = Hearer(case, at)
    for message in messages:
        hearer.hear(message)
    _keep_needs(case, messages, at=at)
    stand, _created = Stand.objects.get_or_create(case=case)
    stand.hopes = hopes_in((message.reading for message in messages), stand.hopes)
    stand.save(update_fields=["hopes"])
    record_many(hearer.changes)
    return len(messages)


@dataclass
class Hearer:
    """A case whose messages are heard in their order; ``changes`` are the events of demands that changed."""

    case: Case
    at: datetime
    changes: list[Event] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.versions = list(DemandVersion.objects.filter(case=self.case).order_by("pk"))
        told = self.case.options.filter(state__in=[OptionState.PRESENTED, OptionState.ACCEPTED], message__isnull=False)
        self.offers = list(told.values_list("message", "kind", "amount"))

    def hear(self, message: Message) -> None:
        """Take the demands of one message."""
        before = self._last_outcome()
        offered = [(kind, amount) for told, kind, amount in self.offers if told < message.pk]
        for heard in demands_in(message.text, message.reading):
            if any(says_back(heard, kind, amount) for kind, amount in offered):
                continue
            standing = next((row for row in self.versions if row.kind == heard.kind and row.stands), None)
            if standing is None:
                changed = before if heard.kind in OUTCOMES else None
                self._add(message, heard, of=changed, more=heard.kind in GROWN)
            elif heard.amount is not None and heard.amount != standing.amount:
                self._restate(message, heard, standing)

    def _last_outcome(self) -> DemandVersion | None:
        """Give the outcome demanded last; where a sum was demanded, that one."""
        standing = [row for row in self.versions if row.kind in OUTCOMES and row.stands]
        return max(standing, key=lambda row: (row.kind in MONEY, row.pk), default=None)

    def _restate(self, message: Message, heard: Heard, standing: DemandVersion) -> None:
        """A sum that is named for the first time makes a demand exact; another sum makes it another demand."""
        if standing.amount is None and standing.state == Standing.SUGGESTED:
            standing.amount, standing.message = heard.amount, message
            standing.words, standing.start, standing.end = _words(message, heard), heard.start, heard.end
            standing.save()
            return
        more = heard.amount is not None and standing.amount is not None and heard.amount > standing.amount
        self._add(message, heard, of=standing if standing.amount is not None else None, more=more)
        standing.state = Standing.REPLACED
        standing.save(update_fields=["state"])

    def _add(self, message: Message, heard: Heard, *, of: DemandVersion | None, more: bool) -> None:
        row = DemandVersion(
            case=self.case, kind=heard.kind, number=next_number(self.versions, heard.kind), amount=heard.amount,
            words=_words(message, heard), message=message, start=heard.start, end=heard.end, at=self.at,
        )  # fmt: skip
        if of is not None:
            row.cause, row.hint = ChangeCause.UNASKED, self._hint(message, of, more=more)
        row.save()
        self.versions.append(row)
        if of is not None:
            self.changes.append(draft(Kind.DEMAND_CHANGED, case=self.case, actor=None, at=self.at, id=row.pk, former=of.pk))

    def _hint(self, message: Message, before: DemandVersion, *, more: bool) -> str:
        """Give what the words, or what we said meanwhile, suggest as the cause."""
        said = Message.objects.filter(
            case=self.case, kind=MessageKind.AGENT, pk__gt=before.message_id or 0, pk__lt=message.pk
        ).values_list("reading", flat=True)
        faults = {fault["kind"] for reading in said for fault in reading.get("faults", ())}
        causes = engine_for(self.case.industry).causes(conversation_of(self.case, [message]))
        return cause_hint(message.text, causes, more=more, faults=faults)


def next_number(versions: Sequence[DemandVersion], kind: str) -> int:
    """Give the number of the next version of a kind of demand."""
    return max((row.number for row in versions if row.kind == kind), default=0) + 1


def _words(message: Message, heard: Heard) -> str:
    return message.text[heard.start : heard.end][:WORDS]


def _keep_needs(case: Case, messages: Sequence[Message], *, at: datetime) -> None:
    """Add the needs that are new, last; while no person has settled any, what is said most often ranks first (E2)."""
    known = {row.kind: row for row in RankedNeed.objects.filter(case=case).order_by("rank", "pk")}
    for message in messages:
        for heard in needs_in(message.reading):
            if heard.kind not in known:
                words, rank = _words(message, heard), len(known) + 1
                known[heard.kind] = RankedNeed(case=case, kind=heard.kind, rank=rank, words=words, message=message, at=at)
    if known and all(row.settled_by_id is None for row in known.values()):
        often = Counter(ReadNeed.objects.filter(case=case).values_list("kind", flat=True))
        known = {row.kind: row for row in sorted(known.values(), key=lambda row: (-often[row.kind], row.rank))}
    for rank, row in enumerate(known.values(), 1):
        row.rank = rank
        row.save()
