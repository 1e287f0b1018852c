"""Which counties a number stands for where firms or schools help several of their own; all facts are made up."""

from __future__ import annotations

from shanhai.algorithms.claim_extraction import extract_claims
from shanhai.evidence.knowledge import load_knowledge

BANK = "某银行2004年起定点帮扶云南临翔、广西田林、贵州望谟。"


def helped(text: str) -> list[str]:
    """Return the receivers of each claim of a text in order, the names of a group joined; none may have a giver."""
    claims = extract_claims(f"示例:定点帮扶见闻\n{text}", load_knowledge(), published_on="2024-02-01")
    assert not [one for one in claims if one.giver or one.giver_group]
    return [one.receiver or "、".join(one.receiver_group) for one in claims]


def test_counties_hold_to_the_end_of_the_paragraph_that_names_them() -> None:
    listed = "临翔区、田林县、望谟县"
    assert helped(f"{BANK}二十年来,投入帮扶资金2亿元。派出挂职干部40名。") == [listed, listed]
    assert helped(f"{BANK}\n另一家能源集团拿出帮扶资金8000万元。在甘肃环县派出干部3名。") == ["", "环县"]


def test_numbers_before_a_list_of_counties_are_not_theirs_unless_they_say_so() -> None:
    text = "某公司投入扶贫资金2亿元,其中向3个定点扶贫县投入扶贫资金1亿元。\n"
    text += "公司在甘肃环县、宁夏盐池、贵州望谟这三个定点县派出干部9名。"
    assert helped(text) == ["", "环县、盐池县、望谟县", "环县、盐池县、望谟县"]
    text = "某集团定点帮扶甘肃环县和宁夏盐池。\n集团投入帮扶资金300万元。"
    assert helped(text) == ["环县、盐池县"]


def test_what_the_text_turns_to_is_no_more_of_the_counties() -> None:
    text = "在甘肃环县、宁夏盐池这两个定点县,投入帮扶资金3000万元。全国210个村由33家直属企业承担扶贫任务。"
    assert helped(text)[0] == "环县、盐池县"
    assert set(helped(text)[1:]) == {""}
    text = "在甘肃环县、宁夏盐池买农产品300万元,其他脱贫地区的农产品500万元。"
    assert helped(text) == ["环县、盐池县", ""]


def test_only_what_was_given_to_counties_is_theirs() -> None:
    text = "向甘肃环县、宁夏盐池投入帮扶资金300万元;全年资助学生90名。"
    assert helped(text) == ["环县、盐池县", ""]


def test_a_province_gone_to_and_names_that_stand_for_counties_are_receivers() -> None:
    assert helped(f"{BANK}在云南投入帮扶资金900万元。") == ["云南省"]
    assert helped("中央企业在“三区三州”不断加大帮扶力度,投入帮扶资金6亿元。") == ["三区三州"]
    assert helped("7家供电公司结对帮扶三县区,培训乡村人才900人次。") == ["三县区", "三县区"]


def test_a_single_county_holds_throughout() -> None:
    text = "某大学定点帮扶云南临翔。\n投入帮扶资金300万元。\n选派挂职干部6名。"
    assert helped(text) == ["临翔区", "临翔区"]


def test_a_university_with_a_county_of_its_own_helps_it_by_that_programme() -> None:
    text = "直属高校一共投入帮扶资金3亿元。\n某大学定点的是云南临翔区,派去教师12名。\n"
    text += "西藏的教育援藏同日起步,76名教师到了拉萨、那曲等地。"
    claims = extract_claims(f"示例:高校这些年\n{text}", load_knowledge(), published_on="2024-02-01")
    assert [one.programme for one in claims] == ["定点帮扶", "定点帮扶", "对口支援"]
