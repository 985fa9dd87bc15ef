"""Finding a rule of law: by topic, trade and words, the likely ones for a case first. A sign says where to look, nothing more."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from django.utils.translation import get_language

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from dingxin.knowledge.law import Rule

DATA = Path(__file__).parent / "finding.toml"
DIGITS = {mark: value for value, mark in enumerate("零一二三四五六七八九")}
TENS = {"十": 10, "百": 100, "千": 1000}
NUMBER = re.compile(r"[零一二三四五六七八九十百千]+")
SIGN, OF_TOPIC, DEMANDED, OF_TRADE = 4, 1, 1, 2
MOST_LIKELY = 6
MOST_TERMS = 8


class Topic(NamedTuple):
    """What rules of law are about: its name, and by which demands and words of a case it is likely."""

    number: int
    name: str
    name_en: str
    signs: tuple[str, ...]
    demands: tuple[str, ...]

    @property
    def words(self) -> str:
        """The name in the language of the moment."""
        return self.name if (get_language() or "zh").startswith("zh") else self.name_en


class Told(NamedTuple):
    """What is known of a case: all its words in small letters, its trade, and the kinds of what is demanded."""

    words: str
    industry: str = ""
    demands: Collection[str] = ()


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(DATA.read_text("utf-8"))


@cache
def topics() -> dict[int, Topic]:
    """Give every topic by its number, in the order of the file."""
    rows = _data()["topic"]
    return {
        row["number"]: Topic(row["number"], row["name"], row["name_en"], tuple(row["signs"]), tuple(row.get("demands", ())))
        for row in rows
    }


def trades_of(rule: Rule) -> tuple[str, ...]:
    """Give the trades a rule is for; none means any."""
    return tuple(_data()["industries"].get(rule.id, ()))


@cache
def text_of(rule: Rule) -> str:
    """Give all by which a rule can be found, in small letters: both languages, statute, short names, article in digits too."""
    topic = topics().get(rule.topic)
    short = [alias for alias, name in _data()["aliases"].items() if name in rule.statute]
    digits = NUMBER.sub(lambda found: f" {_number(found[0])} ", rule.article)
    about = (topic.name, topic.name_en) if topic else ()
    signs = _data()["signs"].get(rule.id, ())
    return " ".join((rule.id, rule.title, rule.title_en, rule.source, *short, digits, *about, *signs)).casefold()


def _number(words: str) -> int:
    """Read a Chinese number below ten thousand."""
    total, digit = 0, 0
    for mark in words:
        if mark in TENS:
            total, digit = total + (digit or 1) * TENS[mark], 0
        else:
            digit = DIGITS[mark]
    return total + digit


def finds(rule: Rule, query: str, *, topic: int = 0, industry: str = "") -> bool:
    """Whether a rule holds every word of a query, is of a topic and holds for a trade; what is not asked is not looked at."""
    if (topic and rule.topic != topic) or (industry and trades_of(rule) and industry not in trades_of(rule)):
        return False
    text = text_of(rule)
    return all(term in text for term in query.casefold().split()[:MOST_TERMS])


def likely(rules: Iterable[Rule], told: Told) -> list[Rule]:
    """Give the rules that are likely for a case, the likeliest first: those whose own signs stand in its words; at most six."""
    scored = ((_score(rule, told), place, rule) for place, rule in enumerate(rules))
    best = sorted((-score, place, rule) for score, place, rule in scored if score >= SIGN)
    return [rule for _score_, _place, rule in best[:MOST_LIKELY]]


def _score(rule: Rule, told: Told) -> int:
    trades, topic = trades_of(rule), topics().get(rule.topic)
    if trades and told.industry not in trades:
        return 0
    score = SIGN * sum(sign in told.words for sign in _data()["signs"].get(rule.id, ()))
    score += OF_TRADE if trades else 0
    if topic:
        score += OF_TOPIC * any(sign in told.words for sign in topic.signs)
        score += DEMANDED * any(kind in topic.demands for kind in told.demands)
    return score
