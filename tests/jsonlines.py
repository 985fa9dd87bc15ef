"""JSON Lines for the tests of the commands."""

from __future__ import annotations

import json


def line(record: object) -> bytes:
    return f"{json.dumps(record, ensure_ascii=False)}\n".encode()
