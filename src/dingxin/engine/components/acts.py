"""What staff do with their words: the dialogue acts of a turn (D2)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dingxin.engine.components.evidence import witness
from dingxin.engine.doc import component
from dingxin.engine.model import ACTS

if TYPE_CHECKING:
    from dingxin.engine.doc import Doc, Utterance


@component("agent", assigns=("acts",))
def acts(doc: Doc, here: Utterance) -> None:
    """Read the acts of this turn."""
    here.found["acts"] = tuple(name for name in ACTS if f"act:{name}" in here.labels)
    for name in here.found["acts"]:
        witness(doc, here, f"act:{name}", (f"act:{name}",))
