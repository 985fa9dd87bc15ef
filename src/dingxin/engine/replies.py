"""The review of a draft before it leaves (C1-C22): what is wrong with it, what it lacks, and how it could read instead."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from dingxin.engine.components.faults import FaultRules, Situation
from dingxin.engine.components.normalise import normalise
from dingxin.engine.components.personal import PersonalFinder
from dingxin.engine.guide import SOOTHING, Guide
from dingxin.engine.mending import Mender
from dingxin.engine.model import AgentTurn, CustomerTurn, Missing, Review, Turn
from dingxin.engine.suggest import Lines

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from dingxin.engine.book import Book
    from dingxin.engine.components.faults import Draft
    from dingxin.engine.components.normalise import Normal
    from dingxin.engine.model import Conversation, Fault, Policy, Reading, Step, TurnReading, Verdict

RECENT = 24
"""Turns before the draft that are listened to for what staff have checked and what the customer has named."""

MILD = 1
"""Emotion up to which a plain question is one."""

REMEMBERED = 64
"""Conversations whose reading is kept, so that each key of a draft costs the draft alone."""

SIGNED = {
    "apology": "apology",
    "empathy": "empathy",
    "feeling": "empathy",
    "time": "time",
    "thanks": "thanks",
    "refusal": "refuse",
}
"""Acts that the signs of a draft show by themselves."""

_NO = ("不", "没", "否", "无", "no", "No")


class Known(NamedTuple):
    """What is known of a conversation before a draft answers it; the limit in ``situation`` is not."""

    reading: Reading
    situation: Situation
    step: Step
    owed: tuple[str, ...]


class Replies:
    """Reviews drafts with one language's pack; built once, safe to share between threads."""

    def __init__(self, book: Book) -> None:
        """Compile the rules and take the wording."""
        self.rules = FaultRules(book)
        self.lines = Lines(book)
        self.guide = Guide(book, self.lines)
        self._personal = book.once("personal", lambda: PersonalFinder(book.tables))
        self._known: dict[Conversation, Known] = {}

    def review(self, conversation: Conversation, known: Known, said: AgentTurn, draft: str, policy: Policy) -> Review:
        """Judge a draft; ``said`` is the reading of the draft as the next turn."""
        situation = replace(known.situation, limit=_limit(policy))
        normal, heard = self.hear(draft)
        heard = heard._replace(acts=frozenset(said.acts))
        faults = self.rules.judge(heard, situation, normal)
        acts = tuple(dict.fromkeys([*said.acts, *(act for sign, act in SIGNED.items() if heard.has(sign))]))
        missing = tuple(self._missing(conversation, known, heard, acts))
        mender = Mender(self, conversation, situation, missing)
        return Review(
            id=conversation.id,
            verdict=_verdict(faults),
            acts=acts,
            faults=faults,
            promises=said.promises,
            missing=missing,
            suggested=mender.mend(draft, faults) if faults else draft,
        )

    def hear(self, text: str) -> tuple[Normal, Draft]:
        """Find every sign, pattern and personal datum in a text."""
        normal = normalise(text)
        return normal, self.rules.hear(normal.text, self._personal.find(normal))

    def known(self, conversation: Conversation, read: Callable[[Conversation], Reading]) -> Known:
        """Give what a conversation says before a draft answers it; remembered, for drafts are reviewed as they are typed."""
        found = self._known.get(conversation)
        if found is None:
            reading = read(conversation)
            step, owed = self.guide.place(conversation, reading)
            found = Known(reading, self.situation(conversation, reading), step, owed)
            if len(self._known) >= REMEMBERED:
                self._known.clear()
            self._known[conversation] = found
        return found

    def situation(self, conversation: Conversation, reading: Reading) -> Situation:
        """Give what a draft answers to."""
        out = Situation(public=conversation.channel in {"weibo", "public"})
        standing = self.guide.standing(conversation, reading, ())
        customer = [turn for turn in reading.turns if isinstance(turn, CustomerTurn)]
        if customer:
            troubled = standing.grade != "none" or bool(self.lines.trouble(conversation))
            out.open = False if standing.settled else troubled or None
            out.latest = customer[-1].emotion
            out.content = out.latest == 0 and self.lines.content(conversation)
            out.answer = reading.emotion_peak <= MILD and not customer[-1].risks and self.lines.asks_only(conversation)
        for read in reading.turns:
            if isinstance(read, CustomerTurn):
                out.emotion = max(out.emotion, read.emotion)
            elif not SOOTHING.isdisjoint(read.acts):
                out.emotion = 0
        for turn, read in list(zip(conversation.turns, reading.turns, strict=True))[-RECENT:]:
            self._recall(out, turn, read)
        return out

    def _recall(self, situation: Situation, turn: Turn, read: TurnReading) -> None:
        text = normalise(turn.text).text
        if turn.speaker == "customer":
            situation.said, situation.asked = text, self.rules.asked(text)
            situation.words |= self.rules.jargon.used(text) | {item.text for item in read.personal}
            situation.closed = situation.closed and text.lstrip().startswith(_NO)
            return
        situation.checked = situation.checked or self.rules.hear(text).has("checked")
        situation.closed = text.rstrip().endswith(("？", "?"))

    def _missing(self, conversation: Conversation, known: Known, draft: Draft, acts: tuple[str, ...]) -> Iterator[Missing]:
        parts = {part.name: part for part in self.guide.steps[known.step]}
        names = [name for name in known.owed if parts[name].acts.isdisjoint(acts)]
        if known.situation.answer:
            names = []
        elif known.situation.open and "commit_time" not in names and not draft.has("time"):
            names.append("commit_time")
        for name in names:
            act = parts[name].act if name in parts else "time"
            suggestion = self.suggestion(act, conversation, known.reading)
            if suggestion:
                yield Missing(act, self.guide.why(name), suggestion)

    def suggestion(self, act: str, conversation: Conversation, reading: Reading) -> str:
        """Give a sentence for a missing act that names this customer's matter where it can."""
        lines = self.lines
        trouble = lines.trouble(conversation)
        if act == "empathy":
            return lines.feeling(conversation, reading.emotion_peak)
        if act == "restate":
            return lines.facts(conversation, reading) or lines.say("restate_plain")
        if act == "ask":
            question = next(iter(lines.questions(conversation, reading)), None)
            return question.question if question else lines.say("open_question")
        if act == "apology":
            return lines.say("apology" if trouble else "apology_plain", trouble=trouble)
        return lines.say(act, trouble=trouble)


def review_reply(
    replies: Replies,
    read: Callable[[Conversation], Reading],
    last: Callable[[Conversation], TurnReading],
    conversation: Conversation,
    draft: str | Turn,
    policy: Policy,
) -> Review:
    """Judge a draft in its conversation, which ``read`` reads, and of which ``last`` reads the last turn alone.

    A draft given as a turn says from when promises count.
    """
    turn = Turn("agent", draft, conversation.turns[-1].at if conversation.turns else None) if isinstance(draft, str) else draft
    known = replies.known(conversation, read)
    said = last(replace(conversation, turns=(*conversation.turns[-1:], turn)))
    return replies.review(conversation, known, said if isinstance(said, AgentTurn) else AgentTurn(), turn.text, policy)


def _limit(policy: Policy) -> float | None:
    known = [amount for amount in (policy.authority_cny, policy.approved_cny) if amount is not None]
    return max(known) if known else None


def _verdict(faults: tuple[Fault, ...]) -> Verdict:
    if any(fault.weight == "stop" for fault in faults):
        return "stop"
    return "improve" if faults else "send"
