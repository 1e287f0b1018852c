"""A batch that is an office's own workbook: how it is read, what the user says of it, when the reading is settled.

What the user says lies with the batch until the reading is confirmed; then it is kept for the next file of the shape
(`kept.py`). Recording waits until the reading is settled: confirmed by a user, or known from an earlier file.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Set
from dataclasses import asdict, dataclass, replace
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.utils import timezone

from shanhai.catalogue.book import BOOK
from shanhai.ledger.models import Batch, BatchState
from shanhai.sheets.carried import foreign_kinds, kinds_carrying
from shanhai.sheets.findings import Findings
from shanhai.sheets.foreign.grid import Sheet
from shanhai.sheets.foreign.limits import UnreadableFile
from shanhai.sheets.foreign.model import ForeignProblem, ForeignTable, ForeignWorkbook
from shanhai.sheets.foreign.open_file import open_bytes
from shanhai.sheets.foreign.read import read_sheets
from shanhai.sheets.foreign.vocabulary import KINDS
from shanhai.sheets.kept import Mapped, forget_readings, keep_readings, kept_mapping
from shanhai.sheets.openings import openables
from shanhai.sheets.own_findings import tell_of_book
from shanhai.sheets.own_naming import column_key, name_columns
from shanhai.sheets.own_rows import Wish, lay_out_rows, targets_for
from shanhai.sheets.read import ReadFile
from shanhai.sheets.store import file_of

OWN = "own"
UNLIKE_TEMPLATE = frozenset({"kind_untold", "no_head", "head_unknown", "head_twice", "head_merged", "cells_merged"})
NAMED_SURE = 0.75
ROWS_KEPT = 20_000
BY_HEAD = "by_head"


def is_own(batch: Batch) -> bool:
    """Whether a batch is read as an office's own workbook and not as a template."""
    return OWN in batch.problems


def is_settled(batch: Batch) -> bool:
    """Whether nothing is left to be said about how a batch reads; a template needs no word."""
    return not is_own(batch) or bool(batch.problems[OWN].get("settled"))


def looks_own(read: ReadFile, findings: Findings, *, kind_code: str) -> bool:
    """Whether a file is no template and not laid out like one: a title above the heads, heads unknown or merged.

    A file whose kind the user named is taken as a template unless its heads cannot be found.
    """
    if read.mark:
        return False
    codes = {finding.code for finding in findings.all}
    if kind_code:
        return "no_head" in codes
    return bool(codes & UNLIKE_TEMPLATE) or any(table.head_line > 1 for table in read.tables)


def read_as_own(batch: Batch, *, kind_code: str = "") -> None:
    """Have a batch read as an office's own workbook from now on; `kind_code` is the ledger kind the user named."""
    if batch.state == BatchState.CHECKED:
        batch.state = BatchState.RECEIVED
    batch.problems = {OWN: {"said": {}, "sheets": [], "settled": False, "wished": kind_code}}
    batch.save(update_fields=["problems", "state"])


def open_sheets(batch: Batch) -> list[Sheet]:
    """Return the sheets of a batch's file; raises UnreadableFile."""
    return _open(batch.sha256, Path(batch.file_name).stem)


@lru_cache(maxsize=2)
def _open(sha256: str, name: str) -> list[Sheet]:
    """The last files looked at stay open: a page is asked for after each correction."""
    path = file_of(sha256)
    if not path.is_file():
        raise UnreadableFile("file_missing")
    return open_bytes(path.read_bytes(), name)


def wishes_of(mapping: Mapping[str, Any]) -> dict[str, Wish]:
    """Return what corrections say beyond how a table reads, by fingerprint."""
    return {
        mark: Wish(
            tuple(
                code
                for code in about.get("entry_kinds", ())
                if code in {*openables(), *(kind.code for kind in BOOK.kinds)}
            ),
            bool(about.get("left_out")),
            dict(about.get("fixed") or {}),
        )
        for mark, about in mapping.items()
        if isinstance(about, Mapping)
    }


