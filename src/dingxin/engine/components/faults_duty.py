"""What makes words of the staff a fault only in their situation: a refusal without a way on, a step too early, nothing next."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING

from dingxin.engine.components.faults_patterns import Match, clause, split
from dingxin.engine.components.numerals import number

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dingxin.engine.components.faults import Draft, Situation

UPSET = 2
"""Emotion from which a feeling has to be answered before anything else, however long ago it was shown (B1)."""

STILL = 1
"""Emotion of the customer's latest words from which the same holds."""

STOCK_SHARE = 0.7
"""Share of a text in stock phrases from which nothing else is said."""

CURT = 40
"""Characters up to which a refusal without a word of reason has none; in a longer one the reason may be in the telling."""

NOTE = 24
"""Characters up to which a note of receipt is all that is said."""

ASIDE = 5
"""Characters beside a refusal in its sentence that can hold neither a reason nor a way on."""

LONG_SENTENCE = 70
"""Characters without any punctuation that nobody can follow."""

LONG_DRAFT = 600
"""Characters beyond which a reply is a leaflet."""

SIGNS = frozenset(
    {
        "apology", "empathy", "feeling", "reason", "alternative", "time", "next", "procedure", "stock", "thanks", "checked",
        "refusal", "offer", "applied", "closing", "slogan", "decider", "lavish", "asked", "deadline", "ahead", "way", "answer",
        "denial",
    }
)  # fmt: skip
"""Names of patterns that are no faults by themselves."""

COMING = ("next", "time", "deadline", "answer")
"""Signs of an answer, or of what is about to be done."""

ANSWERED = ("abuse", "emotional_refusal", "provocative", "pass_buck", "no_say", "taboo", "blame", "interrupt", "perfunctory")
"""Faults that say already why nothing follows."""

_STOPS = "，,。！？!?；;\n "
_MARKS = re.compile(r"[\s，,。！？!?；;：:、~～…“”\"'()（）]+")
_RUN = re.compile(rf"[^，,。！？!?；;：:、\n（）()“”\s]{{{LONG_SENTENCE},}}")
_MEND = re.compile("(?<!^)(?=(?:而且|但是|所以|因为|如果|只是|由于|然后|并且|可是|不过|另外|同时|目前|您需要|您再|我们也))")
_CLOSED = re.compile(
    "是不是|有没有|是否|[^，。！？!?；;\n]{1,30}吗[？?]|[^，。！？!?；;\n]{1,30}了[？?]|(?:[对是]|可以|行|好)[吗吧不][？?]"
)
_ASKED = re.compile("[？?]")
_OPEN = re.compile("什么|怎么|哪|几|多少|谁|为何|说说|讲讲|如何")


def spare(draft: Draft, situation: Situation) -> Iterator[Match]:
    """Give the matches that are faults in this situation."""
    for name, matches in draft.found.items():
        if name in SIGNS or excused(name, draft, situation):
            continue
        yield from _undated(draft, matches) if name == "vague_time" else matches


def _undated(draft: Draft, matches: Sequence[Match]) -> Iterator[Match]:
    """Leave out the vague words whose sentence, or one beside it, says by when."""
    sentences = split(draft.text)
    starts = [sentence.start for sentence in sentences]
    dated = {bisect_right(starts, match.start) - 1 for match in draft.found.get("deadline", ())}
    for match in matches:
        place = bisect_right(starts, match.start) - 1
        if dated.isdisjoint((place - 1, place, place + 1)):
            yield match


def excused(name: str, draft: Draft, situation: Situation) -> bool:
    """Tell whether what looks like a fault of that kind is none in this situation."""
    if name == "no_say":
        return draft.has("time") and draft.has("decider")
    if name == "curt":
        return len(draft.text.strip()) > NOTE
    if name == "early_admission":
        return situation.checked or draft.has("checked")
    if name == "too_casual":
        return situation.open is False and situation.latest < 1
    return name in {"bare_offer", "ignore"} and situation.open is False


