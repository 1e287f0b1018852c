"""How numbers and days are written for people, in both languages. Takes plain values; must not know requests or tables.

Amounts come in as integers of a unit's smallest part and are rounded once, here, half away from zero. Rules: Ant
Design's data format for Chinese, GB/T 15835-2011 for dates and ranges.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import NamedTuple

from django.utils import timezone

from shanhai.figures.fold import divide_half_up

MINUS = "−"
NOTHING = "—"
FEN_PER_YUAN = 100
FEN_PER_WAN = 10_000 * FEN_PER_YUAN
FEN_PER_YI = 100_000_000 * FEN_PER_YUAN
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class Shown(NamedTuple):
    """A number as it is shown, and the unit beside it (`27.36`, `亿元`)."""

    number: str
    unit: str

    def __str__(self) -> str:
        return f"{self.number} {self.unit}" if self.unit else self.number


def write_decimal(value: int, minor: int, *, decimals: int) -> str:
    """Write an amount of smallest parts (`minor` to one whole) with thousands separators and fixed decimals.

    >>> write_decimal(11_638_000_000, 100, decimals=2)
    '116,380,000.00'
    """
    scaled = divide_half_up(value * 10**decimals, minor)
    sign = MINUS if scaled < 0 else ""
    whole, part = divmod(abs(scaled), 10**decimals)
    return f"{sign}{whole:,}.{part:0{decimals}d}" if decimals else f"{sign}{whole:,}"


def headline_money(fen: int, language: str, *, fine: bool = False) -> Shown:
    """Money as a headline: 亿元 from one 亿, 万元 from one 万, else 元; `fine` shows 亿 with four decimals.

    >>> headline_money(273_600_000_000, "zh")
    Shown(number='27.36', unit='亿元')
    >>> headline_money(273_600_000_000, "en")
    Shown(number='2.736', unit='billion CNY')
    """
    size = abs(fen)
    if language.startswith("en"):
        if size >= 10 * FEN_PER_YI:
            return Shown(write_decimal(fen, 10 * FEN_PER_YI, decimals=3), "billion CNY")
        if size >= 100 * FEN_PER_WAN:
            return Shown(write_decimal(fen, 100 * FEN_PER_WAN, decimals=2), "million CNY")
        return Shown(write_decimal(fen, FEN_PER_YUAN, decimals=2), "CNY")
    if size >= FEN_PER_YI:
        return Shown(write_decimal(fen, FEN_PER_YI, decimals=4 if fine else 2), "亿元")
    if size >= FEN_PER_WAN:
        return Shown(write_decimal(fen, FEN_PER_WAN, decimals=2), "万元")
    return Shown(write_decimal(fen, FEN_PER_YUAN, decimals=2), "元")


def table_money(fen: int, language: str) -> Shown:
    """Money as a table cell: 万元 with two decimals; in English thousand CNY.

    English keeps two decimals only where the thousand is not whole, so that nothing of a small amount is lost.

    >>> table_money(3_200_000_000, "zh").number
    '3,200.00'
    """
    if language.startswith("en"):
        whole = fen % (1000 * FEN_PER_YUAN) == 0
        return Shown(write_decimal(fen, 1000 * FEN_PER_YUAN, decimals=0 if whole else 2), "thousand CNY")
    return Shown(write_decimal(fen, FEN_PER_WAN, decimals=2), "万元")


def exact_money(fen: int, language: str) -> Shown:
    """Money to the fen, as in passports and pay-outs.

    >>> str(exact_money(11_638_000_000, "zh"))
    '116,380,000.00 元'
    """
    return Shown(write_decimal(fen, FEN_PER_YUAN, decimals=2), "CNY" if language.startswith("en") else "元")


def write_percent(part: int, whole: int) -> str:
    """Write part of whole as a percentage with one decimal; nothing where the whole is zero.

    >>> write_percent(2736, 3310)
    '82.7%'
    """
    if not whole:
        return NOTHING
    return f"{write_decimal(part * 100, whole, decimals=1)}%"


def day_cell(day: date, precision: str) -> date | str:
    """Return a date as a cell of a workbook: a real day, or the text of the month or year where no more is known.

    >>> day_cell(date(2025, 8, 1), "month")
    '2025-08'
    """
    return day if precision == "day" else write_day(day, "zh", style="table", precision=precision)


def write_day(day: date | None, language: str, *, style: str = "prose", precision: str = "day") -> str:
    """Write a day: `prose` 2026年11月22日 (22 Nov 2026), `table` 2026-11-22, `short` 11月22日 (22 Nov).

    A date known to the month or the year stays one.

    >>> write_day(date(2021, 6, 1), "zh", precision="month")
    '2021年6月'
    """
    if day is None:
        return NOTHING
    if isinstance(day, datetime):
        day = (timezone.localtime(day) if timezone.is_aware(day) else day).date()
    english = language.startswith("en")
    if precision == "year":
        return str(day.year) if english or style == "table" else f"{day.year}年"
    if precision == "month":
        if style == "table":
            return f"{day:%Y-%m}"
        return f"{MONTHS[day.month - 1]} {day.year}" if english else f"{day.year}年{day.month}月"
    if style == "table":
        return day.isoformat()
    short = f"{day.day} {MONTHS[day.month - 1]}" if english else f"{day.month}月{day.day}日"
    if style == "short":
        return short
    return f"{short} {day.year}" if english else f"{day.year}年{short}"
