"""The routing rules: set up, tried, switched on; and what they decided, on the case page."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

import make
from dingxin.cases import actions
from dingxin.cases.models import RoutingDecision, RoutingRule

CALM = "您好，我想查一下这个月的流量套餐。"


def form(cast, **more):
    return {
        "name": "前台轮流",
        "method": "round_robin",
        "team": cast.team_a.pk,
        "channel": ["hall"],
        "keyword": "流量，套餐",
        **more,
    }


def rule(cast, at, *, on=True, **fields):
    fields = {"name": f"规则{RoutingRule.objects.count()}", "method": "round_robin", "team": cast.team_a, **fields}
    made = actions.create_rule(actor=cast.gu, at=at, **fields)
    if on:
        actions.try_rule(made, actor=cast.gu, at=at)
        actions.switch_on_rule(made, actor=cast.gu, at=at)
    return made


def test_a_rule_is_made_tried_and_switched_on(cast, client_of):
    case = make.case(cast.chen, text=CALM, at=timezone.now())
    client = client_of(cast.gu)
    assert client.post("/settings/rules/new/", form(cast, branch=[cast.branch_a.pk])).status_code == 302
    made = RoutingRule.objects.get()
    assert made.conditions == {"branch": [cast.branch_a.pk], "channel": ["hall"], "keyword": ["流量", "套餐"]}
    assert client.post(f"/settings/rules/{made.pk}/on/").status_code == 422
    trial = client.post(f"/settings/rules/{made.pk}/trial/")
    assert trial.status_code == 200
    page = trial.content.decode()
    assert case.number in page
    assert "林小雨 · 1" in page
    assert client.post(f"/settings/rules/{made.pk}/on/").status_code == 302
    assert "前台轮流" in client.get("/settings/rules/").content.decode()
    assert client.post(f"/settings/rules/{made.pk}/", form(cast, name="换个名字", branch=[cast.branch_a.pk])).status_code == 302
    assert client.post(f"/settings/rules/{made.pk}/", form(cast, method="least_loaded")).status_code == 422
    assert client.post(f"/settings/rules/{made.pk}/removal/").status_code == 422
    assert client.post(f"/settings/rules/{made.pk}/off/").status_code == 302
    assert client.post(f"/settings/rules/{made.pk}/removal/").status_code == 302
    assert not RoutingRule.objects.exists()


def test_a_rule_comes_back_to_its_form_as_it_is(cast, client_of, at):
    made = rule(cast, at, on=False, conditions={"keyword": ["流量", "套餐"], "branch": [cast.branch_a.pk], "grade": ["serious"]})
    page = client_of(cast.gu).get(f"/settings/rules/{made.pk}/").content.decode()
    assert "流量、套餐" in page
    client_of(cast.gu).post(
        f"/settings/rules/{made.pk}/",
        {
            "name": made.name, "method": "round_robin", "team": cast.team_a.pk, "keyword": "流量、套餐",
            "branch": [cast.branch_a.pk], "grade": ["serious"],
        },
    )  # fmt: skip
    before = made.conditions
    made.refresh_from_db()
    assert made.conditions == before


@pytest.mark.parametrize(
    "wrong",
    [{"name": ""}, {"method": "dice"}, {"method": "team", "team": ""}, {"method": "skill"}, {"grade": ["x"]},
     {"branch": ["999999"]}, {"keyword": "词，" * 60}],
)  # fmt: skip
def test_a_rule_that_does_not_fit_is_refused_on_the_form(cast, client_of, wrong):
    response = client_of(cast.gu).post("/settings/rules/new/", form(cast, **wrong))
    assert response.status_code == 422
    assert response.context["form"].errors
    assert not RoutingRule.objects.exists()


def test_rules_are_for_administrators_alone(cast, client_of, at):
    made = rule(cast, at)
    for user in (cast.lin, cast.chen, cast.wu, cast.he):
        client = client_of(user)
        assert client.get("/settings/rules/").status_code == 403
        for verb in ("trial", "on", "off", "place", "removal"):
            assert client.post(f"/settings/rules/{made.pk}/{verb}/").status_code == 403
    assert client_of(cast.gu).post("/settings/rules/999999/trial/").status_code == 404
    assert client_of(cast.gu).get(f"/settings/rules/{made.pk}/trial/").status_code == 405


def test_rules_are_asked_in_the_order_they_stand(cast, client_of, at):
    first, second = rule(cast, at), rule(cast, at)
    client = client_of(cast.gu)
    assert client.post(f"/settings/rules/{second.pk}/place/", {"up": "1"}).status_code == 302
    assert list(RoutingRule.objects.all()) == [second, first]
    assert client.post(f"/settings/rules/{second.pk}/place/", {"up": "1"}).status_code == 422
    assert client.post(f"/settings/rules/{second.pk}/place/", {"up": "0"}).status_code == 302
    assert list(RoutingRule.objects.all()) == [first, second]


def test_the_list_and_the_trial_cost_the_same_for_many(cast, client_of, at):
    client = client_of(cast.gu)
    rule(cast, at, conditions={"branch": [cast.branch_a.pk], "category": [make.category().pk]})
    tried = rule(cast, at, on=False)
    make.case(cast.chen, text=CALM, at=at)

    def cost(ask):
        with CaptureQueriesContext(connection) as seen:
            assert ask().status_code == 200
        return len(seen)

    def both():
        return (
            cost(lambda: client.get("/settings/rules/")),
            cost(lambda: client.post(f"/settings/rules/{tried.pk}/trial/")),
        )

    both()
    one = both()
    for _ in range(3):
        rule(cast, at, conditions={"branch": [cast.branch_b.pk], "category": [make.category().pk]})
        make.case(cast.chen, text=CALM, at=at)
    assert both() == one


def test_the_case_page_says_what_was_decided_and_why(cast, client_of, at):
    rule(cast, at, name="前台轮流", conditions={"channel": ["hall"]})
    case = make.case(cast.chen, text=CALM, at=at)
    page = client_of(cast.chen).get(f"/cases/{case.number}/").content.decode()
    for words in ("前台轮流", "林小雨", "乔安", "override_routing"):
        assert words in page
    offered = client_of(cast.lin).get(f"/cases/{case.number}/").content.decode()
    assert "前台轮流" in offered
    assert "move-override_routing" not in offered
    plain = make.case(cast.chen, text=CALM, channel="web", at=at)
    assert "move-override_routing" not in client_of(cast.chen).get(f"/cases/{plain.number}/").content.decode()


def test_override_on_the_case_page(cast, client_of, at):
    rule(cast, at)
    case = make.case(cast.chen, text=CALM, at=at)
    path = f"/cases/{case.number}/routing/override/"
    assert client_of(cast.lin).post(path, {"to": cast.qiao.pk}).status_code == 403
    assert client_of(cast.chen).post(path, {"to": ""}).status_code == 422
    assert client_of(cast.chen).post(path, {"to": cast.qiao.pk}).status_code == 302
    assert client_of(cast.chen).post(path, {"to": cast.qiao.pk}).status_code == 422
    assert RoutingDecision.objects.get().overridden_to == cast.qiao
    assert "乔安" in client_of(cast.chen).get(f"/cases/{case.number}/").content.decode()
