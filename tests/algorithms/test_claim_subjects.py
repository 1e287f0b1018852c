"""Who helps whom at each place of an article; places are real, all facts are made up."""

from __future__ import annotations

import pytest

from shanhai.algorithms.claim_extraction import extract_claims
from shanhai.algorithms.place_mentions import Mention, find_mentions
from shanhai.evidence.knowledge import load_knowledge

OPENING = "示例:杭州市与甘孜州东西部协作见闻。\n2022年,杭州投入甘孜帮扶资金9000万元。\n"
Sides = tuple[str | None, str | None]


def sides(text: str, *, opening: str = OPENING) -> list[Sides]:
    """Return giver and receiver of each claim of a text in order, the names of a group joined."""
    claims = extract_claims(opening + text, load_knowledge(), published_on="2023-08-01")
    return [
        (one.giver or "、".join(one.giver_group) or None, one.receiver or "、".join(one.receiver_group) or None)
        for one in claims
    ][opening.count("万元") :]


def mentions_of(text: str) -> list[Mention]:
    knowledge = load_knowledge()
    return find_mentions(text, knowledge.gazetteer, day=None, partners=knowledge.arrangements.partners)


WHOLE = ("杭州市", "甘孜藏族自治州")


def test_a_pair_told_of_in_passing_ends_with_its_paragraph() -> None:
    text = "余杭区在稻城县援建学校,投入帮扶资金300万元。\n下一步,将投入帮扶资金500万元。"
    assert sides(text) == [("余杭区", "稻城县"), WHOLE]


def test_a_paragraph_that_points_back_goes_on_about_the_pair_before_it() -> None:
    text = "余杭区在稻城县援建产业园。\n园区里,投入帮扶资金500万元。"
    assert sides(text) == [("余杭区", "稻城县")]


def test_a_pair_told_of_again_is_no_passing_one() -> None:
    text = "余杭区在稻城县援建学校。\n投入帮扶资金500万元。\n余杭区还给稻城县送去教师3名。"
    assert sides(text) == [("余杭区", "稻城县")] * 2


def test_another_county_is_helped_by_the_whole_again() -> None:
    text = "在稻城县,余杭区投入帮扶资金300万元。色达县的帮扶车间吸纳就业90人。"
    assert sides(text) == [("余杭区", "稻城县"), ("杭州市", "色达县")]


def test_a_paragraph_that_opens_with_a_county_is_about_it_throughout() -> None:
    text = "在稻城县,援建的帮扶车间开了工。车间吸纳就业90人,务工者月工资3500元。\n另外,选派教师12名。"
    assert sides(text) == [("杭州市", "稻城县")] * 2 + [WHOLE]


def test_the_place_of_a_fair_is_no_side() -> None:
    for where in ("协作产品展销会在宁波举行", "工作队队长在成都介绍"):
        assert sides(f"3月5日,{where},产品销售额达400万元。") == [WHOLE]


def test_two_counties_named_in_short_and_known_to_no_registry_are_a_pair() -> None:
    text = "去年,慈溪、泰顺签下“消薄飞地”协议。泰顺投入资金300万元,慈溪投入帮扶资金200万元。"
    assert sides(text, opening="示例:山海协作两年记。\n") == [("慈溪市", "泰顺县")] * 2


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "湖北援疆医生到了博州。以前病人要去乌鲁木齐。2022年,博州医院选派医生12名。",
            ("湖北省", "博尔塔拉蒙古自治州"),
        ),
        (
            "湖北援疆干部到了博州。今年安排博州和兵团第五师援疆资金6亿元。",
            ("湖北省", "博尔塔拉蒙古自治州、新疆生产建设兵团第五师"),
        ),
    ],
)
def test_who_is_aided_in_the_west_is_what_the_article_tells_of_most(text: str, expected: Sides) -> None:
    assert set(sides(text, opening="示例:援疆纪事。\n")) == {expected}


