"""Questions to put to the customer before anything is offered, in their language (A9, E8, E12)."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from dingxin.playbook import load_book
from dingxin.resolution.wording import negotiation


class Questions(NamedTuple):
    """What they have in mind, what has changed since, and what would content them."""

    view: str
    change: str
    content: str


@cache
def questions(language: str) -> Questions:
    """Give the questions in the language of a case."""
    known = "en" if language.startswith("en") else "zh"
    asked = load_book(known, learned=False).tables["causes"]["ask"]
    return Questions(negotiation(language).ask_view(), asked["change"], asked["content"])
