"""The period a number counts under, from sentence to sentence and paragraph to paragraph; all facts are made up."""

from __future__ import annotations

import pytest

from shanhai.algorithms.claim_extraction import extract_claims
from tests.algorithms.test_claim_extraction import knowledge

OPENING = "示例:余杭区牵手苍溪县,谱写东西部协作新篇。\n"
Period = tuple[str | None, str | None]
NONE: Period = (None, None)


def year(number: int) -> Period:
    return f"{number}-01-01", f"{number}-12-31"


def stages(text: str) -> list[str]:
    """Return the stage of each claim of a text in order."""
    return [claim.status for claim in extract_claims(OPENING + text, knowledge(), published_on="2023-11-08")]


def periods(text: str, *, opening: str = OPENING, published_on: str = "2023-11-08") -> list[Period]:
    """Return the period of each claim of a text in order."""
    claims = extract_claims(opening + text, knowledge(), published_on=published_on)
    return [(claim.period_from, claim.period_to) for claim in claims]


def test_what_lasts_or_is_of_no_year_takes_none_from_the_sentence_before() -> None:
    before = "2021年1至5月,两地签约项目54个。"
    for text in ("两地一起设的帮扶基金,资金规模20亿元。", "入股的保底分红,一年有4万元。", "入股的分红原来是3万元。"):
        assert periods(before + text)[1] == NONE


def test_the_year_of_a_paper_or_a_mark_is_not_that_of_what_is_told_behind_it() -> None:
    text = "2021年度的协作考核,苍溪得到绩效奖励资金1100万元。余杭还捐赠帮扶资金48万元。"
    assert periods(text) == [year(2021), NONE]
    assert periods("省里从2018年起接连出台文件。4家园区引进企业30家。")[-1] == NONE


def test_since_a_beginning_not_told_is_not_the_year_before() -> None:
    assert periods("2021年,余杭拿出用地13亩。结对以来,两地签约项目46个。") == [year(2021), NONE]


def test_ten_years_count_from_the_year_that_brought_two_places_together() -> None:
    text = "2013年,山海协作把苍溪和余杭连到一起。\n10年来园区引进企业70家。"
    assert periods(text) == [("2013-01-01", None)]


def test_what_is_to_come_is_of_no_year_told_before_it() -> None:
    text = "今年帮扶产品销售额的目标是600万元;后面还要办展销活动10场。"
    assert periods(text) == [year(2023), NONE]


def test_this_or_last_year_amid_a_sentence_opens_no_report() -> None:
    text = "余杭投入帮扶资金300万元。城关区去年先摘帽,苍溪跟上。\n村集体增收10万元。"
    assert periods(text)[-1] == NONE


def test_what_a_sale_had_by_noon_is_of_its_day() -> None:
    text = "9月28日,苍溪的摊位前挤满了人。\n一上午,卖掉的农产品达45万元。\n苍溪来了企业15家,到中午全部卖完。"
    assert periods(text) == [("2023-09-28", "2023-09-28")] * 2


