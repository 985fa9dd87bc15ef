"""What whoever grants a remedy says themselves; and the remedies of the house as they are now, where nobody changed them."""

from __future__ import annotations

from django.db import migrations, models

from dingxin.resolution.presets import remedies

ABOUT = "It fits only where one of these words was said or stands in title or product; with a minus, where it was not."
OPEN = {"needs": {}, "demands": [], "faults": [], "about": [], "wording_own": "", "wording_own_en": ""}
SAID = ("name", "name_en", "wording", "wording_en")


def enter(apps, _schema_editor) -> None:
    """Make the remedies that are not there yet, and bring those up to date that nobody wrote on."""
    remedy, event = apps.get_model("resolution", "Remedy"), apps.get_model("audit", "Event")
    changed = {data.get("id") for data in event.objects.filter(kind="remedy.updated").values_list("data", flat=True)}
    for row in remedies():
        found, made = remedy.objects.get_or_create(code=row["code"], defaults=row)
        if made or found.pk in changed:
            continue
        told = {name: row[name] for name in SAID} | {name: row.get(name, empty) for name, empty in OPEN.items()}
        remedy.objects.filter(pk=found.pk).update(**told)


class Migration(migrations.Migration):
    dependencies = [("resolution", "0011_agreed_is_kept"), ("audit", "0001_initial")]
    operations = [
        migrations.AddField(
            "remedy",
            "wording_own",
            models.TextField(
                "wording of whoever grants it", blank=True, default="", help_text="Where they say it themselves. Empty: as above."
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            "remedy",
            "wording_own_en",
            models.TextField("wording of whoever grants it, in English", blank=True, default=""),
            preserve_default=False,
        ),
        migrations.AlterField("remedy", "about", models.JSONField(blank=True, default=list, help_text=ABOUT)),
        migrations.RunPython(enter, migrations.RunPython.noop),
    ]
