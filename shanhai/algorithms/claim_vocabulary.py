"""Which indicator a quantity belongs to, by the cue words that indicators declare.

A cue is a word, or several joined by … that must all stand in the sentence, one of them close to the number:
`带动…增收`. `|` gives a choice (`村…结对|结成对子`); a part with `-` in front must not stand in the clause; one with
`@` may stand anywhere in the paragraph, its heading or the title; a cue with `+` in front decides against others. The
signs {giver sends}, {receiver sends}, {to giver} and {to receiver} stand for a place of that side that sends somebody
or is gone to, {money}, {households} and {persons} for the number itself,
{builds} and {builds park} for money whose next clause tells what one thing it built.
Cues are data: this module must not know any indicator.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from operator import itemgetter
from typing import NamedTuple

from shanhai.algorithms.claim_numbers import Quantity
from shanhai.algorithms.claim_text import Marks, Sentence
from shanhai.algorithms.claim_units import fitting_unit, money_rate, noun_unit
from shanhai.algorithms.word_places import WordPlaces

_LENGTH_WEIGHT = (0.0, 0.6, 1.0, 1.35, 1.7, 2.0, 2.2)
_PART_BONUS, _LEAST_NEAR, _LEAST_SINGLE = 0.2, 0.44, 0.3
_CONTEXT, _AFAR = 0.3, 0.15
_DECISIVE = 1.2
_APPOSITION_LONGEST = 24
_LIST_LONGEST, _LAST = 40, 2
# with one of these before it, 年 ends a year (2023年销售额) and begins no word (年销售额)
_BEFORE_YEAR = frozenset("0123456789今去本全当前明近往历新半成")
_FAR_OFF = (_AFAR, 0.0, -1, -1)
_MOST_OF_CONTEXT = 0.8
_FIT = itemgetter(0)


@dataclass(frozen=True, slots=True)
class IndicatorWords:
    """What reading needs of an indicator: its code, its units (its own first) and its cues."""

    code: str
    units: tuple[str, ...]
    said_as: tuple[str, ...]


class _Cue(NamedTuple):
    """A cue as numbers of words; `other_parts` are the parts behind the first."""

    indicator: int
    parts: tuple[frozenset[int], ...]
    other_parts: tuple[frozenset[int], ...]
    absent: tuple[int, ...]
    context: tuple[tuple[int, ...], ...]
    bonus: float


class Reading(NamedTuple):
    """What a quantity was read as: indicator, unit, score, and where its quote starts and ends."""

    indicator: str
    unit: str
    score: float
    start: int
    end: int


class Heard(NamedTuple):
    """The cue words of a sentence in order, those of them that may also speak from afar, and such told before it."""

    own: Sequence[tuple[int, int, int]]
    far: Sequence[tuple[int, int, int]]
    context: Sequence[tuple[int, int, int]]


# Each word near a quantity: how near, what that weighs, and where it stands if in the quantity's own words, else -1.
_Near = dict[int, tuple[float, float, int, int]]


class _Begun(NamedTuple):
    """The cues that begin with a word: those that are that word alone, each with its bonus and how well its indicator
    fits; those of that word and one other part, which are most; and the rest, with their second part where they have
    one, how many parts, and the most they score besides the weights of these. Pairs and the rest come best fitting
    first, so that those which cannot reach what was found already are not looked at."""

    singles: tuple[tuple[float, float, _Cue], ...]
    pairs: tuple[tuple[float, frozenset[int], _Cue], ...]
    longer: tuple[tuple[frozenset[int] | None, int, float, float, _Cue], ...]


_NO_CUES = _Begun((), (), ())
_Plan = dict[int, _Begun]


class _Fitting(NamedTuple):
    """What a kind of quantity can be: for each indicator the unit it gives such a quantity and how well it fits.

    `plan` holds the cues of indicators that fit by the words they begin with, as far as they were asked for; `words`
    are the words of all cues of those indicators, so that no other is looked at.
    """

    units: tuple[tuple[str, float], ...]
    plan: _Plan
    words: frozenset[int]


class Vocabulary:
    """All cues with their words; built once, used for many texts."""

    def __init__(self, indicators: Iterable[IndicatorWords]) -> None:
        self.indicators = tuple(indicators)
        self._words: dict[str, int] = {}
        self._cues: list[_Cue] = []
        self._by_word: dict[int, list[int]] = {}
        self.context_words: set[int] = set()
        self._fitting: dict[tuple[str, str, str], _Fitting] = {}
        for number, indicator in enumerate(self.indicators):
            for cue in indicator.said_as:
                self._add(number, cue)
        self._weights = [
            (1.5 if " " in word else 0.5) if word[0] == "{" else _LENGTH_WEIGHT[min(len(word), 6)]
            for word in self._words
        ]
        self._places = WordPlaces(self._words, blocked={"年": _BEFORE_YEAR})

    def _add(self, indicator: int, cue: str) -> None:
        parts: list[tuple[int, ...]] = []
        absent: list[int] = []
        context: list[tuple[int, ...]] = []
        for part in cue.removeprefix("+").split("…"):
            numbers = tuple(self._number(word) for word in part.lstrip("-@").split("|") if word)
            if part.startswith("-"):
                absent += numbers
            elif part.startswith("@"):
                context.append(numbers)
                self.context_words.update(numbers)
            elif numbers:
                parts.append(numbers)
        if not parts:
            raise ValueError(f"a cue of {self.indicators[indicator].code} has no word of its own: {cue}")
        bonus = _DECISIVE if cue.startswith("+") else 0.0
        sets = tuple(frozenset(part) for part in parts)
        self._cues.append(_Cue(indicator, sets, sets[1:], tuple(absent), tuple(context), bonus))
        for number in parts[0]:
            self._by_word.setdefault(number, []).append(len(self._cues) - 1)

    def _number(self, word: str) -> int:
        return self._words.setdefault(word, len(self._words))

    def sign(self, name: str) -> int | None:
        """Return the number of a sign such as {receiver sends}, None where no cue uses it."""
        return self._words.get(name)

    def units_of(self, code: str) -> tuple[str, ...]:
        """Return the units of an indicator, its own first."""
        return next(one.units for one in self.indicators if one.code == code)

    def find(self, text: str) -> list[tuple[int, int, int]]:
        """Return start, end and number of each cue word in a text, in order."""
        return self._places.find(text)

    def read(
        self, quantity: Quantity, around: Surroundings, heard: Heard, signs: Sequence[tuple[int, int, int]] = ()
    ) -> Reading | None:
        """Return what a quantity most likely is, None where no cue speaks; `signs` stand for what is around it."""
        fits, plan, fitting = self._fits(quantity.unit, around.rate, around.noun)
        near, words, heaviest = self._near(quantity, around, heard, signs, fitting)
        clause: set[int] | None = None
        top, chosen = 0.0, None
        for number, (nearness, weight, _, _) in near.items():
            begun = plan.get(number)
            if begun is None:
                begun = self._plan(plan, fits, number)
            if begun is _NO_CUES:
                continue
            if weight:
                for bonus, fit, cue in begun.singles:
                    total = weight + fit
                    if bonus and nearness >= _LEAST_NEAR:  # a word of another clause decides nothing
                        total += bonus * (nearness if nearness < 1.0 else 1.0)
                    if total > top:
                        top, chosen = total, cue
                most = weight + heaviest + _PART_BONUS
                for fit, other, cue in begun.pairs:
                    if most + fit <= top:
                        break
                    if other.isdisjoint(words):
                        continue
                    score = _score_of_pair(nearness, weight, other & words, near)
                    if score and score + fit > top:
                        top, chosen = score + fit, cue
            for second, parts, besides, fit, cue in begun.longer:
                if parts * heaviest + besides <= top or (second and second.isdisjoint(words)):
                    continue
                score = _score(cue, near, words)
                if score and score + fit > top:
                    if cue.absent:
                        clause = _in_clause(around, heard, signs) if clause is None else clause
                        if not clause.isdisjoint(cue.absent):
                            continue
                    top, chosen = score + fit, cue
        if chosen is None:
            return None
        start, end = _quote(quantity, around, chosen, near)
        return Reading(self.indicators[chosen.indicator].code, fits[chosen.indicator][0], top, start, end)

    def _fits(self, measured: str, rate: str, noun: str) -> _Fitting:
        key = measured, rate, noun
        found = self._fitting.get(key)
        if found is None:
            units = tuple(fitting_unit(measured, rate, noun, one.units) for one in self.indicators)
            cues = (cue for cue in self._cues if units[cue.indicator][0])
            words = frozenset(number for cue in cues for part in (*cue.parts, *cue.context) for number in part)
            found = self._fitting[key] = _Fitting(units, {}, words)
        return found

    def _plan(self, plan: _Plan, fits: Sequence[tuple[str, float]], number: int) -> _Begun:
        """Keep and return the cues that begin with a word and belong to indicators that fit."""
        cues = [cue for index in self._by_word.get(number, ()) if fits[(cue := self._cues[index]).indicator][0]]
        alone = [cue for cue in cues if len(cue.parts[0]) == 1 and not cue.absent and not cue.context]
        singles = [(cue.bonus, fits[cue.indicator][1], cue) for cue in alone if not cue.other_parts]
        pairs = [
            (fits[cue.indicator][1], cue.other_parts[0], cue)
            for cue in alone
            if len(cue.other_parts) == 1 and not cue.bonus
        ]
        pairs.sort(key=_FIT, reverse=True)
        quick = {id(cue) for *_, cue in (*singles, *pairs)}
        longer = [
            (
                cue.other_parts[0] if cue.other_parts else None,
                len(cue.parts),
                _PART_BONUS * len(cue.other_parts)
                + _MOST_OF_CONTEXT * len(cue.context)
                + cue.bonus
                + fits[cue.indicator][1],
                fits[cue.indicator][1],
                cue,
            )
            for cue in cues
            if id(cue) not in quick
        ]
        plan[number] = _Begun(tuple(singles), tuple(pairs), tuple(longer)) if cues else _NO_CUES
        return plan[number]

    def _near(
        self,
        quantity: Quantity,
        around: Surroundings,
        heard: Heard,
        signs: Sequence[tuple[int, int, int]],
        fitting: frozenset[int],
    ) -> tuple[_Near, Set[int], float]:
        """Return how near each fitting word is to a quantity, all of them, and what the heaviest weighs.

        Words outside the quantity's part of the sentence count as context.
        """
        near: _Near = {}
        heaviest = 0.0
        weights = self._weights
        _, (first, _), (clause, last), (before, lead), (end_of, behind), (item, item_end), *_ = around
        part_end, place, quantity_lead = around.part[1], quantity.start, quantity.lead
        outside = min(before, item, clause)
        for start, _, number in heard.far:
            if start < first and number in fitting:
                near[number] = _FAR_OFF
        own = heard.own[bisect_left(heard.own, (first,)) : bisect_left(heard.own, (last,))]
        for hit in (*own, *(sign for sign in signs if first <= sign[0] < last)) if signs else own:
            start, end, number = hit
            if number not in fitting:
                continue
            inside = end > outside
            if not inside:  # most words stand before the quantity's clause
                nearness = 0.44 - 0.004 * (clause - end)
                nearness = nearness if nearness > 0.31 else 0.31
            elif end_of <= start < behind:
                gap = start - end_of
                nearness = 1.3 if not gap else 1.15 if gap <= 4 else 1.0 if gap <= 12 else 0.85
            elif before <= start and end <= lead:
                gap = lead - end
                nearness = 1.25 if gap <= 1 else 1.1 if gap <= 5 else 0.95 if gap <= 14 else 0.8
            elif start < end_of and quantity_lead < end:
                nearness = 1.0
            else:
                inside = False
                if item <= start < item_end:
                    nearness = 0.55 if start < place else 0.45
                elif start >= clause:
                    nearness = 0.5 if start < place else 0.45
                elif start < part_end and start < place:
                    nearness = 0.44 - 0.004 * (clause - end)
                    nearness = nearness if nearness > 0.31 else 0.31
                else:
                    nearness = _AFAR
            known = near.get(number)
            if known is None or nearness > known[0]:
                weight = nearness * weights[number] if nearness > _CONTEXT else 0.0
                near[number] = (nearness, weight, start, end) if inside else (nearness, weight, -1, -1)
                if weight > heaviest:  # noqa: PLR1730 - a call costs more than the comparison, here as below
                    heaviest = weight
        for start, _, number in heard.far:
            if start >= last and number in fitting and number not in near:
                near[number] = _FAR_OFF
        for _, _, number in heard.context:
            if number in fitting and number not in near:
                near[number] = _FAR_OFF
        return near, set(near), heaviest


def _in_clause(around: Surroundings, heard: Heard, signs: Sequence[tuple[int, int, int]]) -> set[int]:
    start, end = around.clause
    own = heard.own[bisect_left(heard.own, (start,)) : bisect_left(heard.own, (end,))]
    return {hit[2] for hit in own} | {hit[2] for hit in signs if start <= hit[0] < end}


def _score_of_pair(nearness: float, weight: float, other: Set[int], near: _Near) -> float:
    """Return what `_score` does for a cue of one word, this near and of this weight, and the words near of another."""
    found = 0.0
    for number in other:
        at = near[number]
        if at[1]:
            if at[0] > nearness:  # noqa: PLR1730
                nearness = at[0]
            if at[1] > found:  # noqa: PLR1730
                found = at[1]
    return weight + found + _PART_BONUS if found and nearness >= _LEAST_NEAR else 0.0


def _score(cue: _Cue, near: _Near, words: Set[int]) -> float:
    """Return how strongly a cue speaks for its indicator, 0 where a part is missing or none is close."""
    total, closest, first = 0.0, 0.0, 0.0
    for part in cue.parts:
        found = 0.0
        for number in part & words:
            nearness, weight, _, _ = near[number]
            if weight and nearness > closest:
                closest = nearness
            if weight > found:  # noqa: PLR1730
                found = weight
        if not found:
            return 0.0
        first = first or (closest if closest < 1.0 else 1.0)
        total += found
    if closest < (_LEAST_NEAR if cue.other_parts else _LEAST_SINGLE):
        return 0.0
    for told in cue.context:
        found = max((near[number][0] for number in told if number in near), default=0.0)
        if not found:
            return 0.0
        total += 0.4 + 0.3 * found
    if cue.bonus and first >= _LEAST_NEAR:
        total += cue.bonus * first
    return total + _PART_BONUS * len(cue.other_parts)


def _quote(quantity: Quantity, around: Surroundings, cue: _Cue, near: _Near) -> tuple[int, int]:
    start = min(quantity.lead, quantity.start - around.noun_before)
    end = quantity.end + around.noun_after
    for part in cue.parts:
        for number in part:
            _, _, word_start, word_end = near.get(number, _FAR_OFF)
            if word_start >= 0:
                if word_start < start:  # noqa: PLR1730
                    start = word_start
                if word_end > end:  # noqa: PLR1730
                    end = word_end
    return start, end


class Surroundings(NamedTuple):
    """What stands around a quantity: its sentence, part, clause and item, the free words before and behind it."""

    sentence: Sentence
    part: tuple[int, int]
    clause: tuple[int, int]
    before: tuple[int, int]
    behind: tuple[int, int]
    item: tuple[int, int]
    rate: str
    noun: str
    noun_before: int
    noun_after: int


_LISTED = re.compile(r"[、和与及]|以及")
# what may stand between a thing named before a comma and its number: 帮扶车间,全县有207个; 社区工厂,从最初的3家
_ONLY_HAS = re.compile(
    r"(?:(?:全[县市州区省]|(?:19|20)\d\d年|去年|今年|上年|当年|两地|目前|现在|如今|眼下|一共|总共|合起来|加起来|合在一起|加在一起|从|由|一年|每年|目标)的?)*(?:最初|起初|当初|原来|原先)?的?(?:已经?)?(?:有|是|为|达|达到|共计?|合计|总计|累计)?"
)
_EACH_VILLAGE = re.compile(
    r"村(?:,[^,，。;；\d]{0,6}(?:经营性?|集体)收入)?[^,，。;；\d]{0,6}都[^,，。;；\d]{0,6}$"
)  # 这些村,经营性收入一年都超过8万元
# 六个县(市、区)里,……的有五个
_AMONG = re.compile(r"(?:\d|[二三四五六七八九十])[个家所]([^,，。;；\d]{1,8})[里中],$")
_AMONG_LONGEST, _AMONG_ENDS = 16, frozenset(["里,", "中,"])
_TO_NEXT = re.compile(r"(?:(?:增加|发展|扩大|扩|增|涨)?(?:到|至)(?:了|现在|如今|目前)?的?)?")
_IN_ALL = re.compile("合起来|加起来|合在一起|加在一起|一共|总共|共计?")
_COUNT = re.compile(r"\d[\d.]*[多余]?[万亿]?[个家名户座]?")
_COUNTED = re.compile(r"(?<![第\d])\d")
_ENDS = tuple(",，。;；)）\n")
_BLANK = ' \u3000”“"、,，左右以上'


def _with_apposition(text: str, left: int, quantity: Quantity, right: int, sentence: Sentence) -> int:
    """Return where the words of a quantity start: for one alone between commas, at the start of the clause before."""
    own = text[left : quantity.lead].strip(_BLANK)
    if not own and text[left - 1 : left] == "、" and text[quantity.end : quantity.end + 1] in _ENDS:
        # the words before the first number hold for the second: 卖出3.2万单、219万元
        return max(sentence.start, *(text.rfind(mark, sentence.start, left - 1) + 1 for mark in ",，、;；:："))
    if (own and not _ONLY_HAS.fullmatch(own)) or not _TO_NEXT.fullmatch(text[quantity.end : right].strip(_BLANK)):
        return left
    before = text[sentence.start : left].rstrip(_BLANK)
    start = max(before.rfind(mark) for mark in ",，;；:：") + 1
    start = max(start, len(before) - _APPOSITION_LONGEST)
    words = before[start:]
    if _IN_ALL.fullmatch(own) and (counted := [*_COUNT.finditer(words)]):
        start, words = start + counted[-1].end(), words[counted[-1].end() :]
    if not words or _COUNTED.search(words):
        return left
    return sentence.start + start


def named_in_turn(text: str, quantity: Quantity, around: Surroundings, marks: Marks) -> Surroundings | None:
    """Return what stands around a number of 教师、医生分别171名、134名, the thing it is of for its words before.

    None for a number that no such list names.
    """
    series = next((one for one in marks.series if one.start < quantity.start <= one.numbers[-1]), None)
    if series is None or quantity.start not in series.numbers:
        return None
    start = max(around.clause[0], series.start - _LIST_LONGEST)
    places = [start, *(match.end() for match in _LISTED.finditer(text, start, series.start)), series.start]
    if len(places) <= len(series.numbers):
        return None
    turn = series.numbers.index(quantity.start) - len(series.numbers) - 1
    begin, end = places[turn], places[turn + 1] - (turn < -_LAST)
    noun, _, _ = noun_unit(text[begin:end], text[quantity.end : around.behind[1]])
    return around._replace(before=(begin, end), noun=noun, noun_before=0, noun_after=0)


def surroundings(
    text: str, quantities: Sequence[Quantity], index: int, sentence: Sentence, marks: Marks
) -> Surroundings:
    """Return what stands around quantity `index` of a text."""
    quantity = quantities[index]
    part, clause, item = marks.around(quantity.start, sentence)
    left, right = item
    if index and quantities[index - 1].end > left:
        left = min(quantities[index - 1].end, quantity.lead)
    if index + 1 < len(quantities) and quantities[index + 1].lead < right:
        right = max(quantities[index + 1].lead, quantity.end)
    named = _with_apposition(text, left, quantity, right, sentence)
    post = text[quantity.end : right]
    noun, after, before = noun_unit(text[left : quantity.lead], post)
    if not noun and text[left - 2 : left] in _AMONG_ENDS:
        among = _AMONG.search(text, max(sentence.start, left - _AMONG_LONGEST), left)
        noun = noun_unit(among[1], "")[0] if among else ""
    if named < left:
        if not noun:
            noun, after, before = noun_unit(text[named : left - 1], post)
            before += quantity.lead - left + 1 if before else 0
        left = named
    rate = money_rate(text[clause[0] : quantity.lead])
    if "都" in text[clause[0] : quantity.lead] and _EACH_VILLAGE.search(text, sentence.start, quantity.lead):
        rate = "CNY_per_village"
    if quantity.first:
        post = text[quantity.end : clause[1]]
        right = clause[1]
        noun, after, before = noun_unit("", post)
    return Surroundings(
        sentence,
        part,
        clause,
        (left, quantity.lead),
        (quantity.end, right),
        item,
        rate,
        noun,
        before + (quantity.start - quantity.lead if before else 0),
        after,
    )
