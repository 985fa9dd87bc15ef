"""Evidence and the review of a complaint on their pages."""

from __future__ import annotations

import io
import zipfile
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

import make
from dingxin.audit.kinds import Kind
from dingxin.audit.models import Event
from dingxin.evidence import actions
from dingxin.evidence.criteria import criteria
from dingxin.evidence.models import Concern, Item, MaliceReview

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("vault")]
SOUND = b"ID3\x04 a recording"
ALONE = "仅有投诉，不等于任何人有错"


@pytest.fixture
def case(cast):
    return make.case(cast.lin, at=timezone.now())


def go(client, verb, case, *ids, headers=None, **data):
    return client.post(reverse(verb, args=[case.number, *ids]), data, headers=headers or {})


def files(*names):
    return [SimpleUploadedFile(name, SOUND + name.encode()) for name in names]


def page(client, case, name="case"):
    return client.get(reverse(name, args=[case.number])).content.decode()


def judged(outcome="not_malicious", **more):
    answers = {f"answer_{key}": "not_met" for key in criteria()}
    return answers | {"outcome": outcome, "reason": "看过聊天记录。"} | more


def test_several_files_are_kept_at_once_and_shown_with_their_hash(cast, client_of, case):
    client = client_of(cast.lin)
    assert "还没有证据" in page(client, case)
    assert go(client, "add_evidence", case, file=files("a.mp3", "b.mp3"), source="customer", note="当面交来").status_code == 302
    html = page(client, case)
    for item in Item.objects.all():
        assert item.short in html
        assert reverse("view_evidence", args=[case.number, item.pk]) in html
    assert "<audio" not in html


def test_a_script_is_answered_in_words(cast, client_of, case, settings):
    client, by_script = client_of(cast.lin), {"X-Upload": "1"}
    assert go(client, "add_evidence", case, headers=by_script, file=files("a.mp3"), source="customer").status_code == 201
    settings.EVIDENCE_MAX_BYTES = 4
    response = go(client, "add_evidence", case, headers=by_script, file=files("b.mp3"), source="customer")
    assert (response.status_code, response["Content-Type"]) == (422, "text/plain; charset=utf-8")
    assert "MB" in response.content.decode()
    assert Item.objects.count() == 1


def test_what_is_refused_is_said_on_the_page(cast, client_of, case):
    client = client_of(cast.lin)
    for data in ({"source": "customer"}, {"file": files("a.mp3")}, {"file": SimpleUploadedFile("a", b""), "source": "staff"}):
        response = go(client, "add_evidence", case, **data)
        assert response.status_code == 422
    assert "这个文件是空的" in response.content.decode()


def test_a_file_is_taken_along_and_never_opened_in_our_name(cast, client_of, case):
    item = make.evidence(case, name="录音 一.mp3", content=SOUND)
    response = client_of(cast.chen).get(reverse("view_evidence", args=[case.number, item.pk]))
    assert b"".join(response.streaming_content) == SOUND
    assert response["Content-Disposition"].startswith("attachment; filename*=utf-8''")
    assert response["Content-Type"] == "audio/mpeg"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert response["Content-Length"] == str(len(SOUND))
    assert "no-store" in response["Cache-Control"]
    event = Event.objects.get(kind=Kind.EVIDENCE_VIEWED)
    assert (event.actor, event.data) == (cast.chen, {"id": item.pk})


def test_the_export_streams(cast, client_of, case):
    client = client_of(cast.wu)
    assert go(client, "export_evidence", case).status_code == 422
    make.evidence(case, content=SOUND)
    response = go(client, "export_evidence", case)
    assert response.streaming
    archive = zipfile.ZipFile(io.BytesIO(b"".join(response.streaming_content)))
    assert archive.namelist()[-2:] == ["manifest.json", "manifest.txt"]
    assert "客户" in archive.read("manifest.txt").decode("utf-8-sig")


