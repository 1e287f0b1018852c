"""Traditional and simplified characters: which a text is written in, and the way from one to the other.

Only whole pages are converted, so that a quoted shop sign in a simplified text stays as it is. It must not know
where a text came from.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from opencc import OpenCC

_RUN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]+")
_COMMON = re.compile("[\u4e00-\u9fff]+")
_SHARE, _ENOUGH = 0.04, 4


@cache
def _converter() -> OpenCC:
    # of the standard tables this one alone also writes 建設著 as 建设着 and keeps 著名
    return OpenCC("tw2s")


def is_hanzi(character: str) -> bool:
    """Tell whether a character is a Chinese ideograph of the common blocks."""
    return "\u4e00" <= character <= "\u9fff" or "\u3400" <= character <= "\u4dbf" or "\uf900" <= character <= "\ufaff"


@cache
def to_simplified_character(character: str) -> str:
    """Return the simplified form of one character, itself where it has none."""
    if not is_hanzi(character):
        return character
    changed: str = _converter().convert(character)
    return changed if len(changed) == 1 else character


class _Simplified(dict[int, str]):
    """A table for `str.translate` that fills itself."""

    def __missing__(self, code: int) -> str:
        self[code] = to_simplified_character(chr(code))
        return self[code]


_TABLE = _Simplified()
# characters met so far that are the same in both scripts
_SAME: set[str] = set()


def to_simplified_plain(text: str) -> str:
    """Return the text with each character simplified by itself, of the same length."""
    return text.translate(_TABLE)


def is_traditional(text: str) -> bool:
    """Tell whether a text as a whole is written in traditional characters."""
    unknown = set(text) - _SAME
    traditional = {one for one in unknown if to_simplified_character(one) != one}
    _SAME.update(unknown - traditional)
    changed = sum(text.count(one) for one in traditional)
    if changed < _ENOUGH:
        return False
    hanzi = sum(map(len, _COMMON.findall(text)))
    return changed >= _SHARE * hanzi


def simplify(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield start, end and simplified form of each stretch that changes; stretches keep their length."""
    for run in _RUN.finditer(text):
        before = run[0]
        after = _converter().convert(before)
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
