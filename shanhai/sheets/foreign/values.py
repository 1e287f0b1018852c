"""Reads one cell as its column means it: base units, dates with their precision, places of today, clean names.

It must not know totals, records or other rows.
"""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal

from shanhai.algorithms.cell_values import (
    COUNT_UNITS,
    MONEY_UNITS,
    RATIO_UNITS,
    Day,
    as_decimal,
    in_base_unit,
    is_ditto,
    is_error,
    is_nothing,
    parse_chinese_number,
    parse_day,
    parse_quantity,
    parse_ratio,
    squeeze,
    to_half_width,
    write_decimal,
)
from shanhai.algorithms.check_digits import clean_number

from .grid import Value, show
from .header_text import money_factor, read_choice, read_dimension, split_unit
from .number_formats import date_precision, is_share_format, shown_decimals
from .places import looks_like_town, looks_like_village
from .vocabulary import CODE, COUNT, DATE, MONEY, NUMBER, PLACE, RATIO, SPAN, TEXT, YESNO
from .work import Column, Fact, Work

_STILL = re.compile(r"(?:至|到)(?:今|现在|目前)|(?:目前|仍|现|尚)?在岗|仍在(?:岗|职)")
_YES = frozenset(
    {
        "是",
        "有",
        "√",
        "✓",
        "✔",
        "☑",
        "已",
        "Y",
        "y",
        "YES",
        "Yes",
        "已签",
        "已签订",
        "签订",
        "●",
        "○",
        "■",
        "TRUE",
        "对",
        "已召开",
    }
)
_NO = frozenset({"否", "无", "×", "✗", "✘", "未", "N", "n", "NO", "No", "未签", "未签订", "没有", "FALSE", "未召开"})
_FITTING = {
    "persons": {"person", "person_time"}, "persons_due": {"person"}, "household_size": {"person"},
    "households": {"household"}, "months": {"month", "year"}, "days": {"day", "month", "week"},
    "age": {"year"}, "projects": {"project"},
}  # fmt: skip
_FALLING = re.compile(r"(?:下降|减少|降低|负增长|回落|下滑|降)[了约为]*$")
_TICKED = frozenset("√✓✔☑×✗✘")
_HOUSEHOLDS_PERSONS = re.compile(
    r"(?P<h>[\d,]+|[一二三四五六七八九十百千两]+)户(?:[、,，和及]|共|约)?(?P<p>[\d,]+|[一二三四五六七八九十百千两]+)(?:余)?(?:人|名)"
)
_SHORT_BIRTH = re.compile(r"(\d\d)[./年-](\d{1,2}(?:[./月-]\d{1,2})?)[月日]?")
_ONLY_LENGTH = re.compile(r"(?:\d+|[一二两三四五六七八九十]+|半)个?(?:年|月|天|周)")
_LISTED = re.compile(r"[、,，;；/\n\r]+|\s{1,}")
_COUNTS_BY = {"万": Decimal(10_000), "千": Decimal(1000), "百万": Decimal(1_000_000)}
_ITEM_UNITS = {
    "人": "person", "名": "person", "位": "person", "人次": "person_time", "家": "enterprise", "户": "household",
    "对": "pair", "期": "course", "%": "ratio", "％": "ratio", "项": "item", "万人": "person", "万人次": "person_time",
    "家企业": "enterprise", "个项目": "project", "个园区": "park", "个村": "village", "村": "village", "亩": "mu",
}  # fmt: skip
_UNIT_BY_ITEM = (
    (r"项目", "project"), (r"园区?|飞地", "park"), (r"企业|公司", "enterprise"), (r"村|社区", "village"),
    (r"车间", "workshop"), (r"学校|医院|结对", "pair"), (r"培训班|期", "course"),
)  # fmt: skip


