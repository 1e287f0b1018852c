"""The checks of funds and consumption: what each asks or blocks, and what it lets pass."""

from __future__ import annotations

from typing import Any

import pytest

from shanhai.catalogue.book import BOOK
from shanhai.catalogue.controls import write_yuan
from shanhai.catalogue.declare import Terms

PAIRED = {("p330603", "2025-06-01"): frozenset({"p511132", "p511100"})}
TERMS = Terms(
    settings=BOOK.setting_values(),
    today="2025-11-12",
    pairing_receivers=lambda giver, day: PAIRED.get((giver, day), frozenset()),
    price_range=lambda product, _origin, unit: (28_00, 46_00) if (product, unit) == ("竹笋干", "斤") else None,
)
ORDER = {
    "kind": "consumption.purchase",
    "date": "2025-06-01",
    "amount": 3_500_00,
    "giver_place": "p330603",
    "receiver_place": "p511132",
    "order_no": "KQ1",
    "product": "竹笋干",
    "origin_place": "p511132",
    "quantity": "100",
    "quantity_unit": "斤",
    "unit_price": 35_00,
}
FUNDS = {"kind": "funds.arrived", "date": "2025-06-01", "amount": 19_863_000_00}


def check(row: dict[str, Any], terms: Terms = TERMS, **changes: Any) -> dict[str, tuple[str, str | None]]:
    """Return, by code, the weight and the column of every Problem a row has."""
    row = {**row, **changes}
    found = [problem for control in BOOK.controls_of(row["kind"]) for problem in control.check(row, terms)]
    for problem in found:
        assert "{" not in problem.what.zh + problem.what.en
        assert problem.right is not None
    return {problem.code: (problem.weight, problem.field) for problem in found}


def test_a_plain_order_and_a_plain_arrival_pass() -> None:
    assert check(ORDER) == {}
    assert check(FUNDS) == {}


def test_blank_cells_are_not_a_controls_business() -> None:
    for row in (ORDER, FUNDS):
        blank = {name: value if name == "kind" else None for name, value in row.items()}
        assert check(blank) == {}


@pytest.mark.parametrize("row", [ORDER, FUNDS])
def test_a_flow_of_tomorrow_has_not_happened(row: dict[str, Any]) -> None:
    paired = Terms(settings=TERMS.settings, today=TERMS.today)
    assert check(row, paired, date="2025-11-13") == {"date.future": ("blocks", "date")}
    assert check(row, paired, date="2025-11-12") == {}


def test_goods_of_a_county_not_paired_on_the_day_are_asked_about() -> None:
    assert check(ORDER, origin_place="p511133") == {"origin.not_paired": ("ask", "origin_place")}
    assert check(ORDER, date="2024-06-01", origin_place="p511133") == {}
    whole = Terms(
        settings={**TERMS.settings, "consumption.whole_province": True}, pairing_receivers=TERMS.pairing_receivers
    )
    assert check(ORDER, whole, origin_place="p511133") == {}


def test_a_price_with_a_slipped_decimal_point_is_asked_about() -> None:
    found = check(ORDER, unit_price=3_500_00, amount=350_000_00)
    assert found == {"price.range": ("ask", "unit_price")}
    assert check(ORDER, unit_price=92_00, amount=9_200_00) == {}
    assert check(ORDER, unit_price=93_00, amount=9_300_00) == found


def test_quantity_times_price_should_be_the_amount() -> None:
    assert check(ORDER, amount=3_600_00) == {"amount.not_product": ("ask", "amount")}
    assert check(ORDER, amount=3_501_00) == {}
    assert check(ORDER, quantity="一批", amount=3_600_00) == {}
    assert check(ORDER, quantity="99.98") == {}


def test_yuan_written_for_ten_thousand_yuan_and_the_reverse_are_asked_about() -> None:
    asked = {"amount.range": ("ask", "amount")}
    assert check(FUNDS, amount=1_986_30) == {}
    assert check(FUNDS, amount=900_00) == asked
    assert check(FUNDS, amount=198_630_000_000_00) == asked
    assert check(FUNDS, amount=0) == {}


def test_yuan_are_written_with_separators() -> None:
    assert write_yuan(12_800_005) == "128,000.05"
    assert write_yuan(-5) == "−0.05"
