"""The first serial, and triggers that keep the database itself from changing what was entered, signed or linked.

Entries, signatures and document links refuse every UPDATE and DELETE (TRUNCATE too, where the database has it, for the
audit trail as well). A batch that is recorded keeps its file's hash, office, kind and serials; the bytes of a document
and its hash stay what they were. A superuser can drop a trigger: `shanhai verify` proves that nobody used it.
"""

from django.db import migrations

APPEND_ONLY = ("ledger_entry", "ledger_signature", "ledger_document_link")
MESSAGE = "the ledger is append-only"
BATCH_COLUMNS = (
    "id",
    "office_id",
    "kind",
    "sha256",
    "state",
    "first_serial",
    "last_serial",
    "recorded_at",
    "is_example",
)
DOCUMENT_COLUMNS = ("id", "sha256", "size_bytes", "media_type", "office_id", "received_at")


def _changed(columns, different):
    return " OR ".join(f"OLD.{column} {different} NEW.{column}" for column in columns)


def sqlite_guards():
    refuse = f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
    for table in APPEND_ONLY:
        for event in ("UPDATE", "DELETE"):
            yield f"CREATE TRIGGER {table}_no_{event.lower()} BEFORE {event} ON {table} {refuse}"
    yield (
        "CREATE TRIGGER ledger_batch_no_update BEFORE UPDATE ON ledger_batch "
        f"WHEN OLD.state = 'recorded' AND ({_changed(BATCH_COLUMNS, 'IS NOT')}) {refuse}"
    )
    yield f"CREATE TRIGGER ledger_batch_no_delete BEFORE DELETE ON ledger_batch WHEN OLD.state = 'recorded' {refuse}"
    yield (
        "CREATE TRIGGER ledger_document_no_update BEFORE UPDATE ON ledger_document "
        f"WHEN {_changed(DOCUMENT_COLUMNS, 'IS NOT')} {refuse}"
    )
    yield f"CREATE TRIGGER ledger_document_no_delete BEFORE DELETE ON ledger_document {refuse}"


def postgresql_guards():
    yield (
        "CREATE FUNCTION ledger_refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{MESSAGE}' USING ERRCODE = 'restrict_violation'; END $$"
    )
    row, table_wide = (
        "FOR EACH ROW EXECUTE FUNCTION ledger_refuse_change()",
        ("FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse_change()"),
    )
    for table in APPEND_ONLY:
        yield f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table} {row}"
    for table in (*APPEND_ONLY, "ledger_batch", "ledger_document", "offices_audit_event"):
        yield f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} {table_wide}"
    yield (
        "CREATE TRIGGER ledger_batch_no_update BEFORE UPDATE ON ledger_batch FOR EACH ROW "
        f"WHEN (OLD.state = 'recorded' AND ({_changed(BATCH_COLUMNS, 'IS DISTINCT FROM')})) "
        "EXECUTE FUNCTION ledger_refuse_change()"
    )
    yield (
        "CREATE TRIGGER ledger_batch_no_delete BEFORE DELETE ON ledger_batch FOR EACH ROW "
        "WHEN (OLD.state = 'recorded') EXECUTE FUNCTION ledger_refuse_change()"
    )
    yield (
        "CREATE TRIGGER ledger_document_no_update BEFORE UPDATE ON ledger_document FOR EACH ROW "
        f"WHEN ({_changed(DOCUMENT_COLUMNS, 'IS DISTINCT FROM')}) EXECUTE FUNCTION ledger_refuse_change()"
    )
    yield f"CREATE TRIGGER ledger_document_no_delete BEFORE DELETE ON ledger_document {row}"


def put_up_guards(_apps, schema_editor):
    vendor = schema_editor.connection.vendor
    for statement in postgresql_guards() if vendor == "postgresql" else sqlite_guards():
        schema_editor.execute(statement)


def give_first_serial(apps, _schema_editor):
    apps.get_model("ledger", "Position").objects.create(id=1, serial=0)


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial"), ("offices", "0001_initial")]

    operations = [
        migrations.RunPython(give_first_serial, migrations.RunPython.noop),
        migrations.RunPython(put_up_guards, migrations.RunPython.noop),
    ]
