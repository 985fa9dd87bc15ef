"""The log says what failed and where, never what a person said."""

from __future__ import annotations

import logging

import pytest
from django.conf import settings
from django.db import IntegrityError, OperationalError

import make
from dingxin.cases import actions
from dingxin.logs import SafeFormatter

SECRET = "19900004321"


def written(error: Exception, cause: Exception | None = None) -> str:
    """What the log holds of an error."""
    error.__cause__ = cause
    with pytest.raises(type(error)) as caught:
        raise error
    record = logging.LogRecord(
        "x", logging.ERROR, __file__, 1, "Internal Server Error", None, (caught.type, caught.value, caught.tb)
    )
    return SafeFormatter().format(record)


@pytest.mark.parametrize("kind", [ValueError, KeyError, IntegrityError])
def test_an_error_is_named_without_its_words(kind):
    text = written(RuntimeError(SECRET), kind(f"Key (phone)=({SECRET}) already exists"))
    assert SECRET not in text
    assert kind.__name__ in text
    assert "test_logs.py" in text


def test_what_the_machine_says_is_kept_but_no_row_that_is_quoted():
    text = written(OperationalError(f"database or disk is full\nDETAIL: {SECRET}"))
    assert "database or disk is full" in text
    assert SECRET not in text


def test_this_formatter_is_the_one_in_use():
    assert settings.LOGGING["handlers"]["console"]["formatter"] == "safe"
    assert not settings.ADMINS


def test_a_failing_page_writes_nothing_of_what_was_typed(cast, client_of, monkeypatch, capsys):
    def broken(**fields):
        raise ValueError(str(fields))

    monkeypatch.setattr(actions, "open_case", broken)
    client = client_of(cast.lin)
    client.raise_request_exception = False
    handler = logging.StreamHandler()
    handler.setFormatter(SafeFormatter())
    logging.getLogger("django.request").addHandler(handler)
    form = {"phone": SECRET, "channel": "hall", "text": make.GRUMBLE, "branch": cast.branch_a.pk, "token": "t"}
    try:
        assert client.post("/cases/new/", form).status_code == 500
    finally:
        logging.getLogger("django.request").removeHandler(handler)
    log = capsys.readouterr().err
    assert "/cases/new/" in log
    assert SECRET not in log
    assert make.GRUMBLE not in log
