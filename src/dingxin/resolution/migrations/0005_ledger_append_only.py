"""The database itself refuses to change or remove what was booked."""

from django.db import migrations

TABLES = ["resolution_entry", "resolution_posting"]
SQLITE = [
    f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END"
    for table in TABLES
    for verb in ("UPDATE", "DELETE")
]
SQLITE_BACK = [f"DROP TRIGGER {table}_no_{verb}" for table in TABLES for verb in ("update", "delete")]
POSTGRESQL = [
    """
    CREATE FUNCTION resolution_ledger_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'the ledger is append-only'; END $$
    """,
    *(
        f"CREATE TRIGGER {table}_no_{name} BEFORE {verb} ON {table} FOR EACH {each} EXECUTE FUNCTION resolution_ledger_append_only()"
        for table in TABLES
        for name, verb, each in (("change", "UPDATE OR DELETE", "ROW"), ("truncate", "TRUNCATE", "STATEMENT"))
    ),
]
POSTGRESQL_BACK = [
    *(f"DROP TRIGGER {table}_no_{name} ON {table}" for table in TABLES for name in ("change", "truncate")),
    "DROP FUNCTION resolution_ledger_append_only()",
]


def forwards(apps, schema_editor):
    for statement in POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement)


def backwards(apps, schema_editor):
    for statement in POSTGRESQL_BACK if schema_editor.connection.vendor == "postgresql" else SQLITE_BACK:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("resolution", "0004_money")]
    operations = [migrations.RunPython(forwards, backwards)]
