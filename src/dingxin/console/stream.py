"""The commands that need no Django: conversations, drafts and texts in, readings, reviews and masked texts out."""

from __future__ import annotations

import gc
import json
import os
import sys
from contextlib import contextmanager
from functools import lru_cache
from itertools import tee
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from dingxin.console.lines import Tally, opened, records
from dingxin.console.parse import asked, drafted, passage
from dingxin.console.words import gettext as _
from dingxin.playbook import load_engine

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from dingxin.engine.model import Json
    from dingxin.engine.pipeline import Engine

    Source = tuple[BinaryIO, int | None]

UNUSABLE = 2
"""Exit status for an input that cannot be opened or an output that cannot be written."""

INDUSTRIES = 8
"""Engines kept at once, one for each industry's glossary."""


def read(source: str, out: str | None) -> int:
    """Read conversations from a file and write their readings; give the exit status."""
    return _run(source, out, _readings)


def review(source: str, out: str | None) -> int:
    """Review drafts from a file and write the reviews; give the exit status."""
    return _run(source, out, _reviews)


def mask(source: str, out: str | None) -> int:
    """Take personal data out of texts from a file; give the exit status."""
    return _run(source, out, _masked)


def _readings(stream: BinaryIO, size: int | None, tally: Tally) -> Iterator[Json]:
    lines, conversations = tee(records(stream, size, tally, asked))
    readings = _engine("").pipe(item.conversation for item in conversations)
    for item, reading in zip(lines, readings, strict=True):
        yield {**reading.as_dict(), "id": item.id}


def _reviews(stream: BinaryIO, size: int | None, tally: Tally) -> Iterator[Json]:
    for item in records(stream, size, tally, drafted):
        engine = _engine(item.policy.industry or item.conversation.industry)
        yield {**engine.review(item.conversation, item.draft, item.policy).as_dict(), "id": item.id}


def _masked(stream: BinaryIO, size: int | None, tally: Tally) -> Iterator[Json]:
    engine = _engine("")
    for item in records(stream, size, tally, passage):
        masked, found = engine.mask(item.text)
        yield {"id": item.id, "masked": masked, "found": [one.as_dict() for one in found]}


@lru_cache(maxsize=INDUSTRIES)
def _engine(industry: str) -> Engine:
    engine = load_engine(industry=industry if industry in _industries() else None)
    gc.freeze()  # the engine lives as long as the command: the collector need not walk it at every batch
    return engine


@lru_cache(maxsize=1)
def _industries() -> frozenset[str]:
    import dingxin.playbook  # noqa: PLC0415 -- only its place is wanted

    return frozenset(path.stem for path in (Path(dingxin.playbook.__file__).parent / "industries").glob("*.toml"))


def _run(source: str, out: str | None, work: Callable[[BinaryIO, int | None, Tally], Iterable[Json]]) -> int:
    tally = Tally()
    try:
        with opened(source) as (stream, size), _written(out) as sink:
            for record in work(stream, size, tally):
                sink.write(_line(record))
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # whoever read us has had enough
        return 0
    except OSError as flaw:
        print(_("%(file)s: %(reason)s") % {"file": flaw.filename or source, "reason": flaw.strerror or flaw}, file=sys.stderr)
        return UNUSABLE
    return tally.close()


@contextmanager
def _written(out: str | None) -> Iterator[BinaryIO]:
    """Open the output; a file appears under its name only once it is complete."""
    if out is None or out == "-":
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    part = Path(f"{out}.part")
    try:
        with part.open("wb") as sink:
            yield sink
        part.replace(out)
    finally:
        part.unlink(missing_ok=True)


def _line(record: Any) -> bytes:
    try:
        return f"{json.dumps(record, ensure_ascii=False)}\n".encode()
    except UnicodeEncodeError:  # a lone surrogate, as JSON may carry it
        return f"{json.dumps(record)}\n".encode()
