"""Scope, period and grouping of any figure: period × place × level × pairing × programme × round, written once.

It narrows movements to what a question means and names the columns it groups by. It must not know how an indicator
folds the rows that remain.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from shanhai.figures.fold import Latest, Simple
from shanhai.figures.scope import Period, Scope
from shanhai.figures.tables import (
    ASKED_TABLES,
    GIVER_AREAS,
    GIVERS,
    PAIRINGS,
    PROGRAMMES,
    RECEIVER_AREAS,
    RECEIVERS,
    TOUCHING,
    asked,
    unbound,
)

if TYPE_CHECKING:
    from ibis.expr.types import Table, Value

MONTH, YEAR = "month", "year"
GIVER_AREA, RECEIVER_AREA = "giver_area", "receiver_area"
PROGRAMME_AND_ROUND = ("programme", "round")
UP_TO = "up_to"
# What a caller may group by, beside any detail of the kinds: the name asked for and the movements' column.
DIMENSIONS: dict[str, str] = {
    "pairing": "pairing_id",
    "giver_place": "giver_place_id",
    "receiver_place": "receiver_place_id",
    "from_party": "from_party_id",
    "to_party": "to_party_id",
    "programme": "programme",
    "round": "round",
    "kind": "kind",
    "known_on": "known_on",
    "on_date": "on_date",
}
# What every expression needs of a movement, whatever it folds.
ALWAYS_USED = (
    "serial",
    "entry_serial",
    "known_on",
    "reported",
    "agreed",
    "kind",
    "programme",
    "round",
    "pairing_id",
    "giver_place_id",
    "receiver_place_id",
    "on_date",
    "amount",
)
# The bases with entries behind them, by the movements' columns, and the shape's basis that asks for both in one scan.
COUNTED = ("reported", "agreed")
EITHER = "either"
# Groupings with few groups, however many entries there are: by time, place, programme and kind.
FEW_GROUPS = frozenset(
    {MONTH, YEAR, GIVER_AREA, RECEIVER_AREA, "giver_place", "receiver_place", *PROGRAMME_AND_ROUND, "kind", "known_on"}
)


@dataclass(frozen=True, slots=True)
class Shape:
    """Which parts of a question are set: all that an expression needs to know of it."""

    basis: str
    set_parts: frozenset[str]
    by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """A shape and the values that go into it."""

    shape: Shape
    values: Mapping[str, Any]


def ask(
    scope: Scope,
    period: Period,
    *,
    basis: str,
    as_of: date,
    by: tuple[str, ...] = (),
    areas: Mapping[str, Mapping[str, str]] | None = None,
) -> Question:
    """Put a question together. `areas` maps `giver_area` and `receiver_area` from place id to the id of its area."""
    values: dict[str, Any] = {
        "first": period.first,
        "last": period.last,
        "programme": scope.programme or None,
        "round": scope.round or None,
        GIVERS: _to_list(scope.giver_place_ids),
        RECEIVERS: _to_list(scope.receiver_place_ids),
        TOUCHING: _to_list(scope.touching_place_ids),
        PAIRINGS: _to_list(scope.pairing_ids),
        PROGRAMMES: _to_list(scope.programmes),
        UP_TO: scope.up_to,
    }
    values = {name: value for name, value in values.items() if value is not None}
    set_parts = frozenset(values)
    values["as_of"] = as_of
    for table, name in ((GIVER_AREAS, GIVER_AREA), (RECEIVER_AREAS, RECEIVER_AREA)):
        if name in by:
            values[table] = dict((areas or {})[name])
    return Question(Shape(basis, set_parts, by), values)


def _to_list(ids: frozenset[Any] | None) -> list[Any] | None:
    return None if ids is None else sorted(ids)


def keep_rows(movements: Table, fold: Simple, shape: Shape) -> Table:
    """Narrow movements to the kinds, scope, period and day of knowledge; keep those that count under the basis.

    Under `either` all are kept, for expressions that tell both bases at once.

    A level is seen at the end of the period, so its observations are not bounded by the first day.
    """
    rows: Any = movements
    kept = [
        rows.kind.isin(list(fold.kinds)),
        *([] if shape.basis == EITHER else [rows[shape.basis] != 0]),
        rows.known_on <= asked("as_of", "date"),
        *(fits_where(rows, name, wanted) for name, wanted in fold.where),
        *keep_scope(rows, shape),
    ]
    if "first" in shape.set_parts and not isinstance(fold, Latest):
        kept.append(rows.on_date >= asked("first", "date"))
    if "last" in shape.set_parts:
        kept.append(rows.on_date <= asked("last", "date"))
    kept_rows: Table = rows.filter(*kept)
    return kept_rows


def fits_where(rows: Any, name: str, wanted: str) -> Value:
    """Return the condition that a column has a code; without a code (""), that the entry leaves it blank."""
    column = rows[name]
    fits: Value = column == wanted if wanted else (column.isnull() | (column == ""))
    return fits


def keep_scope(rows: Any, shape: Shape) -> list[Value]:
    """Return the conditions of a scope: places, pairings, programme, round, the last serial."""
    columns = {
        GIVERS: rows.giver_place_id,
        RECEIVERS: rows.receiver_place_id,
        PAIRINGS: rows.pairing_id,
        PROGRAMMES: rows.programme,
    }
    kept = [column.isin(_ids(table)) for table, column in columns.items() if table in shape.set_parts]
    kept += [rows[name] == asked(name, "string") for name in PROGRAMME_AND_ROUND if name in shape.set_parts]
    if UP_TO in shape.set_parts:
        kept.append(rows.serial <= asked(UP_TO, "int64"))
    if TOUCHING in shape.set_parts:
        kept.append(rows.giver_place_id.isin(_ids(TOUCHING)) | rows.receiver_place_id.isin(_ids(TOUCHING)))
    return kept


def _ids(table: str) -> Value:
    ids: Value = unbound(table, ASKED_TABLES[table]).id
    return ids


def add_keys(rows: Table, shape: Shape) -> tuple[Table, tuple[str, ...]]:
    """Return the rows with one column per grouping, named `by_<name>`, and those columns' names."""
    keyed: Any = rows
    for name in shape.by:
        keyed = _add_key(keyed, name)
    return keyed, tuple(f"by_{name}" for name in shape.by)


def _add_key(rows: Any, name: str) -> Any:
    if name == MONTH:
        return rows.mutate(by_month=_make_day(rows.on_date.year(), rows.on_date.month()))
    if name == YEAR:
        return rows.mutate(by_year=_make_day(rows.on_date.year(), 1))
    if name in (GIVER_AREA, RECEIVER_AREA):
        table = GIVER_AREAS if name == GIVER_AREA else RECEIVER_AREAS
        place = "giver_place_id" if name == GIVER_AREA else "receiver_place_id"
        areas: Any = unbound(table, ASKED_TABLES[table])
        joined = rows.left_join(areas, rows[place] == areas.place)
        return joined.mutate(**{f"by_{name}": joined.area.coalesce(joined[place])}).drop("place", "area")
    return rows.mutate(**{f"by_{name}": rows[DIMENSIONS.get(name, name)]})


def _make_day(year: Any, month: Any) -> Any:
    """The first day of a month, as a date on every engine: a truncated date comes back as a moment on some plans."""
    import ibis

    return ibis.date(year, month, 1)
