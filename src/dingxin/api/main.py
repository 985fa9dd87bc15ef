"""The JSON API: the same verbs as the pages, through the same doors to the same actions."""

from __future__ import annotations

from logging import getLogger
from typing import TYPE_CHECKING

from django.core.exceptions import ObjectDoesNotExist, PermissionDenied, RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import JsonResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.throttling import AuthRateThrottle

from dingxin.api import agreements, clocks, moves, stand  # noqa: F401  they add their operations to the router of cases
from dingxin.api.approvals import router as authority
from dingxin.api.auth import session_auth, token_auth
from dingxin.api.calendars import router as calendars
from dingxin.api.cases import router as cases
from dingxin.api.customers import router as customers
from dingxin.api.deck import router as remedies
from dingxin.api.escalation import router as ladder
from dingxin.api.events import router as events
from dingxin.api.evidence import router as malice_reviews
from dingxin.api.fairness import router as fairness
from dingxin.api.followup import router as callbacks
from dingxin.api.hall import router as hall
from dingxin.api.overview import router as overview
from dingxin.api.parsing import JsonParser
from dingxin.api.people import router as people
from dingxin.api.policies import promises
from dingxin.api.policies import router as policies
from dingxin.api.recovery import router as recovery
from dingxin.api.routing import router as routing
from dingxin.audit.refusal import Refused
from dingxin.logs import first_line
from dingxin.replies.actions import Stopped

if TYPE_CHECKING:
    from django.http import HttpRequest

logger = getLogger(__name__)

api = NinjaAPI(
    title="Dingxin",
    version="1",
    auth=[token_auth, session_auth],
    parser=JsonParser(),
    urls_namespace="api",
    throttle=[AuthRateThrottle("6000/m")],
)
api.add_router("/cases", cases)
api.add_router("/customers", customers)
api.add_router("/events", events)
api.add_router("", overview)
api.add_router("", authority)
api.add_router("", fairness)
api.add_router("/people", people)
api.add_router("/routing-rules", routing)
api.add_router("/policies", policies)
api.add_router("/promises", promises)
api.add_router("/calendars", calendars)
api.add_router("/ladder", ladder)
api.add_router("/callbacks", callbacks)
api.add_router("/hall", hall)
api.add_router("/remedies", remedies)
api.add_router("/malice-reviews", malice_reviews)
api.add_router("/recovery", recovery)


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
    """Answer for a body that cannot be read (broken JSON, another encoding), a form key that is missing, or too many calls."""
    details = {
        400: _("The body is not JSON in UTF-8 or GBK."),
        403: _("Send the form key of your session (X-CSRFToken), or a token: Authorization: Bearer …"),
    }
    return _problem(error.status_code, _("Not understood"), details.get(error.status_code, str(error)))


@api.exception_handler(RequestDataTooBig)
def too_long(_request: HttpRequest, _error: RequestDataTooBig) -> JsonResponse:
    """Answer for a body that nobody could have typed."""
    return _problem(413, _("Not understood"), _("The body is too long: at most 8 MB."))


@api.exception_handler(OperationalError)
@api.exception_handler(InterfaceError)
def unavailable(_request: HttpRequest, error: OperationalError | InterfaceError) -> JsonResponse:
    """Answer when the database cannot work now: a full disk, a lock that is held too long, a server that is away."""
    logger.error("The database cannot work now: %s", first_line(error))
    return _problem(
        503, _("Not possible now"), _("Nothing was kept of this request: the database cannot work now. Try again soon.")
    )
