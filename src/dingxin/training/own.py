"""Reads our own messages and dialogues: other channels, other trades and what is rare in the conversations we were given."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dingxin.engine.model import Conversation, Turn
from dingxin.training.data import BLOCK, FOLDS, Labelled, listed, turn_labels

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from dingxin.engine.reader import Reader
    from dingxin.training.data import Labels

LISTS = ("demands", "risks", "needs", "hopes", "kinds")
UNKNOWN = "?"


def load_messages(path: Path, reader: Reader) -> list[Labelled]:
    """Read messages: ``trade/channel | emotion grade demands risks needs hopes kinds | turn // A:turn // turn`` a line.

    The labels are those of the last turn; what facts it states is what the finders find.
    """
    lines = list(_lines(path))
    block = min(BLOCK, max(1, len(lines) // FOLDS))
    return [_message(line, place // block % FOLDS, reader) for place, line in enumerate(lines)]


def _message(line: str, fold: int, reader: Reader) -> Labelled:
    _, labels, text = line.split(" | ", 2)
    turns = [Turn("agent" if said.startswith("A:") else "customer", said.removeprefix("A:")) for said in text.split(" // ")]
    doc = reader.hearing.listen(Conversation(tuple(turns)))
    emotion, grade, *lists = labels.split()
    last: Labels = {"emotion": int(emotion), "grade": grade, "facts": [fact.kind for fact in doc.said[-1].facts]}
    last |= {name: listed(items) for name, items in zip(LISTS, lists, strict=True) if items != UNKNOWN}
    before: list[dict[str, Any]] = [{} for _ in turns[:-1]]
    return Labelled(doc, [*before, last], fold)


def load_dialogues(path: Path, reader: Reader) -> list[Labelled]:
    """Read dialogues: after a line ``#`` each turn, ``C|emotion|grade|demands|risks|facts|text`` or ``H|acts|faults|text``."""
    return [_dialogue(lines, place % FOLDS, reader) for place, lines in enumerate(_blocks(path))]


def _dialogue(lines: Sequence[str], fold: int, reader: Reader) -> Labelled:
    turns, labels = [], []
    for line in lines:
        customer = line.startswith("C|")
        *fields, text = line.split("|", 6 if customer else 3)[1:]
        turns.append(Turn("customer" if customer else "agent", text))
        labels.append(turn_labels(fields))
    return Labelled(reader.hearing.listen(Conversation(tuple(turns))), labels, fold)


def _blocks(path: Path) -> Iterator[list[str]]:
    block: list[str] = []
    for line in [*_lines(path), "#"] if path.exists() else []:
        if line != "#":
            block.append(line)
        elif block:
            yield block
            block = []


def _lines(path: Path) -> list[str]:
    """Give the lines of a file but for its head, blank lines and remarks; none where there is no file."""
    text = path.read_text("utf-8") if path.exists() else ""
    return [line for line in text.splitlines() if line and not line.startswith("# ")]
