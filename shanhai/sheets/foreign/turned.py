"""Reads tables that lie on their side: names down the first column, one record in each column beside them.

Each record becomes a form of its own, so that its Problems stand at the cells it came from. Looked for only where a
sheet holds neither forms nor lists. It must not know kinds of records.
"""

from __future__ import annotations

import re

from .forms import Field, Form
from .grid import Sheet, Value, show
from .header_text import header_strength, is_unit_word, split_unit

ROWS_LEAST, RECORDS_LEAST = 4, 2
ROWS_MOST, WIDTH_MOST = 100, 60
LABEL_LONGEST = 20
STRONG, STRONG_SHARE = 0.8, 0.6
_SUM = re.compile(r"(?:合|小|总|共)计.*")


def find_turned(sheet: Sheet) -> list[Form]:
    """Return a form for each record of a table on its side, or none where the sheet holds no such table."""
    if len(sheet.rows) > ROWS_MOST or sheet.width > WIDTH_MOST:
        return []
    start, rows = _find_block(sheet)
    if len(rows) < ROWS_LEAST:
        return []
    labels = {row: show(sheet.value(row, start), squeezed=True).rstrip(":：") for row in rows}
    strong = sum(header_strength(label) >= STRONG for label in labels.values())
    columns = _record_columns(sheet, start, rows)
    if columns and all(is_unit_word(show(value)) for value in _filled(sheet, rows, columns[0])):
        units = columns.pop(0)
        for row in rows:
            unit = show(sheet.value(row, units), squeezed=True)
            if unit and split_unit(labels[row])[1] is None:
                labels[row] += f"({unit})"
    columns = [column for column in columns if not _SUM.fullmatch(show(sheet.value(rows[0], column), squeezed=True))]
    if len(columns) < RECORDS_LEAST or strong < STRONG_SHARE * len(rows):
        return []
    above = [text for row in range(rows[0]) for text in _texts(sheet, row)]
    return [
        Form([Field(labels[row], sheet.value(row, at), row, at) for row in rows], above, rows[0], rows[-1])
        for at in columns
    ]


def _find_block(sheet: Sheet) -> tuple[int, list[int]]:
    """Return the column of names and the longest run of rows that begin with one there."""
    best: tuple[int, list[int]] = (0, [])
    current: tuple[int, list[int]] = (0, [])
    for row, cells in enumerate(sheet.rows):
        filled = [column for column, value in enumerate(cells) if value is not None]
        begins = len(filled) > RECORDS_LEAST and _is_name(cells[filled[0]])
        if not begins:
            current = (0, [])
            continue
        start = filled[0]
        current = (start, [*current[1], row]) if current[1] and current[0] == start else (start, [row])
        best = max(best, current, key=lambda run: len(run[1]))
    return best


def _is_name(value: Value) -> bool:
    text = show(value, squeezed=True) if isinstance(value, str) else ""
    return 2 <= len(text) <= LABEL_LONGEST and not re.search(r"\d{2}", text)


def _record_columns(sheet: Sheet, start: int, rows: list[int]) -> list[int]:
    return [column for column in range(start + 1, sheet.width) if 2 * len(_filled(sheet, rows, column)) >= len(rows)]


def _filled(sheet: Sheet, rows: list[int], column: int) -> list[Value]:
    return [value for row in rows if (value := sheet.value(row, column)) is not None]


def _texts(sheet: Sheet, row: int) -> list[str]:
    return [show(value) for value in sheet.rows[row] if isinstance(value, str)]
