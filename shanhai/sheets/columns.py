"""From the cells of one column to values: numbers, days, choices, clean texts, each odd value told once with its rows.

Every distinct value is looked at once, so that a hundred thousand rows cost a look-up each. Values are Python's own:
integer fen for money, integers for counts, decimal text, codes of choices, `DayCell` for days, texts for places and
parties, which `check.py` resolves. It must not know the ledger or the registry.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from functools import partial
from math import isfinite
from typing import Any, NamedTuple

from shanhai.algorithms.cell_values import (
    COUNT_UNITS,
    MONEY_UNITS,
    Day,
    Quantity,
    in_base_unit,
    is_error,
    is_nothing,
    parse_day,
    parse_quantity,
    squeeze,
    to_half_width,
    write_decimal,
)
from shanhai.algorithms.check_digits import check_uscc, clean_number
from shanhai.catalogue.controls import write_yuan
from shanhai.catalogue.declare import FIRST_YEAR, LAST_YEAR, Kind
from shanhai.catalogue.units import UNITS
from shanhai.catalogue.words import Words
from shanhai.sheets.findings import Findings
from shanhai.sheets.layout import Head, SheetColumn
from shanhai.sheets.read import Table

FORMULA_SIGNS = ("=", "+", "-", "@")
NUMBER_MOST = 9 * 10**12
FLOAT_EXACT = 10**15
FEN_EXACT = 10**11  # below it a float of yuan errs by less than a thousandth of a fen
NOISE = 1e-6
SHORT = 4  # no word that says a cell is blank is longer
_EXPONENT = re.compile(r"\d[eE][+-]?\d")
_PLAIN = re.compile(r"-?\d+(?:\.\d+)?")
_GROUPED = re.compile(r"[-+−]?\d{1,3}(?:,\d{3})*(?:\.\d+)?\D*|[^,]*")
_LOOKALIKES = str.maketrans({"O": "0", "o": "0", "l": "1", "I": "1", "S": "5", "B": "8"})
_ISO = re.compile(r"\d{4}-\d{2}(?:-\d{2})?")
_NUMBERS = re.compile(r"\d+")
_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F) if chr(code) not in "！（），：；？"}
_BLANKS = dict.fromkeys((9, 10, 13, 160, 12288), " ")
_CLEAN_TABLE = {**dict.fromkeys(range(32)), **dict.fromkeys((0x200B, 0xFEFF)), **_WIDE, **_BLANKS}
_YES = frozenset({"是", "有", "√", "✓", "yes", "y", "true", "1", "对"})
_NO = frozenset({"否", "无", "×", "no", "n", "false", "0"})
_PARTS = re.compile(r"\s*[、,，;；/|\n]+\s*")
CODE_FAULTS = {
    "bad_length": Words("不是 18 位", "does not have 18 signs"),
    "bad_sign": Words("里有国标不用的字", "has a sign the standard does not use"),
    "bad_check_digit": Words("的校验位不对，有一位抄错", "has a wrong check digit: one sign is miscopied"),
}
PRECISIONS = ("day", "month", "year")


class DayCell(NamedTuple):
    """A day as exact as it was written; `first` and `last` bound it, `precision` is day, month or year."""

    on: date
    precision: str
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """The sentence to be told of a value, and what fills it."""

    code: str
    values: dict[str, Any]


Answer = tuple[Any, Told | None]
Converter = Callable[[Any], Answer]


def read_column(table: Table, kind: Kind, code: str, findings: Findings) -> list[Any]:
    """Return the values of a column in the order of the rows; None where a cell is blank or has a fault that blocks."""
    head = table.heads[code]
    raw = table.cells(code)
    convert = _converter(kind, head)
    distinct = set(raw)
    if True in distinct or False in distinct:
        # Yes and no are the same keys as 1 and 0; as words they are not.
        raw = [str(cell) if isinstance(cell, bool) else cell for cell in raw]
        distinct = set(raw)
    answers: dict[Any, Answer] = {}
    odd: dict[Any, Told] = {}
    for cell in distinct:
        answer = answers[cell] = _blank_or(cell, convert)
        if answer[1] is not None:
            odd[cell] = answer[1]
    if odd:
        _tell(table, head, raw, odd=odd, findings=findings)
    if head.column.required:
        blank = {cell for cell, answer in answers.items() if answer[0] is None and cell not in odd}
        if blank:
            _tell_of_blanks(table, head, [cell in blank for cell in raw], findings)
    values = {cell: answer[0] for cell, answer in answers.items()}
    return list(map(values.__getitem__, raw))


def _blank_or(cell: Any, convert: Converter) -> Answer:
    if cell == "" or cell is None:
        return None, None
    if isinstance(cell, str):
        if not cell.strip():
            return None, None
        if cell.startswith("#") and is_error(cell):
            return None, Told("cell_error", {})
    elif isinstance(cell, float) and not isfinite(cell):
        return None, Told("cell_error", {})
    return convert(cell)


def _tell(table: Table, head: Head, raw: list[Any], *, odd: dict[Any, Told], findings: Findings) -> None:
    rows: dict[Any, list[int]] = {cell: [] for cell in odd}
    for cell, line in zip(raw, table.lines, strict=True):
        if cell in rows:
            rows[cell].append(line)
    code = head.column.code
    for cell, told in odd.items():
        values = {"title": head.column.title, **told.values}
        value = values.pop("value", cell)
        findings.add(
            told.code,
            show_cell(value),
            sheet=table.sheet,
            column=table.letter(code),
            field=code,
            rows=rows[cell],
            **values,
        )


def _tell_of_blanks(table: Table, head: Head, is_blank: list[bool], findings: Findings) -> None:
    column = head.column
    shape = table.shape
    lines = [line for blank, line in zip(is_blank, table.lines, strict=True) if blank]
    letter = table.letter(column.code)
    if shape is not None and shape.formulas:
        lines = [line for line in lines if f"{letter}{line}" not in shape.formulas]
    if lines:
        example = column.example or EXAMPLES.get(column.type, "")
        findings.add(
            "required" if example else "required_plain",
            sheet=table.sheet,
            column=letter,
            field=column.code,
            rows=lines,
            title=column.title,
            **({"example": example} if example else {}),
        )


EXAMPLES = {
    "money": "96,000.00",
    "count": "12",
    "decimal": "36.5",
    "day": "2026-07-15",
    "year": "2026",
    "place": "峨边彝族自治县",
}


def show_cell(cell: Any) -> str:
    """Return a cell as its reader sees it: whole numbers without `.0`, days in figures.

    >>> show_cell(45200.0), show_cell(date(2026, 7, 9))
    ('45200', '2026-07-09')
    """
    if isinstance(cell, float) and isfinite(cell):
        return str(int(cell)) if cell.is_integer() and abs(cell) < FLOAT_EXACT else repr(cell)
    if isinstance(cell, datetime):
        return cell.isoformat(sep=" ") if cell.hour or cell.minute else cell.date().isoformat()
    return str(cell)


def _converter(kind: Kind, head: Head) -> Converter:
    column = head.column
    if column.code.endswith("_party_code"):
        return _read_code
    if column.type == "choice" and not column.choices:
        return partial(_read_text, column)
    if column.type in ("choice", "choices"):
        known = {squeeze(said).lower(): one.code for one in column.choices for said in (*one.said_as, one.code)}
        known.update(
            {squeeze(said).lower(): one.code for one in column.choices for said in (one.title.en, one.title.zh)}
        )
        reader = _read_choice if column.type == "choice" else _read_choices
        return partial(reader, column, known)
    if column.code == "amount" and column.type != "money":
        minor = UNITS[kind.amount_unit].minor if kind.amount_unit in UNITS else 1
        return partial(_read_measure, column, minor, kind)
    readers: dict[str, Converter] = {
        "money": partial(_read_money, column, head.money_unit or "元", kind if column.code == "amount" else None),
        "count": partial(_read_count, column),
        "decimal": partial(_read_decimal, column),
        "year": _read_year,
        "day": partial(_read_day, kind if column.code == "date" else None),
        "flag": _read_flag,
    }
    return readers.get(column.type, partial(_read_text, column))


def _read_text(column: SheetColumn, cell: Any) -> Answer:
    """Return a clean text. A number in a text column is written out unless the workbook has already lost digits."""
    if not isinstance(cell, str):
        if isinstance(cell, float) and abs(cell) >= FLOAT_EXACT:
            return None, Told("text_cut", {"value": f"{cell:.0f}"})
        return show_cell(cell), None
    if SHORT < len(cell) <= column.longest and cell.isalnum() and (cell.isascii() or cell.translate(_WIDE) == cell):
        return cell, None
    text = cell.strip()
    if not text.isascii() or not text.isprintable() or len(text.split()) > 1:
        text = " ".join(text.translate(_CLEAN_TABLE).split())
    if is_nothing(text):
        return None, None
    if text.startswith(FORMULA_SIGNS):
        bare = text.lstrip("".join(FORMULA_SIGNS)).strip()
        return None, Told("text_formula", {"sign": text[0], "right": _offer_bare(bare, column)})
    if len(text) > column.longest:
        return None, Told("text_long", {"count": len(text), "longest": column.longest})
    if text != cell.strip() and column.type == "text":
        return text, Told("text_mended", {"right": text})
    return text, None


def _offer_bare(bare: str, column: SheetColumn) -> str:
    """Return what a cell would say without its first sign; the column's own example where that is a command still."""
    is_plain = bare and not set(bare) & set("|!\"'()\\")
    return bare if is_plain else column.example or "—"