def test_the_cost_of_one_thing_is_planned_and_what_another_part_tells_was_done() -> None:
    cost = "建设项目28个,计划总投资33亿元;"
    assert stages(cost + "引进企业36家。") == ["actual", "planned", "actual"]
    assert stages("引进项目90个,计划总投资33亿元,其中亿元以上的12个。") == ["actual", "planned", "actual"]
    assert stages("车间达产后年产值2亿元;余杭投入帮扶资金300万元。") == ["planned", "actual"]
    assert stages("余杭拿出规划用地13亩。增资后可以拿到分红50万元。") == ["actual", "planned"]
    text = "引进产业项目90个,计划总投资33亿元。按进度分,在建的有51个,计划总投资20亿元,累计完成投资9亿元。"
    assert stages(text) == ["actual", "planned", "actual", "planned", "actual"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("9月20日至22日,两地签约项目3个", ("2023-09-20", "2023-09-22")),
        ("9月20—22日,两地签约项目3个", ("2023-09-20", "2023-09-22")),
        ("2022年9月28日至10月2日,两地签约项目3个", ("2022-09-28", "2022-10-02")),
        ("2021年“组团式”教育帮扶正式开展后,余杭投入帮扶资金300万元", ("2021-01-01", None)),
        ("今年1至8月,余杭投入帮扶资金300万元,完成全年任务的93%", ("2023-01-01", "2023-08-31")),
        ("前两个月,余杭投入帮扶资金300万元", ("2023-01-01", "2023-02-28")),
        ("截至今年6月底,余杭投入帮扶资金300万元", (None, "2023-06-30")),
        ("到2025年,余杭计划投入帮扶资金300万元", (None, "2025-12-31")),
        ("截至10月底,余杭今年共向苍溪投入帮扶资金300万元", ("2023-01-01", "2023-10-31")),
        ("上个月,余杭选派教师12名", ("2023-10-01", "2023-10-31")),
        ("本月,余杭选派教师12名", ("2023-11-01", "2023-11-30")),
        ("三季度以来,余杭选派教师12名", ("2023-07-01", None)),
        ("截至10月底,余杭今年累计投入帮扶资金300万元", ("2023-01-01", "2023-10-31")),
        ("2020年底以前,余杭投入帮扶资金300万元", (None, "2020-12-31")),
        ("2021年4月双方签约,6月,余杭投入帮扶资金300万元", ("2021-06-01", "2021-06-30")),
        ("10月中旬,余杭投入帮扶资金300万元", ("2023-10-01", "2023-10-31")),
        ("5月20日,2023年消费帮扶周在苍溪开幕,签约项目3个", ("2023-05-20", "2023-05-20")),
        ("2022年5月20日,协作广场开放,今年人气更旺,当天签约项目3个", ("2022-05-20", "2022-05-20")),
        ("去年和今年,余杭投入帮扶资金300万元", ("2022-01-01", "2023-12-31")),
        ("2017年到2023年5月,余杭投入帮扶资金300万元", ("2017-01-01", "2023-05-31")),
        ("整个9月,余杭投入帮扶资金300万元", ("2023-09-01", "2023-09-30")),
        ("到今年底,余杭计划投入帮扶资金300万元", (None, "2023-12-31")),
        ("12月底前,余杭计划投入帮扶资金300万元", (None, "2023-12-31")),
        ("2020、2021、2022年,余杭投入帮扶资金300万元", ("2020-01-01", "2022-12-31")),
        ("11月3日,余杭投入今年的帮扶资金300万元", ("2023-11-03", "2023-11-03")),
        ("自9月1日启动以来,余杭投入帮扶资金300万元", ("2023-09-01", None)),
        ("2021年两地结对,自当年9月1日启动以来,余杭投入帮扶资金300万元", ("2021-09-01", None)),
        ("2021年3月双方签约。\n自同年9月启动以来,余杭投入帮扶资金300万元", ("2021-09-01", None)),
        ("“十四五”前三年,余杭投入帮扶资金300万元", ("2021-01-01", "2023-12-31")),
        ("“十二五”至“十三五”期间,余杭投入帮扶资金300万元", ("2011-01-01", "2020-12-31")),
        ("2022年签下协议。自对口工作开展以来,余杭投入帮扶资金300万元", (None, None)),
    ],
)
def test_a_time_is_read_as_it_is_said(text: str, expected: Period) -> None:
    assert set(periods(f"{text}。")) == {expected}


def test_what_a_plan_is_parted_into_is_planned_too() -> None:
    text = "2022年,余杭计划对口支援苍溪项目9个,共分三类:教育项目5个,资金90万元;医疗项目4个,资金80万元。"
    assert set(stages(text)) == {"planned"}
    assert set(periods(text)) == {year(2022)}


def test_a_year_planned_for_holds_for_the_plans_behind_it_in_the_paragraph() -> None:
    text = "今年计划投入帮扶资金300万元。教育上,计划投入教育资金90万元。"
    assert periods("两地2022年投入帮扶资金80万元。\n" + text) == [year(2022)] + [year(2023)] * 2


def test_the_halves_of_a_title_share_the_year_that_one_tells() -> None:
    assert periods("", opening="投入300万元!余杭今年在苍溪办东西部协作项目9个\n") == [year(2023)] * 2


def test_a_period_alone_below_the_title_holds_for_all_of_a_list() -> None:
    text = "(2020年至2022年)\n投入帮扶资金300万元\n青山村加工园吸纳就业90人\n2021年,选派教师12名"
    whole = ("2020-01-01", "2022-12-31")
    assert periods(text, opening="示例:余杭区帮扶苍溪县账单\n") == [whole, whole, year(2021)]


def test_the_one_day_an_article_tells_is_that_day_in_other_paragraphs_too() -> None:
    text = "10月13日,推介会签约项目3个。分开看,茶企签约项目2个。\n余杭商会当天捐资300万元。"
    day = ("2023-10-13", "2023-10-13")
    assert periods(text) == [day] * 3
    assert periods(f"10月3日,考察团到苍溪。\n{text}")[-1] == NONE


def test_the_year_in_a_paragraph_about_a_village_is_no_report_s() -> None:
    text = "青山村离县城18公里。2022年,余杭投入帮扶资金300万元。\n工人每月工资2600元。"
    assert periods(text) == [year(2022), NONE]


def test_the_first_month_at_a_job_is_no_january() -> None:
    assert periods("2021年春天他到余杭进了厂。头一个月领了工资4200元。") == [year(2021)]


