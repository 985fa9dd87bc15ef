"""Service recovery for the house: how the plans did, recoveries for many at once, and the register of commitments."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dingxin.audit.refusal import Refused
from dingxin.desk.forms.recovery import BatchForm, SinceForm, WhyForm
from dingxin.desk.views.doors import UNPROCESSABLE, allowed, done, paged, posted, refuse, signed_in
from dingxin.recovery import actions
from dingxin.recovery.actions.batches import Offer, needs_second
from dingxin.recovery.models import BatchState
from dingxin.recovery.queries import (
    RECURS_WITHIN,
    batch_for,
    batch_list,
    evaluate,
    preview_batch,
    progress_of,
    refused_rows,
    whole_words,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpResponse

    from dingxin.recovery.models import Batch
    from dingxin.recovery.queries import Preview
    from dingxin.requests import StaffRequest

VIEW, START = "recovery.view_recovery", "recovery.start_batch"
USUALLY = timedelta(days=90)
SHOWN = 50


@allowed(VIEW)
@require_safe
def view_recovery(request: StaffRequest) -> HttpResponse:
    """Show how each plan did: satisfaction, recurrence, cost, and time to reinstatement, each with its number."""
    at = timezone.localtime()
    first = (at - USUALLY).date()
    form = SinceForm(request.GET if "since" in request.GET else {"since": first.isoformat()})
    day = form.cleaned_data["since"] if form.is_valid() else first
    since = timezone.make_aware(datetime.combine(day, time.min))
    rows = evaluate(request.user, since=since, at=at)
    context = {"rows": rows, "form": form, "days": RECURS_WITHIN.days, "last_batches": _shown(batch_list(request.user)[:5])}
    return render(request, "desk/recovery.html", context, status=UNPROCESSABLE if form.errors else 200)


def _shown(batches: Any) -> list[tuple[Batch, Any]]:
    return [(batch, progress_of(batch)) for batch in batches]


@allowed(VIEW)
@require_safe
def list_batches(request: StaffRequest) -> HttpResponse:
    """List the recoveries for many, the newest first."""
    page = paged(batch_list(request.user), request)
    return render(request, "desk/batches.html", {"page": page, "shown": _shown(page.rows)})


@allowed(START)
@require_http_methods(["GET", "HEAD", "POST"])
def start_batch(request: StaffRequest) -> HttpResponse:
    """Look at whom a recovery for many would reach, then start it."""
    form = BatchForm(posted(request), request.FILES or None, user=request.user)
    if request.method != "POST" or not form.is_valid():
        return _batch_page(request, form, None)
    if "start" not in request.POST:
        return _preview(request, form)
    made: list[Batch] = []

    def start(fields: dict[str, Any]) -> None:
        batch, _left = actions.start_batch(
            incident=fields["incident"], who=form.who(), offer=form.offer(), actor=request.user, at=timezone.now()
        )
        made.append(batch)

    return redirect("batch", made[0].pk) if done(form, start) else _batch_page(request, form, None)


def _preview(request: StaffRequest, form: BatchForm) -> HttpResponse:
    """Show whom it would reach, with the words filled in where none were written, and whether a second person is needed."""
    offer, at = form.offer(), timezone.now()
    try:
        shown = preview_batch(request.user, form.who(), incident=form.cleaned_data["incident"], amount=offer.amount)
    except Refused as refusal:
        refuse(form, refusal)
        return _batch_page(request, form, None)
    second, words = "", (offer.words, offer.words_en)
    if shown.cases:
        first = shown.cases[0]
        second = needs_second(request.user, first, offer, total=shown.total, at=at)
        words = _filled(offer, shown, at)
    data = form.data.dict() | {"words": words[0], "words_en": words[1], "phones": form.cleaned_data["phones"]}  # type: ignore[attr-defined]  # what was posted
    return _batch_page(request, BatchForm(data, user=request.user), shown, second=second)


def _filled(offer: Offer, shown: Preview, at: datetime) -> tuple[str, str]:
    whole = whole_words(offer.plan, offer.remedy, offer.amount, shown.cases[0].branch, at=at)
    english = any(case.language.startswith("en") for case in shown.cases)
    return offer.words or whole["zh"], offer.words_en or (whole["en"] if english else "")


def _batch_page(request: StaffRequest, form: BatchForm, preview: Preview | None, *, second: str = "") -> HttpResponse:
    context = {"form": form, "preview": preview, "second": second, "shown": SHOWN}
    return render(request, "desk/batch_new.html", context, status=UNPROCESSABLE if form.errors and form.is_bound else 200)


@allowed(VIEW)
@require_safe
def batch(request: StaffRequest, pk: int) -> HttpResponse:
    """Show a recovery for many: how far it is, and who could not be told and why. Asked by htmx, only the part that moves."""
    return _batch(request, pk, WhyForm())


def _batch(request: StaffRequest, pk: int, form: WhyForm) -> HttpResponse:
    row = batch_for(request.user, pk)
    context = {
        "batch": row, "progress": progress_of(row), "refused": list(refused_rows(row)[:SHOWN]), "form": form,
        "may_stop": request.user.has_perm("recovery.stop_batch"),
        "may_approve": request.user.has_perm("recovery.approve_batch", row),
    }  # fmt: skip
    template = "desk/batch.html#moving" if request.htmx else "desk/batch.html"
    response = render(request, template, context, status=UNPROCESSABLE if form.errors else 200)
    if request.htmx and row.state != BatchState.RUNNING:
        response["HX-Refresh"] = "true"  # it came to its end: nothing is to be stopped any more
    return response


@signed_in
@require_POST
def approve_batch(request: StaffRequest, pk: int) -> HttpResponse:
    """Allow what a batch gives."""
    return _settle(
        request, pk, "approve_batch", lambda row, _why: actions.approve_batch(row, actor=request.user, at=timezone.now())
    )


@signed_in
@require_POST
def refuse_batch(request: StaffRequest, pk: int) -> HttpResponse:
    """Do not allow a batch."""
    return _settle(
        request, pk, "approve_batch", lambda row, why: actions.refuse_batch(row, why=why, actor=request.user, at=timezone.now())
    )


@signed_in
@require_POST
def stop_batch(request: StaffRequest, pk: int) -> HttpResponse:
    """Stop a batch."""
    return _settle(
        request, pk, "stop_batch", lambda row, why: actions.stop_batch(row, why=why, actor=request.user, at=timezone.now())
    )


def _settle(request: StaffRequest, pk: int, verb: str, act: Callable[[Batch, str], object]) -> HttpResponse:
    row = batch_for(request.user, pk, f"recovery.{verb}")
    form = WhyForm(request.POST)
    if done(form, lambda data: act(row, data["why"])):
        messages.success(request, _("It is recorded."))
        return redirect("batch", pk)
    return _batch(request, pk, form)
