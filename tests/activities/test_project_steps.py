"""Steps of a project held against its money: what cannot be is refused, what is odd is asked about, the rest waits."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from shanhai.activities.machine import Attempt
from shanhai.activities.models import Activity, ActivityStep
from shanhai.activities.move import Moved, answer_proposal, take_step
from shanhai.activities.waiting import count_waiting, waiting_for
from shanhai.catalogue.book import BOOK
from shanhai.ledger.terms import set_value
from tests.activities.test_money import WAN, record
from tests.activities.test_move import PAPERS, codes, giver, open_project, receiver
from tests.activities.test_waiting import actor_of
from tests.ledger.world import World


@pytest.fixture
def project(world: World) -> Activity:
    activity = open_project(world).activity
    assert activity is not None
    return activity


def bring(project: Activity, *steps: tuple[str, dict[str, Any]]) -> None:
    """Bring a project somewhere without the steps before."""
    for count, (step, values) in enumerate(steps, 1):
        ActivityStep.objects.create(
            activity=project, sequence=count, act="move", step=step, on_date=date(2025, 4, 1), values=values,
            side="receiver", office_id=1,
        )  # fmt: skip


def step(world: World, project: Activity, code: str, *accepted: str, **values: Any) -> Moved:
    attempt = Attempt(code, date(2025, 7, 1), "receiver", values, accepted=frozenset(accepted))
    return take_step(project, attempt, by=receiver(world), document_ids=PAPERS)


def end(world: World, project: Activity) -> None:
    """Terminate a project with money left, as both sides say."""
    assert step(world, project, "terminate", "terminated.money_left", reason="业主退出").done
    assert answer_proposal(project, agrees="confirm", reason="", by=giver(world)).done


def test_funds_are_assigned_only_with_their_entry(world: World, project: Activity) -> None:
    bring(project, ("approve", {"amount_approved_fen": 75 * WAN}))
    assert codes(step(world, project, "assign_funds")) == ["entries.missing"]
    record(world, "funds.assigned", 70 * WAN, project_no=project.number)
    assert step(world, project, "assign_funds").done


def test_an_adjustment_does_not_go_below_what_is_assigned(world: World, project: Activity) -> None:
    record(world, "funds.assigned", 70 * WAN, project_no=project.number)
    bring(project, ("start", {}), ("adjust", {"reason": "改"}))
    low = step(world, project, "adjusted", approval_no="2", amount_approved_fen="60万元")
    assert codes(low) == ["approved.below_assigned"]
    assert step(world, project, "adjusted", approval_no="2", amount_approved_fen="80万元").done
    assert answer_proposal(project, agrees="confirm", reason="", by=giver(world)).done
    project.standing.refresh_from_db()
    assert project.standing.state == "started"


@pytest.mark.parametrize(
    ("before", "tried", "asked"),
    [
        ([("accept", {})], ("settle", {"amount_settled_fen": "1元"}), ["settled.below_paid"]),
        ([("report_progress", {"progress_per_cent": 40})], ("complete", {}), ["completed.progress"]),
        ([("review", {})], ("archive", {}), ["archived.money_left", "archived.unsigned"]),
    ],
)
def test_what_is_odd_is_asked_about_and_stands_once_somebody_says_so(
    world: World, project: Activity, before: Any, tried: tuple[str, dict[str, Any]], asked: list[str]
) -> None:
    code, values = tried
    record(world, "funds.assigned", 100 * WAN, project_no=project.number)
    record(world, "funds.paid", 60 * WAN, project_no=project.number, voucher_no="1", sign=False)
    bring(project, *before)
    moved = step(world, project, code, **values)
    assert [(one.code, one.weight) for one in moved.problems] == [(one, "ask") for one in asked]
    assert step(world, project, code, *asked, **values).done


def test_a_terminated_project_waits_with_its_money_until_that_is_taken_back(world: World, project: Activity) -> None:
    record(world, "funds.assigned", 100 * WAN, project_no=project.number)
    bring(project, ("start", {}))
    told = step(world, project, "terminate", reason="业主退出")
    assert codes(told) == ["terminated.money_left"]
    assert "1,000,000.00" in told.problems[0].what.zh
    end(world, project)
    county = actor_of(world.receiver)
    (item,) = waiting_for(county)
    assert "收回余款 1,000,000.00 元" in item.what.zh
    assert count_waiting(county)[0] == 1
    record(world, "funds.returned", 100 * WAN, project_no=project.number, voucher_no="9")
    assert waiting_for(county) == []
    assert count_waiting(county) == (0, False)


def test_a_county_sets_by_when_an_ended_project_gives_its_money_back(world: World, project: Activity) -> None:
    record(world, "funds.assigned", 100 * WAN, project_no=project.number)
    bring(project, ("start", {}))
    end(world, project)
    project.standing.refresh_from_db()
    ended_on, county = project.standing.since, actor_of(world.receiver)
    assert waiting_for(county)[0].due == ended_on + timedelta(days=30)
    setting = next(one for one in BOOK.settings if one.code == "funds.return_days")
    later = ended_on + timedelta(days=1)
    set_value(setting, 10, place_id=project.receiver_place_id, valid_from=later, set_by_id=None)
    assert waiting_for(county)[0].due == ended_on + timedelta(days=30), "what held on the day it was ended decides"
    set_value(setting, 60, place_id=project.receiver_place_id, valid_from=ended_on, set_by_id=None)
    set_value(setting, 90, place_id=project.giver_place_id, valid_from=ended_on, set_by_id=None)
    assert waiting_for(county)[0].due == ended_on + timedelta(days=60), "the place that holds the money decides"


@pytest.mark.parametrize(
    ("before", "carried", "state"),
    [
        ("put_in_plan", "roll_over", "library"),
        ("approve", "roll_over", "library"),
        ("defer", "roll_over", "library"),
        ("assign_funds", "carry_funds", "funded"),
        ("procure", "carry_tender", "procurement"),
        ("start", "carry_on", "started"),
    ],
)
def test_a_project_is_carried_to_next_year_from_where_it_stands(
    world: World, project: Activity, before: str, carried: str, state: str
) -> None:
    bring(project, (before, {}))
    assert codes(step(world, project, carried, next_year="2026")) == ["missing_value"]
    assert step(world, project, carried, next_year="2026", reason="今年没有用完").done
    project.standing.refresh_from_db()
    assert (project.standing.state, project.standing.values["next_year"]) == (state, 2026)


def test_a_project_with_money_does_not_go_back_to_the_library_before_that_is_taken_back(
    world: World, project: Activity
) -> None:
    record(world, "funds.assigned", 70 * WAN, project_no=project.number)
    bring(project, ("approve", {"amount_approved_fen": 75 * WAN}))
    (held,) = step(world, project, "roll_over", next_year="2026", reason="未用").problems
    assert (held.code, held.weight) == ("rolled.money_assigned", "blocks")
    record(world, "funds.returned", 70 * WAN, project_no=project.number, voucher_no="9")
    assert step(world, project, "roll_over", next_year="2026", reason="未用").done


def test_a_project_under_way_is_carried_on_next_year_and_a_proposal_is_dropped(world: World, project: Activity) -> None:
    assert step(world, project, "drop", reason="报重了").done
    project.standing.refresh_from_db()
    assert project.standing.state == "removed"
    other = open_project(world, site="另一个镇").activity
    assert other is not None
    bring(other, ("start", {}))
    assert step(world, other, "carry_on", next_year="2026", reason="跨年施工").done
    other.standing.refresh_from_db()
    assert (other.standing.state, other.standing.values["next_year"]) == ("started", 2026)
