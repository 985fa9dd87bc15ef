"""Times that staff promise (F1): a time still to come, in a sentence in which the firm says what it will do."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from dingxin.engine.components.promises_due import WorkWeek, due_of
from dingxin.engine.components.times_value import CLOCK, DAY, PART, Mention, in_china
from dingxin.engine.model import Promise

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime
    from typing import Any

    from dingxin.engine.components.normalise import Normal
    from dingxin.engine.components.promises_due import Calendar
    from dingxin.engine.components.times import Times

_STOP = re.compile(r"[。！？!?；;\n]{1,4}|(?<=[㐀-鿿])\.|(?<=[a-z0-9]{2})\.(?= |$)|~+(?=[㐀-鿿 ])")
_COMMA = re.compile("[,，、：:]|——| - |(?<=[一-龥]) (?=[一-龥])")
_CLOSING = re.compile("(?:下班|关门|打烊|营业结束)(?:之前|以前|前)|close of business|end of (?:the )?(?:business )?day|COB")
_OPENING = re.compile("一上班|一开门|(?:上班|开门)(?:之后|以后|后|的时候|时)|上班第一时间")
_AFTER_TIME = re.compile(r" ?(?:之|以)?[前内](?:后)?|左右|之间|为止|期间|以内|的时候|里|时")
_DONE = re.compile("(?:了|过|到了|完了|(?<=查询)到|(?<=核实)到|(?<=确认)到)(?![会再将])")
BEARING = 150
"""How far, in characters, the words of a sentence bear on a time in it."""
NEAR = 6
"""How soon after the time the firm must name itself to take it over from the customer (您放心明天我们…)."""


class Promises:
    """Finds promises with a playbook's table ``promises``."""

    def __init__(self, times: Times, table: Mapping[str, Any]) -> None:
        """Take the finder of times and the words; an empty table finds no promise."""
        self._times = times
        self._acts = _any_of(table.get("acts", ()))
        self._modals = _any_of(table.get("modals", ()))
        self._ours = _any_of(table.get("ours", ()), whole=True)
        self._theirs = _any_of(table.get("theirs", ()))
        self._toward: tuple[str, ...] = tuple(table.get("toward", ()))
        self._condition = _any_of(table.get("condition", ()))
        self._refusal = _any_of(table.get("refusal", ()))
        self._policy = _any_of(table.get("policy", ()))
        self._past = _any_of(table.get("past", ()))
        self._done = _any_of(table.get("done", ()))
        self._question = _any_of(table.get("question", ()))
        self._but = _any_of(table.get("but", ()))
        self._give_me = _any_of(table.get("give_me", ()))

    def find(self, normal: Normal, at: datetime | None, calendar: Calendar | None = None) -> tuple[Promise, ...]:
        """Give the promises in a reply written at ``at``, in order; ``due`` is None where ``at`` is not known."""
        text = normal.text
        mentions = self._mentions(text, at)
        if not mentions or not self._acts.search(text):
            return ()
        now, calendar = in_china(at), calendar or WorkWeek()
        out: dict[int, Promise] = {}
        for start, end, mention in _placed(mentions, text):
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
        now = in_china(at)
        for part, pattern in (("closing", _CLOSING), ("opening", _OPENING)):
            for match in pattern.finditer(text):
                mentions = _with_part(mentions, match, part, now)
        return mentions

    def _act_for(self, text: str, start: int, end: int, mention: Mention) -> tuple[int, int] | None:
        """Give the span of what staff promise to do by a time in a sentence, None where the time is no promise."""
        left, right = _clause(text, start, end, mention)
        if not self._is_limit(text, left, right, mention) or self._voided(text, start, end, left, right, mention):
            return None
        for first, last in self._where(text, start, end, left, right, mention):
            act = self._acts.search(text, first, last)
            if act:
                spoiled = self._spoiled(text, start, end, mention, act)
                return None if spoiled else (act.start(), _tail(text, act.end(), last))
        return None

    def _where(self, text: str, start: int, end: int, left: int, right: int, mention: Mention) -> Iterator[tuple[int, int]]:
        """Give the stretches in which the act may stand: behind the time, before it, and in the clauses next to it."""
        yield mention.end, right
        yield left, mention.start
        if right < end and right - mention.end <= 6:  # noqa: PLR2004 - nothing but 之内, 左右 follows the time
            comma = _COMMA.search(text, right + 1, end)
            last = comma.start() if comma else end
            if not self._is_theirs("", text[right + 1 : last]):
                yield right + 1, last
        if left > start and mention.start - left <= 6:  # noqa: PLR2004 - nothing but 最晚 stands before the time
            first = _last_comma(text, start, left - 1)
            said = text[first : left - 1]
            if (self._ours.search(said) or self._modals.search(said)) and not self._is_theirs(said, ""):
                yield first, left - 1

    def _is_limit(self, text: str, left: int, right: int, mention: Mention) -> bool:
        """Tell a time by which something will be done from a mere length of time and from today as a scene (今天给您带来…)."""
        head = text[left : mention.start]
        if _SCENE.match(text, mention.end) or head.endswith(("近", "含", "（", "(")):
            return False
        if mention.length or mention.later:
            firm = mention.within or mention.later or _AFTER_TIME.match(text, mention.end)
            needed = _NEEDS.search(head) and not _FOR_YOU.search(text, mention.end, right)
            return bool(firm or self._give_me.search(head) or _AT_MOST.search(head) or (mention.unit == "B" and not needed))
        bare = mention.filled <= {DAY} and not mention.until and not _AFTER_TIME.match(text, mention.end)
        return (
            not bare
            or not _TODAY.match(text, mention.start)
            or bool(self._modals.search(text, left, right) or _FOR_YOU.search(text, left, right))
        )

    def _voided(self, text: str, start: int, end: int, left: int, right: int, mention: Mention) -> bool:
        """Tell a time that is conditional, refused, quoted, the customer's own, or a period of the firm's rules."""
        head, tail = text[left : mention.start], text[mention.end : right]
        return (
            self._conditional(text, start, end, mention)
            or self._refused(text, start, left, head, tail)
            or bool(self._policy.search(head + tail))
            or (
                left > start
                and not self._ours.search(head + tail)
                and bool(self._policy.search(text, _last_comma(text, start, left - 1), left))
            )
            or bool(self._past.search(head))
            or self._is_theirs(head, tail)
            or text.count("“", start, mention.start) > text.count("”", start, mention.start)
        )

    def _conditional(self, text: str, start: int, end: int, mention: Mention) -> bool:
        last = None
        for match in self._condition.finditer(text, start, mention.start):
            last = match
        if last:
            between = text[last.end() : mention.start]
            return not (_COMMA.search(between) and _OFFER.search(between))
        after = _IF_AFTER.search(text, mention.end, end)
        return bool(after) and not _OFFER.search(text, mention.end, end)

    def _refused(self, text: str, start: int, left: int, head: str, tail: str) -> bool:
        match = self._refusal.search(head)
        if match and not self._but.search(head, match.end()):
            return True
        if self._refusal.search(tail):
            return True
        before = text[_last_comma(text, start, left - 1) : left] if left > start else ""
        return bool(self._refusal.search(before)) and bool(_PLEDGE.search(before)) and not self._but.search(head)

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
        act = self._acts.search(tail)
        if owner == "theirs":
            return not self._ours.search(tail, 0, min(act.start() if act else len(tail), NEAR))
        rest = tail.lstrip("内前之以 ，")
        return bool(self._theirs.match(rest)) and not _RECEIVES.match(rest)

    def _spoiled(self, text: str, start: int, end: int, mention: Mention, act: re.Match[str]) -> bool:
        """Tell an act that is done already or only asked about."""
        first, last = min(mention.start, act.start()), max(mention.end, act.end())
        if self._done.search(text, mention.end, max(mention.end, act.start())) or _DONE.match(text, act.end()):
            return True
        comma = _COMMA.search(text, last, end)
        clause_end = comma.start() if comma else end
        asked = self._question.search(text, _last_comma(text, start, first), clause_end)
        return bool(asked) or (clause_end == end and text[max(start, end - 3) : end].rstrip().endswith(("?", "？")))


