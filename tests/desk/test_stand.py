"""Where a case stands, on its page and over the API: who sees and does what, and what never leaves."""

from __future__ import annotations

import json
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

import make
from dingxin.audit.models import Event
from dingxin.cases import actions as cases
from dingxin.followup.actions import create_survey
from dingxin.replies.notices import draft_notice
from dingxin.resolution import actions, queries
from dingxin.resolution.actions import Judgement
from dingxin.resolution.models import DemandVersion, ShelvedPoint

pytestmark = pytest.mark.django_db
FEE = "请把那三十五块钱退给我！"
MORE = "我问了朋友，他们都赔了，你们得赔我五百块！"
POLICY = "资费争议先退后查"
HERE, NOT_HERE = {"lin", "qiao", "chen", "gu"}, {"zhao", "he"}


@pytest.fixture
def case(cast):
    made = make.case(cast.lin, text=FEE, at=timezone.now())
    make.message(made, text=MORE, at=timezone.now())
    actions.hear_case(made, at=timezone.now())
    return made


def go(client, verb, case, *ids, **data):
    return client.post(reverse(verb, args=[case.number, *ids]), data)


def page(client, case):
    return client.get(reverse("case", args=[case.number])).content.decode()


def demand(case, kind):
    return DemandVersion.objects.filter(case=case, kind=kind).latest("pk")


def judged(case, by, **more):
    grounds = [{"of": side, "ground": "policy", "words": POLICY} for side in ("complaint", "demand")]
    grounds.append({"of": "demand", "ground": "law", "ref": "L10-04"})
    judgement = Judgement("yes", "yes", **{"grounds": grounds, **more})
    return actions.judge_case(case, judgement=judgement, actor=by, at=timezone.now())


def test_the_page_shows_what_is_demanded_with_its_words_and_asks_for_the_cause(cast, client_of, case):
    html = page(client_of(cast.lin), case)
    assert "¥35" in html
    assert "¥500" in html
    assert "¥535" in html
    assert f'href="#m{demand(case, "compensate").message_id}"' in html
    assert "还没有人问过原因" in html
    assert "是遇到了什么新情况" in html
    assert "先问清楚是什么变了" in html


def test_a_person_settles_what_was_read(cast, client_of, case):
    client = client_of(cast.lin)
    go(client, "confirm_demand", case, demand(case, "refund").pk)
    assert demand(case, "refund").state == "confirmed"
    go(client, "record_cause", case, demand(case, "compensate").pk, cause="egged_on", words="邻居都赔了五百", instead="on")
    html = page(client, case)
    assert "邻居都赔了五百" in html
    assert [line.kind for line in queries.stand_of(case).demands] == ["compensate"]
    go(client, "correct_demand", case, demand(case, "compensate").pk, kind="compensate", amount="50")
    assert demand(case, "compensate").amount == 50
    go(client, "strike_demand", case, demand(case, "compensate").pk)
    go(client, "record_demand", case, kind="apologise", words="当面道歉")
    assert "当面道歉" in page(client, case)


def test_needs_are_ranked_by_buttons(cast, client_of, case):
    client, needs = client_of(cast.lin), queries.stand_of(case).needs
    go(client, "record_need", case, kind="face")
    last = queries.stand_of(case).needs[-1]
    go(client, "rank_need", case, last.pk, up="yes")
    assert queries.stand_of(case).needs[-2].kind == "face"
    go(client, "rank_need", case, last.pk)
    go(client, "confirm_need", case, needs[0].pk)
    go(client, "strike_need", case, needs[0].pk)
    assert needs[0].kind not in {need.kind for need in queries.stand_of(case).needs}


def test_view_expectation_and_aim_are_recorded(cast, client_of, case):
    client = client_of(cast.lin)
    assert "怎样处理，您心里会觉得踏实" in page(client, case)
    go(client, "record_view", case, words="退了再道个歉就行")
    go(client, "record_expectation", case, words="三十五加点心意", amount="60")
    go(client, "set_aim", case, goal="留住客户", bottom_line="最多两个月月租", bottom_amount="98.50")
    html = page(client, case)
    for words in ("退了再道个歉就行", "三十五加点心意", "¥60", "留住客户", "最多两个月月租", "¥98.50"):
        assert words in html


