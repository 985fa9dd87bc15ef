"""``dingxin verify-ledger``: finds money that does not add up."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from dingxin.resolution.models import Account, Entry
from dingxin.resolution.queries.ledger import verify_ledger

UNSOUND = 1


class Command(BaseCommand):
    """Adds up every entry and every account; exits with 1 where the ledger is not sound."""

    help = "Check that every movement of money sums to nothing, and that no account holds less than it may."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Print each flaw, or how much is sound."""
        flaws = 0
        for flaw in verify_ledger():
            flaws += 1
            self.stdout.write(_("%(where)s: %(reason)s") % {"where": flaw.where, "reason": flaw.reason})
        if flaws:
            self.stdout.write(_("The ledger is not sound: %(count)d places.") % {"count": flaws})
            sys.exit(UNSOUND)
        told = _("The ledger is sound: %(entries)d entries on %(accounts)d accounts.")
        self.stdout.write(told % {"entries": Entry.objects.count(), "accounts": Account.objects.count()})
