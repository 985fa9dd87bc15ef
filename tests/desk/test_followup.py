"""The follow-up on its pages: the list, one call, its outcome, what customers prefer, plans and programmes."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

import make
from dingxin.audit.kinds import Kind
from dingxin.audit.models import Event
from dingxin.cases.models import Case
from dingxin.followup import actions
from dingxin.followup.models import Callback, Plan, Preference, Programme

pytestmark = pytest.mark.django_db
LIST = "/callbacks/"
PLANS = "/settings/callback-plans/"


def resolved(by, **fields):
    case = make.resolved_case(by, **fields)
    actions.plan_callbacks(Event.objects.get(case=case, kind=Kind.CASE_RESOLVED))
    return case


def outcome(client, row, **data):
    return client.post(reverse("record_callback", args=[row.pk]), data)


@pytest.fixture
def row(cast) -> Callback:
    return resolved(cast.lin).callbacks.first()


def test_what_is_due_stands_on_the_list_of_whoever_handles_it(cast, client_of, row):
    html = client_of(cast.lin).get(LIST).content.decode()
    assert row.case.number in html
    assert row.case.number not in client_of(cast.qiao).get(LIST).content.decode()
    assert row.case.number in client_of(cast.qiao).get(f"{LIST}?heap=due").content.decode()
    assert row.case.number not in client_of(cast.zhao).get(f"{LIST}?heap=due").content.decode()


@pytest.mark.parametrize("heap", ["mine", "due", "coming", "done", "nonsense", ""])
def test_every_view_opens_also_empty(cast, client_of, heap):
    assert client_of(cast.lin).get(f"{LIST}?heap={heap}").status_code == 200


def test_a_list_of_thirty_costs_as_much_as_a_list_of_one(cast, client_of, row, django_assert_num_queries):
    client = client_of(cast.lin)
    client.get(LIST)
    with CaptureQueriesContext(connection) as one:
        client.get(LIST)
    for _ in range(12):
        resolved(cast.lin)
    with django_assert_num_queries(len(one)):
        client.get(LIST)


def test_one_call_shows_whom_why_and_what_was_answered(cast, client_of, row):
    html = client_of(cast.lin).get(f"{LIST}{row.pk}/").content.decode()
    for words in (row.customer.phone, "真是抱歉", "今天下午五点前", "不满意"):
        assert words in html


def test_content_goes_back_to_the_list_and_not_content_to_the_case(cast, client_of, row):
    client = client_of(cast.lin)
    response = outcome(client, row, outcome="not_content", cause="not_done", words="钱还没到。")
    assert response["Location"].startswith(f"/cases/{row.case.number}/")
    html = client.get(f"/cases/{row.case.number}/").content.decode()
    assert "钱还没到。" in html
    assert "请从“解决”" in html
    other = resolved(cast.lin).callbacks.first()
    assert outcome(client, other, outcome="content")["Location"] == LIST


def test_what_is_missing_is_asked_for_and_the_words_stay(cast, client_of, row):
    response = outcome(client_of(cast.lin), row, outcome="not_content", words="写了很久")
    assert response.status_code == 422
    assert "写了很久" in response.content.decode()
    assert outcome(client_of(cast.lin), row).status_code == 422


@pytest.mark.parametrize(
    ("who", "status"), [("lin", 302), ("qiao", 302), ("chen", 302), ("gu", 302), ("wu", 403), ("zhao", 404), ("he", 404)]
)
def test_who_may_record(cast, client_of, row, who, status):
    assert outcome(client_of(getattr(cast, who)), row, outcome="content").status_code == status


def test_the_link_is_made_on_the_case_and_shown_until_it_is_answered(cast, client_of, client):
    case, staff = make.resolved_case(cast.lin), client_of(cast.lin)
    staff.post(reverse("create_survey", args=[case.number]))
    link = case.surveys.get().token
    assert f"http://testserver/s/{link}/" in staff.get(f"/cases/{case.number}/").content.decode()
    client.post(f"/s/{link}/", {"content": "no", "cause": "manner", "words": "态度不好"})
    html = staff.get(f"/cases/{case.number}/").content.decode()
    assert f"http://testserver/s/{link}/" not in html
    assert "请从“安抚”" in html
    assert client_of(cast.wu).post(reverse("create_survey", args=[case.number])).status_code == 403


@pytest.fixture
def asked(cast, client_of):
    """A resolved case of mail with a link for the verdict."""
    case = make.resolved_case(cast.lin, channel="mail")
    client_of(cast.lin).post(reverse("create_survey", args=[case.number]))
    return case


def put(client, case):
    return client.get(f"/cases/{case.number}/?survey=1")


def test_the_link_goes_into_the_reply_with_one_click_and_a_person_sends_it(cast, client_of, asked):
    client, link = client_of(cast.lin), f"http://testserver/s/{asked.surveys.get().token}/"
    page = client.get(f"/cases/{asked.number}/").content.decode()
    assert f"/cases/{asked.number}/?box=mine&amp;survey=1#composer" in page
    assert f'：\n{link}"' in page  # what the click inserts
    response = put(client, asked)
    (tab,) = [tab for tab in response.context["tabs"] if tab.current]
    assert tab.verb == "send_reply"
    assert link in tab.form["text"].value()
    draft = response.context["draft"]
    assert draft.verdict != "stop"
    assert not [finding for finding in draft.findings if finding.weight == "stop" or "http" in finding.words]
    assert not asked.messages.filter(text__contains=link).exists()
    client.post(reverse("send_reply", args=[asked.number]), {"text": tab.form["text"].value(), "revision": asked.revision})
    assert asked.messages.filter(kind="agent", text__contains=link).exists()
    asked.refresh_from_db()
    assert asked.state == "resolved"
    assert asked.surveys.get().is_open(timezone.now())


def test_the_link_is_asked_for_in_the_language_of_the_customer(cast, client_of):
    case = make.resolved_case(cast.lin, channel="mail")
    Case.objects.filter(pk=case.pk).update(language="en")
    client = client_of(cast.lin)
    client.post(reverse("create_survey", args=[case.number]))
    (tab,) = [tab for tab in put(client, case).context["tabs"] if tab.current]
    assert "Whether it is really solved is for you to say." in tab.form["text"].value()


@pytest.mark.parametrize("channel", ["hall", "hotline", "letter", "external", "import"])
def test_what_is_not_written_carries_no_link(cast, client_of, channel):
    case, client = make.resolved_case(cast.lin, channel=channel), client_of(cast.lin)
    client.post(reverse("create_survey", args=[case.number]))
    page = put(client, case)
    assert "survey=1#composer" not in page.content.decode()
    assert page.context["followup"].words == ""
    assert page.context["draft"] is None


def test_no_link_goes_into_a_reply_without_an_open_link_or_the_right_to_answer(cast, client_of, client, asked):
    assert put(client_of(cast.wu), asked).context["followup"].words == ""
    client.post(f"/s/{asked.surveys.get().token}/", {"content": "yes"})
    page = put(client_of(cast.lin), asked)
    assert (page.context["followup"].words, page.context["draft"]) == ("", None)
    other = make.resolved_case(cast.lin, channel="mail")
    assert put(client_of(cast.lin), other).context["draft"] is None


def test_what_a_customer_prefers_is_kept_and_refused_out_of_order(cast, client_of):
    case, client = make.case(cast.lin), client_of(cast.lin)
    page = f"/customers/{case.customer_id}/preference/"
    assert client.post(page, {"way": "sms", "earliest": "14:00", "latest": "16:00"}).status_code == 302
    row = Preference.objects.get(customer=case.customer)
    assert (row.way, str(row.earliest), row.no_calls) == ("sms", "14:00:00", False)
    assert client.post(page, {"earliest": "16:00", "latest": "14:00"}).status_code == 422
    assert client.post(page, {"no_calls": "on"}).status_code == 302
    row.refresh_from_db()
    assert row.no_calls
    assert client_of(cast.zhao).get(page).status_code == 404
    assert page in client.get(f"/customers/{case.customer_id}/").content.decode()


def test_plans_are_kept_by_the_administrator(cast, client_of):
    client = client_of(cast.gu)
    assert client.get(PLANS).status_code == 200
    fields = {
        "name": "酒店：次日回访", "position": 5, "first_after": 1, "first_unit": "day", "second_unit": "day", "attempts": 2,
        "retry_hours": 2, "is_active": "on",
    }  # fmt: skip
    assert client.post(f"{PLANS}new/", fields).status_code == 302
    plan = Plan.objects.get(name="酒店：次日回访")
    assert client.post(f"{PLANS}{plan.pk}/", {**fields, "second_after": 5}).status_code == 302
    plan.refresh_from_db()
    assert (plan.first_unit, plan.second_after) == ("day", 5)
    assert client.post(f"{PLANS}new/", fields).status_code == 422
    for path in ("", "new/", f"{plan.pk}/"):
        assert client_of(cast.chen).get(f"{PLANS}{path}").status_code == 403


def programme(client, **data):
    return client.post(f"{LIST}programmes/new/", data)


def test_a_manager_sets_up_calls_to_the_silent(cast, client_of):
    client = client_of(cast.chen)
    data = {"name": "静默客户", "branch": cast.branch_a.pk}
    assert programme(client, **data).status_code == 422
    response = programme(client, **data, list="电话,姓名,原因\n19900007777,钱若,套餐到期\n打不通,,\n")
    assert response["Location"] == f"{LIST}?heap=coming"
    html = client.get(f"{LIST}?heap=coming").content.decode()
    assert "套餐到期" in html
    assert "打不通" in html
    assert Programme.objects.get().callbacks.count() == 1
    assert programme(client, **data, list="19900008888").status_code == 422


def test_a_manager_calls_for_their_own_branch_only_and_an_agent_not_at_all(cast, client_of):
    data = {"name": "静默客户", "branch": cast.branch_b.pk, "list": "19900007777"}
    assert programme(client_of(cast.chen), **data).status_code == 422
    assert programme(client_of(cast.lin), **data).status_code == 403
    assert programme(client_of(cast.gu), **data).status_code == 302


def test_a_file_of_any_kind_breaks_nothing(cast, client_of):
    client = client_of(cast.gu)
    for number, raw in enumerate([b"\x00\xff\xfe", b"{}", b'{"id": 1}', b"", "电话\n".encode("gb18030"), b"\xef\xbb\xbf"]):
        data = {"name": f"名单{number}", "branch": cast.branch_a.pk, "file": SimpleUploadedFile("x.csv", raw)}
        assert programme(client, **data).status_code == 422


def test_a_call_of_a_programme_opens_a_case(cast, client_of, at):
    wanted = [actions.Wanted("19900007777", "钱若", "套餐到期")]
    made, _left = actions.create_programme(
        name="静默", source="list", branch=cast.branch_a, wanted=wanted, actor=cast.chen, at=at
    )
    row = made.callbacks.get()
    assert client_of(cast.zhao).get(f"{LIST}{row.pk}/").status_code == 404
    client = client_of(cast.qiao)
    assert "套餐到期" in client.get(f"{LIST}{row.pk}/").content.decode()
    response = outcome(client, row, outcome="not_content", cause="other", words="网太慢了。")
    assert response["Location"] == f"/cases/{Case.objects.get().number}/"
