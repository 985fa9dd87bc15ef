"""``dingxin create-administrator``: the first person of a new house."""

from __future__ import annotations

import sys
from getpass import getpass
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from dingxin.accounts.actions import create_staff
from dingxin.accounts.models import Role
from dingxin.audit.refusal import Refused

if TYPE_CHECKING:
    from django.core.management.base import CommandParser


class Command(BaseCommand):
    """Makes an administrator, who makes everybody else on the settings pages."""

    help = "Create an administrator; the password is asked for, or read from standard input."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the user name."""
        parser.add_argument("username")
        parser.add_argument("--name", default="", help="the name people read; the user name by default")

    def handle(self, *_args: Any, username: str, name: str, **_options: Any) -> None:
        """Ask for the password and create the account."""
        password = getpass(_("Password: ")) if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
        fields = {"username": username, "name": name or username, "role": Role.ADMINISTRATOR}
        try:
            create_staff(actor=None, at=timezone.now(), password=password, **fields)
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(_("%(user)s can sign in now.") % {"user": username})
