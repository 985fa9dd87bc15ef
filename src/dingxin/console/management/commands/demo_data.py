"""``dingxin demo-data``: a house to look around in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from dingxin.accounts.models import Staff
from dingxin.cases.models import Case
from dingxin.console.demo.cast import PASSWORD, STAFF
from dingxin.console.demo.play import play

if TYPE_CHECKING:
    from django.core.management.base import CommandParser


class Command(BaseCommand):
    """Fills an empty database with the demo and prints its logins; does nothing where the demo already is."""

    help = "Fill an empty database with three branches, their staff and 28 complaints."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take what to do with a database that is in use."""
        parser.add_argument("--if-empty", action="store_true", help="leave a database that is in use alone, and say nothing")

    def handle(self, *_args: Any, if_empty: bool, **_options: Any) -> None:
        """Fill the database, or say why not."""
        names = [username for username, _title in STAFF]
        if Staff.objects.filter(username__in=names).count() < len(names):
            if Staff.objects.exists() or Case.objects.exists():
                if if_empty:
                    return
                raise CommandError(_("This database is in use already; the demo is only for an empty one."))
            made = play(now=timezone.now())
            self.stdout.write(_("%(count)d cases are there to look at.") % {"count": len(made)})
        if if_empty:
            return
        self.stdout.write(_("Sign in with one of these names and the password %(password)s:") % {"password": PASSWORD})
        for username, title in STAFF:
            self.stdout.write(f"  {username:<6} {title}")
