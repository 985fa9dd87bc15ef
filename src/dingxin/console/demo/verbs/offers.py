"""What is offered: the deck dealt, an option given another sum, objected to, asked for and answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dingxin.console.demo.moments import simple, yuan
from dingxin.resolution import actions as resolution
from dingxin.resolution.actions.approvals import ask_approval, lower_option
from dingxin.resolution.models import Approval, ApprovalState
from dingxin.resolution.queries.deck import options_of

if TYPE_CHECKING:
    from dingxin.console.demo.moments import Moment, Verb


def _amount(part: Moment) -> None:
    resolution.edit_option(part.option(part.step["option"]), amount=yuan(part.step), actor=part.actor, at=part.at)


def _object(part: Moment) -> None:
    option, said = part.option(part.step["option"]), {key: part.step[key] for key in ("reason", "words")}
    resolution.object_option(option, actor=part.actor, at=part.at, **said)


def _aside(part: Moment) -> None:
    """Put the last option of the deck aside."""
    resolution.put_aside_option(options_of(part.case).options[-1], actor=part.actor, at=part.at)


def _ask(part: Moment) -> None:
    ask_approval(part.option(part.step["option"]), reason=part.step["reason"], actor=part.actor, at=part.at)


def _lower(part: Moment) -> None:
    asked = Approval.objects.get(option=part.option(part.step["option"]), state=ApprovalState.ASKED)
    amount = yuan(part.step) or asked.amount_asked
    lower_option(asked, amount=amount, words=part.step["words"], actor=part.actor, at=part.at)


VERBS: dict[str, Verb] = {
    "deck": simple(resolution.build_deck),
    "amount": _amount,
    "object": _object,
    "aside": _aside,
    "ask": _ask,
    "lower": _lower,
}
