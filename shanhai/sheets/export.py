"""Writes any list as a workbook, or as csv where it is too long for one; no cell of it can start a formula.

Takes plain cells: texts, numbers, days, None. It must not know what the rows mean or who may see them.
"""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import chain, islice
from typing import IO, Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from shanhai.sheets.template import sheet_name

WORKBOOK_ROWS_MAX = 100_000
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n", "|")
DIGITS_EXACT = 15
CELL_LONGEST = 32_000
NARROWEST, WIDEST = 8, 48
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Exported:
    """A file ready to be sent; closing `file` takes it off the disk. `suffix` is `.xlsx` or `.csv`."""

    file: IO[bytes]
    media_type: str
    suffix: str


def export_rows(
    title: str, columns: Sequence[str], rows: Iterable[Sequence[Any]], *, language: str = "zh", note: str = ""
) -> bytes:
    """Return rows as an xlsx: heads, then one line a row, `note` on a sheet of its own.

    Rows are written as they come, so that a long list needs little memory.
    """
    out = io.BytesIO()
    _write_book(out, title, columns, rows=rows, language=language, note=note)
    return out.getvalue()


def export_file(
    title: str, columns: Sequence[str], rows: Iterable[Sequence[Any]], *, language: str = "zh", note: str = ""
) -> Exported:
    """Return rows as an xlsx, or as csv with a byte order mark where there are more than 100,000 of them."""
    stream = iter(rows)
    first = list(islice(stream, WORKBOOK_ROWS_MAX + 1))
    file = tempfile.TemporaryFile()  # noqa: SIM115 - handed on to the one who sends it
    if len(first) <= WORKBOOK_ROWS_MAX:
        _write_book(file, title, columns, rows=first, language=language, note=note)
        kind = (XLSX, ".xlsx")
    else:
        _write_csv(file, columns, chain(first, stream))
        kind = (CSV, ".csv")
    file.seek(0)
    return Exported(file, *kind)


def _write_csv(file: IO[bytes], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="", write_through=True)
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([safe_text(column) for column in columns])
    for row in rows:
        writer.writerow([_plain(cell) for cell in row])
    text.flush()
    text.detach()


def _plain(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, int | float | Decimal):
        return str(cell)
    return safe_text(cell.isoformat() if isinstance(cell, date) else str(cell))


def safe_text(text: str) -> str:
    """Return a text that a spreadsheet does not take for a formula: one that could begin one gets an apostrophe.

    >>> safe_text("=1+1"), safe_text("柯桥区")
    ("'=1+1", '柯桥区')
    """
    return f"'{text}" if text.startswith(FORMULA_SIGNS) else text


def _write_book(
    out: IO[bytes], title: str, columns: Sequence[str], *, rows: Iterable[Sequence[Any]], language: str, note: str
) -> None:
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        sheet = book.add_worksheet(sheet_name(title))
        head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "vcenter"})
        formats = Formats(book)
        for place, column in enumerate(columns):
            sheet.set_column(place, place, min(max(2 * len(column) + 2, NARROWEST), WIDEST))
            sheet.write_string(0, place, column, head)
        sheet.freeze_panes(1, 0)
        line = 0
        for line, row in enumerate(rows, 1):
            for place, cell in enumerate(row):
                write_cell(sheet, line, place, cell, formats)
        if line:
            sheet.autofilter(0, 0, line, len(columns) - 1)
        if note:
            told = book.add_worksheet("Note" if language.startswith("en") else "说明")
            told.set_column(0, 0, 90, book.add_format({"text_wrap": True}))
            for place, paragraph in enumerate(note.splitlines()):
                told.write_string(place, 0, paragraph)


class Formats:
    """The few formats an exported book needs; `marks` adds a fill to any of them."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self.book = book
        self._made: dict[tuple[str, str], Format] = {}

    def get(self, name: str, fill: str = "") -> Format:
        """Return a format by what the cell holds: text, quoted (a text that could start a formula), number, day."""
        if (name, fill) not in self._made:
            shapes: dict[str, dict[str, Any]] = {
                "text": {},
                "quoted": {"quote_prefix": True, "num_format": "@"},
                "whole": {"num_format": "#,##0"},
                "number": {"num_format": "#,##0.00####"},
                "day": {"num_format": "yyyy-mm-dd"},
                "moment": {"num_format": "yyyy-mm-dd hh:mm"},
            }
            look = {"bg_color": fill, "border": 1, "border_color": "#B03F16"} if fill else {}
            self._made[name, fill] = self.book.add_format({**shapes[name], **look})
        return self._made[name, fill]


def write_cell(sheet: Worksheet, line: int, place: int, cell: Any, formats: Formats, fill: str = "") -> None:  # noqa: PLR0917
    """Write one cell by its type; a text never becomes a formula, and a number keeps all its digits."""
    if cell is None or cell == "":
        if fill:
            sheet.write_blank(line, place, None, formats.get("text", fill))
    elif isinstance(cell, bool):
        sheet.write_boolean(line, place, cell, formats.get("text", fill))
    elif isinstance(cell, int | float | Decimal):
        if len(str(abs(cell)).replace(".", "")) > DIGITS_EXACT and not isinstance(cell, float):
            sheet.write_string(line, place, str(cell), formats.get("text", fill))
        else:
            name = "whole" if cell == int(cell) and isinstance(cell, int) else "number"
            sheet.write_number(line, place, float(cell), formats.get(name, fill))
    elif isinstance(cell, datetime):
        sheet.write_datetime(line, place, cell.replace(tzinfo=None), formats.get("moment", fill))
    elif isinstance(cell, date):
        sheet.write_datetime(line, place, cell, formats.get("day", fill))
    else:
        text = str(cell)[:CELL_LONGEST]
        sheet.write_string(line, place, text, formats.get("quoted" if text.startswith(FORMULA_SIGNS) else "text", fill))
