"""What a repeat of a natural key says otherwise than the entry the ledger holds: day, parties, labels, columns.

Told before a row of the same number and amount is passed over as a repeat. Reads the ledger and names; writes nothing.
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
BLANK = Words("空白", "blank")


def find_other_facts(repeats: Mapping[int, Said]) -> dict[int, Words]:
    """Return, for each entry that a row repeats otherwise, what differs; `repeats` maps the entry to the row.

    What the row leaves blank says nothing against the entry.
    """
    found: dict[int, Words] = {}
    for chunk in in_chunks(repeats):
        for serial, *held in Entry.objects.filter(serial__in=chunk).values_list("serial", *COMPARED):
            said = repeats[serial]
            row = tuple(getattr(said, name) for name in COMPARED)
            if row != tuple(held):
                told = list(_tell(said, dict(zip(COMPARED, held, strict=True))))
                if told:
                    found[serial] = Words("；".join(one.zh for one in told), "; ".join(one.en for one in told))
    return found


def _tell(said: Said, held: Mapping[str, Any]) -> Iterable[Words]:
    kind = catalogue_book.BOOK.kind(said.kind)
    if said.on_date != held["on_date"]:
        yield _pair(Words("日期", "the day"), _plain(held["on_date"]), _plain(said.on_date))
    ends = {"from_party_id": Words("给出的单位", "the giver"), "to_party_id": Words("接受的单位", "the taker")}
    for name, title in ends.items():
        row = getattr(said, name)
        if row is not None and row != held[name]:
            parties = load_parties(one for one in (row, held[name]) if one is not None)
            names = {number: Words(party.name, party.name) for number, party in parties.items()}
            yield _pair(title, names.get(held[name], BLANK), names.get(row, BLANK))
    if said.labels and said.labels != held["labels"]:
        yield _pair(Words("标签", "the labels"), _labels(kind, held["labels"]), _labels(kind, said.labels))
    before, now = json.loads(held["details"]), json.loads(said.details)
    columns = {column.code: column for column in kind.columns}
    for code, value in now.items():
        if code in columns and value != before.get(code):
            column = columns[code]
            yield _pair(column.title, _show(column, before.get(code), said), _show(column, value, said))


def _pair(title: Words, held: Words, row: Words) -> Words:
    return Words("{title}账上是{held}，这一条是{row}", "{title}: {held} in the ledger, {row} here").fill(
        title=title, held=held, row=row
    )


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
