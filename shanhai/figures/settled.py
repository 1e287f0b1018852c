"""Answers about segments that stay, kept in memory: after a signature only the newest segments are read again.

A figure in any basis is a sum over movements, and a snapshot only grows. So what the settled segments add up to is
worked out once for a question, and what came since is added to it. It must not know what is asked, nor keep anything
that is not a sum: a count of different things or a newest observation cannot be put together from parts.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from shanhai.figures import engine
from shanhai.figures.tables import Snapshot

if TYPE_CHECKING:
    import numpy as np
    from ibis.expr.types import Table

    Arrays = dict[str, np.ndarray[Any, Any]]

BYTES_AT_MOST = 256 * 2**20
# What a row of plain values is counted as, so that one bound holds for rows and arrays alike.
BYTES_PER_ROW = 400


class _Kept:
    """Answers of this process by question and segments, the least used given up first."""

    lock = threading.Lock()
    answers: OrderedDict[Hashable, tuple[Any, int]] = OrderedDict()
    bytes = 0


def run_sums(
    key: Hashable, build: Callable[[], Table], snapshot: Snapshot, values: Mapping[str, Any], *, keys: int
) -> list[tuple[Any, ...]]:
    """Return the rows of an expression whose first `keys` columns name a group and whose others add up.

    The expression must not leave out groups that add up to nothing: a part of what adds up to something may. A sum
    over no movements is 0.
    """
    settled, fresh = _part(snapshot)
    sums: dict[tuple[Any, ...], list[int]] = {}
    for rows in (
        _keep((key, settled.movements, _freeze(values)), lambda: engine.run(key, build, settled, values), _weigh_rows)
        if settled.movements
        else [],
        engine.run(key, build, fresh, values) if fresh.movements else [],
    ):
        for row in rows:
            numbers = [int(number or 0) for number in row[keys:]]
            before = sums.get(row[:keys])
            sums[row[:keys]] = [a + b for a, b in zip(before, numbers, strict=True)] if before else numbers
    return [(*group, *numbers) for group, numbers in sums.items()]


def run_entries(
    key: Hashable, build: Callable[[], Table], snapshot: Snapshot, values: Mapping[str, Any], *, sums: tuple[str, ...]
) -> Arrays:
    """Return the columns of an expression with one row per `entry_serial`, in the order of serials.

    `sums` are the columns that add up over an entry's movements; all others say the same in each of them.
    """
    settled, fresh = _part(snapshot)
    found = []
    if settled.movements:
        kept = (key, settled.movements, _freeze(values))
        found.append(
            _keep(kept, lambda: _in_order(engine.run_columns(key, build, settled, values)), _weigh_arrays),
        )
    if fresh.movements:
        found.append(_in_order(engine.run_columns(key, build, fresh, values)))
    return found[0] if len(found) == 1 else _join(*found, sums=sums)


def run_whole(key: Hashable, build: Callable[[], Table], snapshot: Snapshot, values: Mapping[str, Any]) -> Arrays:
    """Return the columns of an expression, which cannot be put together from parts, in the order of serials."""
    kept = (key, snapshot.movements, _freeze(values))
    found: Arrays = _keep(kept, lambda: _in_order(engine.run_columns(key, build, snapshot, values)), _weigh_arrays)
    return found


def _part(snapshot: Snapshot) -> tuple[Snapshot, Snapshot]:
    """Return the snapshot of what is settled and that of what came since."""
    fresh = tuple(path for path in snapshot.movements if path not in snapshot.settled)
    return replace(snapshot, movements=snapshot.settled), replace(snapshot, movements=fresh)


def _freeze(values: Mapping[str, Any]) -> Hashable:
    return tuple(
        (name, tuple(value.items()) if isinstance(value, Mapping) else tuple(value))
        if isinstance(value, Mapping | list)
        else (name, value)
        for name, value in sorted(values.items())
    )


def _in_order(columns: Mapping[str, Any]) -> Arrays:
    import numpy as np

    order = np.argsort(columns["entry_serial"], kind="stable")
    return {name: np.asarray(column)[order] for name, column in columns.items()}


def _join(settled: Arrays, fresh: Arrays, *, sums: tuple[str, ...]) -> Arrays:
    """Put the few fresh rows into the settled ones: known entries add up, new ones stand in their order."""
    import numpy as np

    if not len(fresh["entry_serial"]):
        return settled
    serials = settled["entry_serial"]
    place = np.searchsorted(serials, fresh["entry_serial"])
    known = np.zeros(len(place), dtype=bool)
    inside = place < len(serials)
    known[inside] = serials[place[inside]] == fresh["entry_serial"][inside]
    joined: Arrays = {}
    for name, column in settled.items():
        if name in sums:
            column = column.copy()  # noqa: PLW2901 - what is kept stays as it is
            column[place[known]] += fresh[name][known]
        joined[name] = np.insert(column, place[~known], fresh[name][~known])
    return joined


def _keep(key: Hashable, work_out: Callable[[], Any], weigh: Callable[[Any], int]) -> Any:
    with _Kept.lock:
        if key in _Kept.answers:
            _Kept.answers.move_to_end(key)
            return _Kept.answers[key][0]
    found = work_out()
    weight = weigh(found)
    with _Kept.lock:
        if key not in _Kept.answers:
            _Kept.answers[key] = (found, weight)
            _Kept.bytes += weight
        while _Kept.bytes > BYTES_AT_MOST:
            _Kept.bytes -= _Kept.answers.popitem(last=False)[1][1]
    return found


def _weigh_rows(rows: list[Any]) -> int:
    return BYTES_PER_ROW * (len(rows) + 1)


def _weigh_arrays(columns: Arrays) -> int:
    return sum(int(column.nbytes) for column in columns.values())
