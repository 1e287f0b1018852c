"""All pairings in memory: who is paired with whom on a day, as dictionary look-ups. Must not know the database.

A pairing without dates of its own takes those of its round; one whose place was merged or split on the way goes on with
the places that took over, for the days on which the place itself is not there.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from shanhai.registry.place_index import PlaceIndex

Side = Literal["giver", "receiver"]
Match = Literal["found", "several", "outside_dates", "not_paired"]
UNITS = frozenset({"town", "village", "community", "school", "hospital", "firm", "other"})


@dataclass(frozen=True, slots=True)
class PairingValue:
    """One pairing as read. `valid_from` and `valid_to` (exclusive) are its own dates or else those of its round."""

    id: int
    programme_id: int
    programme: str
    round_id: int
    round: str
    level: str
    giver_place_id: str | None
    receiver_place_id: str | None
    giver_party_id: int | None
    receiver_party_id: int | None
    giver_label: str
    receiver_label: str
    parent_id: int | None
    valid_from: date | None
    from_precision: str
    valid_to: date | None
    to_precision: str
    status: str
    source: str
    source_address: str
    source_date: str
    confidence: str
    note: str

    def holds_on(self, on: date) -> bool:
        """Say whether the pairing is in force on a day."""
        return (self.valid_from is None or self.valid_from <= on) and (self.valid_to is None or on < self.valid_to)


@dataclass(frozen=True, slots=True)
class PairingAnswer:
    """Which pairing two places have on a day.

    - `found`: `pairing` it is; `is_exact` says whether it names both places, or only one and holds the other.
    - `several`: `others` are pairings under more than one programme; the programme must be named.
    - `outside_dates`: the two are paired, but not on that day; `others` tells when.
    - `not_paired`: they are not; `others` are the pairings each of them has on that day.
    """

    match: Match
    pairing: PairingValue | None = None
    is_exact: bool = False
    others: tuple[PairingValue, ...] = ()


class PairingIndex:
    """Answers about pairings of areas and of units."""

    def __init__(self, pairings: Iterable[PairingValue], places: PlaceIndex) -> None:
        self.by_id = {pairing.id: pairing for pairing in pairings}
        self.places = places
        self.children: dict[int, list[int]] = defaultdict(list)
        self._pairs: dict[tuple[str, str], list[PairingValue]] = defaultdict(list)
        self._by_side: dict[Side, dict[str, list[PairingValue]]] = {
            "giver": defaultdict(list),
            "receiver": defaultdict(list),
        }
        self._found: dict[tuple[str, str, str | None, date], PairingAnswer] = {}
        self._receivers: dict[tuple[str, str | None, date], frozenset[str]] = {}
        for pairing in self.by_id.values():
            self._enter(pairing)

    def _enter(self, pairing: PairingValue) -> None:
        if pairing.parent_id is not None:
            self.children[pairing.parent_id].append(pairing.id)
        givers = self._lineage(pairing.giver_place_id)
        receivers = self._lineage(pairing.receiver_place_id)
        for giver in givers:
            self._by_side["giver"][giver].append(pairing)
        for receiver in receivers:
            self._by_side["receiver"][receiver].append(pairing)
        if pairing.level not in UNITS:
            for giver in givers:
                for receiver in receivers:
                    self._pairs[(giver, receiver)].append(pairing)

    def _lineage(self, place_id: str | None) -> tuple[str, ...]:
        """Return the place with its heirs, if it ended, and its origins, if it began within the records."""
        if place_id is None:
            return ()
        found = [place_id]
        links = [(self.places.heirs, "to_id"), (self.places.origins, "from_id")]
        for table, end in links:
            edge = [place_id]
            while edge:
                one = edge.pop()
                history = self.places.versions[one]
                others = [getattr(link, end) for link in table.get(one, ())]
                if end == "to_id" and history[-1].valid_to is None:
                    continue
                if end == "from_id" and history[0].valid_from <= self.places.first_day:
                    continue
                fresh = [other for other in others if other not in found]
                found += fresh
                edge += fresh
        return tuple(found)

    def _stands_for(self, pairing_place: str | None, place_id: str, on: date) -> bool:
        """Say whether a place acts under a pairing on a day: it is the place or stands in while that is not."""
        return pairing_place == place_id or (
            pairing_place is not None
            and not self.places.is_alive(pairing_place, on)
            and self.places.is_alive(place_id, on)
        )

    def of_place(self, place_id: str, side: Side, on: date) -> tuple[PairingValue, ...]:
        """Return the pairings, of units too, that a place has on one side on a day."""
        held = self._by_side[side].get(place_id, ())
        end = "giver_place_id" if side == "giver" else "receiver_place_id"
        return tuple(one for one in held if one.holds_on(on) and self._stands_for(getattr(one, end), place_id, on))

    def find(self, giver: str, receiver: str, *, programme: str | None, on: date) -> PairingAnswer:
        """Return the pairing of two places under a programme on a day; any programme where None is given."""
        key = (giver, receiver, programme, on)
        found = self._found.get(key)
        if found is None:
            if len(self._found) > 200_000:
                self._found.clear()
            found = self._found[key] = self._find(giver, receiver, programme, on)
        return found

    def _find(self, giver: str, receiver: str, programme: str | None, on: date) -> PairingAnswer:
        exact = self._wanted(self._pairs.get((giver, receiver), ()), programme)
        answer = self._choose([one for one in exact if one.holds_on(on)], is_exact=True)
        if answer:
            return answer
        inside = self._wanted(self._enclosing(giver, receiver, on), programme)
        answer = self._choose([one for one in inside if one.holds_on(on)], is_exact=False)
        if answer:
            return answer
        if exact or inside:
            return PairingAnswer("outside_dates", others=tuple(exact or inside))
        theirs = [*self.of_place(giver, "giver", on), *self.of_place(receiver, "receiver", on)]
        areas = {one.id: one for one in theirs if one.level not in UNITS}
        return PairingAnswer("not_paired", others=tuple(areas.values()))

    def _wanted(self, pairings: Iterable[PairingValue], programme: str | None) -> list[PairingValue]:
        return [one for one in pairings if programme is None or one.programme == programme]

    def _enclosing(self, giver: str, receiver: str, on: date) -> list[PairingValue]:
        """Return the nearest pairings that name one of the two places and hold the other."""
        for above in self.places.ancestors(receiver, on):
            if (giver, above) in self._pairs:
                return self._pairs[(giver, above)]
        for above in self.places.ancestors(giver, on):
            if (above, receiver) in self._pairs:
                return self._pairs[(above, receiver)]
        return []

    def _choose(self, pairings: list[PairingValue], *, is_exact: bool) -> PairingAnswer | None:
        """Return the answer among pairings of one day: the latest round of the one programme, or several programmes."""
        if not pairings:
            return None
        if len({one.programme for one in pairings}) > 1:
            return PairingAnswer("several", others=tuple(pairings))
        return PairingAnswer("found", max(pairings, key=lambda one: (one.round, one.id)), is_exact)

    def receivers_of(self, giver: str, on: date, programme: str | None = None) -> frozenset[str]:
        """Return the receiving places of a giver on a day, with all places below them."""
        key = (giver, programme, on)
        found = self._receivers.get(key)
        if found is None:
            if len(self._receivers) > 50_000:
                self._receivers.clear()
            held = self._wanted(self.of_place(giver, "giver", on), programme)
            areas = {one.receiver_place_id for one in held if one.level not in UNITS and one.receiver_place_id}
            found = self._receivers[key] = frozenset().union(*(self.places.subtree(area, on) for area in areas))
        return found

    def subtree(self, pairing_id: int) -> frozenset[int]:
        """Return a pairing and all pairings below it."""
        found = {pairing_id}
        edge = [pairing_id]
        while edge:
            below = [one for one in self.children.get(edge.pop(), ()) if one not in found]
            found.update(below)
            edge += below
        return frozenset(found)
