"""Settles the unit every column's plain numbers are in. Must not know single cells' own units."""

from __future__ import annotations

from decimal import Decimal

from shanhai.algorithms.cell_values import MONEY_UNITS, parse_quantity

from .header_text import money_factor
from .values import is_percent_column
from .vocabulary import COUNT, MONEY, NUMBER, RATIO
from .work import Column, Work

# Prices and pay are told in yuan even under a table that counts in 万元, unless their own header says otherwise.
_SMALL = frozenset({"unit_price", "monthly_pay", "freight", "discount"})


def settle_units(work: Work, rows: list[int]) -> None:
    """Give every column the unit of its header, else the table's; ratio columns learn whether they are percentages."""
    for column in work.columns:
        if column.nature == RATIO:
            column.percent = is_percent_column(work, column, rows)
        elif column.nature == MONEY:
            own = money_factor(column.match.head.unit)
            column.unit = own or (None if column.means in _SMALL else work.context.unit)
        elif column.nature in (COUNT, NUMBER):
            column.unit = column.match.head.unit or column.unit
    _share_unit(work)
    _weigh_prices(work, rows)


def _share_unit(work: Work) -> None:
    """Where no line states a unit and every amount that has one counts alike, those without count so too."""
    stated = {c.unit for c in work.columns if c.nature == MONEY and c.unit and c.means not in _SMALL}
    if work.context.unit or len(stated) != 1:
        return
    for column in work.columns:
        if column.nature == MONEY and column.unit is None and column.means not in _SMALL:
            column.unit = next(iter(stated))


def _weigh_prices(work: Work, rows: list[int]) -> None:
    """A price without a unit of its own is in the unit in which price times quantity gives the amount."""
    price, quantity, amount = work.column("unit_price"), work.column("quantity"), work.column("amount")
    if not (price and quantity and amount) or money_factor(price.match.head.unit):
        return
    votes = {"元": 0, amount.unit or "元": 0}
    for row in rows[:200]:
        one, many, whole = (_plain(work, row, column) for column in (price, quantity, amount))
        if not one or not many or not whole:
            continue
        yuan = whole * MONEY_UNITS.get(amount.unit or "元", Decimal(1))
        for unit in votes:
            if abs(one * MONEY_UNITS[unit] * many - yuan) <= abs(yuan) / 100:
                votes[unit] += 1
    price.unit = max(votes, key=lambda unit: votes[unit]) if any(votes.values()) else "元"


def _plain(work: Work, row: int, column: Column) -> Decimal | None:
    cell = work.sheet.value(row, column.index)
    if isinstance(cell, bool) or not isinstance(cell, str | int | float):
        return None
    return parse_quantity(cell).value
