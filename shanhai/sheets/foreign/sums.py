"""Finds by arithmetic which columns add up to which, and whether totals across the table are right.

It must not know words: what a column is called was settled before. Totals down the table are in `totals`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal

from .rows import RECORD, SUBTOTAL, TOTAL
from .vocabulary import COUNT, MONEY, NUMBER
from .work import Column, Work

_ZERO = Decimal(0)
_NOT_SUMMED = frozenset(
    {"unit_price", "age", "rank", "score", "date_month", "date_day", "household_size", "balance", "tax_per_mu"}
)
ADDING = (MONEY, COUNT, NUMBER)


def is_close(one: Decimal, two: Decimal) -> bool:
    """Tell whether two sums are the same but for the tail of computed cells (more than four decimals)."""
    if one == two:
        return True
    decimals = max(-_exponent(one), -_exponent(two))
    return abs(one - two) <= Decimal("0.005") and decimals > 4


def _exponent(number: Decimal) -> int:
    exponent = number.normalize().as_tuple().exponent
    return exponent if isinstance(exponent, int) else 0


def summed_columns(work: Work) -> list[Column]:
    """Return the columns whose numbers can be added down the table."""
    timed = any(c.means in ("month", "period", "date") and not c.match.at for c in work.columns)
    return [
        c
        for c in work.columns
        if c.nature in ADDING
        and c.means not in _NOT_SUMMED
        and c.match.choice is None
        and not (timed and is_running(c))
    ]


def is_running(column: Column) -> bool:
    """Tell whether a column holds sums so far: from month to month they are not added up again."""
    return column.means.endswith("_cumulative") or "累计" in column.match.head.leaf


def find_row_sums(work: Work) -> None:
    """Settle for every column of row totals which columns it adds up, by what holds in most rows."""
    money = [c for c in work.columns if c.nature in ADDING and c.means not in _NOT_SUMMED]
    totals = [c for c in money if c.means == "check_total" or _is_whole(c)]
    doubtful: list[tuple[Column, list[int]]] = []
    for column in totals:
        best: tuple[float, int, list[Column]] | None = None
        for parts in _candidates(column, money):
            held, seen = _hold(work, column, parts)
            if seen and (best is None or (held / seen, len(parts)) > (best[0], best[1])):
                best = (held / seen, len(parts), parts)
            if held * 3 >= seen > 0:
                doubtful.append((column, [part.index for part in parts]))
        if best is not None and best[0] >= 0.6:
            work.parts_of[column.index] = [part.index for part in best[2]]
            if column.means == "amount" and all(part.means == "amount" for part in best[2]):
                column.match.means = "check_total"
    shapes = {_shape(index, parts) for index, parts in work.parts_of.items()}
    for column, indices in doubtful:
        if column.index not in work.parts_of and _shape(column.index, indices) in shapes:
            work.parts_of[column.index] = indices


def _shape(total: int, parts: list[int]) -> tuple[int, ...]:
    """Totals of like groups stand in like places to their parts."""
    return tuple(part - total for part in parts)


def _is_whole(column: Column) -> bool:
    path = column.match.head.path
    return column.means in ("amount_total", "amount", "persons", "households", "projects") and bool(
        re.search(r"合计|小计|总计|总投资|总额|总人数|总数", "".join(path))
    )


def _candidates(total: Column, money: list[Column]) -> Iterable[list[Column]]:
    place = money.index(total)
    facts = [c for c in money if c.means != "check_total"]
    for start in range(place - 1, -1, -1):
        if place - start >= 2:
            yield money[start:place]
        inner = [c for c in money[start:place] if c.means != "check_total"]
        if len(inner) >= 2 and len(inner) != place - start:
            yield inner
        subtotals = [c for c in money[start:place] if c.means == "check_total"]
        if len(subtotals) >= 2:
            yield subtotals
    for end in range(place + 3, len(money) + 1):
        yield money[place + 1 : end]
    by_field: dict[str, list[Column]] = {}
    for column in facts:
        by_field.setdefault(column.means, []).append(column)
    yield from (group for group in by_field.values() if len(group) >= 2 and total not in group)
    if len([c for c in facts if c is not total]) >= 2:
        yield [c for c in facts if c is not total]
    step = [c for c in money[:place] if c.match.head.leaf == money[place - 1].match.head.leaf] if place else []
    if len(step) >= 2:
        yield step


def _hold(work: Work, total: Column, parts: list[Column]) -> tuple[int, int]:
    held = seen = 0
    for row in work.records:
        stated = work.number(row, total)
        numbers = [n for part in parts if (n := work.number(row, part)) is not None]
        if stated is None or not numbers or (len(numbers) < 2 and stated == 0):
            continue
        seen += 1
        held += is_close(sum(numbers, _ZERO), stated)
    return held, seen


def check_row_sums(work: Work) -> None:
    """Report row totals that their parts do not give; a part read in a mended unit counts as mended."""
    by_index = {column.index: column for column in work.columns}
    for index, parts in work.parts_of.items():
        total = by_index[index]
        for row in work.records + work.rows(SUBTOTAL, TOTAL):
            stated = work.number(row, total)
            numbers = [n for part in parts if (n := work.number(row, by_index[part])) is not None]
            if stated is None or not numbers:
                continue
            right = sum(numbers, _ZERO)
            if is_close(right, stated) or _as_written(work, row, parts, stated):
                continue
            if work.roles[row] != RECORD or any(
                work.has_problem(row, by_index[part], "mixed_unit", "not_a_number", "formula_error") for part in parts
            ):
                continue
            work.report(row, total, "total_does_not_add", right=right)
            work.corrected[row, index] = right


def _as_written(work: Work, row: int, parts: list[int], stated: Decimal) -> bool:
    facts = [work.facts.get((row, part)) for part in parts]
    return is_close(sum((fact.number for fact in facts if fact and fact.number is not None), _ZERO), stated)
