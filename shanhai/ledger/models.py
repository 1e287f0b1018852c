"""The tables of the ledger.

Entries and signatures are append-only in the database itself (triggers of migration 0002); they carry plain numbers
instead of tied foreign keys, so that nothing else in the installation can ever make them change.
"""

from django.db import models
from django.utils import timezone


class Entry(models.Model):
    """One immutable line of the ledger: a flow on a date, or an observation at a date or over a period.

    `serial` counts entries and signatures together in the order of their commits. `giver_place` and `receiver_place`
    are the places of the two sides; `from_party` and `to_party` say who gave and who took, which for a cadre sent
    eastwards is the receiver side and the giver side. `amount` is in the unit's smallest part (fen). A reversal
    carries the same amount, names the entry it takes back in `reverses_serial` and says why in `reason`; an entry
    that stands in for one taken back names it in `replaces_serial`. `agreed_change` is −1 on a reversal of an entry
    that both sides had signed, else 0. `spoken_side` is the side whose word the entry itself is.
    """

    # Place in the ledger and in the office's chain
    serial = models.BigIntegerField(primary_key=True)
    office_id = models.BigIntegerField()
    office_sequence = models.BigIntegerField()
    digest = models.BinaryField(max_length=32)
    # Who entered it, when, from where
    entered_by_id = models.BigIntegerField(null=True)
    entered_at = models.DateTimeField()
    known_on = models.DateField()
    batch_id = models.BigIntegerField(null=True)
    locator = models.CharField(max_length=120, blank=True)
    spoken_side = models.CharField(max_length=10)
    # What it says
    kind = models.CharField(max_length=60)
    nature = models.CharField(max_length=12)
    stage = models.CharField(max_length=20)
    indicator = models.CharField(max_length=80, blank=True)
    pairing_id = models.BigIntegerField(null=True)
    programme = models.CharField(max_length=40, blank=True)
    round = models.CharField(max_length=40, blank=True)
    giver_place_id = models.CharField(max_length=20, blank=True)
    receiver_place_id = models.CharField(max_length=20, blank=True)
    from_party_id = models.BigIntegerField(null=True)
    to_party_id = models.BigIntegerField(null=True)
    on_date = models.DateField()
    date_precision = models.CharField(max_length=5, default="day")
    period_from = models.DateField(null=True)
    period_to = models.DateField(null=True)
    amount = models.BigIntegerField()
    unit = models.CharField(max_length=30)
    qualifier = models.CharField(max_length=10, blank=True)
    subject = models.CharField(max_length=120, blank=True)
    labels = models.CharField(max_length=200, blank=True)
    details = models.TextField(default="{}")
    is_example = models.BooleanField(default=False)
    # How it stands to other entries
    fact_hash = models.BigIntegerField(null=True)
    reverses_serial = models.BigIntegerField(null=True)
    replaces_serial = models.BigIntegerField(null=True)
    reason = models.CharField(max_length=500, blank=True)
    agreed_change = models.SmallIntegerField(default=0)

    class Meta:
        db_table = "ledger_entry"
        constraints = [
            models.UniqueConstraint(fields=["office_id", "office_sequence"], name="entry_once_in_chain"),
            models.UniqueConstraint(
                fields=["reverses_serial"],
                name="entry_reversed_once",
                condition=models.Q(reverses_serial__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["pairing_id", "kind", "on_date"], name="entry_by_pairing"),
            models.Index(fields=["fact_hash"], name="entry_by_fact", condition=models.Q(fact_hash__isnull=False)),
            models.Index(
                fields=["replaces_serial"],
                name="entry_by_replaced",
                condition=models.Q(replaces_serial__isnull=False),
            ),
        ]


class Signature(models.Model):
    """One side's word on an entry; only ever added to.

    `agrees`; `differs` with its own amount and reason; `holds` (the entering side answers a difference and keeps its
    number); `withdraws` (takes back this side's last word). `agreed_change` is +1 where this word makes the entry
    one that both sides signed, −1 where it ends that, else 0. `answer_by` is the day the other side's answer is due.
    """

    serial = models.BigIntegerField(primary_key=True)
    office_id = models.BigIntegerField()
    office_sequence = models.BigIntegerField()
    digest = models.BinaryField(max_length=32)
    entry_serial = models.BigIntegerField(db_index=True)
    side = models.CharField(max_length=10)
    word = models.CharField(max_length=10)
    amount = models.BigIntegerField(null=True)
    reason = models.CharField(max_length=500, blank=True)
    answer_by = models.DateField(null=True)
    signed_by_id = models.BigIntegerField(null=True)
    signed_at = models.DateTimeField()
    known_on = models.DateField()
    batch_id = models.BigIntegerField(null=True)
    locator = models.CharField(max_length=120, blank=True)
    agreed_change = models.SmallIntegerField(default=0)

    class Meta:
        db_table = "ledger_signature"
        constraints = [
            models.UniqueConstraint(fields=["office_id", "office_sequence"], name="signature_once_in_chain"),
        ]


class Position(models.Model):
    """The last serial given out: one row, locked by the writer, so that serials follow the order of commits."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    serial = models.BigIntegerField(default=0)

    class Meta:
        db_table = "ledger_position"


class ChainHead(models.Model):
    """The newest link of an office's chain; `verify` proves it against the entries and signatures themselves."""

    office_id = models.BigIntegerField(primary_key=True)
    sequence = models.BigIntegerField(default=0)
    digest = models.BinaryField(max_length=32)

    class Meta:
        db_table = "ledger_chain_head"


# What the writer notes of an open entry and the proof compares.
OPEN_COLUMNS = (
    "entry_serial",
    "pairing_id",
    "giver_place_id",
    "receiver_place_id",
    "awaits",
    "state",
    "other_amount",
    "since",
    "answer_by",
)


class OpenEntry(models.Model):
    """An entry that waits for a word: derived from entries and signatures by the writer, proved by `verify`.

    `awaits` is the side whose word is due: `giver`, `receiver`, `both`, or `neither` where the third party that
    entered it must answer a difference. `state` is `pending` or `differs`; `other_amount` is the differing amount.
    """

    entry_serial = models.BigIntegerField(primary_key=True)
    pairing_id = models.BigIntegerField(null=True)
    giver_place_id = models.CharField(max_length=20, blank=True)
    receiver_place_id = models.CharField(max_length=20, blank=True)
    awaits = models.CharField(max_length=10)
    state = models.CharField(max_length=10)
    other_amount = models.BigIntegerField(null=True)
    since = models.DateField()
    answer_by = models.DateField(null=True)

    class Meta:
        db_table = "ledger_open_entry"
        indexes = [models.Index(fields=["state", "awaits", "pairing_id"], name="open_by_state")]


class BatchState(models.TextChoices):
    """Where a received file stands."""

    RECEIVED = "received", "已收到"
    READING = "reading", "试读中"
    CHECKED = "checked", "已试读"
    RECORDING = "recording", "入账中"
    RECORDED = "recorded", "已入账"
    REFUSED = "refused", "未入账"


class Batch(models.Model):
    """One received file, known by its hash. Its rows are recorded all together or not at all.

    Its entries and signatures are those with serials from `first_serial` to `last_serial`.
    """

    office_id = models.BigIntegerField(db_index=True)
    received_by_id = models.BigIntegerField(null=True)
    received_at = models.DateTimeField(auto_now_add=True)
    kind = models.CharField(max_length=60)
    sha256 = models.CharField(max_length=64, db_index=True)
    file_name = models.CharField(max_length=255)
    size_bytes = models.BigIntegerField()
    state = models.CharField(max_length=12, choices=BatchState.choices, default=BatchState.RECEIVED)
    rows_total = models.IntegerField(null=True)
    rows_done = models.IntegerField(default=0)
    problems = models.JSONField(default=dict)
    first_serial = models.BigIntegerField(null=True)
    last_serial = models.BigIntegerField(null=True)
    recorded_at = models.DateTimeField(null=True)
    is_example = models.BooleanField(default=False)

    class Meta:
        db_table = "ledger_batch"


class Document(models.Model):
    """Evidence as received: the bytes by their hash (or none where only its name is known), never changed."""

    sha256 = models.CharField(max_length=64, blank=True, db_index=True)
    file_name = models.CharField(max_length=255, blank=True)
    media_type = models.CharField(max_length=100, blank=True)
    size_bytes = models.BigIntegerField(default=0)
    title = models.CharField(max_length=300)
    outlet = models.CharField(max_length=200, blank=True)
    published_on = models.DateField(null=True)
    address = models.URLField(max_length=500, blank=True)
    office_id = models.BigIntegerField(null=True)
    is_public = models.BooleanField(default=False)
    is_example = models.BooleanField(default=False)
    received_by_id = models.BigIntegerField(null=True)
    received_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "ledger_document"


class DocumentLink(models.Model):
    """Ties a document, at a page or cell, to an entry; only ever added to."""

    entry_serial = models.BigIntegerField(db_index=True)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="links")
    page = models.IntegerField(null=True)
    cell = models.CharField(max_length=80, blank=True)
    note = models.CharField(max_length=200, blank=True)
    office_id = models.BigIntegerField(null=True)
    linked_by_id = models.BigIntegerField(null=True)
    linked_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "ledger_document_link"