def read_own(batch: Batch, findings: Findings, *, skipped: frozenset[tuple[str, int]]) -> ReadFile:
    """Read a batch as it stands with all that was said of it; what was understood is noted in the batch, not saved."""
    state = batch.problems[OWN]
    try:
        sheets = open_sheets(batch)
    except UnreadableFile as fault:
        tell_of_book(_unread(batch, fault), [], {}, findings, skipped=frozenset())
        state.update(tables=[], aside=[], settled=False)
        return ReadFile(None)
    understood = understand(batch)
    book, wishes, kept = understood.book, wishes_of(understood.mapping), kept_mapping(batch.office_id)
    tell_of_book(book, sheets, wishes, findings, skipped=skipped)
    read = lay_out_rows(book, sheets, wishes, findings)
    if not read.tables and book.tables:
        findings.add("nothing_carried", sheet=book.tables[0].sheet)
    state["times"] = int(state.get("times", 0)) + 1
    state["tables"] = [
        _note_table(table, wishes, kept=table.fingerprint in kept, by_head=understood.by_head) for table in book.tables
    ]
    state["aside"] = [asdict(one) for one in book.ignored_sheets]
    known = bool(book.tables) and all(table.fingerprint in kept for table in book.tables)
    if state.get("confirmed_by") is None:
        state["settled"] = known and not state["said"]
    return read


def _unread(batch: Batch, fault: UnreadableFile) -> ForeignWorkbook:
    book = ForeignWorkbook(batch.file_name, None)
    book.problems.append(ForeignProblem(None, None, fault.detail, fault.code))
    return book


@dataclass(frozen=True, slots=True)
class Understood:
    """What a file holds under what was said of it; shared between requests, so nobody changes it.

    `mapping` holds all corrections, those that headings told among them; `by_head` the columns only headings told.
    """

    book: ForeignWorkbook
    mapping: Mapping[str, Any]
    by_head: frozenset[tuple[str, str]]


def understand(batch: Batch) -> Understood:
    """Return what a batch's file holds under what is kept and said of it; raises UnreadableFile.

    A heading that names a column of the ledger's kind which the reader has no field for is taken at its word, so that
    the column is read by its nature.
    """
    state = batch.problems[OWN]
    mapping = {**kept_mapping(batch.office_id), **state["said"], "sheets": state["sheets"]}
    received = timezone.localtime(batch.received_at).date()
    said = json.dumps(mapping, sort_keys=True, ensure_ascii=False)
    return _understand(batch.sha256, batch.file_name, received, said, state.get("wished", ""))


@lru_cache(maxsize=2)
def _understand(sha256: str, file_name: str, received: date, said: str, wished: str) -> Understood:
    """The last readings stay: the page, its marked copy and its clean reading ask for the same one."""
    mapping: dict[str, Any] = json.loads(said)
    named: set[tuple[str, str]] = set()

    def complete(table: ForeignTable) -> Mapped | None:
        """Take the user's kind, then the headings that name columns of what the table becomes."""
        mark = table.fingerprint
        if wished and mark not in mapping:
            mapping[mark] = correction_for(f"={wished}", table)
            return dict(mapping[mark])
        about = mapping.get(mark, {})
        found = name_columns(table, targets_for(table, wishes_of({"": about})[""]), about.get("columns", {}))
        if not found:
            return None
        mapping[mark] = {**about, "columns": {**found, **about.get("columns", {})}}
        named.update((mark, key) for key in found)
        return dict(mapping[mark])

    sheets = _open(sha256, Path(file_name).stem)
    book = read_sheets(sheets, file_name, received=received, mapping=mapping, complete=complete)
    for table in book.tables:
        for column in table.columns:
            if (table.fingerprint, column_key(table, column)) in named:
                column.confidence = NAMED_SURE
    return Understood(book, mapping, frozenset(named))


