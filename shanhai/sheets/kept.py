"""Readings an office has kept by the shape of a table: found for a new file, kept when confirmed, forgotten on demand.

Rows are only added: the newest word on a shape holds, and what was kept on any past day can still be seen.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from shanhai.offices.audit import note_event
from shanhai.sheets.models import KeptReading

Mapped = dict[str, Any]
HEADS_SHOWN = 6
HEADS_LONGEST = 300


@dataclass(frozen=True, slots=True)
class Kept:
    """A reading an office keeps at present."""

    fingerprint: str
    mapping: Mapped
    heads: str
    kept_at: datetime
    kept_by_id: int | None


def kept_readings(office_id: int) -> list[Kept]:
    """Return the readings an office keeps at present, the latest kept first."""
    newest: dict[str, KeptReading] = {}
    for row in KeptReading.objects.filter(office_id=office_id).order_by("pk"):
        newest[row.fingerprint] = row
    held = sorted((row for row in newest.values() if row.mapping is not None), key=lambda row: -row.pk)
    return [Kept(row.fingerprint, row.mapping, row.heads, row.kept_at, row.kept_by_id) for row in held]


def kept_mapping(office_id: int) -> dict[str, Mapped]:
    """Return what an office keeps as corrections by fingerprint."""
    return {one.fingerprint: one.mapping for one in kept_readings(office_id)}


def keep_readings(
    office_id: int, readings: Mapping[str, Mapped], heads: Mapping[str, Iterable[str]], *, user_id: int | None
) -> int:
    """Keep readings by fingerprint with their first headings; return how many were new or changed."""
    with transaction.atomic():
        held = kept_mapping(office_id)
        rows = [
            KeptReading(
                office_id=office_id,
                fingerprint=mark,
                mapping=mapping,
                heads="、".join(list(heads.get(mark, ()))[:HEADS_SHOWN])[:HEADS_LONGEST],
                kept_by_id=user_id,
            )
            for mark, mapping in readings.items()
            if held.get(mark) != mapping
        ]
        KeptReading.objects.bulk_create(rows)
        for row in rows:
            note_event("reading.keep", row.heads, user_id=user_id, office_id=office_id, shape=row.fingerprint)
    return len(rows)


def forget_readings(office_id: int, fingerprints: Iterable[str], *, user_id: int | None) -> int:
    """Forget the readings of some shapes; return how many were kept until now."""
    with transaction.atomic():
        held = {one.fingerprint: one for one in kept_readings(office_id)}
        rows = [
            KeptReading(office_id=office_id, fingerprint=mark, heads=held[mark].heads, kept_by_id=user_id)
            for mark in dict.fromkeys(fingerprints)
            if mark in held
        ]
        KeptReading.objects.bulk_create(rows)
        for row in rows:
            note_event("reading.forget", row.heads, user_id=user_id, office_id=office_id, shape=row.fingerprint)
    return len(rows)
