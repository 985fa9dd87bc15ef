"""The deck of options, as the page of a case shows it: the best one open, the next one ready, the ladder folded (E4, E7)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from dingxin.desk.forms.case import ReplyForm
from dingxin.desk.forms.deck import ObjectionForm, OptionForm
from dingxin.desk.labels import NEEDS, label
from dingxin.desk.once import once
from dingxin.desk.views.case_stand import form_of, yuan
from dingxin.desk.views.settings_remedies import named
from dingxin.engine.negotiation import STEP_PARTS, Facts
from dingxin.engine.options import OF_MONEY, family
from dingxin.resolution.authority import Purse, is_approved
from dingxin.resolution.models import OptionState, RemedyKind, Stand, Way
from dingxin.resolution.queries import aim_of
from dingxin.resolution.queries.deck import money_left, options_of, reason_of, short_of
from dingxin.resolution.wording import Voice, negotiation, reason_for

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from decimal import Decimal

    from django_stubs_ext import StrPromise

    from dingxin.cases.models import Case
    from dingxin.desk.forms.case import CaseForm
    from dingxin.engine.model import Fault
    from dingxin.engine.negotiation import Negotiation
    from dingxin.requests import StaffRequest
    from dingxin.resolution.models import Option

EXPLAINED = frozenset({Way.LADDER, Way.OTHER_NEEDS, Way.FIRM_NO})
SEARCHING = frozenset({Way.OTHER_NEEDS, Way.FIRM_NO, Way.UNRESOLVABLE})
PAID = frozenset({Way.MEET, Way.LADDER})
PAIR = 2
PARTS: dict[str, StrPromise] = {
    "sorry": _("Sorry"), "cannot": _("Cannot, and why"), "understood": _("Understood"), "can": _("Can do"), "ask": _("Question"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Card:
    """An option as it is shown: what is told, why it stands here, and what is for staff only."""

    option: Option
    name: str
    amount: str
    cost: str
    beside: str
    reason: str
    needs: list[str]
    ready: bool
    why: str
    short: bool
    approved: bool
    parts: list[tuple[StrPromise, str]]
    findings: tuple[Fault, ...]
    form: CaseForm | None
    objection: CaseForm | None


@dataclass(frozen=True, slots=True)
class Pair:
    """Two options in one text, for the customer to choose (E9)."""

    first: Card
    second: Card
    text: str


@dataclass(frozen=True, slots=True)
class DeckPart:
    """What the page shows of the deck."""

    way: Way
    may: bool
    asked: bool
    question: str
    cards: list[Card]
    lead: Card | None
    presented: list[Card]
    settled: list[Card]
    ladder: list[Card]
    pair: Pair | None
    spin: list[str]
    three_f: str
    bottom: str
    lacking: bool
    agreed: bool


def deck_of(request: StaffRequest, case: Case, at: datetime) -> DeckPart:
    """Shape the deck for a member of staff. Three queries without a deck, nine with one; two more where words were edited."""
    deck = once(case, "options", partial(options_of, case))
    stand = once(case, "stand", lambda: Stand.objects.filter(case=case).first() or Stand(case=case))
    aim = once(case, "aim", partial(aim_of, case)) if request.user.has_perm("resolution.view_aim", case) else None
    left = money_left((option.remedy for option in deck.options if option.remedy), at)
    maker, way, words = _Maker(request, case, stand, at, left), Way(stand.way), negotiation(case.language)
    cards = maker.cards(deck.options)
    explained = Facts(way=way.value, offer="", name="", reason=reason_for(stand, case.language))
    return DeckPart(
        way=way, may=maker.may, asked=stand.view_at is not None, question=words.ask_view(), cards=cards, lead=_lead(cards, way),
        presented=maker.cards(deck.presented), settled=maker.cards(deck.settled),
        ladder=sorted((card for card in cards if card.option.step), key=lambda card: card.option.step),
        pair=_pair(cards, words), spin=[ask for _step, ask in words.spin()] if way in SEARCHING else [],
        three_f=words.three_f(explained) if way in EXPLAINED else "", bottom=yuan(aim.bottom_amount) if aim else "",
        lacking=way in PAID and _lacks_sum(deck.options),
        agreed=any(option.state == OptionState.ACCEPTED for option in deck.settled),
    )  # fmt: skip


def offered_in(request: StaffRequest, case: Case) -> tuple[str, CaseForm] | None:
    """Give the reply prefilled with the options an address names (``?offer=ID``, twice for a choice): the way without scripts."""
    typed = request.GET.getlist("offer")[:PAIR]
    wanted = [int(pk) for pk in typed if pk.isascii() and pk.isdigit() and len(pk) < 19]  # noqa: PLR2004  what an id can hold
    found = case.options.filter(state=OptionState.DECK).in_bulk(wanted) if wanted else {}
    chosen = [found[pk] for pk in wanted if pk in found]
    if not chosen:
        return None
    words = negotiation(case.language)
    bare = [words.bare(option.parts) for option in chosen]
    side_by_side = len(chosen) == PAIR and all(bare)
    text = words.together(bare[0], bare[1], chosen[0].parts[0]) if side_by_side else chosen[0].wording
    offers = [option.pk for option in (chosen if side_by_side else chosen[:1])]
    data = {"text": text, "revision": case.revision, "offers": offers}
    return "send_reply", ReplyForm(data, case=case, user=request.user, auto_id="send_reply_%s")


def _lead(cards: list[Card], way: Way) -> Card | None:
    """Give the card that stands open: the first that may be offered now, so that nobody on duty waits for an approval.

    Where the demand is to be met (E3) it is the first, approved or not: nobody is offered something else for what they are owed.
    """
    ready = [] if way == Way.MEET else [card for card in cards if card.ready]
    return next(iter([*ready, *cards]), None)


def _lacks_sum(options: list[Option]) -> bool:
    """Tell whether money is asked for, but nothing that stands here gives a share of it: no sum is known."""
    asked = any(
        name in {"demand", "part"} and OF_MONEY.intersection(about) for row in options for name, _weight, about in row.grounds
    )
    return asked and not any(row.remedy and row.remedy.share and row.amount > row.remedy.worth for row in options)


def _pair(cards: list[Card], words: Negotiation) -> Pair | None:
    """Put the best that may be offered as it is beside the best of another family: two ways, not twice the same."""
    ready = [card for card in cards if card.ready and words.bare(card.option.parts)]
    others = [card for card in ready if family(card.option.kind) != family(ready[0].option.kind)]
    if not others:
        return None
    first, second = ready[0], others[0]
    text = words.together(words.bare(first.option.parts), words.bare(second.option.parts), first.option.parts[0])
    return Pair(first, second, text)


class _Maker:
    """Makes the cards of one page: what a person may grant is counted once, and the conversation is read only where it must."""

    def __init__(self, request: StaffRequest, case: Case, stand: Stand, at: datetime, left: dict[int, Decimal]) -> None:
        self.request, self.case, self.stand, self.at, self.left = request, case, stand, at, left
        self.language = "zh" if (get_language() or "zh").startswith("zh") else "en"
        self.may = case.is_live and request.user.has_perm("resolution.build_deck", case)
        self._voice: Voice | None = None

    def cards(self, options: Iterable[Option]) -> list[Card]:
        """Make the cards of some options."""
        return [self._card(option) for option in options]

    def _card(self, option: Option) -> Card:
        in_deck, approved = option.state == OptionState.DECK, is_approved(option)
        short = short_of(option, self.left) if in_deck else ""
        why = short or (self._against(option) if in_deck and not approved else "")
        return Card(
            option=option, name=named(option.remedy) if option.remedy else str(RemedyKind(option.kind).label),
            amount=yuan(option.amount) if option.amount else "", cost=yuan(option.cost), beside=self._beside(option),
            reason=reason_of(option, self.language), needs=self._needs(option), ready=not why, why=why, short=bool(short),
            approved=approved,
            parts=[(PARTS[name], words) for name, words in zip(STEP_PARTS, option.parts, strict=False) if words.strip()],
            findings=self._findings(option) if in_deck and option.edited else (),
            form=self._form(option) if in_deck else None,
            objection=self._objection(option) if option.state == OptionState.PRESENTED else None,
        )  # fmt: skip

    def _against(self, option: Option) -> str:
        user = self.request.user
        purse = once(self.case, f"purse of {user.pk}", partial(Purse, user, self.case, at=self.at))
        return purse.grant(kind=option.kind, amount=option.amount, remedy=option.remedy).why

    def _findings(self, option: Option) -> tuple[Fault, ...]:
        self._voice = self._voice or Voice(self.case, at=self.at, explain=self.language)
        return self._voice.review(option.wording).faults

    def _beside(self, option: Option) -> str:
        """Say how the amount stands beside what would content the customer (E12)."""
        expected = self.stand.expected_amount
        if expected is None or not option.amount:
            return ""
        over = option.amount - expected
        return f"{'+' if over > 0 else '−' if over < 0 else ''}{yuan(abs(over))}"

    def _needs(self, option: Option) -> list[str]:
        served = option.remedy.needs if option.remedy else {}
        return [label(NEEDS, need) for need in sorted(served, key=lambda need: (-served[need], need))]

    def _form(self, option: Option) -> CaseForm | None:
        first = {"amount": option.amount, "wording": option.wording}
        return form_of(self.request, "edit_option", OptionForm, self.case, option.pk, first=first) if self.may else None

    def _objection(self, option: Option) -> CaseForm | None:
        return form_of(self.request, "object_option", ObjectionForm, self.case, option.pk) if self.may else None
