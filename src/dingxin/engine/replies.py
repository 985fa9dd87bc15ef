"""The review of a draft before it leaves (C1-C22): what is wrong with it, what it lacks, and how it could read instead."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from dingxin.engine.components.faults import FaultRules, Situation
from dingxin.engine.components.faults_jargon import abbreviations
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
    from dingxin.engine.model import Conversation, Fault, Policy, Reading, Verdict

RECENT = 24
"""Turns before the draft that are listened to for what staff have checked and what the customer has named."""

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


class Replies:
    """Reviews drafts with one language's pack; built once, safe to share between threads."""

    def __init__(self, book: Book) -> None:
        """Compile the rules and take the wording."""
        self.rules = FaultRules(book)
        self.lines = Lines(book)
        self.guide = Guide(book, self.lines)
        self._personal = PersonalFinder(book.tables)

    def review(self, conversation: Conversation, reading: Reading, draft: str, policy: Policy) -> Review:
        """Judge a draft; ``reading`` is that of the conversation with the draft as its last turn."""
        situation = self.situation(conversation, reading, policy)
        normal, heard = self.hear(draft)
        faults = self.rules.judge(heard, situation, normal)
        said = reading.turns[-1]
        acts = _acts(said, heard)
        missing = tuple(self._missing(conversation, reading, heard, situation, acts))
        mender = Mender(self, conversation, situation, missing)
        return Review(
            id=conversation.id,
            verdict=_verdict(faults),
            acts=acts,
            faults=faults,
            promises=said.promises if isinstance(said, AgentTurn) else (),
            missing=missing,
            suggested=mender.mend(draft) if faults else draft,
        )

    def hear(self, text: str) -> tuple[Normal, Draft]:
        """Find every sign, pattern and personal datum in a text."""
        normal = normalise(text)
        return normal, self.rules.hear(normal.text, self._personal.find(normal))

    def situation(self, conversation: Conversation, reading: Reading, policy: Policy) -> Situation:
        """Give what a draft answers to."""
        out = Situation(limit=_limit(policy), public=conversation.channel in {"weibo", "public"})
        standing = self.guide.standing(conversation, reading, ())
        customer = [turn for turn in reading.turns if isinstance(turn, CustomerTurn)]
        if customer:
            troubled = standing.grade != "none" or bool(self.lines.trouble(conversation))
            out.open = False if standing.settled else troubled or None
            out.latest = customer[-1].emotion
        for read in reading.turns[: len(conversation.turns)]:
            if isinstance(read, CustomerTurn):
                out.emotion = max(out.emotion, read.emotion)
            elif not SOOTHING.isdisjoint(read.acts):
                out.emotion = 0
        for turn in conversation.turns[-RECENT:]:
            self._recall(out, turn)
        return out

    def _recall(self, situation: Situation, turn: Turn) -> None:
        normal, heard = self.hear(turn.text)
        if turn.speaker == "customer":
            situation.words |= abbreviations(normal.text) | {item.text for item in heard.personal}
            situation.closed = situation.closed and normal.text.lstrip().startswith(_NO)
            return
        situation.checked = situation.checked or heard.has("checked")
        situation.closed = normal.text.rstrip().endswith(("吗？", "吗?", "没有？", "没？", "?"))

    def _missing(
        self, conversation: Conversation, reading: Reading, draft: Draft, situation: Situation, acts: tuple[str, ...]
    ) -> Iterator[Missing]:
        before = replace(reading, turns=reading.turns[: len(conversation.turns)])
        step, owed = self.guide.place(conversation, before)
        parts = {part.name: part for part in self.guide.steps[step]}
        names = [name for name in owed if parts[name].acts.isdisjoint(acts)]
        if situation.open and "commit_time" not in names and not draft.has("time"):
            names.append("commit_time")
        acts_by_name = {part.name: part.act for step_parts in self.guide.steps.values() for part in step_parts}
        for name in names:
            act = acts_by_name.get(name, "time")
            suggestion = self.suggestion(act, conversation, before)
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
    replies: Replies, read: Callable[[Conversation], Reading], conversation: Conversation, draft: str | Turn, policy: Policy
) -> Review:
    """Judge a draft in its conversation, which ``read`` reads; a draft given as a turn says from when promises count."""
    turn = Turn("agent", draft, conversation.turns[-1].at if conversation.turns else None) if isinstance(draft, str) else draft
    reading = read(replace(conversation, turns=(*conversation.turns, turn)))
    return replies.review(conversation, reading, turn.text, policy)


def _limit(policy: Policy) -> float | None:
    known = [amount for amount in (policy.authority_cny, policy.approved_cny) if amount is not None]
    return max(known) if known else None


def _acts(said: object, heard: Draft) -> tuple[str, ...]:
    read = said.acts if isinstance(said, AgentTurn) else ()
    return tuple(dict.fromkeys([*read, *(act for sign, act in SIGNED.items() if heard.has(sign))]))


def _verdict(faults: tuple[Fault, ...]) -> Verdict:
    if any(fault.weight == "stop" for fault in faults):
        return "stop"
    return "improve" if faults else "send"
