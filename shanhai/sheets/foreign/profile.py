"""What stands in a column, by nature: numbers, days, places, names, codes. Must not know its header."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise

from shanhai.algorithms.cell_text import CHINESE_NUMERAL
from shanhai.algorithms.cell_values import (
    COUNT_UNITS,
    MONEY_UNITS,
    RATIO_UNITS,
    is_ditto,
    is_error,
    is_nothing,
    parse_day,
    parse_quantity,
    squeeze,
)

from .grid import Value
from .header_text import is_unit_word
from .places import Places, looks_like_town, looks_like_village

SAMPLE = 240
TICKS = frozenset("√✓✔☑●○◎◯vV√1是Y")
_TICK_SIGNS = frozenset("√✓✔☑●■★＊*◎")
_SURNAMES = frozenset(
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳酆鲍史唐"
    "费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞熊纪舒屈项祝董梁杜"
    "阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯管卢莫经房裘缪干解应宗丁宣邓郁单杭洪包诸左石崔吉龚程邢裴陆荣"
    "翁荀羊甄曲封储靳段富巫乌焦巴弓牧隗山谷车侯宓蓬全郗班仰秋仲伊宫宁仇栾暴甘厉戎祖武符刘景詹束龙叶幸司韶黎蓟薄印宿白怀蒲邰从鄂索咸籍赖"
    "卓蔺屠蒙池乔阴胥能苍双闻莘党翟谭贡劳逄姬申扶堵冉宰郦雍桑桂牛寿通边扈燕冀尚农温别庄晏柴瞿阎充慕连茹习艾鱼容向古易慎戈廖庾终居衡步都"
    "耿满弘匡国文寇广阙东欧沃利蔚越夔隆师巩厍聂晁勾敖融冷辛阚那简饶空曾母沙丰关蒯相查后荆红游竺权盖益桓公肖覃阿吉沙马海乃尔勒俄木"
)
_ORGANISATION = re.compile(
    r"(?:公司|集团|局|委|办|办公室|院|校|学校|小学|中学|幼儿园|一小|二小|中心|会|厂|社|部|所|站|政府|银行|支行|协会|商会|企业|合作社|基金会|医院|"
    r"卫生院|委员会|联社|工会|超市|商行|店|农场|基地|食堂|队|馆|职中|大学|学院|机构|联合会|组织部|党校|工厂|袜业|风机厂|人士|学堂)(?:[(（].*)?$"
)
_INDUSTRY = re.compile(r"(?:业|制造|加工|食品|医药|电子|纺织|家居|新材料|零部件|竹木|服务)$")


@dataclass(slots=True)
class Profile:
    """Counts of what the cells of one column are; `share(kind)` is the part of the filled cells."""

    kinds: Counter[str] = field(default_factory=Counter)
    filled: int = 0
    blank: int = 0
    numbers: list[float] = field(default_factory=list)
    distinct: int = 0
    length: float = 0.0
    rising: bool = False
    samples: list[str] = field(default_factory=list)
    sides: Counter[str] = field(default_factory=Counter)
    units: Counter[str] = field(default_factory=Counter)

    def share(self, *kinds: str) -> float:
        """Return the part of the filled cells that are of one of the kinds."""
        return sum(self.kinds[kind] for kind in kinds) / self.filled if self.filled else 0.0

    @property
    def median(self) -> float:
        """Return the middle of the plain numbers, or 0."""
        ordered = sorted(abs(number) for number in self.numbers)
        return ordered[len(ordered) // 2] if ordered else 0.0


def profile_column(cells: Iterable[Value], places: Places) -> Profile:
    """Return what the cells of a column are."""
    about = Profile()
    seen: set[str] = set()
    for cell in cells:
        if cell is None or (isinstance(cell, str) and (is_nothing(cell) or is_ditto(cell))):
            about.blank += 1
            continue
        if about.filled >= SAMPLE:
            break
        about.filled += 1
        text = squeeze(cell) if isinstance(cell, str) else str(cell)
        seen.add(text)
        about.length += len(text)
        if len(about.samples) < 12:
            about.samples.append(text)
        for kind in classify(cell, places):
            about.kinds[kind] += 1
            if kind == "place" and isinstance(cell, str):
                place = places.resolve(text)
                if place is not None:
                    about.sides[places.side(place)] += 1
        if isinstance(cell, str):
            quantity = parse_quantity(cell) if "number" in classify(cell, places) else None
            if quantity is not None and quantity.value is not None:
                about.numbers.append(float(quantity.value))
                if quantity.unit:
                    about.units[quantity.unit] += 1
        elif isinstance(cell, int | float) and not isinstance(cell, bool):
            about.numbers.append(float(cell))
    about.distinct = len(seen)
    about.length = about.length / about.filled if about.filled else 0.0
    about.rising = _is_counter(about.numbers, about.filled)
    return about


def _is_counter(numbers: list[float], filled: int) -> bool:
    if len(numbers) < 2 or len(numbers) < filled * 0.8:
        return False
    steps = [after - before for before, after in pairwise(numbers)]
    return sum(1 for step in steps if step == 1) >= 0.7 * len(steps) and abs(numbers[0]) <= max(1.0, numbers[0])


def classify(cell: Value, places: Places) -> tuple[str, ...]:
    """Return every nature a cell can have."""
    if isinstance(cell, dt.date):
        return ("date",)
    if isinstance(cell, bool):
        return ("yesno",)
    if isinstance(cell, int | float):
        return _classify_number(float(cell))
    if isinstance(cell, str):
        return _classify_text(cell, places)
    return ("other",)


def _classify_number(number: float) -> tuple[str, ...]:
    kinds = ["number"]
    if number == int(number):
        digits = str(abs(int(number)))
        if 1900 <= number <= 2100:
            kinds.append("year")
        elif (len(digits) == 8 or (len(digits) == 6 and digits[:2] in ("19", "20"))) and parse_day(number).text:
            kinds.append("datenumber")
        elif 36_000 <= number <= 55_000:
            kinds.append("serial")
        if len(digits) in (15, 18) and parse_day(digits[6:14]).text:
            kinds.append("id")
        if number <= 31 and number >= 1:
            kinds.append("small")
    elif 1990 <= number < 2100 and round(number * 100 % 100) <= 12:
        kinds.append("yearmonth")
    return tuple(kinds)


@lru_cache(maxsize=100_000)
def _classify_text(cell: str, places: Places) -> tuple[str, ...]:
    text = squeeze(cell)
    kinds: list[str] = []
    if is_error(text):
        return ("error", "number")
    if text in _TICK_SIGNS:
        return ("tick",)
    if text in ("是", "否", "有", "无", "已", "未"):
        return ("yesno",)
    if text in ("男", "女"):
        return ("sex",)
    bare = text.lstrip("'")
    if re.fullmatch(r"\d{17}[\dXx]|\d{15}|\d{16,19}", bare):
        kinds.append("id")
    if re.fullmatch(r"\d{2,6}\*{4,}[\dXx]*|\d{6}\*+\d{2,4}[\dXx]?", bare):
        kinds.append("masked")
    if re.fullmatch(r"[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXYa-z]{9,10}", bare):
        kinds.append("uscc")
    if re.fullmatch(r"1\d{10}|1\d{2}\*+\d{2,4}|0\d{2,3}-?\d{7,8}", bare):
        kinds.append("phone")
    if re.fullmatch(r"[A-Za-z]{1,6}[-_]?[\dA-Za-z][-\dA-Za-z_]{3,}|\d{4,8}-\d{3,}|0\d{3,}", bare):
        kinds.append("code")
    if re.search(r"[〔\[(［【]\d{4}[〕\])］】]|\d{4}年第?\d+号|号$", text) and not re.fullmatch(r"\d+号", text):
        kinds.append("document")
    quantity = parse_quantity(text)
    if quantity.value is not None and quantity.fault is None and _mostly_number(text):
        kinds.append("number")
        if quantity.unit in RATIO_UNITS:
            kinds.append("percent")
        elif quantity.unit in MONEY_UNITS or quantity.scaled:
            kinds.append("moneytext")
        elif quantity.unit in COUNT_UNITS or quantity.unit:
            kinds.append("counttext")
        if quantity.unit and "/" in text:
            kinds.append("perunit")
    day = parse_day(text, year=2023)
    if day.text is not None and not re.fullmatch(r"[1-9]\d{4}(?:\.\d+)?", text):
        kinds.append("span" if day.precision == "span" else "date")
    if len(text) <= 30 and re.search(r"[-—–→~～至与和]|对口|结对", text) and not kinds and places.read_pair(text):
        kinds.append("pair")
    if not kinds or kinds == ["document"]:
        kinds.extend(_classify_words(text, places))
    return tuple(kinds) or ("text",)


def _mostly_number(text: str) -> bool:
    digits = sum(1 for sign in text if sign.isdigit() or sign in ",.%-+￥¥")
    if not digits:
        return sum(1 for sign in text if sign in CHINESE_NUMERAL) * 2 > len(text) or text[-1:] in "成元"
    starts = re.match(r"(?:约|近|超过?|逾|共计?|达|各|每月?|不少于|不低于|人民币|[-+￥¥(])*\d", text)
    return digits * 2 >= len(text) or (bool(starts) and len(re.sub(r"[\d.,]", "", text)) <= 6)


def _classify_words(text: str, places: Places) -> list[str]:
    kinds = []
    if len(text) <= 24:
        place = places.resolve(text)
        if place is not None:
            kinds.extend(("place", place.level))
        if looks_like_town(text):
            kinds.append("town")
        if looks_like_village(text):
            kinds.append("village")
        if is_unit_word(text):
            kinds.append("unit")
    if len(text) <= 40 and _ORGANISATION.search(text) and "place" not in kinds:
        kinds.append("organisation")
    if 2 <= len(text) <= 4 and text[0] in _SURNAMES and not kinds and not _INDUSTRY.search(text):
        kinds.append("person")
    return kinds or ["text"]
