"""Settles what is told of an office's own workbook once the ledger's checks have spoken too.

The checks see the values the reader made of the cells; the office knows its cells. Every Problem quotes what stands in
the cell, and nothing is told twice.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from shanhai.algorithms.column_letters import column_letter
from shanhai.sheets.columns import show_cell
from shanhai.sheets.findings import Finding, Findings, clip
from shanhai.sheets.read import ReadFile, Table


def quote_cells(read: ReadFile, findings: Findings, own: list[Finding]) -> None:
    """Have the checks' findings quote the cells of the workbook; `own` are those of the reader, which do already.

    A repair of a value that the reader had made of something else is dropped: the reader told how the cell was read.
    """
    readers = {id(finding) for finding in own}
    cells = _Cells(read)
    kept = []
    for finding in findings.all:
        if id(finding) not in readers and finding.value and finding.column and finding.rows:
            written = cells.written(finding)
            if written is not None and written != finding.value:
                if finding.weight == "note":
                    continue
                finding.value = written
        kept.append(finding)
    findings.all = kept


class _Cells:
    """Values as laid out for the checks, and the cells they came from; looked up only where something is told."""

    def __init__(self, read: ReadFile) -> None:
        self.read = read
        self.rows: dict[int, dict[int, list[Any]]] = {}
        self.sheets = {table.sheet: table for table in read.sheets}

    def written(self, finding: Finding) -> str | None:
        """Return what stands in the workbook where the checks saw the value told; None where they saw another."""
        line, sheet = finding.rows[0], self.sheets.get(finding.sheet or "")
        if sheet is None or finding.value not in self._laid_out(finding, line):
            return None
        row = self._row(sheet, line)
        place = next((at for at in range(len(row or ())) if column_letter(at) == finding.column), None)
        return clip(show_cell(row[place])).strip() if row is not None and place is not None else None

    def _laid_out(self, finding: Finding, line: int) -> Iterator[str]:
        for table in self.read.tables:
            place = table.places.get(finding.field or "")
            if table.sheet == finding.sheet and place is not None:
                row = self._row(table, line)
                if row is not None:
                    yield clip(show_cell(row[place]))

    def _row(self, table: Table, line: int) -> list[Any] | None:
        held = self.rows.get(id(table))
        if held is None:
            held = self.rows[id(table)] = dict(zip(table.lines, table.rows, strict=True))
        return held.get(line)


def drop_told_twice(findings: Findings, own: list[Finding]) -> None:
    """Where the ledger's own checks block at a cell, what the reader said of the cell is not said again.

    A row that became several entries, one for each month, batch or kind, is told of once.
    """
    once = {
        (one.code, one.sheet, one.column, one.field, one.value, tuple(one.rows)): one for one in reversed(findings.all)
    }
    kept = {id(one) for one in once.values()}
    findings.all = [one for one in findings.all if id(one) in kept]
    readers = {id(finding) for finding in own}
    blocked = {
        (finding.sheet, finding.column, row)
        for finding in findings.all
        if finding.weight == "blocks" and id(finding) not in readers
        for row in finding.rows
    }
    for finding in own:
        if id(finding) in kept and finding.rows and (finding.weight != "note" or finding.code == "read_as"):
            finding.rows = [row for row in finding.rows if (finding.sheet, finding.column, row) not in blocked]
            if not finding.rows:
                findings.all.remove(finding)
