"""Fills in what every cell says, carries down what stands once for several rows, and writes the records.

It must not judge whether a value is right; that is the checks' part.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

from shanhai.algorithms.cell_values import is_ditto, is_nothing, write_decimal

from .grid import show
from .header_text import find_table_unit, money_factor
from .rows import CARRIED, RECORD, SECTION, SUBTOTAL, TOTAL, UNIT
from .values import read_cell
from .vocabulary import COUNT, MONEY, NUMBER, RATIO
from .work import Column, Fact, Work

_GROUPING = frozenset(
    {
        "receiver", "giver", "town", "village", "place", "town_or_village", "park", "enclave", "category", "batch",
        "year", "month", "period", "date_month", "person_kind", "owner", "level", "channel", "side_a", "direction",
        "side_a_partner",
    }
)  # fmt: skip


def fill_facts(work: Work) -> None:
    """Read every cell of the body; merged areas, ditto marks and group names written once carry down."""
    continued, shared = _find_continued(work)
    for column in work.columns:
        if column.means == "ignored":
            continue
        grouped = column.means in _GROUPING and _is_written_once(work, column)
        before: Fact | None = None
        reader = column
        for row in sorted(work.roles):
            role = work.roles[row]
            if role in (UNIT, SECTION):
                reader = _with_unit(work, column, row)
            if role in (SECTION, SUBTOTAL, TOTAL) and grouped:
                before = None
            if role in (RECORD, SUBTOTAL, TOTAL, CARRIED):
                follows = grouped or (row in continued and column.index in shared)
                fact = _read(work, row, reader, before, grouped=follows and role == RECORD)
                if fact is not None:
                    work.facts[row, column.index] = fact
                if role == RECORD:
                    before = fact or before


def _with_unit(work: Work, column: Column, row: int) -> Column:
    """A line between the rows that states a unit holds for those below it, down to the next such line or section."""
    cells = (work.sheet.value(row, place) for place in range(work.region.left, work.region.right))
    said = next((unit for cell in cells if isinstance(cell, str) and (unit := find_table_unit(cell))), None)
    own = money_factor(column.match.head.unit)
    return replace(column, unit=said) if said and column.nature == MONEY and not own else column


def _find_continued(work: Work) -> tuple[set[int], set[int]]:
    """Return rows that carry on the record above them, and the columns whose cells stand once for all of them.

    Where merges were lost, such rows have no running number, and the same columns are blank in every one of them.
    """
    seq = work.column("seq")
    records = work.records
    if seq is None or any(work.sheet.area(row, seq.index) for row in records):
        return set(), set()
    rows = {row for row in records[1:] if work.sheet.value(row, seq.index) is None}
    if not rows or len(rows) * 2 > len(records):
        return set(), set()
    told = [column for column in work.columns if column.nature not in (MONEY, NUMBER, COUNT, RATIO)]
    shared = {c.index for c in told if c is not seq and all(work.sheet.value(row, c.index) is None for row in rows)}
    filled = {c.index for c in told if any(work.sheet.value(row, c.index) is not None for row in set(records) - rows)}
    shared &= filled
    return (rows, shared) if len(shared) >= 2 else (set(), set())


def _read(work: Work, row: int, column: Column, before: Fact | None, *, grouped: bool) -> Fact | None:
    cell = work.sheet.value(row, column.index)
    area = work.sheet.area(row, column.index)
    if area is not None and area.top < row and area.left == column.index and area.top >= work.region.first:
        return _carry(work.facts.get((area.top, column.index)))
    if isinstance(cell, str) and is_ditto(cell):
        return _carry(before)
    if cell is None and grouped:
        return _carry(before)
    return read_cell(work, row, column, cell)


def _carry(fact: Fact | None) -> Fact | None:
    if fact is None:
        return None
    return Fact(
        fact.shown, fact.value, fact.number, fact.raw, fact.day, fact.place, fact.qualifier, fact.unit,
        None, dict(fact.extra), True, fact.explicit_unit,
    )  # fmt: skip


def _is_written_once(work: Work, column: Column) -> bool:
    """Tell whether a group's name stands in its first row only: blanks follow it, and no name comes twice running."""
    values = [work.sheet.value(row, column.index) for row in work.records]
    if column.means == "date_month":
        return True
    if not values or values[0] is None:
        return False
    blanks = sum(1 for value in values if value is None)
    if any(work.sheet.area(row, column.index) for row in work.records):
        return False
    repeats = sum(1 for one, two in pairwise(values) if one is not None and one == two)
    dashes = sum(1 for value in values if isinstance(value, str) and is_nothing(value))
    return blanks * 3 >= len(values) and repeats == 0 and not dashes


