"""What a draft offers the customer (C13, E15): kind, amount, and the words. Found in Chinese and English, without a model.

An offer is what is held out here and now. What is refused, asked, quoted from the customer, told of the past or of others, hangs
on a check, or is a rule explained, is none. Linear in the length of the text: clauses are cut, and looked at one by one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from dingxin.engine.components import offered_words as words
from dingxin.engine.components.amounts import find_amounts
from dingxin.engine.components.amounts_bare import Amount
from dingxin.engine.components.normalise import normalise
from dingxin.engine.components.numerals import number

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

LONGEST = 200
"""Longest stretch, in characters, that is looked at as one clause."""

MOST = 40
"""Offers of one text that are given; no reply holds more."""

_CUT = re.compile(r"[，,。！？!?；;：:\n（）()]+|\.(?!\d)")
_STOP = re.compile(r"[。！？!?；;\n.]")
_QUOTED = re.compile('“[^“”\n]{1,80}”|‘[^‘’\n]{1,80}’|"[^"\n]{1,80}"|「[^「」\n]{1,80}」')
_POINTED_AT = re.compile("这|那|多扣|多收|扣的|扣了|错扣|错收|共|合计|the |that |those ")
_BACK = re.compile(
    "(?:这(?:一点|个要求|样|个|点)?|那|我们?|目前|现在|暂时|确实|实在|恐怕|也|还){0,3}"
    "(?:做不到|办不到|不行|不可以|没法|无法答应|不能答应|答应不了|不能|不可能)"
)
_HELD_BACK = 6


@dataclass(frozen=True, slots=True)
class Offered:
    """Something held out to the customer. ``amount`` in yuan is None where none is said.

    ``times`` is how many times the money in question it is (0: that is not what it is), ``whole`` that all of it is meant by
    name, ``again`` that it comes on top of what was offered before.
    """

    kind: str
    amount: float | None
    start: int
    end: int
    times: int = 0
    whole: bool = False
    again: bool = False


class _Clause(NamedTuple):
    """A clause with its place; ``sentence`` counts the sentences."""

    text: str
    start: int
    end: int
    sentence: int


class Found(NamedTuple):
    """What a draft offers, in order, and the spans that speak of a remedy and plainly offer none."""

    offers: list[Offered]
    spared: list[tuple[int, int]]


def find_offers(draft: str) -> Found:
    """Find what a draft offers; spans are code points of the draft."""
    normal = normalise(draft)
    plain = normal.text.replace("’", "'")
    text = _QUOTED.sub(lambda hit: "\x01" * len(hit[0]), plain)
    amounts = _amounts(text)
    found: list[Offered] = []
    spared = [hit.span() for hit in _QUOTED.finditer(plain)]
    clauses = list(_clauses(text, amounts))
    for place, clause in enumerate(clauses):
        if len(found) >= MOST:
            break
        if not _kind(clause.text):
            continue
        if _is_none(clauses, place):
            spared.append((clause.start, clause.end))
            continue
        if not words.TO_YOU.search(clause.text):
            continue
        near = bool(found) and clause.start - found[-1].end < LONGEST
        found += [offer for offer in _offers(clauses, place, amounts) if not (near and _goes_on(offer))]
    told = [replace(offer, start=span[0], end=span[1]) for offer in found for span in [normal.span(offer.start, offer.end)]]
    return Found(told, [normal.span(*span) for span in spared])


def _amounts(text: str) -> list[Amount]:
    found = find_amounts(text)
    taken = {amount.start for amount in found}
    for hit in words.BARE.finditer(text):
        value = number(hit["figure"])
        if value is not None and hit.start("figure") not in taken:
            found.append(Amount(*hit.span("figure"), value))
    return sorted(found, key=lambda amount: amount.start)


def _clauses(text: str, amounts: Sequence[Amount]) -> Iterator[_Clause]:
    """Cut a text into clauses; a comma within 1,200 yuan cuts nothing."""
    start = sentence = 0
    inside = iter(amounts)
    amount = next(inside, None)
    for cut in [*_CUT.finditer(text), None]:
        stop = cut.start() if cut else len(text)
        while amount and amount.end <= stop:
            amount = next(inside, None)
        if cut and amount and amount.start < stop:
            continue
        for piece in range(start, stop, LONGEST):
            end = min(piece + LONGEST, stop)
            yield _Clause(text[piece:end], piece, end, sentence)
        if cut:
            start = cut.end()
            sentence += bool(_STOP.search(cut[0]))


def _is_none(clauses: Sequence[_Clause], place: int) -> bool:
    """Tell whether a clause that speaks of a remedy offers none: refused, told, asked, a rule, or hanging on something."""
    clause = clauses[place]
    if words.NOT_SO.search(clause.text) or words.TOLD.search(clause.text) or _asked(clause.text):
        return True
    before = [near for near in clauses[max(0, place - _HELD_BACK) : place + 1] if near.sentence == clause.sentence]
    after = [near for near in clauses[place + 1 : place + 3] if near.sentence == clause.sentence]
    if any(words.RULE.search(near.text) for near in before) and not words.PLAINLY.search(clause.text):
        return True
    hangs = any(words.PERHAPS.search(near.text) for near in before) or any(words.PROVIDED.search(near.text) for near in after)
    return hangs or bool(after and _taken_back(after[0].text))


def _goes_on(offer: Offered) -> bool:
    """Tell whether an offer beside another only says how that one comes: 退您三十五元，三天内退到您的账户."""
    return offer.amount is None and offer.kind in words.MONEY and not offer.whole and not offer.again


def _asked(text: str) -> bool:
    hit = words.ASKING.search(text)
    return hit is not None and not words.TO_YOU.search(text, 0, hit.start())


def _taken_back(text: str) -> bool:
    """Tell whether the next clause says that this one cannot be: 全额退款给您，我做不到."""
    return _BACK.match(text) is not None


def _kind(text: str) -> str:
    return next((kind for kind, verb in words.GIVING if verb.search(text)), "")


def _offers(clauses: Sequence[_Clause], place: int, amounts: Sequence[Amount]) -> Iterator[Offered]:
    clause = clauses[place]
    again = bool(words.AGAIN.search(clause.text))
    given = _given(clause, amounts)
    for amount in given or _pointed_at(clauses, place, amounts):
        part = clause.text[: amount.end - clause.start] if amount in given else clause.text
        kind = _last_kind(part) or _kind(clause.text)
        yield Offered(kind, amount.yuan, clause.start, clause.end, again=again)
        given = given or [amount]
    if given:
        return
    kind = _kind(clause.text)
    times = next((times for sign, times in words.TIMES if sign.search(clause.text)), 0)
    whole = bool(words.WHOLE.search(clause.text)) and not words.PART.search(clause.text)
    money = kind in words.MONEY and not words.PART.search(clause.text)
    if times or (money and (whole or kind == "refund")):
        yield Offered(kind, None, clause.start, clause.end, times or 1, whole or times > 0, again)
    else:
        yield Offered(kind, None, clause.start, clause.end, again=again)


def _given(clause: _Clause, amounts: Sequence[Amount]) -> list[Amount]:
    """Give the amounts of a clause that are handed over: those after the verb, else the last before it."""
    here = [amount for amount in amounts if clause.start <= amount.start < clause.end]
    here = [
        amount
        for amount in here
        if not words.NO_PRICE.search(clause.text[max(0, amount.start - clause.start - 6) : amount.start - clause.start])
    ]
    verbs = [hit.start() + clause.start for _kind_, verb in words.GIVING for hit in verb.finditer(clause.text)]
    first = min(verbs, default=clause.start)
    return [amount for amount in here if amount.start >= first] or here[-1:]


def _pointed_at(clauses: Sequence[_Clause], place: int, amounts: Sequence[Amount]) -> list[Amount]:
    """Give the amount of the clause before, where that only names what is given in this one: 多扣的三十五元，我今天退给您."""
    if place == 0 or clauses[place - 1].sentence != clauses[place].sentence or words.PART.search(clauses[place].text):
        return []
    before = clauses[place - 1]
    if not _POINTED_AT.search(before.text) or not _kind(clauses[place].text):
        return []
    return [amount for amount in amounts if before.start <= amount.start < before.end][-1:]


def _last_kind(text: str) -> str:
    """Give the kind whose verb stands last in a text."""
    ends = [(hit.end(), kind) for kind, verb in words.GIVING for hit in verb.finditer(text)]
    return max(ends, default=(0, ""))[1]
