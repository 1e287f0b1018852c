"""A place by the map of a day: its names over time, its pairings, and what is its own and what comes from below."""

from __future__ import annotations

from datetime import date

import pytest

from shanhai.registry.models import Place, PlaceSuccession, PlaceVersion
from shanhai.registry.places import mark_changed
from tests.web.conftest import Cast
from tests.web.figures_cast import fill_ledger, pair_cities


@pytest.fixture
def renamed(cast: Cast) -> Cast:
    """柯桥区 was 绍兴县 with another code until 2013, and took over a place that ended then."""
    PlaceVersion.objects.filter(place_id="p330603").update(valid_from=date(2013, 12, 1))
    PlaceVersion.objects.create(
        place_id="p330603", code="330621", name="绍兴县", level="county", parent_id="p330600",
        valid_from=date(1980, 1, 1), valid_to=date(2013, 12, 1), document="示例批复",
    )  # fmt: skip
    Place.objects.create(id="p330699", level="county")
    PlaceVersion.objects.create(
        place_id="p330699", code="330699", name="示例区", level="county", parent_id="p330600",
        valid_from=date(1980, 1, 1), valid_to=date(2013, 12, 1),
    )  # fmt: skip
    PlaceSuccession.objects.create(
        from_place_id="p330699", to_place_id="p330603", on_date=date(2013, 12, 1), kind="merge"
    )
    mark_changed()
    return cast


def get(cast: Cast, address: str, user: str = "signer") -> str:
    answer = cast.client(user).get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_place_answers_by_the_map_of_the_day_asked_for(renamed: Cast) -> None:
    assert "<h1>柯桥区</h1>" in get(renamed, "/places/p330603")
    before = get(renamed, "/places/p330603?on=2010-06-01")
    assert "<h1>绍兴县</h1>" in before
    assert "330621" in before


def test_names_codes_and_what_merged_into_it_are_told(renamed: Cast) -> None:
    shown = get(renamed, "/places/p330603")
    assert "示例批复" in shown
    assert "2013年12月1日起" in shown
    assert "接收自" in shown
    assert 'href="/places/p330699"' in shown


def test_a_place_that_ended_says_so(renamed: Cast) -> None:
    assert "这一天没有这个地方" in get(renamed, "/places/p330699")
    assert "这一天没有这个地方" not in get(renamed, "/places/p330699?on=2010-06-01")


def test_pairings_are_listed_on_the_side_the_place_stands_on(cast: Cast) -> None:
    shown = get(cast, "/places/p330603")
    assert "帮扶 1 对" in shown
    assert "受帮扶 0 对" in shown
    assert "受帮扶 1 对" in get(cast, "/places/p511132", "ebian-both")


def test_a_citys_figure_is_told_apart_in_what_is_below_and_its_own(cast: Cast) -> None:
    fill_ledger(cast)
    pair_cities(cast)
    shown = get(cast, "/places/p330600", "shaoxing-viewer")
    row = shown[shown.index("到位协作资金") :][:900]
    assert row.count("4,430.00 万元") == 2
    assert "—" in row


def test_a_place_nobody_entered_anything_for_shows_no_zero(cast: Cast) -> None:
    assert "这里还没有条目" in get(cast, "/places/p511113", "assessor")


def test_figures_outside_the_offices_places_stay_hidden(cast: Cast) -> None:
    fill_ledger(cast)
    shown = get(cast, "/places/p330603", "shangyu-clerk")
    assert "4,430.00" not in shown


def test_offices_and_places_below_lead_on(cast: Cast) -> None:
    shown = get(cast, "/places/p330600")
    assert "绍兴市协作办（示例）" in shown
    assert "直接下级 2 个" in shown


def test_an_unknown_place_is_not_found(cast: Cast) -> None:
    assert cast.client("signer").get("/places/p999999").status_code == 404


def test_the_list_of_places_begins_with_the_offices_own(cast: Cast) -> None:
    shown = get(cast, "/places")
    assert shown.index("浙江省绍兴市柯桥区") < shown.index("四川省")
    assert "省级 2 个" in shown


def test_a_place_that_rose_to_a_province_is_listed_as_one(cast: Cast) -> None:
    Place.objects.create(id="p500000", level="province")
    PlaceVersion.objects.create(
        place_id="p500000", code="510200", name="重庆市", level="city", parent_id="p510000",
        valid_from=date(1980, 1, 1), valid_to=date(1997, 3, 14),
    )  # fmt: skip
    PlaceVersion.objects.create(
        place_id="p500000", code="500000", name="重庆市", level="province", valid_from=date(1997, 3, 14)
    )
    mark_changed()
    assert "省级 3 个" in get(cast, "/places")
    assert "省级 2 个" in get(cast, "/places?on=1990-01-01")


def test_a_day_that_cannot_be_read_is_told_and_not_passed_over(cast: Cast) -> None:
    for address in ("/places?on=abc", "/places/p330603?on=abc"):
        assert "日期“abc”读不出" in get(cast, address)
