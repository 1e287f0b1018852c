"""What each entry behind a figure counts: an amount of a sum, 1 of a number of things, above or below in a ratio.

The parts add up to the figure, and of a ratio to what it divides. It must not know how a part is written or shown.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from shanhai.catalogue.book import Book
from shanhai.catalogue.units import UNITS
from shanhai.figures import settled
from shanhai.figures.answer import Counted, Figure
from shanhai.figures.behind import find_entries
from shanhai.figures.expressions import first_of_things
from shanhai.figures.fold import Count, Distinct, Latest, Simple, Total
from shanhai.figures.stated import pick_statement

Role = Literal["value", "top", "bottom"]
_PER = "_per_"


@dataclass(frozen=True, slots=True)
class CountedPart:
    """One sum a figure is made of: the figure itself, or a ratio's top or bottom, with the unit it is counted in."""

    role: Role
    unit: str
    total: int | None


@dataclass(frozen=True, slots=True)
class CountedEntry:
    """One entry behind a figure: what it counts in each part, None where it does not stand behind that part.

    An entry that names a thing which an earlier one has named counts 0 of a number of things.
    """

    serial: int
    counts: tuple[int | None, ...]


def list_parts(figure: Figure, book: Book) -> tuple[CountedPart, ...]:
    """Return the parts of a figure in the order of its folds; statements are one part."""
    folds = figure.folds
    if len(folds) < 2:
        return (CountedPart("value", figure.unit, figure.value),)
    roles: tuple[Role, Role] = ("top", "bottom")
    totals = (figure.top, figure.bottom)
    return tuple(
        CountedPart(role, _unit_of(fold, figure, book), total)
        for role, fold, total in zip(roles, folds, totals, strict=True)
    )


def tell_counted(figure: Figure, page: Sequence[Counted]) -> list[CountedEntry]:
    """Return what each of these entries behind a figure counts, in their order."""
    if figure.basis == "stated":
        chosen = pick_statement(list(figure.statements), unit=figure.unit, period=figure.period)
        return [
            CountedEntry(one.serial, (one.amount if chosen and one.serial == chosen.serial else 0,)) for one in page
        ]
    if len(figure.folds) == 1 and not isinstance(figure.folds[0], Distinct):
        is_number = isinstance(figure.folds[0], Count)
        return [CountedEntry(one.serial, (1 if is_number else one.amount,)) for one in page]
    found = [_count_fold(figure, fold, [one.serial for one in page]) for fold in figure.folds]
    return [CountedEntry(one.serial, tuple(counts.get(one.serial) for counts in found)) for one in page]


def _count_fold(figure: Figure, fold: Simple, serials: list[int]) -> dict[int, int]:
    import numpy as np

    question, over_pairings = figure.question(), figure.indicator.over_pairings
    behind = find_entries(fold, over_pairings, question, columns=figure.columns, snapshot=figure.snapshot)
    known, amounts = behind.counted()
    asked = np.isin(known, serials)
    known, amounts = known[asked].tolist(), amounts[asked].tolist()
    if isinstance(fold, Total | Latest):
        return dict(zip(known, amounts, strict=True))
    if isinstance(fold, Count):
        return dict.fromkeys(known, 1)
    first = _first_of_things(figure, fold)
    return {serial: int(serial in first) for serial in known}


def _first_of_things(figure: Figure, fold: Distinct) -> frozenset[int]:
    question, over_pairings = figure.question(), figure.indicator.over_pairings
    shape, columns = question.shape, figure.columns
    found = settled.run_whole(
        ("first of things", fold, over_pairings, shape, columns),
        lambda: first_of_things(fold, over_pairings, shape, columns),
        figure.snapshot,
        question.values,
    )
    return frozenset(found["entry_serial"].tolist())


def _unit_of(fold: Simple, figure: Figure, book: Book) -> str:
    """Return what a ratio's part is counted in: money per county divides money by counties."""
    if isinstance(fold, Total | Latest):
        return book.kind(fold.kinds[0]).amount_unit or figure.unit
    per = figure.unit.partition(_PER)[2]
    if isinstance(fold, Distinct) and per in UNITS:
        return per
    return "entry" if isinstance(fold, Count) else "thing"
