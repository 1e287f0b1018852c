"""Reads a received file into tables: which sheets hold the kind's rows, which column is which, where each row stands.

Values come out as the cells hold them; what they mean is worked out in `columns.py` and `check.py`. Faults become
findings; only a file that cannot be read at all ends the reading. It must not know the ledger or the registry.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import islice
from operator import itemgetter
from pathlib import Path
from typing import Any

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from shanhai.algorithms.cell_values import squeeze
from shanhai.algorithms.column_letters import column_letter
from shanhai.algorithms.decode_bytes import decode_text
from shanhai.catalogue.book import BOOK, UnknownCodeError
from shanhai.catalogue.declare import Kind
from shanhai.sheets.envelope import Envelope, SheetShape, UnreadableError, inspect_file
from shanhai.sheets.findings import Findings
from shanhai.sheets.layout import Head, columns_of, is_example_mark, match_heads

MARK_SHEET = "_shanhai"
HELP_SHEETS = ("填表说明", "How to fill in")
PROBLEM_SHEETS = ("问题", "Problems")
HEAD_WITHIN_ROWS = 30
HEADS_LEAST = 2
ROWS_MAX = 200_000
BLANK_ROWS_TOLD = 1000
CSV_SHEET = "csv"
LONGEST_SUM = 12
SUM_WORDS = ("合计", "总计", "小计", "累计", "共计", "total", "sum")
FOOT_WORDS = ("注", "备注", "说明", "填表", "制表", "审核", "填报", "单位负责人", "联系", "经办")

Grid = list[list[Any]]
Merge = tuple[tuple[int, int], tuple[int, int]]


Cell = tuple[int, str]


@dataclass(slots=True)
class Table:
    """The rows of one sheet: `lines` are their numbers in the sheet (from 1), `rows` their cells as they stand.

    `heads` maps a column's code to its head, `places` to its place in a row (from 0). A table laid out anew from an
    office's own workbook names its kind and, in `letters`, the column of that workbook each value came from (None:
    none); one that `follows` another of the same head is not asked for missing columns again. The one row of a form
    stands in many: `cells_of_form` then maps codes to the row and letters of each value's cell.
    """

    sheet: str
    head_line: int
    head_cells: list[str]
    heads: dict[str, Head]
    places: dict[str, int]
    lines: list[int]
    rows: Grid
    shape: SheetShape | None = None
    kind: Kind | None = None
    letters: dict[str, str | None] | None = None
    follows: bool = False
    cells_of_form: dict[str, Cell] | None = None

    @property
    def column_of_form(self) -> str:
        """The letters of the last column a form's values stand in; blank for a list."""
        return max((letters for _row, letters in (self.cells_of_form or {}).values()), default="")

    def cells(self, code: str) -> list[Any]:
        """Return the raw cells of one column; KeyError where the sheet has none."""
        return list(map(itemgetter(self.places[code]), self.rows))

    def letter(self, code: str) -> str | None:
        """Return the letters of a column, None where the sheet has none."""
        if self.letters is not None:
            return self.letters.get(code)
        place = self.places.get(code)
        return None if place is None else column_letter(place)


@dataclass(slots=True)
class ReadFile:
    """What was read: the kind (None where it is not clear), its tables, what the template's mark says.

    `sheets` are the sheets as they stand, where the tables do not show them: for previews and for marking.
    """

    kind: Kind | None
    tables: list[Table] = field(default_factory=list)
    mark: dict[str, str] = field(default_factory=dict)
    sheets: list[Table] = field(default_factory=list)

    @property
    def row_count(self) -> int:
        """How many rows of data there are."""
        return sum(len(table.rows) for table in self.tables)


def read_file(path: Path, findings: Findings, *, kind_code: str = "") -> ReadFile:
    """Read a file of one kind; without `kind_code` the template's mark or the heads tell which.

    A file that cannot be opened gives one finding for the whole file and no tables.
    """
    try:
        envelope = inspect_file(path)
        if envelope.form == "csv":
            grids, mark = {CSV_SHEET: _read_csv(path)}, {}
            return _find_tables(grids, mark, envelope=envelope, merges={}, findings=findings, kind_code=kind_code)
        return _read_workbook(path, envelope, findings, kind_code=kind_code)
    except UnreadableError as fault:
        findings.add(fault.code, **fault.values)
        return ReadFile(None)


