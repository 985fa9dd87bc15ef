"""The card that goes with each model: what it is, what it learned from, how good it is and what it cannot do."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

DATA = {
    "zh": "3,550 Chinese customer-helpdesk conversations labelled turn by turn by careful machine reading (the labels of 2,200\n"
    "of them are in `src/dingxin/training/own`, without their words), 3,700 with the votes of nineteen readers, and our own:\n"
    "{messages:,} messages of five trades and seven channels, {dialogues:,} dialogues, {drafts:,} drafts with faults marked,\n"
    "all written and labelled for this purpose.",
    "en": "1,605 of the same conversations in the English translation of their project, with the labels of the originals, 1,672\n"
    "with the votes of nineteen readers, and {messages:,} messages of our own. Thin: expect clearly less than in Chinese.",
}

LIMITS = {
    "zh": "Real conversations come from one channel, public posts to operators, phone makers, shops, airlines and couriers;\n"
    "hotline speech, letters, mail and halls are known from our own messages, whose figure flatters: those who wrote them and\n"
    "those who use the desk are not the same. Needs, hopes and kinds are learned from our own messages alone. Weak: `why`\n"
    "facts, `other`, `replace` and `callback` demands, `ignore`, `restate`, `solve`. Grumble or complaint is a close call\n"
    "where no demand is spoken.",
    "en": "Words of the translation are not those of native speakers. Rare labels rest on the playbook's phrases alone; needs,\n"
    "hopes and kinds are not learned.",
}

TEXT = """# reader-{language}.npz

Written by `script/train`; the same data give the same bytes.

**What it is.** Linear models over hashed character n-grams (weights in eight bits), the playbook's phrases and the shape of a
turn; each turn is also heard clause by clause, and says what one of its clauses says; a second linear stage sees what was found
in the turns before; a kernel regression judges whole conversations by their likeness to those it knows, in 32 directions of what
was found in them; drafts are judged clause by clause, each among its neighbours, and as a whole. No text is stored: n-grams are
kept as hashes.

**What it learned from.** {data}
Conversations and votes: Zeng, Luo, Shang, Li, Sakai: Test Collections and Measures for Evaluating Customer-Helpdesk Dialogues,
EVIA 2017 (annotations CC BY 4.0). Weights are shipped under that attribution. Labels: ours.

**How good it is.** Five-fold cross-validation on the training data, over conversations and over blocks of our own messages:

{scores}

**What it cannot do.** {limits}
"""


@dataclass
class Report:
    """Figures noted while training."""

    figures: list[tuple[str, str]] = field(default_factory=list)

    def note(self, measure: str, figure: str) -> None:
        """Keep a figure."""
        self.figures.append((measure, figure))

    def write(self, path: Path, language: str, own: Mapping[str, int]) -> None:
        """Write the card of a model; ``own`` counts our own ``messages``, ``dialogues`` and ``drafts``."""
        scores = "\n".join(f"- {measure}: {figure}" for measure, figure in self.figures)
        path.write_text(
            TEXT.format(language=language, data=DATA[language].format(**own), scores=scores, limits=LIMITS[language]), "utf-8"
        )
