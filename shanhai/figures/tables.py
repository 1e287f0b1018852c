"""The public shape of a snapshot: the columns of its movements, and the tables a figure may ask beside them.

A movement is one change of what counts: an entry (+1 reported), a reversal (−1 reported), a signature that makes an
entry agreed (+1 agreed) or ends that (−1). It carries what the entry says, so a figure is one scan without a join.
It must not know where the segments lie or which engine reads them.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pyarrow as pa
    from ibis.expr.types import Table, Value

    from shanhai.catalogue.book import Book

MOVEMENTS = "shanhai_movements"
STATEMENTS = "shanhai_statements"
GIVERS = "shanhai_givers"
RECEIVERS = "shanhai_receivers"
TOUCHING = "shanhai_touching"
PAIRINGS = "shanhai_pairings"
PROGRAMMES = "shanhai_programmes"
PARTIES = "shanhai_parties"
PLACES = "shanhai_places"
GIVER_AREAS = "shanhai_giver_areas"
RECEIVER_AREAS = "shanhai_receiver_areas"

Columns = tuple[tuple[str, str], ...]

ENTRY_COLUMNS: Columns = (
    ("serial", "int64"),
    ("entry_serial", "int64"),
    ("known_on", "date"),
    ("reported", "int8"),
    ("agreed", "int8"),
    ("kind", "string"),
    ("stage", "string"),
    ("indicator", "string"),
    ("pairing_id", "int64"),
    ("programme", "string"),
    ("round", "string"),
    ("giver_place_id", "string"),
    ("receiver_place_id", "string"),
    ("from_party_id", "int64"),
    ("to_party_id", "int64"),
    ("on_date", "date"),
    ("date_precision", "string"),
    ("period_from", "date"),
    ("period_to", "date"),
    ("amount", "int64"),
    ("unit", "string"),
    ("qualifier", "string"),
    ("subject", "string"),
    ("labels", "string"),
    ("is_example", "boolean"),
)
_DETAIL_TYPES = {
    "money": "int64",
    "count": "int64",
    "year": "int64",
    "party": "int64",
    "day": "date",
    "flag": "boolean",
}
# Tables made of the question itself: their columns, each with the type of its values.
ASKED_TABLES: dict[str, Columns] = {
    GIVERS: (("id", "string"),),
    RECEIVERS: (("id", "string"),),
    TOUCHING: (("id", "string"),),
    PAIRINGS: (("id", "int64"),),
    PROGRAMMES: (("id", "string"),),
    PARTIES: (("id", "int64"),),
    PLACES: (("id", "string"),),
    GIVER_AREAS: (("place", "string"), ("area", "string")),
    RECEIVER_AREAS: (("place", "string"), ("area", "string")),
}


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The ledger as known up to `serial`: paths of its segments, and an id that names the state of the ledger.

    `settled` are those of the movements' segments that are large and will not be merged again.
    """

    id: str
    serial: int
    movements: tuple[str, ...]
    statements: tuple[str, ...]
    settled: tuple[str, ...] = ()


def list_details(book: Book) -> Columns:
    """Return the typed columns of all kinds' details, by code; personal ones never reach a snapshot."""
    found = {
        column.code: _DETAIL_TYPES.get(column.type, "string")
        for kind in book.kinds
        for column in kind.columns
        if not column.personal
    }
    return tuple(sorted(found.items()))


def list_columns(book: Book) -> Columns:
    """Return all columns of a movement under this book."""
    return ENTRY_COLUMNS + list_details(book)


def digest_columns(columns: Columns) -> str:
    """Return a short digest of the columns; segments written under another one are written anew."""
    return hashlib.sha256(repr(columns).encode()).hexdigest()[:16]


def arrow_schema(columns: Columns) -> pa.Schema:
    """Return the columns as an Arrow schema."""
    import pyarrow as pa

    types = {"int64": pa.int64(), "int8": pa.int8(), "date": pa.date32(), "string": pa.string(), "boolean": pa.bool_()}
    return pa.schema([(name, types[of]) for name, of in columns])


def unbound(name: str, columns: Columns) -> Table:
    """Return an Ibis table with these columns and no data behind it."""
    import ibis

    return ibis.table(dict(columns), name=name)


def asked(name: str, of: str) -> Value:
    """Return the place of a value of the question in an expression; the engine puts the value in.

    So an expression is built and compiled once per definition, whatever scope and period it is asked for.
    """
    import ibis

    mark: Any = ibis.literal(f"§{name}§")
    return mark if of == "string" else mark.cast(of)
