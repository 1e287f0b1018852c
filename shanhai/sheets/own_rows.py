"""From what a workbook of an office's own was understood to hold to tables in the shape of the ledger's kinds.

Each row keeps the number of its row and each value the letter of its column in that workbook, so that every check of
`check.py` tells its Problems there. One measure spread over months or batches becomes a row for each. Must not know
batches.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from shanhai.algorithms.column_letters import column_index
from shanhai.sheets.carried import Feed, Target, targets_told_by
from shanhai.sheets.findings import Findings
from shanhai.sheets.foreign.grid import Sheet, show
from shanhai.sheets.foreign.model import (
    FORM,
    ForeignColumn,
    ForeignRecord,
    ForeignTable,
    ForeignWorkbook,
)
from shanhai.sheets.foreign.vocabulary import COUNT, MONEY, NUMBER, type_of
from shanhai.sheets.layout import Head
from shanhai.sheets.read import Cell, ReadFile, Table

_QUALIFIED = {"over": "{value}余元", "about": "约{value}元", "nearly": "近{value}元"}
_SPOILED = re.compile(r"[-+]?(?=[\d,. ]*[OolISB])(?=\D*\d)[\d,. OolISB]+")
At = tuple[tuple[str, str], ...]


@dataclass(slots=True)
class Wish:
    """What a user said of a table beyond how it reads: the ledger kinds it goes to, values for all its rows."""

    entry_kinds: tuple[str, ...] = ()
    left_out: bool = False
    fixed: Mapping[str, str] = field(default_factory=dict)


def targets_for(table: ForeignTable, wish: Wish) -> tuple[Target, ...]:
    """Return the kinds a table's rows become, as wished and as its columns tell (`targets_told_by`)."""
    if wish.left_out:
        return ()
    return targets_told_by(table.kind, [column.means for column in table.columns], wish.entry_kinds)


def lay_out_rows(
    book: ForeignWorkbook, sheets: list[Sheet], wishes: Mapping[str, Wish], findings: Findings
) -> ReadFile:
    """Return the rows of a whole book as tables of the ledger's kinds; `wishes` by the table's fingerprint."""
    read = ReadFile(None)
    asked: set[tuple[str, str, frozenset[str]]] = set()
    by_name = {sheet.name: sheet for sheet in sheets}
    for table in book.tables:
        for target in targets_for(table, wishes.get(table.fingerprint, Wish())):
            made = _Layout(table, by_name[table.sheet], target, wishes.get(table.fingerprint, Wish()), findings)
            for one in made.tables():
                shape = (one.sheet, target.kind.code, frozenset(one.places))
                # of records side by side the first is asked for what no column of theirs gives
                one.follows = one.follows or (table.layout == FORM and shape in asked)
                asked.add(shape)
                read.tables.append(one)
    read.kind = next((table.kind for table in read.tables), None)
    heads = {table.sheet: max(table.header_rows, default=table.first_row) for table in reversed(book.tables)}
    read.sheets = [show_sheet(sheet, heads.get(sheet.name, 1)) for sheet in sheets if sheet.rows]
    return read


def show_sheet(sheet: Sheet, head_line: int) -> Table:
    """Return a sheet as it stands, in rows of texts and numbers."""
    width = sheet.width
    rows = [[_plain(sheet.value(row, column)) for column in range(width)] for row in range(len(sheet.rows))]
    place = min(max(head_line, 1), len(rows)) - 1
    lines = [row + 1 for row in range(len(rows)) if row != place]
    return Table(
        sheet.name, place + 1, [str(cell) for cell in rows[place]], {}, {}, lines, [rows[line - 1] for line in lines]
    )


def _plain(value: Any) -> Any:
    return value if isinstance(value, int | float) and not isinstance(value, bool) else show(value)


def _amounts(table: ForeignTable, target: Target) -> list[ForeignColumn]:
    fields = target.feed("amount").fields
    held = [column for column in table.columns if column.means in fields]
    first = min((fields.index(column.means) for column in held), default=0)
    return [column for column in held if column.means == fields[first]]


