"""How likely a short stretch of simplified Chinese is, by the frequency of its words.

Used to choose between readings of a damaged stretch. The word list is the one that the package jieba carries; it is
read once, and only when a damaged page is met.
"""

from __future__ import annotations

import math
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path

from shanhai.algorithms.chinese_script import is_hanzi

MARKS = frozenset("。，、；：！？“”‘’（）《》—…·　,.;:!?()%<>/\"' \n")
_LONGEST = 5
_NEUTRAL, _LETTER, _NEVER, _DOUBLED = -4.0, -6.0, -30.0, -11.0


@cache
def _listed() -> tuple[tuple[str, int, str], ...]:
    """Return word, count and part of speech of each word of up to five characters."""
    package = find_spec("jieba")
    if package is None or not package.submodule_search_locations:
        raise ModuleNotFoundError("the word list of the package jieba is missing")
    lines = (Path(package.submodule_search_locations[0]) / "dict.txt").read_text(encoding="utf-8").splitlines()
    rows = (line.split(" ") for line in lines)
    return tuple((row[0], int(row[1]), row[2]) for row in rows if len(row) == 3 and len(row[0]) <= _LONGEST)


@cache
def place_words() -> frozenset[str]:
    """Return the words that are names of places (四川, 九江)."""
    return frozenset(word for word, _, part in _listed() if part == "ns" and len(word) > 1)


@cache
def word_odds() -> dict[str, float]:
    """Return the natural logarithm of the share of each word of up to five characters."""
    counts = {word: count for word, count, _ in _listed()}
    total = math.log(sum(counts.values()))
    return {word: math.log(count) - total for word, count in counts.items() if count}


@lru_cache(maxsize=20_000)
def odds_of(text: str) -> float:
    """Return the logarithm of the odds of the best way to cut a simplified text into words.

    Marks and digits count little, letters more; what no Chinese text holds, and a mark right behind a mark, counts
    heavily against the text.
    """
    odds = word_odds()
    length = len(text)
    best = [0.0] + [-1e9] * length
    for i in range(length):
        here = best[i]
        single = _single(text, i, odds)
        best[i + 1] = max(best[i + 1], here + single)
        for j in range(i + 2, min(length, i + _LONGEST) + 1):
            value = odds.get(text[i:j])
            if value is not None and here + value > best[j]:
                best[j] = here + value
    return best[length]


def _single(text: str, i: int, odds: dict[str, float]) -> float:
    character = text[i]
    if character in MARKS or character.isdigit():
        doubled = i > 0 and text[i - 1] in "?？，、；：！,;:!" and character in "，、；：！？“,.;:!?"
        return _DOUBLED if doubled else _NEUTRAL
    if is_hanzi(character):
        return odds.get(character, _NEVER)
    return _LETTER if character.isascii() else _NEVER
