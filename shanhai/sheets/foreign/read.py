"""Reads a whole foreign workbook: opens it, finds its tables, settles what they mean, checks them, writes the facts.

The public door is `read_workbook`. It must not know Django or any page.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from shanhai.algorithms.column_letters import column_index, column_letter

from .checks import check_table
from .context import Context, read_context, read_section
from .forms import Form, cell_name, find_forms, lay_out
from .grid import Sheet, show
from .header_text import find_table_unit
from .heads import Head, read_heads
from .limits import MANY_BLANK_ROWS, UnreadableFile
from .mapping import Correction, fingerprint, read_corrections, read_sheets_taken
from .matching import KindGuess, Match, guess_kinds
from .model import (
    BLOCKS,
    FORM,
    LIST,
    ForeignColumn,
    ForeignProblem,
    ForeignRecord,
    ForeignTable,
    ForeignWorkbook,
    IgnoredSheet,
    SkippedRow,
)
from .open_file import open_file
from .places import Places, places_of
from .profile import profile_column
from .records import demote_headings, fill_facts, write_records
from .regions import Region, find_regions
from .rows import NOTE, RECORD, SECTION, SUBTOTAL, TOTAL, UNIT, read_roles
from .sheets_aside import Aside, judge_sheets
from .sides import orient_sides
from .totals import find_silent_totals
from .turned import find_turned
from .units import settle_units
from .vocabulary import COUNT, DATE, MONEY, NUMBER, RATIO, SPAN, type_of
from .work import Column, Work

HEADER_MOVES_MOST = 8
TURNS_MOST = 4


def read_workbook(
    path: str | Path, *, received: dt.date | None = None, mapping: Mapping[str, Any] | None = None
) -> ForeignWorkbook:
    """Return everything an existing office workbook was understood to hold.

    `received` is the day the book came in: a fact dated after it is in the future. `mapping` holds corrections kept
    from an earlier book, by fingerprint of the table's shape (see `mapping.py`). A file that cannot be read gives a
    book with one Problem and no tables; nothing is raised for what a user's file holds.
    """
    path = Path(path)
    try:
        sheets = open_file(path)
    except UnreadableFile as fault:
        book = ForeignWorkbook(path.name, received.isoformat() if received else None)
        book.problems.append(ForeignProblem(None, None, fault.detail, fault.code))
        return book
    return read_sheets(sheets, path.name, received=received, mapping=mapping)


# Looks at a table before its rows are read (columns as proposed, no records) and returns a correction that holds for
# it, or None. It is asked again until it has nothing to add.
Complete = Callable[[ForeignTable], Mapping[str, Any] | None]


def read_sheets(
    sheets: list[Sheet],
    file_name: str,
    *,
    received: dt.date | None = None,
    mapping: Mapping[str, Any] | None = None,
    complete: Complete | None = None,
) -> ForeignWorkbook:
    """Return what sheets that are open already were understood to hold; else as `read_workbook`.

    `complete` may add to the corrections of a table once its kind and columns are proposed.
    """
    book = ForeignWorkbook(file_name, received.isoformat() if received else None)
    for sheet in sheets:
        if sheet.claimed_rows > len(sheet.rows) + MANY_BLANK_ROWS:
            book.problems.append(ForeignProblem(None, None, f"{sheet.name}: {sheet.claimed_rows}", "many_blank_rows"))
    places = places_of(received or dt.datetime.now(tz=dt.UTC).date())
    reading = _Reading(Path(file_name).stem, places, received, read_corrections(mapping or {}), complete)
    works = reading.read_sheets(sheets)
    aside = judge_sheets(sheets, works)
    for name in read_sheets_taken(mapping or {}) & {work.sheet.name for work in works}:
        aside.ignored.pop(name, None)
    seen_codes: dict[str, set[str]] = {}
    for work in works:
        if work.sheet.name not in aside.ignored:
            work.seen_codes = seen_codes
            book.tables.append(_finish(work, aside))
    book.ignored_sheets = [IgnoredSheet(name, why) for name, why in aside.ignored.items()]
    if not book.tables:
        book.problems.append(ForeignProblem(None, None, "", "no_table_found"))
    return book


@dataclass
class _Reading:
    """One book being read: what holds for all its sheets, and the tables settled so far."""

    stem: str
    places: Places
    received: dt.date | None
    corrections: dict[str, Correction]
    complete: Complete | None = None
    works: list[Work] = field(default_factory=list)

    def read_sheets(self, sheets: list[Sheet]) -> list[Work]:
        """Settle the forms or the lists of every sheet, or else a table that lies on its side."""
        for sheet in sheets:
            if sheet.rows and not self._settle_forms(sheet, find_forms(sheet)):
                own: list[Work] = []
                for region in find_regions(sheet):
                    self._settle(sheet, region, own)
                if not own:
                    self._settle_forms(sheet, find_turned(sheet))
        return self.works

    def _settle_forms(self, sheet: Sheet, forms: list[Form]) -> bool:
        own: list[Work] = []
        for form in forms:
            laid, cells = lay_out(sheet, form)
            region = Region(0, len(form.fields), [0], 1, 1, form.above, form=True)
            work = self._settle(laid, region, own)
            if work is not None:
                work.layout = FORM
                work.form_cells, work.form_rows = cells, (form.first, form.last)
                work.roles = {1: RECORD}
                work.cell_names = {column: cell_name(*place) for column, place in cells.items()}
        return bool(own)

    def _settle(self, sheet: Sheet, region: Region, before: list[Work]) -> Work | None:
        """Settle one region's kind, columns, units and rows, read its cells and keep it."""
        roles = read_roles(sheet, region)
        context = self._read_context(sheet, region, roles, before)
        heads = read_heads(sheet, region, context.year, beside=region.form)
        mark = fingerprint(heads)
        kept = self.corrections.get(mark)
        if kept and _wants_header(kept, region):
            region = _with_header(region, kept.header_rows)
            roles = read_roles(sheet, region)
            context = self._read_context(sheet, region, roles, before)
            heads = read_heads(sheet, region, context.year, beside=region.form)
        marks = {row: role for (name, row), role in (kept.rows if kept else {}).items() if name == sheet.name}
        roles.update((row, role) for row, role in marks.items() if row in roles)
        _close(region, roles)
        rows = [row for row, role in roles.items() if role == RECORD]
        profiles = [profile_column(_values(sheet, rows, head.column), self.places) for head in heads]
        titles = [(text, 1.0) for text in region.above] + [(sheet.name, 0.8), (self.stem, 0.5)]
        guesses = guess_kinds(heads, profiles, titles, self.places)
        self._lean_on_others(guesses, mark)
        chosen = self._propose(guesses, kept, before, region, mark=mark, sheet=sheet.name)
        if chosen is None:
            return None
        guess, matches, kept = chosen
        columns = [Column(match.head.column, match, match.head.unit) for match in matches]
        work = Work(sheet, region, context, self.places, self.received, guess.kind, columns, roles)
        work.fingerprint, work.guesses, work.earlier = mark, guesses, list(before)
        if kept and kept.unit:
            context.unit = kept.unit
        _take_year_of_values(context, matches)
        _fill(work, rows, kept=kept, marks=marks)
        before.append(work)
        self.works.append(work)
        return work

    def _propose(
        self,
        guesses: list[KindGuess],
        kept: Correction | None,
        before: list[Work],
        region: Region,
        *,
        mark: str,
        sheet: str,
    ) -> tuple[KindGuess, list[Match], Correction | None] | None:
        """Choose a kind and the columns' meanings under what was said; None where the region is no table."""
        for _turn in range(TURNS_MOST):
            guess = _choose(guesses, kept, before, region)
            if guess is None:
                return None
            matches = _apply([replace(match) for match in guess.matches], kept)
            proposed = _proposal(sheet, mark, guess.kind, matches, region=region)
            more = self.complete(proposed) if self.complete is not None else None
            if more is None:
                return guess, matches, kept
            kept = self.corrections[mark] = read_corrections({mark: more})[mark]
        return guess, matches, kept

    def _read_context(self, sheet: Sheet, region: Region, roles: dict[int, str], before: list[Work]) -> Context:
        below = [_line(sheet, row, region) for row, role in roles.items() if role in (NOTE, UNIT)]
        context = read_context(region.above + _table_titles(before), sheet.name, below, self.places)
        context.year = context.year or read_context([], self.stem, [], self.places).year
        if context.year is None and self.received is not None:
            context.year, context.year_is_guessed = self.received.year, True
        context.unit = context.unit or _unit_of_sheet(sheet)
        return context

    def _lean_on_others(self, guesses: list[KindGuess], mark: str) -> None:
        """A shape met before in the book is of the same kind; other kinds of the book are a little likelier."""
        same = {work.kind for work in self.works if work.fingerprint == mark}
        any_kind = {work.kind for work in self.works}
        for guess in guesses:
            guess.score += 2.0 if guess.kind in same else 0.25 if guess.kind in any_kind else 0.0
        guesses.sort(key=lambda guess: -guess.score)


