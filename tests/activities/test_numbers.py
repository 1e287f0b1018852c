"""Numbers of activities: safe in every address, counted on by their own shape only, given once."""

from __future__ import annotations

from urllib.parse import unquote

import pytest
from django.test import Client
from django.urls import resolve, reverse

from shanhai.activities import numbers
from shanhai.activities.machine import Attempt
from shanhai.activities.models import Activity, ActivityStanding
from shanhai.activities.move import NAMESAKE, Moved, Opening, open_activity, take_step
from tests.activities.test_move import PROJECT_VALUES, START, codes, open_project, receiver
from tests.ledger.world import World


def open_with(world: World, number: str, title: str = "示例冷链仓") -> Moved:
    opening = Opening(
        "funds.project", title, PROJECT_VALUES, pairing_id=world.pairing.pk, opened_on=START, number=number
    )
    return open_activity(opening, by=receiver(world))


@pytest.mark.parametrize("number", ["a/b", "new", "New", "waiting", "carried-over", "split", "..", "XM 1", "甲?", "~1"])
def test_a_number_that_no_address_or_list_could_hold_is_refused(world: World, number: str) -> None:
    moved = open_with(world, number)
    assert codes(moved) == ["number.signs"]
    assert moved.problems[0].field == "number"
    assert not Activity.objects.exists()


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("ＸＭ－２０２６－１", "XM-2026-1"),
        ("川财农〔2023〕41号", "川财农〔2023〕41号"),
        (" 示例（一）—3 ", "示例(一)-3"),
    ],
)
def test_a_number_is_kept_in_plain_signs_however_it_was_typed(world: World, typed: str, kept: str) -> None:
    activity = open_with(world, typed).activity
    assert activity is not None
    assert activity.number == kept


def test_numbers_that_people_typed_neither_stop_nor_move_the_counting(world: World) -> None:
    for number in ("XM-2025-ABC", "XM-2025-９９９９９", "XM-2025-0001"):
        assert open_with(world, number, title=f"项目 {number}").done
    opened = open_project(world).activity
    assert opened is not None
    assert opened.number == "XM-2025-0002"


def test_counting_goes_on_past_nine_thousand_nine_hundred_and_ninety_nine(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(numbers, "DIGITS", 1)
    given = []
    for count in range(11):
        moved = open_with(world, "", title=f"项目 {count}")
        assert moved.activity is not None
        given.append(moved.activity.number)
    assert given[-2:] == ["XM-2025-10", "XM-2025-11"]


def test_a_number_taken_by_somebody_at_the_same_moment_makes_way_for_the_next(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert open_with(world, "XM-2025-0001", title="同时登记的另一个").done
    looks = iter(["XM-2025-0001", "XM-2025-0002"])
    monkeypatch.setattr("shanhai.activities.move.next_number", lambda _kind, _year: next(looks))
    opened = open_project(world).activity
    assert opened is not None
    assert opened.number == "XM-2025-0002"


def test_the_same_form_sent_twice_opens_one_project_and_tells_its_number(world: World) -> None:
    first, second = open_project(world), open_project(world)
    assert first.activity is not None
    assert [(one.code, one.value) for one in second.problems] == [("opened_before", first.activity.number)]
    assert Activity.objects.count() == 1


def test_another_project_of_the_same_name_is_asked_about_and_opens_once_somebody_says_so(world: World) -> None:
    first = open_project(world).activity
    assert first is not None
    (asked,) = open_project(world, site="另一个镇").problems
    assert (asked.code, asked.weight, asked.field) == (NAMESAKE, "ask", "title")
    assert first.number in asked.what.zh
    assert open_project(world, NAMESAKE, site="另一个镇").done
    assert open_with(world, "XM-自编-9", title=first.title).done, "a number of its own tells them apart"


def test_a_project_whose_proposal_was_dropped_is_proposed_again_without_a_question(world: World) -> None:
    first = open_project(world).activity
    assert first is not None
    dropping = Attempt("drop", START, "receiver", {"reason": "报重了"})
    assert take_step(first, dropping, by=receiver(world)).done
    assert open_project(world, site="另一个镇").done


@pytest.mark.parametrize("number", ["a/b", "new", "..", "a~2F;b", "甲\n乙", "split", "?#", "a\\b"])
def test_an_odd_number_recorded_long_ago_has_a_page_and_breaks_no_list(admin_client: Client, number: str) -> None:
    held = Activity.objects.create(kind="funds.project", number=number, title="旧项目", office_id=1, opened_on=START)
    ActivityStanding.objects.create(activity=held, kind=held.kind, state="proposed", since=START)
    address = reverse("activity", args=[number])
    assert address.count("/") == 2
    assert admin_client.get(address).status_code == 403
    assert resolve(unquote(address)).kwargs == {"number": number}
