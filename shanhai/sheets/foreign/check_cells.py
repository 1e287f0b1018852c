"""What is wrong with single cells: codes, days, places, words for numbers, errors, signs, hidden rows.

It must not compare cells of a row or rows of a table.
"""

from __future__ import annotations

import datetime as dt
import re

from shanhai.algorithms.cell_values import squeeze
from shanhai.algorithms.check_digits import check_resident_id, check_uscc

from .rows import RECORD
from .vocabulary import COUNT, DATE, MONEY, NUMBER, PLACE, RATIO, SPAN
from .work import Column, Fact, Work

EXPLAINS_NEGATIVE = re.compile(
    r"退|冲|收回|回收|扣回|扣减|核减|调减|调整|更正|抵|返还|红字|上缴|缴回|结转|核销|多付|多拨|差额|冲减|撤|负数|退库|追回"
)
_PAST_DATES = frozenset({"date", "pay_date", "birth", "report_date", "start_date"})
_FORECAST = re.compile(r"预计|预测|预估|计划数|待实现|预期")


def check_cells(work: Work) -> None:
    """Report what is wrong with single cells of the records, and hidden rows."""
    for row in work.records:
        if row in work.sheet.hidden_rows:
            work.report(row, None, "hidden_row")
    for column in work.columns:
        if column.means in ("ignored", "seq", "remark"):
            continue
        _check_column(work, column)


def _check_column(work: Work, column: Column) -> None:
    filled = [row for row in work.records if (row, column.index) in work.facts]
    faults = sum(1 for row in filled if work.facts[row, column.index].fault == "unknown_place")
    if column.nature == PLACE and faults * 2 > len(filled):
        return
    negatives = 0
    for row in filled:
        fact = work.facts[row, column.index]
        if fact.carried:
            continue
        if fact.fault:
            _report_fault(work, row, column, fact)
        elif column.nature in (DATE, SPAN):
            _check_day(work, row, column, fact)
        elif column.means in ("id_number", "uscc"):
            _check_code(work, row, column, fact)
        if fact.number is not None and fact.number < 0:
            negatives += 1
        if fact.forecast and not _is_about_future(work) and column.means not in ("start_date", "end_date", "term"):
            work.report(row, column, "forecast_in_actual")
    if negatives and column.nature in (MONEY, COUNT, NUMBER) and negatives * 3 <= max(len(filled), 3):
        _check_signs(work, column, filled)


def _is_about_future(work: Work) -> bool:
    return any(_FORECAST.search(text) for text in (*work.context.titles, work.sheet.name))


def _report_fault(work: Work, row: int, column: Column, fact: Fact) -> None:
    fault = fact.fault or ""
    if column.nature in (MONEY, COUNT, NUMBER, RATIO) and fault == "not_a_number":
        if _FORECAST.search(fact.shown):
            fault = "forecast_in_actual"
        elif column.nature == NUMBER and column.means == "quantity" and not re.search(r"待|未|无法", fact.shown):
            return
    if column.means in ("year", "month", "period", "batch") and fault == "not_a_date":
        return
    work.report(row, column, fault)


def _check_code(work: Work, row: int, column: Column, fact: Fact) -> None:
    text = fact.value or ""
    if "*" in text:
        return
    fault = check_resident_id(text) if column.means == "id_number" else check_uscc(text)
    if fault:
        code = {"bad_sign": "bad_check_digit", "date_invalid": "bad_check_digit"}.get(fault, fault)
        if column.means == "uscc" and re.fullmatch(r"[0-9A-Z]{8}-?[0-9X]", text):
            code = "bad_length"
        work.report(row, column, code)


def _check_day(work: Work, row: int, column: Column, fact: Fact) -> None:
    day = fact.day
    if day is None or day.first is None:
        return
    if day.precision == "span" and day.last is not None and day.first > day.last:
        work.report(row, column, "end_before_start")
        fact.value = None if column.means == "term" else fact.value
    if work.received is None:
        return
    if column.means in _PAST_DATES and day.first > work.received and _must_be_past(work, column):
        work.report(row, column, "future_date")
    if column.means == "birth" and day.first < dt.date(1900, 1, 1):
        work.report(row, column, "date_invalid")


def _must_be_past(work: Work, column: Column) -> bool:
    """Starts lie ahead in plans and agreements; a fact's day does not, nor a whole column of days to come."""
    if column.means == "start_date" and work.kind not in ("labour.placement", "park.tenant"):
        return False
    days = [f.day.first for row in work.records if (f := work.fact(row, column)) and f.day and f.day.first]
    ahead = sum(1 for day in days if work.received is not None and day > work.received)
    return ahead * 2 <= len(days) or len(days) <= 2


def _check_signs(work: Work, column: Column, filled: list[int]) -> None:
    if (
        column.means in ("balance", "amount_in", "amount_out")
        and work.kind == "funds.account"
        and column.means != "balance"
    ):
        return
    quantity, amount = work.column("quantity"), work.column("amount")
    for row in filled:
        fact = work.facts[row, column.index]
        if fact.number is None or fact.number >= 0 or row not in work.roles or work.roles[row] != RECORD:
            continue
        if (
            column is quantity
            and amount is not None
            and (number := work.number(row, amount)) is not None
            and number < 0
        ):
            continue
        if not _is_explained(work, row, column):
            work.report(row, column, "negative")


def _is_explained(work: Work, row: int, column: Column) -> bool:
    texts = [squeeze(f.shown) for c in work.columns if c is not column and (f := work.facts.get((row, c.index)))]
    comment = work.sheet.comments.get((row, column.index), "")
    return any(EXPLAINS_NEGATIVE.search(text) for text in (*texts, comment))
