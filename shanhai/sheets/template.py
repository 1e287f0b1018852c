"""Builds the workbook that an office fills in, from a kind's declaration and the office's own pairings and parties.

Sheets: the table (heads with units, an example row that is not read, drop-downs), 填表说明, and a hidden one that
tells the reader which kind, version and office it was made for. It must not know how the filled book is read back.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from io import BytesIO
from typing import Any

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from shanhai.catalogue.book import BOOK
from shanhai.catalogue.declare import Kind
from shanhai.catalogue.words import Words
from shanhai.offices.models import Office
from shanhai.registry.models import Programme
from shanhai.registry.parties import parties_of
from shanhai.sheets.layout import SheetColumn, columns_of
from shanhai.sheets.offered import offered_choices
from shanhai.sheets.read import MARK_SHEET
from shanhai.sheets.world import World

ROWS_PREPARED = 5000
A3 = 8
HELP_WIDTHS = (32, 10, 62, 32)
LINE_POINTS = 15.5
PARTIES_OFFERED = 2000
MESSAGE_LONGEST = 250
EXAMPLE = Words("示例", "Example")
HELP_TITLE = Words("填表说明", "How to fill in")
_FORBIDDEN_IN_SHEET_NAME = re.compile(r"[\[\]:*?/\\']")
_WIDTHS = {
    "day": 13,
    "year": 10,
    "money": 17,
    "count": 12,
    "decimal": 12,
    "place": 21,
    "party": 30,
    "choice": 17,
    "choices": 24,
}
_FORMATS = {"day": "yyyy-mm-dd", "money": "#,##0.00", "count": "0", "year": "0", "decimal": "General"}
_HOW_TO: tuple[Words, ...] = (
    Words(
        "一行记一件事，从表头下一行起填；写着“示例”的那一行不读，可以删掉。",
        "One fact a row, below the head; the row marked Example is not read and may go.",
    ),
    Words(
        "深色表头必填。列的先后可以换，列名不要改；多出来的列不读。",
        "Dark heads are required. Columns may stand in any order; keep their names; further columns are not read.",
    ),
    Words(
        "金额只写数字。表头写“万元”或“亿元”，整列就按那个单位读。",
        "Amounts are digits only. Write 10,000 CNY in the head and the whole column is read so.",
    ),
    Words(
        "没有的数空着；确实是零才写 0。空和零是两回事。",
        "Leave blank what does not exist; write 0 only for a true zero.",
    ),
    Words(
        "不要合并单元格。公式按它显示的值读，最好粘贴为数值。",
        "Do not merge cells. Formulas are read by the value they show; pasted values are better.",
    ),
    Words(
        "导入先试读，账本不变；必改的都改好才入账，一行不成就一行也不入。",
        "Importing reads first and changes nothing; only when all is mended is it recorded, all rows or none.",
    ),
)


@dataclass(slots=True)
class _Lists:
    """The lists behind the drop-downs: each is one column of the hidden sheet."""

    columns: list[list[str]] = field(default_factory=list)

    def add(self, values: Iterable[str]) -> str:
        """Keep a list and return the formula that names its cells; an empty list gives an empty text."""
        kept = list(dict.fromkeys(value for value in values if value))
        if not kept:
            return ""
        self.columns.append(kept)
        letter = xlsxwriter.utility.xl_col_to_name(len(self.columns) + 2)
        return f"='{MARK_SHEET}'!${letter}$1:${letter}${len(kept)}"


def importable_kinds() -> tuple[Kind, ...]:
    """Return the kinds that have a template: all whose rows count in one unit (a published figure names its own)."""
    return tuple(kind for kind in BOOK.kinds if kind.amount_unit)


def build_template(kind: Kind, *, language: str, office: Office | None = None, today: date) -> bytes:
    """Return the template of a kind as an xlsx, with the drop-downs of an office where one is given."""
    out = BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    title = kind.title.in_language(language)
    book.set_properties({"title": title, "author": "", "comments": ""})
    columns = _offered(kind)
    lists = _Lists()
    sheet = book.add_worksheet(sheet_name(title))
    sources = _office_lists(office, today) if office is not None else {}
    _write_table(book, sheet, columns, language=language, lists=lists, sources=sources)
    _write_help(book, kind, columns, language=language)
    _write_mark(book, kind, lists, language=language, office=office)
    sheet.activate()
    book.close()
    return out.getvalue()


def sheet_name(title: str) -> str:
    """Return a title as a sheet may be named: 31 characters, none of those Excel forbids.

    >>> sheet_name("门店(品牌)/家数")
    '门店(品牌) 家数'
    """
    return _FORBIDDEN_IN_SHEET_NAME.sub(" ", title)[:31].strip() or "1"


def _offered(kind: Kind) -> list[SheetColumn]:
    return [column for column in columns_of(kind) if column.own is None or not column.own.personal]


def _office_lists(office: Office, today: date) -> dict[str, list[str]]:
    """Return the names an office picks from: places of its pairings on both sides, parties there, programmes."""
    world = World(office)
    held = [
        one
        for one in world.pairings.by_id.values()
        if one.holds_on(today) and (world.covers(one.giver_place_id) or world.covers(one.receiver_place_id))
    ]
    areas = [one for one in held if one.giver_party_id is None and one.receiver_party_id is None]
    places = {
        side: list(dict.fromkeys(getattr(one, f"{side}_place_id") for one in areas)) for side in ("giver", "receiver")
    }
    lists: dict[str, list[str]] = {}
    for side, ids in places.items():
        known = [one for one in ids if one]
        lists[f"{side}_place"] = [world.name(one, today) for one in known]
        lists[f"{side}_party"] = [party.name for party in parties_of(known, today)[:PARTIES_OFFERED]]
    lists["place"] = lists["receiver_place"]
    lists |= {code: sorted(codes) for code, codes in offered_choices(office, today).items()}
    lists["programme"] = list(dict.fromkeys(one.programme for one in areas)) or list(
        Programme.objects.values_list("key", flat=True)
    )
    return lists


def _write_table(
    book: xlsxwriter.Workbook,
    sheet: Worksheet,
    columns: list[SheetColumn],
    *,
    language: str,
    lists: _Lists,
    sources: dict[str, list[str]],
) -> None:
    head = {"bold": True, "border": 1, "text_wrap": True, "valign": "vcenter", "font_size": 11}
    required = book.add_format({**head, "bg_color": "#1F2A27", "font_color": "#FFFFFF"})
    free = book.add_format({**head, "bg_color": "#EDF1EE", "font_color": "#1F2A27"})
    example = {"italic": True, "font_color": "#6B7773", "bg_color": "#F4F6F4"}
    sheet.set_row(0, 32)
    for place, column in enumerate(columns):
        cell_format = book.add_format({"num_format": _FORMATS.get(column.type, "@")})
        sheet.set_column(place, place, _WIDTHS.get(column.type, 18), cell_format)
        sheet.write_string(0, place, column.head(language), required if column.required else free)
        shown = EXAMPLE.in_language(language) if column.code == "number" else _example_of(column, language)
        sheet.write_string(1, place, shown, book.add_format(example))
        _offer_choices(sheet, place, column, language=language, lists=lists, sources=sources)
    sheet.set_column(0, 0, 8)
    sheet.freeze_panes(1, 1)
    sheet.set_landscape()
    sheet.set_paper(A3)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def _example_of(column: SheetColumn, language: str) -> str:
    if column.example:
        return column.example
    return column.choices[0].title.in_language(language) if column.choices else ""


def _offer_choices(
    sheet: Worksheet,
    place: int,
    column: SheetColumn,
    *,
    language: str,
    lists: _Lists,
    sources: dict[str, list[str]],
) -> None:
    """Give a column its drop-down and the words shown while one of its cells is chosen."""
    listed = sources.get(column.own.offered_by) if column.own is not None and column.own.offered_by else None
    shown = [choice for choice in column.choices if listed is None or choice.code in listed]
    offered = [choice.title.in_language(language) for choice in shown]
    if not offered:
        offered = sources.get(column.code) or (sources.get("place", []) if column.type == "place" else [])
    source = lists.add(offered)
    told = column.whole_help(language)
    options: dict[str, Any] = {"validate": "any"}
    if source:
        # A choice outside the list is a mistake; a place, a party or several labels may be written otherwise.
        options = {"validate": "list", "source": source}
        stops = column.type == "choice" and column.choices and len(shown) == len(column.choices)
        options["error_type"] = "stop" if stops else "information"
    if told:
        options["input_title"] = column.title.in_language(language)[:32]
        options["input_message"] = told[:MESSAGE_LONGEST]
    if source or told:
        sheet.data_validation(2, place, ROWS_PREPARED, place, options)


def _write_help(book: xlsxwriter.Workbook, kind: Kind, columns: list[SheetColumn], *, language: str) -> None:
    sheet = book.add_worksheet(HELP_TITLE.in_language(language))
    heading = book.add_format({"bold": True, "font_size": 14})
    bold = book.add_format({"bold": True, "bottom": 1})
    wrap = book.add_format({"text_wrap": True, "valign": "top"})
    for place, width in enumerate(HELP_WIDTHS):
        sheet.set_column(place, place, width, wrap)
    sheet.fit_to_pages(1, 0)
    sheet.write_string(0, 0, kind.title.in_language(language), heading)
    line = 1
    if kind.help:
        sheet.merge_range(line, 0, line, 3, kind.help.in_language(language), wrap)
        line += 1
    for number, words in enumerate(_HOW_TO, 1):
        told = f"{number}. {words.in_language(language)}"
        sheet.merge_range(line, 0, line, 3, told, wrap)
        sheet.set_row(line, LINE_POINTS * _lines_of(told, sum(HELP_WIDTHS)))
        line += 1
    line += 1
    titles = (
        Words("列", "Column"),
        Words("必填", "Required"),
        Words("写法", "How to write it"),
        Words("例", "Example"),
    )
    for place, title in enumerate(titles):
        sheet.write_string(line, place, title.in_language(language), bold)
    for column in columns:
        line += 1
        texts = _explain(column, language)
        for place, text in enumerate(texts):
            sheet.write_string(line, place, text, wrap)
        most = max(_lines_of(text, width) for text, width in zip(texts, HELP_WIDTHS, strict=True))
        sheet.set_row(line, LINE_POINTS * most)


def _lines_of(text: str, width: int) -> int:
    """Return how many lines a text takes in a column of so many digits' width; a Chinese sign takes two."""
    taken = sum(2 if ord(sign) > 0x2E7F else 1 for sign in text)
    return max(1, -(-taken // (width - 1)))


def _explain(column: SheetColumn, language: str) -> tuple[str, str, str, str]:
    required = Words("必填", "Required") if column.required else Words("", "")
    told = [column.whole_help(language)] if column.help else []
    if column.choices:
        joined = ("、" if not language.startswith("en") else ", ").join(
            choice.title.in_language(language) for choice in column.choices
        )
        told.append(Words(f"可选：{joined}", f"One of: {joined}").in_language(language))
    example = "" if column.code == "number" else _example_of(column, language)
    return column.head(language), required.in_language(language), " ".join(told), example


def _write_mark(book: xlsxwriter.Workbook, kind: Kind, lists: _Lists, *, language: str, office: Office | None) -> None:
    """Write the hidden sheet: what the table was made for, and the lists behind the drop-downs."""
    sheet = book.add_worksheet(MARK_SHEET)
    sheet.very_hidden()
    marks = {
        "kind": kind.code,
        "version": str(kind.version),
        "office": office.name if office else "",
        "language": "en" if language.startswith("en") else "zh",
    }
    for line, (name, value) in enumerate(marks.items()):
        sheet.write_string(line, 0, name)
        sheet.write_string(line, 1, value)
    for place, values in enumerate(lists.columns):
        for line, value in enumerate(values):
            sheet.write_string(line, place + 3, value)
