"""Labelled and voted conversations for training: reads the shared ones, and tells what is known of each turn."""

from __future__ import annotations

import json
import random
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from dingxin.engine.model import ACTS, DEMANDS, FACT_KINDS, GRADES, HOPES, KINDS, NEEDS, RISKS, Conversation, Turn

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from dingxin.engine.doc import Doc
    from dingxin.engine.reader import Reader

    Labels = dict[str, Any]

FOLDS = 5

BLOCK = 40
"""Texts of our own that lie together in one fold: neighbours are by the same writer, and often twins."""

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
        *(f"need:{need}" for need in NEEDS),
        *(f"hope:{hope}" for hope in HOPES),
        *(f"kind:{kind}" for kind in KINDS),
    ),
    "agent": (*(f"act:{act}" for act in ACTS), *(f"fault:{fault}" for fault in LEARNED_FAULTS)),
}
"""What is learned of each speaker's turns; levels of emotion and grade mean at least that much."""


@dataclass(frozen=True)
class Labelled:
    """A conversation, heard by the reader, with what is known of each of its turns, and its fold.

    Cuts are chosen on the ``drawn`` ones: those as heated as the conversations that are brought to a complaint desk.
    """

    doc: Doc
    labels: Sequence[Labels]
    fold: int
    drawn: bool = True

    def of(self, speaker: str) -> list[Labels]:
        """Give what is known of one speaker's turns, in order."""
        return [its for here, its in zip(self.doc.said, self.labels, strict=True) if here.turn.speaker == speaker]


def load(data: Path, more: Path, reader: Reader, translated: Path | None = None) -> list[Labelled]:
    """Read the labelled conversations of the folder ``data`` and those of its voted ones that are labelled in the file ``more``.

    Folds are drawn by conversation, the same every time. ``translated`` holds some of the same conversations in another
    language: their words take the place of the original's.
    """
    records = read_lines(data / "labels" / "train.jsonl")
    texts = {record["id"]: record["turns"] for record in read_lines(translated or data / "helpdesk" / "dialogues.jsonl")}
    labels = {record["id"]: record["turns"] for record in records} | read_labels(more)
    known = [name for name in labels if name in texts]
    drawn = {record["id"] for record in records}
    folds = [index % FOLDS for index in range(len(known))]
    random.Random(20).shuffle(folds)  # noqa: S311 -- folds need no secrecy
    return [
        Labelled(
            reader.hearing.listen(conversation({"id": name, "turns": texts[name]})), _kindless(labels[name]), fold, name in drawn
        )
        for name, fold in zip(known, folds, strict=True)
    ]


def _kindless(turns: Sequence[Labels]) -> list[Labels]:
    """Count customers of the given conversations as of no special kind: such are too rare among them to be looked for."""
    return [{**turn, "kinds": []} if "emotion" in turn else turn for turn in turns]


def read_labels(path: Path) -> dict[str, list[Labels]]:
    """Read labels of conversations without their words: ``id`` and its turns a line, separated by tabs."""
    if not path.exists():
        return {}
    lines = [line.split("\t") for line in path.read_text("utf-8").splitlines() if not line.startswith("#")]
    return {name: [turn_labels(turn.split()) for turn in turns] for name, *turns in lines}


def turn_labels(fields: Sequence[str]) -> Labels:
    """Give the labels of a turn: acts and faults, or emotion, grade, demands, risks and facts; ``-`` stands for none."""
    if len(fields) == 2:  # noqa: PLR2004 -- acts and faults
        return {"acts": listed(fields[0]), "faults": listed(fields[1])}
    emotion, grade, *lists = fields
    names = ("demands", "risks", "facts")
    return {
        "emotion": int(emotion),
        "grade": next(name for name in GRADES if name.startswith(grade)),
        **{name: listed(items) for name, items in zip(names, lists, strict=True)},
    }


def listed(items: str) -> list[str]:
    """Give the names in a field; ``-`` stands for none."""
    return [] if items == "-" else items.split(",")


def read_lines(path: Path) -> list[dict[str, Any]]:
    """Read a file of JSON lines."""
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def conversation(record: dict[str, Any]) -> Conversation:
    """Give a record as a conversation."""
    return Conversation(tuple(Turn(turn["speaker"], turn["text"]) for turn in record["turns"]), id=record["id"])


def truth(turns: Iterable[Labels], speaker: str) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Give the labels of one speaker's turns and which of them are known: two arrays [turns, labels]."""
    turns = list(turns)
    wanted = [[_holds(turn, label) for label in LABELS[speaker]] for turn in turns]
    known = [[_family(label) in turn for label in LABELS[speaker]] for turn in turns]
    return np.array(wanted, dtype=bool), np.array(known, dtype=bool)


def _family(label: str) -> str:
    of = label.partition(":")[0]
    return of if of in ("emotion", "grade") else f"{of}s"


def _holds(turn: Labels, label: str) -> bool:
    of, _, what = label.partition(":")
    if _family(label) not in turn:
        return False
    if of == "emotion":
        return bool(turn["emotion"] >= int(what))
    if of == "grade":
        return GRADES.index(turn["grade"]) >= GRADES.index(what)
    return what in turn[f"{of}s"]
