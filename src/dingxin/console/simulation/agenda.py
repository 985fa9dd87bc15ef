"""What happens when: lives that each say when they go on, played in the order of their moments. Pure: no clock of its own."""

from __future__ import annotations

from collections.abc import Generator
from heapq import heappop, heappush
from itertools import count
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

T = TypeVar("T")

Steps = Generator["datetime", "datetime", T]
"""Gives the moment at which it goes on, and is sent the moment at which it does: that one, or a little later."""

Life = Steps[None]


class Agenda:
    """The lives that go on, the earliest first; of those at one moment the one that was entered first."""

    def __init__(self) -> None:
        self._waiting: list[tuple[datetime, int, Life]] = []
        self._serial = count()

    def begin(self, life: Life) -> None:
        """Enter a life; it says itself when it begins."""
        self._enter(next(life, None), life)

    def play(self, until: datetime) -> Iterator[datetime]:
        """Let everything happen before a moment, and give the moment of each step once it is done."""
        while self._waiting and self._waiting[0][0] < until:
            at, _order, life = heappop(self._waiting)
            try:
                following = life.send(at)
            except StopIteration:
                following = None
            self._enter(max(following, at) if following else None, life)
            yield at

    def _enter(self, at: datetime | None, life: Life) -> None:
        if at is not None:
            heappush(self._waiting, (at, next(self._serial), life))
