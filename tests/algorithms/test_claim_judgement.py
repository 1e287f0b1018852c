"""A printed number beside a computed one: rounding and hedges as a careful reader allows them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shanhai.algorithms.claim_judgement import judge, printed_step

YI = Decimal(10**8)


@pytest.mark.parametrize(
    ("quote", "step"),
    [
        ("资金1.17亿元", 10**6),
        ("5.01亿元", 10**6),
        ("项目34个", 1),
        ("超800万元", 10**4),
        ("3,300余万元", 10**4),
        ("三所", 1),
    ],
)
def test_the_smallest_unit_printed_is_told(quote: str, step: int) -> None:
    assert printed_step(quote) == step


@pytest.mark.parametrize(
    ("printed", "qualifier", "computed", "verdict"),
    [
        ("117000000", "exact", "117000000", "agrees"),
        ("117000000", "exact", "116800000", "within_rounding"),
        ("117000000", "exact", "116380000", "differs"),
        ("800000000", "over", "812000000", "agrees"),
        ("800000000", "over", "799999999", "differs"),
        ("10000000000", "nearly", "9683000000", "agrees"),
        ("10000000000", "nearly", "10000000001", "differs"),
        ("500", "about", "512", "agrees"),
        ("34", "exact", "35", "differs"),
    ],
)
def test_verdicts(printed: str, qualifier: str, computed: str, verdict: str) -> None:
    step = printed_step("1.17亿") if printed == "117000000" else Decimal(1)
    assert judge(Decimal(printed), qualifier, step, Decimal(computed)).verdict == verdict


@given(st.integers(1, 10**13))
def test_a_number_rounded_to_two_places_of_yi_is_within_rounding(fen: int) -> None:
    exact = Decimal(fen)
    printed = (exact / YI).quantize(Decimal("0.01")) * YI
    verdict = judge(printed, "exact", printed_step("1.00亿"), exact).verdict
    assert verdict in ("agrees", "within_rounding")
