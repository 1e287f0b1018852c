"""The tables of activities: what was begun, the steps taken, and where each stands as derived from its steps."""

from django.db import models


class Activity(models.Model):
    """Something done under a pairing that lives through states. The row itself never changes; steps move it.

    `number` is the public number its entries carry as their subject, such as `XM-2023-0007`.
    """

    kind = models.CharField(max_length=60)
    number = models.CharField(max_length=40, unique=True)
    title = models.CharField(max_length=200)
    pairing_id = models.BigIntegerField(null=True, db_index=True)
    giver_place_id = models.CharField(max_length=20, blank=True)
    receiver_place_id = models.CharField(max_length=20, blank=True)
    office_id = models.BigIntegerField()
    opened_by_id = models.BigIntegerField(null=True)
    opened_at = models.DateTimeField(auto_now_add=True)
    opened_on = models.DateField()
    values = models.JSONField(default=dict)
    is_example = models.BooleanField(default=False)

    class Meta:
        db_table = "activities_activity"
        indexes = [
            models.Index(fields=["kind", "giver_place_id"], name="activity_by_giver"),
            models.Index(fields=["kind", "receiver_place_id"], name="activity_by_receiver"),
        ]


class ActivityStep(models.Model):
    """One dated word on an activity; only ever added to.

    `act` is `move` (the step counts at once), `propose` (it waits for the other side), `confirm` or `object` (the
    other side's answer to `answers`), `withdraw` (its own side takes the proposal back), or `undo` (takes back the
    newest step that counts, named by `answers`).
    """

    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="steps")
    sequence = models.IntegerField()
    act = models.CharField(max_length=10)
    step = models.CharField(max_length=60, blank=True)
    answers = models.IntegerField(null=True)
    on_date = models.DateField()
    values = models.JSONField(default=dict)
    document_ids = models.JSONField(default=dict)
    reason = models.CharField(max_length=500, blank=True)
    side = models.CharField(max_length=10)
    office_id = models.BigIntegerField()
    taken_by_id = models.BigIntegerField(null=True)
    taken_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "activities_step"
        ordering = ["activity_id", "sequence"]
        constraints = [models.UniqueConstraint(fields=["activity", "sequence"], name="one_step_per_sequence")]


class ActivityStanding(models.Model):
    """Where an activity stands: derived from its steps by `move.py`, so that lists can be filtered and sorted."""

    activity = models.OneToOneField(Activity, primary_key=True, on_delete=models.PROTECT, related_name="standing")
    kind = models.CharField(max_length=60)
    state = models.CharField(max_length=60)
    since = models.DateField()
    awaits_side = models.CharField(max_length=10, blank=True)
    proposed_step = models.CharField(max_length=60, blank=True)
    due_on = models.DateField(null=True)
    due_code = models.CharField(max_length=60, blank=True)
    due_side = models.CharField(max_length=10, blank=True)
    mark = models.CharField(max_length=30, blank=True)
    values = models.JSONField(default=dict)

    class Meta:
        db_table = "activities_standing"
        indexes = [
            models.Index(fields=["kind", "state"], name="standing_by_state"),
            models.Index(fields=["due_on"], name="standing_by_due", condition=models.Q(due_on__isnull=False)),
            models.Index(fields=["awaits_side"], name="standing_by_awaited", condition=~models.Q(awaits_side="")),
        ]
