"""Clocks, promises and policies on the pages: shown as pills, changed by their verbs, policies tried before they are kept."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

import make
from dingxin.clocks.actions import follow_case
from dingxin.clocks.models import Clock, Jurisdiction, Policy, Promise

pytestmark = pytest.mark.django_db
PAGES = ("/settings/policies/", "/settings/policies/new/", "/settings/policies/limits/")


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def case(cast, now):
    row = make.case(cast.lin, at=now)
    follow_case(row)
    row.refresh_from_db()
    return row


def the(case, duty: str, basis: str = "house") -> Clock:
    return Clock.objects.get(case=case, duty=duty, basis=basis)


def posted_policy(client, policy: Policy, **changes) -> dict[str, str]:
    """Give the form of a policy as the browser would send it, with some values changed."""
    context = client.get(f"/settings/policies/{policy.pk}/").context
    form, terms = context["form"], context["terms"]
    data = {name: form.initial.get(name) or "" for name in form.fields}
    for line in [terms.management_form, *terms.forms]:
        for name in line.fields:
            data[line.add_prefix(name)] = line.get_initial_for_field(line.fields[name], name) or ""
    data = {key: getattr(value, "pk", value) for key, value in data.items() if value is not False}
    return {key: value for key, value in (data | changes).items() if value != ""}


def test_the_case_page_shows_its_clocks_and_where_they_come_from(cast, case, client_of):
    page = client_of(cast.lin).get(f"/cases/{case.number}/").content.decode()
    for words in ("首次回应", "法定", "电信用户申诉处理办法", "受理确认"):
        assert words in page


def test_the_inbox_says_what_is_due_first(cast, case, client_of):
    assert "受理确认" in client_of(cast.lin).get("/").content.decode()


def test_pausing_resuming_moving_and_stopping(cast, case, client_of, now):
    client, clock = client_of(cast.lin), the(case, "resolution")
    address = f"/cases/{case.number}/clocks/{clock.pk}"
    assert client.post(f"{address}/pause/", {"cause": "customer"}).status_code == 302
    assert Clock.objects.get(pk=clock.pk).state == "paused"
    assert client.post(f"{address}/resumption/").status_code == 302
    due = timezone.localtime(now + timedelta(days=3)).strftime("%Y-%m-%dT%H:%M")
    assert client.post(f"{address}/due/", {"due": due, "why": "agreed"}).status_code == 403
    assert client_of(cast.chen).post(f"{address}/due/", {"due": due, "why": "agreed"}).status_code == 302
    assert client.post(f"{address}/stop/").status_code == 302
    refused = client.post(f"{address}/stop/")
    assert (refused.status_code, "已停" in refused.content.decode()) == (422, True)
    page = client.get(f"/cases/{case.number}/").content.decode()
    assert "与客户约定" in page  # why the time moved, in the history


def test_a_clock_is_started_by_hand_with_a_limit_of_law(cast, case, client_of):
    client = client_of(cast.lin)
    address = f"/cases/{case.number}/clocks/"
    assert client.post(address, {"duty": "outside", "limit": "C-SAMR-01", "note": "工单 3312"}).status_code == 302
    assert Clock.objects.get(basis="hand").note == "工单 3312"
    assert client.post(address, {"duty": "outside"}).status_code == 422
    assert client_of(cast.wu).post(address, {"duty": "outside", "limit": "C-SAMR-01"}).status_code == 403
    assert client_of(cast.zhao).post(address, {"duty": "outside", "limit": "C-SAMR-01"}).status_code == 404


def test_a_notice_is_drafted_into_the_composer_and_its_sending_keeps_the_promise(cast, case, client_of, now):
    make.reply(case, at=now)
    promise = Promise.objects.get()
    page = client_of(cast.lin).get(f"/cases/{case.number}/?notice={promise.pk}")
    text = next(tab for tab in page.context["tabs"] if tab.verb == "send_reply").form["text"].value()
    assert "再给您答复" in text
    assert page.context["draft"].verdict in {"send", "improve"}
    answer = client_of(cast.lin).post(
        f"/cases/{case.number}/replies/", {"text": text, "keeps": promise.pk, "revision": Promise.objects.get().case.revision}
    )
    assert answer.status_code == 302
    assert Promise.objects.get(pk=promise.pk).state == "kept"


@pytest.mark.parametrize("typed", ["", "x", "0", "9" * 30, "١"])
def test_a_notice_of_nothing_is_none(cast, case, client_of, typed):
    page = client_of(cast.lin).get(f"/cases/{case.number}/", {"notice": typed})
    assert not next(tab for tab in page.context["tabs"] if tab.verb == "send_reply").form["text"].value()


def test_a_promise_is_taken_back_with_the_customers_words(cast, case, client_of, now):
    make.reply(case, at=now)
    promise = Promise.objects.get()
    address = f"/cases/{case.number}/promises/{promise.pk}/withdrawal/"
    assert client_of(cast.lin).post(address, {"consent": ""}).status_code == 422
    assert client_of(cast.lin).post(address, {"consent": "不用回电了"}).status_code == 302
    assert "不用回电了" in client_of(cast.lin).get(f"/cases/{case.number}/").content.decode()


def test_promises_and_rates_have_a_page(cast, case, client_of, now):
    make.reply(case, at=now)
    client = client_of(cast.lin)
    assert case.number in client.get("/promises/").content.decode()
    assert case.number not in client_of(cast.qiao).get("/promises/").content.decode()
    assert case.number in client_of(cast.qiao).get("/promises/?all=yes").content.decode()
    Promise.objects.update(due=now - timedelta(days=1), state="kept")
    for query in ("", "?by=team&days=7", "?by=branch&days=90", "?by=zodiac&days=-1"):
        assert "100 %" in client_of(cast.zhao).get(f"/promises/{query}").content.decode()


@pytest.mark.parametrize("page", PAGES)
def test_policies_are_for_administrators(cast, client_of, page):
    for user in cast.everybody():
        assert client_of(user).get(page).status_code == (200 if user == cast.gu else 403)


def test_a_policy_is_tried_then_kept(cast, case, client_of):
    client, clock = client_of(cast.gu), the(case, "answer")
    policy = clock.term.policy
    place = list(policy.terms.filter(removed=False).order_by("pk")).index(clock.term)
    data = posted_policy(client, policy, **{f"terms-{place}-amount": "1"})
    tried = client.post(f"/settings/policies/{policy.pk}/", data | {"try": "yes"})
    assert (tried.status_code, tried.context["trial"].number) == (200, 1)
    assert case.number in tried.content.decode()
    assert policy.terms.get(pk=clock.term_id).amount == 3
    assert client.post(f"/settings/policies/{policy.pk}/", data).status_code == 302
    assert policy.terms.get(pk=clock.term_id).amount == 1
    assert policy.terms.filter(removed=True).count() == 0


def test_a_wrong_policy_comes_back_with_what_was_typed(cast, client_of):
    client = client_of(cast.gu)
    policy = Policy.objects.get(name="投诉")
    for changes in (
        {"name": ""},
        {"terms-0-amount": "-3"},
        {"terms-0-starts": "after"},
        {"terms-0-duty": "lunch"},
        {"name": "严重投诉"},
    ):
        answer = client.post(f"/settings/policies/{policy.pk}/", posted_policy(client, policy, **changes) | changes)
        assert answer.status_code == 422
    policy.refresh_from_db()
    assert policy.name == "投诉"


def test_a_new_policy(cast, client_of):
    client = client_of(cast.gu)
    data = {
        "name": "网店加急", "position": "5", "change": "keep", "channel": "web", "is_active": "on", "terms-TOTAL_FORMS": "1",
        "terms-INITIAL_FORMS": "0", "terms-0-duty": "answer", "terms-0-starts": "opened", "terms-0-amount": "4",
        "terms-0-unit": "work_hour", "terms-0-warn_percent": "50",
    }  # fmt: skip
    assert client.post("/settings/policies/new/", data).status_code == 302
    policy = Policy.objects.get(name="网店加急")
    assert (policy.conditions, policy.terms.get().unit) == ({"channel": ["web"]}, "work_hour")
    assert "网店加急" in client.get("/settings/policies/").content.decode()


def test_a_jurisdiction_is_set_and_a_wrong_one_refused(cast, client_of):
    client = client_of(cast.gu)
    assert client.post("/settings/policies/jurisdiction/", {"branch": cast.branch_a.pk, "code": "cn-41"}).status_code == 302
    assert Jurisdiction.objects.get().code == "CN-41"
    assert client.post("/settings/policies/jurisdiction/", {"branch": cast.branch_a.pk, "code": "河南"}).status_code == 422


def test_limits_of_law_say_what_was_not_read_in_the_law(cast, client_of):
    page = client_of(cast.gu).get("/settings/policies/limits/").content.decode()
    assert page.count("未核实") == page.count('class="chip"')
    assert "电信用户申诉处理办法" in page


@pytest.mark.parametrize("address", ["/promises/?all=yes", "/", "/settings/policies/"])
def test_pages_cost_as_many_queries_with_many_as_with_one(cast, client_of, now, address):
    def fill(number: int) -> None:
        for _ in range(number):
            row = make.case(cast.lin, at=now)
            make.reply(row, at=now)
            follow_case(row)
            Policy.objects.create(name=f"策略{row.pk}")

    client = client_of(cast.gu if "settings" in address else cast.lin)
    asked = []
    for number in (2, 6):
        fill(number)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        asked.append(len(queries))
    assert asked[0] == asked[1]
