"""Letters of columns and their numbers lead to each other."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from shanhai.algorithms.column_letters import column_index, column_letter


@given(st.integers(min_value=0, max_value=20_000))
def test_a_column_comes_back_from_its_letters(index: int) -> None:
    assert column_index(column_letter(index)) == index
    assert column_index(column_letter(index).lower()) == index


def test_letters_go_on_after_z() -> None:
    assert [column_letter(index) for index in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]
