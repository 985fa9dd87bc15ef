"""The six-step rail (D1): how far each step is, and the next best action."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dingxin.cases.models import Step
from dingxin.desk.labels import STEP_PARTS, label

if TYPE_CHECKING:
    from dingxin.engine.model import Guidance


@dataclass(frozen=True, slots=True)
class Segment:
    """One step as the rail shows it; ``percent`` is the share done."""

    name: str
    label: str
    percent: int
    done: list[str]
    missing: list[str]
    current: bool


@dataclass(frozen=True, slots=True)
class Rail:
    """The six segments, and what would help next with the reason."""

    segments: list[Segment]
    current: Segment
    next: str
    why: str


def rail_of(guidance: Guidance) -> Rail:
    """Shape the engine's guidance for the rail."""
    segments = [
        Segment(
            name=state.step,
            label=str(Step(state.step).label),
            percent=round(100 * state.share),
            done=[label(STEP_PARTS, part) for part, _turn in state.done],
            missing=[label(STEP_PARTS, part) for part in state.missing],
            current=state.step == guidance.step,
        )
        for state in guidance.steps
    ]
    current = next(segment for segment in segments if segment.current)
    return Rail(segments, current, label(STEP_PARTS, guidance.next), guidance.why)
