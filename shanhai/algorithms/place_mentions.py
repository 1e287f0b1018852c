"""Where a text names places: all names in one pass, then each settled by its day and by the other places of the text.

A short name that is also a word (合作, 兴业, 同心) is a place only where the text names what lies above it. It must not
know any place: names and known partners come from the caller.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache
from operator import itemgetter
from typing import NamedTuple

from shanhai.algorithms.gazetteer import PlaceName
from shanhai.algorithms.word_places import WordStarts

# Names that are ordinary words, short ones and districts called by their kind alone (新区, 矿区); as names they count
# only behind the name of a place that holds them.
_WORDS = """
    合作 和平 新华 友谊 民主 前进 向阳 东风 红旗 光明 兴业 资源 全州 同心 互助 平安 安定 富民 民乐
    团结 来宾 白银 东方 公安 通道 大方 长寿 高明 南部 城关 城中 城东 城西 城区 郊区 矿区 西区 东区
    新建 振兴 元宝 工农 胜利 解放 凤凰 富裕 友好 新兴 平原 复兴 长安 永和 大同 中山 路桥 市中 海港
    桥东 桥西 新城 新区 市区 建设 文化 开平 阳光 爱民 江南 江北 江东 河东 河西 中原 太平 青山 南山
    东山 西湖 东湖 南湖 北湖 鼓楼 钟楼 天桥 大观 老城 上街 朝阳 东城 西城 西山 麒麟 清新 龙湖 开发
    宏伟 白塔 丰满 宝塔 泰山 港口 三元 城厢 兴国 新化 平和 大田 将乐 南海 东海 金山 宝山 龙山 石城
    大名 三河 公园 古城 平房 中方 动力 前锋 运河 温泉 商城 安居 乐业 灯塔 牡丹 芙蓉 莲花 桃源 延长
    四方 无为 站前 露天 名山 天山 茶坊 双城 龙井 长白 祁连 三江 清水 白水 高台 桥头 民权 武功 红星
    立新 回民 城北 城南 山城 北站 天长
