"""Activities opened from the rows of an office's own workbook, such as projects from a list of projects.

A kind of activity gets the shape of a table: its first amount and its first day stand where those of an entry stand, so
that its rows pass the same reading of cells, places and pairings. Whether one may be opened is asked of
`activities.move`, once to try it and once to open it.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from typing import Any

from shanhai.activities.catch_up import say_step, state_called, steps_to
from shanhai.activities.models import Activity
from shanhai.activities.move import NAMESAKE, By, Opening, check_opening, open_activity
from shanhai.activities.numbers import clean_number
from shanhai.catalogue.activity import ActivityKind
from shanhai.catalogue.book import BOOK
from shanhai.catalogue.declare import Column, Kind
from shanhai.catalogue.words import Problem, Words
from shanhai.ledger.models import Batch
from shanhai.offices.audit import note_event
from shanhai.offices.models import Office
from shanhai.sheets.check import CheckedFile, CheckedRow
from shanhai.sheets.findings import Finding, Findings

NUMBER, TITLE, TOLD_STATE = "activity_number", "activity_title", "activity_state"
# how the codes of Problems end that ask about a number which nobody knows
UNKNOWN = ".unknown"
YES_OR_NO = frozenset("是否√×有无")
TITLE_LONGEST, NUMBER_LONGEST = 200, 40


@dataclass(frozen=True, slots=True)
class Openable:
    """A kind of activity in the shape of a table; `day` and `amount` are its columns that stand as date and amount."""

    activity: ActivityKind
    kind: Kind
    day: str
    amount: str

    @property
    def first_state(self) -> Words:
        """What the state is called in which it begins."""
        return self.activity.state(self.activity.first_state).title


@cache
def openables() -> dict[str, Openable]:
    """Return the kinds of activity that rows can open, by code: those that begin with an amount and a day."""
    found = {}
    for activity in BOOK.activities:
        needed = [column for column in activity.columns if column.code in activity.opening]
        day = next((column for column in needed if column.type == "day"), None)
        amount = next((column for column in needed if column.type == "money"), None)
        if day is not None and amount is not None and activity.begun_by_hand:
            found[activity.code] = _shape(activity, needed, day, amount)
    return found


def _shape(activity: ActivityKind, needed: list[Column], day: Column, amount: Column) -> Openable:
    named = Words(f"{activity.title.zh}名称", f"Name of the {activity.title.en.lower()}")
    number = Words(f"{activity.title.zh}编号", f"Number of the {activity.title.en.lower()}")
    own = [replace(column, required=True) for column in needed if column.code not in (day.code, amount.code)]
    kind = Kind(
        activity.code,
        activity.title,
        stage="",
        amount_title=amount.title,
        columns=(
            Column(TITLE, named, required=True, longest=TITLE_LONGEST),
            Column(NUMBER, number, longest=NUMBER_LONGEST),
            replace(day, code="date", required=True),
            *own,
            Column(TOLD_STATE, Words("目前环节", "State told"), longest=60),
        ),
        natural_key=(NUMBER,),
    )
    return Openable(activity, kind, day.code, amount.code)


def kind_called(code: str) -> Kind:
    """Return a kind of entry, or the table's shape of a kind of activity; UnknownCodeError where there is neither."""
    held = openables().get(code)
    return held.kind if held is not None else BOOK.kind(code)


@dataclass(slots=True)
class Opened:
    """What opening came to: the numbers of the activities, or that nothing was opened."""

    numbers: list[str] = field(default_factory=list)
    done: bool = True


def set_apart(checked: CheckedFile) -> None:
    """Put the rows that open activities apart from those that become entries, which then know their numbers."""
    codes = openables()
    checked.openings = [row for row in checked.rows if row.draft.kind in codes]
    checked.rows = [row for row in checked.rows if row.draft.kind not in codes]
    numbers = {clean_number(str(row.draft.details.get(NUMBER, ""))) for row in checked.openings}
    checked.findings.all = [
        one for one in checked.findings.all if not (one.code.endswith(UNKNOWN) and clean_number(one.value) in numbers)
    ]


def try_openings(checked: CheckedFile, *, office: Office, user_id: int | None) -> None:
    """Tell at their cells what stands against opening the rows' activities, and leave out those that are open."""
    by = By(office.pk, office.side, user_id)
    known = _Known(checked.openings)
    teller = _Teller(checked.findings)
    fresh = []
    for row in checked.openings:
        opening = _opening_of(row)
        if known.is_open(opening):
            teller.tell(row, "activity_known", opening, NUMBER)
            continue
        fresh.append(row)
        problems = check_opening(opening, by=by)
        for problem in problems:
            teller.tell_problem(row, problem)
        namesake = known.namesake(opening)
        if namesake and not problems:
            teller.tell(row, NAMESAKE, opening, TITLE, number=namesake)
        teller.tell_state(row)
    checked.openings = fresh


def open_rows(rows: Iterable[CheckedRow], *, office: Office, user_id: int | None, batch: Batch) -> Opened:
    """Open the rows' activities; the caller's transaction is to be undone where one of them cannot be opened.

    Whatever asks about a row, also whether it is another one than those of its name, was asked when it was tried.
    """
    by = By(office.pk, office.side, user_id)
    opened = Opened()
    for row in rows:
        opening = replace(_opening_of(row), is_example=batch.is_example)
        asked = {problem.code for problem in check_opening(opening, by=by) if problem.weight == "ask"}
        opening = replace(opening, accepted=frozenset({NAMESAKE, *asked}))
        moved = open_activity(opening, by=by)
        if moved.activity is None:
            return Opened(done=False)
        number = moved.activity.number
        opened.numbers.append(number)
        line, letter = row.cell_of(TITLE) if row.cells_of_form is not None else (row.line, "")
        cell = f"{row.sheet[:100]}!{letter or ''}{line}"
        note_event("activity.open", number, user_id=user_id, office_id=office.pk, batch=batch.pk, cell=cell)
    return opened


