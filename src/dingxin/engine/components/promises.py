"""Times that staff promise (F1): a time still to come, in a sentence in which the firm says what it will do."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dingxin.engine.components import promises_text as build
from dingxin.engine.components.promises_due import WorkWeek, due_of
from dingxin.engine.components.promises_text import COMMA, any_of, clause, last_comma
from dingxin.engine.components.times_value import DAY, MONTH, YEAR, in_china
from dingxin.engine.model import Promise

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime
    from typing import Any

    from dingxin.engine.components.normalise import Normal
    from dingxin.engine.components.promises_due import Calendar
    from dingxin.engine.components.times import Times
    from dingxin.engine.components.times_value import Mention

_CLOSING = re.compile("(?:下班|关门|打烊|营业结束)(?:之前|以前|前)|close of business|end of (?:the )?(?:business )?day|COB")
_OPENING = re.compile(
    "(?<![周期拜十])一上班|一开门|(?:上班|开门)(?:之后|以后|后|的时候|时)|(?:上班|开门|营业)(?:之前|以前|前)|上班第一时间"
)
_DAILY = ("班", "开门", "关门", "打烊", "营业", "business", " day", "COB")
"""One of these stands in every mention of the hours of opening and closing."""
# Before 我 they say that it is the customer who gives it (把照片发我).
_TO_US = ("发", "寄", "给", "交", "传", "告诉", "联系", "回", "送")
NEAR = 6
"""How soon after the time the firm must name itself to take it over from the customer (您放心明天我们…)."""


class Promises:
    """Finds promises with a playbook's table ``promises``."""

    def __init__(self, times: Times, table: Mapping[str, Any]) -> None:
        """Take the finder of times and the words; an empty table finds no promise."""
        self._times = times
        self._acts = any_of(table["acts"]) if table.get("acts") else None
        self._modals = any_of(table.get("modals", ()))
        self._ours = any_of(table.get("ours", ()), whole=True)
        self._theirs = any_of(table.get("theirs", ()))
        self._toward: tuple[str, ...] = tuple(table.get("toward", ()))
        self._condition = any_of(table.get("condition", ()))
        self._refusal = any_of(table.get("refusal", ()))
        self._policy = any_of(table.get("policy", ()))
        self._past = any_of(table.get("past", ()))
        self._done = any_of(table.get("done", ()))
        self._question = any_of(table.get("question", ()))
        self._but = any_of(table.get("but", ()))
        self._give_me = any_of(table.get("give_me", ()))

    def find(self, normal: Normal, at: datetime | None, calendar: Calendar | None = None) -> tuple[Promise, ...]:
        """Give the promises in a reply written at ``at``, in order; ``due`` is None where ``at`` is not known."""
        text = normal.text
        mentions = self._mentions(text, at) if self._acts else []
        if not mentions:
            return ()
        now, calendar = in_china(at), calendar or WorkWeek()
        out: dict[int, Promise] = {}
        for start, end, mention in build.placed(mentions, text):
            due = due_of(mention, now, calendar) if now else None
            if (now and (due is None or due <= now)) or (not now and mention.vague and not mention.filled):
                continue
            act = self._act_for(text, start, end, mention)
            if act:
                first, last = normal.span(min(act[0], mention.start), max(act[1], mention.end))
                out[act[0]] = Promise(normal.raw[first:last], due, first, last)
        return tuple(promise for _, promise in sorted(out.items()))

    def _mentions(self, text: str, at: datetime | None) -> list[Mention]:
        """Give the mentions of time, with 下班前 and 一上班 as parts of the day they belong to."""
        mentions = self._times.find(text, at, "future")
        if not any(sign in text for sign in _DAILY):
            return mentions
        now = in_china(at)
        for part, pattern in (("closing", _CLOSING), ("opening", _OPENING)):
            for match in pattern.finditer(text):
                mentions = build.with_part(mentions, match, part, now)
        return mentions

    def _act_for(self, text: str, start: int, end: int, mention: Mention) -> tuple[int, int] | None:
        """Give the span of what staff promise to do by a time in a sentence, None where the time is no promise."""
        left, right = clause(text, start, end, mention)
        if not self._is_limit(text, left, right, mention) or self._voided(text, start, end, left, right, mention):
            return None
        for first, last in self._where(text, start, end, left, right, mention):
            firm = self._is_firm(text, start, min(left, first), max(right, last), mention)
            behind = mention if first in {mention.end, right + 1} else None
            act = self._act_in(text, first, last, firm=firm, behind=behind)
            if act:
                spoiled = self._spoiled(text, start, end, mention, act)
                return None if spoiled else (act.start(), build.tail(text, act.end(), last))
        return None

    def _act_in(self, text: str, first: int, last: int, *, firm: bool, behind: Mention | None) -> re.Match[str] | None:
        """Give what is done in a stretch: by a verb of the playbook, or by the build of the clause where it is firm."""
        known = self._acts.search(text, first, last) if self._acts else None
        if known or not firm:
            return known
        return (
            (build.does_next(text, first, last) if behind else None)
            or build.does_somewhere(text, first, last)
            or (build.does_anything(text, first, last, behind) if behind else None)
        )

    def _is_firm(self, text: str, start: int, left: int, right: int, mention: Mention) -> bool:
        """Tell whether a clause binds the firm by its build: it names a limit, the firm as its subject, a will or a receiver."""
        if mention.within or mention.later or build.AFTER_TIME.match(text, mention.end) or mention.part == "closing":
            return True
        before = last_comma(text, start, left - 1) if left > start else left
        return bool(
            self._ours.search(text, before, right)
            or self._modals.search(text, left, right)
            or build.BINDING.search(text, left, right)
        )

    def _where(self, text: str, start: int, end: int, left: int, right: int, mention: Mention) -> Iterator[tuple[int, int]]:
        """Give the stretches in which the act may stand: behind the time, before it, and in the clauses next to it."""
        yield mention.end, right
        yield left, mention.start
        if right < end and right - mention.end <= 6:  # noqa: PLR2004 - nothing but 之内, 左右 follows the time
            comma = COMMA.search(text, right + 1, end)
            last = comma.start() if comma else end
            if not self._is_theirs("", text[right + 1 : last]):
                yield right + 1, last
        if left > start and mention.start - left <= 6:  # noqa: PLR2004 - nothing but 最晚 stands before the time
            first = last_comma(text, start, left - 1)
            said = text[first : left - 1]
            if (self._ours.search(said) or self._modals.search(said)) and not self._is_theirs(said, ""):
                yield first, left - 1

    def _is_limit(self, text: str, left: int, right: int, mention: Mention) -> bool:
        """Tell a time by which something will be done from a mere length of time and from today as a scene (今天给您带来…)."""
        head = text[left : mention.start]
        if build.SCENE.match(text, mention.end) or head.endswith(("近", "含", "（", "(")):
            return False
        after = build.AFTER_TIME.match(text, mention.end)
        if mention.length or mention.later:
            firm = mention.within or mention.later or after
            firm = firm or build.SOON.match(text, mention.end)
            needed = build.NEEDS.search(head) and not build.FOR_YOU.search(text, mention.end, right)
            return bool(
                firm
                or self._give_me.search(head)
                or build.AT_MOST.search(head)
                or (mention.unit == "B" and not needed)
                or (mention.start == left and mention.end == right and self._ours.match(text, right + 1))
            )
        if mention.filled <= {YEAR, MONTH} and not (mention.edge or mention.until or after):
            return bool(self._ours.search(text, left, right) or build.FOR_YOU.search(text, left, right))
        bare = mention.filled <= {DAY} and not mention.until and not after
        return (
            not bare
            or not build.TODAY.match(text, mention.start)
            or bool(self._modals.search(text, left, right) or build.FOR_YOU.search(text, left, right))
            or bool(build.NOW.match(text, mention.end, right))
        )

    def _voided(self, text: str, start: int, end: int, left: int, right: int, mention: Mention) -> bool:
        """Tell a time that is conditional, refused, quoted, the customer's own, or a period of the firm's rules."""
        head, tail = text[left : mention.start], text[mention.end : right]
        return (
            (bool(build.VOID_BEFORE.search(head)) and not self._give_me.search(head))
            or bool(build.BROKEN.match(text, right))
            or self._conditional(text, start, end, mention)
            or self._refused(text, start, left, head, tail)
            or bool(self._policy.search(head + tail))
            or (
                left > start
                and not self._ours.search(head + tail)
                and bool(self._policy.search(text, last_comma(text, start, left - 1), left))
            )
            or bool(self._past.search(head))
            or self._is_theirs(head, tail)
            or self._is_plan(text, start, left, right, mention)
            or text.count("“", start, mention.start) > text.count("”", start, mention.start)
        )

    def _conditional(self, text: str, start: int, end: int, mention: Mention) -> bool:
        last = None
        for match in self._condition.finditer(text, start, mention.start):
            last = last if build.CALLS.match(text, match.end() - 1) else match
        if last:
            between = text[last.end() : mention.start]
            return not (COMMA.search(between) and build.OFFER.search(between))
        after = build.IF_AFTER.search(text, mention.end, end)
        return bool(after) and not build.OFFER.search(text, mention.end, end)

    def _refused(self, text: str, start: int, left: int, head: str, tail: str) -> bool:
        match = self._refusal.search(head)
        if match and not self._but.search(head, match.end()):
            return True
        if self._refusal.search(tail) or build.TOLD_AFTER.fullmatch(tail):
            return True
        before = text[last_comma(text, start, left - 1) : left] if left > start else ""
        own = self._but.search(head) or build.OWN_PLEDGE.search(head) or self._ours.search(head + tail)
        return bool(self._refusal.search(before)) and bool(build.PLEDGE.search(before)) and not own

    def _is_theirs(self, head: str, tail: str) -> bool:
        """Tell whether the customer is the one whose time it is: the last subject before it, or the first right after it."""
        owner, where = "", -1
        for match in self._ours.finditer(head):
            owner, where = "ours", match.end()
        for match in self._theirs.finditer(head):
            attributive = head[match.end() : match.end() + 1] == "的"
            object_ = len(match[0]) == 1 and head.endswith(self._toward, 0, match.start())
            if match.end() > where and not attributive and not object_:
                owner, where = "theirs", match.end()
        rest = tail.lstrip("内前之以 ，")
        if owner == "theirs":
            act = self._acts.search(tail) if self._acts else None
            taken = self._ours.search(tail, 0, min(act.start() if act else len(tail), NEAR))
            given_us = bool(taken) and tail.endswith(_TO_US, 0, taken.start() if taken else 0)
            return not ((taken and not given_us) or build.RECEIVES.match(rest))
        return bool(self._theirs.match(rest)) and not build.RECEIVES.match(rest)

    def _is_plan(self, text: str, start: int, left: int, right: int, mention: Mention) -> bool:
        """Tell what the customer has to do then (您一夜没睡，今天还要赶路): they are the subject, and nobody of ours comes in."""
        if build.BUSY.match(text, mention.end, right):
            return True
        if not build.PLANS.match(text, mention.end, right) or build.FOR_YOU.search(text, left, right):
            return False
        subjects = [match.end() for match in build.OF_THEM.finditer(text, start, left)]
        return bool(subjects) and not self._ours.search(text, subjects[-1], right)

    def _spoiled(self, text: str, start: int, end: int, mention: Mention, act: re.Match[str]) -> bool:
        """Tell an act that is done already, not done, or only asked about."""
        first, last = min(mention.start, act.start()), max(mention.end, act.end())
        if self._done.search(text, mention.end, max(mention.end, act.start())) or build.NEGATED.search(text, first, act.start()):
            return True
        if build.CANNOT.search(text, act.start(), act.end() + 3):
            return True
        if build.DONE.match(text, act.end()) and "就" not in text[mention.end : act.end()]:
            return True
        comma = COMMA.search(text, last, end)
        clause_end = comma.start() if comma else end
        asked = self._question.search(text, last_comma(text, start, first), clause_end)
        return bool(asked) or (clause_end == end and text[max(start, end - 3) : end].rstrip().endswith(("?", "？")))
