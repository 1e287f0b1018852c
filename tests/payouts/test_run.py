"""A pay-out from its term sheet to paid villages, judged to the fen and by what the ledger holds."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from shanhai.activities.machine import Attempt
from shanhai.activities.models import Activity
from shanhai.activities.move import By, Moved, Opening, answer_proposal, open_activity, take_step, undo_step
from shanhai.algorithms.payout import PPM, Clause
from shanhai.ledger.models import Entry
from shanhai.ledger.record import EntryDraft, record_entries, reverse_entry, sign_entries
from shanhai.payouts.lines import paid_entries, pay_lines, return_payment, say_of_line
from shanhai.payouts.models import PayoutLine, PayoutRun, TermSheet, TermSheetWord
from shanhai.payouts.outlook import forecast
from shanhai.payouts.run import check_inputs, open_run
from shanhai.payouts.terms import Terms, keep_terms, terms_in_force
from shanhai.payouts.village_list import VillageRow, read_village_list, to_shares
from shanhai.payouts.words import answer_terms, tell_standing
from tests.ledger.world import World

WAN = 10_000 * 100
YEAR = (date(2024, 1, 1), date(2024, 12, 31))
VILLAGES = [
    VillageRow(number, f"示例{name}村", capital_fen=number * 100 * WAN) for number, name in enumerate("甲乙丙", 1)
]


def receiver(world: World) -> By:
    return By(world.receiver.pk, "receiver", 1)


def giver(world: World) -> By:
    return By(world.giver.pk, "giver", 2)


def record(world: World, enclave: Activity, kind: str, day: date, amount: int, *, sign: bool = True) -> int:
    parties: dict[str, Any] = {"to_party_id": world.seller.pk}
    if kind == "industry.enclave_capital":
        parties = {"from_party_id": world.seller.pk, "to_party_id": world.bureau.pk}
    draft = EntryDraft(
        kind=kind,
        on_date=day,
        amount=amount,
        pairing_id=world.pairing.pk,
        details={"enclave_no": enclave.number},
        **parties,
    )
    recorded = record_entries([draft], office=world.receiver, user_id=1, spoken_side="receiver")
    assert not recorded.problems, recorded.problems
    if sign:
        (outcome,) = sign_entries(list(recorded.serials), office=world.giver, side="giver", user_id=2)
        assert outcome.done, outcome
    return recorded.serials[0]


@pytest.fixture
def enclave(world: World) -> Activity:
    values = {"enclave_type": "weak_village", "direction": "forward", "site": "柯桥经开区"}
    opening = Opening(
        "industry.enclave", "柯桥—峨边消薄飞地", values, pairing_id=world.pairing.pk, opened_on=date(2022, 1, 5)
    )
    moved = open_activity(opening, by=giver(world))
    assert moved.activity is not None, moved.problems
    return moved.activity


def terms(world: World, **changes: Any) -> Terms:
    clauses = (Clause("4.1", "fixed_return", date(2022, 1, 1), date(2028, 12, 31), rate_ppm=100_000),)
    shares = to_shares(VILLAGES, place_id="p511132")
    values = {"clauses": clauses, "shares": tuple(shares), "methods": {"capital": PPM}, "from_day": date(2022, 1, 1)}
    return Terms(**{**values, **changes})


def agree_on(world: World, enclave: Activity, kept: Terms, **more: Any) -> TermSheet:
    """Keep terms as the giving side and confirm them as the receiving one."""
    sheet, problems = keep_terms(enclave, kept, signed_on=date(2022, 1, 10), by=giver(world), **more)
    assert sheet is not None, problems
    assert answer_terms(sheet, "confirms", reason="", by=receiver(world)) == []
    return sheet


@pytest.fixture
def run(world: World, enclave: Activity) -> PayoutRun:
    agree_on(world, enclave, terms(world))
    record(world, enclave, "industry.enclave_capital", date(2022, 2, 1), 600 * WAN)
    opened = open_run(
        enclave, from_day=YEAR[0], to_day=YEAR[1], by=giver(world), due_on=date(2025, 3, 31), opened_on=date(2025, 1, 2)
    )
    assert opened.run is not None, opened.problems
    return opened.run


def act(run: PayoutRun, by: By, code: str, day: date = date(2025, 1, 6), **values: Any) -> Moved:
    return take_step(run.activity, Attempt(code, day, by.side, values), by=by, document_ids={"invoice": 1, "notice": 2})


def codes(moved: Moved) -> list[str]:
    return [problem.code for problem in moved.problems]


def bring_to_county(world: World, run: PayoutRun, **values: Any) -> None:
    for by, code, given in (
        (receiver(world), "check", {}),
        (receiver(world), "confirm", {}),
        (giver(world), "", {}),
        (receiver(world), "request", {}),
        (giver(world), "pay_county", {"voucher_no": "示例-1", **values}),
    ):
        moved = (
            act(run, by, code, **given) if code else answer_proposal(run.activity, agrees="confirm", reason="", by=by)
        )
        assert moved.done, moved.problems


def test_lines_follow_the_capital_and_sum_to_the_fen(run: PayoutRun) -> None:
    assert run.total_fen == 60 * WAN
    amounts = list(run.lines.order_by("party_id").values_list("amount_fen", flat=True))
    assert amounts == [10 * WAN, 20 * WAN, 30 * WAN]
    assert run.activity.values["due_on"] == "2025-03-31"


def test_only_what_both_sides_signed_counts(world: World, enclave: Activity) -> None:
    agree_on(world, enclave, terms(world))
    record(world, enclave, "industry.enclave_capital", date(2022, 2, 1), 600 * WAN, sign=False)
    opened = open_run(enclave, from_day=YEAR[0], to_day=YEAR[1], by=giver(world))
    assert opened.run is not None
    assert opened.run.total_fen == 0


def test_a_period_is_shared_once_and_only_under_terms_that_cover_it(
    world: World, run: PayoutRun, enclave: Activity
) -> None:
    again = open_run(enclave, from_day=date(2024, 7, 1), to_day=date(2025, 6, 30), by=giver(world))
    assert [problem.code for problem in again.problems] == ["payout.covered"]
    outside = open_run(enclave, from_day=date(2029, 1, 1), to_day=date(2029, 12, 31), by=giver(world))
    assert [problem.code for problem in outside.problems] == ["terms.gap"]


def test_bad_terms_are_all_told_and_not_kept(world: World, enclave: Activity) -> None:
    clauses = (
        Clause("1", "fixed_return", date(2022, 1, 1), date(2024, 12, 31), rate_ppm=100_000),
        Clause("2", "fixed_return", date(2024, 6, 1), date(2025, 12, 31), rate_ppm=100_000),
        Clause("3", "rent_share", date(2026, 6, 1), date(2026, 12, 31), rate_ppm=PPM),
    )
    bad = terms(
        world,
        clauses=clauses,
        methods={"equal": 900_000},
        statistics={"output": {"giver": 600_000, "receiver": 300_000}},
    )
    sheet, problems = keep_terms(enclave, bad, signed_on=date(2022, 1, 10), by=giver(world))
    assert sheet is None
    assert [problem.code for problem in problems] == [
        "terms.overlap",
        "terms.gap",
        "terms.methods_not_whole",
        "terms.statistics_not_whole",
    ]


def test_a_supplement_needs_its_reason_and_keeps_the_first_version(
    world: World, run: PayoutRun, enclave: Activity
) -> None:
    sheet, problems = keep_terms(enclave, terms(world), signed_on=date(2025, 1, 2), by=giver(world))
    assert (sheet, [problem.code for problem in problems]) == (None, ["terms.missing_reason"])
    sheet, _ = keep_terms(enclave, terms(world), signed_on=date(2025, 1, 2), by=giver(world), reason="延长五年")
    assert sheet is not None
    assert enclave.term_sheets.count() == 2
    assert check_inputs(run) == []


def test_a_period_is_worked_out_only_on_terms_both_sides_confirmed(world: World, enclave: Activity) -> None:
    none = open_run(enclave, from_day=YEAR[0], to_day=YEAR[1], by=giver(world))
    assert [problem.code for problem in none.problems] == ["payout.no_terms"]
    sheet, _ = keep_terms(enclave, terms(world), signed_on=date(2022, 1, 10), by=giver(world))
    assert sheet is not None
    alone = open_run(enclave, from_day=YEAR[0], to_day=YEAR[1], by=giver(world))
    assert [problem.code for problem in alone.problems] == ["payout.terms_not_confirmed"]
    assert [one.code for one in answer_terms(sheet, "confirms", reason="", by=giver(world))] == ["terms.own_proposal"]
    assert answer_terms(sheet, "confirms", reason="", by=receiver(world)) == []
    assert open_run(enclave, from_day=YEAR[0], to_day=YEAR[1], by=giver(world)).run is not None


def test_terms_that_differ_wait_for_a_new_version_and_every_word_stays(world: World, enclave: Activity) -> None:
    first, _ = keep_terms(enclave, terms(world), signed_on=date(2022, 1, 10), by=giver(world))
    assert first is not None
    assert [one.code for one in answer_terms(first, "differs", reason=" ", by=receiver(world))] == ["missing_reason"]
    assert answer_terms(first, "differs", reason="第 4.1 条应为 12%", by=receiver(world)) == []
    standing = tell_standing(first)
    assert (standing.state, standing.awaits) == ("differs", "giver")
    clause = Clause("4.1", "fixed_return", date(2022, 1, 1), date(2028, 12, 31), rate_ppm=120_000)
    second = agree_on(world, enclave, terms(world, clauses=(clause,)), reason="照山方意见")
    assert terms_in_force(enclave, on=YEAR[1]) == second
    assert [one.code for one in answer_terms(first, "confirms", reason="", by=receiver(world))] == ["terms.replaced"]
    assert [one.code for one in answer_terms(second, "differs", reason="晚了", by=receiver(world))] == [
        "terms.confirmed"
    ]
    assert TermSheetWord.objects.count() == 4


def test_a_supplement_has_no_force_before_it_is_confirmed(world: World, run: PayoutRun, enclave: Activity) -> None:
    clause = Clause("4.1", "fixed_return", date(2022, 1, 1), date(2028, 12, 31), rate_ppm=120_000)
    changed = terms(world, clauses=(clause,))
    sheet, _ = keep_terms(enclave, changed, signed_on=date(2024, 1, 2), by=receiver(world), reason="提高比例")
    assert sheet is not None
    assert check_inputs(run) == []
    assert answer_terms(sheet, "confirms", reason="", by=giver(world)) == []
    assert [one.code for one in check_inputs(run)] == ["payout.inputs_changed"]
    again = open_run(enclave, from_day=date(2025, 1, 1), to_day=date(2025, 12, 31), by=giver(world))
    assert again.run is not None
    assert again.run.total_fen == 72 * WAN


def test_villages_are_paid_once_and_a_repeat_adds_nothing(world: World, run: PayoutRun) -> None:
    bring_to_county(world, run)
    first = pay_lines(run, office=world.receiver, by=receiver(world), paid_on=date(2025, 1, 10))
    again = pay_lines(run, office=world.receiver, by=receiver(world), paid_on=date(2025, 1, 11))
    assert (first, again) == ((3, []), (0, []))
    paid = Entry.objects.filter(kind="industry.enclave_payout")
    assert sum(paid.values_list("amount", flat=True)) == run.total_fen
    assert act(run, receiver(world), "pay_villages", date(2025, 1, 12)).done


def test_nobody_is_paid_before_both_sides_agree_and_the_money_is_there(world: World, run: PayoutRun) -> None:
    count, problems = pay_lines(run, office=world.receiver, by=receiver(world))
    assert (count, [problem.code for problem in problems]) == (0, ["payout.not_arrived"])


def test_one_side_cannot_confirm_for_both(world: World, run: PayoutRun) -> None:
    act(run, receiver(world), "check")
    act(run, receiver(world), "confirm")
    assert codes(answer_proposal(run.activity, agrees="confirm", reason="", by=receiver(world))) == ["wrong_side"]


def test_a_corrected_revenue_stops_the_other_sides_word(world: World, run: PayoutRun, enclave: Activity) -> None:
    act(run, receiver(world), "check")
    act(run, receiver(world), "confirm")
    serial = record(world, enclave, "industry.enclave_capital", date(2022, 3, 1), 50 * WAN)
    moved = answer_proposal(run.activity, agrees="confirm", reason="", by=giver(world))
    assert codes(moved) == ["payout.inputs_changed"]
    assert str(serial) in moved.problems[0].what.zh
    reverse_entry(serial, reason="记错了", replacement=None, office=world.receiver, user_id=1)
    assert answer_proposal(run.activity, agrees="confirm", reason="", by=giver(world)).done


def test_a_withdrawn_run_makes_room_for_a_new_one(world: World, run: PayoutRun, enclave: Activity) -> None:
    record(world, enclave, "industry.enclave_capital", date(2022, 3, 1), 60 * WAN)
    assert act(run, giver(world), "withdraw", reason="资本金补记").done
    opened = open_run(enclave, from_day=YEAR[0], to_day=YEAR[1], by=giver(world))
    assert opened.run is not None, opened.problems
    assert opened.run.total_fen == 66 * WAN


def test_a_disputed_line_stops_the_confirmation(world: World, run: PayoutRun) -> None:
    line = run.lines.first()
    assert line is not None
    problem = say_of_line(line, "disputes", reason=" ", by=receiver(world))
    assert problem is not None
    assert problem.code == "missing_reason"
    assert say_of_line(line, "disputes", reason="出资少记", by=receiver(world)) is None
    act(run, receiver(world), "check")
    assert codes(act(run, receiver(world), "confirm")) == ["payout.disputed_lines"]
    say_of_line(line, "checks", reason="", by=receiver(world))
    assert act(run, receiver(world), "confirm").done


def test_a_part_payment_pays_only_what_arrived(world: World, run: PayoutRun) -> None:
    bring_to_county(world, run, amount_paid_fen=30 * WAN)
    _, problems = pay_lines(run, office=world.receiver, by=receiver(world), paid_on=date(2025, 1, 10))
    assert [problem.code for problem in problems] == ["payout.more_than_arrived"]
    two = list(run.lines.order_by("amount_fen").values_list("party_id", flat=True)[:2])
    assert pay_lines(run, office=world.receiver, by=receiver(world), paid_on=date(2025, 1, 10), party_ids=two) == (
        2,
        [],
    )
    assert codes(act(run, receiver(world), "pay_villages", date(2025, 1, 12))) == ["payout.lines_open"]


def test_money_that_came_back_is_reversed_and_can_be_paid_again(world: World, run: PayoutRun) -> None:
    bring_to_county(world, run)
    pay_lines(run, office=world.receiver, by=receiver(world), paid_on=date(2025, 1, 10))
    line = PayoutLine.objects.filter(run=run).order_by("party_id")[0]
    assert return_payment(line, reason="账号不对,银行退回", office=world.receiver, by=receiver(world)) is None
    assert line.party_id not in paid_entries(run)
    assert pay_lines(run, office=world.receiver, by=receiver(world), paid_on=date(2025, 1, 20)) == (1, [])
    entries = Entry.objects.filter(kind="industry.enclave_payout")
    standing = sum(-one.amount if one.reverses_serial else one.amount for one in entries)
    assert standing == run.total_fen


def test_a_step_is_not_undone_over_paid_villages(world: World, run: PayoutRun) -> None:
    bring_to_county(world, run)
    pay_lines(run, office=world.receiver, by=receiver(world), paid_on=date(2025, 1, 10))
    assert codes(undo_step(run.activity, reason="错", by=giver(world))) == ["payout.already_paid"]


def test_a_forecast_looks_ahead_without_touching_the_ledger(world: World, run: PayoutRun, enclave: Activity) -> None:
    before = Entry.objects.count()
    rows = forecast(enclave, years=2, revenue_fen={"rent": 0})
    assert [total for _year, total, _steps in rows] == [60 * WAN, 60 * WAN]
    assert Entry.objects.count() == before


def test_a_forecast_begins_with_what_the_last_confirmed_run_left_over(world: World, enclave: Activity) -> None:
    clauses = (
        Clause("1", "rent_share", date(2022, 1, 1), rate_ppm=PPM // 2),
        Clause("2", "floor", date(2022, 1, 1), amount_fen=10 * WAN, carries_shortfall=True),
    )
    agree_on(world, enclave, terms(world, clauses=clauses))
    opened = open_run(enclave, from_day=YEAR[0], to_day=YEAR[1], by=giver(world), opened_on=date(2025, 1, 2)).run
    assert opened is not None
    assert (opened.total_fen, opened.carried_fen) == (0, 10 * WAN)
    assert [total for _, total, _ in forecast(enclave, years=3, revenue_fen={})] == [0, 10 * WAN, 10 * WAN]
    act(opened, receiver(world), "check")
    act(opened, receiver(world), "confirm")
    assert answer_proposal(opened.activity, agrees="confirm", reason="", by=giver(world)).done
    assert [total for _, total, _ in forecast(enclave, years=3, revenue_fen={})] == [10 * WAN] * 3


def test_a_floor_or_cap_out_of_its_place_is_told_at_its_row(world: World, enclave: Activity) -> None:
    first = date(2022, 1, 1)
    rent = Clause("2", "rent_share", first, rate_ppm=500_000)
    floor, cap = (Clause(code, code, first, amount_fen=amount * WAN) for code, amount in (("floor", 10), ("cap", 8)))  # type: ignore[arg-type]

    def told(*clauses: Clause) -> list[tuple[str, str | None]]:
        _, problems = keep_terms(
            enclave, terms(world, clauses=clauses), signed_on=date(2022, 1, 10), by=giver(world), reason="试"
        )
        return [(problem.code, problem.field) for problem in problems]

    assert told(floor, rent) == [("terms.bound_above_earning", "c0-type")]
    assert told(floor) == [("terms.bound_alone", "c0-type"), ("terms.gap", "c0-from")]
    assert told(rent, floor, cap) == [("terms.cap_below_floor", "c2-amount")]
    assert told(rent, floor) == []


def test_the_list_of_villages_reads_heads_units_and_totals() -> None:
    found = read_village_list(
        [["示例县入股名单"], ["序号", "村集体", "出资(万元)", "人口", "份额"], [1, "甲村", 220.0, "1,204", "55%"],
         [2, "乙村", "180", 980, "45%"], ["合计", "", 400, "", "100%"]]
    )  # fmt: skip
    assert found.problems == []
    assert [(row.name, row.capital_fen, row.population, row.listed_ppm) for row in found.rows] == [
        ("甲村", 220 * WAN, 1204, 550_000),
        ("乙村", 180 * WAN, 980, 450_000),
    ]


def test_a_village_in_a_list_twice_and_a_wrong_number_are_told_with_their_rows() -> None:
    found = read_village_list([["甲村", "100"], ["乙村", "八十"], ["甲村", "20"]])
    assert [(problem.code, problem.what.zh) for problem in found.problems] == [
        ("list.unreadable", "第 2 行写作“八十”，读不懂。"),
        ("list.village_twice", "第 3 行的甲村已在第 1 行。"),
    ]


@pytest.mark.parametrize("table", ["payouts_term_sheet", "payouts_term_sheet_word", "payouts_run", "payouts_line"])
def test_the_database_refuses_to_change_a_run(run: PayoutRun, table: str) -> None:
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table}")
