"""Sending a reply: nothing leaves unchecked, by whichever door it came."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from dingxin.audit.refusal import Refused
from dingxin.cases import actions as cases
from dingxin.cases.actions.moves import locked
from dingxin.cases.actions.texts import clean_text
from dingxin.replies.queries import judged
from dingxin.resolution.actions.presenting import present_options, typed_option
from dingxin.resolution.gate import weigh
from dingxin.resolution.queries.agreement import not_agreed

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from dingxin.accounts.models import Staff
    from dingxin.cases.models import Case, Message
    from dingxin.engine.model import Review


class Stopped(Refused):
    """Raised when a reply must not leave. ``review`` holds the findings that stop it."""

    def __init__(self, review: Review) -> None:
        reasons = " ".join(dict.fromkeys(fault.why for fault in review.faults if fault.weight == "stop"))
        super().__init__(_("This reply cannot be sent: %(reasons)s") % {"reasons": reasons}, field="text")
        self.review = review


@transaction.atomic
def send_reply(  # noqa: PLR0913  what a page sends and every caller names
    case: Case, *, text: str, actor: Staff, at: datetime, revision: int | None = None, token: str | None = None,
    keeps: int | None = None, explain: str = "", offers: Sequence[int] = (),
) -> Message:  # fmt: skip
    """Check a reply and send it; the times it says become promises (F1), and it may keep one that was made before.

    A time that sums up what is agreed is a promise already, and is not made twice.

    ``revision`` is the case's as its writer saw it: when something new was said since, nothing is sent. ``keeps`` is the id of a
    promise of the case that the reply fulfils. ``offers`` are the options of the case that leave with it, by id: they, and what
    is offered in free words, are on the table from then on, their money set apart (E15). The case is held first, so that what is
    weighed is what leaves: no second tab, no other door and no approval taken back meanwhile comes between.

    Raises:
        Stopped: the reply holds what must not leave, as an offer that nobody approved.
        Refused: the case does not allow it, nothing is written, the promise is not owed any more, or a budget is short.

    """
    text, held = clean_text(text), locked(case)
    if _sent_before(held, text, token):
        return cases.add_reply(held, text=text, promises=(), actor=actor, at=at, revision=revision, token=token)
    review = judged(held, draft=text, actor=actor, at=at, explain=explain)
    weighed = weigh(review, held, draft=text, offers=offers, actor=actor, at=at, explain=explain, hold=True)
    if weighed.review.verdict == "stop":
        raise Stopped(weighed.review)
    if keeps is not None:
        promise = held.promises.filter(pk=keeps).first()
        if promise is None:
            raise Refused(_("This promise is not one of this case."), field="keeps")
        cases.keep_promise(promise, actor=actor, at=at)
    new = not_agreed(held, review.promises)
    message = cases.add_reply(held, text=text, promises=new, actor=actor, at=at, revision=revision, token=token)
    typed = [typed_option(held, **said._asdict(), actor=actor, at=at) for said in weighed.typed]
    present_options(held, [*weighed.options, *typed], again=weighed.again, message=message, actor=actor, at=at)
    return message


def _sent_before(case: Case, text: str, token: str | None) -> bool:
    """Whether these very words are in the conversation already: the same page sent twice keeps its promise once."""
    return token is not None and case.messages.filter(token=token, text=text).exists()
