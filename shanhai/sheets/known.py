"""What the ledger already says of a subject, for controls that compare a row with it: a certificate, a gift, a list.

Reads standing entries of the pairings in the office's own sight (of every pairing, where the kind is public), each
kind once and only when a control first asks; rows of the file at hand join as they are read. Writes nothing.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from shanhai.catalogue.book import BOOK
from shanhai.ledger.models import Entry
from shanhai.sheets.world import World

ENTRIES_AT_MOST = 200_000
PAIRINGS_AT_ONCE = 500
Row = Mapping[str, Any]


@dataclass(slots=True)
class Total:
    """What entries of a kind between two places come to, and the amount of each by what tells one fact."""

    amount: int = 0
    by_fact: dict[str, int] = field(default_factory=dict)


class KnownEntries:
    """Standing entries by kind and subject, and what those of some kinds come to between two places."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._by_kind: dict[str, dict[str, list[Row]]] = {}
        self._in_file: dict[tuple[str, str], list[Row]] = defaultdict(list)
        self._totals: dict[str, dict[tuple[str, str], Total]] = {}
        self._totalled = {kind for control in BOOK.controls for kind in control.totals}

    def find(self, kind: str, subject: str) -> tuple[Row, ...]:
        """Return what is known of a subject in a kind: of the ledger, oldest day first, then of the file."""
        if kind not in self._by_kind:
            self._by_kind[kind] = self._read(kind)
        found = self._by_kind[kind].get(_plain(subject), [])
        in_file = self._in_file.get((kind, _plain(subject)), [])
        return (*sorted(found, key=lambda row: str(row["date"])), *in_file)

    def add(self, kind: str, subject: str, row: Row) -> None:
        """Remember a row of the file."""
        self._in_file[kind, _plain(subject)].append(row)

    def total_between(self, kind: str, row: Row) -> int:
        """Return what a kind comes to between the places of a row, without the entry that tells the same fact."""
        total = self._totals_of(kind).get(_sides(row), Total())
        same = total.by_fact.get(_fact(kind, row), 0) if row.get("kind") == kind else 0
        return total.amount - same

    def add_to_totals(self, kind: str, row: Row) -> None:
        """Count a row of the file, where a control asks for the total of its kind; one fact counts once."""
        if kind not in self._totalled or not isinstance(row.get("amount"), int):
            return
        totals = self._totals_of(kind)
        if _fact(kind, row) not in totals.get(_sides(row), Total()).by_fact:
            _count(totals, kind, row)

    def _totals_of(self, kind: str) -> dict[tuple[str, str], Total]:
        if kind not in self._totals:
            self._totals[kind] = {}
            for one in self._standing(kind):
                _count(self._totals[kind], kind, _row_of(one))
        return self._totals[kind]

    def _standing(self, kind: str) -> list[Entry]:
        entries = list(self._entries(kind))
        reversed_ = {one.reverses_serial for one in entries if one.reverses_serial}
        return [one for one in entries if one.reverses_serial is None and one.serial not in reversed_]

    def _read(self, kind: str) -> dict[str, list[Row]]:
        rows: dict[str, list[Row]] = defaultdict(list)
        for one in self._standing(kind):
            if one.subject:
                rows[_plain(one.subject)].append(_row_of(one))
        return dict(rows)

    def _entries(self, kind: str) -> Iterator[Entry]:
        entries = Entry.objects.filter(kind=kind)
        own = self._world.own_places
        if own is None or BOOK.kind(kind).public:
            yield from entries[:ENTRIES_AT_MOST]
            return
        ids = sorted(
            one.id for one in self._world.pairings.by_id.values() if {one.giver_place_id, one.receiver_place_id} & own
        )
        for start in range(0, len(ids), PAIRINGS_AT_ONCE):
            yield from entries.filter(pairing_id__in=ids[start : start + PAIRINGS_AT_ONCE])[:ENTRIES_AT_MOST]


def _row_of(entry: Entry) -> dict[str, Any]:
    return {
        **json.loads(entry.details),
        "kind": entry.kind,
        "date": entry.on_date.isoformat(),
        "amount": entry.amount,
        "labels": entry.labels,
        "giver_place": entry.giver_place_id,
        "receiver_place": entry.receiver_place_id,
        "pairing": entry.pairing_id,
        "serial": entry.serial,
    }


def _sides(row: Row) -> tuple[str, str]:
    return str(row.get("giver_place") or ""), str(row.get("receiver_place") or "")


def _fact(kind: str, row: Row) -> str:
    return BOOK.kind(kind).fact_key(row) or f"{row.get('date')}|{row.get('amount')}"


def _count(totals: dict[tuple[str, str], Total], kind: str, row: Row) -> None:
    total = totals.setdefault(_sides(row), Total())
    fact, amount = _fact(kind, row), int(row["amount"])
    total.amount += amount
    total.by_fact[fact] = amount


def _plain(subject: str) -> str:
    return "".join(subject.split()).upper()