"""
ORDINARY_WORDS = frozenset(_WORDS.split())
_ORGANISATION = re.compile(
    r"^(?!共建|合建|联建)[^,，。;；、:：！？!?\s“”()（）\d在的是则了到]{0,14}?(?:公司|集团|商会|商人|客商|企业家|工作队|指挥部|工作组|前指|大学|学院|医院|银行|协会|基金会|慈善|"
    r"市场|农业|队长|书记|局长|主任|县长|市长|州长|部长|经验|女婿|产业园|工业园|加工园|开发区|交易中心|日报|晚报|客户端|(?<![管电路])网|在线|电视台)"
)
# a team that acts is the place that sent it: 甲市工作组2023年起投入
_TEAM_ACTS = re.compile(
    r"^(?:前方)?(?:工作[组队]|指挥部|前指)[^,，。;；、\u201c“:：]{0,14}?(?:投入|安排|援建|拿出|选派|引进|组织|实施|筹)"
)
# what is told to stand in a county is the county's: 援建的某县加工园
_STANDS_IN = re.compile(r"(?:援建的?|建在|位于|落户)$")
# whoever was sent to hold an office of a county works for that county: 挂任某市副市长的某人
_POST_HELD = re.compile(r"(?:挂任|挂职(?:为|任|担任)|担任|现任)$")
_IN_PLACE = re.compile(r"^(?:第[一二三四五六七八九十]+)?(?:人民|中|妇幼保健|中心)?(?:医院|中学|小学|学校|卫生院)")
_SCHOOL = re.compile(r"^[\u4e00-\u9fff]{2,5}(?:中学|小学|学校|职校)")
_MANY_HELD = 20_000
_SHORTEST = 2
_TOWNSHIP = ("镇", "乡", "街道")
_AT = frozenset("在于")
_CLAUSE_STARTS = frozenset("\n。;；,，、")
_PLACE_IN_TEXT = itemgetter(0)
_BESIDE_SIGNS = re.compile(r"^(?:两省|两地|[^,，。;；\s]{0,4}(?:协作|合作|帮扶|扶贫|携手|牵手|结对|联手|同心|一家|情))")
_ACTS = re.compile(r"^[^,，。;；、]{0,6}?(?:与|和|同|给|帮|援|投|派|向|对|安排|实施|选|引|结对|采购|拨|捐)")
_ENDS_WORD = frozenset("和中")
# 来年, 近年来新建, 来宁波: signs that begin words behind 来 or 入; 进藏 and 援疆 name an office rather than a place
_SIGNS_IN_WORDS = frozenset("新宁青吉贵黑晋云台港澳藏疆")
_RIVER = re.compile(r"^(?:河|江|路|街|大道|湖|山(?!海|货|珍|里|乡|区)|岸|站|机场|港|寺|话|菜|人|籍|化)")
# 任县长助理, 和县委 and 通县公路 name no county called 任, 和 or 通; nor does 挂任|县政府办主任
_OFFICE_OF_COUNTY = re.compile(r"长(?![期大江城途远年三势])|委(?!托)|级|域|直|公路|以[上下]|两级")
_END_OF_WORD = frozenset(["挂任", "担任", "现任", "历任", "兼任", "出任", "调任", "面临", "完成", "建成", "形成"])
# 长江干流 names no 江干
_RIVERS = frozenset(["长江", "黄河", "珠江", "淮河", "湘江", "赣江", "漓江", "嘉陵江"])
# 浙江大学 is no word of the province's, and neither side of an arrangement
_UNIVERSITY = re.compile(r"^(?:[\u4e00-\u9fff]{0,4}大学|[\u4e00-\u9fff]{2,4}学院)")
_BUILT = re.compile(r"^[\u4e00-\u9fff]{0,1}(?:新城|新村|大厦|广场)")
# 甲市—乙市—丙市高铁 runs through places that do nothing there
_LINE = re.compile(
    r"^(?:(?:—+|－|-|–|至|到)[\u4e00-\u9fff]{2,4}){0,3}(?:城铁|城际|高铁|铁路|高速公?路?|轻轨|地铁|航线|航班|专列|班列)"
)
# a zone that helps by itself: 青岛西海岸新区投入, 某某经济技术开发区与……结对, 某县和某市高新区
_ZONE = re.compile(
    r"(?P<zone>[\u4e00-\u9fff]{0,4}?(?:新区|经济技术开发区|经济开发区|经开区|高新技术产业开发区|高新区|工业园区|保税区|合作区))"
    r"(?P<acts>(?=[^,，。;；、的\d]{0,4}?(?:与|和|同|给|帮|援|投|派|向|对|为|送|结对|拿|选|捐|牵|计划|安排)|负责|\s?[→—·]))?"
)
_BESIDE = frozenset(["和", "与", "同", "跟"])
_ADJECTIVE = re.compile(r"^(?:籍|知名|龙头|民营|优质|的)?(?:企业(?!家|协会)|老师|医生|专家|师傅|技师)")
_VENUE = re.compile(
    r"^[^,，。;；、\d]{0,8}?(?:举行|举办|办了|办起|召开|开[幕展会馆]|启幕|亮相|落幕|座谈|会面|签约|介绍|通报|宣布|表示|透露|[\u4e00-\u9fff]{2,6}会上)"
)
_EXAMPLE = re.compile(r"^[^,，。;；]{0,14}?等(?:地的?)?\s?(?:\d+|[两三四五六七八九十]+)")


class Place(NamedTuple):
    """A place a mention stands for; `code` is trimmed to the digits that say something (3306 for 绍兴市)."""

    name: str
    code: str
    level: str
    place_id: str = ""
    label: bool = False

    def holds(self, other: Place) -> bool:
        """Tell whether the other place lies in this one, or is this one."""
        return bool(self.code) and other.code.startswith(self.code)


class Mention(NamedTuple):
    """A place named at `start` to `end`. `aside` where the words belong to an organisation's name or an example."""

    start: int
    end: int
    place: Place
    aside: bool = False