def _read_code(cell: Any) -> Answer:
    code = clean_number(to_half_width(show_cell(cell)))
    fault = check_uscc(code)
    return (code, None) if fault is None else (None, Told("code_bad", {"fault": CODE_FAULTS[fault]}))


def _read_choice(column: SheetColumn, known: dict[str, str], cell: Any) -> Answer:
    text = show_cell(cell).strip()
    if is_nothing(text):
        return None, None
    code = known.get(squeeze(text).lower())
    if code is None:
        return None, Told("choice_bad", {"choices": _join_choices(column)})
    title = next(one.title for one in column.choices if one.code == code)
    if text in (title.zh, title.en, code):
        return code, None
    return code, Told("choice_mended", {"right": title})


def _read_choices(column: SheetColumn, known: dict[str, str], cell: Any) -> Answer:
    text = show_cell(cell).strip()
    whole = [part for part in _PARTS.split(text) if part and not is_nothing(part)]
    parts = [one for part in whole for one in ([part] if squeeze(part).lower() in known else part.split())]
    codes = [known.get(squeeze(part).lower()) for part in parts]
    if None in codes:
        value = parts[codes.index(None)]
        return None, Told("choice_bad", {"choices": _join_choices(column), "value": value})
    return tuple(sorted({code for code in codes if code})) or None, None