def test_a_year_holds_for_paragraphs_behind_it_until_one_tells_of_an_example() -> None:
    text = "2022年,余杭投入帮扶资金300万元。\n余杭还选派教师12名、医生9名到苍溪。\n在云台镇,协作茶园带动农户300户。"
    assert periods(f"2017年以来,余杭投入帮扶资金900万元。\n{text}") == [
        ("2017-01-01", None),
        *[year(2022)] * 3,
        NONE,
    ]


@pytest.mark.parametrize(
    "before",
    [
        "今年,余杭投入帮扶资金300万元。",
        "2022年,余杭投入帮扶资金300万元,2021年以来投入帮扶资金700万元。",
        "2024年,余杭计划投入帮扶资金300万元。",
    ],
)
def test_a_loose_mixed_or_coming_year_ends_with_its_paragraph(before: str) -> None:
    text = f"2017年以来,余杭投入帮扶资金900万元。\n{before}\n余杭还选派教师12名到苍溪。"
    assert periods(text)[-1] == NONE


def test_the_second_paragraph_of_a_review_sets_no_year_for_its_examples() -> None:
    text = "2012年以来,余杭投入帮扶资金900万元。\n2022年,余杭投入帮扶资金300万元。\n在云台镇,协作茶园带动农户300户。"
    assert periods(text) == [("2012-01-01", None), year(2022), NONE]


def test_what_is_done_at_an_event_is_of_its_days_and_what_is_reported_there_is_not() -> None:
    text = (
        "9月13日至14日,余杭区代表团赴苍溪考察。\n会上,余杭捐赠帮扶资金200万元。\n"
        "会议通报,2022年余杭投入帮扶资金600万元。\n会上介绍,余杭选派教师12名到苍溪。"
    )
    assert periods(text) == [("2023-09-13", "2023-09-14"), year(2022), NONE]


def test_what_a_fair_sells_is_of_its_days() -> None:
    fair = "9月20日至22日,两地农产品展销会开市。现场销售额达386万元。\n活动期间,签约项目3个。"
    assert periods(f"{fair}\n余杭的消费帮扶门店有6家。") == [("2023-09-20", "2023-09-22")] * 2 + [NONE]


def test_a_title_may_leave_out_the_word_for_year() -> None:
    opening = "示例:“数”说2022:余杭苍溪东西部协作这一年\n"
    text = "钱:投入帮扶资金300万元。\n人:选派教师12名到苍溪。"
    assert periods(text, opening=opening, published_on="2023-01-06") == [year(2022)] * 2


@pytest.mark.parametrize(
    ("compared", "before"),
    [
        ("比去年全年的260万元多40万元", year(2022)),
        ("较2021年的260万元进一步增加", year(2021)),
        ("是上年260万元的1.2倍", year(2022)),
    ],
)
def test_a_year_held_against_another_is_of_its_own_number_only(compared: str, before: Period) -> None:
    text = f"2023年,余杭投入帮扶资金300万元,{compared};选派教师12名。余杭还选派医生9名到苍溪。"
    read = periods(text)
    assert read[1] == before
    assert {*read[:1], *read[2:]} == {year(2023)}


def test_a_plan_up_to_a_day_does_not_begin_with_what_was_counted_before_it() -> None:
    text = "今年以来,余杭投入帮扶资金300万元,选派教师12名。到年底,教师将增加到15名。"
    assert periods(text)[-1] == (None, "2023-12-31")


def test_a_day_of_this_year_is_not_counted_from_last_year() -> None:
    text = "去年余杭投入帮扶资金300万元,截至今年2月底,选派教师12名。"
    assert periods(text) == [year(2022), (None, "2023-02-28")]


def test_what_will_be_ready_within_the_year_helps_people_at_no_told_time() -> None:
    text = "余杭援建的医院年内可以投用;投用后,可服务群众3000人。"
    assert periods(text)[-1:] == [NONE]


def test_the_points_of_what_is_asked_for_are_planned_for_its_year_but_for_what_is_done() -> None:
    text = (
        "会议指出,去年,余杭向苍溪投入帮扶资金300万元。选派教师12名。\n会议强调,今年要抓好以下工作。\n"
        "一是资金。投入帮扶资金400万元。\n二是人才。全年选派教师15名,选派医生9名。\n三是就业。去年吸纳就业90人。\n"
        "苍溪还选派教师3名到余杭。"
    )
    assert periods(text, published_on="2023-03-08") == [year(2022)] * 2 + [year(2023)] * 3 + [year(2022)] * 2
    assert stages(text) == ["actual"] * 2 + ["planned"] * 3 + ["actual"] * 2


def test_points_may_follow_in_the_sentence_that_asks_for_them() -> None:
    text = "会议强调,今年要做好以下工作:一是投入帮扶资金400万元;二是选派教师15名。"
    assert periods(text) == [year(2023)] * 2
    assert stages(text) == ["planned"] * 2


