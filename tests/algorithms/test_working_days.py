"""Working days against the notices for 2025 and 2026, and against a slow count."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shanhai.algorithms.working_days import (
    WorkingCalendar,
    add_working_days,
    build_calendar,
    is_working_day,
    next_working_day,
    nth_working_day,
    working_days_between,
)
from shanhai.registry.working_calendar import OURS, WrongCalendarError, read_calendar

CALENDAR = read_calendar(OURS)
KNOWN_DAYS = st.dates(date(2025, 1, 1), date(2026, 12, 31))


def test_the_notices_hold_their_published_days() -> None:
    assert len([day for day in CALENDAR.holidays if day.year == 2025]) == 28
    assert len([day for day in CALENDAR.holidays if day.year == 2026]) == 33
    assert sorted(day.isoformat() for day in CALENDAR.make_up_days if day.year == 2025) == [
        "2025-01-26",
        "2025-02-08",
        "2025-04-27",
        "2025-09-28",
        "2025-10-11",
    ]
    assert all(day.weekday() >= 5 for day in CALENDAR.make_up_days)


@pytest.mark.parametrize(
    ("day", "worked"),
    [
        ("2025-01-26", True),
        ("2025-01-27", True),
        ("2025-01-28", False),
        ("2025-10-08", False),
        ("2025-10-09", True),
        ("2025-10-11", True),
        ("2025-10-12", False),
        ("2026-01-04", True),
        ("2026-02-14", True),
        ("2026-02-16", False),
        ("2026-02-28", True),
        ("2026-09-20", True),
        ("2027-01-04", None),
        ("2024-12-31", None),
    ],
)
def test_a_day_is_worked_as_the_notice_says(day: str, worked: bool | None) -> None:
    assert is_working_day(date.fromisoformat(day), CALENDAR) is worked


def test_ten_working_days_over_the_spring_festival() -> None:
    assert add_working_days(date(2026, 2, 12), 10, CALENDAR) == date(2026, 3, 4)
    assert add_working_days(date(2025, 11, 12), 10, CALENDAR) == date(2025, 11, 26)


def test_an_unpublished_year_is_unknown_and_not_guessed() -> None:
    assert add_working_days(date(2026, 12, 25), 10, CALENDAR) is None
    assert working_days_between(date(2026, 12, 25), date(2027, 1, 8), CALENDAR) is None
    assert next_working_day(date(2027, 1, 1), CALENDAR) is None
    assert nth_working_day(2027, 1, 1, CALENDAR) is None
    assert add_working_days(date(2031, 5, 5), 0, CALENDAR) == date(2031, 5, 5)


def test_the_nth_working_day_of_a_month() -> None:
    assert nth_working_day(2025, 10, 1, CALENDAR) == date(2025, 10, 9)
    assert nth_working_day(2025, 10, -1, CALENDAR) == date(2025, 10, 31)
    assert nth_working_day(2026, 2, -1, CALENDAR) == date(2026, 2, 28)
    assert nth_working_day(2025, 12, -1, CALENDAR) == date(2025, 12, 31)
    assert nth_working_day(2026, 2, 30, CALENDAR) is None
    assert nth_working_day(2026, 2, 0, CALENDAR) is None


@given(KNOWN_DAYS, KNOWN_DAYS)
def test_days_between_are_those_counted_one_by_one(first: date, last: date) -> None:
    low, high = min(first, last), max(first, last)
    offsets = range(1, (high - low).days + 1) if first <= last else range((high - low).days)
    count = sum(bool(is_working_day(low + timedelta(days=offset), CALENDAR)) for offset in offsets)
    assert working_days_between(first, last, CALENDAR) == (count if first <= last else -count)


@given(KNOWN_DAYS, st.integers(-200, 200))
def test_counting_undoes_adding(day: date, count: int) -> None:
    found = add_working_days(day, count, CALENDAR)
    if found is not None:
        assert working_days_between(day, found, CALENDAR) == count
        assert not count or is_working_day(found, CALENDAR)


def test_a_year_without_exceptions_can_be_covered() -> None:
    plain = build_calendar({}, years=[2030])
    assert plain == WorkingCalendar(years=frozenset({2030}))
    assert add_working_days(date(2030, 1, 4), 1, plain) == date(2030, 1, 7)


def test_a_calendar_file_that_cannot_be_read_says_which_line(tmp_path: Path) -> None:
    path = tmp_path / "calendar.csv"
    path.write_text("day,kind,name\n2027-01-01,holiday,元旦\n2027-13-01,holiday,?\n", encoding="utf-8")
    with pytest.raises(WrongCalendarError, match="3"):
        read_calendar(path)
