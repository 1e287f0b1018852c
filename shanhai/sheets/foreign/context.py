"""What the lines around a table say for all of it: unit, year, month, places, park. Must not know cells or columns."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from shanhai.algorithms.cell_values import parse_day, squeeze

from .header_text import find_table_unit, read_dimension
from .places import Places, looks_like_town

_YEAR = re.compile(r"((?:19|20)\d\d)\s*年")
_BARE_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
_MONTH = re.compile(r"(?:((?:19|20)\d\d)年)?(\d{1,2})月份?(?!\d*日)")
_PARK = re.compile(
    r"[^\s:：、,，一二三四五六七八九十()（）]*[^\s:：、,，()（）]{1,20}(?:产业园区?|园区|开发区|工业园|科创园|共建园)"
)
_TOWN_BEHIND = re.compile(r"([\u4e00-\u9fff]{2,8}?[县市区旗])([\u4e00-\u9fff]{1,6}?(?:镇|乡|街道))")
_WHOLE_DAY = re.compile(r"(?:19|20)\d\d[年./-]\d{1,2}[月./-]\d{1,2}日?")
_FILLED_ON = re.compile(
    r"(?:填报|报出|制表|填表|登记|打印|导出|统计|上报)(?:日期|时间)|截至|截止|批准文号|制定机关|表号"
)
_OUTLINE = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}[、.．]|[(（][一二三四五六七八九十\d]{1,3}[)）]|\d{1,2}[、.．]|第[一二三四五六七八九十\d]+[部分类组][:：、]?|[◆●■▲★])"
)
_COUNTED = re.compile(
    r"[(（](?:共|计|合计)?[\d,.]+.{0,6}[)）]$|[:：]?(?:共|计)[\d,.]+.{0,6}$|[(（][^)）]*示例[^)）]*[)）]$|[:：]$"
)


@dataclass(slots=True)
class Context:
    """What is said once for a whole table. `fields` are facts that stand in every record.

    `year_is_guessed`: no line tells the year, it is the one in which the book came in.
    """

    year: int | None = None
    unit: str | None = None
    fields: dict[str, str] = field(default_factory=dict)
    titles: list[str] = field(default_factory=list)
    near: frozenset[str] = frozenset()
    year_is_guessed: bool = False


def read_context(lines: list[str], sheet_name: str, below: list[str], places: Places) -> Context:
    """Return what title lines, the sheet's name and notes below a table say."""
    context = Context(titles=[squeeze(line) for line in lines])
    context.unit = _find_unit(lines, sheet_name, below)
    context.year = _find_year(context.titles, sheet_name)
    near: set[str] = set()
    for text in [*context.titles, squeeze(sheet_name)]:
        for place in places.find_in(text):
            near |= {place.place_id, *place.chain}
            context.fields.setdefault(places.side(place), place.shown)
    context.near = frozenset(near)
    if context.year:
        context.fields["year"] = str(context.year)
    _find_month(context, sheet_name)
    for text in (*context.titles, squeeze(sheet_name)):
        park = _PARK.search(_OUTLINE.sub("", text))
        if park and not re.search(r"入驻|企业|情况|统计|台账|山海协作产业园区?$", park[0]):
            context.fields.setdefault("park", park[0])
    for text in context.titles:
        town = _TOWN_BEHIND.search(text)
        if town and places.resolve(town[1]) is not None:
            context.fields.setdefault("town", town[2])
    if looks_like_town(squeeze(sheet_name)):
        context.fields.setdefault("town", squeeze(sheet_name))
    return context


def _find_unit(lines: list[str], sheet_name: str, below: list[str]) -> str | None:
    for line in lines:
        for part in [line, *re.split(r"\s{2,}|\n", line)]:
            unit = find_table_unit(part)
            if unit:
                return unit
    unit = find_table_unit(sheet_name)
    return unit or next((u for line in below if (u := find_table_unit(line))), None)


def _find_year(titles: list[str], sheet_name: str) -> int | None:
    heads = [_WHOLE_DAY.sub("", text) for text in titles if not _FILLED_ON.search(text)]
    for texts in (heads[:3], [squeeze(sheet_name)], heads, titles):
        for text in texts:
            found = [int(year) for year in _YEAR.findall(text)] or [int(y) for y in _BARE_YEAR.findall(text)]
            if found:
                return max(found[:2])
    return None


def _find_month(context: Context, sheet_name: str) -> None:
    named = read_dimension(sheet_name, context.year)
    if named and named[0] == "month" and len(named[1]) == 7:
        context.fields["month"] = named[1]
        return
    if named and named[0] in ("quarter", "half") and context.year:
        context.fields["period"] = named[1]
    for text in context.titles:
        if _FILLED_ON.search(text) or re.search(r"\d月?\s*[-—~至]\s*\d{1,2}月", text):
            continue
        match = _MONTH.search(text)
        year = int(match[1]) if match and match[1] else context.year
        if match and year and 1 <= int(match[2]) <= 12:
            context.fields["month"] = f"{year}-{int(match[2]):02d}"
            return


def read_section(text: str, places: Places, context: Context, kind: str) -> dict[str, str]:
    """Return the fields a section line fixes for the rows below it."""
    bare = squeeze(text)
    for _ in range(2):
        bare = _OUTLINE.sub("", _COUNTED.sub("", bare))
    if not bare or len(bare) > 40:
        return {}
    dimension = read_dimension(bare, context.year)
    if dimension:
        name = {"month": "month", "year": "year", "batch": "batch"}.get(dimension[0], "period")
        return {name: dimension[1]}
    pair = places.read_pair(bare)
    if pair:
        return {"giver": pair[0].shown, "receiver": pair[1].shown}
    place = places.resolve(bare, context.near)
    if place is not None:
        return {places.side(place): place.shown}
    if kind == "park.tenant" and re.search(r"园|区|飞地|基地", bare):
        return {"park": bare}
    if kind.startswith("enclave") and re.search(r"飞地|园", bare):
        return {"enclave": bare}
    if looks_like_town(bare):
        return {"town": bare}
    if bare.endswith(("村", "社区")):
        return {"village": bare}
    period = parse_day(bare, year=context.year)
    if period.text and period.precision in ("year", "month", "quarter", "half"):
        return {"period": period.text}
    found = places.find_in(bare)
    fields = {places.side(one): one.shown for one in found[:2]}
    if kind == "talent.secondment":
        return {"direction": bare}
    return {**fields, "category": bare}
