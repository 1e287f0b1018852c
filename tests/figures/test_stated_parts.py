"""Parts beside wholes: only what speaks of the same thing from the same day on is set against each other."""

from __future__ import annotations

from datetime import date

from shanhai.figures.stated_index import Placed
from shanhai.figures.stated_parts import match_parts

ABOVE = {"上虞": "绍兴", "越城": "绍兴", "金口河": "乐山", "马边": "乐山", "镇": "上虞"}
MONEY = ("assistance_funds", "assistance_funds_received")


def is_below(inner: str, outer: str) -> bool:
    above = ABOVE.get(inner)
    return above is not None and (above == outer or is_below(above, outer))


def state(serial: int, giver: str, receiver: str, value: int, **other) -> Placed:
    said = {"indicator": "assistance_funds", "unit": "CNY", "qualifier": "", "first": date(2021, 1, 1)}
    said |= other
    published = date(2023, 11, 27)
    return Placed(serial, giver=giver, receiver=receiver, value=value, published_on=published, is_example=False, **said)


def test_a_city_is_set_beside_its_counties_and_what_they_leave():
    whole, = match_parts(
        [
            state(1, "绍兴", "乐山", 501),
            state(2, "上虞", "金口河", 117, indicator="assistance_funds_received"),
            state(3, "越城", "马边", 150),
        ],
        MONEY,
        is_below=is_below,
    )  # fmt: skip
    assert [part.serial for part in whole.parts] == [3, 2]
    assert whole.rest == 234


def test_parts_that_say_more_than_the_whole_leave_less_than_nothing():
    (whole,) = match_parts([state(1, "绍兴", "乐山", 100), state(2, "上虞", "金口河", 117)], MONEY, is_below=is_below)
    assert whole.rest == -17


def test_a_statement_from_another_day_on_or_in_another_unit_is_no_part():
    others = [
        state(2, "上虞", "金口河", 117, first=date(2022, 1, 1)),
        state(3, "越城", "马边", 150, unit="CNY_per_year"),
    ]
    assert match_parts([state(1, "绍兴", "乐山", 501), *others], MONEY, is_below=is_below) == []


def test_the_preferred_indicator_speaks_for_a_pair_and_the_newest_statement_of_it():
    whole, = match_parts(
        [
            state(1, "绍兴", "乐山", 501),
            state(4, "上虞", "金口河", 999, indicator="assistance_funds_received"),
            state(5, "上虞", "金口河", 117),
            state(2, "上虞", "金口河", 80),
        ],
        MONEY,
        is_below=is_below,
    )  # fmt: skip
    assert [part.serial for part in whole.parts] == [5]


def test_a_part_inside_another_part_is_not_counted_beside_it():
    found = match_parts(
        [state(1, "绍兴", "乐山", 501), state(2, "上虞", "金口河", 117), state(3, "镇", "金口河", 10)],
        MONEY,
        is_below=is_below,
    )
    assert [part.serial for part in found[0].parts] == [2]
    assert found[0].rest == 384


def test_statements_of_other_things_are_left_alone():
    statements = [state(1, "绍兴", "乐山", 150, indicator="assistance_projects"), state(2, "上虞", "金口河", 34)]
    assert match_parts(statements, MONEY, is_below=is_below) == []