def demote_headings(work: Work) -> None:
    """In a list of items a line without unit and numbers is a heading, even with a code of its own."""
    item = work.column("item")
    numbers = [column for column in work.columns if column.nature == NUMBER]
    if item is None or not numbers:
        return
    unit = work.column("unit")
    for row in work.records:
        said = [work.sheet.value(row, column.index) for column in numbers]
        blank = all(value is None for value in said) and (unit is None or work.sheet.value(row, unit.index) is None)
        if blank and (unit is not None or _OUTLINE.match(show(work.sheet.value(row, item.index), squeezed=True))):
            work.roles[row] = SECTION
            work.sections[row] = {}


_OUTLINE = re.compile(r"[一二三四五六七八九十]{1,3}[、.．]|[(（][一二三四五六七八九十]{1,3}[)）]")


def write_records(work: Work) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield every record's row and values: its cells, what sections and titles fix, and the day of split dates."""
    fixed: dict[str, str] = {}
    for row in sorted(work.roles):
        if work.roles[row] == SECTION:
            own = work.sections.get(row, {})
            fixed = {**fixed, **own} if _is_inner(work, row) else own
        if work.roles[row] != RECORD:
            continue
        values = _own_values(work, row)
        _turn_sides(work, row, values)
        _join_date(work, row, values)
        for name, value in (*fixed.items(), *work.context.fields.items()):
            if (name not in values and not _has_column(work, name)) or (
                name in fixed and name not in values and value == fixed[name]
            ):
                values[name] = value
        if values:
            yield row, values


def _is_inner(work: Work, row: int) -> bool:
    """A section right under another one, or of another field, adds to it."""
    own = set(work.sections.get(row, {}))
    above = [r for r in work.sections if r < row]
    return bool(above) and not own & set(work.sections[above[-1]]) and (above[-1] == row - 1)


def _has_column(work: Work, name: str) -> bool:
    return any(column.means == name for column in work.columns)


def _own_values(work: Work, row: int) -> dict[str, str]:
    values: dict[str, str] = {}
    for column in work.columns:
        fact = work.facts.get((row, column.index))
        if fact is None or column.means in ("ignored", "check_total", "date_month", "date_day"):
            continue
        if fact.value is not None:
            values.setdefault(column.key, _written(work, row, column, fact))
            if fact.qualifier:
                values[column.key + "_qualifier"] = fact.qualifier
        for name, value in fact.extra.items():
            values.setdefault(name, value)
    return values


def _turn_sides(work: Work, row: int, values: dict[str, str]) -> None:
    """In a list of people both ways the giver of a row is its richer side, whichever column that stands in."""
    facts = [work.fact(row, work.column(name)) for name in ("giver", "receiver")]
    one, two = (fact.place if fact else None for fact in facts)
    if one and two and one.place_id != two.place_id and work.places.order_sides(one, two)[0] is two:
        values["giver"], values["receiver"] = values["receiver"], values["giver"]


def _written(work: Work, row: int, column: Column, fact: Fact) -> str:
    mended = work.corrected.get((row, column.index))
    if mended is not None and column.nature in (MONEY, NUMBER) and work.has_problem(row, column, "mixed_unit"):
        return write_decimal(mended)
    assert fact.value is not None
    if column.nature in (MONEY, NUMBER) and fact.number is not None and fact.fault is None:
        return write_decimal(_to_fen(fact.number)) if column.nature == MONEY else fact.value
    return fact.value


def _to_fen(number: Decimal) -> Decimal:
    return number.quantize(Decimal("0.01")) if number.as_tuple().exponent not in (0, -1, -2) else number


def _join_date(work: Work, row: int, values: dict[str, str]) -> None:
    """Account books write month and day in two columns."""
    month, day = work.column("date_month"), work.column("date_day")
    if month is None or day is None or "date" in values:
        return
    one, two = work.fact(row, month), work.fact(row, day)
    year = values.get("year") or (str(work.context.year) if work.context.year else "")
    if one and two and one.number is not None and two.number is not None and year[:4].isdigit():
        try:
            values["date"] = dt.date(int(year[:4]), int(one.number), int(two.number)).isoformat()
        except ValueError:
            work.report(row, day, "date_invalid")
