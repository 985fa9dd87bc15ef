"""Opening a case (A1, A2, A3)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from dingxin.audit.actions import record
from dingxin.audit.kinds import Kind
from dingxin.audit.refusal import Refused
from dingxin.cases.actions.messages import add_customer_message
from dingxin.cases.models import Case, Channel, Counter
from dingxin.search.actions import index
from dingxin.search.models import Source

if TYPE_CHECKING:
    from datetime import datetime

    from dingxin.accounts.models import Branch, Staff
    from dingxin.cases.models import Category, Customer

TITLE_CHARS = 40


@transaction.atomic
def open_case(  # noqa: PLR0913  what a case is opened with
    *, customer: Customer, channel: str, branch: Branch, text: str, actor: Staff, at: datetime,
    category: Category | None = None, product: str = "", title: str = "",
    said_at: datetime | None = None, token: str | None = None,
) -> Case:  # fmt: skip
    """Open a case with the customer's first words. Whoever opens it owns it until somebody accepts a hand-over (A2).

    ``token`` makes opening safe to repeat: the same token gives the case opened first.

    Raises:
        Refused: nothing was said, or the branch or category is not in use.

    """
    if token and (before := Case.objects.filter(external_id=f"form:{token}").first()):
        return before
    if not branch.is_active or (category and not category.is_active):
        raise Refused(_("This branch or category is no longer in use: choose another."), field="branch")
    case = new_case(
        customer=customer, channel=channel, branch=branch, category=category, product=product, owner=actor, handler=actor, at=at,
        title=title or title_from(text), external_id=f"form:{token}" if token else None,
        industry=(category.industry if category else "") or branch.industry,
    )  # fmt: skip
    record(Kind.CASE_OPENED, case=case, actor=actor, at=at, channel=channel)
    add_customer_message(case, text=text, actor=actor, at=at, said_at=said_at)
    case.refresh_from_db()
    return case


def new_case(*, at: datetime, **fields: Any) -> Case:
    """Put a case and its words for the search into the database. The caller records the event."""
    if fields["channel"] not in Channel.values:
        raise Refused(_("“%(channel)s” is not a channel.") % {"channel": fields["channel"]}, field="channel")
    case = Case.objects.create(number=next_number(at), opened_at=at, updated_at=at, **fields)
    index_case(case)
    return case


def index_case(case: Case) -> None:
    """Let the case be found by its number, title, product and customer."""
    customer = case.customer
    index(case.pk, Source.CASE, case.pk, f"{case.number} {case.title} {case.product}")
    index(case.pk, Source.CUSTOMER, customer.pk, f"{customer.name} {customer.phone} {customer.phone[-4:]} {customer.email}")


def next_number(at: datetime) -> str:
    """Give the next number of the day, as in 20261122-0017: the date and a running number without gaps."""
    day = timezone.localtime(at).date()
    Counter.objects.get_or_create(day=day)
    Counter.objects.filter(day=day).update(last=F("last") + 1)
    return f"{day:%Y%m%d}-{Counter.objects.get(day=day).last:04d}"


def title_from(text: str) -> str:
    """Give a title made of the first words of what was said."""
    line = " ".join(text.split())
    return line if len(line) <= TITLE_CHARS else f"{line[: TITLE_CHARS - 1]}…"
