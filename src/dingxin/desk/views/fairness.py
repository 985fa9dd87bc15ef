"""The fairness report: what was granted to whom beside what was claimed, and the cases far from the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dingxin.cases.models import Case, Grade, Tier
from dingxin.desk.labels import KINDS, RISKS
from dingxin.desk.templatetags.desk import HEAT_LEVELS, heat_words
from dingxin.desk.views.branches import branch_or_house, branches_for
from dingxin.desk.views.doors import cut, signed_in
from dingxin.insights.fairness import By, fairness
from dingxin.insights.settled import MOST
from dingxin.insights.spread import FAR, FEWEST

if TYPE_CHECKING:
    from django.http import HttpResponse

    from dingxin.accounts.models import Branch
    from dingxin.insights.fairness import Fairness, Group
    from dingxin.requests import StaffRequest

PERIODS = (30, 90, 365)
USUAL = 90
ROWS = 20


@signed_in
@require_safe
def view_fairness(request: StaffRequest) -> HttpResponse:
    """Show the report of a branch, or of the whole house."""
    branch, days, at = branch_or_house(request), _days(request), timezone.now()
    report = fairness(request.user, branch, days, at=at)
    page = cut(report.outliers, request, size=ROWS)
    shown = Case.objects.for_list().in_bulk([one.row.pk for one in page.rows])
    context = {
        "branch": branch, "branches": branches_for(request.user), "days": days, "report": report, "page": page,
        "periods": [{"days": one, "here": one == days, "href": _href(branch, one)} for one in PERIODS],
        "tables": _tables(report), "drawn_outcomes": any(row.verdicts for row in report.outcomes),
        "lines": [(one, shown[one.row.pk]) for one in page.rows],
        "rule": {"fewest": FEWEST, "far": FAR, "most": MOST},
    }  # fmt: skip
    return render(request, "desk/fairness.html", context)


def _days(request: StaffRequest) -> int:
    typed = request.GET.get("days", "")
    return next((days for days in PERIODS if str(days) == typed), USUAL)


def _href(branch: Branch | None, days: int) -> str:
    return "?" + urlencode({"branch": branch.pk if branch else "", "days": days})


def _tables(report: Fairness) -> list[dict[str, Any]]:
    """Give the groups with the names people know them by; kinds stand for groups alone, never for a person."""
    return [
        {
            "by": by,
            "name": by.label,
            "rows": [(_name(by, group), group) for group in groups],
            "drawn": any(group.share for group in groups),
        }
        for by, groups in report.groups.items()
    ]


def _name(by: By, group: Group) -> str:
    """Name a group in the language of the page."""
    emotions = {str(level): heat_words(level) for level in range(HEAT_LEVELS)}
    labels: dict[By, dict[str, Any]] = {
        By.TIER: dict(Tier.choices), By.GRADE: dict(Grade.choices), By.EMOTION: emotions,
        By.KIND: {**KINDS, "": _("No kind suggested")}, By.RISK: {**RISKS, "": _("No risk named")},
        By.CATEGORY: {"": _("Without a category")},
    }  # fmt: skip
    return str(labels.get(by, {}).get(group.key, group.key))
