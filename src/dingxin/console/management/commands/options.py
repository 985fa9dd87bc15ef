"""``dingxin options CASE``: the deck of options of a case, as JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone, translation

from dingxin.cases.queries import newest_cases
from dingxin.resolution.telling import deck_as_object

if TYPE_CHECKING:
    from django.core.management.base import CommandParser


class Command(BaseCommand):
    """Prints the options in order and the retreat ladder, as whoever handles the case sees them; nothing is written."""

    help = "Print the options of a case, best first, and the retreat ladder, as JSON."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the number of the case and the language of the reasons."""
        parser.add_argument("case", help="number of the case, as in 20261122-0017")
        parser.add_argument("--language", choices=["zh", "en"], default="zh", help="language of the reasons")

    def handle(self, *_args: Any, case: str, language: str, **_options: Any) -> None:
        """Print the deck."""
        found = newest_cases().filter(number=case).first()
        if found is None:
            message = f"There is no case {case}. “dingxin cases” lists them."
            raise CommandError(message)
        actor = found.handler or found.owner
        with translation.override("en" if language == "en" else "zh-hans"):
            told = deck_as_object(found, actor=actor, at=timezone.now(), language=language)
        self.stdout.write(json.dumps(told, ensure_ascii=False, indent=2))