def test_judging_shows_the_way_the_tone_and_which_rule_was_not_verified(cast, client_of, case):
    client = client_of(cast.lin)
    path = reverse("judge_case", args=[case.number])
    html = client.get(path).content.decode()
    assert "第五十五条第一款" in html
    assert html.count("未核实") >= 2  # on both sides, the rules that were not read in the text say so
    answer = client.post(path, {"complaint": "yes", "demand": "yes", "fault": "ours", "reach": "within"})
    assert answer.status_code == 422
    assert "依据" in answer.content.decode()
    data = {"complaint": "yes", "complaint_policy": POLICY, "demand": "yes", "demand_law": ["L10-04", "L01-01"]}
    assert client.post(path, {**data, "fault": "ours", "reach": "within"}).status_code == 302
    html = page(client, case)
    for words in ("way-meet", POLICY, "未核实", "第五十五条第一款", "不带“但是”"):
        assert words in html
    again = client.get(path).content.decode()
    assert f'value="{POLICY}"' in again
    assert again.count("checked") == 2


def test_facts_are_offered_as_grounds_once_confirmed(cast, client_of, case):
    path = reverse("judge_case", args=[case.number])
    client = client_of(cast.lin)
    assert "complaint_facts" not in client.get(path).content.decode()
    cases.confirm_facts(case, actor=cast.lin, at=timezone.now())
    fact = case.facts.first()
    assert "complaint_facts" in client.get(path).content.decode()
    data = {"complaint": "yes", "complaint_facts": [fact.pk], "demand": "open", "fault": "open", "reach": "within"}
    assert client.post(path, data).status_code == 302
    assert f'href="#m{fact.message_id}"' in page(client, case)


def test_what_cannot_be_solved_is_told_and_marked(cast, client_of, case):
    client = client_of(cast.lin)
    judged(case, cast.lin, beyond_us=True, unsolvable=True)
    assert "发一条回复说明" in page(client, case)
    said = make.reply(case, at=timezone.now())
    assert "就是这条回复" in page(client, case)
    assert go(client, "record_notice", case, said.pk).status_code == 302
    assert queries.stand_of(case).stand.notice == said
    assert go(client, "record_notice", case, said.pk).status_code == 422


def test_points_are_shelved_taken_up_and_settled(cast, client_of, case):
    client = client_of(cast.lin)
    when = (timezone.localtime() + timedelta(days=2)).strftime("%Y-%m-%dT%H:%M")
    data = {"point": "误工费", "reason": "等证明", "owner": cast.lin.pk, "back_at": when}
    assert go(client, "shelve_point", case, **data).status_code == 302
    point = ShelvedPoint.objects.get()
    assert "误工费" in page(client, case)
    assert go(client, "shelve_point", case, **{**data, "owner": cast.zhao.pk}).status_code == 422
    go(client, "take_up_point", case, point.pk)
    go(client, "settle_point", case, point.pk)
    assert go(client, "settle_point", case, point.pk).status_code == 422


def test_what_was_typed_stays_where_it_was_refused(cast, client_of, case):
    answer = go(client_of(cast.lin), "record_cause", case, demand(case, "compensate").pk, cause="loss", words=" ")
    assert answer.status_code == 422
    answer = go(client_of(cast.lin), "set_aim", case, goal="保住老客户", bottom_amount="-1")
    assert answer.status_code == 422
    assert "保住老客户" in answer.content.decode()


