"""Special kinds of complainant (A7-A9), suggested on signs of several sorts and never from one word; a person decides."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dingxin.engine.components.evidence import heaviest
from dingxin.engine.model import KINDS, Evidence, Kind

if TYPE_CHECKING:
    from dingxin.engine.doc import Doc, Utterance

CHANGES = 3
"""Turns that bring a new outcome asked for, from which demands count as changing; one less where the model hears it too."""

FEWEST = 2
"""Stretches of words on which a kind must rest."""

OUTCOMES = frozenset({"refund", "compensate", "replace", "repair", "cancel", "apologise", "discipline"})
"""Demands that name an outcome; asking why or when is no change of mind."""


def kinds(doc: Doc) -> tuple[Kind, ...]:
    """Suggest the kinds for which this conversation shows signs of enough different sorts."""
    found = []
    for kind in KINDS:
        why = _changing(doc) if kind == "chameleon" else _signs(doc, kind) or _heard(doc, kind)
        if len(why) >= FEWEST:
            found.append(Kind(kind, tuple(why)))
    return tuple(found)


def _heard(doc: Doc, kind: str) -> list[tuple[int, Evidence]]:
    """Give the stretches that weighed most in the turns where the learned model finds the kind."""
    why = []
    for here in doc.said:
        spans = heaviest(here, f"kind:{kind}", FEWEST) if f"kind:{kind}" in here.labels else []
        why += [(here.index, _evidence(doc, here, kind, start, end)) for start, end in sorted(spans)]
    return why


def _signs(doc: Doc, kind: str) -> list[tuple[int, Evidence]]:
    """Give the first words of each sort of sign, if there are enough sorts."""
    table = doc.book.tables.get("kinds", {})
    first: dict[str, tuple[int, Evidence]] = {}
    for here in doc.said:
        for name, hits in here.hits.items():
            if name.startswith(f"kind:{kind}_") and name not in first and hits[0].sure:
                first[name] = (here.index, _evidence(doc, here, kind, hits[0].start, hits[0].end))
    return list(first.values()) if len(first) >= table.get("least", {}).get(kind, len(first) + 1) else []


def _changing(doc: Doc) -> list[tuple[int, Evidence]]:
    """Give the turns at which the outcome asked for became another one (A9)."""
    standing: set[str] = set()
    why = []
    for here in doc.said:
        outcomes = OUTCOMES.intersection(here.found.get("demands", ()))
        if outcomes and not outcomes <= standing:
            hit = next((hits[0] for name, hits in here.hits.items() if name.removeprefix("demand:") in outcomes - standing), None)
            start, end = (hit.start, hit.end) if hit else (0, len(here.text))
            why.append((here.index, _evidence(doc, here, "chameleon", start, end)))
            standing |= outcomes
    heard = any("kind:chameleon" in here.labels for here in doc.said)
    return why if len(why) >= CHANGES - heard else []


def _evidence(doc: Doc, here: Utterance, kind: str, start: int, end: int) -> Evidence:
    first, last = here.normal.span(start, end)
    return Evidence(f"kind:{kind}", first, last, doc.book.why(f"kind:{kind}", here.normal.raw[first:last]))
