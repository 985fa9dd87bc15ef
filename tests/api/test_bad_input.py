"""Whatever is sent: a clear answer, never 500, nothing half-done."""

from __future__ import annotations

import json

import pytest

import make
from dingxin.cases.models import Case, Customer, Message

pytestmark = pytest.mark.django_db

PATHS = ["/cases", "/cases/{}/messages", "/cases/{}/notes", "/cases/{}/replies", "/cases/{}/review"]


@pytest.fixture
def send(cast, api_of):
    """``send(path, body)`` posts raw bytes as Lin, about a case of hers."""
    case = make.case(cast.lin)
    api = api_of(cast.lin)
    return lambda path, body, kind="application/json": api.client.post(f"/api{path.format(case.number)}", body, content_type=kind)


def counts():
    return Case.objects.count(), Customer.objects.count(), Message.objects.count()


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 422),
        (b"{", 400),
        (b"\xff\xfe\xfd\x80", 400),
        (bytes(range(256)), 400),
        (b"[" * 100_000, 400),
        (b'{"text": ' + b"9" * 10_000 + b"}", 400),
        (b"null", 422),
        (b"[]", 422),
        (b'"text"', 422),
        (b"{}", 422),
        (b'{"text": null, "channel": "hall"}', 422),
        (b'{"text": 5, "channel": "hall"}', 422),
        (b'{"text": "\\u0000", "channel": "hall"}', 409),
        (b'{"text": "  ", "channel": "hall"}', 409),
        (json.dumps({"text": "字" * 1_000_000, "channel": "hall"}).encode(), 409),
        (b'{"text": "x", "channel": "hall", "token": "' + b"t" * 65 + b'"}', 422),
    ],
)
def test_a_bad_body(send, path, body, status):
    before = counts()
    answer = send(path, body)
    if path.endswith("/review") and (status == 409 or b'"token"' in body):
        assert answer.status_code in {200, 409}  # a draft may be empty or long, and has no token
    else:
        assert answer.status_code == status
        assert answer["Content-Type"] == "application/problem+json"
        assert answer.json()["detail"]
    assert counts() == before


def test_a_body_beyond_eight_megabytes(send):
    before = counts()
    answer = send("/cases", b'{"text": "' + b"x" * 9_000_000 + b'", "channel": "hall"}')
    assert answer.status_code == 413
    assert answer["Content-Type"] == "application/problem+json"
    assert counts() == before


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16", "utf-16-le", "utf-32"])
def test_any_encoding_of_chinese_is_converted(send, encoding):
    body = json.dumps({"text": "宽带坏了三天，请赔偿！", "channel": "hall"}, ensure_ascii=False).encode(encoding)
    assert send("/cases", body).status_code == 201
    assert Message.objects.last().text == "宽带坏了三天，请赔偿！"


@pytest.mark.parametrize(
    "text",
    [
        "😡" * 500,
        "\u202e反着\u202c",
        "\x07\x1b[31m红\x08",
        "這個壞了，請賠償！",
        "a" * 199_999,
        "ﷺ" * 1000,
        "\ufeff\u200b头",
        "<script>alert(1)</script>",
    ],
)
def test_odd_text_is_kept_as_it_came(cast, api_of, text):
    answer = api_of(cast.lin).post("/cases", text=text, channel="chat", title=text, product=text, name=text)
    assert answer.status_code == 201
    assert Message.objects.get().text == text


FIELDS = ("text", "channel", "phone", "name", "email", "branch", "category", "product", "title", "token")


@pytest.mark.parametrize("odd", ["\\ud800", "\\u0000", "\\udfff\\ud800", "\\u202e"])
def test_what_no_database_takes_is_no_error_in_any_field(send, odd):
    for field in FIELDS:
        body = {"text": "坏了。", "channel": "hall", field: "ODD"}
        assert send("/cases", json.dumps(body).replace("ODD", odd).encode()).status_code in {201, 409}


@pytest.mark.parametrize(
    ("said_at", "status"),
    [
        ("2025-06-10T09:00:00+08:00", 201), ("2025-06-10T09:00:00", 201), ("1999-12-31", 201), (None, 201),
        ("2999-01-01T00:00:00Z", 409), ("0001-01-01T00:00:00+14:00", 409), ("9999-12-31T23:59:59-12:00", 409),
        ("yesterday", 422), ("2025-13-45", 422), ([], 422),
    ],
)  # fmt: skip
def test_times(cast, api_of, said_at, status):
    assert api_of(cast.lin).post("/cases", text="坏了。", channel="hall", said_at=said_at).status_code == status


@pytest.mark.parametrize(
    "path",
    [
        "/cases/x", "/cases/%00", "/cases/20250611-9999", "/cases/" + "9" * 5000, "/events?case=%00", "/customers/999",
        "/cases/{}/facts/99999999999999999999999/rejection",
    ],
)  # fmt: skip
def test_what_is_not_there(cast, api_of, path):
    number = make.case(cast.lin).number
    api = api_of(cast.lin)
    call = api.post if "rejection" in path else api.patch if "customers" in path else api.get
    assert call(path.replace("{}", number)).status_code == 404


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/cases?limit=0", 422), ("/cases?limit=100000", 422), ("/cases?offset=-1", 422), ("/cases?offset=" + "9" * 30, 422),
        ("/cases?box=attic", 409),
        ("/cases?q=%00", 200), ("/cases?q=%ff%fe", 200), ("/cases?q=" + "%E5%AE%BD" * 2000, 200), ("/events?limit=501", 422),
        ("/events?after=" + "9" * 30, 200), ("/events?after=-5", 200), ("/events?after=x", 422),
        ("/customers?phone=%00%00%00%00", 200), ("/customers?phone=abcdefgh", 200), ("/customers", 422),
        ("/customers?phone=" + "1" * 5000, 200),
    ],
)  # fmt: skip
def test_odd_queries(cast, api_of, path, status):
    make.case(cast.lin)
    assert api_of(cast.lin).get(path).status_code == status


def test_other_kinds_of_body_are_refused(send):
    before = counts()
    for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"):
        assert send("/cases", b"text=x&channel=hall", kind).status_code in {400, 415, 422}
    assert counts() == before
