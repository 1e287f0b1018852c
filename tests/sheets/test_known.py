"""Files whose rows contradict the ledger, an earlier row or a dated setting: told at the cell, and nothing lost."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from shanhai.catalogue.book import BOOK
from shanhai.ledger.drafts import EntryDraft
from shanhai.ledger.models import Entry
from shanhai.ledger.record import record_entries
from shanhai.ledger.terms import set_value
from shanhai.sheets.receive import receive_file, record_at_once
from tests.sheets.world import PURCHASE_HEADS, World, purchase, read_and_check, told, write_book

HEADS = (*PURCHASE_HEADS, "认证编号", "单价（元）")


def record(world: World, kind: str, amount: int, on: date, **details: Any) -> None:
    draft = EntryDraft(kind=kind, on_date=on, amount=amount, pairing_id=world.pairing.pk, details=details)
    recorded = record_entries([draft], office=world.giver, user_id=1, spoken_side="giver", is_example=True)
    assert recorded.entries == 1, recorded.problems


def certify(world: World, valid_to: str) -> None:
    record(world, "consumption.product", 1, date(2026, 1, 1), certificate_no="C1", product="老腊肉", holder="示例",
           valid_from="2026-01-01", valid_to=valid_to)  # fmt: skip


def test_a_certificate_that_lapsed_before_the_order_is_told_at_its_cell_and_nothing_is_lost(
    world: World, tmp_path: Path
) -> None:
    certify(world, "2026-07-07")
    book = write_book(tmp_path / "a.xlsx", [[*purchase("A1"), "C1", 80]], HEADS)
    _read, checked = read_and_check(book, world.giver)
    assert told(checked, "blocks") == [("I2", "certificate.lapsed")]
    before = Entry.objects.count()
    received = receive_file([book.read_bytes()], file_name="a.xlsx", office=world.giver, user_id=1)
    assert received.batch is not None
    outcome = record_at_once(received.batch, user_id=1)
    assert outcome.recorded is None
    assert Entry.objects.count() == before
    assert received.batch.size_bytes == book.stat().st_size


def test_a_certificate_of_the_day_passes_and_an_unknown_one_is_asked_about(world: World, tmp_path: Path) -> None:
    certify(world, "2026-07-08")
    rows = [[*purchase("A1"), "C1", 80], [*purchase("A2", 日期="2026-07-07"), "C9", 80]]
    _read, checked = read_and_check(write_book(tmp_path / "a.xlsx", rows, HEADS), world.giver)
    assert told(checked, "blocks") == []
    assert told(checked, "ask") == [("I3", "certificate.unknown")]


def test_a_refund_above_the_payment_is_told_even_where_two_rows_of_one_file_make_it(
    world: World, tmp_path: Path
) -> None:
    record(world, "consumption.purchase", 58_000, date(2026, 7, 1), order_no="A1", product="茶", origin_place="p511132")
    heads = ("日期", "海方单位", "山方单位", "退款金额（写负数）（元）", "订单号", "退款单号")
    parties = ("柯桥区总工会（示例）", "峨边县农发公司（示例）")
    rows = [["2026-07-09", *parties, amount, "A1", number] for amount, number in ((-300, "T1"), (-280.01, "T2"))]
    book = write_book(tmp_path / "a.xlsx", rows, heads)
    _read, checked = read_and_check(book, world.giver, "consumption.refund")
    assert [code for _cell, code in told(checked, "blocks")] == ["refund.above_payment"]
    assert [row.line for row in checked.rows] == [2]


def test_a_village_in_two_lists_is_told_at_its_row(world: World, tmp_path: Path) -> None:
    heads = ("日期", "海方地区", "山方地区", "村（社区）", "名单", "在册（1）或出列（0）（个村）")
    sides = ("柯桥区", "峨边彝族自治县")
    rows = [["2026-07-01", *sides, "示例村", "甲名单", 1], ["2026-07-02", *sides, "示例村", "乙名单", 1]]
    _read, checked = read_and_check(
        write_book(tmp_path / "a.xlsx", rows, heads), world.receiver, "village_revitalisation.weak_village"
    )
    assert [code for _cell, code in told(checked, "blocks")] == ["village.two_lists"], told(checked)


def test_each_row_is_checked_under_the_settings_of_its_own_day(world: World, tmp_path: Path) -> None:
    most = next(one for one in BOOK.settings if one.code == "consumption.amount_most_yuan")
    set_value(most, 50_000, valid_from=date(2026, 7, 1), set_by_id=None)
    rows = [purchase("A1", 日期="2026-06-30"), purchase("A2", 日期="2026-07-01")]
    _read, checked = read_and_check(write_book(tmp_path / "a.xlsx", rows), world.giver)
    assert told(checked, "ask") == [("F3", "amount.range")]
    set_value(most, 50_000_000, programme="东西部协作", valid_from=date(2026, 7, 1), set_by_id=None)
    _read, checked = read_and_check(write_book(tmp_path / "b.xlsx", rows), world.giver)
    assert told(checked, "ask") == []
