"""The product speaks Simplified Chinese completely."""

from __future__ import annotations

import re
import shutil
import sys
from pathlib import Path

import polib
import pytest
from django.conf import settings

from dingxin.console import words

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "script"))
import catalogues  # noqa: E402

USES_GETTEXT = re.compile(r"\b(gettext|gettext_lazy|ngettext|pgettext)\b|{% (translate|blocktranslate)")


def speaking_apps() -> list[str]:
    """The apps with a string for people."""
    found = set()
    for path in [*catalogues.SOURCE.rglob("*.py"), *catalogues.SOURCE.rglob("*.html")]:
        if len(path.relative_to(catalogues.SOURCE).parts) > 1 and USES_GETTEXT.search(path.read_text("utf-8")):
            found.add(path.relative_to(catalogues.SOURCE).parts[0])
    return sorted(found)


@pytest.mark.parametrize("app", speaking_apps())
def test_every_string_of_the_source_is_translated(app, tmp_path):
    copy = tmp_path / app
    shutil.copytree(catalogues.SOURCE / app, copy)
    fresh = catalogues.extract(copy)
    assert [entry.msgid for entry in fresh if not entry.translated()] == []
    committed = polib.pofile(str(catalogues.SOURCE / app / catalogues.CATALOGUE))
    assert {entry.msgid for entry in committed} == {entry.msgid for entry in fresh}


@pytest.mark.parametrize("app", catalogues.apps())
def test_the_catalogue_is_asked(app):
    assert f"dingxin.{app}" in settings.INSTALLED_APPS


def test_commands_without_django_speak_chinese_too(monkeypatch):
    monkeypatch.setenv("LANGUAGE", "zh_CN:zh")
    assert words.gettext("drafts in their conversations to reviews") != "drafts in their conversations to reviews"


@pytest.mark.parametrize("app", catalogues.apps())
def test_the_compiled_catalogue_is_that_of_the_source(app):
    path = catalogues.SOURCE / app / catalogues.CATALOGUE
    compiled = polib.mofile(str(path.with_suffix(".mo")))
    written = polib.pofile(str(path))
    assert {(entry.msgid, entry.msgstr) for entry in compiled} == {(entry.msgid, entry.msgstr) for entry in written}


@pytest.mark.parametrize("app", catalogues.apps())
def test_a_translation_keeps_every_placeholder(app):
    for entry in polib.pofile(str(catalogues.SOURCE / app / catalogues.CATALOGUE)):
        names = set(re.findall(r"%\((\w+)\)", entry.msgid))
        said = entry.msgstr or "".join(entry.msgstr_plural.values())
        assert set(re.findall(r"%\((\w+)\)", said)) == names, entry.msgid