def _proposal(sheet: str, mark: str, kind: str, matches: list[Match], *, region: Region) -> ForeignTable:
    """Return a table with its proposed kind and columns, before its rows are read."""
    return ForeignTable(
        sheet=sheet,
        kind=kind,
        layout=FORM if region.form else BLOCKS if region.block else LIST,
        header_rows=[row + 1 for row in region.header],
        first_row=region.first + 1,
        last_row=region.last + 1,
        unit_note=None,
        columns=[
            ForeignColumn(column_letter(match.head.column), match.head.header, match.means)
            for match in matches
            if match.head.path or match.means != "ignored"
        ],
        records=[],
        problems=[],
        skipped_rows=[],
        fingerprint=mark,
    )


def _fill(work: Work, rows: list[int], *, kept: Correction | None, marks: dict[int, str]) -> None:
    settle_units(work, rows)
    if kept:
        _set_units(work, kept)
    if not any(column.means in ("giver", "receiver") and _is_said(column, kept) for column in work.columns):
        orient_sides(work)
    _read_sections(work)
    fill_facts(work)
    demote_headings(work)
    find_silent_totals(work)
    for row, role in marks.items():
        if row in work.roles:
            work.roles[row] = role
            work.parts_of.pop(row, None)


def _set_units(work: Work, kept: Correction) -> None:
    for column in work.columns:
        said = kept.meaning_of(column_letter(column.index), column.match.head.header)
        if said is not None and said.unit:
            column.unit = said.unit


