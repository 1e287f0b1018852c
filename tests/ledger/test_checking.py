"""What may not stand in the ledger: each fault of a draft is told with its line, its column and what would be right."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from shanhai.catalogue import book as catalogue_book
from shanhai.catalogue.book import BOOK, Book
from shanhai.catalogue.declare import Choice, Column, CooperationField, Kind
from shanhai.catalogue.words import Words
from shanhai.ledger.checking import AMOUNT_MOST, check_drafts, days_meant, hash_fact
from shanhai.ledger.models import Entry, OpenEntry
from shanhai.ledger.record import record_entries
from shanhai.ledger.standing import standing_of
from shanhai.registry.models import PlaceVersion
from shanhai.registry.places import mark_changed
from tests.ledger.world import World

pytestmark = pytest.mark.django_db

CADRES = Kind(
    "test.cadres",
    Words("东派干部", "Cadres sent east"),
    stage="actual",
    from_side="receiver",
    amount_unit="person",
    columns=(
        Column("post", Words("岗位", "Post"), required=True),
        Column("identity_no", Words("身份证号", "Identity number"), personal=True, required=True),
    ),
    labels=(Choice("east_west", Words("东西部", "East–West")),),
    negative_allowed=True,
    version=3,
)


@pytest.fixture(autouse=True)
def _book(monkeypatch: pytest.MonkeyPatch) -> None:
    """The real book with one more kind, which flows the other way and has a personal column."""
    field = CooperationField("test", Words("试", "Test"), kinds=(CADRES,))
    monkeypatch.setattr(catalogue_book, "BOOK", Book((*BOOK.fields, field)))


def cadres(world: World, **changes: Any) -> Any:
    values = {
        "kind": "test.cadres",
        "details": {"post": "教师"},
        "amount": 3,
        "from_party_id": world.finance.pk,
        "to_party_id": world.bureau.pk,
    }
    return world.draft(**{**values, **changes})


FAULTS: dict[str, tuple[dict[str, Any], str]] = {
    "unknown kind": ({"kind": "funds.lost"}, "kind_unknown"),
    "another version of the sheet": ({"kind_version": 9}, "kind_version"),
    "a stage of another kind": ({"stage": "paid"}, "stage_of_other_kind"),
    "a nature of another kind": ({"nature": "observation"}, "nature_of_other_kind"),
    "another unit": ({"unit": "person"}, "unit_wrong"),
    "an unknown indicator": ({"indicator": "no_such"}, "indicator_unknown"),
    "a negative amount": ({"amount": -1}, "amount_negative"),
    "an amount beyond bounds": ({"amount": AMOUNT_MOST + 1}, "amount_out_of_bounds"),
    "a negative amount beyond bounds": ({"amount": -AMOUNT_MOST - 1}, "amount_out_of_bounds"),
    "an unknown column": ({"details": {"colour": "red"}}, "column_unknown"),
    "an unknown label": ({"labels": ("red",)}, "label_unknown"),
    "a place too long to keep": ({"locator": "x" * 121}, "text_too_long"),
    "an unknown precision": ({"date_precision": "week"}, "date_precision"),
    "a period backwards": ({"period_from": date(2025, 2, 1), "period_to": date(2025, 1, 1)}, "period_backwards"),
    "no pairing": ({"pairing_id": None}, "pairing_missing"),
    "an unknown pairing": ({"pairing_id": 987}, "pairing_unknown"),
    "before the pairing": ({"on_date": date(2021, 3, 31)}, "before_pairing"),
    "after the pairing": ({"on_date": date(2026, 1, 1)}, "after_pairing"),
    "another programme": ({"programme": "对口支援"}, "programme_of_other_pairing"),
    "an unknown place": ({"giver_place_id": "p999999"}, "place_unknown"),
    "a place of another pairing": ({"giver_place_id": "p330602"}, "place_outside_pairing"),
    "an unknown party": ({"from_party_id": 987}, "party_unknown"),
}


@pytest.mark.parametrize("case", FAULTS)
def test_a_fault_is_told_and_nothing_is_recorded(world: World, case: str) -> None:
    changes, code = FAULTS[case]
    drafts = [world.draft(), world.draft(**changes)]
    recorded = record_entries(drafts, office=world.giver, user_id=1, spoken_side="giver")
    found = [problem for problem in recorded.problems if problem.code == code]
    assert [(problem.weight, problem.line) for problem in found] == [("blocks", 2)], recorded.problems
    assert found[0].what.zh
    assert found[0].what.en
    assert found[0].right is not None
    assert not Entry.objects.exists()


def test_all_faults_are_collected(world: World) -> None:
    drafts = [world.draft(amount=-1, unit="person"), world.draft(), world.draft(kind="no")]
    _said, problems = check_drafts(drafts)
    assert [(problem.line, problem.code) for problem in problems] == [
        (1, "unit_wrong"),
        (1, "amount_negative"),
        (3, "kind_unknown"),
    ]


def test_a_party_of_another_county_or_of_the_wrong_side_is_refused(world: World) -> None:
    for party in (world.stranger, world.seller):
        _said, problems = check_drafts([world.draft(from_party_id=party.pk)])
        assert [problem.code for problem in problems] == ["party_outside_pairing"]
        assert party.name in problems[0].what.zh
        assert problems[0].right == Words("这一栏应是柯桥区的单位。", "This should be a party of 柯桥区.")


def test_a_party_above_the_county_belongs_to_it(world: World) -> None:
    from shanhai.registry.models import Party

    province = Party.objects.create(name="浙江省援派基金（示例）", kind="society", place_id="p330000")
    nowhere = Party.objects.create(name="全国商会（示例）", kind="society")
    for party in (province, nowhere):
        assert not check_drafts([world.draft(from_party_id=party.pk)])[1]


def test_a_kind_may_flow_from_the_receiving_side(world: World) -> None:
    assert not check_drafts([cadres(world)])[1]
    _said, problems = check_drafts([cadres(world, from_party_id=world.bureau.pk)])
    assert [problem.code for problem in problems] == ["party_outside_pairing"]


def test_personal_columns_never_enter_the_ledger(world: World) -> None:
    _said, problems = check_drafts([cadres(world, details={"post": "教师", "identity_no": "示例"})])
    assert [(problem.code, problem.field) for problem in problems] == [("column_personal", "identity_no")]
    assert "示例" not in problems[0].what.zh


def test_a_required_column_and_an_allowed_negative(world: World) -> None:
    _said, problems = check_drafts([cadres(world, details={"post": ""}), cadres(world, amount=-2)])
    assert [(problem.line, problem.code) for problem in problems] == [(1, "column_missing")]


def test_a_month_that_touches_the_pairing_is_taken(world: World) -> None:
    month = {"date_precision": "month", "on_date": date(2025, 12, 1)}
    year = {"date_precision": "year", "on_date": date(2021, 1, 1)}
    assert not check_drafts([world.draft(**month), world.draft(**year)])[1]
    assert days_meant(date(2024, 2, 9), "month") == (date(2024, 2, 1), date(2024, 2, 29))
    assert days_meant(date(2025, 12, 9), "month") == (date(2025, 12, 1), date(2025, 12, 31))


def test_a_county_renamed_in_mid_year_keeps_its_entries_and_its_sum(world: World) -> None:
    old = PlaceVersion.objects.get(place_id="p330603")
    PlaceVersion.objects.filter(pk=old.pk).update(valid_to=date(2025, 6, 15))
    PlaceVersion.objects.create(
        place_id="p330603", code="330603", name="柯桥新区（示例）", level="county", parent_id="p330600",
        valid_from=date(2025, 6, 15),
    )  # fmt: skip
    mark_changed()
    drafts = [world.draft(on_date=date(2025, 6, 14)), world.draft(on_date=date(2025, 6, 16))]
    recorded = record_entries(drafts, office=world.giver, user_id=1, spoken_side="giver")
    assert recorded.entries == 2
    assert set(Entry.objects.values_list("giver_place_id", flat=True)) == {"p330603"}
    assert sum(Entry.objects.values_list("amount", flat=True)) == 640_000


def test_a_statement_waits_for_nobody_and_needs_no_pairing(world: World) -> None:
    indicator = next(one for one in BOOK.indicators if one.unit == "CNY")
    draft = world.draft(
        kind="statement",
        indicator=indicator.code,
        unit="CNY",
        pairing_id=None,
        from_party_id=None,
        to_party_id=None,
        giver_place_id="p330600",
        receiver_place_id="p511100",
        programme="东西部协作",
        qualifier="超",
        details={"status": "actual"},
    )
    recorded = record_entries([draft], office=world.third, user_id=1, spoken_side="neither")
    assert recorded.entries == 1, recorded.problems
    assert not OpenEntry.objects.exists()
    assert standing_of(recorded.serials)[recorded.serials[0]].state == "stated"
    draft.indicator = ""
    assert [problem.code for problem in check_drafts([draft])[1]] == ["indicator_missing"]


def test_one_number_in_two_pairings_is_two_facts() -> None:
    assert hash_fact(1, "KQ1") != hash_fact(2, "KQ1")
    assert hash_fact(1, "") is None
    assert -(2**63) <= (hash_fact(1, "KQ1") or 0) < 2**63
