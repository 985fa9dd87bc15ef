"""The ladder a new house begins with; a house that has made its own keeps it."""

from __future__ import annotations

from django.db import migrations

from dingxin.escalation.data import ladder


def enter(apps, _schema_editor) -> None:
    """Make the rungs and triggers that are not there yet."""
    rung, trigger = apps.get_model("escalation", "Rung"), apps.get_model("escalation", "Trigger")
    given = ladder()
    for row in given["rung"]:
        rung.objects.get_or_create(code=row["code"], defaults=row)
    for row in given["trigger"]:
        trigger.objects.get_or_create(cause=row["cause"], defaults={**row, "rung": rung.objects.get(code=row["rung"])})


class Migration(migrations.Migration):
    dependencies = [("escalation", "0001_initial")]
    operations = [migrations.RunPython(enter, migrations.RunPython.noop)]
