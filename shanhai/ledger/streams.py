"""Reads the ledger's tables row by row in a fixed order, in the canonical form of `chain.py`, whatever their size.

All values come straight from the database, past Django's conversions, so that what was changed behind the program's
back is seen as it is. Reads only; must not know what is proved with the rows.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import lru_cache
from itertools import count
from typing import Any

from django.db import connection, transaction

from shanhai.ledger.chain import moment_text

DAYS = {"known_on", "on_date", "period_from", "period_to", "answer_by", "since"}
MOMENTS = {"entered_at", "signed_at"}
TRUTHS = {"is_example"}
ROWS_AT_ONCE = 5000
_names = count()


@contextmanager
def steady_view() -> Iterator[None]:
    """See the ledger as it stands now for as long as the block lasts, without keeping writers waiting."""
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "postgresql":
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
    else:
        with connection.cursor() as cursor:
            cursor.execute("BEGIN DEFERRED")
            try:
                yield
            finally:
                cursor.execute("ROLLBACK")


def canonical(column: str, table: str = "") -> str:
    """Return the SQL that reads a column in its canonical form (moments on SQLite still need `text_of_moment`)."""
    name = f'{table}."{column}"' if table else f'"{column}"'
    if connection.vendor == "postgresql":
        if column in DAYS:
            return f"to_char({name}, 'YYYY-MM-DD')"
        if column in MOMENTS:
            return f"to_char({name} AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')"
        return f"{name}::int" if column in TRUTHS else name
    # an expression has no declared type, so the driver leaves the value alone
    return f"+{name}" if column in DAYS | MOMENTS | TRUTHS else name


def read_rows(
    table: str, columns: Sequence[str], *, where: str = "", order: str = "serial"
) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of a table in order; a moment, where one is asked for, must be the first column."""
    names = ", ".join(canonical(column) for column in columns)
    condition = f" WHERE {where}" if where else ""
    rows = read_query(f'SELECT {names} FROM "{table}"{condition} ORDER BY {order}')
    if columns[0] in MOMENTS and connection.vendor == "sqlite":
        return ((text_of_moment(row[0]), *row[1:]) for row in rows)
    return rows


def read_query(sql: str) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of a query, a few thousand at a time; must run inside `steady_view`."""
    if connection.vendor == "postgresql":
        with connection.connection.cursor(name=f"ledger_stream_{next(_names)}") as cursor:
            cursor.itersize = ROWS_AT_ONCE
            cursor.execute(sql)
            yield from cursor
        return
    connection.ensure_connection()
    cursor = connection.connection.cursor()
    try:
        cursor.execute(sql)
        while rows := cursor.fetchmany(ROWS_AT_ONCE):
            yield from rows
    finally:
        cursor.close()


@lru_cache(maxsize=1024)
def text_of_moment(stored: Any) -> Any:
    """Return a moment as SQLite stores it in canonical text; what is no moment is returned as it is."""
    try:
        return moment_text(datetime.fromisoformat(stored).replace(tzinfo=UTC))
    except (TypeError, ValueError):
        return stored
