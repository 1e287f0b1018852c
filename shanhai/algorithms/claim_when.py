"""Which of an article's time expressions a number counts under, as sentences and paragraphs go by.

A period in the number's own part of the sentence comes first, then one before it in the sentence. One named in a
sentence without numbers opens the sentences behind it; a year that the opening of a report names holds for all of it.
It must not know what is counted.
"""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from shanhai.algorithms.claim_back_references import summed_up
from shanhai.algorithms.claim_fairs import is_at_fair, opens_fair
from shanhai.algorithms.claim_pairs import Pair
from shanhai.algorithms.claim_plans import Plan
from shanhai.algorithms.claim_scopes import OF_YEAR_TOLD, Scope, is_event, is_long, is_within
from shanhai.algorithms.claim_sections import BRACKETS, REPORT, find_section_years, find_title_year
from shanhai.algorithms.claim_status import Status
from shanhai.algorithms.claim_subjects import Subjects
from shanhai.algorithms.claim_text import Marks, Sentence, within

_LOOSE = {"今年", "去年", "前年", "本年", "本年度"}
_LOOSE_STARTS = ("今年", "去年", "前年", "本年")
_PLAN_QUOTED = re.compile(r"[“\"]十[一二三四五六]五[”\"]")
_BEFORE_FIRST = '从在自 \t\n\u3000\u00a0“"-—–·•◆●■▲★□○◇'
_OF_WHICH = re.compile(r"[\s“]*其中")
# 2018年度的考核, 从2019年起接连出台文件: a year of papers, in which nothing told behind it need have been done
_OF_PAPER = re.compile(
    r"度?的?[^,，。;；\d]{0,10}(?:考核|考评|评比|评估|评选)|[^,，。;；\d]{0,12}(?:出台|印发|下发|出文件|发文|制定)"
)
_ONCE_BUILT = re.compile(
    r"(?:建成|投产|达产|投用|投运|完工|满产|竣工|落成|增资|扩容|种成|挂果|长成)(?:投产|达产|运营|投用|使用|启用)?(?:以后|之后|后)"
)
# who tells something stands before what is told: 会议指出,去年……
_LED_IN = re.compile(r"\s*[^,，。;；:：\d]{0,14}(?:指出|通报|介绍|了解|统计|获悉|悉|强调|要求|表示)[,，:：]")
_DIGIT = re.compile(r"\d")
_PAST_AND_AHEAD = re.compile(r"[,，][^。;；]*?(?:预计|力争|有望|计划|将(?!近))")
_NO_MORE = re.compile(r"\s*(?:后来|此后|随后|之后)")
# a day up to which is counted and 今年 a few words behind it
_ALSO_SAID = re.compile(r"[,，]?[^,，。;；]{0,14}")
# 9月15日, of the year of its section
_DAY_ALONE = re.compile(r"\d{1,2}月")
_OF_BUILDING = re.compile(r"(?:占地|用地|(?:建筑|总|占地)面积|总投资|投资总额)[约近超达为共是有]*$")
# a fund's size, what there was before, what there is each year: of no period that sentences before tell
_OF_NO_TIME = re.compile(
    r"(?:基金(?:[^。;；\d]{0,6}[,，])?(?:资金|总)?规模|(?:原来|从前|以前)(?:是|为|有|只有)?|(?:一年|每年)(?:能|可|就)?有)"
    r"[约近超达为共是有]*$"
)
_OF_NO_TIME_WITHIN, _OF_NO_TIME_ENDS = 20, frozenset("模来前约近超达为共是有")
_FROM_NOW_ON = re.compile(r"[\s“]*(?:后面|接下来|往后|今后|下一步)")
# 2022年,账单这样写—— and 2022年的账分项报了出来
_LEADS = re.compile(
    r"(?:[:：]|—+|…+)[ \t\u3000]*\n|"
    r"(?:账|数据|成绩单|清单|明细)[^。;；\d]{0,8}(?:报|公布|晒|列|亮|摆|如下)[^,，。;；\d]{0,4}。\s*$"
)
# 下面的数都从2016年算起。
_LEADS_BEFORE = re.compile(r"(?:下面|以下|下列)[的这些各]{0,2}(?:数|账|情况|内容)")
_BULLETS = ("●", "■", "◆", "▲", "○", "□", "◇", "•", "·", "★")
_NOW = {"如今", "目前", "现在", "眼下"}
_JOINED = 2
_OPENING_SENTENCES = 4
# an answer counts under the period its question names, and what a sum is made of under that of the sum
_GOES_ON = re.compile(
    r"\s*(?:答[:：]|[^,，。;；\d]{1,6}方面[,，]|(?:问[:：])?(?:那么?,?|而)?"
    r"(?:这些(?:钱|资金|款|项目)|这笔(?:钱|资金)|(?:援助|帮扶|协作)?资金[里中]|分开来?[看说]|拆开来?看|细[分看数算]|具体来?[看说]|按[^,，。;；]{1,8}分[,，]))"
)
# a paragraph that tells of one village, works or person stands for itself
_EXAMPLE = re.compile(
    r"\s*(?:[“\"]|[^,，。;；\d]{0,16}(?:镇|乡(?!村)|(?<![农乡])村|街道|园|基地|车间|厂|合作社|大棚|示范点)|在[^,，。;；\d]{2,24}[,，]|[^。;；]{0,24}\d岁)"
)
_VILLAGE_FIRST = re.compile(r"\s*[^,，。;；\d]{1,12}村(?:离|距|地处|位于|坐落|是|有)")
# what was done at an event, not what was reported there
_AT_EVENT = re.compile(
    r"\s*(?:[^,，。;；\d]{0,6}(?:会上|会后|会前|会议期间|活动中|活动现场|现场|仪式上|考察期间|走访中|其间)|(?:活动|展会|展销会|招聘会|考察)?期间|当天|当日|同日|同一天|[两三四五几数]天(?:里|来|时间|下来))"
    r"(?![^。;；\d]{0,12}(?:通报|介绍|了解|获悉|明确|强调|指出|表示|说))"
)
# in the paragraph of an event these words are of it too
_ALSO_THERE = re.compile(
    r"当场|到场|上台|登台|摆出|展出|参加了|参会|出席|参展|进场|现场(?:销售|卖|签|成交|捐|达成|下单)"
)
# what was signed at an event, part by part
_TOLD_APART = re.compile(r"\s*(?:分开来?看|拆开来?看|细[分看数算]|具体来?[看说]|其中)")
_ON_THE_SPOT = re.compile(r"当场|参展|会场|一上午|一下午|到中午|到傍晚|现场(?:销售|卖|签|成交|捐|达成|下单)")
_NOT_THERE = re.compile(r"已|累计|目前|如今|现有|常年|每年|以来|一共|先后|总")
_AHEAD = re.compile(r"计划|将(?!近)|拟|力争|预计|打算|争取|准备")


