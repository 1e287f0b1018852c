"""Every quantitative claim of a repaired article: who, whom, what, how much, when, how surely, at which stage.

Places, programmes, indicators and their words are plain values from the caller; a new indicator that declares its
words is read without a change here. It must not know files, the registry or the ledger.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from shanhai.algorithms.arrangements import Arrangements, ProgrammeWords
from shanhai.algorithms.claim_background import DIVISIONS, is_all_of_place, is_of_the_place, may_be_background
from shanhai.algorithms.claim_built import built_with
from shanhai.algorithms.claim_echoes import Echoes
from shanhai.algorithms.claim_numbers import Qualifier, Quantity, find_quantities, to_plain_digits
from shanhai.algorithms.claim_pairs import NamedPair, Pair, Parts, named_pair, with_labels
from shanhai.algorithms.claim_parties import Parties
from shanhai.algorithms.claim_periods import calendar_of, find_scopes
from shanhai.algorithms.claim_plans import Plans, find_planned_sections
from shanhai.algorithms.claim_programmes import Programmes
from shanhai.algorithms.claim_scopes import Calendar, Scope
from shanhai.algorithms.claim_status import Status, find_status, status_of_all
from shanhai.algorithms.claim_subjects import Subjects
from shanhai.algorithms.claim_text import Marks, Sentence, find_sentences
from shanhai.algorithms.claim_villages import Villages
from shanhai.algorithms.claim_vocabulary import Heard, Reading, Surroundings, Vocabulary, named_in_turn, surroundings
from shanhai.algorithms.claim_when import Periods
from shanhai.algorithms.place_mentions import Gazetteer, Mention, Place, find_mentions
from shanhai.algorithms.text_repair import Repaired, repair_text
from shanhai.algorithms.unfold_tables import Unfolded, unfold_tables

_ASSISTANCE = re.compile(
    r"帮扶|协作|对口|结对|援[建助疆藏青]|飞地|扶贫|脱贫|乡村振兴|山海|东西部|受援|挂职|支教|支医|帮销|助销|援派|"
    r"南北(?:挂钩|结对|牵手|共建|合作)|共建园区|挂钩|建档立卡|贫困[户村县]"
)
_NEIGHBOURLY = re.compile(r"共建|携手|牵手|帮助|支援|捐|合作|结亲|走亲")
_HELPING = re.compile(r"帮|援|助|支教|支医|捐|协作|挂职")
_COOPERATION = "对口合作"  # of the north-east and the old revolutionary areas; no aid, but read as it
# what an article on two provinces that cooperate tells of, though it never calls it so
_OF_COOPERATION = re.compile(r"合作项目|签约项目|产业项目|两省|两地|互派|互访|互换|牵手|手拉手|合作账")
_TOLD_AS_COOPERATION = 4
_PATH_WITHIN = 400
_SENT = re.compile(r"老师|教师|医生|干部|人才|专家")  # people sent are none of a place: 海拔3200米的学校里有17名老师
# who takes part rather than how many do: 向5个定点县派出干部, 在甲县、乙县、丙县3县投入
_GIVEN_TO_COUNTIES = re.compile(r"(?:向|给|(?:考察|调研|走访|走进|深入)[^,，。;；、\d]{0,8})$")
# what a share is of: 占全部832个县的12%
_IS_SHARED = re.compile(r"占[^,，。;；、\d]{0,8}$")
_SHARE_BEHIND = re.compile(r"[^,，。;；\d]{0,12}的\d[\d.]*%")
_LONGEST_TEXT = 300_000
_KNOWN_PAIR = 6.0
_KNOWN_PROVINCES = 4.0
_LEAST = 0.95
_WEAK = 1.7
_LEAST_FIRST = 1.3
_PARTIES, _SURE_PAIRED = 3, 1.8  # up to three counties in characters only name the parties
_LEAST_CHINESE = 1.2
_RARE = 20  # from here on a number told twice is hardly that of two things
_OWN_SIGNS = {"household": "{households}", "person": "{persons}", "CNY": "{money}"}
_SENDS = re.compile(r"[^,，。;；、给向为]{0,4}?(?:选派|派|选送|输送|送|组织)")
_LISTED = {"、", "和", "与", "及"}
_GIVEN_TO = ("向", "给", "为", "对", "往")
_GONE_TO = re.compile(r"(?:到|赴|去|来|至|往)$")
_AT_WORK = re.compile(r"[^,，。;；]{0,4}?(?:务工|就业|上班|打工|做工|安家|安下|扎根|挂职|跟岗|跟班)")
_ISO_DAY = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-\d{2})?)?")


class ClaimDraft(NamedTuple):
    """One claim. `start` and `end` are places in the raw text, `clean_start` and `clean_end` in the repaired one.

    `value` is in whole base units (5.01亿元 is 501000000 CNY). `giver` and `receiver` are official names or labels,
    None where unknown or where a group is named; groups then hold the names. `period_from` and `period_to` are ISO
    dates. `sure` is a score of the reading, above about 1 for a good one.
    """

    quote: str
    clean_quote: str
    start: int
    end: int
    clean_start: int
    clean_end: int
    value: Decimal
    unit: str
    qualifier: Qualifier
    indicator: str
    giver: str | None
    receiver: str | None
    giver_group: tuple[str, ...]
    receiver_group: tuple[str, ...]
    giver_ids: tuple[str, ...]
    receiver_ids: tuple[str, ...]
    party: str | None
    programme: str | None
    period_from: str | None
    period_to: str | None
    period_text: str | None
    status: Status
    damaged: bool
    part_of_whole: bool
    sure: float


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What reading needs to know, built once: places, who is paired with whom, programmes and indicators.

    `parts` are the parts of provinces that help each other.
    """

    gazetteer: Gazetteer
    vocabulary: Vocabulary
    arrangements: Arrangements
    programmes: tuple[ProgrammeWords, ...]
    parts: tuple[Parts, ...] = ()


