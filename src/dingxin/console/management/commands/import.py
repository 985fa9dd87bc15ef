"""``dingxin import FILE``: conversations become cases."""  # noqa: N999  the file is named like the command

from __future__ import annotations

import sys
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _
from tqdm import tqdm

from dingxin.accounts.actions import the_house
from dingxin.accounts.models import Branch, Staff
from dingxin.channels.actions import import_conversations
from dingxin.channels.parsing import lines_of

if TYPE_CHECKING:
    import io
    from collections.abc import Iterator
    from contextlib import AbstractContextManager
    from datetime import datetime

    from django.core.management.base import CommandParser

    from dingxin.channels.parsing import Line

SOME_SKIPPED = 3
OF_NO_USE = 2


class Command(BaseCommand):
    """Reads JSON Lines in the engine's format; exits with 0 (all read), 3 (some lines skipped) or 2 (of no use)."""

    help = "Import conversations (JSON Lines) as cases."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the file, and whose and where the cases will be."""
        parser.add_argument("file", help="file of JSON Lines, or - for standard input")
        parser.add_argument("--owner", default="", help="user name of the owner of the cases; default: the house itself")
        parser.add_argument("--branch", default="", help="code of the branch; default: the owner's")

    def handle(self, *_args: Any, file: str, owner: str, branch: str, **_options: Any) -> None:
        """Import the file and say what became of its lines."""
        at = timezone.now()
        actor = _owner(owner, at)
        place = _branch(branch, actor)
        with _opened(file) as stream, _bar(file) as bar:

            def report(number: int, reason: str) -> None:
                bar.write(_("line %(number)d skipped: %(reason)s") % {"number": number, "reason": reason}, file=self.stderr)

            tally = import_conversations(_watched(stream, bar), branch=place, actor=actor, at=at, report=report)
        self.stdout.write(
            _("%(adopted)d imported, %(known)d already there, %(bad)d lines skipped")
            % {"adopted": tally.adopted, "known": tally.known, "bad": tally.bad}
        )
        if tally.bad:
            sys.exit(SOME_SKIPPED if tally.adopted + tally.known else OF_NO_USE)


def _owner(username: str, at: datetime) -> Staff:
    if not username:
        return the_house(at=at)
    staff = Staff.objects.filter(username=username, is_active=True).first()
    if staff is None:
        raise CommandError(_("“%(name)s” is nobody's user name.") % {"name": username}, returncode=OF_NO_USE)
    return staff


def _branch(code: str, owner: Staff) -> Branch:
    branch = Branch.objects.filter(code=code).first() if code else owner.branch or Branch.objects.order_by("pk").first()
    if branch is None:
        raise CommandError(_("“%(code)s” is not the code of a branch.") % {"code": code}, returncode=OF_NO_USE)
    return branch


def _opened(file: str) -> AbstractContextManager[io.BufferedReader]:
    if file == "-":
        return nullcontext(sys.stdin.buffer)  # type: ignore[arg-type]  # standard input is a buffered reader
    try:
        return Path(file).open("rb")
    except OSError as error:
        raise CommandError(
            _("“%(file)s” cannot be opened: %(reason)s") % {"file": file, "reason": error.strerror}, returncode=OF_NO_USE
        ) from error


def _bar(file: str) -> tqdm[Any]:
    """Give a progress bar over the bytes of the file, shown on a terminal only."""
    total = Path(file).stat().st_size if file != "-" and Path(file).is_file() else None
    return tqdm(total=total, unit="B", unit_scale=True, disable=None, file=sys.stderr)


def _watched(stream: io.BufferedReader, bar: tqdm[Any]) -> Iterator[Line]:
    for line in lines_of(stream):
        yield line
        bar.update(line.size)
