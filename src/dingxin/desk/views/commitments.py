"""The register of commitments, each with the five qualities it has or lacks, judged live while it is written (G7)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dingxin.desk.forms.recovery import CommitmentForm
from dingxin.desk.views.case_recovery import law_of_commitments
from dingxin.desk.views.doors import UNPROCESSABLE, allowed, done, paged, posted
from dingxin.recovery import actions
from dingxin.recovery.models.plans import in_chinese
from dingxin.recovery.qualities import Weighed, judge, judge_commitment
from dingxin.recovery.queries import commitment_list, remedies_coded

if TYPE_CHECKING:
    from django.http import HttpResponse

    from dingxin.recovery.models import Commitment
    from dingxin.recovery.qualities import Judged
    from dingxin.requests import StaffRequest

MANAGE = "recovery.manage_commitments"


@allowed("recovery.view_commitments")
@require_safe
def list_commitments(request: StaffRequest) -> HttpResponse:
    """Show the register: every commitment with its five qualities, and what the law says of it."""
    page = paged(commitment_list(), request)
    language = "zh" if in_chinese() else "en"
    judged = [(row, judge_commitment(row, language)) for row in page.rows]
    rows = [(row, found, [one for one in found if not one.ok]) for row, found in judged]
    context = {"page": page, "rows": rows, "law": law_of_commitments(), "may": request.user.has_perm(MANAGE)}
    context["catalogue"] = remedies_coded(row.remedy for row in page.rows)
    return render(request, "desk/commitments.html", context)


@allowed(MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def create_commitment(request: StaffRequest) -> HttpResponse:
    """Enter a commitment."""
    form = CommitmentForm(posted(request))
    if done(form, lambda fields: actions.create_commitment(actor=request.user, at=timezone.now(), **fields)):
        messages.success(request, _("The commitment is in the register."))
        return redirect("list_commitments")
    return _page(request, form, _("New commitment"), None)


@allowed(MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def update_commitment(request: StaffRequest, pk: int) -> HttpResponse:
    """Change a commitment, or put it out of use."""
    row = get_object_or_404(commitment_list(), pk=pk)
    form = CommitmentForm(posted(request), commitment=row)
    if done(form, lambda fields: actions.update_commitment(row, actor=request.user, at=timezone.now(), **fields)):
        messages.success(request, _("The details are saved. Whoever called it in before keeps what it said then."))
        return redirect("list_commitments")
    return _page(request, form, str(row), row)


@allowed(MANAGE)
@require_POST
def check_commitment(request: StaffRequest) -> HttpResponse:
    """Judge the words of a form as they are typed; nothing is kept."""
    return render(request, "desk/qualities.html", {"judged": _typed(CommitmentForm(request.POST))})


def _page(request: StaffRequest, form: CommitmentForm, title: str, row: Commitment | None) -> HttpResponse:
    judged = _typed(form) if form.is_bound else _both(row) if row else []
    context = {"form": form, "title": title, "judged": judged, "law": law_of_commitments()}
    return render(request, "desk/commitment.html", context, status=UNPROCESSABLE if form.errors else 200)


def _both(row: Commitment) -> list[tuple[str, list[Judged]]]:
    languages = ["zh", "en"] if row.words_en else ["zh"]
    return [(language, judge_commitment(row, language)) for language in languages]


def _typed(form: CommitmentForm) -> list[tuple[str, list[Judged]]]:
    """Judge what was typed so far, in each language in which something was."""
    given = {name: str(form.data.get(name, "")) for name in ("words", "words_en", "industry", "after", "remedy")}
    backed = bool(given["after"].strip() or given["remedy"].strip())
    industry = given["industry"] if given["industry"] in dict(form.fields["industry"].choices) else ""  # type: ignore[attr-defined]  # a choice
    texts = (("zh", given["words"]), ("en", given["words_en"]))
    return [(name, judge(Weighed(text, name, industry, backed))) for name, text in texts if text.strip()]
