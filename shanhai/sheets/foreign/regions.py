"""Where the tables of a sheet are: bands of columns side by side, header rows, bodies and the lines above them.

Headers are told by how their words are like names of columns and by the contrast to what stands below. It must not
know kinds of records.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field

from .grid import Sheet, show
from .header_text import header_strength, is_unit_word, read_dimension

_NUMBERING = re.compile(
    r"[甲乙丙丁戊己庚辛壬癸]|[(（]?\d{1,2}[)）]?(?:\s*=.*)?|[A-Za-z]|栏次|行次|列号|[①-⑳]|[(（]?\d+[)）]?=[-+*×/÷()（）\d①-⑳]+%?"
)
_LABELLED = re.compile(r"^[^:：]{1,14}[:：].*")


@dataclass(slots=True)
class Region:
    """One table on a sheet: columns `left` to `right` (outside), header rows, body rows; all count from 0."""

    left: int
    right: int
    header: list[int]
    first: int
    last: int
    above: list[str] = field(default_factory=list)
    numbering: list[int] = field(default_factory=list)
    below: list[str] = field(default_factory=list)
    block: bool = False
    form: bool = False
    top: int = 0


@dataclass(slots=True)
class _Row:
    cells: list[tuple[int, str]]
    numbers: int
    strength: float
    strong: int

    @property
    def filled(self) -> int:
        return len(self.cells)


def find_regions(sheet: Sheet) -> list[Region]:
    """Return the tables of a sheet from top to bottom, those side by side from left to right."""
    found: list[Region] = []
    bands = _split_bands(sheet)
    for left, right in bands:
        found.extend(_read_band(sheet, left, right))
    if len(bands) > 1:
        for region in found:
            region.block = region.left > 0 and any(
                other.left < region.left and other.first <= region.last and region.first <= other.last
                for other in found
            )
    for region in [one for one in found if not one.block]:
        found.extend(_split_grouped(sheet, region) or _split_repeated(sheet, region))
    return sorted(found, key=lambda region: (region.top, region.left))


def _look(sheet: Sheet, row: int, left: int, right: int) -> _Row:
    cells: list[tuple[int, str]] = []
    names: list[str] = []
    numbers = strong = 0
    strength = 0.0
    values = sheet.rows[row] if row < len(sheet.rows) else []
    for column in range(left, min(right, len(values))):
        value = values[column]
        if value is None:
            continue
        text = show(value, squeezed=True)
        cells.append((column, text))
        if isinstance(value, str):
            if len(text) <= 30 and len(cells) <= 80:
                names.append(text)
        elif not (isinstance(value, float) and 1990 <= value <= 2100 and value == int(value)):
            numbers += 1
        elif not isinstance(value, dt.date):
            strength += 0.6
    # A row with numbers is no header whatever its texts are like: most rows of a long list are not asked.
    for text in names if not numbers else ():
        likeness = header_strength(text)
        strength += likeness
        strong += likeness >= 0.55
    return _Row(cells, numbers, strength, strong)


def _is_header(row: _Row) -> bool:
    if row.filled < 2 or row.numbers or row.strong < 2:
        return False
    labelled = sum(1 for _, text in row.cells if _LABELLED.match(text))
    return row.strength >= 0.5 * row.filled and labelled * 2 <= row.filled and _has_strong_name(row)


def _has_strong_name(row: _Row) -> bool:
    return sum(1 for _, text in row.cells if header_strength(text) >= 0.8) >= max(1, row.filled // 4)


def _split_bands(sheet: Sheet) -> list[tuple[int, int]]:
    """Return the column ranges that blank columns part, where each side has a header of its own."""
    width = sheet.width
    if width < 5 or not sheet.rows:
        return [(0, width)]
    filled = [0] * width
    for number, row in enumerate(sheet.rows):
        places = [column for column, value in enumerate(row) if value is not None]
        wide = len(places) <= 1 or all(
            (area := sheet.area(number, column)) is not None and area.right - area.left >= 3 for column in places
        )
        if wide and len(places) <= 2:
            continue
        for column in places:
            filled[column] += 1
    for area in sheet.merged:
        if area.right > area.left and area.bottom < len(sheet.rows) and area.right - area.left + 1 < 0.8 * width:
            for column in range(area.left, min(area.right + 1, width)):
                if (
                    sheet.value(area.top, area.left) is not None
                    and header_strength(sheet.text(area.top, area.left)) > 0
                ):
                    filled[column] += 1
    bands, start = [], 0
    column = 0
    while column < width:
        if filled[column] == 0:
            end = column
            while column < width and filled[column] == 0:
                column += 1
            if end > start and column < width:
                bands.append((start, end))
                start = column
        else:
            column += 1
    bands.append((start, width))
    return _join_dependent(sheet, bands)


def _join_dependent(sheet: Sheet, bands: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """A part without a header of two names, or with numbers only, belongs to the part on its left."""
    kept: list[tuple[int, int]] = []
    for left, right in bands:
        own = _first_header(sheet, left, right)
        if (kept and (own is None or not _has_label_column(sheet, left, right, own))) or (
            kept and _first_header(sheet, *kept[-1]) is None
        ):
            kept[-1] = (kept[-1][0], right)
        else:
            kept.append((left, right))
    return kept


def _first_header(sheet: Sheet, left: int, right: int) -> int | None:
    return next((r for r in range(min(len(sheet.rows), 400)) if _is_header(_look(sheet, r, left, right))), None)


def _has_label_column(sheet: Sheet, left: int, right: int, header: int) -> bool:
    if right - left < 2:
        return False
    for column in range(left, min(left + 3, right)):
        texts = [
            v for r in range(header + 1, min(header + 12, len(sheet.rows))) if (v := sheet.value(r, column)) is not None
        ]
        if texts and sum(1 for v in texts if isinstance(v, str) and re.search(r"[\u4e00-\u9fff]", v)) * 2 >= len(texts):
            return True
    return False


def _read_band(sheet: Sheet, left: int, right: int) -> list[Region]:
    regions: list[Region] = []
    row, free = 0, 0
    while row < len(sheet.rows):
        if not _is_header(_look(sheet, row, left, right)):
            row += 1
            continue
        top, bottom = _grow_header(sheet, row, left, right)
        header = list(range(top, bottom + 1))
        if regions and _same_header(sheet, regions[-1], header) and not _begins_anew(sheet, regions, top, left, right):
            row = bottom + 1
            continue
        numbering, first = _skip_numbering(sheet, bottom + 1, left, right)
        if regions:
            regions[-1].last, free = _end_before(sheet, regions[-1], top, left, right)
        above = _lines(sheet, free, top, left, right)
        regions.append(Region(left, right, header, first, first - 1, above, numbering, top=free))
        row = first
    if not regions:
        regions = _find_by_contrast(sheet, left, right)
    if regions:
        regions[-1].last = len(sheet.rows) - 1
    return regions


def _find_by_contrast(sheet: Sheet, left: int, right: int) -> list[Region]:
    """Where no row has names that are known, a row of short texts over columns of numbers is the header."""
    for row in range(min(len(sheet.rows) - 2, 30)):
        look = _look(sheet, row, left, right)
        texts = [text for _, text in look.cells]
        if (
            look.filled < 3
            or look.numbers
            or len(set(texts)) < len(texts)
            or any(len(t) > 16 or _LABELLED.match(t) for t in texts)
        ):
            continue
        below = [r for r in range(row + 1, min(row + 8, len(sheet.rows))) if not sheet.is_blank_row(r, left, right)]
        filled = [sum(1 for column, _ in look.cells if sheet.value(r, column) is not None) for r in below]
        valued = sum(1 for column, _ in look.cells if _is_valued(sheet, column, below))
        if len(below) >= 2 and sum(filled) * 10 >= 6 * look.filled * len(below) and valued * 3 >= look.filled:
            top, bottom = _grow_header(sheet, row, left, right)
            numbering, first = _skip_numbering(sheet, bottom + 1, left, right)
            above = _lines(sheet, 0, top, left, right)
            return [Region(left, right, list(range(top, bottom + 1)), first, first - 1, above, numbering)]
    return []


def _is_valued(sheet: Sheet, column: int, rows: list[int]) -> bool:
    values = [value for r in rows if (value := sheet.value(r, column)) is not None]
    told = sum(1 for v in values if not isinstance(v, str) or re.fullmatch(r"[-+￥¥]?[\d,.]+[%万亿元人户]*", v.strip()))
    return bool(values) and told * 2 > len(values)


def _grow_header(sheet: Sheet, row: int, left: int, right: int) -> tuple[int, int]:
    top = bottom = row
    for area in sheet.merged:
        if area.left >= left and area.right < right and area.top < row <= area.bottom and row - area.top <= 4:
            top = min(top, area.top)
    while top > 0 and _is_upper_level(sheet, top - 1, left, right):
        top -= 1
    changed = True
    while changed:
        changed = False
        for area in sheet.merged:
            inside = area.left < right and area.right >= left and top <= area.top <= bottom < area.bottom
            if inside and area.bottom - area.top <= 6 and sheet.value(area.top, area.left) is not None:
                bottom, changed = area.bottom, True
        if not changed and _is_lower_level(sheet, bottom + 1, top, left, right):
            bottom, changed = bottom + 1, True
    return top, bottom


def _is_upper_level(sheet: Sheet, above: int, left: int, right: int) -> bool:
    """A row of group names: horizontally merged texts, or texts over the first of several filled columns."""
    row = _look(sheet, above, left, right)
    if not row.filled or row.numbers or any(_LABELLED.match(text) for _, text in row.cells):
        return False
    spans = [
        area
        for column, _ in row.cells
        if (area := sheet.area(above, column))
        and area.right > area.left
        and area.right - area.left + 1 < 0.75 * (right - left)
    ]
    return (
        bool(spans) and (row.filled >= 2 or len(row.cells[0][1]) <= 8) and all(len(text) <= 20 for _, text in row.cells)
    )


def _is_lower_level(sheet: Sheet, below: int, top: int, left: int, right: int) -> bool:
    """A row of second names or units: texts under spanning names only, none of them a value."""
    if below >= len(sheet.rows):
        return False
    row = _look(sheet, below, left, right)
    if not row.filled or row.numbers:
        return False
    texts = [text for _, text in row.cells]
    if all(is_unit_word(text) for text in texts):
        return row.filled >= 2 or header_strength(texts[0]) == 0
    over = _look(sheet, below - 1, left, right)
    if texts == [text for _, text in over.cells]:
        return False
    names = sum(1 for text in texts if header_strength(text) >= 0.55 or read_dimension(text, 2000))
    columns = {column for column, _ in row.cells}
    header_columns = {column for r in range(top, below) for column, _ in _look(sheet, r, left, right).cells}
    first_of_band = min(header_columns, default=left)
    if names * 10 < len(texts) * 7:
        return False
    if first_of_band in columns and not _spans(sheet, top, below, first_of_band, names == len(texts)):
        return False
    new = columns - {column for column, _ in over.cells}
    return bool(new) or (names == len(texts) and row.filled < len(header_columns))


def _spans(sheet: Sheet, top: int, below: int, column: int, all_names: bool) -> bool:
    """Tell whether the first name reaches over several columns, so that names under it are second names."""
    for row in range(top, below):
        if sheet.value(row, column) is not None:
            area = sheet.area(row, column)
            if area is not None:
                return area.right > area.left
            return all_names and sheet.value(row, column + 1) is None and sheet.value(below, column + 1) is not None
    return False


def _skip_numbering(sheet: Sheet, first: int, left: int, right: int) -> tuple[list[int], int]:
    numbering = []
    while first < len(sheet.rows):
        texts = [text for _, text in _look(sheet, first, left, right).cells]
        counted = [text for text in texts if _NUMBERING.fullmatch(text)]
        plain = [int(match[0]) for text in counted if (match := re.search(r"\d+", text))]
        rising = plain == sorted(set(plain)) and (not plain or (plain[0] <= 2 and plain[-1] <= right - left + 2))
        if len(texts) >= 3 and len(counted) == len(texts) and rising and len(plain) + len(set(texts)) >= 4:
            numbering.append(first)
            first += 1
        else:
            break
    return numbering, first


def _begins_anew(sheet: Sheet, regions: list[Region], top: int, left: int, right: int) -> bool:
    """A header that comes again under a title of its own begins another table; under none, or its old one, a page."""
    old = {show(line, squeezed=True) for region in regions for line in region.above}
    for row in range(top - 1, max(top - 4, regions[-1].first - 1), -1):
        cells = _look(sheet, row, left, right).cells
        if len(cells) > 2:
            return False
        if cells:
            text = cells[0][1]
            known = text in old or re.fullmatch(r"[(（]?(?:续表?|第.{1,4}页|接上页|共.{1,4}页).*", text)
            return not known and len(cells) == 1 and len(text) <= 40
    return False


def _same_header(sheet: Sheet, region: Region, header: list[int]) -> bool:
    """Tell whether rows repeat a region's header (the top of a printed page)."""
    old = [sheet.text(r, c) for r in region.header for c in range(region.left, region.right)]
    new = [sheet.text(r, c) for r in header for c in range(region.left, region.right)]
    ones, twos = [text for text in old if text], [text for text in new if text]
    if not ones or not twos:
        return False
    alike = len(set(ones) & set(twos))
    return alike >= 0.8 * max(len(set(ones)), len(set(twos))) or (
        len(header) < len(region.header) and set(twos) <= set(ones) and len(twos) >= 2
    )


