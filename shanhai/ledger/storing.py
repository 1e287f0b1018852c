"""Puts many rows into a table as fast as the database takes them, inside the transaction that is already open.

SQLite gets `executemany`, PostgreSQL a binary COPY, both on Django's own connection: Django's bulk_create costs ten to
forty times as much. This module must not know what the rows mean; only `record.py` uses it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, date, datetime
from functools import cache
from typing import Any

from django.apps import apps
from django.db import connection

TYPES = {
    "BigIntegerField": "int8",
    "SmallIntegerField": "int2",
    "CharField": "text",
    "TextField": "text",
    "DateField": "date",
    "DateTimeField": "timestamptz",
    "BooleanField": "bool",
    "BinaryField": "bytea",
}


class Days(dict[date | None, Any]):
    """Days as the database stores them, each worked out once."""

    def __missing__(self, day: date | None) -> Any:
        stored = day if day is None or connection.vendor == "postgresql" else day.isoformat()
        self[day] = stored
        return stored


def moment_value(moment: datetime) -> Any:
    """Return a moment as the database stores it."""
    if connection.vendor == "postgresql":
        return moment
    return str(moment.astimezone(UTC).replace(tzinfo=None))


def truth_value(truth: bool) -> Any:
    """Return true or false as the database stores it."""
    return truth if connection.vendor == "postgresql" else int(truth)


def insert_rows(table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Insert rows whose values stand in the order of the columns, days and moments as stored."""
    _inserter()(table, columns, rows)


def _inserter() -> Callable[[str, Sequence[str], Iterable[Sequence[Any]]], None]:
    return _copy_postgresql if connection.vendor == "postgresql" else _insert_sqlite


def _insert_sqlite(table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    names, places = ", ".join(f'"{name}"' for name in columns), ", ".join("?" * len(columns))
    connection.connection.executemany(f'INSERT INTO "{table}" ({names}) VALUES ({places})', rows)


def _copy_postgresql(table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    names = ", ".join(f'"{name}"' for name in columns)
    with (
        connection.cursor() as cursor,
        cursor.copy(f'COPY "{table}" ({names}) FROM STDIN (FORMAT BINARY)') as copy,
    ):
        copy.set_types(_types_of(table, tuple(columns)))
        write = copy.write_row
        for row in rows:
            write(row)


@cache
def _types_of(table: str, columns: tuple[str, ...]) -> list[str]:
    model = next(model for model in apps.get_app_config("ledger").get_models() if model._meta.db_table == table)
    return [TYPES[model._meta.get_field(name).get_internal_type()] for name in columns]