def read_cell(work: Work, row: int, column: Column, cell: Value) -> Fact | None:
    """Return what a cell says, or None where it says nothing."""
    if cell is None or (isinstance(cell, str) and (is_nothing(cell) or is_ditto(cell))):
        says_no = column.nature == YESNO and isinstance(cell, str) and squeeze(cell) in _NO
        return Fact(show(cell), value="否") if says_no else None
    shown = show(cell)
    nature = column.nature
    if nature not in (TEXT, YESNO) and squeeze(shown) in ("×", "✗", "x", "X"):
        return None
    if isinstance(cell, str) and is_error(cell):
        return Fact(shown, fault="formula_error")
    if column.match.choice is not None:
        return _read_tick(column, shown)
    if nature in (MONEY, COUNT, NUMBER):
        return _read_number(work, row, column, cell, shown)
    if nature == RATIO:
        return _read_ratio(work, row, column, cell, shown)
    if nature in (DATE, SPAN):
        return _read_day(work, row, column, cell, shown)
    if nature == PLACE:
        return _read_place(work, column, shown)
    if nature == CODE:
        return _read_code(work, row, column, cell, shown)
    return _read_text(work, row, column, shown, nature=nature)


def _read_tick(column: Column, shown: str) -> Fact | None:
    text = squeeze(shown)
    if text in _NO or text == "0":
        return None
    return Fact(shown, value=column.match.choice)


def _plain(cell: Value) -> str | float | int | None:
    if isinstance(cell, bool):
        return None
    if isinstance(cell, str | float | int):
        return cell
    return show(cell)


def _read_number(work: Work, row: int, column: Column, cell: Value, shown: str) -> Fact:
    if isinstance(cell, dt.date | dt.time | dt.timedelta):
        return Fact(shown, fault="not_a_number")
    quantity = parse_quantity(_plain(cell))
    fact = Fact(shown, qualifier=quantity.qualifier, unit=quantity.unit, fault=quantity.fault)
    both = _read_households_persons(shown)
    if both:
        fact.extra, fact.fault = both, None
        if column.means in both:
            fact.number = fact.raw = Decimal(both[column.means])
            fact.value = both[column.means]
        return fact
    if quantity.value is None:
        if column.means in ("target", "actual", "value", "value_previous", "target_original"):
            return _read_yes_or_word(fact, shown)
        return fact
    fact.forecast = bool(re.search(r"预计|预测|预估", shown))
    if fact.forecast and fact.qualifier == "about":
        fact.qualifier = None
    fact.raw = quantity.value
    unit = row_unit(work, row) or column.unit if column.nature == NUMBER and column.means != "quantity" else column.unit
    if unit in ("%", "％"):
        fact.number = quantity.value / 100
        fact.value = write_decimal(fact.number)
        return fact
    if column.nature == MONEY or (
        column.nature == NUMBER and money_factor(unit) is not None and column.means != "quantity"
    ):
        yuan, fits = in_base_unit(quantity, column_unit=money_factor(unit))
        fact.number = yuan
        fact.explicit_unit = quantity.unit in MONEY_UNITS or quantity.scaled
        fact.other_unit = fact.explicit_unit and _differs(quantity.unit, quantity.scaled, unit)
        fact.fault = fact.fault or (None if fits else "mixed_unit")
    else:
        fact.number = quantity.value * _count_factor(unit, scaled=quantity.scaled)
        if column.nature == COUNT and _clashes(column.means, quantity.unit):
            fact.fault = fact.fault or "mixed_unit"
    fact.value = write_decimal(fact.number) if fact.number is not None else None
    return fact


def row_unit(work: Work, row: int) -> str | None:
    """Return the unit a row states for its numbers, in a column of units or behind the item's name."""
    column = work.column("unit")
    if column is not None:
        text = squeeze(show(work.cell(row, column)))
        if text and not is_nothing(text):
            return text
    item = work.column("item")
    return split_unit(squeeze(show(work.sheet.value(row, item.index))))[1] if item else None


def _differs(written: str | None, scaled: bool, unit: str | None) -> bool:
    return written is not None and written != (unit or "元") and scaled


def _count_factor(unit: str | None, *, scaled: bool) -> Decimal:
    match = re.match(r"(百万|万|千)(?!元)", unit or "")
    return _COUNTS_BY[match[1]] if match and not scaled else Decimal(1)


def _clashes(means: str, unit: str | None) -> bool:
    """Persons counted in households or yuan, months in days: a unit that belongs to something else."""
    wanted = _FITTING.get(means)
    if wanted is None or unit is None:
        return False
    if unit in MONEY_UNITS and unit not in ("分", "角"):
        return True
    return unit in COUNT_UNITS and COUNT_UNITS[unit] not in wanted and unit not in ("个", "次")