def test_a_county_that_a_story_is_set_in_holds_while_the_story_points_back() -> None:
    text = (
        "清晨六点,稻城县的车间里已经亮了灯。务工者月工资3500元。\n她打工的这家车间是引进来的,吸纳就业90人。\n"
        "另外,杭州选派教师12名。"
    )
    assert sides(text) == [("杭州市", "稻城县")] * 2 + [WHOLE]


def test_a_county_told_of_most_is_aided_rather_than_the_prefecture_around_it() -> None:
    text = "安徽援藏医疗队来了,选派医生7名。从山南市过来要翻两座山。措美的群众盼来了好医生。"
    assert sides(text, opening="示例:措美来了“门巴”。\n") == [("安徽省", "措美县")]


TWO_COUNTIES = "示例:某集团定点帮扶奉节、巫山。\n2022年,某集团向奉节、巫山两县投入帮扶资金600万元。\n"


@pytest.mark.parametrize(
    ("text", "receivers"),
    [
        ("集团选派教师12名。", ["奉节县、巫山县"]),
        (
            "在巫山,帮扶资金投向了旅游。集团援建帮扶车间3个,选派教师12名。\n集团选派医生9名。",
            ["巫山县"] * 2 + ["奉节县、巫山县"],
        ),
        (
            "奉节的橙子红了。集团在奉节援建帮扶车间4个。车间吸纳就业90人。明年,集团还将在巫山援建帮扶车间2个。",
            ["奉节县", "奉节县", "巫山县"],
        ),
    ],
)
def test_an_organisation_helps_both_of_two_counties_and_a_paragraph_may_tell_of_one(
    text: str, receivers: list[str]
) -> None:
    assert sides(text, opening=TWO_COUNTIES) == [(None, one) for one in receivers]


def test_where_people_went_otherwise_takes_no_help() -> None:
    text = "过去看病要往成都跑。2022年,投入医疗帮扶资金500万元。"
    opening = "示例:天津和平区与甘肃会宁东西部协作见闻。\n2022年,和平区投入会宁帮扶资金9000万元。\n"
    assert sides(text.replace("成都", "兰州"), opening=opening) == [("和平区", "会宁县")]
    assert sides(text) == [WHOLE]


def test_a_pair_of_one_province_that_no_registry_knows_keeps_the_order_it_is_told_in() -> None:
    opening = "示例:晋江—长汀山海协作共建产业园见闻\n"
    text = "2019年以来,晋江市拿出共建资金2亿元。\n从2020年起,晋江每年安排山海协作资金900万元,扶持长汀12个薄弱村。"
    assert set(sides(text, opening=opening)) == {("晋江市", "长汀县")}


def test_a_university_is_not_the_province_it_is_named_for() -> None:
    opening = "示例:浙江大学定点帮扶景东县见闻\n"
    assert sides("2022年,浙江大学投入帮扶资金180万元。", opening=opening) == [(None, "景东彝族自治县")]


@pytest.mark.parametrize("places", ["色达、稻城、理塘三地", "色达、稻城等地"])
def test_a_list_of_counties_may_stand_for_all_that_are_helped(places: str) -> None:
    assert sides(f"2022年,支医队分赴{places},培训医生90人次。") == [WHOLE]
    assert sides(f"在{places},杭州援建的帮扶车间吸纳就业90人。") == [WHOLE]


def test_two_counties_listed_are_both_meant() -> None:
    assert sides("杭州组团帮扶色达县、稻城县的6所高中。") == [("杭州市", "色达县、稻城县")]


@pytest.mark.parametrize("place", ["杭州援建的稻城县农产品加工园", "在稻城县铺设供水管网"])
def test_what_stands_in_a_county_is_its_own(place: str) -> None:
    assert sides(f"{place},吸纳就业90人。") == [("杭州市", "稻城县")]


