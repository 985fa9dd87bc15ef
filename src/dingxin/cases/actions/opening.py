"""Opening a case (A1, A2, A3)."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from dingxin.audit.actions import record
from dingxin.audit.kinds import Kind
from dingxin.audit.refusal import Refused
from dingxin.cases.actions.customers import Caller, find_or_create_customer
from dingxin.cases.actions.indexing import index_case
from dingxin.cases.actions.messages import add_customer_message
from dingxin.cases.actions.routing import route_case
from dingxin.cases.actions.texts import clean_line, clean_text
from dingxin.cases.models import Case, Channel, Counter

if TYPE_CHECKING:
    from datetime import datetime

    from dingxin.accounts.models import Branch, Staff
    from dingxin.cases.models import Category, Customer

TITLE_CHARS = 120
SHORT_TITLE_CHARS = 40
PRODUCT_CHARS = 80
FIRST_WORDS = 400


@transaction.atomic
def open_case(  # noqa: PLR0913  what a case is opened with
    *, customer: Customer | Caller, channel: str, branch: Branch, text: str, actor: Staff, at: datetime,
    category: Category | None = None, product: str = "", title: str = "",
    said_at: datetime | None = None, token: str | None = None,
) -> Case:  # fmt: skip
    """Open a case with the customer's first words. Whoever opens it owns it until somebody accepts a hand-over (A2).

    A ``Caller`` is found by phone number among the customers, or becomes one. ``token`` makes opening safe to repeat: the same
    words with the same token from the same person give the case opened first; other words are another case, never lost.

    Raises:
        Refused: nothing was said, phone or e-mail are none, the channel is none, or the branch or category is not in use.

    """
    external_id = _external_id(token, text, actor)
    if before := _known_as(external_id):
        return before
    _require_usable(channel, branch, category)
    if isinstance(customer, Caller):
        customer = find_or_create_customer(phone=customer.phone, name=customer.name, email=customer.email, actor=actor, at=at)
    fields = {
        "customer": customer, "channel": channel, "branch": branch, "category": category, "owner": actor, "handler": actor,
        "product": clean_line(product, PRODUCT_CHARS), "title": clean_line(title, TITLE_CHARS) or title_from(text),
        "industry": (category.industry if category else "") or branch.industry, "external_id": external_id,
    }  # fmt: skip
    try:
        with transaction.atomic():
            case = Case.objects.create(number=next_numbers(at)[0], opened_at=at, updated_at=at, **fields)
    except IntegrityError:
        if before := _known_as(external_id):  # the same form, sent twice at the same moment
            return before
        raise
    index_case(case)
    record(Kind.CASE_OPENED, case=case, actor=actor, at=at, channel=channel)
    message = add_customer_message(case, text=text, actor=actor, at=at, said_at=said_at)
    case.refresh_from_db()
    if route_case(case, message=message, actor=actor, at=at):
        case.refresh_from_db()
    return case


def _require_usable(channel: str, branch: Branch, category: Category | None) -> None:
    if channel not in Channel.values:
        raise Refused(_("“%(channel)s” is not a channel.") % {"channel": channel[:20]}, field="channel")
    if not branch.is_active:
        raise Refused(_("This branch is no longer in use: choose another."), field="branch")
    if category and not category.is_active:
        raise Refused(_("This category is no longer in use: choose another."), field="category")


def _external_id(token: str | None, text: str, actor: Staff) -> str | None:
    return f"form:{hashlib.sha256(f'{actor.pk} {token} {clean_text(text)}'.encode()).hexdigest()}" if token else None


def _known_as(external_id: str | None) -> Case | None:
    return Case.objects.filter(external_id=external_id).first() if external_id else None


def next_numbers(at: datetime, count: int = 1) -> list[str]:
    """Give the next numbers of the day, as in 20261122-0017: the date and a running number without gaps."""
    day = timezone.localtime(at).date()
    Counter.objects.get_or_create(day=day)
    Counter.objects.filter(day=day).update(last=F("last") + count)
    last = Counter.objects.get(day=day).last
    return [f"{day:%Y%m%d}-{number:04d}" for number in range(last - count + 1, last + 1)]


def title_from(text: str) -> str:
    """Give a title made of the first words of what was said."""
    line = clean_line(text[:FIRST_WORDS], FIRST_WORDS)
    return line if len(line) <= SHORT_TITLE_CHARS else f"{line[: SHORT_TITLE_CHARS - 1]}…"
