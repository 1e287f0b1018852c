"""How a figure grew: what was known of the same scope and period on each day the ledger learnt something of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from itertools import accumulate
from typing import TYPE_CHECKING, Any

from shanhai.catalogue.book import Book
from shanhai.figures import settled
from shanhai.figures.answer import Figure, answer
from shanhai.figures.fold import Simple, Total, list_simple
from shanhai.figures.rollup import COUNTED, EITHER, ask, keep_rows
from shanhai.figures.tables import MOVEMENTS, unbound

if TYPE_CHECKING:
    from ibis.expr.types import Table

DAYS_AT_MOST = 60


@dataclass(frozen=True, slots=True)
class KnownDay:
    """What was known at the end of a day; None before anything was."""

    day: date
    reported: int | None
    agreed: int | None


def list_known_days(figure: Figure, *, book: Book, days: int = DAYS_AT_MOST) -> list[KnownDay]:
    """Return the figure, reported and agreed, as known on each of the last days on which it may have changed.

    A sum of amounts is one scan; counts of things and levels are asked for day by day.
    """
    fold = figure.indicator.value
    if fold is None or figure.basis == "stated":
        return []
    if isinstance(fold, Total):
        return _accumulate(figure, fold)[-days:]
    known = sorted({day for simple in list_simple(fold) for day, *_ in _changes(figure, simple)})
    return [
        KnownDay(day, _ask(figure, "reported", day, book), _ask(figure, "agreed", day, book)) for day in known[-days:]
    ]


def _ask(figure: Figure, basis: Any, day: date, book: Book) -> int | None:
    asked = replace(figure, basis=basis, as_of=day)
    return answer(
        asked.indicator,
        scope=asked.scope,
        period=asked.period,
        basis=asked.basis,
        as_of=day,
        snapshot=asked.snapshot,
        book=book,
    ).value


def _accumulate(figure: Figure, fold: Total) -> list[KnownDay]:
    changes = {day: numbers for day, *numbers in _changes(figure, fold)}
    days = sorted(changes)
    known = accumulate((changes[day] for day in days), lambda a, b: [x + y for x, y in zip(a, b, strict=True)])
    return [
        KnownDay(day, reported if entries else None, agreed if agreed_entries else None)
        for day, (reported, entries, agreed, agreed_entries) in zip(days, known, strict=True)
    ]


def _changes(figure: Figure, fold: Simple) -> list[tuple[Any, ...]]:
    """Return, by day of knowledge, how the amounts and the number of entries changed, reported and then agreed."""
    question = ask(figure.scope, figure.period, basis=EITHER, as_of=figure.as_of)

    def build() -> Table:
        rows: Any = keep_rows(unbound(MOVEMENTS, figure.columns), fold, question.shape)
        sums: dict[str, Any] = {}
        for basis in COUNTED:
            sums |= {basis + "_amount": (rows.amount * rows[basis]).sum(), basis + "_entries": rows[basis].sum()}
        changed: Table = rows.group_by("known_on").aggregate(**sums)
        return changed

    key = ("known", fold, question.shape, figure.columns)
    return settled.run_sums(key, build, figure.snapshot, question.values, keys=1)
