"""Old .xls books keep their errors, formats, merged cells, hidden rows and hidden sheets."""

import datetime as dt
import struct
from pathlib import Path

from shanhai.sheets.foreign import read_workbook
from shanhai.sheets.foreign.open_xls import read_xls


def record(kind: int, body: bytes) -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def text(value: str, *, wide_length: bool = True) -> bytes:
    length = struct.pack("<H", len(value)) if wide_length else bytes([len(value)])
    return length + b"\x01" + value.encode("utf-16-le")


def cell(row: int, column: int, value: object) -> bytes:
    place = struct.pack("<HH", row, column)
    if isinstance(value, str) and value.startswith("#"):
        return record(0x205, place + struct.pack("<HBB", 0, 0x07, 1))
    if isinstance(value, str):
        return record(0x204, place + struct.pack("<H", 0) + text(value))
    if isinstance(value, dt.date):
        return record(0x203, place + struct.pack("<Hd", 1, (value - dt.date(1899, 12, 30)).days))
    return record(0x203, place + struct.pack("<Hd", 0, float(value)))  # type: ignore[arg-type]


def sheet(
    rows: list[list[object]], *, hidden: tuple[int, ...] = (), merged: tuple[tuple[int, int, int, int], ...] = ()
) -> bytes:
    body = record(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0, 0, 0, 0))
    for number in range(len(rows)):
        flags = 0x20 if number in hidden else 0
        body += record(0x208, struct.pack("<HHHHHHI", number, 0, 9, 300, 0, 0, flags))
    for number, row in enumerate(rows):
        body += b"".join(cell(number, column, value) for column, value in enumerate(row) if value is not None)
    areas = b"".join(struct.pack("<4H", *area) for area in merged)
    return body + record(0xE5, struct.pack("<H", len(merged)) + areas) + record(0x0A, b"")


def old_book(sheets: list[tuple[str, int, bytes]]) -> bytes:
    head = record(0x809, struct.pack("<HHHHII", 0x600, 0x05, 0, 0, 0, 0))
    head += record(0x41E, struct.pack("<H", 200) + text('yyyy"年"m"月"'))
    head += b"".join(record(0xE0, struct.pack("<HH", 0, number) + bytes(16)) for number in (0, 200))
    size = (
        len(head)
        + sum(len(record(0x85, struct.pack("<IBB", 0, 0, 0) + text(name, wide_length=False))) for name, _, _ in sheets)
        + 4
    )
    listed = b""
    for name, state, body in sheets:
        listed += record(0x85, struct.pack("<IBB", size, state, 0) + text(name, wide_length=False))
        size += len(body)
    return head + listed + record(0x0A, b"") + b"".join(body for _, _, body in sheets)


ROWS: list[list[object]] = [
    ["受援县", "结对区", "到账金额（万元）", "到账时间", "完成率"],
    ["昭觉县", "鄞州区", 100, dt.date(2023, 5, 1), "#DIV/0!"],
    [None, "鄞州区", 200, dt.date(2023, 6, 1), 0.5],
    ["布拖县", "江北区", 300, dt.date(2023, 7, 1), 0.7],
    ["合计", None, 600, None, None],
]


def test_values_formats_and_hidden_rows_of_an_old_book_are_read(tmp_path: Path) -> None:
    path = tmp_path / "a.xls"
    path.write_bytes(old_book([("到账", 0, sheet(ROWS, hidden=(2,), merged=((1, 2, 0, 0),)))]))
    (table,) = read_workbook(path, received=dt.date(2024, 1, 1)).tables
    assert [record.values["receiver"] for record in table.records] == ["昭觉县", "昭觉县", "布拖县"]
    assert [record.values["date"] for record in table.records] == ["2023-05", "2023-06", "2023-07"]
    assert (3, None, "hidden_row") in {(problem.row, problem.column, problem.why) for problem in table.problems}


def test_errors_and_hidden_sheets_of_an_old_book_are_seen() -> None:
    one, two = read_xls(old_book([("到账", 0, sheet(ROWS)), ("旧表", 2, sheet(ROWS))]))
    assert one.value(1, 4) == "#DIV/0!"
    assert (one.hidden, two.hidden) == (False, True)
