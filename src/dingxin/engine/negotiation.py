"""The words of an offer (E4, E6, E9, E17) and of its reason: from the facts of a case and a remedy, by the playbook. Pure."""

from __future__ import annotations

import re
from calendar import month_name
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from dingxin.engine.book import Table
    from dingxin.engine.options import Ground

SHOWN = 3
"""Grounds that one sentence can hold."""

LIKED, LEFT = 60, 40
"""Per cent of takers from which a precedent speaks for a remedy, and below which it speaks against it."""

NAMES: Mapping[str, str] = {"needs": "need", "demand": "demand", "part": "demand"}
"""The table in which what a ground is about has its names."""

CHEAP = -1.0
"""A cost that weighs less than this is next to nothing."""


STEP_PARTS = ("sorry", "cannot", "understood", "can", "ask")
"""What a step of the retreat ladder says, in this order (E4); where there is no no, some are empty."""

PART_OF: Mapping[str, str] = {
    "feel": "sorry", "thanks": "sorry", "part": "cannot", "cannot": "cannot", "cannot_step": "cannot", "no": "cannot",
    "early": "cannot", "hoped": "understood", "hoped_step": "understood", "hoped_no": "understood", "can": "can", "offer": "can",
    "ask": "ask",
}  # fmt: skip
"""The part each line of the playbook belongs to."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What the words of an offer are made of; nothing in here is for staff only.

    ``offer`` is the remedy's own wording with its placeholders; ``feel`` a line that answers the customer's feeling, ``demand``
    what they want as a clause, ``reason`` why it cannot be done, each empty where not known. ``step`` counts the offers from 1.
    """

    way: str
    offer: str
    name: str
    amount: Decimal = Decimal(0)
    due: datetime | None = None
    now: datetime | None = None
    product: str = ""
    industry: str = ""
    feel: str = ""
    demand: str = ""
    reason: str = ""
    step: int = 1


