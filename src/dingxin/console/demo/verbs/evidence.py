"""What proves something, and a complaint that a second person is asked to look at."""

from __future__ import annotations

import zlib
from struct import pack
from typing import TYPE_CHECKING

from dingxin.evidence import actions as evidence
from dingxin.evidence.queries import evidence_of

if TYPE_CHECKING:
    from dingxin.console.demo.moments import Moment, Verb

WIDTH, HEIGHT = 120, 80
WALL, DOOR, PARCEL = (214, 208, 198), (122, 84, 58), (196, 152, 96)


def _evidence(part: Moment) -> None:
    step = part.step
    content = step["text"].encode() if "text" in step else _picture()
    origin = evidence.Origin(step["source"], channel=step.get("channel", ""), note=step["note"])
    file = evidence.Incoming(step["name"], [content])
    evidence.add_evidence(part.case, file=file, origin=origin, actor=part.actor, at=part.at)


def _picture() -> bytes:
    """Draw a parcel in front of a door, as a PNG: nobody's photograph."""
    rows = b"".join(b"\0" + bytes(value for x in range(WIDTH) for value in _colour(x, y)) for y in range(HEIGHT))
    head = pack(">IIBBBBB", WIDTH, HEIGHT, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", zlib.compress(rows)) + _chunk(b"IEND", b"")


def _colour(x: int, y: int) -> tuple[int, int, int]:
    if 62 < x < 92 and 56 < y < 76:  # noqa: PLR2004  where the parcel lies
        return PARCEL
    return DOOR if 34 < x < 74 and y > 12 else WALL  # noqa: PLR2004  where the door is


def _chunk(name: bytes, content: bytes) -> bytes:
    return pack(">I", len(content)) + name + content + pack(">I", zlib.crc32(name + content))


def _suspect(part: Moment) -> None:
    items = [item.pk for item in evidence_of(part.case)]
    evidence.ask_malice_review(part.case, grounds=part.step["grounds"], items=items, actor=part.actor, at=part.at)


VERBS: dict[str, Verb] = {"evidence": _evidence, "suspect": _suspect}
