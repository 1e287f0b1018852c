"""Reads an xlsx part by part, streaming: values, merged areas, hidden rows, columns and sheets, formats, comments.

Only cells with a value are kept, so a used area of a million blank rows costs time but no memory. A document type
declaration is refused. It must not know what a table is.
"""

from __future__ import annotations

import datetime as dt
import math
import posixpath
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import IO
from xml.parsers import expat
from zipfile import BadZipFile, ZipFile, ZipInfo

from shanhai.algorithms.column_letters import column_index

from .formulas import Sheetful
from .grid import Area, Sheet, Value, trim
from .limits import (
    MAX_CELLS,
    MAX_COLUMNS,
    MAX_FORMULAS,
    MAX_PART_RATIO,
    MAX_ROWS,
    MAX_SHEETS,
    MAX_TAGS,
    MAX_UNPACKED_BYTES,
    UnreadableFile,
)
from .number_formats import BUILT_IN, is_date_format, is_share_format, shown_decimals

_CHUNK = 1 << 16
_REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")

Start = Callable[[str, dict[str, str]], None]


def _nothing(*_: object) -> None:
    return None


def check_sizes(parts: list[ZipInfo]) -> None:
    """Refuse an archive that unpacks to far more than a workbook ever is. Raises UnreadableFile."""
    if sum(part.file_size for part in parts) > MAX_UNPACKED_BYTES:
        raise UnreadableFile("file_unpacks_too_large")
    for part in parts:
        if part.flag_bits & 0x1:
            raise UnreadableFile("file_has_password")
        if part.file_size > 20_000_000 and part.file_size > MAX_PART_RATIO * max(part.compress_size, 1):
            raise UnreadableFile("file_unpacks_too_large", part.filename)


def _walk(source: IO[bytes], *, start: Start, end: Callable[[str], None], text: Callable[[str], None]) -> None:
    """Feed an XML part to three functions; names come without their prefix."""
    parser = expat.ParserCreate(namespace_separator=None)
    parser.buffer_text = True
    tags = 0

    def refuse(*_: object) -> None:
        raise UnreadableFile("file_broken", "document type declaration")

    def on_start(name: str, attributes: dict[str, str]) -> None:
        nonlocal tags
        tags += 1
        if tags > MAX_TAGS:
            raise UnreadableFile("too_many_cells")
        start(name.rpartition(":")[2], attributes)

    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = on_start
    parser.EndElementHandler = lambda name: end(name.rpartition(":")[2])
    parser.CharacterDataHandler = text
    read = 0
    try:
        while chunk := source.read(_CHUNK):
            read += len(chunk)
            if read > MAX_UNPACKED_BYTES:
                raise UnreadableFile("file_unpacks_too_large")
            parser.Parse(chunk, False)
        parser.Parse(b"", True)
    except (expat.ExpatError, BadZipFile, EOFError, OSError, ValueError) as fault:
        raise UnreadableFile("file_broken", str(fault)) from fault


@dataclass
class _Book:
    archive: ZipFile
    strings: list[str] = field(default_factory=list)
    formats: list[str] = field(default_factory=list)
    starts_1904: bool = False


def read_xlsx(archive: ZipFile) -> list[Sheet]:
    """Return the sheets of an opened xlsx in their order. Raises UnreadableFile."""
    check_sizes(archive.infolist())
    names = {name.lower(): name for name in archive.namelist()}
    root = _find_workbook(archive, names)
    book = _Book(archive)
    listed: list[tuple[str, str, bool]] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        if name == "sheet":
            relation = next((value for key, value in attributes.items() if key.rpartition(":")[2] == "id"), "")
            hidden = attributes.get("state", "visible") != "visible"
            listed.append((attributes.get("name", ""), relation, hidden))
        elif name == "workbookPr":
            book.starts_1904 = attributes.get("date1904") in ("1", "true")

    _parse(book, root, start=start)
    relations = _read_relations(book, root)
    targets = {relation: (kind, target) for relation, kind, target in relations}
    for _, kind, target in relations:
        if kind == "sharedStrings" and target.lower() in names:
            book.strings = _read_strings(book, names[target.lower()])
        elif kind == "styles" and target.lower() in names:
            book.formats = _read_formats(book, names[target.lower()])
    sheets = []
    for name, relation, hidden in listed[:MAX_SHEETS]:
        kind, target = targets.get(relation, ("", ""))
        if kind == "worksheet" and target.lower() in names:
            sheet = _SheetReader(book, name).read(names[target.lower()])
            sheet.hidden = hidden
            sheets.append(sheet)
    return sheets