def _read_workbook(path: Path, envelope: Envelope, findings: Findings, *, kind_code: str) -> ReadFile:
    grids: dict[str, Grid] = {}
    merges: dict[str, list[Merge]] = {}
    mark: dict[str, str] = {}
    try:
        with CalamineWorkbook.from_path(str(path)) as book:
            for sheet in book.sheets_metadata:
                if sheet.name == MARK_SHEET:
                    mark = _read_mark(book.get_sheet_by_name(sheet.name))
                elif sheet.name not in (*HELP_SHEETS, *PROBLEM_SHEETS) and not sheet.name.startswith("_"):
                    held = _open_sheet(book, sheet.name)
                    if held is not None:
                        grids[sheet.name] = held.to_python(skip_empty_area=False)
                        merges[sheet.name] = held.merged_cell_ranges or []
    except (CalamineError, ValueError, OSError, OverflowError) as error:
        raise UnreadableError("file_corrupt") from error
    return _find_tables(grids, mark, envelope=envelope, merges=merges, findings=findings, kind_code=kind_code)


def _open_sheet(book: CalamineWorkbook, name: str) -> CalamineSheet | None:
    """Return a sheet of cells; charts and the like have none."""
    try:
        sheet = book.get_sheet_by_name(name)
    except CalamineError as error:
        if "not" in str(error).lower() and "found" in str(error).lower():
            return None
        raise
    return sheet if sheet.end is not None else None


def _read_mark(sheet: CalamineSheet) -> dict[str, str]:
    rows = sheet.to_python(skip_empty_area=False, nrows=20)
    return {str(row[0]): _plain(row[1]) for row in rows if len(row) > 1 and row[0] != ""}


def _plain(cell: Any) -> str:
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)


def _read_csv(path: Path) -> Grid:
    text, _encoding, notes = decode_text(path.read_bytes())
    text = text.replace("\0", "")
    if "undecodable_bytes" in notes:
        raise UnreadableError("file_undecodable")
    head = text[: text.find("\n")] if "\n" in text else text
    delimiter = max(",\t;", key=head.count)
    rows: Grid = []
    try:
        for row in csv.reader(text.splitlines(keepends=True), delimiter=delimiter):
            rows.append(row)
            if len(rows) > ROWS_MAX + HEAD_WITHIN_ROWS + BLANK_ROWS_TOLD and any(row):
                break
    except csv.Error as error:
        raise UnreadableError("file_corrupt") from error
    width = max(map(len, rows), default=0)
    for row in rows:
        row.extend([""] * (width - len(row)))
    return rows


def _find_tables(
    grids: dict[str, Grid],
    mark: dict[str, str],
    *,
    envelope: Envelope,
    merges: dict[str, list[Merge]],
    findings: Findings,
    kind_code: str,
) -> ReadFile:
    kind = _settle_kind(grids, mark, kind_code=kind_code, merges=merges, findings=findings)
    if kind is None:
        return ReadFile(None, mark=mark)
    found = ReadFile(kind, mark=mark)
    best: tuple[int, str, set[str]] | None = None
    for name, grid in grids.items():
        line, heads = _find_head(kind, grid, merges.get(name, []))
        codes = {head.column.code for head in heads.values()}
        if len(codes - {"number"}) < HEADS_LEAST:
            best = max(best or (0, name, codes), (len(codes), name, codes), key=lambda one: one[0])
            continue
        shape = envelope.sheets.get(name)
        found.tables.append(_cut_table(name, grid, line, heads=heads, merges=merges.get(name, []), findings=findings))
        found.tables[-1].shape = shape
    _tell_of_tables(found, best, findings)
    return found


def _tell_of_tables(found: ReadFile, best: tuple[int, str, set[str]] | None, findings: Findings) -> None:
    kind = found.kind
    assert kind is not None
    if not found.tables:
        present = best[2] if best else set()
        missing = [column.title for column in columns_of(kind) if column.required and column.code not in present]
        named = _join([title.zh for title in missing]), ", ".join(title.en for title in missing)
        findings.add("no_head", kind=kind.title, missing=_two(*named))
    elif not found.row_count and not findings.stop:
        findings.add("no_rows", sheet=found.tables[0].sheet)
    elif found.row_count > ROWS_MAX:
        findings.add("too_many_rows", total=f"{found.row_count:,}", limit=f"{ROWS_MAX:,}")
        found.tables.clear()


