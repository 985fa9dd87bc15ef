"""What cannot be answered says why, as a page of our own; nothing the browser sends is answered with 500."""

from __future__ import annotations

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test import Client, RequestFactory

import make
from dingxin.audit.models import Event
from dingxin.audit.queries import broken_places, logged_events
from dingxin.audit.refusal import Refused
from dingxin.cases.models import Case, Customer, Message
from dingxin.desk.middleware import refusals

URLENCODED = "application/x-www-form-urlencoded"
NINE_MB = 9 * 1024 * 1024


@pytest.mark.parametrize(
    "path",
    [
        "/nowhere/",
        "/cases/20991231-0001/",
        "/cases/%00/",
        "/cases/😡/",
        "/cases/%FF%FE/",
        "/cases/" + "9" * 3000 + "/",
        "/live/%00/",
    ],
)
def test_what_is_not_there_is_a_page_of_our_own(cast, client_of, path):
    response = client_of(cast.lin).get(path)
    assert response.status_code == 404
    assert "20261122-0017" in response.content.decode()


def test_a_form_that_is_too_large_is_answered_with_its_limit(cast, client_of):
    response = client_of(cast.lin).post("/cases/new/", {"text": "长" * (NINE_MB // 3)})
    assert response.status_code == 413
    assert "8 MB" in response.content.decode()


def test_a_large_form_sent_as_a_query_string_is_answered_too(cast, client_of):
    body = "text=" + "a" * NINE_MB
    response = client_of(cast.lin).post("/cases/new/", body, content_type=URLENCODED)
    assert response.status_code == 413


def test_too_many_fields_are_answered(cast, client_of):
    body = "&".join(f"f{n}=1" for n in range(1500))
    response = client_of(cast.lin).post("/cases/new/", body, content_type=URLENCODED)
    assert response.status_code == 400


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"\xff\xfe\x00", URLENCODED), (b"text=%ff%00&phone=%ed%a0%80", URLENCODED),
        (b"\xc4\xe3\xba\xc3", f"{URLENCODED}; charset=gbk"), (b"--x", "multipart/form-data; boundary=x"),
        (b"", "multipart/form-data"), (b"x", "multipart/form-data; boundary=\xff"),
        (b"{", "application/json"), (b"a=1", "nonsense"),
    ],
)  # fmt: skip
def test_a_broken_form_is_an_answer(cast, client_of, body, content_type):
    response = client_of(cast.lin).generic("POST", "/cases/new/", body, content_type=content_type)
    assert response.status_code in {400, 422}


def test_a_form_without_its_key_is_told_to_load_the_page_anew(cast):
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.lin)
    response = client.post("/language/", {"language": "en"})
    assert response.status_code == 403
    assert "Cookie" in response.content.decode()


def test_what_the_role_does_not_allow_says_so(cast, client_of):
    assert "值班经理" in client_of(cast.lin).get("/settings/staff/").content.decode()


def test_a_refusal_that_no_form_takes_is_a_page(cast, client_of):
    request = RequestFactory().post("/", headers={"Referer": "http://testserver/cases/new/"})
    response = refusals(lambda _: None).process_exception(request, Refused("不能这样做"))
    assert response.status_code == 422
    assert "不能这样做" in response.content.decode()
    assert "/cases/new/" in response.content.decode()


@pytest.mark.parametrize("template", ["500.html", "503.html", "400.html", "429.html", "403_csrf.html", "404.html"])
def test_a_page_about_a_mistake_needs_nothing(template):
    assert "</html>" in render_to_string(template)


def test_every_page_carries_the_strict_policy(cast, client_of):
    make.case(cast.lin)
    for path in ("/", "/cases/new/", "/search/", "/accounts/login/"):
        response = client_of(cast.lin).get(path)
        assert "script-src 'self'" in response["Content-Security-Policy"]
        page = response.content.decode()
        assert "style=" not in page
        assert "<style" not in page
        assert "onclick" not in page


@pytest.fixture
def full_disk(committed_db):
    """``full_disk()`` lets the database grow no further, ``full_disk(ended=True)`` lets it grow again."""
    if connection.vendor != "sqlite":
        pytest.skip("only SQLite can be told how large it may grow")

    def limit(*, ended: bool = False) -> None:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA page_count")
            cursor.execute(f"PRAGMA max_page_count = {2**30 if ended else cursor.fetchone()[0]}")

    return limit


LONG = "宽带坏了三天，没有人来修。" * 5000


def counts():
    return Case.objects.count(), Customer.objects.count(), Message.objects.count(), Event.objects.count()


def test_a_full_disk_is_said_keeps_nothing_half_and_ends(full_disk, cast, client_of):
    case = make.case(cast.lin)
    client = client_of(cast.lin)
    client.raise_request_exception = False
    words = {"text": LONG, "channel": "hall", "token": "t"}
    opening = words | {"phone": "19900004321", "branch": cast.branch_a.pk}
    before = counts()
    for path, form in (("/cases/new/", opening), (f"/cases/{case.number}/messages/", words)):
        full_disk()
        response = client.post(path, form)
        assert response.status_code == 503
        assert "磁盘" in response.content.decode()
        assert client.get("/").status_code == 200
        assert counts() == before
    full_disk(ended=True)
    assert client.post(f"/cases/{case.number}/messages/", words).status_code == 302
    assert case.messages.last().text == LONG
    assert not list(broken_places(logged_events()))


def test_the_api_says_a_full_disk_too(full_disk, cast, api_of):
    api, before = api_of(cast.lin), counts()
    full_disk()
    answer = api.post("/cases", text=LONG, channel="hall", phone="19900004321")
    assert (answer.status_code, answer["Content-Type"]) == (503, "application/problem+json")
    assert counts() == before
