"""Amounts in smallest parts and in whole units say the same."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shanhai.catalogue.units import UNITS, read_amount, write_amount


@given(st.integers(-(10**17), 10**17), st.sampled_from(sorted(UNITS)))
def test_an_amount_survives_being_written_and_read(amount: int, unit: str) -> None:
    assert read_amount(write_amount(amount, unit), unit) == amount


def test_amounts_are_written_whole_and_exact() -> None:
    assert write_amount(11_700_000_000, "CNY") == "117000000.00"
    assert write_amount(-5, "CNY") == "-0.05"
    assert write_amount(0, "CNY") == "0.00"
    assert write_amount(34, "project") == "34"


def test_a_value_finer_than_the_smallest_part_is_refused() -> None:
    with pytest.raises(ValueError, match="finer"):
        read_amount("0.005", "CNY")
    with pytest.raises(ValueError, match="finer"):
        read_amount("1.5", "person")
