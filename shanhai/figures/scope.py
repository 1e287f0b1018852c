"""What a figure is asked for: which places, pairings and programmes, over which days.

Places come as ids with their subtrees already worked out by the map of a day; names are not known here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

Basis = Literal["stated", "reported", "agreed"]


@dataclass(frozen=True, slots=True)
class Period:
    """First and last day, both counted; None where it is open."""

    first: date | None = None
    last: date | None = None


@dataclass(frozen=True, slots=True)
class Scope:
    """Which entries are meant; None or "" means any.

    `giver` and `receiver` are the ids of the places asked for, `giver_place_ids` and `receiver_place_ids` those places
    with all below them. `touching_place_ids` keeps entries one of whose two sides lies there: what an office may see.
    `programmes` narrows to several programmes at once; `programme` and `round` to one. `map_day` is the day by
    whose map the subtrees were worked out. `up_to` is the last serial that counts: the ledger as it stood then, which
    no later entry or signature changes.
    """

    giver: str = ""
    receiver: str = ""
    giver_place_ids: frozenset[str] | None = None
    receiver_place_ids: frozenset[str] | None = None
    touching_place_ids: frozenset[str] | None = None
    pairing_ids: frozenset[int] | None = None
    programme: str = ""
    round: str = ""
    programmes: frozenset[str] | None = None
    map_day: date | None = None
    up_to: int | None = None


EVERYTHING = Scope()
ALWAYS = Period()
