"""Parts of a project's money against their wholes, as somebody entering a row would meet them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from shanhai.catalogue.book import BOOK
from shanhai.catalogue.declare import Terms
from shanhai.catalogue.words import Problem

WAN = 1_000_000
PLACE = "p511132"
ROW = {"date": "2025-06-01", "project_no": "P1", "receiver_place": PLACE}


def entry(kind: str, wan: int, day: str = "2025-05-01", **more: Any) -> dict[str, Any]:
    return {"kind": kind, "amount": wan * WAN, "date": day, "receiver_place": PLACE, **more}


def find(
    kind: str, wan: int, *known: Mapping[str, Any], project: Mapping[str, Any] | None = None, **more: Any
) -> dict[str, str]:
    """Return the weight by code of what a row of a kind meets, with these entries and this project known."""
    return {one.code: one.weight for one in problems_of(kind, wan, *known, project=project, **more)}


def problems_of(
    kind: str,
    wan: int,
    *known: Mapping[str, Any],
    project: Mapping[str, Any] | None = None,
    library_has: tuple[str, ...] = (),
    **more: Any,
) -> list[Problem]:
    terms = Terms(
        settings=BOOK.setting_values(),
        today="2025-12-31",
        standing=lambda asked, subject: tuple(one for one in known if one["kind"] == asked and subject == "P1"),
        activity=lambda _kind, number: project if number == "P1" else None,
        activity_numbers=lambda _kind, place: library_has if place == PLACE else (),
        total_between=lambda asked, _row: sum(one["amount"] for one in known if one["kind"] == asked),
        place_names=lambda ids: ["峨边彝族自治县" for _one in ids],
    )
    row = {**ROW, "kind": kind, "amount": wan * WAN, **more}
    found = [problem for control in BOOK.controls_of(kind) for problem in control.check(row, terms)]
    assert all(one.right is not None and "{" not in one.what.zh + one.what.en for one in found)
    return found


def library(state: str, approved_wan: int | None = None, since: str = "2025-01-01") -> dict[str, Any]:
    values = {} if approved_wan is None else {"amount_approved_fen": approved_wan * WAN}
    return {"values": values, "state": state, "since": since, "receiver_place": PLACE}


def test_no_more_is_assigned_than_was_approved() -> None:
    approved = library("approved", 75)
    first = entry("funds.assigned", 70, document_no="1 号")
    assert find("funds.assigned", 70, project=approved, document_no="1 号") == {}
    assert find("funds.assigned", 90, first, project=approved, document_no="2 号") == {
        "assigned.above_approved": "blocks"
    }
    assert find("funds.assigned", 5, first, project=approved, document_no="2 号") == {}


def test_the_other_sides_report_of_the_same_assignment_is_not_counted_twice() -> None:
    first = entry("funds.assigned", 70, document_no="1 号")
    assert find("funds.assigned", 70, first, project=library("funded", 75), document_no="1 号") == {}


def test_a_project_of_another_county_with_the_same_number_is_another_project() -> None:
    other = {**library("approved", 1), "receiver_place": "p999999"}
    assert find("funds.assigned", 70, project=other) == {}
    elsewhere = {**entry("funds.assigned", 1), "receiver_place": "p999999"}
    assert find("funds.paid", 9, elsewhere) == {"project.unknown": "ask"}


@pytest.mark.parametrize("state", ["terminated", "archived", "removed"])
def test_a_project_that_has_ended_is_assigned_nothing_more(state: str) -> None:
    assert find("funds.assigned", 7, project=library(state)) == {"assigned.project_ended": "blocks"}
    assert find("funds.assigned", 7, project=library(state, since="2025-07-01")) == {}


def test_an_assignment_to_a_project_still_proposed_is_asked_about() -> None:
    assert find("funds.assigned", 7, project=library("proposed")) == {"assigned.not_approved": "ask"}


def test_no_more_is_paid_than_was_assigned_and_not_before() -> None:
    assigned = entry("funds.assigned", 100)
    paid = entry("funds.paid", 80, voucher_no="1")
    assert find("funds.paid", 20, assigned, paid, voucher_no="2") == {}
    assert find("funds.paid", 21, assigned, paid, voucher_no="2") == {"paid.above_assigned": "blocks"}
    assert find("funds.paid", 80, assigned, paid, voucher_no="1") == {}
    assert find("funds.paid", 20, assigned, date="2025-04-30") == {"paid.before_assigned": "ask"}
    assert find("funds.paid", 20, project=library("approved", 50)) == {"paid.not_assigned": "ask"}


@pytest.mark.parametrize("kind", ["funds.assigned", "funds.paid", "funds.returned", "funds.carried_over"])
def test_a_number_that_nobody_knows_is_asked_about_wherever_money_names_it(kind: str) -> None:
    library_has = ("示例-峨边-2025-01", "示例-峨边-2025-02")
    (problem,) = problems_of(kind, 900, library_has=library_has, project_no="示例-峨边-2025-1")
    assert (problem.code, problem.weight, problem.field) == ("project.unknown", "ask", "project_no")
    assert "峨边彝族自治县的项目库和账本里都没有项目 示例-峨边-2025-1" in problem.what.zh
    assert problem.right is not None
    assert "示例-峨边-2025-01" in problem.right.zh
    assert "示例-峨边-2025-01" in problem.right.en


def test_a_place_without_a_library_may_assign_money_to_a_new_number() -> None:
    assert find("funds.assigned", 20) == {}


def test_money_taken_back_of_a_project_that_was_given_none_is_asked_about() -> None:
    assert find("funds.returned", 900, project=library("proposed")) == {"returned.not_assigned": "ask"}
    assert find("funds.returned", 900, project_no=None) == {}


def test_more_allocated_than_arrived_is_asked_about() -> None:
    arrived = entry("funds.arrived", 11_700)
    (problem,) = problems_of("funds.allocated", 40_000, arrived, entry("funds.allocated", 11_700))
    assert (problem.code, problem.weight, problem.field) == ("allocated.above_arrived", "ask", "amount")
    assert "下达共 517,000,000.00 元，多于到账的 117,000,000.00 元" in problem.what.zh
    assert find("funds.allocated", 11_700, arrived) == {}
    assert find("funds.allocated", 11_700) == {}


def test_no_more_is_taken_back_or_carried_over_than_is_left() -> None:
    known = (entry("funds.assigned", 100), entry("funds.paid", 70, voucher_no="1"))
    assert find("funds.returned", 30, *known, voucher_no="2") == {}
    assert find("funds.returned", 31, *known, voucher_no="2") == {"returned.above_assigned": "blocks"}
    assert find("funds.carried_over", 30, *known) == {}
    assert find("funds.carried_over", 99_999, *known) == {"carried.above_left": "blocks"}
    later = entry("funds.paid", 20, "2025-07-01", voucher_no="3")
    assert find("funds.carried_over", 30, *known, later) == {}


def test_nothing_carried_over_is_asked_about_where_money_is_left() -> None:
    known = (entry("funds.assigned", 100), entry("funds.paid", 70, voucher_no="1"))
    assert find("funds.carried_over", 0, *known) == {"carried.nothing_told": "ask"}
    rest = entry("funds.paid", 30, voucher_no="2")
    assert find("funds.carried_over", 0, *known, rest) == {}
    assert find("funds.carried_over", 0) == {}
