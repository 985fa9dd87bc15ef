"""``dingxin check-calendars``: warns before the public holidays that are known run out."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from dingxin.clocks.queries import standing

if TYPE_CHECKING:
    from django.core.management.base import CommandParser

RUNS_OUT = 1


class Command(BaseCommand):
    """Exits with 1 where the next year's holidays should be entered now: for a daily job that writes to somebody."""

    help = "Check that the public holidays are known for the next 60 days."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the day from which to look ahead."""
        parser.add_argument("--day", type=parse_date, default=None, help="look ahead from this day, as in 2026-11-20")

    def handle(self, *_args: Any, day: Any, **_options: Any) -> None:
        """Say how far the holidays are known."""
        now = timezone.localtime()
        found = standing(at=now.replace(year=day.year, month=day.month, day=day.day) if day else now)
        if not found.runs_out:
            self.stdout.write(_("The public holidays are known through %(until)s.") % {"until": found.until})
            return
        if found.until:
            self.stdout.write(
                _("The public holidays are known through %(until)s only: enter those of %(year)d under Settings, Calendars.")
                % {"until": found.until, "year": found.missing}
            )
        else:
            self.stdout.write(_("The public holidays of this year are not entered: every week counts as an ordinary one."))
        sys.exit(RUNS_OUT)
