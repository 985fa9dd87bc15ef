"""The customer's verdict by a link. Looking at the page does nothing; only a press of a button counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from dingxin.audit.refusal import Refused
from dingxin.followup.actions import answer_survey
from dingxin.followup.models import Discontent
from dingxin.followup.queries import survey_by_token

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from dingxin.followup.models import Survey

OK, UNPROCESSABLE, GONE, MISSING = 200, 422, 410, 404
ANSWERS = {"yes": True, "no": False}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def survey(request: HttpRequest, token: str) -> HttpResponse:
    """Ask, or take the answer."""
    found = survey_by_token(token)
    if found is None:
        return _page(request, None, status=MISSING)
    if request.method != "POST":
        return _page(request, found)
    answer = ANSWERS.get(request.POST.get("content", ""))
    if answer is None:
        return _page(request, found, status=UNPROCESSABLE, unclear=True)
    words, cause = request.POST.get("words", "").replace("\x00", ""), request.POST.get("cause", "")
    try:
        answer_survey(found, content=answer, cause=cause, words=words, at=timezone.now())
    except Refused:
        return _page(request, found, status=GONE)
    return redirect("survey", token)


def _page(request: HttpRequest, found: Survey | None, *, status: int = OK, unclear: bool = False) -> HttpResponse:
    """Show the page; nothing of the case stands on it but what the customer knows: our name and the day."""
    context = {
        "survey": found, "open": bool(found and found.is_open(timezone.now())), "causes": Discontent.choices, "unclear": unclear,
    }  # fmt: skip
    response = render(request, "portal/survey.html", context, status=status)
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
