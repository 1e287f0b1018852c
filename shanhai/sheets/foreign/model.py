"""What a foreign workbook was understood to hold: tables, columns, records, Problems, and the proposal behind them.

Plain values with a JSON form. It must not know how anything was found out.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

LIST, BLOCKS, FORM = "list", "blocks", "form"


@dataclass(slots=True)
class ForeignProblem:
    """A fault in a book: `row` from 1, `column` a letter or None for the whole row or sheet, `value` as shown.

    A fault of the file itself has neither row nor column.
    `right` is what would be right, in base units, where the book itself tells it.
    """

    row: int | None
    column: str | None
    value: str
    why: str
    right: str | None = None


@dataclass(slots=True)
class ForeignColumn:
    """One column (in a form one cell): the header path, what it means, the unit below it and how sure that is.

    `at` names the cell of a dimension where one measure is spread over columns, for example {"month": "2023-05"}.
    `confidence` runs from 0 to 1; `others` are the next best meanings, for the page where a user corrects.
    `written_unit` is the unit in which plain numbers below stand, such as 万元, where one is known.
    """

    column: str
    header: str
    means: str
    unit: str | None = None
    at: dict[str, str] | None = None
    confidence: float = 0.0
    others: list[str] = field(default_factory=list)
    written_unit: str | None = None

    @property
    def cell(self) -> tuple[int, str] | None:
        """The row (from 1) and letters of a form's cell, `C5` as (5, "C"); None for a column of a list."""
        letters = self.column.rstrip("0123456789")
        return None if letters == self.column else (int(self.column.removeprefix(letters)), letters)


@dataclass(slots=True)
class ForeignRecord:
    """The facts of one row, in base units, keyed by meaning and, for a spread measure, `means@dimension=value`."""

    row: int
    values: dict[str, str]


@dataclass(slots=True)
class SkippedRow:
    """A row that is no record, and why: title, section, subtotal, total, note, blank and so on."""

    row: int
    why: str


@dataclass(slots=True)
class ForeignTable:
    """One table of a sheet with everything that was read from it.

    `fingerprint` is the same for every table of the same shape: a correction is kept under it for the next file.
    """

    sheet: str
    kind: str
    layout: str
    header_rows: list[int]
    first_row: int
    last_row: int
    unit_note: str | None
    columns: list[ForeignColumn]
    records: list[ForeignRecord]
    problems: list[ForeignProblem]
    skipped_rows: list[SkippedRow]
    fingerprint: str = ""
    kind_confidence: float = 0.0
    other_kinds: list[str] = field(default_factory=list)


@dataclass(slots=True)
class IgnoredSheet:
    """A sheet without records, and why it was left alone."""

    sheet: str
    why: str


@dataclass(slots=True)
class ForeignWorkbook:
    """A whole book. `problems` are faults of the file itself: then no table was read."""

    file: str
    received: str | None
    tables: list[ForeignTable] = field(default_factory=list)
    ignored_sheets: list[IgnoredSheet] = field(default_factory=list)
    problems: list[ForeignProblem] = field(default_factory=list)

    def to_json(self) -> dict[str, Any]:
        """Return plain dictionaries and lists, with `at` left out where a column has none."""
        book = asdict(self)
        for table in book["tables"]:
            for column in table["columns"]:
                if column["at"] is None:
                    del column["at"]
        return book
