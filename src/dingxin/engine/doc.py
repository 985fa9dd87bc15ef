"""A conversation on its way through the pipeline: what the components share while they read it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.typing import NDArray

    from dingxin.engine.book import Book
    from dingxin.engine.components.faults import Draft
    from dingxin.engine.components.learned import Weigher
    from dingxin.engine.components.normalise import Normal
    from dingxin.engine.model import Conversation, Evidence, Fact, Personal, Promise, Speaker, Turn
    from dingxin.engine.phrases import Hit


NOTHING = np.zeros(0, dtype=np.float32)


def _nothing() -> NDArray[np.float32]:
    return NOTHING


@dataclass(slots=True)
class Utterance:
    """One turn: its words, what was found in it by itself, its learned chances, and what the components have assigned so far.

    ``hits`` are the playbook's phrases by name; ``signs`` counts what other finders found; ``draft`` is what the rules for staff
    heard; ``slots`` are the hits' places in the phrase book; ``row`` holds the learned chance of every label of the speaker and
    ``labels`` those that reach their cut, ``extra`` and
    ``nuggets`` serve the judge of whole conversations; ``found`` holds what components assign, under the
    names they declare.
    """

    index: int
    turn: Turn
    normal: Normal
    hits: Mapping[str, list[Hit]]
    personal: tuple[Personal, ...] = ()
    facts: tuple[Fact, ...] = ()
    promises: tuple[Promise, ...] = ()
    draft: Draft | None = None
    signs: Mapping[str, int] = field(default_factory=dict)
    slots: Sequence[int] = ()
    labels: frozenset[str] | set[str] = frozenset()
    row: NDArray[np.float32] = field(default_factory=_nothing)
    extra: NDArray[np.float32] = field(default_factory=_nothing)
    nuggets: NDArray[np.float32] = field(default_factory=_nothing)
    weigher: Weigher | None = None
    found: dict[str, Any] = field(default_factory=dict)
    evidence: list[Evidence] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Give the words in normal form."""
        return self.normal.text

    def weigh(self, label: str) -> NDArray[np.float64] | None:
        """Give how much each character of the normal text speaks for a label, None where nothing learned weighs it."""
        if self.weigher is None:
            return None
        return self.weigher.weigh(label, [hit for its in self.hits.values() for hit in its], len(self.text))

    def by_clause(self, label: str, places: Sequence[int]) -> tuple[float, NDArray[np.float64]]:
        """Give how much the weights of ``weigh`` count, and what is added to them by the clauses that stand at these places."""
        return self.weigher.by_clause(label, places) if self.weigher else (1.0, np.zeros(len(places)))

    def sure(self, name: str) -> Hit | None:
        """Give the first phrase of that name which decides by itself."""
        return next((hit for hit in self.hits.get(name, ()) if hit.sure), None)


@dataclass(slots=True)
class Doc:
    """A conversation while it is read; ``said`` holds the turns in order.

    A component looks back through ``memory``, which it keeps up to date itself: the time for a turn must not grow with the
    number of turns before it.
    """

    conversation: Conversation
    book: Book
    said: list[Utterance]
    memory: dict[str, Any] = field(default_factory=dict)

    def previous(self, here: Utterance) -> Utterance | None:
        """Give the turn before this one."""
        return self.said[here.index - 1] if here.index else None


@dataclass(frozen=True, slots=True)
class Component:
    """A named step of the pipeline for the turns of one speaker: what it needs in ``found`` and what it puts there."""

    name: str
    speaker: Speaker
    requires: tuple[str, ...]
    assigns: tuple[str, ...]
    run: Callable[[Doc, Utterance], None]


def component(
    speaker: Speaker, *, assigns: Sequence[str], requires: Sequence[str] = ()
) -> Callable[[Callable[[Doc, Utterance], None]], Component]:
    """Make a function a component of the pipeline; its name is the function's."""

    def wrap(run: Callable[[Doc, Utterance], None]) -> Component:
        return Component(run.__name__, speaker, tuple(requires), tuple(assigns), run)

    return wrap
