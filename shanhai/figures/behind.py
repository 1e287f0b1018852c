"""The entries of a figure's kinds and scope, each with the reason why it does not count: both halves of a passport.

An entry without a reason stands behind the figure. It must not know why an entry is not agreed: whether it waits or
differs stands in the ledger, not in a snapshot.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

from shanhai.figures import settled
from shanhai.figures.expressions import name_things
from shanhai.figures.fold import Latest, Simple
from shanhai.figures.rollup import ALWAYS_USED, COUNTED, EITHER, Question, Shape, fits_where, keep_scope
from shanhai.figures.tables import MOVEMENTS, Columns, Snapshot, asked, unbound

if TYPE_CHECKING:
    import numpy as np
    from ibis.expr.types import Table

    Integers = np.ndarray[Any, np.dtype[np.int64]]

Reason = Literal["not_agreed", "reversed", "out_of_period", "rule", "superseded"]
# In the order in which they are looked for; an entry has the first that holds. A reason is kept as its place here,
# counted from 1, so that 0 means the entry counts.
REASONS: tuple[Reason, ...] = ("reversed", "out_of_period", "rule", "not_agreed", "superseded")


@dataclass(frozen=True, slots=True)
class Behind:
    """Entries in the order of their serials: the amount each says, and its reason (0 where it counts)."""

    serials: Integers
    amounts: Integers
    reasons: Integers

    def counted(self) -> tuple[Integers, Integers]:
        """Return the serials and amounts of the entries that count."""
        counts = self.reasons == 0
        return self.serials[counts], self.amounts[counts]


def find_entries(
    fold: Simple, over_pairings: str, question: Question, *, columns: Columns, snapshot: Snapshot
) -> Behind:
    """Return the entries of a fold's kinds inside a question's scope, known by its day, with their reasons.

    Which of several observations is the newest cannot be told from a part of the ledger; all else is a sum over an
    entry's movements, so that after a signature only what came since is read.
    """
    import numpy as np

    shape = question.shape
    if isinstance(fold, Latest):
        found = settled.run_whole(
            ("behind", fold, over_pairings, shape, columns),
            lambda: _rank(fold, over_pairings, shape, columns),
            snapshot,
            question.values,
        )
        return Behind(found["entry_serial"], found["amount"], found["reason"])
    either = replace(shape, basis=EITHER)
    found = settled.run_entries(
        ("behind", fold, either, columns),
        lambda: _sum_up(fold, either, columns),
        snapshot,
        question.values,
        sums=COUNTED,
    )
    uncounted = np.where(found[shape.basis] > 0, 0, _place("not_agreed"))
    reasons = np.where(found["excluded"] > 0, found["excluded"], uncounted)
    reasons = np.where(found["reported"] > 0, reasons, _place("reversed"))
    return Behind(found["entry_serial"], found["amount"], reasons)


def sum_reasons(
    fold: Simple, over_pairings: str, question: Question, *, columns: Columns, snapshot: Snapshot
) -> list[tuple[Reason, int, int]]:
    """Return how many entries each reason leaves out and their amounts together, without listing them."""
    if isinstance(fold, Latest):
        behind = find_entries(fold, over_pairings, question, columns=columns, snapshot=snapshot)
        held = ((reason, behind.reasons == _place(reason)) for reason in REASONS)
        found = [(reason, int(held_by.sum()), int(behind.amounts[held_by].sum())) for reason, held_by in held]
    else:
        key = ("left out", fold, question.shape, columns)
        (row,) = settled.run_sums(
            key, lambda: _sum_reasons(fold, question.shape, columns), snapshot, question.values, keys=0
        )
        found = [(reason, *row[2 * place : 2 * place + 2]) for place, reason in enumerate(REASONS[:-1])]
    return [one for one in found if one[1]]


def _place(reason: Reason) -> int:
    return REASONS.index(reason) + 1


def _mark(fold: Simple, shape: Shape, columns: Columns) -> Any:
    """Return all movements of a fold's kinds and scope; `excluded` is the reason that holds of what they say, or 0."""
    import ibis

    used = {*ALWAYS_USED, *(name for name, _ in fold.where)} | ({*fold.of} if isinstance(fold, Latest) else set())
    rows: Any = unbound(MOVEMENTS, tuple((name, of) for name, of in columns if name in used))
    rows = rows.filter(
        rows.kind.isin(list(fold.kinds)), rows.known_on <= asked("as_of", "date"), *keep_scope(rows, shape)
    )
    reasons: list[Any] = []
    if "first" in shape.set_parts and not isinstance(fold, Latest):
        reasons.append((rows.on_date < asked("first", "date"), _place("out_of_period")))
    if "last" in shape.set_parts:
        reasons.append((rows.on_date > asked("last", "date"), _place("out_of_period")))
    for name, wanted in fold.where:
        reasons.append((~fits_where(rows, name, wanted).fill_null(False), _place("rule")))
    return rows.mutate(excluded=ibis.cases(*reasons, else_=0) if reasons else ibis.literal(0))


def _sum_up(fold: Simple, shape: Shape, columns: Columns) -> Table:
    """Build one row per entry; all its movements say the same day, amount and details, so they are not grouped by."""
    rows = _mark(fold, shape, columns)
    summed: Table = rows.group_by("entry_serial").aggregate(
        amount=rows.amount.max(),
        excluded=rows.excluded.max(),
        **{basis: rows[basis].sum().cast("int32") for basis in COUNTED},
    )
    return summed


def _sum_reasons(fold: Simple, shape: Shape, columns: Columns) -> Table:
    """Build one row with the number of entries and their amounts for each reason but the last, in their order.

    A reversal takes its entry's movements back, so what stands is the sum of all reported, and what stands without
    counting is that less what counts.
    """
    rows = _mark(fold, shape, columns)
    changes = {
        "reversed": (rows.reported < 0).ifelse(1, 0),
        "out_of_period": (rows.excluded == _place("out_of_period")).ifelse(rows.reported, 0),
        "rule": (rows.excluded == _place("rule")).ifelse(rows.reported, 0),
        "not_agreed": (rows.excluded == 0).ifelse(rows.reported - rows[shape.basis], 0),
    }
    sums: dict[str, Any] = {}
    for reason, change in changes.items():
        sums[f"{reason}_entries"] = change.sum()
        sums[f"{reason}_amount"] = (change * rows.amount).sum()
    summed: Table = rows.aggregate(**sums)
    return summed


def _rank(fold: Latest, over_pairings: str, shape: Shape, columns: Columns) -> Table:
    """Build one row per observation with its reason: of those that count only the newest of each thing does."""
    import ibis

    rows, things = name_things(_mark(fold, shape, columns), fold, over_pairings)
    entries = rows.group_by(["entry_serial", "on_date", "amount", "excluded", *things]).aggregate(
        standing=rows.reported.sum(), counted=rows[shape.basis].sum()
    )
    reason: Any = ibis.cases(
        (entries.standing <= 0, _place("reversed")),
        (entries.excluded > 0, entries.excluded),
        (entries.counted <= 0, _place("not_agreed")),
        else_=0,
    )
    entries = entries.mutate(reason=reason)
    newest: Any = ibis.row_number().over(
        group_by=[entries.reason, *things], order_by=[entries.on_date.desc(), entries.entry_serial.desc()]
    )
    ranked = entries.mutate(place=newest)
    older = (ranked.reason == 0) & (ranked.place > 0)
    told: Table = ranked.select(
        "entry_serial", "amount", reason=ibis.cases((older, _place("superseded")), else_=ranked.reason)
    )
    return told
