"""``dingxin sweep``: notices, every few seconds, what was promised and not kept."""

from __future__ import annotations

import signal
from threading import Event
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand
from django.db import Error, connection
from django.utils import timezone
from django.utils.translation import gettext as _

from dingxin.clocks.actions import break_overdue

if TYPE_CHECKING:
    from django.core.management.base import CommandParser

PAUSE_SECONDS = 5.0


class Command(BaseCommand):
    """Runs until it is told to stop; two at once are harmless."""

    help = "Mark promises whose time has passed."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take how often."""
        parser.add_argument("--once", action="store_true", help="sweep once and stop")
        parser.add_argument("--pause", type=float, default=PAUSE_SECONDS, help="seconds between two sweeps")

    def handle(self, *_args: Any, once: bool, pause: float, **_options: Any) -> None:
        """Sweep, and sweep again until SIGTERM or SIGINT."""
        if once:
            self.stdout.write(_("%(count)d promises marked as broken") % {"count": break_overdue(at=timezone.now())})
            return
        stop = Event()
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, lambda *_: stop.set())
        while not stop.is_set():
            self._sweep()
            stop.wait(pause)

    def _sweep(self) -> None:
        """Sweep once; a database that is away for a moment ends nothing."""
        try:
            break_overdue(at=timezone.now())
        except Error as error:
            self.stderr.write(_("The sweep failed and is tried again: %(reason)s") % {"reason": error})
            connection.close()
