"""Which numbers are background of a place: its product, people, budget and fields, how it lies and is divided.

An article tells them beside what the cooperation did; they are no claims of it. It must not know indicators or pairs.
"""

from __future__ import annotations

import re

from shanhai.algorithms.claim_numbers import Quantity
from shanhai.algorithms.claim_text import Sentence
from shanhai.algorithms.claim_vocabulary import Surroundings

DIVISIONS = frozenset(["township", "village", "community"])
_BACKGROUND = re.compile(
    r"生产总值|GDP|总人口|常住人口|户籍人口|人均可支配收入|国土面积|总面积|海拔|平均气温|降水|辖区|下辖|相距|距离|财政收入|全长|历史|"
    r"森林覆盖率|高程|纬度|经度|辖(?=[\d一二三四五六七八九十])"
)
_WHOLE_PLACE = re.compile(r"(?:全县|全市|全州|全区|全省|全国|全镇|全乡|全村)(?:共?有)?$")
# how many homes and people, or divisions, there are in all
_ALL_THERE_IS = re.compile(r"全[村镇乡县市州区省](?:共计?|现|总共)?有?(?:\d+个?[户社组][、,，和]?)*$")
_HOMES = re.compile(r"\d+[多余]?(?:户|人|口)")
_DIVIDED = re.compile(
    r"\d+[多余]?个?(?:[县市区旗乡镇村]|街道){1,3}(?=[,，。;；、\s]|都|均|全部|共|各|里|[之当]?中|内|有|与|$)"
)
_REACHED = re.compile(
    r"受益|惠及|覆盖|[用吃喝住接通]上|通了|带动|增收|脱贫|摘帽|入股|分红|参与|加入|就业|领|获|培训|搬|改造|结对|纳入|建|发|慰问|走访"
)
_PAIRED = re.compile(r"结对|结成|牵手|摘帽|脱贫|承担|任务")
# what a county has and makes by itself, whoever helps it
_OF_THE_PLACE = re.compile(
    r"生产总值|GDP|总人口|常住人口|户籍人口|国土面积|公共预算|财政收入|财政总收入|固定资产投资|消费品零售|森林覆盖率|海拔"
)
_ALL_OF_PLACE = re.compile(r"全[县市州区省国镇乡村旗](?!.{0,3}(?:建成|发展|推广))")
_GROWN_BY_PLACE = re.compile(r"种植面积|存栏")
_KNOWN_FOR = re.compile(r"是[^,，。;；]{0,12}大[县市州区省镇乡旗]|全[县市州区省镇乡旗]")
_HELPED = re.compile(r"帮|援|投入|引进|协作|东西部|带动|助|支持|建成|建起|新建|新增|扩|结对|合作")
_VISITORS = re.compile(r"接待游客|旅游(?:综合|总)?收入|门票收入")
_MAKE_UP = re.compile(r"全[村镇乡县](?:共|现|总共)?有?\d+[^,，。;；、]{1,6}、")  # 全村6个社、412户、1830口人
_OUTPUT = frozenset(["mu", "tonne", "head", "head_per_year"])
_RESIDENTS = re.compile(r"(?:居民|农民|农村)[^,，。;；]{0,4}可支配收入")
_INCOME, _PRODUCT = re.compile("可支配收入"), re.compile("GDP|生产总值")


def may_be_background(text: str, quantity: Quantity, around: Surroundings, unit: str) -> bool:
    """Tell whether a number that no strong word claims stands among what a place is and has."""
    start, end = around.clause
    if _BACKGROUND.search(text[start:end]):
        return True
    # a thing named before the clause is not the place's: 这样的车间,全市有207个
    if around.before[0] >= start and _WHOLE_PLACE.search(text[around.before[0] : quantity.lead]):
        return True
    return unit in DIVISIONS and _describes_a_place(text, around.sentence)


def is_all_of_place(text: str, quantity: Quantity, around: Surroundings) -> bool:
    """Tell whether a number only says how many homes or divisions a place has in all (全村437户, 全市9个县区)."""
    start, end = around.clause
    whole = _ALL_THERE_IS.search(text, start, quantity.lead)
    if not whole or whole.end() < quantity.lead:
        return False
    divided = _DIVIDED.match(text, quantity.lead)
    done = _PAIRED if divided else _REACHED
    if not divided and not _HOMES.match(text, quantity.lead):
        return False
    return not done.search(text, start, end)


def _describes_a_place(text: str, sentence: Sentence) -> bool:
    """Tell whether a sentence only says where a place lies and how it is divided."""
    start, end = sentence.start, sentence.end
    return bool(_BACKGROUND.search(text, start, end)) and not _HELPED.search(text, start, end)


def is_of_the_place(text: str, around: Surroundings, unit: str) -> bool:
    """Tell whether a number is background of a county: its product, people, budget, fields and herds."""
    start, own, end = around.sentence.start, around.clause[0], around.behind[1]
    if _OF_THE_PLACE.search(text, own, end):
        return True
    if _MAKE_UP.search(text, *around.clause):
        return not _HELPED.search(text, *around.clause)
    if _VISITORS.search(text, own, end):
        return not _HELPED.search(text, start, end)
    if unit in _OUTPUT and _GROWN_BY_PLACE.search(text, own, end):
        whole = _KNOWN_FOR.search(text, start, around.sentence.end)
        return bool(whole) and not _HELPED.search(text, start, end)
    if unit in _OUTPUT:
        return bool(_ALL_OF_PLACE.search(text, start, end)) and not _HELPED.search(text, start, end)
    residents = _RESIDENTS.search(text, own, end) or (
        _INCOME.search(text, own, end) and _PRODUCT.search(text, start, end)
    )
    return bool(residents) and not _HELPED.search(text, start, end)
