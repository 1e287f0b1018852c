"""The ledger's own tests once more, on PostgreSQL: one rule, two databases."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

FOLDER = Path(__file__).resolve().parent
AGAIN = ("test_record.py", "test_matching.py", "test_guards.py", "test_proof.py", "test_any_order.py")


@pytest.mark.postgres
def test_the_ledger_behaves_the_same_on_postgresql(postgres_url: str, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", *(str(FOLDER / name) for name in AGAIN)],
        env={**os.environ, "DATABASE_URL": postgres_url, "SHANHAI_HOME": str(tmp_path)},
        cwd=FOLDER.parents[1],
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]
