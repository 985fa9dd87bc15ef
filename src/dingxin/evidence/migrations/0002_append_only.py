"""The database itself refuses to change or remove a piece of evidence."""

from django.db import migrations

SQLITE = [
    "CREATE TRIGGER evidence_item_no_update BEFORE UPDATE ON evidence_item BEGIN SELECT RAISE(ABORT, 'evidence is never changed'); END",
    "CREATE TRIGGER evidence_item_no_delete BEFORE DELETE ON evidence_item BEGIN SELECT RAISE(ABORT, 'evidence is never removed'); END",
]
SQLITE_BACK = ["DROP TRIGGER evidence_item_no_update", "DROP TRIGGER evidence_item_no_delete"]
POSTGRESQL = [
    """
    CREATE FUNCTION evidence_item_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'evidence is never changed or removed'; END $$
    """,
    "CREATE TRIGGER evidence_item_no_change BEFORE UPDATE OR DELETE ON evidence_item FOR EACH ROW EXECUTE FUNCTION evidence_item_append_only()",
    "CREATE TRIGGER evidence_item_no_truncate BEFORE TRUNCATE ON evidence_item FOR EACH STATEMENT EXECUTE FUNCTION evidence_item_append_only()",
]
POSTGRESQL_BACK = [
    "DROP TRIGGER evidence_item_no_change ON evidence_item",
    "DROP TRIGGER evidence_item_no_truncate ON evidence_item",
    "DROP FUNCTION evidence_item_append_only()",
]


def forwards(apps, schema_editor):
    for statement in POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement)


def backwards(apps, schema_editor):
    for statement in POSTGRESQL_BACK if schema_editor.connection.vendor == "postgresql" else SQLITE_BACK:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("evidence", "0001_initial")]
    operations = [migrations.RunPython(forwards, backwards)]
