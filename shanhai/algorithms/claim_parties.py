"""Which named organisation a number is about: the firm, school, hospital, society or park that gives, takes or acts.

Names are known by how they end (…公司, …大学, …基金会) and cut off at the words before them; a bare 公司 or 学校 that
opens a clause stands for the one named last. A place's government is no such party. It must not know any organisation.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple

from shanhai.algorithms.claim_text import Marks, Sentence
from shanhai.algorithms.place_mentions import Mention

_FIRM, _SCHOOL, _HOSPITAL, _SOCIETY, _CHARITY, _FARMERS, _PARK, _TEAM, _BRAND, _PROJECT, _ONE_OF_MANY = range(11)
_ENDINGS = (
    (_FIRM, "有限责任公司|股份有限公司|有限公司|集团公司|公司|集团|银行"),
    (_SCHOOL, "大学|学院|中学|小学|幼儿园|研究院|研究所|职校"),
    (_HOSPITAL, "医院|卫生院|康复中心"),
    (_SOCIETY, "协会|商会|学会|联合会|工商联|供销社"),
    (_CHARITY, "慈善总会|慈善会|基金会|红十字会"),
    (_FARMERS, "合作社|家庭农场"),
    (
        _PARK,
        "产业园区|产业园|科创园|示范园|加工园|“飞地产业园”|“产业飞地”|“产业飞地|产业飞地”|产业飞地|“飞地”产业园",
    ),
    (_TEAM, "工作队|指挥部"),
)
_KIND_OF = {word: kind for kind, words in _ENDINGS for word in words.split("|")}
# every branch begins with a plain character, so that the search skips what begins none of them
_ENDING = re.compile("|".join(word + r"(?![\u4e00-\u9fff]?员工)" * (kind == _TEAM) for word, kind in _KIND_OF.items()))
_LONGEST_NAME = 20
# a firm is told of at length, others in passing
_FARTHEST, _FARTHEST_FIRM = 70, 110
_COUNTED = re.compile(r"各|第一家|首[家个]|[一两三四五六七八九十多几][家所个]")
# what cannot be part of a name; the name starts behind the last of these
_BEFORE_NAME = re.compile(
    r"[^\u4e00-\u9fffA-Za-z·—“”（）()]|[由在与向给从被赴及等请让把经据对将到]|(?<!华)为|(?<=[\u4e00-\u9fff])和|的|了|"
    r"引进|引来|帮助|帮带|托管|支持|组织|联合|协调|邀请|招引|动员|发动|依托|借助|通过|来自|落户|入驻|位于|走进|打造|建设|建成|建起|共建|援建|"
    r"推动|积极|发挥|新建|新增|也?是|实施|实现|举行|举办|投资|成立|设立|开设|创办|承办|入股|签订|捐建|兴建|改造|提升|扩建|培育|扶持|以来|今年|去年|目前|同时|其中|此外|另外|随后|期间|每年|近年|爱心企业|龙头企业|帮扶单位|中央企业|国有企业|东部企业|央企|国企"
)
_AS_OBJECT = re.compile(
    r"(?:在|与|同|向|给|为|对|从|到|赴|据|让|把|引进|引来|招引|落户|入驻|位于|走进|来到|邀请|打造|建设|建成|建起|援建|新建|新增|设立|成立|开设|创办|捐建|兴建|改造|提升|扩建|"
    r"培育|扶持|盘活|流转|签订)$"
)
_SPEAKS = re.compile(
    r"^(?:[^,，。;；]{0,8}(?:负责人|董事长|总经理|经理|院长|校长|书记|队长|理事长|会长|秘书长|主任|社长|总指挥|干部|员工|职工)[^,，。;；]{0,8})?"
    r"[^,，。;；]{0,3}(?:介绍|表示|坦言|告诉|说(?=[,，:：。]))"
)
_NO_NAME = re.compile(
    r"^(?:当地|两地|双方|各地|各|我|本|该|此|这|那|个|家|所|座|全|多|几|数|一|两|每|某|有关|相关|其他|另|大|小|县级|市级|省级|乡村振兴|乡镇|镇|乡|村|"
    r"中心|人民|三甲|三级|基层|定点|结对|重点|东部|西部|中小|民营|国有|农业|农民|专业|种植|养殖|现代|工业|特色|劳务|帮扶|扶贫|驻村|前方|"
    r"对口支援|山海协作|协作|附属|属|公立|普通|职业|高等|中等|希望|省|市|县|州|区|妇幼|保健|中心)*$"
)
_EXAMPLE = re.compile(r"^等(?:地)?\s?(?:\d|[两三四五六七八九十])")
_SHORT = {
    _FIRM: ("集团", "公司"),
    _SCHOOL: ("学校", "学院"),
    _HOSPITAL: ("医院",),
    _SOCIETY: ("协会", "商会", "学会"),
    _CHARITY: ("基金会", "总会"),
    _FARMERS: ("合作社",),
    _PARK: ("产业园", "园区", "项目", "该园区"),
    _PROJECT: ("项目",),
    _TEAM: ("工作队", "指挥部"),
}
_SHORT_FORM = re.compile(
    "[,，。;；\\n“]该?(" + "|".join(word for words in _SHORT.values() for word in words) + ")"
    r"(?=[\u4e00-\u9fff])(?!的|负责|董事|理事|里|内|外|还没|方面)"
)
_HELPS = re.compile(r"^[^。;；]{0,24}?(?:定点帮扶|定点扶贫|帮扶|援建|投入|捐)")


# a brand acts under its name; a firm may have no 公司 behind it where 企业 stands before it; 引进某某等24家 names one
_BROUGHT_IN = (
    (_BRAND, re.compile(r"打[响造](?P<name>“[^”]{2,10}”)[^,，。;；“”]{0,10}品牌")),
    (_BRAND, re.compile(r"(?:开展|打造|创建|推进)(?P<name>[\u4e00-\u9fff]{2,8}品牌)建设")),
    (_PROJECT, re.compile(r"——(?P<name>[\u4e00-\u9fff]{4,18}项目)(?=[,，。;；])")),
    (
        _FIRM,
        re.compile(
            r"(?:招引|引进|龙头|民营|国有|当地|东部|落户)企业(?P<name>[\u4e00-\u9fff]{2,10}?"
            r"(?:农业|科技|实业|食品|药业|纺织|服饰|电子|能源|建材|生物|牧业|茶业|酒业|乳业|机械))(?!企业|项目|产业|园)"
        ),
    ),
    (_ONE_OF_MANY, re.compile(r"(?:招引|引进|引入|引来)(?P<name>[\u4e00-\u9fff]{4,10}?)(?=等\d+[余多]?家)")),
)
_FIRST = re.compile(
    r"(?:首|第一)[个家座所](?:[^,，。;；\d]{0,14}的)?"
    r"(?:“(?P<quoted>[^”]{3,12})”|(?P<name>[\u4e00-\u9fff]{2,10}(?:餐厅|超市|中心|学院|医院|学校|公司|基金|专馆)))"
)
# all of a kind, where no organisation is named: 央企投入3亿元
_ALL_OF_KIND = re.compile(r"中央企业|央企|中央单位")
_CALLED = {"央企": "中央企业"}
_OTHER_FIELD = re.compile(
    r"[,，](?:(?:劳务|产业|消费|教育|医疗|健康|人才|文化|社会|智力)(?:协作|帮扶|合作|支援|支持|就业)|在[^,，。;；]{2,8}(?:方面|上)[,，])"
)


class Party(NamedTuple):
    """An organisation named at `start` to `end`; `acts` where it is no mere object of its clause."""

    start: int
    end: int
    name: str
    kind: int
    acts: bool


class Parties:
    """The organisations of an article; ask with `at`."""

    def __init__(self, text: str, sentences: Sequence[Sentence], mentions: Sequence[Mention], marks: Marks) -> None:
        self._text = text
        self._marks = marks
        self._sentences = sentences
        self._places = [one for one in mentions if not one.aside]
        self._place_starts = [one.start for one in self._places]
        self._all_places = {mention.start: mention.end for mention in mentions}
        named: list[Party] = []
        behind = 0
        for match in _ENDING.finditer(text):
            if party := self._named(match, behind):
                named.append(self._as_listed(party, named[-1] if named else None))
            behind = match.end()
        named = sorted([*named, *self._by_pattern()])
        self._parties = sorted([*named, *self._short_forms(named)])
        self._starts = [one.start for one in self._parties]
        self._main = next((one.name for one in self._parties[:6] if one.acts and self._helps(one)), None)

    def at(self, sentence: Sentence, place: int, end: int, *, has_giver: bool) -> str | None:
        """Return the organisation that a number from `place` to `end` is about, None where it is about places only.

        Where an article knows no giving place (`has_giver`), the organisation that helps in it is meant throughout.
        """
        if first := self._first_of_its_kind(place, end):
            return first
        last = bisect_left(self._starts, end) - 1
        while last >= 0 and self._parties[last].start >= sentence.start:
            party = self._parties[last]
            last -= 1
            if _EXAMPLE.match(self._text[party.end : party.end + 6]):
                if 0 <= place - party.end <= 4:
                    return party.name
                continue
            farthest = party.end + (_FARTHEST_FIRM if party.kind == _FIRM else _FARTHEST)
            if party.acts and party.end + 1 < place <= farthest and not self._taken_over(party, place):
                return party.name
        return (
            None if has_giver else self._all_of_kind(sentence.start, place) or self._main or self._all_of_kind(0, place)
        )

    def _all_of_kind(self, start: int, place: int) -> str | None:
        """Return the kind of organisations that a text from `start` tells of last before a number, None without any."""
        told = _ALL_OF_KIND.findall(self._text, start, place)
        return _CALLED.get(told[-1], told[-1]) if told else None

    def _taken_over(self, party: Party, place: int) -> bool:
        """Tell whether a place opens a clause between an organisation and a number, or a new part begins there."""
        between = self._text[party.end : place]
        if ";" in between or "；" in between or _OTHER_FIELD.search(between):
            return True
        at = bisect_left(self._place_starts, party.end)
        while at < len(self._places) and self._places[at].start < place:
            if self._text[self._places[at].start - 1] in ",，;；。\n":
                return True
            at += 1
        return False

    def _named(self, match: re.Match[str], behind: int) -> Party | None:
        """Return the organisation whose name ends with a match, None where the words are no name of their own.

        `behind` is where the name before it ends.
        """
        text, end = self._text, match.end()
        first = max(behind, match.start() - _LONGEST_NAME)
        start = first
        for found in _BEFORE_NAME.finditer(text, first, match.start()):
            start = found.end()
        if start == first and first > 0 and match.start() - first >= _LONGEST_NAME:
            return None
        name = text[start:end].strip("（）()—·")
        stem = text[start : match.start()]
        if name.count("“") != name.count("”"):
            name = name.strip("“”")
        own = self._without_place(start, match.start())
        kind = _KIND_OF[match[0]]
        named_by_place = kind in {_SOCIETY, _CHARITY} or match[0] in {"大学", "学院"}
        if len(stem) < 2 or (_NO_NAME.match(own) and not (named_by_place and own != stem)):
            return None
        before = text[max(0, start - 4) : start]
        if before[-1:].isdigit() or _COUNTED.search(stem) or text.startswith("的", end):
            return None
        return Party(start, end, name, kind, not _AS_OBJECT.search(before) and not self._speaks(end))

    def _as_listed(self, party: Party, last: Party | None) -> Party:
        """Return an organisation that is listed behind others as acting only where the one before it does."""
        if self._text[party.start - 1 : party.start] != "、":
            return party
        return party._replace(acts=bool(last and last.acts and last.end == party.start - 1))

    def _without_place(self, start: int, end: int) -> str:
        """Return the words of a name that are no place's."""
        at = start
        while at in self._all_places:
            at = self._all_places[at]
        return self._text[at:end]

    def _speaks(self, end: int) -> bool:
        return bool(_SPEAKS.match(self._text[end : end + 16]))

    def _short_forms(self, named: Sequence[Party]) -> list[Party]:
        """Return the bare 公司 and 学校 that open a clause, each as the organisation of its kind named last."""
        starts = [one.start for one in named]
        found = []
        for match in _SHORT_FORM.finditer(self._text) if named else ():
            kinds = {kind for kind, words in _SHORT.items() if match[1] in words}
            before = named[: bisect_left(starts, match.start(1))]
            meant = next((one for one in reversed(before) if one.kind in kinds), None)
            if meant and not self._speaks(match.end(1)) and not _ENDING.match(self._text, match.end(1)):
                found.append(Party(match.start(1), match.end(1), meant.name, meant.kind, acts=True))
        return found

    def _by_pattern(self) -> list[Party]:
        """Return what is named by how it is brought in: a brand, a project behind a dash, one of several firms."""
        found = []
        for kind, pattern in _BROUGHT_IN:
            for match in pattern.finditer(self._text):
                start, end = match.span("name")
                found.append(Party(start, end, match["name"], kind, acts=kind != _ONE_OF_MANY))
        return found

    def _first_of_its_kind(self, place: int, end: int) -> str | None:
        """Return what 首家 or 第一个 at a place counts, where it is named behind (首家口味正宗的某某西餐厅)."""
        counted = _FIRST.match(self._text, place, end + 16)
        return (counted["quoted"] or counted["name"]) if counted else None

    def _helps(self, party: Party) -> bool:
        return bool(_HELPS.match(self._text[party.end : party.end + 40]))