def _is_said(column: Column, kept: Correction | None) -> bool:
    return kept is not None and kept.meaning_of(column_letter(column.index), column.match.head.header) is not None


def _wants_header(kept: Correction, region: Region) -> bool:
    """Whether other header rows were named, near enough to this table to be its own."""
    rows = kept.header_rows
    near = bool(rows) and abs(rows[0] - 1 - region.header[0]) <= HEADER_MOVES_MOST
    return near and rows != [row + 1 for row in region.header]


def _with_header(region: Region, header_rows: list[int]) -> Region:
    header = [row - 1 for row in header_rows]
    return replace(region, header=header, first=header[-1] + 1, numbering=[])


def _close(region: Region, roles: dict[int, str]) -> None:
    """End the body at its last record or total."""
    data = [row for row, role in roles.items() if role in (RECORD, SUBTOTAL, TOTAL)]
    region.last = max(data, default=region.first - 1)


def _line(sheet: Sheet, row: int, region: Region) -> str:
    return " ".join(show(v) for c in range(region.left, region.right) if (v := sheet.value(row, c)) is not None)


def _unit_of_sheet(sheet: Sheet) -> str | None:
    """Return the one unit that lines of the sheet state, for tables whose own lines state none."""
    units = set()
    for row in sheet.rows:
        cells = [cell for cell in row if cell is not None]
        if len(cells) <= 2:
            units |= {unit for cell in cells if isinstance(cell, str) and (unit := find_table_unit(cell))}
    return units.pop() if len(units) == 1 else None


def _table_titles(before: list[Work]) -> list[str]:
    """A second table on a sheet stands under the title of the first."""
    return before[0].region.above if before else []


def _values(sheet: Sheet, rows: list[int], column: int) -> list[Any]:
    found = []
    for row in rows[:600]:
        area = sheet.area(row, column)
        if area is not None and (area.left != column or area.top < row):
            continue
        found.append(sheet.value(row, column))
    return found


def _choose(guesses: list[KindGuess], kept: Correction | None, before: list[Work], region: Region) -> KindGuess | None:
    """Take the kept kind, or the likeliest; a weak table beside or under another one has the other's kind."""
    if kept and kept.kind:
        return next((guess for guess in guesses if guess.kind == kept.kind), guesses[0])
    best = guesses[0]
    if before:
        main = next(guess for guess in guesses if guess.kind == before[0].kind)
        if main.score >= best.score - 0.6 or (best.score < 3.0 and region.block):
            best = main
    known = [match for match in best.matches if match.means not in ("ignored", "remark", "seq")]
    if best.score < 0.8 and not (before and known):
        return None
    return best if known else None


