"""Answers a question with a figure and its passport. The one place that computes a published number.

A figure says what was counted, by which rule, over which scope and period, on which basis, as known on which day, and
leads to every entry behind it. It must not know names of places, offices, or pages.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple

from shanhai.catalogue.book import Book
from shanhai.catalogue.declare import Indicator
from shanhai.catalogue.units import write_amount
from shanhai.figures import engine, expressions, settled
from shanhai.figures.behind import Behind, find_entries
from shanhai.figures.fold import Count, Latest, Ratio, Simple, Total, divide_half_up, list_simple
from shanhai.figures.rollup import COUNTED, EITHER, FEW_GROUPS, MONTH, PROGRAMME_AND_ROUND, YEAR, Question, ask
from shanhai.figures.scope import Basis, Period, Scope
from shanhai.figures.stated import Statement, find_statements, pick_statement
from shanhai.figures.tables import Columns, Snapshot, list_columns

PAGE_SIZE = 200


@dataclass(frozen=True, slots=True)
class Part:
    """The part of a figure under one programme and round."""

    programme: str
    round: str
    value: int | None
    entries: int


class Group(tuple[Any, ...]):
    """One row of a grouped figure: the keys in the order asked for, the value, and how many entries stand behind.

    A row as the engine gives it (keys, value, entries, examples) with names: there may be very many.
    """

    __slots__ = ()

    @property
    def keys(self) -> tuple[Any, ...]:
        """The keys, in the order asked for; None where an entry does not say."""
        return tuple(self[:-3])

    @property
    def value(self) -> int | None:
        """The value in the unit's smallest part; None where a ratio has nothing to divide by."""
        value: int | None = self[-3]
        return value

    @property
    def entries(self) -> int:
        """How many entries stand behind the value."""
        return int(self[-2])

    @property
    def examples(self) -> int:
        """How many of them are example data."""
        return int(self[-1])


class Counted(NamedTuple):
    """One entry behind a figure and the amount it says; what of it counts is told by `figures.counted`."""

    serial: int
    amount: int


class Sum(NamedTuple):
    """A value with how many entries, and example entries, stand behind it; None where nothing does."""

    value: int | None = None
    entries: int = 0
    examples: int = 0


@dataclass(frozen=True)
class Figure:
    """One computed value with its passport.

    `value` is in the smallest part of `unit` (fen), None where no entry, or no document, says anything: a reported
    zero is 0 and has entries. `top` and `bottom` are what a ratio divides. `parts` lists each programme and round
    that the scope spans. `statements` are what documents say of the same scope, on the basis `stated` only.
    """

    indicator: Indicator
    basis: Basis
    value: int | None
    unit: str
    scope: Scope
    period: Period
    as_of: date
    stages: tuple[str, ...]
    snapshot: Snapshot
    columns: Columns
    entries: int = 0
    examples: int = 0
    qualifier: str = ""
    parts: tuple[Part, ...] = ()
    top: int | None = None
    bottom: int | None = None
    statements: tuple[Statement, ...] = ()

    @property
    def is_mixed(self) -> bool:
        """Whether the scope spans several programmes or rounds, so that the value must not stand alone."""
        return len(self.parts) > 1

    @property
    def is_example(self) -> bool:
        """Whether any entry or statement behind the value is example data."""
        return self.examples > 0

    @property
    def whole(self) -> str | None:
        """The value as a decimal text in whole units, such as `117000000.00`."""
        return None if self.value is None else write_amount(self.value, self.unit)

    @property
    def folds(self) -> tuple[Simple, ...]:
        """The folds over entries the value is made of; none where no entries stand behind it."""
        return () if self.indicator.value is None or self.basis == "stated" else list_simple(self.indicator.value)

    def question(self, by: tuple[str, ...] = (), areas: Mapping[str, Mapping[str, str]] | None = None) -> Question:
        """The question the figure answers, to be asked of its snapshot."""
        return ask(self.scope, self.period, basis=self.basis, as_of=self.as_of, by=by, areas=areas)

    @cached_property
    def digest(self) -> str:
        """SHA-256 over (serial, amount) of the entries in order, each as 8 bytes little-endian, in hex.

        Read when it is first wanted: a board of figures does not pay for it.
        """
        return digest_entries(self)


