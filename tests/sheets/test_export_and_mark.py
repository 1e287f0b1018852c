"""Lists given away, and workbooks given back marked: true values, true types, and never a formula."""

from __future__ import annotations

import csv
import io
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import load_workbook

from shanhai.sheets import export
from shanhai.sheets.export import export_file, export_rows
from shanhai.sheets.mark import mark_workbook
from tests.sheets.world import World, purchase, read_and_check, write_book

DANGEROUS = ["=1+1", "+1", "-1+1", "@SUM(A1)", "\t=1", "=cmd|' /C calc'!A0"]


def test_an_exported_list_keeps_types_and_starts_no_formula() -> None:
    rows = [["柯桥区", Decimal("1234.50"), date(2026, 7, 9), None, 3], *[[text, 0, None, "", -2] for text in DANGEROUS]]
    book = load_workbook(io.BytesIO(export_rows("条目/列表", ["名称", "金额", "日期", "空", "数"], rows, note="示例")))
    sheet = book["条目 列表"]
    assert [cell.value for cell in sheet[2]][:2] == ["柯桥区", 1234.5]
    assert sheet["C2"].value.date() == date(2026, 7, 9)
    assert [sheet.cell(line, 1).value for line in range(3, 3 + len(DANGEROUS))] == DANGEROUS
    for line in range(3, 3 + len(DANGEROUS)):
        assert sheet.cell(line, 1).data_type == "s"
        assert sheet.cell(line, 1).quotePrefix
    assert book["说明"]["A1"].value == "示例"


def test_a_number_beyond_fifteen_digits_keeps_them_all() -> None:
    book = load_workbook(io.BytesIO(export_rows("a", ["n"], [[Decimal("12345678901234567.89")]])))
    assert book.active["A2"].value == "12345678901234567.89"


def test_a_list_too_long_for_a_workbook_becomes_a_csv_with_a_mark(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(export, "WORKBOOK_ROWS_MAX", 3)
    assert export_file("a", ["n"], ([n] for n in range(3))).suffix == ".xlsx"
    exported = export_file("a", ["名称", "数"], ([text, 1] for text in DANGEROUS))
    data = exported.file.read()
    assert exported.suffix == ".csv"
    assert data.startswith(b"\xef\xbb\xbf")
    read = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
    assert read[0] == ["名称", "数"]
    assert [row[0] for row in read[1:]] == [f"'{text}" for text in DANGEROUS]


@pytest.mark.parametrize("large", [False, True])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_marked_workbook_has_every_problem_at_its_cell_and_in_its_list(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, large: bool, language: str
) -> None:
    if large:
        monkeypatch.setattr("shanhai.sheets.mark.LOOKS_KEPT_ROWS_MAX", 1)
    rows = [purchase("KQ1"), purchase("=KQ2", 金额="12,5OO", 日期="2026/7/9"), purchase("KQ1")]
    path = write_book(tmp_path / "a.xlsx", rows)
    read, checked = read_and_check(path, world.giver)
    book = load_workbook(io.BytesIO(mark_workbook(path, read, checked.findings, language=language)))
    listed = book["问题" if language == "zh" else "Problems"]
    assert book.worksheets[0] is listed
    sheet = book["三季度"]
    fills = {name: sheet[name].fill.fgColor.rgb[-6:] for name in ("F3", "H3", "A3", "H4", "F2")}
    assert fills == {"F3": "F6C9B6", "H3": "F6C9B6", "A3": "DCEBE3", "H4": "F6C9B6", "F2": "000000"}
    assert sheet["H3"].value == "=KQ2"
    assert sheet["H3"].data_type == "s"
    texts = [[cell.value for cell in row] for row in listed.iter_rows()]
    assert sum("F3" in [str(cell) for cell in row] for row in texts) == 1
    assert all(cell.data_type != "f" for row in listed.iter_rows() for cell in row)
    assert any(row[2].hyperlink is not None for row in listed.iter_rows(min_row=3))
    assert any("原来的样式" in str(row[0]) or "original looks" in str(row[0]) for row in texts) == large


def test_a_csv_comes_back_as_a_marked_workbook(world: World, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    lines = [
        ",".join(map(str, line))
        for line in [("日期", "金额（元）", "订单号", "产品", "产地"), ("x", 1, "K", "茶", "峨边")]
    ]
    path.write_bytes("\n".join(lines).encode("gb18030"))
    read, checked = read_and_check(path, world.giver)
    book = load_workbook(io.BytesIO(mark_workbook(path, read, checked.findings, language="zh")))
    assert book["csv"]["A2"].value == "x"
    assert book["csv"]["A2"].fill.fgColor.rgb.endswith("F6C9B6")