def _may_open(scope: Scope) -> bool:
    return scope.kind in {"year", "until"} or scope.text in {"今年以来", "去年以来"}


def _shortened(text: str, scope: Scope, before: Sequence[Scope]) -> Scope:
    """Return a whole year told behind the day up to which it is counted (截至9月30日,2021年度) as ending that day."""
    summed = scope.kind == "since" and scope.text.startswith("今年")
    if not scope.first or not (summed or (scope.kind == "year" and scope.last == f"{scope.first[:4]}-12-31")):
        return scope
    until = next((one for one in before if one.kind == "until" and one.end <= scope.start), None)
    if until is None or not until.last or until.last[:4] != scope.first[:4]:
        return scope
    beside = until.end + 1 >= scope.start or (
        scope.text.startswith("今年") and _ALSO_SAID.fullmatch(text, until.end, scope.start)
    )
    return scope._replace(last=until.last) if beside else scope


def _may_begin(begun: Scope, until: Scope) -> bool:
    """Tell whether what is counted up to a day may be counted from the start of a period told before it.

    So it may from one told 以来, from a year, and from 今年 where the day is of this year.
    """
    same = begun.first and until.last and begun.first[:4] == until.last[:4]
    whole = begun.kind == "year" and (begun.first or "").endswith("-01-01")
    return begun.kind == "since" or bool(whole and (same or begun.text not in _LOOSE))


