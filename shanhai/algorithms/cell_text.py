"""Plain text of a cell: half width, blanks, dashes that mean nothing, Chinese numerals.

It must not know columns, kinds of records or workbooks: it looks at one piece of text at a time.
"""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from functools import lru_cache

ERROR_TEXTS = frozenset({"#REF!", "#DIV/0!", "#VALUE!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#SPILL!", "#CALC!"})
_NOTHING = re.compile(r"[-—–―－─_/\\|·.…~～*、，,。]*")
_NOTHING_WORDS = frozenset({"无", "空", "暂无", "未填", "none", "nil", "n/a", "na", "null", "不适用", "不涉及"})
_DITTO = frozenset({"〃", "″", '"', "''", "同上", "〞", "”", "“", "々", "同前", "同左上", "上同", "…同上"})
_ZERO_WIDTH = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"))

_DIGITS = {
    **dict(zip("零一二三四五六七八九", range(10), strict=True)),
    **dict(zip("〇壹贰叁肆伍陆柒捌玖", range(10), strict=True)),
    "○": 0,
    "Ｏ": 0,
    "两": 2,
    "俩": 2,
    "貳": 2,
    "參": 3,
    "陸": 6,
    "弌": 1,
    "幺": 1,
}
_SMALL = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_LARGE = {"万": 10_000, "萬": 10_000, "亿": 100_000_000, "億": 100_000_000}
CHINESE_NUMERAL = "零一二三四五六七八九〇壹贰叁肆伍陆柒捌玖○两十拾百佰千仟万萬亿億廿卅点"
_ONLY_NUMERAL = re.compile(f"[{CHINESE_NUMERAL}]+")


def to_half_width(text: str) -> str:
    """Return the text with full-width letters, digits and signs in half width and odd blanks as plain ones.

    >>> to_half_width("２０３５．６６　％")
    '2035.66 %'
    """
    if text.isascii():
        return text
    kept = "".join(c if c in "：；，（）" else unicodedata.normalize("NFKC", c) for c in text.translate(_ZERO_WIDTH))
    return kept.replace("\u3000", " ").replace("\xa0", " ")


@lru_cache(maxsize=65_536)
def squeeze(text: str) -> str:
    """Return the text in half width without any white space, brackets and colons in half width too."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text.translate(_ZERO_WIDTH)))


def is_nothing(text: str) -> bool:
    """Tell whether a cell says in a sign or a word that nothing stands there (—, /, 无, blanks)."""
    bare = text.strip()
    return bool(_NOTHING.fullmatch(bare)) or bare.lower() in _NOTHING_WORDS


def is_ditto(text: str) -> bool:
    """Tell whether a cell repeats the one above it (〃, 同上)."""
    return text.strip() in _DITTO


def is_error(text: str) -> bool:
    """Tell whether a cell holds an error of the spreadsheet instead of a value."""
    return text.strip().upper() in ERROR_TEXTS


def parse_chinese_number(text: str) -> Decimal | None:
    """Return the number that Chinese numerals spell, or None when the text is something else.

    >>> parse_chinese_number("一亿二千三百万")
    Decimal('123000000')
    >>> parse_chinese_number("三万五"), parse_chinese_number("二〇二三")
    (Decimal('35000'), Decimal('2023'))
    """
    if not _ONLY_NUMERAL.fullmatch(text) or not any(sign in _DIGITS or sign in "十拾廿卅" for sign in text):
        return None
    whole, point, fraction = text.partition("点")
    if point and (not fraction or any(c not in _DIGITS for c in fraction)):
        return None
    whole = whole.replace("廿", "二十").replace("卅", "三十")
    number = _read_whole(whole) if whole else 0
    if number is None:
        return None
    tail = "." + "".join(str(_DIGITS[c]) for c in fraction) if fraction else ""
    return Decimal(f"{number}{tail}")


def _read_whole(text: str) -> int | None:
    if all(c in _DIGITS for c in text):
        return int("".join(str(_DIGITS[c]) for c in text))
    total, section, digit, last = 0, 0, 0, 1
    for sign in text:
        if sign in _DIGITS:
            digit = _DIGITS[sign]
            last = 0 if digit == 0 else last
        elif sign in _SMALL:
            section += (digit or 1) * _SMALL[sign]
            digit, last = 0, _SMALL[sign]
        elif sign in _LARGE:
            here = (section + digit) * _LARGE[sign]
            total = total * _LARGE[sign] + here if total < _LARGE[sign] else total + here
            section, digit, last = 0, 0, _LARGE[sign]
        else:
            return None
    # 三万五 is 35000, 一百零五 is 105: a last digit without a zero before it counts in the next lower place
    return total + section + (digit * last // 10 if digit and last >= 10 and text[-2] not in _DIGITS else digit)
