"""Words on whether a document is public; rows are only added, and the database itself keeps it so.

Documents that were public before get the word they came in with: their address or outlet, and the day of receipt.
"""

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

TABLE = "ledger_document_publication"


def put_up_guards(_apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for name, event, each in (("change", "UPDATE OR DELETE", "ROW"), ("truncate", "TRUNCATE", "STATEMENT")):
            schema_editor.execute(
                f"CREATE TRIGGER {TABLE}_no_{name} BEFORE {event} ON {TABLE} "
                f"FOR EACH {each} EXECUTE FUNCTION ledger_refuse_change()"
            )
        return
    refuse = "BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END"
    for event in ("UPDATE", "DELETE"):
        schema_editor.execute(f"CREATE TRIGGER {TABLE}_no_{event.lower()} BEFORE {event} ON {TABLE} {refuse}")


def say_of_public_documents(apps, _schema_editor):
    words = apps.get_model("ledger", "DocumentPublication")
    for document in apps.get_model("ledger", "Document").objects.filter(is_public=True).order_by("pk").iterator():
        words.objects.create(
            document=document,
            word="published",
            place=document.address or document.outlet,
            office_id=document.office_id,
            said_by_id=document.received_by_id,
            said_at=document.received_at,
        )


class Migration(migrations.Migration):
    dependencies = [("ledger", "0004_settings_of_places")]

    operations = [
        migrations.CreateModel(
            name="DocumentPublication",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("word", models.CharField(max_length=10)),
                ("place", models.CharField(blank=True, max_length=500)),
                ("reason", models.CharField(blank=True, max_length=500)),
                ("office_id", models.BigIntegerField(null=True)),
                ("said_by_id", models.BigIntegerField(null=True)),
                ("said_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="publications", to="ledger.document"
                    ),
                ),
            ],
            options={"db_table": TABLE},
        ),
        migrations.RunPython(put_up_guards, migrations.RunPython.noop),
        migrations.RunPython(say_of_public_documents, migrations.RunPython.noop),
    ]
