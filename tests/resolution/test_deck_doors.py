"""The deck by the API and the command: the same verbs, the same doors, the same refusals."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

import make
from dingxin.audit.kinds import Kind
from dingxin.audit.models import Event
from dingxin.audit.refusal import Refused
from dingxin.resolution import actions
from dingxin.resolution.models import Budget, Option, OptionState, Remedy, Stand, Way
from dingxin.resolution.presets import remedies

pytestmark = pytest.mark.django_db
KEYS = {
    "id", "remedy", "name", "kind", "needs_served", "amount", "cost", "within_authority", "approved", "reason", "wording",
    "state", "step", "objections",
}  # fmt: skip
FIELDS = {
    "code": "tea", "kind": "gift", "name": "一盒茶", "wording": "我送您一盒茶，{due}寄到，您看可以吗？", "needs": {"comfort": 3},
}  # fmt: skip


@pytest.fixture
def case(cast, at):
    row = make.case(cast.lin, at=at)
    actions.hear_case(row, at=at)
    Stand.objects.update_or_create(case=row, defaults={"way": Way.MEET, "fault": "ours"})
    return row


def test_the_api_deals_a_deck_and_tells_it_in_order(cast, case, api_of):
    api = api_of(cast.lin)
    before = api.get(f"/cases/{case.number}/options").json()
    assert before["options"]
    assert {option["id"] for option in before["options"]} == {None}
    assert not Option.objects.exists()
    told = api.post(f"/cases/{case.number}/options")
    assert told.status_code == 201
    options = told.json()["options"]
    assert [option["remedy"] for option in options] == [option["remedy"] for option in before["options"]]
    assert all(set(option) == KEYS for option in options)
    assert told.json()["way"] == "meet"


def test_the_api_words_objects_and_puts_aside(cast, case, api_of, at):
    api, path = api_of(cast.lin), f"/cases/{case.number}/options"
    first, second, *_rest = api.post(path).json()["options"]
    changed = api.patch(f"{path}/{first['id']}", amount="20", wording="我为您退回20元，今天下午六点前到账，您看可以吗？").json()
    assert changed["options"][0]["amount"] == 20
    assert api.patch(f"{path}/{first['id']}", amount=-1).status_code == 422
    assert api.post(f"{path}/{second['id']}/objection", reason="too_little").status_code == 409
    sent = api.post(f"/cases/{case.number}/replies", text=second["wording"], offers=[second["id"]])
    assert sent.status_code == 201, sent.json()
    told = api.post(f"{path}/{second['id']}/objection", reason="no_trust", words="上回也这么说").json()
    gone = next(option for option in told["options"] if option["id"] == second["id"])
    assert (gone["state"], gone["objections"]) == ("objected", [{"reason": "no_trust", "words": "上回也这么说"}])
    left = api.delete(f"{path}/{told['options'][0]['id']}").json()
    assert [option["state"] for option in left["options"]].count("withdrawn") == 1


@pytest.mark.parametrize(("method", "path"), [("post", ""), ("patch", "/{}"), ("post", "/{}/objection"), ("delete", "/{}")])
def test_whoever_does_not_handle_the_case_changes_nothing(cast, case, api_of, at, method, path):
    option = actions.build_deck(case, actor=cast.lin, at=at)[0]
    where = f"/cases/{case.number}/options{path.format(option.pk)}"
    body = {"reason": "too_slow"} if "objection" in path else {}
    assert getattr(api_of(cast.wu), method)(where, **body).status_code == 403
    assert getattr(api_of(cast.zhao), method)(where, **body).status_code == 404


def test_an_option_of_another_case_is_not_found(cast, case, api_of, at):
    option = actions.build_deck(case, actor=cast.lin, at=at)[0]
    other = make.case(cast.lin, at=at)
    assert api_of(cast.lin).patch(f"/cases/{other.number}/options/{option.pk}", wording="x").status_code == 404


def test_what_the_customer_is_answered_with_and_the_events_hold_no_cost(cast, case, api_of, at):
    Remedy.objects.update(cost_fixed=Decimal("7.93"))
    option = actions.build_deck(case, actor=cast.lin, at=at)[0]
    make.reply(case, text=option.wording, by=cast.lin, at=at, offers=[option.pk])
    option.refresh_from_db()
    actions.object_option(option, reason="too_slow", actor=cast.lin, at=at)
    api = api_of(cast.lin)
    for path in (f"/cases/{case.number}", f"/cases/{case.number}/messages", "/events"):
        answer = api.get(path)
        assert answer.status_code == 200
        assert "7.93" not in answer.content.decode()
        assert '"cost"' not in answer.content.decode()


def test_the_command_prints_the_deck_and_the_ladder(cast, case, at, capsys):
    Stand.objects.filter(case=case).update(way=Way.LADDER)
    built = actions.build_deck(case, actor=cast.lin, at=at)
    call_command("options", case.number)
    told = json.loads(capsys.readouterr().out)
    assert told["case"] == case.number
    assert told["way"] == "ladder"
    assert [option["id"] for option in told["options"]] == [option.pk for option in built]
    assert [step["step"] for step in told["ladder"]] == [1, 2, 3, 4][: len(built)]
    assert set(told["ladder"][0]["words"]) == {"sorry", "cannot", "understood", "can", "ask"}
    assert "".join(told["ladder"][0]["words"].values()) == told["ladder"][0]["wording"]
    assert told["ladder"][0]["reason"]


def test_the_command_writes_nothing_and_shows_what_would_be(cast, case, capsys):
    Stand.objects.all().delete()
    call_command("options", case.number, "--language", "en")
    told = json.loads(capsys.readouterr().out)
    assert told["way"] == "open"
    assert told["options"]
    assert told["ladder"]
    amounts = [step["amount"] for step in told["ladder"]]
    assert amounts == sorted(amounts, reverse=True)
    assert told["options"][0]["reason"].isascii()
    assert not Option.objects.exists()
    with pytest.raises(CommandError):
        call_command("options", "20990101-0001")


def test_a_new_house_has_its_remedies(db):
    assert Remedy.objects.count() == len(list(remedies()))
    for remedy in Remedy.objects.all():
        remedy.full_clean()
    assert Remedy.objects.get(code="refund-full").share == 1


def test_a_remedy_is_made_changed_and_taken_out_of_use(cast, at):
    made = actions.create_remedy(actor=cast.gu, at=at, **FIELDS)
    changed = actions.update_remedy(made, actor=cast.gu, at=at, stock=3, is_active=False)
    assert (changed.stock, changed.is_active) == (3, False)
    assert Event.objects.get(kind=Kind.REMEDY_CREATED).data == {"id": made.pk}
    assert Event.objects.get(kind=Kind.REMEDY_UPDATED).data == {"id": made.pk, "fields": ["stock", "is_active"]}
    actions.update_remedy(made, actor=cast.gu, at=at, stock=3)
    assert Event.objects.filter(kind=Kind.REMEDY_UPDATED).count() == 1


@pytest.mark.parametrize(
    ("fields", "where"),
    [
        ({"code": "small-gift"}, "code"),
        ({"code": "no code"}, "code"),
        ({"needs": {}}, "needs"),
        ({"needs": {"gold": 3}}, "needs"),
        ({"needs": {"comfort": 4}}, "needs"),
        ({"needs": {"comfort": "3"}}, "needs"),
        ({"share": Decimal("4.5")}, "share"),
        ({"worth": Decimal(-1)}, "worth"),
        ({"demands": ["sing"]}, "demands"),
        ({"faults": ["mine"]}, "faults"),
        ({"tiers": ["royal"]}, "tiers"),
        ({"kind": "bribe"}, "kind"),
        ({"wording": ""}, "wording"),
        ({"granted_by": "king"}, "granted_by"),
    ],
)
def test_a_remedy_that_makes_no_sense_is_refused_at_its_field(cast, at, fields, where):
    with pytest.raises(Refused) as refused:
        actions.create_remedy(actor=cast.gu, at=at, **{**FIELDS, **fields})
    assert refused.value.field == where


def test_the_catalogue_is_the_administrators_by_the_api(cast, api_of, at):
    api = api_of(cast.gu)
    Budget.objects.create(name="关怀", amount=500)
    made = api.post("/remedies", **FIELDS, budget="关怀", worth="12.50")
    assert made.status_code == 201, made.json()
    assert (made.json()["worth"], made.json()["budget"]) == ("12.50", "关怀")
    changed = api.patch(f"/remedies/{made.json()['id']}", stock=5, budget="", amount_max=20).json()
    assert (changed["stock"], changed["budget"], Decimal(changed["amount_max"])) == (5, None, 20)
    assert api.patch(f"/remedies/{made.json()['id']}", stock=None).json()["stock"] is None
    assert api.post("/remedies", **{**FIELDS, "code": "tea-2"}, budget="没有这个").status_code == 409
    assert api.post("/remedies", **FIELDS).status_code == 409
    listed = api.get("/remedies", limit=100).json()
    assert listed["count"] == len(listed["items"]) == Remedy.objects.count()
    for method, path, body in (("get", "/remedies", {}), ("post", "/remedies", FIELDS), ("patch", "/remedies/1", {})):
        assert getattr(api_of(cast.chen), method)(path, **body).status_code == 403


def test_an_option_keeps_its_state_when_its_remedy_goes(cast, case, at):
    option = actions.build_deck(case, actor=cast.lin, at=at)[0]
    actions.update_remedy(option.remedy, actor=cast.gu, at=at, is_active=False)
    option.refresh_from_db()
    assert option.state == OptionState.DECK
    assert option.remedy_id not in {row.remedy_id for row in actions.build_deck(case, actor=cast.lin, at=at)}