def duties(draft: Draft, situation: Situation) -> Iterator[Match]:
    """Give the faults that lie in what is not there, and the promises of money beyond the limit."""
    yield from _refusal(draft, situation)
    yield from _money(draft, situation)
    yield from _personal(draft, situation)
    yield from _length(draft.text)
    if draft.text.strip():
        yield from _answer(draft, situation)
    yield from _unheard(draft, situation)


def _refusal(draft: Draft, situation: Situation) -> Iterator[Match]:
    refusals: list[Match] = list(draft.found.get("refusal", ()))
    if situation.answer and refusals:
        opening = clause(draft.text, 0, 1).end
        answered = any(one.start < opening for one in draft.found.get("answer", ()))
        refusals = [refusal for refusal in refusals if refusal.start < opening or not answered]
    reasoned = draft.has("reason") or len(draft.text) > CURT
    if refusals and not (reasoned and draft.has("alternative")):
        yield refusals[0]._replace(name="bare_no")
        return
    yield from (refusal._replace(name="bare_no") for refusal in refusals if _left(draft, refusal))


def _left(draft: Draft, refusal: Match) -> bool:
    """Tell whether a refusal is left standing: a sentence by itself, and none beside it that gives a reason or a way on."""
    sentences = split(draft.text)
    place = bisect_right([sentence.start for sentence in sentences], refusal.start) - 1
    here = draft.text[slice(*sentences[place])]
    if len(here.strip(_STOPS)) > refusal.end - refusal.start + ASIDE:
        return False
    first, last = sentences[max(0, place - 1)].start, sentences[min(place + 1, len(sentences) - 1)].end
    reasons, ways = draft.found.get("reason", ()), draft.found.get("way", ())
    end = sentences[place].end
    return not (any(first <= one.start < end for one in reasons) or any(first <= one.start < last for one in ways))


_PAID = re.compile(
    r"(?:赔|补偿|赔偿|赔付)(?:给)?[你您]?们?[^，。！？；,.!?;\n]{0,2}?([0-9]{2,9}|[一二两三四五六七八九]?[十百千万][一二两三四五六七八九十百千万]{0,6})"
)
"""Money said without its unit."""

_NOT_OFFERED = re.compile("要求|提出|所说|希望|想要|不能|无法|不会|没法|没办法|不可能|是否|吗|多少|规定|标准")


def _money(draft: Draft, situation: Situation) -> Iterator[Match]:
    if situation.limit is None or draft.has("applied"):
        return
    yield from (match._replace(name="unapproved") for match in draft.found.get("lavish", ()))
    for match in draft.found.get("offer", ()):
        amount = number(match.say or "")
        if amount is not None and amount > situation.limit:
            start, end = clause(draft.text, match.start, match.end)
            yield Match("unapproved", start, end, "")
    for paid in _PAID.finditer(draft.text):
        start, end = clause(draft.text, *paid.span())
        if (number(paid[1]) or 0) > situation.limit and not _NOT_OFFERED.search(draft.text, start, end):
            yield Match("unapproved", start, end, "")


def _personal(draft: Draft, situation: Situation) -> Iterator[Match]:
    for item in draft.personal:
        if item.kind in {"mobile", "id_card", "bank_card", "passport"} and item.text not in situation.words:
            yield Match("privacy", item.start, item.end, None)
    if situation.public:
        yield from (match._replace(name="privacy") for match in draft.found.get("asked", ()))


def _length(text: str) -> Iterator[Match]:
    for hit in _RUN.finditer(text):
        yield Match("not_plain", *hit.span(), _MEND.sub("，", hit[0]))
    if len(text) > LONG_DRAFT:
        yield Match("not_plain", LONG_DRAFT, len(text), None)


