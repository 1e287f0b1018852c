"""A period at a place of a text, the calendar that words for time are counted by, and what both are read with.

It must not know what is counted.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date
from typing import Literal, NamedTuple

ScopeKind = Literal["since", "year", "until", "moment", "event", "compared", "base", "vague"]

MONTHS_IN_DIGITS = [str(month) for month in (10, 11, 12, *range(1, 10))]
MONTH = "|".join(MONTHS_IN_DIGITS)
TO_DAY = r"\s?(?:-|—|－|–|~|～|至|到)\s?"
LAST_DAY = re.compile(rf"{TO_DAY}(?:(?P<m>{MONTH})月)?(?P<d>[12]\d|3[01]|[1-9])[日号]")
_LONGEST_EVENT_DAYS = 12
_NUMERALS = "零一二三四五六七八九"
COUNT = "两二三四五六七八九十0123456789"
SINCE = re.compile(r"(?:[^,，。;；:：！？\n]{0,26}?)(?:以来|至今|以后|到现在|算起|起(?=[,，]))")
EVENT = re.compile(
    r"(?:[^,，。;；\d]{0,6}(?:开工|动工|开建|奠基|竣工|落成|建成|投产|投用|投运|启用|投入使用|开园|开业|开馆|揭牌|挂牌|成立|落户|获批|起步)|"
    r"[,，]?[^,，。;；\d]{0,20}(?:结对|牵手|携手|结缘|缔结|确立|建立))"
    r"(?:建设|运营|投产|使用|(?:结对)?(?:帮扶|协作|合作)?(?:关系)?)(?=[,，。;；\n])"
)
QUARTERS = {
    "上半年": ("01-01", "06-30"),
    "下半年": ("07-01", "12-31"),
    "前三季度": ("01-01", "09-30"),
    "一季度": ("01-01", "03-31"),
    "二季度": ("04-01", "06-30"),
    "三季度": ("07-01", "09-30"),
    "四季度": ("10-01", "12-31"),
}
# of the year told last, by a sentence or the heading of a section
OF_YEAR_TOLD = {"全年", *QUARTERS, *(f"第{name}" for name in QUARTERS if name.endswith("季度"))}


class Scope(NamedTuple):
    """A period at a place of the text; `since` has no end, `until` no start of its own, `moment` is a day or month.

    An `event` is when something began or was finished (2020年开工); only the words of its own clause count under it.
    What is `compared`, or the `base` of a rise (由2021年的3家增加到5家), is the year of the one number right behind it.
    """

    start: int
    end: int
    kind: ScopeKind
    first: str | None
    last: str | None
    text: str


@dataclass(frozen=True, slots=True)
class Calendar:
    """What relative dates are counted from: the year of publication and its month, 0 where not known.

    `begun` are the ISO days from which the text says that something was done, in the order of the text, each with the
    place from where on it may be meant, and `paired` is the first of them on which two sides became a pair.
    """

    year: int
    month: int = 0
    begun: tuple[tuple[str, int], ...] = ()
    paired: str | None = None
    published: bool = True


def last_day_of(year: int, month: int | None, day: int | None) -> str:
    """Return the last day of a day, a month or a year as an ISO date; a day behind the end of its month is that end."""
    if day and month:
        return f"{year}-{month:02}-{min(day, calendar.monthrange(year, month)[1]):02}"
    if month:
        return f"{year}-{month:02}-{calendar.monthrange(year, month)[1]}"
    return f"{year}-12-31"


def number_said(years: str) -> int:
    """Return the number of years said in digits or as one numeral below a hundred, -1 for any other."""
    if years.isdigit():
        return int(years)
    tens, ten, ones = years.replace("两", "二").rpartition("十")
    values = [_NUMERALS.find(part) if len(part) <= 1 else -1 for part in (tens or "一" * bool(ten), ones)]
    return -1 if min(values) < 0 else values[0] * 10 + values[1]


def is_event(scope: Scope) -> bool:
    """Tell whether a period is a day, or the few days that a visit or a fair lasts."""
    if scope.kind != "moment" or not scope.first or not scope.last:
        return False
    return (date.fromisoformat(scope.last) - date.fromisoformat(scope.first)).days < _LONGEST_EVENT_DAYS


def is_within(part: Scope, whole: Scope) -> bool:
    """Tell whether a period is a shorter one of another (2020年 of 2018年至2020年)."""
    if not (part.first and part.last and whole.first and whole.last):
        return False
    return whole.first <= part.first <= part.last <= whole.last and part[3:5] != whole[3:5]


def is_long(scope: Scope) -> bool:
    """Tell whether a period lasts for years, as a five-year plan does, which no report is about."""
    return bool(scope.first and scope.last and int(scope.last[:4]) - int(scope.first[:4]) > 1)
