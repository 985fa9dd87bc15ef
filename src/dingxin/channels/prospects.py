"""Files of customers to be called who did not complain: lists, or conversations (JSON Lines), told apart by themselves."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, NamedTuple

from dingxin.channels.parsing import BadLine, lines_of, parse_conversation
from dingxin.followup.models import Source
from dingxin.followup.unhappy import customers_in, line_of, unhappy

if TYPE_CHECKING:
    from datetime import datetime

    from dingxin.followup.actions import Wanted


class Prospects(NamedTuple):
    """Whom a file asks to call, what kind of file it was, and which lines could not be read."""

    source: Source
    wanted: list[Wanted]
    bad: list[tuple[int, str]]


def prospects_in(raw: bytes, *, at: datetime) -> Prospects:
    """Read a file: CSV of customers, or conversations, of which those are picked that went badly without a complaint (G9)."""
    lines = list(lines_of(io.BufferedReader(io.BytesIO(raw))))
    if not (lines and lines[0].text.lstrip("\ufeff \t").startswith("{")):
        flawed = [(line.number, line.flaw) for line in lines if line.flaw]
        return Prospects(Source.LIST, customers_in("\n".join(line.text.rstrip("\r\n") for line in lines)), flawed)
    found, bad = [], []
    for line in lines:
        try:
            if line.flaw:
                raise BadLine(line.flaw)  # noqa: TRY301  a line that cannot be read is told like one that makes no sense
            found.append((parse_conversation(line.text, at=at), line_of(line.text)))
        except BadLine as error:
            bad.append((line.number, str(error)))
    return Prospects(Source.CONVERSATIONS, unhappy(found), bad)
