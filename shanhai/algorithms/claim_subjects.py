"""Who helps whom at each place of an article: the giver and the receiver a number stands for.

The pair an article is about (`claim_main_pair`) is followed through headings, paragraphs and sentences. It must not
know numbers or indicators.
"""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left
from collections.abc import Sequence

from shanhai.algorithms.arrangements import Arrangements
from shanhai.algorithms.claim_counties_helped import CountiesHelped
from shanhai.algorithms.claim_main_pair import MainPair
from shanhai.algorithms.claim_pairs import (
    BOTH_SIDES,
    COUNTY_DIGITS,
    Pair,
    aided_alone,
    aided_only,
    aids_elsewhere,
    broader,
    close,
    is_wider,
    label_alone,
    labels_told_apart,
    narrower,
    region_aided,
    said_together,
    tells_of_aided_work,
    tells_who_is_paired,
)
from shanhai.algorithms.claim_paragraphs import Paragraphs
from shanhai.algorithms.claim_partners import Partners
from shanhai.algorithms.claim_section_pairs import SectionPairs
from shanhai.algorithms.claim_sections import UNMARKED, heading_level
from shanhai.algorithms.claim_sides import Sides
from shanhai.algorithms.claim_text import Marks, Sentence, within
from shanhai.algorithms.claim_ties import SURE_PAIR, Ties
from shanhai.algorithms.place_mentions import Mention, Place

_DOES = re.compile(
    r"的?\d[\d.]*[余多]?[家名个]|(?:(?:工作[队组]|指挥部)[^,，。;；、的]{0,9})?[^,，。;；、的]{0,6}(?:投入|安排|拨付|选派|派|引进|援建|捐|采购|帮助|帮扶|筹|实施|组织|拿出|为|向)"
)
_OF_WHICH = re.compile(r"[\s“]*其中")
_AS_PART = re.compile(r"其中[:：][^,，。;；\d]{0,8}$")
# of what nobody was told to have given, one gave a part: 就业100人,其中某省援建的车间……
_AS_PART_OF_ALL = re.compile(r"其中[:：]?[^,，。;；\d]{0,8}$")
# where people go otherwise, or how far it is
_PASSED = re.compile(r"(?:(?<!前)往|离|距)$")
# a pair of cities that arrangements name weighs 8, of counties 12, one of which they know the provinces only 4
_FAR = 4.0
_TWO, _MANY = 2, 3
_LONGEST_LEAD = 12
# a paragraph beside the article's own matter: the ministries and state firms help counties of their own
_CENTRAL = re.compile(r"中央(?:和国家机关|国家机关|单位|企业)[^,，。;；]{0,10}定点(?:扶贫|帮扶)")
# a list of places that stands for all of what holds them: 分赴甲、乙、丙三地, 在甲、乙等地
_STANDS_FOR_ALL = re.compile(
    r"(?:[、和][^\s,，。;；、和\d]{1,8}){0,8}(?:等地|等[^,，。;；、\d]{0,8}地区|[三四五六七八九十]地)"
)
_GIVEN = re.compile(
    r"\d[\d.]*[多余]?[万亿]?元(?:左右)?(?:全部|都|直接|分别)?"
    r"(?:[投拨划捐送汇]到|投向|[投拨划捐送汇]给|(?:用于|用来)?(?:支持|支援|援助|帮助)|给了?)"
)


