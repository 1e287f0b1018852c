"""The map of each year, rebuilt from today's list and the book of events."""

from collections import Counter
from datetime import date
from itertools import pairwise

import pytest

from shanhai.registry.dates import end_of_doubt, read_dated
from shanhai.registry.divisions import (
    LATEST,
    RECORDS_BEGIN,
    DivisionVersion,
    level_of,
    read_current,
    read_events,
    undo_events,
)
from shanhai.registry.lineage import build_divisions

# Counties and prefectures at the end of the year, as the Ministry of Civil Affairs publishes them every year.
COUNTIES = {2005: 2862, 2010: 2856, 2015: 2850, 2019: 2846, 2020: 2844, 2021: 2843, 2023: 2844}
PREFECTURES = {2010: 333, 2012: 333, 2015: 334, 2019: 333, 2023: 333}


def versions_of(place_id: str) -> list[DivisionVersion]:
    return [version for version in build_divisions().versions if version.place_id == place_id]


def test_todays_map_has_every_county_and_no_sum_row() -> None:
    current = read_current()
    levels = Counter(level_of(code) for code in current)
    assert levels == {"county": 2847, "city": 333, "province": 34}
    assert "市辖区" not in current.values()
    assert "330601" not in current


def test_the_maps_of_past_years_have_as_many_counties_and_prefectures_as_were_published() -> None:
    maps = undo_events(read_current(), read_events())
    for year, number in COUNTIES.items():
        assert sum(level_of(code) == "county" for code in maps[year]) == number, year
    for year, number in PREFECTURES.items():
        assert sum(level_of(code) == "city" for code in maps[year]) == number, year


def test_every_current_county_is_a_place_with_that_code() -> None:
    current = {code: name for code, name in read_current().items() if level_of(code) == "county"}
    standing = {v.code: v.name for v in build_divisions().versions if v.valid_to is None and v.level == "county"}
    assert standing == current


def test_the_versions_of_a_place_follow_each_other_without_overlap() -> None:
    before: DivisionVersion | None = None
    for version in build_divisions().versions:
        assert version.valid_from >= RECORDS_BEGIN
        assert version.valid_to is None or version.valid_from < version.valid_to
        if before and before.place_id == version.place_id:
            assert before.valid_to == version.valid_from
        before = version


def test_a_code_has_one_bearer_on_any_day() -> None:
    spans: dict[str, list[tuple[date, date]]] = {}
    for version in build_divisions().versions:
        spans.setdefault(version.code, []).append((version.valid_from, version.valid_to or LATEST))
    for code, held in spans.items():
        held.sort()
        assert all(first[1] <= second[0] for first, second in pairwise(held)), code


def test_every_parent_is_there_while_its_child_is() -> None:
    spans: dict[str, list[DivisionVersion]] = {}
    for version in build_divisions().versions:
        spans.setdefault(version.place_id, []).append(version)
    for version in build_divisions().versions:
        if version.parent_id is None:
            assert version.level == "province" or version.name == "重庆市"
            continue
        parent = spans[version.parent_id]
        assert parent[0].valid_from <= version.valid_from, version


def test_a_new_name_and_a_new_rank_keep_the_place() -> None:
    names = [version.name for version in versions_of("p330603")]
    assert names == ["绍兴县", "柯桥区"]
    assert [version.name for version in versions_of("p330604")] == ["上虞县", "上虞市", "上虞市", "上虞区"]
    assert [version.code for version in versions_of("p331127")] == ["332529", "331127"]
    assert [version.name for version in versions_of("p513201")][-2:] == ["马尔康县", "马尔康市"]


def test_a_split_makes_new_places_and_joins_them_to_the_old() -> None:
    joins = {(join.from_id, join.to_id): join for join in build_divisions().successions}
    assert joins[("p330110-to2021", "p330110")].kind == "split"
    assert joins[("p330110-to2021", "p330113")].on_date == date(2021, 4, 9)
    assert joins[("p330104", "p330102")].to_id == "p330102"
    assert versions_of("p330110")[0].valid_from == date(2021, 4, 9)


def test_a_county_that_gives_part_of_itself_away_goes_on() -> None:
    joins = {(join.from_id, join.to_id): join for join in build_divisions().successions}
    assert joins[("p330327", "p330383")].kind == "transfer"
    assert versions_of("p330327")[-1].valid_to is None


def test_an_heir_found_by_name_alone_in_another_prefecture_is_not_believed() -> None:
    assert not [join for join in build_divisions().successions if join.to_id == "p140303"]


@pytest.mark.parametrize(
    ("text", "first", "after"),
    [
        ("2021", date(2021, 1, 1), date(2022, 1, 1)),
        ("2016-12", date(2016, 12, 1), date(2017, 1, 1)),
        ("2021-06-17", date(2021, 6, 17), date(2021, 6, 18)),
        ("", None, None),
    ],
)
def test_a_date_is_read_at_its_widest(text: str, first: date | None, after: date | None) -> None:
    dated = read_dated(text)
    assert (dated.first, dated.after) == (first, after)
    if first and after and dated.precision != "day":
        assert end_of_doubt(first, dated.precision) == after
