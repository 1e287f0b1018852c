"""Writes what was understood of an office's own workbook as a clean one: a sheet per table, a row per record.

Amounts stand in yuan, dates in ISO form, places by their full names; no cell can start a formula.
"""

from __future__ import annotations

import io
from decimal import Decimal, InvalidOperation
from typing import Any

import xlsxwriter

from shanhai.catalogue.words import Words
from shanhai.ledger.models import Batch
from shanhai.sheets.carried import LEFT_OUT, foreign_kinds, title_of_field
from shanhai.sheets.columns import QUALIFIERS
from shanhai.sheets.export import Formats, write_cell
from shanhai.sheets.foreign.model import ForeignTable
from shanhai.sheets.foreign.sentences import tell
from shanhai.sheets.foreign.vocabulary import COUNT, MONEY, NUMBER, RATIO, type_of
from shanhai.sheets.own_books import understand

NAME_LONGEST = 28
DIGITS_AS_NUMBER = 15
WIDTH = 16
QUALIFIER = "_qualifier"
NOTHING_TOLD = Words("无", "none")
_FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))


def write_clean_reading(batch: Batch, *, language: str) -> bytes:
    """Return the clean workbook of a batch; raises UnreadableFile where its file cannot be read."""
    book = understand(batch).book
    out = io.BytesIO()
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as made:
        formats = Formats(made)
        bold = made.add_format({"bold": True, "bottom": 1, "text_wrap": True})
        for number, table in enumerate(book.tables, 1):
            kind = foreign_kinds()[table.kind].in_language(language)
            sheet = made.add_worksheet(f"{number} {kind} {table.sheet}".translate(_FORBIDDEN)[:NAME_LONGEST].strip())
            told = _told_by_row(batch, table, language)
            _write_table(sheet, table, formats, bold, told=told, language=language)
        if not book.tables:
            made.add_worksheet("1")
    return out.getvalue()


def _told_by_row(batch: Batch, table: ForeignTable, language: str) -> dict[int, list[str]]:
    """Return what the reader found and what the ledger's checks block or ask, by the row of the workbook."""
    told: dict[int, list[str]] = {}
    seen: set[tuple[str, str]] = set()
    mark = " " if language.startswith("en") else ""
    at = 1 if language.startswith("en") else 0
    for line in batch.problems.get("told", ()):
        if line["sheet"] == table.sheet and line["weight"] != "note":
            words = mark.join(text[at] for text in (line["what"], line["right"]) if text)
            for row in line["rows"]:
                cell = f"{line['column'] or ''}{row}"
                seen.add((cell, line["code"]))
                told.setdefault(row, []).append(f"{cell} {words}")
    for problem in table.problems:
        cell = f"{problem.column or ''}{problem.row or ''}"
        if (cell, problem.why) not in seen:
            told.setdefault(problem.row or 0, []).append(f"{cell} {tell(problem).in_language(language)}")
    return told


def _write_table(
    sheet: Any, table: ForeignTable, formats: Formats, bold: Any, *, told: dict[int, list[str]], language: str
) -> None:
    keys = _keys(table)
    row_word, told_word = ("Row", "Problems") if language.startswith("en") else ("原行", "问题")
    sheet.set_column(0, len(keys) + 1, WIDTH)
    for place, head in enumerate([row_word, *(_head(key, language) for key in keys), told_word]):
        sheet.write_string(0, place, head, bold)
    sheet.freeze_panes(1, 1)
    for line, record in enumerate(table.records, 1):
        write_cell(sheet, line, 0, record.row, formats)
        for place, key in enumerate(keys, 1):
            write_cell(sheet, line, place, _value(key, record.values.get(key), language), formats)
        here = told.get(record.row) or [NOTHING_TOLD.in_language(language)]
        write_cell(sheet, line, len(keys) + 1, ("; " if language.startswith("en") else "；").join(here), formats)


def _keys(table: ForeignTable) -> list[str]:
    """Return the keys of a table's records in the order of its columns, then those its titles give."""
    seen = dict.fromkeys(key for record in table.records for key in record.values)
    order = {column.means: place for place, column in reversed(list(enumerate(table.columns)))}
    places = {key: order.get(key.partition("@")[0], len(order)) for key in seen if key != LEFT_OUT}
    return sorted(places, key=lambda key: places[key])


def _head(key: str, language: str) -> str:
    bare, _, at = key.removesuffix(QUALIFIER).partition("@")
    is_qualifier = key.endswith(QUALIFIER)
    title = title_of_field(bare).in_language(language)
    if is_qualifier:
        title += " (over, about)" if language.startswith("en") else "（约、超过）"
    if type_of(bare) == MONEY and not is_qualifier:
        title += " (CNY)" if language.startswith("en") else "（元）"
    values = ", ".join(part.partition("=")[2] for part in at.split(",")) if at else ""
    return f"{title} {values}".strip()


def _value(key: str, value: str | None, language: str) -> Any:
    if value in QUALIFIERS and key.endswith(QUALIFIER):
        return QUALIFIERS[value].in_language(language)
    nature = type_of(key.partition("@")[0])
    if value is None or nature not in (MONEY, COUNT, NUMBER, RATIO) or len(value) > DIGITS_AS_NUMBER:
        return value
    try:
        number = Decimal(value)
    except InvalidOperation:
        return value
    return int(number) if number == number.to_integral_value() and "." not in value else number
