"""What does not fit from row to row: balances, sums and parts of items, running sums, sudden changes, ratios of totals.

It must not know how totals down a list are checked; that is `totals`.
"""

from __future__ import annotations

import re
from decimal import Decimal

from shanhai.algorithms.cell_values import squeeze

from .grid import show
from .rows import CARRIED, RECORD, SECTION, SUBTOTAL, TOTAL
from .sums import is_close
from .vocabulary import MONEY, NUMBER, RATIO
from .work import Column, Work

_ITEM_TOTAL = re.compile(r"(?:合计|总计|总数|小计|总人数|总额|共计)(?:[(（].*)?$|^(?:合计|总计)")
_ITEM_PART = re.compile(r"^[\s　]*(?:其中|#|[-—－·])")
_SUDDEN = 10


def check_series(work: Work) -> None:
    """Report what does not fit between rows."""
    if work.kind == "funds.account":
        _check_balances(work)
    if work.column("item") is not None:
        _check_items(work)
    if work.kind == "return.yearly":
        _check_changes(work)
    _check_running_sums(work)
    _check_ratio_totals(work)
    _check_counts(work)


def _check_balances(work: Work) -> None:
    balance, income, spending = work.column("balance"), work.column("amount_in"), work.column("amount_out")
    if balance is None or (income is None and spending is None):
        return
    written = right = None
    for row in sorted(work.roles):
        if work.roles[row] not in (RECORD, CARRIED):
            continue
        stated = work.number(row, balance)
        change = (work.number(row, income) or Decimal(0)) - (work.number(row, spending) or Decimal(0))
        if work.roles[row] == CARRIED or written is None or right is None:
            if stated is not None:
                written = right = stated
            continue
        right += change
        if stated is None:
            written += change
            continue
        if not is_close(written + change, stated) and not is_close(right, stated):
            work.report(row, balance, "total_does_not_add", right=right)
        elif is_close(written + change, stated) and not is_close(right, stated):
            right = stated
        written = stated


def _check_items(work: Work) -> None:
    item = work.column("item")
    numbers = [c for c in work.columns if c.nature == NUMBER]
    if item is None:
        return
    above: list[int] = []
    whole: int | None = None
    for row in sorted(work.roles):
        if work.roles[row] == SECTION:
            above, whole = [], None
        if work.roles[row] != RECORD:
            continue
        name = squeeze(show(work.sheet.value(row, item.index)))
        if _ITEM_PART.match(show(work.sheet.value(row, item.index)).strip()) and whole is not None:
            _check_item_part(work, row, whole, numbers)
            continue
        whole = row
        if _ITEM_TOTAL.search(name) and len(_like(work, row, above)) >= 2:
            _check_item_sum(work, row, _like(work, row, above), numbers)
            above = []
        else:
            above.append(row)


def _like(work: Work, row: int, above: list[int]) -> list[int]:
    return [one for one in above if _unit_of(work, one) == _unit_of(work, row)]


def _unit_of(work: Work, row: int) -> str:
    fact = work.fact(row, work.column("unit"))
    return fact.value or "" if fact else ""


def _check_item_sum(work: Work, row: int, parts: list[int], numbers: list[Column]) -> None:
    """A sum of items is checked where the same items give it in another column, or where it says it is one."""
    held, wrong = 0, []
    for column in numbers:
        stated = work.number(row, column)
        found = [work.number(part, column) for part in parts]
        if stated is None or any(number is None for number in found):
            continue
        right = sum((number for number in found if number is not None), Decimal(0))
        if is_close(right, stated):
            held += 1
        else:
            wrong.append((column, right))
    if held or len(wrong) == 1:
        for column, right in wrong:
            work.report(row, column, "total_does_not_add", right=right)


def _check_item_part(work: Work, row: int, whole: int, numbers: list[Column]) -> None:
    if _unit_of(work, whole) != _unit_of(work, row):
        return
    for column in numbers:
        part, limit = work.number(row, column), work.number(whole, column)
        if part is not None and limit is not None and part > limit and not work.has_problem(row, column):
            work.report(row, column, "part_above_whole")


def _check_changes(work: Work) -> None:
    before, now = work.column("value_previous"), work.column("value")
    for row in work.records:
        one, two = work.number(row, before), work.number(row, now)
        if one is None or two is None or one <= 0 or two <= 0 or now is None:
            continue
        larger, smaller = max(one, two), min(one, two)
        if larger >= smaller * _SUDDEN and larger >= 20 and not work.has_problem(row, now):
            work.report(row, now, "suspicious_change")


