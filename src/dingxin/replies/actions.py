"""Sending a reply: nothing leaves unchecked, by whichever door it came."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from dingxin.audit.refusal import Refused
from dingxin.cases import actions as cases
from dingxin.cases.actions.texts import clean_text
from dingxin.replies.queries import review_draft

if TYPE_CHECKING:
    from datetime import datetime

    from dingxin.accounts.models import Staff
    from dingxin.cases.models import Case, Message
    from dingxin.engine.model import Review


class Stopped(Refused):
    """Raised when a reply must not leave. ``review`` holds the findings that stop it."""

    def __init__(self, review: Review) -> None:
        reasons = " ".join(fault.why for fault in review.faults if fault.weight == "stop")
        super().__init__(_("This reply cannot be sent: %(reasons)s") % {"reasons": reasons}, field="text")
        self.review = review


@transaction.atomic
def send_reply(
    case: Case, *, text: str, actor: Staff, at: datetime, revision: int | None = None, token: str | None = None,
    keeps: int | None = None, explain: str = "",
) -> Message:  # fmt: skip
    """Check a reply and send it; the times it says become promises (F1), and it may keep one that was made before.

    ``revision`` is the case's as its writer saw it: when something new was said since, nothing is sent. ``keeps`` is the id of a
    promise of the case that the reply fulfils.

    Raises:
        Stopped: the reply holds what must not leave.
        Refused: the case does not allow it, nothing is written, or the promise is not owed any more.

    """
    text = clean_text(text)
    review = review_draft(case, draft=text, actor=actor, at=at, explain=explain)
    if review.verdict == "stop":
        raise Stopped(review)
    if keeps is not None and not _sent_before(case, text, token):
        promise = case.promises.filter(pk=keeps).first()
        if promise is None:
            raise Refused(_("This promise is not one of this case."), field="keeps")
        cases.keep_promise(promise, actor=actor, at=at)
    return cases.add_reply(case, text=text, promises=review.promises, actor=actor, at=at, revision=revision, token=token)


def _sent_before(case: Case, text: str, token: str | None) -> bool:
    """Whether these very words are in the conversation already: the same page sent twice keeps its promise once."""
    return token is not None and case.messages.filter(token=token, text=text).exists()
