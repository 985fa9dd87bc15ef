"""The remedies a new house begins with; a house that has made its own keeps them."""

from __future__ import annotations

from django.db import migrations

from dingxin.resolution.presets import remedies


def enter(apps, _schema_editor) -> None:
    """Make the remedies that are not there yet."""
    remedy = apps.get_model("resolution", "Remedy")
    for row in remedies():
        row.pop("about", None)  # comes with the field
        remedy.objects.get_or_create(code=row["code"], defaults=row)


class Migration(migrations.Migration):
    dependencies = [("resolution", "0007_deck")]
    operations = [migrations.RunPython(enter, migrations.RunPython.noop)]
