"""Articles of our own making are read as their writers meant them; prose about other things yields nothing."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

from shanhai.algorithms.arrangements import Arrangement, Arrangements, ProgrammeWords
from shanhai.algorithms.claim_extraction import ClaimDraft, Knowledge, extract_claims
from shanhai.algorithms.claim_numbers import find_quantities
from shanhai.algorithms.claim_vocabulary import IndicatorWords, Vocabulary
from shanhai.algorithms.place_mentions import Gazetteer
from shanhai.cooperation import FIELDS
from shanhai.evidence.knowledge import load_knowledge
from shanhai.registry.gazetteer import load_gazetteer
from tests.algorithms.pollute import gloss, to_traditional

ARTICLES = Path(__file__).parent / "articles"
PROGRAMMES = (
    ProgrammeWords("山海协作", ("山海协作",)),
    ProgrammeWords("东西部协作", ("东西部协作", "东西部扶贫协作", "扶贫协作", "浙川协作", "津甘协作", "闽宁协作")),
    ProgrammeWords("对口支援", ("对口支援", "援藏", "援疆", "援青")),
)
ROWS = (
    *(
        Arrangement("东西部协作", *pair)
        for pair in (("33", "51"), ("32", "52"), ("12", "62"), ("31", "53"), ("44", "45"))
    ),
    Arrangement("东西部协作", "35", "64"),
    Arrangement("东西部协作", "3205", "5206"),
    Arrangement("对口支援", "37", "6322"),
    Arrangement("山海协作", "3307", "331181"),
)
FIELDS_COMPARED = ("indicator", "giver", "receiver", "period_from", "period_to", "qualifier", "status", "programme")


@cache
def knowledge() -> Knowledge:
    words = (
        IndicatorWords(one.code, (one.unit, *one.units), one.said_as) for field in FIELDS for one in field.indicators
    )
    return Knowledge(Gazetteer(load_gazetteer()), Vocabulary(words), Arrangements(ROWS), PROGRAMMES)


def expected_claims(path: Path) -> list[dict[str, str | None]]:
    """Read the claims of an article: the first line gives defaults, a blank cell takes them, a dash is nothing."""
    lines = [line.split("|") for line in path.read_text("utf-8").splitlines()]
    names = ("giver", "receiver", "period_from", "period_to", "qualifier", "status", "programme")
    defaults = dict(zip(names, lines[0][1:], strict=True))
    claims = []
    for quote, value, unit, indicator, *rest in lines[1:]:
        given = {name: cell.strip() for name, cell in zip(names, rest, strict=False) if cell.strip()}
        told = {name: None if cell == "-" else cell for name, cell in {**defaults, **given}.items()}
        claims.append({"quote": quote, "value": value, "unit": unit, "indicator": indicator, **told})
    return claims


def find_pair(told: dict[str, str | None], claims: list[ClaimDraft], text: str) -> ClaimDraft | None:
    start = text.index(str(told["quote"]))
    end = start + len(str(told["quote"]))
    for claim in claims:
        same = claim.value == Decimal(str(told["value"])) and claim.unit == told["unit"]
        if same and claim.start < end and start < claim.end:
            return claim
    return None


@pytest.mark.parametrize("path", sorted(ARTICLES.glob("*.claims")), ids=lambda path: path.stem)
def test_an_article_is_read_as_it_is_meant(path: Path) -> None:
    text = path.with_suffix(".txt").read_text("utf-8")
    told = expected_claims(path)
    claims = extract_claims(text, knowledge())
    pairs = [(one, find_pair(one, claims, text)) for one in told]
    missed = [one["quote"] for one, claim in pairs if claim is None]
    assert len(missed) <= 0.05 * len(told), missed
    assert len(claims) <= 1.1 * len(told), [claim.clean_quote for claim in claims]
    for name in FIELDS_COMPARED:
        wrong = [one["quote"] for one, claim in pairs if claim and getattr(claim, name) != one[name]]
        assert len(wrong) <= 0.3 * len(told), (name, wrong)


def test_the_articles_together_are_read_nearly_without_fault() -> None:
    right = dict.fromkeys(FIELDS_COMPARED, 0)
    told_in_all = found_in_all = claimed_in_all = 0
    for path in sorted(ARTICLES.glob("*.claims")):
        text = path.with_suffix(".txt").read_text("utf-8")
        claims = extract_claims(text, knowledge())
        claimed_in_all += len(claims)
        for one in expected_claims(path):
            told_in_all += 1
            claim = find_pair(one, claims, text)
            if claim:
                found_in_all += 1
                for name in FIELDS_COMPARED:
                    right[name] += getattr(claim, name) == one[name]
    assert found_in_all >= 0.97 * told_in_all
    assert found_in_all >= 0.97 * claimed_in_all
    assert {name: round(count / found_in_all, 2) for name, count in right.items() if count < 0.93 * found_in_all} == {}


def test_quotes_stand_at_their_places_in_the_polluted_text() -> None:
    text = (ARTICLES / "kunshan-bijiang.txt").read_text("utf-8")
    polluted = gloss(to_traditional(text), set("產業園區資幫動戶"))
    claims, plain = extract_claims(polluted, knowledge()), extract_claims(text, knowledge())
    assert [(claim.value, claim.indicator) for claim in claims] == [(claim.value, claim.indicator) for claim in plain]
    assert all(polluted[claim.start : claim.end] == claim.quote for claim in claims)
    assert not any(claim.damaged for claim in claims)


def test_a_number_beside_damage_is_no_claim() -> None:
    text = gloss(to_traditional((ARTICLES / "kunshan-bijiang.txt").read_text("utf-8")), set("產業園區資幫動戶"))
    whole = extract_claims(text, knowledge())
    broken = extract_claims(text.replace("6240萬元", "62?0萬元"), knowledge())
    assert len(broken) == len(whole) - 1
    assert not any(claim.value == 62400000 or "62" in claim.clean_quote for claim in broken)


def test_a_new_indicator_is_read_once_it_declares_its_words() -> None:
    text = "示例:余杭区与苍溪县东西部协作以来,援建便民桥梁14座、光伏路灯2300盏。"
    assert extract_claims(text, knowledge()) == []
    bridges = IndicatorWords("bridges_built", ("bridge",), ("便民桥梁", "桥梁…援建|建成"))
    more = Vocabulary((*knowledge().vocabulary.indicators, bridges))
    (claim,) = extract_claims(text, replace(knowledge(), vocabulary=more))
    assert (claim.indicator, claim.value, claim.unit) == ("bridges_built", 14, "bridge")
    assert (claim.giver, claim.receiver, claim.programme) == ("余杭区", "苍溪县", "东西部协作")


OTHER_PROSE = [
    "未来三天,我省大部有中到大雨,局地暴雨,累计雨量80到120毫米,沿海风力7到8级,请注意防范地质灾害。气温25到33度。",
    "联赛第12轮,主队3比1战胜来访对手,全场射门18次、射正9次,控球率56%,现场观众4.2万人。老将打进个人本赛季第7球。",
    "面粉500克、清水280克、酵母5克、白糖20克,揉成光滑面团,醒发40分钟,分成12个剂子,上锅大火蒸15分钟。",
    "第四十五条 违反本办法规定的,由县级以上人民政府有关部门责令改正,处一万元以上五万元以下罚款;情节严重的,责令停业。",
    "公司全年营业收入1289亿元,同比增长8%,净利润92亿元,研发投入占比6%,员工总数3.4万人,拟每10股派发现金红利5元。",
]


@pytest.mark.parametrize("text", OTHER_PROSE)
def test_prose_about_other_things_yields_no_claims(text: str) -> None:
    assert extract_claims(text, knowledge()) == []


@pytest.mark.parametrize(
    "text",
    [
        "示例:余杭区与苍溪县的东西部协作一盘棋,千家万户齐上阵,“三个课堂”“五专五进”有声有色。",
        "示例:余杭区与苍溪县东西部协作第三批干部3月5日出发,热线0571-87654321,全程1680公里。",
        "示例:苍溪县与余杭区东西部协作以来,两地、两级、双方常来常往,一个项目接着一个项目。",
        "示例:余杭区与苍溪县东西部协作。苍溪县辖31个乡镇,总人口72万,海拔最高1377米。",
    ],
)
def test_numerals_that_count_nothing_of_the_cooperation_stay_silent(text: str) -> None:
    assert extract_claims(text, knowledge()) == []


@pytest.mark.parametrize(
    ("text", "value", "qualifier"),
    [
        ("投入帮扶资金3300余万元", 33_000_000, "over"),
        ("投入帮扶资金近1.2亿元", 120_000_000, "nearly"),
        ("投入帮扶资金约600万元", 6_000_000, "about"),
        ("投入帮扶资金不少于600万元", 6_000_000, "over"),
        ("投入帮扶资金达600万元", 6_000_000, "exact"),
        ("投入帮扶资金1,234.5万元", 12_345_000, "exact"),
        ("投入帮扶资金５.０１亿元", 501_000_000, "exact"),
        ("投入帮扶资金三千余万元", 30_000_000, "over"),
        ("投入帮扶资金10多万元", 100_000, "over"),
    ],
)
def test_an_amount_and_how_exact_it_is(text: str, value: int, qualifier: str) -> None:
    (claim,) = extract_claims(f"示例:余杭区与苍溪县东西部协作以来,{text}。", knowledge())
    assert (claim.value, claim.qualifier, claim.indicator) == (value, qualifier, "assistance_funds")


@pytest.mark.parametrize(
    ("text", "period", "status"),
    [
        ("2022年投入帮扶资金600万元", ("2022-01-01", "2022-12-31"), "actual"),
        ("2021年以来投入帮扶资金600万元", ("2021-01-01", None), "actual"),
        ("去年投入帮扶资金600万元", ("2022-01-01", "2022-12-31"), "actual"),
        ("今年计划投入帮扶资金600万元", ("2023-01-01", "2023-12-31"), "planned"),
        ("今年以来累计投入帮扶资金600万元", ("2023-01-01", None), "actual"),
        ("“十四五”期间拟投入帮扶资金600万元", ("2021-01-01", "2025-12-31"), "planned"),
        ("2021年至2023年投入帮扶资金600万元", ("2021-01-01", "2023-12-31"), "actual"),
        ("截至2023年5月底,投入帮扶资金600万元", (None, "2023-05-31"), "actual"),
        ("今年上半年投入帮扶资金600万元", ("2023-01-01", "2023-06-30"), "actual"),
        ("2022年上半年投入帮扶资金600万元", ("2022-01-01", "2022-06-30"), "actual"),
        ("去年下半年投入帮扶资金600万元", ("2022-07-01", "2022-12-31"), "actual"),
        ("今年一季度投入帮扶资金600万元", ("2023-01-01", "2023-03-31"), "actual"),
        ("2022年第四季度投入帮扶资金600万元", ("2022-10-01", "2022-12-31"), "actual"),
        ("自2021年第三批干部到岗后,投入帮扶资金600万元", ("2021-01-01", None), "actual"),
        ("2022年将600万元帮扶资金投给了村里", ("2022-01-01", "2022-12-31"), "actual"),
        ("2022年两地干部常来常往。全年投入帮扶资金600万元", ("2022-01-01", "2022-12-31"), "actual"),
    ],
)
def test_a_period_and_a_stage(text: str, period: tuple[str | None, str | None], status: str) -> None:
    article = f"示例:余杭区牵手苍溪县,谱写东西部协作新篇。\n{text}。"
    (claim,) = extract_claims(article, knowledge(), published_on="2023-08-01")
    assert ((claim.period_from, claim.period_to), claim.status) == (period, status)


SPOKEN = [
    ("卖了五亿三千万元", "530000000", "CNY", "exact"),
    ("每月三千多块,", "3000", "CNY", "over"),
    ("带教徒弟三百多个,", "300", "person", "over"),
    ("630多个本地人在里面上班", "630", "person", "over"),
    ("35个村民小组", "35", "", "exact"),
    ("约40万龙游群众", "400000", "person", "about"),
    ("手术315例", "315", "person", "exact"),
    ("先后九批干部", "9", "batch", "exact"),
    ("互访两次", "2", "visit", "exact"),
    ("办了三期培训班", "3", "class", "exact"),
    ("占到四成多。", "40", "percent", "over"),
    ("涨了两成五。", "25", "percent", "exact"),
    ("一个月能挣两千八,", "2800", "CNY", "exact"),
    ("同比+11.5%", "11.5", "percent", "exact"),
    ("完成手术6800余台", "6800", "person", "over"),
    ("新增8.8万㎡", "88000", "square_metre", "exact"),
    ("脱贫人口15.1万,", "151000", "person", "exact"),
    ("全年援助资金110亿,", "11000000000", "CNY", "exact"),
    ("到账资金总额达2.3亿的县", "230000000", "CNY", "exact"),
    ("28.6万农村劳动力", "286000", "person", "exact"),
    ("增长1成,", "10", "percent", "exact"),
    ("形象进度过半,", "50", "percent", "over"),
    ("11名年轻干部", "11", "person", "exact"),
    ("3 000万元", "30000000", "CNY", "exact"),
    ("1 250 000元", "1250000", "CNY", "exact"),
    ("有1.9万建档立卡贫困人口", "19000", "person", "exact"),
    ("1.2万苍溪人在杭稳岗", "12000", "person", "exact"),
]
IDIOMS = [
    "30 000人",
    "3 00万元",
    "一批批干部",
    "气温31度",
    "北纬26.5度",
    "二次转移",
    "三次产业",
    "二期工程",
    "两头跑",
    "建成3成员",
    "3块牌匾",
    "八台镇和九门乡",
    "这个县有3万的缺口",
    "百倍信心",
    "家里有两个孩子",
]


@pytest.mark.parametrize(("text", "value", "unit", "qualifier"), SPOKEN, ids=[one[0] for one in SPOKEN])
def test_a_number_as_people_say_it_is_found(text: str, value: str, unit: str, qualifier: str) -> None:
    assert [(one.value, one.unit, one.qualifier) for one in find_quantities(text)] == [
        (Decimal(value), unit, qualifier)
    ]


@pytest.mark.parametrize("text", IDIOMS)
def test_a_number_that_only_names_or_colours_is_not_found(text: str) -> None:
    assert find_quantities(text) == []


def test_a_list_gives_each_place_its_own_number() -> None:
    text = (
        "示例:东西部协作中,杭州市余杭区帮扶广元市各县。其中,苍溪县投入帮扶资金390万元、旺苍县500万元、剑阁县510万元。"
    )
    claims = extract_claims(text, knowledge())
    assert [(claim.receiver, claim.value) for claim in claims] == [
        ("苍溪县", 3_900_000),
        ("旺苍县", 5_000_000),
        ("剑阁县", 5_100_000),
    ]
    assert {claim.giver for claim in claims} == {"余杭区"}
    assert all(claim.part_of_whole for claim in claims[:1])


@pytest.mark.parametrize(
    "text",
    [
        "帮扶" * 8_000 + "3个项目" * 4_000,
        "余杭帮扶苍溪," * 4_000,
        "东西部协作" + "2021年" * 8_000 + "投入资金3万元",
        "(yī)" * 8_000 + "帮扶协作",
        "規(guī)?" * 4_000 + "帮扶协作",
        "\n" * 50_000 + "帮扶协作",
    ],
    ids=["repeats", "pairs", "years", "glosses", "lost", "blank"],
)
def test_hostile_texts_come_to_an_end(text: str) -> None:
    for claim in extract_claims(text, knowledge()):
        assert text[claim.start : claim.end] == claim.quote


def test_a_text_that_tells_its_receivers_late_is_read() -> None:
    text = "示例:对口帮扶纪实。\n余杭区派来了教师3名。\n\n苍溪县办起车间。\n\n全市共投入帮扶资金5万元。\n"
    assert {claim.value for claim in extract_claims(text, knowledge())} == {3, 50_000}


def test_numbers_told_in_turn_go_to_years_and_places_in_turn() -> None:
    text = (
        "示例:余杭区与广元市东西部协作。2021年、2022年分别投入帮扶资金300万元、400万元。"
        "苍溪县、旺苍县、剑阁县分别实施项目3个、4个和5个。"
    )
    claims = extract_claims(text, knowledge())
    assert [(claim.period_from, claim.value) for claim in claims[:2]] == [("2021-01-01", 3e6), ("2022-01-01", 4e6)]
    assert [(claim.receiver, claim.value) for claim in claims[2:]] == [("苍溪县", 3), ("旺苍县", 4), ("剑阁县", 5)]


def test_a_date_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="no ISO date"):
        extract_claims("示例:东西部协作投入帮扶资金3万元。", knowledge(), published_on="2023/1/1")


def test_a_page_with_a_broken_date_is_read_without_it() -> None:
    text = "# date: 200-13-45\n示例:余杭区与苍溪县东西部协作以来,投入帮扶资金3万元。"
    assert [claim.value for claim in extract_claims(text, knowledge())] == [30_000]


def test_reading_is_a_function_of_its_input() -> None:
    text = (ARTICLES / "huzhou-guangyuan.txt").read_text("utf-8")
    first, second = extract_claims(text, knowledge()), extract_claims(text, knowledge())
    assert first == second
    assert json.dumps([str(claim) for claim in first], ensure_ascii=False)


def test_a_number_of_the_year_before_is_of_what_it_is_held_against() -> None:
    text = "示例:余杭区与苍溪县东西部协作。\n2022年,余杭投入帮扶资金300万元,比上一年的260万元增加40万元。"
    claims = extract_claims(text, knowledge(), published_on="2023-01-08")
    assert [(int(one.value), one.indicator, one.period_from) for one in claims][:2] == [
        (3_000_000, "assistance_funds", "2022-01-01"),
        (2_600_000, "assistance_funds", "2021-01-01"),
    ]


def test_what_firms_do_where_no_place_helps_stands_under_their_own_programme() -> None:
    text = "示例:某集团对口支援和扶贫办公室通报,某集团定点帮扶四川普格、布拖。2022年投入帮扶资金600万元。"
    (claim,) = extract_claims(text, load_knowledge())
    assert (claim.giver, claim.programme) == (None, "定点帮扶")


@pytest.mark.parametrize(
    ("told", "numbers"),
    [
        ("青山村全村437户,家家种茶", []),
        ("青山村全村437户1560人,帮扶干部常来", []),
        ("帮扶干部走遍全市9县区", []),
        ("协作项目建到了全县18个乡镇", []),
        ("援建的水厂让青山村全村437户受益", [437]),
        ("全州8县市都与余杭的街道结对", [8]),
    ],
)
def test_how_many_homes_or_divisions_a_place_has_in_all_is_no_claim(told: str, numbers: list[int]) -> None:
    claims = extract_claims(f"示例:余杭区与苍溪县东西部协作。\n{told}。", knowledge())
    assert [int(claim.value) for claim in claims] == numbers


def test_a_quote_does_not_begin_within_the_name_of_a_place() -> None:
    text = "示例:东西部协作中,衢州市帮扶绵阳市。去年,衢州市捐赠200万元。"
    quotes = [one.clean_quote for one in extract_claims(text, load_knowledge(), published_on="2023-08-01")]
    assert quotes == ["捐赠200万元"]


def test_a_year_in_the_title_of_a_document_dates_nothing() -> None:
    text = "示例:余杭区帮扶苍溪县。《关于做好2021年东西部协作工作的通知》下发后,去年投入帮扶资金600万元。"
    (claim,) = extract_claims(text, load_knowledge())
    assert (claim.period_from, claim.period_to) == (None, None)


def test_what_the_east_gives_the_west_stands_under_the_programme_of_most_provinces() -> None:
    text = (
        "示例:东部9省市对口帮扶中西部14个省区市。2022年,东部9省市投入帮扶资金600亿元。\n"
        "中央单位也在出力,定点扶贫县引进企业12家。"
    )
    programmes = [one.programme for one in extract_claims(text, load_knowledge())]
    assert (programmes[0], programmes[-1]) == ("东西部协作", "定点帮扶")


def test_what_the_east_gives_under_no_programme_told_is_under_none() -> None:
    text = "示例:东部9省市帮扶中西部14个省区市,销售脱贫地区农副产品8亿元。"
    assert [one.programme for one in extract_claims(text, load_knowledge())] == [None]


def test_two_provinces_that_cooperate_are_read_though_nothing_is_called_aid() -> None:
    text = (
        "示例:两本合作账。\n东北和东部地区谈成合作项目84个。\n江苏—辽宁\n辽宁从江苏引来产业项目12个。"
        "两省签约项目8个,游客互访100万人次。2018年至2019年6月,互派挂职干部40名。"
    )
    claims = extract_claims(text, load_knowledge(), published_on="2019-08-01")
    assert [(one.giver, one.receiver, one.programme) for one in claims] == [
        ("东部地区", "东北地区", None),
        *[("江苏省", "辽宁省", None)] * 4,
    ]
    assert (claims[-1].period_from, claims[-1].period_to) == ("2018-01-01", "2019-06-30")
    assert extract_claims("江苏和辽宁都下了雪。两省路上有车12辆。", load_knowledge()) == []


def test_what_is_given_to_the_reservoir_of_the_three_gorges_is_aid() -> None:
    text = "示例:湖南帮助三峡库区,库区是受援地。湖南给三峡库区安排援助资金近3亿元。"
    (claim,) = extract_claims(text, load_knowledge())
    assert (claim.receiver, claim.programme) == ("三峡库区", "对口支援")
