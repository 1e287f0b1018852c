"""Which village a number stands for; places are real, all facts are made up."""

from __future__ import annotations

import pytest

from tests.algorithms.test_claim_subjects import sides

GIVER, COUNTY = "杭州市", "稻城县"
OPENING = "示例:杭州市与稻城县东西部协作见闻。\n2022年,杭州投入稻城帮扶资金9000万元。\n"


def receivers(text: str, opening: str = OPENING) -> list[str | None]:
    told = sides(text, opening=opening)
    assert {giver for giver, _ in told} == {GIVER}
    return [receiver for _, receiver in told]


@pytest.mark.parametrize(
    "text",
    [
        "金珠镇示例村去年的村集体收入只有9万元。",
        "稻城县示例村流转荒地,种下花椒500亩,村集体累计增收50万元。",
        "金珠镇有个示例村,杭州投入帮扶资金85万元修了进村路。",
        "代表团到金珠镇示例村看望了群众。去年,杭州在这里投入帮扶资金160万元。",
        "协作产品销售额达300万元,其中金珠镇示例村的销售额达40万元。",
    ],
)
def test_what_came_to_a_village_is_the_villages(text: str) -> None:
    assert receivers(text)[-1] == "示例村"


@pytest.mark.parametrize(
    "text",
    [
        "金珠镇示例村果农老陈在帮扶车间做工,每月能挣3600元。",
        "在金珠镇示例村,杭州援建的帮扶车间吸纳就业90人。",
        "在金珠镇示例村,车间开了工。杭州还投入帮扶资金500万元,带动120个村集体增收。",
        "金珠镇示例村有了车间。\n杭州投入帮扶资金500万元,村里人都说好。",
    ],
)
def test_a_person_works_and_other_villages_are_the_countys(text: str) -> None:
    assert receivers(text)[0] == COUNTY


def test_a_village_that_an_article_opens_with_holds_until_it_tells_of_the_county() -> None:
    opening = "示例:杭州稻城东西部协作故事\n金珠镇示例村的菇棚里亮起了灯。2022年,杭州投入稻城帮扶资金9000万元。\n"
    text = (
        "示例村的村民进棚务工,每月能拿2600元。\n村里的小学也变了样,杭州的企业捐款35万元。\n"
        "示例村只是一个缩影。杭州累计向稻城县投入帮扶资金2亿元,村里人都说好。"
    )
    assert receivers(text, opening) == ["示例村", "示例村", COUNTY]


def test_the_only_village_of_an_article_needs_to_be_named_in_two_paragraphs() -> None:
    text = "金珠镇的示例村养起了鸡。\n村集体2021年收入26万元。\n示例村的路也宽了。"
    assert receivers(text) == ["示例村"]
