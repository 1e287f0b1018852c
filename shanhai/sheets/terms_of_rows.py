"""The terms under which the rows of a file are checked: settings as they held on each row's day, and lookups.

Terms are made once for each stretch of days, programme and places among which no setting changes: a hundred thousand
rows cost no more than one.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from shanhai.catalogue.declare import Kind, Terms
from shanhai.ledger.terms import ANYWHERE, Where, read_history
from shanhai.sheets.columns import DayCell
from shanhai.sheets.known import KnownEntries
from shanhai.sheets.known_activities import KnownActivities
from shanhai.sheets.prices import known_prices
from shanhai.sheets.rows import Sides
from shanhai.sheets.world import World


class TermsOfRows:
    """Terms by the day of a row, the programme of its pairing and the places on both sides."""

    def __init__(self, kind: Kind, world: World, today: date, known: KnownEntries) -> None:
        self._kind, self._world, self._today = kind, world, today
        self._history = read_history()
        self._known = known
        activities = KnownActivities(world)
        self._blank = Terms(
            today=today.isoformat(),
            pairing_receivers=lambda giver, day: world.pairings.receivers_of(giver, date.fromisoformat(day)),
            place_names=lambda ids: [world.name(one, today) for one in ids],
            price_range=known_prices(kind, world),
            standing=self._known.find,
            activity=activities.find,
            activity_numbers=activities.numbers,
            total_between=self._known.total_between,
        )
        self._days = self._history.days
        self._made: dict[tuple[int, Where], Terms] = {}
        self._asked: dict[tuple[date, int, str, str], Where] = {}

    def of(self, day: DayCell | None, side: Sides | None) -> Terms:
        """Return the terms of a row; a row without a day is checked under those of today."""
        on = day.on if day else self._today
        where = self._narrow(on, side) if side and self._history.rows else ANYWHERE
        key = (bisect_right(self._days, on), where)
        if key not in self._made:
            self._made[key] = replace(self._blank, settings=self._history.values(on, where))
        return self._made[key]

    def _narrow(self, on: date, side: Sides) -> Where:
        """What of a row's programme and places its settings may follow; worked out once for the same day and sides."""
        asked = (on, side.pairing_id, side.giver, side.receiver)
        if asked not in self._asked:
            where = Where(self._world.programme_of(side.pairing_id), side.giver, side.receiver)
            self._asked[asked] = self._history.narrow(where, on)
        return self._asked[asked]

    def remember(self, row: Mapping[str, Any]) -> None:
        """Let the rows that follow know this one, where controls of its kind ask about earlier ones."""
        subject = row.get(self._kind.subject) if self._kind.subject else None
        if subject:
            self._known.add(self._kind.code, str(subject), row)
        self._known.add_to_totals(self._kind.code, row)