@pytest.mark.parametrize(
    ("verb", "who", "status"),
    [
        ("add_evidence", "qiao", 302), ("add_evidence", "wu", 403), ("add_evidence", "zhao", 404),
        ("export_evidence", "wu", 200), ("export_evidence", "zhao", 404),
        ("name_staff_concerned", "chen", 302), ("name_staff_concerned", "qiao", 403), ("name_staff_concerned", "zhao", 404),
        ("ask_malice_review", "chen", 302), ("ask_malice_review", "qiao", 403), ("ask_malice_review", "wu", 403),
        ("ask_malice_review", "zhao", 404),
    ],
)  # fmt: skip
def test_who_may(cast, client_of, case, verb, who, status):
    make.evidence(case)
    data = {"file": files("a.mp3"), "source": "staff", "staff": cast.qiao.pk, "grounds": "索要封口费。"}
    assert go(client_of(getattr(cast, who)), verb, case, **data).status_code == status


@pytest.mark.parametrize(("who", "status"), [("lin", 200), ("qiao", 200), ("wu", 200), ("zhao", 404), ("he", 404)])
def test_evidence_is_seen_by_those_of_the_case_only(cast, client_of, case, who, status):
    item, other = make.evidence(case), make.case(cast.zhao)
    client = client_of(getattr(cast, who))
    assert client.get(reverse("view_evidence", args=[case.number, item.pk])).status_code == status
    assert client.get(reverse("view_evidence", args=[other.number, item.pk])).status_code == 404


def test_a_trainer_reads_a_closed_case_without_its_evidence(cast, client_of):
    case = make.closed_case(cast.lin)
    item = make.evidence(case)
    client = client_of(cast.he)
    assert item.short not in page(client, case)
    assert client.get(reverse("view_evidence", args=[case.number, item.pk])).status_code == 403


def test_a_review_from_the_question_to_the_decision(cast, client_of, case):
    item = make.evidence(case)
    lin, wu = client_of(cast.lin), client_of(cast.wu)
    html = page(lin, case, "malice_review")
    for row in criteria().values():
        assert row.title in html
    assert "已核对原文" in html or "原文" in html
    assert go(lin, "ask_malice_review", case, grounds="  ").status_code == 422
    assert go(lin, "ask_malice_review", case, grounds="客户说给钱才撤差评。", items=[item.pk]).status_code == 302
    review = MaliceReview.objects.get()
    assert "客户说给钱才撤差评" in wu.get(reverse("list_malice_reviews")).content.decode()
    assert reverse("malice_review", args=[case.number]) in wu.get(reverse("view_day")).content.decode()
    assert "answer_money_for_silence" not in page(lin, case, "malice_review")
    assert "answer_money_for_silence" in page(wu, case, "malice_review")
    bad = judged("malicious", answer_money_for_silence="met")
    response = go(wu, "decide_malice_review", case, review.pk, **bad)
    assert response.status_code == 422
    assert "须指明" in response.content.decode()
    good = bad | {"items_money_for_silence": [item.pk], "messages_money_for_silence": [case.messages.get().pk]}
    assert go(wu, "decide_malice_review", case, review.pk, **good).status_code == 302
    html = page(lin, case, "malice_review")
    assert "恶意" in html
    assert item.short in html
    assert not wu.get(reverse("list_malice_reviews")).context["page"].rows
    assert Event.objects.filter(kind=Kind.MALICE_REVIEW_VIEWED, case=case, actor=cast.lin).exists()


def test_who_asked_or_handles_decides_nothing(cast, client_of, case):
    review = actions.ask_malice_review(case, grounds="x", actor=cast.chen, at=timezone.now())
    for who, status in (("chen", 422), ("lin", 403), ("qiao", 403), ("zhao", 404)):
        assert go(client_of(getattr(cast, who)), "decide_malice_review", case, review.pk, **judged()).status_code == status
    assert go(client_of(cast.gu), "decide_malice_review", case, review.pk, **judged()).status_code == 302
    assert go(client_of(cast.gu), "settle_malice_appeal", case, review.pk, **judged()).status_code == 422


