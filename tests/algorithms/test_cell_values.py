"""What offices write into cells is read as they meant it."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shanhai.algorithms.cell_values import (
    parse_amount_fen,
    parse_chinese_number,
    parse_day,
    parse_quantity,
    parse_ratio,
    to_half_width,
    write_decimal,
)


@pytest.mark.parametrize(
    ("cell", "unit", "fen"),
    [
        ("1,760.00", "万元", 1_760_000_000),
        ("２０３５．６６", "万元", 2_035_660_000),
        ("50万", "元", 50_000_000),
        ("158.9万", "万元", 158_900_000),
        ("3.6万元", "元", 3_600_000),
        ("￥11,000,000", "元", 1_100_000_000),
        ("¥33,616.00", None, 3_361_600),
        ("1.2亿元", "万元", 12_000_000_000),
        ("-500,000.00", "元", -50_000_000),
        ("(500.00)", "元", -50_000),
        ("壹拾贰万元整", "元", 12_000_000),
        ("12万3千元", "元", 12_300_000),
        ("96元/公斤", "元", 9_600),
        (1203.5, "千元", 120_350_000),
        (21167.739999999998, "万元", 21_167_740_000),
    ],
)
def test_an_amount_is_read_in_the_unit_it_was_written_in(cell: str, unit: str, fen: int) -> None:
    assert parse_amount_fen(cell, column_unit=unit).value == fen


@pytest.mark.parametrize(
    ("cell", "qualifier"),
    [
        ("3,300余元", "over"),
        ("超800万元", "over"),
        ("不少于3000", "over"),
        ("约200万元", "about"),
        ("6400元左右", "about"),
        ("近5000元", "nearly"),
        ("5000元", None),
    ],
)
def test_a_rounded_amount_says_so(cell: str, qualifier: str | None) -> None:
    assert parse_quantity(cell).qualifier == qualifier


def test_words_ranges_errors_and_dashes_are_told_apart() -> None:
    assert parse_quantity("捐款待到账").fault == "not_a_number"
    assert parse_quantity("3000-5000元").fault == "two_values_in_cell"
    assert parse_quantity("#REF!").fault == "formula_error"
    assert parse_quantity("—").empty
    assert parse_quantity("0").value == 0
    assert parse_amount_fen("16人", column_unit="万元").fault == "mixed_unit"


@pytest.mark.parametrize(
    ("cell", "ratio"),
    [("85%", "0.85"), ("114.2％", "1.142"), ("八成五", "0.85"), ("六成", "0.6"), ("百分之八十五", "0.85")],
)
def test_a_share_in_words_is_a_fraction(cell: str, ratio: str) -> None:
    assert parse_ratio(cell).value == Decimal(ratio)


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("2023.3", "2023-03"),
        ("2023.05.15", "2023-05-15"),
        ("2023年4月6日", "2023-04-06"),
        ("2023 年 5 月", "2023-05"),
        ("二〇二三年三月", "2023-03"),
        ("20230405", "2023-04-05"),
        (45200, "2023-10-01"),
        (198204.0, "1982-04"),
        (2021.0, "2021"),
        (date(2023, 4, 6), "2023-04-06"),
        ("2023-03-01 10:23:45", "2023-03-01"),
        ("9月28日", "2023-09-28"),
        ("一季度", "2023-Q1"),
        ("2022下半年", "2022-H2"),
        ("2021.05-2024.05", "2021-05/2024-05"),
        ("20230301-20240229", "2023-03-01/2024-02-29"),
        ("2021-2025年", "2021/2025"),
        ("2022年3月至今", "2022-03/.."),
        ("2023-2024学年", "2023/2024"),
        ("一年（2023.3起）", "2023-03/2024-02"),
        ("2021.9.1起3年", "2021-09-01/2024-08-31"),
        ("2023-12-1~2023-12-5", "2023-12-01/2023-12-05"),
    ],
)
def test_a_date_keeps_the_precision_it_was_written_with(cell: object, text: str) -> None:
    assert parse_day(cell, year=2023).text == text  # type: ignore[arg-type]


def test_days_that_do_not_exist_and_words_are_told_apart() -> None:
    assert parse_day("2023.13.1").fault == "date_invalid"
    assert parse_day("2024.2.30").fault == "date_invalid"
    assert parse_day("待定").fault == "not_a_date"
    assert parse_day("").empty


def test_a_number_that_lost_its_last_zero_is_ambiguous_unless_the_format_shows_it() -> None:
    assert parse_day(2023.1).fault == "date_ambiguous"
    assert parse_day(2023.1, shown_decimals=2).text == "2023-10"
    assert parse_day(9.1, year=2023).fault == "date_ambiguous"


@given(st.integers(min_value=0, max_value=10**11))
def test_any_whole_amount_survives_thousands_separators_and_full_width(yuan: int) -> None:
    assert parse_amount_fen(f"{yuan:,}.00", column_unit="元").value == yuan * 100
    wide = str(yuan).translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    assert parse_amount_fen(wide, column_unit="元").value == yuan * 100


@given(st.dates(min_value=date(1950, 1, 1), max_value=date(2090, 12, 31)))
def test_any_day_is_read_back_from_every_common_form(day: date) -> None:
    forms = (
        f"{day.year}.{day.month}.{day.day}",
        f"{day.year}年{day.month}月{day.day}日",
        f"{day.year}/{day.month:02d}/{day.day:02d}",
        day.strftime("%Y%m%d"),
        (day - date(1899, 12, 30)).days,
    )
    assert {parse_day(form).text for form in forms if not isinstance(form, int) or form >= 20000} == {day.isoformat()}


@given(st.text(max_size=40))
def test_no_text_makes_the_readers_fail(text: str) -> None:
    parse_quantity(text)
    parse_day(text, year=2023)
    parse_ratio(text)
    parse_chinese_number(text)
    to_half_width(text)


def test_decimals_are_written_without_exponents() -> None:
    assert write_decimal(Decimal("1.20E+5")) == "120000"
    assert write_decimal(Decimal("-0.00")) == "0"