def test_the_close_of_an_article_turns_back_to_both_provinces() -> None:
    opening = "示例:鲁渝协作见闻。\n2022年,山东省向重庆市投入帮扶资金9000万元。\n"
    text = "聊城市向彭水县选派教师12名。\n站在新的起点上,2023年,鲁渝两地将互派干部60名。"
    assert sides(text, opening=opening) == [("聊城市", "彭水苗族土家族自治县"), ("山东省", "重庆市")]


def test_each_part_of_a_sentence_may_name_a_pair_of_its_own() -> None:
    opening = "示例:东西部协作见闻。\n2022年,广东省向广西壮族自治区投入帮扶资金9000万元。\n"
    text = "江苏与陕西办起帮扶车间60个;上海选派医生21名到云南。"
    assert sides(text, opening=opening) == [("江苏省", "陕西省"), ("上海市", "云南省")]


def test_central_units_help_counties_of_their_own_under_a_programme_of_their_own() -> None:
    text = (
        "示例:东西部协作见闻。\n2022年,东部8个省市向西部10个省区市投入帮扶资金90亿元。\n"
        "中央单位定点帮扶同步发力。各中央单位直接投入帮扶资金6亿元。\n"
        "2023年,东部8个省市计划向西部10个省区市投入帮扶资金80亿元。"
    )
    read = extract_claims(text, load_knowledge(), published_on="2023-01-08")
    told = [(one.giver, one.programme) for one in read]
    assert told == [("东部8个省市", "东西部协作"), (None, "定点帮扶"), ("东部8个省市", "东西部协作")]


@pytest.mark.parametrize(
    ("opening", "expected"),
    [
        ("示例:晋江与长汀山海协作五年记。\n晋江、长汀续签协作协议。", ("晋江市", "长汀县")),
        ("示例:龙江援疆见闻。\n黑龙江干部到了阿勒泰。阿勒泰来了好医生。", ("黑龙江省", "阿勒泰地区")),
        ("示例:青岛、宜昌手拉手\n青岛对口支援三峡坝区夷陵多年。\n夷陵区来了好医生。\n", ("青岛市", "夷陵区")),
        ("示例:勐海来了徐汇的医生。\n徐汇在东西部协作中帮扶云南勐海。", ("徐汇区", "勐海县")),
    ],
)
def test_the_pair_of_an_article_is_found_by_what_it_calls_its_places(opening: str, expected: Sides) -> None:
    assert set(sides("去年,投入帮扶资金300万元。", opening=opening)) == {expected}


def test_a_county_at_hand_stays_while_only_its_giver_is_named() -> None:
    text = "3月5日,稻城县小学开了学。这栋楼由杭州对口支援,投入帮扶资金1600万元。"
    assert sides(text) == [("杭州市", "稻城县")]


def test_a_township_is_not_the_county_of_its_name() -> None:
    opening = "示例:西青区与麦积区东西部协作见闻\n2022年,西青区投入麦积区帮扶资金9000万元。\n"
    text = "设在甘泉镇的车间吸纳就业90人。\n甘泉镇的果农盼来了车。西青区选派教师12名。"
    assert set(sides(text, opening=opening)) == {("西青区", "麦积区")}


def test_all_who_aid_one_region_are_named_by_their_label() -> None:
    text = "示例:2023年,19个对口援疆省市安排援疆资金近200亿元,新疆新增就业岗位3万个。"
    assert sides(text, opening="") == [("19个对口援疆省市", "新疆维吾尔自治区")] * 2


def test_a_label_that_only_ranks_one_of_its_own_is_no_side() -> None:
    text = "示例:上海对口支援喀什地区,2023年投入援疆资金18亿元,在19个援疆省市中列第一,实施援疆项目64个。"
    assert sides(text, opening="") == [("上海市", "喀什地区")] * 2


