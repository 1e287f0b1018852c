"""How closely places of a text are tied as giver and receiver: by arrangements, or by how a sentence names them.

It must not know which pair an article or a sentence is about.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Sequence

from shanhai.algorithms.arrangements import Arrangements
from shanhai.algorithms.claim_pairs import gives_to, is_reservoir
from shanhai.algorithms.place_mentions import Mention, Place

# what two places weigh at least to be a known pair
SURE_PAIR = 2.0
_LABELLED = 20.0
# the reservoir of the Three Gorges as a whole weighs less than any county on it
_FLOODED, _BOTH_BANKS = 3.0, ("50", "42")
# places told one after the other are all of one side from this many on
_TWO, _LONG_LIST = 2, 4
_LISTED = re.compile(r"(?:[(（][^()（）]{1,12}[)）]|[)）])?、")
_MARKET = re.compile(r"(?:[发销运寄输]往|[卖销]到|销[至向]|远销)$")
_COUNTS_UP = re.compile(r"(?:分别[为是有]|包括|(?<![作成因])为)[:：]?$")
_IN_BRACKETS = re.compile(r"[(（][^()（）、,，。;；]{0,8}")
_JOINED = re.compile(
    r"^(?:[两二三四五六七八九十\d]个?)?(?:市|县|区|州)?(?:[、,，](?:驻|在|到|赴|往)?|和|与|及|以及|、和)$"
)
_RELATED = re.compile(r"^[^,，。;；]{0,12}$")
_TOGETHER = re.compile(r"[^,，。;；\s]{0,4}?(?:共建|协作|合作|对口|帮扶|携手|牵手|结对|联手|手拉手)")
_HELP_OF = re.compile(r"的?(?:全面)?(?:对口|结对)?(?:帮扶|支援|援助|协作|帮助|扶贫)")  # 甲市对乙市的帮扶
_HELPED = re.compile(r"(?:帮扶|扶贫|支援|援建|援助|结对|帮助)(?:了|的是?)?$")
_HELP_BEHIND = re.compile(r"[^,，。;；、\d]{0,4}(?:援助|支援|帮扶|援建|投入)")
_OBJECT = re.compile(r"[在向给对到赴]$")
# 在甲县、乙县这几个定点县, 向甲县、乙县两个定点帮扶县
_COUNTIES_HELPED = re.compile(
    r"(?:等|这)*(?:\d+|几|[两三四五六七八九十]+)个?(?:定点|受援|帮扶|扶贫|贫困|脱贫)*(?:县|旗|区)"
)


class Ties:
    """The ties between places of a text, where `arrangements` tell who is paired with whom."""

    def __init__(self, text: str, arrangements: Arrangements) -> None:
        self._text = text
        self._known = arrangements

    def weight(self, giver: Place, receiver: Place) -> float:
        """Return how closely arrangements tie two places as giver and receiver, 0 where they do not."""
        if giver.label:
            return _LABELLED if gives_to(giver, receiver) else 0.0
        if receiver.label:
            if not is_reservoir(receiver):
                return 0.0
            return _FLOODED if any(self._known.weight(giver.code, code) > 0 for code in _BOTH_BANKS) else 0.0
        return self._known.weight(giver.code, receiver.code)

    def role(self, place: Place) -> str:
        """Return `giver` or `receiver` for a place that arrangements know on one side only, else an empty text."""
        return self._known.role(place.code)

    def are_joined(self, one: Mention, other: Mention) -> bool:
        """Tell whether two places stand in one list, with nothing but its mark between them."""
        return bool(_JOINED.match(self._text[one.end : other.start]))

    def is_helped(self, one: Mention) -> bool:
        """Tell whether a place stands right behind a word for helping it (定点帮扶某县)."""
        return bool(_HELPED.search(self._text[max(0, one.start - 6) : one.start]))

    def joined_from(self, mentions: Sequence[Mention], first: int) -> list[Mention]:
        """Return a mention with those listed right behind it."""
        last = first
        while last + 1 < len(mentions) and self.are_joined(mentions[last], mentions[last + 1]):
            last += 1
        return list(mentions[first : last + 1])

    def are_helped(self, listed: Sequence[Mention]) -> bool:
        """Tell whether places listed together are told as what is helped (在甲县、乙县这几个定点县)."""
        if self.is_helped(listed[0]):
            return True
        behind = _COUNTIES_HELPED.match(self._text, listed[-1].end) if len(listed) > 1 else None
        is_object = _OBJECT.search(self._text[max(0, listed[0].start - 1) : listed[0].start])
        return bool(behind and (is_object or "定点" in behind[0]))

    def pair_in(self, mentions: Sequence[Mention]) -> tuple[Place, Place, float] | None:
        """Return giver, receiver and weight of the best known pair, else of two places named close by in that order."""
        best: tuple[Place, Place, float] | None = None
        lists = self.long_lists(mentions)
        for i, one in enumerate(mentions):
            for j, other in enumerate(mentions):
                if i == j or one.place == other.place or (lists and lists[i] and lists[i] == lists[j]):
                    continue
                if j == i + 1 and self.is_helped(one) and self.are_joined(one, other):
                    continue
                weight = self.weight(one.place, other.place)
                if weight <= 0:
                    continue
                weight += 0.4 * (i < j) - 0.01 * min(abs(one.start - other.start), 30)
                if best is None or weight > best[2]:
                    best = one.place, other.place, weight
        return best and self._with_whole(mentions, best)

    def _with_whole(self, mentions: Sequence[Mention], pair: tuple[Place, Place, float]) -> tuple[Place, Place, float]:
        """Return a pair of a province and a county with the prefecture instead that is named and helped before it."""
        giver, receiver, _ = pair
        for one in mentions:
            if one.place == receiver:
                break
            wider = len(giver.code) < len(one.place.code) and one.place.holds(receiver)
            if wider and (weight := self.weight(giver, one.place)) >= SURE_PAIR:
                return giver, one.place, weight
        return pair

    def long_lists(self, mentions: Sequence[Mention]) -> list[int]:
        """Return for each mention the number of the long list it is told in (分别为甲省、乙省、丙省、丁省), 0 of none.

        What stands in brackets behind one of a list (江苏省(援助某州)、) is of it as well. Empty without any such list.
        """
        if len(mentions) < _LONG_LIST:
            return []
        lists, listed = [1] * len(mentions), 1
        for i in range(1, len(mentions)):
            between = self._text[mentions[i - 1].end : mentions[i].start]
            if not (_LISTED.fullmatch(between) or _IN_BRACKETS.fullmatch(between)):
                listed += 1
            lists[i] = listed
        long = {number for number, count in Counter(lists).items() if count >= _LONG_LIST}
        return [number if number in long else 0 for number in lists] if long else []

    def without_markets(self, mentions: Sequence[Mention]) -> list[Mention]:
        """Return the places of a sentence without those that goods only go to (发往甲市、乙市)."""
        kept: list[Mention] = []
        market = False
        for i, one in enumerate(mentions):
            listed = i > 0 and self.are_joined(mentions[i - 1], one)
            market = market if listed else bool(_MARKET.search(self._text, max(0, one.start - 3), one.start))
            if not market:
                kept.append(one)
        return kept

    def without_enumerated(self, mentions: Sequence[Mention]) -> list[Mention]:
        """Return the places of a sentence without those it only counts up (达到的有六个省市,分别为……)."""
        lists = self.long_lists(mentions)
        if not lists:
            return list(mentions)
        counted_up = {
            lists[i]
            for i, one in enumerate(mentions)
            if lists[i] and _COUNTS_UP.search(self._text, max(0, one.start - 4), one.start)
        }
        return [one for one, listed in zip(mentions, lists, strict=True) if listed not in counted_up]

    def pair_by_order(self, mentions: Sequence[Mention]) -> tuple[Place, Place, float] | None:
        """Return giver, receiver and weight of two places that stand side by side with words of a tie, known or not."""
        for i, (one, other) in enumerate(itertools.pairwise(mentions)):
            if self.are_joined(one, other):
                listed = self.joined_from(mentions, i)
                before = i and self.are_joined(mentions[i - 1], one)
                if before or len(listed) > _TWO or self.are_helped(listed):
                    continue  # 帮扶甲县和乙县 helps both
            apart = not one.place.holds(other.place) and not other.place.holds(one.place)
            between = self._text[one.end : other.start]
            if apart and not between and _TOGETHER.match(self._text[other.end : other.end + 8]):
                return one.place, other.place, 1.0
            if apart and between == "对" and _HELP_OF.match(self._text, other.end):
                return one.place, other.place, 1.0
            if apart and _RELATED.match(between) and re.search(r"帮|援|牵手|结对|协作|支援|与|和|—|-|·", between):
                return one.place, other.place, 1.0
        return None

    def group(self, mentions: Sequence[Mention], place: Place, pair: tuple[Place, Place, float]) -> tuple[Place, ...]:
        """Return a place together with those of its side that are listed right beside it."""
        giver, receiver, _ = pair
        at = next((i for i, one in enumerate(mentions) if one.place == place), None)
        if at is None:
            return (place,)
        together = place == giver and self._help_together(mentions, at, receiver)

        def same_side(other: Place) -> bool:
            if together:
                return other != receiver
            if other in {giver, receiver} or other.holds(place) or place.holds(other):
                return False
            if place == giver:
                return self.weight(other, receiver) > 0 and self.weight(receiver, other) == 0
            return self.weight(giver, other) > 0 and self.weight(other, giver) == 0

        first = last = at
        while (
            first > 0 and self.are_joined(mentions[first - 1], mentions[first]) and same_side(mentions[first - 1].place)
        ):
            first -= 1
        while (
            last + 1 < len(mentions)
            and self.are_joined(mentions[last], mentions[last + 1])
            and same_side(mentions[last + 1].place)
        ):
            last += 1
        listed = tuple(dict.fromkeys(one.place for one in mentions[first : last + 1]))
        if place == receiver and first and self.are_joined(mentions[first - 1], mentions[first]):
            above = mentions[first - 1].place
            # 对口支援某市和甲、乙两县 helps all of the city
            if all(above.holds(one) for one in listed) and self.weight(giver, above) > 0:
                return (above,)
        return listed

    def _help_together(self, mentions: Sequence[Mention], at: int, receiver: Place) -> bool:
        """Tell whether a giver is one of three at least that help a place in their own names, its province among them.

        甲省、乙省、乙省丙市无偿援助丁县: the province of a county helps it too where others do.
        """
        first = last = at
        while first > 0 and self.are_joined(mentions[first - 1], mentions[first]):
            first -= 1
        while last + 1 < len(mentions) and self.are_joined(mentions[last], mentions[last + 1]):
            last += 1
        listed = mentions[first : last + 1]
        own = any(one.place != receiver and one.place.holds(receiver) for one in listed)
        helps = _HELP_BEHIND.match(self._text, listed[-1].end)
        return own and helps is not None and len(listed) > _TWO and all(one.place != receiver for one in listed)