def _join_choices(column: SheetColumn) -> Words:
    return Words("、".join(one.title.zh for one in column.choices), ", ".join(one.title.en for one in column.choices))


def _read_flag(cell: Any) -> Answer:
    text = squeeze(show_cell(cell)).lower()
    if text in _YES or text in _NO:
        return text in _YES, None
    return None, Told("choice_bad", {"choices": Words("是、否", "yes, no")})


def _read_money(column: SheetColumn, unit: str, kind: Kind | None, cell: Any) -> Answer:
    """Return integer fen. A number that is whole fen is taken as it is; all else is read with care and told."""
    factor = int(MONEY_UNITS[unit] * 100)
    if isinstance(cell, float | int) and not isinstance(cell, bool):
        whole = _whole_fen(cell, factor)
        if whole is not None:
            return _judge_size(whole, cell, kind)
    elif isinstance(cell, str):
        fault = _refuse_number_text(column, cell)
        if fault is not None:
            return None, fault
    else:
        return None, Told("number_bad", {"right": column.example or EXAMPLES["money"]})
    quantity = _quantity(cell)
    fault = _refuse_quantity(column, quantity, money=True)
    if fault is not None or quantity.empty:
        return None, fault
    yuan, _fits = in_base_unit(quantity, column_unit=unit)
    assert yuan is not None
    if abs(yuan) >= NUMBER_MOST:
        return None, Told("number_huge", {})
    exact_fen = yuan * 100
    fen = int(exact_fen.quantize(Decimal(1), ROUND_HALF_UP))
    value, told = _judge_size(fen, cell, kind)
    if told is not None:
        return value, told
    shown = f"{write_yuan(fen)} 元"
    right = Words(shown, shown.replace("元", "CNY"))
    if quantity.qualifier:
        return QualifiedFen(fen, quantity.qualifier), Told(
            "number_about", {"right": right, "qualifier": QUALIFIERS[quantity.qualifier]}
        )
    if fen != exact_fen:
        return fen, Told("number_finer", {"right": right})
    if isinstance(cell, str) and not _PLAIN.fullmatch(cell.strip()):
        return fen, Told("number_exponent" if _is_exponent(cell) else "number_mended", {"right": right})
    return fen, None


def _is_exponent(cell: str) -> bool:
    """Whether a number is written by a power of ten, as a program shortens it and nobody writes an amount: 1.2E+5."""
    return _EXPONENT.search(to_half_width(cell)) is not None