def test_places_that_a_sentence_only_counts_up_are_no_sides() -> None:
    text = (
        "示例:今年以来,新疆各地抓紧实施援疆项目,19个援疆省市援助资金到疆45亿元。开工率达到六成的有5个省市,"
        "分别为山西省、江苏省(援助克州)、安徽省、浙江省、湖北省。已开工项目592个。"
    )
    found = sides(text, opening="")
    assert found[0] == found[-1] == ("19个援疆省市", "新疆维吾尔自治区")


def test_a_county_behind_the_name_of_its_province_is_the_one_helped() -> None:
    opening = "示例:天津市东丽区与甘肃的皋兰县、临潭县东西部协作见闻。\n"
    assert sides("去年,投入帮扶资金300万元。", opening=opening) == [("东丽区", "皋兰县、临潭县")]


def test_the_main_pair_named_again_ends_an_episode_of_one_county() -> None:
    opening = "示例:京蒙东西部协作账本\n"
    text = "5月,北京企业去了赤峰、通辽,签下采购协议16份。\n2019年,北京投入内蒙古帮扶资金9亿元。\n共建产业园区31个。"
    assert sides(text, opening=opening) == [
        ("北京市", "赤峰市、通辽市"),
        ("北京市", "内蒙古自治区"),
        ("北京市", "内蒙古自治区"),
    ]


def test_a_province_is_told_by_its_sign_where_somebody_comes_to_it() -> None:
    opening = "示例:经上海牵线,东西部协作企业来滇投资\n"
    assert sides("10月,昆明开了个会。\n上海市投入帮扶资金8亿元。", opening=opening) == [("上海市", "云南省")]


def test_a_heading_that_names_places_opens_a_section_about_them() -> None:
    text = (
        "一、余杭区与稻城县\n投入帮扶资金300万元。\n选派教师12名。\n二、色达县这一年\n选派医生9名。\n全州共建园区3个。"
    )
    assert sides(text) == [("余杭区", "稻城县")] * 2 + [("杭州市", "色达县"), WHOLE]


def test_counties_named_as_examples_do_not_outlast_their_sentence() -> None:
    text = "稻城、色达、理塘冒出一批合作社。\n今年以来,稻城、色达、理塘的园区都忙。选派教师12名。"
    assert sides(text) == [WHOLE]


def test_two_prefectures_helped_together_come_back_as_both() -> None:
    opening = "示例:杭州驻黔东南、驻恩施的东西部协作工作队。\n"
    text = "恩施分到帮扶资金3亿元;两州共建产业园区36个。\n这一年,两州选派教师12名。"
    both = ("杭州市", "黔东南苗族侗族自治州、恩施土家族苗族自治州")
    assert sides(text, opening=opening) == [("杭州市", "恩施土家族苗族自治州"), both, both]


def test_a_wider_giver_that_acts_itself_gives_itself() -> None:
    opening = "示例:大姚县与上海市嘉定区东西部协作进展。\n"
    text = "上海市投入大姚帮扶资金3000万元。嘉定区选派干部2名。"
    assert sides(text, opening=opening) == [("上海市", "大姚县"), ("嘉定区", "大姚县")]


def test_a_zone_that_gives_by_itself_is_the_giver() -> None:
    opening = "示例:青岛西海岸新区与岷县东西部协作见闻。\n"
    assert sides("西海岸新区投入岷县帮扶资金300万元。", opening=opening) == [("青岛西海岸新区", "岷县")]
    assert sides("3月,杭州经济技术开发区的厂房里来了90名务工人员。选派教师12名。")[-1] == WHOLE


@pytest.mark.parametrize(
    "listed",
    [
        "在四川普格和布拖、陕西米脂和吴堡4县落实定点帮扶,",
        "目前共有四川普格和布拖、陕西米脂和吴堡4个定点帮扶县,",
        "定点帮扶的四川普格、布拖、陕西米脂、吴堡里,",
    ],
)
def test_counties_that_a_firm_helps_are_no_pair_among_themselves(listed: str) -> None:
    opening = "示例:某集团定点帮扶记。\n"
    found = sides(f"某集团{listed}投入帮扶资金300万元。", opening=opening)
    assert set(found) == {(None, "普格县、布拖县、米脂县、吴堡县")}


