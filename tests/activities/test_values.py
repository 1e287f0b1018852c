"""What people type into the columns of activities: read as meant, or refused with what would be right."""

from __future__ import annotations

from typing import Any

import pytest

from shanhai.activities.values import read_values
from shanhai.catalogue.book import BOOK

PROJECT, ASSET = BOOK.activity("funds.project"), BOOK.activity("funds.asset")


def read(kind: Any, **given: Any) -> tuple[dict[str, Any], list[tuple[str, str | None]]]:
    values, problems = read_values(kind.columns, given)
    assert all(one.right is not None for one in problems)
    return values, [(one.code, one.field) for one in problems]


@pytest.mark.parametrize("raw", [-5, "-5", "-80万元", "−5"])
@pytest.mark.parametrize("code", ["amount_planned_fen", "amount_approved_fen", "amount_settled_fen"])
def test_money_of_a_project_is_never_below_nothing(code: str, raw: Any) -> None:
    values, faults = read(PROJECT, **{code: raw})
    assert values == {}
    assert [field for _code, field in faults] == [code]


def test_an_asset_is_not_worth_less_than_nothing_nor_sold_for_less() -> None:
    assert read(ASSET, value_fen=-500, disposed_fen=-1)[1] == [
        ("value.out_of_bounds", "value_fen"), ("value.out_of_bounds", "disposed_fen"),
    ]  # fmt: skip


@pytest.mark.parametrize("year", ["20266", "1900", "0"])
def test_a_year_is_one_that_can_be_planned_for(year: str) -> None:
    assert read(PROJECT, plan_year=year, next_year=year)[1] == [
        ("value.out_of_bounds", "plan_year"), ("value.out_of_bounds", "next_year"),
    ]  # fmt: skip
    assert read(PROJECT, plan_year="2026")[0] == {"plan_year": 2026}


@pytest.mark.parametrize("text", ["2026Q2", "2026年第二季度", "2026年2季度", "２０２６年二季度", "2026 q2", "2026-Q2"])
def test_a_quarter_is_read_however_an_office_writes_it(text: str) -> None:
    assert read(ASSET, quarter=text) == ({"quarter": "2026Q2"}, [])


@pytest.mark.parametrize("text", ["foo", "2026", "2026Q5", "第二季度", "26Q2"])
def test_what_is_no_quarter_is_refused(text: str) -> None:
    assert read(ASSET, quarter=text) == ({}, [("unreadable_value", "quarter")])