_AT_MOST = re.compile("最[多长晚迟快]|预计|不超过|不晚于|不迟于|争取|至多|at most|no later")
_SCENE = re.compile("[好啦]|快乐|(?:以内|之内|内)?[）)]?的(?!时候)")
_NEEDS = re.compile("(?:需要?|得|要|用|takes?)(?:大约|大概|约)? ?$")
_TODAY = re.compile("今|当天|today|tonight", re.IGNORECASE)
_FOR_YOU = re.compile("[给为帮][您你](?!带来|造成|添)")
_OFFER = re.compile("请|欢迎|随时|可以?致电|please|feel free", re.IGNORECASE)
_IF_AFTER = re.compile("前提是|的话|如果|(?<![a-z])(?:if|once|provided|unless) ", re.IGNORECASE)
_PLEDGE = re.compile("答应|承诺|保证|确定|确认|promise|guarantee")
_RECEIVES = re.compile("您(?:会|将|就|便|即)?(?:能|可)?(?:收到|接到|看到|拿到)|you(?:'ll| will)", re.IGNORECASE)


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for stop in _STOP.finditer(text):
        yield start, stop.end()
        start = stop.end()
    if start < len(text):
        yield start, len(text)


def _placed(mentions: list[Mention], text: str) -> Iterator[tuple[int, int, Mention]]:
    """Give each mention with the sentence in which it stands, cut to what may bear on it."""
    sentences = _sentences(text)
    start, end = next(sentences)
    for mention in mentions:
        while mention.start >= end:
            start, end = next(sentences)
        yield max(start, mention.start - BEARING), min(end, mention.end + BEARING), mention


