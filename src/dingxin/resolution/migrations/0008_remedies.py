"""The remedies a new house begins with; a house that has made its own keeps them."""

from __future__ import annotations

from django.db import migrations

from dingxin.resolution.presets import remedies


def enter(apps, _schema_editor) -> None:
    """Make the remedies that are not there yet."""
    remedy = apps.get_model("resolution", "Remedy")
    fields = {field.name for field in remedy._meta.get_fields()}
    for row in remedies():
        known = {name: value for name, value in row.items() if name in fields}  # the others come with their fields
        remedy.objects.get_or_create(code=row["code"], defaults=known)


class Migration(migrations.Migration):
    dependencies = [("resolution", "0007_deck")]
    operations = [migrations.RunPython(enter, migrations.RunPython.noop)]
