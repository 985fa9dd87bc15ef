"""Conversations read on one core, beside what the machine can do at most with the same text."""

from __future__ import annotations

from collections import deque
from time import perf_counter
from typing import TYPE_CHECKING, Any

import ahocorasick_rs

from bench.figures import say, timed
from bench.said import conversation
from dingxin.playbook import load_book, load_engine

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

GOAL_TURNS = 20_000
ROUNDS = 3
LONGEST_WORD = 12


def run(*, quick: bool) -> None:
    """Print turns and characters a second, and the ratio to decoding the text and to one scan for the playbook's phrases."""
    start = perf_counter()
    engine = load_engine()
    say(f"engine loaded in {(perf_counter() - start) * 1000:.0f} ms")
    talks = [conversation(number) for number in range(200 if quick else 5000)]
    texts = [turn.text for talk in talks for turn in talk.turns]
    encoded = [text.encode() for text in texts]
    words = sorted(set(_strings(load_book("zh").tables)))
    automaton = ahocorasick_rs.AhoCorasick(words)
    chars = sum(map(len, texts))
    reading = _best(lambda: deque(engine.pipe(talks), maxlen=0))
    scanning = _best(lambda: [automaton.find_matches_as_indexes(text, overlapping=True) for text in texts])
    decoding = _best(lambda: [data.decode() for data in encoded])
    say(f"{len(talks)} conversations, {len(texts)} turns, {chars} characters on one core (goal {GOAL_TURNS:,} turns/s)")
    for name, took in (("reading", reading), (f"scan for {len(words)} words", scanning), ("decoding UTF-8", decoding)):
        ratio = f"   reading takes {reading / took:,.1f} times as long" if took is not reading else ""
        say(f"{name:22} {len(texts) / took:12,.0f} turns/s {chars / took:14,.0f} characters/s{ratio}")


def _best(act: Callable[[], object]) -> float:
    return min(timed(act) for _ in range(ROUNDS))


def _strings(value: Any) -> Iterator[str]:
    """Give every short Chinese string of the playbook: what a scan of the same size looks for."""
    if isinstance(value, str) and 1 < len(value) <= LONGEST_WORD and "\u4e00" <= value[0] <= "\u9fff":
        yield value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _strings(key)
            yield from _strings(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _strings(inner)
