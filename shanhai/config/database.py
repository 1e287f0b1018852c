"""Turns DATABASE_URL into Django's database settings, and says what a database lacks. Knows the two we run on."""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

# How long a thread keeps its connection. Opening one costs more than most pages: the schema is read, the questions are
# prepared anew and nothing of the file is at hand. Bounded, so that a database put in place of another is soon seen.
KEPT_SECONDS = 60


def read_database_url(url: str, home: Path) -> dict[str, Any]:
    """Return settings for `postgresql://user:password@host:port/name?host=/socket/folder`; SQLite in `home` if empty.

    SQLite runs in WAL mode with immediate write locks, so that two writers queue instead of failing half-way.
    """
    if not url:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": str(home / "ledger.sqlite3"),
            "CONN_MAX_AGE": KEPT_SECONDS,
            "OPTIONS": {
                "timeout": 60,
                "transaction_mode": "IMMEDIATE",
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;"
                " PRAGMA cache_size=-65536; PRAGMA mmap_size=268435456; PRAGMA temp_store=MEMORY;",
            },
        }
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise ImproperlyConfigured(f"DATABASE_URL cannot be read: {error}") from error
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ImproperlyConfigured(f"DATABASE_URL begins with {parts.scheme!r}; it should begin with postgresql://")
    query = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or query.pop("user", "")),
        "PASSWORD": unquote(parts.password or query.pop("password", "")),
        "HOST": query.pop("host", None) or parts.hostname or "",
        "PORT": str(port or ""),
        "CONN_MAX_AGE": KEPT_SECONDS,
        "OPTIONS": query,
    }


def say_what_database_lacks() -> str:
    """Say what keeps the database from being used, with what to do; nothing where it answers and is set up."""
    from django.db import DatabaseError, connection
    from django.db.migrations.executor import MigrationExecutor

    try:
        executor = MigrationExecutor(connection)
        missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError as error:
        told = str(error).strip().splitlines()
        return f"{connection.vendor} does not answer ({told[0] if told else error}); check DATABASE_URL"
    if not missing:
        return ""
    if len(missing) == len(executor.loader.graph.nodes):
        return "this installation is not set up; run: shanhai setup"
    return f"{len(missing)} migrations not run; run: shanhai setup"
