"""Finds entries that speak of one and the same thing, and tells their sum gross, net and shared.

Gross adds every entry, net counts each thing once (the largest amount told of it, or one), shared is the difference.
A thing is told by the columns of an `OverlapKey`; nothing is ever merged or left out of the ledger for it. It must not
know names of places, pairings or parties.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING, Any

from shanhai.catalogue.declare import OverlapKey
from shanhai.figures import engine, settled
from shanhai.figures.answer import Figure
from shanhai.figures.fold import Total
from shanhai.figures.rollup import Question, Shape, ask, keep_rows, keep_scope
from shanhai.figures.scope import Basis, Period, Scope
from shanhai.figures.tables import MOVEMENTS, Columns, Snapshot, asked, unbound

if TYPE_CHECKING:
    from ibis.expr.types import Table

ROWS_AT_MOST = 20_000
_TOLD = ("pairing_id", "programme", "kind", "on_date", "labels")


@dataclass(frozen=True, slots=True)
class OverlapSum:
    """What one key finds in all: how many things are told several times, by how many entries, gross and net."""

    things: int = 0
    entries: int = 0
    gross: int = 0
    net: int = 0

    @property
    def shared(self) -> int:
        """What is told more than once."""
        return self.gross - self.net


@dataclass(frozen=True, slots=True)
class OverlapEntry:
    """One entry of a thing that is told several times."""

    serial: int
    amount: int
    pairing_id: int | None
    programme: str
    kind: str
    on_date: date
    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Overlap:
    """One thing that several entries tell of: the values of its key, its sums, and the entries, first serial first."""

    values: tuple[Any, ...]
    gross: int
    net: int
    entries: tuple[OverlapEntry, ...]

    @property
    def shared(self) -> int:
        """What is told more than once."""
        return self.gross - self.net


@dataclass(frozen=True, slots=True)
class LabelSums:
    """A figure by label. An entry under several labels stands in each, so the parts are never added.

    `parts` holds label, entries and amount; `gross` is their sum, `net` the amount of all labelled entries once each,
    and `unlabelled` that of entries without a label.
    """

    parts: tuple[tuple[str, int, int], ...] = ()
    gross: int = 0
    net: int = 0
    unlabelled: int = 0

    @property
    def shared(self) -> int:
        """What stands under more than one label."""
        return self.gross - self.net


def sum_overlaps(
    key: OverlapKey, *, scope: Scope, period: Period, basis: Basis, as_of: date, snapshot: Snapshot, columns: Columns
) -> OverlapSum:
    """Return what one key finds in a scope and period, whatever the number of things."""
    question = ask(scope, period, basis=basis, as_of=as_of)
    rows = engine.run(
        ("overlap sum", key.kinds, key.columns, key.apart_by, key.counts, question.shape, columns),
        lambda: _sum_up(_find_things(key, question.shape, columns)),
        snapshot,
        question.values,
    )
    things, entries, gross, net = rows[0]
    return OverlapSum(int(things or 0), int(entries or 0), int(gross or 0), int(net or 0))


def list_overlaps(
    key: OverlapKey, *, scope: Scope, period: Period, basis: Basis, as_of: date, snapshot: Snapshot, columns: Columns
) -> list[Overlap]:
    """Return the things that several entries tell of, the most shared first; the first 20,000 entries of them."""
    question = ask(scope, period, basis=basis, as_of=as_of)
    rows = engine.run(
        ("overlap list", key.kinds, key.columns, key.apart_by, key.counts, question.shape, columns),
        lambda: _list(key, question.shape, columns),
        snapshot,
        question.values,
    )
    return list(_gather(rows, len(key.columns)))


def _gather(rows: list[tuple[Any, ...]], width: int) -> Iterator[Overlap]:
    for values, group in groupby(rows, key=lambda row: row[:width]):
        lines = list(group)
        gross, net = lines[0][width : width + 2]
        entries = tuple(
            OverlapEntry(int(serial), int(amount), pairing, programme or "", kind, day, _split(labels))
            for serial, amount, pairing, programme, kind, day, labels in (line[width + 2 :] for line in lines)
        )
        yield Overlap(tuple(values), int(gross), int(net), entries)


def _split(labels: str | None) -> tuple[str, ...]:
    return tuple(labels.split(",")) if labels else ()


def _standing(key: OverlapKey, wanted: tuple[str, ...], shape: Shape, columns: Columns) -> Any:
    """Return one row per standing entry of the key's kinds, with the columns of the key and those wanted beside."""
    kept = dict.fromkeys((*key.columns, *filter(None, [key.apart_by]), "amount", *wanted))
    used = {
        "serial",
        "entry_serial",
        "kind",
        "known_on",
        "reported",
        "agreed",
        "on_date",
        "pairing_id",
        "programme",
        "round",
    }
    used |= {"giver_place_id", "receiver_place_id", *kept}
    rows: Any = unbound(MOVEMENTS, tuple((name, of) for name, of in columns if name in used))
    conditions = [
        rows.kind.isin(list(key.kinds)),
        rows[shape.basis] != 0,
        rows.known_on <= asked("as_of", "date"),
        *keep_scope(rows, shape),
    ]
    if "first" in shape.set_parts:
        conditions.append(rows.on_date >= asked("first", "date"))
    if "last" in shape.set_parts:
        conditions.append(rows.on_date <= asked("last", "date"))
    types = dict(columns)
    for name in key.columns:
        conditions.append(rows[name].notnull())
        if types[name] == "string":
            conditions.append(rows[name] != "")
    rows = rows.filter(*conditions)
    # All movements of an entry say the same, so nothing but its serial need be grouped by.
    standing = rows.group_by("entry_serial").aggregate(
        count=rows[shape.basis].sum(), **{name: rows[name].max() for name in kept}
    )
    return standing.filter(standing["count"] > 0)


