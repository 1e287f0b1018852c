"""Parts against wholes, and documents against each other, by who and whom as much as by value."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from shanhai.evidence.contradictions import find_clashes, find_parts
from shanhai.evidence.models import Claim

BELOW = {"绍兴市": {"柯桥区", "上虞区", "越城区"}, "乐山市": {"峨边彝族自治县", "金口河区", "马边彝族自治县"}}


def contains(wide: str, narrow: str) -> bool:
    return narrow in BELOW.get(wide, ())


def claim(value: int, giver: str, receiver: str, **changes: Any) -> Claim:
    values: dict[str, Any] = {
        "value": str(value), "unit": "CNY", "indicator": "assistance_funds", "qualifier": "exact",
        "clean_quote": f"{value}元", "giver": giver, "receiver": receiver, "status": "actual", "reading_id": 1,
    }  # fmt: skip
    return Claim(**{**values, **changes})


WHOLE = claim(501_000_000, "绍兴市", "乐山市")
ONE = claim(117_000_000, "上虞区", "金口河区")
TWO = claim(150_000_000, "越城区", "马边彝族自治县")


def test_counties_are_parts_of_their_cities_and_the_rest_is_told() -> None:
    (found,) = find_parts([WHOLE], [WHOLE, ONE, TWO], contains=contains)
    assert found.parts == (ONE, TWO)
    assert (found.total, found.rest, found.state) == (Decimal(267_000_000), Decimal(234_000_000), "open")
    assert found.same_rule


def test_parts_that_are_more_than_the_whole_exceed_it() -> None:
    small = claim(200_000_000, "绍兴市", "乐山市")
    assert find_parts([small], [ONE, TWO], contains=contains)[0].state == "exceeds"
    exact = claim(267_000_000, "绍兴市", "乐山市")
    assert find_parts([exact], [ONE, TWO], contains=contains)[0].state == "equals"


def test_a_narrower_indicator_is_a_part_with_a_warning() -> None:
    arrived = claim(117_000_000, "上虞区", "金口河区", indicator="assistance_funds_received")
    (found,) = find_parts([WHOLE], [arrived, TWO], contains=contains)
    assert not found.same_rule


def test_a_part_told_twice_or_inside_another_part_counts_once() -> None:
    (found,) = find_parts([WHOLE], [ONE, ONE, TWO, claim(9, "绍兴市", "金口河区")], contains=contains)
    assert found.total == Decimal(150_000_009)


def test_other_periods_stages_units_and_places_are_no_parts() -> None:
    others = [
        claim(1, "上虞区", "金口河区", status="planned"),
        claim(1, "上虞区", "金口河区", unit="person"),
        claim(1, "温岭市", "阆中市"),
        claim(1, "柯桥区", "峨边彝族自治县", damaged=True),
    ]
    assert find_parts([WHOLE], others, contains=contains) == []


def test_another_value_for_the_same_matter_clashes() -> None:
    other = claim(120_000_000, "上虞区", "金口河区", reading_id=2)
    (found,) = find_clashes([ONE], [other])
    assert found.difference == Decimal(3_000_000)


def test_the_same_value_under_another_pairing_is_neither_a_clash_nor_a_repeat() -> None:
    elsewhere = claim(117_000_000, "温岭市", "阆中市", reading_id=2)
    assert find_clashes([ONE], [elsewhere]) == []


def test_a_rounded_or_hedged_value_does_not_clash() -> None:
    exact = claim(117_380_000, "上虞区", "金口河区", reading_id=2)
    rounded = claim(117_000_000, "上虞区", "金口河区", clean_quote="1.17亿元")
    assert find_clashes([rounded], [exact]) == []
    hedged = claim(110_000_000, "上虞区", "金口河区", qualifier="over", clean_quote="超1.1亿元")
    assert find_clashes([hedged], [exact]) == []
