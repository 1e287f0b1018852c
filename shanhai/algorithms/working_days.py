"""Working days of China: which day is one, and counting by them.

Weekends are free, the State Council's yearly notice names the holidays and the weekend days that are worked instead.
A year whose notice is not known answers None (unknown), never a guess from weekends alone. Must not know where the
notices are kept or what runs out on a day.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Literal

DayKind = Literal["holiday", "make_up"]
ONE_DAY = timedelta(days=1)
SATURDAY = 5


@dataclass(frozen=True, slots=True)
class WorkingCalendar:
    """The notices known: for which years, which days are holidays, which weekend days are worked (`make_up`)."""

    years: frozenset[int] = frozenset()
    holidays: frozenset[date] = field(default=frozenset(), repr=False)
    make_up_days: frozenset[date] = field(default=frozenset(), repr=False)


def build_calendar(days: Mapping[date, DayKind], years: Iterable[int] | None = None) -> WorkingCalendar:
    """Return a calendar of the days named in notices; `years` are those the notices cover (default: all that occur).

    >>> spring = build_calendar({date(2026, 2, 17): "holiday", date(2026, 2, 14): "make_up"})
    >>> is_working_day(date(2026, 2, 14), spring)
    True
    """
    return WorkingCalendar(
        years=frozenset(day.year for day in days) if years is None else frozenset(years),
        holidays=frozenset(day for day, kind in days.items() if kind == "holiday"),
        make_up_days=frozenset(day for day, kind in days.items() if kind == "make_up"),
    )


def is_working_day(day: date, calendar: WorkingCalendar) -> bool | None:
    """Tell whether work is done on a day; None where the notice of its year is not known."""
    if day.year not in calendar.years:
        return None
    if day in calendar.make_up_days:
        return True
    return day.weekday() < SATURDAY and day not in calendar.holidays


def add_working_days(day: date, count: int, calendar: WorkingCalendar) -> date | None:
    """Return the working day `count` working days after `day` (before it where negative); None where unknown.

    The day itself does not count, whether worked or not. Zero gives the day itself.

    >>> add_working_days(date(2026, 9, 30), 1, build_calendar({date(2026, 10, n): "holiday" for n in range(1, 8)}))
    datetime.date(2026, 10, 8)
    """
    step = ONE_DAY if count >= 0 else -ONE_DAY
    left = abs(count)
    while left:
        day += step
        worked = is_working_day(day, calendar)
        if worked is None:
            return None
        left -= worked
    return day


def working_days_between(first: date, last: date, calendar: WorkingCalendar) -> int | None:
    """Count the working days after `first` up to and including `last`; negative where `last` is earlier.

    None where a year in between is not known. It undoes `add_working_days`: between a day and the day `n` working
    days later lie `n`.
    """
    if last < first:
        back = working_days_between(last - ONE_DAY, first - ONE_DAY, calendar)
        return None if back is None else -back
    count = 0
    day = first
    while day < last:
        day += ONE_DAY
        worked = is_working_day(day, calendar)
        if worked is None:
            return None
        count += worked
    return count


def next_working_day(day: date, calendar: WorkingCalendar) -> date | None:
    """Return the day itself where it is worked, else the first worked day after it; None where unknown."""
    while True:
        worked = is_working_day(day, calendar)
        if worked is None:
            return None
        if worked:
            return day
        day += ONE_DAY


def nth_working_day(year: int, month: int, count: int, calendar: WorkingCalendar) -> date | None:
    """Return the `count`-th working day of a month, from 1; from the month's end where negative; None where unknown.

    >>> nth_working_day(2026, 10, 1, build_calendar({date(2026, 10, n): "holiday" for n in range(1, 8)}))
    datetime.date(2026, 10, 8)
    """
    first = date(year, month, 1)
    following = date(year + month // 12, month % 12 + 1, 1)
    found = add_working_days(first - ONE_DAY if count > 0 else following, count, calendar) if count else None
    if found is None or not first <= found < following:
        return None
    return found
