"""Pay-outs come to the same fen on SQLite and PostgreSQL, and neither lets a kept row be changed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.payouts.play_on import TABLES

ROOT = Path(__file__).resolve().parents[2]


def play(home: Path, url: str = "") -> dict[str, Any]:
    environment = {**os.environ, "SHANHAI_HOME": str(home), "DATABASE_URL": url, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "tests.payouts.play_on"]
    done = subprocess.run(command, cwd=ROOT, env=environment, text=True, capture_output=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def judge(found: dict[str, Any]) -> None:
    assert found["paid"] == [2, 0]
    assert found["amounts"] == [333_367, 666_733]
    assert sum(found["amounts"]) == found["total"] == 1_000_100
    assert found["refused"] == [f"{verb} {table}" for table in TABLES for verb in ("UPDATE", "DELETE")]


def test_an_enclave_pays_its_villages_on_sqlite(tmp_path: Path) -> None:
    judge(play(tmp_path))


@pytest.fixture
def empty_postgres_url(postgres_url: str) -> str:
    """A new database of its own on the tests' server."""
    import psycopg

    with psycopg.connect(postgres_url, autocommit=True) as connection:
        connection.execute("DROP DATABASE IF EXISTS shanhai_payouts")
        connection.execute("CREATE DATABASE shanhai_payouts")
    return postgres_url.replace("/shanhai_tests", "/shanhai_payouts")


@pytest.mark.postgres
def test_an_enclave_pays_its_villages_on_postgresql(tmp_path: Path, empty_postgres_url: str) -> None:
    judge(play(tmp_path, empty_postgres_url))
