"""Rows typed on a page or sent by a program, checked and recorded as the rows of a workbook are.

One row is a mapping of column codes to texts, as in the kind's template, so that a form, the API and a workbook ask
the same questions and get the same Problems. It must not know requests or pages.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import msgspec
from django.db import transaction

from shanhai.catalogue.declare import Kind
from shanhai.catalogue.words import Problem, Words
from shanhai.ledger.documents import attach_document, keep_document
from shanhai.ledger.drafts import EntryDraft, Recorded
from shanhai.ledger.faults import fault
from shanhai.ledger.preview import preview_entries
from shanhai.ledger.record import record_entries
from shanhai.offices.models import Office
from shanhai.registry.parties import PartyAsk, resolve_parties
from shanhai.sheets.check import CheckedFile, check_file
from shanhai.sheets.findings import Findings
from shanhai.sheets.layout import Head, SheetColumn, columns_of
from shanhai.sheets.read import ReadFile, Table

SHEET = "typed"


@dataclass(frozen=True, slots=True)
class TypedRow:
    """One row as it was typed: texts by column code.

    `accepted` names the Problems that the user has looked at and stands by. `same_as` answers a doubtful match: the
    serial of the other side's entry, 0 for another fact. `fact_key` is a key of the caller's own, blank for the
    kind's natural key.
    """

    values: Mapping[str, str]
    accepted: frozenset[str] = frozenset()
    same_as: int | None = None
    fact_key: str = ""


@dataclass(frozen=True, slots=True)
class Typed:
    """The drafts of typed rows, or what stands in the way.

    A Problem's `row` is the row's number from 1 and its `field` the column. `doubts` are the serials of the other
    side's entries that a row may repeat, by row.
    """

    drafts: tuple[EntryDraft, ...]
    problems: tuple[Problem, ...]
    notes: tuple[Problem, ...] = ()
    doubts: tuple[tuple[int, tuple[int, ...]], ...] = ()
    checked: CheckedFile | None = None

    @property
    def may_be_recorded(self) -> bool:
        """Whether nothing blocks and nothing waits for the user's word."""
        return not self.problems and bool(self.drafts)


def typed_columns(kind: Kind) -> list[SheetColumn]:
    """The columns to type for one row of a kind: those of its template but the running number."""
    return [column for column in columns_of(kind) if column.code != "number"]


def draft_typed(kind: Kind, rows: Sequence[TypedRow], *, office: Office, today: date) -> Typed:
    """Check typed rows by themselves, without a look at what the ledger holds; nothing is written.

    Problems that block, and those that ask and that the row did not accept, stand in the way of all rows.
    """
    unknown = list(_tell_unknown(kind, rows))
    if unknown:
        return Typed((), tuple(unknown))
    findings = Findings()
    read = ReadFile(kind, [_table(kind, rows)])
    checked = check_file(read, findings, office=office, today=today)
    problems, notes = _sort_problems(findings.problems(), rows)
    drafts = _drafts(checked, rows)
    if problems or len(drafts) < len(rows):
        return Typed((), tuple(problems), tuple(notes), (), checked)
    return Typed(tuple(drafts), (), tuple(notes), (), checked)


def check_typed(kind: Kind, rows: Sequence[TypedRow], *, office: Office, user_id: int, today: date) -> Typed:
    """Check typed rows by themselves and against the ledger as it stands now; nothing is written."""
    typed = draft_typed(kind, rows, office=office, today=today)
    if not typed.may_be_recorded:
        return typed
    preview = preview_entries(typed.drafts, office=office, user_id=user_id, spoken_side=office.side)
    found = [_by_row(problem) for problem in preview.problems]
    standing = tuple(problem for problem in found if problem.weight != "note")
    return replace(typed, problems=standing, doubts=preview.doubts)


def record_typed(typed: Typed, *, office: Office, user_id: int) -> Recorded:
    """Record checked rows, registering the parties they name for the first time; all or nothing.

    What an example office enters is an example, by whatever door it comes.
    """
    assert typed.checked is not None
    is_example = office.is_example
    with transaction.atomic():
        drafts = register_parties(typed)
        recorded = record_entries(
            drafts, office=office, user_id=user_id, spoken_side=office.side, is_example=is_example
        )
        if not recorded.added:
            transaction.set_rollback(True)
        else:
            _attach_documents(typed, recorded, office_id=office.pk, user_id=user_id, is_example=is_example)
    return replace(recorded, problems=tuple(_by_row(problem) for problem in recorded.problems))


