"""Each indicator is heard in short sentences, as a journalist, an official and a villager would say it.

`sentences.txt` holds one made-up sentence a line, its claims marked as in `marked/*.txt`; each is read below the same
heading. All numbers are invented.
"""

from __future__ import annotations

from pathlib import Path

from shanhai.algorithms.claim_extraction import extract_claims
from shanhai.evidence.knowledge import load_knowledge
from tests.evidence.test_own_articles import meet, read_marked

HEADING = "余杭区与苍溪县东西部协作纪事(示例)\n"
SENTENCES = (Path(__file__).parent / "sentences.txt").read_text("utf-8").splitlines()


def test_single_sentences_tell_their_indicator_how_sure_it_is_and_its_stage() -> None:
    wrong = []
    for marked in SENTENCES:
        text, told = read_marked(HEADING + marked + "\n")
        read = extract_claims(text, load_knowledge())
        same = [
            (one, two)
            for one, two in meet(told, read)
            if (one.indicator, one.qualifier, one.status) == (two.indicator, two.qualifier, two.status)
        ]
        if not len(same) == len(told) == len(read):
            wrong.append((marked, [(one.clean_quote, one.indicator, one.qualifier, one.status) for one in read]))
    assert wrong == []


def test_things_named_in_a_row_have_their_numbers_in_turn() -> None:
    text = HEADING + "选派教师、医生和农技员分别为12名、9名和4名,两地学校、医院分别结对7所、3家。"
    read = {int(one.value): one.indicator for one in extract_claims(text, load_knowledge())}
    assert (read[12], read[9]) == ("teachers_seconded", "doctors_dispatched")
    assert (read[7], read[3]) == ("schools_paired", "hospitals_paired")


def test_a_thing_named_before_a_comma_has_the_number_behind_it() -> None:
    text = HEADING + "这样的帮扶车间,全县有207个。村里的社区工厂,从最初的3家增加到现在的41家。"
    read = extract_claims(text, load_knowledge())
    assert [(int(one.value), one.indicator) for one in read] == [(n, "assistance_workshops") for n in (207, 3, 41)]


def test_how_a_county_lies_and_who_visits_it_is_no_claim() -> None:
    text = (
        HEADING
        + "苍溪地处川北,海拔380米至1300米,31个乡镇、454个村。全年接待游客860万人次、旅游收入52亿元,门票收入1.9亿元。"
    )
    text += "GDP过了500亿元的县要退出,人均可支配收入又在5万元以上的可以留。全村6个社、412户、1830口人,耕地2600亩。"
    assert extract_claims(text, load_knowledge()) == []


def test_a_number_alone_behind_a_sentence_about_nothing_helped_is_no_claim() -> None:
    text = HEADING + "苍溪是一个农业大县。2023年45亿元。\n苍溪的路通了。2020年达到380万元。"
    assert extract_claims(text, load_knowledge()) == []


def test_what_a_plan_lists_is_planned_and_what_it_says_was_done_is_not() -> None:
    plan = (
        "余杭区与苍溪县2025年东西部协作工作要点(示例)\n一、资金。安排协作资金4500万元。\n去年已投入协作资金4200万元。\n"
    )
    assert [one.status for one in extract_claims(plan, load_knowledge())] == ["planned", "actual"]
    report = HEADING + "投入协作资金4500万元。\n三、下一步打算\n安排协作资金4800万元,实施项目20个。\n"
    assert [one.status for one in extract_claims(report, load_knowledge())] == ["actual", "planned", "planned"]


def test_an_article_whose_path_alone_names_the_programme_is_read() -> None:
    text = "新闻中心>东西部协作>人物\n雪山来信(示例)\n西湖区帮巴塘的第四年,资金1.74亿元,项目79个。\n"
    assert [int(one.value) for one in extract_claims(text, load_knowledge())] == [174_000_000, 79]
