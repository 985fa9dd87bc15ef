"""The whole draft rewritten: rewrites put in, what nothing can mend left out, and what is missing joined to the rest."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dingxin.engine.components.faults_patterns import split
from dingxin.engine.mask import masked_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from dingxin.engine.components.faults import Situation
    from dingxin.engine.model import Conversation, Fault, Missing
    from dingxin.engine.replies import Replies

PASSES = 6
"""Rounds of rewriting; a sentence that is still at fault after them is left out."""

LONGEST = 2000
"""Characters of a draft that are rewritten; no reply to a customer is longer."""

ALIKE = 5
"""Characters by which two clauses that begin alike count as said twice."""

ADDED = frozenset({"cold_solution", "no_next", "bare_no"})
"""Faults that are mended by adding a sentence, not by touching the words."""

_DOUBLED = re.compile(r"([，,；;：:])[，,；;：:\s]+")
_BEFORE_END = re.compile(r"[，,；;：:、]+(?=[。！？!?])")
_AFTER_END = re.compile(r"(?<=[。！？!?\n])[，,；;：:、。]+")
_LEAD = re.compile(r"^[\s，,。；;：:、！!？?]+")
_PARTS = re.compile(r"[^，,。！？!?；;\n]+[，,。！？!?；;\n]*|[，,。！？!?；;\n]+")
_ASKING = re.compile(
    "吗|呢|吧|什么|怎么|怎样|如何|哪|谁|几|多少|为何|是不是|行不|能不|要不|[Ww]h|[Hh]ow|[Cc]ould you|[Ww]ould you|[Cc]an you"
)
_MARKS = "，,。！？!?；;\n 　"


class Mender:
    """Rewrites one draft in its conversation."""

    def __init__(self, replies: Replies, conversation: Conversation, situation: Situation, missing: Sequence[Missing]) -> None:
        """Take what the draft answers to and what it lacks."""
        self._replies = replies
        self._conversation = conversation
        self._situation = situation
        self._missing = {item.act: item.suggestion for item in missing}

    def mend(self, draft: str, faults: Sequence[Fault]) -> str:
        """Give the draft, in which ``faults`` were found, rewritten so that nothing is found at fault in it."""
        text = self._reworded(draft[:LONGEST], [fault for fault in faults if fault.end <= LONGEST])
        for _ in range(PASSES):
            joined = self._joined(text)
            faults = self._faults(joined)
            if not faults:
                return joined
            text = self._without(text)
        return self._clean(self._frame())

    def _reworded(self, text: str, faults: Iterable[Fault]) -> str:
        for _ in range(PASSES):
            edits = list(_apart(fault for fault in faults if fault.kind not in ADDED))
            if not edits:
                break
            for fault in reversed(edits):
                text = _put(text, fault, self._instead(text, fault))
            text = _tidy(text)
            faults = self._faults(text)
        return text

    def _instead(self, text: str, fault: Fault) -> str:
        words = text[fault.start : fault.end]
        if fault.rewrite is not None:
            return fault.rewrite
        kinds = [item.kind for item in self._replies.hear(words)[1].personal] if fault.kind == "privacy" else []
        if kinds:
            return masked_words(kinds[0], words)
        return self._replies.lines.say("open_question").rstrip(_MARKS) if fault.kind == "closed_question" else ""

    def _joined(self, text: str) -> str:
        """Put what is missing before and after the words that are left."""
        _, heard = self._replies.hear(text)
        lines, situation = self._replies.lines, self._situation
        front, back = [], []
        if not heard.has("apology", "empathy") and not situation.answer and (situation.emotion or not text):
            front.append(
                lines.feeling(self._conversation, situation.emotion) if situation.emotion else self._missing.get("empathy", "")
            )
        if heard.has("refusal") and not (heard.has("reason") and heard.has("alternative")):
            back.append(lines.say("refuse"))
        elif situation.open is not False and not situation.answer and not heard.has("time"):
            back.append(lines.say("next") if not heard.has("next") or not text else lines.say("time"))
        return _tidy("".join(_closed(part) for part in (*front, text, *back) if part.strip()))

    def _without(self, text: str) -> str:
        """Leave out the sentences that are still at fault."""
        faults = [fault for fault in self._faults(text) if fault.kind not in ADDED]
        sentences = [(start, end) for start, end in split(text) if not any(f.start < end and start < f.end for f in faults)]
        return "".join(text[start:end] for start, end in sentences) if faults else ""

    def _frame(self) -> str:
        lines, situation = self._replies.lines, self._situation
        if situation.open is False:
            return lines.say("thanks_settled")
        feeling = lines.feeling(self._conversation, situation.emotion) if situation.emotion else lines.say("apology_plain")
        return feeling + lines.say("next")

    def _clean(self, text: str) -> str:
        if not self._faults(text):
            return text
        return self._replies.lines.say("apology_plain") + self._replies.lines.say("next")

    def _faults(self, text: str) -> tuple[Fault, ...]:
        normal, heard = self._replies.hear(text)
        return self._replies.rules.judge(heard, self._situation, normal)


def _put(text: str, fault: Fault, words: str) -> str:
    """Put words in the place of a fault; a question mark goes with the question."""
    rest = text[fault.end :]
    if rest[:1] in ("？", "?") and words and not _ASKING.search(words):
        rest = ("。" if rest[0] == "？" else ".") + rest[1:]
    return text[: fault.start] + words + rest


def _apart(faults: Iterable[Fault]) -> Iterable[Fault]:
    """Give rewrites that do not touch one another, the widest first, in the order of their places."""
    taken: list[Fault] = []
    for fault in sorted(faults, key=lambda fault: (fault.start - fault.end, fault.start)):
        if all(fault.end <= other.start or other.end <= fault.start for other in taken):
            taken.append(fault)
    return sorted(taken, key=lambda fault: fault.start)


def _tidy(text: str) -> str:
    """Leave out what was said twice and the punctuation that rewriting left behind."""
    seen: set[str] = set()
    kept: list[str] = []
    for hit in _PARTS.finditer(text):
        words = hit[0].strip(_MARKS)[:ALIKE]
        if words in seen and len(words) == ALIKE:
            if kept and hit[0][-1:] in "。！？!?":
                kept[-1] = kept[-1].rstrip(_MARKS) + hit[0][-1:]
            continue
        seen.add(words)
        kept.append(hit[0])
    out = _AFTER_END.sub("", _BEFORE_END.sub("", _DOUBLED.sub(r"\1", "".join(kept))))
    return _LEAD.sub("", out).rstrip("，,；;：:、 ")


def _closed(text: str) -> str:
    """Give a text that ends as a sentence does."""
    text = text.strip()
    return text if text.endswith(("。", "！", "？", "!", "?", ".", "~", "”")) else f"{text}。"
