"""The ``dingxin`` command: ``read``, ``review``, ``mask``, ``score``, ``batch`` without Django; every other name is Django's."""

from __future__ import annotations

import argparse
import os
import pkgutil
import sys
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from dingxin.console.words import gettext as _

if TYPE_CHECKING:
    from collections.abc import Sequence

HERE = Path(__file__).parent
UNUSABLE = 1
TOLD_IN_A_LINE = ("ImproperlyConfigured", "OperationalError", "InterfaceError")  # Django's, by name: not all load it


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; give its exit status."""
    name, *rest = (arguments if arguments is not None else sys.argv[1:]) or ["--help"]
    if name in ("-h", "--help", "help"):
        print(_overview())
        return 0
    if name in _streaming():
        return _stream(name, rest)
    if name in _scripts():
        return int(import_module(f"dingxin.console.{name}").main(rest))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dingxin.settings")
    import_module("django.core.management").execute_from_command_line(["dingxin", name.replace("-", "_"), *rest])
    return 0


def _streaming() -> dict[str, str]:
    return {
        "read": _("conversations (JSON Lines) to readings"),
        "review": _("drafts in their conversations to reviews"),
        "mask": _("texts to texts without personal data"),
    }


def _scripts() -> dict[str, str]:
    return {
        "score": _("how good the engine is on labelled conversations"),
        "batch": _("conversations (Arrow or Parquet) to readings, on all cores when asked"),
    }


def _stream(name: str, rest: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog=f"dingxin {name}", description=_streaming()[name])
    parser.add_argument("file", nargs="?", default="-", help=_("JSON Lines; - or nothing for standard input"))
    parser.add_argument("--out", metavar="FILE", help=_("where to write; standard output by default"))
    chosen = parser.parse_args(rest)
    run = getattr(import_module("dingxin.console.stream"), name)
    return int(run(chosen.file, chosen.out))


def _overview() -> str:
    own = {**_streaming(), **_scripts()}
    rows = [f"  {name:<20} {what}" for name, what in own.items()]
    rows += [f"  {name}" for name in _django_commands()]
    head = _("usage: dingxin COMMAND [ARGUMENTS]")
    tail = _("Every other command of Django works as well: migrate, check, shell …")
    return "\n".join([head, "", *rows, "", tail])


def _django_commands() -> list[str]:
    """Give the names of the project's own Django commands without importing Django."""
    folders = [str(folder) for folder in sorted(HERE.parent.glob("*/management/commands"))]
    return sorted(module.name.replace("_", "-") for module in pkgutil.iter_modules(folders) if not module.name.startswith("_"))


def run() -> None:
    """Run the command of this process. A reader that goes away (``| head``) ends it quietly, as with any other command.

    A disk, a folder or a database that does not work is not a fault of the program: it is told in one line.
    """
    try:
        status = main()
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # what is left to flush goes nowhere
        status = 0
    except Exception as error:
        if not isinstance(error, OSError) and type(error).__name__ not in TOLD_IN_A_LINE:
            raise
        print(f"dingxin: {str(error).partition(chr(10))[0]}", file=sys.stderr)
        status = UNUSABLE
    sys.exit(status)


if __name__ == "__main__":
    run()
