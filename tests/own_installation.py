"""An installation of its own for a test: a program run in a process with a home of its own, a database of its own."""

from __future__ import annotations

import os
import subprocess
import sys
import uuid
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

SECONDS_MOST = 180


def run_program(program: str, home: Path, *, database: str = "") -> str:
    """Return what a program prints that is run with a home of its own; `database` is its address, SQLite without."""
    done = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, "SHANHAI_HOME": str(home), "DATABASE_URL": database},
        capture_output=True,
        text=True,
        check=False,
        timeout=SECONDS_MOST,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def make_database(postgres_url: str) -> str:
    """Return the address of a new, empty database on the server that an address leads to."""
    import psycopg

    name = f"own_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(postgres_url, autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}"')
    parts = urlsplit(postgres_url)
    return urlunsplit(parts._replace(path=f"/{name}", netloc=parts.netloc or "postgres:@"))
