"""Reads the ledger's tail into Arrow: every change of what counts after one serial and up to another.

Entries, reversals and the signatures that change agreement become movements (`figures/tables.py`). On PostgreSQL ADBC
reads straight into Arrow. On SQLite, and inside an open transaction, Django's own connection reads: a second copy of
SQLite in one process does not see the first one's locks, and closing it would drop the ledger's write-ahead log.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import msgspec
from django.db import connection

from shanhai.catalogue.words import ShanhaiError
from shanhai.figures.tables import ENTRY_COLUMNS, Columns, arrow_schema

if TYPE_CHECKING:
    import pyarrow as pa

ROWS_PER_READ = 65_536
_NAME_IN_JSON = re.compile(r'"(\w+)":')


class TailError(ShanhaiError):
    """A row of the ledger does not fit the declared columns of its kind."""


# How each column of a movement is read from the entry `e`; what changes by the sort of movement comes first.
# Dates come as text, and what may be null as text or number never null at first sight: SQLite has no types to tell.
_SAYS = {
    "kind": "e.kind",
    "stage": "e.stage",
    "indicator": "e.indicator",
    "pairing_id": "e.pairing_id",
    "programme": "e.programme",
    "round": "e.round",
    "giver_place_id": "e.giver_place_id",
    "receiver_place_id": "e.receiver_place_id",
    "from_party_id": "e.from_party_id",
    "to_party_id": "e.to_party_id",
    "on_date": "CAST(e.on_date AS TEXT)",
    "date_precision": "e.date_precision",
    "period_from": "COALESCE(CAST(e.period_from AS TEXT), '')",
    "period_to": "COALESCE(CAST(e.period_to AS TEXT), '')",
    "amount": "e.amount",
    "unit": "e.unit",
    "qualifier": "e.qualifier",
    "subject": "e.subject",
    "labels": "e.labels",
    "is_example": "CASE WHEN e.is_example THEN 1 ELSE 0 END",
    "details": "e.details",
}
_NAMES = ("serial", "entry_serial", "known_on", "reported", "agreed", *_SAYS)


def _select(first_columns: str, source: str) -> str:
    return f"SELECT {first_columns}, {', '.join(_SAYS.values())} FROM {source}"


def write_query(after: int, up_to: int) -> str:
    """Return the query of the movements with serials above `after` up to `up_to`."""

    def between(column: str) -> str:
        return f"{column} > {int(after)} AND {column} <= {int(up_to)}"

    entries = _select(
        "e.serial, e.serial, CAST(e.known_on AS TEXT), 1, e.agreed_change",
        f"ledger_entry e WHERE e.reverses_serial IS NULL AND {between('e.serial')}",
    )
    reversals = _select(
        "r.serial, e.serial, CAST(r.known_on AS TEXT), -1, r.agreed_change",
        f"ledger_entry r JOIN ledger_entry e ON e.serial = r.reverses_serial WHERE {between('r.serial')}",
    )
    words = _select(
        "s.serial, e.serial, CAST(s.known_on AS TEXT), 0, s.agreed_change",
        f"ledger_signature s JOIN ledger_entry e ON e.serial = s.entry_serial "
        f"WHERE s.agreed_change <> 0 AND {between('s.serial')}",
    )
    return " UNION ALL ".join((entries, reversals, words))


def sees_uncommitted() -> bool:
    """Say whether what this thread reads may be seen by nobody else, because its transaction is open."""
    return bool(connection.in_atomic_block)


def read_tail(*, after: int, up_to: int, columns: Columns) -> Iterator[pa.Table]:
    """Yield movements with serials above `after` up to `up_to`, in the columns of the snapshot, some at a time."""
    import pyarrow as pa

    query = write_query(after, up_to)
    apart = connection.vendor == "postgresql" and not connection.in_atomic_block
    with _read_apart(query) if apart else _read_here(query) as batches:
        for batch in batches:
            table = pa.Table.from_batches([batch]).rename_columns(list(_NAMES))
            if table.num_rows:
                yield _shape(table, columns)


@contextmanager
def _read_here(query: str) -> Iterator[Iterator[pa.RecordBatch]]:
    """Read through Django's own connection."""
    import pyarrow as pa

    with connection.cursor() as cursor:
        cursor.execute(query)

        def batches() -> Iterator[pa.RecordBatch]:
            while rows := cursor.fetchmany(ROWS_PER_READ):
                lists = zip(*rows, strict=True)
                yield pa.record_batch([pa.array(values) for values in lists], names=list(_NAMES))

        yield batches()


