"""Finds by arithmetic which rows are sums of others, and whether written totals down the table are right.

Sums over any stretch of rows come from running sums, so a table of many groups costs no more than a plain one. It must
not know words: what a row is called was settled before.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from decimal import Decimal
from typing import NamedTuple

from .rows import AVERAGE, CARRIED, RECORD, SECTION, SUBTOTAL, TOTAL
from .sums import ADDING, is_close, summed_columns
from .vocabulary import MONEY, RATIO
from .work import Column, Work

_ZERO = Decimal(0)
_MANY_HEADS = 400
_STEPS = (Decimal(10_000), Decimal("0.0001"))
_OUTLINE = re.compile(r"[(（]?[一二三四五六七八九十]{1,3}[)）]?[、.]?")

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


class Found(NamedTuple):
    """What a stretch of rows adds up to: as written, as mended, and over how many numbers."""

    written: Decimal
    mended: Decimal
    count: int

    def plus(self, other: Found) -> Found:
        """Return both together."""
        return Found(self.written + other.written, self.mended + other.mended, self.count + other.count)

    def minus(self, other: Found) -> Found:
        """Return the one without the other."""
        return Found(self.written - other.written, self.mended - other.mended, self.count - other.count)


_NOTHING = Found(_ZERO, _ZERO, 0)
Stated = dict[int, tuple[Decimal, dict[str, Found]]]


class _Shape:
    """The rows of a table in order, with the places of what ends a group."""

    def __init__(self, work: Work) -> None:
        self.work = work
        self.rows = sorted(work.roles)
        roles = [work.roles[row] for row in self.rows]
        self.records = _running([role == RECORD for role in roles])
        self.sums = [place for place, role in enumerate(roles) if role in (SUBTOTAL, TOTAL)]
        self.sections = [place for place, role in enumerate(roles) if role == SECTION]
        self.totals = [place for place, role in enumerate(roles) if role == TOTAL]

    def stretches(self, place: int) -> dict[str, tuple[int, int]]:
        """Return the stretches of records a total at a place may add up, as places from and to (outside)."""
        end = len(self.rows)
        last_sum, next_sum = _before(self.sums, place), _after(self.sums, place, end)
        return {
            "group above": (max(last_sum, self._last_section(place)) + 1, place),
            "group above subtotal": (last_sum + 1, place),
            "outline above": (_before(self.sections, place) + 1, place),
            "all above": (0, place),
            "all": (0, end),
            "group below": (place + 1, min(next_sum, self._next_section(place))),
            "group below total": (place + 1, next_sum),
        }

    def _last_section(self, place: int) -> int:
        """The nearest section line above with a record between it and the place."""
        for section in reversed(self.sections[: bisect_left(self.sections, place)]):
            if self.records[place] - self.records[section] > 0:
                return section
        return -1

    def _next_section(self, place: int) -> int:
        for section in self.sections[bisect_right(self.sections, place) :]:
            if self.records[section] - self.records[place + 1] > 0:
                return section
        return len(self.rows)


def _running(flags: list[bool]) -> list[int]:
    counts = [0]
    for flag in flags:
        counts.append(counts[-1] + flag)
    return counts


def _before(places: list[int], place: int) -> int:
    at = bisect_left(places, place)
    return places[at - 1] if at else -1


def _after(places: list[int], place: int, end: int) -> int:
    at = bisect_right(places, place)
    return places[at] if at < len(places) else end


class _Running:
    """Running sums of one column over its records and over its subtotals."""

    def __init__(self, shape: _Shape, column: Column) -> None:
        self.shape, self.column = shape, column
        self.by_role = {RECORD: [_NOTHING], SUBTOTAL: [_NOTHING]}
        work = shape.work
        for row in shape.rows:
            value = _value(work, row, column)
            for role, sums in self.by_role.items():
                sums.append(sums[-1].plus(value) if work.roles[row] == role else sums[-1])

    def over(self, start: int, end: int, role: str = RECORD) -> Found:
        """Return the sum of the rows of a role from one place to another (outside)."""
        sums = self.by_role[role]
        return sums[end].minus(sums[start]) if end > start else _NOTHING

    def reaches(self, row: int) -> dict[str, Found]:
        """Return what a total row may add up, by name; only what adds up at least one number."""
        shape = self.shape
        place = bisect_left(shape.rows, row)
        found = {name: self.over(start, end) for name, (start, end) in shape.stretches(place).items()}
        found["subtotals above"] = self.over(_before(shape.totals, place) + 1, place, SUBTOTAL)
        own = self.over(place, place + 1, SUBTOTAL)
        found["subtotals"] = self.over(0, len(shape.rows), SUBTOTAL).minus(own)
        earlier = _earlier(shape.work, self.column)
        if earlier is not None and shape.work.roles[row] == TOTAL:
            found["all tables"] = found["all above"].plus(earlier)
        return {name: one for name, one in found.items() if one.count >= 1}


def _value(work: Work, row: int, column: Column) -> Found:
    fact = work.facts.get((row, column.index))
    number = work.number(row, column)
    if number is None or (fact is not None and fact.carried):
        return _NOTHING
    return Found(fact.number if fact is not None and fact.number is not None else _ZERO, number, 1)


def _earlier(work: Work, column: Column) -> Found | None:
    """Add up the same column of earlier tables of the same shape on the sheet."""
    found: Found | None = None
    for other in work.earlier:
        for twin in other.columns if other.fingerprint == work.fingerprint else ():
            if twin.index == column.index and twin.means == column.means:
                for row in other.records:
                    found = (found or _NOTHING).plus(_value(other, row, twin))
    return found


def check_totals(work: Work) -> None:
    """Report written totals that the rows they stand for do not give."""
    lines = sorted(work.rows(SUBTOTAL, TOTAL))
    shape = _Shape(work)
    stated: dict[int, Stated] = {row: {} for row in lines}
    for column in summed_columns(work):
        sums: _Running | None = None
        for row in lines:
            number = work.number(row, column)
            if number is not None:
                sums = sums or _Running(shape, column)
                stated[row][column.index] = (number, sums.reaches(row))
    reach_of_role: dict[str, str] = {}
    doubtful = []
    for row in lines:
        role = work.roles[row]
        reach = _best_reach(role, stated[row]) if stated[row] else None
        if reach is not None:
            reach_of_role.setdefault(role, reach)
            _report_row(work, row, stated[row], reach)
        elif stated[row]:
            doubtful.append(row)
    for row in doubtful:
        role = work.roles[row]
        if role in reach_of_role or len(stated[row]) <= 2:
            _report_row(work, row, stated[row], reach_of_role.get(role) or _default_reach(work, row, role))


def _matches(number: Decimal, found: Found | None) -> bool:
    return found is not None and (is_close(found.written, number) or is_close(found.mended, number))


def _best_reach(role: str, stated: Stated) -> str | None:
    """Return the reach under which most of the row's numbers are right; the more usual one goes first."""
    best, score = None, 0
    for reach in _ORDER[role]:
        held = sum(1 for number, sums in stated.values() if number != 0 and _matches(number, sums.get(reach)))
        if held > score:
            best, score = reach, held
    return best if score * 3 >= len(stated) or score >= 2 else None