def test_the_counties_of_the_next_firm_are_its_own() -> None:
    opening = "示例:两家集团定点帮扶记。\n某集团定点帮扶四川普格、布拖。\n"
    text = "另一集团在陕西米脂帮了十年,投入帮扶资金300万元。"
    assert sides(text, opening=opening) == [(None, "米脂县")]


def test_the_district_that_the_text_tells_of_instead_of_its_city_is_the_giver() -> None:
    opening = "示例:西吉好物进莆田,闽宁协作展销会开了三天\n涵江区的超市来了西吉客商。\n"
    text = "现场卖出300万元。\n涵江区采购科介绍,订单不少。\n今年,涵江区投入帮扶资金500万元。"
    assert sides(text, opening=opening) == [("涵江区", "西吉县")] * 2


def test_numbers_before_a_narrower_pair_are_of_the_wider_one_named_first() -> None:
    opening = "示例:浙江与四川东西部协作见闻。\n"
    text = "浙江与四川共建产业园区100个,落地企业426家,浙江海盐县、四川屏山县建成车间9个。"
    assert sides(text, opening=opening)[:2] == [("浙江省", "四川省")] * 2


def test_a_township_is_no_county_of_the_same_short_name() -> None:
    opening = "示例:舟山市与万源市东西部协作见闻。\n"
    assert sides("给草坝镇、大竹镇的学校捐款30万元。", opening=opening) == [("舟山市", "万源市")]


def test_lines_of_a_list_are_about_the_place_they_begin_with_and_firms_have_none() -> None:
    opening = "示例:对口支援日喀则的账\n12日在拉萨的新闻发布会上,账分项报了出来。\n"
    text = "\n".join(f"{name}:投入援藏资金9亿元。" for name in ("上海市", "黑龙江省", "吉林省", "某某集团"))
    assert sides(text, opening=opening) == [
        ("上海市", "日喀则市"),
        ("黑龙江省", "日喀则市"),
        ("吉林省", "日喀则市"),
        (None, "日喀则市"),
    ]


def test_a_giver_named_only_further_down_did_not_help_others_before() -> None:
    opening = "示例:医疗人才对口支援记。\n"
    text = "派往西藏、新疆的医生有300名。\n2009年以来,浙江与贵州的医院结对,派出医生90名。"
    assert sides(text, opening=opening) == [(None, "西藏自治区、新疆维吾尔自治区"), ("浙江省", "贵州省")]


def test_the_markets_goods_go_to_are_no_givers() -> None:
    text = "甘孜的松茸卖得好,区里办了2场展销;发往宁波、台州、上海的产品销售额100万元。"
    assert sides(text)[-1] == WHOLE


def test_the_kind_of_a_district_alone_is_no_place() -> None:
    text = "新区的厂房盖好了,市区的超市来了货。投入帮扶资金300万元。"
    assert [one.place.name for one in mentions_of(text)] == []
    assert sides(text) == [WHOLE]


def test_an_article_about_parks_of_north_and_south_is_about_assistance() -> None:
    text = "常州与盐城南北挂钩,共建园区新开工项目14个。"
    assert len(sides(text, opening="示例:江苏南北共建园区的账。\n")) == 1


def test_counties_that_a_giver_is_named_for_hold_on() -> None:
    opening = "示例:山东援疆记。\n山东派到新疆的干部有298名。\n"
    text = "喀什地区的疏勒县、英吉沙县、岳普湖县、麦盖提县由山东来帮。投入帮扶资金300万元。"
    assert sides(text, opening=opening)[-1] == ("山东省", "疏勒县、英吉沙县、岳普湖县、麦盖提县")


def test_a_pair_of_another_province_that_nobody_knows_is_a_pair_of_its_own() -> None:
    text = "苏州与宿迁一南一北。苏州投入帮扶资金300万元。"
    assert sides(text) == [("苏州市", "宿迁市")]


