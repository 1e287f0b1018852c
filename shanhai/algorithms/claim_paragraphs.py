"""Where a paragraph opens with one part of what is helped, and which pair it turns back to behind such a part.

It must not know numbers, or which pair holds within a sentence; see `claim_subjects`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence, Set

from shanhai.algorithms.arrangements import Arrangements
from shanhai.algorithms.claim_main_pair import MainPair
from shanhai.algorithms.claim_pairs import BOTH_SIDES, Pair, is_whole_of
from shanhai.algorithms.claim_text import Sentence
from shanhai.algorithms.place_mentions import Mention, Place

_ALL_OF = {
    2: re.compile(r"全省|全区|两省|[京津沪苏浙闽鲁粤辽][川渝黔滇陕甘青宁桂湘鄂赣吉黑藏疆蒙]两地"),
    4: re.compile(r"全市|全州|全地区|两市|市州"),
}
_LONGEST_LEAD, _LONGEST_TURN = 12, 24
_POINTS_BACK = re.compile(
    r"\s*(?:[^,，。;；\d]{0,10}这[家个座里]|[“\"这该此其他她它园村]|如今|现在|目前|走进|在[^,，。;；]{0,12}[园厂村间院校])"
)


class Paragraphs:
    """The paragraphs of an article and what their first sentences say of whom they are about.

    `mentions` are those of each sentence.
    """

    def __init__(
        self,
        text: str,
        sentences: Sequence[Sentence],
        mentions: Sequence[Sequence[Mention]],
        main_pair: MainPair,
        arrangements: Arrangements,
    ) -> None:
        self._text = text
        self._sentences = sentences
        self._mentions = mentions
        self._main_pair = main_pair
        self._known = arrangements

    def opened_by(self, index: int, own: Sequence[Mention], state: Pair) -> Pair | None:
        """Return the pair of a paragraph that opens with a part of the receiver (在于田县,……), None of any other."""
        if len({one.place for one in own}) != 1 or not state.receivers:
            return None
        start, first = self._sentences[index].start, own[0]
        if first.start - start > _LONGEST_LEAD:
            return None
        if len(state.receivers) > 1:
            return Pair(state.givers, (first.place,)) if first.place in state.receivers else None
        inside = state.receivers[0].holds(first.place) and first.place != state.receivers[0]
        return Pair(state.givers, (first.place,)) if inside and self._known.may_receive(first.place.code) else None

    def widened(self, index: int, own: Sequence[Mention], state: Pair, *, whole: Pair, outer: Pair) -> Pair | None:
        """Return the pair a paragraph turns back to from a part of it (全市, 杭州), None where it does not.

        So it does where its first sentence names a side of the whole and none of the part, or begins with a word for
        all of that level; and where it names no place behind the only paragraph that told of the part. `whole` is the
        pair of the article or its section, `outer` the one that held before the paragraph just ended.
        """
        if state == whole:
            return None
        named = {one.place for one in own}
        both = not named.isdisjoint(whole.givers) and not named.isdisjoint(whole.receivers)
        if whole.givers and whole.receivers and is_whole_of(whole, state):
            sides = {*whole.givers, *whole.receivers}
            said = "" if own else self._said_of_all(index, whole)
            if both or BOTH_SIDES.search(said) or not self._main_pair.told_aside:
                parts = {*state.givers, *state.receivers} - sides
                if said or (own and own[0].place in sides and parts.isdisjoint(named)):
                    return whole
        return self._behind_episode(index, named, state, outer)

    def _said_of_all(self, index: int, whole: Pair) -> str:
        """Return the word for all of the receiver's level that a sentence begins with (全市, 两省), empty without."""
        words = _ALL_OF.get(min((len(one.code) for one in whole.receivers), default=0))
        start, end = self._sentences[index].start, self._sentences[index].end
        said = words.search(self._text, start, min(end, start + _LONGEST_TURN)) if words else None
        return said[0] if said else ""

    def _behind_episode(self, index: int, named: Set[Place], state: Pair, outer: Pair) -> Pair | None:
        """Return the pair that held before the paragraph just ended, if that one told of a part of it only in passing.

        A paragraph that names no place, or both sides of the pair from before, and does not point back goes on there.
        """
        if not (outer.givers and outer.receivers) or not is_whole_of(outer, state):
            return None
        sides = {*outer.givers, *outer.receivers}
        if (named and (len(named) == 1 or not named <= sides)) or self.point_back(index):
            return None
        paragraph = self._sentences[index - 1].paragraph
        parts = {*state.givers, *state.receivers} - sides
        elsewhere = (
            one.place in parts
            for sentence, mentions in zip(self._sentences, self._mentions, strict=True)
            if sentence.paragraph != paragraph
            for one in mentions
        )
        return None if any(elsewhere) else outer

    def point_back(self, index: int) -> bool:
        """Tell whether a sentence begins with a word for what was told of just before it (园区里, 她)."""
        return bool(_POINTS_BACK.match(self._text, self._sentences[index].start))

    def tell_of_main_pair(self, index: int, whole: Pair) -> bool:
        """Tell whether a sentence names both sides of the article's own pair (鲁渝两地), or all it helps (全州)."""
        named = {one.place for one in self._mentions[index]}
        if all(named.issuperset(side) for side in self._main_pair.default):
            return True
        levels = [{len(one.code) for one in pair.receivers} for pair in (self._main_pair.default, whole)]
        return levels[0] != levels[1] and bool(self._said_of_all(index, self._main_pair.default))