def answer(
    indicator: Indicator, *, scope: Scope, period: Period, basis: Basis, as_of: date, snapshot: Snapshot, book: Book
) -> Figure:
    """Return the figure of an indicator.

    On the basis `reported` every standing entry counts, on `agreed` those that both sides signed, on `stated` the
    newest document that names exactly this scope. Where the scope spans several programmes or rounds, the figure is
    marked as mixed and gives each part.
    """
    columns = list_columns(book)
    blank = Figure(
        indicator,
        basis,
        value=None,
        unit=indicator.unit,
        scope=scope,
        period=period,
        as_of=as_of,
        stages=_list_stages(indicator, basis, book),
        snapshot=snapshot,
        columns=columns,
    )
    if basis == "stated":
        return _state(blank)
    if indicator.value is None:
        return blank
    by_part = _sum_parts(blank, PROGRAMME_AND_ROUND)
    parts = tuple(
        Part(keys[0], keys[1], _divide(indicator, sums), sum(one.entries for one in sums))
        for keys, sums in sorted(by_part.items())
    )
    sums = _join_parts(blank, list(by_part.values()))
    found = replace(
        blank,
        value=_divide(indicator, sums),
        entries=sum(one.entries for one in sums),
        examples=sum(one.examples for one in sums),
        parts=parts,
    )
    return replace(found, top=sums[0].value, bottom=sums[1].value) if len(sums) == 2 else found


def group(
    indicator: Indicator,
    *,
    by: tuple[str, ...],
    scope: Scope,
    period: Period,
    basis: Basis,
    as_of: date,
    snapshot: Snapshot,
    book: Book,
    areas: Mapping[str, Mapping[str, str]] | None = None,
) -> list[Group]:
    """Return the indicator by the given dimensions, in the order of their keys.

    Dimensions: `month`, `year` (as the first day), `pairing`, `giver_place`, `receiver_place`, `giver_area`,
    `receiver_area` (by the given map of place ids to area ids), `from_party`, `to_party`, `programme`, `round`,
    `kind`, and any detail of the kinds. ValueError for a level by month: a level has no months, only days.
    """
    if indicator.value is None or basis == "stated":
        return []
    if isinstance(indicator.value, Latest) and {MONTH, YEAR} & set(by):
        raise ValueError(f"{indicator.code} is a level: ask for it at the end of each month instead")
    blank = Figure(
        indicator, basis, None, indicator.unit, scope, period, as_of, (), snapshot, columns=list_columns(book)
    )
    if not isinstance(indicator.value, Ratio) and not set(by) <= FEW_GROUPS:
        return list(map(Group, _run_in_order(blank, indicator.value, blank.question(by, areas))))
    groups = [
        Group((*keys, _divide(indicator, sums), sum(one.entries for one in sums), sum(one.examples for one in sums)))
        for keys, sums in _sum_parts(blank, by, areas).items()
    ]
    return sorted(groups, key=lambda one: tuple((key is not None, key) for key in one.keys))


def _run_in_order(figure: Figure, fold: Simple, question: Question) -> Iterator[tuple[Any, ...]]:
    """Yield rows of keys, value, entries and examples in the order of their keys, blank ones first."""
    over_pairings = figure.indicator.over_pairings
    return engine.walk(
        ("groups", fold, over_pairings, question.shape, figure.columns),
        lambda: expressions.sum_in_order(fold, over_pairings, question.shape, figure.columns),
        figure.snapshot,
        question.values,
    )


def list_entries(figure: Figure, *, after: int = 0, size: int = PAGE_SIZE) -> list[Counted]:
    """Return a page of the entries behind a figure: those with serials above `after`, in order.

    For a count of things all entries that name them, for a level each thing's newest observation, for a ratio the
    entries of both its sides; on the basis `stated` the statements.
    """
    if figure.basis == "stated":
        stated = sorted((one.serial, one.value) for one in figure.statements if one.serial > after)
        return [Counted(*one) for one in stated[:size]]
    serials, amounts = _list_counted(figure)
    first = int(serials.searchsorted(after, side="right"))
    page = slice(first, first + size)
    return [Counted(*row) for row in zip(serials[page].tolist(), amounts[page].tolist(), strict=True)]


def find_behind(figure: Figure) -> list[Behind]:
    """Return, for each fold of a figure, the entries of its kinds and scope with the reasons why some do not count."""
    return [
        find_entries(
            fold,
            figure.indicator.over_pairings,
            figure.question(),
            columns=figure.columns,
            snapshot=figure.snapshot,
        )
        for fold in figure.folds
    ]


def _list_counted(figure: Figure) -> tuple[Any, Any]:
    """Return the serials and amounts of all entries behind a figure, in the order of serials, each once."""
    import numpy as np

    counted = [behind.counted() for behind in find_behind(figure)]
    if len(counted) == 1:
        return counted[0]
    serials, first = np.unique(np.concatenate([np.empty(0, "<i8"), *(one[0] for one in counted)]), return_index=True)
    return serials, np.concatenate([np.empty(0, "<i8"), *(one[1] for one in counted)])[first]


def walk_entries(figure: Figure) -> Iterator[Counted]:
    """Yield every entry behind a figure, page by page."""
    after = 0
    while page := list_entries(figure, after=after, size=10_000):
        yield from page
        after = page[-1].serial


