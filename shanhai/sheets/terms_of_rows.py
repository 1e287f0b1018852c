"""The terms under which the rows of a file are checked: settings as they held on each row's day, and lookups.

Terms are made once for each stretch of days and programme between which no setting changes, so that a hundred thousand
rows cost no more than one.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from shanhai.catalogue.declare import Kind, Terms
from shanhai.ledger.terms import read_history
from shanhai.sheets.columns import DayCell
from shanhai.sheets.known import KnownEntries
from shanhai.sheets.prices import known_prices
from shanhai.sheets.rows import Sides
from shanhai.sheets.world import World


class TermsOfRows:
    """Terms by the day of a row and the programme of its pairing."""

    def __init__(self, kind: Kind, world: World, today: date) -> None:
        self._kind, self._world, self._today = kind, world, today
        self._history = read_history()
        self._known = KnownEntries(world)
        self._blank = Terms(
            today=today.isoformat(),
            pairing_receivers=lambda giver, day: world.pairings.receivers_of(giver, date.fromisoformat(day)),
            place_names=lambda ids: [world.name(one, today) for one in ids],
            price_range=known_prices(kind, world),
            standing=self._known.find,
        )
        self._made: dict[tuple[int, str], Terms] = {}

    def of(self, day: DayCell | None, side: Sides | None) -> Terms:
        """Return the terms of a row; a row without a day is checked under those of today."""
        on = day.on if day else self._today
        programme = self._world.programme_of(side.pairing_id) if side and self._history.rows else ""
        key = (bisect_right(self._history.days, on), programme)
        if key not in self._made:
            self._made[key] = replace(self._blank, settings=self._history.values(on, programme))
        return self._made[key]

    def remember(self, row: Mapping[str, Any]) -> None:
        """Let the rows that follow know this one, where controls of its kind ask about earlier ones."""
        subject = row.get(self._kind.subject) if self._kind.subject else None
        if subject:
            self._known.add(self._kind.code, str(subject), row)
