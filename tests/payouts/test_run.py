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
from shanhai.payouts.run import Opened, check_inputs, open_run
from shanhai.payouts.supplement import open_supplement
from shanhai.payouts.terms import Terms, keep_terms, terms_in_force
from shanhai.payouts.village_list import VillageRow, read_village_list, to_shares
from shanhai.payouts.words import answer_terms, tell_standing
from tests.ledger.world import World
from tests.payouts.signing import sign_agreement

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
    sign_agreement(moved.activity, giver(world), receiver(world))
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
    assert [problem.code for problem in outside.problems] == ["payout.period_open", "terms.gap"]


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
    count, problems = pay_lines(run, office=world.receiver, by=receiver(world), paid_on=date(2025, 1, 10))
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


def test_a_part_payment_is_followed_by_the_rest_until_the_whole_is_there(world: World, run: PayoutRun) -> None:
    bring_to_county(world, run, amount_paid_fen=25 * WAN)
    for wrong, code in ((-5 * WAN, "value.out_of_bounds"), (0, "payout.amount_paid"), (36 * WAN, "payout.amount_paid")):
        assert codes(act(run, giver(world), "pay_rest", voucher_no="示例-2", amount_paid_fen=wrong)) == [code]
    assert act(run, giver(world), "pay_rest", date(2025, 1, 8), voucher_no="示例-2", amount_paid_fen=10 * WAN).done
    assert act(run, giver(world), "pay_rest", date(2025, 1, 15), voucher_no="示例-3").done
    assert codes(act(run, giver(world), "pay_rest", date(2025, 1, 16), voucher_no="示例-4")) == ["payout.paid_in_full"]
    early = pay_lines(run, office=world.receiver, by=receiver(world), paid_on=date(2025, 1, 14))
    assert [problem.code for problem in early[1]] == ["payout.more_than_arrived"]
    assert pay_lines(run, office=world.receiver, by=receiver(world), paid_on=date(2025, 1, 15)) == (3, [])
    assert codes(undo_step(run.activity, reason="错", by=giver(world))) == ["payout.already_paid"]


def test_villages_are_not_paid_before_the_county_was(world: World, run: PayoutRun) -> None:
    bring_to_county(world, run)
    count, problems = pay_lines(run, office=world.receiver, by=receiver(world), paid_on=date(2025, 1, 5))
    assert (count, [problem.code for problem in problems]) == (0, ["payout.before_county"])


def test_a_village_that_missed_its_money_stops_the_end_of_the_payment(world: World, run: PayoutRun) -> None:
    bring_to_county(world, run)
    pay_lines(run, office=world.receiver, by=receiver(world), paid_on=date(2025, 1, 10))
    line = run.lines.order_by("pk").first()
    assert line is not None
    assert say_of_line(line, "disputes", reason="没收到", by=receiver(world)) is None
    assert codes(act(run, receiver(world), "pay_villages", date(2025, 1, 12))) == ["payout.disputed_lines"]
    assert say_of_line(line, "receives", reason="", by=receiver(world)) is None
    assert act(run, receiver(world), "pay_villages", date(2025, 1, 12)).done
    assert say_of_line(line, "disputes", reason="少了", by=receiver(world)) is None
    assert codes(act(run, receiver(world), "publish", date(2025, 1, 13))) == ["payout.disputed_lines"]


def test_revenue_that_comes_after_a_paid_run_is_told_and_paid_as_a_difference(world: World, enclave: Activity) -> None:
    rent = Clause("1", "rent_share", date(2022, 1, 1), rate_ppm=500_000)
    agree_on(world, enclave, terms(world, clauses=(rent,)))
    record(world, enclave, "industry.enclave_rent", date(2024, 5, 1), 60 * WAN)
    first = open_run(enclave, from_day=YEAR[0], to_day=YEAR[1], by=giver(world), opened_on=date(2025, 1, 2)).run
    assert first is not None
    bring_to_county(world, first)
    first.activity.standing.refresh_from_db()
    assert [problem.code for problem in open_supplement(first, by=giver(world)).problems] == ["payout.no_difference"]
    record(world, enclave, "industry.enclave_rent", date(2024, 12, 20), 12 * WAN)
    (told,) = check_inputs(first)
    assert told.right is not None
    assert "补差" in told.right.zh
    assert "60,000.00" in told.right.zh
    added = open_supplement(first, by=giver(world), opened_on=date(2025, 2, 1)).run
    assert added is not None
    assert added.total_fen == 6 * WAN == sum(line.amount_fen for line in added.lines.all())
    assert added.activity.title.endswith("补差")
    assert [(step["clause"], step["amount_fen"]) for step in added.steps] == [
        ("1", 36 * WAN),
        (first.activity.number, -30 * WAN),
    ]
    assert check_inputs(first) == check_inputs(added) == []
    again = open_supplement(first, by=giver(world))
    assert [problem.code for problem in again.problems] == ["payout.not_paid_yet"]


