"""A link by which the customer says whether it is solved. Looking at it does nothing: a mail scanner is no customer."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from dingxin.accounts.actions import the_house
from dingxin.audit.actions import record
from dingxin.audit.kinds import Kind
from dingxin.audit.refusal import Refused
from dingxin.cases.actions.moves import locked
from dingxin.cases.actions.texts import clean_text
from dingxin.cases.models import Channel
from dingxin.cases.states import State
from dingxin.followup.actions.verdicts import bring_back
from dingxin.followup.models import Discontent, Survey

if TYPE_CHECKING:
    from datetime import datetime

    from dingxin.accounts.models import Staff
    from dingxin.cases.models import Case

OPEN_FOR = timedelta(days=30)
TOKEN_BYTES = 32
WORDS_CHARS = 2000


@transaction.atomic
def create_survey(case: Case, *, actor: Staff, at: datetime) -> Survey:
    """Give the link for the customer's verdict: the open one of the case, or a new one.

    Raises:
        Refused: the case is not resolved yet.

    """
    case = locked(case)
    if case.state not in {State.RESOLVED, State.CLOSED}:
        raise Refused(_("Mark the case resolved first; then ask the customer whether it really is."))
    last = case.surveys.first()
    if last and last.is_open(at):
        return last
    made = Survey.objects.create(
        case=case, token=secrets.token_urlsafe(TOKEN_BYTES), created_by=actor, at=at, expires_at=at + OPEN_FOR
    )
    record(Kind.SURVEY_CREATED, case=case, actor=actor, at=at, id=made.pk)
    return made


@transaction.atomic
def answer_survey(survey: Survey, *, content: bool, cause: str = "", words: str = "", at: datetime) -> Survey:
    """Record what the customer pressed: once. It counts as their verdict, in the house's name.

    Raises:
        Refused: it was answered before, or its time is over.

    """
    words = clean_text(words, needed=False, field="words")[:WORDS_CHARS]
    held = Survey.objects.select_for_update(of=("self",)).select_related("case").get(pk=survey.pk)
    if not held.is_open(at):
        raise Refused(_("This link was used already, or its time is over. Call us: we are glad to listen."))
    held.answered_at, held.content, held.words = at, content, words
    held.cause = cause if not content and cause in Discontent.values else ""
    held.save()
    record(Kind.SURVEY_ANSWERED, case=held.case, actor=None, at=at, survey=held.pk, content=content)
    house = the_house(at=at)
    bring_back(held.case, content=content, cause=held.cause, words=words, channel=Channel.WEB, actor=house, at=at)
    return held
