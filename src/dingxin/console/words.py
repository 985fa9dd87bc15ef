"""The words of the commands that run without Django: the same catalogue, asked for by the standard library."""

from __future__ import annotations

import gettext as catalogues
import os
from functools import cache
from pathlib import Path

LOCALES = Path(__file__).parent / "locale"


@cache
def _catalogue(chinese: bool) -> catalogues.NullTranslations:  # noqa: FBT001 -- the one thing it depends on
    return catalogues.translation("django", LOCALES, languages=["zh_Hans"] if chinese else ["en"], fallback=True)


def gettext(message: str) -> str:
    """Give a message in the language that the environment names (LANGUAGE, LC_ALL, LC_MESSAGES, LANG)."""
    named = next((os.environ[name] for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), "")
    return _catalogue(named.lower().startswith("zh")).gettext(message)
