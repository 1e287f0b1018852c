"""Every number that states a quantity is found, and nothing that only dates, orders or names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shanhai.algorithms.stated_numbers import find_stated_numbers
from shanhai.algorithms.text_repair import repair_text


def found(text: str) -> list[str]:
    return [one.clean_quote for one in find_stated_numbers(repair_text(text))]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("捐赠棉被300床、大衣1,200件,同比增长12%。", ["300床", "1,200件", "12%"]),
        ("培训8-10人,投资3至5亿元,占比提高3.5个百分点。", ["8-10人", "3至5亿元", "3.5个百分点"]),
        ("全县人口30万人,园区1.2平方公里,历时3年。", ["30万人", "1.2平方公里", "3年"]),
        ("市财政局等4部门印发办法,拍摄4部片子。", ["4部门", "4部"]),
        ("建成三十个项目,惠及五百户。", ["三十个", "五百户"]),
        ("2023年到位5000余万元,占比达到40。", ["5000余万元", "40"]),
        ("县\t资金（万元）\t占比（%）\t床位\n甲县\t320\t40\t15", ["320", "40", "15"]),
    ],
)
def test_what_states_a_quantity_is_found(text: str, numbers: list[str]) -> None:
    assert found(text) == numbers


@pytest.mark.parametrize(
    "text",
    [
        "越协办〔2023〕15号",
        "2023年11月6日9:30在3号楼召开第12次会议。",
        "联系电话:0575-88886666,手机13912345678,邮编312000。",
        "1.总体要求\n(2)主要任务\n3、保障措施",
        "按照第3条、附件2、表3和图1办理。",
        "G7公路旁的5G基站,“8·15”活动,比例1:3。",
        "2021-2023年、2022/2023年、2023-11-06。",
        "两个确保,三个方面,一个缩影。",
        "序号\t时间\t项目\n1\t2023\t示例项目甲\n2\t2024\t示例项目乙",
    ],
)
def test_what_dates_orders_or_names_is_no_quantity(text: str) -> None:
    assert found(text) == []


def test_a_cell_is_told_by_its_heads_and_a_rate_as_one() -> None:
    (money, share) = find_stated_numbers(repair_text("县\t到位资金（万元）\t完成率（%）\n甲县\t320\t98.5"))
    assert (money.what, money.rate) == ("到位资金320万元", False)
    assert (share.what, share.rate) == ("完成率98.5%", True)


@given(st.text(alphabet="第年月日号万元个%:：-12,.()（）\t|\n人床为", max_size=120))
def test_numbers_of_any_text_stand_where_they_are_said_to(text: str) -> None:
    last = 0
    for one in find_stated_numbers(repair_text(text)):
        assert text[one.start : one.end] == one.quote
        assert one.start >= last
        last = one.end
