"""What a dry run tells: each repair of its own, like ones together, all of them in the order of the sheet."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from shanhai.sheets.summary import TOLD_SINGLY, tell_findings
from tests.sheets.world import World, purchase, read_and_check, write_book

pytestmark = pytest.mark.django_db


def notes_of(world: World, path: Path, rows: list[list[Any]], column: str) -> list[dict[str, Any]]:
    _read, checked = read_and_check(write_book(path, rows), world.giver)
    return [line for line in tell_findings(checked.findings) if line["weight"] == "note" and line["column"] == column]


def test_two_repairs_of_one_column_each_say_what_became_of_their_value(world: World, tmp_path: Path) -> None:
    rows = [purchase("KQ1", 金额="1,234.5万"), purchase("KQ2", 金额="１２，３４５．６０"), purchase("KQ3")]
    lines = notes_of(world, tmp_path / "a.xlsx", rows, "F")
    assert [(line["row"], line["value"], line["count"]) for line in lines] == [
        (2, "1,234.5万", 1),
        (3, "１２，３４５．６０", 1),
    ]


def test_the_same_repair_of_many_rows_is_one_line_that_knows_its_rows(world: World, tmp_path: Path) -> None:
    rows = [purchase("KQ1"), *(purchase(f"KQ{number}", 产地="峨边") for number in range(2, 5))]
    (line,) = notes_of(world, tmp_path / "a.xlsx", rows, "G")
    assert (line["row"], line["rows"], line["count"]) == (3, [3, 4, 5], 3)


def test_repairs_beyond_a_few_are_told_in_one_line_that_starts_at_the_first(world: World, tmp_path: Path) -> None:
    rows = [purchase(f"KQ{number}", 金额=f"{number},200.5万") for number in range(1, TOLD_SINGLY + 3)]
    (line,) = notes_of(world, tmp_path / "a.xlsx", rows, "F")
    assert (line["row"], line["count"]) == (2, TOLD_SINGLY + 2)
