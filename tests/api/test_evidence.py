"""Evidence and reviews over the API: the same doors, the same refusals."""

from __future__ import annotations

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

import make
from dingxin.evidence.criteria import criteria
from dingxin.evidence.models import Item

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("vault")]
SOUND = b"ID3\x04 a recording"


@pytest.fixture
def case(cast):
    return make.case(cast.lin)


def upload(api, case, content=SOUND, **fields):
    body = {"file": SimpleUploadedFile("录音.mp3", content), "source": "customer", "channel": "chat", **fields}
    return api.client.post(f"/api/cases/{case.number}/evidence", body)


def judged(outcome="not_malicious", **more):
    answers = {key: {"answer": "not_met"} for key in criteria()} | more
    return {"answers": answers, "outcome": outcome, "reason": "看过聊天记录。"}


def test_a_file_goes_in_and_comes_out_as_it_was(cast, api_of, case):
    lin = api_of(cast.lin)
    response = upload(lin, case, note="当面交来")
    assert response.status_code == 201
    item = response.json()
    assert (item["media_type"], item["size"], item["added_by"]) == ("audio/mpeg", len(SOUND), "lin")
    assert lin.get(f"/cases/{case.number}/evidence").json() == [item]
    response = lin.get(f"/cases/{case.number}/evidence/{item['id']}")
    assert b"".join(response.streaming_content) == SOUND
    assert response["Content-Disposition"].startswith("attachment")
    archive = lin.post(f"/cases/{case.number}/evidence/export")
    assert "manifest.json" in zipfile.ZipFile(io.BytesIO(b"".join(archive.streaming_content))).namelist()


def test_what_is_refused_says_why(cast, api_of, case, settings):
    lin = api_of(cast.lin)
    assert upload(lin, case, source="rumour").json()["field"] == "source"
    assert upload(lin, case, content=b"").status_code == 409
    settings.EVIDENCE_MAX_BYTES = 4
    assert upload(lin, case).status_code == 409
    assert lin.client.post(f"/api/cases/{case.number}/evidence", {"source": "staff"}).status_code == 422
    assert not Item.objects.exists()


@pytest.mark.parametrize(("who", "status"), [("qiao", 201), ("chen", 201), ("wu", 403), ("zhao", 404), ("he", 404)])
def test_who_adds(cast, api_of, case, who, status):
    assert upload(api_of(getattr(cast, who)), case).status_code == status


@pytest.mark.parametrize(("who", "status"), [("qiao", 200), ("wu", 200), ("zhao", 404), ("he", 404)])
def test_who_sees(cast, api_of, case, who, status):
    item = make.evidence(case)
    api = api_of(getattr(cast, who))
    assert api.get(f"/cases/{case.number}/evidence").status_code == status
    assert api.get(f"/cases/{case.number}/evidence/{item.pk}").status_code == status
    assert api.get(f"/cases/{make.case(cast.zhao).number}/evidence/{item.pk}").status_code == 404


def test_a_review_with_its_appeal(cast, api_of, case):
    other = make.staff("sun", role="administrator")
    item, lin, wu = make.evidence(case), api_of(cast.lin), api_of(cast.wu)
    path = f"/cases/{case.number}/malice-reviews"
    review = lin.post(path, grounds="索要封口费。", items=[item.pk]).json()
    assert (review["state"], review["stands"]) == ("open", "")
    assert lin.post(path, grounds="再来一次").status_code == 409
    assert [row["id"] for row in wu.get("/malice-reviews").json()] == [review["id"]]
    assert [row["case"] for row in wu.get("/day").json()["reviews"]] == [case.number]
    assert lin.get("/malice-reviews").status_code == 403
    decision = f"{path}/{review['id']}/decision"
    assert lin.post(decision, **judged()).status_code == 403
    assert wu.post(decision, **judged("malicious")).status_code == 409
    met = {"money_for_silence": {"answer": "met", "items": [item.pk]}}
    assert wu.post(decision, **judged("malicious", **met)).json()["stands"] == "malicious"
    assert lin.post(f"{path}/{review['id']}/appeal", grounds="录音不全").json()["state"] == "appealed"
    assert wu.post(f"{path}/{review['id']}/settlement", **judged()).status_code == 403
    assert api_of(other).post(f"{path}/{review['id']}/settlement", **judged()).json()["stands"] == "not_malicious"
    assert [row["state"] for row in lin.get(path).json()] == ["settled"]
    assert api_of(cast.qiao).get(path).status_code == 403


def test_whom_it_is_about(cast, api_of, case):
    chen, path = api_of(cast.chen), f"/cases/{case.number}/concerns"
    concern = chen.post(path, staff="qiao").json()
    assert chen.post(path, staff="zhao").status_code == 404
    assert [row["staff"] for row in chen.get(path).json()] == ["qiao"]
    assert api_of(cast.qiao).post(path, staff="lin").status_code == 403
    assert chen.delete(f"{path}/{concern['id']}").status_code == 204
    assert chen.get(path).json() == []


def test_the_event_feed_says_nothing_of_outcome_or_name(cast, api_of, case):
    make.evidence(case, name="周岚.mp3")
    path = f"/cases/{case.number}/malice-reviews"
    review = api_of(cast.lin).post(path, grounds="索要封口费。").json()
    api_of(cast.wu).post(f"{path}/{review['id']}/decision", **judged("undecided"))
    feed = api_of(cast.lin).get("/events", case=case.number).content.decode()
    assert "malice_review.decided" in feed
    for word in ("undecided", "周岚", "封口费"):
        assert word not in feed


@pytest.mark.parametrize(("who", "told"), [("lin", 1), ("chen", 1), ("wu", 1), ("gu", 1), ("qiao", 0)])
def test_that_a_complaint_is_under_review_is_told_to_those_who_may_see_the_review(cast, api_of, client_of, case, who, told):
    api_of(cast.lin).post(f"/cases/{case.number}/concerns", staff="chen")
    api_of(cast.lin).post(f"/cases/{case.number}/malice-reviews", grounds="索要封口费。")
    user = getattr(cast, who)
    feeds = [api_of(user).get("/events", **query).content.decode() for query in ({}, {"case": case.number})]
    assert [feed.count(f'"{kind}"') for feed in feeds for kind in ("malice_review.asked", "concern.named")] == [told] * 4
    page = client_of(user).get(f"/cases/{case.number}/").text
    assert ("提请他人复核此投诉" in page) == bool(told)


def test_a_trainer_learns_nothing_of_it_from_a_closed_case(cast, api_of):
    case = make.closed_case(cast.lin)
    api_of(cast.lin).post(f"/cases/{case.number}/malice-reviews", grounds="索要封口费。")
    feed = api_of(cast.he).get("/events", case=case.number)
    assert (feed.status_code, "malice" in feed.content.decode()) == (200, False)


def test_the_criteria_come_with_their_law(cast, api_of):
    answer = api_of(cast.lin).get("/malice-reviews/criteria").json()
    assert {row["key"] for row in answer["criteria"]} == set(criteria())
    assert all(row["proofs"] and row["rules"] for row in answer["criteria"])
    assert {"statute", "article", "effective", "verified"} <= set(answer["lawful"][0]["rules"][0])