@lru_cache(maxsize=20_000)
def trim_code(code: str) -> str:
    """Return the leading digits of a six-digit code that say something.

    >>> trim_code("330000"), trim_code("330600"), trim_code("330604")
    ('33', '3306', '330604')
    """
    for length in (2, 4):
        if code[length:] == "0" * (len(code) - length):
            return code[:length]
    return code


class Gazetteer:
    """All names of all places by their first two characters; built once, used for many texts."""

    def __init__(self, names: Iterable[PlaceName]) -> None:
        names = tuple(names)
        self.by_surface: dict[str, list[PlaceName]] = {}
        for name in names:
            for surface in {name.name, *name.short_names, *name.aliases}:
                if len(surface) > 1:
                    self.by_surface.setdefault(surface, []).append(name)
        self.by_sign = {
            sign: one for one in names if one.level == "province" and not one.valid_to for sign in one.signs
        }
        signs = "".join(self.by_sign)
        self.two_signs = re.compile(f"([{signs}])([{signs}])" if signs else "(?!)")
        gone_to = "".join(sign for sign in signs if sign not in _SIGNS_IN_WORDS)
        self.sign_gone_to = re.compile(f"(?<=[来入赴抵])([{gone_to}])(?!剧|菜|[{signs}])" if gone_to else "(?!)")
        lengths: dict[str, set[int]] = {}
        for surface in self.by_surface:
            lengths.setdefault(surface[:2], set()).add(len(surface))
        self._lengths = {start: sorted(found, reverse=True) for start, found in lengths.items()}
        self._starts = WordStarts(self.by_surface)
        self._held: dict[tuple[str, str | None], list[PlaceName]] = {}

    def find(self, text: str) -> list[tuple[int, int, str]]:
        """Return start, end and words of each name, the longest at each place, without overlap."""
        found: list[tuple[int, int, str]] = []
        lengths, surfaces, free_from = self._lengths, self.by_surface, 0
        for at in self._starts.find(text):
            if at >= free_from:
                for length in lengths.get(text[at : at + 2], ()):
                    surface = text[at : at + length]
                    if surface not in surfaces:
                        continue
                    if not (surface[0] in _ENDS_WORD and self._ends_word(text, at, length, found)):
                        free_from = at + length
                        found.append((at, free_from, surface))
                        break
        return found

    def _ends_word(self, text: str, at: int, length: int, found: Sequence[tuple[int, int, str]]) -> bool:
        """Tell whether a sign is of the word before a name (其中|江苏, 甲市和|龙岩) rather than the first of another.

        和 begins a name behind another one only where none begins behind it that ends later, or the other holds it.
        """
        if text[at] == "中":
            return text[at - 1 : at] == "其"
        if not found or found[-1][1] != at:
            return False
        longer = any(
            other >= length and text[at + 1 : at + 1 + other] in self.by_surface
            for other in self._lengths.get(text[at + 1 : at + 3], ())
        )
        before, here = self.by_surface[found[-1][2]], self.by_surface[text[at : at + length]]
        return longer and not any(_lies_in(one, above) for one in here for above in before)

    def names(self, surface: str, day: str | None) -> list[PlaceName]:
        """Return the names written that way that held on a day (ISO text; None is now), all of them where none did."""
        key = surface, day
        held = self._held.get(key)
        if held is None:
            if len(self._held) >= _MANY_HELD:
                self._held.clear()
            held = self._held[key] = _candidates(self.by_surface[surface], day)
        return held


class _Sure(NamedTuple):
    """The codes of places that a text names beyond doubt, those they lie within, and how many lie in each province."""

    codes: Set[str]
    within: Set[str]
    provinces: Counter[str]


@dataclass(slots=True)
class _Spot:
    start: int
    end: int
    surface: str
    candidates: list[PlaceName]
    whole: bool
    chained: bool = False