def test_revenue_taken_back_after_a_paid_run_is_told_to_be_recovered(world: World, enclave: Activity) -> None:
    rent = Clause("1", "rent_share", date(2022, 1, 1), rate_ppm=PPM)
    agree_on(world, enclave, terms(world, clauses=(rent,)))
    serial = record(world, enclave, "industry.enclave_rent", date(2024, 5, 1), 60 * WAN)
    first = open_run(enclave, from_day=YEAR[0], to_day=YEAR[1], by=giver(world), opened_on=date(2025, 1, 2)).run
    assert first is not None
    bring_to_county(world, first)
    first.activity.standing.refresh_from_db()
    assert reverse_entry(serial, reason="记错了", replacement=None, office=world.receiver, user_id=1).done
    assert [problem.code for problem in check_inputs(first)] == ["payout.overpaid"]
    assert [problem.code for problem in open_supplement(first, by=giver(world)).problems] == ["payout.overpaid"]


def test_a_recovery_larger_than_its_line_is_refused_with_the_most_possible(world: World, enclave: Activity) -> None:
    agree_on(world, enclave, terms(world))
    record(world, enclave, "industry.enclave_capital", date(2022, 2, 1), 600 * WAN)
    party = str(to_shares(VILLAGES[:1], place_id="p511132")[0].party)

    def ask(fen: int) -> Opened:
        return open_run(enclave, from_day=YEAR[0], to_day=YEAR[1], by=giver(world), recoveries={party: fen})

    (problem,) = ask(11 * WAN).problems
    assert problem.code == "recovery.too_much"
    assert problem.right is not None
    assert "最多写 100,000.00 元" in problem.right.zh
    kept = ask(10 * WAN).run
    assert kept is not None
    assert kept.lines.get(party_id=int(party)).recovered_fen == 10 * WAN


def test_a_period_is_worked_out_once_it_is_over_and_only_while_the_enclave_stands(
    world: World, enclave: Activity
) -> None:
    agree_on(world, enclave, terms(world))
    early = open_run(enclave, from_day=YEAR[0], to_day=YEAR[1], by=giver(world), opened_on=date(2024, 11, 1))
    assert [problem.code for problem in early.problems] == ["payout.period_open"]
    closing = Attempt("close", date(2024, 6, 30), "giver", {"reason": "合作期满"})
    assert take_step(enclave, closing, by=giver(world)).done
    assert answer_proposal(enclave, agrees="confirm", reason="", by=receiver(world)).done
    late = open_run(enclave, from_day=YEAR[0], to_day=YEAR[1], by=giver(world))
    assert [problem.code for problem in late.problems] == ["payout.closed"]
    assert late.problems[0].right is not None
    assert "2024-06-30" in late.problems[0].right.zh
    assert open_run(enclave, from_day=YEAR[0], to_day=date(2024, 6, 30), by=giver(world)).run is not None


def test_nothing_is_run_for_an_enclave_whose_agreement_was_never_signed(world: World) -> None:
    values = {"enclave_type": "weak_village", "direction": "forward", "site": "示例"}
    opening = Opening("industry.enclave", "洽谈中", values, pairing_id=world.pairing.pk, opened_on=date(2022, 1, 5))
    talked = open_activity(opening, by=giver(world)).activity
    assert talked is not None
    agree_on(world, talked, terms(world))
    opened = open_run(talked, from_day=YEAR[0], to_day=YEAR[1], by=giver(world))
    assert [problem.code for problem in opened.problems] == ["payout.not_signed"]


def test_terms_signed_tomorrow_ending_before_they_begin_or_paying_nothing_are_told(
    world: World, enclave: Activity
) -> None:
    nothing = Clause("1", "fixed_return", date(2022, 1, 1), rate_ppm=0)
    bad = terms(world, clauses=(nothing,), to_day=date(2021, 12, 31))
    sheet, problems = keep_terms(enclave, bad, signed_on=date(2999, 1, 1), by=giver(world))
    assert sheet is None
    assert [(problem.code, problem.field) for problem in problems] == [
        ("terms.signed_later", "signed_on"),
        ("terms.to_before_from", "to_day"),
        ("terms.rate_zero", "c0-rate"),
    ]


def test_capital_given_back_is_entered_and_earns_up_to_its_day(world: World, enclave: Activity) -> None:
    agree_on(world, enclave, terms(world))
    record(world, enclave, "industry.enclave_capital", date(2022, 2, 1), 600 * WAN)
    record(world, enclave, "industry.enclave_capital", date(2024, 1, 1), -200 * WAN)
    assert open_run(enclave, from_day=YEAR[0], to_day=YEAR[1], by=giver(world)).run is not None
    assert PayoutRun.objects.get().total_fen == 40 * WAN
    record(world, enclave, "industry.enclave_capital", date(2025, 6, 1), -500 * WAN)
    more = open_run(enclave, from_day=date(2025, 1, 1), to_day=date(2025, 12, 31), by=giver(world))
    assert [problem.code for problem in more.problems] == ["payout.capital_negative"]


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