def _apply(matches: list[Match], kept: Correction | None) -> list[Match]:
    if kept:
        for match in matches:
            said = kept.meaning_of(column_letter(match.head.column), match.head.header)
            if said is None:
                continue
            if said.means != match.means:
                match.choice = None
                match.at = _place_in_dimension(match.head, said.means)
            match.means, match.confidence = said.means, 1.0
            if said.at is not None:
                match.at = said.at or None
    return matches


def _take_year_of_values(context: Context, matches: list[Match]) -> None:
    """Where this year's values stand under their year beside last year's, that is the year of the rows."""
    for match in matches:
        if match.means == "value" and not match.at and match.head.at and match.head.at[0] == "year":
            context.year = int(match.head.at[1])
            context.fields["year"] = match.head.at[1]


def _place_in_dimension(head: Head, means: str) -> dict[str, str] | None:
    """A measure under a month, a batch or the like is that month's or batch's."""
    if head.at is None or type_of(means) not in (MONEY, COUNT, NUMBER, RATIO, DATE, SPAN):
        return None
    return {head.at[0]: head.at[1]}


def _read_sections(work: Work) -> None:
    for row in work.rows(SECTION):
        text = re.sub(r"^[(（]?[一二三四五六七八九十]{1,3}[)）]?\s+", "", _line(work.sheet, row, work.region))
        work.sections[row] = read_section(text, work.places, work.context, work.kind)


def _finish(work: Work, aside: Aside) -> ForeignTable:
    check_table(work)
    if work.sheet.name in aside.carrying_on:
        work.report(0, None, "hidden_sheet", value=work.sheet.name)
    region = work.region
    if work.form_cells:
        return _finish_form(work)
    skipped = [SkippedRow(row + 1, role) for row, role in sorted(work.roles.items()) if role != RECORD]
    skipped = [SkippedRow(row + 1, "column_numbers") for row in region.numbering] + skipped
    records = [ForeignRecord(row + 1, values) for row, values in write_records(work)]
    return ForeignTable(
        sheet=work.sheet.name,
        kind=work.kind,
        layout=work.layout or (BLOCKS if region.block else LIST),
        header_rows=[row + 1 for row in region.header],
        first_row=region.first + 1,
        last_row=region.last + 1,
        unit_note=work.context.unit,
        columns=[
            _column(column, work) for column in work.columns if column.match.head.path or column.means != "ignored"
        ],
        records=records,
        problems=work.problems,
        skipped_rows=[one for one in skipped if one.why != "blank" or one.row <= region.last + 1],
        fingerprint=work.fingerprint,
        kind_confidence=_confidence(work),
        other_kinds=[guess.kind for guess in work.guesses[1:4]],
    )


def _finish_form(work: Work) -> ForeignTable:
    """Put a form's record and Problems back to the cells they come from."""
    first, last = work.form_rows
    for problem in work.problems:
        place = work.form_cells.get(column_index(problem.column)) if problem.column else None
        problem.row = place[0] + 1 if place else first + 1
        problem.column = column_letter(place[1]) if place else None
    records = [ForeignRecord(first + 1, values) for _, values in write_records(work)]
    return ForeignTable(
        sheet=work.sheet.name,
        kind=work.kind,
        layout=FORM,
        header_rows=[],
        first_row=first + 1,
        last_row=last + 1,
        unit_note=work.context.unit,
        columns=[_column(column, work) for column in work.columns],
        records=records,
        problems=work.problems,
        skipped_rows=[],
        fingerprint=work.fingerprint,
        kind_confidence=_confidence(work),
        other_kinds=[guess.kind for guess in work.guesses[1:4]],
    )


def _confidence(work: Work) -> float:
    score = work.guesses[0].score if work.guesses else 8.0
    return round(max(0.0, min(1.0, score / 8)), 3)


_UNITS = {
    "money": "CNY", "ratio": "ratio", "date": "date", "span": "date",
}  # fmt: skip
_COUNTS = {
    "persons": "person", "households": "household", "projects": "project", "months": "month", "days": "day",
    "age": "year", "persons_due": "person", "household_size": "person", "pairs": "pair",
}  # fmt: skip


def _column(column: Column, work: Work) -> ForeignColumn:
    unit = _UNITS.get(column.nature) or _COUNTS.get(column.means)
    letter = work.cell_names.get(column.index) or column_letter(column.index)
    match = column.match
    return ForeignColumn(
        column=letter,
        header=match.head.header,
        means=column.means,
        unit=unit,
        at=dict(match.at) if match.at else None,
        confidence=round(match.confidence, 3),
        others=match.others,
        written_unit=column.unit or ("%" if column.percent else None),
    )
