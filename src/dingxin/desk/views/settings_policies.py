"""Settings: policies, tried before they are kept, and the limits of law."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dingxin.audit.refusal import Refused
from dingxin.clocks import actions
from dingxin.clocks.duties import policy_list
from dingxin.clocks.law import limits
from dingxin.clocks.models import Policy
from dingxin.desk.forms.policies import JurisdictionForm, PolicyForm, TermSet, first_terms, jurisdictions
from dingxin.desk.views.doors import UNPROCESSABLE, allowed, done, posted, refuse

if TYPE_CHECKING:
    from django.http import HttpResponse

    from dingxin.clocks.moving import Moves
    from dingxin.requests import StaffRequest

MANAGE = "clocks.manage_policies"


@allowed(MANAGE)
@require_safe
def list_policies(request: StaffRequest) -> HttpResponse:
    """List the policies in the order in which they are asked, and whose law each branch stands under."""
    return _list(request, JurisdictionForm())


def _list(request: StaffRequest, form: JurisdictionForm) -> HttpResponse:
    context = {"policies": policy_list(), "form": form, "jurisdictions": jurisdictions()}
    return render(request, "desk/settings/policies.html", context, status=UNPROCESSABLE if form.errors else 200)


@allowed(MANAGE)
@require_POST
def set_jurisdiction(request: StaffRequest) -> HttpResponse:
    """Say whose law a branch stands under."""
    form = JurisdictionForm(request.POST)
    if done(form, lambda fields: actions.set_jurisdiction(actor=request.user, at=timezone.now(), **fields)):
        messages.success(request, _("The details are saved."))
        return redirect("list_policies")
    return _list(request, form)


@allowed(MANAGE)
@require_safe
def list_limits(request: StaffRequest) -> HttpResponse:
    """List the limits of time set by law, with their source."""
    return render(request, "desk/settings/limits.html", {"limits": list(limits().values())})


@allowed(MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def create_policy(request: StaffRequest) -> HttpResponse:
    """Create a policy, or try one."""
    return _edit(request, None)


@allowed(MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def update_policy(request: StaffRequest, pk: int) -> HttpResponse:
    """Change a policy, or try a change."""
    return _edit(request, get_object_or_404(Policy, pk=pk))


def _edit(request: StaffRequest, policy: Policy | None) -> HttpResponse:
    """Keep what was written where it is confirmed; show what it would move where it is to be tried."""
    form = PolicyForm(posted(request), policy=policy)
    terms = TermSet(posted(request), initial=first_terms(policy), prefix="terms")
    trial: Moves | None = None
    if request.method == "POST" and form.is_valid() & terms.is_valid():
        try:
            if "try" in request.POST:
                trial = _tried(request, policy, form, terms)
            else:
                _kept(request, policy, form, terms)
                return redirect("list_policies")
        except Refused as error:
            refuse(form, error)
    wrong = form.errors or (terms.is_bound and not terms.is_valid())
    context = {"policy": policy, "form": form, "terms": terms, "trial": trial}
    return render(request, "desk/settings/policy.html", context, status=UNPROCESSABLE if wrong else 200)


def _tried(request: StaffRequest, policy: Policy | None, form: PolicyForm, terms: TermSet) -> Moves:  # type: ignore[valid-type]  # a class made at run time
    given = form.cleaned_data
    return actions.try_policy(policy, terms=terms.given(), actor=request.user, at=timezone.now(), **given)  # type: ignore[attr-defined]  # the same


def _kept(request: StaffRequest, policy: Policy | None, form: PolicyForm, terms: TermSet) -> None:  # type: ignore[valid-type]  # a class made at run time
    change = {"terms": terms.given(), "actor": request.user, "at": timezone.now(), **form.cleaned_data}  # type: ignore[attr-defined]  # the same
    if policy is None:
        actions.create_policy(**change)
    else:
        actions.update_policy(policy, **change)
    messages.success(request, _("The policy is saved; the clocks that run move with it."))