def _find_workbook(archive: ZipFile, names: dict[str, str]) -> str:
    if "xl/workbook.xml" in names:
        return names["xl/workbook.xml"]
    for lower, name in names.items():
        if lower.endswith("workbook.xml"):
            return name
    raise UnreadableFile("not_a_workbook", ", ".join(archive.namelist()[:3]))


def _parse(
    book: _Book,
    part: str,
    *,
    start: Start = _nothing,
    end: Callable[[str], None] = _nothing,
    text: Callable[[str], None] = _nothing,
) -> None:
    try:
        with book.archive.open(part) as source:
            _walk(source, start=start, end=end, text=text)
    except (BadZipFile, NotImplementedError, RuntimeError, KeyError) as fault:
        raise UnreadableFile("file_broken", str(fault)) from fault


def _read_relations(book: _Book, part: str) -> list[tuple[str, str, str]]:
    folder, name = posixpath.split(part)
    path = posixpath.join(folder, "_rels", name + ".rels")
    if path not in book.archive.namelist():
        return []
    found: list[tuple[str, str, str]] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        if name == "Relationship" and attributes.get("TargetMode") != "External":
            target = attributes.get("Target", "")
            whole = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
            found.append((attributes.get("Id", ""), attributes.get("Type", "").rpartition("/")[2], whole))

    _parse(book, path, start=start)
    return found


def _read_strings(book: _Book, part: str) -> list[str]:
    strings: list[str] = []
    pieces: list[str] = []
    inside = phonetic = False

    def start(name: str, _: dict[str, str]) -> None:
        nonlocal inside, phonetic
        if name == "si":
            pieces.clear()
        elif name == "rPh":
            phonetic = True
        inside = name == "t" and not phonetic

    def end(name: str) -> None:
        nonlocal inside, phonetic
        inside = False
        if name == "rPh":
            phonetic = False
        elif name == "si":
            strings.append(_unescape("".join(pieces)))

    def text(data: str) -> None:
        if inside:
            pieces.append(data)

    _parse(book, part, start=start, end=end, text=text)
    return strings


def _unescape(text: str) -> str:
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text


def _read_formats(book: _Book, part: str) -> list[str]:
    custom: dict[int, str] = {}
    formats: list[str] = []
    inside = False

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal inside
        if name == "numFmt":
            custom[int(attributes.get("numFmtId", 0))] = attributes.get("formatCode", "")
        elif name == "cellXfs":
            inside = True
        elif name == "xf" and inside:
            number = int(attributes.get("numFmtId", 0))
            formats.append(custom.get(number) or BUILT_IN.get(number, "General"))

    def end(name: str) -> None:
        nonlocal inside
        if name == "cellXfs":
            inside = False

    _parse(book, part, start=start, end=end)
    return formats


