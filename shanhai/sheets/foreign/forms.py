"""Reads forms: labels beside their values, no header row. A form becomes a table of one row, its labels the header.

It must not know kinds of records; what the labels mean is matched like any header.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from shanhai.algorithms.column_letters import column_letter

from .grid import Sheet, Value, show
from .header_text import header_strength, is_unit_word, split_unit
from .rows import NOTE_LINE, SIGNED_LINE

_COLON = re.compile(r"^(.{1,16}?)\s*[:：]\s*(.*)$", re.DOTALL)
_TOTAL = re.compile(r"(?:合|小|总|共)计.*")
_FEW = 3


@dataclass(slots=True)
class Field:
    """One label and its value; row and column are those of the value's cell, from 0."""

    label: str
    value: Value
    row: int
    column: int


@dataclass(slots=True)
class Form:
    """One form on a sheet: its fields, the lines above and the rows from first to last."""

    fields: list[Field]
    above: list[str]
    first: int
    last: int
    sections: dict[int, str] = field(default_factory=dict)


def find_forms(sheet: Sheet) -> list[Form]:
    """Return the forms of a sheet, or none where it holds lists."""
    if sheet.width > 16 or len(sheet.rows) > 200:
        return []
    shapes = [_shape(sheet, row) for row in range(len(sheet.rows))]
    paired = [row for row, shape in enumerate(shapes) if shape == "pairs"]
    headers = [row for row, shape in enumerate(shapes) if shape == "labels"]
    others = [row for row, shape in enumerate(shapes) if shape == "values"]
    if (
        len(paired) < _FEW
        or len(paired) * 2 < len(paired) + len(headers) + len(others)
        or len(headers) * 3 > len(paired)
    ):
        return []
    if headers and headers[0] < paired[0] and _is_list_of_two(sheet, headers[0], paired):
        return []
    columns = _label_columns(sheet, paired)
    for row, shape in enumerate(shapes):
        if shape == "values" and _shape(sheet, row, columns) == "pairs":
            shapes[row] = "pairs"
    return _cut(sheet, shapes, columns)


def _label_columns(sheet: Sheet, paired: list[int]) -> frozenset[int]:
    """Return the columns in which labels stand: in those a short text is one though nobody knows the word."""
    counts = Counter(column for row in paired for column, value in _own_cells(sheet, row) if _is_label(value))
    return frozenset(column for column, count in counts.items() if count >= _FEW - 1)


def _own_cells(sheet: Sheet, row: int) -> list[tuple[int, Value]]:
    cells = []
    for column, value in enumerate(sheet.rows[row]):
        area = sheet.area(row, column)
        if value is not None and (area is None or (area.left == column and area.top == row)):
            cells.append((column, value))
    return cells


def _is_label(value: Value, *, expected: bool = False) -> bool:
    if not isinstance(value, str):
        return False
    text = show(value, squeezed=True)
    if expected and 2 <= len(text) <= 20 and not re.search(r"\d", text) and not is_unit_word(text):
        return True
    if re.search(r"[:：]$", text):
        return len(text) <= 16
    return len(text) <= 24 and header_strength(text) >= 0.8 and not is_unit_word(text)


def _shape(sheet: Sheet, row: int, columns: frozenset[int] = frozenset()) -> str:
    """Return pairs, labels, values, single or blank for a row."""
    cells = _own_cells(sheet, row)
    if not cells:
        return "blank"
    texts = [show(value, squeezed=True) for _, value in cells]
    if NOTE_LINE.match(texts[0]) or SIGNED_LINE.search(texts[0]):
        return "single"
    if len(cells) == 1:
        return "single"
    flags = [_is_label(value, expected=column in columns) for column, value in cells]
    if all(flags):
        return "labels" if not _are_apart(sheet, row, [column for column, _ in cells]) else "pairs"
    pairs = place = alone = 0
    while place < len(cells):
        if not flags[place]:
            return "values"
        if place + 1 < len(cells) and not flags[place + 1]:
            pairs += 1
            place += 2
            if place < len(cells) and not flags[place] and is_unit_word(show(cells[place][1])):
                place += 1
        else:
            alone += 1
            place += 1
    return "pairs" if pairs and alone <= pairs and not _TOTAL.fullmatch(texts[0]) else "values"


