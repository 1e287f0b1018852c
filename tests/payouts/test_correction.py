"""A paid period shared by a wrong list: money moves between villages, nothing paid is touched, both sides sign."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from shanhai.activities.models import Activity
from shanhai.activities.move import answer_proposal, undo_step
from shanhai.activities.standings import read_standing
from shanhai.catalogue.book import BOOK
from shanhai.ledger.models import Entry
from shanhai.payouts.correction import lists_that_move, open_correction
from shanhai.payouts.lines import paid_entries, pay_lines
from shanhai.payouts.models import PayoutRun, TermSheet
from shanhai.payouts.run import check_inputs
from shanhai.payouts.supplement import open_supplement
from shanhai.payouts.terms import keep_terms
from shanhai.payouts.village_list import VillageRow, to_shares
from shanhai.payouts.words import answer_terms
from shanhai.web.activity_page import line_of_states
from tests.ledger.world import World
from tests.payouts import test_run
from tests.payouts.test_run import WAN, act, bring_to_county, codes, giver, receiver, record, terms

enclave, run = test_run.enclave, test_run.run
RIGHT = [VillageRow(1, "示例甲村", capital_fen=300 * WAN), VillageRow(2, "示例乙村", capital_fen=200 * WAN),
         VillageRow(3, "示例丁村", capital_fen=100 * WAN)]  # fmt: skip


@pytest.fixture
def paid(world: World, run: PayoutRun) -> PayoutRun:
    """A run of 600,000 yuan paid to three villages by a list that was wrong."""
    bring_to_county(world, run)
    assert pay_lines(run, office=world.receiver, by=receiver(world), paid_on=date(2025, 1, 10)) == (3, [])
    assert act(run, receiver(world), "pay_villages", date(2025, 1, 12)).done
    run.activity.standing.refresh_from_db()
    return run


def correct_list(world: World, enclave: Activity, *, confirm: bool = True, **changes: Any) -> TermSheet:
    """A new version with the right list, signed after the period was paid."""
    changed = terms(world, shares=tuple(to_shares(RIGHT, place_id="p511132")), **changes)
    sheet, problems = keep_terms(enclave, changed, signed_on=date(2025, 2, 1), by=receiver(world), reason="名单抄错")
    assert sheet is not None, problems
    if confirm:
        assert answer_terms(sheet, "confirms", reason="", by=giver(world)) == []
    return sheet


def correct(world: World, paid: PayoutRun, sheet: TermSheet) -> PayoutRun:
    opened = open_correction(paid, sheet, reason="名单抄错", by=receiver(world), opened_on=date(2025, 2, 5))
    assert opened.run is not None, opened.problems
    return opened.run


def confirm(world: World, run: PayoutRun) -> None:
    assert act(run, receiver(world), "check", date(2025, 2, 6)).done
    assert act(run, receiver(world), "confirm_moves", date(2025, 2, 6)).done
    assert answer_proposal(run.activity, agrees="confirm", reason="", by=giver(world)).done


def amounts(run: PayoutRun) -> list[int]:
    return sorted(run.lines.values_list("amount_fen", flat=True))


def test_a_correction_moves_what_a_wrong_list_gave_and_leaves_the_paid_run_alone(
    world: World, enclave: Activity, paid: PayoutRun
) -> None:
    before = list(paid.lines.order_by("pk").values())
    run = correct(world, paid, correct_list(world, enclave))
    assert amounts(run) == [-30 * WAN, 10 * WAN, 20 * WAN]
    assert (run.total_fen, run.activity.values["reason"]) == (0, "名单抄错")
    assert run.activity.title.endswith("村间更正")
    assert list(paid.lines.order_by("pk").values()) == before
    assert check_inputs(paid) == check_inputs(run) == []


def test_money_moves_only_after_both_sides_signed_and_comes_back_before_it_is_paid(
    world: World, enclave: Activity, paid: PayoutRun
) -> None:
    run = correct(world, paid, correct_list(world, enclave))
    pay = {"office": world.receiver, "by": receiver(world)}
    assert [one.code for one in pay_lines(run, paid_on=date(2025, 2, 7), **pay)[1]] == ["payout.not_arrived"]
    assert codes(act(run, receiver(world), "confirm", date(2025, 2, 6))) == ["wrong_state"]
    confirm(world, run)
    back, *others = run.lines.order_by("amount_fen")
    early = pay_lines(run, paid_on=date(2025, 2, 7), party_ids=[others[0].party_id], **pay)
    assert [one.code for one in early[1]] == ["payout.more_than_arrived"]
    assert pay_lines(run, paid_on=date(2025, 2, 10), party_ids=[back.party_id], **pay) == (1, [])
    assert [one.code for one in pay_lines(run, paid_on=date(2025, 2, 9), **pay)[1]] == ["payout.more_than_arrived"]
    assert codes(act(run, receiver(world), "pay_villages", date(2025, 2, 11))) == ["payout.lines_open"]
    assert codes(undo_step(run.activity, reason="错", by=receiver(world))) == ["payout.already_paid"]
    assert pay_lines(run, paid_on=date(2025, 2, 11), **pay) == (2, [])
    assert act(run, receiver(world), "pay_villages", date(2025, 2, 11)).done
    assert len(paid_entries(run)) == 3


def test_every_entry_of_a_correction_names_the_run_it_corrects_and_the_total_paid_stays(
    world: World, enclave: Activity, paid: PayoutRun
) -> None:
    run = correct(world, paid, correct_list(world, enclave))
    confirm(world, run)
    pay_lines(run, office=world.receiver, by=receiver(world), paid_on=date(2025, 2, 10))
    entries = Entry.objects.filter(kind="industry.enclave_payout")
    assert sum(entries.values_list("amount", flat=True)) == paid.total_fen
    corrections = [one for one in entries if f'"corrects":"{paid.activity.number}"' in one.details]
    assert {one.labels for one in corrections} == {"correction"}
    assert sorted(one.amount for one in corrections) == [-30 * WAN, 10 * WAN, 20 * WAN]


def test_a_list_is_offered_and_taken_only_once_both_sides_confirmed_it(
    world: World, enclave: Activity, paid: PayoutRun
) -> None:
    sheet = correct_list(world, enclave, confirm=False)
    assert lists_that_move(paid) == []
    refused = open_correction(paid, sheet, reason=" ", by=receiver(world))
    assert [one.code for one in refused.problems] == ["missing_reason", "payout.list_not_confirmed"]
    assert answer_terms(sheet, "confirms", reason="", by=giver(world)) == []
    assert lists_that_move(paid) == [(sheet, 30 * WAN)]


def test_a_list_that_shares_as_before_moves_nothing_and_a_run_not_paid_is_worked_out_anew(
    world: World, enclave: Activity, paid: PayoutRun
) -> None:
    first = paid.term_sheet
    same = open_correction(paid, first, reason="试", by=receiver(world))
    assert [one.code for one in same.problems] == ["payout.no_difference"]
    sheet = correct_list(world, enclave)
    correct(world, paid, sheet)
    again = open_correction(paid, sheet, reason="再来", by=receiver(world))
    assert [one.code for one in again.problems] == ["payout.not_paid_yet"]
    assert lists_that_move(paid) == []


def test_what_comes_late_is_supplemented_first_and_then_shared_by_the_right_list(
    world: World, enclave: Activity, paid: PayoutRun
) -> None:
    sheet = correct_list(world, enclave)
    run = correct(world, paid, sheet)
    confirm(world, run)
    record(world, enclave, "industry.enclave_capital", date(2023, 12, 31), 60 * WAN)
    run.activity.standing.refresh_from_db()
    late = open_correction(run, paid.term_sheet, reason="改回", by=receiver(world))
    assert [one.code for one in late.problems] == ["payout.supplement_first"]
    added = open_supplement(run, by=giver(world), opened_on=date(2025, 3, 1)).run
    assert added is not None
    assert (added.total_fen, amounts(added)) == (6 * WAN, [1 * WAN, 2 * WAN, 3 * WAN])
    assert {one.party_id for one in added.lines.all()} == {int(one["party"]) for one in sheet.shares}
    assert check_inputs(added) == []


def test_the_states_of_a_correction_leave_out_the_other_side(world: World, enclave: Activity, paid: PayoutRun) -> None:
    run = correct(world, paid, correct_list(world, enclave))
    kind = BOOK.activity("industry.payout")
    line = [mark.title.zh for mark in line_of_states(kind, read_standing(kind, run.activity))]
    assert line == ["已测算", "双方对账中", "村间收补中", "已到村", "村级已公示", "已归档"]
    first = [mark.title.zh for mark in line_of_states(kind, read_standing(kind, paid.activity))]
    assert "已到县公司" in first
    assert "村间收补中" not in first
