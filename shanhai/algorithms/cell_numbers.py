"""Numbers, units and qualifiers as offices write them into cells.

It reads one cell at a time. It must not know which column or kind the cell belongs to beyond the unit it is told.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

from .cell_text import CHINESE_NUMERAL, is_error, is_nothing, parse_chinese_number, to_half_width

Qualifier = Literal["over", "about", "nearly"]
Raw = str | int | float | Decimal | None

MONEY_UNITS: dict[str, Decimal] = {
    "元": Decimal(1),
    "圆": Decimal(1),
    "块": Decimal(1),
    "块钱": Decimal(1),
    "元整": Decimal(1),
    "元人民币": Decimal(1),
    "人民币": Decimal(1),
    "角": Decimal("0.1"),
    "分": Decimal("0.01"),
    "百元": Decimal(100),
    "千元": Decimal(1000),
    "万": Decimal(10_000),
    "万元": Decimal(10_000),
    "十万元": Decimal(100_000),
    "百万元": Decimal(1_000_000),
    "千万元": Decimal(10_000_000),
    "亿": Decimal(100_000_000),
    "亿元": Decimal(100_000_000),
}
COUNT_UNITS: dict[str, str] = {
    "人": "person", "名": "person", "位": "person", "口": "person", "人口": "person",
    "人次": "person_time", "人·次": "person_time",
    "户": "household", "户数": "household", "户次": "household",
    "家": "enterprise", "家企业": "enterprise", "户企业": "enterprise",
    "对": "pair", "个项目": "project", "宗": "project",
    "期": "course", "场": "event", "场次": "event", "次": "time", "批次": "time", "班次": "course",
    "月": "month", "个月": "month", "天": "day", "日": "day", "年": "year", "周": "week",
    "村": "village", "个村": "village", "岁": "year", "周岁": "year",
}  # fmt: skip
RATIO_UNITS: dict[str, Decimal] = {
    "%": Decimal("0.01"),
    "％": Decimal("0.01"),
    "个百分点": Decimal("0.01"),
    "百分点": Decimal("0.01"),
    "‰": Decimal("0.001"),
    "成": Decimal("0.1"),
    "折": Decimal("0.1"),
}
_MULTIPLIERS = {
    "十": 10, "百": 100, "千": 1000, "k": 1000, "K": 1000, "w": 10_000, "W": 10_000, "万": 10_000, "萬": 10_000,
    "十万": 100_000, "百万": 1_000_000, "千万": 10_000_000, "亿": 100_000_000, "億": 100_000_000, "万亿": 10**12,
}  # fmt: skip

_OVER_AFTER = "余多"
_BEFORE: dict[str, Qualifier] = {
    "超过": "over", "超": "over", "逾": "over", "突破": "over", "不少于": "over", "不低于": "over", "至少": "over",
    "大于": "over", "高于": "over", "多于": "over", "≥": "over", ">": "over", ">=": "over", "不小于": "over",
    "约": "about", "大约": "about", "大概": "about", "约为": "about", "约计": "about", "预计": "about", "≈": "about",
    "估计": "about", "左右": "about", "近": "nearly", "将近": "nearly", "接近": "nearly", "不足": "nearly",
    "不到": "nearly", "不超过": "nearly", "低于": "nearly", "少于": "nearly", "≤": "nearly", "<": "nearly",
    "<=": "nearly", "最多": "nearly", "至多": "nearly",
}  # fmt: skip
_AFTER: dict[str, Qualifier] = {
    "以上": "over", "及以上": "over", "有余": "over", "起": "over", "多": "over", "余": "over", "+": "over",
    "左右": "about", "上下": "about", "许": "about", "不到": "nearly", "以内": "nearly", "以下": "nearly",
}  # fmt: skip

_NUMBER = re.compile(
    r"(?P<sign>(?:(?<![\d)年月日.元人户])[-+−–－△▲])|\((?=[\d.,]+\)))?\s*"
    r"(?P<digits>\d{1,3}(?:[,，]\s?\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|\.\d+)"
    r"\)?\s*"
    r"(?P<over>[余多来])?\s*"
    r"(?P<times>万亿|千万|百万|十万|万|萬|亿|億|千(?!克|瓦|米|卡)|[kKwW](?![a-zA-Z]))?\s*"
    r"(?P<over2>[余多来])?"
)
_CHINESE = re.compile(f"(?P<digits>(?<![第其])[{CHINESE_NUMERAL}]+)(?P<over>[余多来])?(?P<times>)(?P<over2>)(?P<sign>)")
_UNIT = re.compile(r"\s*(?P<unit>[%‰]|[^\d\s,，;；、()（）。:：+\-]{1,6})")
_BRACKETED = re.compile(r"[(（][^()（）]*[)）]")
_ACCOUNTING = re.compile(r"^\s*[(（]\s*([¥￥]?[\d,，.]+)\s*[)）]\s*$")
_CURRENCY = re.compile(r"[¥￥$]|RMB|CNY|rmb|人民币")


@dataclass(frozen=True, slots=True)
class Quantity:
    """What a cell says as a number.

    `value` counts in `unit`; a multiplier inside the cell (1.2万) is already in it and marked by `scaled`.
    `unit` is the unit as written in the cell ("万元" is split into scaled and "元") or None. `fault` is a code of
    problems: not_a_number, formula_error, two_values_in_cell. `empty` says the cell holds nothing at all.
    """

    value: Decimal | None = None
    unit: str | None = None
    scaled: bool = False
    qualifier: Qualifier | None = None
    repaired: bool = False
    fault: str | None = None
    empty: bool = False
    words: str = ""
    others: tuple[Decimal, ...] = ()


@dataclass(frozen=True, slots=True)
class Parsed:
    """An amount in fen read from a cell; see `Quantity`. `rounded` says that a part of a fen was dropped."""

    value: int | None = None
    unit: str | None = None
    repaired: bool = False
    qualifier: Qualifier | None = None
    fault: str | None = None
    empty: bool = False
    rounded: bool = False


def as_decimal(number: float | int | Decimal) -> Decimal:
    """Return a number of a workbook as Excel shows it, to 15 significant digits.

    >>> as_decimal(21167.739999999998)
    Decimal('21167.74')
    """
    if isinstance(number, Decimal):
        return number
    if isinstance(number, int):
        return Decimal(number)
    short = Decimal(format(number, ".15g"))
    return short.quantize(Decimal(1)) if short == short.to_integral_value() else short


def parse_quantity(cell: Raw) -> Quantity:
    """Return the number in a cell, however it is written.

    >>> parse_quantity("3,300余万元").value, parse_quantity("3,300余万元").qualifier
    (Decimal('33000000'), 'over')
    >>> parse_quantity("已召开２次").value, parse_quantity("八成五").value
    (Decimal('2'), Decimal('8.5'))
    """
    if cell is None:
        return Quantity(empty=True)
    if not isinstance(cell, str):
        return Quantity(value=as_decimal(cell))
    if is_error(cell):
        return Quantity(fault="formula_error")
    text = to_half_width(cell).strip()
    if is_nothing(text):
        return Quantity(empty=True)
    plain = _read_plain(text)
    if plain is not None:
        return Quantity(value=plain, repaired=True)
    return _read_words(text)


def _read_plain(text: str) -> Decimal | None:
    bare = text.replace(",", "").replace(" ", "")
    if re.fullmatch(r"[-+]?(\d+\.?\d*|\.\d+)", bare) and not re.search(r"\d \d", text):
        return Decimal(bare)
    return None


def _read_words(text: str) -> Quantity:
    text = re.sub(r"(?<=\d) (?=\d{3}(?!\d))", "", _CURRENCY.sub("", text)).replace("百分之", "％之")
    accounting = _ACCOUNTING.match(text)
    if accounting:
        return Quantity(value=-Decimal(re.sub("[,，]", "", accounting[1])), repaired=True)
    found = _find_numbers(text)
    if len(found) != 1:
        outside = _find_numbers(_BRACKETED.sub(" ", text))
        if len(outside) == 1:
            found, text = outside, _BRACKETED.sub(" ", text)
    if not found:
        return Quantity(fault="not_a_number", words=text)
    first = found[0]
    if len(found) > 1:
        if _is_yuan_with_parts(text, found):
            return replace(first, value=_sum_parts(text), unit="元", repaired=True)
        others = tuple(q.value for q in found[1:] if q.value is not None)
        return replace(first, fault="two_values_in_cell", others=others, repaired=True)
    return replace(first, repaired=True)


def _find_numbers(text: str) -> list[Quantity]:
    matches = list(_NUMBER.finditer(text)) or [m for m in _CHINESE.finditer(text) if _is_spelt_number(text, m)]
    return [_read_match(text, match) for match in matches]


def _is_spelt_number(text: str, match: re.Match[str]) -> bool:
    spelt = match["digits"]
    if parse_chinese_number(spelt) is None:
        return False
    tail = _UNIT.match(text, match.end())
    unit = tail["unit"] if tail else ""
    known = unit.startswith((*COUNT_UNITS, *MONEY_UNITS, *RATIO_UNITS, "个", "条", "座", "辆", "台", "套", "亩"))
    return known or (match.start() == 0 and match.end() == len(text)) or text.startswith("％之", match.start() - 2)


def _read_match(text: str, match: re.Match[str]) -> Quantity:
    digits = match["digits"].replace(",", "").replace("，", "").replace(" ", "")
    spelt = not digits[:1].isdigit() and not digits.startswith(".")
    value = parse_chinese_number(digits) if spelt else Decimal(digits)
    assert value is not None
    sign = match["sign"] or ""
    if sign and sign not in "+":
        value = -value
    times = match["times"] or ""
    if times:
        value *= _MULTIPLIERS[times]
    rest = text[match.end() :]
    unit, rest = _split_unit(rest)
    if spelt and unit == "成":
        half = re.match(r"([一二三四五六七八九])", rest)
        value += Decimal(0) if half is None else Decimal(parse_chinese_number(half[1]) or 0) / 10
    before = text[: match.start()].strip()
    if before.endswith("％之"):
        unit, before = "%", before[:-2]
    if before.endswith(("负", "减")):
        value, before = -abs(value), before[:-1]
    qualifier = _qualify(before, "".join(filter(None, (match["over"], match["over2"]))), rest)
    scaled = bool(times) or (spelt and any(c in digits for c in "万亿萬億"))
    return Quantity(value=value, unit=unit, scaled=scaled, qualifier=qualifier, words=before)


def _split_unit(rest: str) -> tuple[str | None, str]:
    tail = _UNIT.match(rest)
    if not tail:
        return None, rest
    written = tail["unit"]
    for known in sorted((*COUNT_UNITS, *MONEY_UNITS, *RATIO_UNITS), key=len, reverse=True):
        if written.startswith(known):
            return known, rest[tail.start("unit") + len(known) :]
    if any(written.startswith(word) for word in _AFTER):
        return None, rest
    return written, rest[tail.end() :]


def _qualify(before: str, inside: str, after: str) -> Qualifier | None:
    if inside:
        return "about" if inside == "来" else "over"
    for word in sorted(_BEFORE, key=len, reverse=True):
        if before.endswith((word, word + "为", word + "达", word + "计")):
            return _BEFORE[word]
    tail = after.strip().lstrip("整")
    for word in sorted(_AFTER, key=len, reverse=True):
        if tail.startswith(word):
            return _AFTER[word]
    return None


_PARTS = re.compile(
    r"^\D*?(?:(\d[\d,]*)亿)?(?:零?(\d)千(?=万))?(?:零?(\d[\d,]*)?万)?零?(?:(\d)千(?=\D|$))?零?(?:(\d[\d,.]*)?元)?"
    r"(?:(\d)角)?(?:零?(\d)分)?整?\D*$"
)
_PART_SCALES = tuple(Decimal(scale) for scale in ("1e8", "1e7", "1e4", "1e3", "1", "0.1", "0.01"))


def _is_yuan_with_parts(text: str, found: list[Quantity]) -> bool:
    match = _PARTS.match(text)
    return bool(match) and sum(1 for part in match.groups() if part) == len(found) if match else False


def _sum_parts(text: str) -> Decimal:
    match = _PARTS.match(text)
    assert match is not None
    pairs = zip(match.groups(), _PART_SCALES, strict=True)
    return sum((Decimal(part.replace(",", "")) * scale for part, scale in pairs if part), Decimal(0))


def in_base_unit(quantity: Quantity, *, column_unit: str | None) -> tuple[Decimal | None, bool]:
    """Return the amount in yuan and whether the cell's unit fits money: the cell's unit goes before the column's.

    >>> in_base_unit(parse_quantity("1.2万"), column_unit="元")
    (Decimal('12000'), True)
    """
    if quantity.value is None:
        return None, True
    unit = quantity.unit
    if unit in MONEY_UNITS:
        return quantity.value * MONEY_UNITS[unit], True
    if quantity.scaled:
        return quantity.value, unit is None or unit not in COUNT_UNITS
    fits = unit is None or (unit not in COUNT_UNITS and unit not in RATIO_UNITS)
    return quantity.value * MONEY_UNITS.get(column_unit or "元", Decimal(1)), fits


def parse_amount_fen(text_or_number: Raw, *, column_unit: str | None) -> Parsed:
    """Return the money in a cell as integer fen, rounded half up; the cell's own unit goes before the column's.

    `column_unit` is the unit words of the column's header (万元, 元, 亿元); None means yuan. Faults: not_a_number,
    formula_error, two_values_in_cell, mixed_unit (persons or a share where money belongs).

    >>> parse_amount_fen("3,300余万元", column_unit="元").value
    3300000000
    >>> parse_amount_fen(35.5, column_unit="万元").value
    35500000
    """
    quantity = parse_quantity(text_or_number)
    yuan, fits = in_base_unit(quantity, column_unit=column_unit)
    if yuan is None:
        return Parsed(repaired=quantity.repaired, fault=quantity.fault, empty=quantity.empty)
    exact = yuan * 100
    fen = int(exact.quantize(Decimal(1), rounding=ROUND_HALF_UP))
    return Parsed(
        value=fen,
        unit=quantity.unit,
        repaired=quantity.repaired,
        qualifier=quantity.qualifier,
        fault=quantity.fault or (None if fits else "mixed_unit"),
        rounded=fen != exact,
    )


def parse_ratio(cell: Raw) -> Quantity:
    """Return a share as a fraction where the cell itself says so (85%, 八成五, 百分之三); else the bare number.

    >>> parse_ratio("八成五").value, parse_ratio("114.2％").value
    (Decimal('0.85'), Decimal('1.142'))
    """
    quantity = parse_quantity(cell)
    if quantity.value is not None and quantity.unit in RATIO_UNITS:
        return replace(quantity, value=quantity.value * RATIO_UNITS[quantity.unit], scaled=True)
    return quantity


def write_decimal(number: Decimal) -> str:
    """Return a number as a plain decimal string without an exponent or trailing zeros.

    >>> write_decimal(Decimal("12000000.50"))
    '12000000.5'
    """
    text = format(number.normalize(), "f")
    return "0" if text in ("-0", "0") else text
