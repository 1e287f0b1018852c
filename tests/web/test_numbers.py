"""Numbers and days as they are written for people."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shanhai.figures.fold import divide_half_up
from shanhai.web.numbers import (
    exact_money,
    headline_money,
    table_money,
    write_day,
    write_decimal,
    write_percent,
)


@pytest.mark.parametrize(
    ("fen", "zh", "en"),
    [
        (273_600_000_000, "27.36 亿元", "2.736 billion CNY"),
        (11_700_000_000, "1.17 亿元", "117.00 million CNY"),
        (320_000_000, "320.00 万元", "3.20 million CNY"),
        (9_999_99, "9,999.99 元", "9,999.99 CNY"),
        (0, "0.00 元", "0.00 CNY"),
        (-4_400_000_00, "−440.00 万元", "−4.40 million CNY"),
    ],
)
def test_headline_money_chooses_its_unit(fen: int, zh: str, en: str) -> None:
    assert str(headline_money(fen, "zh-hans")) == zh
    assert str(headline_money(fen, "en")) == en


def test_a_passport_shows_four_decimals_of_yi() -> None:
    assert str(headline_money(273_612_345_678, "zh", fine=True)) == "27.3612 亿元"


def test_table_money_never_mixes_units() -> None:
    assert table_money(3_200_000_000, "zh").number == "3,200.00"
    assert table_money(100, "zh").number == "0.00"
    assert table_money(3_200_000_000, "en").number == "32,000"
    assert table_money(150_050, "en").number == "1.50"


def test_exact_money_goes_to_the_fen() -> None:
    assert str(exact_money(11_638_000_000, "zh")) == "116,380,000.00 元"
    assert str(exact_money(-1, "en")) == "−0.01 CNY"


def test_percentages_have_one_decimal_and_no_share_of_nothing() -> None:
    assert write_percent(2736, 3310) == "82.7%"
    assert write_percent(1, 0) == "—"


@pytest.mark.parametrize(
    ("language", "style", "precision", "shown"),
    [
        ("zh", "prose", "day", "2026年11月2日"),
        ("en", "prose", "day", "2 Nov 2026"),
        ("zh", "table", "day", "2026-11-02"),
        ("zh", "short", "day", "11月2日"),
        ("en", "short", "day", "2 Nov"),
        ("zh", "prose", "month", "2026年11月"),
        ("en", "prose", "month", "Nov 2026"),
        ("zh", "table", "month", "2026-11"),
        ("zh", "prose", "year", "2026年"),
    ],
)
def test_days_are_written_as_exactly_as_they_are_known(language: str, style: str, precision: str, shown: str) -> None:
    assert write_day(date(2026, 11, 2), language, style=style, precision=precision) == shown


@given(st.integers(-(10**18), 10**18), st.sampled_from([1, 10, 100, 10**6, 10**10]), st.integers(0, 4))
def test_rounding_is_once_and_half_away_from_zero(value: int, minor: int, decimals: int) -> None:
    exact = (Decimal(value) / Decimal(minor)).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    shown = write_decimal(value, minor, decimals=decimals).replace(",", "").replace("−", "-")
    assert Decimal(shown) == exact


@given(st.integers(-(10**12), 10**12), st.integers(1, 10**6))
def test_half_up_is_symmetric(value: int, divisor: int) -> None:
    assert divide_half_up(-value, divisor) == -divide_half_up(value, divisor)
