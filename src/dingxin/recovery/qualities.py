"""The five qualities of a commitment (G7), each judged by rules that stand in ``qualities.toml``, with the words found.

A rule finds words, not meaning: what it passes may still be a bad promise. A person decides; the register shows what was found.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dingxin.cases.readings import engine_for
from dingxin.engine.model import Conversation, Policy, Turn

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from dingxin.recovery.models import Commitment

DATA = Path(__file__).parent / "qualities.toml"
JARGON = "C6"
MOST_CHARS = 2000  # nobody reads a longer commitment, and neither do the rules
ENDS = re.compile(r"[。！？!?；;.\n]+")
PARTS = re.compile(r"[，,：:、]+")


class Quality(models.TextChoices):
    """What makes a commitment good."""

    UNCONDITIONAL = "unconditional", gettext_lazy("Unconditional")
    UNDERSTANDABLE = "understandable", gettext_lazy("Easy to understand")
    MEANINGFUL = "meaningful", gettext_lazy("Meaningful")
    INVOCABLE = "invocable", gettext_lazy("Easy to invoke")
    SHORT = "short", gettext_lazy("Short")


@dataclass(frozen=True, slots=True)
class Judged:
    """One quality: whether it is there, why (not), and the words that were found, each once."""

    quality: Quality
    ok: bool
    why: str
    found: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Weighed:
    """A commitment as the rules take it: its words, language and industry, and whether a time or remedy stands behind it."""

    words: str
    language: str = "zh"
    industry: str = ""
    backed: bool = True


def judge(weighed: Weighed) -> list[Judged]:
    """Judge a commitment by the five qualities, in their order. Linear in the text."""
    words = " ".join(weighed.words[:MOST_CHARS].split())
    book = _book("en" if weighed.language.startswith("en") else "zh")
    rules: tuple[Callable[[str, dict[str, Any], Weighed], Judged], ...] = (
        _unconditional, _understandable, _meaningful, _invocable, _short,
    )  # fmt: skip
    return [rule(words, book, weighed) for rule in rules]


@cache
def _book(language: str) -> dict[str, Any]:
    book: dict[str, Any] = tomllib.loads(DATA.read_text("utf-8"))[language]
    return book


def _found(words: str, signs: Iterable[str]) -> tuple[str, ...]:
    lower = words.casefold()
    return tuple(dict.fromkeys(sign.strip() for sign in signs if sign in lower))


def _unconditional(words: str, book: dict[str, Any], _weighed: Weighed) -> Judged:
    if found := _found(words, book["conditional"]):
        return Judged(Quality.UNCONDITIONAL, ok=False, why=_("These words make it depend on something."), found=found)
    return Judged(Quality.UNCONDITIONAL, ok=True, why=_("No word was found that makes it depend on something."))


def _understandable(words: str, book: dict[str, Any], weighed: Weighed) -> Judged:
    language = "en" if weighed.language.startswith("en") else "zh"
    review = engine_for(weighed.industry, language).review(
        Conversation(turns=(), language=language, industry=weighed.industry), Turn("agent", words), Policy()
    )
    jargon = tuple(dict.fromkeys(words[fault.start : fault.end] for fault in review.faults if fault.rule == JARGON))
    if jargon:
        return Judged(Quality.UNDERSTANDABLE, ok=False, why=_("A customer may not know these words."), found=jargon)
    most = book["sentence"]
    long = tuple(part.strip() for part in ENDS.split(words) if max(map(_size, PARTS.split(part)), default=0) > most)
    if long:
        why = _("A part of the sentence is longer than %(most)d words or characters: divide it.") % {"most": most}
        return Judged(Quality.UNDERSTANDABLE, ok=False, why=why, found=long)
    return Judged(Quality.UNDERSTANDABLE, ok=True, why=_("No technical word, and no long sentence."))


def _meaningful(words: str, book: dict[str, Any], weighed: Weighed) -> Judged:
    if not weighed.backed:
        why = _("Nothing stands behind it: give it a time, a remedy, or both.")
    elif not _found(words, book["gives"]):
        why = _("It does not say what the customer gets.")
    elif not re.search(book["exact"], words, re.IGNORECASE):
        why = _("It names no time and no amount: the customer cannot hold us to it.")
    else:
        return Judged(Quality.MEANINGFUL, ok=True, why=_("It says what the customer gets, and by when or how much."))
    return Judged(Quality.MEANINGFUL, ok=False, why=why)


def _invocable(words: str, book: dict[str, Any], _weighed: Weighed) -> Judged:
    if found := _found(words, book["paperwork"]):
        return Judged(Quality.INVOCABLE, ok=False, why=_("The customer has to bring or do something for it."), found=found)
    return Judged(Quality.INVOCABLE, ok=True, why=_("The customer needs no paper and no way: one word in a case calls it in."))


def _short(words: str, book: dict[str, Any], _weighed: Weighed) -> Judged:
    size, most = _size(words), book["length"]
    why = _("%(size)d words or characters; %(most)d at most stay in the memory.") % {"size": size, "most": most}
    return Judged(Quality.SHORT, ok=0 < size <= most, why=why)


def _size(words: str) -> int:
    """Count Chinese characters one by one, and other words whole; marks do not count."""
    return len(re.findall(r"[\u3400-\u9fff]|[A-Za-z0-9’']+", words))


def judge_commitment(row: Commitment, language: str) -> list[Judged]:
    """Judge a commitment as it stands in the register, by its words in a language."""
    english = language.startswith("en") and row.words_en
    words, backed = row.words_en if english else row.words, row.after is not None or bool(row.remedy)
    return judge(Weighed(words, "en" if english else "zh", row.industry, backed))