def find_mentions(
    text: str, gazetteer: Gazetteer, *, day: str | None, partners: Mapping[str, Sequence[str]]
) -> list[Mention]:
    """Return the places a text names, in order.

    `day` is the ISO date of publication (names of that day come first), `partners` maps the trimmed code of a place to
    those of its known partners. Neighbouring names that hold each other (四川省乐山市金口河区) are one mention.
    """
    spots = [_spot(text, hit, gazetteer, day) for hit in gazetteer.find(text)]
    spots = [spot for spot in _chain(text, spots) if not _is_any_county(text, spot)]
    sure = {code for spot in spots if (code := _sure_code(spot))} | _named_as_pair(spots, partners)
    sure |= _told_again_in_short(text, spots)
    settled = _settle_all(spots, _sure_of(sure), partners)
    named = {trim_code(name.code) for name in settled if name}
    if not named <= sure:
        settled = _settle_all(spots, _sure_of(sure | named), partners)
    mentions: list[Mention] = []
    places: dict[str, Place] = {}
    zones = _zones(text, spots)
    for spot, name in zip(spots, settled, strict=True):
        if name is None or (mentions and spot.start < mentions[-1].end):
            continue
        if zone := zones.get(spot.start):
            mentions.append(Mention(spot.start, spot.start + len(zone), _zone(zone, name)))
            continue
        if not spot.whole and (_is_other_name(text, spot) or text.startswith(_TOWNSHIP, spot.end)):
            continue
        place = places.get(name.place_id)
        if place is None or place.name != name.name:
            place = places[name.place_id] = Place(name.name, trim_code(name.code), name.level, name.place_id)
        mentions.append(Mention(spot.start, spot.end, place, _is_aside(text, spot)))
    signs = [*_pairs_of_signs(text, gazetteer, partners), *_signs_gone_to(text, gazetteer, mentions)]
    return sorted([*mentions, *signs], key=_PLACE_IN_TEXT)


def _zones(text: str, spots: Sequence[_Spot]) -> dict[int, str]:
    """Return by its start each zone that is told anywhere in the text to act itself or beside a place far from it."""
    named: dict[int, str] = {}
    act: set[str] = set()
    for i, spot in enumerate(spots):
        if zone := _ZONE.match(text, spot.end):
            words = named[spot.start] = f"{spot.surface}{zone['zone']}"
            beside = i and text[spots[i - 1].end : spot.start] in _BESIDE and _are_far(spots[i - 1], spot)
            if zone["acts"] is not None or beside:
                act.add(words)
    return {start: words for start, words in named.items() if words in act}


def _are_far(one: _Spot, other: _Spot) -> bool:
    """Tell whether two names cannot stand for places of one province."""
    first, second = ({trim_code(name.code)[:2] for name in spot.candidates} for spot in (one, other))
    return first.isdisjoint(second)


def _zone(words: str, around: PlaceName) -> Place:
    """Return a zone as a place within the division around it; no register of divisions knows it."""
    return Place(words, f"{trim_code(around.code)}-{words}", "zone")


def _signs_gone_to(text: str, gazetteer: Gazetteer, mentions: Sequence[Mention]) -> Iterator[Mention]:
    """Yield provinces told by their sign where somebody goes: 企业来滇投资, 赴京培训."""
    starts = {one.start for one in mentions}
    for match in gazetteer.sign_gone_to.finditer(text):
        if match.start() not in starts:
            name = gazetteer.by_sign[match[0]]
            yield Mention(*match.span(), Place(name.name, trim_code(name.code), name.level, name.place_id))


def _pairs_of_signs(text: str, gazetteer: Gazetteer, partners: Mapping[str, Sequence[str]]) -> Iterator[Mention]:
    """Yield the two provinces of 闽宁协作 where they are partners; aside, for they only name what the text is about."""
    for match in gazetteer.two_signs.finditer(text):
        both = [gazetteer.by_sign[sign] for sign in match.groups()]
        one, other = (trim_code(name.code) for name in both)
        if other in partners.get(one, ()) and _BESIDE_SIGNS.match(text[match.end() : match.end() + 8]):
            for at, name in enumerate(both, match.start()):
                yield Mention(at, at + 1, Place(name.name, trim_code(name.code), name.level, name.place_id), aside=True)


