"""Works out simple formulas whose result the file does not hold: sums, means, the four operations.

Programs other than Excel write formulas without results. What is not simple stays blank. It must not know any table.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from shanhai.algorithms.column_letters import column_index

from .grid import Value

_TOKEN = re.compile(
    r"\s*(?:(?P<number>\d+\.?\d*%?|\.\d+)|(?P<error>#[A-Z/0]+[!?A])|(?P<range>\$?[A-Z]{1,3}\$?\d+:\$?[A-Z]{1,3}\$?\d+)|"
    r"(?P<cell>\$?[A-Z]{1,3}\$?\d+)(?![A-Za-z(])|(?P<name>[A-Z]+)\(|(?P<sign>[-+*/(),]))"
)
_CELL = re.compile(r"\$?([A-Z]{1,3})\$?(\d+)")
_LARGEST_RANGE = 50_000
_DEEPEST = 60


class _FormulaError(Exception):
    """A result that is an error of the spreadsheet."""


class _NotSimpleError(Exception):
    """A formula this module does not work out."""


_FUNCTIONS: dict[str, Callable[[list[float]], float]] = {
    "SUM": sum,
    "AVERAGE": lambda numbers: sum(numbers) / len(numbers),
    "COUNT": lambda numbers: float(len(numbers)),
    "MAX": lambda numbers: max(numbers, default=0.0),
    "MIN": lambda numbers: min(numbers, default=0.0),
    "ROUND": lambda numbers: round(numbers[0], int(numbers[1])),
    "ABS": lambda numbers: abs(numbers[0]),
}


class Sheetful:
    """The cells and open formulas of one sheet; rows and columns count from 0."""

    def __init__(self, rows: list[list[Value]], formulas: dict[tuple[int, int], str]) -> None:
        self.rows, self.formulas = rows, formulas
        self.done: dict[tuple[int, int], Value] = {}
        self.depth = 0

    def work_out(self) -> dict[tuple[int, int], Value]:
        """Return the results that could be worked out, errors of the spreadsheet among them."""
        return {place: value for place in self.formulas if (value := self._result(place)) is not None}

    def _result(self, place: tuple[int, int]) -> Value:
        if place not in self.done:
            self.done[place] = None
            self.depth += 1
            try:
                if self.depth < _DEEPEST:
                    self.done[place] = _Reader(self, self.formulas[place]).read()
            except (_NotSimpleError, RecursionError):
                self.done[place] = None
            except (_FormulaError, ZeroDivisionError) as fault:
                self.done[place] = str(fault) if isinstance(fault, _FormulaError) else "#DIV/0!"
            except (ValueError, IndexError, OverflowError):
                self.done[place] = "#VALUE!"
            finally:
                self.depth -= 1
        return self.done[place]

    def cell(self, row: int, column: int) -> Value:
        """Return a cell's value, worked out where it is a formula."""
        if (row, column) in self.formulas:
            return self._result((row, column))
        cells = self.rows[row] if 0 <= row < len(self.rows) else []
        return cells[column] if column < len(cells) else None


class _Reader:
    """Reads one formula from left to right."""

    def __init__(self, sheet: Sheetful, formula: str) -> None:
        self.sheet = sheet
        self.tokens: list[tuple[str, str]] = []
        at, formula = 0, formula.lstrip("=+ ")
        while at < len(formula):
            match = _TOKEN.match(formula, at)
            if match is None or match.lastgroup is None:
                raise _NotSimpleError
            self.tokens.append((match.lastgroup, match[match.lastgroup]))
            at = match.end()
        self.place = 0

    def read(self) -> float:
        result = self._sum()
        if self.place < len(self.tokens):
            raise _NotSimpleError
        return result

    def _next(self) -> tuple[str, str]:
        return self.tokens[self.place] if self.place < len(self.tokens) else ("end", "")

    def _sum(self) -> float:
        left = self._product()
        while self._next() in (("sign", "+"), ("sign", "-")):
            sign = self._next()[1]
            self.place += 1
            right = self._product()
            left = left + right if sign == "+" else left - right
        return left

    def _product(self) -> float:
        left = self._one()
        while self._next() in (("sign", "*"), ("sign", "/")):
            sign = self._next()[1]
            self.place += 1
            right = self._one()
            left = left * right if sign == "*" else left / right
        return left

    def _one(self) -> float:
        kind, text = self._next()
        self.place += 1
        if kind == "number":
            return float(text[:-1]) / 100 if text.endswith("%") else float(text)
        if kind == "error":
            raise _FormulaError(text)
        if kind == "cell":
            return self._number(self.sheet.cell(*_place(text)))
        if kind == "name":
            return self._function(text)
        if (kind, text) == ("sign", "-"):
            return -self._one()
        if (kind, text) == ("sign", "("):
            result = self._sum()
            if self._next() != ("sign", ")"):
                raise _NotSimpleError
            self.place += 1
            return result
        raise _NotSimpleError

    def _number(self, value: Value) -> float:
        if value is None:
            return 0.0
        if isinstance(value, str):
            raise _FormulaError(value if value.startswith("#") else "#VALUE!")
        if isinstance(value, int | float):
            return float(value)
        raise _NotSimpleError

    def _function(self, name: str) -> float:
        if name not in _FUNCTIONS:
            raise _NotSimpleError
        numbers: list[float] = []
        while self._next() != ("sign", ")"):
            kind, text = self._next()
            if kind == "range":
                self.place += 1
                numbers.extend(self._range(text))
            else:
                numbers.append(self._sum())
            if self._next() == ("sign", ","):
                self.place += 1
            elif self._next() != ("sign", ")"):
                raise _NotSimpleError
        self.place += 1
        return float(_FUNCTIONS[name](numbers))

    def _range(self, text: str) -> list[float]:
        """Return the numbers of a range; texts and blanks do not count, errors are passed on."""
        first, _, last = text.partition(":")
        (top, left), (bottom, right) = _place(first), _place(last)
        if (bottom - top + 1) * (right - left + 1) > _LARGEST_RANGE:
            raise _NotSimpleError
        found = []
        for row in range(top, bottom + 1):
            for column in range(left, right + 1):
                value = self.sheet.cell(row, column)
                if isinstance(value, str) and value.startswith("#"):
                    raise _FormulaError(value)
                if isinstance(value, int | float) and not isinstance(value, bool):
                    found.append(float(value))
        return found


def _place(text: str) -> tuple[int, int]:
    match = _CELL.fullmatch(text)
    if match is None:
        raise _NotSimpleError
    return int(match[2]) - 1, column_index(match[1])
