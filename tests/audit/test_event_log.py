"""The event log is append-only, in the code and in the database itself."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction

import make
from dingxin.audit.actions import digest, draft, record
from dingxin.audit.carried import PAYLOADS
from dingxin.audit.kinds import Kind
from dingxin.audit.models import AppendOnlyError, Chain, Event
from dingxin.audit.sentences import SENTENCES

pytestmark = pytest.mark.django_db


def run(statement: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.parametrize("statement", ["UPDATE audit_event SET kind = 'case.closed'", "DELETE FROM audit_event"])
def test_the_database_refuses_to_change_or_remove_an_event(cast, statement):
    make.case(cast.lin)
    before = Event.objects.count()
    with pytest.raises(DatabaseError, match="append-only"):
        run(statement)
    assert Event.objects.count() == before


def test_postgresql_refuses_to_empty_the_table(committed_db, cast):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no TRUNCATE")
    with pytest.raises(DatabaseError, match="append-only"):
        run("TRUNCATE audit_event CASCADE")
    assert Event.objects.exists()


def test_the_code_refuses_to_change_or_remove_an_event(cast):
    with pytest.raises(AppendOnlyError):
        Event.objects.update(kind="case.closed")
    with pytest.raises(AppendOnlyError):
        Event.objects.all().delete()
    event = Event.objects.first()
    event.kind = "case.closed"
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        event.save()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        event.delete()


def test_each_event_carries_the_hash_of_the_one_before_it_on_its_case(cast):
    case, other = make.case(cast.lin), make.case(cast.zhao)
    make.note(case)
    make.note(other)
    events = list(Event.objects.filter(case=case).order_by("seq"))
    assert [event.seq for event in events] == [*range(1, len(events) + 1)]
    assert [event.previous for event in events] == ["", *(event.hash for event in events[:-1])]
    assert all(event.hash == digest(event) for event in events)
    chain = Chain.objects.get(pk=str(case.pk))
    assert (chain.seq, chain.head) == (len(events), events[-1].hash)


def test_the_hash_depends_on_the_key_of_the_house(cast, settings):
    event = Event.objects.first()
    settings.AUDIT_KEY = "another key"
    assert digest(event) != event.hash


def test_an_event_carries_exactly_what_its_kind_names(cast, at):
    case = make.case(cast.lin)
    with pytest.raises(TypeError, match="carries"):
        record(Kind.CASE_TAKEN, case=case, actor=cast.lin, at=at)
    with pytest.raises(TypeError, match="carries"):
        draft(Kind.CASE_TAKEN, case=case, actor=cast.lin, at=at, id=1, name="林小雨")


def test_every_kind_has_a_payload_and_a_sentence():
    assert set(PAYLOADS) == set(SENTENCES) == set(Kind)


def test_no_word_of_a_person_stands_in_the_log(cast):
    """Payloads hold ids, states and numbers, so that a person can be forgotten while the record stands."""
    case = make.case(cast.lin, of=make.customer(cast.lin, phone="19900001111", name="周慧兰"), text="我姓周，电话19900001111。")
    make.note(case, text="周女士要求明天回电。")
    for data in Event.objects.values_list("data", flat=True):
        assert not any(word in str(data) for word in ("周", "19900001111", "回电"))
