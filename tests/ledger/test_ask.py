"""Figures asked for by name: parents and children, maps of a day, three bases, what is left out, addresses."""

from __future__ import annotations

import hashlib
import json
import struct
from datetime import UTC, date, datetime
from io import StringIO
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.management import call_command

from shanhai.catalogue.book import UnknownCodeError
from shanhai.figures.scope import Period, Scope
from shanhai.ledger.ask import (
    QuestionError,
    ask_as_of,
    ask_figure,
    ask_three,
    figure_address,
    group_figure,
    list_entries,
    list_known_days,
    list_missing,
    sum_missing,
    tell_figure,
)
from shanhai.ledger.record import differ_from_entry, record_entries, reverse_entry, sign_entries, withdraw_word
from shanhai.registry.models import Pairing, Place, PlaceSuccession, PlaceVersion, Programme, Round
from shanhai.registry.places import mark_changed
from tests.ledger.world import World
from tests.pairs import make_pairing

RECEIVED = "assistance_funds_received"
NOW = datetime(2025, 11, 12, 8, 5, tzinfo=UTC)


def at(day: int) -> datetime:
    return datetime(2025, 11, day, 8, 5, tzinfo=UTC)


def enter(world: World, *drafts: Any, office: Any = None, now: datetime = NOW, **options: Any) -> tuple[int, ...]:
    office = office or world.giver
    recorded = record_entries(
        drafts, office=office, user_id=7, spoken_side=office.side, match=False, now=now, **options
    )
    assert recorded.entries == len(drafts), recorded.problems
    return recorded.serials


def sign(world: World, *serials: int, now: datetime = NOW) -> None:
    done = sign_entries(serials, office=world.receiver, side="receiver", user_id=8, now=now)
    assert all(outcome.done for outcome in done), done


def state(world: World, amount: int, **changes: Any) -> int:
    values: dict[str, Any] = {
        "kind": "statement",
        "amount": amount,
        "indicator": RECEIVED,
        "unit": "CNY",
        "from_party_id": None,
        "to_party_id": None,
        "details": {"status": "actual"},
        **changes,
    }
    recorded = record_entries([world.draft(**values)], office=world.third, user_id=1, spoken_side="neither", now=NOW)
    assert recorded.entries == 1, recorded.problems
    return recorded.serials[0]


def test_a_figure_is_found_by_short_names_and_by_codes(world: World) -> None:
    enter(world, world.draft())
    for giver, receiver in (("柯桥", "峨边"), ("330603", "511132"), ("p330603", "四川省乐山市峨边彝族自治县")):
        figure = ask_figure(RECEIVED, giver=giver, receiver=receiver, basis="reported")
        assert (figure.whole, figure.entries) == ("3200.00", 1)


def test_a_name_that_cannot_be_told_says_what_it_may_be(world: World) -> None:
    with pytest.raises(QuestionError) as caught:
        ask_figure(RECEIVED, giver="柯侨区", receiver="没有的县")
    assert [problem.field for problem in caught.value.problems] == ["giver", "receiver"]
    with pytest.raises(UnknownCodeError):
        ask_figure("no_such_indicator")


def test_a_parent_is_its_childrens_entries_plus_its_own(world: World) -> None:
    """The city's own entry stands beside its counties'; no total is ever added to another."""
    city = make_pairing(world.pairing.round, ("p330600", "绍兴市"), ("p511100", "乐山市"), level="city")
    own = world.draft(pairing_id=city.pk, amount=1_000, from_party_id=None, to_party_id=None)
    enter(world, own, office=world.second_giver)
    enter(world, world.draft(amount=20))
    other = world.draft(pairing_id=world.other_pairing.pk, amount=300, from_party_id=None, to_party_id=None)
    enter(world, other, office=world.second_giver)
    asked = {"basis": "reported"}
    assert ask_figure(RECEIVED, giver="绍兴市", receiver="乐山市", **asked).value == 1_320
    assert ask_figure(RECEIVED, giver="浙江省", **asked).value == 1_320
    assert ask_figure(RECEIVED, giver="柯桥区", **asked).value == 20
    assert ask_figure(RECEIVED, pairing=city.pk, **asked).value == 1_000
    groups = group_figure(RECEIVED, by=("giver_place",), level="county", basis="reported")
    assert {one.keys[0]: one.value for one in groups} == {"p330600": 1_000, "p330603": 20, "p330602": 300}
    groups = group_figure(RECEIVED, by=("receiver_place",), level="province", basis="reported")
    assert [(one.keys, one.value) for one in groups] == [(("p510000",), 1_320)]


