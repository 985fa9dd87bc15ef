"""``dingxin verify-log``: finds any tampering with the event log."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _
from tqdm import tqdm

from dingxin.audit.models import Chain, Event
from dingxin.audit.queries import broken_places, logged_events
from dingxin.cases.queries import unrecorded_cases

if TYPE_CHECKING:
    from collections.abc import Iterator

TAMPERED = 1


class Command(BaseCommand):
    """Walks every chain of events and every case number; exits with 1 where something is not as it was written."""

    help = "Check that no event was changed, removed, added or moved, and that no case is missing."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Print each broken place, or how much is whole."""
        events, chains = Event.objects.count(), Chain.objects.count()
        broken = 0
        for place in _places(events):
            broken += 1
            self.stdout.write(place)
        if broken:
            self.stdout.write(_("The log is not whole: %(count)d places.") % {"count": broken})
            sys.exit(TAMPERED)
        self.stdout.write(_("The log is whole: %(events)d events in %(chains)d chains.") % {"events": events, "chains": chains})


def _places(events: int) -> Iterator[str]:
    for breach in broken_places(tqdm(logged_events(), total=events, disable=None, file=sys.stderr)):
        yield _("chain %(chain)s, event %(seq)d: %(reason)s") % {
            "chain": breach.chain,
            "seq": breach.seq,
            "reason": breach.reason,
        }
    for number, reason in unrecorded_cases():
        yield _("case %(number)s: %(reason)s") % {"number": number, "reason": reason}
