"""``dingxin cases``: lists cases, newest first."""

from __future__ import annotations

import json
import os
import sys
import unicodedata
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from dingxin.cases.queries import newest_cases

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from django.core.management.base import CommandParser

    from dingxin.cases.models import Case

WIDTHS = (14, 18, 14, 8, 12)
AT_ONCE = 1000


class Command(BaseCommand):
    """Lists every case; ``--json`` gives one object a line with the keys of the API."""

    help = "List cases, newest first."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the form of the list."""
        parser.add_argument("--json", action="store_true", dest="as_json", help="one JSON object a line")

    def handle(self, *_args: Any, as_json: bool, **_options: Any) -> None:
        """Print the list, as far as anybody reads it."""
        try:
            self._print(as_json=as_json)
        except BrokenPipeError:  # as with ``| head``: what is still buffered must not be tried again at the end
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())

    def _print(self, *, as_json: bool) -> None:
        for case in newest_cases().select_related("merged_into").iterator(chunk_size=AT_ONCE):
            self.stdout.write(json.dumps(as_object(case), ensure_ascii=False) if as_json else "  ".join(_cells(case)))


def as_object(case: Case) -> dict[str, Any]:
    """Give a case with the keys of the API."""
    return {
        "number": case.number,
        "title": case.title,
        "state": case.state,
        "close_reason": case.close_reason,
        "channel": case.channel,
        "branch": case.branch.code,
        "category": case.category.name if case.category else None,
        "product": case.product,
        "industry": case.industry,
        "grade": case.grade,
        "emotion_now": case.emotion_now,
        "emotion_peak": case.emotion_peak,
        "step": case.step,
        "customer": case.customer_id,
        "owner": case.owner.username,
        "handler": case.handler.username if case.handler else None,
        "offered_to": case.offered_to.username if case.offered_to else None,
        "merged_into": case.merged_into.number if case.merged_into else None,
        "next_due": _iso(case.next_due),
        "opened_at": _iso(case.opened_at),
        "updated_at": _iso(case.updated_at),
        "closed_at": _iso(case.closed_at),
        "revision": case.revision,
    }


def _iso(when: datetime | None) -> str | None:
    return timezone.localtime(when).isoformat() if when else None


def _cells(case: Case) -> Iterator[str]:
    shown = (case.number, case.get_state_display(), case.get_grade_display(), case.branch.code, str(case.handler or case.owner))
    for text, width in zip(shown, WIDTHS, strict=True):
        yield text + " " * (width - sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text))
    yield case.title
