"""Everything an office can send by mistake or on purpose: each gets a clear Problem at its place, nothing is kept."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from datetime import date
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from shanhai.algorithms.column_letters import column_letter
from shanhai.ledger.models import Batch, Entry
from shanhai.offices.models import Office
from shanhai.sheets.answers import confirm_batch
from shanhai.sheets.receive import dry_run, receive_file, record_batch
from shanhai.sheets.store import batches_folder
from shanhai.sheets.template import build_template
from tests.sheets.world import PURCHASE_HEADS, TODAY, World, purchase, read_and_check, told, write_book

MB = 1024 * 1024


def receive(path: Path, world: World) -> str:
    """Send a file as the giving office; return the code of the Problem that kept it out, empty where none did."""
    with path.open("rb") as file:
        received = receive_file(
            iter(lambda: file.read(MB), b""),
            file_name=path.name,
            office=world.giver,
            user_id=world.clerk.pk,
            kind_code="consumption.purchase",
        )
    return received.problem.code if received.problem else ""


def incoming_left() -> list[Path]:
    return list(batches_folder().glob("incoming-*"))


def put(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


def zipped(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


def compound_file(stream: str) -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + stream.encode("utf-16-le") + bytes(512)


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("scan.xlsx", b"%PDF-1.7 ...", "file_wrong_type"),
        ("photo.xlsx", b"\x89PNG\r\n\x1a\n....", "file_wrong_type"),
        ("page.xls", b"<html><table><tr><td>1</td></tr></table></html>", "file_wrong_type"),
        ("old.xls", compound_file("Workbook"), "file_wrong_type"),
        ("letter.docx", zipped({"word/document.xml": b"<w/>"}), "file_wrong_type"),
        ("files.zip", zipped({"a.txt": b"1", "inner.zip": zipped({"b": bytes(MB)})}), "file_wrong_type"),
        ("locked.xlsx", compound_file("EncryptedPackage"), "file_locked"),
        ("empty.xlsx", b"", "file_empty"),
        ("half.xlsx", b"PK\x03\x04" + bytes(300), "file_corrupt"),
        ("hollow.xlsx", zipped({"xl/workbook.xml": b"<workbook"}), "file_corrupt"),
        ("noise.csv", bytes(range(256)) * 4, "file_wrong_type"),
    ],
)
def test_a_file_of_a_wrong_type_is_refused_and_leaves_nothing(
    world: World, tmp_path: Path, name: str, data: bytes, code: str
) -> None:
    assert receive(put(tmp_path / name, data), world) == code
    assert Batch.objects.count() == 0
    assert incoming_left() == []


def test_a_cut_off_workbook_is_refused(world: World, tmp_path: Path) -> None:
    whole = write_book(tmp_path / "whole.xlsx", [purchase(f"KQ{n}") for n in range(500)]).read_bytes()
    for keep in (len(whole) // 3, len(whole) - 30):
        assert receive(put(tmp_path / "cut.xlsx", whole[:keep]), world) == "file_corrupt"
    assert Batch.objects.count() == 0


def test_a_file_of_60_mb_is_refused_before_it_is_kept(world: World, tmp_path: Path) -> None:
    path = tmp_path / "large.csv"
    with path.open("wb") as file:
        file.truncate(60 * MB)
    assert receive(path, world) == "file_too_large"
    assert incoming_left() == []


def test_a_zip_bomb_is_refused(world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shanhai.sheets.envelope.UNPACKED_BYTES_MAX", 40 * MB)
    honest = write_book(tmp_path / "a.xlsx", [purchase("KQ1")])
    with zipfile.ZipFile(honest) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    blank = b"<sst>" + b" " * (60 * MB) + b"</sst>"
    bomb = put(tmp_path / "bomb.xlsx", zipped({**parts, "xl/sharedStrings.xml": blank}))
    assert bomb.stat().st_size < 2 * MB
    assert receive(bomb, world) == "file_swells"


def test_a_zip_that_lies_about_its_size_is_refused(world: World, tmp_path: Path) -> None:
    """The central entry promises a small part while the stream goes on: other readers believe the stream."""
    honest = write_book(tmp_path / "a.xlsx", [purchase("KQ1")])
    with zipfile.ZipFile(honest) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    data = bytearray(zipped({**parts, "xl/media/image1.xml": b"x" * (40 * MB)}))
    true_size = struct.pack("<L", 40 * MB)
    lie = struct.pack("<L", 100)
    promised = zlib.crc32(b"x" * (40 * MB)), zlib.crc32(b"x" * 100)
    data = bytearray(bytes(data).replace(true_size, lie).replace(*(struct.pack("<L", crc) for crc in promised)))
    assert receive(put(tmp_path / "liar.xlsx", bytes(data)), world) in ("file_swells", "file_corrupt")


def test_entities_in_a_part_are_refused(world: World, tmp_path: Path) -> None:
    honest = write_book(tmp_path / "a.xlsx", [purchase("KQ1")])
    with zipfile.ZipFile(honest) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["xl/sharedStrings.xml"] = b'<!DOCTYPE x [<!ENTITY a "aaaa">]>' + parts["xl/sharedStrings.xml"]
    assert receive(put(tmp_path / "entities.xlsx", zipped(parts)), world) == "file_corrupt"


def test_cells_at_the_far_corner_are_refused_before_a_dense_reader_sees_them(world: World, tmp_path: Path) -> None:
    path = tmp_path / "corner.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("三季度")
        for place, head in enumerate(PURCHASE_HEADS):
            sheet.write_string(0, place, head)
        sheet.write_string(1_048_575, 16_383, "x")
    assert receive(path, world) == "blank_area"


def test_a_million_blank_rows_are_told_and_passed_over(world: World, tmp_path: Path) -> None:
    path = tmp_path / "blank.xlsx"
    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
        sheet = book.add_worksheet("三季度")
        for place, head in enumerate(PURCHASE_HEADS):
            sheet.write_string(0, place, head)
        for place, cell in enumerate(purchase("KQ1")):
            sheet.write(1, place, cell)
        sheet.write_string(1_000_000, 0, " ")
    assert receive(path, world) == ""
    _read, checked = read_and_check(path, world.giver)
    assert checked.row_count == 1
    assert ("", "blank_rows") in told(checked, "note")


def test_rows_beyond_what_one_file_may_hold_are_refused(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shanhai.sheets.read.ROWS_MAX", 20)
    path = write_book(tmp_path / "many.xlsx", [purchase(f"KQ{n}") for n in range(21)])
    _read, checked = read_and_check(path, world.giver)
    assert told(checked, "blocks") == [("", "too_many_rows")]


def test_merged_heads_and_merged_cells_are_told_at_their_place(world: World, tmp_path: Path) -> None:
    path = tmp_path / "merged.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("三季度")
        for place, head in enumerate(PURCHASE_HEADS):
            sheet.write_string(0, place, head)
        sheet.merge_range(0, 4, 0, 5, "金额（元）")
        for line in (1, 2):
            for place, cell in enumerate(purchase(f"KQ{line}")):
                sheet.write(line, place, cell)
        sheet.merge_range(1, 6, 2, 6, "峨边彝族自治县")
    _read, checked = read_and_check(path, world.giver)
    assert ("E1", "head_merged") in told(checked, "blocks")
    assert ("G2", "cells_merged") in told(checked, "blocks")


def test_a_head_over_two_rows_is_read(world: World, tmp_path: Path) -> None:
    path = tmp_path / "two.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("三季度")
        sheet.merge_range(0, 0, 0, 7, "柯桥区消费帮扶三季度台账")
        for place, head in enumerate(PURCHASE_HEADS):
            sheet.merge_range(1, place, 2, place, head)
        for place, cell in enumerate(purchase("KQ1")):
            sheet.write(3, place, cell)
    _read, checked = read_and_check(path, world.giver)
    assert told(checked, "blocks") == []
    assert [row.line for row in checked.rows] == [4]


@pytest.mark.parametrize("formula", ["=1+1", '=HYPERLINK("http://example.org","越城")'])
def test_a_formula_never_worked_out_is_told_where_the_column_may_stay_blank_too(
    world: World, tmp_path: Path, formula: str
) -> None:
    path = tmp_path / "uncounted.xlsx"
    book = openpyxl.Workbook()
    sheet = book.active
    for line, row in enumerate([PURCHASE_HEADS, purchase("KQ1")], 1):
        for place, cell in enumerate(row, 1):
            sheet.cell(line, place, cell)
    place = PURCHASE_HEADS.index("海方单位") + 1
    sheet.cell(2, place, formula)
    book.save(path)
    _read, checked = read_and_check(path, world.giver)
    assert (f"{column_letter(place - 1)}2", "formula_blank") in told(checked, "blocks")
    assert checked.rows == []


def test_a_formula_that_shows_nothing_is_a_blank(world: World, tmp_path: Path) -> None:
    told_x, path = tmp_path / "told.xlsx", tmp_path / "blank.xlsx"
    with xlsxwriter.Workbook(str(told_x)) as book:
        sheet = book.add_worksheet("三季度")
        for line, row in enumerate([PURCHASE_HEADS, purchase("KQ1")]):
            for place, cell in enumerate(row):
                sheet.write(line, place, cell)
        sheet.write_formula(1, PURCHASE_HEADS.index("海方单位"), '=IF(A2="","","")', None, "x")
    # Excel keeps the text a formula shows, here one of no letters.
    with zipfile.ZipFile(told_x) as held, zipfile.ZipFile(path, "w") as kept:
        for part in held.namelist():
            kept.writestr(part, held.read(part).replace(b"<v>x</v>", b"<v></v>"))
    _read, checked = read_and_check(path, world.giver)
    assert "formula_blank" not in [code for _cell, code in told(checked, "blocks")]
    assert len(checked.rows) == 1


def test_formulas_are_read_by_value_and_told_or_refused_without_one(world: World, tmp_path: Path) -> None:
    path = tmp_path / "formulas.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("三季度")
        for place, head in enumerate(PURCHASE_HEADS):
            sheet.write_string(0, place, head)
        for line in (1, 2, 3):
            for place, cell in enumerate(purchase(f"KQ{line}")):
                sheet.write(line, place, cell)
        sheet.write_formula(1, 5, "=E2*80", None, 96000)
        sheet.write_formula(2, 5, "=E3*80", None, "")
        sheet.write_formula(3, 5, "=E4/0", None, "#DIV/0!")
    _read, checked = read_and_check(path, world.giver)
    assert ("F2", "formula_read") in told(checked, "note")
    assert ("F3", "formula_blank") in told(checked, "blocks")
    assert ("F4", "cell_error") in told(checked, "blocks")
    assert checked.rows[0].draft.amount == 9_600_000


@pytest.mark.parametrize(
    ("cell", "expected", "code"),
    [
        (date(2026, 7, 9), (date(2026, 7, 9), "day"), None),
        ("2026-07-09", (date(2026, 7, 9), "day"), None),
        (2023.6, (date(2023, 6, 1), "month"), "date_mended"),
        ("2023.6", (date(2023, 6, 1), "month"), "date_mended"),
        ("2023年6月", (date(2023, 6, 1), "month"), "date_mended"),
        ("２０２３年６月５日", (date(2023, 6, 5), "day"), "date_mended"),
        (45200, (date(2023, 10, 1), "day"), "date_serial"),
        ("45200", (date(2023, 10, 1), "day"), "date_serial"),
        ("2026/7/9", (date(2026, 7, 9), "day"), "date_mended"),
    ],
)
def test_dates_as_text_are_read_and_told(
    world: World, tmp_path: Path, cell: object, expected: tuple[date, str], code: str | None
) -> None:
    path = write_book(tmp_path / "days.xlsx", [purchase("KQ1", 日期=cell)])
    _read, checked = read_and_check(path, world.giver)
    assert told(checked, "blocks") == []
    assert (checked.rows[0].draft.on_date, checked.rows[0].draft.date_precision) == expected
    assert ([("A2", code)] if code else []) == [one for one in told(checked) if one[0] == "A2"]


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("2026-13-02", "date_month"),
        ("2026-02-30", "date_day"),
        ("下半年", "date_bad"),
        ("待定", "date_bad"),
        (2023.1, "date_two_ways"),
        ("", "required"),
        ("2026-12-31", "date.future"),
    ],
)
def test_days_that_cannot_be_are_refused(world: World, tmp_path: Path, cell: object, code: str) -> None:
    _read, checked = read_and_check(write_book(tmp_path / "days.xlsx", [purchase("KQ1", 日期=cell)]), world.giver)
    assert ("A2", code) in told(checked, "blocks")
    assert checked.rows == []


@pytest.mark.parametrize(
    ("cell", "fen", "code"),
    [
        (96000, 9_600_000, None),
        (21167.739999999998, 2_116_774, None),
        ("96000.5", 9_600_050, None),
        ("1,234.5万", 1_234_500_000, "number_mended"),
        ("１，２３４．５０", 123_450, "number_mended"),
        ("12,500.00", 1_250_000, "number_mended"),
        ("9 6 0 0", None, "number_two"),
        ("约1200", 120_000, "number_about"),
        ("12,5OO", None, "number_letter"),
        ("1,23", None, "number_bad"),
        ("一批", None, "number_bad"),
        ("300、500", None, "number_two"),
        ("120人", None, "number_unit"),
        (-500, None, "number_negative"),
        ("-500", None, "number_negative"),
        (0, 0, "number_zero"),
        ("", None, "required"),
        ("—", None, "required"),
        (12.345, 1235, "number_finer"),
        (2.0**61, None, "number_huge"),
    ],
)
def test_amounts_are_read_exactly_or_refused(
    world: World, tmp_path: Path, cell: object, fen: int | None, code: str | None
) -> None:
    _read, checked = read_and_check(write_book(tmp_path / "a.xlsx", [purchase("KQ1", 金额=cell)]), world.giver)
    assert [row.draft.amount for row in checked.rows] == ([] if fen is None else [fen])
    assert ([("F2", code)] if code else []) == [one for one in told(checked) if one[0] == "F2" and "." not in one[1]]


def test_a_head_in_ten_thousand_yuan_scales_the_column_and_is_told(world: World, tmp_path: Path) -> None:
    heads = [head.replace("金额（元）", "金额/万元") for head in PURCHASE_HEADS]
    _read, checked = read_and_check(write_book(tmp_path / "a.xlsx", [purchase("KQ1", 金额=9.6)], heads), world.giver)
    assert checked.rows[0].draft.amount == 9_600_000
    assert ("F1", "head_scaled") in told(checked, "note")


def test_a_head_in_another_money_is_refused(world: World, tmp_path: Path) -> None:
    heads = [head.replace("金额（元）", "金额（美元）") for head in PURCHASE_HEADS]
    _read, checked = read_and_check(write_book(tmp_path / "a.xlsx", [purchase("KQ1")], heads), world.giver)
    assert ("F1", "head_unit") in told(checked, "blocks")


@pytest.mark.parametrize(
    ("cell", "code", "right"),
    [
        ("峨边县", "place_mended", "峨边彝族自治县"),
        ("市中区", "place_several", "内江市市中区"),
        ("江干区", "place_gone", "上城区"),
        ("市辖区", "place_sum", ""),
        ("桃花源县", "place_unknown", ""),
        ("马边彝族自治县", "origin.not_paired", "峨边彝族自治县"),
    ],
)
def test_places_are_resolved_or_told_with_what_would_be_right(
    world: World, tmp_path: Path, cell: str, code: str, right: str
) -> None:
    _read, checked = read_and_check(write_book(tmp_path / "a.xlsx", [purchase("KQ1", 产地=cell)]), world.giver)
    assert ("G2", code) in told(checked)
    problem = next(one for one in checked.findings.problems() if one.code == code)
    assert right in f"{problem.what.zh}{problem.right.zh if problem.right else ''}"


def test_a_party_outside_the_pairing_is_told_with_the_pairings_there_are(world: World, tmp_path: Path) -> None:
    row = purchase("KQ1", 山方单位="彭水苗族土家族自治县农投公司（示例）")
    _read, checked = read_and_check(write_book(tmp_path / "a.xlsx", [row]), world.giver)
    assert told(checked, "blocks") == [("C2", "pairing_none")]
    problem = next(one for one in checked.findings.problems() if one.code == "pairing_none")
    assert problem.right is not None
    assert "2026年柯桥区结对：峨边彝族自治县" in problem.right.zh


def test_a_registered_party_of_another_county_is_refused(world: World, tmp_path: Path) -> None:
    heads = (*PURCHASE_HEADS, "海方", "山方")
    row = [*purchase("KQ1", 海方单位="越城区机关食堂（示例）"), "柯桥区", "峨边彝族自治县"]
    _read, checked = read_and_check(write_book(tmp_path / "a.xlsx", [row], heads), world.giver)
    assert ("B2", "party_outside") in told(checked, "blocks")


def test_a_date_before_the_pairing_is_refused(world: World, tmp_path: Path) -> None:
    path = write_book(tmp_path / "a.xlsx", [purchase("KQ1", 日期="2020-05-01")])
    _read, checked = read_and_check(path, world.giver)
    assert ("A2", "pairing_date") in told(checked, "blocks")
    assert "自 2021-04 起" in next(one.what.zh for one in checked.findings.problems() if one.code == "pairing_date")


def test_an_office_reports_its_own_pairings_only(world: World, tmp_path: Path) -> None:
    row = purchase("KQ1", 海方单位="越城区机关食堂（示例）", 山方单位="马边彝族自治县茶厂（示例）", 产地="马边")
    _read, checked = read_and_check(write_book(tmp_path / "a.xlsx", [row]), world.giver)
    assert "office_outside" in {code for _cell, code in told(checked, "blocks")}
    _read, checked = read_and_check(tmp_path / "a.xlsx", world.city)
    assert "office_outside" not in {code for _cell, code in told(checked, "blocks")}


def test_a_template_of_an_unknown_version_or_kind_is_told(world: World, tmp_path: Path) -> None:
    from shanhai.catalogue.book import BOOK

    kind = BOOK.kind("consumption.purchase")
    body = build_template(kind, language="zh", office=world.giver, today=TODAY)
    for old, new, code in (("1", "7", "version_unknown"), (kind.code, "consumption.rental", "kind_unknown")):
        path = put(tmp_path / "template.xlsx", _remark(body, old, new))
        _read, checked = read_and_check(path, world.giver, "")
        assert told(checked, "blocks") == [("", code)]


def _remark(body: bytes, old: str, new: str) -> bytes:
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(body))
    for name, value in book["_shanhai"].iter_rows(max_row=4, max_col=2):
        if value.value == old and name.value in ("version", "kind"):
            value.value = new
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_an_order_told_twice_in_a_file_is_refused_at_the_second_cell(world: World, tmp_path: Path) -> None:
    rows = [purchase("KQ1"), purchase("KQ2"), purchase("kq 1", 金额=500)]
    _read, checked = read_and_check(write_book(tmp_path / "a.xlsx", rows), world.giver)
    assert told(checked, "blocks") == [("H4", "same_in_file")]
    assert "第 2 行" in next(one.what.zh for one in checked.findings.problems() if one.weight == "blocks")


def test_an_order_of_the_ledger_is_told_and_refused_with_another_amount(world: World, tmp_path: Path) -> None:
    first = write_book(tmp_path / "first.xlsx", [purchase("KQ1"), purchase("KQ2")])
    assert receive(first, world) == ""
    batch = Batch.objects.get()
    assert dry_run(batch) is not None
    assert confirm_batch(batch, user_id=world.clerk.pk)
    assert record_batch(batch).recorded is not None
    second = write_book(tmp_path / "second.xlsx", [purchase("KQ1"), purchase("KQ2", 金额=77), purchase("KQ3")])
    assert receive(second, world) == ""
    again = Batch.objects.latest("pk")
    found = dry_run(again)
    assert found is not None
    assert told(found.checked, "note") == [("H2", "known_already")]
    assert told(found.checked, "blocks") == [("H3", "key_recorded_otherwise")]
    assert not confirm_batch(again, user_id=world.clerk.pk)
    assert Entry.objects.count() == 2


@pytest.mark.parametrize("sign", ["=", "+", "-", "@"])
def test_names_that_begin_like_formulas_are_refused(world: World, tmp_path: Path, sign: str) -> None:
    rows = [purchase(f"{sign}KQ1"), purchase("KQ2", 山方单位=f"{sign}HYPERLINK(1)"), purchase("KQ3", 产品=f"{sign}茶")]
    _read, checked = read_and_check(write_book(tmp_path / "a.xlsx", rows), world.giver)
    assert [cell for cell, code in told(checked, "blocks") if code == "text_formula"] == ["H2", "C3", "D4"]


def test_a_long_number_that_lost_its_digits_is_refused(world: World, tmp_path: Path) -> None:
    path = write_book(tmp_path / "a.xlsx", [purchase("KQ1", 订单号=202607150000000123)])
    _read, checked = read_and_check(path, world.giver)
    assert ("H2", "text_cut") in told(checked, "blocks")


def test_a_table_of_something_else_names_the_missing_columns(world: World, tmp_path: Path) -> None:
    path = write_book(tmp_path / "a.xlsx", [["甲", 1]], ["姓名", "年龄"])
    _read, checked = read_and_check(path, world.giver)
    assert told(checked, "blocks") == [("", "no_head")]
    assert "订单号" in next(one.what.zh for one in checked.findings.problems())


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_csv_is_read_in_the_encodings_offices_use(world: World, tmp_path: Path, encoding: str) -> None:
    lines = [PURCHASE_HEADS, purchase("KQ1"), purchase("KQ2", 产品="峨眉𠮷腊肉" if encoding != "gb18030" else "腊肉")]
    text = "\r\n".join(",".join(map(str, line)) for line in lines)
    _read, checked = read_and_check(put(tmp_path / "a.csv", text.encode(encoding)), world.giver)
    assert told(checked, "blocks") == []
    assert [row.draft.amount for row in checked.rows] == [9_600_000, 9_600_000]


def test_doubtful_bytes_in_a_csv_are_not_guessed(world: World, tmp_path: Path) -> None:
    lines = [",".join(PURCHASE_HEADS), ",".join(map(str, purchase("KQ1")))]
    data = "\n".join(lines).encode("gb18030") + b"\n\xff\xff\xff,\xfe"
    _read, checked = read_and_check(put(tmp_path / "a.csv", data), world.giver)
    assert checked.findings.stop


def test_sums_notes_and_examples_are_not_read_as_rows(world: World, tmp_path: Path) -> None:
    heads = ("序号", *PURCHASE_HEADS)
    rows = [
        ["示例", *purchase("KQ0")],
        [1, *purchase("KQ1")],
        [2, *[""] * 8],
        ["合计", *[""] * 5, 96000, "", ""],
        ["注：金额含税", *[""] * 8],
    ]
    _read, checked = read_and_check(write_book(tmp_path / "a.xlsx", rows, heads), world.giver)
    assert [row.draft.details["order_no"] for row in checked.rows] == ["KQ1"]
    assert ("5", "rows_passed") in told(checked, "note")
    assert told(checked, "blocks") == []


def test_yes_in_a_column_of_numbers_has_one_problem(world: World, tmp_path: Path) -> None:
    path = write_book(tmp_path / "a.xlsx", [purchase("KQ1"), purchase("KQ2", 金额=True)])
    _read, checked = read_and_check(path, world.giver)
    codes = [one.code for one in checked.findings.problems() if one.weight == "blocks"]
    assert codes == ["number_bad"]


def test_a_command_in_a_cell_is_never_offered_as_what_would_be_right(world: World, tmp_path: Path) -> None:
    path = write_book(tmp_path / "a.xlsx", [purchase("KQ1", 产品="+cmd|' /C calc'!A0")])
    _read, checked = read_and_check(path, world.giver)
    (found,) = [one for one in checked.findings.problems() if one.code == "text_formula"]
    assert found.right is not None
    assert "cmd" not in found.right.zh


def test_a_third_party_without_a_place_enters_nothing_between_two_places(world: World, tmp_path: Path) -> None:
    path = write_book(tmp_path / "third.xlsx", [purchase("KQ1")])
    keepers = Office.objects.create(name="公开资料编录（示例）", side="neither", is_example=True)
    _read, checked = read_and_check(path, keepers)
    assert "office_of_no_place" in [code for _cell, code in told(checked, "blocks")]
    assert checked.rows == []
    team = Office.objects.create(name="驻峨边工作队（示例）", side="neither", place_id="p511132", is_example=True)
    _read, checked = read_and_check(path, team)
    assert told(checked, "blocks") == []
    assert len(checked.rows) == 1


def test_a_sum_that_fills_most_of_a_short_table_is_left_out_with_a_note(world: World, tmp_path: Path) -> None:
    rows = [purchase("KQ1"), purchase("KQ2"), ["合计", *purchase("KQ3")[1:]], ["总计：", *purchase("KQ4")[1:]]]
    _read, checked = read_and_check(write_book(tmp_path / "a.xlsx", rows), world.giver)
    assert [row.draft.details["order_no"] for row in checked.rows] == ["KQ1", "KQ2"]
    assert [code for _row, code in told(checked, "note") if code == "rows_passed"]
    assert told(checked, "blocks") == []
