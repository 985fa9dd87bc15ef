"""The engine: conversations in, readings out; one at a time or many, with the same answers."""

from __future__ import annotations

import re
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING

from dingxin.engine.course import course
from dingxin.engine.mask import mask
from dingxin.engine.model import Policy
from dingxin.engine.reader import Reader
from dingxin.engine.replies import review_reply

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from dingxin.engine.book import Book
    from dingxin.engine.components.promises_due import Calendar
    from dingxin.engine.course import Course
    from dingxin.engine.model import Conversation, Guidance, Personal, Reading, Review, Turn

BATCH_TURNS = 256
"""Turns read together in ``pipe``: enough to keep NumPy busy, few enough to stay in cache."""

_HAN, _LATIN = re.compile("[㐀-鿿]"), re.compile("[A-Za-z]")

CJK_SHARE = 0.15
"""Share of Chinese characters among letters from which a conversation of unknown language counts as Chinese."""


class Engine:
    """Reads conversations and reviews drafts with the playbook it was built from. Keeps no state between calls."""

    def __init__(self, books: Mapping[str, Book]) -> None:
        """Build readers for the languages in ``books``; the first is the one used where no other fits."""
        self._readers = {language: Reader(book) for language, book in books.items()}
        self._default = next(iter(self._readers))

    def read(self, conversation: Conversation, calendar: Calendar | None = None) -> Reading:
        """Read one conversation; promised times are counted over ``calendar`` (default: Monday to Friday, 09:00-18:00)."""
        return self.reader(conversation).read([conversation], calendar)[0]

    def pipe(self, conversations: Iterable[Conversation], calendar: Calendar | None = None) -> Iterator[Reading]:
        """Read many conversations, in order, with the same answers as ``read``; memory does not grow with their number."""
        for batch in _batches(conversations):
            yield from self._read_batch(batch, calendar)

    def review(
        self, conversation: Conversation, draft: str | Turn, policy: Policy | None = None, calendar: Calendar | None = None
    ) -> Review:
        """Judge a draft reply before it leaves; a draft given as a turn carries the time its promises count from."""
        reader = self.reader(conversation)
        read, last = partial(_read_one, reader, calendar), partial(reader.last, calendar=calendar)
        return review_reply(reader.replies, read, last, conversation, draft, policy or Policy())

    def guide(self, conversation: Conversation, reading: Reading | None = None) -> Guidance:
        """Say where the conversation stands in the six steps, what is missing and what would help next."""
        return self.reader(conversation).replies.guide.guide(conversation, reading or self.read(conversation))

    def course(self, conversation: Conversation, reading: Reading | None = None) -> Course:
        """Say where the conversation turned (B1) and how what is demanded changed (A9)."""
        return course(conversation, reading or self.read(conversation), self.causes(conversation))

    def causes(self, conversation: Conversation) -> Mapping[str, Sequence[str]]:
        """Give the words that speak for each cause of a changed demand, in the language of the conversation (A9)."""
        found: Mapping[str, Sequence[str]] = self.reader(conversation).book.tables.get("causes", {}).get("words", {})
        return found

    def mask(self, text: str) -> tuple[str, tuple[Personal, ...]]:
        """Give a text without its personal data, and what was found in it."""
        return mask(text, self._readers[self._default].hearing.personal)

    def reader(self, conversation: Conversation) -> Reader:
        """Give the reader for the conversation's language: as stated, else as its characters show."""
        if len(self._readers) == 1:
            return self._readers[self._default]
        return self._readers.get(conversation.language[:2].lower() or guess_language(conversation), self._readers[self._default])

    def _read_batch(self, batch: list[Conversation], calendar: Calendar | None) -> list[Reading]:
        readings: list[Reading | None] = [None] * len(batch)
        places: dict[str, list[int]] = {}
        for place, conversation in enumerate(batch):
            places.setdefault(self.reader(conversation).language, []).append(place)
        for language, chosen in places.items():
            found = self._readers[language].read([batch[place] for place in chosen], calendar)
            for place, reading in zip(chosen, found, strict=True):
                readings[place] = reading
        return [reading for reading in readings if reading is not None]


def _read_one(reader: Reader, calendar: Calendar | None, conversation: Conversation) -> Reading:
    return reader.read([conversation], calendar)[0]


def guess_language(conversation: Conversation) -> str:
    """Give ``zh`` or ``en`` by the share of Chinese characters among the letters of the first turns."""
    sample = "".join(turn.text[:400] for turn in islice(conversation.turns, 8))
    han, latin = len(_HAN.findall(sample)), len(_LATIN.findall(sample))
    return "en" if latin and han < CJK_SHARE * (han + latin) else "zh"


def _batches(conversations: Iterable[Conversation]) -> Iterator[list[Conversation]]:
    batch: list[Conversation] = []
    turns = 0
    for conversation in conversations:
        batch.append(conversation)
        turns += len(conversation.turns)
        if turns >= BATCH_TURNS:
            yield batch
            batch, turns = [], 0
    if batch:
        yield batch
