"""What every page does at its door: who comes in, which page of a list, and how a refusal goes onto the form."""

from __future__ import annotations

from dataclasses import dataclass
from functools import wraps
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_POST
from django_htmx.http import HttpResponseClientRedirect

from dingxin.audit.refusal import Refused

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.db.models import QuerySet
    from django.forms import Form
    from django.http import HttpResponse
    from django.http.response import HttpResponseBase
    from django.urls import URLPattern

    from dingxin.requests import StaffRequest

    View = Callable[..., HttpResponseBase]

T = TypeVar("T")
OK, UNPROCESSABLE = 200, 422
PAGE_ROWS = 50
LAST_PAGE = 4000


def signed_in(view: View) -> View:
    """Let nobody in who is not signed in; they come back here afterwards. A part of a page sends the whole page to sign in."""

    @wraps(view)
    def guarded(request: StaffRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated:
            return view(request, *args, **kwargs)
        if request.htmx:
            back = request.htmx.current_url_abs_path or "/"
            return HttpResponseClientRedirect(redirect_to_login(back).url)
        return redirect_to_login(request.get_full_path() if request.method == "GET" else "/")

    return guarded


def verb(route: str, view: View) -> URLPattern:
    """Give the address of a verb: POST only, for those who are signed in."""
    return path(route, signed_in(require_POST(view)), name=view.__name__)


def allowed(permission: str) -> Callable[[View], View]:
    """Let only those in who have a permission that concerns no single row (403 for the others)."""

    def wrap(view: View) -> View:
        @signed_in
        @wraps(view)
        def guarded(request: StaffRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.has_perm(permission):
                raise PermissionDenied(permission)
            return view(request, *args, **kwargs)

        return guarded

    return wrap


def refuse(form: Form, error: Refused) -> None:
    """Put the text of a refusal onto the form, at its field where it names one."""
    form.add_error(error.field if error.field in form.fields else None, str(error))


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """One page of a list, found without counting the list."""

    rows: list[T]
    number: int
    has_next: bool

    @property
    def has_previous(self) -> bool:
        """Whether there is a page before."""
        return self.number > 1

    @property
    def previous(self) -> int:
        """The number of the page before."""
        return self.number - 1

    @property
    def next(self) -> int:
        """The number of the page after."""
        return self.number + 1


def paged(rows: QuerySet[Any], request: StaffRequest, *, size: int = PAGE_ROWS) -> Page[Any]:
    """Give the page that the address asks for with ``page=``; the first one where it asks for nonsense.

    Two queries: the ids are sorted alone, because sorting whole joined rows of a large house takes several times as long.
    """
    number = _number(request)
    start = (number - 1) * size
    ids = list(rows.values_list("pk", flat=True)[start : start + size + 1])
    shown = {row.pk: row for row in rows.order_by().filter(pk__in=ids[:size])}
    return Page([shown[pk] for pk in ids[:size] if pk in shown], number, len(ids) > size)


def cut(rows: list[T], request: StaffRequest, *, size: int = PAGE_ROWS) -> Page[T]:
    """Give the page that the address asks for of a list that is at hand; the first one where it asks for nonsense."""
    number = _number(request)
    start = (number - 1) * size
    return Page(rows[start : start + size], number, len(rows) > start + size)


def _number(request: StaffRequest) -> int:
    typed = request.GET.get("page", "")[:6]
    return min(int(typed), LAST_PAGE) if typed.isascii() and typed.isdigit() and int(typed) else 1


def posted(request: StaffRequest) -> Any:
    """Give what a form was filled with, None where the page is only looked at."""
    return request.POST if request.method == "POST" else None


def done(form: Form, action: Callable[[dict[str, Any]], object]) -> bool:
    """Run the action of a form that was sent and filled well; what is refused goes onto the form. Say whether it is done."""
    if not form.is_valid():
        return False
    try:
        action(form.cleaned_data)
    except Refused as error:
        refuse(form, error)
    return not form.errors


def form_page(request: StaffRequest, template: str, form: Form, **context: Any) -> HttpResponse:
    """Show a page with its form: 422 and the kept input where something was wrong."""
    return render(request, template, {"form": form, **context}, status=UNPROCESSABLE if form.errors else OK)