def _note_table(
    table: ForeignTable, wishes: Mapping[str, Wish], *, kept: bool, by_head: Set[tuple[str, str]]
) -> dict[str, Any]:
    """Return a table as the page shows it: everything but its records."""
    wish = wishes.get(table.fingerprint, Wish())
    held = asdict(replace(table, records=[], problems=[]))
    for name in ("records", "problems"):
        del held[name]
    held["skipped_rows"] = {str(one.row): one.why for one in table.skipped_rows[:ROWS_KEPT]}
    for column, plain in zip(table.columns, held["columns"], strict=True):
        plain["key"] = column_key(table, column)
        plain[BY_HEAD] = (table.fingerprint, plain["key"]) in by_head
    held["entry_kinds"] = [target.kind.code for target in targets_for(table, wish)]
    held["chosen_kinds"] = list(wish.entry_kinds)
    held["left_out"], held["fixed"], held["is_kept"] = wish.left_out, dict(wish.fixed), kept
    held["record_count"] = len(table.records)
    return held


def correction_for(choice: str, table: ForeignTable | Mapping[str, Any]) -> Mapped:
    """Return the correction a choice stands for: a kind of table, `=` and a ledger kind, or blank (left out)."""
    own = table.kind if isinstance(table, ForeignTable) else str(table["kind"])
    if not choice:
        return {"kind": own, "left_out": True}
    if not choice.startswith("="):
        return {"kind": choice if choice in KINDS else own}
    code = choice[1:]
    carrying = [kind for kind in foreign_kinds() if code in kinds_carrying(kind)]
    return {"kind": own if own in carrying or not carrying else carrying[0], "entry_kinds": [code]}


def settle_reading(batch: Batch, *, user_id: int | None) -> bool:
    """Take a reading as confirmed and keep it for the next file of its shapes; False where there is none to confirm."""
    if batch.state != BatchState.CHECKED or not is_own(batch) or not batch.problems[OWN].get("tables"):
        return False
    state = batch.problems[OWN]
    said = {**kept_mapping(batch.office_id), **state["said"]}
    readings = {table["fingerprint"]: _whole_reading(table, said) for table in state["tables"]}
    heads = {
        table["fingerprint"]: [column["header"].rsplit("/", 1)[-1] for column in table["columns"] if column["header"]]
        for table in state["tables"]
    }
    keep_readings(batch.office_id, readings, heads, user_id=user_id)
    state["settled"], state["confirmed_by"] = True, user_id or 0
    batch.save(update_fields=["problems"])
    return True


def _whole_reading(table: Mapping[str, Any], all_said: Mapping[str, Mapped]) -> Mapped:
    """Return how a table reads in full, without what belongs to this one file: marks of rows, units found in lines."""
    said = all_said.get(table["fingerprint"], {})
    columns: Mapped = {}
    for column in table["columns"]:
        own = said.get("columns", {}).get(column["key"], {})
        columns[column["key"]] = {"means": column["means"], **({"unit": own["unit"]} if own.get("unit") else {})}
    whole: Mapped = {"kind": table["kind"], "columns": columns}
    for name in ("entry_kinds", "unit", "header_rows", "fixed", "left_out"):
        if said.get(name):
            whole[name] = said[name]
    return whole


def forget_reading(batch: Batch, *, user_id: int | None) -> int:
    """Forget what was kept of a batch's shapes and read it as if it were the first; return how many were kept."""
    if batch.state != BatchState.CHECKED or not is_own(batch):
        return 0
    state = batch.problems[OWN]
    marks = [table["fingerprint"] for table in state.get("tables", [])]
    count = forget_readings(batch.office_id, marks, user_id=user_id)
    state.update(said={}, settled=False, confirmed_by=None)
    batch.state = BatchState.RECEIVED
    batch.save(update_fields=["problems", "state"])
    return count


def has_own_way(batch: Batch) -> bool:
    """Whether a batch that was read as a template may be read as an office's own workbook instead."""
    return not is_own(batch) and batch.state == BatchState.CHECKED
