"""Runs an expression on a snapshot. The only module that knows which engine does it: DuckDB, inside this process.

An expression is compiled once per definition; the values of a question go in as bound parameters. It must not know
what is computed.
"""

from __future__ import annotations

import os
import re
import threading
from collections.abc import Callable, Hashable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from shanhai.figures.tables import ASKED_TABLES, MOVEMENTS, STATEMENTS, Snapshot

if TYPE_CHECKING:
    import duckdb
    from ibis.expr.types import Table

ROWS_AT_ONCE = 4_096
_TYPES = {"string": "VARCHAR", "int64": "BIGINT"}
_MARK = re.compile(r"'§(\w+)§'")
# Nothing is fetched from elsewhere at run time.
_SETTINGS = {"autoinstall_known_extensions": "false", "autoload_known_extensions": "false"}

_compiled: dict[Hashable, str] = {}
_lock = threading.Lock()
_own = threading.local()


class _Process:
    """The one database of this process; a forked process makes its own."""

    pid = -1
    database: duckdb.DuckDBPyConnection | None = None


def run(
    key: Hashable, build: Callable[[], Table], snapshot: Snapshot, values: Mapping[str, Any]
) -> list[tuple[Any, ...]]:
    """Return the rows of an expression on a snapshot. `key` names the definition that `build` builds."""
    return _execute(key, build, snapshot, values).fetchall()


def walk(
    key: Hashable, build: Callable[[], Table], snapshot: Snapshot, values: Mapping[str, Any]
) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of an expression on a snapshot, fetched some at a time."""
    found = _execute(key, build, snapshot, values)
    while rows := found.fetchmany(ROWS_AT_ONCE):
        yield from rows


def run_columns(
    key: Hashable, build: Callable[[], Table], snapshot: Snapshot, values: Mapping[str, Any]
) -> dict[str, Any]:
    """Return the columns of an expression on a snapshot as NumPy arrays."""
    columns: dict[str, Any] = _execute(key, build, snapshot, values).fetchnumpy()
    return columns


def _execute(
    key: Hashable, build: Callable[[], Table], snapshot: Snapshot, values: Mapping[str, Any]
) -> duckdb.DuckDBPyConnection:
    sql = _compiled.get(key)
    if sql is None:
        sql = _compiled[key] = compile_sql(build())
    for name, paths in ((MOVEMENTS, snapshot.movements), (STATEMENTS, snapshot.statements)):
        sql = sql.replace(f'"{name}"', _read_segments(paths))
    return _cursor().execute(sql, _bind(sql, values))


def compile_sql(expression: Table) -> str:
    """Return an expression as SQL with `$name` where a value of the question goes.

    Tables made of the question (places, pairings, areas) become lists that are unnested.
    """
    import ibis

    sql = str(ibis.to_sql(expression, dialect="duckdb"))
    for table, columns in ASKED_TABLES.items():
        lists = ", ".join(f'UNNEST(CAST(${table}_{name} AS {_TYPES[of]}[])) AS "{name}"' for name, of in columns)
        sql = sql.replace(f'"{table}"', f"(SELECT {lists})")
    return _MARK.sub(r"$\1", sql)


def _bind(sql: str, values: Mapping[str, Any]) -> dict[str, Any]:
    bound: dict[str, Any] = {}
    for name, value in values.items():
        if isinstance(value, Mapping):
            bound |= {f"{name}_place": list(value), f"{name}_area": list(value.values())}
        elif isinstance(value, list):
            bound[f"{name}_id"] = value
        else:
            bound[name] = value
    return {name: value for name, value in bound.items() if re.search(rf"\${name}\b", sql)}


def _read_segments(paths: tuple[str, ...]) -> str:
    quoted = ", ".join("'" + path.replace("'", "''") + "'" for path in paths)
    return f"read_parquet([{quoted}])"


def _cursor() -> duckdb.DuckDBPyConnection:
    """Return this thread's cursor on the process's database."""
    pid = os.getpid()
    if getattr(_own, "pid", None) != pid:
        with _lock:
            if _Process.database is None or _Process.pid != pid:
                _Process.database, _Process.pid = _open(), pid
            _own.cursor, _own.pid = _Process.database.cursor(), pid
    cursor: duckdb.DuckDBPyConnection = _own.cursor
    return cursor


def _open() -> duckdb.DuckDBPyConnection:
    import duckdb

    database = duckdb.connect(":memory:", config=dict(_SETTINGS))
    database.execute("SET parquet_metadata_cache = true")
    database.execute("SET preserve_insertion_order = false")
    return database
