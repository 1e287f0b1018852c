"""Tables in a text are read by their heads, and every number leads back to its cell."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shanhai.algorithms.unfold_tables import find_tables, unfold_tables

YEARS = "\n".join([
    "序号\t支援方\t受援方\t指标\t单位\t2022\t2023年",
    "1\t越城区\t马边县\t帮扶资金\t万元\t500\t620",
    "2\t越城区\t马边县\t干部\t名\t3\t4",
])  # fmt: skip
PLACES = "\n".join([
    "| 县 | 资金（万元） |  | 项目（个） |",
    "|---|---|---|---|",
    "|  | 财政 | 社会 |  |",
    "| 马边县 | 300 | 20 | 1,200 |",
    "| 合计 | 300 | 20 |  |",
])  # fmt: skip


def test_years_over_columns_and_units_in_a_column_of_their_own() -> None:
    written = unfold_tables(YEARS).text
    assert "2022年越城区—马边县，帮扶资金500万元。2023年越城区—马边县，帮扶资金620万元。" in written
    assert "2023年越城区—马边县，干部4名。" in written


def test_a_head_over_two_columns_is_read_with_each_and_its_unit_holds_for_both() -> None:
    written = unfold_tables(PLACES).text
    assert "马边县，财政资金300万元。马边县，社会资金20万元。马边县，项目1,200个。" in written
    assert "\n财政资金300万元。社会资金20万元。" in written


def test_a_unit_told_above_a_table_holds_for_its_bare_numbers() -> None:
    written = unfold_tables("收支表\n单位：万元\n县\t财政资金\n马边县\t300").text
    assert "马边县，财政资金300万元。" in written


@pytest.mark.parametrize("about", ["填报单位：示例县\t\t\t截至2024年12月31日", "填报单位：示例县\t\t\t2024年12月"])
def test_a_line_above_the_heads_that_says_who_and_when_is_no_head(about: str) -> None:
    written = unfold_tables(f"情况表\n{about}\n指标\t单位\t2023年\t2024年\n帮扶资金\t万元\t3900\t4100").text
    assert about in written
    assert "2023年帮扶资金3900万元。2024年帮扶资金4100万元。" in written


@pytest.mark.parametrize(
    "head",
    ["2021年以来", "自2021年以来", "2024年1—6月", "2024年上半年", "2024年计划", "2024年完成数", "今年以来", "累计"],
)
def test_a_time_over_a_column_is_told_before_what_its_row_counts(head: str) -> None:
    written = unfold_tables(f"指标\t单位\t{head}\n到位帮扶资金\t万元\t11700\n干部\t名\t2022").text
    assert f"{head}到位帮扶资金11700万元。" in written
    assert f"{head}干部2022名。" in written


def test_a_year_before_what_a_column_counts_stays_with_it() -> None:
    assert "马边县，2022年帮扶资金300万元。" in unfold_tables("县\t2022年帮扶资金（万元）\n马边县\t300").text


def test_a_unit_told_beside_who_reports_holds_for_the_table() -> None:
    written = unfold_tables("填报单位：示例县\t\t单位：万元\n县\t财政资金\t社会资金\n马边县\t300\t20").text
    assert "马边县，财政资金300万元。马边县，社会资金20万元。" in written


def test_an_amount_that_looks_like_a_year_is_one_only_where_no_unit_is_told() -> None:
    written = unfold_tables("年份\t援助资金（万元）\t备注\n2021\t1980\t2022年补记\n2022\t2010\t\n").text
    assert "2021年，援助资金1980万元。" in written
    assert "2022年，援助资金2010万元。" in written


def test_each_written_number_leads_back_to_its_cell() -> None:
    for text in (YEARS, PLACES):
        unfolded = unfold_tables(text)
        for number in ("500", "620") if text is YEARS else ("300", "1,200"):
            place = unfolded.text.index(number)
            start, end = unfolded.place(place - 4, place + len(number) + 2, place)
            assert text[start:end] == number


@pytest.mark.parametrize(
    "text",
    [
        "首页|新闻|政务|服务\n首页|新闻|政务|互动",
        "2023年,到位资金300万元。",
        "甲\t乙\n丙\t丁",
        "a|b",
        "",
        "\t\t\n|||\n|-|",
    ],
)
def test_what_is_no_table_of_numbers_stays_as_it_is(text: str) -> None:
    assert unfold_tables(text).text == text


@given(st.text(alphabet="县资金万元（）()%:：12,.|\t\n -年2023合计序号", max_size=200))
def test_any_text_unfolds_and_places_stay_inside_it(text: str) -> None:
    unfolded = unfold_tables(text)
    for at in range(len(unfolded.text)):
        start, end = unfolded.place(at, at + 1, at)
        assert 0 <= start <= end <= max(len(text), start)
        assert start <= len(text)
    assert all(table.start <= table.end <= len(text) for table in find_tables(text))
