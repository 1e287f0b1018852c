"""The heads of a table's columns: the path of names over each, its unit, and the dimension it is one cell of.

It must not know kinds of records.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from shanhai.algorithms.cell_values import squeeze

from .grid import Sheet, show
from .header_text import is_unit_word, read_dimension, split_unit
from .regions import Region

_TOTAL_LEAF = re.compile(r"(?:全年|年度|本年|季度|半年)?(?:合计|小计|总计|共计|计|累计|总数)(?:数|额)?")
_MEANS_PART = re.compile(r"其中[:：]?|按.{1,6}分|小类|明细|具体情况|基本情况|.{0,4}信息")


@dataclass(slots=True)
class Head:
    """The names over one column (from 0), without units; `measure` leaves out what names a dimension's cell."""

    column: int
    path: list[str]
    unit: str | None = None
    at: tuple[str, str] | None = None
    choice: tuple[str, str] | None = None
    total_of: tuple[str, str] | None = None
    measure: list[str] = field(default_factory=list)
    part_of_whole: bool = False
    year: int | None = None
    beside: bool = False

    @property
    def leaf(self) -> str:
        """The lowest name that is no dimension; empty where the column has none of its own."""
        return self.measure[-1] if self.measure else ""

    @property
    def header(self) -> str:
        """The whole path as it is shown."""
        return "/".join(self.path)


def read_heads(sheet: Sheet, region: Region, year: int | None, *, beside: bool = False) -> list[Head]:
    """Return the head of every column of a region, nameless ones too."""
    heads = []
    for column in range(region.left, region.right):
        texts = _path(sheet, region, column)
        head = Head(column, texts, year=year, beside=beside)
        for text in reversed(texts):
            unit = split_unit(text)[1]
            own_name = _names_a_place(text, texts)
            if head.unit is None and is_unit_word(text) and text is not texts[0] and not own_name:
                head.unit = split_unit(f"x({text})")[1]
            head.unit = head.unit or unit
        _read_parts(head, year)
        heads.append(head)
    return heads


def _path(sheet: Sheet, region: Region, column: int) -> list[str]:
    texts: list[str] = []
    seen: set[tuple[int, int]] = set()
    for number, row in enumerate(region.header):
        area = sheet.area(row, column)
        if area is not None and sheet.value(area.top, area.left) is not None and area.top >= region.header[0] - 1:
            place = area.top, area.left
            if place not in seen:
                seen.add(place)
                texts.append(_clean(show(sheet.value(*place))))
            continue
        value = sheet.value(row, column)
        if value is None and number + 1 < len(region.header):
            value = _borrow(sheet, region, row, column)
        if value is not None:
            text = _clean(show(value))
            if not texts or texts[-1] != text:
                texts.append(text)
    return [text for text in texts if text]


def _clean(text: str) -> str:
    return squeeze(text).strip("*★")


def _borrow(sheet: Sheet, region: Region, row: int, column: int) -> object:
    """Where merges were lost, a name reaches right over blank cells that have a name of their own below."""
    below = [r for r in region.header if r > row]
    if not any(sheet.value(r, column) is not None for r in below):
        return None
    if any(sheet.value(r, column) is not None for r in region.header if r < row):
        return None
    for left in range(column - 1, region.left - 1, -1):
        value = sheet.value(row, left)
        if value is None:
            continue
        under = any(sheet.value(r, left) is not None for r in below)
        return value if under and sheet.area(row, left) is None else None
    return None


def _names_a_place(name: str, path: list[str]) -> bool:
    """村 counts villages under a number (结对数/村); under a place (实施地点/村) it names one."""
    return name == "村" and not re.search(r"数|个|计", "".join(path[:-1]))


def _read_parts(head: Head, year: int | None) -> None:
    found: dict[str, str] = {}
    for text in head.path:
        name = split_unit(text)[0]
        inner = re.sub(r"^其中[:：]?", "", name)
        if inner != name:
            head.part_of_whole = True
        dimension = read_dimension(name, int(found["year"]) if "year" in found else year)
        if dimension:
            found[dimension[0]] = dimension[1]
        elif (
            inner
            and not (is_unit_word(name) and len(head.path) > 1 and not _names_a_place(name, head.path))
            and not (_MEANS_PART.fullmatch(inner) and len(head.path) > 1)
        ):
            head.measure.append(inner)
    if (
        not head.measure
        and len(head.path) > 1
        and is_unit_word(head.path[-1])
        and not read_dimension(head.path[-1], year)
    ):
        head.measure.append(split_unit(head.path[-1])[0] or head.path[-1])
    order = ("month", "quarter", "half", "batch", "year")
    finest = next(((name, found[name]) for name in order if name in found), None)
    if head.measure and _TOTAL_LEAF.fullmatch(head.measure[-1]) and head.path[-1] not in ("",):
        head.total_of = finest
        return
    head.at = finest
