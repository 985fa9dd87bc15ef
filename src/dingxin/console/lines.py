"""JSON Lines in: one record after the other with constant memory, broken lines told by number and left out."""

from __future__ import annotations

import json
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, TypeVar

from tqdm import tqdm

from dingxin.console.words import gettext as _

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

LONGEST = 64 * 1024 * 1024
"""Bytes of the longest line that is read: far more than any conversation, far less than memory."""

TOLD = 50
"""Broken lines that are told one by one; the rest is only counted."""

Record = TypeVar("Record")

_BOM = b"\xef\xbb\xbf"
_NUL = b"\x00"


class Broken(ValueError):  # noqa: N818 -- it is the line that is broken
    """A line that cannot be used; the text says why."""


class Tally:
    """How many lines were read and how many left out."""

    def __init__(self) -> None:
        """Start with nothing read."""
        self.read = 0
        self.skipped = 0

    def skip(self, number: int, reason: str) -> None:
        """Count a broken line and tell its number and what is wrong with it."""
        self.skipped += 1
        if self.skipped <= TOLD:
            tqdm.write(_("line %(number)d: %(reason)s") % {"number": number, "reason": reason}, file=sys.stderr)

    def close(self) -> int:
        """Tell the count where lines were left out; give the exit status: 0 all read, 3 some skipped, 2 nothing of use."""
        if not self.read and not self.skipped:
            print(_("the input is empty"), file=sys.stderr)
        if self.skipped:
            words = {"read": self.read, "skipped": self.skipped}
            print(_("%(read)d lines read, %(skipped)d skipped") % words, file=sys.stderr)
        if not self.skipped:
            return 0
        return 3 if self.read else 2


@contextmanager
def opened(name: str) -> Iterator[tuple[BinaryIO, int | None]]:
    """Open a file, or standard input for ``-``; give it with its size in bytes where that is known. Raises OSError."""
    if name == "-":
        yield sys.stdin.buffer, None
        return
    path = Path(name)
    with path.open("rb") as stream:
        yield stream, path.stat().st_size or None


def records(stream: BinaryIO, size: int | None, tally: Tally, parse: Callable[[dict[str, Any]], Record]) -> Iterator[Record]:
    """Give what ``parse`` makes of each line; it raises Broken for a record that cannot be used."""
    with tqdm(total=size, unit="B", unit_scale=True, disable=not sys.stderr.isatty(), leave=False) as bar:
        for number, line in _lines(stream):
            bar.update(len(line) if line is not None else LONGEST)
            if line is not None and not line.strip():
                continue
            try:
                record = parse(_record(line, first=number == 1))
            except Broken as reason:
                tally.skip(number, str(reason))
            else:
                tally.read += 1
                yield record


def _lines(stream: BinaryIO) -> Iterator[tuple[int, bytes | None]]:
    """Give each line with its number; None for one that is too long to be read."""
    number = 0
    while line := stream.readline(LONGEST):
        number += 1
        if len(line) < LONGEST or line.endswith(b"\n"):
            yield number, line
            continue
        while (rest := stream.readline(LONGEST)) and not rest.endswith(b"\n"):
            pass
        yield number, None


def _record(line: bytes | None, *, first: bool) -> dict[str, Any]:
    if line is None:
        raise Broken(_("longer than %(limit)d MB") % {"limit": LONGEST // 2**20})
    try:
        record = json.loads(_text(line.removeprefix(_BOM) if first else line))
    except json.JSONDecodeError as flaw:
        raise Broken(_("not JSON: %(flaw)s at column %(column)d") % {"flaw": flaw.msg, "column": flaw.colno}) from None
    except RecursionError:
        raise Broken(_("not JSON: nested too deeply")) from None
    except ValueError as flaw:
        raise flaw if isinstance(flaw, Broken) else Broken(_("not JSON: %(flaw)s") % {"flaw": flaw}) from None
    if not isinstance(record, dict):
        raise Broken(_("not a JSON object"))
    return record


def _text(line: bytes) -> str:
    """Decode a line: UTF-8, else GBK and what grew out of it (GB 18030)."""
    if _NUL in line:
        raise Broken(_("binary data, not text"))
    for encoding in ("utf-8", "gb18030"):
        try:
            return line.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Broken(_("neither UTF-8 nor GBK text"))
