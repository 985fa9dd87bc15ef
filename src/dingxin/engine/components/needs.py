"""The need under the demand (E1) and the hope it stands for (B3)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dingxin.engine.components.evidence import witness
from dingxin.engine.doc import component
from dingxin.engine.model import HOPES, NEEDS

if TYPE_CHECKING:
    from dingxin.engine.doc import Doc, Utterance

SURE = 2.0
HINT = 0.5
ENOUGH = 2.0
MOST = 3
LONGEST_CHOICE = 40


@component("customer", requires=("emotion", "grade", "demands"), assigns=("needs",))
def needs(doc: Doc, here: Utterance) -> None:
    """Name the needs that stand under what this turn says, the strongest first; a contented turn and a mere choice have none."""
    content = not here.found["demands"] and here.found["grade"] == "none" and not here.found["emotion"]
    if content or _chooses(doc, here):
        here.found["needs"] = ()
        return
    under = doc.book.tables["needs"]["under"]
    weight = _learned(doc, here) if doc.book.place(f"need:{NEEDS[0]}") is not None else _counted(here, under)
    ranked = sorted(weight, key=lambda need: -weight[need])[:MOST]
    here.found["needs"] = tuple(ranked)
    for need in ranked:
        causes = [f"demand:{demand}" for demand in here.found["demands"] if need in under.get(demand, ())]
        witness(doc, here, f"need:{need}", (f"need:{need}", *causes))


def _chooses(doc: Doc, here: Utterance) -> bool:
    """Tell a turn that only picks one of the ways that were offered (E9): 那就第二个吧."""
    table, text = doc.book.tables["needs"], here.text.strip().lower()
    if len(text) > LONGEST_CHOICE or not re.search(table["choice"], text):
        return False
    return not here.found["demands"] and bool(re.fullmatch(table["around_choice"], text))


def _learned(doc: Doc, here: Utterance) -> dict[str, float]:
    """Give the needs that the learned model finds, with their chances.

    Who complains in this turn needs something: where the model finds nothing, what a sure phrase names, else the likeliest.
    """
    chance = {need: float(here.row[doc.book.place(f"need:{need}")]) for need in NEEDS}
    found = {need: value for need, value in chance.items() if f"need:{need}" in here.labels}
    likeliest = max(chance, key=lambda need: (here.sure(f"need:{need}") is not None, chance[need]))
    complains = here.found["emotion"] or here.found["demands"]
    return found or ({likeliest: chance[likeliest]} if complains and here.found["grade"] != "none" else {})


def _counted(here: Utterance, under: dict[str, list[str]]) -> dict[str, float]:
    """Give the needs that demands and phrases speak for, with their weights: for languages without labelled needs."""
    weight = dict.fromkeys(NEEDS, 0.0)
    for demand in here.found["demands"]:
        for place, need in enumerate(under.get(demand, ())):
            weight[need] += ENOUGH if place == 0 else ENOUGH / 2
    for need in NEEDS:
        hits = here.hits.get(f"need:{need}", ())
        sure = len({(hit.start, hit.end) for hit in hits if hit.sure})
        weight[need] += SURE * min(sure, 2) + HINT * min(len(hits) - sure, 2)
    return {need: value for need, value in weight.items() if value >= ENOUGH}


@component("customer", requires=("emotion", "grade", "demands"), assigns=("hopes",))
def hopes(doc: Doc, here: Utterance) -> None:
    """Name the hopes this turn stands for: those of its demands, to be heard where it complains and asks nothing."""
    of_demand = doc.book.tables["hopes"]["of_demand"]
    found = {of_demand[demand] for demand in here.found["demands"] if demand in of_demand}
    said = {hope for hope in HOPES if any(hit.sure for hit in here.hits.get(f"hope:{hope}", ()))}
    if here.found["grade"] != "none" or found:
        found |= said
    if not found and here.found["grade"] != "none" and here.found["emotion"] and not _chooses(doc, here):
        found.add("heard")
    here.found["hopes"] = tuple(hope for hope in HOPES if hope in found)
    for hope in here.found["hopes"]:
        causes = [f"demand:{demand}" for demand in here.found["demands"] if of_demand.get(demand) == hope]
        witness(doc, here, f"hope:{hope}", (f"hope:{hope}", *causes), weighed=causes[0] if causes else "emotion:1")
