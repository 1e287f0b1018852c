"""A user's corrections of how a table was understood, kept under the shape of the table for the next file.

A correction is plain JSON:

    {"<fingerprint>": {"kind": "funds.arrival", "unit": "万元", "header_rows": [3, 4],
                       "columns": {"资金到账情况/第一批/金额": {"means": "amount", "at": {"batch": "1"}},
                                   "F": {"means": "ignored"}, "往来/拨付": {"means": "amount", "unit": "元"}},
                       "rows": {"2023年!12": "total"}},
     "sheets": ["汇总"]}

Columns are named by their header path, with or without its years, or by their letter; the fingerprint is that of the
table as it was found. A column without `at` keeps the cell of a dimension its header names. `rows` says what single
rows of one file are; `sheets` names sheets that are read although they look as if they held nothing of their own.

It must not know where corrections are stored.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from .heads import Head
from .rows import NOTE, RECORD, SECTION, SUBTOTAL, TOTAL

MARKS = (RECORD, SUBTOTAL, TOTAL, SECTION, NOTE)


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a user says a column means; `at` None keeps what the header says, `unit` None the unit that was found."""

    means: str
    at: dict[str, str] | None = None
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class Correction:
    """What a user said about tables of one shape; what is None or missing stays as it is found."""

    kind: str | None = None
    unit: str | None = None
    header_rows: list[int] = field(default_factory=list)
    columns: dict[str, Meaning] = field(default_factory=dict)
    rows: dict[tuple[str, int], str] = field(default_factory=dict)

    def meaning_of(self, letter: str, header: str) -> Meaning | None:
        """Return what was said of a column, by its letter or its header path."""
        return self.columns.get(letter) or self.columns.get(header) or self.columns.get(without_years(header))


def without_years(header: str) -> str:
    """Return a header path that is the same in next year's book.

    >>> without_years("2023年/金额")
    '#年/金额'
    """
    return re.sub(r"(?:19|20)\d\d", "#", header)


def fingerprint(heads: list[Head]) -> str:
    """Return the mark of a table's shape: its column paths in order, years left out so that next year's book fits."""
    paths = [without_years(head.header) for head in heads]
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
            str(header): _read_meaning(one)
            for header, one in dict(about.get("columns") or {}).items()
            if isinstance(one, Mapping) and one.get("means")
        }
        kind, unit = about.get("kind"), about.get("unit")
        rows = sorted(row for row in about.get("header_rows") or () if isinstance(row, int) and row > 0)
        marks = _read_rows(about.get("rows"))
        found[mark] = Correction(str(kind) if kind else None, str(unit) if unit else None, rows, columns, marks)
    return found


def _read_meaning(one: Mapping[str, Any]) -> Meaning:
    unit = one.get("unit")
    at = dict(one["at"]) if isinstance(one.get("at"), Mapping) else None
    return Meaning(str(one["means"]), at, str(unit) if unit else None)


def _read_rows(marks: object) -> dict[tuple[str, int], str]:
    found = {}
    for place, role in marks.items() if isinstance(marks, Mapping) else ():
        sheet, _, row = str(place).rpartition("!")
        if row.isascii() and row.isdigit() and role in MARKS:
            found[sheet, int(row) - 1] = str(role)
    return found


def read_sheets_taken(mapping: Mapping[str, Any]) -> frozenset[str]:
    """Return the sheets a user says are to be read whatever they look like."""
    sheets = mapping.get("sheets")
    return frozenset(str(name) for name in sheets) if isinstance(sheets, list) else frozenset()
