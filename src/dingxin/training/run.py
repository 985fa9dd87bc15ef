"""Trains the reader of one language from labelled and voted conversations; gives its arrays and notes its figures."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from dingxin.engine.components.context import SPEAKERS, chances
from dingxin.engine.components.learned import BOUND, unpacked
from dingxin.engine.components.listener import Listener, gather, spoken
from dingxin.engine.model import GRADES
from dingxin.training import by_clause, first, second, votes
from dingxin.training.cuts import best_cuts, grade_cuts, kappa, level_cuts, micro_f1
from dingxin.training.data import FOLDS, LABELS, Labelled, conversation, truth

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.typing import NDArray

    from dingxin.engine.doc import Doc
    from dingxin.engine.reader import Reader
    from dingxin.training.card import Report

RARE = 30
"""Labels with fewer examples than this are also found by the playbook's sure phrases alone."""

FAMILIES = ("demand", "risk", "fact", "need", "hope", "kind", "act", "fault")


@dataclass(frozen=True, slots=True)
class Taught:
    """What the first stage learned of one speaker's turns, and what it was taught with: a row for each turn.

    ``weights`` are those of turns as a whole, ``clauses`` the arrays of the model that hears them clause by clause;
    ``known`` tells which labels of a turn are known, ``ours`` which turns are of our own messages, ``drawn`` which cuts are
    chosen on.
    """

    wanted: NDArray[np.bool_]
    known: NDArray[np.bool_]
    fold: NDArray[np.int64]
    ours: NDArray[np.bool_]
    drawn: NDArray[np.bool_]
    features: first.Features
    weights: NDArray[np.float64]
    clauses: dict[str, NDArray[Any]]
    held_out: NDArray[np.float32]


def train(
    reader: Reader, data: Sequence[Labelled], voted: Sequence[dict[str, Any]], longest: int, report: Report
) -> dict[str, NDArray[Any]]:
    """Train both speakers' models and the judge of conversations (``voted``); gives the arrays of the model file."""
    docs = [item.doc for item in data]
    arrays: dict[str, NDArray[Any]] = {"longest": np.array([longest])}
    taught = {speaker: teach(reader, data, speaker, longest) for speaker in SPEAKERS}
    for speaker, its in taught.items():
        arrays |= pack(speaker, its.features, its.weights) | its.clauses
    context = gather(docs, {speaker: chances(its.held_out) for speaker, its in taught.items()}, LABELS["customer"])
    for speaker, its in taught.items():
        arrays |= teach_in_context(speaker, its, context[speaker], data, report)
    judge = train_judge(reader, voted, docs, arrays, {speaker: its.features for speaker, its in taught.items()}, report)
    for speaker, its in taught.items():
        arrays |= pack(speaker, its.features, np.hstack([its.weights, judge.words[speaker]]))
    return arrays | judge.arrays


def teach(reader: Reader, data: Sequence[Labelled], speaker: str, longest: int) -> Taught:
    """Fit the first stage of one speaker, and give its log-odds of turns by models that did not see them."""
    wanted, known = truth([turn for item in data for turn in item.of(speaker)], speaker)
    owners = [item for item in data for _ in item.of(speaker)]
    fold = np.array([item.fold for item in owners])
    turns = spoken([item.doc for item in data], speaker)
    vocabulary = first.learn_vocabulary([turn.text for turn in turns], longest)
    features = first.Features(turns, reader.hearing.phrases[speaker], vocabulary)
    every = np.ones(len(fold), dtype=bool)
    whole = out_of_fold(features.matrix, wanted, known, fold)
    heard = by_clause.hear([turn.text for turn in turns], vocabulary)
    clause_weights, clause_logits = by_clause.learn(heard, wanted, known, fold)
    shares = by_clause.share(whole, clause_logits, wanted, known, by_clause.heard_labels(wanted, known))
    return Taught(
        wanted=wanted,
        known=known,
        fold=fold,
        ours=np.array([not item.doc.conversation.id for item in owners]),
        drawn=np.array([item.drawn for item in owners]),
        features=features,
        clauses=by_clause.pack(speaker, heard, clause_weights, shares),
        held_out=by_clause.heard_out_of_fold(whole, clause_logits, wanted, known, fold),
        weights=np.column_stack([first.fit_known(features.matrix, wanted, known, at, every) for at in range(wanted.shape[1])]),
    )


def out_of_fold(matrix: Any, wanted: NDArray[np.bool_], known: NDArray[np.bool_], fold: NDArray[np.int64]) -> NDArray[np.float32]:
    """Give first-stage log-odds of turns by models that did not see them."""
    out = np.zeros(wanted.shape, dtype=np.float32)
    for held in range(FOLDS):
        for label in range(wanted.shape[1]):
            out[fold == held, label] = matrix[fold == held] @ first.fit_known(matrix, wanted, known, label, fold != held)
    return out


def teach_in_context(
    speaker: str, its: Taught, context: NDArray[np.float32], data: Sequence[Labelled], report: Report
) -> dict[str, NDArray[Any]]:
    """Fit the second stage of one speaker and choose its cuts; turns keep the chances of models that did not see them."""
    own, around = second.fit(its.held_out, context, its.wanted, its.known, LABELS[speaker])
    chance = chances(second_out_of_fold(its, context, LABELS[speaker]))
    arrays: dict[str, NDArray[Any]] = {f"{speaker}_own": own.astype(np.float32), f"{speaker}_context": around.astype(np.float32)}
    arrays |= decide(speaker, its, chance, report)
    for here, row in zip(spoken([item.doc for item in data], speaker), chance, strict=True):
        here.row = row
    if speaker == "customer":
        arrays["cuts_grade"] = decide_grade(its, chance, [len(item.of(speaker)) for item in data], report)
    return arrays


