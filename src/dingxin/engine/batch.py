"""Conversations in bulk: Arrow record batches in, record batches of readings out, in process or on all cores.

One function, ``read_batch``, does the work; whoever runs it (this module's pool, a cluster) gets the same answers as ``read``.
"""

from __future__ import annotations

from collections import deque
from concurrent.futures import Future, ProcessPoolExecutor
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from dingxin.engine.model import AgentTurn, Conversation, Turn

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from dingxin.engine.model import CustomerTurn, Reading
    from dingxin.engine.pipeline import Engine

_NAMES = pa.list_(pa.string())

CONVERSATIONS = pa.schema(
    [
        ("id", pa.string()),
        ("turns", pa.list_(pa.struct([("speaker", pa.string()), ("text", pa.string()), ("at", pa.timestamp("us", "UTC"))]))),
        ("channel", pa.string()),
        ("industry", pa.string()),
        ("language", pa.string()),
    ]
)
"""What goes in, a conversation a row; every column but ``turns`` may be left out or null, and so may ``at``."""

READINGS = pa.schema(
    [
        ("id", pa.string()),
        ("grade", pa.string()),
        ("emotion_peak", pa.int8()),
        ("satisfaction", pa.float64()),
        ("satisfaction_votes", pa.list_(pa.float64(), 5)),
        ("kinds", _NAMES),
        ("step", pa.string()),
        ("turns", pa.list_(pa.struct([
            ("speaker", pa.string()), ("emotion", pa.int8()), ("grade", pa.string()), ("demands", _NAMES), ("needs", _NAMES),
            ("hopes", _NAMES), ("risks", _NAMES), ("acts", _NAMES), ("faults", _NAMES), ("useless", pa.float64()),
        ]))),
    ]
)  # fmt: skip
"""What comes out, a reading a row; columns of the other speaker are null in a turn, votes stand for the scores -2 … 2."""

SPEAKERS = ("customer", "agent")
AHEAD = 2
"""Batches a worker has waiting: memory does not grow with the input."""


def read_batch(engine: Engine, batch: pa.RecordBatch) -> pa.RecordBatch:
    """Read a record batch of conversations (``CONVERSATIONS``); gives one of readings (``READINGS``), row by row.

    Raises:
        ValueError: there is no column ``turns``, or a row of it is not as the schema says; the message names the row.

    """
    if "turns" not in batch.schema.names:
        message = "the batch has no column 'turns'"
        raise ValueError(message)
    conversations = [_conversation(place, row) for place, row in enumerate(batch.to_pylist())]
    rows = [_row(reading) for reading in engine.pipe(conversations)]
    return pa.RecordBatch.from_pylist(rows, READINGS)


def read_batches(batches: Iterable[pa.RecordBatch], load: Callable[[], Engine], workers: int = 1) -> Iterator[pa.RecordBatch]:
    """Read record batches in order; ``load`` builds an engine, in each of the ``workers`` processes when there are several."""
    if workers <= 1:
        engine = load()
        yield from (read_batch(engine, batch) for batch in batches)
        return
    waiting: deque[Future[pa.RecordBatch]] = deque()
    with ProcessPoolExecutor(workers, initializer=_start, initargs=(load,)) as pool:
        for batch in batches:
            waiting.append(pool.submit(_work, batch))
            if len(waiting) > workers * AHEAD:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


_engine: list[Engine] = []
"""The engine of a worker process."""


def _start(load: Callable[[], Engine]) -> None:
    _engine[:] = [load()]


def _work(batch: pa.RecordBatch) -> pa.RecordBatch:
    return read_batch(_engine[0], batch)


def _conversation(place: int, row: dict[str, Any]) -> Conversation:
    turns = []
    for turn in row["turns"] or ():
        if not turn or turn.get("speaker") not in SPEAKERS:
            message = f"row {place}: a turn's speaker is neither 'customer' nor 'agent'"
            raise ValueError(message)
        turns.append(Turn(turn["speaker"], turn.get("text") or "", turn.get("at")))
    given = {name: row[name] for name in ("id", "channel", "industry", "language") if row.get(name)}
    return Conversation(tuple(turns), **given)


def _row(reading: Reading) -> dict[str, Any]:
    return {
        "id": reading.id,
        "grade": reading.grade,
        "emotion_peak": reading.emotion_peak,
        "satisfaction": reading.satisfaction,
        "satisfaction_votes": list(reading.satisfaction_votes.values()),
        "kinds": [kind.kind for kind in reading.kinds],
        "step": reading.step,
        "turns": [_turn(turn) for turn in reading.turns],
    }


def _turn(turn: CustomerTurn | AgentTurn) -> dict[str, Any]:
    if isinstance(turn, AgentTurn):
        faults = list(dict.fromkeys(fault.kind for fault in turn.faults))
        return {"speaker": "agent", "acts": turn.acts, "faults": faults, "useless": turn.useless}
    names = ("demands", "needs", "hopes", "risks")
    said = {name: getattr(turn, name) for name in names}
    return {"speaker": "customer", "emotion": turn.emotion, "grade": turn.grade, **said}
