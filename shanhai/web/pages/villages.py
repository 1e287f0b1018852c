"""Villages: collective income before and after, weak villages and when they were listed, linked households.

Also the list of Zhejiang's mountain counties with the days each entered and left it. Changes nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.http import require_GET

from shanhai.catalogue.book import BOOK
from shanhai.catalogue.words import Words
from shanhai.figures.answer import Group
from shanhai.figures.fold import divide_half_up
from shanhai.registry.reference import read_mountain_counties
from shanhai.web.lists import text_of
from shanhai.web.numbers import MINUS, NOTHING, write_percent
from shanhai.web.registers import (
    Cell,
    LateRows,
    Register,
    Sight,
    count,
    day,
    money_head,
    number_head,
    place_name,
    show_tabs,
    text_head,
    value_by_place,
    yuan,
)
from shanhai.web.templatetags.words import word

TITLE = Words("村", "Villages")
INTRO = Words(
    "村集体收入的前后、薄弱村何时进出名单、农户怎样得益：一村一户只计一次，名单都有日子。",
    "Collective income before and after, when weak villages were listed and rose, how households gain: a village or "
    "household counts once, and every list has its days.",
)
STRONG = "village_revitalisation.strong_village_yuan"


def _income(sight: Sight) -> Register:
    """Each village with its first and newest year, and whether it passed the line of a strong village."""
    strong = value_by_place(STRONG)
    years = sight.gathered(_years_by_village, "village_collective_income", "receiver_place", "village", "income_year")
    shown = {
        "strong": Words("强村", "Strong"),
        "risen": Words("增收", "Risen"),
        "fallen": Words("减收", "Fallen"),
    }
    state = sight.condition("state", Words("哪些村", "Which villages"), shown, every=Words("全部", "All"))
    kept, looked_for = [], text_of(sight.request)
    for (place, village), told in years:
        newest, change = told[max(told)], told[max(told)] - told[min(told)]
        facts = {"": True, "strong": newest >= int(strong(place)) * 100, "risen": change > 0, "fallen": change < 0}
        if facts[state.chosen] and (not looked_for or sight.fits(str(village), place_name(place))):
            kept.append((place, village, told))
    rows = LateRows(kept, lambda some: [_income_row(*one, line=int(strong(one[0])) * 100) for one in some])
    return Register(
        TITLE,
        INTRO,
        heads=(
            text_head("村", "Village"),
            number_head("先看的年", "First year"),
            money_head("那年收入", "Income then"),
            number_head("最近一年", "Newest year"),
            money_head("最近收入", "Newest income"),
            money_head("增减", "Change"),
            number_head("增幅", "Growth"),
        ),
        rows=rows,
        caption=Words("村集体经营性收入", "Collective income"),
        empty=Words("还没有村集体收入", "No collective income yet"),
        search=Words("村名、县名", "Village or county"),
        kinds=("village_revitalisation.collective_income",),
        conditions=(state,),
        sums=(
            sight.tell("village_collective_income", Words("合计", "In all")),
            sight.tell("villages_in_alliance", Words("联盟村", "In alliances")),
        ),
    )


Told = TypeVar("Told")


def _years_by_village(groups: Iterable[Group]) -> list[tuple[tuple[Any, ...], dict[int, int]]]:
    """Return each village with its income by year, in the order of their places and names."""
    years: dict[tuple[Any, ...], dict[int, int]] = defaultdict(dict)
    for group in groups:
        years[group.keys[:2]][int(group.keys[2] or 0)] = group.value or 0
    return _in_order(years)


def _moves_by_village(groups: Iterable[Group]) -> list[tuple[tuple[Any, ...], list[tuple[date, int]]]]:
    """Return each village of each list with the days it came in (1) and left (0), oldest first."""
    moves: dict[tuple[Any, ...], list[tuple[date, int]]] = defaultdict(list)
    for group in groups:
        moves[group.keys[:3]].append((group.keys[3], group.value or 0))
    return [(key, sorted(told)) for key, told in _in_order(moves)]


def _in_order(told: dict[tuple[Any, ...], Told]) -> list[tuple[tuple[Any, ...], Told]]:
    return sorted(told.items(), key=lambda one: tuple(str(part) for part in one[0]))


def _income_row(place: Any, village: Any, told: dict[int, int], *, line: int) -> list[Cell]:
    first, last = min(told), max(told)
    change = told[last] - told[first] if first != last else None
    return [
        Cell(
            str(village), sub=place_name(place) or NOTHING, tag=Words("强村", "strong") if told[last] >= line else None
        ),
        Cell(str(first), value=first),
        yuan(told[first]),
        Cell(str(last), value=last),
        yuan(told[last]),
        yuan(change),
        Cell(_rate(change, told[first])),
    ]


def _rate(change: int | None, base: int) -> str:
    if change is None or base <= 0:
        return NOTHING
    return f"{MINUS if change < 0 else '+'}{write_percent(abs(change), base)}"


def _weak(sight: Sight) -> Register:
    """Each village that ever was listed, with its list and the days it came in and left."""
    moves = sight.gathered(
        _moves_by_village, "weak_villages_listed", "receiver_place", "village", "village_list", "on_date"
    )
    shown = {"listed": Words("在册", "Listed"), "risen": Words("已出列", "Left")}
    state = sight.condition("state", Words("状态", "State"), shown, every=Words("全部", "All"))
    kept, looked_for = [], text_of(sight.request)
    for key, told in moves:
        found = "listed" if told[-1][1] else "risen"
        if state.lets(found) and (not looked_for or sight.fits(str(key[1]), str(key[2] or ""), place_name(key[0]))):
            kept.append((*key, told))
    rows = LateRows(kept, lambda some: [_weak_row(*one) for one in some])
    return Register(
        TITLE,
        INTRO,
        heads=(
            text_head("村", "Village"),
            text_head("名单", "List"),
            text_head("进名单", "Listed on"),
            text_head("出列", "Left on"),
            text_head("状态", "State"),
        ),
        rows=rows,
        caption=Words("薄弱村", "Weak villages"),
        empty=Words("还没有薄弱村名单", "No list of weak villages yet"),
        search=Words("村名、名单、县名", "Village, list or county"),
        kinds=("village_revitalisation.weak_village",),
        conditions=(state,),
        sums=(
            sight.tell("weak_villages_listed", Words("在册", "Listed now")),
            sight.tell("weak_villages_helped", Words("进过名单", "Ever listed")),
        ),
    )


def _weak_row(place: Any, village: Any, listed: Any, told: list[tuple[date, int]]) -> list[Cell]:
    entered = next((on for on, value in told if value), None)
    left = told[-1][0] if not told[-1][1] else None
    return [
        Cell(str(village), sub=place_name(place) or NOTHING),
        Cell(str(listed or NOTHING)),
        day(entered),
        day(left),
        Cell(word(Words("已出列", "left") if left else Words("在册", "listed"))),
    ]


def _households(sight: Sight) -> Register:
    """What each way of linking brings: households once each, gain, gain per household, and what they had before."""
    titles = {one.code: one.title for one in BOOK.kind("village_revitalisation.benefit").column("link").choices}
    home = ("receiver_place", "village", "household_code")
    bases: dict[tuple[Any, ...], int] = {}
    for group in sight.groups("persons_benefited", *home, "base_income_fen"):
        if group.keys[3] is not None:
            bases[group.keys[:3]] = int(group.keys[3])
    gains: dict[str, int] = defaultdict(int)
    held: dict[str, set[tuple[Any, ...]]] = defaultdict(set)
    for group in sight.groups("household_gains", *home, "link"):
        link = str(group.keys[3] or "")
        gains[link] += group.value or 0
        held[link].add(group.keys[:3])
    rows = []
    for link, homes in sorted(held.items(), key=lambda one: -gains[one[0]]):
        known = [bases[one] for one in homes if one in bases]
        base = divide_half_up(sum(known), len(known)) if known else None
        gain = divide_half_up(gains[link], len(homes))
        rows.append(
            [
                Cell(word(titles.get(link, Words("没有写", "not said")))),
                count(len(homes)),
                yuan(gains[link]),
                yuan(gain),
                yuan(base),
                count(len(known)),
                Cell(_rate(gain, base) if base else NOTHING),
            ]
        )
    return Register(
        TITLE,
        INTRO,
        heads=(
            text_head("联结方式", "Way of linking"),
            number_head("户数", "Households", "household"),
            money_head("增收合计", "Gains"),
            money_head("户均增收", "Gain per household"),
            money_head("户均基数", "Income before, mean"),
            number_head("有基数的户", "With known income", "household"),
            number_head("比基数", "Against before"),
        ),
        rows=rows,
        caption=Words("联结方式", "Ways of linking"),
        empty=Words("还没有农户得益的条目", "No gains of households yet"),
        kinds=("village_revitalisation.household", "village_revitalisation.benefit"),
        sums=(
            sight.tell("households_benefited", Words("受益户", "Households")),
            sight.tell("persons_benefited", Words("受益人", "Persons")),
            sight.tell("household_gains", Words("增收", "Gains")),
            sight.tell("household_income_increase", Words("户均", "A household")),
        ),
        notes=(
            Words(
                "一户可有几种联结：各行户数不能相加，总户数以上面的受益户为准。",
                "A household may be linked in several ways: never add the rows; households in all stand above.",
            ),
        ),
    )


def _counties(sight: Sight) -> Register:
    """The 26 mountain counties of 2021 that became 25 mountain and island counties, with the days of each."""
    today = sight.today
    rows = []
    for one in read_mountain_counties():
        now = (one.member_from is None or one.member_from <= today) and (one.member_to is None or today < one.member_to)
        if not sight.fits(one.name, one.code):
            continue
        rows.append(
            [
                Cell(one.name, sub=one.code),
                Cell(word(Words("海岛", "island") if one.is_island else Words("山区", "mountain"))),
                day(one.member_from),
                day(one.member_to),
                Cell(word(Words("在册", "listed") if now else Words("已出列", "left"))),
                Cell(one.source),
            ]
        )
    listed = sum(1 for row in rows if row[4].text == word(Words("在册", "listed")))
    return Register(
        TITLE,
        INTRO,
        heads=(
            text_head("县", "County"),
            text_head("类别", "Class"),
            text_head("进名单", "Listed on"),
            text_head("出列", "Left on"),
            text_head("今天", "Today"),
            text_head("出处", "Source"),
        ),
        rows=rows,
        caption=Words("山区海岛县", "Counties"),
        empty=Words("没有名单", "No list"),
        search=Words("县名", "County"),
        notes=(
            Words(
                f"今天在册 {listed} 个；没有写日子的照出处留空。", f"{listed} listed today; undated ones stay blank."
            ),
        ),
    )


TABS = {
    "income": (Words("集体收入", "Collective income"), _income),
    "weak": (Words("薄弱村名单", "Weak villages"), _weak),
    "households": (Words("利益联结", "Linked households"), _households),
    "counties": (Words("山区海岛县名单", "Mountain and island counties"), _counties),
}


@require_GET
def villages(request: HttpRequest) -> HttpResponse:
    """Show or export one of the registers of villages."""
    return show_tabs(request, TABS)


urlpatterns = [path("villages", villages, name="villages")]
