"""Lists entries of the ledger by what they say: which page of serials, how many, and what they add up to by stage.

A list is not a figure: it follows no counting rule, and its sums stand by kind, stage and unit and are never added
further. A million entries are narrowed, sorted and summed in the snapshot, so that a page of the ledger costs the
same whatever is asked; an answer is kept as long as the snapshot is the same. It must not know who asks or how
entries are shown.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal

from shanhai.figures import engine
from shanhai.figures.rollup import Shape, ask, keep_scope
from shanhai.figures.scope import ALWAYS, EVERYTHING, Period, Scope
from shanhai.figures.tables import (
    ASKED_TABLES,
    MOVEMENTS,
    PARTIES,
    PLACES,
    STATEMENTS,
    Columns,
    Snapshot,
    asked,
    unbound,
)

if TYPE_CHECKING:
    from ibis.expr.types import Table

Order = Literal["serial", "date", "amount"]
_USED = (
    "serial",
    "entry_serial",
    "known_on",
    "reported",
    "agreed",
    "kind",
    "stage",
    "unit",
    "programme",
    "round",
    "pairing_id",
    "giver_place_id",
    "receiver_place_id",
    "from_party_id",
    "to_party_id",
    "on_date",
    "amount",
    "subject",
    "labels",
    "is_example",
)
_COLUMN_OF = {"serial": "serial", "date": "on_date", "amount": "amount"}


@dataclass(frozen=True, slots=True)
class Listing:
    """What is asked of a list; blank parts are not asked.

    `place_ids` keeps entries one of whose sides lies there, beside what the scope says.
    `text` is looked for in subjects and labels, `text_parties` are parties whose name holds it. `agreed` keeps entries
    that both sides signed, `reversed` those taken back and the reversals themselves. `first_serial` and `last_serial`
    bound the serials, both counted, as a batch does.
    """

    scope: Scope = EVERYTHING
    period: Period = ALWAYS
    place_ids: frozenset[str] | None = None
    kinds: tuple[str, ...] = ()
    stage: str = ""
    party: int | None = None
    label: str = ""
    text: str = ""
    text_parties: tuple[int, ...] = ()
    agreed: bool = False
    reversed: bool = False
    first_serial: int | None = None
    last_serial: int | None = None


@dataclass(frozen=True, slots=True)
class ListSum:
    """How many entries of one kind, stage and unit a list holds, what they say in all, and how much both signed."""

    kind: str
    stage: str
    unit: str
    entries: int
    reported: int
    agreed: int
    agreed_entries: int


@lru_cache(maxsize=256)
def page_serials(
    listing: Listing, *, order: Order, newest_first: bool, skip: int, size: int, snapshot: Snapshot, columns: Columns
) -> tuple[int, ...]:
    """Return a page of serials of entries and reversals, in the order asked for; ties by serial, newest first."""
    shape, values = _question(listing)
    rows = _bucket(skip + size)
    found = engine.run_columns(
        ("listing", shape, listing.kinds, _flags(listing), order, newest_first, rows, columns),
        lambda: _page(shape, listing, order=order, newest_first=newest_first, rows=rows, columns=columns),
        snapshot,
        values,
    )
    return tuple(int(serial) for serial in found["serial"][skip : skip + size])


@lru_cache(maxsize=256)
def sum_listing(listing: Listing, *, snapshot: Snapshot, columns: Columns) -> tuple[ListSum, ...]:
    """Return what a whole list adds up to, one row for each kind, stage and unit; a reversal takes its amount away."""
    shape, values = _question(listing)
    rows = engine.run(
        ("listing sums", shape, listing.kinds, _flags(listing), columns),
        lambda: _sums(shape, listing, columns),
        snapshot,
        values,
    )
    return tuple(
        ListSum(kind, stage, unit, *(int(number or 0) for number in numbers)) for kind, stage, unit, *numbers in rows
    )


def _bucket(rows: int) -> int:
    """Round up to a power of two, so that pages share a few compiled expressions."""
    return 1 << max(rows - 1, 255).bit_length()


def _question(listing: Listing) -> tuple[Shape, dict[str, Any]]:
    """Return the shape of the scope and period, and the values of the whole question."""
    question = ask(listing.scope, listing.period, basis="reported", as_of=date.max)
    values: dict[str, Any] = dict(question.values)
    values |= {
        "stage": listing.stage,
        "party": listing.party,
        "label": listing.label,
        "text": listing.text.lower(),
        "first_serial": listing.first_serial,
        "last_serial": listing.last_serial,
        PARTIES: list(listing.text_parties),
        PLACES: sorted(listing.place_ids or ()),
    }
    return question.shape, values


def _flags(listing: Listing) -> Hashable:
    """Which parts of the question are set, so that each combination is compiled once."""
    return (
        listing.place_ids is not None,
        bool(listing.stage),
        listing.party is not None,
        bool(listing.label),
        bool(listing.text),
        listing.agreed,
        listing.reversed,
        listing.first_serial is not None,
        listing.last_serial is not None,
    )


def _rows(columns: Columns) -> Any:
    """Return movements and statements as one table: a list shows both."""
    used = tuple((name, of) for name, of in columns if name in _USED)
    movements: Any = unbound(MOVEMENTS, used)
    return movements.union(unbound(STATEMENTS, used))


def _keep(rows: Any, shape: Shape, listing: Listing) -> Any:
    """Narrow rows by the scope, the period and what entries say; signatures carry what their entry says."""
    kept = [*keep_scope(rows, shape)]
    if "first" in shape.set_parts:
        kept.append(rows.on_date >= asked("first", "date"))
    if "last" in shape.set_parts:
        kept.append(rows.on_date <= asked("last", "date"))
    if listing.place_ids is not None:
        places: Any = unbound(PLACES, ASKED_TABLES[PLACES]).id
        kept.append(rows.giver_place_id.isin(places) | rows.receiver_place_id.isin(places))
    if listing.kinds:
        kept.append(rows.kind.isin(list(listing.kinds)))
    if listing.stage:
        kept.append(rows.stage == asked("stage", "string"))
    if listing.party is not None:
        party = asked("party", "int64")
        kept.append((rows.from_party_id == party) | (rows.to_party_id == party))
    if listing.label:
        kept.append(("," + rows.labels + ",").contains("," + asked("label", "string") + ","))
    if listing.text:
        named: Any = unbound(PARTIES, ASKED_TABLES[PARTIES]).id
        text = asked("text", "string")
        says = rows.subject.lower().contains(text) | rows.labels.lower().contains(text)
        kept.append(says | rows.from_party_id.isin(named) | rows.to_party_id.isin(named))
    return rows.filter(*kept) if kept else rows


def _keep_state(rows: Any, everything: Any, listing: Listing) -> Any:
    """Narrow rows to entries that both sides signed, or that were taken back with what took them back."""
    if listing.agreed:
        spoken = everything.filter(everything.agreed != 0)
        words = spoken.group_by("entry_serial").aggregate(net=spoken.agreed.sum())
        rows = rows.filter(rows.entry_serial.isin(words.filter(words.net > 0).entry_serial))
    if listing.reversed:
        rows = rows.filter(rows.entry_serial.isin(everything.filter(everything.reported < 0).entry_serial))
    if listing.first_serial is not None:
        rows = rows.filter(rows.entry_serial >= asked("first_serial", "int64"))
    if listing.last_serial is not None:
        rows = rows.filter(rows.entry_serial <= asked("last_serial", "int64"))
    return rows


def _page(shape: Shape, listing: Listing, *, order: Order, newest_first: bool, rows: int, columns: Columns) -> Table:
    kept = _keep(_rows(columns), shape, listing)
    lines = kept.filter(kept.reported != 0)
    lines = _keep_state(lines, kept, listing)
    column = lines[_COLUMN_OF[order]]
    keys = [column.desc() if newest_first else column.asc()]
    if order != "serial":
        keys.append(lines.serial.desc())
    ordered: Table = lines.order_by(keys).select("serial").limit(rows)
    return ordered


def _sums(shape: Shape, listing: Listing, columns: Columns) -> Table:
    kept = _keep(_rows(columns), shape, listing)
    rows = _keep_state(kept, kept, listing)
    summed: Table = rows.group_by("kind", "stage", "unit").aggregate(
        entries=(rows.reported != 0).cast("int64").sum(),
        reported=(rows.amount * rows.reported).sum(),
        agreed=(rows.amount * rows.agreed).sum(),
        agreed_entries=rows.agreed.cast("int64").sum(),
    )
    return summed.order_by("stage", "kind", "unit")