class Subjects:
    """The pairs of an article, sentence by sentence; ask with `at`."""

    def __init__(
        self,
        text: str,
        sentences: Sequence[Sentence],
        mentions: Sequence[Mention],
        arrangements: Arrangements,
        *,
        marks: Marks,
    ) -> None:
        self._text = text
        self._known = arrangements
        self._marks = marks
        self._sentences = sentences
        apart = labels_told_apart(text, mentions)
        self._labelled = [(one.start, marks.clause_end(one.start), label_alone(one.place)) for one in apart]
        self._mentions = within([one for one in mentions if one not in apart] if apart else mentions, sentences)
        self._tells_parts = [bool(_OF_WHICH.match(text, one.start, one.start + 12)) for one in sentences]
        self._ties = Ties(text, arrangements)
        self._main_pair = MainPair(text, sentences, self._mentions, self._ties)
        self._default = self._main_pair.default
        self._sides = Sides(self._ties, self._default)
        self._paragraphs = Paragraphs(text, sentences, self._mentions, self._main_pair, arrangements)
        self._partners = Partners(text, self._mentions, self._ties)
        self._sections = SectionPairs(text, sentences, self._mentions, self._ties, sides=self._sides)
        # the pair of the article, or of the section a heading opened
        self._whole = self._default
        self._start = Pair() if self._main_pair.titled == self._default else self._default
        self._spans: list[list[tuple[int, int, Pair]]] = []
        self._counties = CountiesHelped(text, sentences, self._mentions, self._default, marks=marks)
        # paragraphs about nobody of the article
        self.apart: set[int] = set()
        self._follow()

    def at(self, index: int, place: int) -> Pair:
        """Return the pair for a place in sentence `index`."""
        if self._marks.series and (turn := self._in_turn(index, place)):
            return turn
        return self._partners.narrowed(self._pair_at(index, place))

    def _in_turn(self, index: int, place: int) -> Pair | None:
        """Return the pair of a number told in turn with the places before it (甲县、乙县分别投入3万元、4万元)."""
        for series in self._marks.series:
            if series.start < place <= series.numbers[-1]:
                named = [one for one in self._mentions[index] if one.end <= series.start][-len(series.numbers) :]
                joined = all(self._ties.are_joined(one, other) for one, other in itertools.pairwise(named))
                if len(named) == len(series.numbers) and joined:
                    one, state = named[bisect_left(series.numbers, place)], self._pair_at(index, place)
                    side = self._sides.of(one.place, state)
                    if side:
                        return state._replace(**{f"{side}s": (one.place,)})
        return None

    def _pair_at(self, index: int, place: int) -> Pair:
        for start, end, pair in self._labelled:
            if start <= place < end:
                return pair
        for start, end, pair in self._spans[index]:  # noqa: B007 - what holds at the place is used behind the loop
            if start <= place < end:
                break
        else:
            pair = self._default
        if self._counties.are_told and not pair.givers:
            return self._counties.at(index, place, pair)
        return self._given_to(index, place, pair) if _GIVEN.match(self._text, place) else pair

    def _given_to(self, index: int, place: int, pair: Pair) -> Pair:
        """Return a pair with those as receivers whom the amount at a place is given to (300万元投到甲县、乙县)."""
        given = _GIVEN.match(self._text, place)
        own = self._mentions[index]
        first = next((i for i, one in enumerate(own) if given and one.start == given.end()), None)
        if first is None or not pair.givers:
            return pair
        receivers = tuple(dict.fromkeys(one.place for one in self._ties.joined_from(own, first)))
        known = broader(receivers, pair.receivers) or any(self._sides.of(one, pair) == "giver" for one in receivers)
        return pair if known else pair._replace(receivers=receivers)

    @property
    def has_giver(self) -> bool:
        """Whether the article's own pair has a place that helps."""
        return bool(self._default.givers)

    def side_of(self, index: int, mention: Mention) -> str:
        """Return `giver` or `receiver` for a mention in sentence `index`, empty where it is neither."""
        return self._sides.of(mention.place, self.at(index, mention.start))

    def mentions(self, index: int) -> Sequence[Mention]:
        """Return the places that sentence `index` names."""
        return self._mentions[index]

    def _follow(self) -> None:
        state, anchor, at_hand, item_side, opened = self._start, self._start, None, "", UNMARKED
        self._outer = state
        regions = tells_of_aided_work(self._text)
        told = {len(several): several for several in [self._default.receivers] if len(several) > 1}
        for i, sentence in enumerate(self._sentences):
            wider = state is not anchor and is_wider(state, anchor)
            if wider and i and self._sentences[i - 1].paragraph != sentence.paragraph:
                state = anchor = state if state == self._default else anchor
            elif not wider:
                anchor = state
            own = [one for one in self._mentions[i] if not one.aside]
            opens = not i or self._sentences[i - 1].paragraph != sentence.paragraph
            if opens:
                if self._whole != self._default and self._paragraphs.tell_of_main_pair(i, self._whole):
                    self._whole = state = anchor = self._default
                if whole := self._paragraphs.widened(i, own, state, whole=self._whole, outer=self._outer):
                    state = anchor = whole
                self._outer = state
                if self._default.givers and not own and _CENTRAL.search(self._text, sentence.start, sentence.end):
                    self.apart.add(sentence.paragraph)
            if i in self._sections.of_all and not own:
                self.apart.add(sentence.paragraph)
            if sentence.paragraph in self.apart and not own:
                region = region_aided(self._text, sentence) if regions else ""
                self._spans.append([(sentence.start, sentence.end, aided_only(region))])
                continue
            if begun := self._sections.headed(i, own):
                self._whole = self._outer = state = anchor = begun
                opened = heading_level(self._text, sentence)
            elif self._whole != self._default and self._sections.ends(sentence, own, opened):
                self._whole = self._outer = state = anchor = self._default
            item = self._sections.item(sentence, own, item_side) if opens and not sentence.heading else None
            item_side = item[1] if item else "" if opens else item_side
            if item and len({one.place for one in own}) <= 1:
                state = item[0]
                self._spans.append([(sentence.start, sentence.end, self._filled(state) if own else state)])
                continue
            heading = self._sections.named(sentence, own)
            if heading:
                state = self._sections.entered(i, heading)
                self._spans.append([(sentence.start, sentence.end, state)])
                continue
            if told and (together := told.get(said_together(self._text, sentence.start, sentence.end), ())):
                state, at_hand = Pair(state.givers, together), None
            parts = self._parts_of_whole(i)
            if parts and not [one for one in own if self._sides.of(one.place, state) == "receiver"]:
                state = Pair(state.givers or self._default.givers, parts)
            spans, state = self._follow_sentence(i, state)
            helped = [one for one in own if self._sides.of(one.place, state) != "giver"]
            if opens and (helped or not self._paragraphs.point_back(i)):
                at_hand = self._paragraphs.opened_by(i, helped, state)
            elif at_hand and any(one.place not in at_hand.receivers for one in helped):
                at_hand = None
            if at_hand and not helped and state.givers == at_hand.givers:
                spans = [(sentence.start, sentence.end, self._filled(at_hand))]
            if regions and (region := region_aided(self._text, sentence)):
                spans = [(start, end, aided_alone(pair, region, told=bool(helped))) for start, end, pair in spans]
            if i and self._tells_parts[i]:
                before = self._parts_of_whole(i - 1)
                state = Pair(state.givers, before) if before else state
            self._spans.append(spans)
            for *_, pair in spans:
                if len(pair.receivers) > 1:
                    told[len(pair.receivers)] = pair.receivers

    def _parts_of_whole(self, index: int) -> tuple[Place, ...]:
        """Return the receivers that the next sentence lists as parts of this one's figures (其中……;……), if it does."""
        if index + 1 >= len(self._sentences):
            return ()
        following = self._sentences[index + 1]
        if not self._tells_parts[index + 1]:
            return ()
        by_part: dict[tuple[int, int], Place] = {}
        for one in self._mentions[index + 1]:
            if not one.aside and self._sides.of(one.place, self._default) == "receiver":
                by_part.setdefault(self._marks.part(one.start, following), one.place)
        places = tuple(dict.fromkeys(by_part.values()))
        return places if len(places) > 1 else ()

    def _follow_sentence(self, index: int, state: Pair) -> tuple[list[tuple[int, int, Pair]], Pair]:
        """Return the pairs of the stretches of one sentence and the pair that holds behind it."""
        sentence = self._sentences[index]
        if not self._mentions[index]:
            return [(sentence.start, sentence.end, self._filled(state))], state
        own = self._ties.without_markets([one for one in self._mentions[index] if not one.aside])
        own = self._ties.without_enumerated(own)
        held = state
        pair = self._pair_before_parts(own, sentence) or self._ties.pair_in(own)
        if pair and any(aids_elsewhere(one, pair[1]) for one in self._default.givers):
            pair = None
        wider = pair and pair[0] in state.givers and broader((pair[1],), state.receivers)
        if pair and wider and not self._are_in_one_clause(own, pair, sentence):
            pair = None
        if pair is None and (not self._default.givers or self._is_elsewhere(own, state)):
            pair = self._ties.pair_by_order(own)
        elif pair is None:
            pair = self._sides.beside(own)
        if pair:
            receivers = self._ties.group(own, pair[1], pair)
            last = max(one.end for one in own if one.place in receivers)
            if _STANDS_FOR_ALL.match(self._text, last) and narrower(receivers, state.receivers):
                receivers = state.receivers
            held = self._switched(state, Pair(self._ties.group(own, pair[0], pair), receivers))
        led = self._led_by(own, pair, state, sentence) if pair else None
        base = held
        inner = narrower(held.receivers, state.receivers) and held.givers == state.givers
        inner = inner and not (pair and len(held.receivers) >= _MANY)
        if inner and pair and tells_who_is_paired(self._text, sentence):
            inner, self._outer = False, held
        spans: list[tuple[int, int, Pair]] = []
        at, current, part_end = sentence.start, held, -1
        if led:
            spans.append((at, led[1], led[0]))
            at = led[1]
        for one in own:
            if one.start >= part_end >= 0:
                spans.append((at, part_end, current))
                held = self._turned(own, one, sentence, held)
                at, current = part_end, held
            part_end = self._marks.part(one.start, sentence)[1]
            after, lasting = self._named(one, own, current, held)
            if after == current:
                continue
            first = not any(
                self._sides.of(other.place, base) == self._sides.of(one.place, base)
                for other in own
                if other.start < one.start
            )
            if first and pair is None and lasting:
                begun = self._begun(at, one, held)
                if begun > at:
                    spans.append((at, begun, current))
                at, current = begun, self._with_listed_behind(one, own, after, held)
            if one.start > at:
                spans.append((at, one.start, current))
            at, current = one.start, after
            if lasting:
                held = after
        left = 0 <= part_end < sentence.end and current != held
        if left and not self._is_told_throughout(own, sentence, part_end, held):
            spans.append((at, part_end, current))
            at, current = part_end, held
        spans.append((at, sentence.end, current))
        examples = pair is None and len(held.receivers) >= _MANY and narrower(held.receivers, state.receivers)
        filled = [(a, b, self._told_so_far(index, self._filled(one))) for a, b, one in spans if b > a]
        return filled, state if (inner or examples) and held != self._default else held

    def _pair_before_parts(self, own: Sequence[Mention], sentence: Sentence) -> tuple[Place, Place, float] | None:
        """Return the pair that a sentence names before parts of its figures (某省给某省3亿元,其中某市1亿元)."""
        parts = self._text.find("其中", sentence.start, sentence.end) if len(own) > _TWO else -1
        if parts < 0:
            return None
        pair = self._ties.pair_in([one for one in own if one.end <= parts])
        return pair if pair and pair[2] >= SURE_PAIR else None

    def _begun(self, at: int, one: Mention, held: Pair) -> int:
        """Return from where on a place holds that nothing of its side stands before: a part of a sum keeps to itself.

        投入300万元,其中甲县200万元 says nothing of who got the rest.
        """
        of_which = self._text.rfind("其中", at, one.start)
        return of_which if of_which > at and self._sides.of(one.place, held) == "receiver" else at

    def _with_listed_behind(self, one: Mention, own: Sequence[Mention], pair: Pair, held: Pair) -> Pair:
        """Return the pair of what stands before the first of several places in a list: that of all of them."""
        side = self._sides.of(one.place, held)
        listed = [
            it.place for it in self._ties.joined_from(own, own.index(one)) if self._sides.of(it.place, held) == side
        ]
        if len(listed) < _TWO or side not in {"giver", "receiver"} or one.place not in {*pair.givers, *pair.receivers}:
            return pair
        return pair._replace(**{f"{side}s": tuple(dict.fromkeys(listed))})

    def _told_so_far(self, index: int, pair: Pair) -> Pair:
        """Return a pair without the article's giver where that one is named only below and helps others there."""
        early = index < self._main_pair.giver_told_from and pair.givers == self._default.givers and pair.receivers
        return Pair((), pair.receivers) if early and not close(pair.receivers, self._default.receivers) else pair

    def _is_elsewhere(self, own: Sequence[Mention], state: Pair) -> bool:
        """Tell whether a sentence names only places of a province that the article's pairs so far do not lie in."""
        told = {place.code[:2] for side in (*self._default, *state) for place in side}
        return bool(told) and told.isdisjoint(one.place.code[:2] for one in own)

    def _are_in_one_clause(self, own: Sequence[Mention], pair: tuple[Place, Place, float], sentence: Sentence) -> bool:
        """Tell whether one clause of a sentence names both sides of a pair."""
        givers, receivers = (
            {self._marks.clause(one.start, sentence) for one in own if one.place == place} for place in pair[:2]
        )
        return not givers.isdisjoint(receivers)

    def _led_by(
        self, own: Sequence[Mention], pair: tuple[Place, Place, float], state: Pair, sentence: Sentence
    ) -> tuple[Pair, int] | None:
        """Return the pair that a sentence names before another one, and where the other begins, None without any.

        甲省与乙省共建……,甲省丙县、乙省丁县……: the numbers before 丙县 are of the two provinces, as they are where
        两省 stands for these.
        """
        at = min(one.start for one in own if one.place in pair)
        first = self._ties.pair_in([one for one in own if one.end <= at])
        if first and first[2] >= SURE_PAIR:
            return self._switched(state, Pair((first[0],), (first[1],))), at
        if state.givers and BOTH_SIDES.search(self._text, sentence.start, min(one.start for one in own)):
            start, _ = self._marks.clause(at, sentence)
            return (state, start) if start > sentence.start else None
        return None

    def _is_told_throughout(self, own: Sequence[Mention], sentence: Sentence, part_end: int, held: Pair) -> bool:
        """Tell whether the one of several receivers that opens a sentence is meant by its other parts too."""
        named = {one.place for one in own}
        of_several = any(len(told) > 1 and named < set(told) for told in (self._default.receivers, held.receivers))
        if not of_several or len(named) > 1 or said_together(self._text, part_end, sentence.end):
            return False
        return self._marks.part(sentence.start, sentence)[1] == part_end

    def _turned(self, own: Sequence[Mention], first: Mention, sentence: Sentence, held: Pair) -> Pair:
        """Return the pair that holds from a part of a sentence on, which may name another (甲省……;乙省与丙省……)."""
        part = self._marks.part(first.start, sentence)
        named = [one for one in own if part[0] <= one.start < part[1]]
        pair = self._ties.pair_in(named)
        if pair is None or pair[2] < SURE_PAIR or close((pair[0],), held.givers) or close((pair[1],), held.receivers):
            return held
        return Pair(self._ties.group(named, pair[0], pair), self._ties.group(named, pair[1], pair))

    def _switched(self, state: Pair, named: Pair) -> Pair:
        """Return the pair that holds once a sentence names both sides, unless the giver is only told more broadly.

        A sentence that names the article's own pair turns back to it.
        """
        givers, receivers = named.givers, named.receivers
        if named in {self._default, self._main_pair.titled}:
            return self._default
        broader_giver = broader(givers, state.givers)
        if broader_giver and not broader(receivers, state.receivers) and close(receivers, state.receivers):
            givers = state.givers
        return Pair(givers, receivers)

    def _named(self, one: Mention, own: Sequence[Mention], current: Pair, held: Pair) -> tuple[Pair, bool]:
        """Return the pair behind a mention, and whether it lasts beyond the part of the sentence it stands in."""
        side = self._sides.of(one.place, held)
        place = one.place
        if _PASSED.search(self._text[max(0, one.start - 2) : one.start]):
            return current, True
        if side == "receiver":
            now = current.receivers
            if place in now and len(now) > 1:
                return Pair(current.givers, (place,)), False
            if place in held.receivers and len(held.receivers) > 1:
                return Pair(current.givers, self._listed(one, own, "receiver", held)), False
            if place in now or any(place.holds(other) for other in now):
                return current, True
            holder = next((other for other in (*now, *held.receivers) if other.holds(place)), None)
            if holder and len(held.receivers) > 1 and self._stands_for_all(one, own):
                return Pair(current.givers, (holder,)), False
            if holder and len(held.receivers) <= 1:
                known = self._known.may_receive(place.code)
                if not known or self._stands_for_all(one, own):
                    return current, True
                return Pair(current.givers, self._listed(one, own, "receiver", held)), False
            leaves = self._leaves_part(one, own, current)
            if self._is_far(place, current) and not leaves:
                return (Pair(self._default.givers, (place,)) if self._opens_paragraph(one) else current), True
            receivers = self._listed(one, own, "receiver", held)
            givers = self._outer.givers if leaves else current.givers
            return Pair(givers, receivers), True
        if side == "giver":
            now = current.givers
            if place in now and len(now) > 1:
                return Pair((place,), current.receivers), False
            if place in held.givers and len(held.givers) > 1:
                return Pair(self._listed(one, own, "giver", held), current.receivers), False
            if len(now) == 1 and now[0].holds(place) and place != now[0]:
                if self._is_closer(place, now[0], current.receivers):
                    return Pair((place,), current.receivers), True
                if self._acts(one):
                    return Pair((place,), current.receivers), False
            if len(now) == 1 and place.holds(now[0]) and place != now[0] and self._acts(one):
                whole = place in self._outer.givers and narrower(current.receivers, self._outer.receivers)
                return Pair((place,), self._outer.receivers if whole else current.receivers), False
            if place in now or close((place,), now):
                return current, True
            words = _AS_PART if now else _AS_PART_OF_ALL
            lasting = not words.search(self._text, max(0, one.start - _LONGEST_LEAD), one.start)
            receivers = () if self._sides.is_stranger(place, own) else current.receivers
            return Pair(self._listed(one, own, "giver", held), receivers), lasting
        return current, True

    def _stands_for_all(self, one: Mention, own: Sequence[Mention]) -> bool:
        """Tell whether a place is in a list of examples (分赴甲、乙、丙三地), and not one that a clause opens with."""
        listed = _STANDS_FOR_ALL.match(self._text, one.end)
        if not listed or listed[0].endswith("等地"):
            return bool(listed)
        first = own.index(one)
        while first and self._ties.are_joined(own[first - 1], own[first]):
            first -= 1
        opens = self._text[max(0, own[first].start - 1) : own[first].start] in {"", *"\n。;；,，"}
        return not (opens and listed[0].endswith("地"))

    def _opens_paragraph(self, one: Mention) -> bool:
        """Tell whether a place stands at the start of a paragraph, which is then about it (某县……, 在某县,……)."""
        line = self._text.rfind("\n", 0, one.start) + 1
        before = self._text[line : one.start].strip()
        return not before or (before == "在" and self._text[one.end : one.end + 1] in {",", "，"})

    def _is_far(self, place: Place, current: Pair) -> bool:
        """Tell whether a giver is tied to a place by its province only, but to its one receiver by name (往兰州跑)."""
        if len(current.givers) != 1 or len(current.receivers) != 1:
            return False
        giver, receiver = current.givers[0], current.receivers[0]
        return self._ties.weight(giver, place) + _FAR <= self._ties.weight(giver, receiver)

    def _leaves_part(self, one: Mention, own: Sequence[Mention], current: Pair) -> bool:
        """Tell whether a place is another part of the whole than the one that a part of its giver was told to help."""
        outer, givers = self._outer, current.givers
        if len(outer.givers) != 1 or not narrower(givers, outer.givers) or not narrower((one.place,), outer.receivers):
            return False
        if any(other.place in givers for other in own):
            return False
        return self._ties.weight(givers[0], one.place) <= self._ties.weight(outer.givers[0], one.place)

    def _is_closer(self, place: Place, whole: Place, receivers: Sequence[Place]) -> bool:
        """Tell whether the arrangements tie a county to the one receiver more closely than what holds it."""
        if len(receivers) != 1 or len(receivers[0].code) < COUNTY_DIGITS:
            return False
        return self._ties.weight(place, receivers[0]) > self._ties.weight(whole, receivers[0]) + 1

    def _acts(self, one: Mention) -> bool:
        """Tell whether a place opens its clause, so that what follows is of its own doing."""
        before = self._text[max(0, one.start - 2) : one.start]
        opens = not before or before == "其中" or before[-1] in "\n。;；,，"
        return opens and bool(_DOES.match(self._text[one.end : one.end + 20]))

    def _listed(self, one: Mention, own: Sequence[Mention], side: str, held: Pair) -> tuple[Place, ...]:
        """Return a place with those listed before it, unless a number stands between them."""
        at = own.index(one)
        first = at
        while (
            first > 0
            and self._ties.are_joined(own[first - 1], own[first])
            and self._sides.of(own[first - 1].place, held) == side
        ):
            first -= 1
        return tuple(dict.fromkeys(other.place for other in own[first : at + 1]))

    def _fits(self, givers: Sequence[Place], receivers: Sequence[Place]) -> bool:
        """Tell whether places may be the two sides of one pair: known ones, or those the article itself pairs."""
        if Pair(tuple(givers), tuple(receivers)) == self._default:
            return True
        if len(givers) == 1 and self._sides.is_stranger(givers[0], ()):
            return False
        return any(self._ties.weight(one, other) > 0 for one in givers for other in receivers)

    def _filled(self, pair: Pair) -> Pair:
        givers, receivers = pair.givers, pair.receivers
        if givers and receivers:
            return pair
        if not givers:
            givers = self._default.givers if not receivers or self._fits(self._default.givers, receivers) else ()
        if not receivers:
            receivers = self._default.receivers if not givers or self._fits(givers, self._default.receivers) else ()
        return Pair(givers, receivers)
