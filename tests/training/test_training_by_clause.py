"""The model that hears clauses learns from labels of turns alone which clause it was."""

from __future__ import annotations

import numpy as np

from dingxin.engine.components.by_clause import ByClause
from dingxin.training import by_clause, first

TELLING = ("请把钱退给我", "这钱要退回来", "给我退款吧")
MENTION = ("说好随时能退", "退款已经收到", "没说要退东西")
AROUND = ("今天下雨了", "店里人很多", "师傅来过一次", "电话打通了", "我住在城东")


def _turns(count: int) -> tuple[list[str], np.ndarray]:
    """Make turns of three clauses; those that ask for a refund hold one of the telling clauses."""
    draw = np.random.default_rng(3)
    wanted = np.arange(count) % 2 == 1
    parts = [[draw.choice(TELLING if asks else MENTION), *draw.choice(AROUND, 2)] for asks in wanted]
    return ["，".join(draw.permutation(its)) + "。" for its in parts], wanted[:, None]


def _learned():
    texts, wanted = _turns(240)
    vocabulary = first.learn_vocabulary(texts, 3)
    heard = by_clause.hear(texts, vocabulary)
    known, fold = np.ones_like(wanted), np.arange(len(texts)) % 5
    return texts, wanted, known, fold, vocabulary, heard, *by_clause.learn(heard, wanted, known, fold)


def test_the_clause_that_asks_is_found_though_only_turns_were_labelled():
    texts, wanted, _, _, _, heard, weights, _ = _learned()
    told = heard.matrix @ weights[:, 0]
    turn, start, end = heard.cut
    asks = np.flatnonzero(told > 0)
    assert {texts[turn[at]][start[at] : end[at]].strip("，。") for at in asks} == set(TELLING)
    assert set(turn[asks]) == set(np.flatnonzero(wanted[:, 0]))


def test_turns_that_were_not_seen_are_told_apart():
    _, wanted, known, fold, _, _, _, held_out = _learned()
    assert ((held_out[:, 0] > 0) == wanted[:, 0]).mean() > 0.95
    unsure = np.zeros(wanted.shape, dtype=np.float32)
    mixed = by_clause.heard_out_of_fold(unsure, held_out, wanted, known, fold)
    assert ((mixed[:, 0] > 0) == wanted[:, 0]).mean() > 0.95


def test_what_is_packed_says_the_same_as_what_was_trained():
    texts, wanted, known, _, vocabulary, heard, weights, held_out = _learned()
    shares = by_clause.share(np.zeros(wanted.shape), held_out, wanted, known, np.array([0]))
    arrays = by_clause.pack("customer", heard, weights, shares)
    arrays |= {"customer_buckets": vocabulary.buckets, "customer_rarity": vocabulary.rarity}
    found, rows, _ = vocabulary.sparse(texts)
    model = ByClause(arrays, "customer")
    got = model.judge(np.zeros(wanted.shape, dtype=np.float32), model.hear(texts, found, rows))
    assert ((got[:, 0] > 0) == wanted[:, 0]).mean() > 0.99


def test_a_label_with_few_examples_is_left_to_the_whole():
    texts, wanted = _turns(240)
    rare = np.zeros_like(wanted)
    rare[1:20:2] = True
    vocabulary = first.learn_vocabulary(texts, 3)
    heard = by_clause.hear(texts, vocabulary)
    known = np.ones_like(rare)
    weights, _ = by_clause.learn(heard, rare, known, np.arange(240) % 5)
    assert by_clause.heard_labels(rare, known).size == 0
    assert not weights[:-1].any()


def test_clauses_that_speak_against_their_label_are_not_heard():
    _, wanted, known, _, _, _, _, held_out = _learned()
    shares = by_clause.share(np.zeros(wanted.shape), -held_out, wanted, known, np.array([0]))
    assert shares[:, 0].tolist() == [1, 0, 0]