@pytest.mark.parametrize(
    ("then", "now", "giver"),
    [
        ("山南地区", "山南市", "安徽省"),
        ("海东地区", "海东市", "无锡市"),
        ("乃东县", "乃东区", "湖北省"),
        ("乌苏县", "乌苏市", "辽宁省"),
    ],
)
def test_an_old_article_names_a_partner_as_it_was_called_then(then: str, now: str, giver: str) -> None:
    knowledge = load_knowledge()
    named = {
        find_mentions(f"{giver}、{name}", knowledge.gazetteer, day=day, partners=knowledge.arrangements.partners)[
            1
        ].place
        for name, day in ((then, "1985-08-01"), (now, "2024-08-01"))
    }
    assert {place.name for place in named} == {then, now}
    (code,) = {place.code for place in named}
    assert knowledge.arrangements.weight(mentions_of(giver)[0].place.code, code) > 0


@pytest.mark.parametrize(
    ("giver", "receiver", "weight"),
    [("陕西省", "青海省", 0.0), ("清远市", "梅州市", 0.0), ("山东省", "重庆市", 4.0), ("安徽省", "皮山县", 8.0)],
)
def test_who_helps_one_place_by_plan_helps_no_other_by_its_role(giver: str, receiver: str, weight: float) -> None:
    one, other = (mention.place for mention in mentions_of(f"{giver},{receiver}"))
    assert load_knowledge().arrangements.weight(one.code, other.code) == weight


def test_who_holds_an_office_of_a_county_works_for_that_county() -> None:
    text = "2022年,杭州投入甘孜州帮扶资金300万元。\n挂任稻城县副县长的老陈来了两年,推动落实帮扶资金925万元。"
    assert sides(text)[-1] == ("杭州市", "稻城县")


def test_all_of_a_prefecture_is_no_county_of_that_sound() -> None:
    opening = "示例:杭州市与恩施州东西部协作见闻。\n"
    assert sides("从全州看,这两年杭州市给全州的帮扶资金2.8亿元。", opening=opening) == [
        ("杭州市", "恩施土家族苗族自治州")
    ]


FLOODED = (None, "三峡湖北库区")


def test_a_reservoir_area_is_what_is_helped_though_counties_on_it_are_told_of() -> None:
    opening = "三峡湖北库区引来合作项目300多个,全国对口支援30年。\n"
    text = (
        "帮30所学校添了设备,秭归、兴山的产业园引进企业12家。\n"
        "劳务协作让2万名劳动力就业,其中江苏援建的帮扶车间吸纳就业500人。\n投入援助资金3亿元。"
    )
    assert sides(text, opening=opening)[:2] == [FLOODED] * 2
    assert sides(text, opening=opening)[3:] == [FLOODED, ("江苏省", FLOODED[1]), FLOODED]


def test_sections_about_pairs_of_a_cooperation_between_regions_are_about_these() -> None:
    text = "【江苏与辽宁】\n·两省签约项目12个\n【上海与大连】\n·两市签约项目9个,浦东还来考察"
    assert sides(text, opening="东北地区与东部地区的对口合作,已达成合作项目300个。\n") == [
        ("东部地区", "东北地区"),
        ("江苏省", "辽宁省"),
        ("上海市", "大连市"),
    ]


def test_a_numbered_heading_without_places_ends_the_section_of_a_county() -> None:
    text = "一、温宿县\n投入援疆资金3亿元。\n二、人才\n派出援疆教师90名。"
    assert sides(text, opening="浙江对口支援阿克苏地区。\n") == [("浙江省", "温宿县"), ("浙江省", "阿克苏地区")]


