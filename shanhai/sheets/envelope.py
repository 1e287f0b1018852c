"""Looks at the bytes of a received file before any reader touches them: what it is, and whether it is safe to open.

The name is never trusted. A workbook is a zip of XML parts; each part is unpacked here once, bounded, and its sheets
are looked through for what the fast reader would not tell or could not survive: formulas, and cells so far apart that
a dense reader would ask for more memory than there is. It must not know kinds or columns.
"""

from __future__ import annotations

import posixpath
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO
from xml.etree import ElementTree

from shanhai.catalogue.words import ShanhaiError, Words

MB = 1024 * 1024
FILE_BYTES_MAX = 50 * MB
UNPACKED_BYTES_MAX = 512 * MB
PART_RATIO_MAX = 1000
PARTS_MAX = 2000
CELLS_MAX = 12_000_000
CHUNK_BYTES = 1 * MB
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATIONS = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_LOCAL_HEADER = struct.Struct("<4s5H3L2H")
_SHEET_PART = re.compile(r"xl/worksheets/[^/]+\.xml")
_CELL_PLACE = re.compile(rb'<(?:\w+:)?c [^>]{0,200}?\br="([A-Za-z]{1,6}\d{1,9})"')
_PLAIN_PLACE = re.compile(rb'<c r="([A-Za-z]{1,6}\d{1,9})"')
_LETTERS = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_DIGITS = b"0123456789"
_FORMULA = re.compile(rb"<(?:\w+:)?f[ >/]")
_FORMULA_CELL = re.compile(
    rb'(?P<tag><(?:\w+:)?c [^>]{0,200}?\br="(?P<cell>[A-Z]{1,3}\d{1,7})"[^>]{0,200}>)'
    rb"\s*<(?:\w+:)?f(?:[^<>]*/>|[^<]*</(?:\w+:)?f>)"
    rb"(?P<value>\s*<(?:\w+:)?v[^>]*>[^<])?"
)
_DECLARATIONS = (b"<!DOCTYPE", b"<!ENTITY")

PDF, IMAGE, OLD_XLS, WORD, ODS, ZIP, WEB_PAGE, BINARY_BOOK, OTHER = (
    Words("PDF", "a PDF"),
    Words("图片", "a picture"),
    Words("旧版 xls", "an old xls"),
    Words("Word 文件", "a Word file"),
    Words("OpenDocument 文件", "an OpenDocument file"),
    Words("压缩包", "an archive"),
    Words("网页", "a web page"),
    Words("xlsb 二进制工作簿", "a binary workbook (xlsb)"),
    Words("别的文件", "another kind of file"),
)
_SIGNATURES = (
    (b"%PDF", PDF),
    (b"\x89PNG", IMAGE),
    (b"\xff\xd8\xff", IMAGE),
    (b"GIF8", IMAGE),
    (b"BM", IMAGE),
    (b"Rar!", ZIP),
    (b"7z\xbc\xaf", ZIP),
    (b"\x1f\x8b", ZIP),
    (b"\x7fELF", OTHER),
    (b"MZ", OTHER),
)


class UnreadableError(ShanhaiError):
    """A file that is not read further; carries the code of the sentence that says why and what fills it."""

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code)
        self.code = code
        self.values = values


@dataclass(slots=True)
class SheetShape:
    """What a sheet's XML tells: the largest row and column that hold a cell, and its formulas.

    `formulas` has the cells (`F17`) that hold a formula; `blank_formulas` those among them without a kept value, be it
    that the formula shows nothing, and `uncounted_formulas` those whose value was never worked out.
    """

    part: str
    name: str = ""
    rows: int = 0
    columns: int = 0
    formulas: set[str] = field(default_factory=set)
    blank_formulas: set[str] = field(default_factory=set)
    uncounted_formulas: set[str] = field(default_factory=set)


@dataclass(slots=True)
class Envelope:
    """A file that may be read: `form` is xlsx or csv; `sheets` maps the name of a sheet to its shape."""

    form: str
    sheets: dict[str, SheetShape] = field(default_factory=dict)


def inspect_file(path: Path) -> Envelope:
    """Tell what a file is and that it may be opened.

    Raises UnreadableError with a code of `sentences.py`: too large, empty, of a wrong type, locked by a password,
    damaged, or swelling when unpacked.
    """
    held = path.stat()
    return _inspect_once(path, (held.st_dev, held.st_ino, held.st_size, held.st_mtime_ns))


class _Looked:
    """The last file looked through: it is received and read one after the other, under two names."""

    kept: tuple[tuple[int, ...], Envelope] | None = None


