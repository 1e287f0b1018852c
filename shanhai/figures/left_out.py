"""What a figure did not count, and why: the other half of its passport.

Only entries of the figure's own kinds and scope are looked at. It must not know why an entry is not agreed: whether
it waits or differs stands in the ledger, not in a snapshot.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from shanhai.figures import engine
from shanhai.figures.answer import PAGE_SIZE, Figure
from shanhai.figures.expressions import name_things
from shanhai.figures.fold import Latest, Simple, list_simple
from shanhai.figures.rollup import Shape, ask, fits_where, keep_scope
from shanhai.figures.tables import MOVEMENTS, Columns, asked, unbound

if TYPE_CHECKING:
    from ibis.expr.types import Table

Reason = Literal["not_agreed", "reversed", "out_of_period", "rule", "superseded"]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """One entry that was not counted; `reason` is the first that holds of reversed, out_of_period, rule, not_agreed.

    `rule` means the counting rule asks for something else (another purpose), `superseded` that a newer observation of
    the same thing counts instead.
    """

    serial: int
    amount: int
    reason: Reason


@dataclass(frozen=True, slots=True)
class LeftOutSum:
    """How many entries one reason left out, and their amounts together."""

    reason: Reason
    entries: int
    amount: int


def sum_left_out(figure: Figure) -> list[LeftOutSum]:
    """Return, by reason, how much was left out; the sides of a ratio are told together."""
    found: dict[Reason, LeftOutSum] = {}
    for fold in _folds(figure):
        for reason, entries, amount in _run(figure, fold, "sum", {}):
            before = found.get(reason, LeftOutSum(reason, 0, 0))
            found[reason] = LeftOutSum(reason, before.entries + int(entries), before.amount + int(amount))
    return sorted(found.values(), key=lambda one: one.reason)


def list_left_out(figure: Figure, *, after: int = 0, size: int = PAGE_SIZE) -> list[LeftOut]:
    """Return a page of what was left out: entries with serials above `after`, in order."""
    listed: dict[int, LeftOut] = {}
    for fold in _folds(figure):
        for serial, amount, reason in _run(figure, fold, f"page {size}", {"after": after}):
            listed[serial] = LeftOut(serial, amount, reason)
    return [listed[serial] for serial in sorted(listed)[:size]]


def _folds(figure: Figure) -> tuple[Simple, ...]:
    if figure.indicator.value is None or figure.basis == "stated":
        return ()
    return list_simple(figure.indicator.value)


def _run(figure: Figure, fold: Simple, what: str, extra: dict[str, Any]) -> list[tuple[Any, ...]]:
    question = ask(figure.scope, figure.period, basis=figure.basis, as_of=figure.as_of)
    over_pairings = figure.indicator.over_pairings

    def build() -> Table:
        entries: Any = _find_reasons(fold, over_pairings, question.shape, figure.columns)
        if what == "sum":
            summed: Table = entries.group_by("reason").aggregate(
                entries=entries.entry_serial.count(), amount=entries.amount.sum()
            )
            return summed
        size = int(what.removeprefix("page "))
        page: Table = entries.filter(entries.entry_serial > asked("after", "int64")).select(
            "entry_serial", "amount", "reason"
        )
        return page.order_by("entry_serial").limit(size)

    key = ("left out", what, fold, over_pairings, question.shape, figure.columns)
    return engine.run(key, build, figure.snapshot, {**question.values, **extra})


def _find_reasons(fold: Simple, over_pairings: str, shape: Shape, columns: Columns) -> Table:
    """Build one row per entry of the fold's kinds and scope that was not counted, with its reason."""
    import ibis

    rows: Any = unbound(MOVEMENTS, columns)
    rows = rows.filter(
        rows.kind.isin(list(fold.kinds)), rows.known_on <= asked("as_of", "date"), *keep_scope(rows, shape)
    )
    yes: Any = ibis.literal(True)
    fits, in_period = yes, yes
    for name, wanted in fold.where:
        fits = fits & fits_where(rows, name, wanted).fill_null(False)
    if "first" in shape.set_parts and not isinstance(fold, Latest):
        in_period = in_period & (rows.on_date >= asked("first", "date"))
    if "last" in shape.set_parts:
        in_period = in_period & (rows.on_date <= asked("last", "date"))
    rows = rows.mutate(fits=fits, in_period=in_period)
    rows, things = name_things(rows, fold, over_pairings)
    entries = rows.group_by(["entry_serial", "on_date", "amount", "fits", "in_period", *things]).aggregate(
        standing=rows.reported.sum(), counted=rows[shape.basis].sum()
    )
    reason: Any = ibis.cases(
        (entries.standing <= 0, "reversed"),
        (~entries.in_period, "out_of_period"),
        (~entries.fits, "rule"),
        (entries.counted <= 0, "not_agreed"),
        else_="",
    )
    entries = entries.mutate(reason=reason)
    if isinstance(fold, Latest):
        newest: Any = ibis.row_number().over(
            group_by=[entries.reason, *things], order_by=[entries.on_date.desc(), entries.entry_serial.desc()]
        )
        ranked = entries.mutate(place=newest)
        older = (ranked.reason == "") & (ranked.place > 0)
        entries = ranked.mutate(reason=ibis.cases((older, "superseded"), else_=ranked.reason))
    left_out: Table = entries.filter(entries.reason != "")
    return left_out
