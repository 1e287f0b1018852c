"""Runs every comparison and prints a table; also writes bench/latest.json (not tracked).

Each module of this folder has `run(size) -> list[dict]` with name, size, seconds, floor_seconds and ratio. A module
runs in a process of its own, so that no warmth or memory of one reaches the next.
"""

import argparse
import json
import multiprocessing
import os
import platform
import tempfile
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

from bench.measure import measure

# Module and the size of its full run.
COMPARISONS = {
    "posting": 100_000,
    "figures": 1_000_000,
    "workbook": 100_000,
    "payouts": 5_000,
    "moved": 1_000_000,
    "claims": 200,
    "pages": 200_000,
}


def show(row: dict[str, Any]) -> str:
    """One line of the table: `name  size  seconds  floor  ratio`."""
    return (
        f"{row['name']:<58} {row['size']:>9,} {row['seconds']:>9.3f} {row['floor_seconds']:>9.3f} {row['ratio']:>7.2f}"
    )


def main() -> None:
    """Run all comparisons, or those named."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("names", nargs="*", choices=[*COMPARISONS, []], default=[])
    parser.add_argument("--scale", type=float, default=1.0, help="share of the full size")
    options = parser.parse_args()
    rows: list[dict[str, Any]] = []
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    print(f"{'':<58} {'size':>9} {'seconds':>9} {'floor':>9} {'ratio':>7}")
    context = multiprocessing.get_context("spawn")
    for name in options.names or COMPARISONS:
        with (
            tempfile.TemporaryDirectory(prefix="shanhai-bench-") as home,
            ProcessPoolExecutor(1, mp_context=context) as pool,
        ):
            found = pool.submit(measure, name, int(COMPARISONS[name] * options.scale), home).result()
        for row in found:
            print(show(row), flush=True)
        rows += found
    (Path(__file__).parent / "latest.json").write_text(json.dumps(rows, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
