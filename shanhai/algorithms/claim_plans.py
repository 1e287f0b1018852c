"""What an article asks for without a word of plan: 今年要抓好五个方面, and then 一是……, 二是……; a whole plan of a year.

The points count under the year of the sentence that opens them and are planned, but for what they say is done already.
It must not know what is counted.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from shanhai.algorithms.claim_scopes import Scope
from shanhai.algorithms.claim_text import Sentence, within

_ASKED = re.compile(
    r"(?:今年|明年|下一步|20\d{2}年)(?:[^,，。;；\d]{0,4}(?:要|将(?!近)|重点|着力)|[,，](?:要|将(?!近)))|下一步[,，]"
)
_POINT = re.compile(r"[\s\u3000]*(?:[一二三四五六七八九十]+是|[（(]?[一二三四五六七八九十\d]{1,2}[)）、.．])")
_FIRST_POINT = re.compile(r"[:：,，](?:一是|一要)")
_DONE = re.compile(r"已(?:经)?|以来|累计|去年|上年|截至|完成了|实现了|目前|现有")

_PLAN_TITLE = re.compile(r"工作要点|工作计划|实施方案|行动方案|工作方案|行动计划|任务分解|目标任务")
_PLAN_HEADING = re.compile(
    r"\s*(?:[一二三四五六七八九十\d（(]+[、.．)）])?\s*(?:下一?步|(?:明年|来年|\d{4}年)?[^,，。;；:：]{0,4}工作(?:打算|计划|思路|要点))"
)
_TITLE_WITHIN = 300


class Plan(NamedTuple):
    """The points that a sentence opens, from `start` on, up to the paragraph `last`; `scope` is when they are for."""

    start: int
    last: int
    scope: Scope | None


class Plans:
    """The plans of an article; ask with `at`."""

    def __init__(self, text: str, sentences: Sequence[Sentence], scopes: Sequence[Scope]) -> None:
        self._text = text
        self._sentences = sentences
        self._plans: list[Plan] = []
        if not _ASKED.search(text):
            return
        own = within(scopes, sentences)
        for i, sentence in enumerate(sentences):
            asked = _ASKED.search(text, sentence.start, sentence.end)
            if not asked:
                continue
            first = _FIRST_POINT.search(text, asked.end(), sentence.end)
            last = self._last_point(i)
            if first or last > sentence.paragraph:
                told = [one for one in own[i] if one.kind == "year" and one.start >= asked.start() - 1]
                self._plans.append(Plan(first.end() if first else sentence.end, last, told[0] if told else None))

    def _last_point(self, index: int) -> int:
        """Return the paragraph of the last point behind a sentence that ends its paragraph, that of itself without."""
        paragraph = last = self._sentences[index].paragraph
        for sentence in self._sentences[index + 1 :]:
            if sentence.paragraph == paragraph:
                return paragraph
            if sentence.paragraph != last:
                if not _POINT.match(self._text, sentence.start):
                    break
                last = sentence.paragraph
        return last

    def at(self, index: int, place: int) -> Plan | None:
        """Return the plan whose points a place of sentence `index` is in, None where it is in none."""
        sentence = self._sentences[index]
        for plan in self._plans:
            if plan.start <= place and sentence.paragraph <= plan.last:
                return plan
        return None

    def is_done(self, index: int, place: int) -> bool:
        """Tell whether a place of sentence `index` says that something is done already."""
        return bool(_DONE.search(self._text, self._sentences[index].start, place))


def find_planned_sections(text: str, sentences: Sequence[Sentence]) -> list[bool]:
    """Return for each sentence whether it stands in a plan or below a heading such as 下一步打算.

    Such a sentence tells what is to be, unless it says that something was done.
    """
    title = any(
        one.heading and _PLAN_TITLE.search(text, one.start, one.end) for one in sentences if one.start < _TITLE_WITHIN
    )
    planned, found = title, []
    for one in sentences:
        if one.heading:
            planned = title or bool(_PLAN_HEADING.match(text, one.start, one.end))
        found.append(planned and not one.heading and not _DONE.search(text, one.start, one.end))
    return found
