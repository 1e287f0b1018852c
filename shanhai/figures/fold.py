"""How the ledger folds into a number: the values an indicator is declared with.

A fold is plain data, so that a field of cooperation can be loaded without an engine; as text it is one line, such as
`total(funds.paid) ÷ total(funds.arrived) × 10000`. `expressions` turns it into an Ibis expression. It must not know
scope, period or place.
"""

from __future__ import annotations

from dataclasses import dataclass

Where = tuple[tuple[str, str], ...]
BLANK = ""
"""As a wanted code in `where`: entries that leave the column blank, such as orders with no order before them."""


def _say(what: str, kinds: tuple[str, ...], where: Where, of: tuple[str, ...] = ("subject",)) -> str:
    asked = "".join(f", {name} = {wanted or 'blank'}" for name, wanted in where)
    by = f" by {', '.join(of)}" if of != ("subject",) else ""
    return f"{what}({', '.join(kinds)}{asked}{by})"


@dataclass(frozen=True, slots=True)
class Total:
    """The sum of the amounts of flows. An order under several labels has one amount and counts once."""

    kinds: tuple[str, ...]
    where: Where = ()

    def __str__(self) -> str:
        return _say("total", self.kinds, self.where)


@dataclass(frozen=True, slots=True)
class Count:
    """The number of entries."""

    kinds: tuple[str, ...]
    where: Where = ()

    def __str__(self) -> str:
        return _say("count", self.kinds, self.where)


@dataclass(frozen=True, slots=True)
class Distinct:
    """The number of different things, told apart by the columns `of` (an entry without them is a thing of its own).

    Where the indicator is additive over pairings a thing also belongs to its pairing, so that two counties that both
    number a project 1 have two projects; where it is distinct, one thing serving two pairings counts once.
    """

    kinds: tuple[str, ...]
    of: tuple[str, ...] = ("subject",)
    where: Where = ()

    def __str__(self) -> str:
        return _say("distinct", self.kinds, self.where, self.of)


@dataclass(frozen=True, slots=True)
class Latest:
    """The sum over all things of each one's newest observation at or before the end of the period."""

    kinds: tuple[str, ...]
    of: tuple[str, ...] = ("subject",)
    where: Where = ()

    def __str__(self) -> str:
        return _say("latest", self.kinds, self.where, self.of)


Simple = Total | Count | Distinct | Latest


@dataclass(frozen=True, slots=True)
class Ratio:
    """`top` × `per` ÷ `bottom`, divided once and rounded half up to the unit's smallest part.

    For a percent in hundredths of a percent `per` is 10,000; for money per county it is 1, both sides being integers.
    There is no ratio where the bottom is nothing or zero.
    """

    top: Simple
    bottom: Simple
    per: int = 1

    def __str__(self) -> str:
        return f"{self.top} ÷ {self.bottom}" + (f" × {self.per}" if self.per != 1 else "")


Fold = Simple | Ratio


def total(*kinds: str, where: Where = ()) -> Total:
    """Sum the amounts of the kinds' entries; `where` keeps those whose columns have the given codes.

    >>> total("funds.arrived", where=(("purpose", "industry"),)).where
    (('purpose', 'industry'),)
    """
    return Total(kinds, where)


def count(*kinds: str, where: Where = ()) -> Count:
    """Count the kinds' entries."""
    return Count(kinds, where)


def distinct(*kinds: str, of: tuple[str, ...] = ("subject",), where: Where = ()) -> Distinct:
    """Count different things in the kinds' entries."""
    return Distinct(kinds, of, where)


def latest(*kinds: str, of: tuple[str, ...] = ("subject",), where: Where = ()) -> Latest:
    """Sum each thing's newest observation."""
    return Latest(kinds, of, where)


def ratio(top: Simple, bottom: Simple, *, per: int = 1) -> Ratio:
    """Divide one fold by another."""
    return Ratio(top, bottom, per)


def share(top: Simple, bottom: Simple) -> Ratio:
    """Divide one fold by another, in hundredths of a percent: 1 of 3 is 3333, shown as 33.3%."""
    return Ratio(top, bottom, 10_000)


def list_simple(fold: Fold) -> tuple[Simple, ...]:
    """Return the folds a fold is made of: itself, or a ratio's top and bottom."""
    return (fold.top, fold.bottom) if isinstance(fold, Ratio) else (fold,)


def divide_half_up(top: int, bottom: int) -> int:
    """Divide two integers, rounding halves away from zero.

    >>> divide_half_up(5, 2), divide_half_up(-5, 2), divide_half_up(7, 3)
    (3, -3, 2)
    """
    sign = -1 if (top < 0) != (bottom < 0) else 1
    return sign * ((2 * abs(top) + abs(bottom)) // (2 * abs(bottom)))
