"""Tables of places, parties, programmes and pairings. They hold dates and must not know how names are resolved.

Two rules hold for every dated row here. `valid_from` is the first day in force and `valid_to` the first day no longer
in force, so two versions that follow each other share one date. A date known only to the month or the year stands at
the widest reading (first day of the period for a start, first day after it for an end) and its `precision` says so.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Level(models.TextChoices):
    """The three levels of division that are places of their own."""

    PROVINCE = "province", "省级"
    CITY = "city", "地级"
    COUNTY = "county", "县级"


class Precision(models.TextChoices):
    """How exactly a date is known."""

    DAY = "day", "日"
    MONTH = "month", "月"
    YEAR = "year", "年"
    UNKNOWN = "unknown", "不详"


class SuccessionKind(models.TextChoices):
    """Why one place follows another.

    A new name, a new code or a higher rank of the same area keeps the place and makes no succession.
    """

    MERGE = "merge", "撤并"
    SPLIT = "split", "拆分"
    TRANSFER = "transfer", "划转"


class PartyKind(models.TextChoices):
    """What sort of giver or taker a party is."""

    GOVERNMENT = "government", "党政机关"
    TEAM = "team", "工作队"
    FIRM = "firm", "企业"
    SCHOOL = "school", "学校"
    HOSPITAL = "hospital", "医院"
    INSTITUTION = "institution", "事业单位"
    TOWN = "town", "乡镇街道"
    VILLAGE = "village", "村"
    COMMUNITY = "community", "社区"
    COOPERATIVE = "cooperative", "合作社"
    PARK = "park", "园区"
    SOCIETY = "society", "社会组织"
    HOUSEHOLDS = "households", "农户"
    OTHER = "other", "其他"


class PairingLevel(models.TextChoices):
    """What is paired: areas (the lower of the two levels where they differ) or units."""

    PROVINCE = "province", "省级"
    CITY = "city", "市级"
    COUNTY = "county", "县级"
    TOWN = "town", "乡镇"
    VILLAGE = "village", "村"
    COMMUNITY = "community", "社区"
    SCHOOL = "school", "学校"
    HOSPITAL = "hospital", "医院"
    FIRM = "firm", "企业"
    OTHER = "other", "其他"


class PairingStatus(models.TextChoices):
    """Whether the source shows the pairing as running: `unknown` means not seen since."""

    CURRENT = "current", "在续"
    ENDED = "ended", "已结束"
    UNKNOWN = "unknown", "不详"


class Confidence(models.TextChoices):
    """How well a source carries a row."""

    HIGH = "H", "官方页面或具名报纸"
    MEDIUM = "M", "地方或无日期页面"
    LOW = "L", "推定"


class Place(models.Model):
    """An administrative division that keeps its identity through new names, codes and ranks.

    The id is `p` and the six-digit code under which the identity begins; where that code had another bearer before,
    a year follows (`p330110-2021`). `level` is the level the place has now, or had last.
    """

    id = models.CharField(primary_key=True, max_length=16)
    level = models.CharField(max_length=8, choices=Level.choices)

    def __str__(self) -> str:
        return self.id


class PlaceVersion(models.Model):
    """Code, name, rank and parent of a place over one span of time; `parent` is empty for a province."""

    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="versions")
    code = models.CharField(max_length=6, db_index=True)
    name = models.CharField(max_length=40, db_index=True)
    level = models.CharField(max_length=8, choices=Level.choices)
    parent = models.ForeignKey(Place, null=True, on_delete=models.PROTECT, related_name="+")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    from_precision = models.CharField(max_length=8, choices=Precision.choices, default=Precision.DAY)
    document = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["place", "valid_from"], name="one_version_of_a_place_per_day"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=models.F("valid_from")),
                name="a_place_version_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class PlaceAlias(models.Model):
    """Another name a place goes by, such as `景宁` for 景宁畲族自治县."""

    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="aliases")
    alias = models.CharField(max_length=40, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["place", "alias"], name="an_alias_once_per_place")]

    def __str__(self) -> str:
        return self.alias


class PlaceSuccession(models.Model):
    """`to_place` took over all or part of `from_place` on a day; `share` is the part of people or area, where known."""

    from_place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="successors")
    to_place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="predecessors")
    on_date = models.DateField()
    precision = models.CharField(max_length=8, choices=Precision.choices, default=Precision.DAY)
    kind = models.CharField(max_length=8, choices=SuccessionKind.choices)
    share = models.DecimalField(max_digits=7, decimal_places=6, null=True)
    document = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["from_place", "to_place", "on_date"], name="one_succession_per_day"),
        ]

    def __str__(self) -> str:
        return f"{self.from_place_id} → {self.to_place_id} ({self.on_date})"


class Programme(models.Model):
    """A scheme of paired assistance, such as 东西部协作 or 山海协作. `key` is its short Chinese name."""

    key = models.CharField(max_length=40, unique=True)
    name_zh = models.CharField(max_length=80)
    name_en = models.CharField(max_length=120)

    def __str__(self) -> str:
        return self.key


class Round(models.Model):
    """One round of a programme, such as 东西部协作 2021; `predecessor` links the rounds in a chain."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="rounds")
    key = models.CharField(max_length=40)
    name_zh = models.CharField(max_length=80)
    name_en = models.CharField(max_length=120)
    predecessor = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="follower")
    valid_from = models.DateField(null=True)
    from_precision = models.CharField(max_length=8, choices=Precision.choices, default=Precision.UNKNOWN)
    valid_to = models.DateField(null=True)
    to_precision = models.CharField(max_length=8, choices=Precision.choices, default=Precision.UNKNOWN)
    legal_basis = models.CharField(max_length=200, blank=True, default="")
    source = models.CharField(max_length=200, blank=True, default="")
    source_address = models.CharField(max_length=500, blank=True, default="")
    note = models.TextField(blank=True, default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["programme", "key"], name="one_round_per_key")]

    def __str__(self) -> str:
        return f"{self.programme_id} {self.key}"