def test_what_is_agreed_up_to_a_coming_year_is_planned() -> None:
    text = "根据协议,到2025年,余杭累计投入帮扶资金400万元,选派教师15名。"
    assert (periods(text), stages(text)) == ([(None, "2025-12-31")] * 2, ["planned"] * 2)


def test_a_number_that_holds_once_something_stands_has_no_date() -> None:
    text = "2022年,余杭投入帮扶资金300万元建厂,投产后预计年产值2400万元。"
    assert periods(text) == [year(2022), NONE]


def test_parts_of_a_whole_count_in_its_time() -> None:
    opening = "示例:余杭苍溪东西部协作今年上半年见闻。\n今年上半年,余杭投入帮扶资金300万元。\n"
    text = "2022年,余杭投入帮扶资金500万元。其中,产业类项目3个、资金400万元。"
    assert periods(text, opening=opening)[1:] == [year(2022)] * 3


def test_who_came_to_an_event_came_on_its_day() -> None:
    text = "9月13日,两地签约仪式在苍溪举行。30家杭州企业参加了推介。\n余杭选派教师12名到苍溪。"
    assert periods(text) == [("2023-09-13", "2023-09-13"), NONE]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("从1993年开始,余杭帮扶苍溪已近三十年,累计投入帮扶资金4亿元。", ("1993-01-01", None)),
        ("2020年,余杭同苍溪结为对子。三年下来,余杭选派教师60名。", ("2020-01-01", None)),
        ("2020年9月,余杭与苍溪结成对子。三年多来,余杭选派教师60名。", ("2020-09-01", None)),
        ("2018年,余杭与苍溪结成对子。结对以来,余杭选派教师60名。", ("2018-01-01", None)),
        ("2021年7月,干部进驻苍溪。从那时到现在,余杭选派教师60名。", ("2021-07-01", None)),
        ("余杭的援助从2016年算起,选派教师60名。", ("2016-01-01", None)),
        ("从去年算起,余杭选派教师60名。", ("2022-01-01", None)),
        ("2013年,余杭、苍溪办起园区。十年间,园区引进企业86家。", ("2013-01-01", None)),
        ("2020年7月,工作队进驻苍溪。三年来,引进企业17家。", ("2020-07-01", None)),
        ("2022年,余杭、苍溪办起园区。十年间,园区引进企业86家。", NONE),
        ("“十三五”期间,两地常来常往。五年间,余杭选派教师60名。", ("2016-01-01", "2020-12-31")),
        (
            "2017年至2019年,两地常来常往。2019年签约多。三年间,余杭选派教师60名。",
            ("2017-01-01", "2019-12-31"),
        ),
        ("2021年,两地来往多。2022年,两地常来常往。两年共签约项目3个。", ("2021-01-01", "2022-12-31")),
        ("余杭帮扶苍溪到今年整整十年,选派教师60名。", NONE),
    ],
)
def test_years_gone_by_count_from_what_was_told_to_begin_then(text: str, expected: Period) -> None:
    assert periods(text) == [expected]


def test_a_day_counts_from_the_year_of_its_paragraph_or_of_the_opening_and_from_no_other() -> None:
    text = "2021年以来,余杭投入帮扶资金300万元。\n双方结对多年。\n人员往来不断。\n今年前三季度,销售额达4000万元。\n"
    assert periods(text + "截至10月底,余杭选派教师12名。")[-1] == (None, "2023-10-31")
    assert periods("今年,余杭投入帮扶资金300万元。截至10月底,余杭选派教师12名。")[-1] == ("2023-01-01", "2023-10-31")


@pytest.mark.parametrize("opened", ["今年1月启用", "2020年投运"])
def test_when_a_thing_was_opened_is_not_when_it_helped(opened: str) -> None:
    assert periods(f"余杭援建的医院{opened},服务群众3000人。") == [NONE]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("到2021年10月为止,余杭投入帮扶资金300万元", (None, "2021-10-31")),
        ("2021年和2022年,余杭投入帮扶资金300万元", ("2021-01-01", "2022-12-31")),
        ("2022年1至9月,余杭常去苍溪。这年10月8日至10日,两地签约项目3个", ("2022-10-08", "2022-10-10")),
        ("2021年6月余杭与苍溪签约,当年投入帮扶资金300万元", year(2021)),
        ("2022年余杭交上答卷。这一年,余杭投入帮扶资金300万元", year(2022)),
        ("今年上半年,余杭投入帮扶资金快于去年同期,选派教师12名", ("2023-01-01", "2023-06-30")),
        ("2022年余杭常来常往。二季度起步,到5月底,余杭投入帮扶资金300万元", (None, "2023-05-31")),
        ("2022年前三季度,余杭常来常往。同期,签约项目3个", ("2022-01-01", "2022-09-30")),
    ],
)
def test_a_time_told_by_another_is_read_from_it(text: str, expected: Period) -> None:
    assert set(periods(f"{text}。")) == {expected}


