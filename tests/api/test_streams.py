"""No body is let in that nobody may keep, and no file is gathered in memory on its way out."""

from __future__ import annotations

import asyncio

import pytest
from django.core.handlers.asgi import ASGIRequest

from dingxin import streams


def scope(*headers):
    return {"type": "http", "method": "POST", "path": "/", "headers": list(headers), "query_string": b""}


def ask(settings, sent, *headers):
    """Run a body through the gate: what was answered, and what the application got of it."""
    settings.EVIDENCE_MAX_BYTES = 0
    answered, got, bodies = [], [], iter(sent)

    async def receive():
        return {"type": "http.request", "body": next(bodies), "more_body": True}

    async def send(message):
        answered.append(message)

    async def application(_scope, receive, _send):
        got.extend([(await receive())["type"] for _body in sent])

    asyncio.run(streams.limited(application)(scope(*headers), receive, send))
    return answered, got


def test_a_body_that_is_announced_as_too_large_is_answered_at_once(settings):
    answered, got = ask(settings, [b""], (b"content-length", str(streams.AROUND_FILES + 1).encode()))
    assert answered[0]["status"] == 413
    assert "太大" in answered[1]["body"].decode()
    assert got == []


@pytest.mark.parametrize("headers", [[], [(b"content-length", b"5")], [(b"content-length", b"many")]])
def test_a_body_that_turns_out_too_large_is_cut_off(settings, headers):
    half = bytes(streams.AROUND_FILES // 2)
    answered, got = ask(settings, [half, half, b"x"], *headers)
    assert answered == []
    assert got == ["http.request", "http.request", "http.disconnect"]


def test_a_file_is_read_piece_by_piece_while_it_is_sent():
    read = []

    def chunks():
        for number in range(3):
            read.append(number)
            yield b"%d" % number

    async def first_two():
        request = ASGIRequest(scope(), None)
        response = streams.attachment(request, chunks(), name="a.bin", media_type="application/octet-stream")
        assert response.is_async
        whole = aiter(response)
        return [await anext(whole), await anext(whole)]

    assert asyncio.run(first_two()) == [b"0", b"1"]
    assert read == [0, 1]
