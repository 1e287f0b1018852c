"""A dated setting may hold for one place; on SQLite a new column makes the table anew, so its guards go up again."""

from django.db import migrations, models

TABLE = "ledger_dated_setting"


def put_up_guards(_apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        return
    refuse = "BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END"
    for event in ("UPDATE", "DELETE"):
        schema_editor.execute(
            f"CREATE TRIGGER IF NOT EXISTS {TABLE}_no_{event.lower()} BEFORE {event} ON {TABLE} {refuse}"
        )


class Migration(migrations.Migration):
    dependencies = [("ledger", "0003_dated_settings")]

    operations = [
        migrations.AddField(
            model_name="datedsetting",
            name="place_id",
            field=models.CharField(blank=True, default="", max_length=20),
        ),
        migrations.RunPython(put_up_guards, migrations.RunPython.noop),
    ]
