"""What callers hand to the ledger and get back: drafts of entries, what was recorded, the outcome of a word.

Plain values; nothing here reads or writes the ledger.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

import msgspec

from shanhai.catalogue.words import Problem, Words


class EntryDraft(msgspec.Struct, kw_only=True, gc=False):
    """One line that somebody wants in the ledger.

    `amount` is in the unit's smallest part (fen). What stays blank is filled from the kind (`stage`, `nature`,
    `unit`) and from the pairing (`programme`, `round`, both places); what is given is checked against them.
    `details` holds the kind's declared columns by code. `fact_key` identifies one fact within a pairing and kind;
    blank means it is made from the kind's natural key. `same_as` is the reporter's answer where a match was
    doubtful: the serial of the entry this repeats, 0 for another fact. `kind_version` is the version of the kind the
    row was written for, where known.
    """

    kind: str
    on_date: date
    amount: int
    kind_version: int | None = None
    pairing_id: int | None = None
    from_party_id: int | None = None
    to_party_id: int | None = None
    nature: str = ""
    stage: str = ""
    indicator: str = ""
    programme: str = ""
    round: str = ""
    giver_place_id: str = ""
    receiver_place_id: str = ""
    date_precision: str = "day"
    period_from: date | None = None
    period_to: date | None = None
    unit: str = ""
    qualifier: str = ""
    subject: str = ""
    labels: tuple[str, ...] = ()
    details: dict[str, Any] = msgspec.field(default_factory=dict)
    locator: str = ""
    fact_key: str = ""
    same_as: int | None = None


@dataclass(frozen=True, slots=True)
class Repeat:
    """A draft that says what the ledger already holds: its number in the call (from 1) and that entry's serial."""

    line: int
    entry_serial: int


@dataclass(frozen=True, slots=True)
class Recorded:
    """What one call added to the ledger.

    `serials` gives, for each draft in order, the entry that now stands for it: its own, or the one it was matched to.
    Where `problems` holds one that blocks or asks, nothing was added at all. `first_serial` and `last_serial` are
    None where nothing was added.
    """

    first_serial: int | None = None
    last_serial: int | None = None
    entries: int = 0
    signatures_agreeing: int = 0
    signatures_differing: int = 0
    repeats: tuple[Repeat, ...] = ()
    problems: tuple[Problem, ...] = ()
    serials: tuple[int, ...] = field(default=(), repr=False)

    @property
    def added(self) -> int:
        """How many rows the ledger gained."""
        return 0 if self.first_serial is None or self.last_serial is None else self.last_serial - self.first_serial + 1


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one word on one entry: whether it was written, why not, and what was added instead.

    `added_serials` are the rows written for it: the signature, or the reversal and what replaces the entry.
    """

    serial: int
    done: bool
    code: str
    words: Words
    added_serials: tuple[int, ...] = ()
    problems: tuple[Problem, ...] = ()
