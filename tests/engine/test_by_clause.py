"""A turn heard clause by clause: where it is cut, which words belong to a clause, and what the clauses say together."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dingxin.engine.components.by_clause import CLAUSE_VALUE, cut_up, mixed, places, together, words
from dingxin.engine.features import CLIP, grams


def _clauses(text: str) -> list[str]:
    cut = cut_up([text])
    return [text[start:end] for start, end in zip(cut.start, cut.end, strict=True)]


def test_a_clause_keeps_the_stop_that_tells_what_it_is():
    assert _clauses("钱扣了两次，到底退不退？今天给个话！") == ["钱扣了两次，", "到底退不退？", "今天给个话！"]


def test_spaces_between_chinese_words_part_clauses_and_those_between_english_words_do_not():
    assert _clauses("号停了 赶紧给我开 急用") == ["号停了 ", "赶紧给我开 ", "急用"]
    assert _clauses("Give me my money back. Now!") == ["Give me my money back.", " Now!"]


@given(st.lists(st.text(alphabet="退钱，。！? a1.\n", max_size=30), min_size=1, max_size=5))
def test_every_turn_is_covered_by_one_clause_or_more(texts):
    cut = cut_up(texts)
    for turn, text in enumerate(texts):
        its = np.flatnonzero(cut.turn == turn)
        assert "".join(text[cut.start[at] : cut.end[at]] for at in its) == text
        assert len(its) >= 1
    assert places(cut).shape == (len(cut.turn), 4)


def test_only_words_within_a_clause_count_and_a_clause_has_one_length():
    texts = ["退钱，不退不走", "好"]
    found = grams(texts, 2)
    rows = np.arange(len(found.bucket))
    cut = cut_up(texts)
    clause, row, value = words(cut, found, rows, np.ones(len(rows), dtype=np.float32))
    within = {texts[found.turn[at]][found.place[at] : found.place[at] + found.size[at]] for at in row}
    assert "，不" not in within
    assert {"退钱", "钱，", "不走", "好"} <= within
    assert np.bincount(clause, value**2).tolist() == pytest.approx([CLAUSE_VALUE**2] * 3)


def test_a_turn_says_what_one_of_its_clauses_says():
    told = np.array([-4.0, 3.0, -4.0])
    chance = 1 / (1 + np.exp(-told))
    both, alone = 1 / (1 + np.exp(-together(told, np.array([0, 0, 1])).astype(float)))
    assert both == pytest.approx(1 - (1 - chance[0]) * (1 - chance[1]), abs=1e-4)
    assert alone == pytest.approx(chance[2], abs=1e-4)


def test_many_faint_clauses_are_no_loud_one():
    few, many = np.full(6, -4.0), np.full(300, -4.0)
    assert together(many, np.zeros(300, dtype=int)) == together(few, np.zeros(6, dtype=int))
    loud = np.append(many, 2.0)
    assert together(loud, np.zeros(301, dtype=int)) > 2


def test_a_label_whose_clauses_were_not_learned_keeps_the_verdict_on_the_whole():
    shares = np.array([[1.0, 0.5], [0.0, 0.5], [0.0, -1.0]])
    got = mixed(np.array([[9.0, 2.0]]), np.array([[-6.0, 4.0]]), shares)
    assert got.tolist() == [[9.0, 2.0]]


def test_a_turn_that_is_too_long_is_read_up_to_its_clip():
    cut = cut_up(["退" * (2 * CLIP)])
    assert cut.end.tolist() == [CLIP]
