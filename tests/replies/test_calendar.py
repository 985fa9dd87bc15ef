"""Times said in replies count over the calendar of the case's branch: by page, API and stored reading alike."""

from __future__ import annotations

from datetime import date, datetime

import pytest

import make
from dingxin.clocks import actions as clocks
from dingxin.clocks.models import Calendar, Promise
from dingxin.clocks.worktime import CHINA

pytestmark = pytest.mark.django_db
BEFORE_THE_FESTIVAL = datetime(2026, 2, 13, 16, 0, tzinfo=CHINA)  # a Friday; Saturday is worked, then nine days are free
THREE_DAYS = "让您费心了，真抱歉。我来跟进这笔扣费，三个工作日内给您回电话说明结果。"
END_OF_DAY = "让您费心了，真抱歉。我来跟进这笔扣费，今天下班前给您回电话说明结果。"


def local(moment) -> str:
    return moment.astimezone(CHINA).strftime("%m-%d %H:%M")


def hall_of(cast):
    """Branch A closes at half past five and works on the seventh day of the festival."""
    calendar = clocks.create_calendar(
        name="营业厅", week=["09:00-12:00 13:30-17:30"] * 5 + ["", ""], actor=cast.gu, at=BEFORE_THE_FESTIVAL
    )
    clocks.set_day(calendar, day=date(2026, 2, 23), kind="special", hours="10:00-16:00", actor=cast.gu, at=BEFORE_THE_FESTIVAL)
    return clocks.assign_calendar(calendar, branch=cast.branch_a, actor=cast.gu, at=BEFORE_THE_FESTIVAL)


def test_working_days_leave_out_the_festival_and_count_its_makeup_day(cast):
    case = make.case(cast.lin, at=BEFORE_THE_FESTIVAL)
    message = make.reply(case, text=THREE_DAYS, at=BEFORE_THE_FESTIVAL)
    promise = Promise.objects.get()
    assert local(promise.due) == "02-25 18:00"
    assert message.reading["promises"][0]["due"] == "2026-02-25T18:00:00+08:00"
    case.refresh_from_db()
    assert case.next_due == promise.due


def test_a_branch_with_its_own_hours_promises_by_them(cast):
    hall_of(cast)
    make.reply(make.case(cast.lin, at=BEFORE_THE_FESTIVAL), text=THREE_DAYS, at=BEFORE_THE_FESTIVAL)
    make.reply(make.case(cast.lin, at=BEFORE_THE_FESTIVAL), text=END_OF_DAY, at=BEFORE_THE_FESTIVAL)
    make.reply(make.case(cast.zhao, at=BEFORE_THE_FESTIVAL), text=THREE_DAYS, at=BEFORE_THE_FESTIVAL)
    assert [local(promise.due) for promise in Promise.objects.order_by("pk")] == ["02-24 17:30", "02-13 17:30", "02-25 18:00"]


def test_the_review_of_a_draft_says_what_sending_will_promise(cast, api_of):
    calendar = Calendar.objects.get(is_house=True)
    case = make.case(cast.lin)
    api = api_of(cast.lin)
    text = "让您费心了，真抱歉。我来跟进这笔扣费，一个工作日内给您回电话说明结果。"
    review = api.post(f"/cases/{case.number}/review", text=text).json()
    due = datetime.fromisoformat(review["promises"][0]["due"])
    clocks.set_day(calendar, day=due.date(), kind="holiday", actor=cast.gu, at=make.AT)
    later = api.post(f"/cases/{case.number}/review", text=text).json()
    assert datetime.fromisoformat(later["promises"][0]["due"]) > due
