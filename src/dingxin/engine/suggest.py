"""Lines made from what this customer said: their trouble, feeling and demand, and what to ask them (A5, B4-B6)."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING

from dingxin.engine.components.faults_patterns import LONGEST
from dingxin.engine.components.normalise import normalise, punctuated
from dingxin.engine.model import CustomerTurn, Question

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from dingxin.engine.book import Book, Table
    from dingxin.engine.model import Conversation, Reading, Turn

SPOKEN = 12
"""Customer turns that are looked at, the first and the last of them: what a person could still have in mind."""

STRONGEST = 3
"""Emotion at which the feeling is named outright."""

FACTS = 3
"""Clauses in a restatement: as many as can be checked at one hearing."""

REMEMBERED = 64
"""Conversations whose trouble is kept."""

ASKED = 3
"""Questions that may be put at once without becoming an interrogation."""

BRIEF = 16
"""Characters up to which a question needs no question mark to be one."""

STRONG = 3
"""How much a word that names a trouble counts beside one that may."""

_CLAUSES = re.compile(r"[^，,。！？!?；;\n~～…]{1,80}[，,。！？!?；;\n~～…]*")
_TAIL = "，,。！？!?；;\n~～… "
_ASKING = frozenset("？?")


class Lines:
    """Words the engine offers in the conversation's language; built once, safe to share between threads."""

    def __init__(self, book: Book) -> None:
        """Take the sentences and the cues of a pack."""
        guide, wording = book.tables.get("guide", {}), book.tables.get("wording", {})
        self.lines: Mapping[str, str] = wording.get("lines", {})
        self.openings: Mapping[str, str] = wording.get("opening", {})
        self._demands: Mapping[str, str] = guide.get("demands", {})
        self._questions: Mapping[str, Mapping[str, str]] = guide.get("questions", {})
        self._complaints = [(row["name"], re.compile(row["cue"]), row["needs"]) for row in guide.get("complaint", ())]
        self._feelings = [(re.compile(row["cue"]), row["word"]) for row in guide.get("feeling", ())]
        self._feeling = guide.get("feelings", {}).get("default", "")
        content = guide.get("content", {})
        self._content, self._not_content = re.compile(content.get("cue", "$^")), re.compile(content.get("not", "$^"))
        asking = guide.get("plain_question", {})
        self._asking, self._troubled = re.compile(asking.get("cue", "$^")), re.compile(asking.get("not", "$^"))
        self._puzzled = re.compile(asking.get("always", "$^"))
        self._longest_question: int = asking.get("longest", 0)
        self._trade: Mapping[str, Mapping[str, str]] = book.industry.get("questions", {}) if book.language == "zh" else {}
        self._told: dict[Conversation, str] = {}
        self._trouble = _Trouble(guide.get("trouble", {}), book.industry.get("products", ()))

    def say(self, name: str, **words: str) -> str:
        """Give a line with its words put in."""
        line = self.lines.get(name, "")
        for key, word in {"by": self.lines.get("by", ""), **words}.items():
            line = line.replace(f"{{{key}}}", word)
        return line

    def trouble(self, conversation: Conversation) -> str:
        """Give the customer's trouble in their own words, turned to address them, or nothing where they told none.

        Remembered, for a review asks for it several times and a draft is reviewed at every key.
        """
        told = self._told.get(conversation)
        if told is None:
            if len(self._told) >= REMEMBERED:
                self._told.clear()
            told = self._told[conversation] = next(iter(self._trouble.best(_spoken(conversation), 1)), "")
        return told

    def content(self, conversation: Conversation) -> bool:
        """Tell whether the customer's last words are those of somebody content."""
        last = next((turn.text for turn in reversed(conversation.turns) if turn.speaker == "customer"), "")[:LONGEST]
        return bool(self._content.search(last)) and not self._not_content.search(last)

    def asks_only(self, conversation: Conversation) -> bool:
        """Tell whether the customer's last words are a plain question: an answer is all they wait for.

        A question that names a trouble is none, unless it asks what something means or how it goes.
        """
        last = next((turn.text for turn in reversed(conversation.turns) if turn.speaker == "customer"), "").strip()
        if len(last) > (self._longest_question if _ASKING.intersection(last) else BRIEF):
            return False
        return bool(self._puzzled.search(last) or (self._asking.search(last) and not self._troubled.search(last)))

    def feeling(self, conversation: Conversation, emotion: int) -> str:
        """Give a line that names this customer's trouble and feeling (B5)."""
        words = " ".join(_spoken(conversation))
        word = next((word for cue, word in self._feelings if cue.search(words)), self._feeling)
        trouble = self.trouble(conversation)
        name = "feeling_plain" if not trouble else "feeling_extreme" if emotion >= STRONGEST else "feeling"
        return self.say(name, trouble=trouble, feeling=word)

    def facts(self, conversation: Conversation, reading: Reading) -> str:
        """Give a restatement of the facts with a question that invites correction (B4), empty where none was told."""
        told = self._trouble.best(_spoken(conversation), FACTS) if _complains(reading) else []
        if not told:
            return ""
        demand = self.demand(reading)
        return self.say("facts", facts=self.lines.get("and", "，").join(told) + self.lines.get("stop", "。"),
                        wish=self.say("wish", demand=demand) if demand else "")  # fmt: skip

    def demand(self, reading: Reading) -> str:
        """Give what the customer wants, as the last turns that name it say it."""
        for turn in reversed(reading.turns):
            if isinstance(turn, CustomerTurn) and turn.demands:
                return self.lines.get("or", "、").join(self._demands[name] for name in turn.demands if name in self._demands)
        return ""

    def questions(self, conversation: Conversation, reading: Reading) -> tuple[Question, ...]:
        """Give the facts that this kind of complaint needs and nobody has told yet, each with its open question (A5, C20)."""
        words = " ".join(_spoken(conversation))
        told = {fact.kind for turn in reading.turns if isinstance(turn, CustomerTurn) for fact in turn.facts}
        name, needs = next(((name, needs) for name, cue, needs in self._complaints if cue.search(words)), ("any", ()))
        asked = {**self._questions.get("any", {}), **self._questions.get(name, {}), **self._trade.get(name, {})}
        return tuple(Question(fact, asked[fact]) for fact in needs if fact not in told and fact in asked)[:ASKED]

    def opening(self, conversation: Conversation, grade: str) -> str:
        """Give the calming pill by which to open (B6), by grade and channel."""
        return self.openings.get(grade) or self.openings.get(conversation.channel) or self.openings.get("default", "")


