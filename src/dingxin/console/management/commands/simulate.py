"""``dingxin simulate``: a fortnight of a house, in a database of its own, and the account of every promise at its end."""

from __future__ import annotations

import json
import sys
from datetime import datetime, time
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from tqdm import tqdm

from dingxin.accounts.models import Staff
from dingxin.cases.models import Case
from dingxin.console.simulation.play import play
from dingxin.console.simulation.report import lines
from dingxin.console.simulation.scratch import scratch_database

if TYPE_CHECKING:
    from django.core.management.base import CommandParser

    from dingxin.console.simulation.account import Report

NEW_YEAR = "2026-02-09"  # the fortnight that ends in the Spring Festival of 2026
MOST_DAYS, MOST_CASES = 366, 100_000
HOUR_SECONDS = 3600
WRONG = 1


class Command(BaseCommand):
    """Plays the real actions and the real sweep against an injected clock; exits with 1 where something is not accounted for."""

    help = "Play customers and staff for some days, in a database of its own, and account for every promise."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take how much is played, and where."""
        parser.add_argument("--days", type=int, default=14, help="how many days (14)")
        parser.add_argument("--cases", type=int, default=2000, help="how many cases (2000)")
        parser.add_argument("--start", default=NEW_YEAR, help=f"the first day ({NEW_YEAR})")
        parser.add_argument("--seed", type=int, default=1, help="the same seed plays the same (1)")
        parser.add_argument(
            "--database", default="", metavar="URL", help="play in this empty database and leave it as it is then"
        )
        parser.add_argument("--json", action="store_true", help="one object instead of text")

    def handle(self, *_args: Any, database: str, json: bool, **options: Any) -> None:
        """Play and report."""
        days, cases = options["days"], options["cases"]
        if not (1 <= days <= MOST_DAYS and 1 <= cases <= MOST_CASES):
            raise CommandError(
                _("Between 1 and %(days)d days, and 1 and %(cases)d cases.") % {"days": MOST_DAYS, "cases": MOST_CASES}
            )
        with scratch_database(database):
            if Case.objects.exists() or Staff.objects.exists():
                raise CommandError(_("This database is in use already; the simulation is only for an empty one."))
            report = _played(_midnight(options["start"]), days, cases, options["seed"])
        self.stdout.write(_as_json(report) if json else "\n".join(lines(report)))
        if report.wrong:
            sys.exit(WRONG)


def _midnight(day: str) -> datetime:
    try:
        found = parse_date(day)
    except ValueError:
        found = None
    if found is None:
        raise CommandError(_("“%(day)s” is no day: write one as in 2026-02-09.") % {"day": day})
    return datetime.combine(found, time(), timezone.get_default_timezone())


def _as_json(report: Report) -> str:
    return json.dumps(report.as_dict(), ensure_ascii=False)


def _played(start: datetime, days: int, cases: int, seed: int) -> Report:
    """Play, with a bar that counts the hours of the house."""
    with tqdm(total=days * 24, unit=_("hours"), disable=None, file=sys.stderr) as bar:

        def told(at: datetime) -> None:
            bar.update(int((at - start).total_seconds() // HOUR_SECONDS) - bar.n)

        return play(start=start, days=days, cases=cases, seed=seed, told=told)
