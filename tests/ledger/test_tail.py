"""The tail reads the same from SQLite and PostgreSQL, inside a transaction and outside, from one process or several."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from shanhai.ledger.tail import TailError, _unpack_details

ROOT = Path(__file__).resolve().parents[2]


def start(home: Path, what: str, url: str = "") -> subprocess.Popen[str]:
    environment = {**os.environ, "SHANHAI_HOME": str(home), "DATABASE_URL": url, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "tests.ledger.read_both_ways", what]
    return subprocess.Popen(
        command, cwd=ROOT, env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )


def finish(process: subprocess.Popen[str]) -> str:
    out, errors = process.communicate(timeout=120)
    assert process.returncode == 0, errors
    return out


def look(home: Path, url: str = "") -> dict[str, Any]:
    found: dict[str, Any] = json.loads(finish(start(home, "look", url)))
    return found


def test_several_processes_make_one_snapshot_and_a_transaction_sees_the_same(tmp_path: Path) -> None:
    finish(start(tmp_path, "fill"))
    processes = [start(tmp_path, "look") for _ in range(3)]
    found = [json.loads(finish(process)) for process in processes]
    assert len({one["id"] for one in found}) == 1
    for one in found:
        assert one["shared"]
        assert one["apart"] == one["here"]
        assert [(row["reported"], row["agreed"]) for row in one["apart"]].count((0, 1)) == 4
    assert len(found[0]["apart"]) == 15
    assert not list((tmp_path / "snapshot").glob("uncommitted-*/*.parquet"))


def unpack(*details: str) -> dict[str, list[Any]]:
    schema = pa.schema([("grade", pa.string()), ("weight", pa.int64()), ("picked", pa.date32()), ("fresh", pa.bool_())])
    table = pa.table({"serial": list(range(len(details))), "details": list(details)})
    return {name: column.to_pylist() for name, column in _unpack_details(table, schema).items()}


def test_details_are_unpacked_into_their_types_and_what_nobody_declares_is_ignored() -> None:
    whole = ['{"grade":"甲","weight":3,"remark":"x"}', "{}", '{"picked":"2025-06-01","fresh":true}']
    expected = {
        "grade": ["甲", None, None],
        "weight": [3, None, None],
        "picked": [None, None, date(2025, 6, 1)],
        "fresh": [None, None, True],
    }
    assert unpack(*whole) == expected
    listed = unpack(*whole, '{"grade":["甲","乙"],"weight":4}')
    assert listed["grade"] == ["甲", None, None, "甲,乙"]
    assert listed["picked"] == [None, None, date(2025, 6, 1), None]


def test_a_detail_that_is_not_what_its_kind_declares_is_named() -> None:
    with pytest.raises(TailError, match="weight between serials 0 and 1"):
        unpack("{}", '{"weight":"heavy"}')


@pytest.mark.postgres
def test_postgresql_reads_the_same_as_sqlite(tmp_path: Path, fresh_postgres_url: str) -> None:
    on_sqlite, on_postgres = tmp_path / "sqlite", tmp_path / "postgres"
    for home, url in ((on_sqlite, ""), (on_postgres, fresh_postgres_url)):
        home.mkdir()
        finish(start(home, "fill", url))
    ours, theirs = look(on_sqlite), look(on_postgres, fresh_postgres_url)
    assert theirs["apart"] == theirs["here"]
    assert theirs["apart"] == ours["apart"]


@pytest.fixture
def fresh_postgres_url(postgres_url: str) -> str:
    """A new database of its own on the tests' server."""
    import psycopg

    with psycopg.connect(postgres_url, autocommit=True) as connection:
        connection.execute("DROP DATABASE IF EXISTS shanhai_tail")
        connection.execute("CREATE DATABASE shanhai_tail")
    return postgres_url.replace("/shanhai_tests", "/shanhai_tail")