def _end_before(sheet: Sheet, region: Region, next_top: int, left: int, right: int) -> tuple[int, int]:
    """Return the last row of a body and the first row of the lines above the next header."""
    last = next_top - 1
    while last >= region.first:
        row = _look(sheet, last, left, right)
        if row.filled > 2 or row.numbers:
            break
        if (
            row.filled
            and all(_LABELLED.match(text) is None and len(text) <= 6 for _, text in row.cells)
            and row.filled == 2
        ):
            break
        last -= 1
    return max(last, region.first - 1), max(last + 1, region.first)


def _lines(sheet: Sheet, first: int, end: int, left: int, right: int) -> list[str]:
    """Return the texts above a table, those of the whole sheet's title lines too."""
    texts: list[str] = []
    for row in range(first, end):
        for column, value in enumerate(sheet.rows[row]):
            area = sheet.area(row, column)
            wide = column < left and area is not None and area.right >= left
            if value is not None and (left <= column < right or wide or (left > 0 and row == first and column == 0)):
                texts.append(show(value))
    return texts


def _split_grouped(sheet: Sheet, region: Region) -> list[Region]:
    """Group names that share out all columns part two tables, where each half is a list of its own.

    It is one where a name of columns comes in both halves, the group names are numbered, or both halves have a total.
    """
    if len(region.header) > 2:
        return []
    row = region.header[0] if len(region.header) == 2 else region.header[0] - 1
    groups = sorted(
        (
            area
            for area in sheet.merged
            if area.top == area.bottom == row
            and area.right - area.left >= 2
            and area.left >= region.left
            and area.right < region.right
        ),
        key=lambda area: area.left,
    )
    texts = [sheet.text(area.top, area.left) for area in groups]
    covered = sum(area.right - area.left + 1 for area in groups)
    if len(groups) < 2 or not all(texts) or covered < region.right - region.left - 1:
        return []
    names = [{sheet.text(region.header[-1], c) for c in range(area.left, area.right + 1)} - {""} for area in groups]
    numbered = all(re.match(r"[一二三四五（(\d]+[、.）)]", text) for text in texts)
    totals = any(
        all(re.match(r"[合小总共]计", sheet.text(r, area.left)) for area in groups)
        for r in range(region.first, region.last + 1)
    )
    shared = bool(names[0] & names[1]) and all(_is_label_column(sheet, region, area.left) for area in groups)
    if not (shared or numbered or totals):
        return []
    extra = []
    for place, (area, text) in enumerate(zip(groups, texts, strict=True)):
        header = [r for r in region.header if r > row]
        if place == 0:
            region.left, region.right, region.header, region.block = area.left, area.right + 1, header, True
            region.above = [*region.above, text]
        else:
            above = [line for line in region.above[:-1] if show(line, squeezed=True) not in texts]
            extra.append(
                Region(area.left, area.right + 1, header, region.first, region.last, [*above, text], region.numbering,
                       region.below, block=True, top=region.top)
            )  # fmt: skip
    region.above = [line for line in region.above if show(line, squeezed=True) not in texts[1:]]
    return extra


