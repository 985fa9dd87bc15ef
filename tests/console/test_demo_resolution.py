"""The demo's negotiations, recoveries and evidence: played once, looked at from every side."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.conf import settings
from django.db import transaction
from django.test import override_settings
from django.utils import timezone

import make
from dingxin.accounts.models import Staff
from dingxin.cases.models import Case
from dingxin.console.demo.play import play
from dingxin.evidence.models import Item
from dingxin.evidence.queries import faulty_items, reviews_waiting
from dingxin.insights.day import Part, my_day
from dingxin.insights.fairness import By, fairness
from dingxin.recovery.models import Batch, Invocation, Run, RunState
from dingxin.recovery.queries import evaluate
from dingxin.resolution.models import (
    Agreement,
    AgreementState,
    Aim,
    Approval,
    ApprovalState,
    Budget,
    DemandVersion,
    Entry,
    EntryKind,
    Limit,
    Objection,
    Obligation,
    Option,
    OptionState,
    RankedNeed,
    ShelvedPoint,
    Stand,
    Way,
    WhoseFault,
)
from dingxin.resolution.queries.approvals import open_approvals
from dingxin.resolution.queries.ledger import left_of, verify_ledger

AT = make.AT
pytestmark = [pytest.mark.usefixtures("played"), pytest.mark.django_db]


@pytest.fixture(scope="module")
def played(django_db_setup, django_db_blocker, tmp_path_factory):
    """The demo as it stands at AT, for all tests of this file; none of them writes."""
    vault = {"BACKEND": "dingxin.evidence.vault.Vault", "OPTIONS": {"location": tmp_path_factory.mktemp("evidence")}}
    storages = {**settings.STORAGES, "evidence": vault}
    quick = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    with override_settings(STORAGES=storages, PASSWORD_HASHERS=quick), django_db_blocker.unblock(), transaction.atomic():
        play(now=AT)
        yield
        transaction.set_rollback(True)


def person(username: str) -> Staff:
    return Staff.objects.get(username=username)


def case(title: str) -> Case:
    return Case.objects.get(title__contains=title)


def test_cases_are_judged_with_grounds_and_every_way_but_the_rarest_is_walked():
    judged = Stand.objects.exclude(judged_at=None)
    assert judged.count() >= 9
    assert all({row["of"] for row in stand.grounds} == {"complaint", "demand"} for stand in judged)
    assert {row["ground"] for stand in judged for row in stand.grounds} >= {"facts", "policy", "law"}
    assert {stand.way for stand in judged} >= {Way.MEET, Way.LADDER, Way.OTHER_NEEDS}
    assert {stand.fault for stand in judged} >= {WhoseFault.OURS, WhoseFault.THEIRS, WhoseFault.BOTH, WhoseFault.THIRD}
    assert Stand.objects.exclude(view="").count() >= 8
    assert Stand.objects.filter(expected_amount__gt=0).count() >= 8
    assert Aim.objects.count() == 2
    assert RankedNeed.objects.filter(state="confirmed").exists()
    changed = DemandVersion.objects.get(cause="egged_on")
    assert (changed.state, changed.amount, bool(changed.cause_words)) == ("confirmed", 300, True)


def test_options_stand_at_every_point_of_their_way():
    assert {option.state for option in Option.objects.all()} == set(OptionState)
    assert Objection.objects.get().reason == "too_little"
    asked = Approval.objects.get(state=ApprovalState.ASKED)
    assert (asked.asked_by, asked.asked_of, asked.amount_asked) == (person("zhao"), person("qian"), 2990)
    lowered = Approval.objects.get(state=ApprovalState.LOWERED)
    assert (lowered.amount_asked, lowered.amount_granted, lowered.answered_by) == (150, 80, person("qian"))
    assert list(open_approvals(person("qian"))) == [asked]
    left = {row.name: (row.amount, left_of([row], AT)[row.pk]) for row in Budget.objects.all()}
    assert len(left) == 2
    assert {spent / all_of < Decimal("0.3") for all_of, spent in left.values()} == {True, False}  # one nearly spent
    assert all(spent > 0 for _all, spent in left.values())
    assert {limit.role for limit in Limit.objects.all()} == {"agent", "manager"}


def test_agreements_are_performed_owed_today_and_failed_and_the_ledger_is_sound():
    assert {row.state for row in Agreement.objects.all()} == set(AgreementState) - {AgreementState.REPLACED}
    owed = Obligation.objects.get(state="open")
    assert timezone.localtime(owed.due).date() == timezone.localtime(AT).date()
    assert [item.words for line in my_day(person("qiao"), at=AT).parts[Part.TODAY] for item in line.items].count(owed.what) == 1
    assert {row.kind for row in Entry.objects.all()} == set(EntryKind) - {EntryKind.REVERSE}
    assert Entry.objects.filter(kind=EntryKind.PAY).exclude(reference=None).count() == 16
    assert list(verify_ledger()) == []
    point = ShelvedPoint.objects.get()
    assert (point.owner, point.raised_at) == (person("chen"), AT)
    chen = my_day(person("chen"), at=AT)
    assert [item.kind for line in chen.parts[Part.NOW] for item in line.items].count("point") == 1


def test_recoveries_show_what_became_of_them():
    assert Run.objects.get(state=RunState.GOING).case == case("信号中断两天")
    assert Run.objects.filter(state=RunState.DONE, batch=Batch.objects.get(state="done")).count() == 6
    (row,) = evaluate(person("gu"), since=AT - timedelta(days=90), at=AT)
    assert (row.runs, row.asked, row.content, row.ripe, row.came_back, row.reinstated) == (7, 6, 5, 6, 1, 7)
    assert (row.given, row.promised) == (120, 0)
    assert {str(row.case.title) for row in Invocation.objects.all()} == {case("号码被销").title, case("反复花屏").title}


def test_the_report_of_fairness_shows_a_picture_and_who_stands_out():
    report = fairness(person("gu"), None, 90, at=AT)
    assert report.whole.share
    assert report.whole.cases >= 18
    apart = {one.row.pk: one.distance for one in report.outliers}
    loud = Case.objects.filter(customer__name__in=["范立强", "万大勇"])
    assert loud.count() == 2
    assert all(apart[row.pk] > 0 for row in loud)
    told = {by: {group.key for group in groups if not group.few} for by, groups in report.groups.items()}
    assert {"网络质量", "手机质量"} <= told[By.CATEGORY]
    assert len(told[By.BRANCH]) >= 2
    assert {group.key for group in report.groups[By.TIER]} == {"new", "returning", "loyal"}


def test_evidence_is_whole_and_a_complaint_waits_for_a_second_person():
    assert {item.media_type for item in Item.objects.all()} == {"text/plain", "image/png"}
    assert list(faulty_items()) == []
    waiting = reviews_waiting(person("wu")).get()
    assert (waiting.case, waiting.asked_by, waiting.items.count()) == (case("投诉快递员"), person("qian"), 2)
    assert list(reviews_waiting(person("qian"))) == []
    assert my_day(person("wu"), at=AT).reviews == [waiting]