def _read_yes_or_word(fact: Fact, shown: str) -> Fact:
    text = squeeze(shown)
    if text in _YES or re.fullmatch(r"已?(?:完成|召开|开展|落实|建立|达标|签订)", text):
        fact.value, fact.fault = "是", None
    elif text in _NO or re.fullmatch(r"未(?:完成|召开|开展|落实|建立|达标)", text):
        fact.value, fact.fault = "否", None
    return fact


def _read_households_persons(text: str) -> dict[str, str] | None:
    match = _HOUSEHOLDS_PERSONS.search(squeeze(text))
    if not match:
        return None
    households, persons = (parse_quantity(match[name]).value for name in ("h", "p"))
    if households is None or persons is None:
        return None
    return {"households": write_decimal(households), "persons": write_decimal(persons)}


def _read_ratio(work: Work, row: int, column: Column, cell: Value, shown: str) -> Fact:
    if isinstance(cell, dt.date | dt.time | dt.timedelta):
        return Fact(shown, fault="not_a_number")
    quantity = parse_ratio(_plain(cell))
    fact = Fact(shown, qualifier=quantity.qualifier, fault=quantity.fault)
    if quantity.value is None:
        text = squeeze(shown)
        if (
            re.search(r"完成|达标|召开|不适用|超额|正常|停工|未|验收|竣工|开工|完工|建成|投用|在建|推进", text)
            or text in _YES
            or text in _NO
        ):
            fact.fault = None
            if column.means == "progress" and re.fullmatch(
                r"(?:已|全部|全面)?(?:完成|完工|竣工|竣工验收|验收|建成|建成投用)", text
            ):
                fact.value, fact.number = "1", Decimal(1)
            elif column.means == "progress" and re.fullmatch(r"未(?:开工|启动|实施)", text):
                fact.value, fact.number = "0", Decimal(0)
        return fact
    number = -quantity.value if _FALLING.search(quantity.words) else quantity.value
    if not quantity.scaled:
        code = work.sheet.formats.get((row, column.index), "")
        if not (code and is_share_format(code)):
            number = _scale_ratio(number, column)
    fact.number = fact.raw = number
    fact.value = write_decimal(number)
    return fact


def _scale_ratio(number: Decimal, column: Column) -> Decimal:
    if column.percent:
        return (
            number
            if 0 < abs(number) <= 1
            and (number != number.to_integral_value() or number == 1)
            and column.means != "growth"
            else number / 100
        )
    return (
        number / 100
        if abs(number) > 20 and column.means in ("progress", "paid_ratio", "share", "ratio", "transfer_rate")
        else number
    )


def _read_day(work: Work, row: int, column: Column, cell: Value, shown: str) -> Fact:
    year = work.context.year or (work.received.year if work.received else None)
    code = work.sheet.formats.get((row, column.index), "")
    if isinstance(cell, dt.date):
        day = parse_day(cell)
        precision = date_precision(code) if code else "day"
        if day.first is not None and (
            precision == "month" or (precision == "day" and _is_month_column(column) and day.first.day == 1)
        ):
            day = parse_day(day.first.strftime("%Y.%m"))
        elif day.first is not None and precision == "year":
            day = parse_day(float(day.first.year))
        return Fact(shown, value=day.text, day=day)
    if column.means in ("date_month", "date_day"):
        quantity = parse_quantity(_plain(cell))
        return Fact(
            shown, value=write_decimal(quantity.value) if quantity.value is not None else None, number=quantity.value
        )
    if isinstance(cell, dt.time | dt.timedelta | bool):
        return Fact(shown, fault="not_a_date")
    if column.means == "end_date" and _STILL.fullmatch(squeeze(shown)):
        return Fact(shown)
    named = read_dimension(shown, year) if column.means in ("month", "period", "year") else None
    if named and column.means == "month" and named[0] == "month":
        return Fact(shown, value=named[1])
    if not isinstance(cell, str) and column.means == "month" and 1 <= cell <= 12 and year:
        return Fact(shown, value=f"{year}-{int(cell):02d}")
    decimals = shown_decimals(code) if code else None
    day = parse_day(cell, year=year, shown_decimals=decimals)
    guessed = work.context.year_is_guessed and day.assumed_year
    if guessed and year and work.received and day.first and day.first > work.received:
        day = parse_day(cell, year=year - 1, shown_decimals=decimals)
    if isinstance(cell, str) and column.means == "term":
        day = _read_terms(cell, day, year)
        if day.fault == "not_a_date" and _ONLY_LENGTH.fullmatch(squeeze(cell)):
            return Fact(shown, value=_term_from_start(work, row, cell))
    if column.means == "birth" and (short := _SHORT_BIRTH.fullmatch(squeeze(shown))):
        day = parse_day(f"{1900 + int(short[1]) if int(short[1]) > 25 else 2000 + int(short[1])}.{short[2]}")
    fact = Fact(shown, value=day.text, day=day, fault=day.fault, forecast=day.forecast)
    if isinstance(cell, str) and column.nature == DATE and _count_days(cell, year) > 1:
        fact.fault = "two_values_in_cell"
    if column.means == "term" and work.kind == "labour.placement" and day.text and day.precision == "span":
        begun, _, ended = day.text.partition("/")
        fact.extra = {"start_date": begun} | ({"end_date": ended} if ended != ".." else {})
    if column.means == "year" and day.first is not None:
        fact.value = str(day.first.year)
    return fact


