"""The Simplified Chinese catalogues: one for each app, drawn from its source, compiled beside it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import polib

SOURCE = Path(__file__).parent.parent / "src" / "dingxin"
CATALOGUE = Path("locale/zh_Hans/LC_MESSAGES/django.po")
EXTRACT = ["makemessages", "-l", "zh_Hans", "--no-wrap", "--no-location", "--no-obsolete", "-v0", "-i", "static/*"]
HEADER = {"Project-Id-Version": "Dingxin", "Language": "zh_Hans", "Plural-Forms": "nplurals=1; plural=0;"}
KEPT = {"MIME-Version", "Content-Type", "Content-Transfer-Encoding"}


def apps() -> list[str]:
    """Give the names of the apps with a catalogue."""
    return sorted(path.parents[2].parent.name for path in SOURCE.glob(f"*/{CATALOGUE}"))


def extract(app: Path) -> polib.POFile:
    """Bring the catalogue in an app's folder up to date with its source, and give it. A guess of gettext's does not count."""
    (app / "locale").mkdir(exist_ok=True)
    with TemporaryDirectory() as data:
        environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "dingxin.settings", "DINGXIN_DATA_DIR": data}
        subprocess.run([sys.executable, "-P", "-m", "django", *EXTRACT], cwd=app, env=environment, check=True)  # noqa: S603  our own command
    catalogue = polib.pofile(str(app / CATALOGUE), wrapwidth=0)
    catalogue.header = "Simplified Chinese catalogue of Dingxin."
    catalogue.metadata = {key: value for key, value in catalogue.metadata.items() if key in KEPT} | HEADER
    for entry in catalogue:
        if "fuzzy" in entry.flags:
            entry.flags.remove("fuzzy")
            entry.msgstr, entry.previous_msgid, entry.previous_msgid_plural, entry.previous_msgctxt = "", None, None, None
            entry.msgstr_plural = dict.fromkeys(entry.msgstr_plural, "")
    return catalogue


def main() -> int:
    """Renew and compile; the exit status says whether all is translated."""
    missing = 0
    for name in sys.argv[1:] or apps():
        catalogue = extract(SOURCE / name)
        path = SOURCE / name / CATALOGUE
        catalogue.save(str(path))
        catalogue.save_as_mofile(str(path.with_suffix(".mo")))
        for entry in catalogue.untranslated_entries():
            missing += 1
            sys.stdout.write(f"{name}: {entry.msgid}\n")
    return int(missing > 0)


if __name__ == "__main__":
    sys.exit(main())
