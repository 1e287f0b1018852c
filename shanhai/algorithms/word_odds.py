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


@cache
def _by_first_two() -> dict[str, tuple[float | None, int]]:
    """Return for the first two characters of words how likely they are as a word, and how long the longest such is."""
    odds, longest = word_odds(), dict[str, int]()
    for word in odds:
        if len(word) > 1:
            longest[word[:2]] = max(longest.get(word[:2], 0), len(word))
    return {start: (odds.get(start), length) for start, length in longest.items()}


@lru_cache(maxsize=20_000)
def odds_of(text: str) -> float:
    """Return the logarithm of the odds of the best way to cut a simplified text into words.

    Marks and digits count little, letters more; what no Chinese text holds, and a mark right behind a mark, counts
    heavily against the text.
    """
    odds, by_first_two = word_odds(), _by_first_two()
    length = len(text)
    best = [0.0] + [-1e9] * length
    for i, character in enumerate(text):
        here = best[i]
        single = _SINGLES.get(character)
        if single is None:
            single = _mark(text, i) if _is_mark(character) else _keep_single(character)
        if here + single > best[i + 1]:  # noqa: PLR1730 - a call costs more than the comparison
            best[i + 1] = here + single
        begun = by_first_two.get(text[i : i + 2])
        if begun is None:
            continue
        value, longest = begun
        if value is not None and here + value > best[i + 2]:
            best[i + 2] = here + value
        if longest > 2:
            for j in range(i + 3, (i + longest if i + longest < length else length) + 1):
                value = odds.get(text[i:j])
                if value is not None and here + value > best[j]:
                    best[j] = here + value
    return best[length]


# what characters that are no marks count alone, as far as they were met
_SINGLES: dict[str, float] = {}


def _is_mark(character: str) -> bool:
    return character in MARKS or character.isdigit()


def _mark(text: str, i: int) -> float:
    doubled = i > 0 and text[i - 1] in "?？，、；：！,;:!" and text[i] in "，、；：！？“,.;:!?"
    return _DOUBLED if doubled else _NEUTRAL


def _keep_single(character: str) -> float:
    other = _LETTER if character.isascii() else _NEVER
    counts = _SINGLES[character] = word_odds().get(character, _NEVER) if is_hanzi(character) else other
    return counts
