"""Search: found in numbers, names, phones, titles, messages and notes, and shown where."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

import make
from dingxin.desk.hits import Part, snippet
from dingxin.search.models import Source


def found(response):
    return [item.case.number for item in response.context["found"]]


def sources(response):
    items = response.context["found"]
    in_title = {Source.CASE for item in items if any(part.hit for part in item.title)}
    return in_title | {hit.source for item in items for _, hit in item.hits}


@pytest.fixture
def case(cast):
    row = make.case(cast.lin, text="宽带断了，要求赔偿误工费。", of=make.customer(cast.lin, phone="19900005678", name="欧阳明月"))
    make.note(row, text="客户说柜台态度恶劣，请主管回访。")
    return row


@pytest.mark.parametrize(
    ("query", "source"),
    [
        ("宽带", Source.MESSAGE), ("赔偿", Source.MESSAGE), ("态度恶劣", Source.NOTE), ("宽带 态度恶劣", Source.NOTE),
        ("欧阳", Source.CUSTOMER), ("5678", Source.CUSTOMER), ("19900005678", Source.CUSTOMER),
        ("断了，要求", Source.CASE), ("宽 带", Source.MESSAGE),
    ],
)  # fmt: skip
def test_search_finds_the_words_and_says_where(cast, client_of, case, query, source):
    response = client_of(cast.lin).get("/search/", {"q": query})
    assert found(response) == [case.number]
    assert source in sources(response)


def test_search_finds_a_number(cast, client_of, case):
    assert found(client_of(cast.lin).get("/search/", {"q": case.number})) == [case.number]


def test_the_hit_is_marked_in_the_words_around_it(cast, client_of, case):
    assert "柜台<mark>态度恶劣</mark>，请主管" in client_of(cast.lin).get("/search/", {"q": "态度恶劣"}).content.decode()


def test_what_one_may_not_see_is_not_found(cast, client_of, case):
    assert found(client_of(cast.zhao).get("/search/", {"q": "宽带"})) == []


def test_search_asks_strangers_to_sign_in(client, db):
    assert client.get("/search/?q=x").status_code == 302


@pytest.mark.parametrize(
    "query",
    [
        "",
        " ",
        '"',
        "'",
        "AND",
        "OR NOT",
        "*",
        "宽带\x00",
        "%_",
        "😡",
        "\u202e",
        "(",
        "NEAR(",
        "a" * 9000,
        "-",
        "：",
        "' OR 1=1 --",
    ],
)
def test_nothing_typed_into_search_breaks_it(cast, client_of, case, query):
    response = client_of(cast.lin).get("/search/", {"q": query})
    assert response.status_code == 200


def test_no_hit_and_no_query_say_so(cast, client_of, case):
    client = client_of(cast.lin)
    assert "“<b>" in client.get("/search/", {"q": "<b>恐龙"}).content.decode().replace("&lt;", "<").replace("&gt;", ">")
    assert client.get("/search/").context["found"] == []


def test_search_costs_as_many_queries_for_three_cases_as_for_one(cast, client_of, case):
    client = client_of(cast.lin)

    def cost():
        with CaptureQueriesContext(connection) as seen:
            assert found(client.get("/search/?q=宽带"))
        return len(seen)

    cost()
    one = cost()
    make.case(cast.lin, text="宽带太慢")
    make.note(make.case(cast.qiao, text="宽带没装好"), text="宽带组已派单")
    assert cost() == one


def test_a_snippet_is_cut_around_its_first_hit():
    text = "前" * 100 + "赔偿" + "后" * 200
    parts = snippet(text, re.compile("赔偿"))
    assert parts[0] == Part("…", hit=False)
    assert Part("赔偿", hit=True) in parts
    assert sum(len(part.text) for part in parts) < 140


def test_a_snippet_of_a_long_gap_stays_short():
    parts = snippet("宽" + "!" * 100_000 + "带", re.compile(r"宽[\W_]*带"))
    assert sum(len(part.text) for part in parts) < 400
