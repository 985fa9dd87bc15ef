"""What the learned component sees of a turn: hashed character n-grams, the playbook's phrases and the shape of the text.

Every turn becomes a sparse row over hashed n-grams and a short dense row. All turns of a batch are hashed together; positions
are places in the normal form of the text.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

BITS = 20
BUCKETS = 1 << BITS
BRIEF = 12
"""Characters under which a turn is a brief answer."""

CLIP = 4000
"""Characters of a turn that are read: beyond that a turn says nothing new about how it feels."""

HIDDEN = re.compile(r"https?://[\w./?=&%#-]{1,200}|O网页链接|@[^\s\x01@,，:：。!！?？/]{1,30}")
"""Links and handles: names, not words."""
_SPREAD = np.uint32(0x9E3779B1)
_MIX = np.uint32(0x85EBCA6B)
_GAP = 1
_SHAPE = re.compile(r"[!！]|[?？]|[!！?？]{2,}|\d|[。…]{2,}|\[[^\[\]]{1,4}\]")


class Grams(NamedTuple):
    """N-grams of a batch: ``bucket[i]`` stands at ``place[i]`` (n-gram of ``size[i]`` characters) of turn ``turn[i]``."""

    turn: NDArray[np.int64]
    bucket: NDArray[np.int64]
    place: NDArray[np.int64]
    size: NDArray[np.int64]


def grams(texts: Sequence[str], longest: int) -> Grams:
    """Hash the character n-grams of all texts up to ``longest``; links, mentions and the ends of texts are not reached across."""
    cut = [text[:CLIP] for text in texts]
    codes, owner, start = _codes(cut)
    key = codes * _SPREAD
    seen = codes != _GAP
    turn, bucket, place, size = [], [], [], []
    hashed = np.zeros_like(codes)
    valid = np.ones(len(codes), dtype=bool)
    for length in range(1, longest + 1):
        shift = length - 1
        span = len(codes) - shift
        if span <= 0:
            break
        hashed = (hashed[:span] ^ key[shift:]) * _MIX
        hashed ^= hashed >> np.uint32(13)
        valid = valid[:span] & seen[shift:]
        at = np.flatnonzero(valid)
        turn.append(owner[at])
        bucket.append((hashed[at] >> np.uint32(32 - BITS)).astype(np.int64))
        place.append(at - start[owner[at]])
        size.append(np.full(len(at), length))
    if not turn:
        none = np.zeros(0, dtype=np.int64)
        return Grams(none, none, none, none)
    order = np.argsort(np.concatenate(turn), kind="stable")
    return Grams(*(np.concatenate(parts)[order] for parts in (turn, bucket, place, size)))


def _codes(texts: Sequence[str]) -> tuple[NDArray[np.uint32], NDArray[np.int64], NDArray[np.int64]]:
    """Give the folded code points of all texts with a gap after each, the text each belongs to, and where each text starts."""
    joined = "\x01".join(texts) + "\x01"
    codes = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), dtype=np.uint32).copy()
    for hit in HIDDEN.finditer(joined):
        codes[hit.start() + 1 : hit.end()] = _GAP
    codes[(codes >= ord("A")) & (codes <= ord("Z"))] += 32
    codes[(codes >= ord("0")) & (codes <= ord("9"))] = ord("0")
    lengths = np.array([len(text) + 1 for text in texts], dtype=np.int64)
    owner = np.repeat(np.arange(len(texts)), lengths)
    return codes, owner, np.concatenate([[0], np.cumsum(lengths)[:-1]])


SHAPE_SIZE = 10


def shape(text: str) -> list[float]:
    """Give the shape of a text: length, exclamations, questions, runs of them, digits, trailing dots, emoticons."""
    marks = _SHAPE.findall(text[:CLIP])
    shouts = sum(mark in "!！" for mark in marks)
    asks = sum(mark in "?？" for mark in marks)
    digits = sum(mark.isdigit() for mark in marks)
    return [
        1.0,
        min(len(text), 280) / 140,
        float(len(text) < BRIEF),
        min(shouts, 4) / 2,
        min(asks, 4) / 2,
        float(shouts > 1),
        float(asks > 1),
        min(digits, 20) / 20,
        float(any(mark[0] in "。…" for mark in marks)),
        min(sum(mark[0] == "[" for mark in marks), 3) / 2,
    ]
