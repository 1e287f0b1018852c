"""A served installation, as an office would run it, and two browsers to look at it from both sides."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

SECONDS_TO_START = 60


@contextmanager
def serve(home: Path) -> Iterator[str]:
    """Serve an installation with `shanhai serve` on a free port of this machine; yields its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = subprocess.Popen(
        [sys.executable, "-m", "shanhai.config.command_line", "serve", "--port", str(port)],
        env={**os.environ, "SHANHAI_HOME": str(home)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_for(address)
        yield address
    finally:
        server.terminate()
        server.wait(timeout=30)


def _wait_for(address: str) -> None:
    for _ in range(SECONDS_TO_START * 5):
        try:
            urllib.request.urlopen(f"{address}/sign-in", timeout=2)
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.2)
        else:
            return
    raise AssertionError(f"{address} did not answer")


@pytest.fixture
def served(own_example: Path) -> Iterator[str]:
    """The example, served."""
    with serve(own_example) as address:
        yield address
