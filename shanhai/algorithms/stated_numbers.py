"""All numbers of a text that state a quantity, whatever it is of: 棉被300床, 同比增长12%, a cell under 金额（万元）.

What only looks like one is left out: dates, clock times, numbers of documents, articles, lists and telephones,
ordinals, names. It must not know indicators.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from shanhai.algorithms.claim_numbers import find_quantities, to_plain_digits
from shanhai.algorithms.claim_periods import calendar_of, find_scopes
from shanhai.algorithms.text_repair import Repaired
from shanhai.algorithms.unfold_tables import Unfolded, unfold_tables

_NUMBER = re.compile(
    r"(?<![\dA-Za-z.])(?<!\d[,:：/.\-])\d+(?:,\d{3})*(?:\.\d+)?(?![\d]|,\d{3}(?!\d)|[.:：/\-－—~～至]\d|[A-Za-z]+\d)"
    r"[ \u3000]?[多余来几]?[ \u3000]?(?:[十百千]?[万亿]|[十百千])?[多余]?[ \u3000]?"
    r"(?P<unit>部门|个百分点|百分点|‰|%|％|人次|平方米|平方公里|立方米|公里|千米|公斤|公顷|千瓦时|千瓦|兆瓦|小时|个月|批次|场次|kWh|kW|MW|GB|TB|km|kg|"
    r"[\u4e00-\u9fff])?",
)
_RANGE = re.compile(
    r"(?<![\dA-Za-z.:：/\-])(?<!\d,)\d[\d.]{0,5}[万亿]?[ \u3000]?(?:-|－|—|–|~|～|至|到)[ \u3000]?"
    r"\d[\d.]{0,5}[ \u3000]?[万亿]?(?:[%％‰]|(?![年月日号点时])[\u4e00-\u9fff])"
)
_BEFORE = re.compile(
    r"(?:第|附件|附表|附录|附|表|图|注|专栏|案例|款|编号|文号|证号|账号|号|邮编|邮政编码|电话|传真|手机|热线|微信|QQ|No\.?|NO\.?|[〔\[［(（]|"
    r"双|版本|[vV]|“|\"|[+＋·•#＃@&])\s?[:：]?\s?$"
)
_BEHIND = re.compile(r"^(?:号|版|届|路|师|团(?!队)|栋|室|幢|班(?!车)|热线|平台|[〕\]］]|·|、?\d*[〕\]］])")
_ANSWERED = re.compile(
    r"(?:电话|热线|传真|手机|邮编|QQ|微信|账号|帐号|编号|代码|身份证|统一社会信用代码)[^,，。;；\n]{0,12}$"
)
_CALENDAR = re.compile(r"^(?:年|月|日|号|时(?![间代期])|点(?![位五多])|分(?:[0-9钟]|$)|世纪|年代|后(?=[,，。、]))")
_LASTS = re.compile(r"(?:历时|为期|持续|长达|已|满|用时|期限[为是]?|超过?|近|约|逾)\s?$")
_ITEM = re.compile(r"(?:^|\n)[ \t\u3000]*[(（]?$")
_ITEM_END = re.compile(r"^[.．、)）](?!\d)")
_SAID = re.compile(r"(?:达到?|为|到|是|共计?|合计|总计|计|约|超过?|近|增至|升至|降至|[:：=])\s?$")
_WORDS_BEFORE = re.compile(r"[^,，。;；:：\n\t|、！？!?“”0-9]{0,10}$")
_LONG_CODE = 8


class StatedNumber(NamedTuple):
    """A number with its measure word: `start` and `end` in the raw text, `clean_start` and `clean_end` in the repaired.

    `what` are the words before it in its clause or, for a cell, of its heads. `rate` marks shares and growth.
    """

    quote: str
    clean_quote: str
    start: int
    end: int
    clean_start: int
    clean_end: int
    what: str
    rate: bool


def find_stated_numbers(
    repaired: Repaired, taken: Sequence[tuple[int, int]] = (), *, published_on: str | None = None
) -> list[StatedNumber]:
    """Return the numbers that state a quantity, in order, but for stretches of the repaired text already `taken`."""
    unfolded = unfold_tables(to_plain_digits(repaired.text))
    text = unfolded.text
    dates = [(one.start, one.end) for one in find_scopes(text, calendar_of(text, published_on)) if one.text]
    found: list[StatedNumber] = []
    for start, end in sorted(set(_all(unfolded, dates))):
        clean_start, clean_end = unfolded.place(start, end, start)
        if any(clean_start < b and a < clean_end for a, b in taken):
            continue
        if found and clean_start < found[-1].clean_end:
            continue
        raw_start, raw_end = repaired.offsets.to_raw(clean_start, clean_end)
        before = _WORDS_BEFORE.search(text, max(0, start - 12), start)
        quote = text[start:end]
        found.append(
            StatedNumber(
                repaired.raw[raw_start:raw_end],
                repaired.text[clean_start:clean_end],
                raw_start,
                raw_end,
                clean_start,
                clean_end,
                f"{before[0].strip() if before else ''}{quote.strip()}",
                quote.rstrip().endswith(("%", "％", "‰", "百分点", "倍", "成")),
            )
        )
    return found


def _all(unfolded: Unfolded, dates: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield where numbers stand, with their measure words."""
    text = unfolded.text
    quantities = [
        (one.start, one.end)
        for one in find_quantities(text)
        if (not one.chinese or (one.value >= 10 and not one.first) or one.unit) and not _is_cut(text, one.start)
    ]
    written = [(start, end) for start, end in quantities if not text[start].isdigit()]
    for match in _NUMBER.finditer(text):
        start, end = match.start(), match.end("unit") if match["unit"] else match.end()
        of_cell = text.startswith("。", end) and unfolded.is_of_table(start)
        if not _is_within(start, dates) and (of_cell or not _is_name(text, match)):
            known = next((until for at, until in quantities if at == start), end)
            yield start, start + len(text[start : max(known, end)].rstrip())
    for match in _RANGE.finditer(text):
        if not _is_within(match.start(), dates) and not _ANSWERED.search(
            text, max(0, match.start() - 24), match.start()
        ):
            yield match.span()
    yield from (one for one in written if not _is_within(one[0], dates))


def _is_cut(text: str, start: int) -> bool:
    return text[max(0, start - 1) : start] == "第"


def _is_within(place: int, stretches: Sequence[tuple[int, int]]) -> bool:
    return any(start <= place < end for start, end in stretches)


def _is_name(text: str, match: re.Match[str]) -> bool:
    """Tell whether a number names, dates or orders something instead of counting it."""
    start, unit = match.start(), match["unit"] or ""
    digits = match.end("unit") - len(unit) if unit else match.end()
    before, behind = text[max(0, start - 24) : start], text[digits : digits + 8].lstrip()
    number = re.match(r"[\d,.]+", match[0])
    plain = number[0] if number else ""
    bare = match[0].strip() == plain and not unit
    if _BEFORE.search(before) or _BEHIND.match(behind) or _ANSWERED.search(before):
        return True
    if _CALENDAR.match(behind):
        return not (behind.startswith("年") and len(plain) < 3 and _LASTS.search(before))
    if _ITEM.search(before) and _ITEM_END.match(behind):
        return True
    if bare:
        return len(plain.replace(",", "")) >= _LONG_CODE or not _SAID.search(before)
    return len(plain) >= _LONG_CODE and "," not in plain and match[0].strip() == plain + unit
