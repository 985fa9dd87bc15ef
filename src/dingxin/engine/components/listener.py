"""The models of both speakers, applied to whole conversations: every turn by itself, then in the light of those before."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from dingxin.engine.components.context import SPEAKERS, chances, contexts, joint
from dingxin.engine.components.learned import Learned

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from dingxin.engine.doc import Doc, Utterance
    from dingxin.engine.phrases import PhraseBook


class Listener:
    """Listens to conversations with the models of one language."""

    def __init__(self, arrays: Mapping[str, NDArray[Any]], books: Mapping[str, PhraseBook]) -> None:
        """Build both speakers' models."""
        self.models = {speaker: Learned(arrays, speaker, books[speaker]) for speaker in SPEAKERS}
        self._width = {speaker: len(model.labels) for speaker, model in self.models.items()}

    def hear(self, docs: Sequence[Doc]) -> None:
        """Give every turn of every conversation the chance of each label of its speaker."""
        first = {}
        for speaker, model in self.models.items():
            told = model.first(spoken(docs, speaker))
            first[speaker] = told[:, : len(model.labels)]
            for here, row in zip(spoken(docs, speaker), told[:, len(model.labels) :], strict=True):
                here.extra = row
        for doc in docs:
            doc.memory["width"] = self._width
        context = gather(docs, {speaker: chances(logits) for speaker, logits in first.items()}, self.models["customer"].labels)
        for speaker, model in self.models.items():
            final = chances(model.second(first[speaker], context[speaker]))
            for here, row, found in zip(spoken(docs, speaker), final, model.decide(final), strict=True):
                here.row, here.labels = row, found


def spoken(docs: Sequence[Doc], speaker: str) -> list[Utterance]:
    """Give one speaker's turns of all conversations, in order."""
    return [here for doc in docs for here in doc.said if here.turn.speaker == speaker]


def gather(
    docs: Sequence[Doc], chance: Mapping[str, NDArray[np.float32]], labels: Sequence[str]
) -> dict[str, NDArray[np.float32]]:
    """Give each speaker's context rows over all conversations; ``chance`` is first-stage and runs over all of them."""
    rows: dict[str, list[NDArray[np.float32]]] = {speaker: [] for speaker in SPEAKERS}
    done = dict.fromkeys(SPEAKERS, 0)
    joints = joint(chance["customer"], labels)
    for doc in docs:
        upto = {speaker: done[speaker] + sum(here.turn.speaker == speaker for here in doc.said) for speaker in SPEAKERS}
        its = contexts(
            doc,
            {speaker: chance[speaker][done[speaker] : upto[speaker]] for speaker in SPEAKERS},
            joints[done["customer"] : upto["customer"]],
        )
        for speaker in SPEAKERS:
            rows[speaker].append(its[speaker])
        done = upto
    return {speaker: np.concatenate(parts) for speaker, parts in rows.items()}
