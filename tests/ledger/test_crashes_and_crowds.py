"""A killed import leaves none or all of its file; many writers at once lose nothing. On SQLite and on PostgreSQL."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from tests.ledger.writer import START
from tests.own_installation import make_database

ROOT = Path(__file__).resolve().parents[2]
ROWS = 12_000
KILLS = 6


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def environment(request: pytest.FixtureRequest, tmp_path: Path) -> dict[str, str]:
    """The environment of an installation of its own, with the small world in it."""
    found = {
        **os.environ,
        "SHANHAI_HOME": str(tmp_path),
        "PYTHONPATH": str(ROOT),
        "DATABASE_URL": "",
        "DJANGO_SETTINGS_MODULE": "shanhai.config.settings",
    }
    if request.param == "postgresql":
        url = request.getfixturevalue("postgres_url")
        found["DATABASE_URL"] = make_database(url)
    run(found, "-c", START, "prepare")
    return found


def run(environment: dict[str, str], *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, *arguments],
        env=environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def verify(environment: dict[str, str]) -> dict[str, Any]:
    """Prove the ledger in a process of its own."""
    return json.loads(run(environment, "-m", "shanhai.config.command_line", "verify", "--json"))


def start_import(environment: dict[str, str], name: str) -> subprocess.Popen[str]:
    """Start an import and return when it is about to record."""
    process = subprocess.Popen(
        [sys.executable, "-c", START, "import", name, str(ROWS)],
        env=environment,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    return process


def test_a_killed_import_leaves_none_or_all_of_its_file(environment: dict[str, str]) -> None:
    whole = start_import(environment, "whole")
    began = time.monotonic()
    assert whole.wait(timeout=120) == 0
    takes = time.monotonic() - began
    dice = random.Random(7)
    for number in range(KILLS):
        process = start_import(environment, f"killed{number}")
        time.sleep(takes * (number + dice.random()) / KILLS)
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert process.stdout is not None
        process.stdout.close()
    proof = verify(environment)
    assert proof["holds"], proof
    assert proof["entries"] % ROWS == 0
    assert proof["entries"] == ROWS * proof["batches"]
    assert proof["entries"] >= ROWS
    # what was lost can be brought again, what was kept is told
    again = start_import(environment, "killed0")
    assert again.wait(timeout=120) == 0
    assert verify(environment)["entries"] % ROWS == 0


def test_sixteen_writers_at_once_lose_nothing(environment: dict[str, str]) -> None:
    told = run(environment, "-c", START, "crowd", "16", "6")
    entries, signatures = map(int, told.split())
    assert entries == 16 * 6 * 3
    proof = verify(environment)
    assert proof["holds"], proof
    assert (proof["entries"], proof["signatures"]) == (entries, signatures)
    assert proof["last_serial"] == entries + signatures
