"""The year that the heading of a section names for all of it: 二、2024年做了什么, ◆ 一年账(2024年).

It must not know what is counted.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from shanhai.algorithms.claim_scopes import Scope
from shanhai.algorithms.claim_text import Sentence

REPORT = re.compile(
    r"[说眸望顾点看读忆览话]“?20\d\d|这一年|年终|总结|汇报|报告|工作|情况|数据|综述|成绩单|答卷|账|清单|台账|一览|统计|明细|汇总"
)
# by how deep in the article a heading stands; signs stand deepest
_LEVELS = (
    re.compile(r"\s*(?:第[一二三四五六七八九十]+[章部节篇]|[一二三四五六七八九十]+[、.．])"),
    re.compile(r"\s*[（(][一二三四五六七八九十]+[)）]"),
    re.compile(r"\s*\d{1,2}[.．、]"),
    re.compile(
        r"\s*(?:[◆●■▲★▶►◎※□○◇△·•#]|[（(]\d{1,2}[)）]|[一二三四五六七八九十]+是|【|(?:相关)?(?:链接|附|延伸阅读|数读)[:：])"
    ),
)
BRACKETS = "【】[]()（）“”《》-—–·:： "
UNMARKED = len(_LEVELS)
SIGNED = UNMARKED - 1


def find_section_years(
    text: str, sentences: Sequence[Sentence], own: Sequence[Sequence[Scope]], counted: Sequence[bool]
) -> list[Scope | None]:
    """Return for each sentence the one year, or months of one, that the heading above it names, None without.

    `own` are the time expressions of each sentence, `counted` tells which count something. A section ends where one as
    high begins; one whose heading has no number or sign ends at any heading.
    """
    found: list[Scope | None] = []
    scope: Scope | None = None
    level, begun = UNMARKED, False
    for i, sentence in enumerate(sentences):
        if sentence.heading:
            here = heading_level(text, sentence)
            if here <= level:
                scope = _year_named(text, sentence, own[i], here, begun=begun)
                level = here if scope else UNMARKED
        begun = begun or (counted[i] and not sentence.heading)
        found.append(scope)
    return found


def heading_level(text: str, sentence: Sentence) -> int:
    """Return how deep in an article a heading stands, 0 highest; `UNMARKED` for one without number or sign."""
    return next((i for i, sign in enumerate(_LEVELS) if sign.match(text, sentence.start, sentence.end)), UNMARKED)


def _is_to_come(scope: Scope, last_year: int) -> bool:
    return bool(last_year and scope.first and int(scope.first[:4]) > last_year)


def _year_named(text: str, heading: Sentence, own: Sequence[Scope], level: int, *, begun: bool) -> Scope | None:
    years = [one for one in own if one.kind == "year" and one.text and one.first and one.last]
    until = [one for one in own if one.kind == "until" and one.text]
    if not years and len(until) == 1 and level < SIGNED:
        return until[0]
    if len(years) != 1:
        return None
    title = text[heading.start : heading.end].strip()
    alone = title.strip(BRACKETS) == years[0].text
    reports = alone or level < UNMARKED or (begun and (REPORT.search(title) or title.endswith("—")))
    return years[0] if reports else None


def find_title_year(
    text: str, sentences: Sequence[Sentence], own: Sequence[Sequence[Scope]], counted: Sequence[bool], *, last_year: int
) -> tuple[int, Scope] | None:
    """Return the past year, or months of one, that the title of a report names, and the number of that sentence.

    A title is a heading before the first sentence that counts something. It tells of a report where it counts something
    itself (2022年投入3亿元), has a word for one, or names nothing but the time. A year behind `last_year` is a plan's
    (0 where not known); the rest is as for `find_section_years`.
    """
    for i, sentence in enumerate(sentences):
        if counted[i] and not sentence.heading:
            break
        years = [one for one in own[i] if one.kind == "year" and one.text and one.first and one.last]
        if not sentence.heading or len(years) != 1 or _is_to_come(years[0], last_year):
            continue
        title = text[sentence.start : sentence.end].strip()
        if counted[i] or REPORT.search(title) or title.strip(BRACKETS) == years[0].text:
            return i, years[0]
    return None
