"""What a number format shows: a date and how exact it is, a share, how many decimals. Must not know any cell's meaning.

Built-in numbers: ECMA-376 part 1, 18.8.30, with the Chinese ones (27 to 36, 50 to 58).
"""

from __future__ import annotations

import re
from functools import cache

BUILT_IN: dict[int, str] = {
    1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?", 13: "# ??/??",
    14: "yyyy/m/d", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM", 20: "h:mm",
    21: "h:mm:ss", 22: "yyyy/m/d h:mm", 27: 'yyyy"年"m"月"', 28: 'm"月"d"日"', 29: 'm"月"d"日"', 30: "m-d-yy",
    31: 'yyyy"年"m"月"d"日"', 32: 'h"时"mm"分"', 33: 'h"时"mm"分"ss"秒"', 34: 'yyyy"年"m"月"', 35: 'm"月"d"日"',
    36: 'yyyy"年"m"月"', 37: "#,##0", 38: "#,##0", 39: "#,##0.00", 40: "#,##0.00", 45: "mm:ss", 46: "[h]:mm:ss",
    47: "mm:ss.0", 48: "##0.0E+0", 49: "@", 50: 'yyyy"年"m"月"', 51: 'm"月"d"日"', 52: 'yyyy"年"m"月"',
    53: 'm"月"d"日"', 54: 'm"月"d"日"', 55: 'yyyy"年"m"月"', 56: 'm"月"d"日"', 57: 'yyyy"年"m"月"', 58: 'm"月"d"日"',
}  # fmt: skip
_LITERALS = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h|m|s)[^\]]*\]', re.IGNORECASE)


@cache
def bare_format(code: str) -> str:
    """Return the first section of a format without quoted text, colours and conditions, in lower case."""
    return _LITERALS.sub("", code.split(";", maxsplit=1)[0]).lower()


@cache
def is_date_format(code: str) -> bool:
    """Tell whether a number under this format is shown as a day or a time.

    >>> is_date_format('yyyy"."mm'), is_date_format("0.00%"), is_date_format("General")
    (True, False, False)
    """
    bare = bare_format(code)
    if bare in ("general", "@", "") or re.search(r"[0#?]", re.sub(r"\.0+", "", bare)):
        return False
    return bool(re.search(r"[ymdhs]", bare)) and "e+" not in bare


@cache
def date_precision(code: str) -> str:
    """Return how exact the date shown is: day, month, year or time.

    >>> date_precision('yyyy"年"m"月"'), date_precision("yyyy-mm-dd")
    ('month', 'day')
    """
    bare = bare_format(code)
    if "d" in bare or "a" in bare.replace("am/pm", ""):
        return "day"
    if "y" in bare:
        return "month" if "m" in bare else "year"
    return "time"


@cache
def shown_decimals(code: str) -> int | None:
    """Return how many decimals a format shows, or None where it shows what is needed (General)."""
    bare = bare_format(code)
    if bare in ("general", "@", ""):
        return None
    match = re.search(r"\.([0#?]+)", bare)
    return len(match[1]) if match else 0


@cache
def is_share_format(code: str) -> bool:
    """Tell whether a number under this format is shown as a percentage."""
    return "%" in _LITERALS.sub("", code)