class _SheetReader:
    """Collects one sheet while its XML streams by."""

    def __init__(self, book: _Book, name: str) -> None:
        self.book = book
        self.sheet = Sheet(name=name, rows=[])
        self.row = self.column = -1
        self.kind = self.format = ""
        self.pieces: list[str] = []
        self.taking = self.in_formula = False
        self.formula: list[str] | None = None
        self.open: dict[tuple[int, int], str] = {}
        self.cells = 0

    def read(self, part: str) -> Sheet:
        _parse(self.book, part, start=self._start, end=self._end, text=self._text)
        sheet = self.sheet
        self._work_out()
        sheet.rows = trim(sheet.rows)
        sheet.claimed_rows = self.row + 1
        for _, kind, target in _read_relations(self.book, part):
            if kind == "comments" and target in self.book.archive.namelist():
                sheet.comments.update(_read_comments(self.book, target))
        return sheet

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "c":
            self._start_cell(attributes)
        elif name in ("v", "t"):
            self.taking = True
        elif name == "f":
            self.formula, self.in_formula = [], True
        elif name == "row":
            self.row = int(attributes["r"]) - 1 if attributes.get("r", "").isdigit() else self.row + 1
            self.column = -1
            if attributes.get("hidden") in ("1", "true"):
                self.sheet.hidden_rows.add(self.row)
        elif name == "mergeCell":
            self._add_area(attributes.get("ref", ""))
        elif name == "col" and attributes.get("hidden") in ("1", "true"):
            last = min(int(attributes.get("max", 0)), MAX_COLUMNS)
            self.sheet.hidden_columns.update(range(int(attributes.get("min", 1)) - 1, last))

    def _start_cell(self, attributes: dict[str, str]) -> None:
        match = _REFERENCE.fullmatch(attributes.get("r", ""))
        self.column = column_index(match[1]) if match else self.column + 1
        if match and self.row < 0:
            self.row = int(match[2]) - 1
        self.kind = attributes.get("t", "n")
        style = attributes.get("s", "0")
        formats = self.book.formats
        self.format = formats[int(style)] if style.isdigit() and int(style) < len(formats) else "General"
        self.pieces = []
        self.formula = None

    def _text(self, data: str) -> None:
        if self.taking:
            self.pieces.append(data)
        elif self.in_formula and self.formula is not None:
            self.formula.append(data)

    def _end(self, name: str) -> None:
        if name in ("v", "t"):
            self.taking = False
        elif name == "f":
            self.in_formula = False
        elif name == "c" and not self.pieces and self.formula and len(self.open) < MAX_FORMULAS:
            self.open[self.row, self.column] = "".join(self.formula)
        elif name == "c" and self.pieces:
            self._keep("".join(self.pieces))
            self.pieces = []

    def _keep(self, raw: str) -> None:
        value = self._convert(raw)
        if value is not None:
            self._put(value)

    def _put(self, value: Value) -> None:
        self.cells += 1
        if self.cells > MAX_CELLS or self.column >= MAX_COLUMNS:
            raise UnreadableFile("too_many_cells")
        rows = self.sheet.rows
        if self.row >= len(rows):
            if self.row > MAX_ROWS:
                raise UnreadableFile("too_many_cells")
            rows.extend([] for _ in range(self.row - len(rows) + 1))
        cells = rows[self.row]
        if self.column >= len(cells):
            cells.extend([None] * (self.column - len(cells) + 1))
        cells[self.column] = value

    def _convert(self, raw: str) -> Value:
        if self.kind == "s":
            index = int(raw) if raw.strip().isdigit() else -1
            return self.book.strings[index] if 0 <= index < len(self.book.strings) else None
        if self.kind in ("str", "inlineStr"):
            return _unescape(raw)
        if self.kind == "e":
            return raw
        if self.kind == "b":
            return raw.strip() in ("1", "true")
        if self.kind == "d":
            return raw
        try:
            number = float(raw)
        except ValueError:
            return raw
        if not math.isfinite(number):
            return "#NUM!"
        return self._read_number(number)

    def _read_number(self, number: float) -> Value:
        code = self.format
        if code == "General":
            return number
        if is_date_format(code):
            self.sheet.formats[self.row, self.column] = code
            return serial_to_date(number, starts_1904=self.book.starts_1904)
        if is_share_format(code) or (shown_decimals(code) or 0) > 0 or code.startswith("00"):
            self.sheet.formats[self.row, self.column] = code
        return number

    def _work_out(self) -> None:
        """Fill in simple formulas that came without a result."""
        for (row, column), value in Sheetful(self.sheet.rows, self.open).work_out().items():
            self.row, self.column = row, column
            self.kind, self.format = "n", "General"
            self._put(value)

    def _add_area(self, reference: str) -> None:
        first, _, last = reference.partition(":")
        one, two = _REFERENCE.fullmatch(first), _REFERENCE.fullmatch(last)
        if one and two:
            self.sheet.merged.append(Area(int(one[2]) - 1, column_index(one[1]), int(two[2]) - 1, column_index(two[1])))


def serial_to_date(number: float, *, starts_1904: bool = False) -> Value:
    """Return the day or moment of a serial number; numbers no calendar holds stay numbers.

    >>> serial_to_date(45200.0)
    datetime.date(2023, 10, 1)
    """
    days = number + (1462 if starts_1904 else 0)
    if not 0 <= days < 2_958_466:
        return number
    if days < 1:
        return (dt.datetime(1900, 1, 1) + dt.timedelta(days=days)).time()  # noqa: DTZ001 a time of day has no zone
    moment = dt.datetime(1899, 12, 30) + dt.timedelta(days=days)  # noqa: DTZ001 a workbook knows no zone
    moment = (moment + dt.timedelta(microseconds=500_000)).replace(microsecond=0)
    return moment.date() if moment.time() == dt.time() else moment


def _read_comments(book: _Book, part: str) -> Iterator[tuple[tuple[int, int], str]]:
    found: list[tuple[tuple[int, int], str]] = []
    place: tuple[int, int] | None = None
    pieces: list[str] = []
    inside = False

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal place, inside
        if name == "comment":
            match = _REFERENCE.fullmatch(attributes.get("ref", ""))
            place = (int(match[2]) - 1, column_index(match[1])) if match else None
            pieces.clear()
        inside = name == "t"

    def end(name: str) -> None:
        nonlocal inside
        inside = False
        if name == "comment" and place is not None:
            found.append((place, "".join(pieces)))

    def text(data: str) -> None:
        if inside:
            pieces.append(data)

    _parse(book, part, start=start, end=end, text=text)
    return iter(found)
