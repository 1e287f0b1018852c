"""The table under work: its rows, columns, what every cell was read as, and the Problems found so far.

Rows and columns count from 0 here; only what leaves the package counts from 1. It must not know how to read a cell.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal

from shanhai.algorithms.cell_values import Day, Qualifier
from shanhai.algorithms.column_letters import column_letter

from .context import Context
from .grid import Sheet, Value, show
from .matching import KindGuess, Match
from .model import ForeignProblem
from .places import Place, Places
from .regions import Region
from .vocabulary import type_of


@dataclass(slots=True)
class Fact:
    """One cell as it was read. `number` and `value` count in base units, `raw` in the unit of the column.

    `extra` holds facts of other fields found in the same cell. `carried`: it came from a cell above.
    """

    shown: str
    value: str | None = None
    number: Decimal | None = None
    raw: Decimal | None = None
    day: Day | None = None
    place: Place | None = None
    qualifier: Qualifier | None = None
    unit: str | None = None
    fault: str | None = None
    extra: dict[str, str] = field(default_factory=dict)
    carried: bool = False
    explicit_unit: bool = False
    other_unit: bool = False
    forecast: bool = False
    old_name: bool = False


@dataclass(slots=True)
class Column:
    """One column of the table with how its cells are to be read."""

    index: int
    match: Match
    unit: str | None = None
    percent: bool = False
    decimals: int | None = None

    @property
    def means(self) -> str:
        """The field the column holds."""
        return self.match.means

    @property
    def nature(self) -> str:
        """What the field is by nature."""
        return type_of(self.match.means)

    @property
    def key(self) -> str:
        """The key of the column's values in a record."""
        if not self.match.at or self.match.choice:
            return self.means
        return self.means + "@" + ",".join(f"{name}={value}" for name, value in sorted(self.match.at.items()))


@dataclass
class Work:
    """A table under work."""

    sheet: Sheet
    region: Region
    context: Context
    places: Places
    received: dt.date | None
    kind: str
    columns: list[Column]
    roles: dict[int, str]
    facts: dict[tuple[int, int], Fact] = field(default_factory=dict)
    sections: dict[int, dict[str, str]] = field(default_factory=dict)
    problems: list[ForeignProblem] = field(default_factory=list)
    told: dict[tuple[int, str | None], set[str]] = field(default_factory=dict)
    corrected: dict[tuple[int, int], Decimal] = field(default_factory=dict)
    parts_of: dict[int, list[int]] = field(default_factory=dict)
    fingerprint: str = ""
    guesses: list[KindGuess] = field(default_factory=list)
    layout: str = ""
    earlier: list[Work] = field(default_factory=list)
    seen_codes: dict[str, set[str]] = field(default_factory=dict)
    cell_names: dict[int, str] = field(default_factory=dict)
    form_cells: dict[int, tuple[int, int]] = field(default_factory=dict)
    form_rows: tuple[int, int] = (0, 0)

    def rows(self, *roles: str) -> list[int]:
        """Return the rows that have one of the roles."""
        return [row for row, role in self.roles.items() if role in roles]

    @property
    def duplicates(self) -> list[int]:
        """The records that were reported as repeats of another row."""
        return [problem.row - 1 for problem in self.problems if problem.why == "duplicate" and problem.row]

    @property
    def records(self) -> list[int]:
        """The rows that are records."""
        return self.rows("record")

    def column(self, means: str) -> Column | None:
        """Return the one plain column of a field, or None where there is none or it is spread."""
        found = [column for column in self.columns if column.means == means and not column.match.at]
        return found[0] if found else None

    def columns_of(self, *means: str) -> list[Column]:
        """Return all columns of the fields, spread ones too."""
        return [column for column in self.columns if column.means in means]

    def fact(self, row: int, column: Column | None) -> Fact | None:
        """Return what a cell was read as, or None for a blank one."""
        return self.facts.get((row, column.index)) if column is not None else None

    def number(self, row: int, column: Column | None) -> Decimal | None:
        """Return a cell's number in base units as corrected so far."""
        if column is None:
            return None
        if (row, column.index) in self.corrected:
            return self.corrected[row, column.index]
        fact = self.facts.get((row, column.index))
        return fact.number if fact else None

    def cell(self, row: int, column: Column) -> Value:
        """Return a cell with merged areas that reach down over it."""
        area = self.sheet.area(row, column.index)
        if area is not None and area.top >= self.region.first and (area.left == column.index or area.top == row):
            return self.sheet.value(area.top, area.left) if area.left == column.index else None
        return self.sheet.value(row, column.index)

    def report(
        self, row: int, column: Column | int | None, why: str, *, right: Decimal | str | None = None, value: str = ""
    ) -> None:
        """Add a Problem once for each cell and reason."""
        index = column.index if isinstance(column, Column) else column
        letter = column_letter(index) if index is not None else None
        told = self.told.setdefault((row + 1, letter), set())
        if why in told:
            return
        told.add(why)
        fact = self.facts.get((row, index)) if index is not None else None
        shown = fact.shown if fact else show(self.sheet.value(row, index)) if index is not None else value
        text = format(right.normalize(), "f") if isinstance(right, Decimal) else right
        self.problems.append(ForeignProblem(row + 1, letter, shown, why, text))

    def has_problem(self, row: int, column: Column | None, *whys: str) -> bool:
        """Tell whether a cell (None: the whole row) has one of the Problems already; any, where none is named."""
        told = self.told.get((row + 1, column_letter(column.index) if column is not None else None), set())
        return bool(told & set(whys)) if whys else bool(told)
