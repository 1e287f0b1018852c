"""Opens a file by what it holds, not by what it is called, and returns its sheets.

Bounds of `limits.py` hold for every format. It must not know what a table is.
"""

from __future__ import annotations

import datetime as dt
import io
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from .grid import Area, Sheet, Value, trim
from .limits import MAX_CELLS, MAX_FILE_BYTES, MAX_ROWS, MAX_SHEETS, UnreadableFile
from .open_text import read_text
from .open_xls import NotBiff8, read_xls
from .open_xlsx import check_sizes, read_xlsx

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BARE_BIFF = (b"\x09\x08\x10\x00", b"\x09\x04\x06\x00", b"\x09\x02\x06\x00", b"\x09\x00\x04\x00", b"\x09\x08\x08\x00")


def open_file(path: Path) -> list[Sheet]:
    """Return the sheets of a workbook in their order. Raises UnreadableFile with the code to show."""
    if not path.is_file():
        raise UnreadableFile("file_missing", path.name)
    size = path.stat().st_size
    if size == 0:
        raise UnreadableFile("file_empty")
    if size > MAX_FILE_BYTES:
        raise UnreadableFile("file_too_large", f"{size // 1024 // 1024} MB")
    data = path.read_bytes()
    return open_bytes(data, path.stem)


def open_bytes(data: bytes, name: str) -> list[Sheet]:
    """Return the sheets of a workbook's bytes; `name` is the sheet name where the format has none."""
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _open_zip(data)
    if data.startswith(_OLE):
        return _open_ole(data)
    if data.startswith(_BARE_BIFF):
        return _open_old(data)
    if data.startswith((b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"BM")):
        raise UnreadableFile("not_a_workbook")
    return read_text(data, name)


def _open_zip(data: bytes) -> list[Sheet]:
    try:
        with ZipFile(io.BytesIO(data)) as archive:
            names = {name.lower() for name in archive.namelist()}
            check_sizes(archive.infolist())
            if any(name.endswith("workbook.xml") for name in names):
                return read_xlsx(archive)
            if "xl/workbook.bin" not in names and "content.xml" not in names:
                raise UnreadableFile("not_a_workbook")
    except (BadZipFile, EOFError, OSError, NotImplementedError, ValueError) as fault:
        raise UnreadableFile("file_broken", str(fault)) from fault
    return _open_with_calamine(data)


def _open_ole(data: bytes) -> list[Sheet]:
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise UnreadableFile("file_has_password")
    if "WordDocument".encode("utf-16-le") in data or "PowerPoint Document".encode("utf-16-le") in data:
        raise UnreadableFile("not_a_workbook")
    return _open_old(data)


def _open_old(data: bytes) -> list[Sheet]:
    """Read BIFF8 with its formats and hidden rows; leave anything older or odd to calamine."""
    try:
        return read_xls(data)
    except NotBiff8:
        return _open_with_calamine(data)
    except UnreadableFile as fault:
        if fault.code == "file_has_password":
            raise
        return _open_with_calamine(data)


def _open_with_calamine(data: bytes) -> list[Sheet]:
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        sheets = []
        for place, about in enumerate(book.sheets_metadata[:MAX_SHEETS]):
            if about.typ == SheetTypeEnum.WorkSheet:
                sheets.append(_read_sheet(book, place, hidden=about.visible != SheetVisibleEnum.Visible))
    except PasswordError as fault:
        raise UnreadableFile("file_has_password") from fault
    except (CalamineError, ValueError, OSError, EOFError) as fault:
        code = "file_has_password" if "password" in str(fault).lower() else "file_broken"
        raise UnreadableFile(code, str(fault)) from fault
    return sheets


def _read_sheet(book: CalamineWorkbook, place: int, *, hidden: bool) -> Sheet:
    held = book.get_sheet_by_index(place)
    if held.total_height * max(held.total_width, 1) > MAX_CELLS * 4 or held.total_height > MAX_ROWS:
        raise UnreadableFile("too_many_cells")
    rows: list[list[Value]] = [[_plain(cell) for cell in row] for row in held.to_python(skip_empty_area=False)]
    merged = [Area(top, left, bottom, right) for (top, left), (bottom, right) in held.merged_cell_ranges or ()]
    return Sheet(name=held.name, rows=trim(rows), merged=merged, hidden=hidden)


def _plain(cell: object) -> Value:
    if isinstance(cell, dt.datetime) and cell.time() == dt.time():
        return cell.date()
    return cell if isinstance(cell, str | float | int | dt.date | dt.time | dt.timedelta) else None
