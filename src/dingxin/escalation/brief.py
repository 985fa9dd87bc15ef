"""The brief that goes along when somebody is brought in (F8): the customer never has to tell it all again.

It is made from the case as it stands: facts confirmed and not yet confirmed, the feeling, demands and needs, what was offered and
answered, promises, and the crux. Nothing is said in it that no row of the case says.
"""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dingxin.cases.models import FactState, MessageKind
from dingxin.cases.readings import last_messages
from dingxin.clocks.models import PromiseState

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from dingxin.cases.models import Case, Message

QUOTE_CHARS = 60
MOST = 8
OFFERING = {"solve", "options"}
REMEDY = re.compile(
    "退[还款回给到]|减免|补偿|赔[偿付您]|赠送|送您|换[一新个]|免费|维修|检修|补寄|重[做发寄办]"
    "|refund|replace|repair|waive|credit|free of charge",
    re.IGNORECASE,
)
NOT_OFFERED = re.compile("不能|无法|没法|不可以|不予|不会|不行|cannot|can't|unable|won't", re.IGNORECASE)
CLAUSE = re.compile("[^，。！？；,.!?;\\n]+")
HOT_FROM = 2


@dataclass(frozen=True, slots=True)
class Offer:
    """What we offered, and the words with which the customer answered (empty: no answer yet)."""

    words: str
    answer: str


@dataclass(frozen=True, slots=True)
class Said:
    """A promised time: the words, when it was or is due, and what became of it."""

    text: str
    due: str
    state: str


@dataclass(frozen=True, slots=True)
class Brief:
    """All that somebody who is brought in has to know; demands, needs, signs and states by their names in the vocabularies."""

    crux: str
    confirmed: list[str] = field(default_factory=list)
    unconfirmed: list[str] = field(default_factory=list)
    emotion_now: int = 0
    emotion_peak: int = 0
    feeling: list[str] = field(default_factory=list)
    signs: list[str] = field(default_factory=list)
    demands: list[str] = field(default_factory=list)
    needs: list[str] = field(default_factory=list)
    offers: list[Offer] = field(default_factory=list)
    promises: list[Said] = field(default_factory=list)
    introduction: str = ""

    def as_dict(self) -> dict[str, Any]:
        """Give the brief as it is kept."""
        return asdict(self)


def brief_of(case: Case, *, crux: str = "", introduction: str = "") -> Brief:
    """Make the brief of a case; ``crux`` is what a person sees as its heart, else it is put together from the words read."""
    messages = last_messages(case)
    heard = [message for message in messages if message.kind == MessageKind.CUSTOMER]
    facts = list(case.facts.exclude(state=FactState.REJECTED).order_by("message_id", "start"))
    promises = list(case.promises.order_by("due"))
    seen = case.observations.first()
    broken = sum(promise.state in {PromiseState.BROKEN, PromiseState.KEPT_LATE} for promise in promises)
    return Brief(
        crux=crux.strip() or _crux(heard, messages, broken),
        confirmed=_once(fact.text for fact in facts if fact.state == FactState.CONFIRMED),
        unconfirmed=_once(fact.text for fact in facts if fact.state == FactState.READ),
        emotion_now=case.emotion_now,
        emotion_peak=case.emotion_peak,
        feeling=_once(words for message in reversed(heard) for words in _evidence(message, "emotion"))[:MOST],
        signs=list(seen.signs) if seen else [],
        demands=_once(name for message in heard for name in message.reading.get("demands", [])),
        needs=_once(name for message in heard for name in message.reading.get("needs", [])),
        offers=_offers(messages)[-MOST:],
        promises=[Said(promise.text, promise.due.isoformat(), promise.state) for promise in promises[-MOST:]],
        introduction=introduction.strip(),
    )


def in_words(brief: Brief) -> str:
    """Give the brief as the few sentences of an offer; the whole of it stands on the page of the ladder."""
    told = brief.introduction or _("nothing yet: introduce yourself first")
    sentences = [brief.crux, _("The customer was told: %(told)s") % {"told": told}]
    if brief.emotion_now >= HOT_FROM:
        sentences.insert(0, _("The customer is very upset: answer the feeling first."))
    return "\n".join(sentences)


def _crux(heard: Sequence[Message], messages: Sequence[Message], broken: int) -> str:
    """Say what the customer asks for in their own words, what still waits for an answer, and how often we did not keep a time."""
    sentences = []
    if asks := _once(words for message in heard for words in _evidence(message, "demand:")):
        sentences.append(_("The customer asks: “%(words)s”.") % {"words": "”“".join(asks[-3:])})
    if messages and messages[-1].kind == MessageKind.CUSTOMER:
        sentences.append(_("Not answered yet: “%(words)s”.") % {"words": _short(messages[-1].text)})
    if broken:
        told = ngettext("%(n)d promised time was not kept.", "%(n)d promised times were not kept.", broken)
        sentences.append(told % {"n": broken})
    return " ".join(sentences) or _("The customer has not said yet what they ask for: ask first.")


def _offers(messages: Sequence[Message]) -> list[Offer]:
    """Give our replies that offered something, each with what the customer said next."""
    found = []
    for place, message in enumerate(messages):
        if message.kind == MessageKind.AGENT and (words := _offered(message)):
            after = next((later.text for later in messages[place + 1 :] if later.kind == MessageKind.CUSTOMER), "")
            found.append(Offer(words, _short(after)))
    return found


def _offered(message: Message) -> str:
    """Give the words of a reply that hold out a remedy; where only the reading finds an offer in it, its beginning."""
    clauses = [clause.strip() for clause in CLAUSE.findall(message.text) if REMEDY.search(clause)]
    held_out = [clause for clause in clauses if not NOT_OFFERED.search(clause)]
    if held_out:
        return _short("；".join(held_out[:3]))
    return _short(message.text) if OFFERING & set(message.reading.get("acts", [])) else ""


def _evidence(message: Message, of: str) -> list[str]:
    """Give the words of a message that were evidence of something (``demand:`` any demand)."""
    found = [item for item in message.reading.get("evidence", []) if item["of"] == of or (of[-1] == ":" and of in item["of"])]
    return [_short(message.text[item["start"] : item["end"]]) for item in found]


def _short(text: str) -> str:
    line = " ".join(text[: QUOTE_CHARS * 4].split())
    return line if len(line) <= QUOTE_CHARS else f"{line[:QUOTE_CHARS]}…"


def _once(items: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(item for item in items if item))
