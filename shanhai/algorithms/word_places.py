"""Where a text holds any of many words, found for the whole text at once.

The first characters of each word are known by their place in a table, so that Python looks only at places where a word
may begin. It must not know what the words mean.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set

import numpy as np

from shanhai.algorithms.code_points import CODES, Numbers, code_points

_BITS = 17
_MASK = (1 << _BITS) - 1
_FACTOR = 40_503  # spreads neighbouring characters over the table
_LENGTH_MOST, _NUMBER_MOST = 255, 65_535
_LENGTH_AT, _START_AT = 16, 24


class WordStarts:
    """The first `size` characters, two or more, of words that have as many; built once, used for many texts."""

    def __init__(self, words: Iterable[str], size: int = 2) -> None:
        firsts = {word[:size] for word in words if len(word) >= size}
        self._size = size
        self._begins = np.zeros(1 << _BITS, dtype=np.bool_)
        for first in firsts:
            self._begins[self._places(code_points(first))] = True

    def find(self, text: str) -> list[int]:
        """Return, in order, all places of a text where a word may begin, and a few where none does.

        >>> WordStarts(["山海", "山海协作"]).find("千山海")
        [1]
        """
        found: list[int] = self.among(code_points(text)).tolist()
        return found

    def among(self, codes: Numbers) -> Numbers:
        """Return those places of a text, given by its code points."""
        among: Numbers = np.flatnonzero(self._begins[self._places(codes)])
        return among

    def _places(self, codes: Numbers) -> Numbers:
        """Return for each place of a text where its next characters stand in the table."""
        last = len(codes) - self._size + 1
        places = codes[: max(last, 0)]
        for at in range(1, self._size):
            places = places * np.uint32(_FACTOR) + codes[at : max(last, 0) + at]
        folded: Numbers = (places ^ places >> np.uint32(_BITS)) & np.uint32(_MASK)
        return folded


class WordPlaces:
    """Words with their numbers, found wherever they stand, one inside another too; built once, used for many texts.

    `blocked` tells of a character behind which others it begins no word. More than 65,535 words, or one of more than
    255 characters, raise ValueError.
    """

    def __init__(self, numbers: Mapping[str, int], *, blocked: Mapping[str, Set[str]]) -> None:
        if any(len(word) > _LENGTH_MOST or number > _NUMBER_MOST for word, number in numbers.items()):
            raise ValueError("too many words, or one too long")
        self._numbers = dict(numbers)
        self._single = np.full(CODES, -1, dtype=np.int32)
        for word, number in numbers.items():
            if len(word) == 1:
                self._single[ord(word)] = number
        two = sorted(word for word in numbers if len(word) == 2)
        codes = code_points("".join(two))
        self._pairs = _keys(codes[::2], codes[1::2])
        self._pair_numbers = np.array([numbers[word] for word in two], dtype=np.int64)[np.argsort(self._pairs)]
        self._pairs.sort()
        self._starts = WordStarts(numbers)
        self._lengths: dict[str, list[int]] = {}
        for length, start in sorted({(len(word), word[:3]) for word in numbers if len(word) > 2}):
            self._lengths.setdefault(start, []).append(length)
        self._begins_longer = WordStarts(self._lengths, 3)
        self._blocked = dict(blocked)

    def find(self, text: str) -> list[tuple[int, int, int]]:
        """Return start, end and number of each word in a text, in order.

        >>> WordPlaces({"山海": 0, "山海协作": 1, "作": 2}, blocked={}).find("山海协作")
        [(0, 2, 0), (0, 4, 1), (3, 4, 2)]
        """
        codes = code_points(text)
        keys = np.concatenate([self._find_single(codes), self._find_pairs(codes), self._find_longer(text, codes)])
        keys.sort()
        starts = keys >> _START_AT
        free = np.ones(len(codes), dtype=np.bool_)
        for character, before in self._blocked.items():
            for at in np.flatnonzero(codes == ord(character)).tolist():
                free[at] = not at or text[at - 1] not in before
        keys, starts = keys[free[starts]], starts[free[starts]]
        ends = starts + (keys >> _LENGTH_AT & _LENGTH_MOST)
        return list(zip(starts.tolist(), ends.tolist(), (keys & _NUMBER_MOST).tolist(), strict=True))

    def _find_single(self, codes: Numbers) -> Numbers:
        numbers = self._single[codes]
        at = np.flatnonzero(numbers >= 0)
        return at << _START_AT | 1 << _LENGTH_AT | numbers[at]

    def _find_pairs(self, codes: Numbers) -> Numbers:
        if not len(self._pairs):
            return np.zeros(0, dtype=np.int64)
        at = self._starts.among(codes)
        wanted = _keys(codes[at], codes[at + 1])
        known = np.minimum(np.searchsorted(self._pairs, wanted), len(self._pairs) - 1)
        same = self._pairs[known] == wanted
        pairs: Numbers = at[same] << _START_AT | 2 << _LENGTH_AT | self._pair_numbers[known[same]]
        return pairs

    def _find_longer(self, text: str, codes: Numbers) -> Numbers:
        found, numbers, lengths = [], self._numbers, self._lengths
        for at in self._begins_longer.among(codes).tolist():
            for length in lengths.get(text[at : at + 3], ()):
                word = text[at : at + length]
                if word in numbers and len(word) == length:
                    found.append(at << _START_AT | length << _LENGTH_AT | numbers[word])
        return np.array(found, dtype=np.int64)


def _keys(first: Numbers, second: Numbers) -> Numbers:
    keys: Numbers = first.astype(np.int64) << 32 | second.astype(np.int64)
    return keys
