"""The gate before every reply (C13, E15): nothing is offered that nobody may grant, by whichever door it leaves.

What a draft offers is found in its words. Each offer has to be covered: by an option of the case that is named with the reply,
was approved or is on the table already, or by the authority of whoever sends it. Money offered in free words becomes an option.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db.models import Max
from django.utils import translation
from django.utils.translation import gettext as _

from dingxin.engine.components.offered import MOST, find_offers
from dingxin.engine.components.offered_words import MONEY
from dingxin.engine.model import Fault
from dingxin.resolution.authority import STANDING, Purse, hold_people, is_approved
from dingxin.resolution.lacking import lacking
from dingxin.resolution.models import OptionState, RemedyKind, alike
from dingxin.resolution.queries.approvals import decider
from dingxin.resolution.queries.stand import claimed_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from contextlib import AbstractContextManager
    from datetime import datetime

    from dingxin.accounts.models import Staff
    from dingxin.cases.models import Case
    from dingxin.engine.components.offered import Found, Offered
    from dingxin.engine.model import Review, Verdict
    from dingxin.resolution.models import Option

KIND, RULE, PRINCIPLE = "blind_promise", "C13", "sincerity"
FEN = Decimal("0.01")
MOST_YUAN = 9_999_999_999  # what the column holds
ON_THE_TABLE = (OptionState.PRESENTED, OptionState.ACCEPTED)
BY_AMOUNT = {*MONEY, RemedyKind.GIFT, RemedyKind.UPGRADE}


class Typed(NamedTuple):
    """What is offered in free words."""

    kind: str
    amount: Decimal
    words: str


@dataclass(slots=True)
class Weighed:
    """A draft as it was weighed: its review, the options that leave with it, those told once more, and offers in free words."""

    review: Review
    options: list[Option] = field(default_factory=list)
    again: list[Option] = field(default_factory=list)
    typed: list[Typed] = field(default_factory=list)


def weigh_offers(review: Review, case: Case, *, draft: str, at: datetime, explain: str, **more: Any) -> Review:
    """Give a review with what stands against the offers of a draft, also that a budget is short or no piece is left."""
    weighed = weigh(review, case, draft=draft, at=at, explain=explain, **more)
    with _spoken(case, explain):
        short = lacking(case, [*weighed.options, *weighed.again], weighed.typed, at=at)
    faults = [Fault(KIND, RULE, 0, len(draft), why, principle=PRINCIPLE, weight="stop") for why in short]
    return replace(weighed.review, faults=(*weighed.review.faults, *faults), verdict="stop") if faults else weighed.review


def _spoken(case: Case, explain: str) -> AbstractContextManager[None]:
    """Speak the language of the reasons: the one asked for, else that of the case."""
    return translation.override("en" if (explain or case.language).startswith("en") else "zh-hans")


def weigh(
    review: Review, case: Case, *, draft: str, offers: Sequence[int], actor: Staff, at: datetime, explain: str, hold: bool = False
) -> Weighed:
    """Weigh the offers of a draft; ``offers`` are the options of the case that leave with it, by id.

    ``hold``: the options and the person are held until the transaction ends, so that what is weighed is what leaves.
    """
    found = find_offers(draft)
    if not found.offers and not offers and not (found.spared and any(_of_money(fault) for fault in review.faults)):
        return Weighed(review)
    with _spoken(case, explain):
        return _Scales(case, draft, actor, at, hold=hold).weigh(review, found, list(dict.fromkeys(offers)))


def approved_in(case: Case) -> float | None:
    """Give the highest amount that was approved in a case, or is on the table with the customer already; one query."""
    table = case.options.filter(state__in=ON_THE_TABLE).aggregate(most=Max("amount"))["most"]
    given = case.options.filter(state=OptionState.DECK).aggregate(most=Max("approved"))["most"]
    most = max((amount for amount in (table, given) if amount is not None), default=None)
    return None if most is None else float(most)


class _Scales:
    """Weighs the offers of one draft, each with those before it."""

    def __init__(self, case: Case, draft: str, actor: Staff, at: datetime, *, hold: bool) -> None:
        self.case, self.draft, self.actor, self.at = case, draft, actor, at
        rows = case.options.filter(state__in=STANDING).select_related("budget", "remedy__budget").order_by("pk")
        if hold:
            rows = rows.select_for_update(of=("self",), no_key=True)
        self.rows = {row.pk: row for row in rows}
        if hold:
            hold_people(actor)
        self._purse: Purse | None = None
        self._claimed: Decimal | None = None
        self.named: list[Option] = []
        self.matched: list[Option] = []
        self.again: dict[int, Option] = {}
        self.typed: list[Typed] = []
        self.faults: list[Fault] = []
        self.cleared: list[tuple[int, int]] = []
        self._used: dict[int, Decimal] = {}

    @property
    def purse(self) -> Purse:
        """What the sender may grant; counted when it is first asked for."""
        if self._purse is None:
            self._purse = Purse(self.actor, self.case, at=self.at)
        return self._purse

    def weigh(self, review: Review, found: Found, offers: Iterable[int]) -> Weighed:
        """Weigh what leaves by name, then what the words say."""
        for pk in offers:
            self._name(pk)
        if len(found.offers) >= MOST:
            self._against_all(_("So many offers cannot be looked through: divide the reply."))
        for offer in found.offers:
            if self._cover(offer):
                self.cleared.append((offer.start, offer.end))
        self.cleared += found.spared
        faults = [*self._spared(review.faults), *self.faults]
        stopped = any(fault.weight == "stop" for fault in faults)
        verdict: Verdict = "stop" if stopped else "improve" if faults else "send"
        told = (*self.named, *self.matched, *self.again.values())
        going = [row for row in told if row.state == OptionState.DECK]
        again = [row for row in told if row.state == OptionState.PRESENTED]
        return Weighed(replace(review, faults=tuple(faults), verdict=verdict), going, again, self.typed)

    def _name(self, pk: int) -> None:
        """Look at an option that leaves with the reply by its id."""
        row = self.rows.get(pk)
        if row is None or row.state == OptionState.ACCEPTED:
            self._against_all(_("An option that was to leave with this reply is not on offer any more: look at the deck again."))
            return
        if row.state == OptionState.DECK and not is_approved(row):
            grant = self.purse.grant(kind=row.kind, amount=row.amount, remedy=row.remedy)
            if not grant.within:
                self._against_all(f"{grant.why} {self._ask(row.kind, row.amount, row)}".strip())
                return
            self.purse.take(kind=row.kind, amount=row.amount)
        self.named.append(row)

    def _cover(self, offer: Offered) -> bool:
        """Whether an offer that was found may be made; what stands against it is kept."""
        value = self._value(offer)
        if value is None:
            return self._unvalued(offer)
        if self._by_option(offer, value):
            return True
        if not offer.again and any(value == said.amount and _same_sort(said.kind, offer) for said in self.typed):
            return True
        grant = self.purse.grant(kind=offer.kind, amount=value)
        if grant.within:
            self._take(offer, value)
            return True
        self._against(offer, f"{grant.why} {self._ask(offer.kind, value)}".strip())
        return False

    def _take(self, offer: Offered, value: Decimal) -> None:
        """Let an offer within the sender's own authority be made: by the option of the deck that says the same, or a new one."""
        same = (row for row in self._deck() if row.amount == value and row.kind == offer.kind)
        row = next((row for row in same if self.purse.grant(kind=row.kind, amount=value, remedy=row.remedy).within), None)
        self.purse.take(kind=offer.kind, amount=value)
        if row is not None:
            self.matched.append(row)
            self._used[row.pk] = value
            return
        self.typed.append(Typed(offer.kind, value, self._words(offer)))

    def _deck(self) -> list[Option]:
        taken = {row.pk for row in (*self.named, *self.matched)}
        return [row for row in self.rows.values() if row.state == OptionState.DECK and row.pk not in taken]

    def _by_option(self, offer: Offered, value: Decimal) -> bool:
        """Whether an option covers an offer; one that was approved and is only told in words leaves with the reply as well."""
        if offer.total and not offer.again and self.named and value == sum(row.amount for row in self.named):
            return True
        table = [] if offer.again else [row for row in self.rows.values() if row.state in ON_THE_TABLE]
        approved = [row for row in self._deck() if is_approved(row)]
        for rows in (self.named, self.matched, table, approved):
            fitting = [row for row in rows if row.amount >= value and self._says(row, offer) and self._free(row, value, offer)]
            if fitting:
                row = min(fitting, key=lambda one: (one.amount, one.pk))
                self._used[row.pk] = value
                if rows is approved:
                    self.matched.append(row)
                elif rows is table:
                    self.again[row.pk] = row
                return True
        return False

    def _free(self, row: Option, value: Decimal, offer: Offered) -> bool:
        """Whether an option stands for no other offer of this draft yet."""
        used = self._used.get(row.pk)
        return used is None or (used == value and not offer.again)

    def _says(self, row: Option, offer: Offered) -> bool:
        """Whether an option is what an offer speaks of: money given back is no compensation, and a gift is neither."""
        return row.kind in BY_AMOUNT and (_same_sort(row.kind, offer) or self._in_wording(row, offer))

    def _in_wording(self, row: Option, offer: Offered) -> bool:
        """Whether the words of an offer are those of an option that nobody rewrote."""
        return not row.edited and self._words(offer) in row.wording

    def _words(self, offer: Offered) -> str:
        return self.draft[offer.start : offer.end].strip()

    def _unvalued(self, offer: Offered) -> bool:
        """Judge an offer without an amount: of a kind that may not be granted at all, or of money that nobody can count."""
        rows = (*self.named, *self._standing(offer.kind))
        if any(self._in_wording(row, offer) for row in rows):
            return True
        if not offer.whole and any(row.kind == offer.kind or row.kind in BY_AMOUNT for row in rows):
            return True
        if offer.times and offer.whole:
            self._against(offer, _("Say how much it is: an amount that nobody knows is nobody's to promise."))
            return False
        if offer.times:
            self._against(offer, _("Say how much it is, so that the customer knows what to expect."), weight="warn")
            return False
        if self.purse.forbids(offer.kind):
            label = RemedyKind(offer.kind).label
            self._against(offer, _("“%(kind)s” is not yours to give.") % {"kind": label} + " " + self._ask(offer.kind, FEN))
            return False
        return True

    def _standing(self, kind: str) -> list[Option]:
        rows = self.rows.values()
        return [row for row in rows if row.kind == kind and (row.state in ON_THE_TABLE or (row.approved is not None))]

    def _value(self, offer: Offered) -> Decimal | None:
        if offer.amount is not None:
            return Decimal(str(min(offer.amount, MOST_YUAN))).quantize(FEN)
        if not offer.times:
            return None
        if self._claimed is None:
            self._claimed = claimed_in(self.case)
        return self._claimed * offer.times if self._claimed else None

    def _ask(self, kind: str, amount: Decimal, row: Option | None = None) -> str:
        """Say whom to ask."""
        who = decider(self.case, kind=kind, amount=amount, remedy=row.remedy if row else None, at=self.at, but=[self.actor.pk])
        if who is None:
            return _("Nobody here may grant it: offer less, or something else.")
        return _("Ask %(name)s (%(why)s) to approve it first.") % {"name": who.staff, "why": who.why.label}

    def _against(self, offer: Offered, why: str, *, weight: str = "stop") -> None:
        told = "stop" if weight == "stop" else "warn"
        self.faults.append(Fault(KIND, RULE, offer.start, offer.end, why, principle=PRINCIPLE, weight=told))  # type: ignore[arg-type]  # one of the two

    def _against_all(self, why: str) -> None:
        self.faults.append(Fault(KIND, RULE, 0, len(self.draft), why, principle=PRINCIPLE, weight="stop"))

    def _spared(self, faults: Iterable[Fault]) -> list[Fault]:
        """Give the faults without those about money that the gate answers: it knows the case, they know one amount.

        Where the gate stops the same words, their rewrite goes over to it.
        """
        kept = []
        for fault in faults:
            if _of_money(fault) and self._answered(fault):
                continue
            kept.append(fault)
        return kept

    def _answered(self, fault: Fault) -> bool:
        for place, ours in enumerate(self.faults):
            if ours.start < fault.end and fault.start < ours.end and ours.weight == "stop":
                self.faults[place] = replace(ours, rewrite=ours.rewrite or fault.rewrite)
                return True
        if any(start < fault.end and fault.start < end for start, end in self.cleared):
            return True
        words = self.draft[fault.start : fault.end].strip()
        return any(words in row.wording and not row.edited for row in self.named)


def _same_sort(kind: str, offer: Offered) -> bool:
    """Whether an offer may be of a kind; one that only says how money comes is of either kind of money."""
    return kind in MONEY if offer.way else kind in alike(offer.kind)


def _of_money(fault: Fault) -> bool:
    """Whether a fault says that an amount is beyond what may be promised: the one judgement that needs the case."""
    return fault.kind == KIND and fault.weight == "stop"
