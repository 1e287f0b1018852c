"""Tests that read the folder `shared` beside the repository; skipped where it is not there."""

from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parents[3] / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder `shared`; tests that ask for it are skipped where it is missing."""
    if not SHARED.is_dir():
        pytest.skip("the folder shared is not beside the repository")
    return SHARED
