"""A file that cannot be read gives one clear Problem; a strange one is read by what it holds."""

import datetime as dt
import io
import zipfile
from pathlib import Path

import openpyxl
import pytest

from shanhai.sheets.foreign import read_workbook
from shanhai.sheets.foreign.limits import MAX_FILE_BYTES, REFUSALS

RECEIVED = dt.date(2024, 1, 1)
ROWS = [
    ["受援县", "到账金额（万元）", "到账日期"],
    ["昭觉县", 100, "2023.5"],
    ["布拖县", 200, "2023.6.1"],
    ["合计", 300, None],
]


def small_book(path: Path) -> Path:
    workbook = openpyxl.Workbook()
    for row in ROWS:
        workbook.active.append(row)
    workbook.save(path)
    return path


def refusal(path: Path) -> str:
    book = read_workbook(path, received=RECEIVED)
    assert not book.tables
    (problem,) = book.problems
    assert problem.why in REFUSALS
    return problem.why


def test_a_broken_workbook_is_refused(tmp_path: Path) -> None:
    path = small_book(tmp_path / "a.xlsx")
    path.write_bytes(path.read_bytes()[:-400])
    assert refusal(path) == "file_broken"


def test_broken_xml_inside_a_workbook_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(small_book(tmp_path / "b.xlsx")) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name)[:200] if name.endswith("sheet1.xml") else old.read(name))
    assert refusal(path) == "file_broken"


def test_a_document_type_declaration_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(small_book(tmp_path / "b.xlsx")) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name.endswith("sheet1.xml"):
                data = b'<!DOCTYPE x [<!ENTITY a "aaaa">]>' + data[data.index(b"<worksheet") :]
            new.writestr(name, data)
    assert refusal(path) == "file_broken"


def test_a_workbook_with_a_password_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le") + bytes(600)
    )
    assert refusal(path) == "file_has_password"


def test_a_bomb_is_refused_before_it_unpacks(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part:
            for _ in range(60):
                part.write(bytes(1_000_000))
    assert refusal(path) == "file_unpacks_too_large"


def test_a_file_of_sixty_megabytes_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with path.open("wb") as file:
        file.truncate(MAX_FILE_BYTES + 1)
    assert refusal(path) == "file_too_large"


@pytest.mark.parametrize("data", [b"%PDF-1.7 1 0 obj", b"\x89PNG\r\n\x1a\n" + bytes(50), bytes(range(256)) * 20])
def test_what_is_no_workbook_is_refused(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(data)
    assert refusal(path) == "not_a_workbook"


def test_an_empty_file_a_missing_one_and_one_without_a_table_say_so(tmp_path: Path) -> None:
    empty = tmp_path / "a.csv"
    empty.write_bytes(b"")
    assert refusal(empty) == "file_empty"
    assert refusal(tmp_path / "none.csv") == "file_missing"
    words = tmp_path / "words.csv"
    words.write_text("今天天气很好\n明天也是\n", encoding="utf-8")
    assert refusal(words) == "no_table_found"


def test_a_million_blank_formatted_rows_cost_no_memory(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with (
        zipfile.ZipFile(small_book(tmp_path / "b.xlsx")) as old,
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            data = old.read(name)
            if name.endswith("sheet1.xml"):
                blank = "".join(f'<row r="{row}"/>' for row in range(5, 1_000_001)).encode()
                data = data.replace(b"</sheetData>", blank + b"</sheetData>")
            new.writestr(name, data)
    book = read_workbook(path, received=RECEIVED)
    assert [len(table.records) for table in book.tables] == [2]
    assert [problem.why for problem in book.problems] == ["many_blank_rows"]


def test_a_cell_at_the_far_corner_is_refused_not_filled_up(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    workbook = openpyxl.Workbook()
    workbook.active["XFD1048576"] = 1
    workbook.save(path)
    assert refusal(path) == "too_many_cells"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("sign", [",", "\t", ";"])
def test_a_text_file_is_read_in_any_usual_encoding_and_under_any_name(tmp_path: Path, encoding: str, sign: str) -> None:
    path = tmp_path / "a.xls"
    lines = [sign.join("" if cell is None else str(cell) for cell in row) for row in ROWS]
    path.write_bytes("\r\n".join(lines).encode(encoding))
    (table,) = read_workbook(path, received=RECEIVED).tables
    assert [record.values["amount"] for record in table.records] == ["1000000", "2000000"]


def test_a_workbook_is_read_under_a_lying_extension(tmp_path: Path) -> None:
    path = small_book(tmp_path / "b.xlsx").rename(tmp_path / "b.csv")
    (table,) = read_workbook(path, received=RECEIVED).tables
    assert [record.row for record in table.records] == [2, 3]


def test_an_xml_spreadsheet_is_read(tmp_path: Path) -> None:
    body = io.StringIO()
    for row in ROWS:
        cells = "".join(
            f'<Cell><Data ss:Type="{"Number" if isinstance(cell, int) else "String"}">{cell}</Data></Cell>'
            for cell in row
            if cell
        )
        body.write(f"<Row>{cells}</Row>")
    path = tmp_path / "a.xls"
    path.write_text(
        '<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
        'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="到账"><Table>'
        + body.getvalue() + "</Table></Worksheet></Workbook>",
        encoding="utf-8",
    )  # fmt: skip
    (table,) = read_workbook(path, received=RECEIVED).tables
    assert table.sheet == "到账"
    assert len(table.records) == 2