def test_divisions_of_the_corps_are_named_by_number_alone() -> None:
    text = "2022年,山西投入援疆资金3亿元。其中阜康市项目14个;六师项目6个。"
    assert sides(text, opening="山西援疆:对口支援阜康市、六师。\n") == [
        ("山西省", "阜康市、新疆生产建设兵团第六师"),
        ("山西省", "阜康市"),
        ("山西省", "新疆生产建设兵团第六师"),
    ]


def test_what_aids_a_region_is_for_receivers_in_it() -> None:
    text = "第五批援青干部12名,走遍玉树。援藏资金投入3亿元。"
    assert sides(text, opening="示例:北京支援拉萨、玉树。\n") == [("北京市", "玉树藏族自治州"), ("北京市", "拉萨市")]
    text = "江苏投入援疆资金3亿元。\n医疗“组团式”援藏派出专家90名。"
    assert sides(text, opening="示例:江苏支援克州。\n")[-1] == (None, "西藏自治区")


def test_the_region_that_a_thing_is_known_in_is_no_receiver_instead() -> None:
    text = "福建在这一处投入援藏资金3亿元,旧街成了西藏的名片。"
    assert sides(text, opening="示例:福建支援昌都。\n") == [("福建省", "昌都市")]


def test_one_of_several_counties_that_a_sentence_opens_with_is_meant_by_all_of_it() -> None:
    text = "河北给札达、日土投入援藏资金3亿元。札达拿这些钱办了项目12个;另办培训班9期。"
    assert (
        sides(text, opening="河北对口支援札达、日土两县。\n")
        == [("河北省", "札达县、日土县")] + [("河北省", "札达县")] * 2
    )


def test_a_sum_is_of_the_pair_named_before_its_parts() -> None:
    text = "浙江向四川投入帮扶资金3亿元,其中宁波投入1亿元。"
    assert sides(text, opening="示例:浙江与四川东西部协作。\n") == [("浙江省", "四川省"), ("宁波市", "四川省")]
    text = "两地签约项目9个,宁波还与库车签约项目12个。"
    assert sides(text, opening="浙江对口支援阿克苏地区。\n") == [("浙江省", "阿克苏地区"), ("宁波市", "库车市")]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("长江干流沿岸", []),
        ("广州和龙岩结对", ["广州市", "龙岩市"]),
        ("其中江苏、其中山东、其中宁波", ["江苏省", "山东省", "宁波市"]),
        ("四川中江县,吉林和龙市", ["中江县", "和龙市"]),
        ("派去的干部任县长助理,和县委班子一起修通县公路", []),
        ("担任县政府办副主任,面临县里的难题", []),
        ("河北任县、安徽和县", ["任县", "和县"]),
    ],
)
def test_the_last_sign_of_a_word_begins_no_name(text: str, names: list[str]) -> None:
    assert [mention.place.name for mention in mentions_of(text)] == names


def test_what_stands_before_a_list_of_counties_is_of_all_of_them() -> None:
    opening = "示例:医疗援助记。\n浙江向那曲投入援藏资金9000万元。\n"
    text = "把20家三甲医院组织起来,给阿克苏、和田做“以院包科”。"
    assert sides(text, opening=opening)[0][1] == "阿克苏地区、和田地区"


def test_a_county_that_opens_a_paragraph_takes_over_from_one_tied_by_name() -> None:
    opening = "示例:浙江与四川东西部协作。\n余杭区在苍溪县投入帮扶资金300万元。\n"
    text = "渠县的办法差不多。投入帮扶资金200万元。"
    assert sides(text, opening=opening) == [("浙江省", "渠县")]


def test_a_section_about_all_the_country_is_about_no_pair() -> None:
    text = "一、全国\n1. 派出医务人员600人次。\n2. “组团式”援疆:去了专家31名。\n二、杭州与甘孜\n选派医生9名。"
    assert sides(text) == [(None, None), (None, "新疆维吾尔自治区"), WHOLE]


