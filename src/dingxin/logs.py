"""The log: what failed and where, never what a person said or is called."""

from __future__ import annotations

import logging
import traceback
from typing import TYPE_CHECKING

from django.core.exceptions import ImproperlyConfigured
from django.db import InterfaceError, OperationalError

if TYPE_CHECKING:
    from types import TracebackType

    ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]

OF_THE_MACHINE = (OSError, OperationalError, InterfaceError, ImproperlyConfigured)


class SafeFormatter(logging.Formatter):
    """Writes errors with their kind and place. Their words stay out, since they may quote a row or what was typed.

    Words of the machine (a full disk, a database that is away) are kept: without them nobody could help.
    """

    def formatException(self, ei: ExcInfo) -> str:  # noqa: N802  the name is logging's
        """Give the chain of errors, the first one first."""
        told: list[str] = []
        error, seen = ei[1], set()
        while error is not None and id(error) not in seen:
            seen.add(id(error))
            told.append("".join(traceback.format_tb(error.__traceback__)) + _named(error))
            error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
        return "\n".join(reversed(told))


def _named(error: BaseException) -> str:
    kind = f"{type(error).__module__}.{type(error).__qualname__}"
    return f"{kind}: {first_line(error)}" if isinstance(error, OF_THE_MACHINE) else kind


def first_line(error: BaseException) -> str:
    """Give the first line of what an error says: PostgreSQL quotes the row in those below."""
    return str(error).partition("\n")[0]
