"""The documentation names all that there is to set, to run and to allow."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.core.management import get_commands
from rules.permissions import permissions

from dingxin.api.main import api

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "dingxin"
ADMINISTRATOR = (ROOT / "docs" / "administrator.md").read_text("utf-8")
STREAMING = ("read", "review", "mask", "score")


def own_commands() -> list[str]:
    ours = [name for name, app in get_commands().items() if str(app).startswith("dingxin.")]
    return sorted(name.replace("_", "-") for name in ours) + list(STREAMING)


def settings_read() -> set[str]:
    found = set()
    for path in SOURCE.rglob("*.py"):
        found |= set(re.findall(r"DINGXIN_[A-Z_]+", path.read_text("utf-8")))
    return found | {"DATABASE_URL"}


@pytest.mark.parametrize("name", sorted(settings_read()))
def test_every_setting_is_documented(name):
    assert f"`{name}`" in ADMINISTRATOR


@pytest.mark.parametrize("name", own_commands())
def test_every_command_is_documented(name):
    assert f"`dingxin {name}" in ADMINISTRATOR


def test_every_permission_is_documented():
    missing = [name for name in permissions if f"`{name}`" not in ADMINISTRATOR]
    assert missing == []


def test_no_permission_is_documented_that_is_not_there():
    named = re.findall(r"^\| `([a-z]+\.[a-z_]+)` \|", ADMINISTRATOR, re.MULTILINE)
    assert sorted(named) == sorted(permissions)


def test_every_operation_of_the_api_is_documented():
    words = (ROOT / "docs" / "api.md").read_text("utf-8")
    operations = [
        f"{method.upper()} {path.removeprefix('/api')}"
        for path, methods in api.get_openapi_schema(path_prefix="/api")["paths"].items()
        for method in methods
    ]
    assert [operation for operation in operations if f"`{operation}`" not in words] == []


@pytest.mark.parametrize("page", sorted((ROOT / "docs").rglob("*.md")) + sorted(ROOT.glob("*.md")), ids=lambda page: page.name)
def test_no_link_leads_nowhere(page):
    for target in re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text("utf-8")):
        assert (page.parent / target).exists(), target
