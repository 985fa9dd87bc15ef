"""The reader of one language: runs the components over conversations, turn by turn, and puts the readings together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dingxin.engine.components.acts import acts
from dingxin.engine.components.feeling import emotion, grade
from dingxin.engine.components.learned import Listener
from dingxin.engine.components.normalise import normalise
from dingxin.engine.components.wants import demands, risks
from dingxin.engine.doc import Doc, Utterance
from dingxin.engine.model import GRADES, AgentTurn, CustomerTurn, Reading
from dingxin.engine.phrases import PhraseBook

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dingxin.engine.book import Book
    from dingxin.engine.doc import Component
    from dingxin.engine.model import Conversation, Speaker, Turn, TurnReading
    from dingxin.engine.phrases import Hit

COMPONENTS: dict[Speaker, tuple[Component, ...]] = {
    "customer": (emotion, demands, risks, grade),
    "agent": (acts,),
}


class Reader:
    """Reads conversations of one language."""

    def __init__(self, book: Book) -> None:
        """Build the phrase automaton and take the weights from the book."""
        self.book = book
        self.language = book.language
        self.phrases = PhraseBook(book.groups(), book.tables["negation"]["negations"])
        self.listener = Listener(book.model, self.phrases) if book.model else None

    def read(self, conversations: Sequence[Conversation]) -> list[Reading]:
        """Read conversations; each answer depends on its own conversation alone."""
        docs = [self.listen(conversation) for conversation in conversations]
        if self.listener:
            self.listener.hear(docs)
        return [self._read(doc) for doc in docs]

    def listen(self, conversation: Conversation) -> Doc:
        """Normalise the turns and find the playbook's phrases in them."""
        said = [self._utterance(index, turn) for index, turn in enumerate(conversation.turns)]
        return Doc(conversation, self.book, said)

    def _utterance(self, index: int, turn: Turn) -> Utterance:
        normal = normalise(turn.text)
        hits: dict[str, list[Hit]] = {}
        for hit in self.phrases.find(normal.text):
            hits.setdefault(hit.name, []).append(hit)
        return Utterance(index, turn, normal, hits)

    def _read(self, doc: Doc) -> Reading:
        turns = tuple(self._turn(doc, here) for here in doc.said)
        customer = [turn for turn in turns if isinstance(turn, CustomerTurn)]
        return Reading(
            id=doc.conversation.id,
            turns=turns,
            grade=max((turn.grade for turn in customer), key=GRADES.index, default="none"),
            emotion_peak=max((turn.emotion for turn in customer), default=0),
        )

    def _turn(self, doc: Doc, here: Utterance) -> TurnReading:
        for component in COMPONENTS[here.turn.speaker]:
            component.run(doc, here)
        if here.turn.speaker == "customer":
            return CustomerTurn(
                **{
                    key: here.found[key]
                    for key in ("emotion", "grade", "demands", "needs", "hopes", "risks")
                    if key in here.found
                },
                evidence=tuple(here.evidence),
            )
        return AgentTurn(acts=here.found.get("acts", ()), evidence=tuple(here.evidence))