def _whole_fen(number: float, factor: int) -> int | None:
    """Return a number as fen where it is whole fen beyond doubt, None where it has to be looked at with care."""
    if abs(number) >= FLOAT_EXACT / factor:
        return None
    exact = number * factor
    fen = round(exact)
    return fen if abs(exact - fen) < NOISE and abs(fen) < FEN_EXACT else None


class QualifiedFen(int):
    """Fen read from a text that says over, about or nearly; behaves as the number and remembers the word."""

    qualifier: str

    def __new__(cls, fen: int, qualifier: str) -> QualifiedFen:
        value = super().__new__(cls, fen)
        value.qualifier = qualifier
        return value


QUALIFIERS = {"over": Words("超过", "over"), "about": Words("约", "about"), "nearly": Words("近", "nearly")}


def _judge_size(amount: int, cell: Any, kind: Kind | None) -> Answer:
    """Refuse a negative and ask about a zero, where the column is the amount of a flow."""
    if amount < 0 and (kind is None or not kind.negative_allowed):
        return None, Told("number_negative", {})
    if amount == 0 and kind is not None and kind.nature == "flow":
        return 0, Told("number_zero", {"value": show_cell(cell)})
    return amount, None


def _refuse_number_text(column: SheetColumn, cell: str) -> Told | None:
    """Refuse letters among the digits and commas that do not part thousands."""
    text = to_half_width(cell).strip()
    mended = text.translate(_LOOKALIKES)
    if mended != text and re.fullmatch(r"[-+\d,. ]+", mended) and re.search(r"\d", text):
        sign = next(one for one in text if one.translate(_LOOKALIKES) != one)
        bare = mended.replace(",", "").replace(" ", "")
        right = f"{Decimal(bare):,.2f}" if _PLAIN.fullmatch(bare) else column.example
        return Told("number_letter", {"sign": sign, "right": right})
    if "," in text and re.fullmatch(r"[-+−\d,.\s]+", text) and not _GROUPED.fullmatch(text.replace(" ", "")):
        return Told("number_bad", {"right": column.example or EXAMPLES["money"]})
    return None


def _quantity(cell: str | float) -> Quantity:
    """Return the number in a cell; one that no amount can be is told as huge before anything is computed with it."""
    try:
        found = parse_quantity(cell) if isinstance(cell, str) or abs(cell) < NUMBER_MOST else Quantity(fault="huge")
        too_large = found.value is not None and abs(found.value) >= NUMBER_MOST
    except ArithmeticError:
        too_large = True
    return Quantity(fault="huge") if too_large else found


def _refuse_quantity(column: SheetColumn, quantity: Quantity, *, money: bool) -> Told | None:
    right = {"right": column.example or EXAMPLES.get(column.type, "12")}
    if quantity.fault == "huge":
        return Told("number_huge", {})
    if quantity.fault == "two_values_in_cell":
        return Told("number_two", {})
    if quantity.fault == "formula_error":
        return Told("cell_error", {})
    if quantity.fault or (quantity.words and not quantity.qualifier):
        return Told("number_bad", right)
    if money and quantity.unit is not None and quantity.unit not in MONEY_UNITS:
        return Told("number_unit", right)
    return None


def _read_count(column: SheetColumn, cell: Any) -> Answer:
    value, told = _read_decimal(column, cell)
    if value is None:
        return None, told
    number = Decimal(value)
    if number != number.to_integral_value():
        return None, Told("count_part", {"right": str(int(number))})
    return int(number), told


def _read_year(cell: Any) -> Answer:
    """Return a year written in four digits; of two digits the year they mean is offered, never taken.

    >>> _read_year("２０２５年度"), _read_year("25")
    ((2025, None), (None, Told(code='year_bad', values={'right': '2025'})))
    """
    text = to_half_width(show_cell(cell)).strip()
    if is_nothing(text):
        return None, None
    bare = text.removesuffix("度").removesuffix("年").strip()
    is_number = bare.isascii() and bare.isdecimal()
    if is_number and FIRST_YEAR <= int(bare) <= LAST_YEAR:
        return int(bare), None
    meant = int(f"20{bare}") if is_number and len(bare) == 2 else 0
    return None, Told("year_bad", {"right": str(meant) if FIRST_YEAR <= meant <= LAST_YEAR else EXAMPLES["year"]})


