"""How pages say the registry's codes: levels, states, confidence, and spans of dates with their precision."""

from __future__ import annotations

from datetime import date, timedelta

from shanhai.catalogue.words import Words
from shanhai.web.numbers import MONTHS

LEVELS = {
    "province": Words("省级", "Province"),
    "city": Words("市级", "City"),
    "county": Words("县级", "County"),
    "town": Words("乡镇", "Town"),
    "village": Words("村", "Village"),
    "community": Words("社区", "Community"),
    "school": Words("学校", "School"),
    "hospital": Words("医院", "Hospital"),
    "firm": Words("企业", "Firm"),
    "other": Words("其他", "Other"),
}
AREA_LEVELS = ("province", "city", "county")
STATES = {
    "current": Words("在续", "Running"),
    "ended": Words("已结束", "Ended"),
    "unknown": Words("不详", "Not known"),
}
CONFIDENCE = {
    "H": Words("官方页面或具名报纸", "official page or named newspaper"),
    "M": Words("地方页面或无日期页面", "local page, or one without a date"),
    "L": Words("推定", "inferred"),
}
CHANGES = {
    "merge": Words("并入", "merged into"),
    "split": Words("拆分到", "split into"),
    "transfer": Words("划归", "passed to"),
}
ONE_DAY = timedelta(days=1)


def say_start(day: date | None, precision: str) -> Words:
    """Say the first day of a span as exactly as it is known.

    >>> say_start(date(2021, 6, 1), "month")
    Words(zh='2021年6月', en='Jun 2021')
    """
    if day is None:
        return Words("不详", "not known")
    if precision == "year":
        return Words(f"{day.year}年", str(day.year))
    if precision == "month":
        return Words(f"{day.year}年{day.month}月", f"{MONTHS[day.month - 1]} {day.year}")
    return Words(f"{day.year}年{day.month}月{day.day}日", f"{day.day} {MONTHS[day.month - 1]} {day.year}")


def say_end(after: date | None, precision: str) -> Words:
    """Say the last day of a span whose first day outside is `after`.

    >>> say_end(date(2021, 1, 1), "year").zh
    '2020年'
    """
    return say_start(after - ONE_DAY if after else None, precision)


def say_span(first: date | None, first_precision: str, after: date | None, after_precision: str) -> Words:
    """Say from when to when: `2021年6月起`, `2018年至2020年`, `起止不详`."""
    if first is None and after is None:
        return Words("起止不详", "dates not known")
    start, end = say_start(first, first_precision), say_end(after, after_precision)
    if after is None:
        return Words(f"{start.zh}起", f"from {start.en}")
    if first is None:
        return Words(f"至{end.zh}", f"to {end.en}")
    if start == end:
        return start
    return Words(f"{start.zh}至{end.zh}", f"{start.en} to {end.en}")
