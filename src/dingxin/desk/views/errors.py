"""What cannot be answered, as a page that says why and what to do."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.shortcuts import render

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

BAD_REQUEST, TOO_LARGE, OUR_MISTAKE, UNAVAILABLE = 400, 413, 500, 503
RETRY_S = 10
MEGABYTE = 1024 * 1024


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer what could not be read: a form that is too large, or a broken one."""
    if isinstance(exception, RequestDataTooBig):
        most = (settings.DATA_UPLOAD_MAX_MEMORY_SIZE or 0) // MEGABYTE
        return render(request, "413.html", {"most": most}, status=TOO_LARGE)
    return render(request, "400.html", status=BAD_REQUEST)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer a mistake of ours; a database that cannot work now (full disk, long lock, server away) is told apart from one."""
    if isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        response = render(request, "503.html", status=UNAVAILABLE)
        response["Retry-After"] = str(RETRY_S)
        return response
    return render(request, "500.html", status=OUR_MISTAKE)
