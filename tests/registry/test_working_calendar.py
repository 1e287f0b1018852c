"""The calendar of an installation: ours, or the one its administrator put in its place."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from shanhai.algorithms.working_days import is_working_day
from shanhai.registry.working_calendar import current_calendar


def test_the_notices_for_2025_and_2026_come_with_the_program(settings: Any, tmp_path: Path) -> None:
    settings.SHANHAI_HOME = tmp_path
    assert current_calendar().years == {2025, 2026}


def test_an_administrators_file_takes_their_place_at_once(settings: Any, tmp_path: Path) -> None:
    settings.SHANHAI_HOME = tmp_path
    path = tmp_path / "calendar.csv"
    path.write_text("day,kind,name,source\n2027-01-01,holiday,元旦,示例\n", encoding="utf-8")
    assert current_calendar().years == {2027}
    assert is_working_day(date(2027, 1, 4), current_calendar()) is True
    path.unlink()
    assert current_calendar().years == {2025, 2026}