class Negotiation:
    """Words offers in one language; built once, safe to share between threads."""

    def __init__(self, table: Table) -> None:
        """Take the table ``negotiation`` of a language's pack."""
        self._table = table
        self._line: Mapping[str, str] = table["line"]
        self._why: Mapping[str, str] = table["why"]
        self._condition = re.compile(table["feel"]["not"])

    def wording(self, facts: Facts, *, safe: bool = False) -> str:
        """Give an offer as a whole reply: the feeling, for a no its reason, then what can be done, by when, and the question."""
        parts = [self._part(name, facts) for name in self._table["way"]["safe" if safe else _manner(facts)]]
        return "".join(parts).strip()

    def offer(self, facts: Facts) -> str:
        """Give the offer alone, with what is filled in."""
        return self._filled(facts.offer, facts)

    def steps(self, facts: Facts) -> list[str]:
        """Give an offer part by part, as STEP_PARTS names them, empty where it has none; together they are the wording (E4)."""
        said = dict.fromkeys(STEP_PARTS, "")
        for name in self._table["way"][_manner(facts)]:
            said[PART_OF[name]] += self._part(name, facts)
        return list(said.values())

    def bare(self, parts: Sequence[str]) -> str:
        """Give what is offered alone, of an offer part by part: to stand beside another (E9)."""
        return parts[STEP_PARTS.index("can")].removeprefix(self._line["can"]) if len(parts) == len(STEP_PARTS) else ""

    def together(self, first: str, second: str, feel: str) -> str:
        """Give one text in which the customer chooses between two offers (E9)."""
        return (feel or self._line["feel_plain"]) + self._line["two"].format(first=first, second=second)

    def felt(self, trouble: str, line: str) -> str:
        """Give a line that names a trouble, unless the words are no trouble but a condition (“or else”) or a wish: then none."""
        return "" if self._condition.search(trouble) else line

    def less(self) -> str:
        """Give the wording of an offer of less than the whole of what is in question, with its placeholders."""
        return self._line["less"]

    def ask_view(self) -> str:
        """Give the question for the customer's own view (E8)."""
        return self._line["view"]

    def spin(self) -> list[tuple[str, str]]:
        """Give the four questions that find the need under a demand (C21), each with the name of its step."""
        return [(item["step"], item["ask"]) for item in self._table["spin"]]

    def three_f(self, facts: Facts) -> str:
        """Give feel, felt, found, where a rule has to be explained (B7)."""
        parts = self._table["three_f"]
        return "".join(parts[name] for name in ("feel", "felt", "found")).format(reason=self._reason(facts)).strip()

    def why(self, grounds: Iterable[Ground]) -> str:
        """Give one sentence of what decided the place of an option, the heaviest first; a lack of authority is always said."""
        grounds = list(grounds)
        said = [words for ground in grounds if ground.name != "approval" and (words := self._ground(ground))][:SHOWN]
        said += [self._approval(ground) for ground in grounds if ground.name == "approval"]
        sentence = self._why["comma"].join(said) or self._why["none"]
        return sentence[:1].upper() + sentence[1:] + self._why["stop"]

    def amount(self, amount: Decimal) -> str:
        """Give an amount in yuan as it is said."""
        number = f"{amount.normalize():f}" if amount == amount.to_integral_value() else f"{amount:.2f}"
        return str(self._table["form"]["yuan"].format(amount=number))

    def due(self, due: datetime, now: datetime | None) -> str:
        """Give a time as it is said to the customer; both in the customer's time zone."""
        form = self._table["form"]
        words: str = form["today"] if now and now.date() == due.date() else form["day"]
        return words.format(clock=due.strftime(form["clock"]), day=due.day, month=due.month, month_name=month_name[due.month])

    def _part(self, name: str, facts: Facts) -> str:
        if name == "feel":
            return facts.feel or self._line["feel_plain"]
        if name == "offer":
            return self.offer(facts)
        plain = self._line.get(f"{name}_plain", "")
        line = plain if plain and not facts.demand else self._line[name]
        return self._filled(line, facts)

    def _filled(self, words: str, facts: Facts) -> str:
        due = self.due(facts.due, facts.now) if facts.due else ""
        products = self._table["product"]
        given = {
            "amount": self.amount(facts.amount), "due": due, "by": due, "name": facts.name, "demand": facts.demand,
            "product": facts.product or products.get(facts.industry, products["default"]), "reason": self._reason(facts),
        }  # fmt: skip
        for key, value in given.items():  # not str.format: wordings are written by people, who may put braces in them
            words = words.replace(f"{{{key}}}", value)
        return words

    def _reason(self, facts: Facts) -> str:
        reasons = self._table["reason"]
        return (facts.reason or reasons.get(facts.way, reasons["ladder"])).rstrip("。.！! ")

    def _ground(self, ground: Ground) -> str:
        name, about = ground.name, self._about(ground)
        if name == "cost":
            name = "cost_low" if ground.weight > CHEAP else ""
        elif name == "fault":
            name = f"fault_{ground.about[0]}"
        elif name == "precedent":
            share = int(ground.about[0])
            name = "precedent_good" if share >= LIKED else "precedent_bad" if share < LEFT else ""
        return self._why.get(name, "").replace("{about}", about)

    def _approval(self, ground: Ground) -> str:
        """Say who has to allow it, where that is known (E15)."""
        role = self._table["approver"].get(next(iter(ground.about), ""), "")
        return role or self._why["approval"]

    def _about(self, ground: Ground) -> str:
        names = self._table.get(NAMES.get(ground.name, ""), {})
        words: Sequence[str] = [names.get(item, item) for item in ground.about]
        return self._why["and"].join(words)


def _manner(facts: Facts) -> str:
    """Give how an offer is put: as its way says, and after the first step of the ladder as a further step."""
    return "step" if facts.way == "ladder" and facts.step > 1 else facts.way