def test_an_appeal_on_the_page(cast, client_of, case):
    other = make.staff("sun", role="administrator")
    review = actions.ask_malice_review(case, grounds="x", actor=cast.lin, at=timezone.now())
    go(client_of(cast.wu), "decide_malice_review", case, review.pk, **judged())
    assert go(client_of(cast.lin), "appeal_malice_review", case, review.pk, grounds="").status_code == 422
    assert go(client_of(cast.lin), "appeal_malice_review", case, review.pk, grounds="录音不全").status_code == 302
    assert go(client_of(cast.wu), "settle_malice_appeal", case, review.pk, **judged()).status_code == 403
    assert go(client_of(other), "settle_malice_appeal", case, review.pk, **judged("undecided")).status_code == 302
    assert "录音不全" in page(client_of(cast.chen), case, "malice_review")


def test_colleagues_of_the_branch_do_not_see_the_review(cast, client_of, case):
    actions.name_staff_concerned(case, staff=cast.chen, actor=cast.lin, at=timezone.now())
    actions.ask_malice_review(case, grounds="x", actor=cast.lin, at=timezone.now())
    qiao = client_of(cast.qiao)
    assert qiao.get(reverse("malice_review", args=[case.number])).status_code == 403
    assert reverse("malice_review", args=[case.number]) not in page(qiao, case)
    assert qiao.get(reverse("list_malice_reviews")).status_code == 403
    assert client_of(cast.zhao).get(reverse("malice_review", args=[case.number])).status_code == 404


def test_whom_it_is_about_is_named_protected_and_taken_back(cast, client_of, case):
    chen = client_of(cast.chen)
    assert ALONE in page(chen, case)
    go(chen, "name_staff_concerned", case, staff=cast.qiao.pk)
    assert "保护中" not in page(chen, case)
    go(chen, "ask_malice_review", case, grounds="x")
    assert "保护中" in page(chen, case)
    assert go(chen, "name_staff_concerned", case, staff=cast.zhao.pk).status_code == 422
    concern = Concern.objects.get()
    assert go(client_of(cast.qiao), "withdraw_staff_concerned", case, concern.pk).status_code == 403
    assert go(chen, "withdraw_staff_concerned", case, concern.pk).status_code == 302
    concern.refresh_from_db()
    assert concern.withdrawn_at


def test_managers_read_that_a_complaint_alone_is_no_finding(cast, client_of):
    for name in ("view_board", "list_load"):
        assert "仅有投诉不等于有错" in client_of(cast.chen).get(reverse(name)).content.decode()


def queries(client, url):
    with CaptureQueriesContext(
        connection,
    ) as seen:
        assert client.get(url).status_code == 200
    return len(seen)


def test_the_pages_ask_the_database_no_more_for_more(cast, client_of, case):
    client = client_of(cast.wu)
    urls = [reverse("case", args=[case.number]), reverse("malice_review", args=[case.number]), reverse("list_malice_reviews")]
    make.evidence(case)
    actions.name_staff_concerned(case, staff=cast.qiao, actor=cast.lin, at=timezone.now())
    actions.ask_malice_review(case, grounds="x", actor=cast.lin, at=timezone.now())
    for url in urls:
        client.get(url)
    few = [queries(client, url) for url in urls]
    for number in range(4):
        make.evidence(case, content=b"%d" % number, by=(cast.lin, cast.qiao)[number % 2], at=timezone.now())
        other = make.case(cast.lin, at=timezone.now() - timedelta(minutes=number))
        actions.ask_malice_review(other, grounds="x", actor=cast.lin, at=timezone.now())
    assert [queries(client, url) for url in urls] == few


def test_the_case_page_asks_three_times_for_evidence(cast, client_of, case):
    make.evidence(case)
    client = client_of(cast.chen)
    with CaptureQueriesContext(connection) as seen:
        client.get(reverse("case", args=[case.number]))
    about = [query["sql"] for query in seen if "evidence_" in query["sql"]]
    assert len(about) == 3