def tell_columns(kind: Kind) -> list[dict[str, Any]]:
    """Return what may be typed for a row of a kind, common columns and its own, as plain values for programs."""
    return [
        {
            "code": column.code,
            "title": _both(column.title),
            "type": column.type,
            "required": column.required,
            "unit": column.unit_code,
            "choices": [{"code": choice.code, "title": _both(choice.title)} for choice in column.choices],
            "help": None if column.help is None else _both(column.help),
            "example": column.example,
            "common": column.own is None,
        }
        for column in typed_columns(kind)
    ]


def _both(words: Words) -> dict[str, str]:
    return {"zh": words.zh, "en": words.en}


def _tell_unknown(kind: Kind, rows: Sequence[TypedRow]) -> Iterator[Problem]:
    """Tell of every name in a row that is no column of the kind: what it was to say would be lost."""
    codes = {column.code: None for column in typed_columns(kind)}
    for number, row in enumerate(rows, start=1):
        for name in row.values:
            if name not in codes:
                told = fault(
                    "column_unknown", field=name[:80], value=name[:80], right="、".join(codes), kind=kind.title
                )
                yield replace(told, row=number)


def _table(kind: Kind, rows: Sequence[TypedRow]) -> Table:
    wanted = {code for row in rows for code in row.values}
    columns = [column for column in columns_of(kind) if column.code in wanted or column.required]
    cells: list[list[Any]] = [[str(row.values.get(column.code, "")).strip() for column in columns] for row in rows]
    return Table(
        sheet=SHEET,
        head_line=0,
        head_cells=[column.title.zh for column in columns],
        heads={column.code: Head(column, column.title.zh) for column in columns},
        places={column.code: place for place, column in enumerate(columns)},
        lines=list(range(1, len(rows) + 1)),
        rows=cells,
    )


def _sort_problems(found: Iterable[Problem], rows: Sequence[TypedRow]) -> tuple[list[Problem], list[Problem]]:
    standing, notes = [], []
    for problem in found:
        row = rows[problem.row - 1] if problem.row else None
        plain = replace(problem, sheet=None, column=None)
        if problem.weight == "note":
            notes.append(plain)
        elif problem.weight == "blocks" or row is None or problem.code not in row.accepted:
            standing.append(plain)
    return standing, notes


def _drafts(checked: CheckedFile, rows: Sequence[TypedRow]) -> list[EntryDraft]:
    drafts = []
    for one in checked.rows:
        row = rows[one.line - 1]
        changes: dict[str, Any] = {"locator": "", "same_as": row.same_as}
        if row.fact_key:
            changes["fact_key"] = row.fact_key
        drafts.append(msgspec.structs.replace(one.draft, **changes))
    return drafts


def register_parties(typed: Typed) -> list[EntryDraft]:
    """Register the parties that checked rows name for the first time; return the drafts with all parties set."""
    assert typed.checked is not None
    drafts = list(typed.drafts)
    for number, row in enumerate(typed.checked.rows):
        asks = [PartyAsk(party.name, party.place_id, party.kind, party.uscc) for _end, party in row.new_parties]
        for (end, _party), answer in zip(row.new_parties, resolve_parties(asks), strict=True):
            drafts[number] = msgspec.structs.replace(drafts[number], **{end: answer.party_id})
    return drafts


def _attach_documents(typed: Typed, recorded: Recorded, *, office_id: int, user_id: int, is_example: bool) -> None:
    """Tie the documents that rows name to the entries they became."""
    assert typed.checked is not None
    for row, serial in zip(typed.checked.rows, recorded.serials, strict=True):
        if row.document:
            document, _problem = keep_document(
                None, title=row.document, office_id=office_id, user_id=user_id, is_example=is_example
            )
            assert document is not None
            attach_document(serial, document=document, office_id=office_id, user_id=user_id)


def _by_row(problem: Problem) -> Problem:
    """The ledger numbers drafts by `line`; here that is the row."""
    return replace(problem, row=problem.line, line=None)