def _two(zh: str, en: str) -> Any:
    from shanhai.catalogue.words import Words

    return Words(zh, en)


def _join(names: Iterable[str]) -> str:
    return "、".join(names)


def _settle_kind(
    grids: dict[str, Grid],
    mark: dict[str, str],
    *,
    kind_code: str,
    merges: dict[str, list[Merge]],
    findings: Findings,
) -> Kind | None:
    """Return the kind of a file: as the template is marked, else as chosen, else as its heads say."""
    marked = mark.get("kind", "")
    if marked:
        try:
            kind = BOOK.kind(marked)
        except UnknownCodeError:
            findings.add("kind_unknown", marked)
            return None
        if kind_code and kind_code != marked:
            findings.add("kind_differs", kind.title.zh, kind=BOOK.kind(kind_code).title)
            return None
        if mark.get("version", "") != str(kind.version):
            findings.add("version_unknown", mark.get("version", "?"), kind=kind.title, version=kind.version)
            return None
        return kind
    if kind_code:
        return BOOK.kind(kind_code)
    kind = _guess_kind(grids, merges)
    if kind is None:
        findings.add("kind_untold")
    return kind


def _guess_kind(grids: dict[str, Grid], merges: dict[str, list[Merge]]) -> Kind | None:
    """Return the one kind whose own columns the heads name best; None where two are as good."""
    scores: dict[str, float] = {}
    for kind in BOOK.kinds:
        for name, grid in grids.items():
            _line, heads = _find_head(kind, grid, merges.get(name, []))
            own = {head.column.code for head in heads.values() if head.column.own is not None}
            titled = any(word in name for word in (kind.title.zh, *kind.said_as))
            required = {column.code for column in kind.columns if column.required}
            score = len(own) + 2 * titled if required <= own and (own or titled) and len(heads) > HEADS_LEAST else 0
            scores[kind.code] = max(scores.get(kind.code, 0), score)
    ranked = sorted(scores.items(), key=lambda one: -one[1])
    if not ranked or ranked[0][1] == 0 or (len(ranked) > 1 and ranked[0][1] == ranked[1][1]):
        return None
    return BOOK.kind(ranked[0][0])


def _find_head(kind: Kind, grid: Grid, merges: Sequence[Merge]) -> tuple[int, dict[int, Head]]:
    """Return the row (from 0) that names the most columns of a kind among the first ones, and its heads."""
    best: tuple[int, dict[int, Head]] = (0, {})
    for line in range(min(len(grid), HEAD_WITHIN_ROWS)):
        heads = match_heads(kind, _with_tops(grid, line, merges))
        if len({head.column.code for head in heads.values()}) > len({head.column.code for head in best[1].values()}):
            best = (line, heads)
    return best


def _with_tops(grid: Grid, line: int, merges: Sequence[Merge]) -> list[Any]:
    """Return a row with the values of cells that are merged downwards into it."""
    row = list(grid[line])
    for (top, left), (bottom, right) in merges:
        if top < line <= bottom and left == right and left < len(row) and row[left] == "":
            row[left] = grid[top][left]
    return row


def _cut_table(
    name: str, grid: Grid, line: int, *, heads: dict[int, Head], merges: list[Merge], findings: Findings
) -> Table:
    """Return the rows under the head that are data, and tell of merged cells, unknown columns and rows passed over."""
    head_cells = [str(cell) for cell in _with_tops(grid, line, merges)]
    crossing = [merge for merge in merges if merge[0][0] <= line <= merge[1][0]]
    table = Table(name, line + 1, head_cells, {}, {}, [], [])
    for place, head in heads.items():
        code = head.column.code
        if code in table.places:
            first = table.heads[code].written
            findings.add(
                "head_twice",
                head.written,
                sheet=name,
                column=column_letter(place),
                field=code,
                rows=[line + 1],
                other=column_letter(table.places[code]),
                first=first,
                title=head.column.title,
            )
            continue
        table.heads[code], table.places[code] = head, place
    _tell_of_heads(table, crossing, findings)
    start = max([line, *(bottom for (_top, _left), (bottom, _right) in crossing)]) + 1
    _take_rows(table, grid, start, findings)
    _tell_of_merged_cells(table, [merge for merge in merges if merge[0][0] >= start], findings)
    return table