def second_out_of_fold(its: Taught, context: NDArray[np.float32], names: Sequence[str]) -> NDArray[np.float32]:
    """Give second-stage log-odds of turns by models that did not see them."""
    out = np.zeros(its.wanted.shape, dtype=np.float32)
    for held in range(FOLDS):
        kept, test = its.fold != held, its.fold == held
        own, around = second.fit(its.held_out[kept], context[kept], its.wanted[kept], its.known[kept], names)
        out[test] = np.clip(its.held_out[test], -BOUND, BOUND) @ own + context[test] @ around
    return out


def train_judge(
    reader: Reader,
    voted: Sequence[dict[str, Any]],
    known: Sequence[Doc],
    arrays: dict[str, NDArray[Any]],
    trained: Mapping[str, first.Features],
    report: Report,
) -> votes.Judge:
    """Fit the judge of conversations; conversations with labels are heard by models that did not see them (``known``)."""
    docs = [reader.hearing.listen(conversation(record)) for record in voted]
    Listener(unpacked(arrays), reader.hearing.phrases).hear(docs)
    held_out = {doc.conversation.id: doc for doc in known if doc.conversation.id}
    for doc in docs:
        for here, other in zip(doc.said, held_out.get(doc.conversation.id, doc).said, strict=True):
            here.row = other.row
    matrices = {
        speaker: first.Features(spoken(docs, speaker), reader.hearing.phrases[speaker], its.vocabulary, its.signs).matrix
        for speaker, its in trained.items()
    }
    return votes.fit(voted, docs, matrices, {speaker: its.vocabulary.size for speaker, its in trained.items()}, report)


def decide(speaker: str, its: Taught, chance: NDArray[np.float32], report: Report) -> dict[str, NDArray[Any]]:
    """Choose the cuts of all labels of a speaker; figures are noted apart for real conversations and for our own."""
    labels = LABELS[speaker]
    cuts = np.full(len(labels), 0.5)
    for of in FAMILIES:
        columns = [index for index, label in enumerate(labels) if label.startswith(f"{of}:")]
        rows = its.known[:, columns].all(axis=1) & its.drawn
        if not columns or not rows.any():
            continue
        wanted, its_chance = its.wanted[rows][:, columns], chance[rows][:, columns]
        cuts[columns] = best_cuts(wanted, its_chance)
        _note(report, f"{of}s, micro-F1", its.ours[rows], partial(_micro, wanted, its_chance >= cuts[columns]))
    out = {f"{speaker}_cuts": cuts, f"{speaker}_rare": its.wanted.sum(axis=0) < RARE, f"{speaker}_taught": its.known.any(axis=0)}
    if speaker == "customer":
        rows = its.known[:, 0] & its.drawn
        level, expected = its.wanted[rows, :3].sum(axis=1), chance[rows, :3].sum(axis=1)
        out["cuts_emotion"] = level_cuts(level, expected)
        found = np.digitize(expected, out["cuts_emotion"])
        _note(report, "emotion, quadratic kappa", its.ours[rows], partial(_kappa, level, found))
    return out


def _micro(wanted: NDArray[np.bool_], found: NDArray[np.bool_], rows: NDArray[np.bool_]) -> float:
    return micro_f1(wanted[rows], found[rows])


def _kappa(level: NDArray[np.int64], found: NDArray[np.int64], rows: NDArray[np.bool_]) -> float:
    return kappa(level[rows], found[rows])


def _note(report: Report, measure: str, ours: NDArray[np.bool_], score: Callable[[NDArray[np.bool_]], float]) -> None:
    figures = [f"{score(rows):.3f} {of}" for rows, of in ((~ours, "(given)"), (ours, "(our own)")) if rows.any()]
    report.note(measure, ", ".join(figures))


def decide_grade(its: Taught, chance: NDArray[np.float32], lengths: Sequence[int], report: Report) -> NDArray[np.float64]:
    """Choose the cuts of the grade over whole conversations; ``lengths`` are their numbers of customer turns."""
    columns = [LABELS["customer"].index(f"grade:{grade}") for grade in GRADES[1:]]
    cuts, score = grade_cuts(
        its.wanted[:, columns].sum(axis=1), chance[:, columns], lengths, its.known[:, columns[0]] & its.drawn
    )
    report.note("grade, macro-F1", f"{score:.3f}")
    return cuts


def pack(speaker: str, features: first.Features, weights: NDArray[np.float64]) -> dict[str, NDArray[Any]]:
    """Give the arrays of one speaker's first stage; n-gram weights are kept in ``STEPS`` steps with a scale for each label."""
    ngrams, phrases = features.vocabulary.size, len(features.phrases)
    grams, scale = first.quantised(weights[:ngrams])
    return {
        f"{speaker}_groups": np.array(features.groups),
        f"{speaker}_phrase_keys": np.array(features.phrases, dtype=np.uint32),
        f"{speaker}_signs": np.array(features.signs),
        f"{speaker}_labels": np.array(LABELS[speaker]),
        f"{speaker}_buckets": features.vocabulary.buckets.astype(np.uint32),
        f"{speaker}_rarity": features.vocabulary.rarity.astype(np.float16),
        f"{speaker}_grams": grams,
        f"{speaker}_scale": scale,
        f"{speaker}_phrases": weights[ngrams : ngrams + phrases].astype(np.float16),
        f"{speaker}_dense": weights[ngrams + phrases :].astype(np.float32),
    }