def _default_reach(work: Work, row: int, role: str) -> str:
    if role == TOTAL:
        return "all"
    return "group above" if any(work.roles[r] == RECORD for r in work.roles if r < row) else "group below"


def _report_row(work: Work, row: int, stated: Stated, reach: str) -> None:
    by_index = {column.index: column for column in work.columns}
    for index, (number, sums) in stated.items():
        found = sums.get(reach)
        if found is None or _matches(number, found):
            continue
        if any(_matches(number, other) for name, other in sums.items() if name.startswith("subtotals")):
            continue
        if found.mended - number in _repeated(work, by_index[index]):
            continue
        parts = [work.number(row, by_index[part]) for part in work.parts_of.get(index, ())]
        told = [part for part in parts if part is not None]
        if parts and len(told) == len(parts) and is_close(sum(told, _ZERO), number):
            continue
        if reach.startswith("subtotals") or not _mend_a_part(work, by_index[index], number - found.mended):
            work.report(row, index, "total_does_not_add", right=found.mended)
            work.corrected[row, index] = found.mended


def _repeated(work: Work, column: Column) -> set[Decimal]:
    """Return what a total leaves out if it counts rows reported as duplicates once: one of them, or all of them."""
    numbers = [number for row in work.duplicates if (number := work.number(row, column))]
    return {*numbers, sum(numbers, _ZERO)} - {_ZERO}


def _mend_a_part(work: Work, column: Column, missing: Decimal) -> bool:
    """Where one number of the column in the other unit makes the total right, that number is wrong, not the total."""
    if column.nature != MONEY:
        return False
    found = []
    for row in work.records:
        number, fact = work.number(row, column), work.fact(row, column)
        if number and fact and not fact.explicit_unit and not fact.carried:
            found += [(row, number * step) for step in _STEPS if is_close(number * step - number, missing)]
    if len(found) != 1:
        return False
    row, right = found[0]
    work.report(row, column, "mixed_unit", right=right)
    work.corrected[row, column.index] = right
    return True


def find_silent_totals(work: Work) -> None:
    """Find rows without a telling word that are sums of the rows around them.

    Such a row has no running number while others have, or is hardly filled; all its numbers are sums, of two columns
    or more, or of three rows or more.
    """
    columns = [column for column in summed_columns(work) if column.means != "check_total"]
    _find_bare_sums(work)
    _find_outlines(work)
    groups = _names_of_groups(work)
    heads = _heads(work) | groups
    if not columns or len(work.records) < 4 or not heads:
        return
    for role, reach in ((SUBTOTAL, "below"), (SUBTOTAL, "above"), (TOTAL, "all")):
        if reach != "below" and len(heads) > _MANY_HEADS:
            return
        shape = _Shape(work)
        sums = [_Running(shape, column) for column in columns]
        doubtful = []
        for row in sorted(heads):
            proof = _is_sum(work, row, sums, reach, heads) if work.roles[row] == RECORD else None
            if proof:
                work.roles[row] = role
                if reach == "above":
                    shape = _Shape(work)
                    sums = [_Running(shape, column) for column in columns]
            elif proof is not None:
                doubtful.append(row)
        if any(work.roles[row] == role for row in heads):
            named = {row for row in groups if work.roles[row] == RECORD} if reach == "below" else set()
            work.roles.update(dict.fromkeys(named.union(doubtful), role))