def _check_running_sums(work: Work) -> None:
    """What adds up from month to month never falls, and is never below the month itself."""
    for column in work.columns:
        named = column.means.endswith("_cumulative")
        if column.match.at or column.nature != MONEY or not (named or "累计" in column.match.head.header):
            continue
        own = work.column(column.means.removesuffix("_cumulative")) if named else None
        groups = [
            c
            for c in work.columns
            if c.means in ("receiver", "giver", "town", "channel", "category") and not c.match.at
        ]
        timed = any(c.means in ("month", "period", "date") and not c.match.at for c in work.columns)
        last: dict[tuple[str, ...], Decimal] = {}
        right: dict[tuple[str, ...], Decimal] = {}
        for row in work.records:
            number = work.number(row, column)
            if number is None:
                continue
            key = tuple((f.value or "") if (f := work.fact(row, c)) else "" for c in groups)
            month = work.number(row, own)
            if (timed and key in last and number < last[key]) or (month is not None and number < month):
                work.report(row, column, "cumulative_falls")
            elif timed and key in last and month is not None:
                sums = {before + month for before in (last[key], right[key])}
                if not any(is_close(number, one) for one in sums):
                    work.report(row, column, "total_does_not_add", right=last[key] + month)
            right[key] = right[key] + month if key in right and month is not None else number
            last[key] = number
    _check_spread_running(work)


def _check_spread_running(work: Work) -> None:
    spread: dict[str, list[Column]] = {}
    for column in work.columns:
        if (
            column.match.at
            and "month" in column.match.at
            and (column.means.endswith("_cumulative") or "累计" in column.match.head.header)
        ):
            spread.setdefault(column.means, []).append(column)
    for columns in spread.values():
        ordered = sorted(columns, key=lambda c: str(c.match.at))
        for row in work.records:
            before: Decimal | None = None
            for column in ordered:
                number = work.number(row, column)
                if number is not None and before is not None and number < before:
                    work.report(row, column, "cumulative_falls")
                before = number if number is not None else before


def _check_ratio_totals(work: Work) -> None:
    """A ratio of a total row that is the sum of the ratios above it is added up, not computed."""
    for column in work.columns:
        if column.nature != RATIO or column.means == "share":
            continue
        for row in work.rows(TOTAL, SUBTOTAL):
            stated = work.number(row, column)
            reach = [r for r in work.records if r < row] if work.roles[row] == TOTAL else _group(work, row)
            numbers = [n for r in reach if (n := work.number(r, column)) is not None]
            if stated is None or len(numbers) < 2:
                continue
            whole = sum(numbers, Decimal(0))
            if abs(whole - stated) <= Decimal("0.0006") * len(numbers) and abs(stated) > max(abs(n) for n in numbers):
                work.report(row, column, "ratio_added_up")


def _group(work: Work, row: int) -> list[int]:
    kept: list[int] = []
    for above in range(row - 1, work.region.first - 1, -1):
        role = work.roles.get(above)
        if role in (SUBTOTAL, TOTAL, SECTION):
            break
        if role == RECORD:
            kept.append(above)
    return kept


_COUNTED = re.compile(
    r"(?:合计|总计|小计|共计|共|计)?[:：]?[(（]?(?:共|计)?(\d+)(?:人次|人|户|家|个项目|个村|笔|所|名|条|单|个|项|对)[)）]?$"
)


def _check_counts(work: Work) -> None:
    """A total line that counts its records in words (合计5200人, 60个村) counts them right."""
    for row in work.rows(TOTAL, SUBTOTAL):
        reach = work.records if work.roles[row] == TOTAL else _group(work, row)
        for column in work.columns:
            cell = work.sheet.value(row, column.index)
            if not isinstance(cell, str) or column.nature in (NUMBER, RATIO, "money", "count"):
                continue
            match = _COUNTED.search(squeeze(cell))
            if (
                match
                and reach
                and int(match[1]) != len(reach)
                and abs(int(match[1]) - len(reach)) <= max(3, len(reach) // 5)
            ):
                work.report(row, column, "total_does_not_add", right=Decimal(len(reach)))
