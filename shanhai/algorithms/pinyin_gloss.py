"""Pinyin glosses that a broken conversion left in a page: 幫(bāng)扶, in every way of writing them, nested too.

It finds them and tells whether a page is full of them. One or two readings in brackets are ordinary writing and
stay. It must not know what else is wrong with a page.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from pypinyin import Style, pinyin

from shanhai.algorithms.chinese_script import is_hanzi, to_simplified_character

LETTERS = "a-zA-ZüÜêÊ\u00e0-\u00fc\u0100-\u01dc\u0251\u0261\u1e3f\u0300-\u030c"
OPENING, CLOSING = "(（［\\[〔", ")）］\\]〕"
_GLOSS = re.compile(f"[{OPENING}][ \u3000]?([{LETTERS}]{{1,10}}[1-5]?)[ \u3000]?[{CLOSING}]")
_NESTED = re.compile(
    f"[{OPENING}]([{LETTERS}]{{0,8}}[{OPENING}][{LETTERS}]{{1,8}}[{CLOSING}][{LETTERS}]{{0,8}})[{CLOSING}]"
)
_INNER = re.compile(f"[{OPENING}][{LETTERS}]{{1,8}}[{CLOSING}]")
_TONED = re.compile("[\u0300\u0301\u0304\u030c]|[1-5]$")
_MANY, _MANY_OF_ONE = 8, 3
ENOUGH = 3


@dataclass(frozen=True, slots=True)
class Gloss:
    """A gloss at `start` to `end` of a text, behind the character it reads; `toned` where it marks a tone."""

    start: int
    end: int
    reading: str
    host: str
    toned: bool


def bare_reading(written: str) -> str:
    """Return a reading without tones, in plain small letters with v for ü.

    >>> bare_reading("lǜ"), bare_reading("gɡuī")
    ('lv', 'ggui')
    """
    letters = unicodedata.normalize("NFD", written.lower()).replace("ɡ", "g").replace("ɑ", "a")
    letters = letters.replace("u\u0308", "v")
    return re.sub(r"[\u0300-\u030c1-5]", "", letters)


@cache
def readings_of(character: str) -> frozenset[str]:
    """Return all readings of a character without tones."""
    return frozenset(bare_reading(one) for one in pinyin(character, style=Style.NORMAL, heteronym=True)[0])


@cache
def _reads(character: str, bare: str) -> bool:
    return bare in readings_of(character) or bare in readings_of(to_simplified_character(character))


def is_toned(written: str) -> bool:
    """Tell whether a reading marks a tone, by a mark or by a digit."""
    return bool(_TONED.search(unicodedata.normalize("NFD", written)))


def find_glosses(text: str) -> Iterator[Gloss]:
    """Yield each gloss whose reading is one of the character before it; of nested ones the outermost."""
    if not any(sign in text for sign in "(（［[〔"):
        return
    taken = 0
    for match in sorted([*_NESTED.finditer(text), *_GLOSS.finditer(text)], key=lambda one: (one.start(), -one.end())):
        start = match.start()
        if start < max(taken, 1) or not (is_hanzi(text[start - 1]) or text[start - 1] == "〇"):
            continue
        written = _INNER.sub("", match[1])
        nested = written != match[1]
        if _reads(text[start - 1], bare_reading(written)) or (nested and not bare_reading(written)):
            taken = match.end()
            yield Gloss(start, taken, written, text[start - 1], is_toned(written))


def is_page_glossed(glosses: list[Gloss]) -> bool:
    """Tell whether so many glosses stand on a page that a machine must have put them there.

    A person glosses a rare name, or every character of a children's verse; a machine glosses characters of the
    traditional script, or the same few common ones again and again.
    """
    toned = [gloss for gloss in glosses if gloss.toned]
    traditional = [gloss for gloss in toned if to_simplified_character(gloss.host) != gloss.host]
    if len(traditional) >= ENOUGH:
        return True
    hosts = [gloss.host for gloss in toned]
    return len(toned) >= _MANY and max(hosts.count(host) for host in set(hosts)) >= _MANY_OF_ONE
