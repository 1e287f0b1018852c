"""Lines of a printed page back to paragraphs: a line that fills the page and ends no sentence goes on in the next.

It must not know files. Only newlines are taken away; where digits stand on both sides of one it stays, because joining
them would make a number that nobody wrote.
"""

from __future__ import annotations

import re
import unicodedata

SHORTEST = 24
SLACK = 6
ALIKE = 3
# Of lines as wide as a page of print two are enough, where no line is wider: a short notice has no more.
WIDE, WIDE_ALIKE = 56, 2
_ENDS = "。！？!?…；;：:"
_CLOSING = "”’」』）)》】"
_BEGINS = re.compile(
    r"\s*(?:[一二三四五六七八九十]{1,3}[、.．]|[（(][一二三四五六七八九十\d]{1,3}[）)]|第[一二三四五六七八九十\d]{1,3}[章节条]"
    r"|\d{1,2}[、.．](?!\d)|[①-⑳]|[•·●■◆▪-]\s|[—-]\s*\d+\s*[—-]\s*$)"
)
_BEHIND_DIGIT = re.compile("(?<=[0-9%]) (?=[年月日时万亿元人名个户家所项次期届批亩吨件岁余多])")
_BEFORE_DIGIT = re.compile("(?<=[\u4e00-\u9fff])(?<![〇零一二三四五六七八九十百千万亿两]) (?=[0-9])")
_MARKS = re.compile("[，。；：、！？]")


def unwrap_lines(text: str) -> str:
    """Return the text of one page with its wrapped lines joined.

    Widths are counted with a Chinese character as two. A line is full when it is within 6 of the width that the widest
    lines of the page share; a page without three such lines is returned as it is.
    """
    lines = text.split("\n")
    widths = [_width(line.rstrip()) for line in lines]
    full = _full_width(widths)
    if full is None:
        return text
    pieces = [lines[0].rstrip()]
    for before, after, width in zip(lines, lines[1:], widths, strict=False):
        pieces.append(_between(before.rstrip(), after) if width >= full - SLACK else "\n")
        pieces.append(after.rstrip())
    return "".join(pieces)


def close_gaps(text: str) -> str:
    """Take out the gaps that typesetting leaves between Chinese characters and digits: 2021 年 6 月以来.

    Before a digit only in a line that has a sentence's marks: in a row of a table the gap parts two columns.

    >>> close_gaps("2021 年 6 月以来，到位资金 1.17 亿元。"), close_gaps("甲县 300 12")
    ('2021年6月以来，到位资金1.17亿元。', '甲县 300 12')
    """
    return "\n".join(
        _BEFORE_DIGIT.sub("", one) if _MARKS.search(one) else one for one in _BEHIND_DIGIT.sub("", text).split("\n")
    )


def _between(before: str, after: str) -> str:
    """What stands between a full line and the next: nothing or a space within a sentence, else the newline."""
    following = after.lstrip()
    if not following or not before or before.rstrip(_CLOSING)[-1:] in _ENDS or _BEGINS.match(after):
        return "\n"
    last, first = before[-1], following[0]
    if last.isdigit() and first.isdigit():
        return "\n"
    return " " if last.isascii() and last.isalnum() and first.isascii() and first.isalnum() else ""


def _full_width(widths: list[int]) -> int | None:
    """The width that at least three of the widest lines share, or the two widest where they are wide, with slack."""
    ordered = sorted((width for width in widths if width >= SHORTEST), reverse=True)
    for at, width in enumerate(ordered):
        enough = WIDE_ALIKE if at == 0 and width >= WIDE else ALIKE
        if sum(width - other <= SLACK for other in ordered[at:]) >= enough:
            return width
    return None


def _width(line: str) -> int:
    return sum(2 if unicodedata.east_asian_width(sign) in "WFA" else 1 for sign in line)
