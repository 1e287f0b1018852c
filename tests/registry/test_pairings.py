"""Programmes, rounds and pairings: loaded whole, found by day, and told apart."""

from datetime import date

import pytest

from shanhai.registry.load import load_places
from shanhai.registry.models import Pairing, Party, Place, PlaceVersion, Programme, Round
from shanhai.registry.pairings import (
    find_pairing,
    load_programmes_and_pairings,
    pairing_subtree,
    pairings_of,
    programme_key,
    read_rows,
    receivers_of,
    say_pairing_answer,
)
from shanhai.registry.places import full_name, resolve_place, say_resolution, subtree
from shanhai.registry.reference import read_enclaves, read_key_counties, read_mountain_counties

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("registry")]
DAY = date(2023, 5, 1)
EAST_WEST = "东西部协作"
MOUNTAIN_SEA = "山海协作"
AREAS = ("province", "city", "county")
# The pairings the two first articles speak of, with the pairing of the two cities or provinces above.
SEED_PAIRINGS = [
    ("嵊州市", "青田县", MOUNTAIN_SEA),
    ("上虞区", "景宁畲族自治县", MOUNTAIN_SEA),
    ("上虞区", "文成县", MOUNTAIN_SEA),
    ("柯桥区", "江山市", MOUNTAIN_SEA),
    ("越城区", "开化县", MOUNTAIN_SEA),
    ("上虞区", "金口河区", EAST_WEST),
    ("柯桥区", "峨边彝族自治县", EAST_WEST),
    ("越城区", "马边彝族自治县", EAST_WEST),
    ("温岭市", "阆中市", EAST_WEST),
    ("绍兴市", "乐山市", EAST_WEST),
    ("台州市", "南充市", EAST_WEST),
    ("浙江省", "四川省", EAST_WEST),
    ("绍兴市", "衢州市", MOUNTAIN_SEA),
    ("绍兴市", "丽水市", MOUNTAIN_SEA),
]


def place(name: str, on: date = DAY) -> str:
    found = resolve_place(name, on=on)
    assert found.place_id is not None, found
    return found.place_id


@pytest.mark.usefixtures("registry")
def test_loading_again_changes_nothing() -> None:
    tables = (Place, PlaceVersion, Programme, Round, Pairing, Party)
    before = [table.objects.count() for table in tables]
    assert load_places() == 0
    assert load_programmes_and_pairings() == 0
    assert [table.objects.count() for table in tables] == before


def test_every_packaged_pairing_is_loaded_with_its_source_and_confidence() -> None:
    assert Pairing.objects.count() == len(read_rows("pairings.csv")) == 389
    assert not Pairing.objects.filter(source="").exists()
    assert not Pairing.objects.exclude(confidence__in="HML").exists()
    assert Round.objects.count() == len(read_rows("programmes.csv")) == 21


def test_every_side_of_a_pairing_of_areas_is_a_place_of_that_name() -> None:
    for pairing in Pairing.objects.filter(level__in=AREAS):
        for place_id, label in (
            (pairing.giver_place_id, pairing.giver_label),
            (pairing.receiver_place_id, pairing.receiver_label),
        ):
            assert place_id is not None, pairing
            assert PlaceVersion.objects.filter(place_id=place_id, name=label).exists(), pairing


def test_every_name_of_the_packaged_tables_resolves_inside_its_province() -> None:
    for row in read_rows("pairings.csv"):
        for side in ("giver", "receiver"):
            if row["level"] in AREAS and (code := row[f"{side}_code"]):
                found = resolve_place(row[side], on=date(2020, 6, 1), within=f"p{code[:2]}0000")
                assert found.place_id or found.changed_on, row


def test_of_the_68_counties_of_the_2021_round_48_have_a_named_partner() -> None:
    assert len(read_key_counties()) == 68
    assert len(read_mountain_counties()) == 28
    assert len(read_enclaves()) == 41
    sichuan = subtree(place("四川省"), on=DAY)
    assert all(place(county.code) in sichuan for county in read_key_counties())
    named = Pairing.objects.filter(round__key="2021", round__programme__key=EAST_WEST, level="county")
    receivers = {pairing.receiver_place_id for pairing in named if pairing.receiver_place_id in sichuan}
    assert len(receivers) == 48
    assert receivers <= {place(county.code) for county in read_key_counties()}


def test_rounds_are_linked_in_a_chain() -> None:
    latest = Round.objects.get(programme__key=EAST_WEST, key="2021")
    assert latest.predecessor is not None
    assert latest.predecessor.predecessor is not None
    assert latest.predecessor.predecessor.key == "1996"


@pytest.mark.parametrize(("giver", "receiver", "programme"), SEED_PAIRINGS)
def test_the_pairings_of_the_articles_are_there(giver: str, receiver: str, programme: str) -> None:
    answer = find_pairing(place(giver), place(receiver), programme, on=DAY)
    assert answer.match == "found"
    assert answer.is_exact


