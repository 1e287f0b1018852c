"""Gives a received workbook back with every Problem marked at its cell, and a sheet that lists them all with links.

A workbook of ordinary size comes back as it looked, with fills and notes at the cells. A large one, or a csv, comes
back rewritten row by row: the same cells and marks, without the looks; its list says so.
"""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from pathlib import Path

import xlsxwriter
from openpyxl import load_workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from shanhai.catalogue.words import Problem, Words
from shanhai.sheets.export import Formats, write_cell
from shanhai.sheets.findings import Findings
from shanhai.sheets.read import ReadFile, Table
from shanhai.sheets.sentences import WEIGHT_WORDS

LOOKS_KEPT_ROWS_MAX = 20_000
LOOKS_KEPT_PROBLEMS_MAX = 10_000
NOTES_MAX = 2000
LISTED_MAX = 50_000
FILLS = {"blocks": "F6C9B6", "ask": "FBE6BE", "note": "DCEBE3"}
log = logging.getLogger(__name__)
WIDTHS = (10, 14, 10, 24, 60, 60)
RANK = {"note": 0, "ask": 1, "blocks": 2}
LIST_TITLE = Words("问题", "Problems")
_HEADS = (
    Words("轻重", "Weight"),
    Words("工作表", "Sheet"),
    Words("单元格", "Cell"),
    Words("现在写的", "As written"),
    Words("问题", "What is wrong"),
    Words("应为", "What would be right"),
)
_REWRITTEN = Words(
    "文件或问题较多（或不是 xlsx），这里只保留了各格的值和标色，没有保留原来的样式。",
    "The file or its list of Problems is long (or no xlsx): this copy keeps values and marks, not the original looks.",
)
_TOO_MANY = Words(
    f"问题多于 {LISTED_MAX:,} 处，只列出前面的；改好后再试读会列出其余的。",
    f"There are more than {LISTED_MAX:,} Problems; the first are listed, the rest after these are mended.",
)


def mark_workbook(path: Path, read: ReadFile, findings: Findings, *, language: str) -> bytes:
    """Return the workbook with its Problems marked, as an xlsx."""
    problems = sorted(findings.problems(), key=lambda problem: -RANK[problem.weight])
    row_count = sum(len(table.rows) for table in read.sheets or read.tables)
    is_small = row_count <= LOOKS_KEPT_ROWS_MAX and len(problems) <= LOOKS_KEPT_PROBLEMS_MAX
    if path.read_bytes()[:2] == b"PK" and is_small:
        try:
            return _mark_in_place(path, problems, language=language)
        except (InvalidFileException, ValueError, KeyError, TypeError, AttributeError, IndexError):
            # openpyxl knows fewer workbooks than the reader does; such a one is rewritten instead.
            log.info("a workbook could not be marked in place", exc_info=True)
            return _rewrite(read, problems, language=language)
    return _rewrite(read, problems, language=language)


def _strongest(problems: list[Problem]) -> dict[tuple[str, str], list[Problem]]:
    """Return the Problems of each cell, the weightiest first."""
    cells: dict[tuple[str, str], list[Problem]] = {}
    for problem in problems:
        if problem.sheet and problem.row and problem.column:
            cells.setdefault((problem.sheet, f"{problem.column}{problem.row}"), []).append(problem)
    for found in cells.values():
        found.sort(key=lambda problem: -RANK[problem.weight])
    return cells


def _say(problem: Problem, language: str) -> str:
    gap = " " if language.startswith("en") else ""
    right = problem.right.in_language(language) if problem.right else ""
    return f"{problem.what.in_language(language)}{gap}{right}".strip()