class _Known:
    """The activities of the rows' pairings that have a number or a name of the rows; found in two questions."""

    def __init__(self, rows: Iterable[CheckedRow]) -> None:
        openings = [_opening_of(row) for row in rows]
        pairings = {one.pairing_id for one in openings}
        held = Activity.objects.filter(kind__in=openables(), pairing_id__in=pairings)
        fields = ("pairing_id", "kind", "title", "number")
        self._held = {(row[0], row[1], row[2]): row[3] for row in held.order_by("-number").values_list(*fields)}
        self._numbers = {(row[0], row[1], row[3]): row[2] for row in held.values_list(*fields)}

    def is_open(self, opening: Opening) -> bool:
        title = self._numbers.get((opening.pairing_id, opening.kind, opening.number))
        return bool(opening.number) and title == opening.title

    def namesake(self, opening: Opening) -> str:
        return self._held.get((opening.pairing_id, opening.kind, opening.title), "")


def _opening_of(row: CheckedRow) -> Opening:
    draft = row.draft
    shape = openables()[draft.kind]
    types = {column.code: column.type for column in shape.kind.columns}
    values: dict[str, Any] = {
        code: _last_day(value) if types.get(code) == "day" else value
        for code, value in draft.details.items()
        if code not in (TITLE, NUMBER, TOLD_STATE)
    }
    return Opening(
        draft.kind,
        str(draft.details.get(TITLE, "")),
        {**values, shape.day: draft.on_date.isoformat(), shape.amount: draft.amount},
        pairing_id=draft.pairing_id,
        giver_place_id=draft.giver_place_id or "",
        receiver_place_id=draft.receiver_place_id or "",
        number=clean_number(str(draft.details.get(NUMBER, ""))),
    )


def _last_day(text: str) -> str:
    """Return the last day of what may be a month or a year only: a plan for October ends with October.

    >>> _last_day("2026-10"), _last_day("2026-10-08"), _last_day("2026")
    ('2026-10-31', '2026-10-08', '2026-12-31')
    """
    parts = text.split("-")
    if not all(part.isdigit() for part in parts) or len(parts) > 2:
        return text
    year, month = int(parts[0]), int(parts[1]) if len(parts) == 2 else 12
    return date(year, month, calendar.monthrange(year, month)[1]).isoformat()


class _Teller:
    """Tells at the cells of the rows: the same of many rows once, and nothing that was told of the file before."""

    def __init__(self, findings: Findings) -> None:
        self.findings = findings
        self._lacking = {(one.sheet, one.field) for one in findings.all if one.code == "own_column_missing"}
        self._asked = {
            (one.code, one.sheet, one.column, row): one
            for one in findings.all
            if one.weight == "ask"
            for row in one.rows
        }
        self._told: dict[tuple[str, str, str | None, str], Finding] = {}

    def tell(self, row: CheckedRow, code: str, opening: Opening, column: str, **values: Any) -> None:
        """Tell a sentence of a row, at a column or else at the name."""
        names = {"kind": openables()[opening.kind].kind.title, "number": opening.number, **values}
        line, letter = row.cell_of(column, TITLE)
        self.findings.add(code, opening.title, sheet=row.sheet, column=letter, field=column, rows=[line], **names)

    def tell_state(self, row: CheckedRow) -> None:
        """Say what would have to be recorded for the state a row tells; the same state of many rows once."""
        text = str(row.draft.details.get(TOLD_STATE) or "").strip()
        if not text or text in YES_OR_NO:
            return
        kind = openables()[row.draft.kind].activity
        state = state_called(kind, text)
        steps = steps_to(kind, state.code) if state is not None else []
        if state is not None and not steps:
            return
        line, letter = row.cell_of(TOLD_STATE, TITLE)
        key = ("activity_state", row.sheet, letter, text)
        if key in self._told:
            self._told[key].rows.append(line)
            return
        said = [say_step(step) for step in steps]
        values = {
            "kind": kind.title,
            "first": kind.state(kind.first_state).title,
            "state": state.title if state is not None else text,
            "n": len(steps),
            "steps": Words("、".join(one.zh for one in said), "; ".join(one.en for one in said)),
        }
        code = "activity_state_told" if state is not None else "activity_state_unknown"
        self._told[key] = self.findings.add(
            code, sheet=row.sheet, column=letter, field=TOLD_STATE, rows=[line], told=text, **values
        )

    def tell_problem(self, row: CheckedRow, problem: Problem) -> None:
        """Tell what stands against opening; a doubt of the reader about the same cell goes with it."""
        shape = openables()[row.draft.kind]
        codes = {
            shape.day: "date",
            shape.amount: "amount",
            "title": TITLE,
            "number": NUMBER,
            "pairing": "receiver_place",
        }
        code = codes.get(problem.field or "", problem.field or TITLE)
        line, letter = row.cell_of(code, TITLE)
        if (row.sheet, code) in self._lacking:
            return
        asked = self._asked.pop((problem.code, row.sheet, letter, line), None)
        if asked is not None:
            asked.rows.remove(line)
            if not asked.rows:
                self.findings.all.remove(asked)
        key = (problem.code, row.sheet, letter, problem.what.zh)
        if key in self._told:
            self._told[key].rows.append(line)
            return
        self.findings.add_problem(replace(problem, field=code), sheet=row.sheet, column=letter, row=line)
        self._told[key] = self.findings.all[-1]
