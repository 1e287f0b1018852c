"""The table of kept readings, and triggers by which the database itself refuses to change one once it is kept."""

from django.db import migrations, models

TABLE = "sheets_kept_reading"
MESSAGE = "kept readings are append-only"


def put_up_guards(_apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(
            "CREATE FUNCTION sheets_refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{MESSAGE}' USING ERRCODE = 'restrict_violation'; END $$"
        )
        schema_editor.execute(
            f"CREATE TRIGGER {TABLE}_no_change BEFORE UPDATE OR DELETE ON {TABLE} "
            "FOR EACH ROW EXECUTE FUNCTION sheets_refuse_change()"
        )
        return
    for event in ("UPDATE", "DELETE"):
        schema_editor.execute(
            f"CREATE TRIGGER {TABLE}_no_{event.lower()} BEFORE {event} ON {TABLE} "
            f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
        )


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        migrations.CreateModel(
            name="KeptReading",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("office_id", models.BigIntegerField(db_index=True)),
                ("fingerprint", models.CharField(max_length=32)),
                ("mapping", models.JSONField(null=True)),
                ("heads", models.CharField(blank=True, max_length=300)),
                ("kept_by_id", models.BigIntegerField(null=True)),
                ("kept_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "db_table": TABLE,
                "indexes": [models.Index(fields=["office_id", "fingerprint", "-id"], name="kept_reading_of_shape")],
            },
        ),
        migrations.RunPython(put_up_guards, migrations.RunPython.noop),
    ]