class Party(models.Model):
    """Whoever gives or takes. `uscc` is the unified social credit code (GB 32100-2015) where the party has one."""

    name = models.CharField(max_length=120, db_index=True)
    kind = models.CharField(max_length=12, choices=PartyKind.choices)
    place = models.ForeignKey(Place, null=True, on_delete=models.PROTECT, related_name="parties")
    uscc = models.CharField(max_length=18, null=True, unique=True)
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)
    note = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["place", "name", "kind"],
                condition=Q(uscc__isnull=True, place__isnull=False),
                name="one_party_without_code_per_place_and_name",
            ),
            models.UniqueConstraint(
                fields=["name", "kind"],
                condition=Q(uscc__isnull=True, place__isnull=True),
                name="one_party_without_code_and_place_per_name",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class PartyAlias(models.Model):
    """A former or shorter name of a party; `valid_to` is the first day a former name was no longer borne."""

    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="aliases")
    alias = models.CharField(max_length=120, db_index=True)
    valid_to = models.DateField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["party", "alias"], name="an_alias_once_per_party")]

    def __str__(self) -> str:
        return self.alias


class Pairing(models.Model):
    """A giving side tied to a receiving side under one round of a programme.

    Between areas both places are set and the parties empty. Between units the parties are set, and the places are the
    counties the units lie in, where known. The labels are the names as the source writes them, so that a side that is
    neither a place nor a known party (a zone, a group such as 东部8个省市) is still told.
    """

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="pairings")
    level = models.CharField(max_length=10, choices=PairingLevel.choices)
    giver_place = models.ForeignKey(Place, null=True, on_delete=models.PROTECT, related_name="gives")
    receiver_place = models.ForeignKey(Place, null=True, on_delete=models.PROTECT, related_name="receives")
    giver_party = models.ForeignKey(Party, null=True, on_delete=models.PROTECT, related_name="gives")
    receiver_party = models.ForeignKey(Party, null=True, on_delete=models.PROTECT, related_name="receives")
    giver_label = models.CharField(max_length=120)
    receiver_label = models.CharField(max_length=120)
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="children")
    valid_from = models.DateField(null=True)
    from_precision = models.CharField(max_length=8, choices=Precision.choices, default=Precision.UNKNOWN)
    valid_to = models.DateField(null=True)
    to_precision = models.CharField(max_length=8, choices=Precision.choices, default=Precision.UNKNOWN)
    status = models.CharField(max_length=8, choices=PairingStatus.choices)
    source = models.CharField(max_length=200, blank=True, default="")
    source_address = models.CharField(max_length=500, blank=True, default="")
    source_date = models.CharField(max_length=10, blank=True, default="")
    confidence = models.CharField(max_length=1, choices=Confidence.choices)
    note = models.TextField(blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["round", "level", "giver_label", "receiver_label", "valid_from"],
                name="one_pairing_per_round_sides_and_start",
            ),
        ]
        indexes = [
            models.Index(fields=["giver_place", "receiver_place"], name="pairing_by_places"),
            models.Index(fields=["receiver_place"], name="pairing_by_receiver"),
        ]

    def __str__(self) -> str:
        return f"{self.giver_label}—{self.receiver_label}"


class RegistryChange(models.Model):
    """One change an administrator made to the registry: what, when, from which day on, on whose word. Only appended."""

    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.CharField(max_length=120)
    action = models.CharField(max_length=40)
    subject = models.CharField(max_length=60)
    on_date = models.DateField()
    details = models.JSONField(default=dict)
    document = models.CharField(max_length=200, blank=True, default="")

    def __str__(self) -> str:
        return f"{self.action} {self.subject}"


class RegistryVersion(models.Model):
    """One row whose number grows with every change of the registry, so that a process knows its index is old."""

    number = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return str(self.number)
