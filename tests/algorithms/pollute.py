"""Damage clean text the way broken pages are damaged, so that the repair can be tried on any text."""

from __future__ import annotations

import random

from opencc import OpenCC
from pypinyin import Style, pinyin

_TO_TRADITIONAL = OpenCC("s2t")


def to_traditional(text: str) -> str:
    return _TO_TRADITIONAL.convert(text)


def gloss(text: str, characters: set[str]) -> str:
    """Put the reading in brackets behind each of the characters."""
    return "".join(f"{one}({pinyin(one, style=Style.TONE)[0][0]})" if one in characters else one for one in text)


def gloss_bytes_blindly(text: str, characters: list[str]) -> str:
    """Gloss as the broken converter did: bytes of GBK, whatever character they belong to, then read leniently."""
    data = text.encode("gbk", errors="ignore")
    for character in characters:
        pair = character.encode("gbk")
        reading = pinyin(character, style=Style.TONE)[0][0]
        data = data.replace(pair, pair + f"({reading})".encode("gb18030"))
    return read_leniently(data)


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


def choose(text: str, seed: int, share: float = 0.3) -> list[str]:
    """Return some of the traditional characters of a text in a random order."""
    characters = sorted({one for one in text if "\u4e00" <= one <= "\u9fff" and OpenCC("t2s").convert(one) != one})
    rng = random.Random(seed)
    rng.shuffle(characters)
    return characters[: max(4, int(len(characters) * share))]
