from __future__ import annotations

import json
import sys
from io import BytesIO, TextIOWrapper
from typing import TYPE_CHECKING, NamedTuple

import pytest

from dingxin.console.main import main

if TYPE_CHECKING:
    from collections.abc import Callable


class Ran(NamedTuple):
    """What a command gave: its exit status, its lines and its complaints."""

    status: int
    records: list[dict]
    told: str


@pytest.fixture
def run(monkeypatch, capsysbinary) -> Callable[..., Ran]:
    """Run a command on bytes given as its standard input."""
    monkeypatch.setenv("LANGUAGE", "en")

    def ran(*arguments: str, given: bytes = b"") -> Ran:
        monkeypatch.setattr(sys, "stdin", TextIOWrapper(BytesIO(given)))
        status = main(list(arguments))
        out, err = capsysbinary.readouterr()
        return Ran(status, [json.loads(line) for line in out.decode().splitlines()], err.decode())

    return ran
