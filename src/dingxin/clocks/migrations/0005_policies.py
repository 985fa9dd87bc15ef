"""The policies a new house begins with; a house that has made its own keeps them."""

from __future__ import annotations

from django.db import migrations

from dingxin.clocks.presets import presets


def enter(apps, _schema_editor) -> None:
    """Make the policies that are not there yet."""
    policy, term = apps.get_model("clocks", "Policy"), apps.get_model("clocks", "Term")
    for preset in presets():
        row, created = policy.objects.get_or_create(name=preset.fields["name"], defaults=preset.fields)
        if created:
            term.objects.bulk_create(term(policy=row, **fields) for fields in preset.terms)


class Migration(migrations.Migration):
    dependencies = [("clocks", "0004_clocks")]
    operations = [migrations.RunPython(enter, migrations.RunPython.noop)]
