"""Pairs within a province, parts of one, labels, and pairs no arrangement knows; places are real, facts are made up."""

from __future__ import annotations

from shanhai.evidence.knowledge import load_knowledge
from tests.algorithms.test_claim_subjects import mentions_of, sides


def test_two_parts_of_a_province_are_a_pair_where_a_text_tells_of_both() -> None:
    opening = "粤东西北长出新园区(示例)\n对口帮扶中,园里的项目多是珠三角带来的。\n"
    text = "共建园区引进企业90家。\n东莞帮韶关\n2019年,两市共建的园区引进企业7家。"
    assert sides(text, opening=opening) == [("珠三角", "粤东西北"), ("东莞市", "韶关市")]
    assert sides("共建园区引进企业90家。", opening="示例:到珠三角去\n东莞市帮扶河池市的园区开园。\n") == [
        ("东莞市", "河池市")
    ]


def test_a_pair_beside_one_that_no_arrangement_knows_is_told_by_the_words_between_its_places() -> None:
    opening = "顺德区帮扶郁南县两年间(示例)\n顺德区投入郁南县帮扶资金800万元。\n"
    wider = ("佛山市", "云浮市")
    assert sides("佛山与云浮共建的园区引进企业30家。", opening=opening) == [wider]
    assert sides("往前翻,佛山对云浮的帮扶也有账。两市引进企业12家。", opening=opening) == [wider]
    assert sides("云浮与罗定共建的园区引进企业3家。", opening=opening) == [("顺德区", "郁南县")]


def test_labels_that_each_open_a_clause_with_a_number_stand_for_one_side_there_alone() -> None:
    text = "平台上线产品3万款。\n2020年,西部10个省份销售扶贫产品30亿元,东部8个省市采购扶贫产品20亿元;专柜销售额5亿元。"
    read = sides(text, opening="消费扶贫一年间(示例)\n")
    assert read == [(None, None), (None, "西部10个省份"), ("东部8个省市", None), (None, None)]
    paired = "东部8个省市帮扶西部10个省份,投入帮扶资金20亿元。"
    assert sides(paired, opening="东西部协作(示例)\n") == [("东部8个省市", "西部10个省份")]


def test_an_amount_given_to_places_told_behind_it_is_theirs() -> None:
    assert sides("帮扶资金300万元投到稻城、色达,用来修路。") == [("杭州市", "稻城县、色达县")]


def test_a_province_that_no_arrangement_ties_to_the_article_helps_others() -> None:
    opening = "示例:宁夏办周,山东办月\n闽宁协作中,福建省投入宁夏帮扶资金9000万元。\n"
    assert sides("山东动得更早,采购对口地区农产品7亿元。", opening=opening) == [("山东省", None)]
    assert sides("山东采购宁夏农产品7亿元。", opening=opening) == [("山东省", "宁夏回族自治区")]


def test_a_paper_named_by_its_place_is_no_side_and_goods_of_a_county_are_the_countys() -> None:
    text = "新重庆客户端\n酉阳山货进大院(示例)\n酉阳县的摊位前,帮扶集团采购帮扶产品45万元。\n"
    assert sides(text, opening="") == [(None, "酉阳土家族苗族自治县")]
    assert [one.place.name for one in mentions_of("酉阳县的酉阳山货")] == ["酉阳土家族苗族自治县"] * 2


def test_a_province_of_the_middle_that_helps_one_far_off_makes_no_giver_of_each_city_in_it() -> None:
    role = load_knowledge().arrangements.role
    assert [role(mentions_of(name)[0].place.code) for name in ("湖南省", "衡阳市", "宁波市")] == ["giver", "", "giver"]