def _read_measure(column: SheetColumn, minor: int, kind: Kind, cell: Any) -> Answer:
    """Return an amount that is not money as an integer of the unit's smallest part."""
    value, told = _read_decimal(column, cell)
    if value is None:
        return None, told
    parts = Decimal(value) * minor
    if parts != parts.to_integral_value():
        return None, Told("count_part", {"right": str(int(Decimal(value)))})
    judged, doubt = _judge_size(int(parts), cell, kind)
    return judged, told or doubt


def _read_decimal(column: SheetColumn, cell: Any) -> Answer:
    if isinstance(cell, float) and cell.is_integer() and 0 <= cell < FLOAT_EXACT:
        return str(int(cell)), None
    if isinstance(cell, date):
        return None, Told("number_bad", {"right": column.example or EXAMPLES["decimal"]})
    if isinstance(cell, str):
        fault = _refuse_number_text(column, cell)
        if fault is not None:
            return None, fault
    quantity = _quantity(cell if isinstance(cell, str | int | float) else str(cell))
    fault = _refuse_quantity(column, quantity, money=False)
    if fault is not None or quantity.empty:
        return None, fault
    assert quantity.value is not None
    if quantity.value < 0:
        return None, Told("number_negative", {})
    text = write_decimal(quantity.value)
    if isinstance(cell, str) and not _PLAIN.fullmatch(cell.strip()):
        if _is_exponent(cell):
            return text, Told("number_exponent", {"right": text})
        unit = quantity.unit or ""
        stray = unit and unit not in COUNT_UNITS and (column.unit is None or unit != column.unit.zh)
        if not stray or quantity.scaled:
            return text, Told("number_mended", {"right": text})
        return text, Told("number_mended", {"right": text}) if column.own else Told("number_bad", {"right": text})
    return text, None


def _read_day(kind: Kind | None, cell: Any) -> Answer:
    """Return the day of a cell; ISO text for a column of the kind's own (`kind` None)."""
    if isinstance(cell, date):
        on = cell.date() if isinstance(cell, datetime) else cell
        return (DayCell(on, "day") if kind is not None else on.isoformat()), None
    found = parse_day(cell if isinstance(cell, str | int | float) else str(cell))
    if found.empty:
        return None, None
    if found.fault or found.forecast or found.first is None:
        return None, _tell_bad_day(cell, found)
    value = _settle_day(kind, found)
    if value is None:
        return None, Told("date_bad", {"right": EXAMPLES["day"]})
    told = _tell_mended_day(cell, found)
    return (value if kind is not None else found.text), told


def _settle_day(kind: Kind | None, found: Day) -> DayCell | None:
    """Return the day an entry stands on: a flow within a month on its first day, a state over a span on its last."""
    first, last = found.first, found.last
    if first is None:
        return None
    if found.precision in PRECISIONS:
        if found.precision == "day":
            return DayCell(first, "day")
        return DayCell(first, str(found.precision), first, last)
    if last is None or (kind is not None and kind.nature == "flow"):
        return None
    return DayCell(last, "day", first, last)


def _tell_bad_day(cell: Any, found: Day) -> Told:
    text = show_cell(cell)
    numbers = [int(one) for one in _NUMBERS.findall(to_half_width(text))]
    if found.fault == "date_ambiguous" and found.first is not None:
        return Told(
            "date_two_ways", {"month": found.first.month, "right": f"{found.first.year}年{found.first.month}月"}
        )
    if found.fault == "date_invalid" and len(numbers) >= 2:
        year, month = numbers[0], numbers[1]
        day = numbers[2] if len(numbers) > 2 else 1
        if not 1 <= month <= 12:
            return Told("date_month", {"month": month, "right": f"{year}-12-{min(max(day, 1), 31):02d}"})
        return Told("date_day", {"right": f"{year}-{month:02d}-28"})
    return Told("date_bad", {"right": EXAMPLES["day"]})


def _tell_mended_day(cell: Any, found: Day) -> Told | None:
    text = show_cell(cell).strip()
    if found.text == text and _ISO.fullmatch(text):
        return None
    if re.fullmatch(r"[2-7]\d{4}(?:\.\d+)?", text):
        return Told("date_serial", {"right": found.text})
    assert found.first is not None
    if found.precision == "month":
        spoken = f"{found.first.year}年{found.first.month}月"
        iso = f"{found.first.year}-{found.first.month:02d}"
        months = Words(iso if text == spoken else spoken, iso)
        return Told("date_mended", {"right": months})
    return Told("date_mended", {"right": found.text})
