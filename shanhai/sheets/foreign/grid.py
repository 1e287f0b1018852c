"""A sheet as values in rows, with merged areas, hidden rows, shown formats and comments. Must not know any meaning."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from functools import cached_property

from shanhai.algorithms.cell_values import as_decimal, squeeze, write_decimal

Value = str | float | int | bool | dt.date | dt.datetime | dt.time | dt.timedelta | None


@dataclass(frozen=True, slots=True)
class Area:
    """A merged area; rows and columns count from 0, both ends inside."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass
class Sheet:
    """One sheet. `rows` may be ragged and end at the last cell with a value; row and column count from 0.

    `formats` holds the number format of cells whose format matters (shares, dates, fixed decimals). `claimed_rows` is
    how many rows the file says the sheet has, blank ones too.
    """

    name: str
    rows: list[list[Value]]
    merged: list[Area] = field(default_factory=list)
    hidden: bool = False
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    formats: dict[tuple[int, int], str] = field(default_factory=dict)
    comments: dict[tuple[int, int], str] = field(default_factory=dict)
    claimed_rows: int = 0

    @cached_property
    def width(self) -> int:
        """The number of columns up to the last cell with a value."""
        return max((len(row) for row in self.rows), default=0)

    @cached_property
    def _filled(self) -> dict[tuple[int, int], Area]:
        cells: dict[tuple[int, int], Area] = {}
        for area in self.merged:
            if (area.bottom - area.top + 1) * (area.right - area.left + 1) > 200_000:
                continue
            for row in range(area.top, min(area.bottom, len(self.rows) - 1) + 1):
                for column in range(area.left, area.right + 1):
                    cells[row, column] = area
        return cells

    def area(self, row: int, column: int) -> Area | None:
        """Return the merged area a cell lies in."""
        return self._filled.get((row, column))

    def value(self, row: int, column: int) -> Value:
        """Return what stands in a cell itself; blank text counts as nothing."""
        if row < 0 or row >= len(self.rows) or column < 0:
            return None
        cells = self.rows[row]
        return cells[column] if column < len(cells) else None

    def spread(self, row: int, column: int) -> Value:
        """Return what a cell shows when a merged area's value stands in all its cells."""
        area = self._filled.get((row, column))
        return self.value(area.top, area.left) if area else self.value(row, column)

    def text(self, row: int, column: int) -> str:
        """Return a cell as squeezed text."""
        return show(self.value(row, column), squeezed=True)

    def is_blank_row(self, row: int, left: int = 0, right: int | None = None) -> bool:
        """Tell whether no cell of a row between two columns (right one outside) holds a value."""
        cells = self.rows[row] if row < len(self.rows) else []
        return all(cell is None for cell in cells[left:right])


def show(value: Value, *, squeezed: bool = False) -> str:
    """Return a cell as text: whole numbers without a point, days in ISO form.

    >>> show(21.0), show("马 边 县", squeezed=True)
    ('21', '马边县')
    """
    if value is None:
        return ""
    if isinstance(value, str):
        return squeeze(value) if squeezed else value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        return write_decimal(as_decimal(value))
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat(" ")
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    return str(value)


def trim(rows: list[list[Value]]) -> list[list[Value]]:
    """Return rows with blank text as None and without blank ends of rows and of the sheet."""
    kept: list[list[Value]] = []
    for row in rows:
        cells = [
            None if cell is None or (isinstance(cell, str) and not cell.strip("\u3000 \t\r\n\xa0\u200b")) else cell
            for cell in row
        ]
        while cells and cells[-1] is None:
            cells.pop()
        kept.append(cells)
    while kept and not kept[-1]:
        kept.pop()
    return kept
