"""Files that leave, and bodies that come in: neither is ever held in memory as a whole."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from asgiref.sync import sync_to_async
from django.conf import settings
from django.core.handlers.asgi import ASGIRequest
from django.http import StreamingHttpResponse
from django.utils.http import content_disposition_header

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping

    from django.http import HttpRequest

    Message = Mapping[str, Any]
    Receive = Callable[[], Awaitable[Message]]
    Send = Callable[[Message], Awaitable[None]]
    Application = Callable[[dict[str, Any], Receive, Send], Awaitable[None]]

SANDBOX = "sandbox; default-src 'none'"
AROUND_FILES = 2 * 1024 * 1024  # the fields of a form and the lines between its parts
TOO_LARGE = 413


def attachment(
    request: HttpRequest, chunks: Iterator[bytes], *, name: str, media_type: str, size: int | None = None
) -> StreamingHttpResponse:
    """Give a file that a browser keeps and never opens in our name: as attachment, not sniffed, in a sandbox, in no cache."""
    whole = _asynchronous(chunks) if isinstance(request, ASGIRequest) else chunks
    response = StreamingHttpResponse(whole, content_type=media_type)
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"  # noqa: FBT003  Django's own
    response["Content-Security-Policy"] = SANDBOX
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "private, no-store"
    if size is not None:
        response["Content-Length"] = str(size)
    return response


async def _asynchronous(chunks: Iterator[bytes]) -> AsyncIterator[bytes]:
    """Read pieces one by one in a thread: the server would gather a plain iterator in memory first."""
    following = sync_to_async(partial(next, chunks, None), thread_sensitive=False)
    while (chunk := await following()) is not None:
        yield chunk


def limited(application: Application) -> Application:
    """Let no body in that is larger than a file of evidence: one that is announced is answered 413, another one is cut off."""

    async def guarded(scope: dict[str, Any], receive: Receive, send: Send) -> None:
        most = settings.EVIDENCE_MAX_BYTES + AROUND_FILES
        if scope["type"] != "http":
            await application(scope, receive, send)
        elif _announced(scope) > most:
            await _refuse(send)
        else:
            await application(scope, _counted(receive, most), send)

    return guarded


def _announced(scope: Message) -> int:
    said = dict(scope["headers"]).get(b"content-length", b"0")
    return int(said) if said.isdigit() else 0


def _counted(receive: Receive, most: int) -> Receive:
    """Give a receiver that hangs up once more than ``most`` bytes came."""
    seen = 0

    async def counted() -> Message:
        nonlocal seen
        message = await receive()
        seen += len(message.get("body", b""))
        return {"type": "http.disconnect"} if seen > most else message

    return counted


async def _refuse(send: Send) -> None:
    most = settings.EVIDENCE_MAX_BYTES // (1024 * 1024)
    words = f"文件太大，最多 {most} MB，没有保存。\nToo large: at most {most} MB. Nothing was kept.\n".encode()
    headers = [
        (b"content-type", b"text/plain; charset=utf-8"),
        (b"content-length", str(len(words)).encode()),
        (b"connection", b"close"),
    ]
    await send({"type": "http.response.start", "status": TOO_LARGE, "headers": headers})
    await send({"type": "http.response.body", "body": words})