def _spot(text: str, hit: tuple[int, int, str], gazetteer: Gazetteer, day: str | None) -> _Spot:
    start, end, surface = hit
    candidates = gazetteer.names(surface, day)
    whole = any(surface == one.name for one in candidates) and not text.startswith("场", end)
    return _Spot(start, end, surface, candidates, whole)


def _candidates(candidates: list[PlaceName], day: str | None) -> list[PlaceName]:
    """Return the names that held on a day, all of them where none did."""
    if day:
        held = [one for one in candidates if one.valid_from.isoformat() <= day and not _ended(one, day)]
    else:
        held = [one for one in candidates if one.valid_to is None]
    return held or candidates


def _ended(name: PlaceName, day: str) -> bool:
    return name.valid_to is not None and name.valid_to.isoformat() <= day


def _chain(text: str, spots: list[_Spot]) -> list[_Spot]:
    """Join a name and the one right behind it, or behind 的 (甘肃的皋兰县), where the first holds the second."""
    joined: list[_Spot] = []
    for spot in spots:
        last = joined[-1] if joined else None
        if last and (last.end == spot.start or text[last.end : spot.start] == "的"):
            inner = [one for one in spot.candidates if any(_lies_in(one, above) for above in last.candidates)]
            if inner:
                joined[-1] = _Spot(last.start, spot.end, spot.surface, inner, spot.whole, chained=True)
                continue
        joined.append(spot)
    return joined


def _lies_in(name: PlaceName, above: PlaceName) -> bool:
    """Tell whether a place lies in another, whose name may have changed since the first was founded."""
    code, wider = trim_code(name.code), trim_code(above.code)
    return code != wider and (above.name in name.parent_names or code.startswith(wider))


def _sure_code(spot: _Spot) -> str:
    """Return the code of a mention that needs no further proof, empty where there is doubt."""
    codes = {trim_code(one.code) for one in spot.candidates}
    if len(codes) != 1 or spot.surface in ORDINARY_WORDS:
        return ""
    high = spot.candidates[0].level in {"province", "city"}
    return next(iter(codes)) if spot.whole or spot.chained or high else ""


def _named_as_pair(spots: Sequence[_Spot], partners: Mapping[str, Sequence[str]]) -> set[str]:
    """Return the codes of places named in short that are partners of each other, which makes both of them sure."""
    short = {
        trim_code(name.code): spot.surface
        for spot in spots
        if spot.surface not in ORDINARY_WORDS
        for name in spot.candidates
        if name.level == "county" and name.valid_to is None
    }
    return {
        code
        for code, surface in short.items()
        if any(other in short and short[other] != surface for other in partners.get(code, ()))
    }


def _told_again_in_short(text: str, spots: Sequence[_Spot]) -> set[str]:
    """Return the codes of places that a text names in short more than once by words that name no other place.

    A township of the same name is another place: 麦积区甘泉镇 lies far from 甘泉县.
    """
    named = [spot for spot in spots if spot.whole or not text.startswith(_TOWNSHIP, spot.end)]
    told = Counter(spot.surface for spot in named)
    return {
        trim_code(spot.candidates[0].code)
        for spot in named
        if told[spot.surface] > 1
        and spot.surface not in ORDINARY_WORDS
        and len({name.place_id for name in spot.candidates}) == 1
    }


def _sure_of(codes: Set[str]) -> _Sure:
    return _Sure(codes, {code[:length] for code in codes for length in (2, 4, 6)}, Counter(code[:2] for code in codes))


def _settle_all(spots: Sequence[_Spot], sure: _Sure, partners: Mapping[str, Sequence[str]]) -> list[PlaceName | None]:
    """Return the place of each mention; the same words stand for the same place throughout a text."""
    known: dict[tuple[str, bool], PlaceName | None] = {}
    settled = []
    for spot in spots:
        key = spot.surface, spot.whole
        if spot.chained:
            settled.append(_settle(spot, sure, partners))
            continue
        if key not in known:
            known[key] = _settle(spot, sure, partners)
        settled.append(known[key])
    return settled


