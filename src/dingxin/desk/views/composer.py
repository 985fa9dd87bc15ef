"""Words added to a case from its composer: a reply, what the customer said, a note; and the check of a draft."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.utils import timezone

from dingxin.cases import actions
from dingxin.cases.queries import case_for
from dingxin.desk.forms.case import CustomerMessageForm, ReplyForm, WordsForm
from dingxin.desk.views.case_page import carry_out, case_page, composer_context, explain_in
from dingxin.replies.actions import send_reply as send_checked_reply

if TYPE_CHECKING:
    from django.http import HttpResponse

    from dingxin.requests import StaffRequest


def send_reply(request: StaffRequest, number: str) -> HttpResponse:
    """Check and send a reply."""
    case = case_for(request.user, number, "replies.send_reply")
    form = ReplyForm(request.POST, case=case, user=request.user, auto_id="send_reply_%s")
    return carry_out(
        request, case, "send_reply", form,
        lambda data: send_checked_reply(case, actor=request.user, at=timezone.now(), explain=explain_in(), **data),
    )  # fmt: skip


def review_draft(request: StaffRequest, number: str) -> HttpResponse:
    """Judge a draft without sending it: the findings alone where they are asked for as a part of the page."""
    case = case_for(request.user, number, "replies.review_draft")
    form = ReplyForm(request.POST, case=case, user=request.user, auto_id="send_reply_%s")
    if not request.htmx:
        return case_page(request, number, tried=("send_reply", form))
    return render(request, "desk/case/review.html", composer_context(case, request.user, ("send_reply", form), timezone.now()))


def add_customer_message(request: StaffRequest, number: str) -> HttpResponse:
    """Record what the customer said."""
    case = case_for(request.user, number, "cases.add_customer_message")
    form = CustomerMessageForm(request.POST, case=case, user=request.user, auto_id="add_customer_message_%s")
    return carry_out(
        request, case, "add_customer_message", form,
        lambda data: actions.add_customer_message(case, actor=request.user, at=timezone.now(), **data),
    )  # fmt: skip


def write_note(request: StaffRequest, number: str) -> HttpResponse:
    """Write a note that only staff see."""
    case = case_for(request.user, number, "cases.write_note")
    form = WordsForm(request.POST, case=case, user=request.user, auto_id="write_note_%s")
    return carry_out(
        request, case, "write_note", form, lambda data: actions.write_note(case, actor=request.user, at=timezone.now(), **data)
    )
