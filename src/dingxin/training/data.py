"""Reads the labelled and the voted conversations for training."""

from __future__ import annotations

import json
import random
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from dingxin.engine.model import ACTS, DEMANDS, FACT_KINDS, GRADES, RISKS, Conversation, Turn

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from numpy.typing import NDArray

    from dingxin.engine.doc import Doc
    from dingxin.engine.reader import Reader

FOLDS = 5

TIMES = 3
"""How often each of our own messages is heard."""

LEARNED_FAULTS = (
    "vague_time", "bare_no", "pass_buck", "blame", "must", "perfunctory", "cold_solution",
    "no_next", "ignore", "jargon", "privacy", "too_casual",
)  # fmt: skip
LABELS: dict[str, tuple[str, ...]] = {
    "customer": (
        *(f"emotion:{level}" for level in (1, 2, 3)),
        *(f"grade:{grade}" for grade in GRADES[1:]),
        *(f"demand:{demand}" for demand in DEMANDS),
        *(f"risk:{risk}" for risk in RISKS),
        *(f"fact:{kind}" for kind in FACT_KINDS),
    ),
    "agent": (*(f"act:{act}" for act in ACTS), *(f"fault:{fault}" for fault in LEARNED_FAULTS)),
}
"""What is learned of each speaker's turns; levels of emotion and grade mean at least that much."""


@dataclass(frozen=True)
class Labelled:
    """A conversation, heard by the reader, with the labels of its turns and its fold."""

    doc: Doc
    turns: list[dict[str, Any]]
    fold: int


def load(path: Path, reader: Reader, translated: Path | None = None) -> list[Labelled]:
    """Read a file of labelled conversations; folds are drawn by conversation, the same every time.

    ``translated`` holds some of the same conversations in another language: their words take the place of the original's.
    """
    records = read_lines(path)
    if translated:
        texts = {record["id"]: record["turns"] for record in read_lines(translated)}
        records = [_translated(record, texts[record["id"]]) for record in records if record["id"] in texts]
    folds = [index % FOLDS for index in range(len(records))]
    random.Random(20).shuffle(folds)  # noqa: S311 -- folds need no secrecy
    return [
        Labelled(reader.hearing.listen(conversation(record)), record["turns"], fold)
        for record, fold in zip(records, folds, strict=True)
    ]


def load_own(path: Path, reader: Reader) -> list[Labelled]:
    """Read our own messages: ``emotion grade demands risks | text`` a line; what facts they state is what the finders find.

    Each stands ``TIMES`` times, always in one fold, so that a hundred of them are heard beside thousands of one channel.
    """
    lines = [line for line in path.read_text("utf-8").splitlines() if line and not line.startswith("#")]
    own = [_own(line, index % FOLDS, reader) for index, line in enumerate(lines)]
    return [item for item in own for _ in range(TIMES)]


def _own(line: str, fold: int, reader: Reader) -> Labelled:
    labels, _, text = line.partition(" | ")
    emotion, grade, demands, risks = labels.split()
    doc = reader.hearing.listen(Conversation((Turn("customer", text),)))
    turn = {
        "speaker": "customer",
        "emotion": int(emotion),
        "grade": grade,
        "demands": demands.split(","),
        "risks": risks.split(","),
        "facts": [fact.kind for fact in doc.said[0].facts],
    }
    return Labelled(doc, [turn], fold)


def _translated(record: dict[str, Any], turns: list[dict[str, Any]]) -> dict[str, Any]:
    pairs = zip(record["turns"], turns, strict=True)
    return {**record, "turns": [{**turn, "text": other["text"]} for turn, other in pairs]}


def read_lines(path: Path) -> list[dict[str, Any]]:
    """Read a file of JSON lines."""
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def conversation(record: dict[str, Any]) -> Conversation:
    """Give a record as a conversation."""
    return Conversation(tuple(Turn(turn["speaker"], turn["text"]) for turn in record["turns"]), id=record["id"])


def truth(turns: Iterable[dict[str, Any]], speaker: str) -> NDArray[np.bool_]:
    """Give the labels of one speaker's turns as an array [turns, labels]."""
    return np.array([[_holds(turn, label) for label in LABELS[speaker]] for turn in turns], dtype=bool)


def _holds(turn: dict[str, Any], label: str) -> bool:
    of, _, what = label.partition(":")
    if of == "emotion":
        return bool(turn["emotion"] >= int(what))
    if of == "grade":
        return GRADES.index(turn["grade"]) >= GRADES.index(what)
    return what in turn[f"{of}s"]
