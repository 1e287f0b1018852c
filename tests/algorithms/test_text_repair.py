"""A polluted text comes back clean with every edit told; clean text and numbers are never touched."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shanhai.algorithms.text_repair import repair_text
from shanhai.algorithms.text_trace import apply_edits
from tests.algorithms.pollute import (
    choose,
    gloss,
    gloss_bytes_blindly,
    nest,
    read_leniently,
    read_swallowing,
    to_traditional,
)

ARTICLE = (
    "示例市与示例县结对以来,两地干部常来常往,产业园区一天一个样。\n"
    "去年,工作队帮助当地建起养殖场3个,带动1250户农户增收,户均增加4300元。\n"
    "学校里装上了新设备,医院来了新医生,村民们说,这样的协作看得见、摸得着。\n"
    "今年还将投入资金2600万元,继续扩大茶园规模,让更多群众受益。\n"
)
CLEAN = [
    "受冷空气影响,周三夜间到周四我市有小到中雨,气温下降6℃到8℃,山区道路可能结冰,请注意防范。",
    "主队在第78分钟扳平比分,终场前又由替补前锋头球破门,2比1逆转取胜,积分升至联赛第3位。",
    "取五花肉500克切块,冷水下锅焯3分钟,加冰糖20克小火炒出糖色,放八角2个、料酒30毫升,炖40分钟。",
    "第三十二条 当事人对决定不服的,可以自收到决定书之日起六十日内申请行政复议;逾期不申请的,决定生效。",
    "什么是乡愁?有人说是一碗面,有人说是一条河。“你去过那里吗?”他问。",
    "这个字读作垚(yáo),是山高的意思;另一个读作犇(bēn)。",
    "编号A(12)的箱子里有(a)、(b)两份文件,价格是1,200元,,请核对。",
]


def numbers(text: str) -> list[str]:
    return re.findall(r"\d", text)


def is_subsequence(short: list[str], long: list[str]) -> bool:
    rest: Iterator[str] = iter(long)
    return all(one in rest for one in short)


@pytest.mark.parametrize("text", CLEAN)
def test_clean_prose_is_never_touched(text: str) -> None:
    repaired = repair_text(text)
    assert repaired.text == text
    assert repaired.edits == ()
    assert repaired.unreadable == ()


def test_glosses_are_taken_out_and_characters_made_simple() -> None:
    polluted = gloss(to_traditional(ARTICLE), set("產業園區帶動戶農資"))
    repaired = repair_text(polluted)
    assert repaired.text == ARTICLE
    assert {edit.reason for edit in repaired.edits} == {"gloss", "traditional"}
    assert apply_edits(polluted, repaired.edits) == ARTICLE


@pytest.mark.parametrize(
    "variant",
    [
        lambda text: text.replace("(", "（").replace(")", "）"),
        lambda text: text.replace("(", "[").replace(")", "]"),
        lambda text: text.replace("(", "( ").replace(")", " )"),
        lambda text: text.replace("a", "ɑ").replace("g", "ɡ"),
        lambda text: text.replace("ā", "a\u0304").replace("è", "e\u0300"),
    ],
)
def test_every_way_of_writing_a_gloss_is_known(variant) -> None:
    polluted = variant(gloss(to_traditional(ARTICLE), set("產業園區帶動戶農資")))
    assert repair_text(polluted).text == ARTICLE


def test_a_gloss_inside_a_gloss_goes_with_it() -> None:
    polluted = gloss(to_traditional(ARTICLE), set("產業園區帶動戶農資")).replace("(yè)", "(y(yè)è)", 1)
    assert repair_text(polluted).text == ARTICLE


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_glosses_nested_anywhere_go(seed: int) -> None:
    glossed = gloss(to_traditional(ARTICLE), set(choose(to_traditional(ARTICLE), seed, 0.6)))
    assert repair_text(nest(glossed, seed)).text == repair_text(glossed).text == ARTICLE


def test_bytes_read_out_of_phase_are_put_back() -> None:
    polluted = gloss_bytes_blindly(to_traditional(ARTICLE), list("數產業園區帶動戶"))
    assert "?shù)" in polluted
    repaired = repair_text(polluted)
    assert "帮助当地建起养殖场3个" in repaired.text
    assert any(edit.reason == "lost_bytes" for edit in repaired.edits)
    assert any("地" in repaired.text[a:b] for a, b in repaired.restored)


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        ("！“從單純幫扶到現在攜手，路越走越寬。", "!“从单纯帮扶到现在携手"),
        ("路越走越寬！”屏山縣副縣長說。", "!”屏山县副县长说"),
    ],
)
def test_a_quote_behind_an_exclamation_that_lost_a_byte_is_put_back(said: str, wanted: str) -> None:
    cut = said.encode("gbk").replace(b"\xa3\xa1\xa1", b"\xa3\xa1").decode("gbk", "replace").replace("！", "!")
    polluted = gloss(to_traditional(ARTICLE), set("產業園區帶動戶農資")) + f"大家都說好{cut}\n"
    assert wanted not in polluted
    assert wanted in repair_text(polluted).text
    unglossed = repair_text(f"大家都说好{cut}")
    assert all(edit.reason == "traditional" for edit in unglossed.edits)


def test_a_character_that_programs_mix_up_is_made_simple_as_its_place_is_written() -> None:
    assert repair_text("蘇陜兩省協作，陜西的農產品賣到東部。").text == "苏陕两省协作，陕西的农产品卖到东部。"


def test_a_number_beside_a_lost_character_is_unreadable_and_stays_as_it_is() -> None:
    polluted = gloss(to_traditional(ARTICLE), set("產業園區帶動戶農資")).replace("2600萬元", "2?00萬元")
    repaired = repair_text(polluted)
    assert "2?00万元" in repaired.text
    assert {spot.reason for spot in repaired.unreadable} >= {"number_beside_damage"}


def test_no_numeral_is_ever_restored() -> None:
    polluted = gloss(to_traditional(ARTICLE), set("產業園區帶動戶農資")).replace("2600萬元", "2600?wàn)元")
    assert "2600?" in repair_text(polluted).text


def test_doubled_marks_are_merged_on_a_broken_page_only() -> None:
    polluted = gloss(to_traditional(ARTICLE), set("產業園區帶動戶農資")).replace(",", ",,").replace("。", ",。")
    assert repair_text(polluted).text == ARTICLE
    assert repair_text("好,,好,,好,,好,,好。").text == "好,,好,,好,,好,,好。"


def test_left_tags_go() -> None:
    assert repair_text('<small id="x1"></small>结对<strong>帮扶</strong>见实效。').text == "结对帮扶见实效。"
    assert repair_text("见实效/strong>。").text == "见实效。"
    assert repair_text("a<b 且 c>d,身高<1.8米").text == "a<b 且 c>d,身高<1.8米"


def test_two_numbers_in_two_cells_or_lines_never_become_one() -> None:
    assert repair_text("<td>3</td><td>5亿元</td>").text == "3 5亿元"
    assert repair_text("第一年3<br>500万元").text == "第一年3 500万元"
    assert repair_text("第一年3.<br>5万元").text == "第一年3. 5万元"
    assert repair_text("占地5<sup>2</sup>亩").text == "占地5 2亩"
    assert repair_text("共<b>3</b><span>5</span>万元").text == "共35万元"


@pytest.mark.parametrize("written", ["3(sān)000", "3/strong>5", "2.(èr)5", "３(sān)００", "12(x y)3", "3(sān(sān))00"])
def test_a_number_with_something_left_inside_it_is_unreadable(written: str) -> None:
    polluted = gloss(to_traditional(ARTICLE + f"又到位协作资金{written}万元。\n"), set("產業園區帶動戶農資"))
    repaired = repair_text(polluted)
    told = [one.text for one in repaired.unreadable if one.reason == "number_beside_damage"]
    assert len(told) == 2
    assert written[0] in told[0]


def test_lines_that_are_not_text_are_set_apart_and_tell_of_the_page() -> None:
    page = (
        "免费看大片|在线视频|成人直播|彩票开奖\n首页 > 新闻 > 要闻\n示例县:结对开新篇\n"
        "发布时间:2023-05-06 08:00  来源:示例网\n示例市来的干部到了。\n"
        "(责任编辑:某某)\n声明:本站文章转自网络,侵权请联系删除\n收藏 | 打印\n"
    )
    repaired = repair_text(page)
    assert repaired.text == "示例县:结对开新篇\n示例市来的干部到了。\n"
    assert repaired.says["published_on"] == "2023-05-06"
    assert repaired.says["outlet"] == "示例网"
    assert repaired.says["section"] == "首页 > 新闻 > 要闻"
    assert repaired.says["title"] == "示例县:结对开新篇"
    assert not repaired.touched


def test_a_paragraph_of_background_below_a_list_of_other_articles_is_text() -> None:
    told = "去年,示例县收到帮扶资金300万元。工作队还办了培训班3期。"
    page = f"示例县的新学校\n\n新学校今天启用。\n学生都来了。\n相关阅读\n邻县到位资金2亿元\n{told}"
    assert told in repair_text(page).text
    assert "邻县到位资金2亿元" not in repair_text(page).text


def test_rows_of_lewd_phrases_go_though_only_commas_part_them() -> None:
    spam = "毛片示例性色,视频区示例,麻豆传媒示例,中文字幕示例"
    repaired = repair_text(f"{spam}\n两地协作见成效\n示例市来的干部到了。\n")
    assert (repaired.text, repaired.says["title"]) == ("两地协作见成效\n示例市来的干部到了。\n", "两地协作见成效")
    for title in ("免费培训,在线招聘,直播带岗", "视频会议、直播带货、在线教学"):
        assert repair_text(f"{title}\n示例市来的干部到了。\n").says["title"] == title


@pytest.mark.parametrize(
    "line",
    [
        "索 引 号：sl025-/2023-1023009 公文目录：乡村振兴",
        "| 发文机构：示例县协作办 | 主 题 词： | ",
        "主办：示例县人民政府办公室 示ICP备00000000号",
        "| 网站首页 \\| 资讯 \\| 企业 \\| 招商 | ",
        "首页政务公开办事服务互动交流",
        "投稿:editor@example.org",
        "点击展开全文",
        "客服:0571-00000000 客服传真:0571-00000000",
        "示例委员会主管 示例报社主办",
        "您的位置：",
        "扫一扫在手机打开当前页",
    ],
)
def test_labels_and_menus_of_official_pages_are_set_apart(line: str) -> None:
    repaired = repair_text(f"{line}\n两地协作见成效\n示例市来的干部到了。\n{line}\n")
    assert repaired.text == "两地协作见成效\n示例市来的干部到了。\n"
    assert "published_on" not in repaired.says


def test_what_a_browser_prints_round_a_page_is_set_apart_and_its_day_is_not_the_pages() -> None:
    page = "2026/11/28 15:33 两地协作见成效\n两地协作见成效\n示例市来的干部到了。\nhttps://example.org/a.html 1/1\n"
    repaired = repair_text(page)
    assert repaired.text == "两地协作见成效\n示例市来的干部到了。\n"
    assert "published_on" not in repaired.says


def test_the_name_of_a_site_above_its_menu_is_not_the_title() -> None:
    page = "无障碍浏览 长者模式\n示例县人民政府\n首页 > 公开信息\n两地协作见成效\n示例市来的干部到了。\n"
    assert repair_text(page).says["title"] == "两地协作见成效"


@pytest.mark.parametrize(
    ("opening", "outlet", "byline"),
    [
        ("示例日报讯（记者 甲某）两地来往多了。", "示例日报", "记者 甲某"),
        ("示例网北京1月2日电 (记者甲某某)两地来往多了。", "示例网", "记者甲某某"),
        ("(示例日报社全媒体记者 甲某 通讯员 乙某)近日，两地来往多了。", "", "示例日报社全媒体记者 甲某 通讯员 乙某"),
        ("本报讯（全媒体记者甲某）两地来往多了。", "", "全媒体记者甲某"),
        ("两地日报社（记者站）挂牌。", "", ""),
    ],
)
def test_outlet_and_reporter_are_told_by_how_an_article_opens(opening: str, outlet: str, byline: str) -> None:
    says = repair_text(f"两地协作见成效\n{opening}\n").says
    assert (says.get("outlet", ""), says.get("byline", "")) == (outlet, byline)


def test_a_posting_time_is_read_whatever_it_is_called_and_names_lose_their_brackets() -> None:
    page = "两地协作见成效\n发稿时间:2024-08-06 08:51   来源: 示例新闻\n示例市来的干部到了。\n[责任编辑：甲某]\n"
    repaired = repair_text(page)
    assert repaired.text == "两地协作见成效\n示例市来的干部到了。\n"
    assert (repaired.says["published_on"], repaired.says["outlet"]) == ("2024-08-06", "示例新闻")
    assert repair_text("两地协作见成效\n示例市来的干部到了。\n【编辑：甲某】\n").says["editor"] == "甲某"


def test_a_name_above_an_article_is_not_its_title() -> None:
    assert "title" not in repair_text("甲某\n示例市来的干部到了，两地商量好了办法。\n").says
    assert repair_text("简报\n两地协作见成效\n示例市来的干部到了。\n").says["title"] == "两地协作见成效"


def test_a_line_set_apart_is_one_edit_whatever_was_mended_in_it() -> None:
    polluted = gloss(to_traditional("首页 > 产业 > 园区带动农户\n" + ARTICLE), set("產業園區帶動戶農資"))
    first, *others = repair_text(polluted).edits
    assert (first.before, first.after, first.reason) == (polluted.split("\n")[0] + "\n", "", "crumb")
    assert "crumb" not in {edit.reason for edit in others}


def test_a_former_title_stands_in_for_a_missing_one() -> None:
    text = "示例市来的干部到了。\n"
    assert repair_text(f"原标题:两地协作见成效\n{text}").says["title"] == "两地协作见成效"
    assert repair_text(f"原标题:两地协作见成效\n新标题在此\n{text}").says["title"] == "新标题在此"


def test_places_are_found_in_the_raw_text_and_back() -> None:
    polluted = gloss(to_traditional(ARTICLE), set("產業園區帶動戶農資"))
    repaired = repair_text(polluted)
    start = repaired.text.index("带动1250户农户")
    raw = repaired.offsets.to_raw(start, start + len("带动1250户"))
    assert polluted[slice(*raw)] == "帶(dài)動(dòng)1250戶"
    assert repaired.offsets.to_repaired(*raw) == (start, start + len("带动1250户"))


@pytest.mark.parametrize("read", [read_leniently, read_swallowing])
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(seed=st.integers(0, 10_000), share=st.floats(0.05, 0.6))
def test_blind_damage_never_makes_a_number(read: Callable[[bytes], str], seed: int, share: float) -> None:
    traditional = to_traditional(ARTICLE)
    polluted = gloss_bytes_blindly(traditional, choose(traditional, seed, share), read)
    repaired = repair_text(polluted)
    assert apply_edits(polluted, repaired.edits) == repaired.text
    assert is_subsequence(numbers(repaired.text), numbers(polluted))
    for start, end in repaired.restored:
        assert not re.search(r"\d", repaired.text[start:end])


pieces = st.sampled_from(
    [
        "規(guī)",
        "?shù)",
        "?;",
        "産",
        "業(yè)",
        "(zǒng)",
        "總(zǒng)",
        "，，",
        "。",
        "\ue131",
        "\ufffd",
        "3",
        "5",
        "萬",
        "<p>",
        "/b>",
        "|",
        "\n",
    ]
)
texts = st.lists(st.one_of(pieces, st.text(max_size=8)), max_size=60).map("".join)


@settings(max_examples=300, deadline=None)
@given(texts)
def test_any_text_comes_back_with_edits_that_rebuild_it(text: str) -> None:
    repaired = repair_text(text)
    assert apply_edits(text, repaired.edits) == repaired.text
    assert is_subsequence(numbers(repaired.text), numbers(text))
    assert all(a.end <= b.start for a, b in zip(repaired.edits, repaired.edits[1:], strict=False))
    assert all(text[edit.start : edit.end] == edit.before for edit in repaired.edits)
    for place in range(len(repaired.text)):
        start, end = repaired.offsets.to_raw(place, place + 1)
        first, last = repaired.offsets.to_repaired(start, end)
        assert first <= place < last


@settings(max_examples=150, deadline=None)
@given(st.lists(pieces, min_size=1, max_size=80).map("".join))
def test_a_repaired_text_has_nothing_left_to_repair(text: str) -> None:
    once = repair_text(text).text
    assert repair_text(once).text == once
