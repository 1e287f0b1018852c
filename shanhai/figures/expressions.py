"""Turns a fold into an Ibis expression over movements: sums, things and newest observations, in integers only.

Every expression groups by the keys of its shape and gives `value`, `entries` (how many stand behind it) and
`examples` (how many of those are example data). Groups nothing stands behind have no entries: zero is not blank.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from shanhai.figures.fold import Count, Distinct, Latest, Simple, Total
from shanhai.figures.rollup import ALWAYS_USED, COUNTED, DIMENSIONS, Shape, add_keys, keep_rows
from shanhai.figures.tables import MOVEMENTS, Columns, unbound

if TYPE_CHECKING:
    from ibis.expr.types import Table

# What tells pairings apart where a thing belongs to its pairing.
_PAIRING_KEYS = ("pairing_id", "giver_place_id", "receiver_place_id")


def sum_up(fold: Simple, over_pairings: str, shape: Shape, columns: Columns) -> Table:
    """Build the expression of a fold's value by the shape's keys."""
    if isinstance(fold, Total | Count):
        return _add_up(fold, shape, columns)
    standing, keys, named = _find_standing(fold, over_pairings, shape, columns)
    table: Any = standing
    if isinstance(fold, Distinct):
        things = table.group_by([*keys, *named]).aggregate(entries=table.net.sum(), examples=table.examples.sum())
        value = things.count()
    else:
        things = table.mutate(entries=table.net)
        value = things.amount.sum()
    summed: Table = (things.group_by(list(keys)) if keys else things).aggregate(
        value=value, entries=things.entries.sum(), examples=things.examples.sum()
    )
    return summed


def sum_in_order(fold: Simple, over_pairings: str, shape: Shape, columns: Columns) -> Table:
    """Build the expression of a fold's value by the shape's keys, in their order, blank ones first."""
    summed: Any = sum_up(fold, over_pairings, shape, columns)
    summed = summed.filter(summed.entries != 0)
    keys = [summed[f"by_{name}"].asc(nulls_first=True) for name in shape.by]
    ordered: Table = summed.order_by(keys) if keys else summed
    return ordered


def first_of_things(fold: Distinct, over_pairings: str, shape: Shape, columns: Columns) -> Table:
    """Build one row per different thing with the first standing entry that names it, as `entry_serial`."""
    standing, _, named = _find_standing(fold, over_pairings, shape, columns)
    table: Any = standing
    first: Table = table.group_by(list(named)).aggregate(entry_serial=table.entry_serial.min()).select("entry_serial")
    return first


def _movements(fold: Simple, shape: Shape, columns: Columns) -> Table:
    """Return the movements with no more columns than the expression uses: it compiles in a fraction of the time."""
    used = {
        *ALWAYS_USED,
        "is_example",
        *(name for name, _ in fold.where),
        *(DIMENSIONS.get(name, name) for name in shape.by),
    }
    if isinstance(fold, Distinct | Latest):
        used |= {*fold.of}
    return unbound(MOVEMENTS, tuple((name, of) for name, of in columns if name in used))


def add_up_either(fold: Total | Count, shape: Shape, columns: Columns) -> Table:
    """Build the expression of a sum by the shape's keys: value, entries and examples reported, then those agreed."""
    rows, keys = add_keys(keep_rows(_movements(fold, shape, columns), fold, shape), shape)
    table: Any = rows
    sums = {f"{basis}_{name}": one for basis in COUNTED for name, one in _sum_columns(table, fold, basis).items()}
    grouped: Table = (table.group_by(list(keys)) if keys else table).aggregate(**sums)
    return grouped


def _add_up(fold: Total | Count, shape: Shape, columns: Columns) -> Table:
    rows, keys = add_keys(keep_rows(_movements(fold, shape, columns), fold, shape), shape)
    table: Any = rows
    grouped: Table = (table.group_by(list(keys)) if keys else table).aggregate(**_sum_columns(table, fold, shape.basis))
    return grouped


def _sum_columns(table: Any, fold: Total | Count, basis: str) -> dict[str, Any]:
    counts = table[basis]
    return {
        "value": (table.amount * counts).sum() if isinstance(fold, Total) else counts.sum(),
        "entries": counts.sum(),
        "examples": (counts * table.is_example.cast("int8")).sum(),
    }


def name_things(rows: Any, fold: Simple, over_pairings: str) -> tuple[Any, tuple[str, ...]]:
    """Add the columns that tell a fold's things apart and return their names; none where it counts no things.

    An entry that does not name its thing is a thing of its own.
    """
    if not isinstance(fold, Distinct | Latest):
        return rows, ()
    things = tuple(f"thing_{name}" for name in fold.of)
    own = "entry " + rows.entry_serial.cast("string")
    rows = rows.mutate(
        **{
            thing: rows[name].cast("string").nullif("").coalesce(own)
            for thing, name in zip(things, fold.of, strict=True)
        }
    )
    return rows, (*things, *_PAIRING_KEYS) if over_pairings == "additive" else things


def _find_standing(
    fold: Simple, over_pairings: str, shape: Shape, columns: Columns
) -> tuple[Table, tuple[str, ...], tuple[str, ...]]:
    """Return one row per standing entry with its keys and things; for a level, each thing's newest only."""
    rows, keys = add_keys(keep_rows(_movements(fold, shape, columns), fold, shape), shape)
    table, things = name_things(rows, fold, over_pairings)
    by = list(dict.fromkeys(["entry_serial", *keys, *things]))
    # All movements of an entry say the same day and amount, so they need not be grouped by.
    standing = table.group_by(by).aggregate(
        on_date=table.on_date.max(),
        amount=table.amount.max(),
        net=table[shape.basis].sum(),
        examples=(table[shape.basis] * table.is_example.cast("int8")).sum(),
    )
    standing = standing.filter(standing.net > 0)
    if isinstance(fold, Latest):
        standing = _keep_newest(standing, [*keys, *things])
    return standing, keys, things


def _keep_newest(standing: Any, keys: list[str]) -> Table:
    import ibis

    newest_first = [standing.on_date.desc(), standing.entry_serial.desc()]
    place: Any = ibis.row_number().over(group_by=keys, order_by=newest_first)
    ranked = standing.mutate(place=place)
    newest: Table = ranked.filter(ranked.place == 0).drop("place")
    return newest
