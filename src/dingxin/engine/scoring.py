"""How good each component is on labelled conversations: the field's measures, per label and over all."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from dingxin.engine.model import ACTS, DEMANDS, FACT_KINDS, GRADES, RISKS, Conversation, CustomerTurn, Turn

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from dingxin.engine.model import TurnReading
    from dingxin.engine.pipeline import Engine

FAULTS = (
    "vague_time", "bare_no", "pass_buck", "blame", "must", "perfunctory", "cold_solution",
    "blind_promise", "no_next", "ignore", "jargon", "privacy", "too_casual",
)  # fmt: skip
"""Kinds of fault that labelled conversations speak of."""

SETS: dict[str, tuple[str, ...]] = {"demands": DEMANDS, "risks": RISKS, "facts": FACT_KINDS, "acts": ACTS, "faults": FAULTS}


@dataclass(slots=True)
class Tally:
    """Counts of right, wrong and missed findings of one label."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    def as_dict(self) -> dict[str, float]:
        """Give precision, recall, F1 and the number of true cases."""
        return {"precision": self.precision, "recall": self.recall, "f1": self.f1, "true": self.right + self.missed}

    @property
    def precision(self) -> float:
        """Give the share of findings that are right."""
        return self.right / max(1, self.right + self.wrong)

    @property
    def recall(self) -> float:
        """Give the share of true cases that were found."""
        return self.right / max(1, self.right + self.missed)

    @property
    def f1(self) -> float:
        """Give the harmonic mean of precision and recall."""
        return 2 * self.right / max(1, 2 * self.right + self.wrong + self.missed)


@dataclass(slots=True)
class Scores:
    """Scores over a file: tallies by set and label, and pairs (true, found) of the two scales."""

    sets: dict[str, dict[str, Tally]] = field(
        default_factory=lambda: {of: {name: Tally() for name in names} for of, names in SETS.items()}
    )
    emotion: Counter[tuple[int, int]] = field(default_factory=Counter)
    grade: Counter[tuple[str, str]] = field(default_factory=Counter)

    def add(self, wanted: Mapping[str, Any], found: TurnReading) -> None:
        """Count one turn."""
        if isinstance(found, CustomerTurn):
            self.emotion[wanted["emotion"], found.emotion] += 1
            self.grade[wanted["grade"], found.grade] += 1
            read = {"demands": found.demands, "risks": found.risks, "facts": {fact.kind for fact in found.facts}}
        else:
            read = {"acts": found.acts, "faults": {fault.kind for fault in found.faults}}
        for of, names in read.items():
            for label in SETS[of]:
                tally = self.sets[of][label]
                there, said = label in wanted.get(of, ()), label in names
                tally.right += there and said
                tally.wrong += said and not there
                tally.missed += there and not said

    def as_dict(self) -> dict[str, Any]:
        """Give all measures as plain data."""
        return {
            "emotion": {"kappa": kappa(self.emotion), "confusion": _table(self.emotion, range(4))},
            "grade": {"macro_f1": macro_f1(self.grade, GRADES), "confusion": _table(self.grade, GRADES)},
            **{
                of: {"micro_f1": total(tallies.values()).f1, "labels": {name: tally.as_dict() for name, tally in tallies.items()}}
                for of, tallies in self.sets.items()
            },
        }


def score_labels(engine: Engine, path: Path) -> dict[str, Any]:
    """Read a file of labelled conversations (one JSON object a line, labels in each turn) and give every measure.

    Raises OSError where the file cannot be read and ValueError where a line is no labelled conversation.
    """
    scores = Scores()
    records = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
    for record, reading in zip(records, engine.pipe(map(conversation_of, records)), strict=True):
        for wanted, found in zip(record["turns"], reading.turns, strict=True):
            scores.add(wanted, found)
    return scores.as_dict()


def conversation_of(record: Mapping[str, Any]) -> Conversation:
    """Give a record's conversation without its labels."""
    turns = tuple(Turn(turn["speaker"], turn["text"]) for turn in record["turns"])
    return Conversation(turns, id=str(record["id"]), industry=record.get("industry", ""), channel=record.get("channel", ""))


def total(tallies: Iterable[Tally]) -> Tally:
    """Give the sum of tallies."""
    out = Tally()
    for tally in tallies:
        out.right += tally.right
        out.wrong += tally.wrong
        out.missed += tally.missed
    return out


def kappa(pairs: Counter[tuple[int, int]]) -> float:
    """Give Cohen's kappa with quadratic weights for (true, found) levels; 1 where both are always the same one level."""
    count = sum(pairs.values())
    true: Counter[int] = Counter()
    found: Counter[int] = Counter()
    for (one, other), times in pairs.items():
        true[one] += times
        found[other] += times
    seen = sum((one - other) ** 2 * times for (one, other), times in pairs.items())
    expected = sum((one - other) ** 2 * a * b for one, a in true.items() for other, b in found.items()) / max(1, count)
    return 1 - seen / expected if expected else 1.0


def macro_f1(pairs: Counter[tuple[str, str]], names: Sequence[str]) -> float:
    """Give the mean F1 over the classes that occur in truth."""
    scores = []
    for name in names:
        right = pairs[name, name]
        there = sum(times for (one, _), times in pairs.items() if one == name)
        said = sum(times for (_, other), times in pairs.items() if other == name)
        if there:
            scores.append(2 * right / (there + said))
    return sum(scores) / max(1, len(scores))


def _table(pairs: Mapping[Any, int], names: Iterable[Any]) -> list[list[int]]:
    names = list(names)
    return [[pairs.get((one, other), 0) for other in names] for one in names]


def as_text(scores: Mapping[str, Any]) -> str:
    """Give the measures as a text for a console."""
    lines = [
        f"emotion   quadratic kappa {scores['emotion']['kappa']:.3f}",
        f"grade     macro-F1 {scores['grade']['macro_f1']:.3f}",
        *(f"{of:<9} micro-F1 {scores[of]['micro_f1']:.3f}" for of in SETS),
    ]
    for of in SETS:
        lines += ["", f"{of:<16}precision  recall      F1    true"]
        rows = scores[of]["labels"].items()
        lines += [
            f"  {name:<14}{row['precision']:9.3f}{row['recall']:8.3f}{row['f1']:8.3f}{row['true']:8.0f}" for name, row in rows
        ]
    for name, heads in (("emotion", ("0", "1", "2", "3")), ("grade", GRADES)):
        lines += ["", f"{name}: true (rows), found (columns)", " " * 12 + "".join(f"{head:>11}" for head in heads)]
        lines += [
            f"  {head:<10}" + "".join(f"{count:11d}" for count in row)
            for head, row in zip(heads, scores[name]["confusion"], strict=True)
        ]
    return "\n".join(lines)
