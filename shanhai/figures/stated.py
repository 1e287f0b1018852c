"""What documents state of a scope: found in the snapshot's statements, one chosen by a rule that can be told.

A statement has no entries behind it and is never added to another. It must not know entries of any other stage.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from shanhai.catalogue.declare import Indicator
from shanhai.figures import engine
from shanhai.figures.rollup import Shape, ask, keep_scope
from shanhai.figures.scope import ALWAYS, Period, Scope
from shanhai.figures.tables import ENTRY_COLUMNS, GIVERS, RECEIVERS, STATEMENTS, Snapshot, asked, unbound

if TYPE_CHECKING:
    from ibis.expr.types import Table

_SAYS = (
    "entry_serial",
    "amount",
    "unit",
    "qualifier",
    "status",
    "programme",
    "round",
    "period_from",
    "period_to",
    "on_date",
    "is_example",
)
_DETAILS = (("status", "string"),)


@dataclass(frozen=True, slots=True)
class Statement:
    """One number of one document: its value in the smallest part of `unit`, and what the document says of it.

    `serial` is the ledger's entry that holds it, to which the document is attached. `status` is actual, planned or
    capacity. A period without an end runs to the day of publication.
    """

    serial: int
    value: int
    unit: str
    qualifier: str
    status: str
    programme: str
    round: str
    period: Period
    published_on: date
    is_example: bool


def find_statements(indicator: Indicator, scope: Scope, *, as_of: date, snapshot: Snapshot) -> list[Statement]:
    """Return all statements of an indicator about exactly this giver and receiver, the newest first.

    A statement about a city is not one about its counties, so places below do not count here.
    """
    question = ask(scope, ALWAYS, basis="reported", as_of=as_of)
    parts = question.shape.set_parts - {GIVERS, RECEIVERS}
    shape = Shape(question.shape.basis, parts)
    values = {**question.values, "indicator": indicator.code, "giver": scope.giver, "receiver": scope.receiver}
    rows = engine.run(("statements", shape), lambda: _build(shape), snapshot, values)
    return [_to_statement(dict(zip(_SAYS, row, strict=True))) for row in rows]


def pick_statement(found: list[Statement], *, unit: str, period: Period) -> Statement | None:
    """Return the newest statement of what has happened, in the indicator's own unit, over a period that fits.

    A period fits where it begins on the day asked for and ends no later; where none is asked for, any does.
    """
    return next(
        (one for one in found if one.status in ("", "actual") and one.unit == unit and _fits(one, period)), None
    )


def _fits(statement: Statement, period: Period) -> bool:
    if period.first is not None and statement.period.first != period.first:
        return False
    return period.last is None or (statement.period.last or statement.published_on) <= period.last


def _build(shape: Shape) -> Table:
    rows: Any = unbound(STATEMENTS, ENTRY_COLUMNS + _DETAILS)
    kept = rows.filter(
        rows.indicator == asked("indicator", "string"),
        rows.giver_place_id == asked("giver", "string"),
        rows.receiver_place_id == asked("receiver", "string"),
        rows.known_on <= asked("as_of", "date"),
        *keep_scope(rows, shape),
    )
    standing = kept.group_by(list(_SAYS)).aggregate(net=kept.reported.sum())
    standing = standing.filter(standing.net > 0).select(*_SAYS)
    ordered: Table = standing.order_by(
        standing.on_date.desc(), standing.period_to.desc(nulls_first=True), standing.entry_serial.desc()
    )
    return ordered


def _to_statement(row: dict[str, Any]) -> Statement:
    return Statement(
        serial=row["entry_serial"],
        value=row["amount"],
        unit=row["unit"],
        qualifier=row["qualifier"],
        status=row["status"] or "",
        programme=row["programme"],
        round=row["round"],
        period=Period(row["period_from"], row["period_to"]),
        published_on=row["on_date"],
        is_example=row["is_example"],
    )
