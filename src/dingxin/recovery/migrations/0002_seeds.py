"""The plans and commitments a new house begins with; a house that has made its own keeps them."""

from __future__ import annotations

from django.db import migrations

from dingxin.recovery.data import commitments, plans


def enter(apps, _schema_editor) -> None:
    """Make the plans with their parts and the commitments that are not there yet."""
    plan, part = apps.get_model("recovery", "RecoveryPlan"), apps.get_model("recovery", "PlanPart")
    commitment = apps.get_model("recovery", "Commitment")
    for row in plans():
        parts = row.pop("parts")
        made, new = plan.objects.get_or_create(code=row["code"], defaults=row)
        if new:
            part.objects.bulk_create(part(plan=made, part=name, **fields) for name, fields in parts.items())
    for place, row in enumerate(commitments(), 1):
        commitment.objects.get_or_create(code=row["code"], defaults={**row, "position": place * 10})


class Migration(migrations.Migration):
    dependencies = [("recovery", "0001_initial")]
    operations = [migrations.RunPython(enter, migrations.RunPython.noop)]
