"""Full names, first passwords, keys to the API, and a trail that the database itself keeps from being changed."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

SQLITE = [
    """CREATE TRIGGER offices_audit_event_no_update BEFORE UPDATE ON offices_audit_event
    BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END""",
    """CREATE TRIGGER offices_audit_event_no_delete BEFORE DELETE ON offices_audit_event
    BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END""",
]
POSTGRESQL = [
    """CREATE FUNCTION offices_refuse_change() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'the audit trail is append-only'; END $$""",
    """CREATE TRIGGER offices_audit_event_no_change BEFORE UPDATE OR DELETE ON offices_audit_event
    FOR EACH ROW EXECUTE FUNCTION offices_refuse_change()""",
]


def seal(_apps, schema_editor):
    statements = POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE
    for statement in statements:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("offices", "0001_initial")]

    operations = [
        migrations.AddField(
            "user", "full_name", models.CharField(blank=True, max_length=60, default=""), preserve_default=False
        ),
        migrations.AddField("user", "must_change_password", models.BooleanField(default=False)),
        migrations.CreateModel(
            name="ApiToken",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=60)),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("expires_on", models.DateField()),
                ("last_used_on", models.DateField(null=True)),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="offices.office"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="api_tokens",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={"db_table": "offices_api_token"},
        ),
        migrations.RunPython(seal, migrations.RunPython.noop),
    ]