def test_two_years_told_in_turn_keep_their_own_numbers() -> None:
    assert periods("2021年和2022年,余杭分别投入帮扶资金300万元、400万元。") == [year(2021), year(2022)]
    text = "2020、2021、2022年,余杭分别投入帮扶资金300万元、400万元、500万元。"
    assert periods(text) == [year(2020), year(2021), year(2022)]


def test_a_year_something_rose_from_is_of_its_number_only() -> None:
    text = "2022年,村集体平均收入12万元;余杭援建的车间工人月工资由2020年的2100元提高到3300元。"
    assert periods(text) == [year(2022), year(2020), year(2022)]
    assert periods(text.replace("2020年的", "2020年底的"))[1] == (None, "2020-12-31")


@pytest.mark.parametrize(("began", "expected"), [("2022年5月", ("2022-05-01", "2023-05-01")), ("1996年5月", NONE)])
def test_one_year_is_the_first_of_a_young_partnership_only(began: str, expected: Period) -> None:
    assert periods(f"{began},余杭与苍溪牵手。一年里,余杭选派教师12名。") == [expected]


def test_a_year_holds_to_the_end_of_its_paragraph_whichever_pair_is_told_of() -> None:
    text = "2022年,余杭向苍溪投入帮扶资金300万元。拱墅向广元投入帮扶资金200万元。"
    assert periods(text) == [year(2022)] * 2


SECTIONS = (
    "一、来往\n余杭与苍溪来往多年,余杭选派教师12名。\n{}\n（一）资金\n余杭投入帮扶资金300万元。\n"
    "拱墅投入帮扶资金200万元。\n{}\n余杭选派医生9名。"
)


@pytest.mark.parametrize("heading", ["二、2021年办的实事", "二、一年的清单(2021年)"])
def test_the_year_of_a_heading_holds_for_its_section(heading: str) -> None:
    assert periods(SECTIONS.format(heading, "三、人才")) == [NONE, year(2021), year(2021), NONE]


def test_a_heading_without_sign_sets_a_year_if_it_is_one_of_a_report_and_until_the_next_heading() -> None:
    text = "余杭选派教师12名。\n苍溪县2021年成绩单\n余杭投入帮扶资金300万元。\n{}\n余杭选派医生9名。"
    assert periods(text.format("大巴山里的人")) == [NONE, year(2021), NONE]
    assert periods(text.replace("成绩单", "的雪").format("大巴山里的人")) == [NONE] * 3


def test_a_section_of_a_year_to_come_tells_nothing_of_what_was_done() -> None:
    assert periods(SECTIONS.format("二、2024年怎么干", "三、人才")) == [NONE] * 4


def test_all_of_the_year_in_a_section_is_its_year() -> None:
    text = "余杭选派教师12名。\n二、2021年办的实事\n全年余杭投入帮扶资金300万元。\n上半年余杭选派医生9名。"
    assert periods(text)[1:] == [year(2021), ("2021-01-01", "2021-06-30")]


REPORTED = "余杭选派教师12名到苍溪。\n余杭还为东西部协作引进企业5家。"


@pytest.mark.parametrize(
    "title", ["2021年300万元进苍溪 山海一家", "余杭苍溪2021年协作账本", "2021年\n余杭牵手苍溪写新篇"]
)
def test_the_year_in_the_title_of_a_report_holds_where_none_is_told(title: str) -> None:
    text = f"2022年4月,余杭签约项目3个。\n余杭投入帮扶资金300万元。\n{REPORTED}"
    read = periods(text, opening=f"{title}\n", published_on="2023-11-08")
    assert read[-4:] == [("2022-04-01", "2022-04-30"), *[year(2021)] * 3]


def test_a_year_in_the_title_of_a_story_is_of_no_number() -> None:
    assert set(periods(REPORTED, opening="2021年的一场雪\n余杭苍溪东西部协作\n")) == {NONE}


def test_what_is_told_to_stand_now_is_of_no_year_to_the_end_of_its_paragraph() -> None:
    text = "余杭投入帮扶资金300万元。\n  如今,余杭援建的车间有4家。车间吸纳就业90人。"
    assert periods(text, opening="余杭苍溪2022年协作账本\n") == [year(2022), NONE, NONE]


def test_a_sign_of_a_list_or_white_space_may_stand_before_what_opens_a_paragraph() -> None:
    text = "2017年以来,余杭投入帮扶资金900万元。\n{}2022年,余杭投入帮扶资金300万元。\n余杭还选派教师12名到苍溪。"
    assert periods(text.format("\u3000\u3000"))[1:] == periods(text.format("● "))[1:] == [year(2022)] * 2


def test_the_year_of_a_plan_is_not_that_of_what_was_done_beside_it() -> None:
    text = "今年以来,余杭选派教师12名,全年计划投入帮扶资金300万元,办了培训班4期。余杭还选派医生9名。"
    assert periods(text) == [("2023-01-01", None), year(2023), *[("2023-01-01", None)] * 2]
    assert stages(text) == ["actual", "planned", "actual", "actual"]


