"""Readings of numbers whose own words are left out: they say again what the number or the sentence before them said.

So in 2021年300万元、2022年400万元, in 甲县2个、乙县3个, and in answers. It must not know any indicator.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence

from shanhai.algorithms.claim_numbers import Quantity
from shanhai.algorithms.claim_scopes import Scope
from shanhai.algorithms.claim_text import Marks, Sentence
from shanhai.algorithms.claim_vocabulary import Heard, Reading, Surroundings, Vocabulary, surroundings
from shanhai.algorithms.place_mentions import Mention

_CLOSE_BEHIND = 2
_LEAST_LED_TO = 1.3
_IN_ALL = frozenset(["合计", "共计", "总计", "总共", "一共"])
_FILLERS = re.compile(
    r"分年度?看|逐年看|目标|新建|新增|新添|建成|完成|到位|计划|预计|力争|有望|任务|投入|安排|落实|"
    r"[ 、,，:：和为达到有共约超过近是则将可能已了又再只仅才就而]"
)
_ANSWERS = re.compile(r"每年都?在?|加起来|加在一起|总共|一共|合计|以来|期间|[答问:：]")
_WAS = re.compile(r"(?:原来|从前|以前|原先|过去)(?:只?[是有为])?$")
_WAS_WITHIN = 6
_RAISED = re.compile(
    r"(?:左右|上下)?[,，][^,，。;；\d]{0,8}(?:可以|能够?|就|将|已)?(?:拿到|拿|达到?|提高到|增加到|涨到|分到|有)"
)
_WITH = re.compile(r"[^,，。;；]{0,80}[,，]\s?(?:与|和|同(?![比期时年])|跟|对上|携手|牵手)[^,，。;；]{0,60}$")
_TAIL = re.compile(r"[?？。:：!！\s]+$")
_HEDGES = ' ”"…)）左右以上上下'
_HAS_DIGIT = re.compile(r"\d")
# crops and herds told one after the other: 种下花椒10万亩、小米辣2000亩
_GOODS = frozenset(["mu", "tonne", "head"])
_NEXT_GOOD = re.compile(r"、[\u4e00-\u9fff]{1,6}")
_OF_WHICH = re.compile(r"其中|当中|包括")
_OF_SUCH = re.compile(r"[^,，。;；的]的(?:已?有|共有|达到?|是)?$")  # 产业项目90个,其中亿元以上的12个
_RISES = re.compile(
    r"(?:涨|增|增加|提高|提升|上升|增长|扩大|扩|发展|下降|降|减少|升|翻|变|变成)(?:到|至|为|成)了?(?:现在|如今|目前|今天|眼下)?的?$|"
    r"^(?:到|至)(?:现在|如今|目前|今天|眼下)?的?$"
)

# 甲公司帮扶10个村,乙公司为7个
_IS_AS_MANY = re.compile(r"[^,，。;；、\d]{2,12}(?:均|都|各|同样)?(?:为|是)$")
_BARE_MEASURES = frozenset(["个", "家", "所"])


class Echoes:
    """The numbers of an article that echo others; `own_signs` are the signs of numbers by their unit."""

    def __init__(
        self,
        text: str,
        sentences: Sequence[Sentence],
        scopes: Sequence[Scope],
        places: Sequence[Mention],
        *,
        marks: Marks,
        vocabulary: Vocabulary,
        own_signs: Mapping[str, int | None],
    ) -> None:
        self._text = text
        self._sentences = sentences
        self._scopes = scopes
        self._scope_starts = [scope.start for scope in scopes]
        self._places = places
        self._marks = marks
        self._vocabulary = vocabulary
        self._own_signs = own_signs

    def held_against(self, quantity: Quantity, found: Sequence[tuple[Quantity, Reading]]) -> Reading | None:
        """Return the reading of the number that one of a year before is held against (比去年全年的229亿元增加)."""
        at = bisect_right(self._scope_starts, quantity.start) - 1
        scope = self._scopes[at] if at >= 0 else None
        if scope is None or scope.kind != "compared" or quantity.start - scope.end > _CLOSE_BEHIND or not found:
            return None
        before, reading = found[-1]
        if (before.unit, before.measure) != (quantity.unit, quantity.measure):
            return None
        return Reading(reading.indicator, reading.unit, reading.score * 0.8, quantity.lead, quantity.end)

    def raised(self, quantity: Quantity, found: Sequence[tuple[Quantity, Reading]]) -> Reading | None:
        """Return the reading of the amount that was there before for one it is raised to (原来是200万元,……可以拿到)."""
        if not found or quantity.unit != "CNY" or found[-1][0].unit != "CNY":
            return None
        (before, reading) = found[-1]
        if not _WAS.search(self._text[max(0, before.lead - _WAS_WITHIN) : before.lead]):
            return None
        raised = _RAISED.fullmatch(self._text, before.end, quantity.lead)
        return reading._replace(score=reading.score * 0.8, start=quantity.lead, end=quantity.end) if raised else None

    def both_sides(self, found: list[tuple[Quantity, Reading]]) -> list[tuple[Quantity, Reading]]:
        """Return readings with the first of two counts of the same thing read as the second, which says more of it.

        甲区的9个乡镇,与乙县的9个乡镇结对: what the two sides have in common is told behind the second.
        """
        for i, (quantity, reading) in enumerate(found):
            later = (
                None if quantity.unit else next((one for one in found[i + 1 :] if one[1].unit == reading.unit), None)
            )
            if later is None or later[1].indicator == reading.indicator:
                continue
            if _WITH.match(self._text, quantity.end, later[0].start):
                found[i] = quantity, reading._replace(indicator=later[1].indicator)
        return found

    def as_led_to(self, index: int, quantity: Quantity, around: Surroundings) -> Reading | None:
        """Return the reading of a number that only answers the sentence before: 每年给多少资金?每年都在3亿元以上.

        The sentence before holds no number itself; its words stand for those that the number's clause leaves out.
        """
        before = self._sentences[index - 1] if index else around.sentence
        if index == 0 or around.sentence.start - before.end > _CLOSE_BEHIND + 1 or _HAS_DIGIT.search(self._of(before)):
            return None
        start = max(around.clause[0], around.before[0])
        words = self._text[start : quantity.lead]
        if not self._is_only_date_or_place(start, quantity.lead, _ANSWERS) or self._text[
            quantity.end : around.behind[1]
        ].strip(_HEDGES):
            return None
        lead = _TAIL.sub("", self._of(before))
        text = f"{lead}{words}{self._text[quantity.lead : quantity.end]}"
        moved = len(lead) + len(words) - quantity.lead
        there = quantity._replace(lead=quantity.lead + moved, start=quantity.start + moved, end=quantity.end + moved)
        sentence, vocabulary = Sentence(0, len(text), 0, heading=False), self._vocabulary
        own = self._own_signs.get(quantity.unit)
        read = vocabulary.read(
            there,
            surroundings(text, [there], 0, sentence, Marks(text)),
            Heard(vocabulary.find(text), (), ()),
            [] if own is None else [(there.start, there.end, own)],
        )
        if read is None or read.score < _LEAST_LED_TO:
            return None
        return read._replace(start=start, end=quantity.end)

    def _of(self, sentence: Sentence) -> str:
        return self._text[sentence.start : sentence.end]

    def like_before(
        self, quantity: Quantity, around: Surroundings, found: Sequence[tuple[Quantity, Reading]]
    ) -> Reading | None:
        """Return the reading of the quantity before for one that only tells another place, year or level of it.

        So in 2021年300万元、2022年400万元, in 甲县2个、乙县3个, and in 由9册增加到22册.
        """
        alike = [both for both in found if (both[0].unit, both[0].measure) == (quantity.unit, quantity.measure)]
        # of the sentence before the first number is what it is about; a rate holds for its own sentence
        own = [one for before, one in alike if before.start >= around.sentence.start]
        reading = own[-1] if own else next((one for _, one in alike if not one.unit.startswith("CNY_")), None)
        if reading is None:
            return None
        words = self._text[around.before[0] : quantity.lead]
        behind = self._text[quantity.end : around.behind[1]].strip(' ”"…)）左右以上')
        rises = _RISES.search(self._text[max(around.clause[0], around.before[0]) : quantity.start])
        listed = bool(self._is_only_date_or_place(around.before[0], quantity.lead) and words.strip())
        part = _OF_WHICH.search(self._text[around.clause[0] : quantity.lead]) and quantity.unit == "CNY"
        if own and words.strip("，, ") in _IN_ALL and reading.unit.startswith("CNY"):  # 每村出50万元,合计2400万元
            units = self._vocabulary.units_of(reading.indicator)
            return reading._replace(unit="CNY", start=around.before[0], end=quantity.end) if "CNY" in units else None
        if own and not behind and quantity.unit in _GOODS:
            last = next(before.end for before, one in reversed(alike) if one is reading)
            listed = listed or bool(_NEXT_GOOD.fullmatch(self._text, last, quantity.lead))
        if not (around.noun or quantity.unit or behind) and _OF_SUCH.search(words):
            return Reading(reading.indicator, reading.unit, reading.score * 0.8, around.before[0], quantity.end)
        told_in_turn = any(one.numbers[0] < quantity.start <= one.numbers[-1] for one in self._marks.series)
        as_many = own and quantity.measure in _BARE_MEASURES and _IS_AS_MANY.fullmatch(words.strip("，, "))
        if as_many and not behind:
            return Reading(reading.indicator, reading.unit, reading.score * 0.8, quantity.lead, quantity.end)
        if not (part or told_in_turn) and (behind or not (rises or listed)):
            return None
        return Reading(reading.indicator, reading.unit, reading.score * 0.8, around.before[0], quantity.end)

    def _is_only_date_or_place(self, start: int, end: int, besides: re.Pattern[str] | None = None) -> bool:
        """Tell whether a stretch holds nothing but a time expression or the name of a place.

        `besides` are words that may stand there as well, beside those that fill any sentence.
        """
        taken = [(scope.start, scope.end) for scope in self._scopes if start <= scope.start < end]
        taken += [(one.start, one.end) for one in self._places if start <= one.start < end]
        words = "".join(
            character
            for at, character in enumerate(self._text[start:end], start)
            if not any(a <= at < b for a, b in taken)
        )
        return bool(taken) and not _FILLERS.sub("", besides.sub("", words) if besides else words)
