"""What a draft offers the customer (C13, E15): kind, amount, and the words. Found in Chinese and English, without a model.

An offer is what is held out here and now. What is refused, asked, quoted from the customer, told of the past or of others, hangs
on a check, or is a rule explained, is none; what hangs on the customer's own deed is one. Linear in the length of the text:
clauses are cut, and looked at one by one.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from dingxin.engine.components import offered_words as words
from dingxin.engine.components.normalise import normalise
from dingxin.engine.components.offered_clauses import clauses_of
from dingxin.engine.components.offered_sums import find_sums, times_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dingxin.engine.components.amounts_bare import Amount
    from dingxin.engine.components.offered_clauses import Clause

MOST = 40
"""Offers of one text that are given; no reply holds more, and a text that does is not looked at to its end."""

_QUOTED = re.compile('“[^“”\n]{1,80}”|‘[^‘’\n]{1,80}’|"[^"\n]{1,80}"|「[^「」\n]{1,80}」')
_POINTED_AT = re.compile("这|那|多扣|多收|扣的|扣了|错扣|错收|共|合计|the |that |those ")
_BACK = re.compile(
    "(?:这(?:一点|个要求|样|个|点)?|那|我们?|目前|现在|暂时|确实|实在|恐怕|也|还){0,3}"
    "(?:做不到|办不到|不行|不可以|没法|无法答应|不能答应|答应不了|不能|不可能)(?:答应|满足|做到?|办)?[了的]?$"
)
_OURS = re.compile("多[扣收出]|错[扣收]")
_HELD_BACK = 6
_TOLD_BEFORE = 24
_NEAR = 200
_LEFT_OVER = 6


@dataclass(frozen=True, slots=True)
class Offered:
    """Something held out to the customer. ``amount`` in yuan is None where none is said.

    ``times`` is how many times the money in question it is (0: that is not what it is), ``whole`` that all of it is meant by
    name, ``again`` that it comes on top of what was offered before, ``way`` that it only says how money comes, not what for,
    ``total`` that it is the sum of several things.
    """

    kind: str
    amount: float | None
    start: int
    end: int
    times: int = 0
    whole: bool = False
    again: bool = False
    way: bool = False
    total: bool = False


class Found(NamedTuple):
    """What a draft offers, in order, and the spans that speak of a remedy and plainly offer none."""

    offers: list[Offered]
    spared: list[tuple[int, int]]


def find_offers(draft: str) -> Found:
    """Find what a draft offers; spans are code points of the draft."""
    normal = normalise(draft)
    text, spared = _without_quotes(normal.text.replace("’", "'"))
    reader = _Reader(text)
    found: list[Offered] = []
    for place, clause in enumerate(reader.clauses):
        if len(found) >= MOST:
            break
        offers = reader.offers(place, found[-1] if found else None)
        if offers is None:
            spared.append((clause.start, clause.end))
            continue
        near = bool(found) and clause.start - found[-1].end < _NEAR
        found += [offer for offer in offers if not (near and _goes_on(offer))]
    told = [replace(offer, start=span[0], end=span[1]) for offer in found for span in [normal.span(offer.start, offer.end)]]
    return Found(told, [normal.span(*span) for span in spared])


def _without_quotes(plain: str) -> tuple[str, list[tuple[int, int]]]:
    """Give the text without what is quoted of the customer, and where that stands. Our own words in quotes are our own words."""
    spared = []

    def masked(hit: re.Match[str]) -> str:
        if words.TELLS.search(plain, max(0, hit.start() - _TOLD_BEFORE), hit.start()):
            spared.append(hit.span())
            return "\x01" * len(hit[0])
        return f" {hit[0][1:-1]} "

    return _QUOTED.sub(masked, plain), spared


class _Reader:
    """Reads the clauses of one text."""

    def __init__(self, text: str) -> None:
        self.sums = find_sums(text)
        self._starts = [amount.start for amount in self.sums]
        self.clauses = list(clauses_of(text, self.sums))

    def offers(self, place: int, last: Offered | None) -> list[Offered] | None:
        """Give what a clause offers; None where it speaks of a remedy and offers none. ``last`` was offered before it."""
        clause = self.clauses[place]
        here, kind = self._own(clause), _kind(clause.text)
        agreed = self._agreed(place, kind, here)
        if agreed is not None:
            again = bool(words.AGAIN.search(clause.text))
            return [Offered("credit", agreed.yuan, clause.start, clause.end, again=again, way=True)]
        kind = kind or ("credit" if here and words.MOVES.search(clause.text) else "")
        if not kind:
            return []
        if self._is_none(place, here):
            return None
        said = kind in words.WORTH and (here or self._after(place))
        return list(self._given(place, kind, last)) if said or words.TO_YOU.search(clause.text) else []

    def _own(self, clause: Clause) -> list[Amount]:
        """Give the sums of a clause that are not only the price of something."""
        return [amount for amount in self._said(clause) if not words.NO_PRICE.search(clause.text[: amount.start - clause.start])]

    def _said(self, clause: Clause) -> list[Amount]:
        return self.sums[bisect_left(self._starts, clause.first) : bisect_left(self._starts, clause.last)]

    def _near(self, place: int) -> Clause | None:
        """Give the clause before, where it is one of the same sentence."""
        if place == 0 or self.clauses[place - 1].sentence != self.clauses[place].sentence:
            return None
        return self.clauses[place - 1]

    def _before(self, place: int) -> Amount | None:
        """Give the last sum of the clause before."""
        near = self._near(place)
        said = self._said(near) if near else []
        return said[-1] if said else None

    def _after(self, place: int) -> Amount | None:
        """Give the sum of the next clause, where that only says how much: 我给您退款，一共三十五元."""
        if place + 1 == len(self.clauses):
            return None
        clause, following = self.clauses[place], self.clauses[place + 1]
        said = self._said(following)
        if not said:
            return None
        led = following.text[: said[0].start - following.start]
        rest = following.text[said[0].end - following.start :].strip()
        alone = not led.strip() and not rest
        joined = following.sentence == clause.sentence and words.NAMES.fullmatch(led) and len(rest) <= _LEFT_OVER
        return said[0] if alone or joined else None

    def _agreed(self, place: int, kind: str, here: list[Amount]) -> Amount | None:
        """Give the sum that a clause says yes to, without saying what for."""
        text = self.clauses[place].text
        if not words.AGREED.search(text) or words.NOT_SO.search(text) or (kind and not words.ASKING.search(text)):
            return None
        if self._hangs(place):
            return None
        return here[-1] if here else self._before(place) or self._after(place)

    def _is_none(self, place: int, here: list[Amount]) -> bool:
        """Tell whether a clause that speaks of a remedy offers none: refused, told, asked, a rule, or hanging on something."""
        clause = self.clauses[place]
        text = clause.text
        if words.NOT_SO.search(text) and not words.FREED.search(text):
            return True
        if words.TOLD.search(text) or words.DONE.search(text) or (words.THEN.search(text) and not words.NOW.search(text)):
            return True
        if _asked(text, [amount.end - clause.start for amount in here]):
            return True
        before = self._sentence(place)
        if not words.PLAINLY.search(text) and any(words.RULE.search(near.text) for near in before):
            return True
        if not words.OURS.search(text) and any(words.RECITES.search(near.text) for near in before[:-1]):
            return True
        following = self.clauses[place + 1 : place + 2]
        taken_back = any(near.sentence == clause.sentence and _BACK.match(near.text) for near in following)
        return taken_back or self._hangs(place)

    def _sentence(self, place: int) -> list[Clause]:
        """Give the clauses of the same sentence just before a clause, and itself."""
        sentence = self.clauses[place].sentence
        return [near for near in self.clauses[max(0, place - _HELD_BACK) : place + 1] if near.sentence == sentence]

    def _hangs(self, place: int) -> bool:
        """Tell whether what a clause says hangs on something that is not sure."""
        clause = self.clauses[place]
        if words.PERHAPS.search(clause.text):
            return True
        after = [near for near in self.clauses[place + 1 : place + 3] if near.sentence == clause.sentence]
        open_still = (words.SETTLED.sub(" ", near.text) for near in self._sentence(place))
        if any(map(words.PENDING.search, open_still)):
            return True
        return not words.SWORN.search(clause.text) and any(words.PROVIDED.search(near.text) for near in after)

    def _given(self, place: int, kind: str, last: Offered | None) -> Iterator[Offered]:
        clause = self.clauses[place]
        amounts = self._handed_over(clause)
        times, part = times_in(clause.text), words.PART.search(clause.text) is not None
        named = amounts or self._named(place, kind, last, part=part or times > 0)
        again, total = bool(words.AGAIN.search(clause.text)), bool(words.TOTAL.search(clause.text))
        for amount in named:
            said = clause.text[: amount.end - clause.start] if amounts else clause.text
            last_kind = _last_kind(said) or kind
            way = last_kind == "credit" and not words.COMPENSATES.search(clause.text)
            often = times_in(clause.text[amount.end - clause.start :][:_LEFT_OVER]) if amounts else 0
            yield Offered(last_kind, amount.yuan * max(often, 1), clause.start, clause.end, again=again, way=way, total=total)
            again = again or bool(amounts)
        if named:
            return
        whole = bool(words.WHOLE.search(clause.text)) and not part
        if times or (kind in words.MONEY and not part and (whole or kind == "refund")):
            yield Offered(kind, None, clause.start, clause.end, times or 1, whole or times > 0, again)
        else:
            yield Offered(kind, None, clause.start, clause.end, again=again)

    def _handed_over(self, clause: Clause) -> list[Amount]:
        """Give the sums of a clause that are handed over: those after the verb, else the last before it."""
        here = self._own(clause)
        verbs = [hit.start() + clause.start for _kind_, verb in words.GIVING for hit in verb.finditer(clause.text)]
        first = min(verbs, default=clause.start)
        return [amount for amount in here if amount.start >= first] or here[-1:]

    def _named(self, place: int, kind: str, last: Offered | None, *, part: bool) -> list[Amount]:
        """Give the sum that is given without being said in the clause itself.

        The next one says it; or it is the price that is paid back (您付了3000元我全部退给您); or the clause before names it
        (多扣的三十五元，我今天退给您), and has not offered it itself.
        """
        clause, near = self.clauses[place], self._near(place)
        if after := self._after(place):
            return [after]
        if part or _OURS.search(clause.text):
            return []
        paid_back = kind in {"refund", "waiver"}
        if paid_back and (said := self._said(clause)):
            return said[-1:]
        if near is None or (last is not None and last.start == near.start):
            return []
        before = self._before(place)
        return [before] if before and (paid_back or _POINTED_AT.search(near.text)) else []


def _goes_on(offer: Offered) -> bool:
    """Tell whether an offer beside another only says how that one comes: 退您三十五元，三天内退到您的账户."""
    return offer.amount is None and offer.kind in words.MONEY and not offer.whole and not offer.again


def _asked(text: str, sums: Sequence[int]) -> bool:
    """Tell whether it is asked, or told of the customer; ``sums`` are the places where the sums of the clause end.

    No more than that is a sum they asked for and we give (您要的三千元我今天退给您).
    """
    hit = words.ASKING.search(text)
    if hit is None or words.TO_YOU.search(text, 0, hit.start()):
        return False
    if words.TOPIC.fullmatch(hit[0]) and words.WE_GIVE.search(text, hit.end()):
        return False
    return not any(end > hit.end() and words.WE_GIVE.search(text, end) for end in sums)


def _kind(text: str) -> str:
    return next((kind for kind, verb in words.GIVING if verb.search(text)), "")


def _last_kind(text: str) -> str:
    """Give the kind whose verb stands last in a text."""
    ends = [(hit.end(), kind) for kind, verb in words.GIVING for hit in verb.finditer(text)]
    return max(ends, default=(0, ""))[1]
