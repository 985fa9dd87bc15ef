"""``dingxin batch``: conversations in an Arrow or Parquet file to readings in an Arrow file."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq
from tqdm import tqdm

from dingxin.console.words import gettext as _
from dingxin.engine.batch import READINGS, read_batches
from dingxin.playbook import load_engine

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ROWS = 2000
"""Conversations read together."""

UNUSABLE = 2


def main(arguments: Sequence[str]) -> int:
    """Read a file; give the exit status. What is written appears under its name only when it is whole."""
    parser = argparse.ArgumentParser(prog="dingxin batch", description=_("conversations in bulk to readings"))
    parser.add_argument("file", help=_("conversations: Arrow (file or stream) or Parquet"))
    parser.add_argument("--out", metavar="FILE", required=True, help=_("the Arrow file to write"))
    parser.add_argument("--workers", type=int, default=1, metavar="N", help=_("processes to use; 0 for one a core"))
    chosen = parser.parse_args(arguments)
    part = Path(f"{chosen.out}.part")
    try:
        _write(chosen.file, part, chosen.workers or os.cpu_count() or 1)
        part.replace(chosen.out)
    except (OSError, ValueError, pa.ArrowException) as error:
        part.unlink(missing_ok=True)
        print(_("%(file)s cannot be read: %(reason)s") % {"file": chosen.file, "reason": error}, file=sys.stderr)
        return UNUSABLE
    return 0


def _write(source: str, part: Path, workers: int) -> None:
    with pa.OSFile(str(part), "wb") as sink, pa.ipc.new_file(sink, READINGS) as writer, tqdm(unit="", disable=None) as bar:
        for batch in read_batches(_batches(source), load_engine, workers):
            writer.write_batch(batch)
            bar.update(batch.num_rows)


def _batches(source: str) -> Iterator[pa.RecordBatch]:
    """Give the record batches of a file, none larger than ``ROWS``."""
    if source.endswith(".parquet"):
        yield from pq.ParquetFile(source).iter_batches(ROWS)
        return
    for batch in _opened(source):
        yield from (batch.slice(start, ROWS) for start in range(0, batch.num_rows, ROWS))


def _opened(source: str) -> Iterator[pa.RecordBatch]:
    with pa.memory_map(source) as file:
        try:
            reader = pa.ipc.open_file(file)
        except pa.ArrowInvalid:
            file.seek(0)
            yield from pa.ipc.open_stream(file)
            return
        yield from (reader.get_batch(place) for place in range(reader.num_record_batches))