class Periods:
    """The periods of an article; ask with `at`."""

    def __init__(
        self,
        text: str,
        sentences: Sequence[Sentence],
        scopes: Sequence[Scope],
        counted: Sequence[int | None],
        subjects: Subjects,
        *,
        marks: Marks,
        published_year: int = 0,
    ) -> None:
        self._text = text
        self._year = published_year
        self._marks = marks
        self._sentences = sentences
        self._starts = [one.start for one in sentences]
        self._subjects = subjects
        self._own = within(scopes, sentences)
        self._told = [[one for one in own if one.text] for own in self._own]
        self._counted = [place is not None for place in counted]
        self._first_counted = [place or 0 for place in counted]
        self._report_index = 0
        self._report, self._report_pair = self._report_scope()
        self._carried = self._carry()
        self._lasting = self._last()
        self._title = find_title_year(text, sentences, self._own, self._counted, last_year=published_year)
        self._is_list = bool(self._title and self._is_said_alone(*self._title))
        self._section = find_section_years(text, sentences, self._own, self._counted)

    def at(self, index: int, place: int, status: Status, *, plan: Plan | None = None) -> Scope | None:
        """Return the period for a place in sentence `index`, None where none is told; `plan` is the one it is in."""
        scope = self._in_section(index, self._in_sentence(index, place, status))
        if scope and status == "planned" and scope.kind == "until" and self._is_led_ahead(scope, place):
            return None
        if status != "actual" and self._once_built(index, place, scope):
            return None
        if plan and status == "planned" and (scope is None or scope.text == "全年"):
            return plan.scope
        if scope is None and index and _OF_WHICH.match(self._text, self._sentences[index].start):
            return self.at(index - 1, self._sentences[index - 1].end - 1, status)
        if scope is None:
            scope = self._planned_before(index) if status == "planned" else None
            scope = scope or self._from_before(index, place, status, in_report=plan is None)
            if scope and status != "actual" and scope.kind in {"until", "since"}:
                return None
        if scope and scope.kind == "year" and "累计" in self._clause(index, place):
            scope = summed_up(self._text, self._sentences[index].start, place) or scope
        if (
            scope
            and scope.text == "今年"
            and scope.kind == "year"
            and status == "actual"
            and "累计" in self._clause(index, place)
        ):
            return scope._replace(last=None)
        return scope

    def _is_led_ahead(self, scope: Scope, place: int) -> bool:
        """Tell whether a number is of what is still to come behind a day gone by (截至4月投资2亿元,预计带动300人)."""
        over = "截" in self._text[max(0, scope.start - 2) : scope.start + 1]
        return bool(over and scope.end <= place and _PAST_AND_AHEAD.search(self._text, scope.end, place))

    def _is_said_alone(self, index: int, scope: Scope) -> bool:
        """Tell whether a line says nothing but a period, as below the title of a list: (2021年至2023年)."""
        sentence = self._sentences[index]
        return self._text[sentence.start : sentence.end].strip(BRACKETS) == scope.text

    def _in_section(self, index: int, scope: Scope | None) -> Scope | None:
        """Return the months that a section of one year tells (全年, 上半年, 一年里) as those of that year."""
        year = self._section[index]
        if scope is None or year is None or year.first is None or scope.first is None or scope.last is None:
            return scope
        if scope.text == "一年":
            return year
        without_year = scope.text in OF_YEAR_TOLD or (scope.kind == "moment" and _DAY_ALONE.match(scope.text))
        if not without_year or scope.first[:4] == year.first[:4] or year.first[:4] != (year.last or "")[:4]:
            return scope
        return scope._replace(first=year.first[:4] + scope.first[4:], last=year.first[:4] + scope.last[4:])

    def _section_year(self, index: int, status: Status) -> Scope | None:
        """Return the year of the section for what was done in one gone by or is planned in one that is not over."""
        year = self._section[index]
        done = status == "actual"
        return year if year and (not self._is_to_come(year) if done else not self._is_over(year)) else None

    def _from_before(self, index: int, place: int, status: Status, *, in_report: bool) -> Scope | None:
        """Return the period that sentences before one told for it: its paragraph, the report, an earlier paragraph."""
        start = max(self._sentences[index].start, place - _OF_NO_TIME_WITHIN)
        if self._text[place - 1] in _OF_NO_TIME_ENDS and _OF_NO_TIME.search(self._text, start, place):
            return None
        scope = self._carried[index] or self._section_year(index, status) or self._other_half(index)
        if scope is None and self._is_of_building(index, place):
            return None
        if (
            scope is None
            and in_report
            and self._report
            and index > self._report_index
            and self._same_pair(index, place)
        ):
            scope = self._report
        if status != "actual" or (scope and not self._is_to_come(scope)):
            return scope
        titled = self._title and index > self._title[0] and (self._is_list or not self._is_story(index))
        return self._lasting[index] or (self._title[1] if titled and self._title else None)

    def _is_of_building(self, index: int, place: int) -> bool:
        """Tell whether a number says how big a building is or what it costs in all, which is of no report's year."""
        start, _ = self._marks.clause(place, self._sentences[index])
        return bool(_OF_BUILDING.search(self._text[start:place]))

    def _once_built(self, index: int, place: int, scope: Scope | None) -> bool:
        """Tell whether a number is of the time, told by no date, once something stands: 投产后年加工600吨."""
        start = scope.start if scope and scope.start < place else self._sentences[index].start
        return bool(_ONCE_BUILT.search(self._text, max(start, self._sentences[index].start), place))

    def _clause(self, index: int, place: int) -> str:
        start, end = self._marks.clause(place, self._sentences[index])
        return self._text[start:end]

    def _in_turn(self, own: Sequence[Scope], place: int) -> Scope | None:
        """Return the year of a number that is told in turn with those before it (2021年、2022年分别为3个、4个)."""
        for series in self._marks.series:
            if series.start < place <= series.numbers[-1]:
                years = [one for one in own if one.end <= series.start and one.kind == "year"][-len(series.numbers) :]
                joined = all(two.start - one.end <= _JOINED for one, two in itertools.pairwise(years))
                if len(years) == len(series.numbers) and joined:
                    return years[bisect_left(series.numbers, place)]
        return None

    def _in_sentence(self, index: int, place: int, status: Status) -> Scope | None:
        sentence = self._sentences[index]
        own = [
            one
            for one in self._told[index]
            if one.kind not in {"compared", "base"} or self._is_held_against(one, place)
        ]
        if not own:
            return None
        if self._marks.series and (turn := self._in_turn(own, place)):
            return turn
        if status == "actual":
            own = [one for one in own if not self._is_of_other_plan(one, place)]
        part = self._marks.part(place, sentence)
        if any(one.kind == "event" for one in own):
            start, end = self._marks.clause(place, sentence)
            own = [one for one in own if one.kind != "event" or start <= one.start < end]
        before = [one for one in own if one.end <= place]
        near = [one for one in before if one.start >= part[0]]
        if near and near[0].kind == "moment":
            # 5月3日领到了今年的分红 is of that day
            near = [one for one in near if one.text not in _LOOSE or not self._text.startswith("的", one.end)]
        chosen = near[-1] if near else None
        if chosen is None:
            lasting = [one for one in before if one.kind != "moment"]
            chosen = lasting[-1] if lasting else self._day_before(before, part)
        if chosen is None:
            clause = self._marks.clause(place, sentence)
            inside = [one for one in own if clause[0] <= one.start < clause[1]]
            chosen = inside[0] if inside else None
        if chosen and chosen.start < part[0] and _FROM_NOW_ON.match(self._text, part[0]):
            return None
        if chosen is None or status != "actual":
            return chosen
        return _shortened(self._text, self._completed(chosen, before), before)

    def _day_before(self, before: Sequence[Scope], part: tuple[int, int]) -> Scope | None:
        """Return the day of an event told last before a part of a sentence (5月3日签约;又捐款300万元)."""
        if not before or not is_event(before[-1]) or _NOT_THERE.search(self._text, *part):
            return None
        return before[-1]

    def _is_held_against(self, scope: Scope, place: int) -> bool:
        """Tell whether the number at a place is the first behind a year that another is compared with."""
        return scope.end <= place and not _DIGIT.search(self._text, scope.end, place)

    def _is_of_other_plan(self, scope: Scope, place: int) -> bool:
        """Tell whether a year is that of a plan told in a clause of its own before a place (全年计划投入300万元)."""
        end = self._marks.clause_end(scope.end)
        return end <= place and self._is_of_plan(scope)

    def _is_of_plan(self, scope: Scope) -> bool:
        end = self._marks.clause_end(scope.end)
        ahead = scope.kind == "year" and _AHEAD.search(self._text, scope.end, end)
        return bool(ahead and _DIGIT.search(self._text, scope.end, end))

    def _other_half(self, index: int) -> Scope | None:
        """Return the year that the second half of a title tells for the first (投入300万元!某县今年办项目3个)."""
        one, *rest = self._sentences[index : index + 2]
        if not one.heading or not rest or rest[0].paragraph != one.paragraph or len(self._told[index + 1]) != 1:
            return None
        (scope,) = self._told[index + 1]
        return scope if scope.kind == "year" else None

    def _planned_before(self, index: int) -> Scope | None:
        """Return the year of a plan that the sentences of the same paragraph told last (今年计划投入……,另计划……)."""
        paragraph = self._sentences[index].paragraph
        for i in range(index - 1, -1, -1):
            if self._sentences[i].paragraph != paragraph:
                return None
            if self._told[i]:
                scope = self._told[i][-1]
                return scope if self._is_of_plan(scope) else None
        return None

    def _completed(self, scope: Scope, before: Sequence[Scope]) -> Scope:
        """Return a scope that ends at a date with the start that the report's year gives it."""
        if scope.kind != "until" or scope.first:
            return scope
        year = next((one for one in reversed(before) if one.first and _may_begin(one, scope)), None)
        year = year or self._year_before(scope)
        return scope._replace(first=year.first) if year else scope

    def _year_before(self, scope: Scope) -> Scope | None:
        """Return the year that a day counts from: told before it in its paragraph, or what the article opened with."""
        at = bisect_right(self._starts, scope.start) - 1
        paragraph = self._sentences[at].paragraph
        for i in range(at, -1, -1):
            if self._sentences[i].paragraph != paragraph and i >= _OPENING_SENTENCES and not self._sentences[i].heading:
                continue
            for one in reversed(self._own[i]):
                if (
                    one.end <= scope.start
                    and (one.kind == "year" or one.text == "今年以来")
                    and one.first
                    and one.first.endswith("-01-01")
                    and scope.last
                    and one.first[:4] == scope.last[:4]
                ):
                    return one
        return None

    def _report_scope(self) -> tuple[Scope | None, Pair]:
        """Return the year that the opening of a report sets for all of it, and the pair it is about."""
        opened = [
            i
            for i, sentence in enumerate(self._sentences)
            if self._counted[i] and not sentence.heading and not self._is_speech(sentence)
        ][:2]
        told_since = False
        for i in opened:
            if told_since and self._sentences[i].paragraph != self._sentences[opened[0]].paragraph:
                break
            if self._is_of_village(i):
                break
            for j in range(i, max(-1, i - 1 - self._before_counted(i)), -1):
                scope = self._opening(i, j)
                if scope and not (told_since and scope.text.startswith(_LOOSE_STARTS)):
                    self._report_index = j
                    return scope, self._subjects.at(i, self._sentences[i].start)
            told_since = any(one.kind == "since" or is_long(one) for one in self._own[i])
            if not told_since and not any(one.kind in {"moment", "event"} for one in self._own[i]):
                break
        return None, Pair()

    def _before_counted(self, index: int) -> int:
        """Return how many sentences before one count nothing themselves, at most the four that may open a report."""
        last = next((i for i in range(index - 1, -1, -1) if self._counted[i]), -1)
        return min(_OPENING_SENTENCES, index - 1 - last)

    def _is_speech(self, sentence: Sentence) -> bool:
        words = self._text[sentence.start : sentence.end].lstrip()
        return words.startswith(("“", '"')) and not _PLAN_QUOTED.match(words)

    def _opening(self, index: int, at: int) -> Scope | None:
        """Return the one year that sentence `at`, or what stands before the numbers of it, sets for the report."""
        if at < 0 or (at < index and self._counted[at]):
            return None
        years = [one for one in self._own[at] if one.text and _may_open(one) and (one.first or one.last)]
        years = [one for one in years if not is_long(one)]
        if len({one.first for one in years if one.kind == "year"}) > 1:
            return None
        for scope in reversed(years):
            if at < index - 1 and not self._opens(at, scope):
                continue
            if at == index and scope.start > self._first_counted[index]:
                continue
            if scope.text in _LOOSE and not self._begins(self._beginning(at), scope):
                continue
            done = _shortened(self._text, self._completed(scope, self._own[at]), self._own[at])
            if done.first and not self._is_past(done):
                return done
        return None

    def _is_past(self, scope: Scope) -> bool:
        """Tell whether a year is too far back for a report published now to be about it."""
        return bool(self._year and scope.last and int(scope.last[:4]) < self._year - 1)

    def _beginning(self, index: int) -> int:
        """Return where a sentence begins behind the words of who tells it."""
        start, end = self._sentences[index].start, self._sentences[index].end
        led_in = _LED_IN.match(self._text, start, end)
        return led_in.end() if led_in else start

    def _begins(self, start: int, scope: Scope) -> bool:
        """Tell whether what starts at a place begins with a period, but for white space and a sign of a list."""
        return not self._text[start : scope.start].strip(_BEFORE_FIRST)

    def _opens(self, index: int, scope: Scope) -> bool:
        """Tell whether a sentence begins with a period, or is the title of a report of it (某县2022年工作总结)."""
        sentence = self._sentences[index]
        if not sentence.heading:
            return self._begins(sentence.start, scope)
        return bool(REPORT.search(self._text, sentence.start, sentence.end))

    def _same_pair(self, index: int, place: int) -> bool:
        """Tell whether the report's year holds for a place: one in its title does for all pairs it tells of."""
        titled = self._sentences[self._report_index].heading
        return titled or self._are_same(self._subjects.at(index, place), self._report_pair)

    @staticmethod
    def _are_same(now: Pair, then: Pair) -> bool:
        """Tell whether two pairs are about the same places, one perhaps more exactly."""
        return all(
            not ours
            or not theirs
            or any(a.holds(b) or b.holds(a) or a == b or a.label or b.label for a in ours for b in theirs)
            for ours, theirs in ((now.givers, then.givers), (now.receivers, then.receivers))
        )

    def _carry(self) -> list[Scope | None]:
        """Return for each sentence the period that an earlier one of its paragraph opened for it."""
        carried: list[Scope | None] = []
        open_scope: Scope | None = None
        event: Scope | None = None
        fair: Scope | None = None
        led: Scope | None = None
        told_here = told_since = False
        pair = Pair()
        for i, sentence in enumerate(self._sentences):
            new = i and self._sentences[i - 1].paragraph != sentence.paragraph
            led = self._led(i - 1, led) if i else None
            if new and not _GOES_ON.match(self._text, sentence.start):
                open_scope = None if (sentence.heading and not self._counted[i]) or self._told[i] else led
            told_here = told_here and not new
            there = event and self._is_there(sentence, near=told_here, last=not told_since)
            if there or (fair and not self._told[i] and is_at_fair(self._text, sentence)):
                carried.append(event if there else fair)
                continue
            if self._told[i]:
                day = next((one for one in reversed(self._told[i]) if is_event(one)), None)
                event, told_here, told_since = day or event, bool(day), not day
                fair = fair or (day if opens_fair(self._text, sentence) else None)
            if open_scope and open_scope.kind == "since" and _NO_MORE.match(self._text, sentence.start, sentence.end):
                open_scope = None
            carried.append(open_scope if open_scope and self._holds_on(open_scope, i, pair) else None)
            if not self._own[i]:
                continue
            lasting = [
                one
                for one in self._own[i]
                if one.text and one.kind in {"since", "year", "until"} and (one.first or one.last)
            ]
            lasting = [one for one in lasting if not self._is_of_plan(one)] or lasting
            lasting = [one for one in lasting if not _OF_PAPER.match(self._text, one.end)]
            if lasting:
                scope = _shortened(self._text, self._completed(lasting[-1], self._own[i]), self._own[i])
                pair = self._subjects.at(i, sentence.end - 1)
                # 今年 may tell one thing among others, 2023年 or 前三季度 tells all of it
                open_scope = scope if not self._counted[i] or scope.text not in _LOOSE else None
            elif any(one.kind == "vague" and one.text for one in self._own[i]):
                open_scope = self._now(i)
        return carried

    def _is_there(self, sentence: Sentence, *, near: bool, last: bool) -> bool:
        """Tell whether a sentence says what was done at an event, which its paragraph tells or was told last of all."""
        start, end = sentence.start, sentence.end
        return bool(
            _AT_EVENT.match(self._text, start, end)
            or (near and (_ALSO_THERE.search(self._text, start, end) or _TOLD_APART.match(self._text, start, end)))
            or (last and _ON_THE_SPOT.search(self._text, start, end))
        )

    def _led(self, index: int, led: Scope | None) -> Scope | None:
        """Return the period that a sentence leads to for the paragraphs behind it (2022年,账单这样写——), else `led`.

        It holds until a sentence tells another or a heading stands between.
        """
        sentence, own = self._sentences[index], self._told[index]
        if sentence.heading or not own:
            listed = self._counted[index] or self._text.startswith(_BULLETS, sentence.start)
            return led if listed or not sentence.heading else None
        leads = _LEADS_BEFORE.search(self._text, sentence.start, own[-1].start) or _LEADS.search(
            self._text, own[-1].end, sentence.end
        )
        counts = leads and self._counted[index] and self._first_counted[index] < leads.start()
        return own[-1] if leads and not counts and own[-1].kind in {"year", "since", "until"} else None

    def _now(self, index: int) -> Scope | None:
        """Return the 目前 that a sentence tells for those behind it: one that begins it, or that counts nothing."""
        sentence = self._sentences[index]
        now = (one for one in self._own[index] if one.text in _NOW)
        return next((one for one in now if not self._counted[index] or self._begins(sentence.start, one)), None)

    def _holds_on(self, scope: Scope, index: int, pair: Pair) -> bool:
        """Tell whether a period told before in the paragraph holds for a sentence: 今年 only for the same pair."""
        same = self._are_same(self._subjects.at(index, self._sentences[index].start), pair)
        return same or not scope.text.startswith(_LOOSE_STARTS)

    def _last(self) -> list[Scope | None]:
        """Return for each sentence the year that an earlier paragraph was all about, until one tells another period.

        It holds for paragraphs about the same pair that name no period; one that tells of an example stands for itself.
        """
        lasting: list[Scope | None] = [None] * len(self._sentences)
        year: Scope | None = None
        about = Pair()
        for first, end in self._paragraphs():
            silent = next((i for i in range(first, end) if self._told[i]), end)
            goes_on = silent == end or (year and is_within(self._told[silent][0], year))
            if year and goes_on and not self._is_example(self._sentences[first]):
                for i in range(first, silent):
                    lasting[i] = year if self._subjects.at(i, self._sentences[i].start) == about else None
            if silent < end:
                year = self._year_of(first, end)
                about = self._subjects.at(end - 1, self._sentences[end - 1].end - 1) if year else about
        return lasting

    def _paragraphs(self) -> Iterator[tuple[int, int]]:
        """Yield for each paragraph the number of its first sentence and of the one behind its last."""
        first = 0
        for i, (one, other) in enumerate(itertools.pairwise(self._sentences), 1):
            if one.paragraph != other.paragraph:
                yield first, i
                first = i
        if self._sentences:
            yield first, len(self._sentences)

    def _is_story(self, index: int) -> bool:
        """Tell whether the paragraph of a sentence tells of one village, works or person."""
        paragraph = self._sentences[index].paragraph
        while index and self._sentences[index - 1].paragraph == paragraph:
            index -= 1
        first = self._sentences[index]
        return not first.heading and self._is_example(first)

    def _is_of_village(self, index: int) -> bool:
        """Tell whether the paragraph of a sentence opens with a village, whose years are those of no report."""
        paragraph = self._sentences[index].paragraph
        while index and self._sentences[index - 1].paragraph == paragraph:
            index -= 1
        return bool(_VILLAGE_FIRST.match(self._text, self._sentences[index].start))

    def _is_example(self, sentence: Sentence) -> bool:
        return sentence.heading or bool(_EXAMPLE.match(self._text, sentence.start, sentence.end))

    def _is_to_come(self, scope: Scope) -> bool:
        return bool(self._year and scope.first and int(scope.first[:4]) > self._year)

    def _is_over(self, scope: Scope) -> bool:
        return bool(self._year and scope.last and int(scope.last[:4]) < self._year)

    def _year_of(self, first: int, end: int) -> Scope | None:
        """Return the one year, or months of it, that a paragraph opens with and tells what was done in."""
        told = [one for own in self._told[first:end] for one in own]
        scope, sentence = told[0], self._sentences[first]
        if (
            len(told) > 1
            or scope.kind != "year"
            or scope.text in _LOOSE
            or (is_long(scope) and not self._is_over(scope))
        ):
            return None
        if sentence.heading or not self._begins(sentence.start, scope) or not any(self._counted[first:end]):
            return None
        past = not self._year or (scope.last or "") < f"{self._year + 1}"
        return scope if past and not _AHEAD.search(self._text, sentence.start, self._sentences[end - 1].end) else None
