"""What waits for an office, and what a new calendar changes."""

from __future__ import annotations

from datetime import date

from shanhai.activities.move import renew_standings
from shanhai.activities.waiting import count_waiting, waiting_for
from shanhai.offices.may import actor_for
from shanhai.offices.models import Membership, Office, Role, User
from tests.activities.test_move import bring_into_library, open_project, step
from tests.ledger.world import World


def actor_of(office: Office, role: str = Role.SIGNER):
    user = User.objects.create(username=f"{office.pk}-{role}")
    Membership.objects.create(user=user, office=office, role=role)
    return actor_for(user, office)


def test_a_proposal_waits_for_the_other_side_only(world: World) -> None:
    project = open_project(world).activity
    assert project is not None
    day = bring_into_library(world, project)
    step(world, project, "put_in_plan", day, plan_year="2025")
    (item,) = waiting_for(actor_of(world.giver))
    assert (item.act, item.activity.number) == ("answer", project.number)
    assert "列入年度计划" in item.what.zh
    assert waiting_for(actor_of(world.receiver)) == []
    assert waiting_for(actor_of(world.third)) == []


def test_a_city_sees_what_waits_for_its_counties(world: World) -> None:
    project = open_project(world).activity
    assert project is not None
    step(world, project, "put_in_plan", bring_into_library(world, project), plan_year="2025")
    assert count_waiting(actor_of(world.second_giver)) == (1, True)


def test_what_is_overdue_is_told_and_counted(world: World) -> None:
    project = open_project(world).activity
    assert project is not None
    step(world, project, "post_village_notice", date(2025, 3, 4))
    receiver = actor_of(world.receiver)
    (item,) = waiting_for(receiver)
    assert (item.act, item.overdue, item.due) == ("due", True, date(2025, 4, 3))
    assert count_waiting(receiver) == (1, True)


def test_standings_are_derived_anew_from_the_steps_alone(world: World) -> None:
    project = open_project(world).activity
    assert project is not None
    step(world, project, "post_village_notice", date(2025, 3, 4))
    before = (project.standing.pk, date(2025, 4, 3), "village_notice")
    type(project.standing).objects.update(due_on=None, state="archived")
    assert renew_standings() == 1
    project.standing.refresh_from_db()
    assert (project.standing.pk, project.standing.due_on, project.standing.state) == before
