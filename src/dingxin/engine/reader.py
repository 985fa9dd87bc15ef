"""The reader of one language: runs the components over conversations, turn by turn, and puts the readings together."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from dingxin.engine.components.acts import acts
from dingxin.engine.components.failings import faults
from dingxin.engine.components.feeling import emotion, grade
from dingxin.engine.components.kinds import kinds
from dingxin.engine.components.listener import Listener
from dingxin.engine.components.needs import hopes, needs
from dingxin.engine.components.satisfaction import Satisfaction, useless
from dingxin.engine.components.stated import facts
from dingxin.engine.components.wants import demands, risks
from dingxin.engine.hearing import Hearing
from dingxin.engine.model import GRADES, AgentTurn, CustomerTurn, Reading
from dingxin.engine.replies import Replies

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dingxin.engine.book import Book
    from dingxin.engine.components.promises_due import Calendar
    from dingxin.engine.doc import Component, Doc, Utterance
    from dingxin.engine.model import Conversation, Speaker, TurnReading

SCORES = (-2, -1, 0, 1, 2)
"""What a reader may score a conversation."""

COMPONENTS: dict[Speaker, tuple[Component, ...]] = {
    "customer": (emotion, demands, risks, facts, grade, needs, hopes),
    "agent": (acts, faults),
}
"""What reads the turns of each speaker, in this order: a component stands after those it requires."""


class Reader:
    """Reads conversations of one language; built once, safe to share between threads."""

    def __init__(self, book: Book) -> None:
        """Build the finders and take the weights from the book."""
        self.book = book
        self.language = book.language
        self.replies = Replies(book)
        self.hearing = Hearing(book, self.replies.rules)
        model = book.model
        self._listener = book.once("listener", lambda: Listener(model, self.hearing.phrases)) if model else None
        self._judge = book.once("judge", lambda: Satisfaction(model)) if model else None

    def read(self, conversations: Sequence[Conversation], calendar: Calendar | None = None) -> list[Reading]:
        """Read conversations; each answer depends on its own conversation alone."""
        docs = self._heard(conversations, calendar)
        if self._judge:
            self._judge.judge(docs)
        return [self._read(doc) for doc in docs]

    def last(self, conversation: Conversation, calendar: Calendar | None = None) -> TurnReading:
        """Read only the last turn of a conversation, without a judgement of the whole: for drafts as they are typed."""
        doc = self._heard([conversation], calendar)[0]
        return [self._turn(doc, here) for here in doc.said][-1]

    def _heard(self, conversations: Sequence[Conversation], calendar: Calendar | None) -> list[Doc]:
        docs = [self.hearing.listen(conversation, calendar) for conversation in conversations]
        if self._listener:
            self._listener.hear(docs)
        for doc in docs:
            doc.memory["rules"] = self.replies.rules
        return docs

    def _read(self, doc: Doc) -> Reading:
        turns = tuple(self._turn(doc, here) for here in doc.said)
        customer = [turn for turn in turns if isinstance(turn, CustomerTurn)]
        reading = Reading(
            id=doc.conversation.id,
            turns=turns,
            grade=max((turn.grade for turn in customer), key=GRADES.index, default="none"),
            emotion_peak=max((turn.emotion for turn in customer), default=0),
            kinds=kinds(doc),
            satisfaction=sum(share * score for share, score in zip(doc.memory["votes"], SCORES, strict=True)),
            satisfaction_votes={str(score): share for share, score in zip(doc.memory["votes"], SCORES, strict=True)},
        )
        step, missing = self.replies.guide.place(doc.conversation, reading)
        return replace(reading, step=step, missing=missing)

    def _turn(self, doc: Doc, here: Utterance) -> TurnReading:
        for component in COMPONENTS[here.turn.speaker]:
            component.run(doc, here)
        if here.turn.speaker == "customer":
            return CustomerTurn(**here.found, evidence=tuple(here.evidence), personal=here.personal)
        return AgentTurn(
            **here.found,
            promises=here.promises,
            evidence=tuple(here.evidence),
            personal=here.personal,
            useless=useless(here),
        )