def _mark_in_place(path: Path, problems: list[Problem], *, language: str) -> bytes:
    with path.open("rb") as file:
        book = load_workbook(file, keep_links=False, keep_vba=False)
    edges = Side(style="medium", color="B03F16")
    for count, ((sheet, place), found) in enumerate(_strongest(problems).items()):
        if sheet not in book.sheetnames:
            continue
        cell = book[sheet][place]
        if isinstance(cell, MergedCell):
            continue
        weight = found[0].weight
        cell.fill = PatternFill("solid", fgColor=FILLS[weight])
        if weight == "blocks":
            cell.border = Border(left=edges, right=edges, top=edges, bottom=edges)
        if count < NOTES_MAX:
            told = "\n".join(f"{WEIGHT_WORDS[one.weight].in_language(language)} {_say(one, language)}" for one in found)
            cell.comment = Comment(told, "Shanhai", height=110, width=340)
    _list_in(book, problems, language=language)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _list_in(book: Workbook, problems: list[Problem], *, language: str) -> None:
    name = LIST_TITLE.in_language(language)
    if name in book.sheetnames:
        del book[name]
    sheet: Worksheet = book.create_sheet(name, 0)
    line = 1
    for paragraph in _notices(problems, language, rewritten=False):
        _put(sheet.cell(line, 1), paragraph)
        line += 1
    for place, head in enumerate(_HEADS, 1):
        cell = sheet.cell(line, place)
        _put(cell, head.in_language(language))
        cell.font = Font(bold=True)
    for problem in problems[:LISTED_MAX]:
        line += 1
        for place, text in enumerate(_line_of(problem, language), 1):
            _put(sheet.cell(line, place), text)
            sheet.cell(line, place).alignment = Alignment(wrap_text=place > 3, vertical="top")
        sheet.cell(line, 1).fill = PatternFill("solid", fgColor=FILLS[problem.weight])
        if problem.sheet in book.sheetnames and problem.row and problem.column:
            link = sheet.cell(line, 3)
            link.hyperlink = _link(problem)
            link.font = Font(underline="single", color="17577E")
    for letter, width in zip("ABCDEF", WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    book.active = 0
    for other in book.worksheets[1:]:
        other.sheet_view.tabSelected = False


def _put(cell: Cell | MergedCell, text: str) -> None:
    """Put a text into a cell as a text, whatever it begins with."""
    assert isinstance(cell, Cell)
    cell.value = "".join(sign for sign in text if sign in "\n\t" or sign.isprintable())
    cell.data_type = "s"
    cell.quotePrefix = True


def _link(problem: Problem) -> str:
    sheet = (problem.sheet or "").replace("'", "''")
    return f"#'{sheet}'!{problem.column}{problem.row}"


def _line_of(problem: Problem, language: str) -> tuple[str, ...]:
    cell = f"{problem.column or ''}{problem.row or ''}"
    right = problem.right.in_language(language) if problem.right else ""
    weight = WEIGHT_WORDS[problem.weight].in_language(language)
    return weight, problem.sheet or "", cell, problem.value, problem.what.in_language(language), right


def _notices(problems: list[Problem], language: str, *, rewritten: bool) -> Iterator[str]:
    counts = {weight: sum(problem.weight == weight for problem in problems) for weight in FILLS}
    told = [f"{WEIGHT_WORDS[weight].in_language(language)} {count:,}" for weight, count in counts.items()]
    yield " · ".join(told)
    if rewritten:
        yield _REWRITTEN.in_language(language)
    if len(problems) > LISTED_MAX:
        yield _TOO_MANY.in_language(language)


def _rewrite(read: ReadFile, problems: list[Problem], *, language: str) -> bytes:
    """Write the rows again, line by line, with their marks."""
    out = io.BytesIO()
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    cells = _strongest(problems)
    fills: dict[str, dict[int, dict[str, str]]] = {}
    for (sheet, _place), found in cells.items():
        problem = found[0]
        assert problem.row is not None
        assert problem.column is not None
        fills.setdefault(sheet, {}).setdefault(problem.row, {})[problem.column] = f"#{FILLS[problem.weight]}"
    with xlsxwriter.Workbook(out, options) as book:
        formats = Formats(book)
        _list_anew(book, formats, problems, language=language)
        for table in read.sheets or read.tables:
            page = book.add_worksheet(table.sheet[:31])
            bold = book.add_format({"bold": True, "bottom": 1})
            marked = fills.get(table.sheet, {})
            is_head_written = False
            for line, row in zip(table.lines, table.rows, strict=True):
                if not is_head_written and line > table.head_line:
                    _write_head(page, table, bold)
                    is_head_written = True
                fill = _by_place(marked.get(line, {}))
                for place, value in enumerate(row):
                    write_cell(page, line - 1, place, value, formats, fill.get(place, ""))
            if not is_head_written:
                _write_head(page, table, bold)
    return out.getvalue()


def _write_head(page: xlsxwriter.worksheet.Worksheet, table: Table, bold: xlsxwriter.format.Format) -> None:
    """Write the head in its turn: a book that is written row by row takes no row twice and none out of order."""
    for place, head in enumerate(table.head_cells):
        page.write_string(table.head_line - 1, place, head, bold)


def _by_place(fills: dict[str, str]) -> dict[int, str]:
    return {xlsxwriter.utility.xl_cell_to_rowcol(f"{letter}1")[1]: fill for letter, fill in fills.items()}


def _list_anew(book: xlsxwriter.Workbook, formats: Formats, problems: list[Problem], *, language: str) -> None:
    sheet = book.add_worksheet(LIST_TITLE.in_language(language))
    bold = book.add_format({"bold": True, "bottom": 1})
    for place, width in enumerate(WIDTHS):
        sheet.set_column(place, place, width)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    line = -1
    for line, paragraph in enumerate(_notices(problems, language, rewritten=True)):
        write_cell(sheet, line, 0, paragraph, formats)
    line += 1
    for place, head in enumerate(_HEADS):
        sheet.write_string(line, place, head.in_language(language), bold)
    for problem in problems[:LISTED_MAX]:
        line += 1
        for place, text in enumerate(_line_of(problem, language)):
            fill = f"#{FILLS[problem.weight]}" if place == 0 else ""
            if place == 2 and problem.sheet and text:
                sheet.write_url(line, place, f"internal:'{problem.sheet[:31]}'!{text}", string=text)
            else:
                write_cell(sheet, line, place, text, formats, fill)
