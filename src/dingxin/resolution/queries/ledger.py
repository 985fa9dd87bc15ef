"""Reading the ledger: balances, what was promised and given for an option, and whether all of it is sound."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db.models import Count, F, Q, Sum
from django.db.models.functions import Round
from django.utils import timezone
from django.utils.translation import gettext as _

from dingxin.resolution.models import Account, AccountKind, Budget, Entry, EntryKind, Limit, Period, Posting, Remedy, alike

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from django.db.models import QuerySet

    from dingxin.cases.models import Case
    from dingxin.resolution.models import Option

NOTHING = Decimal("0.00")
FOREVER = date(1970, 1, 1)
TOTAL = Round(Sum("postings__amount"), precision=2)


@dataclass(frozen=True, slots=True)
class Moved:
    """What was booked for an option: set apart now, given, given for each obligation, and where it came from, the last first."""

    reserved: Decimal = NOTHING
    paid: Decimal = NOTHING
    by_obligation: dict[int, Decimal] = field(default_factory=dict)
    sources: list[tuple[Account, Decimal]] = field(default_factory=list)

    def paid_for(self, obligation: int) -> Decimal:
        """Give what was given for one obligation."""
        return self.by_obligation.get(obligation, NOTHING)


@dataclass(frozen=True, slots=True)
class Flaw:
    """A place where the ledger is not sound."""

    where: str
    reason: str


def balance(account: Account) -> Decimal:
    """Give what lies on an account."""
    return _fen(account.postings.aggregate(total=Sum("amount"))["total"])


def period_start(budget: Budget, at: datetime) -> date:
    """Give the day on which a budget's period of a moment began, by the wall clock of the house."""
    today = timezone.localtime(at, timezone.get_default_timezone()).date()
    first = today.replace(day=1)
    quarter = first.replace(month=(first.month - 1) // 3 * 3 + 1)
    starts = {Period.MONTH: first, Period.QUARTER: quarter, Period.YEAR: first.replace(month=1), Period.ONCE: FOREVER}
    return starts[Period(budget.period)]


def account_code(budget: Budget, start: date) -> str:
    """Give the name of the account of a budget's period."""
    return f"budget:{budget.pk}:{budget.period}:{start.isoformat()}"


def left(budget: Budget, at: datetime) -> Decimal:
    """Give what is left of a budget in its present period; one that has not opened yet has all of its amount."""
    account = Account.objects.filter(code=account_code(budget, period_start(budget, at))).first()
    return balance(account) if account else budget.amount


def left_of(budgets: Iterable[Budget], at: datetime) -> dict[int, Decimal]:
    """Give what is left of several budgets in their present periods, by id; one query."""
    codes = {account_code(budget, period_start(budget, at)): budget for budget in budgets}
    rows = Account.objects.filter(code__in=codes).values_list("code").annotate(total=Sum("postings__amount"))
    found = {code: _fen(total) for code, total in rows}
    return {budget.pk: found.get(code, budget.amount) for code, budget in codes.items()}


def _fen(total: Decimal | None) -> Decimal:
    """Give a sum to the fen: SQLite adds decimals up as floating numbers."""
    return NOTHING if total is None else total.quantize(NOTHING)


def moved_of(option: Option) -> Moved:
    """Give what was booked for an option; one query."""
    moved = Moved()
    reserved = paid = NOTHING
    taken: dict[Account, Decimal] = {}
    rows = Posting.objects.filter(entry__option=option).select_related("account", "entry").order_by("pk")
    for row in rows:
        if row.account.kind == AccountKind.RESERVED:
            reserved += row.amount
        elif row.account.kind == AccountKind.PAID:
            paid += row.amount
            before = moved.by_obligation.get(row.entry.obligation_id, NOTHING)
            moved.by_obligation[row.entry.obligation_id] = before + row.amount
        else:
            taken[row.account] = taken.get(row.account, NOTHING) - row.amount
    sources = [(account, amount) for account, amount in reversed(taken.items()) if amount > 0]
    return Moved(reserved, paid, moved.by_obligation, sources)


def content_of(entry: Entry) -> tuple[Any, ...]:
    """Give all that an entry says, so that one sent again can be told from another with its number."""
    amounts = dict(entry.postings.values_list("account", "amount"))
    return (entry.kind, entry.case_id, entry.option_id, entry.obligation_id, entry.reverses_id, amounts)


def entries_of(case: Case) -> QuerySet[Entry]:
    """Give what was booked for a case, oldest first, with its postings; two queries."""
    return case.entries.select_related("option", "actor", "reversed_by").prefetch_related("postings__account").order_by("pk")


def verify_ledger() -> Iterator[Flaw]:
    """Give each place where the ledger is not sound.

    That is: an entry that does not sum to nothing or moves nothing, an account of a budget below nothing, an option for which
    less than nothing is set apart or more is given than it says, and what came back without having been given.
    """
    unbalanced = Entry.objects.annotate(total=TOTAL, legs=Count("postings")).exclude(total=0, legs__gte=2)
    for entry in unbalanced.iterator():
        yield Flaw(_("entry %(id)d") % {"id": entry.pk}, _("does not sum to nothing"))
    budgets = Account.objects.filter(kind=AccountKind.BUDGET).annotate(total=TOTAL).filter(total__lt=0)
    for account in budgets.iterator():
        yield Flaw(_("account %(code)s") % {"code": account}, _("holds less than nothing"))
    yield from _options_unsound()
    wrong = Entry.objects.filter(Q(kind=EntryKind.REVERSE) & (Q(reverses=None) | ~Q(reverses__kind=EntryKind.PAY)))
    for entry in wrong.iterator():
        yield Flaw(_("entry %(id)d") % {"id": entry.pk}, _("gives back what was not given"))


def _options_unsound() -> Iterator[Flaw]:
    of = Posting.objects.order_by().values("entry__option", "account__kind").annotate(total=Round(Sum("amount"), precision=2))
    below = of.filter(account__kind__in=[AccountKind.RESERVED, AccountKind.PAID], total__lt=0)
    for row in below:
        yield Flaw(_("option %(id)s") % {"id": row["entry__option"]}, _("has less than nothing set apart or given"))
    over = of.filter(account__kind=AccountKind.PAID).annotate(amount=F("entry__option__amount")).filter(total__gt=F("amount"))
    for row in over:
        yield Flaw(_("option %(id)s") % {"id": row["entry__option"]}, _("was given more than it says"))


def budget_for(case: Case, kind: str) -> Budget | None:
    """Give the budget that money offered in free words comes from: that of a remedy which gives the case such money, if any.

    One that is in use and says this very kind goes first. Without it words would be a way around the budget of the remedies.
    """
    open_to = Q(budget__branch=None) | Q(budget__branch=case.branch_id)
    rows = Remedy.objects.filter(open_to, is_active=True, kind__in=alike(kind), budget__isnull=False).select_related("budget")
    fitting = (row for row in rows.order_by("code") if not row.industries or case.industry in row.industries)
    found = [(row.budget, row.kind) for row in fitting if row.budget]
    ranked = sorted(found, key=lambda one: (not one[0].is_active, one[1] != kind))
    return ranked[0][0] if ranked else None


def budget_list() -> QuerySet[Budget]:
    """Give every budget with its branch, those in use first."""
    return Budget.objects.select_related("branch").order_by("-is_active", "name")


def limit_list() -> QuerySet[Limit]:
    """Give every limit with its branch, those in use first."""
    return Limit.objects.select_related("branch").order_by("-is_active", "role", "branch__code", "tier", "kind", "pk")
