"""The fairness report: what was granted beside what was claimed, by group, with honest numbers (E12, fairness)."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from itertools import count

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

import make
from dingxin.cases.models import Case, Message, Verdict
from dingxin.insights.fairness import By, fairness
from dingxin.insights.spread import FEWEST, distances, spread
from dingxin.resolution.models import Agreement, DemandVersion, Obligation, Stand

DAY = timedelta(days=1)
D = Decimal
_serial = count(1)


def settled(  # noqa: PLR0913  each test varies one of them
    cast, *, claimed=100, granted=50, by="lin", category=None, peak=0, expected=None, content=None, at=make.AT, kinds=(),
    risks=(), agreed=True, state="done", done=None,
):  # fmt: skip
    """Lay down a settled case as the report reads it; how it comes about is tested where agreements are."""
    who = getattr(cast, by)
    case = make.case(who, at=at, of=make.customer(who, phone=f"1991000{next(_serial):04d}"))
    Case.objects.filter(pk=case.pk).update(category=category, emotion_peak=peak, grade="none")
    message = case.messages.get()
    Message.objects.filter(pk=message.pk).update(reading={"risks": list(risks), "kinds": list(kinds)})
    DemandVersion.objects.filter(case=case).delete()
    if claimed is not None:
        DemandVersion.objects.create(case=case, kind="refund", number=1, amount=claimed, state="confirmed", at=at)
    if expected is not None:
        Stand.objects.update_or_create(case=case, defaults={"expected_amount": expected})
    if agreed:
        agreement = Agreement.objects.create(
            case=case, number=1, words="好的", message=message, made_by=who, at=at, state="performed"
        )
        done = granted if done is None else done
        Obligation.objects.create(
            agreement=agreement, what="退款", amount=granted, done_amount=done, by=who, due=at + DAY, state=state
        )
    if content is not None:
        Verdict.objects.create(case=case, content=content, recorded_by=who, at=at)
    case.refresh_from_db()
    return case


def report(cast, user="gu", branch=None, days=30, at=make.AT + DAY):
    return fairness(getattr(cast, user), branch, days, at=at)


def group(seen, by, key):
    return next(group for group in seen.groups[by] if group.key == key)


def test_the_middle_and_the_quarters_are_those_of_the_values():
    assert spread([D(n) for n in (1, 2, 3, 4)]) is None
    assert spread([D(n) for n in (5, 1, 3, 2, 4)]) == (1, 2, 3, 4, 5)


def test_distance_is_counted_in_usual_distances_and_does_not_follow_the_outlier():
    values = [D(n) for n in (10, 11, 12, 13, 14, 100)]
    far = distances(values)
    assert far[-1] == pytest.approx((100 - 12.5) / (1.4826 * 1.5))
    assert max(abs(one) for one in far[:-1]) < 2
    assert distances([D(7)] * 6) == [0.0] * 6
    assert distances([D(1), D(99)]) == [0.0, 0.0]
    same_but_one = [D(50)] * 9 + [D(100)]
    assert distances(same_but_one)[-1] == pytest.approx(50 / (1.2533 * 5))


@pytest.mark.django_db
def test_granted_is_set_beside_claimed(cast):
    for granted in (20, 30, 40, 50, 60):
        settled(cast, granted=granted)
    whole = report(cast).whole
    assert (whole.cases, whole.claims, whole.claimed) == (5, 5, 100)
    assert whole.granted == (20, 30, 40, 50, 60)
    assert whole.share.median == 40


@pytest.mark.django_db
def test_what_failed_or_was_replaced_counts_as_far_as_it_was_given(cast):
    settled(cast, granted=50, state="failed", done=10)
    settled(cast, granted=50, state="replaced", done=0)
    settled(cast, granted=50, state="open", done=0)
    for _ in range(2):
        settled(cast, granted=0)
    assert report(cast).whole.granted.most == 50
    assert report(cast).whole.granted.high == 10


@pytest.mark.django_db
def test_who_got_nothing_counts_when_money_was_claimed(cast, at):
    refused = settled(cast, agreed=False)
    curious = settled(cast, claimed=None, agreed=False)
    Case.objects.filter(pk__in=[refused.pk, curious.pk]).update(state="closed", close_reason="content", closed_at=at)
    settled(cast, agreed=False)  # still open: not settled
    seen = report(cast)
    assert (seen.whole.cases, seen.whole.claims) == (1, 1)


@pytest.mark.django_db
def test_only_the_time_looked_at_counts(cast, at):
    settled(cast, at=at - 40 * DAY)
    settled(cast)
    assert report(cast, days=30).whole.cases == 1
    assert report(cast, days=90).whole.cases == 2


@pytest.mark.django_db
def test_groups_of_fewer_than_five_give_no_figure(cast):
    for _ in range(FEWEST - 1):
        settled(cast, peak=3)
    for _ in range(FEWEST):
        settled(cast, peak=1)
    seen = report(cast)
    assert (group(seen, By.EMOTION, "3").few, group(seen, By.EMOTION, "3").share) == (True, None)
    assert group(seen, By.EMOTION, "1").share.median == 50
    assert [one.key for one in seen.groups[By.EMOTION]] == ["1", "3"]


@pytest.mark.django_db
def test_kinds_and_risks_come_from_the_readings_and_a_case_may_count_in_two(cast):
    settled(cast, kinds=["know_all", "chameleon"], risks=["regulator"])
    settled(cast)
    seen = report(cast)
    assert {one.key: one.cases for one in seen.groups[By.KIND]} == {"": 1, "know_all": 1, "chameleon": 1}
    assert {one.key: one.cases for one in seen.groups[By.RISK]} == {"": 1, "regulator": 1}


@pytest.mark.django_db
def test_the_loud_are_set_beside_the_patient_of_the_same_category(cast):
    fee, line = make.category(name="乱扣费"), make.category(name="断网")
    for _ in range(FEWEST):
        settled(cast, category=fee, granted=20)
        settled(cast, category=fee, granted=80, peak=3)
        settled(cast, category=line, granted=60)
    settled(cast, category=line, granted=60, risks=["media"])
    fees, lines, all_ = report(cast).pairs
    assert (fees.category, fees.patient, fees.loud, fees.difference) == ("乱扣费", 20, 80, 60)
    assert (lines.patient_n, lines.loud_n, lines.patient, lines.loud, lines.difference) == (FEWEST, 1, 60, None, None)
    assert (all_.category, all_.patient_n, all_.loud_n, all_.difference) == ("", 10, 6, 45)


@pytest.mark.django_db
def test_a_case_far_from_its_category_is_listed_and_one_of_another_category_is_not(cast):
    fee, phone = make.category(name="乱扣费"), make.category(name="手机")
    for granted in (18, 20, 20, 22, 24, 21):
        settled(cast, category=fee, granted=granted)
    far = settled(cast, category=fee, granted=95)
    for granted in (88, 90, 92, 94, 95):
        settled(cast, category=phone, granted=granted)
    (found,) = report(cast).outliers
    assert (found.row.pk, found.value, found.usual, found.of) == (far.pk, 95, 21, 7)
    assert found.distance > 3.5


@pytest.mark.django_db
def test_without_a_sum_claimed_cases_are_compared_by_yuan(cast):
    for granted in (0, 5, 5, 10, 5):
        settled(cast, claimed=None, granted=granted)
    far = settled(cast, claimed=None, granted=500)
    (found,) = report(cast).outliers
    assert (found.row.pk, found.value, found.usual) == (far.pk, 500, 5)


@pytest.mark.django_db
def test_outcomes_are_told_by_what_was_expected(cast):
    for content in (True, True, True, True, False):
        settled(cast, granted=50, expected=40, content=content)
    settled(cast, granted=50, expected=50, content=True)
    settled(cast, granted=50, expected=90)
    settled(cast)
    rows = {row.against: row for row in report(cast).outcomes}
    assert [(row.cases, row.verdicts, row.content) for row in rows.values()] == [(5, 5, 4), (1, 1, 1), (1, 0, 0), (1, 0, 0)]
    assert rows["above"].rate == 80
    assert rows["equal"].rate is None


@pytest.mark.django_db
def test_a_manager_sees_the_own_branch_only(cast):
    settled(cast, by="lin")
    settled(cast, by="zhao")
    assert report(cast, "chen", cast.branch_a).whole.cases == 1
    assert report(cast, "wu").whole.cases == 2
    assert By.BRANCH not in report(cast, "chen", cast.branch_a).groups
    for user, place in (("chen", cast.branch_b), ("chen", None), ("lin", cast.branch_a), ("he", None)):
        with pytest.raises(PermissionDenied):
            report(cast, user, place)


@pytest.mark.parametrize(("user", "status"), [("lin", 403), ("he", 403), ("chen", 200), ("wu", 200), ("gu", 200)])
@pytest.mark.django_db
def test_the_page_is_for_those_who_lead_and_inspect(cast, client_of, user, status):
    settled(cast, at=timezone.now())
    assert client_of(getattr(cast, user)).get("/board/fairness/").status_code == status


@pytest.mark.django_db
def test_the_page_says_the_rule_names_outliers_and_never_a_kind_beside_a_case(cast, client_of):
    now = timezone.now()
    for granted in (20, 21, 22, 23, 24):
        settled(cast, granted=granted, at=now)
    far = settled(cast, granted=100, at=now, kinds=["career_complainant"])
    page = client_of(cast.gu).get("/board/fairness/").content.decode()
    listed = page[page.index('id="fair-outliers"') :]
    assert far.number in listed
    assert "职业" not in listed.split("</table>")[0]
    assert "中位数绝对偏差" in page
    assert "少于 5 件" in page


@pytest.mark.django_db
def test_nonsense_is_usual_and_another_branch_is_not_there(cast, client_of):
    client = client_of(cast.chen)
    assert client.get("/board/fairness/", {"branch": cast.branch_b.pk}).status_code == 404
    shown = client.get("/board/fairness/", {"days": "²", "page": "x"})
    assert (shown.status_code, shown.context["days"]) == (200, 90)
    assert client.get("/board/fairness/", {"days": "30"}).context["days"] == 30


@pytest.mark.django_db
def test_outliers_are_paged(cast, client_of, monkeypatch):
    monkeypatch.setattr("dingxin.desk.views.fairness.ROWS", 1)
    now = timezone.now()
    for granted in (20, 21, 22, 23, 24, 21, 22, 23):
        settled(cast, granted=granted, at=now)
    settled(cast, granted=99, at=now)
    settled(cast, granted=98, at=now)
    client = client_of(cast.gu)
    first, second = (client.get("/board/fairness/", {"page": n}).context["page"] for n in (1, 2))
    assert (first.has_next, second.has_next) == (True, False)
    assert [one.value for one in (*first.rows, *second.rows)] == [99, 98]


@pytest.mark.django_db
def test_it_costs_as_many_queries_for_many_cases_as_for_one(cast, client_of):
    client, now = client_of(cast.gu), timezone.now()

    def cost():
        with CaptureQueriesContext(connection) as seen:
            assert client.get("/board/fairness/").status_code == 200
        return len(seen)

    for granted in (20, 21, 22, 23, 100):
        settled(cast, granted=granted, at=now)
    client.get("/board/fairness/")
    one = cost()
    for granted in (20, 21, 22, 23, 100, 24):
        settled(cast, granted=granted, at=now, by="zhao", category=make.category(), content=True)
    assert cost() == one


@pytest.mark.django_db
def test_the_api_gives_the_same_report(cast, api_of):
    now = timezone.now()
    for granted in (20, 21, 22, 23, 24):
        settled(cast, granted=granted, at=now)
    far = settled(cast, granted=100, at=now)
    given = api_of(cast.chen).get("/fairness", days=30).json()
    assert given["whole"]["cases"] == 6
    assert [one["case"] for one in given["outliers"]] == [far.number]
    assert given["groups"]["emotion"][0]["cases"] == 6
    assert "kinds" not in given["outliers"][0]
    assert api_of(cast.chen).get("/fairness", offset=1).json()["outliers"] == []
    assert api_of(cast.lin).get("/fairness").status_code == 403
    assert api_of(cast.chen).get("/fairness", branch="B").status_code == 404
    assert api_of(cast.chen).get("/fairness", days=0).status_code == 422
