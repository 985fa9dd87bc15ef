"""Live updates as server-sent events: each one a hint to fetch again."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING

from django.core.handlers.asgi import ASGIRequest
from django.db import connection
from django.http import HttpResponse, StreamingHttpResponse
from django.views.decorators.http import require_GET

from dingxin.cases.queries import case_for
from dingxin.desk.feed import Listener, feed, newest_event
from dingxin.desk.views.doors import signed_in

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from django.http.response import HttpResponseBase

    from dingxin.requests import StaffRequest

LIFE_S = 300.0  # then the browser connects again, and its permission is looked at again
BEAT_S = 20.0
RETRY_MS = 3000
LONGEST_ID = 18
NO_CONTENT = 204


@signed_in
@require_GET
def live_inbox(request: StaffRequest) -> HttpResponseBase:
    """Tell when a case changes that this person may see."""
    return _stream(request, Listener(request.user, None))


@signed_in
@require_GET
def live_case(request: StaffRequest, number: str) -> HttpResponseBase:
    """Tell when this case changes."""
    return _stream(request, Listener(request.user, case_for(request.user, number).pk))


def _stream(request: StaffRequest, listener: Listener) -> HttpResponseBase:
    newest = newest_event()
    connection.close()  # the answer lasts for minutes and needs no database
    if not isinstance(request, ASGIRequest):  # a server that cannot stream: 204 tells the browser not to ask again
        return HttpResponse(status=NO_CONTENT)
    response = StreamingHttpResponse(_hints(listener, _last_heard(request), newest), content_type="text/event-stream")
    response["Cache-Control"] = "no-store"
    response["X-Accel-Buffering"] = "no"
    return response


def _last_heard(request: StaffRequest) -> int | None:
    """Give the event the page heard of last, as the browser or the page says; None for nonsense."""
    said = request.headers.get("Last-Event-ID") or request.GET.get("after", "")
    return int(said) if said.isascii() and said.isdigit() and len(said) <= LONGEST_ID else None


async def _hints(listener: Listener, heard: int | None, newest: int) -> AsyncIterator[str]:
    """Give the hints of one connection, with a heartbeat where nothing happens."""
    loop = asyncio.get_running_loop()
    end = loop.time() + LIFE_S
    feed.join(listener)
    try:
        yield f"retry: {RETRY_MS}\n\n"
        if heard is not None and heard < newest:
            yield _hint(newest)
        while (left := end - loop.time()) > 0:
            try:
                yield _hint(await asyncio.wait_for(listener.hints.get(), min(BEAT_S, left)))
            except TimeoutError:
                yield ": beat\n\n"
    finally:
        feed.leave(listener)


def _hint(event_id: int) -> str:
    return f"id: {event_id}\nevent: changed\ndata: {json.dumps({'event': event_id})}\n\n"