def _clause(text: str, start: int, end: int, mention: Mention) -> tuple[int, int]:
    """Give the stretch between commas in which a mention stands."""
    comma = _COMMA.search(text, mention.end, end)
    return _last_comma(text, start, mention.start), comma.start() if comma else end


def _last_comma(text: str, start: int, end: int) -> int:
    """Give where the clause begins that reaches up to ``end``."""
    last = start
    for match in _COMMA.finditer(text, start, max(start, end)):
        last = match.end()
    return last


def _tail(text: str, end: int, limit: int) -> int:
    """Let the span of an act take in its object where the clause ends soon after."""
    rest = text[end:limit].rstrip("。！？!?；;.\n ")
    if len(rest) <= 8:  # noqa: PLR2004 - 您处理结果 and the like
        return end + len(rest)
    return end + 1 if rest[0] in "您你" else end


def _with_part(mentions: list[Mention], match: re.Match[str], part: str, now: datetime | None) -> list[Mention]:
    for index, mention in enumerate(mentions):
        if 0 <= match.start() - mention.end <= 1 and not mention.length and CLOCK not in mention.filled:
            joined = replace(mention, end=match.end(), part=part, filled=mention.filled | {PART})
            return [*mentions[:index], joined, *mentions[index + 1 :]]
    day = now.date() if now else None
    alone = Mention(match.start(), match.end(), {PART}, days=(day, day) if day else None, part=part)
    return sorted([*mentions, alone], key=lambda mention: mention.start)


def _any_of(words: Sequence[str], *, whole: bool = False) -> re.Pattern[str]:
    """Match any of the words; Latin ones only where a word begins, and with ``whole`` only where it ends too."""
    end = "(?![A-Za-z])" if whole else ""
    listed = sorted(words, key=len, reverse=True)
    parts = [rf"(?<![A-Za-z]){re.escape(word)}{end}" if word[:1].isascii() else re.escape(word) for word in listed]
    return re.compile("|".join(parts) or "(?!)", re.IGNORECASE)
