"""What people do with the options of a case. One view for each verb, named like its action."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from dingxin.cases.queries import case_for
from dingxin.desk.forms.case import CaseForm
from dingxin.desk.forms.deck import ObjectionForm, OptionForm
from dingxin.desk.views.case_page import carry_out
from dingxin.resolution import actions

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpResponse

    from dingxin.requests import StaffRequest


def build_deck(request: StaffRequest, number: str) -> HttpResponse:
    """Deal the deck from what is known now."""
    case = case_for(request.user, number, "resolution.build_deck")
    form = CaseForm(request.POST, case=case, user=request.user, auto_id="build_deck_%s")
    return carry_out(
        request, case, "build_deck", form, lambda _data: actions.build_deck(case, actor=request.user, at=timezone.now())
    )


def edit_option(request: StaffRequest, number: str, pk: int) -> HttpResponse:
    """Give an option other words or another amount."""
    return _change(request, number, pk, "edit_option", actions.edit_option, OptionForm)


def object_option(request: StaffRequest, number: str, pk: int) -> HttpResponse:
    """Record that the customer did not take it."""
    return _change(request, number, pk, "object_option", actions.object_option, ObjectionForm)


def put_aside_option(request: StaffRequest, number: str, pk: int) -> HttpResponse:
    """Put an option aside."""
    return _change(request, number, pk, "put_aside_option", actions.put_aside_option, CaseForm)


def _change(
    request: StaffRequest, number: str, pk: int, verb: str, action: Callable[..., object], kind: type[CaseForm]
) -> HttpResponse:
    case = case_for(request.user, number, f"resolution.{verb}")
    option = case.options.get(pk=pk)
    form = kind(request.POST, case=case, user=request.user, auto_id=f"{verb}_{pk}_%s")
    return carry_out(request, case, verb, form, lambda data: action(option, actor=request.user, at=timezone.now(), **data))
