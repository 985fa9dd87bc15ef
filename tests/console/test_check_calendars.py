"""``dingxin check-calendars``: a warning in time."""

from __future__ import annotations

from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command

from dingxin.clocks.models import CalendarDay

pytestmark = pytest.mark.django_db


def checked(**options) -> str:
    out = StringIO()
    call_command("check_calendars", stdout=out, **options)
    return out.getvalue()


def test_nothing_is_to_be_done_while_the_holidays_are_known():
    assert "2026-12-31" in checked(day=date(2026, 10, 31))


@pytest.mark.parametrize("day", [date(2026, 11, 1), date(2026, 12, 31), date(2027, 1, 1)])
def test_it_warns_sixty_days_before_and_says_so_by_its_status(day, capsys):
    with pytest.raises(SystemExit) as left:
        checked(day=day)
    assert left.value.code == 1


def test_without_any_holidays_it_warns_today():
    CalendarDay.objects.all().delete()
    with pytest.raises(SystemExit):
        checked()
