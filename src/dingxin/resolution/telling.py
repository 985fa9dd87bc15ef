"""The deck of a case as JSON: what the command prints and the API answers, for staff only."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dingxin.engine.negotiation import STEP_PARTS
from dingxin.resolution.authority import Purse, is_approved
from dingxin.resolution.dealing import deal_hand
from dingxin.resolution.models import Option, OptionState, RemedyKind, Way
from dingxin.resolution.queries.deck import options_of, reason_of
from dingxin.resolution.queries.stand import stand_of

if TYPE_CHECKING:
    from datetime import datetime

    from dingxin.accounts.models import Staff
    from dingxin.cases.models import Case
    from dingxin.resolution.dealing import Dealt

    Json = dict[str, Any]


def deck_as_object(case: Case, *, actor: Staff, at: datetime, language: str) -> Json:
    """Give the deck in its order and the retreat ladder; where none is built, what would be dealt now (``id`` null).

    What is with the customer comes first, then the deck, best first, then what is settled. ``within_authority`` is that of
    ``actor``; ``language`` is that of the reasons. Where nobody has judged the case, the ladder is what it would be.
    """
    way, deck, purse = Way(stand_of(case).stand.way), options_of(case), Purse(actor, case, at=at)
    told = [_told(option, purse, language) for option in (*deck.presented, *deck.options, *deck.settled)]
    ladder = [_step(option) for option in deck.ladder]
    if not deck.options:
        hand = deal_hand(case, actor=actor, at=at)
        dealt = [_option(case, item, place, actor, at) for place, item in enumerate(hand.options, len(told) + 1)]
        told += [_told(option, purse, language) for option in dealt]
        ladder = [_step(option) for option in dealt if option.step]
    if way == Way.OPEN and not ladder:
        hand = deal_hand(case, actor=actor, at=at, way=Way.LADDER)
        ladder = [_step(_option(case, item, item.step, actor, at)) for item in hand.options]
    return {"case": case.number, "way": way.value, "options": told, "ladder": ladder}


def _option(case: Case, dealt: Dealt, position: int, actor: Staff, at: datetime) -> Option:
    """Give what is dealt as an option that is not kept."""
    grounds = [[ground.name, ground.weight, list(ground.about)] for ground in dealt.ranked.grounds]
    return Option(
        case=case, remedy=dealt.remedy, kind=dealt.remedy.kind, amount=dealt.amount, cost=dealt.cost, position=position,
        step=dealt.step, wording=dealt.wording, parts=dealt.parts, grounds=grounds, state=OptionState.DECK, made_by=actor, at=at,
    )  # fmt: skip


def _told(option: Option, purse: Purse, language: str) -> Json:
    remedy = option.remedy
    needs = sorted(remedy.needs, key=lambda need: (-remedy.needs[need], need)) if remedy else []
    grant = purse.grant(kind=option.kind, amount=option.amount, remedy=remedy)
    return {
        "id": option.pk, "remedy": remedy.code if remedy else None, "name": remedy.name if remedy else _kind(option),
        "kind": option.kind, "needs_served": needs, "amount": float(option.amount), "cost": float(option.cost),
        "within_authority": grant.within, "approved": is_approved(option), "reason": reason_of(option, language),
        "wording": option.wording, "state": option.state, "step": option.step,
        "objections": [{"reason": said.reason, "words": said.words} for said in option.objections.all()] if option.pk else [],
    }  # fmt: skip


def _kind(option: Option) -> str:
    return str(RemedyKind(option.kind).label)


def _step(option: Option) -> Json:
    """Give a step of the ladder: sorry, cannot and why, understood, what can be done, the question."""
    words = dict(zip(STEP_PARTS, option.parts, strict=False))
    return {
        "step": option.step, "option": option.pk, "remedy": option.remedy.code if option.remedy else None,
        "amount": float(option.amount), "reason": words.get("cannot", ""), "words": words, "wording": option.wording,
    }  # fmt: skip
