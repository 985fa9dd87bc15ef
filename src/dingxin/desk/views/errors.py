"""What cannot be answered, as a page that says why and what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.shortcuts import render

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

BAD_REQUEST, TOO_LARGE = 400, 413
MEGABYTE = 1024 * 1024


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer what could not be read: a form that is too large, or a broken one."""
    if isinstance(exception, RequestDataTooBig):
        most = (settings.DATA_UPLOAD_MAX_MEMORY_SIZE or 0) // MEGABYTE
        return render(request, "413.html", {"most": most}, status=TOO_LARGE)
    return render(request, "400.html", status=BAD_REQUEST)
