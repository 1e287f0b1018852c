"""The named firm, school, hospital or society that a number is about; everything named here is made up."""

from __future__ import annotations

import pytest

from shanhai.algorithms.claim_extraction import extract_claims
from shanhai.evidence.knowledge import load_knowledge
from tests.algorithms.test_claim_extraction import knowledge

OPENING = "示例:余杭区与苍溪县东西部协作见闻。\n"


@pytest.mark.parametrize(
    ("text", "parties"),
    [
        ("去年,杭州青禾示例食品有限公司捐款50万元。", ["杭州青禾示例食品有限公司"]),
        ("由青禾集团捐赠50万元。", ["青禾集团"]),
        ("余杭区慈善总会向苍溪捐赠10万元。", ["余杭区慈善总会"]),
        ("青禾集团落户苍溪。目前,公司带动农户300户。", ["青禾集团"]),
        ("江海理工大学与苍溪结对。学校采购农产品80万元,并培训干部120人次。", ["江海理工大学", "江海理工大学"]),
        ("为苍溪云台卫生院等6家医疗机构建设门诊楼。", ["云台卫生院"]),
        ("青禾公司、禾丰公司捐款30万元。", ["禾丰公司"]),
        ("引进企业浙江青禾农业在苍溪带动农户300户。", ["浙江青禾农业"]),
        ("协助招引青禾摩托等24家企业到苍溪投产。", ["青禾摩托"]),
        ("打响“山里巧手”手工艺品牌,培训残疾人300人次。", ["“山里巧手”"]),
        ("——青禾薄膜制造项目,项目投产后,年产值20亿元。", ["青禾薄膜制造项目"]),
    ],
)
def test_the_organisation_that_acts_is_told(text: str, parties: list[str]) -> None:
    found = [claim.party or "" for claim in extract_claims(OPENING + text, knowledge())]
    assert [one.removeprefix("苍溪") for one in found] == parties


@pytest.mark.parametrize(
    "text",
    [
        "余杭区投入帮扶资金300万元。",
        "余杭区政府向苍溪县拨付帮扶资金300万元。",
        "余杭区引进青禾集团,实施项目3个。",
        "余杭区为县人民医院投入帮扶资金300万元。",
        "青禾集团董事长介绍,余杭区投入帮扶资金300万元。",
        "青禾集团来了,余杭区投入帮扶资金300万元。",
        "建成乡村振兴学院3家。",
        "青禾集团来了,劳务协作不断加强,帮助农村劳动力就业300人。",
        "两地学校结对5所。",
    ],
)
def test_a_government_and_a_mere_object_are_no_party(text: str) -> None:
    claims = extract_claims(OPENING + text, knowledge())
    assert claims
    assert [claim.party for claim in claims] == [None] * len(claims)


def test_a_firm_that_helps_alone_is_meant_throughout() -> None:
    text = "示例:定点帮扶显担当。\n2022年,华岳示例能源集团定点帮扶苍溪县,投入帮扶资金500万元。\n实施项目3个。\n"
    claims = extract_claims(text, knowledge())
    assert {(claim.giver, claim.receiver, claim.party) for claim in claims} == {(None, "苍溪县", "华岳示例能源集团")}


def test_organisations_of_a_kind_are_meant_where_none_is_named() -> None:
    text = "示例:定点帮扶见闻\n央企在深度贫困地区投入帮扶资金6亿元。\n中央单位投入帮扶资金3亿元。"
    claims = extract_claims(text, load_knowledge(), published_on="2023-08-01")
    assert [one.party for one in claims] == ["中央企业", "中央单位"]