def _find_things(key: OverlapKey, shape: Shape, columns: Columns) -> Any:
    """Return one row per thing that is told several times: its key, how often, gross and net."""
    import ibis

    rows = _standing(key, (), shape, columns)
    of_thing = key.counts == "thing"
    sums: dict[str, Any] = {
        "times": rows.count(),
        "gross": rows.count() if of_thing else rows.amount.sum(),
        "net": ibis.literal(1, "int64") if of_thing else rows.amount.max(),
    }
    if key.apart_by:
        sums["least"], sums["most"] = rows[key.apart_by].min(), rows[key.apart_by].max()
    things = rows.group_by([rows[name].name(f"key_{place}") for place, name in enumerate(key.columns)]).aggregate(
        **sums
    )
    several = things.times > 1
    return things.filter(several & (things.least != things.most) if key.apart_by else several)


def _sum_up(things: Any) -> Table:
    summed: Table = things.aggregate(
        things=things.count(), entries=things.times.sum(), gross=things.gross.sum(), net=things.net.sum()
    )
    return summed


def _list(key: OverlapKey, shape: Shape, columns: Columns) -> Table:
    things = _find_things(key, shape, columns)
    rows = _standing(key, _TOLD, shape, columns)
    same = [rows[name] == things[f"key_{place}"] for place, name in enumerate(key.columns)]
    told = rows.inner_join(things, same)
    keys = [told[f"key_{place}"] for place in range(len(key.columns))]
    order = [(told.gross - told.net).desc(), *(one.asc() for one in keys), told.entry_serial.asc()]
    listed: Table = (
        told.order_by(order)
        .limit(ROWS_AT_MOST)
        .select(
            *keys,
            told.gross,
            told.net,
            told.entry_serial,
            told.amount.name("told"),
            told.pairing_id.name("under_pairing"),
            told.programme.name("under_programme"),
            told.kind.name("of_kind"),
            told.on_date.name("told_on"),
            told.labels.name("under_labels"),
        )
    )
    return listed


def sum_labels(figure: Figure) -> LabelSums:
    """Return a sum by the labels of its entries, gross and net; nothing for a figure that is no sum of amounts."""
    value = figure.indicator.value
    if not isinstance(value, Total) or figure.basis == "stated":
        return LabelSums()
    question = ask(figure.scope, figure.period, basis=figure.basis, as_of=figure.as_of)
    rows = settled.run_sums(
        ("labels", value, question.shape, figure.columns),
        lambda: _by_labels(value, question, figure.columns),
        figure.snapshot,
        question.values,
        keys=1,
    )
    return _fold_labels(rows)


def _by_labels(fold: Total, question: Question, columns: Columns) -> Table:
    names = {"serial", "kind", "known_on", "reported", "agreed", "programme", "round", "pairing_id", "giver_place_id"}
    names |= {"receiver_place_id", "on_date", "amount", "labels", *(name for name, _ in fold.where)}
    movements = unbound(MOVEMENTS, tuple((name, of) for name, of in columns if name in names))
    rows: Any = keep_rows(movements, fold, question.shape)
    rows = rows.mutate(under=rows.labels.coalesce(""))
    counts = rows[question.shape.basis]
    summed: Table = rows.group_by("under").aggregate(entries=counts.sum(), told=(rows.amount * counts).sum())
    return summed


def _fold_labels(rows: list[tuple[Any, ...]]) -> LabelSums:
    parts: dict[str, tuple[int, int]] = {}
    net = unlabelled = 0
    for labels, entries, amount in rows:
        if not labels:
            unlabelled += int(amount)
            continue
        net += int(amount)
        for label in str(labels).split(","):
            before = parts.get(label, (0, 0))
            parts[label] = (before[0] + int(entries), before[1] + int(amount))
    listed = tuple(sorted(((label, *sums) for label, sums in parts.items() if sums[0]), key=lambda one: -one[2]))
    return LabelSums(listed, sum(one[2] for one in listed), net, unlabelled)
