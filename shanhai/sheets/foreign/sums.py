"""Finds by arithmetic which columns add up to which, and whether totals down and across the table are right.

It must not know words: what a row or column is called was settled before.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal

from .rows import AVERAGE, CARRIED, RECORD, SECTION, SUBTOTAL, TOTAL
from .vocabulary import COUNT, MONEY, NUMBER
from .work import Column, Work

_ZERO = Decimal(0)
_NOT_SUMMED = frozenset(
    {"unit_price", "age", "rank", "score", "date_month", "date_day", "household_size", "balance", "tax_per_mu"}
)
_ADDING = (MONEY, COUNT, NUMBER)


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
    return [c for c in work.columns if c.nature in _ADDING and c.means not in _NOT_SUMMED and c.match.choice is None]


def find_row_sums(work: Work) -> None:
    """Settle for every column of row totals which columns it adds up, by what holds in most rows."""
    money = [c for c in work.columns if c.nature in _ADDING and c.means not in _NOT_SUMMED]
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


class _Column:
    """Running sums of one column, as written and as mended, over several reaches."""

    def __init__(self, work: Work, column: Column) -> None:
        self.work, self.column = work, column
        self.rows = sorted(work.roles)

    def _sum(self, rows: Iterable[int]) -> tuple[Decimal, Decimal, int]:
        written = mended = _ZERO
        count = 0
        for row in rows:
            fact = self.work.facts.get((row, self.column.index))
            number = self.work.number(row, self.column)
            if number is None or (fact is not None and fact.carried):
                continue
            mended += number
            written += fact.number if fact is not None and fact.number is not None else _ZERO
            count += 1
        return written, mended, count

    def reaches(self, total: int) -> dict[str, tuple[Decimal, Decimal, int]]:
        """Return what a total row may add up: the group above, the group below, everything, the subtotals."""
        roles = self.work.roles
        above = [r for r in self.rows if r < total]
        below = [r for r in self.rows if r > total]
        sums = {
            "group above": self._sum(_until(reversed(above), roles, stops=(SUBTOTAL, TOTAL, SECTION))),
            "group above subtotal": self._sum(_until(reversed(above), roles, stops=(SUBTOTAL, TOTAL))),
            "all above": self._sum(r for r in above if roles[r] == RECORD),
            "all": self._sum(r for r in self.rows if roles[r] == RECORD),
            "group below": self._sum(_until(below, roles, stops=(SUBTOTAL, TOTAL, SECTION))),
            "group below total": self._sum(_until(below, roles, stops=(SUBTOTAL, TOTAL))),
            "subtotals above": self._sum(_until((r for r in reversed(above)), roles, stops=(TOTAL,), taken=SUBTOTAL)),
            "subtotals": self._sum(r for r in self.rows if roles[r] == SUBTOTAL and r != total),
            "outline above": self._sum(self._own_section(above)),
        }
        earlier = self._earlier()
        if earlier is not None and roles[total] == TOTAL:
            written, mended, count = sums["all above"]
            sums["all tables"] = (written + earlier[0], mended + earlier[1], count + earlier[2])
        return {name: found for name, found in sums.items() if found[2] >= 1}

    def _earlier(self) -> tuple[Decimal, Decimal, int] | None:
        """Add up the same column of earlier tables of the same shape on the sheet."""
        found = [
            _Column(other, twin)._sum(other.records)
            for other in self.work.earlier
            for twin in other.columns
            if other.fingerprint == self.work.fingerprint
            and twin.index == self.column.index
            and twin.means == self.column.means
        ]
        if not found:
            return None
        return (
            sum((one[0] for one in found), _ZERO), sum((one[1] for one in found), _ZERO), sum(one[2] for one in found)
        )  # fmt: skip

    def _own_section(self, above: list[int]) -> list[int]:
        kept = []
        for row in reversed(above):
            role = self.work.roles[row]
            if role == SECTION:
                break
            if role == RECORD:
                kept.append(row)
        return kept


def _until(rows: Iterable[int], roles: dict[int, str], *, stops: tuple[str, ...], taken: str = RECORD) -> list[int]:
    kept: list[int] = []
    for row in rows:
        role = roles[row]
        if role in stops and (role != SECTION or kept):
            break
        if role == taken:
            kept.append(row)
    return kept


_ORDER = {
    SUBTOTAL: (
        "group above", "group above subtotal", "outline above", "group below", "group below total", "subtotals above",
        "all above", "all",
    ),
    TOTAL: (
        "all", "all tables", "all above", "subtotals", "subtotals above", "group above subtotal", "group above",
        "group below total", "group below",
    ),
}  # fmt: skip


def check_totals(work: Work) -> None:
    """Report written totals that the rows they stand for do not give."""
    columns = summed_columns(work)
    reach_of_role: dict[str, str] = {}
    pending: list[tuple[int, str, dict[int, tuple[Decimal, dict[str, tuple[Decimal, Decimal, int]]]]]] = []
    for row in sorted(work.rows(SUBTOTAL, TOTAL)):
        stated = {}
        for column in columns:
            number = work.number(row, column)
            if number is not None:
                stated[column.index] = (number, _Column(work, column).reaches(row))
        if stated:
            pending.append((row, work.roles[row], stated))
    for row, role, stated in pending:
        reach = _best_reach(role, stated)
        if reach is not None:
            reach_of_role.setdefault(role, reach)
            _report_row(work, row, stated, reach)
    for row, role, stated in pending:
        if _best_reach(role, stated) is None:
            fallback = reach_of_role.get(role) or _default_reach(work, row, role)
            if fallback and (len(stated) <= 2 or role in reach_of_role):
                _report_row(work, row, stated, fallback)


def _matches(number: Decimal, found: tuple[Decimal, Decimal, int] | None) -> bool:
    return found is not None and (is_close(found[0], number) or is_close(found[1], number))


def _best_reach(role: str, stated: dict[int, tuple[Decimal, dict[str, tuple[Decimal, Decimal, int]]]]) -> str | None:
    """Return the reach under which most of the row's numbers are right; one that counts more rows goes first."""
    best, score = None, 0
    for reach in _ORDER[role]:
        held = sum(1 for number, sums in stated.values() if number != 0 and _matches(number, sums.get(reach)))
        if held > score:
            best, score = reach, held
    return best if score * 3 >= len(stated) or score >= 2 else None


