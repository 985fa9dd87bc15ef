"""Several people at once, on real commits: one file, every record, one decision."""

from __future__ import annotations

import pytest

import make
from dingxin.evidence import actions
from dingxin.evidence.actions.malice import Judgement, Shown
from dingxin.evidence.criteria import criteria
from dingxin.evidence.models import MaliceReview
from dingxin.evidence.queries import evidence_of, faulty_items
from together import at_once, refusals, whole

pytestmark = pytest.mark.usefixtures("vault")


def test_the_same_file_at_once_lies_there_once_and_is_recorded_each_time(committed_db, cast, vault):
    case = make.case(cast.lin)
    made = at_once(*(lambda: make.evidence(case) for _ in range(5)))
    assert refusals(made) == 0
    assert evidence_of(case).count() == 5
    assert len(list(vault.glob("??/*"))) == 1
    assert not list(vault.glob("incoming/*"))
    assert list(faulty_items()) == []
    assert whole()


def test_only_one_decides(committed_db, cast, at):
    case = make.case(cast.lin)
    review = actions.ask_malice_review(case, grounds="x", actor=cast.lin, at=at)
    judgement = Judgement({key: Shown("not_met") for key in criteria()}, "not_malicious", "看过记录。")
    outcomes = at_once(
        *(lambda who=who: actions.decide_malice_review(review, judgement=judgement, actor=who, at=at)
          for who in (cast.chen, cast.wu, cast.gu))
    )  # fmt: skip
    assert refusals(outcomes) == 2
    assert whole()


def test_only_one_asks(committed_db, cast, at):
    case = make.case(cast.lin)
    outcomes = at_once(
        *(lambda who=who: actions.ask_malice_review(case, grounds="x", actor=who, at=at) for who in (cast.lin, cast.chen))
    )
    assert refusals(outcomes) == 1
    assert MaliceReview.objects.count() == 1