def _count_days(cell: str, year: int | None) -> int:
    parts = [part for part in re.split(r"[;；、，,\n]", to_half_width(cell)) if part.strip()]
    return sum(1 for part in parts if parse_day(part, year=year).text) if len(parts) > 1 else 1


def _term_from_start(work: Work, row: int, length: str) -> str | None:
    """A term of three years without a day begins where the row's other column says."""
    start = work.column("start_date")
    begun = work.cell(row, start) if start else None
    text = show(begun) if begun is not None else ""
    return parse_day(f"{length}（{text}起）").text if text else None


def _is_month_column(column: Column) -> bool:
    return column.match.head.leaf.endswith(("年月", "月份"))


def _read_terms(cell: str, whole: Day, year: int | None) -> Day:
    """Two spans in one cell are two terms."""
    parts = [
        part for part in re.split(r"[;；、，,\n]|(?<=\d)\s+(?=(?:19|20)\d\d)", to_half_width(cell)) if part.strip()
    ]
    spans = [day for part in parts if (day := parse_day(part, year=year)).precision == "span"]
    if len(spans) >= 2:
        return Day(text=spans[0].text, precision="span", first=spans[0].first, last=spans[0].last, fault="two_terms")
    return whole


def _read_place(work: Work, column: Column, shown: str) -> Fact:
    text = squeeze(shown)
    fact = Fact(shown)
    place = work.places.resolve(text, work.context.near)
    if place is None:
        place = _read_longer_place(work, text)
    if place is not None:
        fact.place, fact.value, fact.old_name = place, place.shown, place.old_name
        return fact
    pair = work.places.read_pair(text)
    if pair and column.means in ("giver", "receiver"):
        fact.extra = {"giver": pair[0].shown, "receiver": pair[1].shown}
        fact.value = fact.extra[column.means]
        return fact
    parts = [part for part in re.split(r"[、,，;；/]", text) if part]
    listed = [work.places.resolve(part, work.context.near) for part in parts]
    if len(parts) > 1 and all(listed):
        fact.value = ";".join(one.shown for one in listed if one)
        return fact
    if re.fullmatch(
        r"(?:全|各|本|该)(?:县|市|区|州|省|旗|国)(?:区|市|县)?|省外|省内|县内|县外|国外|市内|市外|不限|多地|东部地区?|西部地区?|其他",
        text,
    ):
        return fact
    fact.fault = "unknown_place"
    return fact


def _read_longer_place(work: Work, text: str):
    """A place with a town, village or street behind it is that place."""
    for end in range(len(text) - 1, 2, -1):
        if text[end - 1] in "省市县区州旗":
            rest = text[end:]
            if not (
                looks_like_town(rest)
                or looks_like_village(rest)
                or re.search(r"(?:路|街|号|园|园区|工业区|大道|厂|公司|村|镇|街道)", rest)
            ):
                continue
            place = work.places.resolve(text[:end], work.context.near)
            if place is not None:
                return place
    return None


