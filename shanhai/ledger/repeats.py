"""What a second report of a fact says otherwise than the entry the ledger holds: day, parties, labels, columns.

Told before a row of the same number and amount is passed over as a repeat or taken as the other side's agreement, and
kept with the word it becomes. Reads the ledger and names; writes nothing.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from shanhai.catalogue import book as catalogue_book
from shanhai.catalogue.declare import Column, Kind
from shanhai.catalogue.words import Words
from shanhai.ledger.checking import Said, load_parties
from shanhai.ledger.models import Entry
from shanhai.ledger.standing import in_chunks
from shanhai.registry.places import name_of

COMPARED = ("on_date", "from_party_id", "to_party_id", "labels", "details")
ENDS = {"from_party_id": Words("给出的单位", "the giver"), "to_party_id": Words("接受的单位", "the taker")}
BLANK = Words("空白", "blank")
# How one difference is told: beside an entry of our own, and beside one of the other side's.
BESIDE_OURS = Words("{title}账上是{held}，这一条是{row}", "{title}: {held} in the ledger, {row} here")
BESIDE_THEIRS = Words("{title}对方是{held}，我方是{row}", "{title}: {held} by the other side, {row} by ours")


def find_other_facts(reports: Mapping[int, Said], told_as: Words) -> dict[int, Words]:
    """Return, for each entry that a row reports otherwise, what differs; `reports` maps the entry to the row.

    What the row leaves blank says nothing against the entry.
    """
    unlike: dict[int, dict[str, Any]] = {}
    for chunk in in_chunks(reports):
        for serial, *held in Entry.objects.filter(serial__in=chunk).values_list("serial", *COMPARED):
            if tuple(held) != tuple(getattr(reports[serial], name) for name in COMPARED):
                unlike[serial] = dict(zip(COMPARED, held, strict=True))
    names = _name_parties(unlike, reports)
    found: dict[int, Words] = {}
    for serial, entry in unlike.items():
        told = [_fill(told_as, one) for one in _tell(reports[serial], entry, names)]
        if told:
            found[serial] = Words("；".join(one.zh for one in told), "; ".join(one.en for one in told))
    return found


def _name_parties(unlike: Mapping[int, Mapping[str, Any]], reports: Mapping[int, Said]) -> dict[int, Words]:
    """Return the names of the parties that rows give otherwise than their entries."""
    wanted: set[int] = set()
    for serial, held in unlike.items():
        for name in ENDS:
            row = getattr(reports[serial], name)
            if row is not None and row != held[name]:
                wanted |= {row, held[name]} - {None}
    return {number: Words(party.name, party.name) for number, party in load_parties(wanted).items()}


def _tell(said: Said, held: Mapping[str, Any], names: Mapping[int, Words]) -> Iterable[tuple[Words, Words, Words]]:
    """Yield what differs: its title, what the ledger holds, what the row says."""
    kind = catalogue_book.BOOK.kind(said.kind)
    if said.on_date != held["on_date"]:
        yield Words("日期", "the day"), _plain(held["on_date"]), _plain(said.on_date)
    for name, title in ENDS.items():
        row = getattr(said, name)
        if row is not None and row != held[name]:
            yield title, names.get(held[name], BLANK), names.get(row, BLANK)
    if said.labels and said.labels != held["labels"]:
        yield Words("标签", "the labels"), _labels(kind, held["labels"]), _labels(kind, said.labels)
    before, now = json.loads(held["details"]), json.loads(said.details)
    # One number written in two ways (KQ 001, kq001) is no difference.
    alike = kind.natural_key if kind.fact_key(before) == kind.fact_key(now) else ()
    columns = {column.code: column for column in kind.columns if column.code not in alike}
    for code, value in now.items():
        if code in columns and value != before.get(code):
            column = columns[code]
            yield column.title, _show(column, before.get(code), said), _show(column, value, said)


def _fill(told_as: Words, difference: tuple[Words, Words, Words]) -> Words:
    title, held, row = difference
    return told_as.fill(title=title, held=held, row=row)


def _plain(value: object) -> Words:
    return Words(f"{value}", f"{value}")


def _labels(kind: Kind, text: str) -> Words:
    titles = [choice.title for choice in kind.labels if choice.code in text.split(",")]
    return Words("、".join(one.zh for one in titles), ", ".join(one.en for one in titles)) if titles else BLANK


def _show(column: Column, value: Any, said: Said) -> Words:
    if value is None or value == "":
        return BLANK
    chosen = next((choice.title for choice in column.choices if choice.code == value), None)
    if chosen is not None:
        return chosen
    if column.type == "place":
        name = name_of(str(value), said.on_date)
        return Words(name, name)
    return _plain(value)
