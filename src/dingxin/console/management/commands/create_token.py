"""``dingxin create-token USER``: a token for the API, shown this once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from dingxin.accounts.actions import create_token
from dingxin.accounts.models import Staff

if TYPE_CHECKING:
    from django.core.management.base import CommandParser


class Command(BaseCommand):
    """Prints the secret and nothing else, for a program to take."""

    help = "Create an API token for a member of staff and print it."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take whose token it is and what it is for."""
        parser.add_argument("user", help="user name of the member of staff for whom the program speaks")
        parser.add_argument("--label", required=True, help="what the token is for")

    def handle(self, *_args: Any, user: str, label: str, **_options: Any) -> None:
        """Create the token."""
        staff = Staff.objects.filter(username=user, is_active=True).first()
        if staff is None:
            raise CommandError(_("“%(name)s” is nobody's user name.") % {"name": user})
        self.stdout.write(create_token(staff, label=label, actor=None, at=timezone.now()))
