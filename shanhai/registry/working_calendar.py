"""Reads which days are worked from the notices we carry, or from the file an administrator put in their place.

A file `calendar.csv` in SHANHAI_HOME (same columns: day, kind, name, source) replaces ours, so that the notice of a
new year is added without a new release. How days are counted is in `algorithms/working_days.py`.
"""

from __future__ import annotations

import csv
from datetime import date
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from shanhai.algorithms.working_days import DayKind, WorkingCalendar, build_calendar

OURS = Path(__file__).resolve().parent / "data" / "calendar.csv"
KINDS: dict[str, DayKind] = {"holiday": "holiday", "make_up": "make_up"}


class WrongCalendarError(ValueError):
    """A line of a calendar file cannot be read; the text says which and what would be right."""


def current_calendar() -> WorkingCalendar:
    """Return the working calendar of this installation; read anew when the file changes.

    Raises WrongCalendarError where the administrator's file cannot be read.
    """
    own = Path(settings.SHANHAI_HOME) / "calendar.csv"
    path = own if own.exists() else OURS
    return _read(path, path.stat().st_mtime_ns)


def read_calendar(path: Path) -> WorkingCalendar:
    """Read a calendar file: one line per holiday or worked weekend day, `2026-02-17,holiday,春节,…`."""
    days: dict[date, DayKind] = {}
    with path.open(encoding="utf-8-sig", newline="") as file:
        for number, row in enumerate(csv.DictReader(file), start=2):
            try:
                days[date.fromisoformat((row["day"] or "").strip())] = KINDS[(row["kind"] or "").strip()]
            except (KeyError, ValueError) as fault:
                raise WrongCalendarError(
                    f"{path.name} 第 {number} 行读不出：应为 2026-02-17,holiday,春节 或 2026-02-14,make_up,春节。"
                    f" Line {number} should read like 2026-02-17,holiday,… or 2026-02-14,make_up,…"
                ) from fault
    return build_calendar(days)


@lru_cache(maxsize=4)
def _read(path: Path, _changed: int) -> WorkingCalendar:
    return read_calendar(path)
