"""Signing in and out, the second step, and what is left closed."""

from __future__ import annotations

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret, hotp_value, yield_hotp_counters_from_time
from django.core.cache import cache
from django.test import Client

import make


@pytest.fixture(autouse=True)
def _no_counts_from_before():
    cache.clear()


def sign_in(client, username="lin", password=make.PASSWORD, **more):
    return client.post("/accounts/login/", {"login": username, "password": password, **more})


def test_sign_in_leads_to_the_page_that_was_asked_for(cast, client):
    assert sign_in(client)["Location"] == "/"
    client.logout()
    assert sign_in(client, next="/?box=team")["Location"] == "/?box=team"


def test_sign_in_never_leads_to_another_house(cast, client):
    assert sign_in(client, next="https://example.org/")["Location"] == "/"


def test_a_wrong_password_is_refused_without_saying_which_part_is_wrong(cast, client):
    wrong, unknown = sign_in(client, password="wrong-password"), sign_in(client, username="nobody")
    assert wrong.context["form"].errors == unknown.context["form"].errors
    assert "_auth_user_id" not in client.session


def test_nobody_signs_in_who_was_deactivated(cast, client):
    make.accounts.update_staff(cast.lin, actor=cast.gu, at=make.AT, is_active=False)
    sign_in(client)
    assert "_auth_user_id" not in client.session


def test_many_tries_are_stopped(cast, client):
    answers = [sign_in(client, password=f"guess-{n}") for n in range(12)]
    sign_in(client)
    assert "_auth_user_id" not in client.session
    assert answers[-1].status_code < 500


@pytest.mark.parametrize("fields", [{}, {"login": "a\x00b", "password": "x"}, {"login": "😡" * 5000, "password": "\x00"}])
def test_nonsense_at_the_door_is_an_answer(cast, client, fields):
    assert client.post("/accounts/login/", fields).status_code == 200


def test_sign_out_takes_a_click(cast, client_of):
    client = client_of(cast.lin)
    assert client.get("/accounts/logout/").status_code == 200
    assert "_auth_user_id" in client.session
    client.post("/accounts/logout/")
    assert "_auth_user_id" not in client.session


def test_the_second_step_can_be_switched_on_and_is_asked_for(cast):
    client = Client()
    sign_in(client)
    assert client.get("/accounts/2fa/totp/activate/")["Location"].startswith("/accounts/reauthenticate/")
    assert client.get("/accounts/reauthenticate/").status_code == 200
    client.post("/accounts/reauthenticate/", {"password": make.PASSWORD})
    page = client.get("/accounts/2fa/totp/activate/")
    assert page.status_code == 200
    secret = client.session["mfa.totp.secret"]
    code = f"{hotp_value(secret, next(yield_hotp_counters_from_time())):06d}"
    assert client.post("/accounts/2fa/totp/activate/", {"code": code}).status_code == 302
    again = Client()
    assert sign_in(again)["Location"] == "/accounts/2fa/authenticate/"
    assert again.get("/accounts/2fa/authenticate/").status_code == 200
    assert again.get("/").status_code == 302
    assert again.post("/accounts/2fa/authenticate/", {"code": "000000x"}).status_code == 200


def test_the_second_step_lets_in_with_its_code(cast):
    secret = generate_totp_secret()
    TOTP.activate(cast.lin, secret)
    client = Client()
    sign_in(client)
    code = f"{hotp_value(secret, next(yield_hotp_counters_from_time())):06d}"
    assert client.post("/accounts/2fa/authenticate/", {"code": code})["Location"] == "/"
    assert client.get("/").status_code == 200


@pytest.mark.parametrize(
    "path", ["/accounts/password/change/", "/accounts/2fa/", "/accounts/2fa/recovery-codes/", "/accounts/2fa/totp/deactivate/"]
)
def test_the_pages_of_ones_own_account_answer(cast, path):
    client = Client()
    sign_in(client)
    assert client.get(path).status_code in {200, 302, 404}


def test_a_password_can_be_changed(cast):
    client = Client()
    sign_in(client)
    fields = {"oldpassword": make.PASSWORD, "password1": "another-long-one-42", "password2": "another-long-one-42"}
    assert client.post("/accounts/password/change/", fields).status_code == 302
    assert sign_in(Client(), password="another-long-one-42")["Location"] == "/"


@pytest.mark.parametrize("path", ["/accounts/password/reset/", "/accounts/email/", "/accounts/confirm-email/"])
def test_what_would_need_mail_is_closed(cast, client, path):
    assert client.get(path).status_code == 404


def test_nobody_signs_up(cast, client):
    fields = {"username": "stranger", "password1": make.PASSWORD, "password2": make.PASSWORD}
    client.post("/accounts/signup/", fields)
    assert not type(cast.lin).objects.filter(username="stranger").exists()
