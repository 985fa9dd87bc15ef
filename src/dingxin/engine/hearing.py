"""What is found in a turn by itself, before anything is learned or judged: words, numbers, times and signs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dingxin.engine.components.facts import Facts
from dingxin.engine.components.normalise import normalise
from dingxin.engine.components.personal import PersonalFinder
from dingxin.engine.components.promises import Promises
from dingxin.engine.components.times import Times
from dingxin.engine.doc import Doc, Utterance
from dingxin.engine.phrases import PhraseBook

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from dingxin.engine.book import Book
    from dingxin.engine.components.faults import FaultRules
    from dingxin.engine.components.promises_due import Calendar
    from dingxin.engine.model import Conversation, Turn
    from dingxin.engine.phrases import Hit


class Hearing:
    """The finders of one language's pack; built once, safe to share between threads."""

    def __init__(self, book: Book, rules: FaultRules) -> None:
        """Build the automaton and the patterns of the pack."""
        tables = book.tables
        self.book = book
        self.phrases: dict[str, PhraseBook] = book.once("phrases", lambda: _phrases(book))
        self.personal = book.once("personal", lambda: PersonalFinder(tables))
        times = book.once("times", lambda: Times(tables.get("festivals", {})))
        self._facts = book.once("facts", lambda: Facts(tables, times))
        self._promises = book.once("promises", lambda: Promises(times, tables.get("promises", {})))
        self._rules = rules

    def listen(self, conversation: Conversation, calendar: Calendar | None = None) -> Doc:
        """Find what each turn says by itself."""
        said = [self._utterance(index, turn, calendar) for index, turn in enumerate(conversation.turns)]
        return Doc(conversation, self.book, said)

    def _utterance(self, index: int, turn: Turn, calendar: Calendar | None) -> Utterance:
        normal = normalise(turn.text)
        hits: dict[str, list[Hit]] = {}
        slots = []
        for hit in self.phrases[turn.speaker].find(normal.text):
            hits.setdefault(hit.name, []).append(hit)
            slots.append(hit.slot)
        here = Utterance(index, turn, normal, hits, personal=self.personal.find(normal), slots=slots)
        if turn.speaker == "customer":
            here.facts = self._facts.find(normal, turn.at, here.personal)
            here.signs = _counted(f"fact:{fact.kind}" for fact in here.facts)
        else:
            here.promises = self._promises.find(normal, turn.at, calendar)
            here.draft = self._rules.hear(normal.text, here.personal)
            here.signs = {f"rule:{name}": len(matches) for name, matches in here.draft.found.items()}
            here.signs |= {"promise": len(here.promises)} if here.promises else {}
        return here


def _phrases(book: Book) -> dict[str, PhraseBook]:
    negations = book.tables.get("negation", {}).get("negations", ())
    return {speaker: PhraseBook(book.groups(speaker), negations) for speaker in ("customer", "agent")}


def _counted(names: Iterable[str]) -> Mapping[str, int]:
    counts: dict[str, int] = {}
    for name in names:
        counts[name] = counts.get(name, 0) + 1
    return counts