class _Trouble:
    """Finds the clauses that tell what went wrong and turns them round: 我 becomes 您, 你们 becomes 我们."""

    def __init__(self, table: Table, products: Sequence[str]) -> None:
        self._products = tuple(products)
        self._cue = re.compile(table.get("cue", "$^"))
        self._strong = re.compile(table.get("strong", "$^"))
        self._drop = re.compile(table.get("drop", "$^"), re.IGNORECASE)
        self._lead = re.compile(table.get("lead", "$^"))
        self._fillers = re.compile(table.get("fillers", "$^"))
        swaps = dict(table.get("swap", ()))
        self._swap = re.compile("|".join(map(re.escape, swaps)) or "$^", re.IGNORECASE)
        self._turned = partial(_swapped, {key.lower(): word for key, word in swaps.items()})
        self._shortest: int = table.get("shortest", 1)
        self._longest: int = table.get("longest", LONGEST)

    def best(self, spoken: Sequence[str], count: int) -> list[str]:
        """Give up to ``count`` clauses that tell the trouble best, in the order in which they were said."""
        told = [(self._score(clause), place, clause) for place, clause in enumerate(self._clauses(spoken))]
        chosen = sorted((item for item in told if item[0] > 0), key=lambda item: (-item[0], item[1]))[:count]
        return list(dict.fromkeys(clause for _, _, clause in sorted(chosen, key=lambda item: item[1])))

    def _clauses(self, spoken: Sequence[str]) -> Iterator[str]:
        for text in spoken:
            for hit in _CLAUSES.finditer(text):
                words = hit[0].rstrip(_TAIL).strip()
                asking = not _ASKING.isdisjoint(hit[0][len(hit[0].rstrip(_TAIL)) :])
                words = (
                    ""
                    if asking or self._drop.search(words)
                    else self._swap.sub(self._turned, self._lead.sub("", self._fillers.sub("", words)))
                )
                if self._shortest <= len(words) <= self._longest:
                    yield words.strip()

    def _score(self, clause: str) -> int:
        cues = len(set(self._cue.findall(clause)))
        strong = STRONG * len(set(self._strong.findall(clause)))
        known = any(word in clause for word in self._products)
        return strong + cues + (len(clause) > 2 * self._shortest) + known if cues or strong else 0


def _complains(reading: Reading) -> bool:
    """Tell whether anything is asked for or complained of: small talk is not restated."""
    return any(
        isinstance(turn, CustomerTurn) and (turn.demands or turn.emotion or turn.grade != "none") for turn in reading.turns
    )


def _swapped(swaps: Mapping[str, str], hit: re.Match[str]) -> str:
    return swaps[hit[0].lower()]


def _spoken(conversation: Conversation) -> list[str]:
    """Give the customer's words, as much of each turn as tells the trouble."""
    said: list[Turn] = [turn for turn in conversation.turns if turn.speaker == "customer" and turn.text]
    chosen = said if len(said) <= SPOKEN else [*said[: SPOKEN // 2], *said[-(SPOKEN // 2) :]]
    return [punctuated(normalise(turn.text[:LONGEST]).text) for turn in chosen]