class _Kept:
    """The ADBC connection, kept because opening one costs more than reading a thousand rows."""

    lock = threading.Lock()
    connection: Any = None


@contextmanager
def _read_apart(query: str) -> Iterator[Iterator[pa.RecordBatch]]:
    """Read from PostgreSQL through ADBC, on a connection of its own."""
    with _Kept.lock:
        cursor = _execute_on_postgres(query)
        try:
            yield iter(cursor.fetch_record_batch())
        finally:
            cursor.close()
            _Kept.connection.rollback()


def _execute_on_postgres(query: str) -> Any:
    """Execute on the kept connection; once more on a new one where the server has closed it."""
    from adbc_driver_manager import Error
    from adbc_driver_postgresql import dbapi
    from psycopg.conninfo import make_conninfo

    for kept in (_Kept.connection, None):
        if kept is None:
            given = connection.get_connection_params()
            names = ("dbname", "user", "password", "host", "port", "sslmode", "service", "passfile")
            _Kept.connection = dbapi.connect(
                make_conninfo("", **{name: given[name] for name in names if name in given})
            )
        cursor = _Kept.connection.cursor()
        try:
            cursor.execute(query)
        except Error:
            cursor.close()
            if kept is None:
                raise
            _Kept.connection.close()
        else:
            return cursor
    raise AssertionError("unreachable: the second turn returns or raises")


def _shape(table: pa.Table, columns: Columns) -> pa.Table:
    """Return what was read in the snapshot's types, the details unpacked; details nobody gave are left out."""
    import pyarrow as pa
    import pyarrow.compute as pc

    schema = arrow_schema(columns)
    shaped = {}
    for name, _ in ENTRY_COLUMNS:
        column = table.column(name)
        if schema.field(name).type == pa.date32():
            column = pc.if_else(pc.equal(column, ""), pa.scalar(None, pa.string()), column)
        shaped[name] = column.cast(schema.field(name).type)
    details = pa.schema([schema.field(name) for name, _ in columns[len(ENTRY_COLUMNS) :]])
    shaped |= _unpack_details(table, details)
    return pa.table({name: shaped[name] for name, _ in columns if name in shaped})


def _unpack_details(table: pa.Table, schema: pa.Schema) -> dict[str, pa.Array]:
    """Return one typed array per declared detail that some row gives; what no kind declares is ignored.

    Arrow reads the JSON of whole columns at once. It takes no list for a text, so rows that hold one are unpacked
    one by one.
    """
    import pyarrow as pa
    from pyarrow import json

    told = table.column("details").to_pylist()
    lines = "\n".join(told)
    # A column asked for but never told costs as much as one that is: ask for those that may be there.
    named = set(_NAME_IN_JSON.findall(lines))
    schema = pa.schema([field for field in schema if field.name in named])
    options = json.ParseOptions(explicit_schema=schema, unexpected_field_behavior="ignore")
    whole = json.ReadOptions(block_size=1 << 30)
    try:
        found = json.read_json(pa.BufferReader(lines.encode()), read_options=whole, parse_options=options)
    except pa.ArrowInvalid:
        return _unpack_one_by_one(table, told, schema)
    if found.num_rows != table.num_rows:
        return _unpack_one_by_one(table, told, schema)
    return {name: found.column(name) for name in found.column_names if found.column(name).null_count < len(told)}


def _unpack_one_by_one(table: pa.Table, told: list[str], schema: pa.Schema) -> dict[str, pa.Array]:
    import pyarrow as pa

    lists: dict[str, list[Any]] = {}
    decode = msgspec.json.Decoder(dict[str, Any]).decode
    for place, text in enumerate(told):
        for code, value in decode(text).items():
            if code in schema.names and value is not None and value != "":
                lists.setdefault(code, [None] * len(told))[place] = value
    arrays: dict[str, pa.Array] = {}
    for code, values in lists.items():
        of = schema.field(code).type
        try:
            arrays[code] = _to_array(values, of)
        except (pa.ArrowInvalid, pa.ArrowTypeError) as error:
            first, last = table.column("serial")[0], table.column("serial")[-1]
            raise TailError(f"detail {code} between serials {first} and {last}: {error}") from error
    return arrays


def _to_array(values: list[Any], of: pa.DataType) -> pa.Array:
    import pyarrow as pa

    if of == pa.string():
        return pa.array([None if value is None else _to_text(value) for value in values], of)
    return pa.array(values, pa.string()).cast(of) if of == pa.date32() else pa.array(values, of)


def _to_text(value: Any) -> str:
    return ",".join(str(one) for one in value) if isinstance(value, list) else str(value)