class DocumentPublication(models.Model):
    """A word on whether a document is public: `published` with the place or address, or `withdrawn` with a reason.

    Only ever added to; the last word holds, and the document's own `is_public` says the same.
    """

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="publications")
    word = models.CharField(max_length=10)
    place = models.CharField(max_length=500, blank=True)
    reason = models.CharField(max_length=500, blank=True)
    office_id = models.BigIntegerField(null=True)
    said_by_id = models.BigIntegerField(null=True)
    said_at = models.DateTimeField(default=timezone.now)

    class Meta:
        db_table = "ledger_document_publication"

    @property
    def is_address(self) -> bool:
        """Whether the place is an address a browser may open, and not words such as 某报第 2 版."""
        return self.place.startswith(("http://", "https://")) and not any(sign.isspace() for sign in self.place)


class DatedSetting(models.Model):
    """One value of a declared setting from a day on; only ever added to.

    It holds for one programme or (blank) for all, and for one place with all below it or (blank) everywhere.

    The value is JSON in the type of the declared one; decimals are kept as text.
    """

    code = models.CharField(max_length=80, db_index=True)
    programme = models.CharField(max_length=40, blank=True)
    place_id = models.CharField(max_length=20, blank=True, default="")
    value = models.JSONField()
    valid_from = models.DateField()
    note = models.CharField(max_length=200, blank=True)
    set_by_id = models.BigIntegerField(null=True)
    set_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "ledger_dated_setting"
