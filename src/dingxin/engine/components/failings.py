"""The faults in what staff said (C1-C22): kinds that were learned from conversations, and the playbook's rules for the others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dingxin.engine.components.evidence import heaviest
from dingxin.engine.components.faults import FaultRules, Situation
from dingxin.engine.doc import component

if TYPE_CHECKING:
    from dingxin.engine.doc import Doc, Utterance
    from dingxin.engine.model import Fault

LEARNED = (
    "vague_time", "bare_no", "pass_buck", "blame", "must", "perfunctory", "cold_solution",
    "no_next", "ignore", "jargon", "privacy", "too_casual",
)  # fmt: skip
"""Kinds that hang on more than words; whether they are there is learned, where they are the rules may know."""

SOOTHING = frozenset({"apology", "empathy"})


@component("agent", requires=("acts",), assigns=("faults",))
def faults(doc: Doc, here: Utterance) -> None:
    """Read the faults of this turn."""
    rules: FaultRules = doc.memory["rules"]
    ruled = rules.judge(here.draft, _situation(doc), here.normal, said=True) if here.draft else ()
    found = [fault for fault in ruled if fault.kind not in LEARNED]
    for kind in LEARNED:
        if f"fault:{kind}" in here.labels:
            own = [fault for fault in ruled if fault.kind == kind]
            found += own or _whole(rules, here, kind)
    here.found["faults"] = tuple(sorted(found, key=lambda fault: (fault.start, fault.end, fault.kind)))
    if not SOOTHING.isdisjoint(here.found["acts"]):
        doc.memory["unanswered"] = 0


def _whole(rules: FaultRules, here: Utterance, kind: str) -> list[Fault]:
    spans = heaviest(here, f"fault:{kind}") or [(0, len(here.text))]
    return [rules.fault(kind, *here.normal.span(*span)) for span in spans if span[0] < span[1]]


def _situation(doc: Doc) -> Situation:
    memory = doc.memory
    return Situation(
        emotion=memory.get("unanswered", 0),
        latest=memory.get("latest", 0),
        open=True if memory.get("grade", 0) else None,
    )
