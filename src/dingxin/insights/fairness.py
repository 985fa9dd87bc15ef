"""Whether the same wrong is made good alike: what was granted beside what was claimed, by group, and the cases far off.

It counts the cases with an agreement of the time looked at, and those closed in it without one although money was claimed.
It says what was granted to whom, never why.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

from django.core.exceptions import PermissionDenied
from django.db import models
from django.utils.translation import gettext_lazy as _

from dingxin.cases.models import Case, Grade, Tier
from dingxin.engine.model import KINDS
from dingxin.insights.settled import MOST, settled
from dingxin.insights.spread import FAR, FEWEST, distances, spread
from dingxin.resolution.models import Against
from dingxin.resolution.queries.agreement import compared

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import datetime
    from decimal import Decimal

    from dingxin.accounts.models import Branch, Staff
    from dingxin.insights.settled import Settled
    from dingxin.insights.spread import Spread

PERMISSION = "insights.view_fairness"


class By(models.TextChoices):
    """By what cases are put into groups."""

    CATEGORY = "category", _("Category")
    TIER = "tier", _("How long the customer has been with us")
    BRANCH = "branch", _("Branch")
    KIND = "kind", _("Kind of complainant")
    EMOTION = "emotion", _("Highest emotion")
    GRADE = "grade", _("Grade")
    RISK = "risk", _("Risk named")


class Group(NamedTuple):
    """A group of cases: how many, in how many a sum was named, and, where they are enough, how amounts and shares are spread."""

    key: str
    cases: int
    claims: int
    claimed: Decimal | None
    granted: Spread | None
    share: Spread | None

    @property
    def few(self) -> bool:
        """Whether it has too few cases for any figure."""
        return self.cases < FEWEST


class Pair(NamedTuple):
    """The same wrong: the median share, in percent, of patient and loud customers of a category (``whole``: of all).

    For all, it is the median of how far each case lies from the median of its own category.
    """

    category: str
    patient_n: int
    patient: Decimal | None
    loud_n: int
    loud: Decimal | None
    whole: bool = False

    @property
    def difference(self) -> Decimal | None:
        """How many points more the loud were granted; None where one side has too few."""
        return self.loud - self.patient if self.loud is not None and self.patient is not None else None


class Outlier(NamedTuple):
    """A case far from the others of its category: its value (percent of the claim; yuan where none was named), and theirs."""

    row: Settled
    value: Decimal
    usual: Decimal
    distance: float
    of: int

    @property
    def size(self) -> float:
        """How far it lies, to whichever side."""
        return abs(self.distance)


class Outcome(NamedTuple):
    """How agreements fell out that lay above, at or below what was expected (E12): verdicts given, and content among them."""

    against: Against | None
    cases: int
    verdicts: int
    content: int

    @property
    def discontent(self) -> int:
        """Those who were not content."""
        return self.verdicts - self.content

    @property
    def rate(self) -> int | None:
        """Content customers of those asked, in percent; None of too few."""
        return round(100 * self.content / self.verdicts) if self.verdicts >= FEWEST else None


@dataclass(frozen=True, slots=True)
class Fairness:
    """The report. ``cut`` says that only the newest MOST cases were looked at."""

    whole: Group
    cut: bool
    groups: dict[By, list[Group]]
    pairs: list[Pair]
    outliers: list[Outlier]
    outcomes: list[Outcome]


def fairness(user: Staff, branch: Branch | None, days: int, *, at: datetime) -> Fairness:
    """Give the report of a branch, or of all branches for None, over so many days; five queries however much there is.

    Raises:
        PermissionDenied: this person may not see it.

    """
    if not user.has_perm(PERMISSION, branch):
        raise PermissionDenied(PERMISSION)
    cases = Case.objects.visible_to(user).order_by()
    rows = settled(cases.filter(branch=branch) if branch else cases, since=at - timedelta(days=days), until=at)
    cut, rows = len(rows) > MOST, rows[:MOST]
    kinds = [by for by in By if by is not By.BRANCH or branch is None]
    return Fairness(
        whole=_group("", rows), cut=cut, groups={by: groups(rows, by) for by in kinds}, pairs=pairs(rows),
        outliers=outliers(rows), outcomes=outcomes(rows),
    )  # fmt: skip


_KEYS: dict[By, Callable[[Settled], Iterable[str]]] = {
    By.CATEGORY: lambda row: [row.category],
    By.TIER: lambda row: [row.tier],
    By.BRANCH: lambda row: [row.branch],
    By.KIND: lambda row: row.kinds or [""],
    By.EMOTION: lambda row: [str(row.emotion)],
    By.GRADE: lambda row: [row.grade],
    By.RISK: lambda row: row.risks or [""],
}
_ORDER: dict[By, Sequence[str]] = {
    By.TIER: list(Tier.values), By.EMOTION: "0123", By.GRADE: list(Grade.values), By.KIND: ["", *KINDS],
}  # fmt: skip


def groups(rows: Iterable[Settled], by: By) -> list[Group]:
    """Put cases into groups, in the order of the thing itself or the largest first; one of two kinds counts in both."""
    found: dict[str, list[Settled]] = defaultdict(list)
    for row in rows:
        for key in _KEYS[by](row):
            found[key].append(row)
    made = [_group(key, members) for key, members in found.items()]
    order = _ORDER.get(by)
    if order is None:
        return sorted(made, key=lambda group: (-group.cases, group.key))
    return sorted(made, key=lambda group: order.index(group.key) if group.key in order else len(order))


def _group(key: str, rows: Sequence[Settled]) -> Group:
    shares = [row.share for row in rows if row.share is not None]
    claims = [row.claimed for row in rows if row.claimed]
    enough = len(claims) >= FEWEST
    middle = median(claims) if enough else None
    return Group(key, len(rows), len(claims), middle, spread([row.granted for row in rows]), spread(shares))


def pairs(rows: Iterable[Settled]) -> list[Pair]:
    """Set the patient beside the loud, category by category, those with most cases first; then all, each beside its category."""
    by_category: dict[str, list[Settled]] = defaultdict(list)
    for row in rows:
        if row.share is not None:
            by_category[row.category].append(row)
    found: list[Pair] = []
    offs: dict[bool, list[Decimal]] = {True: [], False: []}
    for category, members in by_category.items():
        shares = {loud: [row.share for row in members if row.share is not None and row.loud is loud] for loud in (True, False)}
        found.append(_pair(category, shares))
        middle = median([*shares[True], *shares[False]])
        for loud, values in shares.items():
            offs[loud] += [value - middle for value in values]
    found.sort(key=lambda pair: -(pair.patient_n + pair.loud_n))
    return [*found, _pair("", offs)._replace(whole=True)] if len(found) > 1 else found


def _pair(category: str, shares: dict[bool, list[Decimal]]) -> Pair:
    middles = {loud: median(values) if len(values) >= FEWEST else None for loud, values in shares.items()}
    return Pair(category, len(shares[False]), middles[False], len(shares[True]), middles[True])


def outliers(rows: Iterable[Settled]) -> list[Outlier]:
    """Give the cases that lie far from the others of their category, the farthest first: by share, or by yuan without a sum."""
    alike: dict[tuple[str, bool], list[Settled]] = defaultdict(list)
    for row in rows:
        alike[row.category, row.share is None].append(row)
    found = []
    for members in alike.values():
        values = [row.granted if row.share is None else row.share for row in members]
        usual = median(values)
        far = zip(members, values, distances(values), strict=True)
        found += [Outlier(row, value, usual, off, len(members)) for row, value, off in far if abs(off) > FAR]
    return sorted(found, key=lambda one: (-abs(one.distance), one.row.pk))


def outcomes(rows: Iterable[Settled]) -> list[Outcome]:
    """Tell how agreements fell out, by what was agreed beside what was expected (E12)."""
    found: dict[Against | None, list[Settled]] = {against: [] for against in (*Against, None)}
    for row in rows:
        if row.agreed:
            found[compared(row.granted, row.expected)].append(row)
    return [
        Outcome(against, len(members), sum(row.content is not None for row in members), sum(bool(row.content) for row in members))
        for against, members in found.items()
    ]
