"""The tables of pay-outs. A term sheet is kept version by version and never edited; a run freezes what it stood on."""

from django.db import models

from shanhai.activities.models import Activity

CORRECTION = "correction"


class TermSheet(models.Model):
    """One version of how an enclave's income is shared, in force once the other side has confirmed it.

    `clauses` is an ordered list of `algorithms.payout.Clause` as plain values, `shares` one of `Share` whose party is a
    registered party's id in text, `methods` each way of sharing with its part in ppm. `statistics` says, by measure
    (`output`, `tax`), which part each side counts in assessments: a book of its own that never touches money.
    """

    enclave = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="term_sheets")
    version = models.IntegerField()
    signed_on = models.DateField()
    from_day = models.DateField()
    to_day = models.DateField(null=True)
    clauses = models.JSONField()
    shares = models.JSONField()
    methods = models.JSONField()
    statistics = models.JSONField(default=dict)
    document_id = models.BigIntegerField(null=True)
    reason = models.CharField(max_length=500, blank=True)
    office_id = models.BigIntegerField()
    made_by_id = models.BigIntegerField(null=True)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "payouts_term_sheet"
        constraints = [models.UniqueConstraint(fields=["enclave", "version"], name="one_term_sheet_per_version")]


class TermSheetWord(models.Model):
    """One side's word on a version of the terms; only ever added to, the newest one of a side holds.

    `word` is `proposes` (of the side that kept the version), `confirms` or, with a reason, `differs` (of the other).
    """

    term_sheet = models.ForeignKey(TermSheet, on_delete=models.PROTECT, related_name="words")
    word = models.CharField(max_length=10)
    reason = models.CharField(max_length=500, blank=True)
    side = models.CharField(max_length=10)
    said_on = models.DateField()
    office_id = models.BigIntegerField()
    said_by_id = models.BigIntegerField(null=True)
    said_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "payouts_term_sheet_word"
        indexes = [models.Index(fields=["term_sheet", "word"], name="term_words")]


class PayoutRun(models.Model):
    """One sharing of income over a period; its states are those of its activity.

    `inputs` holds all it stood on (clauses, shares, capital, revenue with their serials, what was carried in), and
    `inputs_sha256` is its digest, so that a later correction of revenue is noticed before anybody confirms. Its lines
    are shared by the list of `term_sheet`; where that is not the version whose clauses it was worked out by, `inputs`
    names it as `shared_by`.
    """

    activity = models.OneToOneField(Activity, primary_key=True, on_delete=models.PROTECT, related_name="payout_run")
    term_sheet = models.ForeignKey(TermSheet, on_delete=models.PROTECT, related_name="runs")
    from_day = models.DateField()
    to_day = models.DateField()
    inputs = models.JSONField()
    inputs_sha256 = models.CharField(max_length=64)
    steps = models.JSONField()
    total_fen = models.BigIntegerField()
    carried_fen = models.BigIntegerField()
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "payouts_run"

    @property
    def moves_between(self) -> bool:
        """Whether it moves money between villages only: some lines are negative, and all add up to nothing."""
        return self.activity.values.get("run_kind") == CORRECTION


class PayoutLine(models.Model):
    """What one party gets in a run: its parts by way of sharing, what was taken back, what is paid."""

    run = models.ForeignKey(PayoutRun, on_delete=models.PROTECT, related_name="lines")
    party_id = models.BigIntegerField()
    parts = models.JSONField()
    recovered_fen = models.BigIntegerField(default=0)
    amount_fen = models.BigIntegerField()

    class Meta:
        db_table = "payouts_line"
        constraints = [models.UniqueConstraint(fields=["run", "party_id"], name="one_line_per_party")]


class PayoutLineWord(models.Model):
    """One word on a line, by the village or by the receiving side for it; only ever added to, the newest one holds.

    `checks` (the amount is right), `disputes` (with a reason), `receives` (the money has come), `returns` (it went
    back).
    """

    line = models.ForeignKey(PayoutLine, on_delete=models.PROTECT, related_name="words")
    word = models.CharField(max_length=10)
    reason = models.CharField(max_length=500, blank=True)
    said_on = models.DateField()
    office_id = models.BigIntegerField()
    said_by_id = models.BigIntegerField(null=True)
    said_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "payouts_line_word"
