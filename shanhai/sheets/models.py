"""What an office says of the tables it keeps, for the next file of the same shape. Rows are only ever added."""

from django.db import models


class KeptReading(models.Model):
    """How an office says tables of one shape are to be read, from a moment on; the newest row of a shape holds.

    `mapping` is a correction of `foreign/mapping.py` with what belongs to the ledger (`entry_kinds`, `left_out`,
    `fixed`); None forgets the shape. `heads` are the first headings, to know the shape by on pages.
    """

    office_id = models.BigIntegerField(db_index=True)
    fingerprint = models.CharField(max_length=32)
    mapping = models.JSONField(null=True)
    heads = models.CharField(max_length=300, blank=True)
    kept_by_id = models.BigIntegerField(null=True)
    kept_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "sheets_kept_reading"
        indexes = (models.Index(fields=("office_id", "fingerprint", "-id"), name="kept_reading_of_shape"),)