def test_an_order_under_three_labels_counts_once(world: World) -> None:
    enter(world, world.order("KQ1", labels=("east_west", "fixed_point", "platform_832")))
    figure = ask_figure("consumption_assistance_sales", giver="柯桥区", basis="reported")
    assert (figure.value, figure.entries) == (58_000, 1)


def test_a_withdrawn_signature_leaves_the_reported_figure_and_ends_the_agreed_one(world: World) -> None:
    (serial,) = enter(world, world.draft(), now=at(3))
    sign(world, serial, now=at(5))
    withdraw_word(serial, reason="签错了", office=world.receiver, side="receiver", user_id=8, now=at(9))
    figure = ask_figure(RECEIVED, giver="柯桥区")
    three = ask_three(figure)
    assert (three.stated.value, three.reported.value, three.agreed.value) == (None, 320_000, None)
    assert ask_as_of(figure, date(2025, 11, 6)).value == 320_000
    known = [(one.day.day, one.reported, one.agreed) for one in list_known_days(figure)]
    assert known == [(3, 320_000, None), (5, 320_000, 320_000), (9, 320_000, None)]


def test_a_reported_zero_is_zero_and_silence_is_none(world: World) -> None:
    assert ask_figure(RECEIVED, giver="柯桥区", basis="reported").value is None
    enter(world, world.draft(amount=0))
    figure = ask_figure(RECEIVED, giver="柯桥区", basis="reported")
    assert (figure.value, figure.whole, figure.entries) == (0, "0.00", 1)
    assert ask_figure(RECEIVED, giver="越城区", basis="reported").whole is None


def test_what_is_not_counted_is_told_with_its_reason(world: World) -> None:
    days = [date(2025, 5, 10 + place) for place in range(4)]
    agreed, waits, differs, reversed_ = enter(
        world, *(world.draft(amount=100 + place, on_date=day) for place, day in enumerate(days))
    )
    (early,) = enter(world, world.draft(amount=7, on_date=date(2024, 1, 1)))
    sign(world, agreed, early)
    differ_from_entry(differs, amount=0, reason="未到账", office=world.receiver, side="receiver", user_id=8, now=NOW)
    reverse_entry(reversed_, reason="重复录入", office=world.giver, user_id=7, now=NOW)
    figure = ask_figure(RECEIVED, giver="柯桥区", period=Period(date(2025, 1, 1), None))
    assert [one.serial for one in list_entries(figure)] == [agreed]
    assert {one.serial: one.reason for one in list_missing(figure)} == {
        waits: "pending",
        differs: "differs",
        reversed_: "reversed",
        early: "out_of_period",
    }
    assert {one.reason: (one.entries, one.amount) for one in sum_missing(figure)} == {
        "not_agreed": (2, 203),
        "reversed": (1, 103),
        "out_of_period": (1, 7),
    }


def test_stated_is_the_newest_document_of_exactly_this_scope(world: World) -> None:
    state(world, 90_00, on_date=date(2022, 5, 1), period_from=date(2021, 1, 1), qualifier="over")
    newest = state(world, 117_00, on_date=date(2023, 11, 27), period_from=date(2021, 1, 1))
    state(world, 500_00, on_date=date(2024, 1, 1), details={"status": "planned"})
    state(world, 88_00, on_date=date(2024, 2, 1), pairing_id=world.other_pairing.pk)
    figure = ask_figure(RECEIVED, giver="柯桥区", receiver="峨边县", basis="stated")
    assert (figure.whole, figure.qualifier, figure.entries) == ("117.00", "", 0)
    assert len(figure.statements) == 3
    assert figure.statements[1].serial == newest
    then = ask_figure(
        RECEIVED, giver="柯桥", receiver="峨边", basis="stated", period=Period(date(2021, 1, 1), date(2022, 12, 31))
    )
    assert (then.whole, then.qualifier) == ("90.00", "over")
    assert ask_figure(RECEIVED, giver="绍兴市", receiver="乐山市", basis="stated").value is None


