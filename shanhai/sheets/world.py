"""What the rows of one file need to know of places, pairings and parties, each answer worked out once.

Reads the registry, writes nothing; a party that is not registered stays a `NewParty` until the file is recorded.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from shanhai.offices.may import places_of_office
from shanhai.offices.models import Office
from shanhai.registry.models import Party, PartyAlias, Programme
from shanhai.registry.names import clean_name, short_names
from shanhai.registry.pairings import PairingAnswer, PairingValue, Side, pairing_index, programme_key
from shanhai.registry.parties import guess_kind
from shanhai.registry.place_index import Resolution
from shanhai.registry.places import place_index

SIDES: tuple[Side, Side] = ("giver", "receiver")
OTHER: dict[str, Side] = {"giver": "receiver", "receiver": "giver"}
NAMES_AT_ONCE = 500
SHORTEST_PREFIX = 2
LONGEST_PREFIX = 15
GUESSES_MAX = 200


@dataclass(frozen=True, slots=True)
class NewParty:
    """A party that recording would register: its name, the place it is taken to lie in, its code where written."""

    name: str
    place_id: str
    uscc: str = ""

    @property
    def kind(self) -> str:
        """The kind of party the name sounds like."""
        return guess_kind(self.name)


class KnownParty(NamedTuple):
    """A registered party."""

    id: int
    name: str
    place_id: str | None
    uscc: str


class World:
    """The registry as the rows of one file see it, on behalf of one office."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.own_places = places_of_office(office)
        self.places = place_index()
        self.pairings = pairing_index()
        self.programmes = tuple(Programme.objects.order_by("pk").values_list("key", flat=True))
        self._by_name: dict[str, list[KnownParty]] = defaultdict(list)
        self._by_code: dict[str, KnownParty] = {}
        self._asked_names: set[str] = set()
        self._prefixes: dict[tuple[str, date], str | None] = {}
        self.known_names = frozenset(
            name
            for history in self.places.versions.values()
            for version in history
            for name in (version.name, *short_names(version.name))
        )
        self._guesses_left = GUESSES_MAX

    # Places

    def resolve(self, text: str, on: date) -> Resolution:
        """Return what a place name means; of several places the one that is paired with the office, if only one is."""
        if not self._looks_known(text):
            # Looking for names that sound alike takes its time, so it is done for the first few only.
            self._guesses_left -= 1
            if self._guesses_left < 0:
                return Resolution("unknown", text)
        found = self.places.resolve(text, on)
        if found.state != "several":
            return found
        near = [one for one in found.candidates if self.covers(one) or self._is_paired(one, on)]
        return Resolution("one", text, near[0], current_name=self.name(near[0], on)) if len(near) == 1 else found

    def _looks_known(self, text: str) -> bool:
        bare = clean_name(text)
        starts = (bare[:length] for length in range(SHORTEST_PREFIX, min(len(bare), LONGEST_PREFIX) + 1))
        return bare.isdigit() or len(bare) < SHORTEST_PREFIX or any(start in self.known_names for start in starts)

    def covers(self, place_id: str | None) -> bool:
        """Whether a place lies in the office's own places."""
        return place_id is not None and (self.own_places is None or place_id in self.own_places)

    def _is_paired(self, place_id: str, on: date) -> bool:
        own: Side = "receiver" if self.office.side == "receiver" else "giver"
        held = self.pairings.of_place(place_id, OTHER[own], on)
        return any(self.covers(getattr(one, f"{own}_place_id")) for one in held)

    def name(self, place_id: str | None, on: date) -> str:
        """Return the official name of a place on a day, empty for none."""
        return self.places.version_on(place_id, on).name if place_id else ""

    def full_name(self, place_id: str, on: date) -> str:
        """Return the names from the province down."""
        return self.places.full_name(place_id, on)

    def code(self, place_id: str, on: date) -> str:
        """Return the six-digit code on a day."""
        return self.places.version_on(place_id, on).code

    def is_within(self, place_id: str, above_id: str, on: date) -> bool:
        """Whether a place is another or lies below it by the map of the day."""
        return place_id == above_id or place_id in self.places.subtree(above_id, on)

    def own_place(self, side: Side) -> str | None:
        """Return the office's place where the office stands on this side, else None."""
        return self.office.place_id if self.office.side == side else None

    def place_in_name(self, name: str, on: date) -> str | None:
        """Return the place a party's name begins with, the longest one; None where it begins with none."""
        key = (name, on.replace(day=1))
        if key not in self._prefixes:
            self._prefixes[key] = self._find_prefix(name, on)
        return self._prefixes[key]

    def _find_prefix(self, name: str, on: date) -> str | None:
        for length in range(min(LONGEST_PREFIX, len(name) - 1), SHORTEST_PREFIX - 1, -1):
            prefix = name[:length]
            if prefix in self.known_names:
                found = self.resolve(prefix, on)
                if found.state == "one":
                    return found.place_id
        return None

    # Pairings

    def find_pairing(self, giver: str, receiver: str, programme: str | None, on: date) -> PairingAnswer:
        """Return the pairing of two places on a day."""
        return self.pairings.find(giver, receiver, programme=programme, on=on)

    def only_partner(self, place_id: str, side: Side, on: date) -> str | None:
        """Return the one place paired with a place (which stands on `side`) in the office's sight, None if not one."""
        partners = {getattr(one, f"{OTHER[side]}_place_id") for one in self.area_pairings(place_id, side, on)} - {None}
        return partners.pop() if len(partners) == 1 else None

    def area_pairings(self, place_id: str, side: Side, on: date) -> list[PairingValue]:
        """Return the pairings of areas that a place has on a side on a day."""
        held = self.pairings.of_place(place_id, side, on)
        return [one for one in held if one.giver_party_id is None and one.receiver_party_id is None]

    def programme_of(self, pairing_id: int) -> str:
        """Return the key of the programme a pairing belongs to, blank for none that is known."""
        held = self.pairings.by_id.get(pairing_id)
        return held.programme if held else ""

    def programme(self, text: str) -> str | None:
        """Return the key of a programme, None where there is none of this name."""
        return programme_key(text)

    # Parties

    def load_parties(self, names: Iterable[str], codes: Iterable[str]) -> None:
        """Read the parties of these names, aliases and codes, five hundred at a time."""
        fields = ("id", "name", "place_id", "uscc")
        wanted = sorted(set(names) - self._asked_names)
        self._asked_names.update(wanted)
        for some in _by_many(wanted):
            for row in Party.objects.filter(name__in=some).values_list(*fields):
                self._enter(row[1], KnownParty(row[0], row[1], row[2], row[3] or ""))
            aliases = PartyAlias.objects.filter(alias__in=some).values_list(
                "alias", "party_id", "party__name", "party__place_id", "party__uscc"
            )
            for alias, *row in aliases:
                self._enter(alias, KnownParty(row[0], row[1], row[2], row[3] or ""))
        for some in _by_many(sorted(set(codes))):
            for row in Party.objects.filter(uscc__in=some).values_list(*fields):
                self._by_code[row[3]] = KnownParty(row[0], row[1], row[2], row[3])

    def _enter(self, name: str, party: KnownParty) -> None:
        if party not in self._by_name[name]:
            self._by_name[name].append(party)

    def parties(self, name: str) -> list[KnownParty]:
        """Return the registered parties that bear a name or bore it."""
        return self._by_name.get(name, [])

    def party_with_code(self, code: str) -> KnownParty | None:
        """Return the registered party with a unified social credit code."""
        return self._by_code.get(code)


def _by_many(values: list[str]) -> Iterable[list[str]]:
    return (values[start : start + NAMES_AT_ONCE] for start in range(0, len(values), NAMES_AT_ONCE))
