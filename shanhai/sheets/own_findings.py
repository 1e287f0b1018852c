"""What is told of an office's own workbook beside what the ledger's checks say: the reader's Problems and repairs.

A Problem of the reader stands at its cell of the workbook. It blocks where a cell that would be recorded cannot be
read, asks where the workbook contradicts itself, and is only noted where its column is not recorded.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from shanhai.algorithms.cell_values import MONEY_UNITS
from shanhai.algorithms.column_letters import column_index
from shanhai.catalogue.words import Problem, Weight, Words
from shanhai.sheets.carried import feeds_anything, foreign_kinds
from shanhai.sheets.findings import Findings
from shanhai.sheets.foreign.grid import Sheet, show
from shanhai.sheets.foreign.limits import REFUSALS
from shanhai.sheets.foreign.model import ForeignColumn, ForeignProblem, ForeignTable, ForeignWorkbook
from shanhai.sheets.foreign.sentences import SENTENCES as READER_SENTENCES
from shanhai.sheets.foreign.vocabulary import COUNT, DATE, MONEY, NUMBER, SPAN, type_of
from shanhai.sheets.own_rows import Wish, targets_for

UNREADABLE = frozenset(
    {"date_invalid", "date_ambiguous", "not_a_date", "not_a_number", "formula_error", "number_lost_digits"}
)
CELL_FAULTS = UNREADABLE | {"missing_value", "unknown_place", "two_values_in_cell", "two_terms", "two_choices"}
PLAIN_UNITS = ("元", None, "")
REASONS = {
    "empty sheet": Words("空表", "it is empty"),
    "no table": Words("没有表格", "it holds no table"),
    "empty form": Words("空白表样", "it is an empty form"),
    "superseded list": Words("已作废的名单", "it is a superseded list"),
    "hidden sheet with a superseded list": Words("隐藏的旧名单", "it is a hidden, superseded list"),
    "instructions": Words("填表说明", "it holds instructions"),
    "hidden code list": Words("隐藏的代码表", "it is a hidden code list"),
    "summary of the other sheets": Words("其他工作表的汇总", "it sums up the other sheets"),
}
_OTHER_REASON = Words("没有要记的数据", "it holds nothing to record")


def reason_words(why: str) -> Words:
    """Return in words why a sheet was left alone."""
    return REASONS.get(why, _OTHER_REASON)


def tell_of_book(
    book: ForeignWorkbook,
    sheets: list[Sheet],
    wishes: Mapping[str, Wish],
    findings: Findings,
    *,
    skipped: frozenset[tuple[str, int]],
) -> None:
    """Add what the reader found, told at the cells of the workbook; rows that are left out are not told of."""
    for problem in book.problems:
        words = REFUSALS[problem.why]
        weight: Weight = "note" if problem.why == "many_blank_rows" else "blocks"
        _add(findings, problem, weight, Words(f"{words.zh}。", f"{words.en}."), sheet=None)
    by_name = {sheet.name: sheet for sheet in sheets}
    for table in book.tables:
        wish = wishes.get(table.fingerprint, Wish())
        _Teller(table, by_name[table.sheet], wish, findings, skipped).tell()
    for aside in book.ignored_sheets:
        findings.add("sheet_aside", sheet=aside.sheet, why=reason_words(aside.why))


def _add(
    findings: Findings, problem: ForeignProblem, weight: Weight, what: Words, *, sheet: str | None, unit: str = ""
) -> None:
    told = Problem(problem.why, weight, what, _say_right(problem, unit), value=problem.value)
    findings.add_problem(told, sheet=sheet or "", column=problem.column, row=problem.row or 0)
    if problem.row is None:
        findings.all[-1].rows.clear()


def _say_right(problem: ForeignProblem, unit: str) -> Words | None:
    """Say what would be right, an amount in the unit of its column, to be compared with what stands there."""
    if problem.right is None:
        return None
    try:
        number = Decimal(problem.right) / MONEY_UNITS.get(unit, Decimal(1))
    except InvalidOperation:
        return Words(f"应为 {problem.right}。", f"It should be {problem.right}.")
    shown = f"{number.normalize():,f} {unit}".strip()
    return Words(f"应为 {shown}。", f"It should be {shown}.")


class _Teller:
    """Tells of one table."""

    def __init__(
        self, table: ForeignTable, sheet: Sheet, wish: Wish, findings: Findings, skipped: frozenset[tuple[str, int]]
    ) -> None:
        self.table, self.sheet, self.findings, self.skipped = table, sheet, findings, skipped
        self.targets = targets_for(table, wish)
        self.is_left_out = wish.left_out
        self.by_letter = {column.column: column for column in table.columns}
        self.record_rows = {record.row for record in table.records}

    def tell(self) -> None:
        """Tell of the table as a whole, its cells, and what was repaired in it; of one left out, that it is."""
        for problem in self.table.problems if not self.is_left_out else ():
            if (self.table.sheet, problem.row or 0) not in self.skipped:
                what = self._say(problem)
                unit = self._unit_of(problem)
                _add(self.findings, problem, self._weigh(problem), what, sheet=self.table.sheet, unit=unit)
        head = self.table.header_rows[-1:] or [self.table.first_row]
        if not self.targets:
            code = "table_left_out" if self.is_left_out else "table_not_carried"
            title = foreign_kinds()[self.table.kind]
            self.findings.add(code, title.zh, sheet=self.table.sheet, column="A", rows=head)
            return
        self._tell_of_units(head)
        self._tell_of_rows()
        self._tell_of_repairs()

    def _unit_of(self, problem: ForeignProblem) -> str:
        column = self._column_of(problem)
        return (column.written_unit or "元") if column and type_of(column.means) == MONEY else ""

    def _say(self, problem: ForeignProblem) -> Words:
        words = READER_SENTENCES[problem.why]
        zh, en = f"{words.zh}。", f"{words.en}."
        if problem.column is not None and problem.value:
            zh, en = f"“{problem.value}”：{zh}", f"“{problem.value}”: {en}"
        if self._is_beside(problem):
            zh, en = f"{zh}这一列不入账，没有动它。", f"{en} The column is not recorded; it was left as it is."
        return Words(zh, en)

    def _weigh(self, problem: ForeignProblem) -> Weight:
        if self._is_beside(problem):
            return "note"
        return "blocks" if self.targets and problem.why in UNREADABLE and problem.row in self.record_rows else "ask"

    def _is_beside(self, problem: ForeignProblem) -> bool:
        """Whether a cell's own fault stands in a column that is not recorded."""
        column = self._column_of(problem)
        return bool(self.targets) and problem.why in CELL_FAULTS and not (column and self._feeds(column))

    def _column_of(self, problem: ForeignProblem) -> ForeignColumn | None:
        """The column a fault stands in; in a form that is one cell."""
        letters = problem.column or ""
        return self.by_letter.get(letters) or self.by_letter.get(f"{letters}{problem.row}")

    def _feeds(self, column: ForeignColumn) -> bool:
        return feeds_anything(self.targets, column.means)

    def _tell_of_units(self, head: list[int]) -> None:
        for column in self.table.columns:
            if type_of(column.means) == MONEY and column.written_unit not in PLAIN_UNITS and self._feeds(column):
                row, letters = column.cell or (head[0], column.column)
                self.findings.add(
                    "unit_read", column.header, sheet=self.table.sheet, column=letters, rows=[row],
                    unit=column.written_unit,
                )  # fmt: skip

    def _tell_of_rows(self) -> None:
        rows = [one.row for one in self.table.skipped_rows if one.why != "blank"]
        if rows:
            first = self.table.columns[0].column if self.table.columns else "A"
            self.findings.add("rows_no_entries", sheet=self.table.sheet, column=first, rows=rows)

    def _tell_of_repairs(self) -> None:
        """Tell cells that were read otherwise than they are written, each reading once with its rows."""
        read: dict[tuple[str, str, str], list[int]] = defaultdict(list)
        carried: dict[tuple[str, str], list[int]] = defaultdict(list)
        columns = [column for column in self.table.columns if self._feeds(column) and column.column.isalpha()]
        faulty = {(problem.row, problem.column) for problem in self.table.problems}
        for column in columns:
            place = column_index(column.column)
            key = key_of(column)
            for record in self.table.records:
                value = record.values.get(key)
                if value is None or (record.row, column.column) in faulty:
                    continue
                cell = self.sheet.value(record.row - 1, place)
                if cell is None:
                    carried[column.column, value].append(record.row)
                elif _is_read_otherwise(cell, value, type_of(column.means)):
                    read[column.column, show(cell).strip(), value].append(record.row)
        for (letter, shown, value), rows in read.items():
            right = _say_value(value, type_of(self.by_letter[letter].means))
            self.findings.add("read_as", shown, sheet=self.table.sheet, column=letter, rows=rows, right=right)
        for (letter, value), rows in carried.items():
            self.findings.add("carried_down", value, sheet=self.table.sheet, column=letter, rows=rows)


def key_of(column: ForeignColumn) -> str:
    """Return the key under which a record holds the value of a column."""
    if not column.at or column.means in column.at:
        return column.means
    return column.means + "@" + ",".join(f"{name}={value}" for name, value in sorted(column.at.items()))


def _say_value(value: str, nature: str) -> Words:
    try:
        number = f"{Decimal(value):,f}"
    except InvalidOperation:
        return Words(value, value)
    return Words(f"{number} 元", f"{number} CNY") if nature == MONEY else Words(value, value)


def _is_read_otherwise(cell: Any, value: str, nature: str) -> bool:
    """Whether a reader would want to be told: numbers in the column's unit and days as days are as written."""
    shown = show(cell).strip()
    if shown == value:
        return False
    if isinstance(cell, str):
        bare = shown.replace(",", "")
        return not (nature in (MONEY, COUNT, NUMBER) and bare.replace(".", "", 1).isdigit())
    return nature in (DATE, SPAN) and isinstance(cell, int | float)
