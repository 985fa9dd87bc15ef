"""How near the expected votes come to the readers': the measures of the NTCIR tasks, and useless turns of the staff."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import numpy as np

from dingxin.engine.model import AgentTurn
from dingxin.engine.scoring import Tally, conversation_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from numpy.typing import NDArray

    from dingxin.engine.pipeline import Engine

SCORES = ("-2", "-1", "0", "1", "2")
HALF = 0.5
"""Share of readers from which a turn counts as useless."""


def nmd(one: NDArray[Any], other: NDArray[Any]) -> float:
    """Give the normalised match distance of distributions over ordered classes, mean over rows (lower is better)."""
    steps = one.shape[1] - 1
    return float((np.abs(np.cumsum(one, axis=1) - np.cumsum(other, axis=1)).sum(axis=1) / steps).mean())


def rsnod(one: NDArray[Any], other: NDArray[Any]) -> float:
    """Give the root symmetric normalised order-aware divergence, mean over rows (lower is better)."""
    steps = one.shape[1] - 1
    return float(np.sqrt((_divergence(one, other) + _divergence(other, one)) / 2 / steps).mean())


def _divergence(one: NDArray[Any], other: NDArray[Any]) -> NDArray[np.float64]:
    """Give the order-aware divergence of each row: mean over the classes that occur in ``other``."""
    places = np.arange(one.shape[1])
    spread = (one - other) ** 2 @ np.abs(places[:, None] - places)
    there = other > 0
    return np.asarray((spread * there).sum(axis=1) / np.maximum(1, there.sum(axis=1)))


def score_satisfaction(engine: Engine, path: Path) -> dict[str, float]:
    """Read a file of conversations with readers' votes and give NMD, RSNOD, r of the mean and F1 of useless turns of staff.

    Raises OSError where the file cannot be read and ValueError where a line is no such conversation.
    """
    records = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
    found, wanted, useless = [], [], Tally()
    for record, reading in zip(records, engine.pipe(map(conversation_of, records)), strict=True):
        votes = record["votes"]["satisfaction"]
        wanted.append([votes.count(int(score)) / len(votes) for score in SCORES])
        found.append([reading.satisfaction_votes[score] for score in SCORES])
        for turn, read in zip(record["turns"], reading.turns, strict=True):
            if isinstance(read, AgentTurn):
                there = turn["nuggets"].get("HNaN", 0) >= HALF * sum(turn["nuggets"].values())
                said = read.useless >= HALF
                useless.right += there and said
                useless.wrong += said and not there
                useless.missed += there and not said
    one, other = np.array(found), np.array(wanted)
    scores = np.array([int(score) for score in SCORES])
    return {
        "nmd": nmd(one, other),
        "rsnod": rsnod(one, other),
        "r": float(np.corrcoef(one @ scores, other @ scores)[0, 1]) if len(records) > 1 else 0.0,
        "useless_f1": useless.f1,
        "conversations": len(records),
    }


def satisfaction_as_text(scores: Mapping[str, float]) -> str:
    """Give the measures as a text for a console."""
    return (
        f"{scores['conversations']:.0f} conversations\n"
        f"satisfaction  NMD {scores['nmd']:.4f}  RSNOD {scores['rsnod']:.4f}  r of the mean {scores['r']:.3f}\n"
        f"useless turns of the staff  F1 {scores['useless_f1']:.3f}"
    )
