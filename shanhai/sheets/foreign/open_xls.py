"""Reads a BIFF8 workbook (.xls, .et) record by record: values, errors, formats, merged areas, hidden rows and sheets.

Layout of records: [MS-XLS]; of the container: [MS-CFB]. Older BIFF is left to another reader by `NotBiff8`. It must not
know what a table is.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from .grid import Area, Sheet, Value, trim
from .limits import MAX_CELLS, MAX_SHEETS, UnreadableFile
from .number_formats import BUILT_IN, is_date_format, is_share_format, shown_decimals
from .open_xlsx import serial_to_date

_BOF, _EOF, _CONTINUE, _BOUNDSHEET, _SST, _FILEPASS, _DATEMODE = 0x809, 0x0A, 0x3C, 0x85, 0xFC, 0x2F, 0x22
_FORMAT, _XF, _ROW, _COLINFO, _MERGED = 0x41E, 0xE0, 0x208, 0x7D, 0xE5
_LABELSST, _LABEL, _NUMBER, _RK, _MULRK, _FORMULA, _STRING, _BOOLERR = (
    0xFD,
    0x204,
    0x203,
    0x27E,
    0xBD,
    0x06,
    0x207,
    0x205,
)
_ERRORS = {0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A"}
_FREE, _END = 0xFFFFFFFF, 0xFFFFFFFE


class NotBiff8(Exception):  # noqa: N818 it is no fault of the file
    """The container holds no BIFF8 workbook."""


def read_xls(data: bytes) -> list[Sheet]:
    """Return the sheets of a BIFF8 workbook in their order.

    Raises UnreadableFile for a password or a broken stream, NotBiff8 where another reader should try.
    """
    try:
        stream = data if data[:2] == b"\x09\x08" else _open_container(data)
        return _Book(stream).read()
    except (struct.error, IndexError) as fault:
        raise UnreadableFile("file_broken", str(fault)) from fault


def _open_container(data: bytes) -> bytes:
    sector = 1 << struct.unpack_from("<H", data, 30)[0]
    small = 1 << struct.unpack_from("<H", data, 32)[0]
    directory, cutoff, mini_start = struct.unpack_from("<I", data, 48)[0], *struct.unpack_from("<II", data, 56)
    table = _read_table(data, sector)

    def chain(start: int) -> bytes:
        parts, seen = [], 0
        while start not in (_END, _FREE) and seen * sector <= len(data):
            parts.append(data[(start + 1) * sector : (start + 2) * sector])
            start = table[start]
            seen += 1
        return b"".join(parts)

    entries = chain(directory)
    root = b""
    mini = struct.unpack(f"<{len(chain(mini_start)) // 4}I", chain(mini_start)) if mini_start != _END else ()
    for at in range(0, len(entries) - 127, 128):
        size = struct.unpack_from("<H", entries, at + 64)[0]
        name = entries[at : at + max(size - 2, 0)].decode("utf-16-le", errors="replace")
        start, length = struct.unpack_from("<II", entries, at + 116)
        if at == 0:
            root = chain(start)
        elif name == "Workbook":
            if length >= cutoff:
                return chain(start)[:length]
            return _read_small(root, mini, start, small)[:length]
    raise NotBiff8


def _read_table(data: bytes, sector: int) -> list[int]:
    count, more, more_count = struct.unpack_from("<I", data, 44)[0], *struct.unpack_from("<II", data, 68)
    places = list(struct.unpack_from("<109I", data, 76))
    while more not in (_END, _FREE) and more_count > 0:
        block = struct.unpack_from(f"<{sector // 4}I", data, (more + 1) * sector)
        places.extend(block[:-1])
        more, more_count = block[-1], more_count - 1
    table: list[int] = []
    for place in places[:count]:
        if place not in (_FREE, _END):
            table.extend(struct.unpack_from(f"<{sector // 4}I", data, (place + 1) * sector))
    return table


def _read_small(root: bytes, mini: tuple[int, ...], start: int, size: int) -> bytes:
    parts = []
    while start not in (_END, _FREE) and len(parts) <= len(mini):
        parts.append(root[start * size : (start + 1) * size])
        start = mini[start]
    return b"".join(parts)


def _records(stream: bytes, at: int) -> Iterator[tuple[int, bytes, int]]:
    while at + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, at)
        yield kind, stream[at + 4 : at + 4 + size], at
        at += 4 + size


@dataclass
class _Book:
    stream: bytes
    strings: list[str] = field(default_factory=list)
    formats: dict[int, str] = field(default_factory=dict)
    styles: list[int] = field(default_factory=list)
    listed: list[tuple[str, int, bool]] = field(default_factory=list)
    starts_1904: bool = False
    cells: int = 0

    def read(self) -> list[Sheet]:
        version = struct.unpack_from("<H", self.stream, 4)[0]
        if version != 0x600:
            raise NotBiff8
        self._read_globals()
        return [self._read_sheet(name, at, hidden=hidden) for name, at, hidden in self.listed[:MAX_SHEETS]]

    def _read_globals(self) -> None:
        shared: list[bytes] = []
        last = 0
        for kind, body, _ in _records(self.stream, 0):
            if kind == _FILEPASS:
                raise UnreadableFile("file_has_password")
            if kind == _BOUNDSHEET and body[5] == 0:
                name = _read_text(body, 6, wide_length=False)[0]
                self.listed.append((name, struct.unpack_from("<I", body)[0], body[4] & 3 != 0))
            elif kind == _SST or (kind == _CONTINUE and last == _SST):
                shared.append(body)
            elif kind == _FORMAT:
                self.formats[struct.unpack_from("<H", body)[0]] = _read_text(body, 2)[0]
            elif kind == _XF:
                self.styles.append(struct.unpack_from("<H", body, 2)[0])
            elif kind == _DATEMODE:
                self.starts_1904 = body[0] == 1
            elif kind == _EOF:
                break
            last = _SST if kind in (_SST, _CONTINUE) and shared else kind
        if shared:
            self.strings = _SharedStrings(shared).read()

    def _code(self, style: int) -> str:
        number = self.styles[style] if style < len(self.styles) else 0
        return self.formats.get(number) or BUILT_IN.get(number, "General")

    def _read_sheet(self, name: str, at: int, *, hidden: bool) -> Sheet:
        sheet = Sheet(name, [], hidden=hidden)
        waiting: tuple[int, int] | None = None
        depth = 0
        for kind, body, _ in _records(self.stream, at):
            if kind == _BOF:
                depth += 1
            elif kind == _EOF:
                depth -= 1
                if depth <= 0:
                    break
            elif depth > 1:
                continue
            elif kind == _STRING and waiting:
                self._put(sheet, *waiting, _read_text(body, 0)[0])
                waiting = None
            elif kind == _FORMULA:
                waiting = self._read_formula(sheet, body)
            else:
                self._read_record(sheet, kind, body)
        sheet.rows = trim(sheet.rows)
        return sheet

    def _read_record(self, sheet: Sheet, kind: int, body: bytes) -> None:
        if kind == _ROW:
            sheet.claimed_rows = max(sheet.claimed_rows, struct.unpack_from("<H", body)[0] + 1)
            if struct.unpack_from("<I", body, 12)[0] & 0x20:
                sheet.hidden_rows.add(struct.unpack_from("<H", body)[0])
        elif kind == _COLINFO:
            first, last, _, _, options = struct.unpack_from("<5H", body)
            if options & 1:
                sheet.hidden_columns.update(range(first, min(last, 255) + 1))
        elif kind == _MERGED:
            for number in range(struct.unpack_from("<H", body)[0]):
                top, bottom, left, right = struct.unpack_from("<4H", body, 2 + 8 * number)
                sheet.merged.append(Area(top, left, bottom, right))
        elif kind in (_LABELSST, _LABEL, _NUMBER, _RK, _BOOLERR):
            row, column, style = struct.unpack_from("<3H", body)
            self._read_cell(sheet, kind, body, row=row, column=column, style=style)
        elif kind == _MULRK:
            row, first = struct.unpack_from("<2H", body)
            for step in range((len(body) - 6) // 6):
                style, raw = struct.unpack_from("<HI", body, 4 + 6 * step)
                self._put_number(sheet, row, first + step, _read_rk(raw), style=style)

    def _read_cell(self, sheet: Sheet, kind: int, body: bytes, *, row: int, column: int, style: int) -> None:
        if kind == _LABELSST:
            place = struct.unpack_from("<I", body, 6)[0]
            self._put(sheet, row, column, self.strings[place] if place < len(self.strings) else None)
        elif kind == _LABEL:
            self._put(sheet, row, column, _read_text(body, 6)[0])
        elif kind == _NUMBER:
            self._put_number(sheet, row, column, struct.unpack_from("<d", body, 6)[0], style=style)
        elif kind == _RK:
            self._put_number(sheet, row, column, _read_rk(struct.unpack_from("<I", body, 6)[0]), style=style)
        elif kind == _BOOLERR:
            self._put(sheet, row, column, _ERRORS.get(body[6], "#N/A") if body[7] else bool(body[6]))

    def _read_formula(self, sheet: Sheet, body: bytes) -> tuple[int, int] | None:
        row, column, style = struct.unpack_from("<3H", body)
        if body[12:14] != b"\xff\xff":
            self._put_number(sheet, row, column, struct.unpack_from("<d", body, 6)[0], style=style)
        elif body[6] == 0:
            return row, column
        elif body[6] == 1:
            self._put(sheet, row, column, bool(body[8]))
        elif body[6] == 2:
            self._put(sheet, row, column, _ERRORS.get(body[8], "#N/A"))
        return None

    def _put_number(self, sheet: Sheet, row: int, column: int, number: float, *, style: int) -> None:
        code = self._code(style)
        if code != "General" and (
            is_date_format(code) or is_share_format(code) or (shown_decimals(code) or 0) > 0 or code.startswith("00")
        ):
            sheet.formats[row, column] = code
        date = is_date_format(code) if code != "General" else False
        self._put(sheet, row, column, serial_to_date(number, starts_1904=self.starts_1904) if date else number)

    def _put(self, sheet: Sheet, row: int, column: int, value: Value) -> None:
        self.cells += 1
        if self.cells > MAX_CELLS:
            raise UnreadableFile("too_many_cells")
        sheet.rows.extend([] for _ in range(row + 1 - len(sheet.rows)))
        cells = sheet.rows[row]
        cells.extend([None] * (column + 1 - len(cells)))
        cells[column] = value


def _read_rk(raw: int) -> float:
    if raw & 2:
        number = float((raw >> 2) - (1 << 30) if raw & 0x80000000 else raw >> 2)
    else:
        number = struct.unpack("<d", struct.pack("<II", 0, raw & 0xFFFFFFFC))[0]
    return number / 100 if raw & 1 else number


def _read_text(body: bytes, at: int, *, wide_length: bool = True) -> tuple[str, int]:
    """Return an unbroken string and where it ends."""
    if wide_length:
        length, at = struct.unpack_from("<H", body, at)[0], at + 2
    else:
        length, at = body[at], at + 1
    flags, at = body[at], at + 1
    runs = extra = 0
    if flags & 8:
        runs, at = struct.unpack_from("<H", body, at)[0], at + 2
    if flags & 4:
        extra, at = struct.unpack_from("<I", body, at)[0], at + 4
    size = length * (2 if flags & 1 else 1)
    text = body[at : at + size].decode("utf-16-le" if flags & 1 else "latin-1", errors="replace")
    return text, at + size + 4 * runs + extra


class _SharedStrings:
    """The table of strings, which runs over several records; each piece says anew how wide its signs are."""

    def __init__(self, pieces: list[bytes]) -> None:
        self.pieces, self.piece, self.at = pieces, 0, 8
        self.count = struct.unpack_from("<I", pieces[0], 4)[0]

    def read(self) -> list[str]:
        found = []
        for _ in range(min(self.count, MAX_CELLS)):
            if self.piece >= len(self.pieces):
                break
            found.append(self._one())
        return found

    def _take(self, size: int) -> bytes:
        taken = b""
        while size > 0 and self.piece < len(self.pieces):
            part = self.pieces[self.piece][self.at : self.at + size]
            taken, size, self.at = taken + part, size - len(part), self.at + len(part)
            if size > 0:
                self.piece, self.at = self.piece + 1, 0
        return taken

    def _one(self) -> str:
        length, flags = struct.unpack("<HB", self._take(3))
        runs = struct.unpack("<H", self._take(2))[0] if flags & 8 else 0
        extra = struct.unpack("<I", self._take(4))[0] if flags & 4 else 0
        text, wide = "", flags & 1
        while length > 0 and self.piece < len(self.pieces):
            room = (len(self.pieces[self.piece]) - self.at) // (2 if wide else 1)
            signs = min(room, length)
            raw = self._take(signs * (2 if wide else 1)) if signs else b""
            text += raw.decode("utf-16-le" if wide else "latin-1", errors="replace")
            length -= signs
            if length > 0:
                self.piece, self.at = self.piece + 1, 0
                if self.piece < len(self.pieces):
                    wide, self.at = self.pieces[self.piece][0] & 1, 1
        self._take(4 * runs + extra)
        if self.piece < len(self.pieces) and self.at >= len(self.pieces[self.piece]):
            self.piece, self.at = self.piece + 1, 0
        return text
