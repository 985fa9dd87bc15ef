"""How text is divided into words that both databases find again. Pure."""

from __future__ import annotations

import re
import unicodedata

from dingxin.engine.components.normalise import normalise

PIECE_WORDS = 4000  # PostgreSQL keeps positions up to 16,383 and 1 MB a vector: long texts go in as pieces
OVERLAP_WORDS = 32  # so that a phrase across the border of two pieces is found

_RUN = re.compile(r"[0-9a-z]+|[^\W\x00-\x7f_]")


def words(text: str) -> list[str]:
    """Divide a text into words: each run of Latin letters and digits, and each other letter.

    All in small letters, half width and simplified characters, so that each way of writing finds the others.
    """
    return _RUN.findall(unicodedata.normalize("NFKC", normalise(text).text).lower())


def pieces(text: str) -> list[str]:
    """Give the text as one or more bodies for the index, each of at most PIECE_WORDS words; none where it holds no word."""
    found = words(text)
    step = PIECE_WORDS - OVERLAP_WORDS
    return [" ".join(found[start : start + PIECE_WORDS]) for start in range(0, len(found), step)]