#  verb: (what its address has beside the case, what it sends)
VERBS = {
    "record_demand": ((), {"kind": "apologise"}),
    "confirm_demand": (("demand",), {}),
    "strike_demand": (("demand",), {}),
    "correct_demand": (("demand",), {"kind": "refund", "amount": "30"}),
    "record_cause": (("demand",), {"cause": "loss", "words": "又耽误了一天"}),
    "record_need": ((), {"kind": "face"}),
    "confirm_need": (("need",), {}),
    "strike_need": (("need",), {}),
    "rank_need": (("need",), {"up": "yes"}),
    "record_view": ((), {"words": "退钱"}),
    "record_expectation": ((), {"words": "退钱"}),
    "judge_case": ((), {"complaint": "yes", "complaint_policy": POLICY, "demand": "open", "fault": "open", "reach": "within"}),
    "record_notice": (("reply",), {}),
    "set_aim": ((), {"goal": "留住客户"}),
    "shelve_point": ((), {"point": "误工费", "reason": "等证明", "back_at": "2099-01-01T10:00"}),
    "take_up_point": (("point",), {}),
    "settle_point": (("point",), {}),
}


@pytest.mark.parametrize("verb", VERBS)
def test_who_may(cast, client_of, case, verb):
    needed, data = VERBS[verb]
    at = timezone.now()
    point = actions.shelve_point(
        case, point="旧点", reason="等", owner=cast.lin, back_at=at + timedelta(days=1), actor=cast.lin, at=at
    )
    rows = {"demand": demand(case, "compensate"), "need": queries.stand_of(case).needs[0], "point": point}
    rows["reply"] = make.reply(case, at=at)
    ids = [rows[name].pk for name in needed]
    for user in cast.everybody():
        status = go(client_of(user), verb, case, *ids, **data, owner=user.pk).status_code
        wanted = {404} if user.username in NOT_HERE else {302, 422} if user.username in HERE else {403}
        assert (user.username, status in wanted) == (user.username, True)


def test_a_row_of_another_case_is_not_there(cast, client_of, case):
    other = make.case(cast.lin, text=FEE)
    assert go(client_of(cast.lin), "confirm_demand", other, demand(case, "refund").pk).status_code == 404


def test_an_inspector_reads_the_aim_and_changes_nothing(cast, client_of, case):
    actions.set_aim(case, goal="留住客户", bottom_line="", actor=cast.lin, at=timezone.now())
    html = page(client_of(cast.wu), case)
    assert "留住客户" in html
    assert reverse("set_aim", args=[case.number]) not in html
    assert reverse("record_view", args=[case.number]) not in html


def test_the_cost_is_the_same_however_much_stands_there(cast, client_of, case):
    client = client_of(cast.lin)

    def cost():
        with CaptureQueriesContext(connection) as captured:
            page(client, case)
        return len(captured)

    page(client, case)
    few = cost()
    at = timezone.now()
    for number in range(4):
        make.message(case, text=f"你们得赔我{number + 6}百块！", at=at)
        actions.shelve_point(
            case, point=f"点{number}", reason="等", owner=cast.qiao, back_at=at + timedelta(days=1), actor=cast.lin, at=at
        )
    actions.hear_case(case, at=at)
    for kind in ("face", "comfort", "safety"):
        actions.record_need(case, kind=kind, actor=cast.lin, at=at)
    assert cost() == few


SECRETS = ("宁可少赚也要留住", "最多退到两百八十八", "288.88")


def test_goal_and_bottom_line_never_leave(cast, client, client_of, api_of, case):
    make.reply(case, at=timezone.now())
    judged(case, cast.lin, fault="ours")
    actions.set_aim(
        case, goal=SECRETS[0], bottom_line=SECRETS[1], bottom_amount=Decimal("288.88"), actor=cast.lin, at=timezone.now()
    )
    cases.mark_resolved(case, actor=cast.lin, at=timezone.now())
    survey = create_survey(case, actor=cast.lin, at=timezone.now())
    api = api_of(cast.lin)
    words = [client.get(f"/s/{survey.token}/").content.decode()]
    promise = case.promises.first()
    words.append(str(draft_notice(promise, at=timezone.now())))
    words += [json.dumps(event.data, ensure_ascii=False) for event in Event.objects.all()]
    words += [message.text for message in case.messages.all()]
    for path in ("", "/messages", "/facts", "/promises", "/stand", "/clocks", "/brief", "/ladder"):
        words.append(api.get(f"/cases/{case.number}{path}").content.decode())
    words.append(api.get("/events", case=case.number).content.decode())
    words.append(api.post(f"/cases/{case.number}/review", text=make.ANSWER).content.decode())
    assert len(words) > 12
    assert [secret for secret in SECRETS for text in words if secret in text] == []
    aim = api.get(f"/cases/{case.number}/aim").json()
    assert [aim["goal"], aim["bottom_line"], aim["bottom_amount"]] == list(SECRETS)


