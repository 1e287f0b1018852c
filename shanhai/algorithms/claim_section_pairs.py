"""The pair that a heading, or the first words of a line of a list, names for what stands below or behind it.

It must not know how the pair changes within the text below; see `claim_subjects`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from shanhai.algorithms.claim_pairs import Pair
from shanhai.algorithms.claim_sections import SIGNED, heading_level
from shanhai.algorithms.claim_sides import Sides
from shanhai.algorithms.claim_text import Sentence
from shanhai.algorithms.claim_ties import SURE_PAIR, Ties
from shanhai.algorithms.place_mentions import Mention, Place

_LIST_SIGNS = " \u3000\t\n·•●◆■-—0123456789.、（）()一二三四五六七八九十"
_FIRM_ITEM = re.compile(r"[\u4e00-\u9fffA-Za-z]{2,12}(?:集团|公司|银行|大学|医院|协会|基金会)[:：]")
_ALL_THE_COUNTRY = re.compile(r"全国(?:[（(:：情况总]|$)")
_COUNTED = re.compile(r"\d[\d.]*[余多]?[万亿个名人家项元%]")


class SectionPairs:
    """The pairs of the sections of an article, whose own pair `sides` knows."""

    def __init__(
        self,
        text: str,
        sentences: Sequence[Sentence],
        mentions: Sequence[Sequence[Mention]],
        ties: Ties,
        *,
        sides: Sides,
    ) -> None:
        self._text = text
        self._sentences = sentences
        self._mentions = mentions
        self._ties = ties
        self._default = sides.default
        self._sides = sides
        self.of_all = self._of_all()

    def headed(self, index: int, own: Sequence[Mention]) -> Pair | None:
        """Return the pair that a heading amid the text names for what stands below it, None where it names none.

        一、甲区与乙县 opens a section about that pair, 乙县的一年 one about that part of the article's own pair.
        """
        sentence = self._sentences[index]
        if not sentence.heading or not own:
            return None
        if all(one.heading for one in self._sentences[:index]) or _COUNTED.search(
            self._text, sentence.start, sentence.end
        ):
            return None
        pair = self._ties.pair_in(own)
        pair = pair if pair and pair[2] >= SURE_PAIR else self._ties.pair_by_order(own)
        if pair:
            return Pair(self._ties.group(own, pair[0], pair), self._ties.group(own, pair[1], pair))
        places = {one.place for one in own}
        if len(places) != 1:
            return None
        (place,) = places
        if place in {*self._default.givers, *self._default.receivers} and not self._is_one_of_several(place):
            return self._default
        side = self._sides.of(place, self._default)
        if side == "receiver":
            return Pair(self._default.givers, (place,))
        return Pair((place,), self._default.receivers) if side == "giver" else None

    def ends(self, sentence: Sentence, own: Sequence[Mention], opened: int) -> bool:
        """Tell whether a numbered heading without places, as high as the one that opened a section, ends it."""
        return sentence.heading and not own and heading_level(self._text, sentence) <= opened < SIGNED

    def _of_all(self) -> set[int]:
        """Return the sentences below a numbered heading for all the country (一、全国), which are about no pair."""
        found: set[int] = set()
        level = -1
        for i, (sentence, own) in enumerate(zip(self._sentences, self._mentions, strict=True)):
            if sentence.heading and (here := heading_level(self._text, sentence)) < SIGNED:
                title = self._text[sentence.start : sentence.end].strip(_LIST_SIGNS)
                level = here if not own and _ALL_THE_COUNTRY.match(title) else level if here > level >= 0 else -1
            if level >= 0:
                found.add(i)
        return found

    def _is_one_of_several(self, place: Place) -> bool:
        return any(place in side and len(side) > 1 for side in self._default)

    def named(self, sentence: Sentence, own: Sequence[Mention]) -> Place | None:
        """Return the place a section heading is about (嵊州市:……), None where the sentence is no such heading."""
        if not sentence.heading or not own or self._sentences[0] is sentence:
            return None
        first = own[0]
        lead = self._text[sentence.start : first.start].strip(_LIST_SIGNS)
        if lead or not self._text[first.end : first.end + 3].lstrip().startswith((":", "：", "篇", "|", "——")):
            return None
        return first.place

    def entered(self, index: int, place: Place) -> Pair:
        """Return the pair a section starts with; its other side is the first such place named in it."""
        side = self._sides.of(place, Pair()) or self._sides.of(place, self._default) or "giver"
        others = []
        for i in range(index + 1, len(self._sentences)):
            own = [one for one in self._mentions[i] if not one.aside]
            if self.named(self._sentences[i], own):
                break
            others += [one.place for one in own]
        for other in others:
            weight = self._ties.weight(place, other) if side == "giver" else self._ties.weight(other, place)
            if weight > 0:
                return Pair((place,), (other,)) if side == "giver" else Pair((other,), (place,))
        return Pair((place,), ()) if side == "giver" else Pair((), (place,))

    def item(self, sentence: Sentence, own: Sequence[Mention], last: str) -> tuple[Pair, str] | None:
        """Return the pair of a line of a list that begins with whom it is about (山东省:……) and the side of that one.

        `last` is the side of the line before, which those behind it share; a firm's line has no giving place.
        """
        words = self._text[sentence.start : sentence.end].lstrip(_LIST_SIGNS)
        start = sentence.end - len(words)
        if last == "giver" and _FIRM_ITEM.match(words):
            return Pair((), self._default.receivers), last
        if not own or own[0].start != start or self._text[own[0].end : own[0].end + 1] not in (":", "："):
            return None
        side = last or self._sides.of(own[0].place, self._default)
        if side == "giver":
            return Pair((own[0].place,), self._default.receivers), side
        return (Pair(self._default.givers, (own[0].place,)), side) if side else None
