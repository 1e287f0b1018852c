"""Pairs of givers and receivers, how one is told more broadly than another, and labels that stand for places.

It must not know an article's sentences or who is paired with whom.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence, Set
from typing import NamedTuple

from shanhai.algorithms.claim_text import Sentence
from shanhai.algorithms.place_mentions import Mention, Place

_LABEL = re.compile(
    r"(?P<side>东部|西部|中西部)(?:地区)?(?:\d+|[一二两三四五六七八九十]+)个?(?:省区市|省市|省份|省\(区、市\)|省（区、市）)"
)
# 19个援疆省市, 全国17个对口援藏省市: all who aid one region
_AIDING = re.compile(
    r"(?:\d+|[一二三四五六七八九十]+)个(?:对口)?(?:支?援(?P<region>[藏疆青])|(?:对口)?支援(?P<named>西藏|新疆|青海))(?:的|工作)?"
    r"(?:省区市|省市|省份|省\(区、市\)|省（区、市）)(?!中|里|之)"
)
_AIDED = re.compile("援(?:[藏疆青]|西藏|新疆)")  # one of these stands in all that the pattern above finds
# 三峡重庆库区: what the Three Gorges flooded of a province, or of both
_RESERVOIR = re.compile(r"三峡(?:工程)?(?P<of>重庆|湖北)?库区|(?P<province>重庆|湖北)三峡库区")
_RESERVOIR_OF = {"重庆": "50", "湖北": "42"}
# 东北地区与东部地区的对口合作, 东北和东部地区谈成项目
_NORTH_EAST = re.compile(r"(?P<one>东北|东部)(?:地区)?[与和](?P<other>东部|东北)地区")
_CORPS_CITY = "阿拉尔|铁门关|图木舒克|可克达拉|双河|五家渠|胡杨河|石河子|北屯|昆玉|新星|白杨"
_CORPS = re.compile(
    rf"(?:(?:新疆生产建设兵团|(?:新疆)?兵团)第?|第|(?<=[、和与及同;；。\n]))(?P<number>十[一二三四]?|[一二三四五六七八九])师"
    rf"(?!一|傅|生|范|资(?!金)|徒|德|长|父)(?:(?:{_CORPS_CITY})市)?"
    r"(?P<farm>(?:[一二三四五六七八九十]{1,3}|\d{1,3})[团连]|(?!等|各|所|的)[\u4e00-\u9fff]{2,3}[农牧]场)?"
)
# the corps beside a prefecture: 某州和兵团
_CORPS_ALONE = re.compile(r"(?<=[、和与及])(?:新疆(?:生产建设)?)?兵团(?!第?[一二三四五六七八九十\d]|[干师团连分机])")
_ABOUT_XINJIANG = re.compile("兵团|援疆")
_XINJIANG = "65"
_AIDS = re.compile(r"^[^,，。;；\s]{0,5}?援([藏疆青])")
# what 援藏, 援疆 and 援青 aid, by the code of the province (GB/T 2260)
_OWN_NUMBER = re.compile(r"[^,，。;；]{0,20}?\d[\d.]*[多余]?[万亿]?[^,，。;；\d]{0,8}[,，;；。]")
_PAIRED_WITH = re.compile(r"(?:结对|对口|帮扶|支援|协作|牵手)的[^,，。;；\d]{0,4}[是有]")
_NUMERAL = re.compile(r"\d")
_TIED = re.compile(r"帮|援|协作|结对|对口|向|给")
_AIDED_REGIONS = {"藏": "54", "疆": "65", "青": "63", "海": "63"}
_REGIONS = {
    code: Place(name, code, "province", f"p{code}0000")
    for code, name in (("54", "西藏自治区"), ("65", "新疆维吾尔自治区"), ("63", "青海省"))
}
# what is done there, and not where somebody once was: 援藏资金, “组团式”援疆
_AIDED_WORK = re.compile(r"援([藏疆青])(?=[派投]|资金|项目|干部|医疗|教师|教育|人才|医生|老师|专家|工作|省市|[:：])")
EAST, WEST, NORTH_EAST = "@east", "@west", "@north-east"
# a part of a province that gives, and one that takes: @32> and @32<
_GIVING_PART, _TAKING_PART = ">", "<"
# how many digits the code of a county has, that of a province 2 and of a city 4
COUNTY_DIGITS = 6
BOTH_SIDES = re.compile(r"两省|两市|两地")

# all of the receivers that were told together before: 又给三县区安排资金
_ALL_RECEIVERS = re.compile(
    r"(?<![一二三四五六七八九十\d第])(?P<count>[两三四五六七八九])(?:县市区|区县|县区|县市|市县|旗县|市州|[州县市旗])(?![级长委区])"
)
_NUMERALS = "零一两三四五六七八九"


def is_reservoir(label: Place) -> bool:
    """Tell whether a label stands for what the Three Gorges flooded."""
    return label.label and label.name.endswith("库区")


def codes_known(place: Place) -> tuple[str, ...]:
    """Return the codes under which arrangements know a place: both provinces for what the Three Gorges flooded."""
    return tuple(_RESERVOIR_OF.values()) if is_reservoir(place) else (place.code,)


class Parts(NamedTuple):
    """The two parts of a province of which one helps the other, as texts call them (苏南 and 苏北 of 32)."""

    province: str
    giving: str
    taking: str


def is_giving(label: Place) -> bool:
    """Tell whether a label stands for places that give: the east, a part of a province, or what aids one region."""
    code = label.code
    return code == EAST or code.endswith(_GIVING_PART) or code.removeprefix("@") in _AIDED_REGIONS.values()


def is_part(label: Place) -> bool:
    """Tell whether a label stands for a part of a province."""
    return label.code.endswith((_GIVING_PART, _TAKING_PART))


def aids_elsewhere(label: Place, receiver: Place) -> bool:
    """Tell whether those that a label stands for aid one region, and a place lies in another."""
    return label.label and label.code != EAST and not is_part(label) and not gives_to(label, receiver)


def gives_to(label: Place, receiver: Place) -> bool:
    """Tell whether those that a label stands for give to a place, or to those that another label stands for."""
    if label.code == EAST:
        return receiver.code in {WEST, NORTH_EAST}
    if is_part(label):
        return receiver.code == label.code.replace(_GIVING_PART, _TAKING_PART) != label.code
    return is_giving(label) and receiver.code.startswith(label.code.removeprefix("@"))


class Pair(NamedTuple):
    """The givers and the receivers at a place of a text; more than one where a group is named."""

    givers: tuple[Place, ...] = ()
    receivers: tuple[Place, ...] = ()


class NamedPair(NamedTuple):
    """A pair as a claim tells it: a name where one place stands on a side, else a group, and the ids of all."""

    giver: str | None
    receiver: str | None
    giver_group: tuple[str, ...]
    receiver_group: tuple[str, ...]
    giver_ids: tuple[str, ...]
    receiver_ids: tuple[str, ...]


def tells_of_aided_work(text: str) -> bool:
    """Tell whether a text speaks of 援藏, 援疆 or 援青 as work that is done."""
    return bool(_AIDED_WORK.search(text))


def tells_who_is_paired(text: str, sentence: Sentence) -> bool:
    """Tell whether a sentence counts nothing but says who is paired with whom (某区结对的是某旗和某旗)."""
    told = _PAIRED_WITH.search(text, sentence.start, sentence.end)
    return told is not None and not _NUMERAL.search(text, told.start(), sentence.end)


def region_aided(text: str, sentence: Sentence) -> str:
    """Return the code of the one region that a sentence tells of as aided (援藏资金), empty for none or several."""
    said = {match[1] for match in _AIDED_WORK.finditer(text, sentence.start, sentence.end)}
    return _AIDED_REGIONS[said.pop()] if len(said) == 1 else ""


def aided_only(region: str) -> Pair:
    """Return the pair of what aids a region, by its code, where nothing is told of who does; of nobody without one."""
    return Pair((), (_REGIONS[region],)) if region else Pair()


def aided_alone(pair: Pair, region: str, *, told: bool) -> Pair:
    """Return a pair with those receivers alone that a sentence about what aids a region can mean.

    Of a group these are the ones in that region; where none lies in it, and the sentence has not `told` of any, the
    region itself is meant.
    """
    inside = tuple(one for one in pair.receivers if one.code.startswith(region) or one.label)
    if inside or told or not pair.receivers:
        return pair._replace(receivers=inside or pair.receivers)
    return Pair((), (_REGIONS[region],))


def named_pair(pair: Pair) -> NamedPair:
    """Return a pair as a claim tells it."""
    giver, givers = _named(pair.givers)
    receiver, receivers = _named(pair.receivers)
    ids = [tuple(place.place_id for place in places if place.place_id) for places in pair]
    return NamedPair(giver, receiver, givers, receivers, ids[0], ids[1])


def _named(places: Sequence[Place]) -> tuple[str | None, tuple[str, ...]]:
    if len(places) == 1:
        return places[0].name, ()
    return None, tuple(place.name for place in places)


def with_labels(text: str, mentions: Sequence[Mention], parts: Sequence[Parts] = ()) -> list[Mention]:
    """Return the mentions together with labels that stand for places: 东部8个省市, 19个援疆省市, 兵团一师, 苏南.

    The names of two `parts` of a province are labels where a text tells of both.
    """
    more = []
    for one in parts:
        if one.giving in text and one.taking in text:
            for name, sign in ((one.giving, _GIVING_PART), (one.taking, _TAKING_PART)):
                place = Place(name, f"@{one.province}{sign}", "label", label=True)
                more += [Mention(*match.span(), place) for match in re.finditer(name, text)]
    for match in _AIDING.finditer(text) if _AIDED.search(text) else ():
        code = "@" + _AIDED_REGIONS[match["region"] or match["named"][-1]]
        more.append(Mention(match.start(), match.end(), Place(match[0], code, "label", label=True)))
    for match in _LABEL.finditer(text):
        code = EAST if match["side"] == "东部" else WEST
        more.append(Mention(match.start(), match.end(), Place(match[0], code, "label", label=True)))
    for match in _RESERVOIR.finditer(text) if "库区" in text else ():
        code = _RESERVOIR_OF.get(match["of"] or match["province"] or "", "@库区")
        more.append(Mention(match.start(), match.end(), Place(match[0], code, "label", label=True)))
    for match in _NORTH_EAST.finditer(text) if "东北" in text else ():
        for side in ("one", "other"):
            code = EAST if match[side] == "东部" else NORTH_EAST
            place = Place(f"{match[side]}地区", code, "label", label=True)
            end = match.end(side) + 2 * text.startswith("地区", match.end(side))
            more.append(Mention(match.start(side), end, place))
    for match in _CORPS.finditer(text) if "师" in text and _ABOUT_XINJIANG.search(text) else ():
        more += _corps_mentions(text, match)
    for match in _CORPS_ALONE.finditer(text) if "兵团" in text else ():
        if any(one.end == match.start() - 1 and len(one.place.code) > len(_XINJIANG) for one in mentions):
            more.append(Mention(match.start(), match.end(), Place("新疆生产建设兵团", f"{_XINJIANG}-", "city")))
    kept = [one for one in mentions if not any(one.start < other.end and other.start < one.end for other in more)]
    return sorted([*kept, *more], key=lambda mention: mention.start)


def _corps_mentions(text: str, match: re.Match[str]) -> Iterator[Mention]:
    """Yield a division of the corps with its farm, and that farm where it is named alone (某某农场)."""
    name, code, farm = f"新疆生产建设兵团第{match['number']}师", f"{_XINJIANG}-{match['number']}师", match["farm"]
    if not farm:
        yield Mention(match.start(), match.end(), Place(name, code, "city"))
        return
    place = Place(name + farm, f"{code}-{farm}", "county")
    yield Mention(match.start(), match.end(), place)
    at = text.find(farm) if farm.endswith("场") else -1
    while at >= 0:
        if not match.start() <= at < match.end() and text[at - 1 : at] != "师":
            yield Mention(at, at + len(farm), place)
        at = text.find(farm, at + 1)


def labels_told_apart(text: str, mentions: Sequence[Mention]) -> list[Mention]:
    """Return labels of which each opens a clause with a number of its own (西部10个省份销售3亿元,东部8个省市采购2亿元).

    Such a clause tells of one side only, and no pair is named.
    """
    labels = [one for one in mentions if one.place.label]
    apart: list[Mention] = []
    for one, other in itertools.pairwise(labels):
        between = _OWN_NUMBER.fullmatch(text, one.end, other.start)
        if between and _OWN_NUMBER.match(text, other.end) and not _TIED.search(between[0]):
            apart += [one, other]
    return apart


def label_alone(label: Place) -> Pair:
    """Return the pair of a label without another side."""
    return Pair((label,), ()) if is_giving(label) else Pair((), (label,))


def most_told(places: Sequence[Place]) -> Place | None:
    """Return the place told of most often, of equals the first, None without any."""
    told = Counter(places).most_common(1)
    return told[0][0] if told else None


def broader(named: tuple[Place, ...], held: tuple[Place, ...]) -> bool:
    """Tell whether each place of one side holds one of the other side, which names it more exactly."""
    if not held:
        return False
    # plain loops here and below: these are asked for every sentence and place
    for one in named:
        for other in held:
            if one != other and one.holds(other):
                break
        else:
            return False
    return True


def narrower(named: tuple[Place, ...], held: tuple[Place, ...]) -> bool:
    """Tell whether each place of one side lies in one of the other side."""
    if not held:
        return False
    for one in named:
        for other in held:
            if one != other and other.holds(one):
                break
        else:
            return False
    return True


def is_wider(named: Pair, held: Pair) -> bool:
    """Tell whether a pair is told more broadly than another on both sides."""
    return broader(named.givers, held.givers) and broader(named.receivers, held.receivers)


def is_within(part: Pair, whole: Pair) -> bool:
    """Tell whether a pair lies within another on both sides."""
    return narrower(part.givers, whole.givers) and narrower(part.receivers, whole.receivers)


def is_whole_of(whole: Pair, part: Pair) -> bool:
    """Tell whether one pair is told more broadly than another: wider or more receivers, wider or the same givers."""
    group = len(whole.receivers) > 1 and set(part.receivers) < set(whole.receivers)
    return (group or broader(whole.receivers, part.receivers)) and all(
        any(one.holds(other) for one in whole.givers) for other in part.givers
    )


def close(named: tuple[Place, ...], held: tuple[Place, ...]) -> bool:
    """Tell whether two sides share a place or one that holds another."""
    for one in named:
        for other in held:
            if one.holds(other) or other.holds(one):
                return True
    return False


def as_told_below(titled: Pair, below: Iterable[tuple[int, Set[Place], bool]]) -> Pair:
    """Return the pair of a title with the one part of its receiver that the text is about instead, if there is one.

    青岛、宜昌手拉手 above an article that hardly speaks of 宜昌 again, but says that 青岛对口支援夷陵区. `below` tells
    of each sentence its paragraph, the places it names, and whether it speaks of a tie between places.
    """
    wide = titled.receivers[0]
    told: dict[Place, set[int]] = {}
    tied: set[Place] = set()
    for paragraph, named, speaks_of_tie in below:
        inner = {place for place in named if wide.holds(place)}
        for place in inner:
            told.setdefault(place, set()).add(paragraph)
        if speaks_of_tie and not named.isdisjoint(titled.givers):
            tied |= inner
    parts = [place for place in told if place != wide]
    if len(parts) != 1 or parts[0] not in tied or wide in tied:
        return titled
    often = len(told[parts[0]]) > max(1, len(told.get(wide, ())))
    return titled._replace(receivers=(parts[0],)) if often else titled


def aided_pair(text: str, named: Sequence[Mention]) -> Pair | None:
    """Return the place of 某省援藏 as giver and what it aids as receiver, None without; see `most_told`."""
    for one in named:
        aids = _AIDS.match(text[one.end : one.end + 8])
        if aids and not one.place.code.startswith(tuple(_AIDED_REGIONS.values())):
            region = _AIDED_REGIONS[aids[1]]
            within = [other.place for other in named if other.place.code.startswith(region) and not other.aside]
            inner = most_told([place for place in within if len(place.code) > 2])
            return Pair((one.place,), (inner,) if inner else tuple(within[:1]))
    return None


def said_together(text: str, start: int, end: int) -> int:
    """Return how many receivers a stretch means by 三县区 or 两州, which were told before; 0 where it means none.

    >>> said_together("今年,市里又给三县区安排资金", 0, 14), said_together("县里的三级书记", 0, 7)
    (3, 0)
    """
    said = _ALL_RECEIVERS.search(text, start, end)
    return _NUMERALS.index(said["count"]) if said else 0
