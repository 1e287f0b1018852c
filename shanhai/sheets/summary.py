"""What a dry run found, as plain values that are kept with the batch and shown on its page.

Bounded whatever the file holds: like Problems are told together, and the preview keeps the rows around them. The full
list is in the marked workbook, which is made again from the file itself.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Any

from shanhai.algorithms.column_letters import column_letter
from shanhai.catalogue.words import Words
from shanhai.sheets.columns import show_cell
from shanhai.sheets.findings import Finding, Findings, clip
from shanhai.sheets.read import ReadFile, Table

TOLD_EACH = 300
TOLD_IN_ALL = 3_000
ROWS_TOLD = 20
TOLD_SINGLY = 10
PREVIEW_ROWS = 60
PREVIEW_COLUMNS = 40
MONEY_SHOWN_MOST = 10**13
ALL_DOUBTS = "*"
ORDER = {"blocks": 0, "ask": 1, "note": 2}

Told = dict[str, Any]


def tell_findings(findings: Findings) -> list[Told]:
    """Return the findings in the order of weight and place, like ones of one column in one line where they are many.

    Repairs that read word for word the same stand in one line however few they are; others, up to `TOLD_SINGLY` of a
    column, each say what became of their own value.
    """
    alike: dict[tuple[str, str | None, str | None], list[Finding]] = defaultdict(list)
    for finding in sorted(findings.all, key=_place_of):
        alike[finding.code, finding.sheet, finding.column].append(finding)
    lines: list[tuple[list[Finding], bool]] = []
    for group in alike.values():
        weight = group[0].weight
        parts = _same_words(group) if weight == "note" else [[finding] for finding in group]
        if weight != "blocks" and len(parts) > TOLD_SINGLY:
            lines.append((group, True))
        else:
            lines += [(part, False) for part in parts]
    lines.sort(key=lambda line: _place_of(line[0][0]))
    counts: Counter[tuple[str, str]] = Counter()
    kept: list[Told] = []
    for part, is_whole in lines:
        # Each sheet has its share, so that one full of faults does not hide the next one's.
        counts[part[0].weight, part[0].sheet or ""] += 1
        if counts[part[0].weight, part[0].sheet or ""] <= TOLD_EACH and len(kept) < TOLD_IN_ALL:
            told = _tell(part)
            kept.append({**told, "key": column_key(part[0])} if is_whole else told)
    return kept


def _same_words(group: list[Finding]) -> list[list[Finding]]:
    same: dict[str, list[Finding]] = defaultdict(list)
    for finding in group:
        same[finding.what.zh].append(finding)
    return list(same.values())


def _place_of(finding: Finding) -> tuple[int, str, int, int, str]:
    column = finding.column or ""
    return ORDER[finding.weight], finding.sheet or "", finding.rows[0] if finding.rows else 0, len(column), column


def _places(finding: Finding) -> int:
    return max(len(finding.rows), 1)


def _tell(part: list[Finding]) -> Told:
    """Return one line for findings told together; the words are those of the first."""
    finding = part[0]
    return {
        "key": finding_key(finding),
        "code": finding.code,
        "weight": finding.weight,
        "sheet": finding.sheet,
        "column": finding.column,
        "row": finding.rows[0] if finding.rows else None,
        "rows": [row for one in part for row in one.rows][:ROWS_TOLD],
        "count": sum(_places(one) for one in part),
        "value": finding.value,
        "what": _both(finding.what),
        "right": _both(finding.right),
        "candidates": list(finding.values.get("candidates", ())),
    }


def _both(words: Words | None) -> list[str] | None:
    return None if words is None else [words.zh, words.en]


def finding_key(finding: Finding) -> str:
    """Return what names one finding, the same each time the file is read: code, place and a digest of the value."""
    rows = ",".join(map(str, finding.rows[:20]))
    digest = hashlib.sha256(f"{finding.value}|{rows}|{len(finding.rows)}".encode()).hexdigest()[:10]
    return f"{finding.code}|{finding.sheet}|{finding.column}|{digest}"


def column_key(finding: Finding) -> str:
    """Return what names all findings of one code in one column."""
    return f"{finding.code}|{finding.sheet}|{finding.column}|*"


def is_accepted(finding: Finding, accepted: Iterable[str]) -> bool:
    """Tell whether a doubt was accepted: by itself, with all alike, or with all there are."""
    return ALL_DOUBTS in accepted or finding_key(finding) in accepted or column_key(finding) in accepted


def count_findings(findings: Findings, accepted: Iterable[str]) -> Told:
    """Return how many Problems of each weight there are, and how many doubts nobody has accepted yet."""
    asks = [finding for finding in findings.all if finding.weight == "ask"]
    by_sheet: Counter[str] = Counter()
    for finding in findings.all:
        if finding.weight == "blocks" and finding.sheet:
            by_sheet[finding.sheet] += _places(finding)
    return {
        "blocks": findings.count("blocks"),
        "ask": findings.count("ask"),
        "note": findings.count("note"),
        "blocks_by_sheet": dict(by_sheet),
        "rows": len(findings.rows_of("blocks")),
        "open": sum(_places(finding) for finding in asks if not is_accepted(finding, accepted)),
    }


def preview_tables(read: ReadFile, findings: Findings) -> list[Told]:
    """Return, sheet by sheet, the head and the rows around the Problems, the first rows where there are none."""
    wanted: dict[str | None, dict[int, int]] = defaultdict(dict)
    for finding in sorted(findings.all, key=lambda one: ORDER[one.weight]):
        rows = wanted[finding.sheet]
        for row in finding.rows[:PREVIEW_ROWS]:
            if len(rows) < PREVIEW_ROWS:
                rows.setdefault(row, ORDER[finding.weight])
    return [_preview(table, set(wanted[table.sheet])) for table in (read.sheets or read.tables)[:10]]


def _show_plain(cell: Any) -> str:
    return clip(show_cell(cell))


def _show_money(cell: Any) -> str:
    """Return an amount with separators, anything else as it stands."""
    if isinstance(cell, float) and abs(cell) < MONEY_SHOWN_MOST and round(cell, 2) == cell:
        return f"{cell:,.2f}"
    return _show_plain(cell)


def _preview(table: Table, wanted: set[int]) -> Told:
    around = {line for row in wanted for line in (row - 1, row)}
    money = {place for code, place in table.places.items() if table.heads[code].column.type == "money"}
    chosen: list[Told] = []
    for line, row in zip(table.lines, table.rows, strict=True):
        if line in around or len(chosen) < 3:
            cells = enumerate(row[:PREVIEW_COLUMNS])
            shown = [_show_money(cell) if place in money else _show_plain(cell) for place, cell in cells]
            chosen.append({"line": line, "cells": shown})
            if len(chosen) >= PREVIEW_ROWS:
                break
    width = min(max(len(table.head_cells), max(table.places.values(), default=0) + 1), PREVIEW_COLUMNS)
    numbers = [
        place for code, place in table.places.items() if table.heads[code].column.type in ("money", "count", "decimal")
    ]
    return {
        "sheet": table.sheet,
        "head_line": table.head_line,
        "letters": [column_letter(place) for place in range(width)],
        "head": [clip(cell) for cell in table.head_cells[:width]],
        "numbers": [column_letter(place) for place in numbers],
        "rows": chosen,
    }