def _tell_of_heads(table: Table, crossing: list[Merge], findings: Findings) -> None:
    by_place = {place: code for code, place in table.places.items()}
    inside = set()
    for (top, left), (bottom, right) in crossing:
        if right > left:
            covered = range(left, right + 1)
            inside.update(covered)
            written = next((table.head_cells[place] for place in covered if table.head_cells[place]), "")
            cells = f"{column_letter(left)}{top + 1}:{column_letter(right)}{bottom + 1}"
            findings.add(
                "head_merged",
                written,
                sheet=table.sheet,
                column=column_letter(left),
                field=by_place.get(left),
                rows=[top + 1],
                cells=cells,
            )
    for place, written in enumerate(table.head_cells):
        if written.strip() and place not in by_place and place not in inside:
            findings.add(
                "head_unknown", written, sheet=table.sheet, column=column_letter(place), rows=[table.head_line]
            )


def _take_rows(table: Table, grid: Grid, start: int, findings: Findings) -> None:
    """Keep the rows of data: no blank ones, no example, no sums, no words below the table."""
    number = table.places.get("number")
    known = [place for code, place in table.places.items() if code != "number"]
    blank = 0
    passed: list[int] = []
    for line, row in enumerate(islice(grid, start, None), start + 1):
        if number is not None and is_example_mark(row[number]):
            continue
        if _is_called_a_sum(row):
            passed.append(line)
            continue
        if "" not in row:
            table.lines.append(line)
            table.rows.append(row)
            continue
        filled = [row[place] for place in known if row[place] != ""]
        if not filled or (len(filled) < len(known) and not any(map(_says_something, filled))):
            blank += 1
        elif len(filled) * 2 <= len(known) and _is_sum_or_foot(row, filled):
            passed.append(line)
        else:
            table.lines.append(line)
            table.rows.append(row)
    trailing = len(grid) - (table.lines[-1] if table.lines else start)
    if blank > max(BLANK_ROWS_TOLD, trailing if trailing < BLANK_ROWS_TOLD else 0):
        findings.add("blank_rows", sheet=table.sheet, count=f"{blank:,}")
    if passed:
        findings.add("rows_passed", sheet=table.sheet, rows=passed)


def _says_something(cell: Any) -> bool:
    return not isinstance(cell, str) or bool(cell.strip())


def _is_called_a_sum(row: list[Any]) -> bool:
    """Tell whether the first cell that is filled says nothing but 合计 or the like, however much else the row holds."""
    first = next((cell for cell in row if cell != ""), "")
    return isinstance(first, str) and len(first) <= LONGEST_SUM and squeeze(first).lower().strip(":：") in SUM_WORDS


def _is_sum_or_foot(row: list[Any], filled: list[Any]) -> bool:
    """Tell whether a row that is mostly blank is a sum or a note under the table."""
    first = next((cell for cell in row if _says_something(cell) and cell != ""), "")
    if not isinstance(first, str):
        return False
    text = squeeze(first).lower()
    return text.startswith(SUM_WORDS) or (len(filled) <= 1 and text.startswith(FOOT_WORDS))


def _tell_of_merged_cells(table: Table, merges: list[Merge], findings: Findings) -> None:
    by_place = {place: code for code, place in table.places.items() if code != "number"}
    kept = set(table.lines)
    for (top, left), (bottom, right) in merges:
        codes = [by_place[place] for place in range(left, right + 1) if place in by_place]
        lines = [line for line in range(top + 1, bottom + 2) if line in kept]
        if codes and (len(lines) > 1 or len(codes) > 1):
            cells = f"{column_letter(left)}{top + 1}:{column_letter(right)}{bottom + 1}"
            findings.add(
                "cells_merged",
                sheet=table.sheet,
                column=column_letter(left),
                field=codes[0],
                rows=lines[:1] or [top + 1],
                cells=cells,
            )
