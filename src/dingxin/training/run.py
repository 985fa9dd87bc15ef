"""Trains the Chinese reader from a folder of data and writes its arrays and its card."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from dingxin.engine.components.context import SPEAKERS, chances
from dingxin.engine.components.learned import BOUND, Listener, gather, spoken, unpacked
from dingxin.engine.model import GRADES
from dingxin.training import first, second, votes
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


def out_of_fold(matrix: Any, wanted: NDArray[np.bool_], fold: NDArray[np.int64]) -> NDArray[np.float32]:
    """Give first-stage log-odds of turns by models that did not see them."""
    out = np.zeros(wanted.shape, dtype=np.float32)
    for held in range(FOLDS):
        for label in range(wanted.shape[1]):
            out[fold == held, label] = matrix[fold == held] @ first.fit(matrix[fold != held], wanted[fold != held, label])
    return out


@dataclass(frozen=True, slots=True)
class Taught:
    """What the first stage learned of one speaker's turns, and what it was taught with: a row for each turn."""

    wanted: NDArray[np.bool_]
    fold: NDArray[np.int64]
    ours: NDArray[np.bool_]
    features: first.Features
    weights: NDArray[np.float64]
    held_out: NDArray[np.float32]


def train(
    reader: Reader, data: Sequence[Labelled], voted: Sequence[dict[str, Any]], longest: int, report: Report
) -> dict[str, NDArray[Any]]:
    """Train both speakers' models and the judge of conversations (``voted``); gives the arrays of the model file."""
    docs = [item.doc for item in data]
    arrays: dict[str, NDArray[Any]] = {"longest": np.array([longest])}
    taught = {speaker: teach(reader, data, speaker, longest) for speaker in SPEAKERS}
    for speaker, its in taught.items():
        arrays |= pack(speaker, its.features, its.weights)
    context = gather(docs, {speaker: chances(its.held_out) for speaker, its in taught.items()}, LABELS["customer"])
    for speaker, its in taught.items():
        arrays |= teach_in_context(speaker, its, context[speaker], data, report)
    judge = train_judge(reader, voted, docs, arrays, {speaker: its.features for speaker, its in taught.items()}, report)
    for speaker, its in taught.items():
        arrays |= pack(speaker, its.features, np.hstack([its.weights, judge.words[speaker]]))
    return arrays | judge.arrays


def teach(reader: Reader, data: Sequence[Labelled], speaker: str, longest: int) -> Taught:
    """Fit the first stage of one speaker, and give its log-odds of turns by models that did not see them."""
    rows = [(item, turn) for item in data for turn in item.turns if turn["speaker"] == speaker]
    wanted = truth([turn for _, turn in rows], speaker)
    fold = np.array([item.fold for item, _ in rows])
    turns = spoken([item.doc for item in data], speaker)
    vocabulary = first.learn_vocabulary([turn.text for turn in turns], longest)
    features = first.Features(turns, reader.hearing.phrases[speaker], vocabulary)
    return Taught(
        wanted=wanted,
        fold=fold,
        ours=np.array([not item.doc.conversation.id for item, _ in rows]),
        features=features,
        held_out=out_of_fold(features.matrix, wanted, fold),
        weights=np.column_stack([first.fit(features.matrix, wanted[:, label]) for label in range(wanted.shape[1])]),
    )


def teach_in_context(
    speaker: str, its: Taught, context: NDArray[np.float32], data: Sequence[Labelled], report: Report
) -> dict[str, NDArray[Any]]:
    """Fit the second stage of one speaker and choose its cuts; turns keep the chances of models that did not see them."""
    own, around = second.fit(its.held_out, context, its.wanted)
    chance = chances(second_out_of_fold(its.held_out, context, its.wanted, its.fold))
    arrays: dict[str, NDArray[Any]] = {f"{speaker}_own": own.astype(np.float32), f"{speaker}_context": around.astype(np.float32)}
    arrays |= decide(speaker, its.wanted, chance, its.ours, report)
    for here, row in zip(spoken([item.doc for item in data], speaker), chance, strict=True):
        here.row = row
    if speaker == "customer":
        lengths = [sum(turn["speaker"] == speaker for turn in item.turns) for item in data]
        arrays["cuts_grade"] = decide_grade(its.wanted, chance, lengths, report)
    return arrays


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


