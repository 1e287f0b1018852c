"""Reads sheets that are text: csv in any usual encoding, HTML tables and XML spreadsheets that call themselves xls.

It must not know what a table of facts is.
"""

from __future__ import annotations

import csv
import io
import re
from html.parser import HTMLParser

from .grid import Area, Sheet, Value, trim
from .limits import MAX_CELLS, MAX_ROWS, UnreadableFile

_DELIMITERS = ",\t;|"


def decode(data: bytes) -> str:
    """Return the text of bytes in UTF-8, UTF-16 or GB18030, whatever they are. Raises UnreadableFile."""
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            return data.decode(encoding, errors="replace")
    if data[:4096].count(0) > len(data[:4096]) // 4:
        even = sum(1 for byte in data[0:4096:2] if byte == 0)
        return data.decode("utf-16-be" if even > len(data[:4096]) // 8 else "utf-16-le", errors="replace")
    if b"\0" in data[:65536]:
        raise UnreadableFile("not_a_workbook")
    for encoding in ("utf-8", "gb18030", "big5hkscs"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode("gb18030", errors="replace")


def read_text(data: bytes, name: str) -> list[Sheet]:
    """Return the sheets of a text file. Raises UnreadableFile."""
    text = decode(data)
    head = text[:4096].lstrip().lower()
    if "urn:schemas-microsoft-com:office:spreadsheet" in head:
        return _read_markup(text, _SpreadsheetReader())
    if re.search(r"<(?:!doctype html|html|table|body|meta)\b", head):
        return _read_markup(text, _HtmlReader())
    return [read_csv(text, name)]


def read_csv(text: str, name: str) -> Sheet:
    """Return a delimited text as a sheet; the delimiter is the sign that cuts most lines alike."""
    csv.field_size_limit(1_000_000)
    lines = [line for line in text.splitlines()[:200] if line.strip()]
    delimiter = max(_DELIMITERS, key=lambda sign: (_count_alike(lines, sign), -_DELIMITERS.index(sign)))
    rows: list[list[Value]] = []
    cells = 0
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            rows.append([_strip_guard(cell) for cell in row])
            cells += len(row)
            if cells > MAX_CELLS or len(rows) > MAX_ROWS:
                raise UnreadableFile("too_many_cells")
    except csv.Error as fault:
        raise UnreadableFile("file_broken", str(fault)) from fault
    return Sheet(name=name, rows=trim(rows))


def _count_alike(lines: list[str], sign: str) -> int:
    counts = [len(re.sub(r'"[^"]*"', "", line).split(sign)) - 1 for line in lines]
    filled = [count for count in counts if count]
    return max((filled.count(count) * min(count, 12) for count in set(filled)), default=0)


def _strip_guard(cell: str) -> str:
    """Exports guard long numbers as ="001", with a tab or with an apostrophe."""
    match = re.fullmatch(r'="(.*)"', cell.strip(), re.DOTALL)
    return match[1] if match else cell.strip("\t")


def _read_markup(text: str, reader: _HtmlReader | _SpreadsheetReader) -> list[Sheet]:
    reader.feed(text)
    reader.close()
    sheets = [sheet for sheet in reader.sheets if sheet.rows]
    for sheet in sheets:
        sheet.rows = trim(sheet.rows)
    return sheets


class _HtmlReader(HTMLParser):
    """Tables of a web page, one under the other on one sheet, with row and column spans as merged areas."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.sheet = Sheet(name="Sheet1", rows=[])
        self.sheets = [self.sheet]
        self.row = -1
        self.pieces: list[str] | None = None
        self.spans = (1, 1)
        self.taken: set[tuple[int, int]] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "tr":
            self.row += 1
            if self.row > MAX_ROWS:
                raise UnreadableFile("too_many_cells")
            self.sheet.rows.append([])
        elif tag in ("td", "th") and self.row >= 0:
            values = dict(attrs)
            self.spans = _span(values.get("rowspan")), _span(values.get("colspan"))
            self.pieces = []
        elif tag == "br" and self.pieces is not None:
            self.pieces.append("\n")

    def handle_data(self, data: str) -> None:
        if self.pieces is not None:
            self.pieces.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th") and self.pieces is not None:
            self._place("".join(self.pieces).strip())
            self.pieces = None
        elif tag == "table" and self.row >= 0:
            self.row += 1
            self.sheet.rows.append([])

    def _place(self, text: str) -> None:
        cells = self.sheet.rows[self.row]
        column = 0
        while (self.row, column) in self.taken:
            column += 1
        cells.extend([None] * (column + 1 - len(cells)))
        cells[column] = text or None
        down, across = self.spans
        for row in range(self.row, self.row + down):
            self.taken.update((row, column + step) for step in range(across))
        if down * across > 1:
            self.sheet.merged.append(Area(self.row, column, self.row + down - 1, column + across - 1))


def _span(value: str | None) -> int:
    return min(int(value), 1000) if value and value.isdigit() and int(value) > 0 else 1


class _SpreadsheetReader(HTMLParser):
    """The XML spreadsheet of 2003: Worksheet, Row and Cell with ss:Index, ss:MergeAcross and ss:MergeDown."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.sheets: list[Sheet] = []
        self.row = self.column = -1
        self.kind = ""
        self.pieces: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name.rpartition(":")[2]: value or "" for name, value in attrs}
        name = tag.rpartition(":")[2]
        if name == "worksheet":
            self.sheets.append(Sheet(name=values.get("name", ""), rows=[]))
            self.row = -1
        elif name == "row" and self.sheets:
            self.row = _index(values, self.row)
            self.column = -1
            if values.get("hidden") == "1":
                self.sheets[-1].hidden_rows.add(self.row)
        elif name == "cell" and self.sheets:
            self.column = _index(values, self.column)
            down, across = int(values.get("mergedown") or 0), int(values.get("mergeacross") or 0)
            if down or across:
                self.sheets[-1].merged.append(Area(self.row, self.column, self.row + down, self.column + across))
        elif name == "data" and self.sheets:
            self.kind = values.get("type", "String")
            self.pieces = []
        if self.row > MAX_ROWS or self.column > 1000:
            raise UnreadableFile("too_many_cells")

    def handle_data(self, data: str) -> None:
        if self.pieces is not None:
            self.pieces.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag.rpartition(":")[2] != "data" or self.pieces is None:
            return
        text = "".join(self.pieces)
        self.pieces = None
        rows = self.sheets[-1].rows
        rows.extend([] for _ in range(self.row + 1 - len(rows)))
        cells = rows[self.row]
        cells.extend([None] * (self.column + 1 - len(cells)))
        cells[self.column] = _typed(text, self.kind)


def _index(values: dict[str, str], before: int) -> int:
    return int(values["index"]) - 1 if values.get("index", "").isdigit() else before + 1


def _typed(text: str, kind: str) -> Value:
    if kind == "Number":
        try:
            return float(text)
        except ValueError:
            return text
    return text[:10] if kind == "DateTime" else text
