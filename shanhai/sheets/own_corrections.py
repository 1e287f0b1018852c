"""Puts what a user says of one table of an office's own workbook into its batch, so that the next reading follows it.

Only what differs from the reading at hand becomes a correction. Nothing here reads a file.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

from shanhai.algorithms.cell_values import MONEY_UNITS
from shanhai.ledger.models import Batch, BatchState
from shanhai.sheets.carried import LEFT_OUT, RUNNING_NUMBER, SUM
from shanhai.sheets.foreign.mapping import MARKS
from shanhai.sheets.foreign.vocabulary import RATIO, type_of
from shanhai.sheets.kept import Mapped, kept_mapping
from shanhai.sheets.own_books import OWN, correction_for, is_own

HEADER = "header"
RECORD = "record"
MANY = frozenset({LEFT_OUT, SUM, RUNNING_NUMBER, "remark"})
FIXED_LONGEST = 200
STEPS_UNDONE_MOST = 20
TABLE_UNITS = tuple(unit for unit in ("元", "千元", "万元", "百万元", "亿元") if unit in MONEY_UNITS)
RATIO_UNITS = ("", "%")


@dataclass(frozen=True, slots=True)
class Said:
    """What a form says of a table: its kind as a choice of `correction_for`, its unit, columns and rows.

    `means` and `units` are by the column's key, `rows` by the number of the row, `fixed` by the ledger's column.
    """

    kind: str | None = None
    unit: str | None = None
    means: Mapping[str, str] = field(default_factory=dict)
    units: Mapping[str, str] = field(default_factory=dict)
    rows: Mapping[int, str] = field(default_factory=dict)
    fixed: Mapping[str, str] = field(default_factory=dict)


def kind_choice(table: Mapping[str, Any]) -> str:
    """Return a table's present kind as a choice: blank where it is left out, `=` before a kind of the ledger."""
    if table["left_out"]:
        return ""
    chosen = table.get("chosen_kinds") or []
    return f"={chosen[0]}" if chosen else str(table["kind"])


def role_of_row(table: Mapping[str, Any], line: int) -> str:
    """Return what a row is at present: header, record, what it was skipped as, or blank outside of the table."""
    if line in table["header_rows"]:
        return HEADER
    skipped = table["skipped_rows"].get(str(line))
    if skipped:
        return str(skipped)
    return RECORD if table["first_row"] <= line <= table["last_row"] else ""


def correct_table(batch: Batch, number: int, said: Said) -> bool:
    """Keep what a user says of a table of a batch; False where nothing differs or the batch takes no word."""
    tables = batch.problems.get(OWN, {}).get("tables", [])
    if batch.state != BatchState.CHECKED or not is_own(batch) or not 0 <= number < len(tables):
        return False
    state, table = batch.problems[OWN], tables[number]
    mark = table["fingerprint"]
    about: Mapped = dict(state["said"].get(mark) or kept_mapping(batch.office_id).get(mark) or {})
    before, said_before, freed = repr(about), deepcopy(state["said"]), []
    if said.kind is not None and said.kind != kind_choice(table):
        rows = {name: about[name] for name in ("rows", "header_rows", "unit") if name in about}
        about = {**rows, **correction_for(said.kind, table)}
        changed = True
    else:
        freed = _correct_columns(about, table, said)
        _correct_rows(about, table, said)
        changed = repr(about) != before
    if changed:
        state["said"][mark] = about
        state["freed"] = freed
        state["steps"] = [*state.get("steps", ()), said_before][-STEPS_UNDONE_MOST:]
        _read_again(batch)
    return changed


def undo_correction(batch: Batch) -> bool:
    """Take back the last correction of a batch, whatever became of its table; False where there is none to take back.

    A wrong mark on a row can leave no table to correct: then this is the way back.
    """
    if batch.state != BatchState.CHECKED or not is_own(batch) or not batch.problems[OWN].get("steps"):
        return False
    state = batch.problems[OWN]
    state["said"] = state["steps"].pop()
    state["freed"] = []
    _read_again(batch)
    return True


def _read_again(batch: Batch) -> None:
    batch.problems[OWN].update(settled=False, confirmed_by=None)
    batch.state = BatchState.RECEIVED
    batch.save(update_fields=["problems", "state"])


def _correct_columns(about: Mapped, table: Mapping[str, Any], said: Said) -> list[str]:
    """Put what is said of columns into a table's correction; return the headings that lost their meaning by it."""
    freed: list[str] = []
    columns: Mapped = dict(about.get("columns", {}))
    for column in table["columns"]:
        key = column["key"]
        means = said.means.get(key, column["means"])
        if means != column["means"]:
            columns[key] = {"means": means}
            freed += _free_others(columns, [one for one in table["columns"] if not _moves(one, said)], column, means)
        unit = said.units.get(key)
        if unit is not None and unit != (column["written_unit"] or "") and unit in _units_for(means):
            columns[key] = {"means": means, "unit": unit or "元"}
    if columns != about.get("columns", {}):
        about["columns"] = columns
    if said.unit is not None and said.unit != (table["unit_note"] or "") and said.unit in TABLE_UNITS:
        about["unit"] = said.unit
    fixed = {code: text.strip()[:FIXED_LONGEST] for code, text in said.fixed.items() if text.strip()}
    if said.fixed and fixed != table["fixed"]:
        about["fixed"] = fixed
    return freed


def _units_for(means: str) -> tuple[str, ...]:
    return RATIO_UNITS if type_of(means) == RATIO else ("", *TABLE_UNITS)


def _moves(column: Mapping[str, Any], said: Said) -> bool:
    return said.means.get(column["key"], column["means"]) != column["means"]


def _free_others(
    columns: Mapped, others: Iterable[Mapping[str, Any]], moved: Mapping[str, Any], means: str
) -> list[str]:
    """A meaning that moves to another column leaves the one where the reader had put it; return those headings."""
    freed: list[str] = []
    if means in MANY:
        return freed
    for other in others:
        alike = other["means"] == means and (other["at"] or None) == (moved["at"] or None)
        if alike and other["key"] != moved["key"]:
            columns[other["key"]] = {"means": LEFT_OUT}
            freed.append(str(other.get("header") or other["key"]))
    return freed


def _correct_rows(about: Mapped, table: Mapping[str, Any], said: Said) -> None:
    header = list(table["header_rows"])
    rows: Mapped = dict(about.get("rows", {}))
    for line, role in said.rows.items():
        present = role_of_row(table, line)
        if role == present:
            continue
        if role == HEADER:
            header.append(line)
        elif present == HEADER and len(header) > 1:
            header.remove(line)
        if role in MARKS and role != HEADER:
            rows[f"{table['sheet']}!{line}"] = role
    if rows != about.get("rows", {}):
        about["rows"] = rows
    if sorted(header) != table["header_rows"]:
        about["header_rows"] = sorted(header)


def read_aside(batch: Batch, sheet: str) -> bool:
    """Have a sheet read that was left aside."""
    state = batch.problems.get(OWN, {})
    if batch.state != BatchState.CHECKED or sheet not in {one["sheet"] for one in state.get("aside", [])}:
        return False
    if sheet in state["sheets"]:
        return False
    state["sheets"].append(sheet)
    state.update(settled=False, confirmed_by=None)
    batch.state = BatchState.RECEIVED
    batch.save(update_fields=["problems", "state"])
    return True