def extract_claims(
    received: str | Repaired, knowledge: Knowledge, *, published_on: str | None = None
) -> list[ClaimDraft]:
    """Return the claims of an article in the order of their places.

    `received` is a raw text, which is repaired first, or one already repaired. `published_on` is ISO text, as exact as
    known (ValueError where it is none); without it the date that the page tells is used. Only the first 300,000
    characters are read. The number of a table's cell is read under its heads, and its quote is the cell.
    """
    repaired = repair_text(received) if isinstance(received, str) else received
    unfolded = unfold_tables(to_plain_digits(repaired.text[:_LONGEST_TEXT]))
    if not _is_about_assistance(unfolded.text[:200_000], repaired.raw, knowledge):
        return []
    day = published_on or repaired.says.get("published_on")
    if day and not _ISO_DAY.fullmatch(day):
        raise ValueError(f"{day!r} is no ISO date")
    reader = _Reader(unfolded, repaired, knowledge, day)
    return reader.claims()


def _is_about_assistance(text: str, raw: str, knowledge: Knowledge) -> bool:
    """Tell whether a text speaks of assistance at all; of other prose nothing is read.

    A programme may be named in the path of the page alone (首页>东西部协作>人物), which is no part of the article.
    """
    names = [word for programme in knowledge.programmes for word in programme.said_as]
    if any(word in text for word in names) or _COOPERATION in text:
        return True
    if any(word in raw[:_PATH_WITHIN] for word in names) and _HELPING.search(text):
        return True
    strong = len(_ASSISTANCE.findall(text))
    if strong >= 2 or not (strong or _NEIGHBOURLY.search(text)):
        return strong >= 2
    mentions = find_mentions(text, knowledge.gazetteer, day=None, partners=knowledge.arrangements.partners)
    codes = {mention.place.code for mention in mentions}
    cooperates = len(_OF_COOPERATION.findall(text)) >= _TOLD_AS_COOPERATION
    least = _KNOWN_PROVINCES if cooperates else _KNOWN_PAIR
    weight = knowledge.arrangements.weight
    return any(
        weight(one, other) >= (least if len(one) == len(other) == 2 else _KNOWN_PAIR)
        for one in codes
        for other in codes
        if one != other and (cooperates or len(one) > 2 < len(other))
    )


