"""Lists of holidays as people have them: what is clear is taken, what is not is left out and said."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dingxin.audit.refusal import Refused
from dingxin.clocks.dayfiles import GivenDay, read_days

NEW_YEAR = date(2027, 1, 1)


def event(*lines: str) -> str:
    return "\r\n".join(["BEGIN:VEVENT", *lines, "END:VEVENT"])


def whole(*events: str) -> str:
    return "\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", *events, "END:VCALENDAR", ""])


def day(text: str, kind: str, name: str = "", hours: str = "") -> GivenDay:
    return GivenDay(date.fromisoformat(text), kind, hours, name)


def test_a_calendar_of_a_phone_marks_days_off_and_working_days():
    text = whole(
        event("DTSTART;VALUE=DATE:20270101", "DTEND;VALUE=DATE:20270104", "SUMMARY;LANGUAGE=zh_CN:元旦（休）",
              "X-APPLE-SPECIAL-DAY:WORK-HOLIDAY"),
        event("DTSTART;VALUE=DATE:20270109", "DTEND;VALUE=DATE:20270110", "SUMMARY:元旦（班）",
              "X-APPLE-SPECIAL-DAY:ALTERNATE-WORKDAY"),
        event("DTSTART;VALUE=DATE:20270214", "SUMMARY:情人节"),
    )  # fmt: skip
    found = read_days(text)
    assert found.days == [
        *(GivenDay(NEW_YEAR + timedelta(days=n), "holiday", name="元旦") for n in range(3)),
        day("2027-01-09", "makeup", "元旦"),
    ]
    assert [where for where, _why in found.skipped] == ["情人节"]


@pytest.mark.parametrize(
    ("summary", "kind", "name"),
    [
        ("春节 假期", "holiday", "春节"), ("春节 补班", "makeup", "春节"), ("国庆节放假", "holiday", "国庆节"),
        ("劳动节调休上班", "makeup", "劳动节"), ("Make-up day for National Day", "makeup", "Make-up day for National Day"),
        ("Labour Day Holiday", "holiday", "Labour Day Holiday"), ("补班", "makeup", "补班"),
    ],
)  # fmt: skip
def test_a_summary_says_which_kind_of_day_it_is(summary, kind, name):
    assert read_days(whole(event("DTSTART;VALUE=DATE:20270101", f"SUMMARY:{summary}"))).days == [day("2027-01-01", kind, name)]


def test_a_calendar_without_any_marks_is_one_of_days_off():
    assert read_days(whole(event("DTSTART;VALUE=DATE:20270101", "SUMMARY:元旦"))).days == [day("2027-01-01", "holiday", "元旦")]


@pytest.mark.parametrize(
    "lines",
    [
        ("DTSTART;VALUE=DATE:20270101", "DTEND;VALUE=DATE:20270103"), ("DTSTART:20270101T000000", "DTEND:20270103T000000"),
        ("DTSTART;VALUE=DATE:20270101", "DURATION:P2D"), ("DTSTART;TZID=Asia/Shanghai:20270101T000000", "DURATION:P2D"),
    ],
)  # fmt: skip
def test_the_last_day_of_an_event_is_the_one_before_its_end(lines):
    assert [given.day for given in read_days(whole(event(*lines, "SUMMARY:元旦"))).days] == [NEW_YEAR, date(2027, 1, 2)]


@pytest.mark.parametrize(
    "lines",
    [
        ("SUMMARY:无日期",), ("DTSTART:2027", "SUMMARY:坏日期"), ("DTSTART:20270101T093000", "SUMMARY:开会"),
        ("DTSTART;VALUE=DATE:20270101", "RRULE:FREQ=YEARLY", "SUMMARY:元旦"), ("DTSTART;VALUE=DATE:20270231", "SUMMARY:坏日期"),
        ("DTSTART;VALUE=DATE:20270101", "DTEND;VALUE=DATE:20300101", "SUMMARY:三年"),
        ("DTSTART;VALUE=DATE:99991231", "DTEND;VALUE=DATE:00010101", "DTEND;VALUE=DATE:00010102", "SUMMARY:两个结束"),
        ("DTSTART;VALUE=PERIOD:20270101T000000Z/P1D", "SUMMARY:时段"),
    ],
)  # fmt: skip
def test_an_event_that_cannot_be_read_is_left_out_with_its_reason(lines):
    text = whole(event(*lines), event("DTSTART;VALUE=DATE:20270102", "SUMMARY:元旦"))
    found = read_days(text)
    assert found.days == [day("2027-01-02", "holiday", "元旦")]
    ((where, why),) = found.skipped
    assert why
    assert where == next((line.removeprefix("SUMMARY:") for line in lines if line.startswith("SUMMARY:")), "")


@pytest.mark.parametrize("text", ["BEGIN:VCALENDAR\nnonsense", "BEGIN:VCALENDAR\x00"])
def test_a_damaged_calendar_is_refused(text):
    with pytest.raises(Refused):
        read_days(text)


@pytest.mark.parametrize(
    "text",
    [
        "日期,类型,名称,时段\n2027-01-01,放假,元旦,\n2027-01-03,上班,元旦,\n2027-01-04,,值班,09:00-12:00\n",
        "date;kind;name;hours\n2027/1/1;holiday;元旦;\n2027/1/3;workday;元旦;\n2027/1/4;special;值班;09:00-12:00",
        "2027年1月1日\t休\t元旦\r\n2027年1月3日\t班\t元旦\r\n2027年1月4日\t\t值班\t09:00-12:00\r\n",
        "\ufeffname,date,kind,hours\n元旦,20270101,Holiday,\n元旦,20270103,Make-up,\n\n值班,20270104,,09:00-12:00",
        "2027-01-01 00:00:00，放假，元旦\n2027-01-03 0:00，补班，元旦\n2027-01-04，另定时段，值班，09:00-12:00",
    ],
)
def test_a_table_is_read_however_it_is_divided_and_dated(text):
    found = read_days(text)
    assert found.days == [
        day("2027-01-01", "holiday", "元旦"),
        day("2027-01-03", "makeup", "元旦"),
        day("2027-01-04", "special", "值班", "09:00-12:00"),
    ]
    assert not found.skipped


def test_a_table_may_give_first_and_last_days():
    found = read_days("from,to,kind,name\n2027-02-05,2027-02-11,off,春节\n2027-02-20,,work,春节")
    assert len(found.days) == 8
    assert found.days[-1] == day("2027-02-20", "makeup", "春节")


@pytest.mark.parametrize(
    "line",
    [
        "2027-02-30,休", "2027111,休", "昨天,休", "2027-01-01,也许", "2027-01-01", ",休", "２０２７，休",
        '2027-01-01,休,"元旦', "=1+1,休",
    ],
)  # fmt: skip
def test_a_line_that_cannot_be_read_is_left_out_with_its_number(line):
    found = read_days(f"日期,类型,名称\n2027-01-02,休,元旦\n{line}\n")
    assert found.days[0] == day("2027-01-02", "holiday", "元旦")
    if '"' in line:  # a quotation mark that is never closed takes the rest of the file into its cell
        assert found.days[1].day == NEW_YEAR
    else:
        assert [where for where, _why in found.skipped] == ["第 3 行"]


def test_first_and_last_days_that_do_not_fit_are_left_out():
    found = read_days("from,to,kind\n2027-02-11,2027-02-05,off\n2027-01-01,2027-12-31,off\n2027-01-01,9999-12-31,off")
    assert (found.days, len(found.skipped)) == ([], 3)


@pytest.mark.parametrize("text", ["", "   ", "名单\n", "<html></html>"])
def test_what_is_no_list_holds_no_day(text):
    assert read_days(text).days == []


@pytest.mark.parametrize(
    "text",
    [
        "x" * 1_000_001, "a\x00b", "date,kind\n" + '"' + "x" * 200_000,
    ],
)  # fmt: skip
def test_what_nobody_could_have_meant_is_refused(text):
    with pytest.raises(Refused):
        read_days(text)


@given(st.text(max_size=300) | st.text(alphabet='BEGINVCALDTSR:;=,-/ \n"20170休班年月日', max_size=300))
def test_no_text_is_a_trap(text):
    for start in ("", "BEGIN:VCALENDAR\nBEGIN:VEVENT\n"):
        try:
            found = read_days(start + text)
        except Refused:
            continue
        assert all(given.kind in {"holiday", "makeup", "special"} for given in found.days)


@pytest.mark.parametrize(
    "block",
    [
        "2027-01-01,休\n", ",", '"', "\t", "BEGIN:VEVENT\n", "\n x", "班", ":", ";X=", "SUMMARY:休\n",
        "BEGIN:VEVENT\nDTSTART;VALUE=DATE:20270101\nEND:VEVENT\n",
    ],
)  # fmt: skip
@pytest.mark.parametrize("start", ["", "BEGIN:VCALENDAR\n", "BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:"])
def test_no_long_text_is_a_trap(start, block):
    with suppress(Refused):
        assert len(read_days(start + block * (300_000 // len(block))).days) < 300_000