def _read_code(work: Work, row: int, column: Column, cell: Value, shown: str) -> Fact:
    text = shown.strip().lstrip("'’`")
    means = column.means
    if isinstance(cell, float | int) and not isinstance(cell, bool):
        code = work.sheet.formats.get((row, column.index), "")
        if re.fullmatch(r"0{2,}", code):
            text = text.zfill(len(code))
        fault = "number_lost_digits" if abs(cell) >= 10**15 and means != "seq" else None
        return Fact(shown, value=text, number=as_decimal(cell), fault=fault)
    if re.fullmatch(r"\d(?:\.\d+)?[Ee]\+?\d{2}", squeeze(text)):
        return Fact(shown, value=squeeze(text), fault="number_lost_digits")
    if means in ("id_number", "uscc", "id_number_masked"):
        return Fact(shown, value=clean_number(to_half_width(text)))
    if means == "batch":
        named = read_dimension(text, None)
        plain = parse_chinese_number(squeeze(text)) or parse_quantity(text).value
        value = (
            named[1] if named and named[0] == "batch" else write_decimal(plain) if plain is not None else squeeze(text)
        )
        return Fact(shown, value=value)
    return Fact(shown, value=squeeze_name(text))


def squeeze_name(text: str) -> str:
    """Return a text without blanks next to Chinese signs and with single blanks elsewhere.

    >>> squeeze_name("钱　例海"), squeeze_name("A 1  B")
    ('钱例海', 'A 1 B')
    """
    bare = re.sub(r"[\s\u3000]+", " ", text).strip()
    return re.sub(r"(?<=[\u4e00-\u9fff（），。；、])\s+|\s+(?=[\u4e00-\u9fff（），。；、])", "", bare)


def _read_text(work: Work, row: int, column: Column, shown: str, *, nature: str) -> Fact:
    text = squeeze_name(shown)
    means = column.means
    fact = Fact(shown, value=text)
    if means in ("benefit", "remark", "category", "status", "purpose"):
        both = _read_households_persons(text)
        if both:
            fact.extra = both
    if means in ("side_a", "side_b", "side_a_partner") and re.search(r"[、;；\n]", shown.strip()):
        fact.value = ";".join(squeeze_name(part) for part in re.split(r"[、;；\n]+", shown.strip()) if part.strip())
    elif means == "departments":
        fact.value = ";".join(part for part in _LISTED.split(shown.strip()) if part)
    elif (
        squeeze(text) in _TICKED
        or (_asks(column) and squeeze(text) in _YES | _NO)
        or (nature == YESNO and squeeze(text) in _YES | _NO)
    ):
        fact.value = "是" if squeeze(text) in _YES else "否"
    elif means == "sex":
        bare = squeeze(text)
        fact.value = "男" if bare.startswith("男") else "女" if bare.startswith("女") else bare
        if "男" in bare and "女" in bare:
            fact.fault = "two_values_in_cell"
    elif means == "unit":
        fact.value = _read_item_unit(work, row, squeeze(text))
    elif means == "destination":
        choice = read_choice(text)
        fact.value = choice[1] if choice and choice[0] == "destination" else text
    elif means in ("ignored", "seq"):
        fact.value = text
    return fact


def _asks(column: Column) -> bool:
    return column.match.head.leaf.startswith(("是否", "有无", "能否"))


def _read_item_unit(work: Work, row: int, text: str) -> str:
    if money_factor(text) is not None or text in MONEY_UNITS:
        return "CNY"
    if text in _ITEM_UNITS:
        return _ITEM_UNITS[text]
    if text == "个":
        item = next((column for column in work.columns if column.means == "item"), None)
        name = squeeze(show(work.sheet.value(row, item.index))) if item else ""
        return next((unit for pattern, unit in _UNIT_BY_ITEM if re.search(pattern, name)), text)
    return text


def is_percent_column(work: Work, column: Column, rows: list[int]) -> bool:
    """Tell whether plain numbers of a ratio column are percentages: the header says so, or most are above 1.5."""
    plain = []
    for row in rows:
        cell = work.sheet.value(row, column.index)
        if isinstance(cell, bool) or is_share_format(work.sheet.formats.get((row, column.index), "")):
            continue
        quantity = parse_quantity(cell) if isinstance(cell, str | float | int) else None
        if quantity is not None and quantity.value is not None and quantity.unit not in RATIO_UNITS:
            plain.append(abs(quantity.value))
    if not plain:
        return False
    above = sum(1 for number in plain if number > Decimal("1.5"))
    if column.match.head.unit in ("%", "％"):
        return above * 4 >= len([number for number in plain if number]) or all(
            number == number.to_integral_value() for number in plain if number != 1
        )
    return above * 2 > len(plain)