def _settle(spot: _Spot, sure: _Sure, partners: Mapping[str, Sequence[str]]) -> PlaceName | None:
    """Return the place a mention stands for, None where it is rather an ordinary word."""
    best: tuple[float, PlaceName] | None = None
    for name in spot.candidates:
        score = _score(spot, name, sure, partners)
        if best is None or score > best[0]:
            best = score, name
    return best[1] if best and best[0] >= 2 else None


def _score(spot: _Spot, name: PlaceName, sure: _Sure, partners: Mapping[str, Sequence[str]]) -> float:
    code = trim_code(name.code)
    score = 3.0 if spot.surface == name.name else 1.0
    if spot.surface != name.name and len(spot.surface) > 2 and spot.surface.endswith(("县", "州", "旗")):
        score = 2.5
    if spot.chained:
        score += 3
    if spot.surface in ORDINARY_WORDS and not spot.chained:
        return 3.0 if code in sure.codes else 0.0
    held = 1.0 if len(code) > 2 and code[:2] in sure.codes else 0.0
    # 喀什 beside 喀什地区 is more likely that prefecture than the city in it
    namesake = len(code) > 4 and any(trim_code(one.code) == code[:4] for one in spot.candidates)
    held += 1.3 if len(code) > 4 and code[:4] in sure.codes and not namesake else 0.0
    alone, known = len(spot.candidates) == 1, code in sure.codes
    if not held and (alone or spot.whole) and sure.provinces[code[:2]] > known:
        held = 1.0 if alone else 0.3  # of districts of one name that of a province the text speaks of
    # a short name stands for the one of its places that the text also names in full
    only_known = known and sum(trim_code(one.code) in sure.codes for one in spot.candidates) == 1
    score += held + (1.5 if only_known else 0)
    if not sure.within.isdisjoint(partners.get(code, ())):
        score += 1.5
    if name.level in {"province", "city"}:
        score += 1.2
    if name.valid_to is not None:
        score -= 0.5
    return score


def _is_any_county(text: str, spot: _Spot) -> bool:
    """Tell whether the words are no name of two characters but 县 behind a word of one (任|县长助理)."""
    if spot.end - spot.start != _SHORTEST or not spot.surface.endswith("县"):
        return False
    return bool(_OFFICE_OF_COUNTY.match(text, spot.end)) or text[spot.start - 1 : spot.start + 1] in _END_OF_WORD


def _is_other_name(text: str, spot: _Spot) -> bool:
    """Tell whether the words belong to the name of something else: a river, a road, a university, 小凉山."""
    after = text[spot.end : spot.end + 6]
    if _RIVER.match(after) or _UNIVERSITY.match(after):
        return True
    return text[spot.start - 1 : spot.start] == "小" or text[max(0, spot.start - 1) : spot.start + 1] in _RIVERS


def _is_aside(text: str, spot: _Spot) -> bool:
    """Tell whether a place only names an organisation or an example; a county's own hospital stands for the county."""
    after = text[spot.end : spot.end + 30]
    if "等" in after and _EXAMPLE.match(after):
        return True
    if text[spot.start - 1 : spot.start] in _AT and _VENUE.match(after):
        return True
    if _BUILT.match(after) or _LINE.match(after):
        return True
    if _POST_HELD.search(text, max(0, spot.start - 5), spot.start):
        return False
    if _ADJECTIVE.match(after) and text[spot.start - 1 : spot.start] not in _CLAUSE_STARTS:
        return True
    if spot.whole and (_IN_PLACE.match(after) or _STANDS_IN.search(text, max(0, spot.start - 4), spot.start)):
        return False
    if not spot.whole and _SCHOOL.match(after) and not _ACTS.match(after):
        return True
    return bool(_ORGANISATION.match(after)) and not (_ACTS.match(after) or _TEAM_ACTS.match(after))
