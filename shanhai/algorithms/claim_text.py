"""Sentences, their parts and the sections of a repaired article. It must not know what they say."""

from __future__ import annotations

import re
import sys
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from typing import NamedTuple, Protocol, TypeVar

import numpy as np

from shanhai.algorithms.code_points import code_points, table_of

_END = re.compile(r"[。！？!?](?:[”’」』\"])?|\n+")
# on a damaged page a half-width question mark may be a lost character
_QUESTION = re.compile(r"什么|怎么|怎样|吗|呢|何|多少|几|哪|谁|是否|为啥|么$|吧$")
_ROW = re.compile(r"[\s|｜:：]\s*[约近超逾]?\d[\d,.]*[余多]?[万亿]?[^\d\s]{1,3}$")
_SERIES = re.compile(r"分别[^\d,，。;；\n]{0,14}((?:\d[\d.]*[^\d,，。;；、和\n]{1,6}(?:[、和]|以及))+\d)")
_NUMBER = re.compile(r"\d[\d.]*")
# what parts a sentence ends a clause too, and what ends a clause ends an item
_ITEM, _CLAUSE, _PART = 1, 2, 3
_PARTING = table_of(
    {**dict.fromkeys("、…", _ITEM), **dict.fromkeys(",，:：", _CLAUSE), **dict.fromkeys(";；\n。！!", _PART)}
)
_LONGEST = 800
_HEADING_LONGEST = 40


def by_first_character(branches: Iterable[str]) -> re.Pattern[str]:
    """Return one pattern of many branches, each of which begins with a plain character.

    Branches that begin alike are put together, in their order: the search then skips every character that begins none,
    several times as fast as where it has to try them all.
    """
    ends: dict[str, list[str]] = {}
    for branch in branches:
        ends.setdefault(branch[0], []).append(branch[1:])
    return re.compile("|".join(f"{re.escape(first)}(?:{'|'.join(rest)})" for first, rest in ends.items()))


class _HasStart(Protocol):
    @property
    def start(self) -> int: ...


Placed = TypeVar("Placed", bound=_HasStart)


class Sentence(NamedTuple):
    """A sentence at `start` to `end`; `paragraph` counts paragraphs, `heading` marks a short line without full stop."""

    start: int
    end: int
    paragraph: int
    heading: bool


def find_sentences(text: str) -> list[Sentence]:
    """Return the sentences of a text; a line that ends in a comma goes on in the next."""
    sentences: list[Sentence] = []
    start, paragraph = 0, 0
    for match in _END.finditer(text):
        at, end = match.span()
        mark, words = text[at], text[start:at].strip()
        newline = mark == "\n"
        if mark == "?" and not _QUESTION.search(text, start, at):
            continue
        if newline and words.endswith((",", "，", "、", ":", "：")) and len(words) > 4:
            continue
        if at - start > _LONGEST:
            start = _cut(sentences, text, start, at, paragraph)
            words = text[start:at].strip()
        if words:
            heading = newline and len(words) <= _HEADING_LONGEST and not _starts_within(sentences, paragraph)
            if newline and not heading and _is_line_of_calls(text, sentences, paragraph, at):
                heading = True
                sentences[-1] = sentences[-1]._replace(heading=True)
            sentences.append(Sentence(start, end, paragraph, heading))
        start = end
        if newline:
            paragraph += 1
    if len(text) - start > _LONGEST:
        start = _cut(sentences, text, start, len(text), paragraph)
    if text[start:].strip():
        sentences.append(Sentence(start, len(text), paragraph, heading=False))
    return _without_rows(text, sentences)


def _without_rows(text: str, sentences: list[Sentence]) -> list[Sentence]:
    """Return the sentences with the lines of a table, each a name and its number, no longer taken for headings."""
    rows = [one.heading and bool(_ROW.search(text[one.start : one.end].rstrip())) for one in sentences]
    if not any(rows):
        return sentences
    return [
        one._replace(heading=False) if row and (rows[i - 1 : i] == [True] or rows[i + 1 : i + 2] == [True]) else one
        for i, (one, row) in enumerate(zip(sentences, rows, strict=True))
    ]


