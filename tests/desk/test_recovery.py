"""Service recovery on its pages: a plan in a case, a recovery for many, how plans did, and the register of commitments."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

import make
from dingxin.cases.models import Case
from dingxin.recovery import actions
from dingxin.recovery.models import Batch, Commitment, Invocation, RecoveryPlan, Run
from dingxin.resolution.models import Remedy

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(db):
    return RecoveryPlan.objects.get(code="network-outage")


@pytest.fixture
def case(cast):
    return make.case(cast.lin, text="家里宽带断网两天了，没人管。", at=timezone.now())


def go(client, verb, case, *ids, **data):
    return client.post(reverse(verb, args=[case.number, *ids]), data)


def page(client, case):
    return client.get(reverse("case", args=[case.number])).content.decode()


def test_a_plan_is_started_and_settled_on_the_page_of_a_case(cast, client_of, case, plan):
    client = client_of(cast.lin)
    html = page(client, case)
    assert html.index("网络中断") < html.index("收费有误")
    assert go(client, "start_run", case, plan=plan.pk).status_code == 302
    run = Run.objects.get(case=case)
    html = page(client, case)
    assert "断网的滋味不好受" in html
    assert "data-insert" in html
    step = run.steps.get(part="apology")
    assert go(client, "settle_step", case, step.pk, note="").status_code == 422
    assert go(client, "settle_step", case, step.pk, note="电话里道过歉").status_code == 302
    assert "电话里道过歉" in page(client, case)
    assert go(client, "start_run", case, plan=plan.pk).status_code == 422
    assert go(client, "end_run", case, run.pk, why="客户撤回").status_code == 403
    assert go(client_of(cast.chen), "end_run", case, run.pk, why="客户撤回").status_code == 302
    assert "客户撤回" in page(client, case)


def test_who_does_not_work_on_the_case_starts_nothing(cast, client_of, case, plan):
    assert go(client_of(cast.zhao), "start_run", case, plan=plan.pk).status_code == 404
    assert go(client_of(cast.wu), "start_run", case, plan=plan.pk).status_code == 403
    assert go(client_of(cast.wu), "invoke_commitment", case, commitment=1).status_code == 403
    other = make.case(cast.lin)
    step = actions.start_run(plan, other, actor=cast.lin, at=timezone.now()).steps.first()
    assert go(client_of(cast.lin), "settle_step", case, step.pk, note="x").status_code == 404


def test_a_commitment_is_called_in_from_a_case_once(cast, client_of, case):
    client, row = client_of(cast.lin), Commitment.objects.get(code="answer-in-a-day")
    assert row.words in page(client, case)
    assert go(client, "invoke_commitment", case, commitment=row.pk).status_code == 302
    assert Invocation.objects.get(case=case).clock.duty == "answer"
    assert "已提出" in page(client, case)
    assert go(client, "invoke_commitment", case, commitment=row.pk).status_code == 422


def test_the_part_of_a_case_takes_as_many_queries_for_three_runs_as_for_one(cast, client_of, case, plan):
    client, counts = client_of(cast.chen), []
    for _ in range(3):
        run = actions.start_run(plan, case, actor=cast.lin, at=timezone.now())
        with CaptureQueriesContext(connection) as asked:
            page(client, case)
        counts.append(len(asked))
        actions.end_run(run, why="换一个", actor=cast.chen, at=timezone.now())
    assert len(set(counts)) == 1


def form_of(plan, **more):
    return {"incident": "6月10日断网", "plan": plan.pk, "words": "", "words_en": "", "amount": "0", **more}


def test_for_many_one_looks_first_and_then_tells(cast, client_of, case, plan):
    client = client_of(cast.chen)
    make.closed_case(cast.lin)
    url, form = reverse("start_batch"), form_of(plan, branch=cast.branch_a.pk)
    html = client.post(url, form | {"preview": "1"}).content.decode()
    assert case.number in html
    assert "网络断了，您要用的时候用不上" in html
    assert not Batch.objects.exists()
    words = client.post(url, form).context["form"].data["words"]
    response = client.post(url, form | {"words": words, "start": "1"})
    batch = Batch.objects.get()
    assert response.url == reverse("batch", args=[batch.pk])
    assert batch.words == words
    html = client.get(response.url).content.decode()
    assert "every 3s" in html
    part = client.get(response.url, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part
    actions.work_batches(at=timezone.now())
    assert "every 3s" not in client.get(response.url).content.decode()
    assert case.messages.filter(kind="agent").exists()


def test_a_list_from_a_file_is_carried_through_the_preview(cast, client_of, case, plan, tmp_path):
    client = client_of(cast.chen)
    path = tmp_path / "list.csv"
    path.write_text(f"phone,name\n{case.customer.phone},周岚\n19900009999,无\n", encoding="utf-8-sig")
    with path.open("rb") as file:
        response = client.post(reverse("start_batch"), form_of(plan, file=file))
    assert case.customer.phone in response.context["form"].data["phones"]
    assert [left.who for left in response.context["preview"].left] == ["19900009999"]


def test_nobody_to_tell_is_said_and_a_batch_without_a_choice_refused(cast, client_of, plan):
    client = client_of(cast.chen)
    assert client.post(reverse("start_batch"), form_of(plan)).status_code == 422
    response = client.post(reverse("start_batch"), form_of(plan, branch=cast.branch_a.pk))
    assert response.status_code == 200
    assert 'name="start"' not in response.content.decode()
    assert client.post(reverse("start_batch"), form_of(plan, branch=cast.branch_a.pk, words="x", start="1")).status_code == 422


def test_a_second_person_allows_or_not_and_whoever_leads_stops(cast, client_of, case, plan):
    chen, gu = client_of(cast.chen), client_of(cast.gu)
    credit = Remedy.objects.get(code="account-credit")
    for _ in range(6):
        make.case(cast.lin, at=timezone.now())
    form = form_of(plan, branch=cast.branch_a.pk, remedy=credit.pk, amount="200")
    assert "1400" in chen.post(reverse("start_batch"), form).context["second"]
    chen.post(reverse("start_batch"), form | {"words": "给您添麻烦了，很抱歉。我们送您200元抵用金。", "start": "1"})
    batch = Batch.objects.get()
    url = [reverse(name, args=[batch.pk]) for name in ("approve_batch", "refuse_batch", "stop_batch")]
    assert [chen.post(url[0]).status_code, client_of(cast.lin).post(url[0]).status_code] == [403, 403]
    assert "approval/" not in chen.get(reverse("batch", args=[batch.pk])).content.decode()
    assert gu.post(url[1], {"why": ""}).status_code == 422
    assert gu.post(url[0]).status_code == 302
    assert gu.post(url[0]).status_code == 422
    assert chen.post(url[2], {"why": ""}).status_code == 422
    assert chen.post(url[2], {"why": "线路又断了"}).status_code == 302
    batch.refresh_from_db()
    assert (batch.state, batch.approved_by) == ("stopped", cast.gu)


@pytest.mark.parametrize("name", ["view_recovery", "list_batches", "start_batch"])
def test_pages_for_many_are_for_whoever_leads(cast, client_of, name):
    assert client_of(cast.lin).get(reverse(name)).status_code == 403
    assert client_of(cast.chen).get(reverse(name)).status_code == 200


def test_how_plans_did_stands_with_its_numbers(cast, client_of, case, plan):
    actions.start_run(plan, case, actor=cast.lin, at=timezone.now())
    client = client_of(cast.chen)
    html = client.get(reverse("view_recovery")).content.decode()
    assert "网络中断" in html
    assert "did-table" in html
    assert client.get(reverse("view_recovery"), {"since": "2999-01-01"}).status_code == 422


def test_the_list_of_batches_takes_as_many_queries_for_three_as_for_one(cast, client_of, plan):
    client, counts = client_of(cast.chen), []
    for number in (1, 2):
        for _ in range(number):
            row = make.case(cast.lin, at=timezone.now())
            client.post(reverse("start_batch"), form_of(plan, phones=row.customer.phone, words="很抱歉。", start="1"))
        with CaptureQueriesContext(connection) as asked:
            assert client.get(reverse("list_batches")).status_code == 200
        counts.append(len(asked))
    assert Batch.objects.count() == 3
    assert len(set(counts)) == 1


def test_everybody_reads_the_register_and_an_administrator_writes_it(cast, client_of):
    html = client_of(cast.lin).get(reverse("list_commitments")).content.decode()
    assert "投诉当天有人接" in html
    assert "消保法26条" in html
    assert client_of(cast.chen).get(reverse("create_commitment")).status_code == 403
    client = client_of(cast.gu)
    form = {
        "code": "new-one",
        "position": 5,
        "words": "两小时内给您回电话。",
        "duty": "first_response",
        "after": 2,
        "unit": "work_hour",
    }
    assert client.post(reverse("create_commitment"), form | {"unit": ""}).status_code == 422
    assert client.post(reverse("create_commitment"), form).status_code == 302
    row = Commitment.objects.get(code="new-one")
    assert client.post(reverse("create_commitment"), form).status_code == 422
    assert client.post(reverse("update_commitment", args=[row.pk]), form | {"words": "一小时内给您回电话。"}).status_code == 302
    row.refresh_from_db()
    assert row.words == "一小时内给您回电话。"
    assert not row.is_active


def test_the_qualities_are_judged_while_one_types_and_nothing_is_kept(cast, client_of):
    client, count = client_of(cast.gu), Commitment.objects.count()
    html = client.post(reverse("check_commitment"), {"words": "原则上凭发票尽快为您处理。"}).content.decode()
    for found in ("原则上", "发票", "尽快"):
        assert f"<bdi>{found}</bdi>" in html
    assert Commitment.objects.count() == count
    assert client_of(cast.lin).post(reverse("check_commitment"), {"words": "x"}).status_code == 403


def test_plans_are_kept_on_a_page_of_the_settings(cast, client_of, plan):
    client = client_of(cast.gu)
    assert "网络中断" in client.get(reverse("list_recovery_plans")).content.decode()
    assert client_of(cast.chen).get(reverse("list_recovery_plans")).status_code == 403
    url = reverse("update_recovery_plan", args=[plan.pk])
    shown = client.get(url).context["form"]
    form = {
        name: value
        for one in (shown, *shown.parts)
        for bound in one
        if (value := bound.value()) is not None
        for name in [bound.html_name]
    }
    assert client.post(url, form | {"apology-words": ""}).status_code == 422
    assert client.post(url, form | {"apology-words": "网络断了，实在抱歉。", "signs": "断网 没网"}).status_code == 302
    plan.refresh_from_db()
    assert (plan.parts.get(part="apology").words, plan.signs) == ("网络断了，实在抱歉。", ["断网", "没网"])
    assert client.post(reverse("create_recovery_plan"), form | {"code": "network-outage"}).status_code == 422
    assert client.post(reverse("create_recovery_plan"), form | {"code": "power-cut", "name": "停电"}).status_code == 302
    assert RecoveryPlan.objects.get(code="power-cut").parts.count() == 5
    assert Case.objects.count() == 0


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("zh-hans", ["1 个工作日内答复", "2 个工作小时内首次回应", "超时补偿：账户抵用金 ¥20", "马上办：", "五项都具备"]),
        (
            "en",
            ["Answer within 1 working day", "First response within 2 working hours", "If we are late: ", "Has all five"],
        ),
    ],
)
def test_the_register_and_the_plans_speak_in_words_and_show_no_code(cast, client_of, language, words):
    client = client_of(cast.gu)
    client.cookies["django_language"] = language
    html = client.get(reverse("list_commitments")).content.decode()
    assert [word for word in words if word not in html] == []
    plans = client.get(reverse("list_recovery_plans")).content.decode()
    codes = Remedy.objects.values_list("code", flat=True)
    assert [code for code in codes if f">{code}" in html + plans or f" {code} " in html + plans] == []
    assert "1 working days" not in plans


def test_a_remedy_that_went_from_the_catalogue_is_told_in_register_and_form(cast, client_of):
    client = client_of(cast.gu)
    row = Commitment.objects.get(code="answer-in-a-day")
    Commitment.objects.filter(pk=row.pk).update(remedy="gone-remedy")
    Remedy.objects.filter(code="repair-free").update(is_active=False)
    html = client.get(reverse("list_commitments")).content.decode()
    assert "<code>gone-remedy</code>" in html
    assert "目录里没有" in html
    assert "免费检修" in html
    form = client.get(reverse("update_commitment", args=[row.pk])).context["form"]
    choices = dict(form.fields["remedy"].choices)
    assert {"gone-remedy", "account-credit"} <= set(choices)
    assert "repair-free" not in choices


def test_a_long_register_costs_as_many_queries_as_a_short_one(cast, client_of):
    client, counts = client_of(cast.gu), []
    for name in ("list_commitments", "list_commitments", "list_recovery_plans"):
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse(name))
        counts.append(len(asked))
        Commitment.objects.exclude(code="answer-in-a-day").delete()
    assert counts[0] == counts[1] <= 10
    assert counts[2] <= 10
