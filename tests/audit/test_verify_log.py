"""``dingxin verify-log`` finds every way in which the log can be tampered with, and nothing where it is whole."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection

import make
from dingxin.accounts.models import HeatBorne
from dingxin.audit.models import Chain, Event
from dingxin.cases.models import Case

GUARDS = {
    "sqlite": ["DROP TRIGGER audit_event_no_update", "DROP TRIGGER audit_event_no_delete"],
    "postgresql": ["ALTER TABLE audit_event DISABLE TRIGGER USER"],
}


def sql(statement: str, **values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def verify() -> tuple[int, str]:
    out = StringIO()
    try:
        call_command("verify_log", stdout=out)
    except SystemExit as stop:
        return int(stop.code), out.getvalue()
    return 0, out.getvalue()


@pytest.fixture
def case(committed_db, cast) -> Case:
    """A case with five events, another beside it, and nothing that guards the log any more."""
    made = make.case(cast.lin)
    make.note(made)
    make.note(made)
    make.message(made)
    make.case(cast.zhao)
    for statement in GUARDS[connection.vendor]:
        sql(statement)
    return made


def last_seq(case: Case) -> int:
    return Event.objects.filter(case=case).order_by("seq").last().seq


def test_a_whole_log_is_whole(case):
    status, said = verify()
    assert status == 0
    assert str(Event.objects.count()) in said
    assert str(Chain.objects.count()) in said


def test_an_empty_database_is_whole(committed_db):
    assert verify()[0] == 0


@pytest.mark.parametrize(
    "change",
    [
        "kind = 'case.closed'",
        "at = '2020-01-01 00:00:00+00:00'",
        "data = '{\"message\": 999}'",
        "actor_id = (SELECT MAX(id) FROM accounts_staff)",
        "hash = '00'",
        "previous = '00'",
    ],
)
def test_a_changed_event_is_found(case, change):
    sql("UPDATE audit_event SET " + change + " WHERE case_id = %(case)s AND seq = 3", case=case.pk)  # noqa: S608  our own list
    status, said = verify()
    assert status == 1
    assert f"{case.pk}" in said
    assert "3" in said


def test_a_removed_event_is_found(case):
    sql("DELETE FROM audit_event WHERE case_id = %(case)s AND seq = 2", case=case.pk)
    assert verify()[0] == 1


def test_a_cut_tail_is_found(case):
    sql("DELETE FROM audit_event WHERE case_id = %(case)s AND seq = %(seq)s", case=case.pk, seq=last_seq(case))
    assert verify()[0] == 1


def test_a_cut_tail_is_found_though_the_head_of_the_chain_was_set_back(case):
    seq = last_seq(case)
    before = Event.objects.get(case=case, seq=seq - 1)
    sql("DELETE FROM audit_event WHERE case_id = %(case)s AND seq = %(seq)s", case=case.pk, seq=seq)
    Chain.objects.filter(pk=str(case.pk)).update(seq=before.seq, head=before.hash)
    assert verify()[0] == 1


def test_an_emptied_chain_is_found(case):
    sql("DELETE FROM audit_event WHERE case_id = %(case)s", case=case.pk)
    assert verify()[0] == 1


def test_an_emptied_chain_is_found_though_its_head_went_with_it(case):
    sql("DELETE FROM audit_event WHERE case_id = %(case)s", case=case.pk)
    Chain.objects.filter(pk=str(case.pk)).delete()
    status, said = verify()
    assert status == 1
    assert case.number in said


def test_the_emptied_chain_of_the_house_is_found(case):
    sql("DELETE FROM audit_event WHERE case_id IS NULL")
    Chain.objects.filter(pk="house").delete()
    assert verify()[0] == 1


def test_an_added_event_is_found(case):
    last = Event.objects.filter(case=case).order_by("seq").last()
    last.pk, last.seq, last.previous = None, last.seq + 1, last.hash
    last.save(force_insert=True)
    assert verify()[0] == 1


def test_events_that_changed_places_are_found(case):
    for here, there in ((2, 900), (3, 2), (900, 3)):
        sql(
            "UPDATE audit_event SET seq = %(there)s WHERE case_id = %(case)s AND seq = %(here)s",
            case=case.pk,
            here=here,
            there=there,
        )
    assert verify()[0] == 1


def test_an_event_that_moved_to_another_case_is_found(case):
    other = Case.objects.exclude(pk=case.pk).get()
    sql(
        "UPDATE audit_event SET case_id = %(other)s, seq = 300 WHERE case_id = %(case)s AND seq = %(seq)s",
        other=other.pk, case=case.pk, seq=last_seq(case),
    )  # fmt: skip
    assert verify()[0] == 1


def test_a_case_taken_out_with_all_that_belongs_to_it_is_found(case):
    sql("DELETE FROM audit_event WHERE case_id = %(case)s", case=case.pk)
    Chain.objects.filter(pk=str(case.pk)).delete()
    HeatBorne.objects.filter(message__case=case).delete()
    for rows in (case.facts, case.demands, case.needs, case.messages):
        rows.all().delete()
    Case.objects.filter(pk=case.pk).delete()
    status, said = verify()
    assert status == 1
    assert case.number in said


def test_a_case_put_in_by_hand_is_found(case):
    case.pk, case.number, case.external_id = None, "20200101-0001", None
    case.save(force_insert=True)
    status, said = verify()
    assert status == 1
    assert "20200101-0001" in said