def _cut(sentences: list[Sentence], text: str, start: int, end: int, paragraph: int) -> int:
    """Add the parts of an endless sentence but the last, cut at commas if it can be; return where that starts."""
    while end - start > _LONGEST:
        comma = max(text.rfind(mark, start, start + _LONGEST) for mark in ",，;；、 ")
        stop = comma + 1 if comma > start else start + _LONGEST
        if text[start:stop].strip():
            sentences.append(Sentence(start, stop, paragraph, heading=False))
        start = stop
    return start


def within(items: Sequence[Placed], sentences: Sequence[Sentence]) -> list[list[Placed]]:
    """Return for each sentence the items that start in it; items come in order."""
    starts = [item.start for item in items]
    return [list(items[bisect_left(starts, one.start) : bisect_left(starts, one.end)]) for one in sentences]


def _is_line_of_calls(text: str, sentences: Sequence[Sentence], paragraph: int, end: int) -> bool:
    """Tell whether a line that ends at a place is a title of two halves, the first of which is called out (…!…)."""
    last = sentences[-1] if sentences else None
    if last is None or last.paragraph != paragraph or (len(sentences) > 1 and sentences[-2].paragraph == paragraph):
        return False
    return text[last.end - 1] in "!！" and len(text[last.start : end].strip()) <= _HEADING_LONGEST


def _starts_within(sentences: Sequence[Sentence], paragraph: int) -> bool:
    return bool(sentences) and sentences[-1].paragraph == paragraph


class Series(NamedTuple):
    """The numbers of 分别投入300万元、400万元, by their places; `start` is where 分别 stands."""

    start: int
    numbers: tuple[int, ...]


def find_series(text: str) -> list[Series]:
    """Return where a text gives each of several things named before it its own number in turn."""
    return [
        Series(match.start(), tuple(match.start(1) + number.start() for number in _NUMBER.finditer(match[1])))
        for match in _SERIES.finditer(text)
    ]


class Marks:
    """The places of the signs that part a text, for quick questions about what stands between two places."""

    def __init__(self, text: str) -> None:
        kinds = _PARTING[code_points(text)]
        items = np.flatnonzero(kinds)
        kinds = kinds[items]
        # before the first sign of each and behind the last stands the edge of the text
        self._items: list[int] = [-1, *items.tolist(), len(text)]
        self._clauses: list[int] = [-1, *items[kinds >= _CLAUSE].tolist(), len(text)]
        self._parts: list[int] = [-1, *items[kinds == _PART].tolist(), len(text)]
        self.series = find_series(text)

    def around(self, at: int, sentence: Sentence) -> tuple[tuple[int, int], tuple[int, int], tuple[int, int]]:
        """Return part, clause and item of a place at once."""
        start, end = sentence.start, sentence.end
        return (
            _between(self._parts, at, start, end),
            _between(self._clauses, at, start, end),
            _between(self._items, at, start, end),
        )

    def part(self, at: int, sentence: Sentence) -> tuple[int, int]:
        """Return the stretch between semicolons that a place of a sentence lies in."""
        return _between(self._parts, at, sentence.start, sentence.end)

    def clause(self, at: int, sentence: Sentence) -> tuple[int, int]:
        """Return the stretch between commas."""
        return _between(self._clauses, at, sentence.start, sentence.end)

    def clause_end(self, at: int) -> int:
        """Return the place of the first comma or stop at or behind a place, or a place behind all text."""
        i = bisect_left(self._clauses, at)
        return self._clauses[i] if i < len(self._clauses) else sys.maxsize


def _between(places: Sequence[int], at: int, start: int, end: int) -> tuple[int, int]:
    """Return the stretch around a place, from the mark before it to the one behind, within `start` to `end`."""
    i = bisect_left(places, at)
    left, right = places[i - 1] + 1, places[i]
    return left if left > start else start, right if right < end else end
