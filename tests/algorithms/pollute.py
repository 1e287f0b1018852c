"""Damage clean text the way broken pages are damaged, so that the repair can be tried on any text."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from functools import cache

from opencc import OpenCC
from pypinyin import Style, pinyin

_TO_TRADITIONAL = OpenCC("s2t")


def to_traditional(text: str) -> str:
    return _TO_TRADITIONAL.convert(text)


def gloss(text: str, characters: set[str]) -> str:
    """Put the reading in brackets behind each of the characters."""
    return "".join(f"{one}({pinyin(one, style=Style.TONE)[0][0]})" if one in characters else one for one in text)


def gloss_bytes_blindly(text: str, characters: list[str], read: Callable[[bytes], str] | None = None) -> str:
    """Gloss as the broken converter did: bytes of GBK, whatever character they belong to, then read leniently."""
    data = text.encode("gbk", errors="ignore")
    for character in characters:
        pair = character.encode("gbk")
        reading = pinyin(character, style=Style.TONE)[0][0]
        data = data.replace(pair, pair + f"({reading})".encode("gb18030"))
    return (read or read_leniently)(data)


def read_leniently(data: bytes) -> str:
    """Read bytes of GBK; a lead byte without its trail byte becomes a question mark and swallows a bracket."""
    out, i = [], 0
    while i < len(data):
        if data[i] < 0x80:
            out.append(chr(data[i]))
            i += 1
            continue
        for size in (4, 2):
            try:
                out.append(data[i : i + size].decode("gb18030"))
                i += size
                break
            except UnicodeDecodeError:
                continue
        else:
            out.append("?")
            i += 2 if data[i + 1 : i + 2] == b"(" else 1
    return "".join(out)


def read_swallowing(data: bytes) -> str:
    """Read bytes of GBK as a sterner reader does, whose question mark swallows the digit behind a lead byte too."""
    out, i = [], 0
    while i < len(data):
        size = 1 if data[i] < 0x80 else 2
        try:
            out.append(data[i : i + size].decode("gbk"))
        except UnicodeDecodeError:
            out.append("?")
            size = 2 if b" " <= data[i + 1 : i + 2] < b"@" else 1
        i += size
    return "".join(out)


def nest(text: str, seed: int) -> str:
    """Put a gloss into some of the glosses of a text."""
    rng = random.Random(seed)
    readings = re.findall(r"\(([a-zü\u00e0-\u01dc]+)\)", text)

    def with_one_more(match: re.Match[str]) -> str:
        place = rng.randrange(len(match[1]) + 1)
        more = f"({rng.choice(readings)})" if rng.random() < 0.3 else ""
        return f"({match[1][:place]}{more}{match[1][place:]})"

    return re.sub(r"\(([a-zü\u00e0-\u01dc]+)\)", with_one_more, text)


@cache
def glossable() -> tuple[str, ...]:
    """Return all characters of GBK that a converter to the traditional script knows."""
    back = OpenCC("t2s")
    pairs = (bytes((a, b)).decode("gbk", "ignore") for a in range(0x81, 0xFF) for b in range(0x40, 0xFF))
    return tuple(one for one in pairs if "\u4e00" <= one <= "\u9fff" and back.convert(one) != one)


def choose_of_all(seed: int) -> list[str]:
    """Return a random part of all characters that may be glossed, in a random order."""
    rng = random.Random(seed)
    return rng.sample(glossable(), int(len(glossable()) * rng.uniform(0.1, 0.5)))


def choose(text: str, seed: int, share: float = 0.3) -> list[str]:
    """Return some of the traditional characters of a text in a random order."""
    characters = sorted({one for one in text if "\u4e00" <= one <= "\u9fff" and OpenCC("t2s").convert(one) != one})
    rng = random.Random(seed)
    rng.shuffle(characters)
    return characters[: max(4, int(len(characters) * share))]