def second_out_of_fold(
    logits: NDArray[np.float32], context: NDArray[np.float32], wanted: NDArray[np.bool_], fold: NDArray[np.int64]
) -> NDArray[np.float32]:
    """Give second-stage log-odds of turns by models that did not see them."""
    out = np.zeros(wanted.shape, dtype=np.float32)
    for held in range(FOLDS):
        own, around = second.fit(logits[fold != held], context[fold != held], wanted[fold != held])
        out[fold == held] = np.clip(logits[fold == held], -BOUND, BOUND) @ own + context[fold == held] @ around
    return out


def decide(
    speaker: str, wanted: NDArray[np.bool_], chance: NDArray[np.float32], ours: NDArray[np.bool_], report: Report
) -> dict[str, NDArray[Any]]:
    """Choose the cuts of all labels of a speaker; figures are noted apart for real conversations and for ``ours``."""
    labels = LABELS[speaker]
    cuts = np.full(len(labels), 0.5)
    for of in ("demand", "risk", "fact", "act", "fault"):
        columns = [index for index, label in enumerate(labels) if label.startswith(f"{of}:")]
        if columns:
            cuts[columns] = best_cuts(wanted[:, columns], chance[:, columns])
            right = chance[:, columns] >= cuts[columns]
            _note(report, f"{of}s, micro-F1", ours, partial(_micro, wanted[:, columns], right))
    out = {f"{speaker}_cuts": cuts, f"{speaker}_rare": wanted.sum(axis=0) < RARE}
    if speaker == "customer":
        level, expected = wanted[:, :3].sum(axis=1), chance[:, :3].sum(axis=1)
        out["cuts_emotion"] = level_cuts(level, expected)
        found = np.digitize(expected, out["cuts_emotion"])
        _note(report, "emotion, quadratic kappa", ours, partial(_kappa, level, found))
    return out


def _micro(wanted: NDArray[np.bool_], found: NDArray[np.bool_], rows: NDArray[np.bool_]) -> float:
    return micro_f1(wanted[rows], found[rows])


def _kappa(level: NDArray[np.int64], found: NDArray[np.int64], rows: NDArray[np.bool_]) -> float:
    return kappa(level[rows], found[rows])


def _note(report: Report, measure: str, ours: NDArray[np.bool_], score: Callable[[NDArray[np.bool_]], float]) -> None:
    report.note(measure, f"{score(~ours):.3f}" + (f" (our own messages {score(ours):.3f})" if ours.any() else ""))


def decide_grade(
    wanted: NDArray[np.bool_], chance: NDArray[np.float32], lengths: Sequence[int], report: Report
) -> NDArray[np.float64]:
    """Choose the cuts of the grade over whole conversations; ``lengths`` are their numbers of customer turns."""
    columns = [LABELS["customer"].index(f"grade:{grade}") for grade in GRADES[1:]]
    cuts, score = grade_cuts(wanted[:, columns].sum(axis=1), chance[:, columns], lengths)
    report.note("grade, macro-F1", f"{score:.3f}")
    return cuts


def pack(speaker: str, features: first.Features, weights: NDArray[np.float64]) -> dict[str, NDArray[Any]]:
    """Give the arrays of one speaker's first stage; n-gram weights are kept in eight bits with a scale for each label."""
    ngrams, phrases = features.vocabulary.size, len(features.phrases)
    scale = np.abs(weights[:ngrams]).max(axis=0) / 127 + 1e-12
    return {
        f"{speaker}_groups": np.array(features.groups),
        f"{speaker}_phrase_keys": np.array(features.phrases, dtype=np.uint32),
        f"{speaker}_signs": np.array(features.signs),
        f"{speaker}_labels": np.array(LABELS[speaker]),
        f"{speaker}_buckets": features.vocabulary.buckets.astype(np.uint32),
        f"{speaker}_rarity": features.vocabulary.rarity.astype(np.float16),
        f"{speaker}_grams": np.round(weights[:ngrams] / scale).astype(np.int8),
        f"{speaker}_scale": scale.astype(np.float32),
        f"{speaker}_phrases": weights[ngrams : ngrams + phrases].astype(np.float16),
        f"{speaker}_dense": weights[ngrams + phrases :].astype(np.float32),
    }
