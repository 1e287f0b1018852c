"""Each row of the inventory of these fields is carried by something that is declared, and the page says by what."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from shanhai.catalogue.book import BOOK
from shanhai.catalogue.page import write_page

with (Path(__file__).parent / "inventory.csv").open(encoding="utf-8", newline="") as _file:
    ROWS = list(csv.DictReader(_file))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["number"])
def test_every_row_of_the_inventory_is_carried(row: dict[str, str]) -> None:
    declared = {field.code: {one.number: one for one in field.inventory} for field in BOOK.fields}
    found = declared[row["field"]].get(int(row["number"]))
    assert found is not None, f"{row['number']} {row['name']}: nothing carries it"
    assert found.name == row["name"]
    assert found.carried_by


def test_the_page_lists_the_rows_with_what_carries_them() -> None:
    page = write_page(BOOK)
    for row in BOOK.inventory:
        carried = ", ".join(f"`{code}`" for code in row.carried_by)
        assert f"| {row.number} | {row.name} | {carried} |" in page


def test_a_brand_that_nothing_explains_says_so() -> None:
    unexplained = {brand.code: brand.note for brand in BOOK.brands if brand.note and "没有" in brand.note.zh}
    assert {"brand.one_brand_two_stores", "brand.five_golds"} <= set(unexplained)