def test_who_is_told_to_be_paired_stays_so_for_the_answers_below() -> None:
    text = "大兴区结对的是敖汉旗和宁城县。2024年,投入帮扶资金3亿元。\n产业上,签约项目9个。"
    assert sides(text, opening="示例:大兴区与内蒙古京蒙协作。\n") == [("大兴区", "敖汉旗、宁城县")] * 2


def test_the_corps_its_divisions_and_their_farms_receive() -> None:
    opening = "示例:湖北援疆。\n"
    text = "湖北给博州和兵团投入援疆资金3亿元,其中用在县和县以下的2亿元。"
    assert sides(text, opening=opening)[0] == ("湖北省", "博尔塔拉蒙古自治州、新疆生产建设兵团")
    text = "兵团第五师红光农场收到湖北援疆资金3亿元。\n湖北又给红光农场派去医生12名。"
    assert sides(text, opening=opening) == [("湖北省", "新疆生产建设兵团第五师红光农场")] * 2


def test_the_province_of_a_county_helps_it_together_with_others() -> None:
    text = "北京市、湖北省、武汉市无偿援助巴东县的资金超过2亿元。三地引进企业12家。"
    assert sides(text, opening="示例:对口支援巴东。\n") == [("北京市、湖北省、武汉市", "巴东县")] * 2


def test_a_team_that_acts_is_the_place_that_sent_it() -> None:
    opening = "示例:无锡市对口支援霍城县。无锡投入援疆资金5万元。\n"
    text = "邻县新源,扬州工作组2023年起投入援疆资金3亿元。\n在可克达拉市,镇江工作组计划投入援疆资金1亿元。"
    assert sides(text, opening=opening) == [("扬州市", "新源县"), ("镇江市", "可克达拉市")]
    text = "黄冈工作队2021年起投入援藏资金3亿元。"
    assert sides(text, opening="示例:湖北援藏。湖北在山南投入援藏资金5万元。\n") == [("黄冈市", "山南市")]


def test_a_railway_names_no_side_of_a_pair() -> None:
    assert sides("成都—乐山—雅安城铁通车,投入帮扶资金3亿元。") == [WHOLE]


def test_central_units_help_other_provinces_too() -> None:
    opening = "示例:中央单位在甘肃的脱贫县做定点帮扶,投入帮扶资金3万元。\n"
    assert sides("中央单位投到贵州贫困县的帮扶资金是22亿元。", opening=opening) == [(None, "贵州省")]


def test_places_paired_in_turn_stay_each_others() -> None:
    opening = "示例:2021年,杭州、宁波分别同恩施州、凉山州结成东西部协作对子。\n"
    text = "杭州投入帮扶资金300万元,帮助恩施。\n宁波选派教师60名。\n再看恩施,引进企业9家。"
    assert sides(text, opening=opening) == [
        ("杭州市", "恩施土家族苗族自治州"),
        ("宁波市", "凉山彝族自治州"),
        ("杭州市", "恩施土家族苗族自治州"),
    ]


def test_a_zone_told_beside_a_county_far_away_is_its_giver_throughout() -> None:
    opening = "示例:临夏县和济南高新区的东西部协作账。\n"
    assert (
        sides("高新区投入帮扶资金300万元。临夏县派到济南高新区跟岗的老师有12名。", opening=opening)
        == [("济南高新区", "临夏县")] * 2
    )


def test_of_two_districts_of_one_name_that_of_the_province_told_of_is_meant() -> None:
    opening = "示例:沪滇协作手记。\n2022年,闵行区投入昌宁县帮扶资金900万元。\n"
    assert sides("宝山区帮的是师宗县,投入帮扶资金300万元。", opening=opening) == [("宝山区", "师宗县")]


def test_an_article_that_speaks_only_of_poor_households_is_about_assistance() -> None:
    text = "示例:余杭懂技术,在苍溪盖起菇棚,共投入资金43万元,15户建档立卡贫困户有了增收的门路。"
    assert sides(text, opening="") == [("余杭区", "苍溪县")] * 2
