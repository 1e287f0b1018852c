"""Asks the ledger what it would do with the rows of a tried file, and puts what it says at their cells.

Knows what the user has answered to the ledger's doubts; changes nothing but the drafts those answers belong to.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from shanhai.catalogue.book import BOOK
from shanhai.catalogue.declare import Kind
from shanhai.catalogue.words import Problem
from shanhai.ledger.entry_numbers import numbers_of
from shanhai.ledger.models import Batch
from shanhai.ledger.preview import Preview, preview_entries
from shanhai.offices.models import Office
from shanhai.sheets.answers import ANSWERED_AS_NEW, ANSWERED_BY_ENTRY
from shanhai.sheets.check import CheckedFile
from shanhai.sheets.findings import Finding, Findings
from shanhai.sheets.openings import try_openings
from shanhai.sheets.read import ReadFile
from shanhai.sheets.summary import column_key, finding_key

Answers = Mapping[str, dict[str, Any]]


@dataclass(slots=True)
class DryRun:
    """What a file would do to the ledger: all its findings and what would be added."""

    batch: Batch
    read: ReadFile
    checked: CheckedFile
    preview: Preview = field(default_factory=Preview)

    @property
    def findings(self) -> Findings:
        """Every Problem of the file."""
        return self.checked.findings


def foresee(found: DryRun) -> DryRun:
    """Ask the ledger what it would do with the rows, the user's answers put in, and tell it at their cells."""
    checked = found.checked
    office = Office.objects.get(pk=found.batch.office_id)
    if checked.openings:
        try_openings(checked, office=office, user_id=_user_of(found.batch))
    if not checked.rows:
        return found
    drafts = [row.draft for row in checked.rows]
    by = {"office": office, "user_id": _user_of(found.batch), "spoken_side": office.side}
    found.preview = preview_entries(drafts, **by)
    if _answer_doubts(checked, found.preview, found.batch.problems.get("accepted", {})):
        found.preview = preview_entries(drafts, **by)
    for finding in _tell_ledger(checked, found.preview):
        checked.findings.all.append(finding)
    _tell_repeats(checked, found.preview)
    return found


def _user_of(batch: Batch) -> int | None:
    """Who would record the batch: whoever confirmed it, until then whoever sent it in."""
    confirmed: int | None = batch.problems.get("confirmed_by")
    return batch.received_by_id if confirmed is None else confirmed


def answers_ledger(answers: Answers) -> bool:
    """Tell whether any answer of the user is one to a doubt of the ledger."""
    return any(key.split("|", 1)[0] in (*ANSWERED_AS_NEW, *ANSWERED_BY_ENTRY) for key in answers)


def _answer_doubts(checked: CheckedFile, preview: Preview, answers: Answers) -> bool:
    """Put the user's answers into the drafts that the ledger has doubts about; tell whether there were any."""
    if not answers_ledger(answers):
        return False
    found = False
    for finding in _tell_ledger(checked, preview):
        answer = answers.get(finding_key(finding)) or answers.get(column_key(finding))
        if answer is None:
            continue
        candidates = finding.values["candidates"]
        chosen = answer.get("same_as")
        if finding.code in ANSWERED_BY_ENTRY and candidates:
            chosen = candidates[0]
        elif chosen not in candidates:
            chosen = 0
        finding.values["draft"].same_as = chosen
        found = True
    return found


def _tell_ledger(checked: CheckedFile, preview: Preview) -> Iterable[Finding]:
    """Yield what the ledger says of the drafts, each at the row and column it came from."""
    candidates = dict(preview.doubts)
    told_at_head = {(one.sheet, one.field) for one in checked.findings.all if one.code == "own_column_missing"}
    for problem in preview.problems:
        row = checked.rows[(problem.line or 1) - 1]
        if problem.code == "column_missing" and (row.sheet, problem.field) in told_at_head:
            continue
        line, column = row.cell_of(_column_of_field(BOOK.kind(row.draft.kind), problem), "amount")
        told = replace(problem, line=None)
        values = {"candidates": candidates.get(problem.line or 0, ()), "draft": row.draft}
        yield Finding(
            problem.code, problem.weight, row.sheet, column, problem.field, problem.value, [line], values, told
        )


def _column_of_field(kind: Kind, problem: Problem) -> str:
    """Return the column where a Problem of the ledger is shown: keys at the number, doubts at the amount."""
    if problem.code.startswith("key_") and kind.natural_key:
        return kind.natural_key[0]
    same = {"on_date": "date", "from_party_id": "giver_party", "to_party_id": "receiver_party"}
    if kind.from_side == "receiver":
        same |= {"from_party_id": "receiver_party", "to_party_id": "giver_party"}
    return same.get(problem.field or "", problem.field or "amount")


def _tell_repeats(checked: CheckedFile, preview: Preview) -> None:
    numbers = numbers_of(repeat.entry_serial for repeat in preview.repeats)
    for repeat in preview.repeats:
        row = checked.rows[repeat.line - 1]
        kind = BOOK.kind(row.draft.kind)
        code = kind.natural_key[0] if kind.natural_key else "amount"
        title = kind.column(code).title if kind.natural_key else kind.amount_title
        value = row.draft.details.get(code, "") if kind.natural_key else ""
        line, column = row.cell_of(code)
        checked.findings.add(
            "known_already",
            value,
            sheet=row.sheet,
            column=column,
            field=code,
            rows=[line],
            title=title,
            serial=numbers.get(repeat.entry_serial, repeat.entry_serial),
        )
