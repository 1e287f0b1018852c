"""What is known of the activities that rows name, for controls: the project that money is assigned to.

Reads those of the places in the office's own sight, each kind once and only when a control first asks. Writes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Q

from shanhai.activities.models import Activity
from shanhai.sheets.world import World


class KnownActivities:
    """Activities by kind and number: values, state, since when, receiving place."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._by_kind: dict[str, dict[str, Mapping[str, Any]]] = {}

    def find(self, kind: str, number: str) -> Mapping[str, Any] | None:
        """Return what is known of an activity; None where the office sees none of this number."""
        if kind not in self._by_kind:
            self._by_kind[kind] = self._read(kind)
        return self._by_kind[kind].get(_plain(number))

    def numbers(self, kind: str, place: str) -> tuple[str, ...]:
        """Return the numbers of the activities of a kind that a receiving place has, as they were given."""
        if kind not in self._by_kind:
            self._by_kind[kind] = self._read(kind)
        return tuple(one["number"] for one in self._by_kind[kind].values() if one["receiver_place"] == place)

    def _read(self, kind: str) -> dict[str, Mapping[str, Any]]:
        held = Activity.objects.filter(kind=kind)
        own = self._world.own_places
        if own is not None:
            held = held.filter(Q(giver_place_id__in=own) | Q(receiver_place_id__in=own))
        rows = held.values_list("number", "receiver_place_id", "standing__values", "standing__state", "standing__since")
        return {
            _plain(number): {
                "number": number,
                "receiver_place": place,
                "values": values,
                "state": state,
                "since": since.isoformat(),
            }
            for number, place, values, state, since in rows
            if state is not None
        }


def _plain(number: str) -> str:
    return "".join(number.split()).upper()