def test_programmes_and_rounds_never_mix_silently(world: World) -> None:
    programme = Programme.objects.create(key="山海协作", name_zh="山海协作", name_en="Mountain–Sea")
    round_ = Round.objects.create(programme=programme, key="2003", name_zh="2003", name_en="2003")
    second = Pairing.objects.create(
        round=round_,
        level="county",
        giver_place_id="p330603",
        receiver_place_id="p511132",
        giver_label="柯桥区",
        receiver_label="峨边彝族自治县",
        valid_from=date(2021, 4, 1),
        status="current",
        confidence="H",
    )
    enter(world, world.draft(amount=100))
    enter(world, world.draft(amount=11, pairing_id=second.pk))
    figure = ask_figure(RECEIVED, giver="柯桥区", basis="reported")
    assert (figure.value, figure.is_mixed) == (111, True)
    assert [(part.programme, part.round, part.value) for part in figure.parts] == [
        ("东西部协作", "2021", 100),
        ("山海协作", "2003", 11),
    ]
    alone = ask_figure(RECEIVED, giver="柯桥区", programme="山海协作", basis="reported")
    assert (alone.value, alone.is_mixed) == (11, False)
    bounded = ask_figure(RECEIVED, basis="reported", seen=Scope(programmes=frozenset({"东西部协作"})))
    assert bounded.value == 100


def test_nobody_is_told_more_than_it_may_see(world: World) -> None:
    enter(world, world.draft(amount=100))
    stranger = Scope(touching_place_ids=frozenset({"p330602"}))
    assert ask_figure(RECEIVED, giver="柯桥区", basis="reported", seen=stranger).value is None
    neighbour = Scope(giver_place_ids=frozenset({"p330602"}))
    assert ask_figure(RECEIVED, giver="浙江省", basis="reported", seen=neighbour).value is None


def test_a_county_renamed_in_mid_year_is_one_county(world: World) -> None:
    """峨边 gets a new name and code on 1 July: entries before and after are one figure under either name."""
    PlaceVersion.objects.filter(place_id="p511132").update(valid_to=date(2025, 7, 1))
    PlaceVersion.objects.create(
        place_id="p511132",
        code="511199",
        name="峨边新县",
        level="county",
        parent_id="p511100",
        valid_from=date(2025, 7, 1),
    )
    mark_changed()
    enter(world, world.draft(amount=100, on_date=date(2025, 6, 30)), world.draft(amount=23, on_date=date(2025, 7, 1)))
    for name, day in (
        ("峨边彝族自治县", date(2025, 6, 1)),
        ("峨边新县", date(2025, 8, 1)),
        ("511199", date(2025, 8, 1)),
    ):
        figure = ask_figure(RECEIVED, receiver=name, basis="reported", map_day=day)
        assert figure.value == 123, name
    assert tell_figure(figure)["scope"]["receiver"] == {"code": "511199", "name": "峨边新县"}


def test_a_county_that_moved_to_another_city_counts_by_the_map_of_the_day(world: World) -> None:
    Place.objects.create(id="p511200", level="city")
    PlaceVersion.objects.create(
        place_id="p511200", code="511200", name="新乐市", level="city", parent_id="p510000", valid_from=date(1980, 1, 1)
    )
    PlaceVersion.objects.filter(place_id="p511132").update(valid_to=date(2025, 7, 1))
    PlaceVersion.objects.create(
        place_id="p511132",
        code="511232",
        name="峨边彝族自治县",
        level="county",
        parent_id="p511200",
        valid_from=date(2025, 7, 1),
    )
    mark_changed()
    enter(world, world.draft(amount=100))
    before, after = date(2025, 6, 1), date(2025, 8, 1)
    assert ask_figure(RECEIVED, receiver="乐山市", basis="reported", map_day=before).value == 100
    assert ask_figure(RECEIVED, receiver="乐山市", basis="reported", map_day=after).value is None
    assert ask_figure(RECEIVED, receiver="新乐市", basis="reported", map_day=after).value == 100


