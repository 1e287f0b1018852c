"""On which side of a pair a place stands: whether it gives or receives, next to the pair that holds.

It must not know sentences.
"""

from __future__ import annotations

from shanhai.algorithms.claim_pairs import COUNTY_DIGITS, Pair, is_giving
from shanhai.algorithms.claim_ties import Ties
from shanhai.algorithms.place_mentions import Place


class Sides:
    """The sides of places in an article whose own pair is `default`; ask with `of`."""

    def __init__(self, ties: Ties, default: Pair) -> None:
        self._ties = ties
        self.default = default
        self._known: dict[tuple[Place, Pair], str] = {}

    def of(self, place: Place, state: Pair) -> str:
        """Return whether a place gives or receives, next to the pair that holds; empty where neither is known."""
        key = place, state
        side = self._known.get(key)
        if side is None:
            side = self._known[key] = self._find(place, state)
        return side

    def _find(self, place: Place, state: Pair) -> str:
        givers, receivers = state.givers or self.default.givers, state.receivers or self.default.receivers
        if any(place == one for one in givers):
            return "giver"
        if place in receivers or (len(self.default.receivers) > 1 and place in self.default.receivers):
            return "receiver"
        if place.label:
            return "giver" if is_giving(place) else "receiver"
        if not givers and not receivers:
            return self._ties.role(place) if place.code else ""
        if place.code.startswith(tuple(f"{one.code[:2]}-" for one in receivers)):
            return "receiver"
        if not givers and len(place.code) >= COUNTY_DIGITS and self._ties.role(place) != "giver":
            return "receiver"
        as_receiver = max((self._ties.weight(one, place) for one in givers), default=0.0)
        as_giver = max((self._ties.weight(place, one) for one in receivers), default=0.0)
        near_giver = any(one.holds(place) or place.holds(one) for one in givers)
        near_receiver = any(one.holds(place) or place.holds(one) for one in receivers)
        if near_giver and near_receiver:
            return ""
        if near_receiver or as_receiver > as_giver:
            return "receiver"
        return "giver" if near_giver or as_giver > 0 else ""
