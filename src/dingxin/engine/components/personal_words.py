"""A set of words that is looked up at a place of a text (C22)."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


class WordSet:
    """Words by their length: one look-up for each length, however many words there are."""

    def __init__(self, words: Iterable[str]) -> None:
        """Take the words."""
        self._words = frozenset(words)
        self._lengths = sorted({len(word) for word in self._words})

    def begins(self, text: str, at: int) -> bool:
        """Tell whether one of the words begins at a place."""
        for length in self._lengths:  # noqa: SIM110 - twice as fast as any(), and asked for every likely surname
            if text[at : at + length] in self._words:
                return True
        return False

    def ends(self, text: str, at: int, least: int = 0) -> bool:
        """Tell whether one of the words ends at a place and begins no further left than ``least``."""
        for length in self._lengths:  # noqa: SIM110 - as above
            if length <= at - least and text[at - length : at] in self._words:
                return True
        return False

    def __contains__(self, word: str) -> bool:
        """Tell whether a word is one of them."""
        return word in self._words
