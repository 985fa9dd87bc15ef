"""Approvals on their pages: asked on the case, decided on one page with one key, counted in the bar; limits and budgets set."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

import make
from dingxin.resolution.models import Approval, Budget, Limit
from granted import asked, budget, option, remedy

pytestmark = pytest.mark.django_db
LIST = "/approvals/"


def go(client, verb, row, **data):
    return client.post(reverse(verb, args=[row.pk]), data)


def text(response) -> str:
    return response.content.decode()


def test_an_option_is_asked_for_on_its_case(cast, client_of):
    case = make.case(cast.lin, at=timezone.now())
    row, client = option(case, 500), client_of(cast.lin)
    url = reverse("ask_approval", args=[case.number])
    assert url in text(client.get(f"/cases/{case.number}/"))
    assert client.post(url, {"option": row.pk, "reason": ""}).status_code == 422
    assert client.post(url, {"option": 999_999, "reason": "x"}).status_code == 422
    assert client.post(url, {"option": row.pk, "reason": "等了两周"}).status_code == 302
    one = Approval.objects.get()
    page = text(client.get(f"/cases/{case.number}/"))
    assert reverse("withdraw_approval", args=[case.number, one.pk]) in page
    assert "¥500" in page
    assert client.post(reverse("withdraw_approval", args=[case.number, one.pk])).status_code == 302
    assert client.post(reverse("withdraw_approval", args=[case.number, one.pk])).status_code == 422


def test_only_what_is_beyond_ones_authority_can_be_asked_for_and_by_its_name(cast, client_of):
    case = make.case(cast.lin, at=timezone.now())
    option(case, 50, of=budget(900))
    client = client_of(cast.lin)
    assert 'id="ask-approval"' not in text(client.get(f"/cases/{case.number}/"))
    beyond = option(case, 500, remedy=remedy(code="back", name="多收的退回"))
    form = text(client.get(f"/cases/{case.number}/")).split('id="ask-approval"')[1].split("</form>")[0]
    assert form.count("<option ") == 1
    assert "多收的退回 ¥500" in form
    one = asked(beyond, cast.lin)
    for page in (f"/cases/{case.number}/", LIST):
        assert "多收的退回" in text(client.get(page))
    assert "多收的退回" in text(client_of(cast.chen).get(LIST)).split(f'id="approval-{one.pk}"')[1]


@pytest.mark.parametrize(
    ("verb", "data", "state"),
    [
        ("approve_option", {}, "approved"), ("lower_option", {"amount": "300", "words": "没有误工凭证"}, "lowered"),
        ("refuse_option", {"words": "先核实"}, "refused"), ("delegate_approval", {}, "asked"),
    ],
)  # fmt: skip
def test_it_is_answered_on_one_page(cast, client_of, verb, data, state):
    one = asked(option(make.case(cast.lin), 500), cast.lin)
    client = client_of(cast.chen)
    page = text(client.get(LIST))
    assert f'id="approval-{one.pk}"' in page
    assert 'class="count"' in page
    data = {"to": cast.gu.pk} if verb == "delegate_approval" else data
    assert go(client, verb, one, **data).status_code == 302
    one.refresh_from_db()
    assert one.state == state
    assert one.asked_of == (cast.gu if verb == "delegate_approval" else cast.chen)


@pytest.mark.parametrize(
    ("verb", "data"),
    [("lower_option", {"amount": "600", "words": "x"}), ("lower_option", {"words": "x"}), ("refuse_option", {}),
     ("delegate_approval", {})],
)  # fmt: skip
def test_a_wrong_answer_comes_back_with_its_reason(cast, client_of, verb, data):
    one = asked(option(make.case(cast.lin), 500), cast.lin)
    response = go(client_of(cast.chen), verb, one, **data)
    assert response.status_code == 422
    assert "field-error" in text(response)


@pytest.mark.parametrize("verb", ["approve_option", "lower_option", "refuse_option", "delegate_approval"])
def test_only_whoever_may_answers(cast, client_of, verb):
    one = asked(option(make.case(cast.lin), 500), cast.lin)
    data = {"words": "x", "amount": "5", "to": cast.gu.pk}
    assert go(client_of(cast.lin), verb, one, **data).status_code == 403
    assert go(client_of(cast.wu), verb, one, **data).status_code == 403
    assert go(client_of(cast.zhao), verb, one, **data).status_code == 404
    own = asked(option(make.case(cast.lin), 2000), cast.chen)
    assert go(client_of(cast.chen), verb, own, **data).status_code == 422
    assert Approval.objects.filter(state="asked").count() == 2


def test_what_was_answered_meanwhile_is_told(cast, client_of):
    one = asked(option(make.case(cast.lin), 500), cast.lin)
    go(client_of(cast.chen), "approve_option", one)
    response = client_of(cast.gu).post(reverse("refuse_option", args=[one.pk]), {"words": "x"}, follow=True)
    assert "told-line" in text(response)


def test_i_see_what_i_asked_for(cast, client_of):
    one = asked(option(make.case(cast.lin), 500), cast.lin)
    page = text(client_of(cast.lin).get(LIST))
    assert one.option.case.number in page
    assert 'class="count"' not in page
    assert one.option.case.number not in text(client_of(cast.zhao).get(LIST))


def test_the_list_costs_the_same_for_one_and_for_three(cast, client_of):
    client = client_of(cast.gu)
    counts = []
    for _ in range(2):
        asked(option(make.case(cast.lin), 500, of=budget(9000)), cast.lin)
        client.get(LIST)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(LIST)
        counts.append(len(queries))
        asked(option(make.case(cast.lin), 600), cast.lin)
    assert counts[0] == counts[1]


def test_limits_and_budgets_are_set_by_an_administrator(cast, client_of):
    client = client_of(cast.gu)
    assert client.post(reverse("create_limit"), {"role": "agent"}).status_code == 422
    assert client.post(reverse("create_limit"), {"role": "agent", "per_day": "80", "is_active": "on"}).status_code == 302
    limit = Limit.objects.get()
    assert client.post(reverse("update_limit", args=[limit.pk]), {"role": "agent", "per_day": "90"}).status_code == 302
    limit.refresh_from_db()
    assert (limit.per_day, limit.is_active) == (90, False)
    fields = {"name": "关怀金", "period": "month", "amount": "1000", "is_active": "on"}
    assert client.post(reverse("create_budget"), fields).status_code == 302
    assert client.post(reverse("create_budget"), fields).status_code == 422
    fund = Budget.objects.get()
    assert client.post(reverse("fund_budget", args=[fund.pk]), {"amount": "0"}).status_code == 422
    assert client.post(reverse("fund_budget", args=[fund.pk]), {"amount": "500", "reference": "T1"}).status_code == 302
    assert client.post(reverse("update_budget", args=[fund.pk]), {**fields, "period": "year"}).status_code == 422
    assert client.post(reverse("update_budget", args=[fund.pk]), {**fields, "amount": "2000"}).status_code == 302
    page = text(client.get(reverse("list_authority")))
    assert "¥1,500" in page
    assert "¥2,000" in page


@pytest.mark.parametrize("name", ["list_authority", "create_limit", "create_budget"])
def test_nobody_else_sets_them(cast, client_of, name):
    for person in (cast.lin, cast.chen, cast.wu, cast.he):
        assert client_of(person).get(reverse(name)).status_code == 403