def test_the_api_gives_the_aim_to_those_who_may_view_it_only(cast, api_of, case):
    assert api_of(cast.lin).get(f"/cases/{case.number}/aim").status_code == 404
    body = {"goal": "留住客户", "bottom_amount": "88.5"}
    assert api_of(cast.wu).put(f"/cases/{case.number}/aim", **body).status_code == 403
    assert api_of(cast.lin).put(f"/cases/{case.number}/aim", **body).json()["bottom_amount"] == "88.50"
    for user, status in (("qiao", 200), ("chen", 200), ("wu", 200), ("gu", 200), ("zhao", 404), ("he", 404)):
        assert api_of(getattr(cast, user)).get(f"/cases/{case.number}/aim").status_code == status


def test_the_api_speaks_the_same_verbs(cast, api_of, case):
    api, path = api_of(cast.lin), f"/cases/{case.number}"
    stand = api.get(f"{path}/stand").json()
    assert (stand["claimed"], stand["way"]) == ("535.00", "open")
    by = {row["current"]["kind"]: row["current"]["id"] for row in stand["demands"]}
    assert api.post(f"{path}/demands/{by['refund']}/confirmation").status_code == 200
    answer = api.put(f"{path}/demands/{by['compensate']}/cause", cause="egged_on", words="邻居都赔了", instead=True)
    assert [row["current"]["kind"] for row in answer.json()["demands"]] == ["compensate"]
    assert api.put(f"{path}/demands/{by['compensate']}", kind="compensate", amount="60").json()["claimed"] == "60.00"
    assert api.delete(f"{path}/demands/{by['refund']}").status_code == 409
    assert api.post(f"{path}/demands", kind="apologise").status_code == 201
    assert api.post(f"{path}/needs", kind="face").status_code == 201
    need = api.get(f"{path}/stand").json()["needs"][-1]
    assert api.put(f"{path}/needs/{need['id']}/rank", up=True).status_code == 200
    assert api.post(f"{path}/needs/{need['id']}/confirmation").status_code == 200
    assert api.delete(f"{path}/needs/{need['id']}").status_code == 200
    assert api.put(f"{path}/view", words="退了就好").json()["view"] == "退了就好"
    assert api.put(f"{path}/expectation", amount="60").json()["expected_amount"] == "60.00"
    grounds = [{"of": side, "ground": "law", "ref": "L10-04"} for side in ("complaint", "demand")]
    judgement = {"complaint": "yes", "demand": "yes", "unsolvable": True}
    assert api.put(f"{path}/judgement", **judgement).json()["field"] == "complaint"
    judged = api.put(f"{path}/judgement", **judgement, grounds=grounds).json()
    assert (judged["way"], judged["grounds"][0]["verified"]) == ("unresolvable", False)
    said = make.reply(case, at=timezone.now())
    assert api.put(f"{path}/judgement/notice", message=said.pk).json()["notice"] == said.pk
    point = {"point": "误工费", "reason": "等证明", "owner": "qiao", "back_at": "2026-01-01T10:00:00+08:00"}
    assert api.post(f"{path}/points", **point).json()["field"] == "back_at"
    soon = (timezone.now() + timedelta(days=1)).isoformat()
    assert api.post(f"{path}/points", **{**point, "back_at": soon, "owner": "nobody"}).json()["field"] == "owner"
    row = api.post(f"{path}/points", **{**point, "back_at": soon}).json()["points"][0]
    assert api.post(f"{path}/points/{row['id']}/taking-up").status_code == 200
    assert api.post(f"{path}/points/{row['id']}/settlement").json()["points"][0]["state"] == "settled"


