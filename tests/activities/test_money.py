"""Money of activities: stages apart, parts within wholes, idle money by the day, checks that ask."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shanhai.activities import money_checks
from shanhai.activities.money import carry_over, check_pairing, check_project, money_of, project_sums
from shanhai.activities.money_checks import ProjectSums
from shanhai.algorithms.idle_money import age_idle
from shanhai.catalogue.book import BOOK
from shanhai.catalogue.words import Words
from shanhai.cooperation.project_library import PROJECT
from shanhai.ledger.record import EntryDraft, record_entries, reverse_entry, sign_entries
from tests.activities.test_move import open_project
from tests.ledger.world import World

WAN = 1_000_000


def record(
    world: World, kind: str, amount: int, *, day: date = date(2025, 5, 10), sign: bool = True, **details: Any
) -> int:
    sides = {"from_party_id": world.bureau.pk, "to_party_id": world.finance.pk}
    if kind == "funds.returned":
        sides = {"from_party_id": world.finance.pk, "to_party_id": world.bureau.pk}
    draft = EntryDraft(kind=kind, on_date=day, amount=amount, pairing_id=world.pairing.pk, details=details, **sides)
    recorded = record_entries([draft], office=world.receiver, user_id=1, spoken_side="receiver")
    assert not recorded.problems, recorded.problems
    if sign:
        sign_entries(list(recorded.serials), office=world.giver, side="giver", user_id=2)
    return recorded.serials[0]


@pytest.fixture
def project(world: World):
    activity = open_project(world).activity
    assert activity is not None
    return activity


def test_each_stage_is_a_line_of_its_own_on_both_bases(world: World, project: Any) -> None:
    record(world, "funds.assigned", 110 * WAN, project_no=project.number)
    record(world, "funds.paid", 40 * WAN, project_no=project.number, voucher_no="1")
    record(world, "funds.paid", 20 * WAN, project_no=project.number, voucher_no="2", sign=False)
    record(world, "funds.paid", 99 * WAN, project_no="别的项目", voucher_no="3")
    lines = {line.kind.code: (line.reported, line.agreed, line.waits) for line in money_of(PROJECT, project)}
    assert lines == {"funds.assigned": (110 * WAN, 110 * WAN, 0), "funds.paid": (60 * WAN, 40 * WAN, 1)}


def test_a_reversed_payment_is_no_payment(world: World, project: Any) -> None:
    serial = record(world, "funds.paid", 40 * WAN, project_no=project.number, voucher_no="1")
    reverse_entry(serial, reason="退票", replacement=None, office=world.receiver, user_id=1)
    assert money_of(PROJECT, project) == []


def test_paid_beyond_assigned_and_beyond_progress_is_asked_about(world: World, project: Any) -> None:
    record(world, "funds.assigned", 100 * WAN, project_no=project.number)
    record(world, "funds.paid", 120 * WAN, project_no=project.number, voucher_no="1")
    codes = [problem.code for problem in check_project(project, {"progress_per_cent": 50})]
    assert codes == ["money.paid_above_assigned", "money.pace"]


def test_money_assigned_and_unpaid_for_long_is_asked_about_and_carried_over(world: World, project: Any) -> None:
    record(world, "funds.assigned", 100 * WAN, project_no=project.number, day=date(2025, 5, 10))
    record(world, "funds.paid", 30 * WAN, project_no=project.number, voucher_no="1")
    (problem,) = check_project(project, {})
    assert problem.code == "money.idle"
    assert "700,000.00 元还没付出" in problem.what.zh
    assert carry_over([project]) == [(project, 70 * WAN)]
    assert project_sums(world.pairing.pk)[project.number].left_fen == 70 * WAN


def test_more_assigned_than_arrived_is_asked_about_for_the_pairing(world: World, project: Any) -> None:
    record(world, "funds.arrived", 50 * WAN, voucher_no="A")
    record(world, "funds.assigned", 80 * WAN, project_no=project.number)
    assert [problem.code for problem in check_pairing(world.pairing.pk)] == ["money.parts_above_whole"]


def test_the_settings_of_the_checks_are_declared() -> None:
    settings = BOOK.setting_values()
    assert {settings[code] for code in (money_checks.GAP_POINTS, money_checks.IDLE_DAYS)} == {30}
    assert settings[money_checks.RETURN_YEARS] == 2


def test_a_refund_larger_than_its_payment_is_refused() -> None:
    (problem,) = money_checks.check_refund(returned_fen=101, paid_fen=100)
    assert (problem.code, problem.weight) == ("money.refund_above_payment", "blocks")
    assert money_checks.check_refund(returned_fen=100, paid_fen=100) == []


@pytest.mark.parametrize(
    ("paid", "progress", "codes"), [(82, 55, []), (86, 55, ["money.pace"]), (20, 60, ["money.pace"])]
)
def test_a_gap_above_thirty_points_is_flagged(paid: int, progress: int, codes: list[str]) -> None:
    sums = ProjectSums(assigned_fen=100, paid_fen=paid)
    problems = money_checks.check_project_sums(sums, progress_per_cent=progress, gap_points=30)
    assert [problem.code for problem in problems] == codes


def test_returned_money_is_only_what_was_not_paid() -> None:
    sums = ProjectSums(assigned_fen=100, paid_fen=90, returned_fen=20)
    problems = money_checks.check_project_sums(sums, progress_per_cent=None, gap_points=30)
    assert [problem.code for problem in problems] == ["money.return_above_left"]


def test_idle_money_of_two_years_ago_is_to_be_taken_back() -> None:
    words = Words("付出", "paid")
    left = [(date(2022, 6, 1), 100)]
    ask = money_checks.check_idle(left, today=date(2024, 12, 31), idle_days=30, return_years=2, waits_for=words)
    back = money_checks.check_idle(left, today=date(2025, 1, 1), idle_days=30, return_years=2, waits_for=words)
    assert [problem.code for problem in ask + back] == ["money.idle", "money.carried_too_long"]


FLOWS = st.lists(st.tuples(st.dates(date(2021, 1, 1), date(2025, 12, 31)), st.integers(0, 10**9)), max_size=20)


@given(FLOWS, st.integers(0, 10**10))
def test_what_is_left_is_what_came_in_less_what_went_out(inflows: list[tuple[date, int]], outflow: int) -> None:
    left = age_idle(inflows, outflow)
    total = sum(amount for _, amount in inflows)
    assert sum(amount for _, amount in left) == max(total - outflow, 0)
    assert [day for day, _ in left] == sorted({day for day, _ in left})
    assert age_idle(list(reversed(inflows)), outflow) == left
