"""Which branch a page of presence is about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.http import Http404

from dingxin.accounts.queries import branch_list

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from dingxin.accounts.models import Branch, Staff
    from dingxin.requests import StaffRequest

LONGEST_ID = 18


def branches_for(user: Staff) -> QuerySet[Branch]:
    """Give the branches this person may choose from."""
    found = branch_list().filter(is_active=True)
    return found if user.sees_every_branch else found.filter(pk=user.branch_id or 0)


def branch_of(request: StaffRequest, permission: str) -> Branch:
    """Give the branch that ``branch=`` asks for, one's own or the first where none is.

    Raises:
        Http404: it is not there for this person.
        PermissionDenied: they may not do this there.

    """
    typed, choice = request.GET.get("branch", ""), branches_for(request.user)
    if typed:
        branch = (
            choice.filter(pk=int(typed)).first() if typed.isascii() and typed.isdigit() and len(typed) <= LONGEST_ID else None
        )
        if branch is None:
            raise Http404
    else:
        branch = choice.filter(pk=request.user.branch_id or 0).first() or choice.first()
    if branch is None or not request.user.has_perm(permission, branch):
        raise PermissionDenied(permission)
    return branch


def branch_or_house(request: StaffRequest) -> Branch | None:
    """Give the branch that ``branch=`` asks for; the whole house for those who see it all and ask for none.

    Raises:
        Http404: it is not there for this person.
        PermissionDenied: they belong to no branch and do not see the house.

    """
    user, typed = request.user, request.GET.get("branch", "")
    if not typed:
        if not user.sees_every_branch and user.branch is None:
            raise PermissionDenied
        return None if user.sees_every_branch else user.branch
    known = typed.isascii() and typed.isdigit() and len(typed) <= LONGEST_ID
    branch = branches_for(user).filter(pk=int(typed)).first() if known else None
    if branch is None:
        raise Http404
    return branch
