"""Two figures for free, by pairing and field: how many claims the ledger supports, how many entries have evidence.

Claims are those of the documents the office has looked at, as it last saw them; a claim that cannot be compared is
left out of the share. Entries are those the office may see, without reversals and statements.
"""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import field as dataclass_field

from django.db.models import Count, QuerySet

from shanhai.catalogue.book import BOOK, UnknownCodeError
from shanhai.catalogue.declare import CooperationField
from shanhai.catalogue.words import Words
from shanhai.evidence.desk import visible_readings
from shanhai.evidence.hold import GROUP_OF, ledger_position
from shanhai.evidence.models import Claim, SeenResults
from shanhai.ledger.may import visible_entries
from shanhai.ledger.models import DocumentLink, Entry
from shanhai.offices.may import Actor
from shanhai.registry.models import Pairing

ROWS_MOST = 40
OTHER_FIELD = Words("其他", "Other")

Key = tuple[str, str, str]


@dataclass(slots=True)
class Share:
    """One pairing and field: claims supported of those compared, entries with evidence of all."""

    giver: str = ""
    receiver: str = ""
    field: Words = OTHER_FIELD
    field_code: str = ""
    pairings: set[int] = dataclass_field(default_factory=set)
    supported: int = 0
    compared: int = 0
    evidenced: int = 0
    entries: int = 0

    @property
    def without(self) -> int:
        """Entries that no document proves yet."""
        return self.entries - self.evidenced

    @property
    def pairing(self) -> int | None:
        """The pairing in the registry; None where several programmes pair the same two, or none does."""
        return next(iter(self.pairings)) if len(self.pairings) == 1 else None

    @property
    def weight(self) -> int:
        """How much stands behind the row, for the order of a table."""
        return self.compared + self.entries


@dataclass(slots=True)
class Shares:
    """Rows by pairing and field, the heaviest first, their sum, and the ledger's serial they stand for."""

    rows: list[Share] = dataclass_field(default_factory=list)
    total: Share = dataclass_field(default_factory=Share)
    left_off: int = 0
    serial: int = 0


def share_out(actor: Actor) -> Shares:
    """Work both shares out for what the actor may see."""
    rows: dict[Key, Share] = {}
    _add_claims(rows, actor)
    _add_entries(rows, actor)
    ordered = sorted(rows.values(), key=lambda row: (-row.weight, row.giver, row.receiver, row.field.zh))
    total = Share()
    for row in ordered:
        for name in ("supported", "compared", "evidenced", "entries"):
            setattr(total, name, getattr(total, name) + getattr(row, name))
    return Shares(ordered[:ROWS_MOST], total, max(0, len(ordered) - ROWS_MOST), ledger_position())


def _row(rows: dict[Key, Share], giver: str, receiver: str, code: str) -> Share:
    """The row of a pairing and the field that declares a kind or indicator."""
    declared = _field_of(code)
    title = declared.title if declared else OTHER_FIELD
    return rows.setdefault(
        (giver, receiver, title.zh), Share(giver, receiver, title, declared.code if declared else "")
    )


def _add_claims(rows: dict[Key, Share], actor: Actor) -> None:
    seen = SeenResults.objects.filter(reading__in=visible_readings(actor), office_id=actor.office_id)
    results = {row.reading_id: row.results for row in seen}
    claims = Claim.objects.filter(reading__in=results)
    for reading, number, giver, receiver, indicator in claims.values_list(
        "reading_id", "number", "giver", "receiver", "indicator"
    ):
        if number > len(results[reading]) or not (giver and receiver):
            continue
        group = GROUP_OF[results[reading][number - 1]]
        if group != "apart":
            row = _row(rows, giver, receiver, indicator)
            row.compared += 1
            row.supported += group == "agrees"


def _add_entries(rows: dict[Key, Share], actor: Actor) -> None:
    entries = visible_entries(actor).filter(reverses_serial__isnull=True, pairing_id__isnull=False)
    entries = entries.exclude(stage="stated")
    proved = entries.filter(serial__in=DocumentLink.objects.values("entry_serial"))
    counts, evidenced = _by_pairing(entries), _by_pairing(proved)
    pairings = Pairing.objects.filter(pk__in={pairing for pairing, _ in counts})
    labels = {pk: sides for pk, *sides in pairings.values_list("pk", "giver_label", "receiver_label")}
    for (pairing, kind), count in counts.items():
        giver, receiver = labels.get(pairing, ("", ""))
        row = _row(rows, giver, receiver, kind)
        row.pairings.add(pairing)
        row.entries += count
        row.evidenced += evidenced.get((pairing, kind), 0)


def _by_pairing(entries: QuerySet[Entry]) -> dict[tuple[int, str], int]:
    grouped = entries.order_by().values_list("pairing_id", "kind").annotate(count=Count("serial"))
    return {(pairing, kind): count for pairing, kind, count in grouped}


def _field_of(code: str) -> CooperationField | None:
    try:
        return BOOK.field_of(code)
    except UnknownCodeError:
        return None
