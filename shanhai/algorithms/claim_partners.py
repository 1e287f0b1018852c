"""Places that an article pairs one by one: 甲区、乙区分别同丙县、丁县结对 makes 甲区 the giver of 丙县 throughout.

It must not know which pair a sentence is about.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from shanhai.algorithms.claim_pairs import Pair
from shanhai.algorithms.claim_ties import Ties
from shanhai.algorithms.place_mentions import Mention, Place

_IN_TURN = re.compile(r"(?:分别|依次|各自)[^,，。;；、\d]{0,6}")


class Partners:
    """Who is told to be paired with whom in turn; ask with `narrowed`."""

    def __init__(self, text: str, mentions: Sequence[Sequence[Mention]], ties: Ties) -> None:
        self._text = text
        self._ties = ties
        self._of: dict[Place, Place] = {}
        for own in mentions:
            for i, (one, other) in enumerate(itertools.pairwise(own)):
                if _IN_TURN.fullmatch(text, one.end, other.start):
                    self._pair_in_turn(own, i)

    def _pair_in_turn(self, own: Sequence[Mention], last: int) -> None:
        """Keep the partners of as many places up to the one numbered `last` as are listed behind it."""
        behind = self._ties.joined_from(own, last + 1)
        before = own[max(0, last + 1 - len(behind)) : last + 1]
        listed = all(self._ties.are_joined(one, other) for one, other in itertools.pairwise(before))
        if len(behind) == len(before) > 1 and listed:
            for one, other in zip(before, behind, strict=True):
                self._of[one.place], self._of[other.place] = other.place, one.place

    def narrowed(self, pair: Pair) -> Pair:
        """Return a pair with the partner of its one place where the other side still holds several."""
        if not self._of:
            return pair
        givers, receivers = pair.givers, pair.receivers
        if len(receivers) == 1 < len(givers) and self._of.get(receivers[0]) in givers:
            return pair._replace(givers=(self._of[receivers[0]],))
        if len(givers) == 1 < len(receivers) and self._of.get(givers[0]) in receivers:
            return pair._replace(receivers=(self._of[givers[0]],))
        return pair
