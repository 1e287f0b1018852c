"""Numbers of entries as people write and read them: the year an entry came into the ledger, and its serial."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from shanhai.ledger.models import Entry


def write_entry_number(serial: int, known_on: date) -> str:
    """Write an entry's number as people do: the year it came into the ledger, and its serial.

    >>> write_entry_number(4340, date(2026, 11, 11))
    'E-2026-004340'
    """
    return f"E-{known_on.year}-{serial:06d}"


def numbers_of(serials: Iterable[int]) -> dict[int, str]:
    """Return the numbers of entries by serial, in one query; unknown serials are left out."""
    rows = Entry.objects.filter(serial__in=set(serials)).values_list("serial", "known_on")
    return {serial: write_entry_number(serial, known_on) for serial, known_on in rows}
