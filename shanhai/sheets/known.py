"""What the ledger already says of a subject, for controls that compare a row with it: a certificate, a gift, a list.

Reads standing entries of the pairings in the office's own sight (of every pairing, where the kind is public), each
kind once and only when a control first asks; rows of the file at hand join as they are read. Writes nothing.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from shanhai.catalogue.book import BOOK
from shanhai.ledger.models import Entry
from shanhai.sheets.world import World

ENTRIES_AT_MOST = 200_000
PAIRINGS_AT_ONCE = 500
Row = Mapping[str, Any]


class KnownEntries:
    """Standing entries by kind and subject."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._by_kind: dict[str, dict[str, list[Row]]] = {}
        self._in_file: dict[tuple[str, str], list[Row]] = defaultdict(list)

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

    def _read(self, kind: str) -> dict[str, list[Row]]:
        rows: dict[str, list[Row]] = defaultdict(list)
        entries = list(self._entries(kind))
        reversed_ = {one.reverses_serial for one in entries if one.reverses_serial}
        for one in entries:
            if one.reverses_serial is None and one.serial not in reversed_ and one.subject:
                rows[_plain(one.subject)].append(
                    {
                        **json.loads(one.details),
                        "kind": kind,
                        "date": one.on_date.isoformat(),
                        "amount": one.amount,
                        "labels": one.labels,
                        "giver_place": one.giver_place_id,
                        "receiver_place": one.receiver_place_id,
                        "pairing": one.pairing_id,
                        "serial": one.serial,
                    }
                )
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


def _plain(subject: str) -> str:
    return "".join(subject.split()).upper()