@pytest.mark.parametrize("plan", ["“十三五”期间,余杭", "2018年至2020年,余杭"])
def test_years_gone_by_hold_for_paragraphs_behind_them(plan: str) -> None:
    text = f"2012年以来,余杭投入帮扶资金900万元。\n{plan}投入帮扶资金300万元。\n余杭还选派教师12名到苍溪。"
    read = periods(text)
    assert read[2] == read[1] != NONE


def test_a_plan_that_still_runs_ends_with_its_paragraph() -> None:
    text = "2012年以来,余杭投入帮扶资金900万元。\n“十四五”期间,余杭投入帮扶资金300万元。\n余杭还选派教师12名到苍溪。"
    assert periods(text)[2] == NONE


@pytest.mark.parametrize(("gave", "expected"), [("又捐赠", "2023-09-13"), ("累计捐赠", None)])
def test_a_day_holds_behind_a_semicolon_but_for_what_is_summed_up_there(gave: str, expected: str | None) -> None:
    text = f"9月13日,余杭代表团到苍溪签约项目3个;{gave}帮扶资金200万元。"
    assert periods(text) == [("2023-09-13", "2023-09-13"), (expected, expected)]


@pytest.mark.parametrize("said", ["这些钱派了什么用场?\n答:", "分开来看,"])
def test_what_a_sum_is_made_of_counts_in_its_time(said: str) -> None:
    text = f"2019年以来,余杭投入帮扶资金300万元。\n{said}签约项目3个,选派教师12名。\n余杭还有消费帮扶门店6家。"
    assert periods(text) == [("2019-01-01", None)] * 3 + [NONE]


@pytest.mark.parametrize("lead", ["山路弯弯。2021年,账单这样写——", "2021年,账单这样写——", "2021年,账单这样写:"])
def test_a_year_that_leads_to_paragraphs_holds_until_another_is_told(lead: str) -> None:
    text = f"2012年以来,余杭投入帮扶资金900万元。\n{lead}\n余杭投入帮扶资金300万元。\n拱墅选派教师3名。"
    assert periods(f"{text}\n2022年,余杭选派医生9名。")[1:] == [year(2021), year(2021), year(2022)]


def test_a_year_to_come_is_not_that_of_what_was_done() -> None:
    text = "会议在苍溪召开,商量2024年的东西部协作。余杭投入帮扶资金300万元,将再投入400万元。"
    assert periods(text) == [NONE, year(2024)]


def test_what_was_sold_on_the_spot_is_of_the_event_told_last_until_another_time_is_told() -> None:
    fair = "10月14日到16日,两地农产品展销会开市。\n摊位前排起了队。\n30家杭州企业当场签约项目3个。\n"
    assert periods(f"{fair}2021年,余杭投入帮扶资金300万元。\n余杭企业当场签约项目4个。")[1::2] == [
        ("2023-10-14", "2023-10-16"),
        year(2021),
    ]


def test_what_happened_the_same_day_is_of_the_day_told_before() -> None:
    assert periods("9月13日,余杭代表团到苍溪。同一天,两地签约项目3个。") == [("2023-09-13", "2023-09-13")]


def test_how_big_a_building_is_belongs_to_no_year_of_a_report() -> None:
    text = "2022年,余杭投入帮扶资金300万元。\n协作产业园用地80亩,总投资2.4亿元。\n余杭选派教师12名。"
    assert periods(text) == [year(2022), NONE, NONE, year(2022)]


def test_half_a_year_is_the_one_told() -> None:
    text = "今年上半年,余杭投入帮扶资金300万元;今年脆李丰收,半年里签约项目3个。"
    assert periods(text) == [("2023-01-01", "2023-06-30")] * 2


def test_a_year_alone_in_a_line_and_months_below_it_are_of_that_year() -> None:
    text = "2021年\n余杭投入帮扶资金300万元。\n6月,选派教师12名。\n"
    text += "【2022年】\n拱墅捐赠帮扶资金200万元。\n9月15日,签约项目3个。"
    assert periods(text) == [
        year(2021),
        ("2021-06-01", "2021-06-30"),
        year(2022),
        ("2022-09-15", "2022-09-15"),
    ]


def test_what_a_section_of_a_year_to_come_plans_is_for_that_year() -> None:
    text = "一、2022年工作\n余杭投入帮扶资金300万元。\n二、2024年打算\n计划选派教师15名。"
    assert (periods(text), stages(text)) == ([year(2022), year(2024)], ["actual", "planned"])


def test_a_day_without_month_is_one_of_the_visit_told_before() -> None:
    visit = "9月16日至18日,余杭代表团在苍溪考察。\n{},余杭捐赠帮扶资金200万元。"
    assert periods(visit.format("17日")) == [("2023-09-17", "2023-09-17")]
    assert periods(visit.format("25日")) == [NONE]


