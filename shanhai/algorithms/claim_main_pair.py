"""The pair an article is about: its giver and its receiver, as its title and its sentences first name them.

Places that arrangements know as a pair decide first, then the order in which a sentence names them and the words that
tie them. It must not know numbers, or how the pair changes further down; see `claim_subjects`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from shanhai.algorithms.claim_pairs import (
    COUNTY_DIGITS,
    Pair,
    aided_pair,
    as_told_below,
    is_reservoir,
    is_within,
)
from shanhai.algorithms.claim_text import Sentence
from shanhai.algorithms.claim_ties import SURE_PAIR, Ties
from shanhai.algorithms.place_mentions import Mention, Place

_TIE = re.compile(r"协作|结对|帮扶|对口|支援|牵手|携手|飞地|协议|结缘")
_BOTH_HELPED = re.compile(r"(?:帮扶|扶贫|支援|援建|援助|结对|帮助|[向给在为])(?:了|的是?)?$")
_FIRST_NAMED = 40
_TOLD_OFTEN = 3


class MainPair:
    """The pair of an article: `titled` as it is first named, `default` as exact as the text below ties it.

    `told_aside` tells that it is named only in what something is called by (某县的某省医院), `giver_told_from` is the
    number of the first sentence that names who gives. `mentions` are those of each sentence.
    """

    def __init__(
        self,
        text: str,
        sentences: Sequence[Sentence],
        mentions: Sequence[Sequence[Mention]],
        ties: Ties,
    ) -> None:
        self._text = text
        self._ties = ties
        self._sentences = sentences
        self._mentions = mentions
        self.told_aside = False
        self.titled = self._first_pair()
        self.default = self._by_closer_giver(self._told_in_body(self.titled))
        self.giver_told_from = self._first_told(self.default.givers)

    def _first_told(self, places: Sequence[Place]) -> int:
        """Return the number of the first sentence that names one of some places."""
        named = ({one.place for one in mentions} for mentions in self._mentions)
        return next((i for i, told in enumerate(named) if not told.isdisjoint(places)), 0)

    def _first_pair(self) -> Pair:
        """Return the first pair an article names, in one sentence if it can be; a group comes whole."""
        first = next((mentions for mentions in self._mentions if mentions), ())
        if len({one.place for one in first}) == 1 and is_reservoir(first[0].place):
            return Pair((), (first[0].place,))
        labels: list[Mention] = []
        for mentions in self._mentions:
            pair = self._ties.pair_in([one for one in mentions if not one.aside] or mentions)
            if pair is None and any(one.place.label for one in mentions):
                labels += [one for one in mentions if one.place.label]
                pair = self._ties.pair_in(labels)
            if pair and pair[2] >= SURE_PAIR:
                self.told_aside = all(one.aside for one in mentions) and not self._are_named(pair[0], pair[1])
                if self.told_aside and (only := self._only_pair()) and is_within(only, Pair((pair[0],), (pair[1],))):
                    return only
                return Pair(self._ties.group(mentions, pair[0], pair), self._ties.group(mentions, pair[1], pair))
        seen = [place for mentions in self._mentions for place in self._outside_lists(mentions)][:_FIRST_NAMED]
        helped = {place for mentions in self._mentions for place in self._helped(mentions)}
        givers = [(i, one) for i, one in enumerate(seen) if one not in helped]
        best = max(((self._ties.weight(one, other), i) for i, one in givers for other in seen), default=(0.0, 0))
        if best[0] > 0:
            giver = seen[best[1]]
            receiver = max(seen, key=lambda other: self._ties.weight(giver, other))
            return Pair((giver,), (receiver,))
        return self._pair_not_known()

    def _outside_lists(self, mentions: Sequence[Mention]) -> list[Place]:
        """Return the places a sentence names in its own words, outside long lists of places."""
        lists = self._ties.long_lists(mentions)
        return [one.place for i, one in enumerate(mentions) if not one.aside and not (lists and lists[i])]

    def _told_in_body(self, titled: Pair) -> Pair:
        """Return the pair of a title with its receiver as exact as the text below it ties it to the giver."""
        if len(titled.receivers) != 1 or not self._sentences or not self._sentences[0].heading:
            return titled
        title = self._sentences[0].paragraph
        below = (
            (one.paragraph, {it.place for it in own if not it.aside}, bool(_TIE.search(self._text, one.start, one.end)))
            for one, own in zip(self._sentences, self._mentions, strict=True)
            if own and one.paragraph != title
        )
        return as_told_below(titled, below)

    def _by_closer_giver(self, pair: Pair) -> Pair:
        """Return a pair of a city and a county with the one district of the city that the text below tells of instead.

        A title says 某县好物进某市; the text tells of one district again and again, of the city no more.
        """
        if len(pair.givers) != 1 or len(pair.receivers) != 1:
            return pair
        (giver,), (receiver,) = pair
        told: dict[Place, set[int]] = {}
        for sentence, mentions in zip(self._sentences, self._mentions, strict=True):
            for one in mentions:
                if not sentence.heading and giver.holds(one.place):
                    told.setdefault(one.place, set()).add(sentence.paragraph)
        if giver in told or len(told) != 1 or len(receiver.code) < COUNTY_DIGITS:
            return pair
        ((closer, paragraphs),) = told.items()
        if len(closer.code) < COUNTY_DIGITS or len(paragraphs) < _TOLD_OFTEN:
            return pair
        return pair._replace(givers=(closer,)) if self._ties.weight(closer, receiver) > 0 else pair

    def _are_named(self, *places: Place) -> bool:
        """Tell whether the article names each of these places outright and not only in what it calls something by."""
        own = {one.place for mentions in self._mentions for one in mentions if not one.aside}
        return own.issuperset(places)

    def _only_pair(self) -> Pair | None:
        """Return the one pair that the sentences of an article name in full, None where they name several or none."""
        pairs = set()
        for mentions in self._mentions:
            pair = self._ties.pair_in([one for one in mentions if not one.aside])
            if pair and pair[2] >= SURE_PAIR:
                pairs.add(Pair((pair[0],), (pair[1],)))
        return pairs.pop() if len(pairs) == 1 else None

    def _pair_not_known(self) -> Pair:
        """Return the first two places named as a pair though no arrangement knows it, else the first that is helped."""
        helped = Pair()
        if aided := aided_pair(self._text, [one for own in self._mentions for one in own]):
            return aided
        for mentions in self._mentions:
            own = self._ties.without_enumerated([one for one in mentions if not one.aside])
            pair = self._ties.pair_by_order(own)
            if pair:
                return Pair((pair[0],), (pair[1],))
            if not helped.receivers and (listed := self._helped(own)):
                helped = Pair((), listed)
        return self._pair_tied() or helped

    def _helped(self, mentions: Sequence[Mention]) -> tuple[Place, ...]:
        """Return the places of the first list that a sentence tells as what is helped."""
        own = [one for one in mentions if not one.aside]
        lists = (self._ties.joined_from(own, i) for i in range(len(own)))
        listed = next((one for one in lists if self._ties.are_helped(one)), [])
        return tuple(dict.fromkeys(one.place for one in listed))

    def _pair_tied(self) -> Pair | None:
        """Return the only two places of the first sentence that speaks of a tie between them; roles known go first."""
        for sentence, mentions in zip(self._sentences, self._mentions, strict=True):
            places = tuple(dict.fromkeys(one.place for one in mentions if not one.aside))
            if len(places) == 2 and _TIE.search(self._text, sentence.start, sentence.end):
                one, other = places
                at = next(mention.start for mention in mentions if mention.place == one)
                helped = _BOTH_HELPED.search(self._text[max(0, at - 6) : at])
                if one.holds(other) or other.holds(one) or helped:
                    continue
                roles = self._ties.role(one), self._ties.role(other)
                if roles[0] != roles[1] and (roles[0] == "receiver" or roles[1] == "giver"):
                    one, other = other, one
                return Pair((one,), (other,))
        return None
