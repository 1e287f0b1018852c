"""Assets by the published arithmetic of a district, and the three colours of the quarterly check."""

from __future__ import annotations

from decimal import Decimal
from itertools import product

import pytest

from shanhai.activities.values import read_values
from shanhai.cooperation.assets import ASSET, ITEM_CODES, check_abnormal_told, find_colour

# A district's own totals (domain notes 2.3): number and value in 万元 by kind, and by owner level.
BY_KIND = {"household": (89, "1839.2229"), "public": (502, "26045.5340"), "operating": (33, "2977.8578")}
BY_OWNER = {
    "county": (19, "3214.4"),
    "town": (28, "1327.5"),
    "village": (488, "24481.49"),
    "household": (89, "1839.22"),
}
ASSETS, WORTH_WAN = 624, "30862.6147"


def fen_of(wan: str) -> int:
    values, problems = read_values(ASSET.columns, {"value_fen": f"{wan}万元"})
    assert problems == []
    return int(values["value_fen"])


def test_a_districts_assets_add_up_by_kind_to_the_yuan() -> None:
    assert sum(count for count, _ in BY_KIND.values()) == ASSETS
    assert sum(fen_of(wan) for _, wan in BY_KIND.values()) == fen_of(WORTH_WAN)


def test_the_same_assets_by_owner_are_written_to_two_decimals_and_still_agree() -> None:
    assert sum(count for count, _ in BY_OWNER.values()) == ASSETS
    by_owner = sum(fen_of(wan) for _, wan in BY_OWNER.values())
    apart = abs(by_owner - fen_of(WORTH_WAN))
    # each of the four sums may be off by half of its last decimal
    assert apart <= fen_of("0.05") * 2 + fen_of("0.005") * 2
    assert f"{Decimal(by_owner) / 1_000_000:.2f}" == "30862.61"


@pytest.mark.parametrize(("abnormal", "colour"), [(0, "green"), (1, "yellow"), (2, "red"), (6, "red")])
def test_the_colour_follows_the_number_of_abnormal_items(abnormal: int, colour: str) -> None:
    seen = dict.fromkeys(ITEM_CODES, "normal") | dict.fromkeys(ITEM_CODES[:abnormal], "abnormal")
    assert find_colour(seen) == colour


def test_every_combination_of_the_six_items_has_one_colour() -> None:
    for seen in product(("normal", "abnormal"), repeat=len(ITEM_CODES)):
        colour = find_colour(dict(zip(ITEM_CODES, seen, strict=True)))
        assert colour == ("green", "yellow", "red", "red", "red", "red", "red")[seen.count("abnormal")]


def test_an_item_nobody_looked_at_leaves_the_asset_unchecked() -> None:
    assert find_colour(dict.fromkeys(ITEM_CODES[:5], "normal")) == "unchecked"


def test_an_abnormal_item_needs_its_measures() -> None:
    seen = dict.fromkeys(ITEM_CODES, "normal") | {"check_rent": "abnormal"}
    (problem,) = check_abnormal_told(seen, {})
    assert (problem.code, problem.field) == ("asset.no_measures", "measures")
    assert check_abnormal_told({**seen, "measures": "九月底前收齐"}, {}) == []
