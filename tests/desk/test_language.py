"""The language: Simplified Chinese unless English was chosen with one click."""

from __future__ import annotations

import pytest


def test_the_desk_speaks_chinese_whatever_the_browser_prefers(client, db):
    assert 'lang="zh-hans"' in client.get("/accounts/login/", headers={"Accept-Language": "en"}).content.decode()


def test_one_click_leads_to_english_and_back_to_the_same_page(client, db):
    response = client.post("/language/", {"language": "en", "next": "/accounts/login/?next=/"})
    assert response["Location"] == "/accounts/login/?next=/"
    assert 'lang="en"' in client.get("/accounts/login/").content.decode()


@pytest.mark.parametrize("to", ["https://example.org/", "//example.org", "javascript:alert(1)", "\x00", ""])
def test_the_way_back_stays_in_the_house(client, db, to):
    assert client.post("/language/", {"language": "en", "next": to})["Location"] == "/"


@pytest.mark.parametrize("language", ["fr", "", "\x00", "zh" * 500])
def test_an_unknown_language_changes_nothing(client, db, language):
    assert client.post("/language/", {"language": language, "next": "/"}).cookies == {}


def test_an_unknown_language_in_the_cookie_is_chinese(client, db):
    client.cookies["django_language"] = "xx\x00"
    assert 'lang="zh-hans"' in client.get("/accounts/login/").content.decode()


def test_the_language_is_chosen_by_a_click_alone(client, db):
    assert client.get("/language/").status_code == 405
