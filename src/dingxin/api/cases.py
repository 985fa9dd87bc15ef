"""Cases: one operation for each verb, named like its action."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Router
from ninja.pagination import paginate
from ninja.responses import Status

from dingxin.accounts.models import Branch, Staff
from dingxin.api import schemas as s
from dingxin.api.paging import Pages
from dingxin.audit.refusal import Refused
from dingxin.cases import actions
from dingxin.cases.models import Category
from dingxin.cases.queries import Box, case_for, inbox, search_cases
from dingxin.replies.actions import send_reply as send_checked_reply
from dingxin.replies.queries import review_draft as review

if TYPE_CHECKING:
    from dingxin.requests import StaffRequest

router = Router(tags=["cases"])
OPEN = "cases.open_case"


@router.get("", response=list[s.CaseOut])
@paginate(Pages)
def list_cases(request: StaffRequest, box: str = Box.ALL, q: str = "") -> Any:
    """The cases you may see: a view of the inbox, or those in which all phrases of ``q`` are found."""
    if box not in set(Box):
        raise Refused(_("“%(box)s” is not a view of the inbox.") % {"box": box[:20]}, field="box")
    found = search_cases(request.user, q) if q else inbox(request.user, Box(box), at=timezone.now())
    return found.select_related("merged_into")


@router.post("", response={201: s.CaseOut})
def open_case(request: StaffRequest, body: s.OpenCase) -> Any:
    """Open a case with the customer's first words; you own it until somebody accepts it."""
    user, at = request.user, timezone.now()
    if not user.has_perm(OPEN):
        raise PermissionDenied(OPEN)
    case = actions.open_case(
        customer=actions.Caller(body.phone, body.name, body.email),
        branch=_branch(user, body.branch),
        category=category_named(body.category),
        actor=user,
        at=at,
        **body.dict(include={"channel", "text", "product", "title", "said_at", "token"}),
    )
    return Status(201, case)


def _branch(user: Staff, code: str) -> Branch:
    branch = Branch.objects.filter(code=code).first() if code else user.branch
    if branch is None:
        raise Refused(_("Name the branch by its code: “%(code)s” is none.") % {"code": code}, field="branch")
    return branch


def category_named(name: str) -> Category | None:
    """Give the category of this name; None for an empty one."""
    if not name:
        return None
    category = Category.objects.filter(name=name).first()
    if category is None:
        raise Refused(_("“%(name)s” is not a category.") % {"name": name}, field="category")
    return category


@router.get("/{number}", response=s.CaseOut)
def view_case(request: StaffRequest, number: str) -> Any:
    """One case as it stands."""
    return case_for(request.user, number)


@router.get("/{number}/messages", response=list[s.MessageOut])
@paginate(Pages)
def list_messages(request: StaffRequest, number: str) -> Any:
    """What was said and written in a case, in order."""
    return case_for(request.user, number).messages.select_related("author")


@router.post("/{number}/messages", response={201: s.MessageOut})
def add_customer_message(request: StaffRequest, number: str, body: s.CustomerMessage) -> Any:
    """Record what the customer said."""
    case = case_for(request.user, number, "cases.add_customer_message")
    return Status(201, actions.add_customer_message(case, actor=request.user, at=timezone.now(), **body.dict()))


@router.post("/{number}/review", response=dict[str, Any])
def review_draft(request: StaffRequest, number: str, body: s.Draft) -> Any:
    """Judge a draft without sending it (engine contract)."""
    case = case_for(request.user, number, "replies.review_draft")
    return review(case, draft=body.text, offers=body.offers, actor=request.user, at=timezone.now()).as_dict()


@router.post("/{number}/replies", response={201: s.MessageOut})
def send_reply(request: StaffRequest, number: str, body: s.Reply) -> Any:
    """Check and send a reply; 409 with the review when it must not leave."""
    case = case_for(request.user, number, "replies.send_reply")
    return Status(201, send_checked_reply(case, actor=request.user, at=timezone.now(), **body.dict()))


@router.post("/{number}/notes", response={201: s.MessageOut})
def write_note(request: StaffRequest, number: str, body: s.Note) -> Any:
    """Write a note that only staff see."""
    case = case_for(request.user, number, "cases.write_note")
    return Status(201, actions.write_note(case, actor=request.user, at=timezone.now(), **body.dict()))
