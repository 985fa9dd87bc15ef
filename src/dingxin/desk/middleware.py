"""What happens around every page: the language, and refusals shown as answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404
from django.shortcuts import render
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme

from dingxin.audit.refusal import Refused

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

    GetResponse = Callable[[HttpRequest], HttpResponse]

UNPROCESSABLE = 422


def language(get_response: GetResponse) -> GetResponse:
    """Speak Simplified Chinese, or the language chosen with one click; what the browser prefers does not count."""
    known = dict(settings.LANGUAGES)

    def middleware(request: HttpRequest) -> HttpResponse:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, settings.LANGUAGE_CODE)
        with translation.override(chosen if chosen in known else settings.LANGUAGE_CODE):
            request.LANGUAGE_CODE = translation.get_language()
            return get_response(request)

    return middleware


class refusals:  # noqa: N801  named like the function above: both are listed in the settings
    """Show a refusal that no form took as a page of its own (422), and what may not be seen as not found (404)."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Hand the request on; an address with NUL, which no database takes, leads nowhere."""
        if "\x00" in request.path:
            raise Http404
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Answer what was raised in a view."""
        if isinstance(error, Refused):
            back = request.META.get("HTTP_REFERER", "")
            if not url_has_allowed_host_and_scheme(back, {request.get_host()}):
                back = "/"
            return render(request, "desk/refused.html", {"text": str(error), "back": back}, status=UNPROCESSABLE)
        if isinstance(error, ObjectDoesNotExist):
            raise Http404 from error
        return None
