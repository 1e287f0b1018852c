"""Ledgers as an office keeps them: read, confirmed, kept by their shape, recorded through the checks of their kind."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import DatabaseError, transaction
from openpyxl import Workbook, load_workbook

from shanhai.activities.models import Activity
from shanhai.ledger.models import Batch, BatchState, Entry
from shanhai.offices.models import AuditEvent
from shanhai.sheets.answers import accept_doubt, confirm_batch, may_be_recorded
from shanhai.sheets.carried import choices_of, foreign_kinds, kinds_carrying, targets_of
from shanhai.sheets.clean_reading import write_clean_reading
from shanhai.sheets.kept import forget_readings, keep_readings, kept_mapping, kept_readings
from shanhai.sheets.mark import mark_workbook
from shanhai.sheets.models import KeptReading
from shanhai.sheets.own_books import OWN, forget_reading, is_own, is_settled, settle_reading
from shanhai.sheets.own_corrections import Said, correct_table
from shanhai.sheets.receive import dry_run, file_path, look_at, receive_file, record_batch
from tests.sheets.own_ledgers import LINES, MORE_LINES, TEA_GARDEN, write_ledger, write_project_list, write_roster
from tests.sheets.world import World

PURPOSE = {"归口": "purpose"}


def take(path: Path, world: World, office: str = "giver", **words: Any) -> Batch:
    sender = getattr(world, office)
    received = receive_file([path.read_bytes()], file_name=path.name, office=sender, user_id=None, **words)
    assert received.batch is not None, (received.problem, received.repeated)
    dry_run(received.batch)
    received.batch.refresh_from_db()
    return received.batch


def correct(batch: Batch, said: Said, number: int = 0) -> None:
    assert correct_table(batch, number, said)
    dry_run(batch)
    batch.refresh_from_db()


def table(batch: Batch, number: int = 0) -> dict[str, Any]:
    return dict(batch.problems[OWN]["tables"][number])


def told(batch: Batch, weight: str = "") -> list[tuple[str, str]]:
    lines = [line for line in batch.problems["told"] if not weight or line["weight"] == weight]
    return [(f"{line['column'] or ''}{line['row'] or ''}", line["code"]) for line in lines]


def record(batch: Batch) -> None:
    assert confirm_batch(batch, user_id=None), batch.problems["told"]
    assert record_batch(batch).recorded is not None


def write_rows(path: Path, rows: list[list[Any]], sheet: str = "表") -> Path:
    book = Workbook()
    page = book.active
    assert page is not None
    page.title = sheet
    for row in rows:
        page.append(row)
    book.save(path)
    return path


def test_what_an_office_keeps_is_found_by_shape_and_the_newest_word_holds(world: World) -> None:
    keep_readings(world.giver.pk, {"a": {"kind": "funds.arrival"}}, {"a": ["日期", "数额"]}, user_id=None)
    keep_readings(world.giver.pk, {"a": {"kind": "funds.arrival"}}, {"a": ["日期", "数额"]}, user_id=None)
    assert KeptReading.objects.count() == 1
    keep_readings(world.giver.pk, {"a": {"kind": "funds.allocation"}}, {}, user_id=None)
    assert kept_mapping(world.giver.pk) == {"a": {"kind": "funds.allocation"}}
    assert kept_mapping(world.receiver.pk) == {}
    assert forget_readings(world.receiver.pk, ["a"], user_id=None) == 0
    assert forget_readings(world.giver.pk, ["a", "b"], user_id=None) == 1
    assert kept_readings(world.giver.pk) == []
    assert KeptReading.objects.count() == 3
    assert list(AuditEvent.objects.values_list("action", flat=True)) == [
        "reading.keep",
        "reading.keep",
        "reading.forget",
    ]


@pytest.mark.parametrize("act", ["change", "remove"])
def test_the_database_refuses_to_change_what_was_kept(world: World, act: str) -> None:
    keep_readings(world.giver.pk, {"a": {"kind": "funds.arrival"}}, {}, user_id=None)
    rows = KeptReading.objects.all()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        rows.update(mapping=None) if act == "change" else rows.delete()


def test_a_ledger_waits_for_confirmation_and_its_like_does_not(world: World, tmp_path: Path) -> None:
    first = take(write_ledger(tmp_path / "一.xlsx"), world)
    assert is_own(first)
    assert first.problems["counts"]["blocks"] == 0
    assert not may_be_recorded(first)
    assert not confirm_batch(first, user_id=None)
    correct(first, Said(means=PURPOSE))
    assert settle_reading(first, user_id=None)
    record(first)
    entries = list(Entry.objects.order_by("serial"))
    assert [entry.amount for entry in entries] == [1_200_000_00, 805_000_00, 500_000_00]
    assert {entry.receiver_place_id for entry in entries} == {"p511132"}
    assert [entry.date_precision for entry in entries] == ["day", "day", "month"]
    assert entries[0].locator == "到账!E5"
    assert '"purpose":"industry"' in entries[0].details.replace(" ", "")
    second = take(write_ledger(tmp_path / "二.xlsx", MORE_LINES), world)
    assert is_settled(second)
    assert table(second)["is_kept"]
    record(second)
    assert Entry.objects.count() == 5
    theirs = take(write_ledger(tmp_path / "三.xlsx", MORE_LINES), world, "receiver")
    assert not is_settled(theirs)


def test_the_same_ledger_twice_is_told_and_adds_nothing(world: World, tmp_path: Path) -> None:
    path = write_ledger(tmp_path / "一.xlsx")
    batch = take(path, world)
    settle_reading(batch, user_id=None)
    record(batch)
    again = receive_file([path.read_bytes()], file_name="二.xlsx", office=world.giver, user_id=None)
    assert again.batch is None
    assert again.repeated is not None
    assert again.repeated.pk == batch.pk


def test_a_sum_that_does_not_add_up_is_asked_about_at_its_cell_and_never_recorded(world: World, tmp_path: Path) -> None:
    batch = take(write_ledger(tmp_path / "一.xlsx", total=250), world)
    assert told(batch, "ask") == [("E8", "total_does_not_add")]
    line = next(line for line in batch.problems["told"] if line["code"] == "total_does_not_add")
    assert line["right"][0] == "应为 250.5 万元。"
    assert batch.problems["adds"]["rows"] == len(LINES)
    settle_reading(batch, user_id=None)
    assert not may_be_recorded(batch)
    assert accept_doubt(batch, line["key"], reason="原表笔误", same_as=None, user_id=None)
    record(batch)
    assert sum(Entry.objects.values_list("amount", flat=True)) == 2_505_000_00


def test_a_cell_that_cannot_be_read_blocks_once_at_its_own_cell(world: World, tmp_path: Path) -> None:
    lines = [(*LINES[0][:2], "12O", *LINES[0][3:]), ("待定", *LINES[1][1:]), LINES[2]]
    batch = take(_write_with_words(tmp_path, lines), world)
    assert sorted(told(batch, "blocks")) == [("D6", "date_bad"), ("E5", "number_letter")]
    assert batch.problems["adds"]["rows"] == 1


def _write_with_words(folder: Path, lines: list[Any]) -> Path:
    path = write_ledger(folder / "坏格.xlsx")
    book = load_workbook(path)
    for row, line in enumerate(lines, 5):
        book["到账"].cell(row, 4, line[0])
        book["到账"].cell(row, 5, line[2])
    book.save(path)
    return path


def test_repairs_are_told_at_their_cells(world: World, tmp_path: Path) -> None:
    notes = told(take(write_ledger(tmp_path / "一.xlsx"), world), "note")
    assert {("E4", "unit_read"), ("B5", "read_as"), ("D5", "read_as"), ("B6", "carried_down")} <= set(notes)
    assert ("A8", "rows_no_entries") in notes


def test_a_changed_kind_unit_or_row_changes_what_would_be_recorded(world: World, tmp_path: Path) -> None:
    batch = take(write_ledger(tmp_path / "一.xlsx"), world)
    correct(batch, Said(kind="=funds.allocated"))
    assert table(batch)["entry_kinds"] == ["funds.allocated"]
    correct(batch, Said(unit="元"))
    settle_reading(batch, user_id=None)
    correct(batch, Said(rows={7: "note", 8: "total"}))
    assert batch.problems["adds"]["rows"] == 2
    assert not is_settled(batch)
    correct(batch, Said(units={"资金到账情况/数额": "亿元"}))
    settle_reading(batch, user_id=None)
    for line in batch.problems["told"]:
        if line["weight"] == "ask":
            accept_doubt(batch, line["key"], reason="试", same_as=None, user_id=None)
    record(batch)
    assert [(one.kind, one.amount) for one in Entry.objects.order_by("serial")] == [
        ("funds.allocated", 120 * 10**8 * 100),
        ("funds.allocated", 805 * 10**7 * 100),
    ]
    later = take(write_ledger(tmp_path / "二.xlsx", MORE_LINES), world)
    assert table(later)["entry_kinds"] == ["funds.allocated"]
    assert later.problems["adds"]["rows"] == 2


def test_a_meaning_that_moves_leaves_the_column_it_had(world: World, tmp_path: Path) -> None:
    batch = take(write_ledger(tmp_path / "一.xlsx"), world)
    correct(batch, Said(means={"归口": "voucher_no"}))
    means = {column["column"]: column["means"] for column in table(batch)["columns"]}
    assert (means["F"], means["G"]) == ("ignored", "voucher_no")


def test_header_rows_can_be_named(world: World, tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        ["受援地", "支援地", "到账金额", "到账日期", "凭证号"],
        ["全称", "全称", "万元", "年月日", "回单"],
        ["峨边县", "柯桥区", 100, "2026.5.1", "示例-1"],
        ["峨边县", "柯桥区", 200, "2026.6.1", "示例-2"],
    ]
    batch = take(write_rows(tmp_path / "a.xlsx", rows), world, as_own=True)
    header = table(batch)["header_rows"]
    said = {line: "header" if line not in header else "note" for line in (1, 2)}
    correct(batch, Said(rows=said))
    assert table(batch)["header_rows"] != header


def test_what_no_column_gives_can_be_said_for_all_rows(world: World, tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        ["2026年项目资金支付明细（示例）"],
        ["支付日期", "支付金额（元）", "收款单位", "凭证号"],
        ["2026.5.1", 100, "峨边彝族自治县财政局", "示例-1"],
        ["2026.6.1", 200, "峨边彝族自治县财政局", "示例-2"],
    ]
    batch = take(write_rows(tmp_path / "a.xlsx", rows), world)
    assert table(batch)["entry_kinds"] == ["funds.paid"]
    assert told(batch, "blocks") == [("A2", "own_column_missing")]
    line = next(line for line in batch.problems["told"] if line["code"] == "own_column_missing")
    assert "表里没有的列" in line["right"][0]
    correct(batch, Said(fixed={"project_no": "示例-XM1"}))
    assert told(batch, "blocks") == []
    assert table(batch)["fixed"] == {"project_no": "示例-XM1"}


def test_an_amount_spread_over_batches_becomes_a_row_for_each(world: World, tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        ["2026年协作资金到账台账（示例，单位：万元）"],
        ["受援地", "支援地", "第一批", None, "第二批", None, "合计"],
        [None, None, "金额", "到账时间", "金额", "到账时间", None],
        ["峨边县", "柯桥区", 100, "2026.3.1", 50, "2026.8.1", 150],
        ["峨边县", "柯桥区", 30, "2026.4.1", None, None, 30],
    ]
    batch = take(write_rows(tmp_path / "a.xlsx", rows), world)
    settle_reading(batch, user_id=None)
    record(batch)
    found = Entry.objects.order_by("serial").values_list("amount", "on_date", "locator")
    assert sorted((amount, str(day), cell) for amount, day, cell in found) == [
        (300_000_00, "2026-04-01", "表!C5"),
        (500_000_00, "2026-08-01", "表!E4"),
        (1_000_000_00, "2026-03-01", "表!C4"),
    ]


def write_two_amounts(path: Path) -> Path:
    """Write a ledger in which every row tells what arrived and what was paid, each with its own day."""
    rows: list[list[Any]] = [
        ["2026年协作资金到位支付台账（示例）"],
        ["单位：万元"],
        ["支援地", "受援地", "到位时间", "到位资金", "支付时间", "支付资金", "凭证号"],
        ["柯桥区", "峨边县", "2026.3.1", 120, "2026.4.1", 100, "示例-1"],
        ["柯桥区", "峨边县", "2026.3.2", 80, None, None, "示例-2"],
        ["合计", None, None, 200, None, 100, None],
    ]
    return write_rows(path, rows)


def test_two_amounts_of_a_row_become_an_entry_of_each_kind_with_its_own_day(world: World, tmp_path: Path) -> None:
    batch = take(write_two_amounts(tmp_path / "a.xlsx"), world)
    assert table(batch)["entry_kinds"] == ["funds.arrived", "funds.paid"]
    correct(batch, Said(fixed={"project_no": "示例-XM1"}))
    assert told(batch, "blocks") == []
    assert told(batch, "ask") == [("F4", "project.unknown")]
    assert batch.problems["kinds"] == [
        {"kind": "funds.arrived", "rows": 2, "amount": 2_000_000_00},
        {"kind": "funds.paid", "rows": 1, "amount": 1_000_000_00},
    ]
    doubt = next(line["key"] for line in batch.problems["told"] if line["weight"] == "ask")
    assert accept_doubt(batch, doubt, reason="示例：项目库自下月起用", same_as=None, user_id=None)
    settle_reading(batch, user_id=None)
    record(batch)
    held = Entry.objects.order_by("serial").values_list("kind", "on_date", "amount", "locator")
    assert [(kind, f"{day:%m-%d}", amount, cell) for kind, day, amount, cell in held] == [
        ("funds.arrived", "03-01", 1_200_000_00, "表!D4"),
        ("funds.arrived", "03-02", 800_000_00, "表!D5"),
        ("funds.paid", "04-01", 1_000_000_00, "表!F4"),
    ]


def test_plan_arrival_and_spending_of_a_row_are_each_proposed_as_their_kind(world: World, tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        ["2026年东西部协作资金情况表（示例）"],
        ["单位：万元"],
        ["序号", "支援地", "受援地", "年度", "计划", "到位", "支出"],
        [1, "柯桥区", "峨边县", "2026年", 120, 100, 80],
        ["合计", None, None, None, 120, 100, 80],
    ]
    batch = take(write_rows(tmp_path / "a.xlsx", rows), world)
    assert table(batch)["kind"] == "funds.arrival"
    sums = {one["kind"]: one["amount"] for one in batch.problems["kinds"]}
    assert sums == {"funds.agreed": 1_200_000_00, "funds.arrived": 1_000_000_00, "funds.paid": 800_000_00}


def test_a_column_of_amounts_can_be_recorded_as_a_kind_of_its_own_and_is_so_next_time(
    world: World, tmp_path: Path
) -> None:
    rows: list[list[Any]] = [
        ["2026年协作资金情况（示例，单位：万元）"],
        ["受援地", "支援地", "日期", "安排数", "到账数"],
        ["峨边县", "柯桥区", "2026.3.1", 120, 100],
        ["峨边县", "柯桥区", "2026.4.1", 60, 60],
    ]
    batch = take(write_rows(tmp_path / "a.xlsx", rows), world)
    correct(batch, Said(means={"安排数": "money.funds.allocated", "到账数": "amount"}))
    assert table(batch)["entry_kinds"] == ["funds.arrived", "funds.allocated"]
    sums = {one["kind"]: one["amount"] for one in batch.problems["kinds"]}
    assert sums == {"funds.arrived": 1_600_000_00, "funds.allocated": 1_800_000_00}
    settle_reading(batch, user_id=None)
    rows[2][4] = 110
    again = take(write_rows(tmp_path / "b.xlsx", rows), world)
    assert is_settled(again)
    assert table(again)["entry_kinds"] == ["funds.arrived", "funds.allocated"]


def test_a_doubt_quotes_the_cell_as_it_stands_and_the_clean_reading_says_it_in_words(
    world: World, tmp_path: Path
) -> None:
    lines = [("2026.3.1", "柯桥区", "300余", "示例-1", "产业"), ("2026.4.2", "柯桥区", 80.5, "示例-2", "教育")]
    batch = take(write_ledger(tmp_path / "a.xlsx", lines, total=380.5), world)
    doubt = next(line for line in batch.problems["told"] if line["code"] == "number_about")
    assert doubt["value"] == "300余"
    assert doubt["what"][0] == "金额写作“300余”，是个约数，会记作 3,000,000.00 元 并带上“超过”。"
    clean = load_workbook(io.BytesIO(write_clean_reading(batch, language="zh"))).worksheets[0]
    head, first, second = (list(row) for row in clean.iter_rows(min_row=1, max_row=3, values_only=True))
    assert first[head.index("金额（约、超过）")] == "超过"
    assert "是个约数" in first[head.index("问题")]
    assert second[head.index("问题")] == "无"


def test_a_fault_of_a_row_that_becomes_several_entries_is_told_once(world: World, tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        ["2026年协作资金到账台账（示例，单位：万元）"],
        ["受援地", "支援地", "第一批", None, "第二批", None],
        [None, None, "金额", "到账时间", "金额", "到账时间"],
        ["峨边县", "柯桥区", 100, "2026.3.1", 50, "2026.8.1"],
        ["马边县", "柯桥区", 30, "2026.4.1", 20, "2026.9.1"],
    ]
    batch = take(write_rows(tmp_path / "a.xlsx", rows), world)
    blocks = told(batch, "blocks")
    assert len(blocks) == len(set(blocks)) > 0
    assert batch.problems["counts"]["rows"] == 1


def test_a_roster_is_read_but_no_kind_of_entry_carries_it(world: World, tmp_path: Path) -> None:
    batch = take(write_roster(tmp_path / "花名册.xlsx"), world)
    assert table(batch)["entry_kinds"] == []
    assert ("", "nothing_carried") in told(batch, "blocks")
    assert not may_be_recorded(batch)
    clean = load_workbook(io.BytesIO(write_clean_reading(batch, language="zh")))
    page = clean.worksheets[0]
    assert [cell.value for cell in page[1]][:3] == ["原行", "序号", "姓名"]
    assert page.max_row == 3
    assert all(cell.data_type != "f" for row in page.iter_rows() for cell in row)


def test_old_csv_ledgers_are_read_and_come_back_marked(world: World, tmp_path: Path) -> None:
    text = "协作资金到账台账（示例）\n单位：万元\n受援地,支援地,到账日期,到账金额,凭证号\n"
    text += "峨边县,柯桥区,2026.3.1,12O,示例-1\n峨边县,柯桥区,2026.4.1,80,示例-2\n合计,,,200,\n"
    path = tmp_path / "台账.csv"
    path.write_bytes(text.encode("gb18030"))
    batch = take(path, world)
    assert is_own(batch)
    found = look_at(batch)
    book = load_workbook(io.BytesIO(mark_workbook(file_path(batch), found.read, found.findings, language="zh")))
    page = book.worksheets[1]
    assert page["A1"].value == "协作资金到账台账（示例）"
    assert page["D4"].fill.fgColor.rgb.endswith("F6C9B6")


def test_a_forgotten_reading_is_asked_for_again(world: World, tmp_path: Path) -> None:
    settle_reading(take(write_ledger(tmp_path / "一.xlsx"), world), user_id=None)
    batch = take(write_ledger(tmp_path / "二.xlsx", MORE_LINES), world)
    assert is_settled(batch)
    assert forget_reading(batch, user_id=None) == 1
    dry_run(batch)
    batch.refresh_from_db()
    assert not is_settled(batch)


def test_the_command_names_the_page_and_goes_through_once_the_shape_is_known(
    world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first, second = write_ledger(tmp_path / "一.xlsx"), write_ledger(tmp_path / "二.xlsx", MORE_LINES)
    for more in ([], ["--dry-run"]):
        with pytest.raises(SystemExit) as ended:
            call_command("import", str(first), "--office", world.giver.name, *more)
        assert ended.value.code == 1
        batch = Batch.objects.latest("pk")
        assert f"/imports/{batch.pk}/reading" in capsys.readouterr().err
        assert batch.state == BatchState.CHECKED
    assert Entry.objects.count() == 0
    settle_reading(batch, user_id=None)
    call_command("import", str(second), "--office", world.giver.name)
    assert Entry.objects.count() == 2


def test_every_kind_of_table_has_a_title_and_its_columns_a_meaning() -> None:
    for kind in foreign_kinds():
        for target in targets_of(kind):
            assert target.feed("amount").fields
        assert len(choices_of(targets_of(kind))) == len(dict(choices_of(targets_of(kind))))
    assert kinds_carrying("labour.placement") == ()


TOLD_OF_ALL = {
    "nature": "新建",
    "money_source": "东西部协作资金",
    "performance_targets": "按实施方案",
    "interest_link": "务工、分红",
}


def test_a_list_of_projects_opens_them_as_if_by_hand_and_never_twice(world: World, tmp_path: Path) -> None:
    batch = take(write_project_list(tmp_path / "a.xlsx"), world, "receiver")
    assert table(batch)["entry_kinds"] == ["funds.project"]
    assert {code for _cell, code in told(batch, "blocks")} == {"own_column_missing"}
    correct(batch, Said(fixed=TOLD_OF_ALL))
    assert told(batch, "blocks") == []
    assert batch.problems["adds"]["openings"] == 2
    assert Activity.objects.count() == 0
    settle_reading(batch, user_id=None)
    record(batch)
    tea, school = Activity.objects.order_by("number")
    assert (tea.number, tea.title, tea.kind, tea.pairing_id) == (
        "示例-A1",
        "示例茶园",
        "funds.project",
        world.pairing.pk,
    )
    assert tea.standing.state == "proposed"
    assert tea.values["amount_planned_fen"] == 2_000_000_00
    assert (tea.values["starts_on"], tea.values["ends_on"]) == ("2026-03-01", "2026-10-31")
    assert school.values["project_class"] == "education"
    assert Entry.objects.count() == 0
    one = ("示例-A1", "峨边县", "示例茶园", "产业", "示例镇", "建茶园", "示例局", 200, 90, "2026.3", "2026.10", 30, 120)
    two = ("示例-A3", "峨边县", "示例水渠", "产业", "示例镇", "修水渠", "示例局", 50, 0, "2026.5", "2026.11", 12, 40)
    later = take(write_project_list(tmp_path / "b.xlsx", one, two), world, "receiver")
    assert is_settled(later)
    assert ("A4", "activity_known") in told(later, "note")
    record(later)
    assert sorted(Activity.objects.values_list("number", flat=True)) == ["示例-A1", "示例-A2", "示例-A3"]


def test_projects_are_opened_all_or_none_and_faults_stand_at_their_cells(world: World, tmp_path: Path) -> None:
    bad = ("示例-A2", "峨边县", "示例校舍", "教育", "示例镇", "建校舍", "示例局", 300, 0, "2026.3", "2025.12", 0, 800)
    batch = take(write_project_list(tmp_path / "a.xlsx", TEA_GARDEN, bad), world, "receiver")
    correct(batch, Said(fixed=TOLD_OF_ALL))
    settle_reading(batch, user_id=None)
    assert [(cell, code) for cell, code in told(batch) if code == "ends_before_start"] == [("K5", "ends_before_start")]
    assert not confirm_batch(batch, user_id=None)
    assert Activity.objects.count() == 0
    theirs = take(write_project_list(tmp_path / "b.xlsx", TEA_GARDEN), world, "giver")
    correct(theirs, Said(fixed=TOLD_OF_ALL))
    assert ("C4", "wrong_side") in told(theirs, "blocks")


def test_what_projects_were_paid_can_be_recorded_beside_opening_them(world: World, tmp_path: Path) -> None:
    batch = take(write_project_list(tmp_path / "a.xlsx"), world, "receiver")
    correct(batch, Said(means={"已支付资金": "money.funds.paid"}, fixed=TOLD_OF_ALL))
    assert table(batch)["entry_kinds"] == ["funds.project", "funds.paid"]
    settle_reading(batch, user_id=None)
    record(batch)
    assert Activity.objects.count() == 2
    held = Entry.objects.order_by("serial")
    assert [(entry.kind, entry.amount, entry.subject) for entry in held] == [
        ("funds.paid", 800_000_00, "示例-A1"),
        ("funds.paid", 2_000_000_00, "示例-A2"),
    ]
