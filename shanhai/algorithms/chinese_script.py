"""Traditional and simplified characters: which a text is written in, and the way from one to the other.

Only whole pages are converted, so that a quoted shop sign in a simplified text stays as it is. It must not know
where a text came from.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

import numpy as np
from opencc import OpenCC

from shanhai.algorithms.code_points import CODES, Numbers, code_points

_RUN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]+")
_FIRST_COMMON, _LAST_COMMON = 0x4E00, 0x9FFF
_SHARE, _ENOUGH = 0.04, 4
# 陜 is another character than 陝 (陕), but pages made traditional by a program write it in 陜西 all the same
_MIXED_UP = str.maketrans("陜", "陕")


@cache
def _converter() -> OpenCC:
    # of the standard tables this one alone also writes 建設著 as 建设着 and keeps 著名
    return OpenCC("tw2s")


def _convert(text: str) -> str:
    changed: str = _converter().convert(text)
    return changed.translate(_MIXED_UP)


def is_hanzi(character: str) -> bool:
    """Tell whether a character is a Chinese ideograph of the common blocks."""
    return "\u4e00" <= character <= "\u9fff" or "\u3400" <= character <= "\u4dbf" or "\uf900" <= character <= "\ufaff"


@cache
def to_simplified_character(character: str) -> str:
    """Return the simplified form of one character, itself where it has none."""
    if not is_hanzi(character):
        return character
    changed = _convert(character)
    return changed if len(changed) == 1 else character


class _Simplified(dict[int, str]):
    """A table for `str.translate` that fills itself."""

    def __missing__(self, code: int) -> str:
        self[code] = to_simplified_character(chr(code))
        return self[code]


_TABLE = _Simplified()
# what is known of each character met so far, by its code point: not met, the same in both scripts, or traditional
_NOT_MET, _SAME, _TRADITIONAL = range(3)
_SCRIPT = np.zeros(CODES, dtype=np.uint8)


def to_simplified_plain(text: str) -> str:
    """Return the text with each character simplified by itself, of the same length."""
    return text.translate(_TABLE)


def is_traditional(text: str) -> bool:
    """Tell whether a text as a whole is written in traditional characters."""
    codes = code_points(text)
    changed = np.count_nonzero(_scripts(codes) == _TRADITIONAL)
    if changed < _ENOUGH:
        return False
    hanzi = np.count_nonzero((codes >= _FIRST_COMMON) & (codes <= _LAST_COMMON))
    return bool(changed >= _SHARE * hanzi)


def _scripts(codes: Numbers) -> Numbers:
    """Return what is known of each character, having looked up those that were not met before."""
    new = codes[_SCRIPT[codes] == _NOT_MET]
    for code in set(new.tolist()):
        character = chr(code)
        _SCRIPT[code] = _SAME if to_simplified_character(character) == character else _TRADITIONAL
    scripts: Numbers = _SCRIPT[codes]
    return scripts


def simplify(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield start, end and simplified form of each stretch that changes; stretches keep their length."""
    for run in _RUN.finditer(text):
        before = run[0]
        after = _convert(before)
        if len(after) != len(before):
            after = to_simplified_plain(before)
        start: int | None = None
        for i, (old, new) in enumerate(zip(before, after, strict=True)):
            if old != new and start is None:
                start = i
            elif old == new and start is not None:
                yield run.start() + start, run.start() + i, after[start:i]
                start = None
        if start is not None:
            yield run.start() + start, run.end(), after[start:]
