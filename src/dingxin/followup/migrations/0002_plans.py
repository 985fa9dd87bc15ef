"""The plans a new house begins with; a house that has made its own keeps them."""

from __future__ import annotations

from django.db import migrations

from dingxin.followup.presets import plans


def enter(apps, _schema_editor) -> None:
    """Make the plans that are not there yet."""
    plan = apps.get_model("followup", "Plan")
    for row in plans():
        plan.objects.get_or_create(name=row["name"], defaults=row)


class Migration(migrations.Migration):
    dependencies = [("followup", "0001_initial")]
    operations = [migrations.RunPython(enter, migrations.RunPython.noop)]
