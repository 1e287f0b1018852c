"""Days, months, quarters, years and spans as offices write them into cells.

Nothing is made more exact than it was written: 2023.6 stays a month. It must not know the clock or the column.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Literal

from .cell_text import is_error, is_nothing, parse_chinese_number, to_half_width

Precision = Literal["day", "month", "quarter", "half", "year", "school_year", "span"]
RawDay = str | int | float | Decimal | date | datetime | None

_EPOCH = date(1899, 12, 30)
_YEARS = range(1900, 2101)
_QUARTERS = {"一": 1, "二": 2, "三": 3, "四": 4, "1": 1, "2": 2, "3": 3, "4": 4, "I": 1, "II": 2, "III": 3, "IV": 4}
_NO_DATE = ("待定", "未定", "不详", "长期", "待", "未", "另定", "暂缓", "不明", "无期限", "永久")
_DASH = r"\s*(?:[-—–―－─~～至到]|--|——)+\s*"
_SEPARATOR = r"\s*[./\-、年\\．]\s*"
_FULL = re.compile(
    rf"(?P<y>(?:19|20)\d\d|['’]?\d\d(?=\s*年)){_SEPARATOR}(?P<m>\d{{1,2}})\s*(?:[./\-、月\\．]\s*(?P<d>\d{{1,2}})\s*[日号]?|月|月份)?"
)
_TIME = re.compile(
    r"[T\s]*(?:上午|下午|[AP]M)?\s*\d{1,2}[:：时]\d{1,2}(?:[:：分]\d{1,2}(?:\.\d+)?秒?|分)?\s*(?:Z|[AP]M)?$", re.I
)
_OPEN_END = re.compile(r"(?:至今|迄今|起至今|以来|[-—–~～至]+今|[-—–~～]+$|起$|开始$|(?:-|—|至)?现在$)")
_DURATION = re.compile(r"(?P<n>\d+|[一二两三四五六七八九十]+|半)\s*个?\s*(?P<u>年|月|天|日|周)(?!\d)")
_NOISE = re.compile(r"^(?:自|从|于|约|截至|截止|预计|计划|拟|已于|定于)|(?:止|前|左右|完成|签订|签约|期间)$")


@dataclass(frozen=True, slots=True)
class Day:
    """A date as exact as it was written.

    `text`: 2023, 2023-06, 2023-06-15, 2023-Q2, 2023-H1, 2021-05/2024-05, 2022-03/.. or 2023/2024.
    `first` and `last` are the earliest and the latest day it can mean (`last` None: open). `fault`: date_invalid,
    date_ambiguous, not_a_date, formula_error. `assumed_year`: the year came from outside. `forecast`: marked as
    expected (预计). `empty`: nothing stands in the cell.
    """

    text: str | None = None
    precision: Precision | None = None
    first: date | None = None
    last: date | None = None
    fault: str | None = None
    repaired: bool = False
    assumed_year: bool = False
    forecast: bool = False
    empty: bool = False


def parse_day(cell: RawDay, *, year: int | None = None, shown_decimals: int | None = None) -> Day:
    """Return the date, period or span in a cell.

    `year` is the year of the title or sheet, for dates without one. `shown_decimals` is the number of decimals the
    cell's number format shows: a number 2023.1 shown as 2023.10 is October, shown plainly it may be January too.

    >>> parse_day("2023年6月").text, parse_day(45200).text, parse_day("2021.5-2024.5").text
    ('2023-06', '2023-10-01', '2021-05/2024-05')
    >>> parse_day("2023.13.1").fault, parse_day("待定").fault
    ('date_invalid', 'not_a_date')
    """
    if cell is None:
        return Day(empty=True)
    if isinstance(cell, datetime):
        return _day(cell.date())
    if isinstance(cell, date):
        return _day(cell)
    if not isinstance(cell, str):
        return _parse_number(float(cell), year=year, shown_decimals=shown_decimals)
    if is_error(cell):
        return Day(fault="formula_error")
    text = _prepare(cell)
    if is_nothing(text):
        return Day(empty=True)
    forecast = "预计" in text or "计划" in text or "预测" in text
    text = re.sub(r"[(（]\s*(?:预计|计划|预测|暂定|实际|拟)[^)）]*[)）]|^(?:预计|计划|拟)于?", "", text).strip()
    found = _parse_text(text, year=year)
    return replace(found, repaired=found.text != cell.strip(), forecast=forecast)


def _prepare(cell: str) -> str:
    text = to_half_width(cell).replace("：", ":").strip()
    text = re.sub(r"\s*\n\s*", "", text)
    text = re.sub(r"(?<=[年月日./-])\s+(?=\d)|(?<=\d)\s+(?=[年月日./-])", "", text)
    if re.search("[〇○零一二三四五六七八九十两]", text) and "季" not in text and "学" not in text:
        text = re.sub(
            r"([〇○零一二三四五六七八九十廿]+)(?=[年月日号])(?!年[(（期])",
            lambda m: str(parse_chinese_number(m[1]) or m[1]) if _is_part_of_date(text, m) else m[1],
            text,
        )
    return _TIME.sub("", text) if re.search(r"\d[日\s T]", text) else text


def _is_part_of_date(text: str, match: re.Match[str]) -> bool:
    return len(match[1]) == 4 or text[match.end()] != "年"


def _parse_number(number: float, *, year: int | None, shown_decimals: int | None) -> Day:
    whole = int(number)
    if number == whole:
        if whole in _YEARS:
            return _year(whole)
        digits = str(whole)
        if len(digits) == 8:
            return _compact(digits)
        if len(digits) == 6 and int(digits[:4]) in _YEARS:
            return _make(int(digits[:4]), int(digits[4:]), None)
    if 20000 <= number < 80000:
        return _day(_EPOCH + timedelta(days=whole))
    if whole in _YEARS:
        return _decimal_month(number, shown_decimals)
    if 1 <= whole <= 12 and year is not None and number != whole:
        return _decimal_day(number, year, shown_decimals)
    return Day(fault="not_a_date")


def _decimal_month(number: float, shown_decimals: int | None) -> Day:
    year, _, month = format(number, ".2f").partition(".")
    if shown_decimals in (None, 0, 1) and month == "10":
        found = _make(int(year), 1, None)
        return replace(found, fault="date_ambiguous") if found.text else found
    month = month.rstrip("0") if shown_decimals != 2 and month not in ("10",) else month
    return _make(int(year), int(month or 0), None)


def _decimal_day(number: float, year: int, shown_decimals: int | None) -> Day:
    month, _, day = format(number, ".2f").partition(".")
    if day.endswith("0") and shown_decimals != 2:
        found = _make(year, int(month), int(day[0]))
        ambiguous = day[0] in "123" and found.text is not None
        return replace(found, fault="date_ambiguous" if ambiguous else found.fault, assumed_year=True)
    return replace(_make(year, int(month), int(day)), assumed_year=True)


def _parse_text(text: str, *, year: int | None) -> Day:
    for reader in (_read_school_year, _read_duration, _read_span, _read_open):
        found = reader(text, year)
        if found is not None:
            return found
    return _read_one(text, year=year)


def _read_school_year(text: str, _year: int | None) -> Day | None:
    match = re.search(r"((?:20|19)\d\d)\s*[-—–~～/至]+\s*((?:20|19)?\d\d)\s*学年", text)
    if match:
        second = int(match[2]) if len(match[2]) == 4 else int(match[1][:2] + match[2])
        return Day(f"{match[1]}/{second}", "school_year", date(int(match[1]), 8, 1), date(second, 7, 31))
    return None


def _read_duration(text: str, year: int | None) -> Day | None:
    """一年（2023.3起）, 2023年3月起两年: a start and a length give a span whose last month or day is inside."""
    length = next((m for m in _DURATION.finditer(text) if not _is_calendar_word(text, m)), None)
    if length is None:
        return None
    rest = re.sub(
        r"[()（）,，;；:]|期限|为期|挂职|任期|起|共计|共|自|从|开始",
        " ",
        text[: length.start()] + " " + text[length.end() :],
    ).strip()
    if not rest:
        return None
    span = _read_span(rest, year)
    if span is not None and span.text:
        return span
    start = _read_one(rest, year=year)
    if start.first is None or start.precision not in ("day", "month", "year"):
        return None
    count = (
        Decimal("0.5")
        if length["n"] == "半"
        else Decimal(length["n"])
        if length["n"].isdigit()
        else parse_chinese_number(length["n"])
    )
    if count is None:
        return None
    end = _add(start, count, length["u"])
    return _join(start, end) if end is not None else None


def _is_calendar_word(text: str, match: re.Match[str]) -> bool:
    before, number, unit = text[: match.start()], match["n"], match["u"]
    if unit in "月日" and "个" not in match[0]:
        return True
    if unit == "年" and (len(number) >= 4 or (number.isdigit() and (len(number) == 2 or before[-1:].isdigit()))):
        return True
    return before.endswith(("第", "每"))


def _add(start: Day, count: Decimal, unit: str) -> Day | None:
    assert start.first is not None
    if unit in "天日周":
        return _day(start.first + timedelta(days=int(count * (7 if unit == "周" else 1)) - 1))
    months = int(count * (12 if unit == "年" else 1))
    if start.precision == "year":
        return _year(start.first.year + max(months // 12, 1) - 1)
    index = start.first.year * 12 + start.first.month - 1 + months
    if start.precision == "month":
        return _make((index - 1) // 12, (index - 1) % 12 + 1, None)
    first_after = date(index // 12, index % 12 + 1, 1)
    day = min(start.first.day, calendar.monthrange(first_after.year, first_after.month)[1])
    return _day(first_after.replace(day=day) - timedelta(days=1))


def _read_span(text: str, year: int | None) -> Day | None:
    if re.fullmatch(r"\d{4}-\d{1,2}(-\d{1,2})?", text):
        return None
    months_only = re.fullmatch(r"(\d{1,2})\s*月?(?:份)?\s*[-—–~～至到]+\s*(\d{1,2})\s*月(?:份)?", text)
    if months_only and year is not None:
        span = _join(_make(year, int(months_only[1]), None), _make(year, int(months_only[2]), None))
        return replace(span, assumed_year=True)
    for match in re.finditer(_DASH, text):
        left, right = text[: match.start()], text[match.end() :]
        if not left or not right or not re.search(r"\d", right) or not re.search(r"\d", left):
            continue
        if match[0].strip() == "-" and _splits_one_date(left, right):
            continue
        start = _read_one(_NOISE.sub("", left).strip(), year=year)
        if start.first is None:
            months = re.fullmatch(r"(?:((?:20|19)\d\d)年)?(\d{1,2})", left)
            end_months = re.fullmatch(r"(\d{1,2})月(?:份)?", right)
            whole_year = int(months[1]) if months and months[1] else year
            if months and end_months and whole_year:
                start = _make(whole_year, int(months[2]), None)
            elif start.fault == "date_invalid":
                return start
            else:
                continue
        end = _read_end(right, start, year)
        if end.text is None and end.fault is None:
            continue
        if end.fault:
            return Day(fault=end.fault)
        return _join(start, end)
    return None


def _splits_one_date(left: str, right: str) -> bool:
    """2023-1-12 is one date, 2023.1-2023.3 and 20230301-20240229 are two."""
    if re.search(r"[./年月日]", left) or re.fullmatch(r"\d{8}|\d{6}", left):
        return False
    if re.fullmatch(r"\d{4}", left) and re.fullmatch(r"(?:19|20)\d\d年?度?", right):
        return False
    return "-" not in left or left.count("-") < 2


def _read_end(right: str, start: Day, year: int | None) -> Day:
    right = _NOISE.sub("", right).strip()
    assert start.first is not None
    if start.precision == "day":
        only_day = re.fullmatch(r"(\d{1,2})[日号]?", right)
        if only_day:
            return _make(start.first.year, start.first.month, int(only_day[1]))
        month_day = re.fullmatch(r"(\d{1,2})[./月-](\d{1,2})[日号]?", right)
        if month_day:
            return _make(start.first.year, int(month_day[1]), int(month_day[2]))
    if start.precision == "month":
        only_month = re.fullmatch(r"(\d{1,2})月?(?:份)?", right)
        if only_month:
            return _make(start.first.year, int(only_month[1]), None)
    return _read_one(right, year=start.first.year if start.first else year)


def _read_open(text: str, year: int | None) -> Day | None:
    match = _OPEN_END.search(text)
    if not match or match.start() == 0:
        return None
    start = _read_one(_NOISE.sub("", text[: match.start()]).strip("-—–~～至 "), year=year)
    if start.text is None or start.precision == "span":
        return None
    return Day(f"{start.text}/..", "span", start.first, None)


def _read_one(text: str, *, year: int | None) -> Day:
    text = _NOISE.sub("", text.strip().strip("()（）,，。;；")).strip()
    if re.fullmatch(r"\d{8}", text):
        return _compact(text)
    if re.fullmatch(r"(?:19|20)\d{4}", text):
        return _make(int(text[:4]), int(text[4:]), None)
    if re.fullmatch(r"[2-7]\d{4}(?:\.\d+)?", text):
        return _day(_EPOCH + timedelta(days=int(float(text))))
    turned = re.fullmatch(r"(\d{1,2})[/.-](\d{1,2})[/.-]((?:19|20)\d\d)", text)
    if turned:
        return _read_year_last(int(turned[1]), int(turned[2]), int(turned[3]))
    part = _read_part_of_year(text, year)
    if part is not None:
        return part
    match = _FULL.search(text)
    if match and not re.match(r"\d", text[match.end() : match.end() + 1]):
        written = match["y"].lstrip("'’")
        whole = int(written) if len(written) == 4 else 2000 + int(written)
        return _make(whole, int(match["m"]), int(match["d"]) if match["d"] else None)
    match = re.fullmatch(
        r"(?:约|公元)?((?:19|20)\d\d)\s*(?:年度?|年初|年底|年末|年内|年间|年[春夏秋冬]季?(?:学期)?)?", text
    )
    if match:
        return _year(int(match[1]))
    short = re.fullmatch(r"'?(\d\d)[./年-](\d{1,2})[./月-](\d{1,2})日?", text)
    if short:
        return _make(2000 + int(short[1]), int(short[2]), int(short[3]))
    return _read_without_year(text, year)


def _read_year_last(one: int, two: int, year: int) -> Day:
    """3/6/2024 may be 6 March or 3 June; 25/3/2024 and 3/25/2024 can only be the one."""
    if one > 12 or two > 12:
        return _make(year, min(one, two), max(one, two)) if min(one, two) <= 12 else Day(fault="date_invalid")
    found = _make(year, one, two)
    return found if one == two or found.text is None else replace(found, fault="date_ambiguous")


def _read_part_of_year(text: str, year: int | None) -> Day | None:
    found = re.search(r"((?:19|20)\d\d)", text)
    whole = int(found[1]) if found else year
    quarter = re.search(r"第?\s*([一二三四1-4])\s*季度?|[Qq]([1-4])|(?<![A-Z])(I{1,3}|IV)季度", text)
    half = re.search(r"([上下前后])半年|H([12])\b", text)
    if not (quarter or half):
        return None
    if whole is None:
        return Day(fault="not_a_date")
    if quarter:
        number = _QUARTERS[quarter[1] or quarter[2] or quarter[3]]
        first, last = number * 3 - 2, number * 3
        name, kind = f"{whole}-Q{number}", "quarter"
    else:
        assert half is not None
        number = int(half[2]) if half[2] else (1 if half[1] in "上前" else 2)
        first, last = number * 6 - 5, number * 6
        name, kind = f"{whole}-H{number}", "half"
    end = date(whole, last, calendar.monthrange(whole, last)[1])
    precision: Precision = "quarter" if kind == "quarter" else "half"
    return Day(name, precision, date(whole, first, 1), end, assumed_year=found is None)


def _read_without_year(text: str, year: int | None) -> Day:
    match = re.fullmatch(r"(\d{1,2})(?:月|[./-])(?:(\d{1,2})[日号]?|份)?", text)
    if not match:
        return Day(fault="not_a_date")
    if year is None:
        return Day(fault="not_a_date")
    return replace(_make(year, int(match[1]), int(match[2]) if match[2] else None), assumed_year=True)


def _compact(digits: str) -> Day:
    if int(digits[:4]) not in _YEARS:
        return Day(fault="not_a_date")
    return _make(int(digits[:4]), int(digits[4:6]), int(digits[6:]))


def _make(year: int, month: int, day: int | None) -> Day:
    if not 1 <= month <= 12 or year not in _YEARS:
        return Day(fault="date_invalid")
    last = calendar.monthrange(year, month)[1]
    if day is None:
        return Day(f"{year:04d}-{month:02d}", "month", date(year, month, 1), date(year, month, last))
    if not 1 <= day <= last:
        return Day(fault="date_invalid")
    return _day(date(year, month, day))


def _day(day: date) -> Day:
    return Day(day.isoformat(), "day", day, day)


def _year(year: int) -> Day:
    return Day(f"{year:04d}", "year", date(year, 1, 1), date(year, 12, 31))


def _join(start: Day, end: Day) -> Day:
    if start.text is None or end.text is None:
        return Day(fault=start.fault or end.fault or "not_a_date")
    return Day(f"{start.text}/{end.text}", "span", start.first, end.last)