class _Signs(NamedTuple):
    """A place named at `start` to `end`, with the numbers of its signs in the vocabulary."""

    start: int
    end: int
    sends: int | None
    gone_to: int | None


class _Reader:
    """The reading of one article; it lives as long as one call of `extract_claims`."""

    def __init__(self, unfolded: Unfolded, repaired: Repaired, knowledge: Knowledge, published_on: str | None) -> None:
        self.text = text = unfolded.text
        self.unfolded = unfolded
        self.repaired = repaired
        self.knowledge = knowledge
        self.sentences = find_sentences(text)
        self._sentence_starts = [one.start for one in self.sentences]
        self.marks = Marks(text)
        mentions = find_mentions(
            text, knowledge.gazetteer, day=_full_day(published_on), partners=knowledge.arrangements.partners
        )
        self.places = with_labels(text, mentions, knowledge.parts)
        self.subjects = Subjects(text, self.sentences, self.places, knowledge.arrangements, marks=self.marks)
        self.calendar: Calendar = calendar_of(text, published_on)
        self.scopes: list[Scope] = find_scopes(text, self.calendar)
        self._scope_starts = [scope.start for scope in self.scopes]
        self._compares = any(scope.kind == "compared" for scope in self.scopes)
        self._place_starts = [one.start for one in self.places]
        labels = [(one.start, one.end) for one in self.places if one.place.label]
        self.quantities = [
            one
            for one in find_quantities(text)
            if not self._in_date(one) and not any(start <= one.start < end for start, end in labels)
        ]
        self.hits = knowledge.vocabulary.find(text)
        self.far_hits = [hit for hit in self.hits if hit[2] in knowledge.vocabulary.context_words]
        self.programmes = Programmes(text, self.sentences, self.subjects, knowledge.programmes, knowledge.arrangements)
        self._parties_of: dict[Pair, NamedPair] = {}
        self._own_signs = {unit: knowledge.vocabulary.sign(name) for unit, name in _OWN_SIGNS.items()}
        self.echoes = Echoes(
            text,
            self.sentences,
            self.scopes,
            self.places,
            marks=self.marks,
            vocabulary=knowledge.vocabulary,
            own_signs=self._own_signs,
        )

    def _in_date(self, quantity: Quantity) -> bool:
        at = bisect_right(self._scope_starts, quantity.start) - 1
        return at >= 0 and quantity.start < self.scopes[at].end

    def claims(self) -> list[ClaimDraft]:
        """Return the claims of all sentences."""
        by_sentence = self._by_sentence()
        readings: list[list[tuple[Quantity, Reading]]] = []
        for i, sentence in enumerate(self.sentences):
            readings.append(self._readings(i, sentence, by_sentence[i], readings[-1] if readings else ()))
        self._repeat_in_headings(readings, by_sentence)
        periods = Periods(
            self.text,
            self.sentences,
            self.scopes,
            [found[0][0].start if found else None for found in readings],
            self.subjects,
            marks=self.marks,
            published_year=self.calendar.year if self.calendar.published else 0,
        )
        self.parties = Parties(self.text, self.sentences, self.places, self.marks)
        self.villages = Villages(
            self.text, self.sentences, [self.subjects.mentions(i) for i in range(len(self.sentences))], self.marks
        )
        plans = Plans(self.text, self.sentences, self.scopes)
        made = []
        inherited: Status = "actual"
        in_plan = find_planned_sections(self.text, self.sentences)
        for i, (sentence, found) in enumerate(zip(self.sentences, readings, strict=True)):
            common = status_of_all(self.text, sentence, inherited=inherited) if found else None
            for quantity, reading in found:
                status = common or find_status(self.text, sentence, self.marks, quantity, inherited=inherited)
                plan = plans.at(i, quantity.start)
                to_be = in_plan[i] or (plan and not plans.is_done(i, quantity.start))
                if to_be and status == "actual":
                    status = "planned"
                scope = periods.at(i, quantity.start, status, plan=plan)
                if scope and scope.kind == "until" and self._is_to_come(scope):
                    status = "planned"
                made.append(self._claim(i, quantity, reading, status, scope))
            # of a sentence that also tells what was done, a part (其中……) is none of its plan
            stages = {one.status for one in made[len(made) - len(found) :]}
            inherited = stages.pop() if len(stages) == 1 else "actual"
        return made

    def _is_to_come(self, scope: Scope) -> bool:
        """Tell whether a period ends in a year behind that of the article."""
        return bool(scope.last and 0 < self.calendar.year < int(scope.last[:4]))

    def _repeat_in_headings(
        self, readings: list[list[tuple[Quantity, Reading]]], by_sentence: Sequence[Sequence[int]]
    ) -> None:
        """Read a number of a headline that says no more than itself as the same number further down."""
        read = {_told(quantity): reading for found in readings for quantity, reading in found}
        for i, sentence in enumerate(self.sentences):
            if not sentence.heading or readings[i]:
                continue
            for number in by_sentence[i]:
                quantity = self.quantities[number]
                same = read.get(_told(quantity))
                if same and (quantity.unit or quantity.value >= _RARE) and not self._is_unreadable(quantity):
                    readings[i].append((quantity, same._replace(start=quantity.lead, end=quantity.end)))

    def _by_sentence(self) -> list[list[int]]:
        """Return for each sentence the numbers of its quantities."""
        parts: list[list[int]] = [[] for _ in self.sentences]
        i = 0
        for number, quantity in enumerate(self.quantities):
            while i < len(self.sentences) and self.sentences[i].end <= quantity.start:
                i += 1
            if i < len(self.sentences) and self.sentences[i].start <= quantity.start:
                parts[i].append(number)
        return parts

    def _readings(
        self,
        index: int,
        sentence: Sentence,
        numbers: Sequence[int],
        last: Sequence[tuple[Quantity, Reading]],
    ) -> list[tuple[Quantity, Reading]]:
        """Return the quantities of a sentence that could be read; `last` are those of the sentence before."""
        if not numbers:
            return []
        vocabulary = self.knowledge.vocabulary
        heard = Heard(
            _between(self.hits, sentence.start, sentence.end),
            _between(self.far_hits, sentence.start, sentence.end),
            self._context(index),
        )
        signs = self._signs_of_places(index)
        found: list[tuple[Quantity, Reading]] = []
        for number in numbers:
            quantity = self.quantities[number]
            around = surroundings(self.text, self.quantities, number, sentence, self.marks)
            own_signs = self._signs(quantity, signs)
            read = vocabulary.read(quantity, around, heard, own_signs)
            if self.marks.series and (named := named_in_turn(self.text, quantity, around, self.marks)):
                turned = vocabulary.read(quantity, named, heard, own_signs)
                if turned and turned.start < named.before[1] and turned.score >= _LEAST:
                    read = turned
            reading = self._sure_enough(quantity, around, read)
            if self._compares and (held_against := self.echoes.held_against(quantity, found)):
                reading = held_against
            elif raised := self.echoes.raised(quantity, found):
                reading = raised
            elif reading is None or (reading.start, reading.end) == (quantity.lead, quantity.end):
                reading = self.echoes.like_before(quantity, around, [*last, *found]) or reading
            if reading is None and not found and quantity.unit:
                reading = self.echoes.as_led_to(index, quantity, around)
            if reading and not self._is_unreadable(quantity):
                found.append((quantity, reading))
        return self.echoes.both_sides(found)

    def _signs(self, quantity: Quantity, around: Sequence[_Signs]) -> list[tuple[int, int, int]]:
        """Return the signs for what a number is of, and for places around it that send somebody or are gone to."""
        place = quantity.start
        own = self._own_signs.get(quantity.unit)
        found = [] if own is None else [(quantity.start, quantity.end, own)]
        if quantity.unit == "CNY" and (built := built_with(self.text, quantity.end)):
            number = self.knowledge.vocabulary.sign(built)
            found += [] if number is None else [(quantity.start, quantity.end, number)]
        if not around:
            return found
        nearest = -1
        for signs in around:  # in 在余杭打工的苍溪劳动力 the place behind 的 only tells whose they are
            if nearest < signs.start < place and (nearest < 0 or self.text[signs.start - 1] != "的"):
                nearest = signs.start
        for start, end, sends, gone_to in around:
            if start >= nearest:
                if sends is not None and start < place:
                    found.append((start, end, sends))
                if gone_to is not None:
                    found.append((start, end, gone_to))
        return found

    def _signs_of_places(self, index: int) -> list[_Signs]:
        """Return for each place that a sentence names the signs for its sending somebody and for being gone to."""
        sign = self.knowledge.vocabulary.sign
        signs: list[_Signs] = []
        before = ""
        for mention in self.subjects.mentions(index):
            if not signs or self.text[signs[-1].end : mention.start] not in _LISTED:
                before = self.text[max(0, mention.start - 2) : mention.start]
            # 向某县派出 is not the county that sends
            sends = None if before.endswith(_GIVEN_TO) else _SENDS.match(self.text[mention.end : mention.end + 8])
            gone_to = _GONE_TO.search(before) or (
                before.endswith("在") and _AT_WORK.match(self.text, mention.end, mention.end + 10)
            )
            side = self.subjects.side_of(index, mention) if sends or gone_to else ""
            signs.append(
                _Signs(
                    mention.start,
                    mention.end,
                    sign(f"{{{side} sends}}") if sends else None,
                    sign(f"{{to {side}}}") if gone_to else None,
                )
            )
        return signs

    def _context(self, index: int) -> list[tuple[int, int, int]]:
        """Return the words that speak from afar of the paragraph before a sentence and of the heading above it."""
        if not self.far_hits:
            return []
        sentence = self.sentences[index]
        first = index
        while first > 0 and self.sentences[first - 1].paragraph == sentence.paragraph and index - first < 4:
            first -= 1
        start = self.sentences[first].start
        if first > 0 and self.sentences[first - 1].heading:
            start = self.sentences[first - 1].start
        title = self.sentences[0].end if self.sentences[0].heading else 0
        return _between(self.far_hits, 0, min(title, start)) + _between(self.far_hits, start, sentence.start)

    def _sure_enough(self, quantity: Quantity, around: Surroundings, best: Reading | None) -> Reading | None:
        """Return a reading if it is sure enough for how its quantity is written and for what stands around it."""
        if best is None:
            return None
        if quantity.chinese and best.unit in {"county", "prefecture", "locality"}:
            return best if quantity.value > _PARTIES and best.score >= _SURE_PAIRED else None
        least = _LEAST_FIRST if quantity.first else _LEAST_CHINESE if quantity.chinese else _LEAST
        if best.score < least or self._only_names(quantity, best.unit):
            return None
        if is_all_of_place(self.text, quantity, around):
            return None
        if best.unit == "person" and _SENT.search(self.text, quantity.end, around.behind[1]):
            return best
        if best.score < _WEAK and may_be_background(self.text, quantity, around, best.unit):
            return None
        return None if is_of_the_place(self.text, around, best.unit) else best

    def _only_names(self, quantity: Quantity, unit: str) -> bool:
        """Tell whether a number only says which counties are meant, or what a share behind it is of."""
        shares = _SHARE_BEHIND.match(self.text, quantity.end)
        if not shares and unit != "county":
            return False
        before = self.text[max(0, quantity.lead - 14) : quantity.lead]
        if shares and _IS_SHARED.search(before):
            return True
        if unit != "county":
            return False
        listed = not quantity.measure and any(one.end == quantity.lead for one in self._places_before(quantity))
        return listed or bool(_GIVEN_TO_COUNTIES.search(before))

    def _places_before(self, quantity: Quantity) -> Sequence[Mention]:
        """Return the last place named before a number, if there is one."""
        at = bisect_left(self._place_starts, quantity.start)
        return self.places[max(0, at - 1) : at]

    def _is_unreadable(self, quantity: Quantity) -> bool:
        if not self.repaired.unreadable:
            return False
        start, end = self.unfolded.place(quantity.lead, quantity.end, quantity.start)
        return any(
            spot.start < end and start < spot.end
            for spot in self.repaired.unreadable
            if spot.reason == "number_beside_damage"
        )

    def _claim(
        self, index: int, quantity: Quantity, reading: Reading, status: Status, scope: Scope | None
    ) -> ClaimDraft:
        sentence = self.sentences[index]
        pair = self.subjects.at(index, quantity.start)
        programme = self.programmes.at(sentence, pair)
        village = None if reading.unit in DIVISIONS else self.villages.at(index, quantity.start)
        if village is None and reading.unit.startswith("CNY"):
            village = self.villages.opening(sentence, quantity.start)
        if village:
            pair = pair._replace(receivers=(Place(village, "", "village"),))
        began = self._behind_place(reading.start, quantity.lead)
        start, end = self.unfolded.place(began, reading.end, quantity.start)
        raw_start, raw_end = self.repaired.offsets.to_raw(start, end)
        before = self.text[max(sentence.start, quantity.start - 30) : quantity.start]
        parties = self._parties_of.get(pair)
        if parties is None:
            parties = self._parties_of[pair] = named_pair(pair)
        return ClaimDraft(
            quote=self.repaired.raw[raw_start:raw_end],
            clean_quote=self.repaired.text[start:end],
            start=raw_start,
            end=raw_end,
            clean_start=start,
            clean_end=end,
            value=quantity.value,
            unit=reading.unit,
            qualifier=quantity.qualifier,
            indicator=reading.indicator,
            giver=parties.giver,
            receiver=parties.receiver,
            giver_group=parties.giver_group,
            receiver_group=parties.receiver_group,
            giver_ids=parties.giver_ids,
            receiver_ids=parties.receiver_ids,
            party=self.parties.at(sentence, quantity.start, quantity.end, has_giver=bool(pair.givers)),
            programme=programme,
            period_from=scope.first if scope else None,
            period_to=scope.last if scope else None,
            period_text=scope.text if scope and scope.text else None,
            status=status,
            damaged=self._is_damaged(start, end),
            part_of_whole="其中" in before or "当中" in before,
            sure=round(reading.score, 2),
        )

    def _behind_place(self, start: int, lead: int) -> int:
        """Return where a quote begins that would begin within the name of a place: behind it (衢州|市捐赠200万元)."""
        at = bisect_left(self._place_starts, start) - 1
        end = self.places[at].end if at >= 0 else 0
        return end if start < end <= lead else start

    def _is_damaged(self, start: int, end: int) -> bool:
        if not self.repaired.restored and not self.repaired.unreadable:
            return False
        return any(a < end and start < b for a, b in self.repaired.restored) or any(
            spot.start < end and start < spot.end for spot in self.repaired.unreadable
        )


def _between(hits: list[tuple[int, int, int]], start: int, end: int) -> list[tuple[int, int, int]]:
    return hits[bisect_left(hits, (start, 0, 0)) : bisect_left(hits, (end, 0, 0))]


def _told(quantity: Quantity) -> tuple[Decimal, str]:
    """Return what a quantity tells: its value with its unit, or its measure word where that decides no unit."""
    return quantity.value, quantity.unit or quantity.measure


def _full_day(published_on: str | None) -> str | None:
    if not published_on:
        return None
    return (
        published_on + "-28"
        if len(published_on) == 7
        else published_on + "-12-28"
        if len(published_on) == 4
        else published_on
    )[:10]
