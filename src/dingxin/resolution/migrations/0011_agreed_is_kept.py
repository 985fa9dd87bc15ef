"""The database itself refuses to change what was agreed, chosen or objected to. Words may be emptied: a person can be forgotten."""

from django.db import migrations

FIXED = {
    "resolution_agreement": ("case_id", "number", "message_id", "made_by_id", "at"),
    "resolution_obligation": ("agreement_id", "option_id", "amount", "due"),
    "resolution_choice": ("option_id", "message_id", "recorded_by_id", "at"),
    "resolution_objection": ("option_id", "reason", "recorded_by_id", "at"),
}
WORDS = {"resolution_obligation": "what"}
REFUSAL = "what was agreed is changed by a new agreement alone"


def changed(table: str, differs: str) -> str:
    words = WORDS.get(table, "words")
    kept = [f"OLD.{name} {differs} NEW.{name}" for name in FIXED[table]]
    return " OR ".join([*kept, f"(OLD.{words} <> NEW.{words} AND NEW.{words} <> '')"])


SQLITE = [
    statement
    for table in FIXED
    for statement in (
        f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} WHEN {changed(table, 'IS NOT')} "
        f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END",
        f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END",
    )
]
SQLITE_BACK = [f"DROP TRIGGER {table}_no_{verb}" for table in FIXED for verb in ("update", "delete")]
POSTGRESQL = [
    f"CREATE FUNCTION resolution_agreed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$",
    *(
        statement
        for table in FIXED
        for statement in (
            f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} FOR EACH ROW "
            f"WHEN ({changed(table, 'IS DISTINCT FROM')}) EXECUTE FUNCTION resolution_agreed()",
            f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION resolution_agreed()",
            f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION resolution_agreed()",
        )
    ),
]
POSTGRESQL_BACK = [
    *(f"DROP TRIGGER {table}_no_{verb} ON {table}" for table in FIXED for verb in ("update", "delete", "truncate")),
    "DROP FUNCTION resolution_agreed()",
]


def forwards(apps, schema_editor):
    for statement in POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement)


def backwards(apps, schema_editor):
    for statement in POSTGRESQL_BACK if schema_editor.connection.vendor == "postgresql" else SQLITE_BACK:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("resolution", "0010_budget_of_words")]
    operations = [migrations.RunPython(forwards, backwards)]
