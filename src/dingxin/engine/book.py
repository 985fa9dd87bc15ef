"""What a playbook hands to the engine: the method as data, for one language. Nothing here reads a file."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

from dingxin.engine.phrases import Group

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from numpy.typing import NDArray

Table = dict[str, Any]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Book:
    """A language's pack.

    ``tables`` holds each TOML file under its name without ending; ``wording`` the same of the language in which reasons and
    suggestions to staff are worded; ``model`` the arrays of the learned component, None where the language has none;
    ``built`` what books of the same tables and model share.
    """

    language: str
    tables: Mapping[str, Table]
    wording: Mapping[str, Table]
    industry: Table = field(default_factory=dict)
    model: Mapping[str, NDArray[Any]] | None = None
    built: dict[str, Any] = field(default_factory=dict, repr=False, compare=False)
    _cuts: dict[str, tuple[float, ...]] = field(init=False, repr=False)
    _rare: frozenset[str] = field(init=False, repr=False)
    _place: Mapping[str, int] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Put what is known of the model's labels into a form that is quick to ask."""
        rare: set[str] = set()
        place: dict[str, int] = {}
        cuts: dict[str, tuple[float, ...]] = {}
        if self.model:
            for speaker in ("customer", "agent"):
                labels = [str(label) for label in self.model[f"{speaker}_labels"]]
                rare |= {label for label, few in zip(labels, self.model[f"{speaker}_rare"], strict=True) if few}
                taught = zip(labels, self.model[f"{speaker}_taught"], strict=True)
                place |= {label: index for index, (label, known) in enumerate(taught) if known}
            for scale in ("emotion", "grade"):
                cuts[scale] = tuple(self.model[f"cuts_{scale}"].tolist())
        object.__setattr__(self, "_rare", frozenset(rare))
        object.__setattr__(self, "_cuts", cuts)
        object.__setattr__(self, "_place", place)

    def once(self, name: str, build: Callable[[], T]) -> T:
        """Give what is the same for all books that share tables and model: built by the first that asks for it."""
        if name not in self.built:
            self.built[name] = build()
        found: T = self.built[name]
        return found

    def groups(self, speaker: str) -> Iterator[Group]:
        """Give every phrase group for one speaker's turns: ``of`` in the table and the key under ``phrases`` make its name."""
        for table in self.tables.values():
            if table.get("speaker") != speaker:
                continue
            for key, group in table.get("phrases", {}).items():
                yield Group(
                    f"{table['of']}:{key}",
                    sure=tuple(group.get("sure", ())),
                    hint=tuple(group.get("hint", ())),
                    never=tuple(group.get("never", ())),
                    negatable=group.get("negatable", True),
                )

    def rare(self, label: str) -> bool:
        """Tell whether training saw so few examples of a label that the playbook's sure phrases decide as well."""
        return label in self._rare

    def place(self, label: str) -> int | None:
        """Give the column of a label in the chances of a turn, None where training could say nothing about it."""
        return self._place.get(label)

    def cuts(self, of: str) -> tuple[float, ...]:
        """Give the cuts of a scale (``emotion``, ``grade``), lowest first."""
        return self._cuts[of]

    def why(self, finding: str, words: str) -> str:
        """Give the reason for a finding (``risk:legal``) in one sentence that names the words."""
        reasons = self.wording["why"]["why"]
        sentence: str = reasons.get(finding) or reasons["default"]
        return sentence.replace("{words}", words)