class _Layout:
    """One table on its way to one kind of the ledger."""

    def __init__(self, table: ForeignTable, sheet: Sheet, target: Target, wish: Wish, findings: Findings) -> None:
        self.table, self.sheet, self.target, self.wish, self.findings = table, sheet, target, wish, findings
        self.columns = [column for column in table.columns if column.means != "ignored"]

    def tables(self) -> Iterator[Table]:
        """Yield a table for each cell of a dimension the amount is spread over; one where it is not spread."""
        spread = self._spread()
        for place, at in enumerate(spread):
            yield self._table(at, sparse=len(spread) > 1 or bool(at) or self._shares_rows(), follows=place > 0)

    def _shares_rows(self) -> bool:
        """Whether rows of the table go to several kinds, each where it has an amount."""
        return len(targets_for(self.table, self.wish)) > 1

    def _spread(self) -> list[At]:
        """Return the cells of the dimension the amount is spread over; a plain amount beside them is their sum."""
        amounts = _amounts(self.table, self.target)
        ats = [tuple(sorted((column.at or {}).items())) for column in amounts]
        dimensions = Counter(tuple(name for name, _value in at) for at in ats if at)
        if not dimensions:
            return [()]
        chosen = dimensions.most_common(1)[0][0]
        for column, at in zip(amounts, ats, strict=True):
            if tuple(name for name, _value in at) != chosen:
                self.findings.add(
                    "sum_beside_parts",
                    column.header,
                    sheet=self.table.sheet,
                    column=column.column,
                    field="amount",
                    rows=self.table.header_rows[-1:],
                )
        return list(dict.fromkeys(at for at in ats if tuple(name for name, _value in at) == chosen))

    def _table(self, at: At, *, sparse: bool, follows: bool) -> Table:
        feeds = [feed for feed in self.target.feeds if self._is_fed(feed, at)]
        sources = {feed.column.code: self._source(feed, at) for feed in feeds}
        lines, rows = [], []
        for record in self.table.records:
            values = [self._value(feed, record, at, sources[feed.column.code]) for feed in feeds]
            amount = next((value for feed, value in zip(feeds, values, strict=True) if _is_amount(feed)), "")
            if amount or not sparse:
                lines.append(record.row)
                rows.append(values)
        codes = [feed.column.code for feed in feeds]
        return Table(
            sheet=self.table.sheet,
            head_line=max(self.table.header_rows, default=self.table.first_row),
            head_cells=[],
            heads={feed.column.code: Head(feed.column, feed.column.title.zh) for feed in feeds},
            places={code: place for place, code in enumerate(codes)},
            lines=lines,
            rows=rows,
            kind=self.target.kind,
            letters={code: self._letter(source) for code, source in sources.items()},
            follows=follows,
            cells_of_form=self._cells_of_form(sources),
        )

    def _letter(self, source: ForeignColumn | None) -> str | None:
        if source is None:
            return None
        return source.cell[1] if source.cell is not None else source.column

    def _cells_of_form(self, sources: Mapping[str, ForeignColumn | None]) -> dict[str, Cell] | None:
        if self.table.layout != FORM:
            return None
        return {code: source.cell for code, source in sources.items() if source is not None and source.cell is not None}

    def _is_fed(self, feed: Feed, at: At) -> bool:
        """Whether anything gives the column a value: a column, the dimension, a title, the user's word."""
        if feed.constant or self.wish.fixed.get(feed.column.code) or self._source(feed, at) is not None:
            return True
        named = {name for name, _value in at}
        first = self.table.records[0].values if self.table.records else {}
        sections = any(field in record.values for record in self.table.records[:200] for field in feed.fields)
        return any(field in named or field in first for field in feed.fields) or sections

    def _source(self, feed: Feed, at: At) -> ForeignColumn | None:
        """Return the column of the workbook that feeds a column, that of the same dimension's cell first."""
        for wanted in (at, ()) if at else ((),):
            for name in feed.fields:
                for column in self.columns:
                    if column.means == name and tuple(sorted((column.at or {}).items())) == wanted:
                        return column
        ticked = (
            column
            for name in feed.fields
            for column in self.columns
            if column.means == name and name in (column.at or {})
        )
        return next(ticked, None)

    def _is_spoiled(self, source: ForeignColumn | None, record: ForeignRecord) -> bool:
        """Whether a number is written with letters among its digits, which only the writer can put right."""
        if source is None or type_of(source.means) not in (MONEY, COUNT, NUMBER):
            return False
        return _SPOILED.fullmatch(self._as_written(source, record)) is not None

    def _value(self, feed: Feed, record: ForeignRecord, at: At, source: ForeignColumn | None) -> str:
        if self._is_spoiled(source, record):
            return self._as_written(source, record)
        values = record.values
        suffix = "@" + ",".join(f"{name}={value}" for name, value in at)
        if at:
            for name in feed.fields:
                if name + suffix in values:
                    return _qualified(values, name + suffix)
            for name, value in at:
                if name in feed.fields:
                    return value
            if feed.column.code == "amount":
                return self._as_written(source, record)
        for name in feed.fields:
            if name in values and (source is None or name == source.means or not self._as_written(source, record)):
                return _qualified(values, name)
        return self._as_written(source, record) or self.wish.fixed.get(feed.column.code, "") or feed.constant

    def _as_written(self, source: ForeignColumn | None, record: ForeignRecord) -> str:
        """A cell that could not be read goes on as it is written, so that the ledger's own checks say why."""
        if source is None:
            return ""
        if source.cell is not None:
            row, letters = source.cell
            return show(self.sheet.value(row - 1, column_index(letters))).strip()
        cell = self.sheet.value(record.row - 1, column_index(source.column))
        text = show(cell).strip()
        return "" if text in ("—", "-", "－", "——", "/", "无") else text


def _is_amount(feed: Feed) -> bool:
    return feed.column.code == "amount"


def _qualified(values: Mapping[str, str], key: str) -> str:
    said = values.get(key + "_qualifier")
    return _QUALIFIED[said].format(value=values[key]) if said in _QUALIFIED else values[key]
