"""Problems of a workbook, kept small: the same fault of the same value is one finding with many rows.

A file of 100,000 rows may hold as many repairs; sentences are filled only where someone reads them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from dataclasses import field as made
from typing import Any

from shanhai.catalogue.words import Problem, Weight, Words
from shanhai.sheets.sentences import SENTENCES

LONGEST_VALUE = 60


@dataclass(slots=True)
class Finding:
    """One fault of one value: the rows where it stands, in one column of one sheet.

    `values` fill the sentence of `code`; a control's own Problem brings its words in `told` instead.
    """

    code: str
    weight: Weight
    sheet: str | None = None
    column: str | None = None
    field: str | None = None
    value: str = ""
    rows: list[int] = made(default_factory=list)
    values: dict[str, Any] = made(default_factory=dict)
    told: Problem | None = None

    @property
    def what(self) -> Words:
        """What stands there and what is wrong with it."""
        if self.told is not None:
            return self.told.what
        return SENTENCES[self.code].what.fill(value=self.value, **self.values)

    @property
    def right(self) -> Words | None:
        """What would be right, where anything is to be done."""
        if self.told is not None:
            return self.told.right
        right = SENTENCES[self.code].right
        return right.fill(value=self.value, **self.values) if right else None

    def problem_at(self, row: int | None) -> Problem:
        """Return the Problem at one of the rows."""
        return Problem(
            code=self.code,
            weight=self.weight,
            what=self.what,
            right=self.right,
            value=self.value,
            sheet=self.sheet,
            row=row,
            column=self.column,
            field=self.field,
        )


class Findings:
    """All findings of a file, in the order they were met; none is ever thrown away."""

    def __init__(self) -> None:
        self.all: list[Finding] = []

    def add(
        self,
        code: str,
        value: object = "",
        /,
        *,
        sheet: str | None = None,
        column: str | None = None,
        field: str | None = None,
        rows: Iterable[int] = (),
        **values: Any,
    ) -> Finding:
        """Note a fault by the code of its sentence; `values` are what the sentence asks for."""
        text = clip(str(value))
        weight = SENTENCES[code].weight
        finding = Finding(code, weight, sheet, column, field, text, list(rows), values)
        self.all.append(finding)
        return finding

    def add_problem(self, problem: Problem, *, sheet: str, column: str | None, row: int) -> None:
        """Note the Problem of a control at its cell."""
        value = clip(problem.value)
        self.all.append(Finding(problem.code, problem.weight, sheet, column, problem.field, value, [row], told=problem))

    def count(self, weight: Weight) -> int:
        """How many places in the file have a Problem of this weight."""
        return sum(max(len(finding.rows), 1) for finding in self.all if finding.weight == weight)

    def rows_of(self, weight: Weight) -> set[tuple[str | None, int]]:
        """The rows (sheet and row) that have a Problem of this weight."""
        return {(finding.sheet, row) for finding in self.all if finding.weight == weight for row in finding.rows}

    @property
    def stop(self) -> bool:
        """Whether anything blocks."""
        return any(finding.weight == "blocks" for finding in self.all)

    def problems(self) -> Iterator[Problem]:
        """Yield every Problem at its cell, in the order of sheet, row and column."""
        located = [
            (finding.sheet or "", row, finding.column or "", order, finding)
            for order, finding in enumerate(self.all)
            for row in (finding.rows or [0])
        ]
        located.sort(key=lambda one: (one[0], one[1], len(one[2]), one[2], one[3]))
        for _sheet, row, _column, _order, finding in located:
            yield finding.problem_at(row or None)


def clip(text: str) -> str:
    """Shorten what is quoted from a cell, without signs that cannot be shown, so that one cell never fills a page."""
    shown = text if text.isprintable() else "".join(sign if sign.isprintable() else " " for sign in text)
    return shown if len(shown) <= LONGEST_VALUE else f"{shown[: LONGEST_VALUE - 1]}…"
