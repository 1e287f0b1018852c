"""On which side of a pair a place stands: whether it gives or receives, next to the pair that holds.

It must not know sentences.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from shanhai.algorithms.claim_pairs import COUNTY_DIGITS, Pair, is_giving, is_part
from shanhai.algorithms.claim_ties import SURE_PAIR, Ties
from shanhai.algorithms.place_mentions import Mention, Place


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
        role = "" if givers else self._ties.role(place)
        helped = role == "receiver" and place.level == "province"
        if not givers and (helped or (len(place.code) >= COUNTY_DIGITS and role != "giver")):
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

    @cached_property
    def _is_default_unknown(self) -> bool:
        """Whether no arrangement knows the places of the article's own pair, and so none of those beside it."""
        pairs = [(one, other) for one in self.default.givers for other in self.default.receivers]
        return bool(pairs) and not any(self._ties.weight(*both) and not is_part(both[0]) for both in pairs)

    def beside(self, own: Sequence[Mention]) -> tuple[Place, Place, float] | None:
        """Return giver, receiver and weight of a pair that a sentence tells beside the article's own by its words.

        Only where no arrangement could know it, and neither place is of the other side of the article's own.
        """
        pair = self._ties.pair_by_order(own) if self._is_default_unknown else None
        if pair is None:
            return None
        sides = self.of(pair[0], self.default), self.of(pair[1], self.default)
        return pair if sides[0] != "receiver" and sides[1] != "giver" else None

    def is_stranger(self, giver: Place, own: Sequence[Mention]) -> bool:
        """Tell whether a province helps, in a sentence that names no receiver, others than those of the article.

        So does one that no arrangement pairs with them, beside one that is.
        """
        if giver.level != "province" or any(self.of(one.place, self.default) == "receiver" for one in own):
            return False
        receivers = self.default.receivers
        own_pair = max(
            (self._ties.weight(one, other) for one in self.default.givers for other in receivers), default=0.0
        )
        to_own = max((self._ties.weight(giver, other) for other in receivers), default=SURE_PAIR)
        return to_own < SURE_PAIR <= own_pair
