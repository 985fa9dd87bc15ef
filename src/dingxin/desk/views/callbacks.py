"""Calls back: what is due, one of them with all one has to know, and what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dingxin.cases.queries import customer_for
from dingxin.channels.prospects import prospects_in
from dingxin.desk.forms.followup import OutcomeForm, PreferenceForm, ProgrammeForm
from dingxin.desk.views.doors import UNPROCESSABLE, allowed, done, form_page, paged, posted, signed_in
from dingxin.followup import actions
from dingxin.followup.actions.callbacks import Heard
from dingxin.followup.queries import Heap, callback_for, callbacks, preference_of, programme_list

if TYPE_CHECKING:
    from django.http import HttpResponse

    from dingxin.followup.models import Callback
    from dingxin.requests import StaffRequest

NAMES = {
    Heap.MINE: gettext_lazy("Mine today"),
    Heap.DUE: gettext_lazy("Due today"),
    Heap.COMING: gettext_lazy("To come"),
    Heap.DONE: gettext_lazy("Called"),
}
RECORD = "followup.record_callback"
SHOWN_LEFT = 20


@signed_in
@require_safe
def list_callbacks(request: StaffRequest) -> HttpResponse:
    """Show one view of the calls back."""
    at = timezone.now()
    typed = request.GET.get("heap", "")
    heap = Heap(typed) if typed in set(Heap) else Heap.MINE
    context = {"page": paged(callbacks(request.user, heap, at=at), request), "heap": heap, "heaps": NAMES.items(), "at": at}
    return render(request, "desk/callbacks.html", context)


@signed_in
@require_safe
def callback(request: StaffRequest, pk: int) -> HttpResponse:
    """Show one call back: whom, why, when, what was agreed, and the question to ask."""
    return _page(request, callback_for(request.user, pk), OutcomeForm())


@signed_in
@require_POST
def record_callback(request: StaffRequest, pk: int) -> HttpResponse:
    """Record what came of a call back."""
    row = callback_for(request.user, pk, RECORD)
    form = OutcomeForm(request.POST)
    if not done(form, lambda fields: actions.record_callback(row, heard=Heard(**fields), actor=request.user, at=timezone.now())):
        return _page(request, row, form)
    row.refresh_from_db()
    messages.success(request, _("It is recorded."))
    after = row.opened or row.case
    return redirect("case", after.number) if row.outcome == "not_content" and after else redirect("list_callbacks")


def _page(request: StaffRequest, row: Callback, form: OutcomeForm) -> HttpResponse:
    last = row.case.messages.conversation().filter(kind="agent").last() if row.case else None
    context = {
        "row": row, "form": form, "last": last, "at": timezone.now(), "may": request.user.has_perm(RECORD, row),
        "promises": list(row.case.promises.order_by("-due")[:5]) if row.case else [],
        "preference": preference_of(row.customer), "attempts": row.attempts.select_related("by"),
    }  # fmt: skip
    return render(request, "desk/callback.html", context, status=UNPROCESSABLE if form.errors else 200)


@allowed("followup.set_preference")
@require_http_methods(["GET", "HEAD", "POST"])
def set_preference(request: StaffRequest, pk: int) -> HttpResponse:
    """Note how and when a customer wants to be asked."""
    person = customer_for(request.user, pk)
    row = preference_of(person)
    first = {"way": row.way, "earliest": row.earliest, "latest": row.latest, "no_calls": row.no_calls}
    form = PreferenceForm(posted(request), initial=first)
    if done(form, lambda fields: actions.set_preference(person, actor=request.user, at=timezone.now(), **fields)):
        messages.success(request, _("The details are saved."))
        return redirect("customer", pk)
    return form_page(request, "desk/preference.html", form, customer=person)


@allowed("followup.create_programme")
@require_http_methods(["GET", "HEAD", "POST"])
def create_programme(request: StaffRequest) -> HttpResponse:
    """Set up calls to customers who did not complain."""
    form = ProgrammeForm(posted(request), request.FILES or None, user=request.user)
    told: list[str] = []

    def set_up(fields: dict[str, object]) -> None:
        file, at = form.cleaned_data["file"], timezone.now()
        found = prospects_in(file.read() if file else form.cleaned_data["list"].encode(), at=at)
        made, left = actions.create_programme(
            name=str(fields["name"]), branch=form.cleaned_data["branch"], source=found.source, wanted=found.wanted,
            actor=request.user, at=at,
        )  # fmt: skip
        told.append(_("%(n)d calls are planned.") % {"n": made.callbacks.count()})
        told.extend(f"{entry.phone}: {entry.why}" for entry in left[:SHOWN_LEFT])
        told.extend(_("Line %(number)d: %(why)s") % {"number": number, "why": why} for number, why in found.bad[:SHOWN_LEFT])

    if done(form, set_up):
        for line in told:
            messages.success(request, line)
        return redirect(f"{request.path.removesuffix('programmes/new/')}?heap={Heap.COMING}")
    return form_page(request, "desk/programme.html", form, programmes=programme_list()[:20])
