"""Quantities in running Chinese text: the number, how exact it is said to be, and its measure word.

It finds what is written as a quantity and leaves out dates, ordinals, names and the numerals of idioms. It must not
know what a quantity is about.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from decimal import Decimal
from operator import attrgetter
from typing import Literal, NamedTuple

Qualifier = Literal["exact", "about", "over", "nearly"]

_WIDE = tuple(zip("０１２３４５６７８９．％，", "0123456789.%,", strict=True))
_MAGNITUDES = {
    "": 1,
    "十": 10,
    "百": 100,
    "千": 1000,
    "万": 10**4,
    "十万": 10**5,
    "百万": 10**6,
    "千万": 10**7,
    "亿": 10**8,
    "百亿": 10**10,
    "千亿": 10**11,
    "万亿": 10**12,
}
_DIGITS = {"零": 0, "〇": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_UNITS = {"十": 10, "百": 100, "千": 1000}
# Each measure word, and the unit it alone decides; an empty text where the thing counted decides.
MEASURES = {
    "元人民币": "CNY",
    "人民币": "CNY",
    "元": "CNY",
    "块钱": "CNY",
    "块": "CNY",
    "%": "percent",
    "个百分点": "percentage_point",
    "人次": "person_time",
    "人(次)": "person_time",
    "名次": "person_time",
    "位": "person",
    "名": "person",
    "人": "person",
    "口人": "person",
    "例": "person",
    "例次": "person_time",
    "户": "household",
    "亩": "mu",
    "公顷": "hectare",
    "平方米": "square_metre",
    "平米": "square_metre",
    "㎡": "square_metre",
    "平方公里": "square_kilometre",
    "立方米": "cubic_metre",
    "吨": "tonne",
    "公斤": "kilogram",
    "斤": "jin",
    "千瓦时": "kWh",
    "度电": "kWh",
    "度": "kWh",
    "千瓦": "kW",
    "兆瓦": "MW",
    "倍": "times",
    "成": "percent",
    "对": "pair",
    "头": "head",
    "只": "head",
    "羽": "head",
    "尾": "head",
    "匹": "head",
    "批次": "batch",
    "批": "batch",
    "场次": "event",
    "场": "event",
    "次": "visit",
    "轮次": "visit",
    "趟": "visit",
    "期": "class",
    "套": "housing_unit",
    "册": "book",
    "公里": "kilometre",
    "千米": "kilometre",
    "米": "metre",
    "天": "day",
    "小时": "hour",
    "个月": "month",
    "岁": "year_of_age",
    "层": "storey",
    "个": "",
    "家": "",
    "所": "",
    "项": "",
    "座": "",
    "处": "",
    "条": "",
    "种": "",
    "款": "",
    "份": "",
    "支": "",
    "间": "",
    "栋": "",
    "幢": "",
    "台": "",
    "辆": "",
    "件": "",
    "口": "",
    "类": "",
    "宗": "",
    "大": "",
    "片": "",
    "枚": "",
    "门": "",
    "张": "",
    "本": "",
    "笔": "",
}
# Nouns that follow a number without a measure word.
BARE_NOUNS = (
    "移民|建档立卡贫困人口|建档立卡贫困群众|建档立卡贫困户|建档立卡户|农村劳动力|农村富余劳动力|牧民|居民|师生|妇女|患者|职工|务工人员|搬迁群众|脱贫群众|困难群众|贫困群众|各族群众|群众|贫困人口|脱贫人口|农村人口|人口|农牧民|村民|农民|农户|学生|师生|劳动力|贫困劳动力|脱贫劳动力|村|乡镇|乡|镇|社区|县区|区县|"
    "县市区|县|市州|州市|地市|省区市|省市|企业|干部|党员|残疾人"
)
_WHOSE = r"[\u4e00-\u9fff]{2,3}"  # 40万苍溪群众, 3万各族群众
# People who may be counted with 个, unless the word goes on to name a thing of theirs (35个村民小组).
_PEOPLE = (
    "本地人|当地人|孩子|娃|老人|病人|患者|老乡|乡亲|徒弟|农牧民|村民|农民|牧民|妇女|[菜果茶药粮]农|"
    "绣娘|师傅|工人|员工|学员|学生|儿童|群众|百姓"
)
_PEOPLE_BEHIND = re.compile(
    rf"[^\d,，。;；、的]{{0,4}}?(?:{_PEOPLE})(?![小活宿公之服中工食俱社队团家班基协项岗用党周自代素书])"
)
_PEOPLE_BEFORE = re.compile(rf"(?:{_PEOPLE})(?:有|达|共)?$")
_TENTHS = re.compile(
    r"[一二三四五六七八九](?![一二三四五六七八九十百千万])|以上|左右|多|的|资|项|群|村|农|受|是|贫|脱|$|[,，。;；、]"
)  # behind 八成, not behind 建成
_LONGEST_TENTHS = len("1.5成")
_PEOPLE_TOLD = re.compile(
    r"(?:人口|群众|劳动力|农牧民|村民|人数|学生|务工人员|人(?=有))(?:有|达到?|约|近|超过?|共|为)*$"
)
_MONEY_TOLD = re.compile(
    r"(?:资金|投资额?|投入|产值|销售额|收入|捐款|金额|款|利润|营收)(?:总额|规模|总量)?(?:有|达到?|约|近|超过?|逾|共|为|计)*$"
)
_COINS = re.compile(r"[,，。;；、”」』!！?？)）\s]|$|左右|上下|以上|工资|一天|一个月|一年")
_COINS_UNSAID = re.compile(  # 一个月能挣两千八
    r"([一二两三四五六七八九])(?<=[挣拿领赚存].)([千百])([一二三四五六七八九])(?=[,，。;；”!！\s]|左右|$)"
)
_MEASURE = "|".join(sorted(map(re.escape, MEASURES), key=len, reverse=True))
_MORE = "多|余|来|几"
_BEFORE = re.compile(
    r"(?:大约|(?<![签节集契制])约为?|(?<![签节集契制])约有|将近|接近|(?<![就附临邻最靠远])近|超过了?|超出|超|逾|突破了?|多达|不少于|不低于|至少|达到了?|达|高达|累计达?到?|不到|不足|最高|"
    r"最多)\s?$"
)
_BEFORE_ENDS = frozenset("约为有近出过超了逾破达于少到计足高多上")
_QUANTITY = re.compile(
    r"(?P<number>\d(?<![\d.A-Za-z第]\d)(?:\d{0,2}(?:[ \u00a0\u2009\u202f]\d{3})+(?=[万亿]?元)|"
    r"\d{0,2}(?:,\d{3})+(?:\.\d+)?|\d*(?:\.\d+)?))\s?"
    rf"(?P<more>{_MORE})?(?P<magnitude>万亿|千亿|百亿|千万|百万|十万|亿|万|千|百|十)?(?P<more2>{_MORE})?\s?"
    rf"(?:(?P<measure>{_MEASURE})|(?=(?P<noun>{BARE_NOUNS}))|"
    rf"(?(magnitude)(?:(?={_WHOSE}(?P<people>群众|百姓|农牧民|老乡|乡亲|人(?=[在到去来进])))|(?=[,，。;；、)）\n的]|$))|(?!)))"
)
_GROUPING = re.compile(r"[,\s]")
_START, _LEAD = attrgetter("start"), attrgetter("lead")
_NUMERALS = "零〇一二两三四五六七八九十百千万亿"
_CHINESE_MEASURES = (
    "个|家|所|座|处|名|户|位|支|场次|场|项|条|种|款|台|间|对|亩|元|块钱|块|人次|人|大|成|万元|亿元|批次|批|次|期|套|吨|份|倍|头|只|册|例|"
    "口人"
)
_CHINESE = re.compile(
    rf"(?P<number>[{_NUMERALS}](?<![第{_NUMERALS}\d.“].)[{_NUMERALS}]*)(?P<more>{_MORE})?(?P<magnitude>万|亿)?(?P<measure>{_CHINESE_MEASURES})"
)
# What must stand where a numeral in characters counts with a measure word that idioms and names use as well: 九批干部
# but 一批批, 三百头羊 but 两头跑, 两期培训 but 二期工程, 互访两次 but 二次转移.
_NEEDS = {
    "批": re.compile(
        r".{1,4}批(?=[^,，。;；]{0,6}(?:干部|人才|教师|老师|医|援|队员|专家|校长)|[、,，]?(?:共计?|合计|总共)?\d+[多余]?[名人位])"
    ),
    "次": re.compile(r"(?!二次|[百千万]次).{1,4}次(?!产业|创业|分配|污染|元|就业|转移)"),
    "期": re.compile(r".{1,4}期(?=[^,，。;；]{0,6}(?:培训|班|研修|夏令营|讲座))"),
    "头": re.compile(r".{2,4}头"),
    "只": re.compile(r".{2,4}只(?!有|要|能|是|为|不|身)"),
    "倍": re.compile(r"(?![百千万]倍)"),
    "块": re.compile(rf".{{1,6}}块(?={_COINS.pattern})"),
}
_FIRST = re.compile(r"(?:首|第一)(?P<measure>个|家|座|所|条|支|例)")
_NEARLY_SO_MANY = {"近", "上", "超", "逾"}
# 近万人, 逾亿元, 过亿元 but 通过万元
_SO_MANY = re.compile(r"[近上超逾]$|(?<![通经不透难])过$")
_BARE, _COUNTED_BARE = {"万": 10**4, "亿": 10**8}, {"人", "元", "人次", "户", "亩", "吨"}
_BEHIND_HALF = "以上|以下|的|资金|项目|是|在|用|投|给|花"
_HALF_WORDS = f"(?:一半|半数)(?={_BEHIND_HALF})"
_HALF = re.compile(
    rf"超过?{_HALF_WORDS}|过(?:{_HALF_WORDS}|半(?=的|资金|项目))|近{_HALF_WORDS}|接近{_HALF_WORDS}|"
    rf"一半(?={_BEHIND_HALF})|半数(?={_BEHIND_HALF})|进度\s?过半(?=[,，。;；\n])|工程量?\s?过半(?=[,，。;；\n])"
)
_CLASS = re.compile(r"(?P<number>十|百|千)亿(?:(?P<class>级)|(?=[^,，。;；]{1,6}?[”\"]?目标))")
_CHILDREN = ("孩子", "娃", "儿子", "女儿", "老人")
_NO_MEASURE_BEFORE = ("年头", "月", "小时", "工作日", "百分点", "五年", "交易日", "自然日")
_AFTER = re.compile(r"\s?(以上|左右|上下|以内|以下|有余|之多|(?<=[成倍])多(?=[的,，。;；、]|$))")
# 超过全部受援县的四分之一 tells how exact the share behind it is
_MORE_THAN_SHARE = re.compile(r"(?:超过|超|逾)[^,，。;；、\d]{2,14}的$")
_ABOUT, _NEARLY = {"约", "约为", "约有", "大约", "上"}, {"近", "将近", "接近", "不到", "不足"}
_OVER = {"超过", "超过了", "超", "超出", "逾", "突破", "突破了", "多达", "不少于", "不低于", "至少", "过"}


class Quantity(NamedTuple):
    """A quantity at `start` to `end` (number to measure word); `lead` is where a word such as 近 before it starts.

    `unit` is empty where the thing counted decides. `chinese` marks numerals in characters, `first` 首个 and 第一家,
    whose value is one. `approximate` marks a class such as 百亿级.
    """

    lead: int
    start: int
    end: int
    value: Decimal
    measure: str
    unit: str
    qualifier: Qualifier
    chinese: bool = False
    first: bool = False


def to_plain_digits(text: str) -> str:
    """Return the text with full-width digits and their marks in half width, of the same length."""
    for wide, plain in _WIDE:  # most texts hold none but the comma, which makes this far quicker than a table
        text = text.replace(wide, plain)
    return text


def find_quantities(text: str) -> list[Quantity]:
    """Return the quantities of a text with plain digits, in order and without overlap."""
    found = list(_arabic(text))
    found += [one for one in _written(text) if not _overlaps(one, found)]
    found.sort(key=_START)
    return found


def _overlaps(one: Quantity, found: Sequence[Quantity]) -> bool:
    """Tell whether a quantity shares characters with one of those found before, which are in order."""
    at = bisect_left(found, one.end, key=_LEAD)
    return at > 0 and one.start < found[at - 1].end


def _arabic(text: str) -> Iterator[Quantity]:
    for match in _QUANTITY.finditer(text):
        start, end = match.span()
        number, more, magnitude, more_behind, measure, noun, people = match.groups(default="")
        if _is_silent(text, start, end, measure, magnitude) or _is_rest_of_number(number):
            continue
        if noun and text[end + len(noun) : end + len(noun) + 1].isdigit():
            continue  # 108社区2万居民: the number is the name of what has so many
        if not (measure or noun or people):  # 脱贫人口15.1万, 援助资金110亿的一半
            if _MONEY_TOLD.search(text, max(0, start - 10), start):
                measure = "元"
            elif not text.startswith("的", end) and _PEOPLE_TOLD.search(text, max(0, start - 8), start):
                people = "人口"
            else:
                continue
        value = Decimal(_GROUPING.sub("", number)) * _MAGNITUDES[magnitude] * (10 if measure == "成" else 1)
        unit = _unit(text, start, end, measure) if measure else _unit_of_noun(noun or people)
        before = _word_before(text, start)
        over = more or more_behind or (measure == "%" and _MORE_THAN_SHARE.search(text, max(0, start - 20), start))
        exactness = _qualifier(text, before, end, more=bool(over))
        yield Quantity(start - len(before), start, end, value, measure, unit, exactness)


def _word_before(text: str, start: int) -> str:
    """Return the word of exactness right before a number, with the blank between them; empty where there is none."""
    last = text[max(0, start - 2) : start].rstrip()
    if not last or last[-1] not in _BEFORE_ENDS:
        return ""
    found = _BEFORE.search(text, max(0, start - 7), start)
    return found[0] if found else ""


def _unit(text: str, start: int, end: int, measure: str) -> str:
    """Return the unit of a measure word; 个 counts people where they are named right behind or before the number."""
    if measure == "个" and (
        _PEOPLE_BEHIND.match(text, end)
        or (text[end : end + 1] in ",，。;；" and _PEOPLE_BEFORE.search(text[max(0, start - 5) : start]))
    ):
        return "person"
    if measure == "台" and "手术" in text[max(0, start - 4) : start]:
        return "person"
    return MEASURES.get(measure, "")


def _unit_of_noun(noun: str) -> str:
    if noun.endswith(("妇女", "患者", "职工", "人员", "人口", "民", "众", "生", "力", "干部", "党员", "人")):
        return "person"
    return "household" if noun.endswith("户") else ""


def _is_silent(text: str, start: int, end: int, measure: str, magnitude: str) -> bool:
    """Tell whether an Arabic number with a measure word is an ordinal, a date or a name all the same."""
    if text[max(0, start - 2) : start].endswith(("第", "-", "/", "No", "NO")):
        return True
    if text[start - 1 : start] == "+" and measure != "%":
        return True
    if measure == "度" and magnitude not in {"万", "亿"}:
        return True
    if measure == "个" and text.startswith(_NO_MEASURE_BEFORE, end):
        return True
    if measure == "大" and not magnitude:
        return True
    if measure == "块":
        return not _COINS.match(text, end)
    if measure == "成":
        return end - start > _LONGEST_TENTHS or not _TENTHS.match(text, end)
    return (
        measure in {"", "名", "位"}
        and text.startswith("年", end)
        and not text.startswith(("年轻", "年青", "年长"), end)
    )


def _is_rest_of_number(number: str) -> bool:
    """Tell whether digits are only the end of a number that a blank parts otherwise than by thousands (30 000人)."""
    return number[0] == "0" and number[1:2].isdigit()


def _written(text: str) -> Iterator[Quantity]:
    """Yield quantities written in characters: 两个, 八成, 三千余户, 一半以上, 首家, 百亿级."""
    for match in _CHINESE.finditer(text):
        start = match.start("number")
        measure = match["measure"]
        so_many = measure in _COUNTED_BARE and _SO_MANY.search(text, max(0, start - 2), start)
        value = Decimal(_BARE[match["number"]]) if so_many and match["number"] in _BARE else _numeral(match["number"])
        if value is None or _is_idiom(text, match, value):
            continue
        unit, factor, end = _unit(text, start, match.end(), measure), Decimal(1), match.end()
        if measure == "成":
            unit, factor = "percent", Decimal(10)
            if more := _DIGITS.get(text[end : end + 1]):  # 两成五
                value, end = value + Decimal(more) / 10, end + 1
        elif measure in {"万元", "亿元"}:
            unit, factor = "CNY", Decimal(_MAGNITUDES[measure[0]])
        value *= factor * _MAGNITUDES[match["magnitude"] or ""]
        before = _word_before(text, start)
        if not before and text[start - 1 : start] in {"上", "过"} and text[start] in "十百千万亿":
            before = text[start - 1]
        exactness = _qualifier(text, before, end, more=bool(match["more"]))
        yield Quantity(start - len(before), start, end, value, measure, unit, exactness, chinese=True)
    for match in _COINS_UNSAID.finditer(text):
        value = Decimal(_DIGITS[match[1]]) * _UNITS[match[2]] + Decimal(_DIGITS[match[3]]) * _UNITS[match[2]] / 10
        yield Quantity(match.start(), match.start(), match.end(), value, "块", "CNY", "exact", chinese=True)
    for match in _FIRST.finditer(text):
        yield Quantity(
            match.start(),
            match.start(),
            match.end(),
            Decimal(1),
            match["measure"],
            "",
            "exact",
            chinese=True,
            first=True,
        )
    for match in _HALF.finditer(text):
        over = match[0][0] == "超" or "过" in match[0] or text.startswith("以上", match.end())
        half: Qualifier = "over" if over else "exact"
        yield Quantity(match.start(), match.start(), match.end(), Decimal(50), "", "percent", half, chinese=True)
    for match in _CLASS.finditer(text):
        value = Decimal(_UNITS[match["number"]]) * 10**8
        order: Qualifier = "about" if match["class"] else "exact"
        yield Quantity(match.start(), match.start(), match.end(), value, "级", "CNY", order, chinese=True)


def _is_idiom(text: str, match: re.Match[str], value: Decimal) -> bool:
    """Tell whether a numeral in characters counts nothing: 一个缩影, 千家万户, 两家人, “三个课堂”, 成为."""
    measure, after = match["measure"], text[match.end() : match.end() + 2]
    if value < 2 and measure not in {"成", "万元", "亿元"}:
        return True
    if measure == "成":
        return len(match["number"]) > 1 or not _TENTHS.match(after)
    if measure in {"人", "家", "户", "大", "位", "种"} and match["number"] in {"千", "百", "万", "十", "百千"}:
        told = match["more"] or text[max(0, match.start() - 1) : match.start()] in _NEARLY_SO_MANY
        return not told or measure == "家"  # 千余人, 近万人
    if measure in _NEEDS and not _NEEDS[measure].match(text, match.start("number")):
        return True
    if measure == "个" and after.startswith(_CHILDREN) and text[match.start() - 1 : match.start()] == "有":
        return True  # 家里有两个孩子
    if measure == "大" and after.startswith(("多", "学", "力", "家", "型", "量", "幅", "地")):
        return True
    if measure != "个" and after.startswith(("镇", "乡")):  # 八台镇 is a name
        return True
    return after.startswith(("年", "月", "人家", "子")) or text[max(0, match.start() - 1) : match.start()] == "第"


def _numeral(written: str) -> Decimal | None:
    """Return the value of a numeral in characters, None where it is none (百千, 万千)."""
    total, section, digit = 0, 0, 0
    last_unit = 10**9
    for character in written:
        if character in _DIGITS:
            digit = _DIGITS[character]
        elif character in _UNITS:
            if _UNITS[character] >= last_unit:
                return None
            last_unit = _UNITS[character]
            section += (digit or 1) * last_unit
            digit = 0
        elif character == "万":  # 五亿三千万 is 五亿 and 三千万
            total += (section + digit) * 10**4
            section, digit, last_unit = 0, 0, 10**9
        else:
            total = (total + section + digit) * 10**8
            section, digit, last_unit = 0, 0, 10**9
    value = total + section + digit
    return Decimal(value) if value else None


def _qualifier(text: str, before: str, end: int, *, more: bool) -> Qualifier:
    before, after = before.strip(), _AFTER.match(text, end)
    if before in _OVER or more or (after and after[1] in {"以上", "有余", "之多", "多"}):
        return "over"
    if before in _NEARLY:
        return "nearly"
    if before in _ABOUT or (after and after[1] in {"左右", "上下"}):
        return "about"
    return "exact"
