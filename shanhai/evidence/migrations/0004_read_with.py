"""With what rules a reading was made, and where a carried decision comes from.

Both columns may be empty, so that they are added to the tables as they stand and their guards stay up. A carried
decision keeps its own moment: the default does not change the table either.
"""

import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("evidence", "0003_document_fetch"), ("ledger", "0005_document_publication")]

    operations = [
        migrations.AddField("documentreading", "rules_version", models.CharField(max_length=16, null=True)),
        migrations.AddField("claimact", "carried_from", models.BigIntegerField(null=True)),
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField("claimact", "done_at", models.DateTimeField(default=django.utils.timezone.now)),
            ]
        ),
    ]
