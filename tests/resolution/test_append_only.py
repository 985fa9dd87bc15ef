"""What was booked, kept, agreed, chosen and objected to stays as it was: by whatever statement, on either database."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, models, transaction

import make
from dingxin.audit.models import Event
from dingxin.evidence.models import Item
from dingxin.replies.actions import send_reply
from dingxin.resolution import actions
from dingxin.resolution.actions import Owed, Said
from dingxin.resolution.models import Agreement, Choice, Entry, Objection, Obligation, Posting
from granted import option

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("vault")]

REPLY = "给您添了麻烦，真是抱歉，换作是我也会着急。今天下午五点前我打电话告诉您结果。"
KEPT = {
    Event: "kind = 'case.closed'",
    Item: "name = 'x'",
    Entry: "kind = 'fund'",
    Posting: "amount = amount + 1",
    Agreement: "words = 'x'",
    Obligation: "amount = amount - 1",
    Choice: "words = 'x'",
    Objection: "reason = 'other'",
}


@pytest.fixture
def everything(cast, at):
    """A case in which something was offered, objected to, chosen, agreed and paid, with evidence."""
    case = make.case(cast.lin)
    make.evidence(case)
    first, second = option(case, 35), option(case, 20)
    send_reply(case, text=REPLY, actor=cast.lin, at=at, offers=[first.pk, second.pk])
    actions.object_option(second, reason="too_little", words="太少了", actor=cast.lin, at=at)
    actions.choose_option(case, option=first.pk, said=Said(words="要这个"), actor=cast.lin, at=at)
    terms = [Owed(first.pk, "退回话费账户", cast.lin, at + timedelta(days=1), Decimal(35))]
    actions.confirm_agreement(case, options=[first.pk], obligations=terms, said=Said(words="好的"), actor=cast.lin, at=at)
    actions.perform_obligation(Obligation.objects.get(), amount=Decimal(5), reference="ZF-1", actor=cast.lin, at=at)
    return case


def refused(act) -> bool:
    """Whether the database refuses, and not only for what hangs on the rows."""
    try:
        with transaction.atomic():
            act()
            transaction.set_rollback(True)
    except DatabaseError as error:
        return any(words in str(error) for words in ("append-only", "never", "agreed"))
    return False


def run(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.parametrize("table", KEPT, ids=lambda table: table.__name__)
@pytest.mark.parametrize("how", ["UPDATE {} SET {}", "DELETE FROM {}", "TRUNCATE {} CASCADE", "REPLACE INTO {} SELECT * FROM {}"])
def test_no_statement_changes_or_removes_it(everything, table, how):
    if how.startswith("REPLACE" if connection.vendor == "postgresql" else "TRUNCATE"):
        pytest.skip("only the other database says so")
    name = table._meta.db_table  # noqa: SLF001  as Django names it
    more = KEPT[table] if "UPDATE" in how else name
    if connection.vendor == "postgresql":
        run("SET CONSTRAINTS ALL IMMEDIATE")  # a table with keys still to be checked is not emptied anyway
    assert refused(lambda: run(how.format(name, more)))
    assert table.objects.exists()


@pytest.mark.parametrize("table", KEPT, ids=lambda table: table.__name__)
def test_no_way_of_the_orm_does(everything, table):
    rows = models.QuerySet(table)  # past what the manager refuses
    assert refused(lambda: rows._raw_delete(rows.db))  # noqa: SLF001  the shortest way to the database
    column = "words" if hasattr(table, "words") else "at" if hasattr(table, "at") else "amount"
    value = {"words": "x", "at": make.AT - timedelta(days=1), "amount": Decimal(1)}[column]
    assert refused(lambda: rows.update(**{column: value}))


def test_words_can_be_forgotten_while_the_record_stands(everything):
    Agreement.objects.update(words="")
    Choice.objects.update(words="")
    Objection.objects.update(words="")
    Obligation.objects.update(what="")
    assert refused(lambda: Agreement.objects.update(words="x"))