def test_entries_of_a_county_since_split_stay_with_the_place_above_both_heirs(world: World) -> None:
    for place_id, name in (("p511151", "峨东县"), ("p511152", "峨西县")):
        Place.objects.create(id=place_id, level="county")
        PlaceVersion.objects.create(
            place_id=place_id,
            code=place_id[1:],
            name=name,
            level="county",
            parent_id="p511100",
            valid_from=date(2025, 7, 1),
        )
        PlaceSuccession.objects.create(
            from_place_id="p511132", to_place_id=place_id, on_date=date(2025, 7, 1), kind="split"
        )
    PlaceVersion.objects.filter(place_id="p511132").update(valid_to=date(2025, 7, 1))
    mark_changed()
    enter(world, world.draft(amount=100))
    after = date(2025, 8, 1)
    assert ask_figure(RECEIVED, receiver="乐山市", basis="reported", map_day=after).value == 100
    assert ask_figure(RECEIVED, receiver="峨东县", basis="reported", map_day=after).value is None
    assert ask_figure(RECEIVED, receiver="峨边彝族自治县", basis="reported", map_day=date(2025, 6, 1)).value == 100
    groups = group_figure(RECEIVED, by=("receiver_place",), level="city", basis="reported", map_day=after)
    assert [(one.keys, one.value) for one in groups] == [(("p511100",), 100)]


def test_an_address_keeps_its_number(world: World) -> None:
    enter(world, world.draft(amount=100), now=at(3))
    figure = ask_figure(RECEIVED, giver="柯桥", receiver="峨边", basis="reported", as_of=date(2025, 11, 12))
    enter(world, world.draft(amount=23, on_date=date(2025, 6, 1)), now=at(14))
    parts = urlsplit(figure_address(figure))
    asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
    assert (parts.path, asked["giver"], asked["receiver"]) == (f"/figures/{RECEIVED}", "330603", "511132")
    again = ask_figure(
        RECEIVED,
        giver=asked["giver"],
        receiver=asked["receiver"],
        basis="reported",
        as_of=date.fromisoformat(asked["as_of"]),
    )
    assert (again.value, again.digest) == (figure.value, figure.digest) == (100, figure.digest)


def run_command(*arguments: str) -> tuple[int, str, str]:
    out, errors = StringIO(), StringIO()
    try:
        call_command("figure", *arguments, stdout=out, stderr=errors)
    except SystemExit as left:
        return int(str(left.code)), out.getvalue(), errors.getvalue()
    return 0, out.getvalue(), errors.getvalue()


def test_the_command_prints_the_figure_with_its_passport(world: World) -> None:
    (serial,) = enter(world, world.draft(), is_example=True)
    code, out, _ = run_command(RECEIVED, "--giver", "柯桥区", "--receiver", "峨边", "--basis", "reported", "--json")
    told = json.loads(out)
    assert code == 0
    keys = "indicator value unit basis scope period as_of entries digest passport"
    assert " ".join(told) == keys
    assert (told["value"], told["unit"], told["entries"], told["passport"]["example"]) == ("3200.00", "CNY", 1, True)
    assert told["digest"] == hashlib.sha256(struct.pack("<qq", serial, 320_000)).hexdigest()
    assert json.loads(run_command(RECEIVED, "--giver", "柯桥区", "--json")[1])["value"] is None
    assert "3200.00 CNY" in run_command(RECEIVED, "--basis", "reported")[1]


def test_the_command_tells_bad_data_from_a_bad_call(world: World) -> None:
    assert run_command(RECEIVED, "--giver", "没有的县")[0] == 1
    assert run_command("no_such_indicator")[0] == 2
    assert run_command(RECEIVED, "--from", "2025-13-01")[0] == 2
    assert run_command(RECEIVED, "--from", "2025-02-01", "--to", "2025-01-01")[0] == 2
