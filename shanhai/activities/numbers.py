"""The numbers of activities: how one is written, which is free next, and how an address holds any of them.

A number stands in addresses, in entries as their subject, and in lists that people paste, so only signs that are safe
in all three may stand in one. Rows from before this rule stay readable: an address escapes what it cannot hold.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from shanhai.activities.models import Activity
from shanhai.catalogue.activity import ActivityKind
from shanhai.catalogue.words import Problem, Words

LONGEST = 40
# Words that are addresses beside those of activities.
TAKEN_BY_PAGES = frozenset({"new", "waiting", "split", "carried-over"})
DIGITS = 4
_SAFE = re.compile(r"[0-9A-Za-z\u3400-\u4dbf\u4e00-\u9fff〔〕【】\[\]()_.·#-]+")
_DASHES = re.compile(r"[‐‑‒–—―−﹣]+")
_ESCAPED = re.compile(r"~([0-9A-F]{2,6});")


def clean_number(text: str) -> str:
    """Write a number as it is kept: full-width signs and long dashes as the plain ones, no space around it.

    >>> clean_number(" ＸＭ—2026（１） ")
    'XM-2026(1)'
    """
    return _DASHES.sub("-", unicodedata.normalize("NFKC", text)).strip()


def check_number(number: str) -> list[Problem]:
    """Return what is wrong with a cleaned number: signs that may not stand in one, or a word that is an address."""
    right = Words("用字母、数字、汉字和 - _ . ( ) 〔 〕，例如 XM-2026-0001；也可留空由系统编。",
                  "Letters, digits, Chinese characters and - _ . ( ) 〔 〕, such as XM-2026-0001, or leave it "
                  "blank.")  # fmt: skip
    if number.lower() in TAKEN_BY_PAGES or not number.strip("."):
        what = Words("“{n}”不能作编号。", "“{n}” cannot be a number.").fill(n=number)
    elif len(number) > LONGEST:
        what = Words("编号有 {n} 个字，最多 {most} 个。", "The number has {n} signs, {most} at most.").fill(
            n=len(number), most=LONGEST
        )
    elif not _SAFE.fullmatch(number):
        signs = "".join(dict.fromkeys(sign for sign in number if not _SAFE.fullmatch(sign)))
        shown = signs.replace(" ", "␣")
        what = Words("编号“{n}”里有不能用的“{signs}”。", "The number “{n}” holds “{signs}”, which cannot stand in one.")
        what = what.fill(n=number, signs=shown)
    else:
        return []
    return [Problem("number.signs", "blocks", what, right, number, field="number")]


def next_number(kind: ActivityKind, year: int) -> str:
    """Return the first free number of a kind and year, such as `XM-2023-0007`.

    Only numbers of that very shape count: one that somebody typed (XM-2023-甲) neither stops nor moves the counting.
    """
    prefix = f"{kind.number_prefix}-{year}-"
    taken = set(Activity.objects.filter(number__startswith=prefix).values_list("number", flat=True))
    count = 1
    while f"{prefix}{count:0{DIGITS}}" in taken:
        count += 1
    return f"{prefix}{count:0{DIGITS}}"


class NumberInAddress:
    """Django's converter of a number in an address: any sign that would break it stands as `~2F;`, both ways."""

    regex = r"[^/]+"

    def to_python(self, value: str) -> str:
        """Return the number that an address names."""
        return _ESCAPED.sub(_sign, value)

    def to_url(self, value: Any) -> str:
        """Return the number as its address writes it."""
        number = str(value)
        if number in TAKEN_BY_PAGES or not number.strip("."):
            return "".join(map(_escape, number)) or "~"
        return "".join(_escape(sign) if sign in "/~\\" or not sign.isprintable() else sign for sign in number)


def _escape(sign: str) -> str:
    return f"~{ord(sign):02X};"


def _sign(found: re.Match[str]) -> str:
    code = int(found[1], 16)
    return chr(code) if code < 0x110000 else found[0]
