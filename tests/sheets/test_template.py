"""The template of every kind: built, filled in as its own example says, read back without a Problem."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from shanhai.catalogue.book import BOOK
from shanhai.catalogue.declare import Kind
from shanhai.ledger.terms import set_value
from shanhai.sheets.layout import SheetColumn, columns_of
from shanhai.sheets.sentences import SENTENCES
from shanhai.sheets.template import build_template, importable_kinds
from tests.sheets.world import TODAY, World, read_and_check, told

SAMPLES = {"money": 50_000, "count": 1, "year": 2025, "decimal": 36.5, "flag": "是", "text": "示例2026"}
FILLED = {
    "date": "2025-07-15",
    "giver_place": "柯桥区",
    "receiver_place": "峨边彝族自治县",
    "giver_party": "柯桥区总工会（示例）",
    "receiver_party": "峨边县农发公司（示例）",
    "number": 1,
    "programme": None,
    "giver_party_code": None,
    "receiver_party_code": None,
}


def sample(column: SheetColumn, language: str) -> object:
    if column.code in FILLED:
        return FILLED[column.code]
    if column.choices:
        return column.choices[0].title.in_language(language)
    if column.type == "place":
        return "峨边彝族自治县"
    if column.type == "party":
        return "峨边县农发公司（示例）"
    if column.type == "day":
        return "2025-07-15"
    return SAMPLES[column.type]


def open_book(body: bytes) -> tuple[Worksheet, Workbook]:
    book = load_workbook(io.BytesIO(body))
    return book.worksheets[0], book


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("kind", importable_kinds(), ids=lambda kind: kind.code)
def test_a_template_filled_in_as_it_says_is_read_without_problems(
    world: World, tmp_path: Path, kind: Kind, language: str
) -> None:
    sheet, book = open_book(build_template(kind, language=language, office=world.giver, today=TODAY))
    columns = [column for column in columns_of(kind) if column.own is None or not column.own.personal]
    for place, column in enumerate(columns, 1):
        sheet.cell(3, place).value = sample(column, language)
    path = tmp_path / "filled.xlsx"
    book.save(path)  # type: ignore[attr-defined]
    read, checked = read_and_check(path, world.giver, "")
    assert read.kind is kind
    # What a field's own controls say of a mechanical sample is the business of the field's sample, not of the template.
    assert [one for one in told(checked) if one[1] in SENTENCES] == []
    if not told(checked, "blocks"):
        assert [row.line for row in checked.rows] == [3]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_template_offers_choices_units_help_and_an_example(world: World, language: str) -> None:
    kind = BOOK.kind("consumption.purchase")
    sheet, book = open_book(build_template(kind, language=language, office=world.giver, today=TODAY))
    heads = [cell.value for cell in sheet[1]]
    assert ("金额（元）" if language == "zh" else "Amount (CNY)") in heads
    assert sheet["A2"].value == ("示例" if language == "zh" else "Example")
    lists = {str(rule.sqref).split(":")[0][:-1]: rule for rule in sheet.data_validations.dataValidation}
    channel = sheet.cell(1, heads.index("渠道" if language == "zh" else "Channel") + 1).column_letter
    assert lists[channel].type == "list"
    assert lists[channel].errorStyle in (None, "stop")
    hidden = book["_shanhai"]  # type: ignore[index]
    assert hidden.sheet_state == "veryHidden"
    assert {row[0].value: row[1].value for row in hidden.iter_rows(max_row=4, max_col=2)} == {
        "kind": kind.code,
        "version": str(kind.version),
        "office": world.giver.name,
        "language": language,
    }
    offered = {cell.value for column in hidden.iter_cols(min_col=4) for cell in column}
    assert {"峨边彝族自治县", "柯桥区", "柯桥区总工会（示例）"} <= offered
    assert "马边彝族自治县" not in offered
    helped = book["填表说明" if language == "zh" else "How to fill in"]  # type: ignore[index]
    assert any("示例" in str(cell.value) or "Example" in str(cell.value) for row in helped.iter_rows() for cell in row)


def test_the_example_row_alone_is_no_data(world: World, tmp_path: Path) -> None:
    path = tmp_path / "untouched.xlsx"
    kind = BOOK.kind("funds.arrived")
    path.write_bytes(build_template(kind, language="zh", office=world.giver, today=TODAY))
    _read, checked = read_and_check(path, world.giver, "")
    assert told(checked, "blocks") == [("", "no_rows")]


def test_a_template_of_another_office_is_asked_about(world: World, tmp_path: Path) -> None:
    path = tmp_path / "borrowed.xlsx"
    path.write_bytes(build_template(BOOK.kind("funds.arrived"), language="zh", office=world.receiver, today=TODAY))
    _read, checked = read_and_check(path, world.giver, "")
    assert ("", "office_differs") in told(checked, "ask") or told(checked, "blocks") == [("", "no_rows")]


def test_columns_may_stand_in_any_order_and_language(world: World, tmp_path: Path) -> None:
    from tests.sheets.world import write_book

    heads = ["Order no.", "Amount (10,000 CNY)", "产地", "品名", "卖方", "采购单位", "下单日期", "自己加的一列"]
    row = ["KQ1", 9.6, "峨边彝族自治县", "老腊肉", "峨边县农发公司（示例）", "柯桥区总工会（示例）", "2026-07-08", "x"]
    _read, checked = read_and_check(write_book(tmp_path / "a.xlsx", [row], heads), world.giver)
    assert told(checked) == [("B1", "head_scaled"), ("H1", "head_unknown")]
    assert checked.rows[0].draft.amount == 9_600_000


def test_a_drop_down_offers_the_list_of_the_offices_place(world: World) -> None:
    listed = next(one for one in BOOK.settings if one.code == "consumption.channels")
    set_value(listed, ("offices", "fairs"), place_id="p330600", valid_from=date(2024, 1, 1), set_by_id=None)
    kind = BOOK.kind("consumption.purchase")
    offered = {office: channels_offered(build_template(kind, language="zh", office=held, today=TODAY))
               for office, held in (("giver", world.giver), ("nobody", None))}  # fmt: skip
    assert offered["giver"] == ["进机关", "展销会"]
    assert len(offered["nobody"]) == len(kind.column("channel").choices)


def channels_offered(body: bytes) -> list[str]:
    """The words of the drop-down under the head 渠道, read from the cells its formula names."""
    sheet, book = open_book(body)
    place = next(cell.column_letter for cell in sheet[1] if str(cell.value).startswith("渠道"))
    rule = next(one for one in sheet.data_validations.dataValidation if str(one.sqref).startswith(f"{place}"))
    name, cells = str(rule.formula1).lstrip("=").split("!")
    return [row[0].value for row in book[name.strip("'")][cells.replace("$", "")]]
