"""Conversations in Arrow record batches, on one core and on all, beside reading them one by one and decoding their text."""

from __future__ import annotations

import os
from collections import deque
from functools import partial

import pyarrow as pa

from bench.figures import say, timed
from bench.said import conversation
from dingxin.engine.batch import CONVERSATIONS, read_batches
from dingxin.playbook import load_engine

GOAL_TURNS = 100_000
ROWS = 500


def run(*, quick: bool) -> None:
    """Print turns a second of each way, and the ratio to decoding the text."""
    talks = [conversation(number) for number in range(400 if quick else 8000)]
    turns = sum(len(talk.turns) for talk in talks)
    rows = [{"id": talk.id, "turns": [{"speaker": turn.speaker, "text": turn.text} for turn in talk.turns]} for talk in talks]
    batches = pa.Table.from_pylist(rows, CONVERSATIONS).to_batches(max_chunksize=ROWS)
    encoded = [turn.text.encode() for talk in talks for turn in talk.turns]
    decoding = min(timed(lambda: [data.decode() for data in encoded]) for _ in range(3))
    engine = load_engine()
    say(f"{len(talks)} conversations, {turns} turns (goal {GOAL_TURNS:,} turns/s a core)")
    say(f"{'pipe':22} {turns / timed(lambda: deque(engine.pipe(talks), maxlen=0)):12,.0f} turns/s")
    for workers in sorted({1, os.cpu_count() or 1}):
        took = timed(lambda: deque(read_batches(batches, partial(load_engine), workers), maxlen=0))  # noqa: B023  called at once
        ratio = f"reading takes {took / decoding:,.1f} times as long as decoding UTF-8"
        say(f"{f'batches, {workers} processes':22} {turns / took:12,.0f} turns/s   {ratio}")
