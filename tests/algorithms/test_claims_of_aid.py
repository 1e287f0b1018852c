"""What each number of articles about aid to Xinjiang, Tibet and Qinghai counts; all facts are made up."""

from __future__ import annotations

import pytest

from shanhai.algorithms.claim_extraction import extract_claims
from shanhai.evidence.knowledge import load_knowledge

OPENING = "示例:山东对口支援日喀则,援藏工作综述。\n"


def counted(text: str) -> list[tuple[int, str]]:
    """Return value and indicator of each claim of a text in order."""
    claims = extract_claims(OPENING + text, load_knowledge(), published_on="2023-08-01")
    return [(int(one.value), one.indicator) for one in claims]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "实施民生援藏项目12个、投入200万元;产业援藏项目3个、投入50万元;人才援藏项目2个、投入30万元。",
            [
                (12, "livelihood_projects"),
                (2_000_000, "livelihood_funds"),
                (3, "industry_projects"),
                (500_000, "industry_funds"),
                (2, "talent_projects"),
                (300_000, "talent_support_funds"),
            ],
        ),
        (
            "办成教育建设项目16个,其中教育信息化项目6个。安排交往交流资金26万元、交流项目9个。",
            [
                (16, "education_projects"),
                (6, "education_projects"),
                (260_000, "exchange_funds"),
                (9, "exchange_projects"),
            ],
        ),
        ("当天,济南某集团签约项目3个,总投资200万元。", [(3, "projects_signed"), (2_000_000, "total_investment")]),
        ("累计到位援藏项目资金500万元。", [(5_000_000, "assistance_funds_received")]),
        (
            "这次开工的第二小学总投资900万元,其中援藏资金投入500万元。",
            [(9_000_000, "total_investment"), (5_000_000, "project_funds")],
        ),
        ("小镇这一个项目上,山东就投入800万元。", [(8_000_000, "project_funds")]),
        ("300名未就业大学生在济南培训后回去上岗。", [(300, "trainees")]),
        ("派去的援藏干部人才共有九批、576名。", [(9, "talent_batches"), (576, "talent_dispatched")]),
        ("让200多名先天性心脏病儿童得到治疗。", [(200, "patients_treated")]),
        ("200余名困难老年人在助餐点吃上热饭。", [(200, "persons_benefited")]),
        ("援助金额逾亿元。", [(100_000_000, "assistance_funds")]),
        (
            "援藏资金过亿元,惠及近万人,评出通过万元户标准的家庭。",
            [(100_000_000, "assistance_funds"), (10_000, "persons_benefited")],
        ),
    ],
)
def test_what_is_counted_is_told_by_its_own_words(text: str, expected: list[tuple[int, str]]) -> None:
    assert counted(text) == expected


def sides(text: str, opening: str) -> list[tuple[str | None, str | None]]:
    """Return giver and receiver of each claim, the names of a group joined."""
    claims = extract_claims(opening + text, load_knowledge(), published_on="2023-08-01")
    return [
        (one.giver or "、".join(one.giver_group) or None, one.receiver or "、".join(one.receiver_group) or None)
        for one in claims
    ]


def test_a_prefecture_helped_with_some_of_its_counties_is_helped_as_a_whole() -> None:
    text = "西藏的会议拉开大幕。黑龙江先后对口支援日喀则市和康马、仁布。累计投入援藏资金300万元。"
    assert sides(text, "黑龙江援藏三十年\n") == [("黑龙江省", "日喀则市")]


def test_the_prefecture_named_before_a_county_has_the_numbers_before_it() -> None:
    text = "辽宁在塔城地区实施项目30个,额敏县的园区投入帮扶资金300万元。"
    assert sides(text, "示例:辽宁援疆记。\n") == [("辽宁省", "塔城地区"), ("辽宁省", "额敏县")]


def test_a_province_named_again_behind_its_cities_helps_all_it_helped_before() -> None:
    text = "福州对口援建八宿县、厦门对口援建左贡县。福建投入援藏资金300万元。"
    assert sides(text, "示例:福建对口支援昌都。\n") == [("福建省", "昌都市")]


def test_a_year_that_something_is_told_of_since_begins_what_is_counted() -> None:
    text = "2002年,中央决定安徽对口支援山南以来,安徽投入援藏资金300万元。"
    (claim,) = extract_claims(text, load_knowledge(), published_on="2023-08-01")
    assert (claim.period_from, claim.period_to) == ("2002-01-01", None)
