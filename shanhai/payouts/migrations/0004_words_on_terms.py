"""Both sides' words on a version of the terms; a version kept before is one that its office's side proposed."""

import django.db.models.deletion
from django.db import migrations, models

TABLE = "payouts_term_sheet_word"
MESSAGE = "pay-outs are append-only"


def tell_who_proposed(apps, _schema_editor):
    sheets, words = apps.get_model("payouts", "TermSheet"), apps.get_model("payouts", "TermSheetWord")
    sides = dict(apps.get_model("offices", "Office").objects.values_list("pk", "side"))
    words.objects.bulk_create(
        words(
            term_sheet_id=sheet.pk,
            word="proposes",
            side=sides.get(sheet.office_id, ""),
            said_on=sheet.made_at.date(),
            office_id=sheet.office_id,
            said_by_id=sheet.made_by_id,
        )
        for sheet in sheets.objects.all()
    )


def put_up_guards(_apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for event, each in (("UPDATE OR DELETE", "ROW"), ("TRUNCATE", "STATEMENT")):
            name = "change" if each == "ROW" else "truncate"
            schema_editor.execute(
                f"CREATE TRIGGER {TABLE}_no_{name} BEFORE {event} ON {TABLE} "
                f"FOR EACH {each} EXECUTE FUNCTION payouts_refuse_change()"
            )
        return
    for event in ("UPDATE", "DELETE"):
        schema_editor.execute(
            f"CREATE TRIGGER {TABLE}_no_{event.lower()} BEFORE {event} ON {TABLE} "
            f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
        )


class Migration(migrations.Migration):
    dependencies = [("payouts", "0003_statistics_and_words"), ("offices", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="TermSheetWord",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("word", models.CharField(max_length=10)),
                ("reason", models.CharField(blank=True, max_length=500)),
                ("side", models.CharField(max_length=10)),
                ("said_on", models.DateField()),
                ("office_id", models.BigIntegerField()),
                ("said_by_id", models.BigIntegerField(null=True)),
                ("said_at", models.DateTimeField(auto_now_add=True)),
                (
                    "term_sheet",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="words", to="payouts.termsheet"
                    ),
                ),
            ],
            options={
                "db_table": TABLE,
                "indexes": [models.Index(fields=["term_sheet", "word"], name="term_words")],
            },
        ),
        migrations.RunPython(tell_who_proposed, migrations.RunPython.noop),
        migrations.RunPython(put_up_guards, migrations.RunPython.noop),
    ]
