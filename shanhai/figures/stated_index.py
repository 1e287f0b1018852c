"""Which indicators documents state anything of: an index over the snapshot's statements, in one query each.

It finds where to ask; what is stated is told by `stated.py`. It must not choose among statements or add them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from shanhai.figures import engine
from shanhai.figures.rollup import Shape, ask, keep_scope
from shanhai.figures.scope import ALWAYS, Scope
from shanhai.figures.tables import ENTRY_COLUMNS, STATEMENTS, Snapshot, asked, unbound

if TYPE_CHECKING:
    from ibis.expr.types import Table, Value


def count_stated(scope: Scope, *, as_of: date, snapshot: Snapshot) -> dict[str, int]:
    """Return, by indicator, how many statements lie within a scope, those about places below included."""
    return _count("within", scope, as_of, snapshot)


def count_stated_exactly(scope: Scope, *, as_of: date, snapshot: Snapshot) -> dict[str, int]:
    """Return, by indicator, how many statements are about exactly the giver and the receiver of a scope."""
    return _count("exactly", replace(scope, giver_place_ids=None, receiver_place_ids=None), as_of, snapshot)


def _count(how: str, scope: Scope, as_of: date, snapshot: Snapshot) -> dict[str, int]:
    question = ask(scope, ALWAYS, basis="reported", as_of=as_of)
    values = {**question.values, "giver": scope.giver, "receiver": scope.receiver}
    key = ("count of statements", how, question.shape)
    return dict(engine.run(key, lambda: _build(how, question.shape), snapshot, values))


def _build(how: str, shape: Shape) -> Table:
    rows: Any = unbound(STATEMENTS, ENTRY_COLUMNS)
    kept: list[Value] = [rows.known_on <= asked("as_of", "date"), *keep_scope(rows, shape)]
    if how == "exactly":
        kept += [rows.giver_place_id == asked("giver", "string"), rows.receiver_place_id == asked("receiver", "string")]
    counted: Any = rows.filter(*kept).group_by("indicator").aggregate(count=rows.reported.sum())
    standing: Table = counted.filter(counted["count"] > 0)
    return standing


_PLACED = (
    "entry_serial",
    "indicator",
    "giver_place_id",
    "receiver_place_id",
    "amount",
    "unit",
    "qualifier",
    "period_from",
    "on_date",
    "is_example",
)


@dataclass(frozen=True, slots=True)
class Placed:
    """One number of one document with the two places it is about."""

    serial: int
    indicator: str
    giver: str
    receiver: str
    value: int
    unit: str
    qualifier: str
    first: date | None
    published_on: date
    is_example: bool


def list_placed(indicators: Sequence[str], scope: Scope, *, as_of: date, snapshot: Snapshot) -> list[Placed]:
    """Return what documents state as having happened, of some indicators between two named places, newest first."""
    question = ask(scope, ALWAYS, basis="reported", as_of=as_of)
    key = ("statements with places", tuple(indicators), question.shape)
    rows = engine.run(key, lambda: _build_placed(indicators, question.shape), snapshot, question.values)
    return [Placed(*row) for row in rows]


def _build_placed(indicators: Sequence[str], shape: Shape) -> Table:
    rows: Any = unbound(STATEMENTS, (*ENTRY_COLUMNS, ("status", "string")))
    columns = list(_PLACED)
    kept = rows.filter(
        rows.known_on <= asked("as_of", "date"),
        rows.indicator.isin(list(indicators)),
        rows.giver_place_id != "",
        rows.receiver_place_id != "",
        rows.status.fill_null("").isin(["", "actual"]),
        *keep_scope(rows, shape),
    )
    standing = kept.group_by(columns).aggregate(net=kept.reported.sum())
    standing = standing.filter(standing.net > 0).select(*columns)
    ordered: Table = standing.order_by(standing.on_date.desc(), standing.entry_serial.desc())
    return ordered
