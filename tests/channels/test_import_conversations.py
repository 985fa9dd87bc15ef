"""import_conversations: whole or not at all, once."""

from __future__ import annotations

import io
import json

import pytest
from django.db import connection

import make
from dingxin.audit.models import Event
from dingxin.audit.queries import broken_places, logged_events
from dingxin.cases.models import Case, Customer, Message
from dingxin.cases.queries import search_cases, unrecorded_cases
from dingxin.channels import actions
from dingxin.channels.parsing import lines_of

pytestmark = pytest.mark.django_db


BROKEN = "宽带坏了三天。"


def said(name, *texts, **fields):
    turns = [
        {"speaker": "agent" if place % 2 else "customer", "text": text} for place, text in enumerate(texts or ("宽带坏了三天。",))
    ]
    return {"id": name, "turns": turns, **fields}


@pytest.fixture
def run(cast, at):
    """``run(row, …)`` imports rows (or raw lines) for Gu into branch A; gives the tally and what was reported."""

    def run(*rows):
        raw = b"".join(row if isinstance(row, bytes) else json.dumps(row, ensure_ascii=False).encode() + b"\n" for row in rows)
        reported = []
        tally = actions.import_conversations(
            lines_of(io.BufferedReader(io.BytesIO(raw))),
            branch=cast.branch_a, actor=cast.gu, at=at, report=lambda number, reason: reported.append((number, reason)),
        )  # fmt: skip
        return (tally.adopted, tally.known, tally.bad), reported

    return run


def counts():
    return [model.objects.count() for model in (Case, Customer, Message, Event)]


def test_conversations_become_cases_that_are_found(cast, run):
    assert run(said("c1", "宽带坏了三天，我要赔偿！", "给您添麻烦了。"), said("c2", channel="chat")) == ((2, 0, 0), [])
    (case,) = search_cases(cast.lin, "赔偿")
    assert (case.external_id, case.branch, case.owner, case.handler) == ("import:c1", cast.branch_a, cast.gu, None)
    assert [message.kind for message in case.messages.all()] == ["customer", "agent"]
    assert Case.objects.get(external_id="import:c2").channel == "chat"


def test_the_same_ids_again_change_nothing(run):
    rows = [said(f"c{serial}") for serial in range(5)]
    run(*rows)
    before = counts()
    assert run(*rows) == ((0, 5, 0), [])
    assert run(said("c1", "别的话。")) == ((0, 1, 0), [])
    assert counts() == before
    assert run(*rows, said("new")) == ((1, 5, 0), [])


def test_a_bad_line_is_reported_with_its_number_and_nothing_of_it_is_kept(run):
    bad = {"id": "bad", "turns": [{"speaker": "customer", "text": "好的一句。"}, {"speaker": "robot", "text": ""}]}
    tally, reported = run(said("c1"), b"{broken\n", bad, b"\xff\xff\xff\n", said("c2"), said("c1", "同号。"))
    assert tally == (2, 0, 4)
    assert [number for number, _ in reported] == [2, 3, 4, 6]
    assert all(reason for _, reason in reported)
    assert "c1" in reported[3][1]
    assert set(Case.objects.values_list("external_id", flat=True)) == {"import:c1", "import:c2"}
    assert Message.objects.count() == 2


def test_an_id_is_free_again_when_its_line_was_bad(run):
    assert run({"id": "c1", "turns": []}, said("c1"))[0] == (1, 0, 1)


NOT_C2 = {
    "sqlite": """CREATE TRIGGER not_c2 BEFORE INSERT ON cases_case WHEN new.external_id = 'import:c2'
                 BEGIN SELECT RAISE(ABORT, 'not c2'); END""",
    "postgresql": "ALTER TABLE cases_case ADD CONSTRAINT not_c2 CHECK (external_id <> 'import:c2')",
}


def test_what_the_database_refuses_takes_nobody_else_along(run):
    with connection.cursor() as cursor:
        cursor.execute(NOT_C2[connection.vendor])
    tally, reported = run(said("c1"), said("c2"), said("c3"))
    assert tally == (2, 0, 1)
    assert reported[0][0] == 2
    assert "not_c2" in reported[0][1].replace(" ", "_")
    assert not list(unrecorded_cases())


def test_odd_conversations_are_kept_whole(run):
    rows = [
        said("空", ""), said("白", "   ", "　"), said("笑", "😡" * 500), said("反", "\u202e反\u202c"),
        said("繁", "這個壞了，請賠償！"),
        said("长", "字" * 200_000), said("多", *["嗯。"] * 2500), said("控", "\x07\x1b[31m"),
        said("旧", "坏了。", tier="loyal", industry="hotel"),
    ]  # fmt: skip
    for row in rows[:1]:
        row["turns"][0]["at"] = "1999-12-31T23:59:59+08:00"
    assert run(*rows) == ((len(rows), 0, 0), [])
    for row in rows:
        kept = Case.objects.get(external_id=f"import:{row['id']}").messages.values_list("text", flat=True)
        assert list(kept) == [turn["text"] for turn in row["turns"]]


def test_many_batches_leave_a_whole_log_and_numbers_without_gap(run):
    assert run(*(said(f"c{serial}") for serial in range(450)))[0] == (450, 0, 0)
    assert not list(broken_places(logged_events()))
    assert not list(unrecorded_cases())
    assert Case.objects.filter(number=f"{make.AT:%Y%m%d}-0450").exists()
