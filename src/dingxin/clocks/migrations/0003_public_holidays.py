"""The calendar of the house, with the public holidays and make-up working days that are known."""

from __future__ import annotations

from django.db import migrations

from dingxin.clocks.seeds import known_days

NAME = "公司日历"


def enter(apps, _schema_editor) -> None:
    """Make the calendar and enter the days that are not there yet."""
    house, _created = apps.get_model("clocks", "Calendar").objects.get_or_create(is_house=True, defaults={"name": NAME})
    day = apps.get_model("clocks", "CalendarDay")
    day.objects.bulk_create((day(calendar=house, **known._asdict()) for known in known_days()), ignore_conflicts=True)


class Migration(migrations.Migration):
    dependencies = [("clocks", "0002_calendars")]
    operations = [migrations.RunPython(enter, migrations.RunPython.noop)]