def _are_apart(sheet: Sheet, row: int, columns: list[int]) -> bool:
    """Labels with blank room between them wait for values."""
    ends = []
    for column in columns:
        area = sheet.area(row, column)
        ends.append(area.right if area else column)
    return len(columns) >= 2 and all(nxt - end >= 2 for end, nxt in zip(ends, columns[1:], strict=False))


def _is_list_of_two(sheet: Sheet, header: int, paired: list[int]) -> bool:
    columns = [column for column, _ in _own_cells(sheet, header)]
    return len(columns) <= 3 and all(
        [c for c, _ in _own_cells(sheet, row)][: len(columns)] == columns for row in paired[:4]
    )


def _cut(sheet: Sheet, shapes: list[str], columns: frozenset[int]) -> list[Form]:
    """A form ends where its first label comes again: forms of one shape stand under each other."""
    forms: list[Form] = []
    above: list[str] = []
    current: Form | None = None
    first_label = ""
    for row, shape in enumerate(shapes):
        if shape in ("pairs", "labels"):
            found = _read_row(sheet, row, columns)
            if current is not None and found and found[0].label == first_label:
                forms.append(current)
                current = None
            if current is None:
                current = Form([], above, row, row)
                first_label = found[0].label if found else ""
                above = []
            current.fields.extend(found)
            current.last = row
        elif shape == "single":
            text = show(_own_cells(sheet, row)[0][1])
            if current is not None and _next_is_first(sheet, shapes, row, first_label, columns):
                forms.append(current)
                current = None
            above = [*above, text] if current is None else above
            if current is not None and (match := _COLON.match(text)) and match[2] and not SIGNED_LINE.search(text):
                current.fields.append(Field(match[1], match[2], row, _own_cells(sheet, row)[0][0]))
        elif shape == "values" and current is not None:
            current.last = row
    if current is not None:
        forms.append(current)
    return [form for form in forms if sum(1 for one in form.fields if one.value is not None) >= 2]


def _next_is_first(sheet: Sheet, shapes: list[str], row: int, first_label: str, columns: frozenset[int]) -> bool:
    for after in range(row + 1, min(row + 4, len(shapes))):
        if shapes[after] == "pairs":
            found = _read_row(sheet, after, columns)
            return bool(found) and found[0].label == first_label
    return False


def _read_row(sheet: Sheet, row: int, columns: frozenset[int]) -> list[Field]:
    fields: list[Field] = []
    cells = _own_cells(sheet, row)
    place = 0
    while place < len(cells):
        column, value = cells[place]
        if not _is_label(value, expected=column in columns):
            place += 1
            continue
        label = show(value, squeezed=True).rstrip(":：")
        if place + 1 < len(cells) and not _is_label(cells[place + 1][1], expected=cells[place + 1][0] in columns):
            at, held = cells[place + 1]
            place += 2
            if place < len(cells) and is_unit_word(show(cells[place][1])) and split_unit(label)[1] is None:
                label = f"{label}({show(cells[place][1], squeezed=True)})"
                place += 1
            fields.append(Field(label, held, row, at))
        else:
            area = sheet.area(row, column)
            fields.append(Field(label, None, row, (area.right if area else column) + 1))
            place += 1
    return fields


def lay_out(sheet: Sheet, form: Form) -> tuple[Sheet, dict[int, tuple[int, int]]]:
    """Return a form as a sheet of a header and one row, and the cell each of its columns stands for."""
    laid = Sheet(
        sheet.name, [[one.label for one in form.fields], [one.value for one in form.fields]], hidden=sheet.hidden
    )
    cells = {}
    for column, one in enumerate(form.fields):
        cells[column] = one.row, one.column
        code = sheet.formats.get((one.row, one.column))
        if code:
            laid.formats[1, column] = code
        comment = sheet.comments.get((one.row, one.column))
        if comment:
            laid.comments[1, column] = comment
    if all(one.row in sheet.hidden_rows for one in form.fields):
        laid.hidden_rows.add(1)
    return laid, cells


def cell_name(row: int, column: int) -> str:
    """Return the name of a cell counted from 0.

    >>> cell_name(2, 1)
    'B3'
    """
    return f"{column_letter(column)}{row + 1}"
