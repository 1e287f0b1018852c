"""The tables of documents read: the repaired text, the claims found in it, and what people did about each claim.

Readings, claims and acts only ever gain rows: a document read again is another reading, a changed mind is another act.
Results against the ledger move with it; what an office last saw of them is kept apart, for lists and shares only.
"""

from django.db import models
from django.utils import timezone

from shanhai.ledger.models import Document


class DocumentReading(models.Model):
    """One reading of a document with the words that indicators had then and the rules of reading there were.

    `text` is the repaired text. `edits` are lists of raw start, raw end, what was there, what is now, the reason and
    how sure, in order; with them the text as received is had back. `unreadable` are lists of start, end, text and
    reason in the repaired text. `says` holds title, outlet, published_on, byline and section as far as known.
    `vocabulary_version` and `rules_version` are the marks of `reading_rules.py`; a reading from before rules had a mark
    has none.
    """

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="readings")
    text = models.TextField()
    edits = models.JSONField(default=list)
    unreadable = models.JSONField(default=list)
    says = models.JSONField(default=dict)
    is_cut = models.BooleanField(default=False)
    vocabulary_version = models.CharField(max_length=16)
    rules_version = models.CharField(max_length=16, null=True)
    read_by_id = models.BigIntegerField(null=True)
    read_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "evidence_reading"


class Claim(models.Model):
    """One quantitative statement of a document, as it was read.

    `start` and `end` are places in the text as received, `clean_start` and `clean_end` in the repaired one. `value` is
    a decimal text in whole units of `unit`. Sides are official names or labels; a group leaves the single side empty.
    """

    reading = models.ForeignKey(DocumentReading, on_delete=models.PROTECT, related_name="claims")
    number = models.IntegerField()
    quote = models.TextField()
    clean_quote = models.TextField()
    start = models.IntegerField()
    end = models.IntegerField()
    clean_start = models.IntegerField()
    clean_end = models.IntegerField()
    value = models.CharField(max_length=60)
    unit = models.CharField(max_length=40)
    qualifier = models.CharField(max_length=10, blank=True)
    indicator = models.CharField(max_length=80, db_index=True)
    giver = models.CharField(max_length=120, blank=True)
    receiver = models.CharField(max_length=120, blank=True)
    giver_group = models.JSONField(default=list)
    receiver_group = models.JSONField(default=list)
    giver_ids = models.JSONField(default=list)
    receiver_ids = models.JSONField(default=list)
    party = models.CharField(max_length=120, blank=True)
    programme = models.CharField(max_length=40, blank=True)
    period_from = models.DateField(null=True)
    period_to = models.DateField(null=True)
    period_text = models.CharField(max_length=120, blank=True)
    status = models.CharField(max_length=10)
    damaged = models.BooleanField(default=False)
    part_of_whole = models.BooleanField(default=False)
    sure = models.FloatField(default=0)

    class Meta:
        db_table = "evidence_claim"
        constraints = [models.UniqueConstraint(fields=["reading", "number"], name="claim_once_in_reading")]


class ClaimAct(models.Model):
    """What somebody did about a claim: `linked`, `recorded`, `correction`, `dismissed` or `reopened`.

    `entry_serial` is the statement that was recorded, or the entry to be corrected. `entries` is how many entries the
    document was tied to. The latest act says how the claim stands. `carried_from` is the act as it was done, where this
    one stands for the same claim of a later reading; it keeps its moment.
    """

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="acts")
    act = models.CharField(max_length=12)
    reason = models.CharField(max_length=500, blank=True)
    entry_serial = models.BigIntegerField(null=True)
    entries = models.IntegerField(default=0)
    office_id = models.BigIntegerField(null=True, db_index=True)
    done_by_id = models.BigIntegerField(null=True)
    carried_from = models.BigIntegerField(null=True)
    done_at = models.DateTimeField(default=timezone.now)

    class Meta:
        db_table = "evidence_claim_act"


class SeenResults(models.Model):
    """What an office last saw of a reading's claims against the ledger; worked out anew whenever the ledger moved.

    `results` gives for each claim, by its number from 1, its result. `serial` is the ledger's position it stands for.
    """

    reading = models.ForeignKey(DocumentReading, on_delete=models.CASCADE, related_name="seen_results")
    office_id = models.BigIntegerField(null=True)
    serial = models.BigIntegerField()
    results = models.JSONField(default=list)
    seen_at = models.DateTimeField(auto_now=True)

    class Meta:
        db_table = "evidence_seen_results"
        constraints = [models.UniqueConstraint(fields=["reading", "office_id"], name="results_once_for_office")]


class DocumentFetch(models.Model):
    """One time that a document's bytes were fetched: the address asked for, the one that gave them, when and by whom.

    The same page fetched again with the same bytes is another row of the same document.
    """

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="fetches")
    asked = models.CharField(max_length=500)
    address = models.CharField(max_length=500)
    office_id = models.BigIntegerField(null=True)
    fetched_by_id = models.BigIntegerField(null=True)
    fetched_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "evidence_fetch"
