"""The agreement on the page of its case: confirmed, performed, failed, taken back; who may; what it costs."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

import make
from dingxin.cases import actions as cases
from dingxin.resolution import actions
from dingxin.resolution.actions import Owed, Said
from dingxin.resolution.actions.presenting import present_options
from dingxin.resolution.models import Agreement, Choice, Entry, Obligation, Option, Stand

pytestmark = pytest.mark.django_db
YES = "好的，就按第一个办法办。"


@pytest.fixture
def case(cast):
    return make.case(cast.lin, at=timezone.now())


def put(case, *amounts):
    now, lin = timezone.now(), case.owner
    rows = [
        Option.objects.create(case=case, kind="refund", amount=amount, cost=amount, position=place, made_by=lin, at=now)
        for place, amount in enumerate(amounts, 1)
    ]
    reply = make.reply(case, text="真的很抱歉，给您添了麻烦。我来把这件事办好，您看这样行吗？", by=lin, at=now)
    return present_options(case, rows, message=reply, actor=lin, at=now)


def agreed(case, *amounts):
    options, now = put(case, *amounts), timezone.now()
    terms = [Owed(row.pk, f"退费 {row.position}", case.owner, now + timedelta(hours=5), row.amount) for row in options]
    ids = [row.pk for row in options]
    return actions.confirm_agreement(case, options=ids, obligations=terms, said=Said(words=YES), actor=case.owner, at=now)


def go(client, verb, case, *ids, **data):
    return client.post(reverse(verb, args=[case.number, *ids]), data)


def page(client, case):
    return client.get(reverse("case", args=[case.number])).content.decode()


def filled(option, by, **more):
    due = timezone.localtime() + timedelta(days=1)
    pk = option.pk
    return {
        f"take_{pk}": "on", f"what_{pk}": "35 元退回话费账户", f"amount_{pk}": "35", f"by_{pk}": by.pk,
        f"due_{pk}": f"{due:%Y-%m-%dT%H:%M}", "words": YES, **more,
    }  # fmt: skip


def test_an_empty_part_says_what_would_fill_it(cast, client_of, case):
    html = page(client_of(cast.lin), case)
    assert "还没有达成约定" in html
    assert "confirm-agreement" not in html


def test_what_was_offered_is_prefilled_and_agreed(cast, client_of, case):
    client = client_of(cast.lin)
    (option,) = put(case, 35)
    html = page(client, case)
    assert f'name="take_{option.pk}"' in html
    assert "35 元" in html
    response = go(client, "confirm_agreement", case, **filled(option, cast.qiao))
    assert response.status_code == 302
    made = Agreement.objects.get()
    owed = made.obligations.get()
    assert (made.words, owed.by, owed.amount, owed.what) == (YES, cast.qiao, 35, "35 元退回话费账户")
    html = page(client, case)
    assert YES in html
    assert "我把说定的再跟您对一遍" in html
    assert 'data-insert="谢谢您' in html


def test_the_customers_later_message_stands_first(cast, client_of, case):
    (option,) = put(case, 35)
    said = make.message(case, text="可以，就这么定了。", at=timezone.now())
    client = client_of(cast.lin)
    assert f'<option value="{said.pk}" selected' in page(client, case)
    go(client, "confirm_agreement", case, **filled(option, cast.lin, words="就这么定了", message=said.pk))
    assert Agreement.objects.get().message == said
    assert Agreement.objects.get().words == "就这么定了"


def test_what_is_refused_keeps_what_was_typed(cast, client_of, case):
    (option,) = put(case, 35)
    client = client_of(cast.lin)
    response = go(client, "confirm_agreement", case, **filled(option, cast.lin, **{f"amount_{option.pk}": "36"}))
    html = response.content.decode()
    assert response.status_code == 422
    assert "最多" in html
    assert 'value="36"' in html
    response = go(client, "confirm_agreement", case, **filled(option, cast.lin, words=""))
    assert response.status_code == 422
    assert "35 元退回话费账户" in response.content.decode()
    response = go(client, "confirm_agreement", case, words=YES)
    assert response.status_code == 422
    assert not Agreement.objects.exists()


def test_a_page_sent_twice_agrees_once(cast, client_of, case):
    (option,) = put(case, 35)
    client, data = client_of(cast.lin), filled(option, cast.lin, token="t")
    for _ in range(2):
        assert go(client, "confirm_agreement", case, **data).status_code == 302
    assert Agreement.objects.count() == 1


def test_the_choice_between_two_is_recorded_and_ticks_the_option(cast, client_of, case):
    client = client_of(cast.lin)
    first, second = put(case, 35, 20)
    assert "choose-option" in page(client, case)
    assert go(client, "choose_option", case, option=second.pk, words="我选第二个").status_code == 302
    assert Choice.objects.get().option == second
    html = page(client, case)
    for option, ticked in ((first, False), (second, True)):
        tag = html[html.index(f'name="take_{option.pk}"') :].split(">")[0]
        assert ("checked" in tag) is ticked


def test_it_is_performed_in_parts_failed_and_taken_back(cast, client_of, case):
    lin, chen = client_of(cast.lin), client_of(cast.chen)
    made = agreed(case, 35, 20)
    first, second = made.obligations.order_by("pk")
    assert go(lin, "perform_obligation", case, first.pk, amount="15", reference="").status_code == 422
    assert go(lin, "perform_obligation", case, first.pk, amount="15", reference="P-1").status_code == 302
    first.refresh_from_db()
    assert (first.state, first.done_amount) == ("partly", 15)
    assert "P-1" in page(lin, case)
    assert go(lin, "fail_obligation", case, second.pk, reason="账户已销户").status_code == 302
    html = page(lin, case)
    assert "没有办成，让您白等了" in html
    assert 'data-insert="很抱歉' in html
    entry = Entry.objects.get(kind="pay")
    assert f"reverse-{first.pk}" not in html
    assert f"reverse-{first.pk}" in page(chen, case)
    assert go(chen, "reverse_performance", case, first.pk, entry=entry.pk, reason="银行退回").status_code == 302
    first.refresh_from_db()
    assert first.state == "open"


def test_the_page_warns_of_what_is_owed_and_marking_resolved_says_so(cast, client_of, case):
    client = client_of(cast.lin)
    agreed(case, 35)
    make.reply(case, at=timezone.now())
    html = page(client, case)
    assert html.count("还有 1 项说好的事没有办") >= 1
    response = client.post(reverse("mark_resolved", args=[case.number]), follow=True)
    assert "told-warning" in response.content.decode()
    cases.record_verdict(case, content=True, actor=cast.lin, at=timezone.now())
    assert go(client, "close_case", case).status_code == 422


def test_above_or_below_what_was_expected_is_shown_inside(cast, client_of, case):
    Stand.objects.update_or_create(case=case, defaults={"expected_amount": 30})
    agreed(case, 35)
    assert "高于期望" in page(client_of(cast.lin), case)


@pytest.mark.parametrize("verb", ["choose_option", "confirm_agreement", "perform_obligation", "fail_obligation"])
def test_who_may(cast, client_of, case, verb):
    made = agreed(case, 0)
    row = made.obligations.get()
    Obligation.objects.filter(pk=row.pk).update(state="open")
    ids = [row.pk] if "obligation" in verb else []
    for who, status in (("lin", {302, 422}), ("wu", {403}), ("zhao", {404})):
        assert go(client_of(getattr(cast, who)), verb, case, *ids, reason="不行").status_code in status


def test_only_who_leads_takes_back(cast, client_of, case):
    row = agreed(case, 0).obligations.get()
    actions.perform_obligation(row, actor=cast.lin, at=timezone.now())
    for who, status in (("lin", 403), ("wu", 403), ("zhao", 404), ("chen", 302)):
        assert go(client_of(getattr(cast, who)), "reverse_performance", case, row.pk, reason="弄错了").status_code == status


def test_an_obligation_of_another_case_is_not_there(cast, client_of, case):
    row = agreed(make.case(cast.lin, at=timezone.now()), 0).obligations.get()
    assert go(client_of(cast.lin), "perform_obligation", case, row.pk).status_code == 404


def test_the_case_page_costs_the_same_with_one_thing_owed_and_with_many(cast, client_of, case):
    client = client_of(cast.chen)

    def cost():
        with CaptureQueriesContext(connection) as seen:
            page(client, case)
        return len(seen)

    agreed(case, 35)
    put(case, 20, 10)
    page(client, case)
    one = cost()
    agreed(case, 5, 6, 7)
    put(case, 20, 10, 30)
    assert cost() == one


def test_the_day_shows_what_is_owed_with_a_way_there(cast, client_of, case):
    row = agreed(case, 35).obligations.get()
    row.promise.due = timezone.now() + timedelta(minutes=5)
    row.promise.save()
    html = client_of(cast.lin).get("/day/").content.decode()
    assert f"#obligation-{row.pk}" in html
    assert row.what in html
    assert "?notice=" not in html


def test_the_api_speaks_the_same_verbs(cast, api_of, case):
    api, boss = api_of(cast.lin), api_of(cast.chen)
    path = f"/cases/{case.number}"
    first, second = put(case, 35, 20)
    due = (timezone.now() + timedelta(days=1)).isoformat()
    assert api.post(f"{path}/choice", option=first.pk, words="第一个").status_code == 201
    owed = [{"option": first.pk, "what": "退回 35 元", "amount": "35", "by": "qiao", "due": due}]
    body = {"options": [first.pk], "obligations": owed, "words": YES}
    assert api.post(f"{path}/agreements", **{**body, "words": ""}).json()["field"] == "words"
    assert api.post(f"{path}/agreements", **{**body, "options": [0]}).status_code == 422
    assert api.post(f"{path}/agreements", **{**body, "options": [second.pk + 1000]}).status_code == 409
    made = api.post(f"{path}/agreements", **body)
    assert made.status_code == 201
    given = made.json()
    assert (given["state"], given["words"], given["obligations"][0]["by"]) == ("standing", YES, "qiao")
    assert "cost" not in str(given)
    pk = given["obligations"][0]["id"]
    assert api.post(f"{path}/obligations/{pk}/performance", reference="P-1").json()["state"] == "done"
    assert api.post(f"{path}/obligations/{pk}/performance", reference="P-1").json()["state"] == "done"
    assert api.post(f"{path}/obligations/{pk}/failure", reason="不行").status_code == 409
    listed = api.get(f"{path}/agreements").json()
    assert [(row["state"], row["obligations"][0]["payments"][0]["reference"]) for row in listed] == [("performed", "P-1")]
    entry = listed[0]["obligations"][0]["payments"][0]["id"]
    back = {"path": f"/api{path}/obligations/{pk}/performance", "data": {"entry": entry, "reason": "银行退回"}}
    assert api.client.delete(**back, content_type="application/json").status_code == 403
    taken = boss.client.delete(**back, content_type="application/json")
    assert taken.json()["state"] == "open"
    make.reply(case, at=timezone.now())
    assert len(api.post(f"{path}/resolution").json()["warnings"]) == 1
    assert api_of(cast.zhao).get(f"{path}/agreements").status_code == 404
    assert api_of(cast.wu).post(f"{path}/agreements", **body).status_code == 403
    second.refresh_from_db()
    assert (second.state, second.amount) == ("withdrawn", Decimal(20))


def test_one_option_can_owe_several_things_by_several_people(cast, client_of, case):
    client, (option,) = client_of(cast.lin), put(case, 35)
    pk, due = option.pk, timezone.localtime() + timedelta(days=2)
    second = {
        f"row_{pk}": ["1", "3", "4"], f"amount_{pk}": "20", f"what_{pk}_3": "15 元话费充到新号码", f"amount_{pk}_3": "15",
        f"by_{pk}_3": cast.qiao.pk, f"due_{pk}_3": f"{due:%Y-%m-%dT%H:%M}", f"what_{pk}_4": " ", f"by_{pk}_4": cast.lin.pk,
    }  # fmt: skip
    data = filled(option, cast.lin, **{f"what_{pk}": "20 元退回话费账户"}) | second
    assert go(client, "confirm_agreement", case, **(data | {f"amount_{pk}_3": "16"})).status_code == 422
    assert go(client, "confirm_agreement", case, **(data | {f"due_{pk}_3": ""})).status_code == 422
    assert go(client, "confirm_agreement", case, **data).status_code == 302
    owed = Agreement.objects.get().obligations.order_by("pk")
    assert [(row.what, row.amount, row.by) for row in owed] == [
        ("20 元退回话费账户", 20, cast.lin), ("15 元话费充到新号码", 15, cast.qiao),
    ]  # fmt: skip
    assert case.promises.owed().count() == 2


def test_a_row_is_added_and_removed_without_a_script_and_nothing_typed_is_lost(cast, client_of, case):
    client, (option,) = client_of(cast.lin), put(case, 35)
    pk = option.pk
    data = filled(option, cast.qiao, **{f"amount_{pk}": "20", f"row_{pk}": "1", f"left_{pk}": "35.00"})
    response = go(client, "confirm_agreement", case, **data, more=pk)
    html = response.content.decode()
    assert response.status_code == 200
    assert f'name="what_{pk}_2"' in html
    assert 'value="15"' in html
    assert "35 元退回话费账户" in html
    assert 'value="resolution" checked' in html
    assert "banner-refused" not in html
    assert "field-error" not in html
    form = response.context["resolution"]["agreement"].confirm
    assert str(form[f"by_{pk}_2"].value()) == str(cast.qiao.pk)
    longer = data | {f"row_{pk}": ["1", "2"], f"what_{pk}_2": "写道歉信"}
    response = go(client, "confirm_agreement", case, **longer, less=f"{pk}_2")
    html = response.content.decode()
    assert f'name="what_{pk}_2"' not in html
    assert "35 元退回话费账户" in html
    assert not Agreement.objects.exists()


@pytest.mark.parametrize("junk", [{"more": "99999"}, {"more": "x"}, {"less": "x_y"}, {"less": "_"}, {"more": "9" * 400}])
def test_nonsense_in_the_rows_breaks_nothing(cast, client_of, case, junk):
    (option,) = put(case, 35)
    rows = {f"row_{option.pk}": ["1", "-2", "²", "9999", *map(str, range(30))], f"left_{option.pk}": "NaN"}
    response = go(client_of(cast.lin), "confirm_agreement", case, **filled(option, cast.lin, **rows), **junk)
    assert response.status_code == 200
    assert response.content.decode().count('class="deal-row"') == 8
    assert not Agreement.objects.exists()
