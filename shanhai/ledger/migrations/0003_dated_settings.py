"""Dated settings: rows that are only ever added, kept so by the database itself."""

from django.db import migrations, models

TABLE = "ledger_dated_setting"


def put_up_guards(_apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(
            f"CREATE TRIGGER {TABLE}_no_change BEFORE UPDATE OR DELETE ON {TABLE} "
            "FOR EACH ROW EXECUTE FUNCTION ledger_refuse_change()"
        )
        return
    refuse = "BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END"
    for event in ("UPDATE", "DELETE"):
        schema_editor.execute(f"CREATE TRIGGER {TABLE}_no_{event.lower()} BEFORE {event} ON {TABLE} {refuse}")


class Migration(migrations.Migration):
    dependencies = [("ledger", "0002_guards")]

    operations = [
        migrations.CreateModel(
            name="DatedSetting",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(db_index=True, max_length=80)),
                ("programme", models.CharField(blank=True, max_length=40)),
                ("value", models.JSONField()),
                ("valid_from", models.DateField()),
                ("note", models.CharField(blank=True, max_length=200)),
                ("set_by_id", models.BigIntegerField(null=True)),
                ("set_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={"db_table": TABLE},
        ),
        migrations.RunPython(put_up_guards, migrations.RunPython.noop),
    ]
