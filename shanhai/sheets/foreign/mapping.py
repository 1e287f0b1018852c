"""A user's corrections of how a table was understood, kept under the shape of the table for the next file.

A correction is plain JSON:

    {"<fingerprint>": {"kind": "funds.arrival", "unit": "万元", "header_rows": [3, 4],
                       "columns": {"资金到账情况/第一批/金额": {"means": "amount", "at": {"batch": "1"}}}}}

Columns are named by their header path or by their letter; the fingerprint is that of the table as it was found.

It must not know where corrections are stored.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from .heads import Head


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a user says a column means."""

    means: str
    at: dict[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Correction:
    """What a user said about tables of one shape; what is None or missing stays as it is found."""

    kind: str | None = None
    unit: str | None = None
    header_rows: list[int] = field(default_factory=list)
    columns: dict[str, Meaning] = field(default_factory=dict)


def fingerprint(heads: list[Head]) -> str:
    """Return the mark of a table's shape: its column paths in order, years left out so that next year's book fits."""
    paths = [re.sub(r"(?:19|20)\d\d", "#", head.header) for head in heads]
    while paths and not paths[-1]:
        paths.pop()
    return hashlib.sha256("\n".join(paths).encode()).hexdigest()[:16]


def read_corrections(mapping: Mapping[str, Any]) -> dict[str, Correction]:
    """Return the corrections of a JSON mapping; entries of another form are left out."""
    found = {}
    for mark, about in mapping.items():
        if not isinstance(about, Mapping):
            continue
        columns = {
            str(header): Meaning(str(one["means"]), dict(one["at"]) if isinstance(one.get("at"), Mapping) else None)
            for header, one in dict(about.get("columns") or {}).items()
            if isinstance(one, Mapping) and one.get("means")
        }
        kind, unit = about.get("kind"), about.get("unit")
        rows = sorted(row for row in about.get("header_rows") or () if isinstance(row, int) and row > 0)
        found[mark] = Correction(str(kind) if kind else None, str(unit) if unit else None, rows, columns)
    return found