@pytest.mark.parametrize("amount", ["-1", "1e400", "NaN", "Infinity", "0.001", "x", 10**30])
def test_a_sum_that_is_none_is_not_understood(cast, api_of, case, amount):
    assert api_of(cast.lin).post(f"/cases/{case.number}/demands", kind="repair", amount=amount).status_code in {409, 422}


def test_who_may_over_the_api(cast, api_of, case):
    for user in cast.everybody():
        get = api_of(user).get(f"/cases/{case.number}/stand").status_code
        put = api_of(user).put(f"/cases/{case.number}/view", words="退钱").status_code
        here = 404 if user.username in NOT_HERE else 200
        assert (user.username, get, put) == (user.username, here, 403 if user.username == "wu" else here)


def judging(client, case, **data):
    path = reverse("judge_case", args=[case.number])
    return client.post(path, data) if data else client.get(path)


def shown(response, side="complaint"):
    law = {of: part for of, _fields, part in response.context["form"].sides}[side]
    return {group.name: [one.rule.id for one in group.rules] for group in law.groups}


def test_the_rules_likely_for_the_case_stand_first_and_every_rule_is_offered(cast, client_of, case):
    client = client_of(cast.lin)
    cases.add_customer_message(
        case, text="你们不道歉，我就在网上登报，还要查清单！", channel="hall", actor=cast.lin, at=timezone.now()
    )
    groups = shown(judging(client, case))
    first, *rest = groups
    assert first == "这件案子可能用到"
    assert {"L04-01", "L05-01"} <= set(groups[first])
    assert "L24-02" not in groups[first]
    assert len(groups[first]) <= 6
    listed = [rule for group in groups.values() for rule in group]
    assert sorted(listed) == sorted(rule.id for rule in queries.stand.law_for_grounds())
    assert "网购与评价" in rest


@pytest.mark.parametrize(
    ("asked", "there", "gone"),
    [
        ({"complaint_find": "消保法 55"}, "L01-01", "L04-01"),
        ({"complaint_find": "精神损害 后果"}, "L03-01", "L01-01"),
        ({"complaint_topic": "4"}, "L04-04", "L05-01"),
        ({"complaint_trade": "telecom"}, "L10-05", "L24-02"),
        ({"complaint_find": "Apology"}, "L04-01", "L24-02"),
    ],
)
def test_the_law_is_looked_through_without_a_script_and_nothing_typed_is_lost(cast, client_of, case, asked, there, gone):
    client = client_of(cast.lin)
    typed = {"complaint": "yes", "complaint_policy": POLICY, "complaint_law": ["L25-01", "L11-04"], "fault": "ours"}
    response = judging(client, case, find="complaint", **typed, **asked)
    assert response.status_code == 200
    listed = [rule for group in shown(response).values() for rule in group]
    assert there in listed
    assert gone not in listed
    assert "L11-04" in listed  # what is ticked stays
    html = response.content.decode()
    assert POLICY in html
    assert "field-error" not in html
    assert "errorlist" not in html
    assert gone in [rule for group in shown(response, "demand").values() for rule in group]


def test_a_word_no_rule_holds_is_said_and_junk_breaks_nothing(cast, client_of, case):
    client = client_of(cast.lin)
    html = judging(
        client, case, find="complaint", complaint_find="飞碟", complaint_topic="²", complaint_trade="x"
    ).content.decode()
    assert "没有哪一条" in html
    assert judging(client, case, find="demand", demand_find="a " * 40).status_code == 200


def test_the_law_is_found_in_english_too(cast, client_of, case):
    client = client_of(cast.lin)
    client.cookies["django_language"] = "en"
    response = judging(client, case, find="complaint", complaint_find="distress")
    assert {rule for group in shown(response).values() for rule in group} == {"L03-01", "L03-02", "L03-03"}
    assert 'aria-label="Mental distress"' in response.content.decode()