def test_a_county_pairing_hangs_below_its_city_and_that_below_its_province() -> None:
    county = find_pairing(place("上虞区"), place("金口河区"), EAST_WEST, on=DAY).pairing
    city = find_pairing(place("绍兴市"), place("乐山市"), EAST_WEST, on=DAY).pairing
    province = find_pairing(place("浙江省"), place("四川省"), EAST_WEST, on=DAY).pairing
    assert county
    assert city
    assert province
    assert county.parent_id == city.id
    assert city.parent_id == province.id
    assert {county.id, city.id} <= pairing_subtree(province.id)
    assert province.id not in pairing_subtree(city.id)


def test_a_parent_is_always_of_the_same_programme() -> None:
    for pairing in Pairing.objects.exclude(parent=None).select_related("round", "parent__round"):
        assert pairing.parent is not None
        assert pairing.round.programme_id == pairing.parent.round.programme_id


def test_a_date_before_the_pairing_tells_when_it_began() -> None:
    answer = find_pairing(place("温岭市"), place("阆中市"), EAST_WEST, on=date(2021, 3, 1))
    assert answer.match == "outside_dates"
    assert "2021-06起" in say_pairing_answer(answer)[0]
    assert find_pairing(place("温岭市"), place("阆中市"), EAST_WEST, on=date(2021, 6, 1)).match == "found"


def test_a_party_outside_the_pairing_is_told_what_pairings_there_are() -> None:
    answer = find_pairing(place("上虞区"), place("马边彝族自治县"), EAST_WEST, on=DAY)
    assert answer.match == "not_paired"
    told = {(one.giver_label, one.receiver_label) for one in answer.others}
    assert ("上虞区", "金口河区") in told
    assert ("越城区", "马边彝族自治县") in told


def test_money_of_the_city_for_a_county_belongs_to_the_pairing_of_the_cities() -> None:
    answer = find_pairing(place("绍兴市"), place("马边彝族自治县"), EAST_WEST, on=DAY)
    assert answer.match == "found"
    assert not answer.is_exact
    assert answer.pairing is not None
    assert answer.pairing.receiver_label == "乐山市"


def test_the_pairing_of_the_day_is_the_one_of_the_round_of_the_day() -> None:
    pair = place("越城区"), place("马边彝族自治县")
    earlier = find_pairing(*pair, EAST_WEST, on=date(2019, 5, 1)).pairing
    later = find_pairing(*pair, EAST_WEST, on=DAY).pairing
    assert earlier is not None
    assert later is not None
    assert (earlier.round, later.round) == ("2016", "2021")


def test_a_county_under_two_programmes_must_name_one() -> None:
    pair = place("安吉县"), place("金川县")
    assert find_pairing(*pair, on=DAY).match == "several"
    for programme in (EAST_WEST, "对口支援"):
        found = find_pairing(*pair, programme, on=DAY)
        assert found.pairing is not None
        assert found.pairing.programme == programme


def test_receivers_of_a_giver_are_its_partners_with_what_lies_below() -> None:
    shangyu = receivers_of(place("上虞区"), DAY)
    assert {full_name(one, DAY) for one in shangyu} == {
        "四川省乐山市金口河区",
        "浙江省温州市文成县",
        "浙江省丽水市景宁畲族自治县",
    }
    assert place("峨边") in receivers_of(place("绍兴市"), DAY)
    assert place("峨边") not in receivers_of(place("绍兴市"), DAY, MOUNTAIN_SEA)


def test_pairings_of_units_name_their_parties_and_hang_below_the_counties() -> None:
    schools = [one for one in pairings_of(place("峨边"), "receiver", DAY) if one.level == "school"]
    assert {one.receiver_label for one in schools} == {"峨边民族中学", "峨边沙坪小学"}
    assert all(one.receiver_party_id and one.giver_party_id and one.parent_id for one in schools)


def test_unit_pairings_do_not_pair_the_counties_they_lie_in() -> None:
    giver, receiver = place("常山县"), place("平武县")
    answer = find_pairing(giver, receiver, EAST_WEST, on=DAY)
    assert answer.pairing is None or answer.pairing.level == "county"


def test_addresses_are_shown_for_publishers_only() -> None:
    for name in ("pairings.csv", "programmes.csv", "mountain-counties.csv", "key-counties.csv", "enclaves.csv"):
        for row in read_rows(name):
            assert row["source"]
            assert not row["source"].startswith("http")
            if row["source_address"]:
                assert "转载" not in row["source"]


def test_programmes_answer_to_the_names_they_go_by() -> None:
    assert programme_key("山海协作工程") == MOUNTAIN_SEA
    assert programme_key(" 东西部扶贫协作 ") == EAST_WEST
    assert programme_key("别的") is None


def test_each_kind_of_answer_is_worded_in_both_languages() -> None:
    for written in ("柯桥", "绍兴县", "鼓楼区", "江干区", "市辖区", "上余区"):
        zh, en = say_resolution(resolve_place(written, on=DAY), on=DAY)
        assert zh
        assert en
    zh, _ = say_resolution(resolve_place("江干区", on=DAY), on=DAY)
    assert "2021-04-09" in zh
    assert "上城区" in zh
