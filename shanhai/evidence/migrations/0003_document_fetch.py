"""When and from where a document's bytes were fetched; rows are only added, and the database itself keeps it so."""

import django.db.models.deletion
from django.db import migrations, models

TABLE = "evidence_fetch"
MESSAGE = "readings are append-only"


def put_up_guards(_apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for name, event, each in (("change", "UPDATE OR DELETE", "ROW"), ("truncate", "TRUNCATE", "STATEMENT")):
            schema_editor.execute(
                f"CREATE TRIGGER {TABLE}_no_{name} BEFORE {event} ON {TABLE} "
                f"FOR EACH {each} EXECUTE FUNCTION evidence_refuse_change()"
            )
        return
    for event in ("UPDATE", "DELETE"):
        schema_editor.execute(
            f"CREATE TRIGGER {TABLE}_no_{event.lower()} BEFORE {event} ON {TABLE} "
            f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
        )


class Migration(migrations.Migration):
    dependencies = [
        ("evidence", "0002_guards"),
        ("ledger", "0003_dated_settings"),
    ]

    operations = [
        migrations.CreateModel(
            name="DocumentFetch",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("asked", models.CharField(max_length=500)),
                ("address", models.CharField(max_length=500)),
                ("office_id", models.BigIntegerField(null=True)),
                ("fetched_by_id", models.BigIntegerField(null=True)),
                ("fetched_at", models.DateTimeField(auto_now_add=True)),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="fetches", to="ledger.document"
                    ),
                ),
            ],
            options={"db_table": "evidence_fetch"},
        ),
        migrations.RunPython(put_up_guards, migrations.RunPython.noop),
    ]
