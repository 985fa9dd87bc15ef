"""The customer's verdict by a link: looking does nothing, one press counts, and nothing is given away."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

import make
from dingxin.audit.kinds import Kind
from dingxin.audit.models import Event
from dingxin.audit.refusal import Refused
from dingxin.cases import actions as cases
from dingxin.cases.models import Case
from dingxin.cases.states import State
from dingxin.followup import actions
from dingxin.followup.models import Survey

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(cast):
    return make.resolved_case(cast.lin)


@pytest.fixture
def survey(case, cast):
    return actions.create_survey(case, actor=cast.lin, at=timezone.now())


def path(survey):
    return f"/s/{survey.token}/"


def state_of(survey):
    survey.refresh_from_db()
    survey.case.refresh_from_db()
    return (survey.answered_at, survey.content, survey.case.state, survey.case.revision, survey.case.verdicts.count())


@pytest.mark.parametrize("method", ["get", "head", "options"])
def test_a_mail_scanner_that_follows_the_link_records_nothing(survey, method):
    before, events = state_of(survey), Event.objects.count()
    for _ in range(3):
        getattr(Client(), method)(path(survey), {"content": "no", "words": "x"})
    assert (state_of(survey), Event.objects.count()) == (before, events)


def test_a_press_counts_once(survey, client):
    assert client.post(path(survey), {"content": "yes"}).status_code == 302
    assert survey.case.verdicts.get().content
    assert client.post(path(survey), {"content": "no"}).status_code == 410
    assert survey.case.verdicts.count() == 1
    assert "谢谢" in client.get(path(survey)).content.decode()


def test_not_solved_brings_the_case_back_with_cause_words_and_step(survey, client):
    client.post(path(survey), {"content": "no", "cause": "not_done", "words": "钱还没到账\x00"})
    case = Case.objects.get(pk=survey.case_id)
    assert (case.state, case.step) == (State.OPEN, "resolve")
    assert (case.messages.last().text, case.messages.last().channel) == ("钱还没到账", "web")
    assert Event.objects.get(case=case, kind=Kind.SURVEY_ANSWERED).data == {"survey": survey.pk, "content": False}
    assert not case.verdicts.get().content


def test_words_are_not_needed_and_a_cause_that_is_none_is_left_out(survey, client):
    client.post(path(survey), {"content": "no", "cause": "moon"})
    survey.refresh_from_db()
    assert (survey.content, survey.cause) == (False, "")
    assert Case.objects.get(pk=survey.case_id).state == State.OPEN


@pytest.mark.parametrize("data", [{}, {"content": "maybe"}, {"content": ""}])
def test_a_press_of_no_button_is_asked_again(survey, client, data):
    before = state_of(survey)
    assert client.post(path(survey), data).status_code == 422
    assert state_of(survey) == before


def test_a_closed_case_comes_back(cast, client, at):
    case = make.closed_case(cast.lin)
    survey = actions.create_survey(case, actor=cast.lin, at=timezone.now())
    client.post(path(survey), {"content": "no", "words": "又坏了"})
    case.refresh_from_db()
    assert case.state == State.OPEN


def test_the_answer_to_a_merged_case_reaches_the_one_that_goes_on(cast, client, at):
    customer = make.customer(cast.lin)
    case, other = make.resolved_case(cast.lin, of=customer), make.case(cast.lin, of=customer)
    survey = actions.create_survey(case, actor=cast.lin, at=timezone.now())
    cases.merge_case(case, into=other, actor=cast.lin, at=at)
    client.post(path(survey), {"content": "no", "words": "还没好"})
    assert other.messages.last().text == "还没好"


def test_the_link_is_long_and_its_own(survey, cast):
    other = actions.create_survey(make.resolved_case(cast.lin), actor=cast.lin, at=timezone.now())
    assert len(survey.token) >= 40
    assert survey.token != other.token


def test_the_same_open_link_is_given_again(survey, case, cast):
    assert actions.create_survey(case, actor=cast.lin, at=timezone.now()) == survey
    assert Survey.objects.count() == 1


def test_only_a_resolved_case_is_asked_about(cast, at):
    with pytest.raises(Refused):
        actions.create_survey(make.case(cast.lin), actor=cast.lin, at=at)


def test_a_link_that_leads_nowhere_and_one_whose_time_is_over(survey, client, cast):
    for token in ("x" * 43, survey.token[:-1], "%00"):
        assert client.get(f"/s/{token}/").status_code == 404
    Survey.objects.filter(pk=survey.pk).update(expires_at=timezone.now() - timedelta(seconds=1))
    assert "过期" in client.get(path(survey)).content.decode()
    assert client.post(path(survey), {"content": "yes"}).status_code == 410
    survey.refresh_from_db()
    assert survey.content is None


def test_nothing_of_the_case_or_the_house_stands_on_the_page(survey, client, cast):
    html = client.get(path(survey)).content.decode()
    case = survey.case
    for secret in (case.number, case.title, case.customer.phone, str(cast.lin), make.GRUMBLE[:10], make.ANSWER[:10], "三十五"):
        assert secret not in html
    assert cast.branch_a.name in html


def test_the_page_is_neither_kept_nor_found_nor_told_to_others(survey, client):
    answer = client.get(path(survey))
    assert "no-store" in answer["Cache-Control"]
    assert "noindex" in answer["X-Robots-Tag"]
    assert answer["Referrer-Policy"] == "same-origin"  # none at all would make the browser hide where the press comes from


def test_it_speaks_english_one_click_away(survey, client):
    client.cookies["django_language"] = "en"
    assert "Is it really solved" in client.get(path(survey)).content.decode()


def test_a_strange_page_cannot_press_for_the_customer(survey):
    assert Client(enforce_csrf_checks=True).post(path(survey), {"content": "yes"}).status_code == 403
    survey.refresh_from_db()
    assert survey.content is None
