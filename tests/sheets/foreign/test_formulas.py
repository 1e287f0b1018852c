"""Simple formulas that came without a result are worked out; others stay blank."""

import pytest

from shanhai.sheets.foreign.formulas import Sheetful
from shanhai.sheets.foreign.grid import Value

ROWS: list[list[Value]] = [[10.0, 20.0, None], [30.0, "x", None], [None, 0.0, None]]


def result(formula: str) -> Value:
    return Sheetful(ROWS, {(2, 2): formula}).work_out().get((2, 2))


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("SUM(A1:B2)", 60.0),
        ("=A1+B1*2", 50.0),
        ("(A1+A2)/2-5%", 19.95),
        ("ROUND(A1/3,2)", 3.33),
        ("AVERAGE(A1:A2)", 20.0),
        ("-A1+SUM(A1,B1,1)", 21.0),
    ],
)
def test_sums_and_the_four_operations_are_worked_out(formula: str, value: float) -> None:
    assert result(formula) == value


@pytest.mark.parametrize(
    ("formula", "error"), [("A1/B3", "#DIV/0!"), ("A1+B2", "#VALUE!"), ("#REF!*2", "#REF!"), ("A1/C1", "#DIV/0!")]
)
def test_errors_are_the_spreadsheets_own(formula: str, error: str) -> None:
    assert result(formula) == error


@pytest.mark.parametrize("formula", ["IF(A1>1,2,3)", "VLOOKUP(A1,B:C,2)", 'A1&"x"', "Sheet2!A1", "SUM(A1", ""])
def test_what_is_not_simple_stays_blank(formula: str) -> None:
    assert result(formula) is None


def test_formulas_may_rest_on_each_other_but_not_in_a_circle() -> None:
    assert Sheetful(ROWS, {(0, 2): "A1+1", (1, 2): "C1*2"}).work_out() == {(0, 2): 11.0, (1, 2): 22.0}
    assert Sheetful(ROWS, {(0, 2): "C2", (1, 2): "C1"}).work_out() in ({}, {(0, 2): 0.0, (1, 2): 0.0}, {(0, 2): 0.0})
