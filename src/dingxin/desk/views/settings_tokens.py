"""Settings: the tokens with which programs speak to the API."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from dingxin.accounts import actions
from dingxin.accounts.queries import staff_list
from dingxin.desk.forms.settings import TokenForm
from dingxin.desk.views.doors import UNPROCESSABLE, allowed, done

if TYPE_CHECKING:
    from django.http import HttpResponse

    from dingxin.requests import StaffRequest


@allowed("accounts.create_token")
@never_cache
@require_POST
def create_token(request: StaffRequest, pk: int) -> HttpResponse:
    """Create a token for a member of staff and show its secret, this once."""
    person = get_object_or_404(staff_list(), pk=pk)
    form, secrets = TokenForm(request.POST), []
    done(form, lambda fields: secrets.append(actions.create_token(person, actor=request.user, at=timezone.now(), **fields)))
    context = {"person": person, "form": form, "secret": secrets[0] if secrets else ""}
    return render(request, "desk/settings/token.html", context, status=UNPROCESSABLE if form.errors else 200)


@allowed("accounts.revoke_token")
@require_POST
def revoke_token(request: StaffRequest, pk: int, token: int) -> HttpResponse:
    """Take a token out of use."""
    found = get_object_or_404(get_object_or_404(staff_list(), pk=pk).tokens.all(), pk=token)
    actions.revoke_token(found, actor=request.user, at=timezone.now())
    messages.success(request, _("“%(label)s” opens nothing any more.") % {"label": found.label})
    return redirect("update_staff", pk)
