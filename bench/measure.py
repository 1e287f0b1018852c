"""Runs one comparison in an installation of its own; apart from `__main__`, which a started process cannot import."""

import os
from typing import Any


def measure(name: str, size: int, home: str) -> list[dict[str, Any]]:
    """Run one module's comparison in an installation of its own; rows as `run` gives them."""
    os.environ["SHANHAI_HOME"] = home
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shanhai.config.settings")
    import importlib

    rows: list[dict[str, Any]] = importlib.import_module(f"bench.{name}").run(size)
    return rows