def test_a_report_of_last_year_compares_with_the_year_before_it() -> None:
    text = "2022年,余杭投入帮扶资金300万元,比去年的260万元多。"
    assert periods(text) == [year(2022), year(2021)]


def test_the_first_day_of_a_fair_is_that_day() -> None:
    text = "9月20日至22日,两地农产品展销会开市。开幕当天,双方签约项目3个。"
    assert periods(text) == [("2023-09-20", "2023-09-20")]


def test_the_end_of_a_year_is_none_of_paragraphs_behind_it() -> None:
    text = "2012年以来,余杭投入帮扶资金900万元。\n2020年底,两地签约项目3个。\n余杭还选派教师12名到苍溪。"
    assert periods(text)[-1] == NONE


def test_a_paragraph_that_tells_a_part_of_the_years_before_goes_on_with_them() -> None:
    text = "从2018年到2020年,余杭投入帮扶资金300万元。\n引进企业6家。{}余杭又引进企业4家。"
    assert periods(text.format("2020年"))[1:] == [("2018-01-01", "2020-12-31"), year(2020)]
    assert periods(text.format("今年"))[1:] == [NONE, year(2023)]


@pytest.mark.parametrize(
    ("title", "published_on", "this_year"),
    [
        ("苍溪县2022年度东西部协作工作总结", "2023-01-10", 2022),
        ("苍溪县2022年度东西部协作工作总结", "2023-06-10", 2023),
        ("苍溪县2022年东西部协作纪实", "2023-01-10", 2023),
    ],
)
def test_this_year_in_a_summary_is_the_year_it_sums_up(title: str, published_on: str, this_year: int) -> None:
    text = "今年,余杭投入帮扶资金300万元。明年,余杭计划选派教师15名。"
    read = periods(text, opening=f"{title}\n", published_on=published_on)
    assert read == [year(this_year), year(this_year + 1)]


def test_the_year_of_a_title_is_not_that_of_a_story() -> None:
    text = "余杭投入帮扶资金300万元。\n在云台镇,协作茶园带动农户300户。\n乡村建设方面,余杭选派教师12名。"
    assert periods(text, opening="2022年300万元进苍溪\n")[-3:] == [year(2022), NONE, year(2022)]


def test_since_then_is_since_the_day_told_before() -> None:
    text = "自2022年12月5日开馆以来,苍溪馆销售额达280万元。\n开馆以来,在余杭办了展销活动2场。"
    assert periods(text) == [("2022-12-05", None)] * 2


def test_a_comparison_with_the_year_before_gives_its_period_to_nothing_else() -> None:
    text = "今年上半年,余杭投入帮扶资金300万元,比上年同期快;选派教师12名。"
    assert periods(text) == [("2023-01-01", "2023-06-30")] * 2


def test_an_account_read_out_holds_for_the_lines_below_it() -> None:
    text = "12日,2016年至2020年的账分项报了出来。\n余杭区:投入帮扶资金300万元。\n临安区:投入帮扶资金200万元。"
    assert periods(text) == [("2016-01-01", "2020-12-31")] * 2


def test_who_shows_something_at_an_event_is_there_that_day() -> None:
    text = "3月6日,东西部协作路演在苍溪开场。上台推介的余杭企业有13家。"
    assert periods(text) == [("2023-03-06", "2023-03-06")]


def test_a_range_of_months_lasts_from_the_first_to_the_end_of_the_last() -> None:
    assert periods("从2020年8月到2022年5月,余杭投入帮扶资金300万元。") == [("2020-08-01", "2022-05-31")]


def test_the_years_that_a_sum_is_told_apart_by_have_their_own_numbers() -> None:
    text = "2021年以来,余杭累计投入帮扶资金1.36亿元,实施项目61个。分年看,2021年3900万元、2022年4700万元。"
    assert periods(text)[-2:] == [year(2021), year(2022)]


def test_an_age_tells_no_year() -> None:
    text = "老马今年48岁,在协作车间做工。和他一样从苍溪县到余杭务工的有234人。"
    assert periods(text) == [NONE]


def test_years_gone_by_count_from_the_beginning_that_they_fit() -> None:
    text = (
        "自2022年7月起,余杭第三批工作组来到苍溪,投入帮扶资金300万元。\n"
        "余杭帮扶苍溪从1996年起步。27年间,投入帮扶资金800万元。"
    )
    assert periods(text) == [("2022-07-01", None), ("1996-01-01", None)]


