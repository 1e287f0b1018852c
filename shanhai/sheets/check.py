"""From the tables of a file to drafts of entries, with every Problem on the way at its cell.

Cells are read column by column (`columns.py`), places, pairings and parties are resolved (`rows.py`), one fact told
twice in the file is found, and the controls of the kind's field are asked. Nothing is written here; what the ledger
itself says of the drafts is added in `receive.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Any

from shanhai.catalogue.book import BOOK
from shanhai.catalogue.controls import check_years
from shanhai.catalogue.declare import Kind, Terms
from shanhai.catalogue.words import Words
from shanhai.ledger.drafts import EntryDraft
from shanhai.offices.models import Office
from shanhai.sheets.columns import DayCell, QualifiedFen, read_column
from shanhai.sheets.findings import Finding, Findings
from shanhai.sheets.known import KnownEntries
from shanhai.sheets.layout import Head, columns_of
from shanhai.sheets.read import Cell, ReadFile, Table
from shanhai.sheets.rows import RowReader, Sides
from shanhai.sheets.terms_of_rows import TermsOfRows
from shanhai.sheets.world import NewParty, World

RowKey = tuple[str, int]
# A row that was drafted: its sheet and line, and for a form the letters of its column, since several share their lines.
Spot = tuple[str, int, str]
Progress = Callable[[int], None]
PROGRESS_ROWS = 5000
COMMON = frozenset({"number", "date", "giver_place", "receiver_place", "giver_party", "receiver_party", "amount"})
BESIDE = COMMON | {"labels", "programme", "giver_party_code", "receiver_party_code", "document"}


@dataclass(slots=True)
class CheckedRow:
    """One row that may be recorded: where it stands, what it would enter, parties to be registered with it.

    `letters` maps the codes of its table's columns to their letters; where it is a form, `cells_of_form` maps them to
    their cells.
    """

    sheet: str
    line: int
    draft: EntryDraft
    new_parties: tuple[tuple[str, NewParty], ...] = ()
    document: str = ""
    letters: dict[str, str | None] = field(default_factory=dict)
    cells_of_form: dict[str, Cell] | None = None

    def cell_of(self, *codes: str) -> tuple[int, str | None]:
        """The row and letters of the first of these columns that the row has; of its line where it has none."""
        for code in codes:
            if self.cells_of_form is not None and code in self.cells_of_form:
                return self.cells_of_form[code]
            if self.letters.get(code):
                return self.line, self.letters[code]
        return self.line, None


@dataclass(slots=True)
class CheckedFile:
    """The rows without a Problem that blocks, and all findings; `openings` are rows that open activities."""

    kind: Kind | None
    findings: Findings
    row_count: int = 0
    rows: list[CheckedRow] = field(default_factory=list)
    openings: list[CheckedRow] = field(default_factory=list)


def check_file(
    read: ReadFile,
    findings: Findings,
    *,
    office: Office,
    today: date,
    skipped: frozenset[RowKey] = frozenset(),
    progress: Progress | None = None,
) -> CheckedFile:
    """Check all rows of a file for an office. `skipped` names rows (sheet and line) that shall not be recorded."""
    checked = CheckedFile(read.kind, findings, read.row_count)
    if read.kind is None or not read.tables:
        return checked
    world = World(office)
    _check_mark(read, office, findings)
    seen: dict[tuple[int | None, str], Spot] = {}
    known = KnownEntries(world)
    done = 0
    forms: list[CheckedRow] = []
    for table in read.tables:
        _leave_out(table, skipped)
        kind = table.kind or read.kind
        before = len(findings.all)
        check = _TableCheck(kind, table, findings, world=world, today=today, seen=seen, known=known)
        rows = checked.rows if table.cells_of_form is None else forms
        for count, row in enumerate(check.rows(), 1):
            rows.append(row)
            if progress is not None and count % PROGRESS_ROWS == 0:
                progress(done + count)
        if table.cells_of_form is not None and _tell_at_cells(findings.all[before:], table):
            forms = [row for row in forms if row.cells_of_form is not table.cells_of_form]
        done += len(table.lines)
    if progress is not None:
        progress(done)
    blocked = findings.rows_of("blocks")
    checked.rows = [row for row in checked.rows if (row.sheet, row.line) not in blocked] + forms
    return checked


def _tell_at_cells(found: list[Finding], table: Table) -> bool:
    """Move what was told of a form's one row to the cells of its values; return whether any of it blocks.

    What it lacks is told where it begins, in its own column.
    """
    cells = table.cells_of_form or {}
    for finding in found:
        if finding.rows == table.lines:
            row, finding.column = cells.get(finding.field or "") or (table.lines[0], table.column_of_form)
            finding.rows = [row]
    return any(finding.weight == "blocks" for finding in found)


def _check_mark(read: ReadFile, office: Office, findings: Findings) -> None:
    made_for = read.mark.get("office", "")
    if made_for and made_for != office.name:
        findings.add("office_differs", made_for, office=office.name)


def _leave_out(table: Table, skipped: frozenset[RowKey]) -> None:
    if not any(sheet == table.sheet for sheet, _line in skipped):
        return
    kept = [place for place, line in enumerate(table.lines) if (table.sheet, line) not in skipped]
    table.rows = [table.rows[place] for place in kept]
    table.lines = [table.lines[place] for place in kept]


class _TableCheck:
    """The checks of one table: columns first, then row by row what only a whole row can tell."""

    def __init__(
        self,
        kind: Kind,
        table: Table,
        findings: Findings,
        *,
        world: World,
        today: date,
        seen: dict[tuple[int | None, str], Spot],
        known: KnownEntries,
    ) -> None:
        self.kind, self.table, self.findings, self.world, self.seen = kind, table, findings, world, seen
        self.today, self.known = today, known
        self.row_of_line: dict[int, list[Any]] = {}
        self.letters = {code: table.letter(code) for code in table.places}
        if not table.follows:
            _tell_of_heads(kind, table, findings)
        _tell_of_formulas(table, findings)
        codes = [code for code in table.places if code != "number"]
        self.values = {code: read_column(table, kind, code, findings) for code in codes}
        self._fill_units_from_heads()
        self.blank: list[Any] = [None] * len(table.lines)

    def column(self, code: str) -> list[Any]:
        """Return the values of a column, blanks where the sheet has none."""
        return self.values.get(code, self.blank)

    def rows(self) -> Iterator[CheckedRow]:
        """Yield the rows that could be drafted, telling of everything wrong with them and with the others."""
        reader = RowReader(self.kind, self.table, self.findings, self.world)
        days: list[DayCell | None] = self.column("date")
        sides = reader.read_sides(self.column, days)
        own = [code for code in self.values if code not in BESIDE]
        for code in own:
            if self.table.heads[code].column.type in ("place", "party"):
                self.values[code] = reader.read_own(code, self.values[code], days, sides=sides)
        checks = [control.check for control in BOOK.controls_of(self.kind.code)]
        if any(column.type == "year" for column in self.kind.columns):
            checks.append(partial(check_years, self.kind))
        terms = TermsOfRows(self.kind, self.world, self.today, self.known)
        columns = [self.values[code] for code in own]
        amounts, labels, documents = self.column("amount"), self.column("labels"), self.column("document")
        has_own = bool(columns)
        own_rows = zip(*columns, strict=True) if has_own else (() for _line in self.table.lines)
        letters = self.letters
        cells = self.table.cells_of_form
        start = f"{self.table.sheet[:100]}!{letters.get('amount') or ''}"
        rows = zip(self.table.lines, own_rows, days, amounts, sides, labels, documents, strict=True)
        for line, values, day, amount, side, label, document in rows:
            details = dict(zip(own, values, strict=True))
            if None in values:
                details = {code: value for code, value in details.items() if value is not None}
            if checks:
                row = _row_of(self.kind, details, day, amount, side)
                self._control(checks, terms.of(day, side), line, row=row, letters=letters)
                terms.remember(row)
            if day is None or amount is None or side is None:
                continue
            told_in = cells["amount"][0] if cells and "amount" in cells else line
            draft = self._draft(details, day, amount, side=side, labels=label, locator=f"{start}{told_in}")
            if not self._is_told_twice(draft, side, line):
                yield CheckedRow(self.table.sheet, line, draft, side.new_parties, document or "", letters, cells)

    def _draft(
        self,
        details: dict[str, Any],
        day: DayCell,
        amount: int,
        *,
        side: Sides,
        labels: tuple[str, ...] | None,
        locator: str,
    ) -> EntryDraft:
        kind = self.kind
        return EntryDraft(
            kind=kind.code,
            kind_version=kind.version,
            on_date=day.on,
            date_precision=day.precision,
            period_from=day.first,
            period_to=day.last,
            amount=int(amount),
            qualifier=amount.qualifier if isinstance(amount, QualifiedFen) else "",
            pairing_id=side.pairing_id,
            giver_place_id=side.giver,
            receiver_place_id=side.receiver,
            from_party_id=side.from_party_id,
            to_party_id=side.to_party_id,
            labels=labels or (),
            details=details,
            locator=locator,
            fact_key=kind.fact_key(details) if kind.natural_key else "",
        )

    def _is_told_twice(self, draft: EntryDraft, side: Sides, line: int) -> bool:
        """Tell of a row whose natural key an earlier row of the file has."""
        if not draft.fact_key:
            return False
        here = (self.table.sheet, line, self.table.column_of_form)
        first = self.seen.setdefault((side.pairing_id, f"{draft.kind} {draft.fact_key}"), here)
        if first == here:
            return False
        code = self.kind.natural_key[0]
        head = self.table.heads[code]
        same = self._same_row(first, line) if not here[2] else False
        rest = Words("，各列也相同", " in every column") if same else Words("", "")
        other = f"{first[2]}{first[1]}" if first[0] == here[0] else f"{first[0]}!{first[2]}{first[1]}"
        self.findings.add(
            "same_in_file",
            draft.details.get(code, ""),
            sheet=here[0],
            column=self.table.letter(code),
            field=code,
            rows=[line],
            title=head.column.title,
            other=other,
            rest=rest,
        )
        return True

    def _same_row(self, first: Spot, line: int) -> bool:
        if first[0] != self.table.sheet:
            return False
        if not self.row_of_line:
            self.row_of_line = dict(zip(self.table.lines, self.table.rows, strict=True))
        one, other = self.row_of_line.get(first[1]), self.row_of_line[line]
        return one is not None and all(
            one[place] == other[place] for code, place in self.table.places.items() if code != "number"
        )

    def _control(
        self,
        checks: list[Callable[[Any, Terms], Any]],
        terms: Terms,
        line: int,
        *,
        row: dict[str, Any],
        letters: dict[str, str | None],
    ) -> None:
        for check in checks:
            for problem in check(row, terms):
                letter = letters.get(problem.field or "") or letters.get("amount")
                self.findings.add_problem(problem, sheet=self.table.sheet, column=letter, row=line)

    def _fill_units_from_heads(self) -> None:
        """A unit written in the head of a quantity (数量（斤）) fills the kind's column for that unit."""
        for column in columns_of(self.kind):
            head = self.table.heads.get(column.code)
            unit_code = f"{column.code}_unit"
            has_unit_column = any(one.code == unit_code for one in columns_of(self.kind))
            if head is not None and head.other_unit and has_unit_column and unit_code not in self.values:
                self.values[unit_code] = [head.other_unit] * len(self.table.lines)
                self.table.heads[unit_code] = Head(
                    next(one for one in columns_of(self.kind) if one.code == unit_code), ""
                )


