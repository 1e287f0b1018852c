"""Declarations that contradict each other refuse to start, and say where and why."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from shanhai.catalogue.book import BOOK, Book, ContradictionError, UnknownCodeError
from shanhai.catalogue.declare import Choice, Column, CooperationField, Indicator, Kind
from shanhai.catalogue.words import Words
from shanhai.figures import fold

WORDS = Words("词", "words")
COLUMN = Column("tree_no", WORDS, required=True)
TREES = Kind(
    "trees.planted",
    WORDS,
    stage="actual",
    amount_unit="mu",
    columns=(COLUMN,),
    natural_key=("tree_no",),
    subject="tree_no",
)
AREA = Indicator("trees_area", WORDS, "mu", "flow", "additive", WORDS, fold.total("trees.planted"))
FIELD = CooperationField("trees", WORDS, kinds=(TREES,), indicators=(AREA,))


def complaints(**changes: Any) -> str:
    book = Book((replace(FIELD, **changes),))
    with pytest.raises(ContradictionError) as caught:
        _ = book.fields
    return str(caught.value)


def test_the_book_of_the_installation_opens() -> None:
    assert {field.code for field in BOOK.fields} >= {"funds", "consumption"}
    assert BOOK.kind("funds.arrived").stage == "arrived"
    assert BOOK.kinds[-1].code == "statement"
    with pytest.raises(UnknownCodeError):
        BOOK.indicator("nothing")


def test_a_book_of_ones_own_may_be_opened() -> None:
    assert Book((FIELD,)).indicator("trees_area").title == WORDS


@pytest.mark.parametrize(
    ("kind", "complaint"),
    [
        (replace(TREES, stage="dreamt"), "unknown stage dreamt"),
        (replace(TREES, amount_unit="acre"), "unknown unit acre"),
        (replace(TREES, amount_unit=""), "leave its unit"),
        (replace(TREES, natural_key=("leaf_no",)), "natural key names no column: leaf_no"),
        (replace(TREES, subject="leaf_no"), "subject names no column: leaf_no"),
        (replace(TREES, columns=(COLUMN, COLUMN)), "2 columns are called tree_no"),
        (replace(TREES, columns=(COLUMN, Column("amount", WORDS))), "already has a column amount"),
        (replace(TREES, columns=(COLUMN, Column("sort", WORDS, "choice"))), "is choice and has 0 choices"),
        (replace(TREES, columns=(COLUMN, Column("sort", Words("种类", "")))), "lacks its words"),
        (replace(TREES, columns=(replace(COLUMN, unit="acre"),)), "unknown unit acre"),
        (
            replace(TREES, columns=(COLUMN, replace(COLUMN, code="sort", offered_by="trees.sorts"))),
            "offered by no list",
        ),
        (replace(TREES, code="plants.planted"), "does not begin with the field's code"),
        (
            replace(TREES, labels=(Choice("a", WORDS, ("甲",)), Choice("b", Words("甲", "b")))),
            "has 2 choices written 甲",
        ),
        (replace(TREES, nature="observation", columns=(replace(COLUMN, required=False),)), "must be required"),
    ],
)
def test_a_contradiction_in_a_kind_is_named(kind: Kind, complaint: str) -> None:
    assert complaint in complaints(kinds=(kind,), indicators=())


@pytest.mark.parametrize(
    ("indicator", "complaint"),
    [
        (replace(AREA, unit="acre"), "unknown unit acre"),
        (replace(AREA, unit="CNY"), "is in CNY but adds up mu"),
        (replace(AREA, value=fold.total("trees.felled")), "folds unknown kinds: trees.felled"),
        (replace(AREA, value=fold.total("trees.planted", where=(("sort", "oak"),))), "asks for sort"),
        (replace(AREA, value=fold.latest("trees.planted")), "which is no observation"),
        (replace(AREA, value=fold.distinct("trees.planted", of=("leaf_no",))), "tells things apart by leaf_no"),
        (replace(AREA, value=fold.share(AREA.value, AREA.value)), "is a ratio"),
        (replace(AREA, value=fold.total()), "folds no kind"),
        (replace(AREA, counts=Words("", "")), "the counting rule lacks its words"),
    ],
)
def test_a_contradiction_in_an_indicator_is_named(indicator: Indicator, complaint: str) -> None:
    assert complaint in complaints(indicators=(indicator,))


def test_one_sum_holds_one_stage_one_unit_and_flows_only() -> None:
    later = replace(TREES, code="trees.later", stage="planned")
    money = replace(TREES, code="trees.money", amount_unit="CNY")
    level = replace(TREES, code="trees.level", nature="observation")
    both = replace(AREA, value=fold.total("trees.planted", "trees.later"))
    assert "mixes the stages" in complaints(kinds=(TREES, later), indicators=(both,))
    both = replace(AREA, value=fold.total("trees.planted", "trees.money"))
    assert "mixes the units" in complaints(kinds=(TREES, money), indicators=(both,))
    levels = replace(AREA, value=fold.total("trees.level"))
    assert "which is no flow" in complaints(kinds=(level,), indicators=(levels,))


def test_equal_codes_and_one_detail_with_two_types_are_refused() -> None:
    other = replace(TREES, code="trees.other", columns=(replace(COLUMN, type="count"),))
    assert "tree_no is count here and text in trees.planted" in complaints(kinds=(TREES, other))
    assert "2 declarations of a kind" in complaints(kinds=(TREES, TREES))
    assert "2 declarations of a indicator" in complaints(indicators=(AREA, AREA))


def test_all_contradictions_are_told_at_once() -> None:
    told = complaints(kinds=(replace(TREES, stage="dreamt", amount_unit="acre"),), indicators=())
    assert "unknown stage" in told
    assert "unknown unit" in told


def test_a_fact_key_forgives_how_it_was_written() -> None:
    purchase, sale = BOOK.kind("consumption.purchase"), BOOK.kind("consumption.assisted_sale")
    key = purchase.fact_key({"order_no": "KQ001"})
    assert key == purchase.fact_key({"order_no": " kq ００1 "}) == sale.fact_key({"order_no": "KQ001"})
    assert purchase.fact_key({"order_no": " "}) == purchase.fact_key({}) == ""
    allocated = BOOK.kind("funds.allocated")
    assert allocated.fact_key({"document_no": "川财农〔2023〕41号"}) == "funds.allocated|川财农〔2023〕41号||"


def test_what_is_no_money_is_not_called_an_amount_of_money() -> None:
    kinds = [kind for field in BOOK.fields for kind in field.kinds if not kind.amount_unit.startswith("CNY")]
    assert [kind.code for kind in kinds if "金额" in kind.amount_title.zh] == []
