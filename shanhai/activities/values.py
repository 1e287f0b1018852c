"""Reads what people type into the columns of an activity: text or JSON in, plain typed values out, all faults told.

Money is kept as integer fen (text is read as yuan, or with 万元 or 亿元), counts as integers, decimals as text, days as
ISO text, choices by code, quarters as 2026Q2. It must not know any one kind of activity.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from shanhai.catalogue.controls import write_yuan
from shanhai.catalogue.declare import FIRST_YEAR, LAST_YEAR, Column
from shanhai.catalogue.words import Problem, Words

SCALES = (("亿元", 10**8), ("亿", 10**8), ("万元", 10**4), ("万", 10**4), ("元", 1))
FEN = 100
MOST = 10**15
YES, NO = {"true", "1", "是", "yes", "on"}, {"false", "0", "否", "no"}
QUARTER = re.compile(r"(?P<year>(?:19|20)\d\d)(?:年|[-/.])?(?:Q|第)?(?P<number>[1-4一二三四])(?:季度|季|Q)?", re.ASCII)
RIGHT = {
    "money": Words("写元，例如 1,200,000.00 或 120万元。", "Write yuan, such as 1,200,000.00."),
    "count": Words("写整数，例如 128。", "Write a whole number, such as 128."),
    "decimal": Words("写数字，例如 12.5。", "Write a number, such as 12.5."),
    "day": Words("写作 2026-03-19。", "Write it as 2026-03-19."),
    "year": Words("写四位年份，例如 2026。", "Write a year in four digits, such as 2026."),
    "quarter": Words("写作 2026Q2 或 2026年第二季度。", "Write it as 2026Q2."),
    "flag": Words("选“是”或“否”。", "Choose yes or no."),
}


def read_values(columns: Iterable[Column], given: Mapping[str, Any]) -> tuple[dict[str, Any], list[Problem]]:
    """Return the values that could be read and a Problem for each that could not; blank ones are left out.

    A code that is none of the columns is left for the machine to refuse.
    """
    by_code = {column.code: column for column in columns}
    values: dict[str, Any] = {}
    problems = []
    for code, raw in given.items():
        column = by_code.get(code)
        if raw is None or (isinstance(raw, str) and not raw.strip()):
            continue
        if column is None:
            values[code] = raw
            continue
        try:
            value = READERS.get(column.type, _read_text)(raw, column)
        except (ValueError, InvalidOperation):
            problems.append(_tell(column, raw))
            continue
        outside = _check_bounds(column, value)
        problems += outside
        if not outside:
            values[code] = value
    return values, problems


def _tell(column: Column, raw: Any) -> Problem:
    what = Words("{name}写作“{raw}”，读不懂。", "{name} reads “{raw}”, which cannot be understood.")
    if column.type in ("choice", "choices"):
        right = Words(
            "应是：" + "、".join(one.title.zh for one in column.choices) + "。",
            "One of: " + ", ".join(one.title.en for one in column.choices) + ".",
        )
    else:
        right = RIGHT.get(column.type, Words("最多 {n} 字。", "{n} signs at most.").fill(n=column.longest))
    shown = str(raw)[:40]
    return Problem(
        "unreadable_value", "blocks", what.fill(name=column.title, raw=shown), right, shown, field=column.code
    )


def _clean(raw: Any) -> str:
    return unicodedata.normalize("NFKC", str(raw)).strip().replace(",", "")


def _bounded(number: int) -> int:
    if abs(number) > MOST * FEN:
        raise ValueError(number)
    return number


def _check_bounds(column: Column, value: Any) -> list[Problem]:
    """A number lies within what its column declares: no money below nothing, a year that can be one."""
    if column.type not in ("money", "count", "decimal", "year"):
        return []
    number = Decimal(value)
    low, high = (FIRST_YEAR, LAST_YEAR) if column.type == "year" else (column.least, column.most)
    if (low is None or number >= low) and (high is None or number <= high):
        return []
    shown, least, most = (_show_bound(column, one) for one in (number, low, high))
    what = Words("{name}写作 {value}，不会这样。", "{name} reads {value}, which cannot be.")
    if most == "":
        right = Words("不小于 {least}。", "{least} at least.").fill(least=least)
    elif least == "":
        right = Words("不大于 {most}。", "{most} at most.").fill(most=most)
    else:
        right = Words("从 {least} 到 {most}。", "From {least} to {most}.").fill(least=least, most=most)
    what = what.fill(name=column.title, value=shown)
    return [Problem("value.out_of_bounds", "blocks", what, right, shown, field=column.code)]


def _show_bound(column: Column, number: Decimal | int | None) -> str:
    if number is None:
        return ""
    return write_yuan(int(number)) if column.type == "money" else f"{number}"


def _read_money(raw: Any, _column: Column) -> int:
    if isinstance(raw, int) and not isinstance(raw, bool):
        return _bounded(raw)
    text, factor = _clean(raw), 1
    for ending, scale in SCALES:
        if text.endswith(ending):
            text, factor = text.removesuffix(ending).strip(), scale
            break
    fen = Decimal(text) * factor * FEN
    if not fen.is_finite() or fen != fen.to_integral_value():
        raise ValueError(raw)
    return _bounded(int(fen))


def _read_count(raw: Any, _column: Column) -> int:
    number = Decimal(_clean(raw).removesuffix("%"))
    if not number.is_finite() or number != number.to_integral_value():
        raise ValueError(raw)
    return _bounded(int(number))


def _read_decimal(raw: Any, _column: Column) -> str:
    number = Decimal(_clean(raw))
    if not number.is_finite() or abs(number) > MOST:
        raise ValueError(raw)
    return f"{number.normalize():f}"


def _read_day(raw: Any, _column: Column) -> str:
    return (raw if isinstance(raw, date) else date.fromisoformat(_clean(raw))).isoformat()


def _read_quarter(raw: Any, _column: Column) -> str:
    """Read a quarter as `2026Q2`, however an office writes it.

    >>> _read_quarter("2026年第二季度", Column("quarter", Words("季度", "Quarter"), "quarter"))
    '2026Q2'
    """
    found = QUARTER.fullmatch(_clean(raw).upper().replace(" ", ""))
    if found is None:
        raise ValueError(raw)
    number = found["number"]
    return f"{found['year']}Q{'一二三四'.find(number) + 1 or number}"


def _read_choice(raw: Any, column: Column) -> str:
    text = str(raw).strip()
    for choice in column.choices:
        if text in (choice.code, choice.title.zh, choice.title.en, *choice.said_as):
            return choice.code
    raise ValueError(raw)


def _read_choices(raw: Any, column: Column) -> list[str]:
    parts = raw if isinstance(raw, list | tuple) else str(raw).replace("、", ",").split(",")
    return sorted({_read_choice(part, column) for part in parts})


def _read_flag(raw: Any, _column: Column) -> bool:
    text = str(raw).strip().lower()
    if text in YES | NO:
        return text in YES
    raise ValueError(raw)


def _read_text(raw: Any, column: Column) -> str:
    text = " ".join(str(raw).split()) if column.longest <= 200 else str(raw).strip()
    if len(text) > column.longest:
        raise ValueError(raw)
    return text


READERS: dict[str, Callable[[Any, Column], Any]] = {
    "money": _read_money,
    "count": _read_count,
    "year": _read_count,
    "decimal": _read_decimal,
    "day": _read_day,
    "choice": _read_choice,
    "choices": _read_choices,
    "flag": _read_flag,
    "quarter": _read_quarter,
}
