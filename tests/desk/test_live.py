"""Live updates: a hint for those who may see what changed, for as long as they look."""

from __future__ import annotations

import asyncio

import pytest
from asgiref.sync import sync_to_async
from django.db import connection, connections
from django.test import AsyncClient, Client

import make
from dingxin.audit.kinds import Kind
from dingxin.audit.models import Event
from dingxin.desk import feed as feeds
from dingxin.desk.feed import Feed, Listener, newest_event
from dingxin.desk.views import live


@pytest.fixture(autouse=True)
def _quick(monkeypatch):
    monkeypatch.setattr(feeds, "PAUSE_S", 0.02)
    monkeypatch.setattr(live, "BEAT_S", 0.05)
    monkeypatch.setattr(live, "LIFE_S", 0.4)


async def look_at(user, path, meanwhile=None, **headers):
    """Give what is sent to somebody who looks at this address while something happens."""
    client = AsyncClient()
    await sync_to_async(_forget)()
    await client.aforce_login(user)
    response = await client.get(path, headers=headers)
    assert response["Content-Type"] == "text/event-stream"
    parts = []
    async for part in response.streaming_content:
        parts.append(part.decode())
        if len(parts) == 1 and meanwhile:
            await asyncio.sleep(0.1)
            await asyncio.to_thread(_here, meanwhile)
    await sync_to_async(_forget)()
    return "".join(parts)


def _forget():
    """Let the thread of the views know nothing of the database of another test."""
    connections["default"].close()
    del connections["default"]


def _here(function, *args):
    """Run in a thread and leave no connection behind."""
    try:
        function(*args)
    finally:
        connection.close()


def test_the_inbox_hears_of_a_change_it_may_see(committed_db, cast):
    case = make.case(cast.lin)
    heard = asyncio.run(look_at(cast.qiao, "/live/", lambda: make.note(case)))
    assert "event: changed" in heard
    assert heard.startswith("retry: ")


def test_the_inbox_hears_nothing_of_another_branch(committed_db, cast):
    case = make.case(cast.lin)
    heard = asyncio.run(look_at(cast.zhao, "/live/", lambda: make.note(case)))
    assert "changed" not in heard
    assert ": beat" in heard


def test_a_case_hears_of_itself_and_not_of_its_neighbour(committed_db, cast):
    case, other = make.case(cast.lin), make.case(cast.lin)
    assert "changed" in asyncio.run(look_at(cast.lin, f"/live/{case.number}/", lambda: make.note(case)))
    assert "changed" not in asyncio.run(look_at(cast.lin, f"/live/{case.number}/", lambda: make.note(other)))


def test_who_comes_back_is_told_at_once_of_what_they_missed(committed_db, cast):
    before = newest_event()
    make.case(cast.lin)
    missed = asyncio.run(look_at(cast.lin, f"/live/?after={before}"))
    assert missed.split("\n\n")[1].startswith(f"id: {newest_event()}\nevent: changed")
    assert "changed" not in asyncio.run(look_at(cast.lin, "/live/", **{"Last-Event-ID": str(newest_event())}))


@pytest.mark.parametrize("after", ["x", "-1", "9" * 40, "", "%00"])
def test_nonsense_for_the_last_event_is_no_reason_to_hint(committed_db, cast, after):
    make.case(cast.lin)
    assert "changed" not in asyncio.run(look_at(cast.lin, f"/live/?after={after}"))


def test_strangers_hear_nothing(client, db):
    assert client.get("/live/").status_code == 302


def test_a_case_one_may_not_see_is_not_found(cast, client_of):
    case = make.case(cast.lin)
    assert client_of(cast.zhao).get(f"/live/{case.number}/").status_code == 404


def test_a_server_that_cannot_stream_says_that_there_is_nothing(cast, client_of):
    assert client_of(cast.lin).get("/live/").status_code == 204
    assert Client().get("/live/").status_code == 302


def test_one_poller_serves_all_and_rests_with_the_last(committed_db, cast):
    async def scene():
        feed, first, second = Feed(), Listener(cast.lin, None), Listener(cast.lin, None)
        alone = len(asyncio.all_tasks())
        feed.join(first)
        feed.join(second)
        assert len(asyncio.all_tasks()) == alone + 1
        feed.leave(first)
        await asyncio.sleep(0.05)
        assert len(asyncio.all_tasks()) == alone + 1
        feed.leave(second)
        await asyncio.sleep(0.05)
        assert len(asyncio.all_tasks()) == alone

    asyncio.run(scene())


def test_an_event_that_is_committed_late_is_still_noticed(cast):
    slow, quick = make.case(cast.lin), make.case(cast.lin)
    feed = Feed()
    feed.start()
    last = newest_event()

    def happens(pk, case):
        Event.objects.create(pk=pk, case=case, actor=cast.lin, kind=Kind.NOTE_WRITTEN, at=make.AT, seq=90, data={"message": 1})

    happens(last + 2, quick)
    assert feed.changed() == {quick.pk}
    happens(last + 1, slow)  # its number was drawn first, its transaction ended last
    assert feed.changed() == {slow.pk}
    assert feed.changed() == set()


def test_a_hint_that_waits_is_enough(cast):
    listener = Listener(cast.lin, None)
    listener.tell(1)
    listener.tell(2)
    assert listener.hints.qsize() == 1
