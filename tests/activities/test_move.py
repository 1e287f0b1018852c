"""Opening, stepping, answering and undoing, judged by what stays in the database."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from shanhai.activities.machine import Attempt
from shanhai.activities.models import Activity, ActivityStep
from shanhai.activities.move import (
    NAMESAKE,
    By,
    Moved,
    Opening,
    answer_proposal,
    open_activity,
    take_step,
    undo_step,
    withdraw_proposal,
)
from tests.ledger.world import World

START = date(2025, 3, 3)
PROJECT_VALUES = {
    "project_class": "产业",
    "nature": "new",
    "site": "示例镇",
    "starts_on": "2025-05-01",
    "ends_on": "2025-12-31",
    "responsible_unit": "示例局",
    "tasks": "冷链仓一座",
    "amount_planned_fen": "120万元",
    "money_source": "东西部协作资金",
    "households": "45",
    "persons": "160",
    "performance_targets": "建成冷链仓 1 座",
    "interest_link": "务工、分红",
}
PAPERS = {"notice": 1, "minutes": 2, "approval": 3, "targets": 4, "acceptance": 5, "audit": 6}


def receiver(world: World) -> By:
    return By(world.receiver.pk, "receiver", 1)


def giver(world: World) -> By:
    return By(world.giver.pk, "giver", 2)


def open_project(world: World, *accepted: str, **changes: object) -> Moved:
    values = {**PROJECT_VALUES, **changes}
    opening = Opening("funds.project", "示例冷链仓", values, pairing_id=world.pairing.pk, opened_on=START,
                      accepted=frozenset(accepted))  # fmt: skip
    return open_activity(opening, by=receiver(world))


def step(world: World, activity: Activity, code: str, day: date, **values: object) -> Moved:
    return take_step(activity, Attempt(code, day, "receiver", values), by=receiver(world), document_ids=PAPERS)


def codes(moved: Moved) -> list[str]:
    return [problem.code for problem in moved.problems]


@pytest.fixture
def project(world: World) -> Activity:
    moved = open_project(world)
    assert moved.activity is not None
    return moved.activity


def test_a_project_is_opened_with_typed_values_its_number_and_the_places_of_its_pairing(project: Activity) -> None:
    assert project.number == "XM-2025-0001"
    assert (project.giver_place_id, project.receiver_place_id) == ("p330603", "p511132")
    assert project.values["amount_planned_fen"] == 120_000_000
    assert project.values["project_class"] == "industry"
    assert project.standing.state == "proposed"


def test_what_is_missing_or_unreadable_is_told_all_at_once_and_nothing_is_opened(world: World) -> None:
    moved = open_project(world, site="", households="四十五户", ends_on="2025-01-31")
    assert sorted((problem.code, problem.field) for problem in moved.problems) == [
        ("ends_before_start", "ends_on"),
        ("missing_value", "site"),
        ("unreadable_value", "households"),
    ]
    assert not Activity.objects.exists()


def test_a_number_is_given_once(world: World, project: Activity) -> None:
    opening = Opening(
        "funds.project", "另一个", PROJECT_VALUES, pairing_id=world.pairing.pk, number=project.number, opened_on=START
    )
    assert codes(open_activity(opening, by=receiver(world))) == ["duplicate_number"]


def test_the_giving_side_does_not_propose_projects(world: World) -> None:
    opening = Opening("funds.project", "示例", PROJECT_VALUES, pairing_id=world.pairing.pk)
    assert codes(open_activity(opening, by=giver(world))) == ["wrong_side"]


def test_without_a_pairing_nothing_is_opened(world: World) -> None:
    assert codes(open_activity(Opening("funds.project", "示例", PROJECT_VALUES), by=receiver(world))) == [
        "missing_pairing"
    ]


def bring_into_library(world: World, project: Activity) -> date:
    day = START
    for code, wait, values in (
        ("post_village_notice", 1, {}),
        ("submit_to_town", 10, {}),
        ("submit_to_county", 10, {}),
        ("enter_library", 5, {"library_no": "K-1", "outside_negative_list": "是"}),
    ):
        day += timedelta(days=wait)
        moved = step(world, project, code, day, **values)
        assert moved.done, moved.problems
    return day


def test_a_project_on_the_negative_list_stays_out_of_the_library(world: World, project: Activity) -> None:
    for code, day in (("post_village_notice", 4), ("submit_to_town", 14), ("submit_to_county", 24)):
        assert step(world, project, code, date(2025, 3, day)).done
    moved = step(world, project, "enter_library", date(2025, 3, 25), library_no="K-1", outside_negative_list="否")
    assert codes(moved) == ["negative_list"]


def test_a_plan_waits_for_the_giving_side_and_counts_once_it_confirms(world: World, project: Activity) -> None:
    day = bring_into_library(world, project)
    assert step(world, project, "put_in_plan", day, plan_year="2025").done
    project.standing.refresh_from_db()
    assert (project.standing.state, project.standing.awaits_side) == ("library", "giver")
    assert codes(step(world, project, "roll_over", day, next_year="2026", reason="等")) == ["awaits_word"]
    own_answer = answer_proposal(project, agrees="confirm", reason="", by=receiver(world))
    assert codes(own_answer) == ["wrong_side"]
    assert answer_proposal(project, agrees="confirm", reason="", by=giver(world), proposal=5).done
    project.standing.refresh_from_db()
    assert (project.standing.state, project.standing.values["plan_year"]) == ("planned", 2025)


def test_an_objection_needs_its_reason_and_drops_the_step(world: World, project: Activity) -> None:
    day = bring_into_library(world, project)
    step(world, project, "put_in_plan", day, plan_year="2025")
    assert codes(answer_proposal(project, agrees="object", reason=" ", by=giver(world))) == ["missing_reason"]
    assert answer_proposal(project, agrees="object", reason="资金不足", by=giver(world)).done
    project.standing.refresh_from_db()
    assert (project.standing.state, project.standing.awaits_side) == ("library", "")


def test_an_answer_to_another_proposal_than_the_one_shown_is_not_taken(world: World, project: Activity) -> None:
    day = bring_into_library(world, project)
    step(world, project, "put_in_plan", day, plan_year="2025")
    moved = answer_proposal(project, agrees="confirm", reason="", by=giver(world), proposal=3)
    assert codes(moved) == ["acted_meanwhile"]


def test_a_wrong_step_is_undone_by_a_step_and_both_stay(world: World, project: Activity) -> None:
    step(world, project, "post_village_notice", START)
    assert codes(undo_step(project, reason="", by=receiver(world))) == ["missing_reason"]
    assert codes(undo_step(project, reason="错", by=giver(world))) == ["wrong_side"]
    assert undo_step(project, reason="公示照片放错了", by=receiver(world)).done
    project.standing.refresh_from_db()
    assert project.standing.state == "proposed"
    assert list(project.steps.values_list("act", flat=True)) == ["move", "undo"]


def test_a_step_on_a_page_that_is_no_longer_true_adds_nothing(world: World, project: Activity) -> None:
    step(world, project, "post_village_notice", START)
    attempt = Attempt("submit_to_town", START + timedelta(days=10), "receiver")
    moved = take_step(project, attempt, by=receiver(world), document_ids=PAPERS, as_seen=0)
    assert codes(moved) == ["acted_meanwhile"]
    assert project.steps.count() == 1


def test_a_step_is_not_dated_in_the_future(world: World, project: Activity) -> None:
    moved = step(world, project, "post_village_notice", timezone.localdate() + timedelta(days=1))
    assert codes(moved) == ["date.future"]


def test_the_first_thing_due_is_kept_for_lists(world: World, project: Activity) -> None:
    step(world, project, "post_village_notice", START)
    project.standing.refresh_from_db()
    assert (project.standing.due_code, project.standing.due_on) == ("proposal", START + timedelta(days=30))


@pytest.mark.parametrize("statement", ["UPDATE activities_step SET step = 'x'", "DELETE FROM activities_activity"])
def test_the_database_refuses_to_change_a_step(world: World, project: Activity, statement: str) -> None:
    step(world, project, "post_village_notice", START)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert ActivityStep.objects.count() == 1


def accept(project: Activity, day: date) -> None:
    """Bring a project to its acceptance on a day, as if all its steps had been taken."""
    ActivityStep.objects.create(
        activity=project, sequence=1, act="move", step="accept", on_date=day, side="receiver", office_id=1
    )


def register_asset(world: World, project_no: str, opened_on: date = START, **changes: object) -> Moved:
    values = {"asset_kind": "经营性", "owner_level": "村级", "project_no": project_no, "site": "示例镇",
              "value_fen": "100万元"}  # fmt: skip
    accepted = frozenset(changes.pop("accepted", ()))  # type: ignore[call-overload]
    opening = Opening("funds.asset", "示例冷链仓", {**values, **changes}, pairing_id=world.pairing.pk,
                      opened_on=opened_on, accepted=accepted)  # fmt: skip
    return open_activity(opening, by=receiver(world))


def test_an_asset_comes_of_a_project_that_was_accepted(world: World, project: Activity) -> None:
    refused = register_asset(world, project.number)
    assert codes(refused) == ["origin.not_there"]
    assert "谋划" in refused.problems[0].what.zh
    assert refused.problems[0].right is not None
    assert "已验收" in refused.problems[0].right.zh
    accept(project, START)
    assert register_asset(world, project.number).done


def test_an_asset_is_not_older_than_the_acceptance_of_its_project(world: World, project: Activity) -> None:
    accept(project, date(2025, 6, 1))
    early = register_asset(world, project.number, opened_on=date(2025, 5, 31))
    assert [(one.code, one.field) for one in early.problems] == [("origin.too_early", "opened_on")]
    assert register_asset(world, project.number, opened_on=date(2025, 6, 1)).done


def test_an_asset_worth_more_than_its_project_or_of_none_is_asked_about(world: World, project: Activity) -> None:
    accept(project, START)
    for changes, code in (({"value_fen": "12亿元"}, "origin.worth"), ({"project_no": "早年项目-1"}, "origin.unknown")):
        asked = register_asset(world, **{"project_no": project.number, **changes})
        assert [(one.code, one.weight) for one in asked.problems] == [(code, "ask")]
        assert register_asset(world, **{"project_no": project.number, **changes, "accepted": (code, NAMESAKE)}).done


def test_a_proposal_is_taken_back_by_the_side_that_made_it_with_its_reason(world: World, project: Activity) -> None:
    day = bring_into_library(world, project)
    step(world, project, "put_in_plan", day, plan_year="2025")
    assert codes(withdraw_proposal(project, reason=" ", by=receiver(world))) == ["missing_reason"]
    assert codes(withdraw_proposal(project, reason="填错年度", by=giver(world))) == ["wrong_side"]
    assert codes(withdraw_proposal(project, reason="填错年度", by=receiver(world), proposal=2)) == ["acted_meanwhile"]
    assert withdraw_proposal(project, reason="填错年度", by=receiver(world), proposal=5).done
    project.standing.refresh_from_db()
    assert (project.standing.state, project.standing.awaits_side) == ("library", "")
    assert codes(withdraw_proposal(project, reason="再收", by=receiver(world))) == ["nothing_proposed"]
    assert codes(answer_proposal(project, agrees="confirm", reason="", by=giver(world))) == ["nothing_proposed"]
    assert step(world, project, "put_in_plan", day, plan_year="2026").done
