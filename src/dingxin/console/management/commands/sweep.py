"""``dingxin sweep``: notices, every few seconds, what was promised and not kept, not answered, and who goes and comes back."""

from __future__ import annotations

import signal
from threading import Event
from time import monotonic
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand
from django.db import Error, connection
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from dingxin.audit.retries import clear_reactions, retry_reactions
from dingxin.cases.actions import begin_absences, end_absences, time_out_handovers
from dingxin.clocks.actions import break_overdue, ring_clocks
from dingxin.recovery.actions import work_batches
from dingxin.resolution.actions import raise_points
from dingxin.resolution.actions.approvals import pass_on_approvals

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.core.management.base import CommandParser
    from django_stubs_ext import StrPromise

    Job = Callable[..., int]  # does what is due ``at`` a moment and gives how much that was


PAUSE_SECONDS = 5.0
REST_SECONDS = 60.0  # between two looks at what needs no haste
JOBS: tuple[tuple[Job, StrPromise], ...] = (
    (ring_clocks, _("%(count)d warnings and passed times of clocks recorded")),
    (break_overdue, _("%(count)d promises marked as broken")),
    (end_absences, _("%(count)d absences ended")),
    (begin_absences, _("%(count)d absences begun")),
    (pass_on_approvals, _("%(count)d approvals passed on to the next")),
    (time_out_handovers, _("%(count)d hand-overs timed out")),
    (raise_points, _("%(count)d shelved points raised")),
    (work_batches, _("%(count)d customers of recoveries told")),
)


SELDOM: tuple[tuple[Job, StrPromise], ...] = (
    (retry_reactions, _("%(count)d reactions put back into the queue")),
    (clear_reactions, _("%(count)d done reactions cleared away")),
)


class Command(BaseCommand):
    """Runs until it is told to stop; two at once are harmless."""

    help = "Mark promises whose time has passed, pass on what nobody answered, and let absences begin and end."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take how often."""
        parser.add_argument("--once", action="store_true", help="sweep once and stop")
        parser.add_argument("--pause", type=float, default=PAUSE_SECONDS, help="seconds between two sweeps")

    def handle(self, *_args: Any, once: bool, pause: float, **_options: Any) -> None:
        """Sweep, and sweep again until SIGTERM or SIGINT."""
        if once:
            for job, told in (*JOBS, *SELDOM):
                self.stdout.write(told % {"count": job(at=timezone.now())})
            return
        stop = Event()
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, lambda *_: stop.set())
        rested = monotonic() - REST_SECONDS  # the first time at once
        while not stop.is_set():
            seldom = monotonic() - rested >= REST_SECONDS
            rested = monotonic() if seldom else rested
            self._sweep((*JOBS, *SELDOM) if seldom else JOBS)
            stop.wait(pause)

    def _sweep(self, jobs: tuple[tuple[Job, StrPromise], ...]) -> None:
        """Sweep once; a database that is away for a moment ends nothing."""
        try:
            for job, _told in jobs:
                job(at=timezone.now())
        except Error as error:
            self.stderr.write(gettext("The sweep failed and is tried again: %(reason)s") % {"reason": error})
            connection.close()
