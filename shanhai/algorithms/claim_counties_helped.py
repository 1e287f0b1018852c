"""Which counties a number stands for where no place gives: a firm, a ministry or a school helps several of its own.

Such an article has no pair that holds throughout. Counties hold from where a paragraph names them to its end, unless
the text turns to all the country or to others; elsewhere nothing is said. It must not know organisations.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from shanhai.algorithms.claim_pairs import Pair
from shanhai.algorithms.claim_text import Marks, Sentence
from shanhai.algorithms.place_mentions import Mention, Place

_ELSEWHERE = re.compile(
    r"(?<![占居为])全国(?!第|首|最|重点|唯一|人大|政协|工商联|妇联|先进|示范|优秀)|全系统|(?:其他|其它|别的)[^,，。;；\d]{0,6}(?:地区|县|地方)|各地"
)
_OWN_COUNTIES = re.compile(r"定点(?:扶贫|帮扶)?(?:县|旗|区)")
_OBJECT_OF_ONE = re.compile(r"[向给对]$")
# names that stand for counties they do not list: 在“三区三州”投入, 帮助五县区培训
_STANDS_FOR_COUNTIES = re.compile(
    r"三区三州|[二两三四五六七八九十](?<=(?:帮扶|帮助|支援).)(?:县市区|县区|区县|县市|县|旗)"
)
_PROVINCE_DIGITS = 2
_OPENING_SENTENCES = 3


class CountiesHelped:
    """The counties that several organisations help; ask with `at` where they `are_told`.

    They are in an article without a place that gives (`default` is its own pair) which names several, none within
    another.
    """

    def __init__(
        self,
        text: str,
        sentences: Sequence[Sentence],
        mentions: Sequence[Sequence[Mention]],
        default: Pair,
        *,
        marks: Marks,
    ) -> None:
        self._text = text
        self._sentences = sentences
        self._marks = marks
        self._listed = default.receivers
        self._named = [one for own in mentions for one in own if not one.aside]
        self._starts = [one.start for one in self._named]
        self.are_told = not default.givers and len(default.receivers) != 1 and self._are_several()
        self._throughout = self.are_told and self._hold_throughout()

    def _are_several(self) -> bool:
        """Tell whether an article names places apart from each other, provinces aside, or none at all."""
        places = self._places()
        return not places or any(not one.holds(other) and not other.holds(one) for one in places for other in places)

    def _hold_throughout(self) -> bool:
        """Tell whether an article opens with the counties it is about and names no others."""
        opening = self._sentences[:_OPENING_SENTENCES]
        return bool(self._listed and self._places() <= set(self._listed) and self._starts[0] < opening[-1].end)

    def _places(self) -> set[Place]:
        return {one.place for one in self._named if len(one.place.code) > _PROVINCE_DIGITS}

    def at(self, index: int, place: int, pair: Pair) -> Pair:
        """Return the counties that a number at a place of sentence `index` stands for, where `pair` has no giver."""
        start, own = self._paragraph(index), self._marks.clause(place, self._sentences[index])
        told = self._named[bisect_left(self._starts, start) : bisect_left(self._starts, own[1])]
        counties = [one for one in told if one.place in pair.receivers]
        if counties and not self._turns_away(counties, own[1]):
            whole = next((one for one in told[-1:] if any(one.place.holds(other) for other in pair.receivers)), None)
            in_whole = whole and self._text[whole.start - 1 : whole.start] == "在"
            return Pair((), (whole.place,)) if whole and in_whole else pair
        if not counties and len(self._listed) > 1 and _OWN_COUNTIES.search(self._text, own[0], place):
            return Pair((), self._listed)
        if counties:
            return Pair()
        if self._throughout and self._starts[0] < place and not _ELSEWHERE.search(self._text, *own):
            return pair
        return self._called(self._sentences[index].start, own[1]) or self._province(told)

    def _paragraph(self, index: int) -> int:
        """Return where the paragraph of a sentence starts."""
        while index and self._sentences[index - 1].paragraph == self._sentences[index].paragraph:
            index -= 1
        return self._sentences[index].start

    def _turns_away(self, counties: Sequence[Mention], end: int) -> bool:
        """Tell whether the text turns from the counties it named last to others up to where a number's clause ends."""
        between = self._text[counties[-1].end : end]
        if _ELSEWHERE.search(between):
            return True
        first = len(counties) - 1
        while first and counties[first].start - counties[first - 1].end <= 1:
            first -= 1
        # 向甲县、乙县投入300万元;资助学生90名: only what was given is theirs
        is_object = _OBJECT_OF_ONE.search(self._text[counties[first].start - 1 : counties[first].start])
        return bool(is_object and (";" in between or "；" in between))

    def _called(self, start: int, end: int) -> Pair | None:
        """Return what a stretch of text calls the counties it does not list, None where it has no name for them."""
        names = list(_STANDS_FOR_COUNTIES.finditer(self._text, start, end))
        return Pair((), (Place(names[-1][0], "@counties", "label", label=True),)) if names else None

    def _province(self, told: Sequence[Mention]) -> Pair:
        """Return the one province that a paragraph names with the places in it, nothing where it names none."""
        provinces = {one.place for one in told if len(one.place.code) == _PROVINCE_DIGITS}
        holds = len(provinces) == 1 and all(next(iter(provinces)).holds(one.place) for one in told)
        return Pair((), tuple(provinces)) if holds else Pair()
