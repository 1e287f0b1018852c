"""Which village a number stands for, where an article tells of one by name and of what came to it.

A village is named behind its township or its county (某镇某村, 某县某村). What its paragraph tells of the village, its
collective and its people is the village's; what it tells of a person from there, or of works in the county, is not. A
village that an article opens with and comes back to holds for its other paragraphs as well. It must not know what is
counted.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from shanhai.algorithms.claim_text import Marks, Sentence
from shanhai.algorithms.place_mentions import Mention

_NAMED = re.compile(r"(?:镇|乡|街道)(?:有个|的)?([\u4e00-\u9fff]{1,4}?村)(?![庄级])")
_BEHIND_COUNTY = re.compile(r"[县区市旗]的?([\u4e00-\u9fff]{2,3}村)(?![庄级])")
_NO_NAME = re.compile(
    r"[一二两三四五六七八九十几各全每多个位名的在和与等]|贫困|薄弱|示范|重点|空壳|行政|传统|古村|新村"
)
_OF_VILLAGE = re.compile(
    r"(?<![个多余每各])村集体|村(?:里|口|头)|(?:这个?|该|全)村|[进到]村|(?:在|给)这里|村民(?!代表)|(?<![个家驻])村(?:党支部|支部|委会|干部)"
)
_OWN = re.compile(r"的|村集体")
# a village whose money a sentence opens with (某村2021年分到……), perhaps without its township
_GOT = re.compile(
    r"(?:^|[。；;\n])\s*(?:[\u4e00-\u9fff]{1,4}?(?:镇|乡|街道))?([\u4e00-\u9fff]{2,5}村)(?=书记|党|村集体|支书|村委|(?:19|20)\d{2}年|分到|拿到|获得|收到|今年|去年|每年)"
)
_OPENING_SENTENCES = 4
_TOLD_OFTEN = 3


class Villages:
    """The villages of an article; ask with `at`."""

    def __init__(
        self, text: str, sentences: Sequence[Sentence], mentions: Sequence[Sequence[Mention]], marks: Marks
    ) -> None:
        self._text = text
        self._sentences = sentences
        self._mentions = mentions
        self._marks = marks
        self._named: list[tuple[int, int, str]] = []
        names = self._names() if "村" in text else set()
        for name in names:
            if not _NO_NAME.search(name):
                self._named += [(match.start(), match.end(), name) for match in re.finditer(re.escape(name), text)]
        self._named.sort()
        self._ends = [end for _, end, _ in self._named]
        self._main = self._told_throughout() if self._named else None

    def _names(self) -> set[str]:
        """Return what is named as a village behind a township or behind a county in full."""
        behind = (_BEHIND_COUNTY.match(self._text, one.end - 1) for mentions in self._mentions for one in mentions)
        return {match[1] for match in (*_NAMED.finditer(self._text), *behind) if match}

    def _told_throughout(self) -> str | None:
        """Return the village that an article opens with and names in paragraph upon paragraph, None without."""
        opening = [one for one in self._sentences if not one.heading][:_OPENING_SENTENCES]
        told: dict[str, set[int]] = {}
        for start, _, name in self._named:
            told.setdefault(name, set()).add(self._paragraph(start))
        early = {name for start, _, name in self._named if opening and start < opening[-1].end}
        often = _TOLD_OFTEN if len(told) > 1 else _TOLD_OFTEN - 1
        return next((name for name in sorted(early) if len(told[name]) >= often), None)

    def _paragraph(self, place: int) -> int:
        return next((one.paragraph for one in self._sentences if one.start <= place < one.end), -1)

    def at(self, index: int, place: int) -> str | None:
        """Return the village that a number at a place of sentence `index` stands for, None where it is none's."""
        if not self._named:
            return None
        sentence = self._sentences[index]
        first = index
        while first > 0 and self._sentences[first - 1].paragraph == sentence.paragraph:
            first -= 1
        last = bisect_right(self._ends, place) - 1
        if last >= 0 and self._named[last][0] >= self._sentences[first].start:
            _, end, name = self._named[last]
            if end >= self._marks.clause(place, sentence)[0] and _OWN.match(self._text, end):
                return name
        elif self._main is None:
            return None
        else:
            end, name = self._sentences[first].start, self._main
        if self._leads_elsewhere(first, index, end, place):
            return None
        start = end if name == self._main else max(end, sentence.start)
        return name if _OF_VILLAGE.search(self._text, start, self._marks.part(place, sentence)[1]) else None

    def opening(self, sentence: Sentence, place: int) -> str | None:
        """Return the village that a sentence begins with as what got money, None where it begins otherwise."""
        start = max(0, sentence.start - 1)
        if self._text.find("村", start, place) < 0:
            return None
        got = _GOT.search(self._text, start, place)
        return got[1] if got and not _NO_NAME.search(got[1]) else None

    def _leads_elsewhere(self, first: int, index: int, start: int, place: int) -> bool:
        """Tell whether a county or city is named as what is told of, between a village and a number."""
        return any(
            start <= one.start < place and self._text[one.end : one.end + 1] not in "区县" and self._is_taken(one)
            for mentions in self._mentions[first : index + 1]
            for one in mentions
            if not one.aside
        )

    def _is_taken(self, one: Mention) -> bool:
        """Tell whether a place is gone to or given to (向某县, 在某县)."""
        return self._text[max(0, one.start - 1) : one.start] in {"向", "在", "给", "与", "为"}
