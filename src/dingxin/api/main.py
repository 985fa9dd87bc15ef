"""The JSON API: the same verbs as the pages, through the same doors to the same actions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ObjectDoesNotExist, PermissionDenied, RequestDataTooBig
from django.http import JsonResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.throttling import AuthRateThrottle

from dingxin.api import moves  # noqa: F401  adds its operations to the router of cases
from dingxin.api.auth import session_auth, token_auth
from dingxin.api.cases import router as cases
from dingxin.api.customers import router as customers
from dingxin.api.events import router as events
from dingxin.api.parsing import JsonParser
from dingxin.audit.refusal import Refused
from dingxin.replies.actions import Stopped

if TYPE_CHECKING:
    from django.http import HttpRequest

BAD_REQUEST = 400

api = NinjaAPI(
    title="Dingxin",
    version="1",
    auth=[session_auth, token_auth],
    parser=JsonParser(),
    urls_namespace="api",
    throttle=[AuthRateThrottle("6000/m")],
)
api.add_router("/cases", cases)
api.add_router("/customers", customers)
api.add_router("/events", events)


def _problem(status: int, title: str, detail: str, **more: object) -> JsonResponse:
    body = {"type": "about:blank", "status": status, "title": title, "detail": detail, **more}
    return JsonResponse(body, status=status, content_type="application/problem+json")


@api.exception_handler(Refused)
def refused(_request: HttpRequest, error: Refused) -> JsonResponse:
    """Answer what the rules do not allow; a stopped reply comes with its review."""
    more = {"review": error.review.as_dict()} if isinstance(error, Stopped) else {}
    return _problem(409, _("Refused"), str(error), field=error.field, **more)


@api.exception_handler(ObjectDoesNotExist)
def not_found(_request: HttpRequest, _error: ObjectDoesNotExist) -> JsonResponse:
    """Answer for what is not there, or not for these eyes."""
    return _problem(404, _("Not found"), _("There is nothing here that you may see."))


@api.exception_handler(PermissionDenied)
def forbidden(_request: HttpRequest, error: PermissionDenied) -> JsonResponse:
    """Answer for what may be seen but not done."""
    return _problem(403, _("Not allowed"), _("Your role does not allow this."), permission=str(error))


@api.exception_handler(AuthenticationError)
def unauthenticated(_request: HttpRequest, _error: AuthenticationError) -> JsonResponse:
    """Answer for strangers."""
    return _problem(401, _("Not signed in"), _("Sign in, or send a token: Authorization: Bearer …"))


@api.exception_handler(ValidationError)
def invalid(_request: HttpRequest, error: ValidationError) -> JsonResponse:
    """Answer for a request that is not of the form described, naming each place."""
    places = [{"where": ".".join(map(str, item["loc"])), "what": item["msg"]} for item in error.errors]
    return _problem(422, _("Not understood"), "; ".join(f"{item['where']}: {item['what']}" for item in places), errors=places)


@api.exception_handler(HttpError)
def broken(_request: HttpRequest, error: HttpError) -> JsonResponse:
    """Answer for a body that cannot be read (broken JSON, another encoding, too long), or for too many calls."""
    if isinstance(error.__cause__, RequestDataTooBig):
        return _problem(413, _("Not understood"), _("The body is too long: at most 8 MB."))
    detail = _("The body is not JSON in UTF-8 or GBK.") if error.status_code == BAD_REQUEST else str(error)
    return _problem(error.status_code, _("Not understood"), detail)
