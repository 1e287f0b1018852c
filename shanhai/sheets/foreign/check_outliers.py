"""Numbers in the wrong unit: thousands of times off what stands around them. Must not know totals of rows below.

A number counts as off only where dividing or multiplying by a step between units (10,000 for 元 and 万元, 100,000,000
for 元 and 亿元) brings it among its neighbours.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from .sums import is_close
from .vocabulary import MONEY, NUMBER
from .work import Column, Work

_STEPS = (Decimal(10_000), Decimal(100_000_000), Decimal(1000))
_FAR = 40
_FEW = 4


def mend_units(work: Work) -> None:
    """Report and mend numbers that are a unit step off their column."""
    for column in work.columns:
        if column.nature == MONEY and column.means not in ("check_total", "unit_price", "balance"):
            _mend_column(work, column)
    if work.kind in ("return.yearly", "agreement.target"):
        _mend_items(work)


def _mend_column(work: Work, column: Column) -> None:
    numbers = {}
    for row in work.records:
        fact = work.fact(row, column)
        if fact and fact.number and fact.number != 0 and not fact.carried:
            numbers[row] = fact.number
    spread = [
        other
        for c in work.columns
        if c.means == column.means and c is not column
        for row in work.records
        if (other := _number(work, row, c))
    ]
    if len(numbers) + len(spread) <= _FEW:
        return
    ordered = sorted(abs(number) for number in numbers.values())
    for row, number in numbers.items():
        fact = work.fact(row, column)
        if fact is None or fact.explicit_unit:
            continue
        others = _Others(ordered, bisect_left(ordered, abs(number))) if len(ordered) > 1 else sorted(spread)
        right = _find_step(abs(number), others, strict=len(others) < 8)
        if right is None:
            continue
        mended = right if number > 0 else -right
        if _total_says_as_written(work, row, column, number):
            continue
        work.report(row, column, "mixed_unit", right=mended)
        work.corrected[row, column.index] = mended


class _Others(Sequence[Decimal]):
    """A sorted list without one of its members, at no cost."""

    def __init__(self, ordered: list[Decimal], without: int) -> None:
        self.ordered, self.without = ordered, without

    def __len__(self) -> int:
        return len(self.ordered) - 1

    def __getitem__(self, place: Any) -> Any:
        place = place + len(self) if place < 0 else place
        return self.ordered[place if place < self.without else place + 1]


def _number(work: Work, row: int, column: Column) -> Decimal | None:
    fact = work.fact(row, column)
    return abs(fact.number) if fact and fact.number else None


def _find_step(number: Decimal, others: Sequence[Decimal], *, strict: bool) -> Decimal | None:
    low, high = others[len(others) // 20], others[-1 - len(others) // 20]
    reach = Decimal(2 if strict else 4)
    if number > high * _FAR:
        return next((number / step for step in _STEPS[:2] if low / reach <= number / step <= high * reach), None)
    if number * _FAR < low:
        return next((number * step for step in _STEPS[:2] if low / reach <= number * step <= high * reach), None)
    return None


def _total_says_as_written(work: Work, row: int, column: Column, number: Decimal) -> bool:
    """The row's own total, if it adds up with the number as written and not as mended, speaks for the number."""
    for total, parts in work.parts_of.items():
        if column.index not in parts:
            continue
        stated = work.facts.get((row, total))
        found = [work.facts[row, part].number for part in parts if (row, part) in work.facts]
        if (
            stated
            and stated.number is not None
            and is_close(sum((n for n in found if n is not None), Decimal(0)), stated.number)
        ):
            return len(found) > 1 and stated.number < number * 2 and not _other_totals_mended(work, total)
    return False


def _other_totals_mended(work: Work, total: int) -> bool:
    return any(index == total for _, index in work.corrected)


def _mend_items(work: Work) -> None:
    """Of one item, this year and last year, or target and actual, a unit step apart are not in one unit."""
    for one, two in (("value_previous", "value"), ("target", "actual")):
        before, now = work.column(one), work.column(two)
        if before is None or now is None:
            continue
        for row in work.records:
            first, second = work.fact(row, before), work.fact(row, now)
            if not (first and second and first.number and second.number) or second.explicit_unit or first.explicit_unit:
                continue
            if now.nature != NUMBER or first.number <= 0 or second.number <= 0:
                continue
            ratio = second.number / first.number
            for step in _STEPS[:2]:
                if Decimal("0.2") <= ratio / step <= 5 and step == _STEPS[0]:
                    _mend(work, row, now, second.number / step)
                elif Decimal("0.2") <= ratio * step <= 5 and step == _STEPS[0]:
                    _mend(work, row, now, second.number * step)


def _mend(work: Work, row: int, column: Column, right: Decimal) -> None:
    work.report(row, column, "mixed_unit", right=right)
    work.corrected[row, column.index] = right
