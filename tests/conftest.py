"""What every test may ask for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client
from hypothesis import settings as properties

import cast as people
import make
import scratch
from dingxin.accounts.actions import create_token

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime
    from pathlib import Path

    from django.http import HttpResponse

    from dingxin.accounts.models import Staff

properties.register_profile("same", derandomize=True, deadline=None)  # one verdict on one state of the code
properties.register_profile("explore", deadline=None)
properties.load_profile("same")


@pytest.fixture(autouse=True)
def _quick_passwords(settings):
    """Hashing a password slowly proves nothing here."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def at() -> datetime:
    """A Wednesday morning, before any real clock."""
    return make.AT


@pytest.fixture
def cast(request, db, at) -> people.Cast:
    """The people, in the test's own database where it has one."""
    if "committed_db" in request.fixturenames:
        request.getfixturevalue("committed_db")
    return people.gather(at)


@pytest.fixture
def client_of() -> Callable[[Staff], Client]:
    """A browser in which this person is signed in."""

    def signed_in(user: Staff) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return signed_in


@pytest.fixture
def vault(settings, tmp_path) -> Path:
    """The folder in which this test keeps evidence."""
    kept = {"BACKEND": "dingxin.evidence.vault.Vault", "OPTIONS": {"location": tmp_path / "evidence"}}
    settings.STORAGES = {**settings.STORAGES, "evidence": kept}
    return tmp_path / "evidence"


class Api:
    """Speaks JSON to the API as one member of staff, with a token: ``api.post("/cases", text=…, channel=…)``."""

    def __init__(self, user: Staff) -> None:
        secret = create_token(user, label="test", actor=None, at=make.AT)
        self.client = Client(enforce_csrf_checks=True, headers={"Authorization": f"Bearer {secret}"})

    def get(self, path: str, **query: Any) -> HttpResponse:
        return self.client.get(f"/api{path}", query_params=query)

    def post(self, path: str, **body: Any) -> HttpResponse:
        return self.client.post(f"/api{path}", body, content_type="application/json")

    def put(self, path: str, **body: Any) -> HttpResponse:
        return self.client.put(f"/api{path}", body, content_type="application/json")

    def patch(self, path: str, **body: Any) -> HttpResponse:
        return self.client.patch(f"/api{path}", body, content_type="application/json")

    def delete(self, path: str) -> HttpResponse:
        return self.client.delete(f"/api{path}")


@pytest.fixture
def api_of() -> type[Api]:
    """``api_of(user)`` is the API as this person sees it."""
    return Api


@pytest.fixture(scope="session")
def _template(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[str]:
    with django_db_blocker.unblock(), scratch.template(tmp_path_factory.mktemp("template")) as name:
        yield name


@pytest.fixture
def committed_db(db, _template, django_db_blocker, tmp_path) -> Iterator[scratch.Scratch]:
    """A real database of the test's own: what is committed stays, threads see it, ``.env`` lets other processes work on it."""
    with django_db_blocker.unblock(), scratch.copy_of(_template, tmp_path) as made:
        yield made