def _row_of(
    kind: Kind, details: dict[str, Any], day: DayCell | None, amount: int | None, side: Sides | None
) -> dict[str, Any]:
    return {
        **details,
        "kind": kind.code,
        "date": day.on.isoformat() if day else None,
        "amount": amount,
        "giver_place": side.giver if side else None,
        "receiver_place": side.receiver if side else None,
    }


def _say_otherwise(kind: Kind) -> Words:
    """How to be rid of a kind that a column's amount brought; what is opened from rows has no such column."""
    if not kind.stage:
        return Words("", "")
    return Words(
        "不记“{kind}”的，改它那一列金额的意思。",
        " If {kind} is not to be recorded, choose another meaning for its amount.",
    ).fill(kind=kind.title)


def _tell_of_heads(kind: Kind, table: Table, findings: Findings) -> None:
    """Tell of required columns that are missing, and of units in heads that scale or do not fit."""
    for column in columns_of(kind):
        if column.required and column.code not in table.places:
            is_own = table.letters is not None
            findings.add(
                "own_column_missing" if is_own else "head_missing",
                sheet=table.sheet,
                column="A",
                field=column.code,
                rows=[table.head_line],
                title=column.title,
                **({"kind": kind.title, "otherwise": _say_otherwise(kind)} if is_own else {}),
            )
    for code, head in table.heads.items():
        column = head.column
        where: dict[str, Any] = {
            "sheet": table.sheet,
            "column": table.letter(code),
            "field": code,
            "rows": [table.head_line],
        }
        if head.money_unit not in (None, "元"):
            findings.add("head_scaled", head.written, **where, unit=head.money_unit)
        elif head.other_unit and column.unit is not None:
            findings.add(
                "head_unit",
                head.written,
                **where,
                unit=head.other_unit,
                expected=column.unit,
                title=column.title,
            )


def _tell_of_formulas(table: Table, findings: Findings) -> None:
    """Tell of cells that hold a formula: its value was read, it has none that could be, or it shows an error.

    A formula may show nothing (`=IF(A2="","",…)`), which is a blank; only a required cell is told of then.
    One that no program has worked out yet shows nothing either, but what it would say is lost: it is told everywhere.
    """
    shape = table.shape
    if shape is None or not shape.formulas:
        return
    for code, head in table.heads.items():
        letter = table.letter(code)
        if code == "number":
            continue
        place = table.places[code]
        rows: dict[str, list[int]] = {"formula_read": [], "formula_blank": [], "cell_error": []}
        for line, row in zip(table.lines, table.rows, strict=True):
            cell = f"{letter}{line}"
            if cell not in shape.formulas:
                continue
            if row[place] != "":
                rows["formula_read"].append(line)
            elif cell not in shape.blank_formulas:
                rows["cell_error"].append(line)
            elif head.column.required or cell in shape.uncounted_formulas:
                rows["formula_blank"].append(line)
        for name, lines in rows.items():
            if lines:
                value = "#…" if name == "cell_error" else ""
                findings.add(
                    name, value, sheet=table.sheet, column=letter, field=code, rows=lines, title=head.column.title
                )
