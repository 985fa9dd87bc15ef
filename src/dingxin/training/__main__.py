"""``python -m dingxin.training DATA_DIR``: train, write the models into the playbook."""

from __future__ import annotations

import io
import sys
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from dingxin import playbook
from dingxin.engine.reader import Reader
from dingxin.playbook import load_book
from dingxin.training.card import Report
from dingxin.training.clauses import cut_up, faultless, read_drafts, train_clauses
from dingxin.training.data import load, read_lines
from dingxin.training.own import load_dialogues, load_messages
from dingxin.training.run import train

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray


OWN = Path(__file__).parent / "own"
"""Our own labels, messages and dialogues."""

EPOCH = (1980, 1, 1, 0, 0, 0)


def write(path: Path, arrays: Mapping[str, NDArray[Any]]) -> None:
    """Write arrays as .npz, byte for byte the same for the same arrays."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name in sorted(arrays):
            buffer = io.BytesIO()
            np.lib.format.write_array(buffer, np.ascontiguousarray(arrays[name]), allow_pickle=False)
            archive.writestr(zipfile.ZipInfo(f"{name}.npy", EPOCH), buffer.getvalue(), zipfile.ZIP_DEFLATED)


def main() -> None:
    """Train the reader of each language."""
    data = Path(sys.argv[1])
    models = Path(playbook.__file__).parent / "models"
    for language, longest, translated in (("zh", 4, None), ("en", 6, data / "helpdesk" / "dialogues.en.jsonl")):
        reader = Reader(load_book(language, learned=False))
        labelled = load(data, OWN / "labels.txt", reader, translated)
        messages = load_messages(OWN / f"messages_{language}.txt", reader)
        dialogues = load_dialogues(OWN / f"dialogues_{language}.txt", reader)
        labelled += messages + dialogues
        voted = read_lines(translated or data / "helpdesk" / "dialogues.jsonl")
        report = Report()
        arrays = train(reader, labelled, voted, longest, report)
        drafts = read_drafts(OWN / f"drafts_{language}.txt")
        if drafts:
            arrays |= train_clauses(cut_up([*drafts, *faultless(labelled)]), report)
        write(models / f"reader-{language}.npz", arrays)
        own = {"messages": len(messages), "dialogues": len(dialogues), "drafts": len(drafts)}
        report.write(models / f"reader-{language}.md", language, own)


if __name__ == "__main__":
    main()
