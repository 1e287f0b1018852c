"""Contradictions of inventories, keys of overlaps, lists in settings, and folds over blank columns."""

from __future__ import annotations

from dataclasses import replace

from shanhai.catalogue.declare import (
    Choice,
    Column,
    CooperationField,
    Indicator,
    InventoryRow,
    Kind,
    OverlapKey,
    Setting,
)
from shanhai.catalogue.rules import find_contradictions
from shanhai.catalogue.stages import STAGES
from shanhai.catalogue.units import UNITS
from shanhai.catalogue.words import Words
from shanhai.figures import fold

NAME = Words("名", "name")
KIND = Kind(
    "f.order",
    NAME,
    "actual",
    columns=(Column("order_no", NAME, required=True), Column("days", NAME, type="count")),
    subject="order_no",
)
FIELD = CooperationField("f", NAME, kinds=(KIND,))


def find(**changes: object) -> list[str]:
    """Return what is wrong with the field once changed."""
    field = replace(FIELD, **changes)  # type: ignore[arg-type]
    return [one.what for one in find_contradictions([field], units=UNITS, stages=STAGES)]


def test_a_row_of_the_inventory_names_something_declared_and_its_number_once() -> None:
    assert find(inventory=(InventoryRow(1, "甲", ("f.order",)),)) == []
    assert find(inventory=(InventoryRow(1, "甲", ("f.none",)),)) == ["is carried by the unknown f.none"]
    assert len(find(inventory=(InventoryRow(1, "甲", ("f.order",)), InventoryRow(1, "乙", ("f.order",))))) == 2
    assert find(inventory=(InventoryRow(1, "甲", ()),)) == ["nothing carries it, or its number is told twice"]


def test_a_key_of_overlaps_asks_for_columns_that_its_kinds_have() -> None:
    assert find(overlaps=(OverlapKey("o", NAME, ("f.order",), ("order_no", "on_date")),)) == []
    assert find(overlaps=(OverlapKey("o", NAME, ("f.order",), ("gift_no",)),)) == [
        "overlap o asks for gift_no, which f.order does not have"
    ]
    assert find(overlaps=(OverlapKey("o", NAME, ("f.none",), ("order_no",)),)) == [
        "overlap o looks at the unknown kind f.none"
    ]


def test_a_list_in_a_setting_holds_only_its_choices() -> None:
    choices = (Choice("a", NAME),)
    assert find(settings=(Setting("f.list", NAME, ("a",), choices=choices),)) == []
    assert find(settings=(Setting("f.list", NAME, ("b",), choices=choices),)) == [
        "setting f.list holds what is not among its choices"
    ]


def test_only_text_may_be_asked_to_be_blank() -> None:
    def sales(column: str) -> Indicator:
        value = fold.total("f.order", where=((column, fold.BLANK),))
        return Indicator("sales", NAME, "CNY", "flow", "additive", NAME, value)

    assert find(indicators=(sales("order_no"),)) == []
    assert find(indicators=(sales("days"),)) == ["asks for days left blank, which only text, choice and place may be"]