def digest_entries(figure: Figure) -> str:
    """Return the digest of a figure's entries; see `Figure.digest`."""
    import numpy as np

    if figure.folds:
        pairs = np.column_stack(_list_counted(figure))
    else:
        pairs = np.array([(one.serial, one.value) for one in figure.statements])
    return hashlib.sha256(np.ascontiguousarray(pairs, dtype="<i8").tobytes()).hexdigest()


def _list_stages(indicator: Indicator, basis: Basis, book: Book) -> tuple[str, ...]:
    if basis == "stated" or indicator.value is None:
        return ("stated",)
    kinds = [code for fold in list_simple(indicator.value) for code in fold.kinds]
    return tuple(dict.fromkeys(book.kind(code).stage for code in kinds))


def _state(blank: Figure) -> Figure:
    """Answer from documents: the newest that names this scope, with all others of it listed."""
    found = find_statements(blank.indicator, blank.scope, as_of=blank.as_of, snapshot=blank.snapshot)
    chosen = pick_statement(found, unit=blank.unit, period=blank.period)
    if chosen is None:
        return replace(blank, statements=tuple(found))
    alike = {(one.programme, one.round) for one in found}
    parts = []
    for programme, round_ in sorted(alike):
        ours = [one for one in found if (one.programme, one.round) == (programme, round_)]
        best = pick_statement(ours, unit=blank.unit, period=blank.period)
        if best is not None:
            parts.append(Part(programme, round_, best.value, 1))
    return replace(
        blank,
        value=chosen.value,
        qualifier=chosen.qualifier,
        statements=tuple(found),
        parts=tuple(parts),
        examples=int(chosen.is_example),
    )


def _sum_parts(
    figure: Figure, by: tuple[str, ...], areas: Mapping[str, Mapping[str, str]] | None = None
) -> dict[tuple[Any, ...], list[Sum]]:
    """Return, by key, the sum of each fold the indicator is made of."""
    folds = figure.folds
    found: dict[tuple[Any, ...], list[Sum]] = {}
    for place, fold in enumerate(folds):
        for *keys, value, entries, examples in _run_fold(figure, fold, figure.question(by, areas)):
            if entries:
                sums = found.setdefault(tuple(keys), [Sum() for _ in folds])
                sums[place] = Sum(value, entries, examples)
    return found


def _run_fold(figure: Figure, fold: Simple, question: Question) -> list[tuple[Any, ...]]:
    """Return rows of keys, value, entries and examples.

    A sum is worked out on both bases in one scan, since whoever asks for one nearly always asks for the other.
    """
    shape, over_pairings = question.shape, figure.indicator.over_pairings
    if not isinstance(fold, Total | Count) or not FEW_GROUPS.issuperset(shape.by):
        return engine.run(
            ("sum", fold, over_pairings, shape, figure.columns),
            lambda: expressions.sum_up(fold, over_pairings, shape, figure.columns),
            figure.snapshot,
            question.values,
        )
    either, keys = replace(shape, basis=EITHER), len(shape.by)
    rows = settled.run_sums(
        ("sum", fold, either, figure.columns),
        lambda: expressions.add_up_either(fold, either, figure.columns),
        figure.snapshot,
        question.values,
        keys=keys,
    )
    first = keys + 3 * COUNTED.index(shape.basis)
    return [(*row[:keys], *row[first : first + 3]) for row in rows]


def _join_parts(figure: Figure, parts: list[list[Sum]]) -> list[Sum]:
    """Return the sums over all parts.

    Amounts add up. Things and levels do not, since one may stand in several parts, so they are asked for once more.
    """
    folds = figure.folds
    if not parts:
        return [Sum() for _ in folds]
    if len(parts) == 1:
        return parts[0]
    if all(isinstance(fold, Total | Count) for fold in folds):
        return [_add([part[place] for part in parts]) for place in range(len(folds))]
    return _sum_parts(figure, ()).get((), [Sum() for _ in folds])


def _add(sums: list[Sum]) -> Sum:
    values = [one.value for one in sums if one.value is not None]
    return Sum(sum(values) if values else None, sum(one.entries for one in sums), sum(one.examples for one in sums))


def _divide(indicator: Indicator, sums: list[Sum]) -> int | None:
    """Return the value of one fold, or of a ratio of two: one division of two integers."""
    fold = indicator.value
    if not isinstance(fold, Ratio):
        return sums[0].value
    top, bottom = sums[0].value, sums[1].value
    if not bottom:
        return None
    # Nothing on top of a bottom that is there is a true zero, as is a rate of payment before the first payment.
    return divide_half_up((top or 0) * fold.per, bottom)


__all__ = ["Counted", "Figure", "Group", "Part", "answer", "group", "list_entries", "walk_entries"]