def _heads(work: Work) -> set[int]:
    """Return records that lack what most records have: the running number, or half of the texts."""
    seq, records = work.column("seq"), work.records
    if seq is not None:
        heads = {row for row in records if not (fact := work.fact(row, seq)) or _OUTLINE.fullmatch(fact.shown.strip())}
        return heads if len(heads) * 2 < len(records) else set()
    texts = [c for c in work.columns if c.nature not in ADDING and c.means not in ("remark", "seq")]
    above = _places_above(work)
    if above:
        return above
    filled = {row: sum(1 for c in texts if work.fact(row, c)) for row in records}
    usual = sorted(filled.values())[len(filled) // 2] if filled else 0
    return {row for row, count in filled.items() if len(texts) >= 2 and count * 2 <= usual}


def _places_above(work: Work) -> set[int]:
    """Return rows of a city or province among rows of its own counties."""
    column = work.column("receiver") or work.column("giver")
    places = {row: fact.place for row in work.records if (fact := work.fact(row, column)) and fact.place}
    inside: dict[str, int] = {}
    for place in places.values():
        for above in place.chain:
            inside[above] = inside.get(above, 0) + 1
    return {row for row, place in places.items() if inside.get(place.place_id, 0) >= 2}


def _names_of_groups(work: Work) -> set[int]:
    """Return rows that alone name a group in one column and alone leave another blank that all the others fill."""
    texts = [
        c for c in work.columns if c.nature not in ADDING and c.nature != RATIO and c.means not in ("remark", "seq")
    ]
    records = set(work.records)
    filled = {c.index: {row for row in records if work.sheet.value(row, c.index) is not None} for c in texts}
    for group, named in ((c, filled[c.index]) for c in texts):
        if not 1 <= len(named) * 2 <= len(records) or any(work.sheet.area(row, group.index) for row in named):
            continue
        if any(rows == records - named for rows in filled.values()):
            return named
    return set()


def _find_outlines(work: Work) -> None:
    """Rows numbered 一, 二 among rows numbered 1, 2 are headings with the sums of what stands below them."""
    seq = work.column("seq")
    shown = {row: fact.shown.strip() for row in work.records if (fact := work.fact(row, seq))}
    outlines = [row for row, text in shown.items() if _OUTLINE.fullmatch(text)]
    plain = sum(1 for text in shown.values() if text[:1].isdigit())
    if outlines and plain >= 2 * len(outlines):
        for row in outlines:
            work.roles[row] = SUBTOTAL


def _find_bare_sums(work: Work) -> None:
    """A row of numbers without a single word, among rows that have words, is a sum."""
    texts = [c for c in work.columns if c.nature not in ADDING and c.nature != RATIO and c.means != "seq"]
    records = work.records
    worded = {row for row in records if any(work.fact(row, column) for column in texts)}
    if len(worded) * 2 <= len(records):
        return
    for row in records:
        numbers = any(work.number(row, column) is not None for column in work.columns if column.nature in ADDING)
        if row not in worded and numbers and not work.fact(row, work.column("seq")):
            work.roles[row] = SUBTOTAL if any(other > row for other in worded) else TOTAL


def _is_sum(work: Work, row: int, sums: list[_Running], reach: str, heads: set[int]) -> bool | None:
    """Whether a row is a sum beyond doubt (True) or may be by chance: one number over two rows (False); else None."""
    held = seen = rows = 0
    for running in sums:
        number = work.number(row, running.column)
        if number is None or number == 0:
            continue
        seen += 1
        found = _reach(work, row, running, reach, heads)
        if found.count >= 2 and _matches(number, found):
            held += 1
            rows = max(rows, found.count)
    return (held >= 2 or rows >= 3) if held == seen and seen > 0 else None


def _reach(work: Work, row: int, running: _Running, reach: str, heads: set[int]) -> Found:
    shape = running.shape
    place = bisect_left(shape.rows, row)
    if reach == "above":
        return running.over(_before(shape.sums, place) + 1, place)
    if reach == "all":
        return running.over(0, len(shape.rows)).minus(running.over(place, place + 1))
    end = place + 1
    while end < len(shape.rows):
        below = shape.rows[end]
        if work.roles[below] in (SUBTOTAL, TOTAL, SECTION, AVERAGE, CARRIED) or below in heads:
            break
        end += 1
    return running.over(place + 1, end)