def _answer(draft: Draft, situation: Situation) -> Iterator[Match]:
    """Judge the draft as an answer to an open problem (B1, C11, C15, C16, C20)."""
    text = draft.text
    whole = Match("", len(text) - len(text.lstrip()), len(text.rstrip()), None)
    if situation.open is False or situation.answer or (situation.content and draft.has("closing")):
        return
    waiting = situation.open or situation.latest >= STILL
    if waiting and (draft.has("slogan") or _stock(draft) >= STOCK_SHARE):
        yield whole._replace(name="perfunctory")
    elif waiting and not draft.has("time", "refusal", *ANSWERED) and not _follows(draft, situation):
        yield whole._replace(name="no_next")
    if _heated(draft, situation) and not draft.warm:
        first = split(text)[0]
        yield Match("cold_solution", *first, None)
    yield from _questions(text, situation)


def _follows(draft: Draft, situation: Situation) -> bool:
    """Tell whether something is still to come: a question to the customer, their answer, or what is going to be done.

    To somebody upset the question has to end the draft, and what is done has to be said as what is ahead.
    """
    upset = situation.latest >= UPSET
    if draft.text.rstrip().endswith(("？", "?")) or (not upset and _ASKED.search(draft.text)):
        return True
    answered = not upset and any(one.start == 0 for one in draft.found.get("answer", ()))
    return answered or (draft.has("next") and (not upset or draft.has("ahead")))


def _heated(draft: Draft, situation: Situation) -> bool:
    """Tell whether a feeling waits that this draft may not pass over; what answers at once and asks for no papers may."""
    if situation.content:
        return False
    if situation.emotion >= UPSET:
        refused = draft.has("refusal", "denial") and not (draft.has("alternative") and draft.has("next"))
        return draft.has("procedure") or refused or not draft.has(*COMING)
    if min(situation.emotion, situation.latest) < STILL:
        return False
    papers = draft.found.get("procedure")
    return not draft.has("ahead", *COMING) or (papers is not None and papers[0].end <= split(draft.text)[0].end)


def _questions(text: str, situation: Situation) -> Iterator[Match]:
    closed = [hit for hit in _CLOSED.finditer(text) if not _OPEN.search(hit[0])]
    if closed and not _OPEN.search(text) and (len(closed) > 2 or (situation.closed and len(text) < LONG_SENTENCE / 2)):  # noqa: PLR2004 - three in a row is an interrogation
        yield Match("closed_question", *closed[0].span(), None)


def _unheard(draft: Draft, situation: Situation) -> Iterator[Match]:
    """Find a draft that says neither yes nor no to the customer's question, and nothing of what it was about."""
    text, about = draft.text, situation.asked
    if not about or not text.strip() or draft.has("answer"):
        return
    if not any(about[at : at + 2] in text for at in range(len(about) - 1)):
        yield Match("ignore", len(text) - len(text.lstrip()), len(text.rstrip()), None)


_DENIED = re.compile("(?:不是|没问|不要|别)[^，。！？!?；;\n]*")
_HOLLOW = frozenset("我你您他她们的了是不就都也还在有这那个一什么怎吗呢吧啊和跟要请问好没可以能会到给把被让多少几点天时候下")
"""Characters that say nothing of what somebody speaks about."""


def takes_up(text: str, said: str) -> bool:
    """Tell whether a draft takes up what the customer ``said``: two characters together that are about something.

    What they say it is not about does not count; where nothing is known of their words, nothing speaks against the draft.
    """
    about = _DENIED.sub("，", said)
    pairs = (about[at : at + 2] for at in range(len(about) - 1))
    return not said or any(pair in text for pair in pairs if _HOLLOW.isdisjoint(pair) and pair.isalnum())


def _stock(draft: Draft) -> float:
    """Give the share of the text that stands in stock phrases."""
    body = len(_MARKS.sub("", draft.text))
    taken, last = 0, 0
    for match in draft.found.get("stock", ()):
        start = max(match.start, last)
        if match.end > start:
            taken += len(_MARKS.sub("", draft.text[start : match.end]))
            last = match.end
    return taken / body if body else 0.0
