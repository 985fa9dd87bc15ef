"""What the learned component knows of the turns before: the last of each speaker, the most and the average so far, the place."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from dingxin.engine.doc import Doc

PLACES = 9
"""Values that say where in the conversation a turn stands."""

JOINT = 8
"""Values that join a customer's feeling and what they ask for: only both together make a complaint (A1)."""

SOFT = frozenset({"demand:info", "demand:improve", "demand:other"})
"""Demands that are also made without a complaint."""

SPEAKERS = ("customer", "agent")


def chances(logits: NDArray[np.float32]) -> NDArray[np.float32]:
    """Turn log-odds into probabilities."""
    return (1 / (1 + np.exp(-np.clip(logits, -30, 30)))).astype(np.float32)


def width(labels: Mapping[str, int]) -> int:
    """Give the number of context values for so many labels of each speaker."""
    return 3 * labels["customer"] + 2 * labels["agent"] + PLACES + JOINT


def joint(chance: NDArray[np.float32], labels: Sequence[str]) -> NDArray[np.float32]:
    """Give for each of a customer's turns how far it asks, is dissatisfied and goes outside, and these taken together."""
    place = {label: index for index, label in enumerate(labels)}
    asks = [index for label, index in place.items() if label.startswith("demand:")]
    presses = [index for index in asks if labels[index] not in SOFT]
    outside = [place[f"risk:{risk}"] for risk in ("regulator", "legal", "media")]
    any_ask, pressed, out = (1 - np.prod(1 - chance[:, columns], axis=1) for columns in (asks, presses, outside))
    upset, angry, voiced = (chance[:, place[label]] for label in ("emotion:1", "emotion:2", "grade:grumble"))
    return np.column_stack(
        (any_ask, pressed, voiced * any_ask, voiced * pressed, upset * pressed, angry * any_ask, voiced * (1 - any_ask), out)
    )


def contexts(doc: Doc, chance: Mapping[str, NDArray[np.float32]], joints: NDArray[np.float32]) -> dict[str, NDArray[np.float32]]:
    """Give for each speaker an array [that speaker's turns, values] of what stood before each of these turns.

    ``chance`` holds each speaker's first-stage probabilities, a row for each of their turns in order; ``joints`` what ``joint``
    gives for the customer's.
    """
    last = {speaker: np.zeros(chance[speaker].shape[1], dtype=np.float32) for speaker in SPEAKERS}
    most = {speaker: values.copy() for speaker, values in last.items()}
    mean = last["customer"].copy()
    counts = dict.fromkeys(SPEAKERS, 0)
    nothing = np.zeros(JOINT, dtype=np.float32)
    rows: dict[str, list[NDArray[np.float32]]] = {speaker: [] for speaker in SPEAKERS}
    for here in doc.said:
        speaker = here.turn.speaker
        places = np.array(_places(doc, here.index, counts), dtype=np.float32)
        own = chance[speaker][counts[speaker]]
        together = joints[counts["customer"]] if speaker == "customer" else nothing
        rows[speaker].append(
            np.concatenate((last["customer"], most["customer"], mean, last["agent"], most["agent"], places, together))
        )
        counts[speaker] += 1
        last[speaker] = own
        most[speaker] = np.maximum(most[speaker], own)
        if speaker == "customer":
            mean = mean + (own - mean) / counts[speaker]
    size = width({speaker: chance[speaker].shape[1] for speaker in SPEAKERS})
    return {speaker: np.array(its, dtype=np.float32).reshape(-1, size) for speaker, its in rows.items()}


def _places(doc: Doc, index: int, counts: Mapping[str, int]) -> Sequence[float]:
    """Say where a turn stands: first to fourth or later, how far on, who spoke before."""
    own = doc.said[index].turn.speaker
    return (
        index == 0,
        index == 1,
        index == 2,  # noqa: PLR2004 -- the third turn
        index == 3,  # noqa: PLR2004 -- the fourth turn
        min(index, 8) / 8,
        counts["customer"] == 0,
        counts["agent"] == 0,
        index > 0 and doc.said[index - 1].turn.speaker == own,
        1.0,
    )