def _default_reach(work: Work, row: int, role: str) -> str | None:
    has_above = any(work.roles[r] == RECORD for r in work.roles if r < row)
    if role == TOTAL:
        return "all"
    return "group above" if has_above else "group below"


def _report_row(
    work: Work, row: int, stated: dict[int, tuple[Decimal, dict[str, tuple[Decimal, Decimal, int]]]], reach: str
) -> None:
    by_index = {column.index: column for column in work.columns}
    for index, (number, sums) in stated.items():
        found = sums.get(reach)
        if found is None or _matches(number, found):
            continue
        if any(_matches(number, other) for name, other in sums.items() if name.startswith("subtotals")):
            continue
        if index in work.parts_of:
            parts = [work.number(row, by_index[part]) for part in work.parts_of[index]]
            if all(part is not None for part in parts) and is_close(
                sum((p for p in parts if p is not None), _ZERO), number
            ):
                continue
        work.report(row, index, "total_does_not_add", right=found[1])
        work.corrected[row, index] = found[1]


def find_silent_totals(work: Work) -> None:
    """Find rows without a telling word that are sums of the rows around them, where their other cells are blank too.

    A row counts as a total when it has no running number while others have, two columns or more agree (or one over
    three rows), and its label is not like the labels of the records it adds up.
    """
    columns = [c for c in summed_columns(work) if c.means != "check_total"]
    seq = work.column("seq")
    records = work.records
    if not columns or len(records) < 4:
        return
    numbered = [row for row in records if seq and work.fact(row, seq)]
    heads = {row for row in records if (row not in numbered if seq is not None else _is_sparse(work, row))}
    for row in records:
        if row not in heads or (seq is not None and len(numbered) * 2 <= len(records)):
            continue
        for role, name in ((SUBTOTAL, "group below total"), (SUBTOTAL, "group above subtotal"), (TOTAL, "all")):
            if _is_sum(work, row, columns, name, heads):
                work.roles[row] = role
                break


def _is_sparse(work: Work, row: int) -> bool:
    texts = [c for c in work.columns if c.nature not in _ADDING and c.means not in ("remark", "seq")]
    filled = sum(1 for c in texts if work.fact(row, c))
    usual = sorted(sum(1 for c in texts if work.fact(r, c)) for r in work.records)[len(work.records) // 2]
    return len(texts) >= 2 and filled * 2 <= usual


def _is_sum(work: Work, row: int, columns: list[Column], reach: str, heads: set[int]) -> bool:
    held = seen = rows = 0
    for column in columns:
        number = work.number(row, column)
        if number is None or number == 0:
            continue
        seen += 1
        own = work.roles[row]
        work.roles[row] = SUBTOTAL
        if reach == "group below total":
            found = _sum_until_next_head(work, row, column, heads)
        else:
            found = _Column(work, column).reaches(row).get(reach)
        work.roles[row] = own
        if found and found[2] >= 2 and _matches(number, found):
            held += 1
            rows = max(rows, found[2])
    return held == seen and seen > 0 and (held >= 2 or rows >= 3)


def _sum_until_next_head(work: Work, row: int, column: Column, heads: set[int]) -> tuple[Decimal, Decimal, int] | None:
    """Add up the rows below until one that is like the row itself: without a running number, or hardly filled."""
    kept = []
    for below in (r for r in sorted(work.roles) if r > row):
        role = work.roles[below]
        if role in (SUBTOTAL, TOTAL, SECTION, AVERAGE, CARRIED) or (role == RECORD and below in heads):
            break
        if role == RECORD:
            kept.append(below)
    return _Column(work, column)._sum(kept)
