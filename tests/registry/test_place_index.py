"""Places by name and day, on the packaged map without a database."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shanhai.registry.gazetteer import load_gazetteer, packaged_index
from shanhai.registry.names import clean_name, short_names

DAY = date(2023, 5, 1)
PLACES = st.sampled_from(sorted(packaged_index().versions))
DAYS = st.dates(date(1984, 1, 1), date(2026, 9, 1))


def full(place_id: str | None, on: date = DAY) -> str:
    assert place_id is not None
    return packaged_index().full_name(place_id, on)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("柯桥", "浙江省绍兴市柯桥区"),
        ("景宁", "浙江省丽水市景宁畲族自治县"),
        ("峨边", "四川省乐山市峨边彝族自治县"),
        ("马边县", "四川省乐山市马边彝族自治县"),
        ("阆中", "四川省南充市阆中市"),
        ("乐山", "四川省乐山市"),
        ("绍兴市柯桥区", "浙江省绍兴市柯桥区"),
        ("四川省乐山市峨边彝族自治县", "四川省乐山市峨边彝族自治县"),
        ("四川 乐山 / 峨边", "四川省乐山市峨边彝族自治县"),
        ("黔西南州", "贵州省黔西南布依族苗族自治州"),
        ("内蒙古", "内蒙古自治区"),
        ("吉林", "吉林省"),
        ("羊城", "广东省广州市"),
        ("330604", "浙江省绍兴市上虞区"),
        ("330604000000", "浙江省绍兴市上虞区"),
        ("北京市朝阳区", "北京市朝阳区"),
    ],
)
def test_a_place_is_found_by_the_names_people_write(written: str, meant: str) -> None:
    found = packaged_index().resolve(written, DAY)
    assert found.state == "one"
    assert full(found.place_id) == meant


@given(PLACES, DAYS)
def test_the_full_name_of_a_living_place_leads_back_to_it(place_id: str, on: date) -> None:
    index = packaged_index()
    if index.is_alive(place_id, on):
        found = index.resolve(index.full_name(place_id, on), on)
        assert found.place_id == place_id or place_id in found.candidates


@given(PLACES, DAYS)
def test_the_code_of_a_living_place_leads_back_to_it(place_id: str, on: date) -> None:
    index = packaged_index()
    if index.is_alive(place_id, on):
        assert index.resolve(index.version_on(place_id, on).code, on).place_id == place_id


@given(PLACES, DAYS)
def test_a_place_lies_in_the_subtree_of_each_place_above_it_and_of_no_other(place_id: str, on: date) -> None:
    index = packaged_index()
    above = index.ancestors(place_id, on)
    assert len(set(above)) == len(above)
    for one in above:
        assert place_id in index.subtree(one, on)
        assert index.is_alive(one, on)


@given(DAYS)
def test_the_provinces_share_all_places_between_them(on: date) -> None:
    index = packaged_index()
    provinces = [one for one in index.versions if index.is_alive(one, on) and not index.ancestors(one, on)]
    inside = [one for province in provinces for one in index.subtree(province, on)]
    assert len(inside) == len(set(inside))
    counties = [
        one for one in index.versions if index.version_on(one, on).level == "county" and index.is_alive(one, on)
    ]
    assert set(counties) <= set(inside)


def test_yuhang_means_another_place_before_and_after_the_split() -> None:
    index = packaged_index()
    before = index.resolve("余杭区", date(2021, 3, 31))
    after = index.resolve("余杭区", date(2021, 4, 9))
    assert before.place_id == "p330110-to2021"
    assert after.place_id == "p330110"
    assert "p330113" in index.subtree("p330110-to2021", date(2021, 3, 31))
    assert index.subtree("p330110", date(2021, 5, 1)) == {"p330110"}


def test_entries_of_a_split_county_stay_with_the_city_that_holds_all_parts() -> None:
    index = packaged_index()
    hangzhou = index.subtree("p330100", DAY)
    assert {"p330110-to2021", "p330104", "p330113"} <= hangzhou
    assert index.home("p330110-to2021", DAY) == "p330100"
    assert index.home("p330103", DAY) == "p330105"
    assert "p330103" in index.subtree("p330105", DAY)


def test_a_district_taken_in_by_another_counts_there_afterwards() -> None:
    index = packaged_index()
    assert "p330204" in index.subtree("p330212", DAY)
    assert "p330204" not in index.subtree("p330212", date(2014, 1, 1))


def test_a_former_name_answers_with_the_place_and_its_name_of_the_day() -> None:
    found = packaged_index().resolve("绍兴县", DAY)
    assert (found.state, found.place_id, found.current_name) == ("one", "p330603", "柯桥区")
    assert packaged_index().resolve("绍兴县", date(2012, 1, 1)).current_name is None


def test_in_the_year_of_a_change_known_to_the_year_both_names_hold() -> None:
    index = packaged_index()
    for name in ("康定县", "康定市"):
        found = index.resolve(name, date(2015, 2, 1))
        assert (found.state, found.place_id) == ("one", "p513301")


def test_an_abolished_place_says_when_and_what_took_over() -> None:
    for written in ("江干区", "杭州市江干区", "330104"):
        found = packaged_index().resolve(written, DAY)
        assert found.state == "gone"
        assert found.changed_on == date(2021, 4, 9)
        assert [full(one) for one in found.candidates] == ["浙江省杭州市上城区", "浙江省杭州市钱塘区"]


def test_a_place_to_come_says_from_when() -> None:
    found = packaged_index().resolve("浙江省温州市龙港市", date(2018, 3, 1))
    assert (found.state, found.changed_on) == ("not_yet", date(2019, 8, 16))


def test_an_ambiguous_name_lists_the_places_it_may_mean() -> None:
    index = packaged_index()
    found = index.resolve("鼓楼区", DAY)
    assert found.state == "several"
    assert len(found.candidates) == 4
    assert index.resolve("鼓楼区", DAY, within="p320100").place_id == "p320106"
    assert index.resolve("甘孜", DAY).state == "several"
    assert index.resolve("金川", DAY, within="p510000").place_id == "p513226"


@pytest.mark.parametrize("written", ["市辖区", "杭州市市辖区", "330601", "330101000000"])
def test_the_sum_row_is_no_place(written: str) -> None:
    assert packaged_index().resolve(written, DAY).state == "sum_row"


def test_an_unknown_name_offers_what_sounds_the_same() -> None:
    found = packaged_index().resolve("上余区", DAY)
    assert found.state == "unknown"
    assert full(found.candidates[0]) == "浙江省绍兴市上虞区"
    assert packaged_index().resolve("", DAY).state == "unknown"
    assert packaged_index().resolve("区" * 500, DAY).state == "unknown"


@given(st.text(max_size=30), DAYS)
def test_any_text_gets_an_answer(text: str, on: date) -> None:
    found = packaged_index().resolve(text, on)
    assert (found.state == "one") == (found.place_id is not None and found.changed_on is None)


def test_a_banner_of_one_wing_is_found_by_what_it_is_called_for_short() -> None:
    found, told = (packaged_index().resolve(name, DAY) for name in ("察右前旗", "察哈尔右翼前旗"))
    assert (found.state, found.place_id) == ("one", told.place_id)


@given(st.sampled_from([name.name for name in load_gazetteer()]))
def test_a_short_name_is_shorter_and_begins_the_official_one(name: str) -> None:
    for short in short_names(name):
        assert 2 <= len(short) < len(name)
        assert name.startswith(short[:2])


@pytest.mark.parametrize(
    ("name", "shorts"),
    [
        ("万柏林区", ("万柏林",)),
        ("碑林区", ("碑林",)),
        ("清新区", ("清新",)),
        ("神农架林区", ("神农架",)),
        ("浦东新区", ("浦东",)),
    ],
)
def test_a_sign_of_the_name_is_not_taken_for_its_rank(name: str, shorts: tuple[str, ...]) -> None:
    assert short_names(name) == shorts


def test_marks_between_the_parts_of_a_path_do_not_matter() -> None:
    assert clean_name("四川省 - 乐山市，峨边彝族自治县　") == "四川省乐山市峨边彝族自治县"


def test_the_gazetteer_holds_every_version_with_the_names_above_it() -> None:
    names = {(one.place_id, one.name): one for one in load_gazetteer()}
    ebian = names[("p511132", "峨边彝族自治县")]
    assert ebian.parent_names == ("四川省", "乐山市")
    assert ebian.short_names == ("峨边", "峨边县", "峨边自治县")
    shaoxing_county = names[("p330603", "绍兴县")]
    assert shaoxing_county.valid_to == names[("p330603", "柯桥区")].valid_from
    assert all(len(alias) > 1 for one in load_gazetteer() for alias in one.aliases)
