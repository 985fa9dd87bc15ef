"""The facts of a customer's turn (A5): what the finders found, kept where the learned component agrees that a fact is stated."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dingxin.engine.components.evidence import heaviest
from dingxin.engine.doc import component
from dingxin.engine.model import FACT_KINDS, Fact

if TYPE_CHECKING:
    from dingxin.engine.doc import Doc, Utterance


@component("customer", assigns=("facts",))
def facts(_: Doc, here: Utterance) -> None:
    """Settle which kinds of facts this turn states; what carries a value or a number always counts."""
    stated = {kind for kind in FACT_KINDS if f"fact:{kind}" in here.labels}
    kept = [fact for fact in here.facts if fact.kind in stated or _is_hard(fact)]
    told = {fact.kind for fact in kept}
    for kind in FACT_KINDS:
        if kind in stated and kind not in told:
            kept += [_fact(here, kind, *span) for span in heaviest(here, f"fact:{kind}")]
    here.found["facts"] = tuple(sorted(kept, key=lambda fact: (fact.start, fact.end)))


def _is_hard(fact: Fact) -> bool:
    return fact.value is not None or fact.amount is not None or fact.number is not None


def _fact(here: Utterance, kind: str, start: int, end: int) -> Fact:
    first, last = here.normal.span(start, end)
    return Fact(kind, here.normal.raw[first:last], first, last)