def test_what_is_arranged_for_the_time_being_is_planned() -> None:
    assert stages("2024年初步安排项目14个,帮扶资金4040万元。") == ["planned", "planned"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("到2020年,余杭投入帮扶资金300万元", (None, "2020-12-31")),
        ("到2021年8月,余杭投入帮扶资金300万元", (None, "2021-08-31")),
        ("到2021年8月,结对范围扩大,余杭新增项目3个", ("2021-08-01", "2021-08-31")),
        ("余杭2019年起投入帮扶资金300万元", ("2019-01-01", None)),
        ("2019年6月3日起陆续到岗,余杭选派教师12名", ("2019-06-03", "2019-06-03")),
        ("从“十三五”开始,余杭投入帮扶资金300万元", ("2016-01-01", None)),
        ("截至2021年3月底,余杭历年投入帮扶资金300万元", (None, "2021-03-31")),
        ("2022年5月的会上有一组数:2018年3月以来,余杭投入帮扶资金300万元", ("2018-03-01", None)),
        ("从2018年起,余杭就帮扶苍溪。从那时到现在,余杭投入帮扶资金300万元", ("2018-01-01", None)),
    ],
)
def test_a_time_counts_from_or_up_to_a_year_as_its_clause_says(text: str, expected: Period) -> None:
    assert set(periods(f"{text}。")) == {expected}


def test_what_one_field_was_given_counts_under_the_time_of_the_paragraph_before() -> None:
    text = "“十四五”以来,余杭投入帮扶资金300万元。\n医疗方面,余杭选派医生12名。\n同一时期,余杭选派教师3名。"
    assert periods(text) == [("2021-01-01", None)] * 3


def test_what_was_won_is_done_and_what_works_can_make_in_a_year_is_capacity() -> None:
    assert stages("余杭争取到社会捐款180万元。") == ["actual"]
    assert stages("余杭援建的药厂,年加工能力是300吨。") == ["capacity"]
    assert stages("新学校一开,附近22个村的孩子受益。") == ["planned"]


@pytest.mark.parametrize("lead", ["2016年以来的账,这里按类列一列。", "下面的数都从2016年算起。"])
def test_since_when_a_list_counts_holds_for_its_lines_and_their_heads(lead: str) -> None:
    listed = "\n●资金\n余杭投入帮扶资金300万元\n●人才\n选派教师60名,选派医生12名\n"
    assert set(periods(lead + listed)) == {("2016-01-01", None)}


def test_a_job_fair_is_all_that_an_article_about_it_tells_of() -> None:
    text = "5月9日,线下招聘会在苍溪县举行。\n苍溪本地30家企业提供了900个岗位。\n今年,余杭投入帮扶资金300万元。\n"
    text += "余杭26家企业拿出700个岗位。"
    day = ("2023-05-09", "2023-05-09")
    assert periods(text) == [day, day, year(2023), day, day]


def test_years_gone_by_count_from_a_beginning_told_before_them() -> None:
    text = "某银行2003年起定点帮扶苍溪县。二十年来,投入帮扶资金300万元。"
    assert periods(text) == [("2003-01-01", None)]
    text = "十年来,投入帮扶资金300万元。\n某大学从2013年起,派去教师12名。"
    assert periods(text)[0] == NONE
    text = "从2009年起,余杭的医院帮苍溪的医院。三年里选派医生12名。后来,又选派教师9名。"
    assert periods(text) == [("2009-01-01", None), NONE]


def test_the_start_of_a_year_is_no_year_of_a_report() -> None:
    text = "2021年初,工商联发出倡议。共选派干部12名。"
    assert periods(text) == [NONE]
    text = "2020年,上一轮帮扶结束时,12家中央企业承担了30个重点县的帮扶任务。\n余杭选派教师12名。"
    assert periods(text)[-1] == NONE


def test_a_day_behind_one_of_another_year_is_of_that_year() -> None:
    text = "2021年2月1日,余杭选派教师12名。2月26日,余杭选派医生9名。"
    assert periods(text) == [("2021-02-01", "2021-02-01"), ("2021-02-26", "2021-02-26")]


def test_a_numbered_heading_may_tell_up_to_when_its_section_counts() -> None:
    text = "一、教育(到2022年底)\n1. 余杭选派教师12名。\n二、医疗\n1. 余杭选派医生9名。"
    assert periods(text) == [(None, "2022-12-31"), NONE]


def test_what_sums_up_the_clause_before_is_of_no_year() -> None:
    text = "2022年,车间带动村集体增收30万元,累计增收90万元。"
    assert periods(text) == [year(2022), NONE]


def test_what_is_expected_of_works_counted_up_to_a_day_is_of_no_time() -> None:
    text = "截至2022年4月,余杭实施项目12个,预计将带动贫困人口300人增收。"
    assert periods(text) == [(None, "2022-04-30"), NONE]


def test_what_is_still_to_come_by_a_plan_is_planned() -> None:
    assert stages("按计划,后面还有教师70名去苍溪。") == ["planned"]
    assert stages("每年余杭要拨给苍溪帮扶资金300万元。") == ["planned"]
