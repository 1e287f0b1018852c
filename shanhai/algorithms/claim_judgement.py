"""Does a printed number agree with a computed one? Allows for how it was rounded and how it was hedged.

A printed 1.17亿 stands for anything from 1.165 to 1.175亿; 超8亿 for 8亿 and somewhat more; 近百亿 for a little less.
It must not know where either number comes from.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

Verdict = Literal["agrees", "within_rounding", "differs"]

# How far a hedged number may stand from what it hedges; no standard gives these, so they are ours.
OVER_PER_CENT = 10
NEARLY_PER_CENT = 10
ABOUT_PER_CENT = 5

_SCALES = {"万亿": 10**12, "亿": 10**8, "千万": 10**7, "百万": 10**6, "万": 10**4, "千": 10**3, "百": 10**2}
_WORDS = {10**8: "亿", 10**4: "万", 1: ""}
_PRINTED = re.compile(r"(\d[\d,，]*(?:\.\d+)?)\s*[余多]?\s*(万亿|亿|千万|百万|万|千|百)?")


@dataclass(frozen=True, slots=True)
class Judgement:
    """The verdict, and by how much the computed number is more (negative: less) than the printed one."""

    verdict: Verdict
    difference: Decimal


def printed_step(quote: str, value: Decimal | None = None) -> Decimal:
    """Return the smallest unit a printed number shows: 0.01亿 for 1.17亿, 1 for 34个; 1 where no digits are printed.

    `value` tells which number of the quote is meant, and how it counts where a table gives that over its column.

    >>> printed_step("累计到位协作资金1.17亿元"), printed_step("1.17", Decimal(117000000))
    (Decimal('1000000.00'), Decimal('1000000.00'))
    """
    digits, scale = _printed(quote, value)
    decimals = len(digits.partition(".")[2])
    return Decimal(scale) / Decimal(10) ** decimals * (Decimal("1.00") if decimals else Decimal(1))


def printed_scale(quote: str, value: Decimal) -> tuple[str, int]:
    """Return what a number is counted in, 亿, 万 or ones, and the word for it; no word where the quote has none."""
    digits, scale = _printed(quote, value)
    size = next((one for one in (10**8, 10**4) if scale % one == 0), 1)
    return ("" if digits == quote.strip() else _WORDS[size]), size


def _printed(quote: str, value: Decimal | None) -> tuple[str, int]:
    """Return the digits of the number meant and what one of it stands for."""
    found = [
        (one[1].replace(",", "").replace("，", ""), _SCALES.get(one[2] or "", 1)) for one in _PRINTED.finditer(quote)
    ]
    if not found:
        return "", 1
    if value is None:
        return found[0]
    for digits, scale in found:
        if Decimal(digits) * scale == value:
            return digits, scale
    digits, scale = found[0]
    above = next((one for one in _SCALES.values() if Decimal(digits) * one == value), scale)
    return digits, above


def judge(printed: Decimal, qualifier: str, step: Decimal, computed: Decimal) -> Judgement:
    """Compare a printed number with a computed one, both in whole base units.

    `step` is the smallest unit printed. Exact numbers agree when equal, and lie within rounding when the difference
    is at most half a step. `over` allows a tenth more, `nearly` a tenth less, `about` a twentieth either way.
    """
    difference = computed - printed
    if difference == 0:
        return Judgement("agrees", difference)
    low, high = _allowed(printed, qualifier)
    if low <= difference <= high:
        return Judgement("agrees", difference)
    if abs(difference) <= step / 2 and qualifier in ("exact", ""):
        return Judgement("within_rounding", difference)
    return Judgement("differs", difference)


def _allowed(printed: Decimal, qualifier: str) -> tuple[Decimal, Decimal]:
    size = abs(printed)
    if qualifier == "over":
        return Decimal(0), size * OVER_PER_CENT / 100
    if qualifier == "nearly":
        return -size * NEARLY_PER_CENT / 100, Decimal(0)
    if qualifier == "about":
        return -size * ABOUT_PER_CENT / 100, size * ABOUT_PER_CENT / 100
    return Decimal(0), Decimal(0)