def _inspect_once(path: Path, identity: tuple[int, ...]) -> Envelope:
    kept = _Looked.kept
    if kept is not None and kept[0] == identity:
        return kept[1]
    envelope = _inspect(path, identity[2])
    _Looked.kept = (identity, envelope)
    return envelope


def _inspect(path: Path, size: int) -> Envelope:
    if size == 0:
        raise UnreadableError("file_empty")
    if size > FILE_BYTES_MAX:
        raise UnreadableError("file_too_large", limit=FILE_BYTES_MAX // MB)
    with path.open("rb") as file:
        first = file.read(4096)
        if first.startswith(b"PK\x03\x04"):
            return _inspect_zip(file)
        if first.startswith(b"\xd0\xcf\x11\xe0"):
            raise _old_office(file)
    _refuse_known(first)
    return Envelope("csv")


def _refuse_known(first: bytes) -> None:
    for signature, kind in _SIGNATURES:
        if first.startswith(signature):
            raise UnreadableError("file_wrong_type", kind=kind)
    text = first.lstrip(b"\xef\xbb\xbf \t\r\n")[:400].lower()
    if text.startswith((b"<!doctype html", b"<html", b"<table", b"<?xml", b"<svg")):
        raise UnreadableError("file_wrong_type", kind=WEB_PAGE)
    is_wide_text = first.startswith((b"\xff\xfe", b"\xfe\xff"))
    if b"\x00" in first and not is_wide_text:
        raise UnreadableError("file_wrong_type", kind=OTHER)


def _old_office(file: IO[bytes]) -> UnreadableError:
    """Tell a locked xlsx (a compound file around an encrypted stream) from an old xls or Word file."""
    file.seek(0)
    held = file.read(FILE_BYTES_MAX)
    names = {
        "encrypted": "EncryptedPackage".encode("utf-16-le"),
        "workbook": "Workbook".encode("utf-16-le"),
        "word": "WordDocument".encode("utf-16-le"),
    }
    if names["encrypted"] in held:
        return UnreadableError("file_locked")
    if names["word"] in held:
        return UnreadableError("file_wrong_type", kind=WORD)
    if names["workbook"] in held:
        return UnreadableError("file_wrong_type", kind=OLD_XLS)
    return UnreadableError("file_wrong_type", kind=OTHER)


def _inspect_zip(file: IO[bytes]) -> Envelope:
    try:
        archive = zipfile.ZipFile(file)
        parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise UnreadableError("file_corrupt") from error
    names = {part.filename for part in parts}
    _refuse_other_zip(archive, names)
    if len(parts) > PARTS_MAX or sum(part.file_size for part in parts) > UNPACKED_BYTES_MAX:
        raise UnreadableError("file_swells", limit=UNPACKED_BYTES_MAX // MB)
    if any(part.flag_bits & 0x1 for part in parts):
        raise UnreadableError("file_locked")
    shapes = _look_through(file, parts)
    sheets = {}
    for name, part in _name_sheets(archive):
        if part in shapes:
            shapes[part].name = name
            sheets[name] = shapes[part]
    for shape in shapes.values():
        _refuse_blank_area(shape)
    return Envelope("xlsx", sheets)


def _name_sheets(archive: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """Yield the name of each sheet and the part that holds it."""
    try:
        book = ElementTree.fromstring(archive.read("xl/workbook.xml"))  # noqa: S314 - declares no entity
        ties = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))  # noqa: S314 - nor this
    except (ElementTree.ParseError, KeyError, zipfile.BadZipFile) as error:
        raise UnreadableError("file_corrupt") from error
    targets = {tie.get("Id"): tie.get("Target", "") for tie in ties}
    for sheet in book.iter(f"{_MAIN}sheet"):
        target = targets.get(sheet.get(f"{_RELATIONS}id"), "")
        part = target.removeprefix("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}")
        yield sheet.get("name", ""), part


def _refuse_other_zip(archive: zipfile.ZipFile, names: set[str]) -> None:
    if "xl/workbook.xml" in names:
        return
    if "xl/workbook.bin" in names:
        raise UnreadableError("file_wrong_type", kind=BINARY_BOOK)
    if any(name.startswith("word/") for name in names):
        raise UnreadableError("file_wrong_type", kind=WORD)
    if "mimetype" in names and archive.getinfo("mimetype").file_size < 200:
        raise UnreadableError("file_wrong_type", kind=ODS)
    if any(name.startswith("xl/") or name == "[Content_Types].xml" for name in names):
        raise UnreadableError("file_corrupt")
    raise UnreadableError("file_wrong_type", kind=ZIP)


def _look_through(file: IO[bytes], parts: list[zipfile.ZipInfo]) -> dict[str, SheetShape]:
    """Unpack every part once, count what it truly holds, and note the shape of the sheets."""
    shapes: dict[str, SheetShape] = {}
    unpacked = 0
    for part in parts:
        shape = SheetShape(part.filename) if _SHEET_PART.fullmatch(part.filename) else None
        is_text = part.filename.endswith((".xml", ".rels"))
        tail = b""
        for chunk in _unpack(file, part):
            unpacked += len(chunk)
            if unpacked > UNPACKED_BYTES_MAX:
                raise UnreadableError("file_swells", limit=UNPACKED_BYTES_MAX // MB)
            window = tail + chunk
            if is_text and any(word in window for word in _DECLARATIONS):
                raise UnreadableError("file_corrupt")
            if shape is not None:
                _measure(shape, window)
            tail = _cut_tail(window)
        if shape is not None:
            shapes[part.filename] = shape
    return shapes


def _cut_tail(window: bytes) -> bytes:
    """Keep the last, maybe cut, cell for the next window, from the start of its tag."""
    start = window.rfind(b"<c ", -2000)
    return window[start:] if start >= 0 else window[-16:]


def _unpack(file: IO[bytes], part: zipfile.ZipInfo) -> Iterator[bytes]:
    """Yield a part's bytes; refuse a part whose real size is not the one its entry promises.

    The check is our own because other readers believe the compressed stream and not the promise.
    """
    file.seek(part.header_offset)
    header = file.read(_LOCAL_HEADER.size)
    if len(header) < _LOCAL_HEADER.size or not header.startswith(b"PK\x03\x04"):
        raise UnreadableError("file_corrupt")
    fields = _LOCAL_HEADER.unpack(header)
    file.seek(fields[-2] + fields[-1], 1)
    if part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise UnreadableError("file_corrupt")
    if part.file_size > PART_RATIO_MAX * max(part.compress_size, 1) + MB:
        raise UnreadableError("file_swells", limit=UNPACKED_BYTES_MAX // MB)
    left, found = part.compress_size, 0
    stream = zlib.decompressobj(-15) if part.compress_type == zipfile.ZIP_DEFLATED else None
    while left > 0:
        packed = file.read(min(CHUNK_BYTES, left))
        if not packed:
            raise UnreadableError("file_corrupt")
        left -= len(packed)
        for chunk in _inflate(stream, packed):
            found += len(chunk)
            if found > part.file_size:
                raise UnreadableError("file_swells", limit=UNPACKED_BYTES_MAX // MB)
            yield chunk
    if found != part.file_size:
        raise UnreadableError("file_corrupt")


def _inflate(stream: zlib._Decompress | None, packed: bytes) -> Iterator[bytes]:
    if stream is None:
        yield packed
        return
    try:
        while packed:
            chunk = stream.decompress(packed, CHUNK_BYTES)
            packed = stream.unconsumed_tail
            if chunk:
                yield chunk
            elif not packed:
                break
    except zlib.error as error:
        raise UnreadableError("file_corrupt") from error


def _measure(shape: SheetShape, window: bytes) -> None:
    """Note how far a sheet reaches and where its formulas are."""
    is_plain = window.count(b"<c ") == window.count(b'<c r="') and b":c " not in window
    places = b" ".join((_PLAIN_PLACE if is_plain else _CELL_PLACE).findall(window))
    if places:
        shape.rows = max(shape.rows, *map(int, set(places.translate(None, _LETTERS).split())))
        shape.columns = max(shape.columns, *map(_place_of, set(places.translate(None, _DIGITS).split())))
    if (b"<f" in window or b":f" in window) and _FORMULA.search(window):
        for found in _FORMULA_CELL.finditer(window):
            cell = found["cell"].decode("ascii")
            shape.formulas.add(cell)
            # A cell cut by the end of a window is met again whole, so what was noted of it is taken back.
            shape.blank_formulas.discard(cell)
            shape.uncounted_formulas.discard(cell)
            if found["value"] is None:
                shape.blank_formulas.add(cell)
                # A formula that shows nothing keeps a text of no letters; one never worked out keeps no type.
                if b't="str"' not in found["tag"]:
                    shape.uncounted_formulas.add(cell)


def _place_of(letters: bytes) -> int:
    place = 0
    for letter in letters.upper():
        place = place * 26 + letter - 64
    return place


def _refuse_blank_area(shape: SheetShape) -> None:
    if shape.rows * shape.columns > CELLS_MAX:
        from shanhai.algorithms.column_letters import column_letter

        cell = f"{column_letter(min(shape.columns, 16_384) - 1)}{shape.rows}"
        raise UnreadableError("blank_area", named=shape.name or shape.part, cell=cell)
