"""``dingxin verify-evidence``: finds evidence that is not as it was recorded."""

from __future__ import annotations

import sys
import time
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from dingxin.evidence.models import Item
from dingxin.evidence.queries import faulty_items, unrecorded_files
from dingxin.evidence.vault import vault

FAULTY = 1
A_DAY = 86_400


class Command(BaseCommand):
    """Hashes every stored file of evidence anew; exits with 1 where one is missing or not as it was recorded."""

    help = "Check every file of evidence against the hash it was recorded with."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Print each faulty item, or how much is whole; what no record names is told and no fault."""
        faults = 0
        for fault in faulty_items():
            faults += 1
            self.stdout.write(
                _("case %(case)s, evidence %(item)d: %(reason)s")
                % {"case": fault.case, "item": fault.item, "reason": fault.reason}
            )
        if left := vault().clear_drafts(before=time.time() - A_DAY):
            self.stdout.write(_("%(count)d files half uploaded were removed") % {"count": left})
        for digest in unrecorded_files():
            self.stdout.write(_("%(digest)s was kept but never recorded (an interrupted upload)") % {"digest": digest})
        if faults:
            self.stdout.write(_("The evidence is not whole: %(count)d items.") % {"count": faults})
            sys.exit(FAULTY)
        self.stdout.write(_("The evidence is whole: %(count)d items.") % {"count": Item.objects.count()})