def _is_label_column(sheet: Sheet, region: Region, column: int) -> bool:
    texts = [
        v
        for r in range(region.first, min(region.first + 12, region.last + 1))
        if (v := sheet.value(r, column)) is not None
    ]
    return bool(texts) and sum(1 for v in texts if isinstance(v, str)) * 2 >= len(texts)


def _split_repeated(sheet: Sheet, region: Region) -> list[Region]:
    """A header that says the same names two or more times over holds as many tables side by side."""
    names = ["/".join(sheet.text(row, column) for row in region.header) for column in range(region.left, region.right)]
    while names and not names[-1].strip("/"):
        names.pop()
    for count in (2, 3, 4):
        for gap in (0, 1):
            size, rest = divmod(len(names) + gap, count)
            if rest or size - gap < 2:
                continue
            parts = [names[place * size : place * size + size - gap] for place in range(count)]
            gaps = [names[place * size + size - gap : (place + 1) * size] for place in range(count - 1)]
            if all(part == parts[0] for part in parts) and not any(name.strip("/") for one in gaps for name in one):
                left, extra = region.left, []
                for place in range(1, count):
                    start = left + place * size
                    extra.append(
                        Region(start, start + size - gap, region.header, region.first, region.last, region.above,
                               region.numbering, region.below, block=True, top=region.top)
                    )  # fmt: skip
                region.right, region.block = left + size - gap, True
                return extra
    return []
