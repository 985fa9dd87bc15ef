"""The evidence of a case: its part of the case page, adding files, taking one or all of them along, and taking back a name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.utils import timezone

from dingxin.cases.queries import case_for
from dingxin.desk.forms.case import CaseForm
from dingxin.desk.forms.evidence import AddEvidenceForm
from dingxin.desk.views.case_page import carry_out
from dingxin.desk.views.doors import UNPROCESSABLE, done
from dingxin.evidence import actions
from dingxin.evidence.export import Export, zipped
from dingxin.evidence.queries import evidence_of
from dingxin.evidence.vault import vault
from dingxin.streams import attachment

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http.response import HttpResponseBase

    from dingxin.cases.models import Case
    from dingxin.evidence.models import Item
    from dingxin.requests import StaffRequest

CREATED = 201
BY_SCRIPT = "X-Upload"


def add_evidence(request: StaffRequest, number: str) -> HttpResponse:
    """Keep files as evidence. A script sends them one by one and is answered in words; a plain form sends them together."""
    case = case_for(request.user, number, "evidence.add_evidence")
    form = AddEvidenceForm(request.POST, request.FILES, case=case, user=request.user, auto_id="add_evidence_%s")
    if BY_SCRIPT in request.headers:
        return _answered(form, lambda data: _add(request, case, data))
    return carry_out(request, case, "add_evidence", form, lambda data: _add(request, case, data))


def _add(request: StaffRequest, case: Case, data: dict[str, Any]) -> list[Item]:
    origin = actions.Origin(data["source"], data["channel"], data["note"])
    files = (actions.Incoming(file.name, file.chunks()) for file in data["file"])
    return [actions.add_evidence(case, file=file, origin=origin, actor=request.user, at=timezone.now()) for file in files]


def _answered(form: AddEvidenceForm, act: Callable[[dict[str, Any]], object]) -> HttpResponse:
    if done(form, act):
        return HttpResponse(status=CREATED)
    words = " ".join(str(text) for texts in form.errors.values() for text in texts)
    return HttpResponse(words, status=UNPROCESSABLE, content_type="text/plain; charset=utf-8")


def view_evidence(request: StaffRequest, number: str, pk: int) -> HttpResponseBase:
    """Give a file as it was kept, to be stored and never opened in our name; that it was looked at is recorded."""
    case = case_for(request.user, number, "evidence.view_evidence")
    item = actions.view_evidence(evidence_of(case).get(pk=pk), case=case, actor=request.user, at=timezone.now())
    return attachment(request, vault().chunks(item.digest), name=item.name, media_type=item.media_type, size=item.size)


def export_evidence(request: StaffRequest, number: str) -> HttpResponseBase:
    """Give all evidence of a case as one ZIP with its manifest."""
    case, at = case_for(request.user, number, "evidence.export_evidence"), timezone.now()
    items = actions.export_evidence(case, actor=request.user, at=at)
    name = f"evidence-{case.number}.zip"
    return attachment(request, zipped(Export(case, items, request.user, at)), name=name, media_type="application/zip")


def withdraw_staff_concerned(request: StaffRequest, number: str, pk: int) -> HttpResponse:
    """Take back that the complaint is about somebody."""
    case = case_for(request.user, number, "evidence.name_staff_concerned")
    concern = case.concerns.get(pk=pk)
    form = CaseForm(request.POST, case=case, user=request.user)
    return carry_out(
        request, case, "withdraw_staff_concerned", form,
        lambda _data: actions.withdraw_staff_concerned(concern, actor=request.user, at=timezone.now()),
    )  # fmt: skip
