"""Dates that are known to the day, the month or the year only. Must not know where they are kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class Dated:
    """A date at its widest reading: `first` day of it, first day `after` it, and how exactly it is known."""

    first: date | None
    after: date | None
    precision: str


UNKNOWN = Dated(None, None, "unknown")


def read_dated(text: str) -> Dated:
    """Read `YYYY`, `YYYY-MM` or `YYYY-MM-DD`; blank is unknown. Raises ValueError for anything else.

    >>> read_dated("2016-12")
    Dated(first=datetime.date(2016, 12, 1), after=datetime.date(2017, 1, 1), precision='month')
    """
    if not text:
        return UNKNOWN
    numbers = [int(part) for part in text.split("-")]
    if len(numbers) == 1:
        return Dated(date(numbers[0], 1, 1), date(numbers[0] + 1, 1, 1), "year")
    if len(numbers) == 2:
        year, month = numbers
        return Dated(date(year, month, 1), date(year + month // 12, month % 12 + 1, 1), "month")
    day = date(*numbers)
    return Dated(day, day + timedelta(days=1), "day")


def end_of_doubt(first: date, precision: str) -> date:
    """Return the first day on which a change known only to `precision` has surely happened.

    >>> end_of_doubt(date(2013, 1, 1), "year")
    datetime.date(2014, 1, 1)
    """
    if precision == "year":
        return date(first.year + 1, 1, 1)
    if precision == "month":
        return date(first.year + first.month // 12, first.month % 12 + 1, 1)
    return first
