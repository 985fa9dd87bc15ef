"""What a customer's turn asks for (E1) and what the case may come to (F9): demands and risks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dingxin.engine.components.evidence import witness
from dingxin.engine.doc import component
from dingxin.engine.model import DEMANDS, RISKS

if TYPE_CHECKING:
    from dingxin.engine.doc import Doc, Utterance


@component("customer", assigns=("demands",))
def demands(doc: Doc, here: Utterance) -> None:
    """Read the demands that are new in this turn."""
    here.found["demands"] = _labels(doc, here, "demand", DEMANDS)


@component("customer", assigns=("risks",))
def risks(doc: Doc, here: Utterance) -> None:
    """Read the risks that show in this turn."""
    here.found["risks"] = _labels(doc, here, "risk", RISKS)


def _labels(doc: Doc, here: Utterance, of: str, names: tuple[str, ...]) -> tuple[str, ...]:
    found = tuple(name for name in names if _holds(doc, here, f"{of}:{name}"))
    for name in found:
        witness(doc, here, f"{of}:{name}", (f"{of}:{name}",))
    return found


def _holds(doc: Doc, here: Utterance, label: str) -> bool:
    return label in here.labels or (doc.book.rare(label) and here.sure(label) is not None)
