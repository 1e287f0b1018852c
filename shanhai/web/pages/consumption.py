"""Consumption assistance: recognised products with their validity, the reserved share of canteens, sales by channel."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.http import require_GET

from shanhai.catalogue.book import BOOK
from shanhai.catalogue.words import Words
from shanhai.figures.overlaps import sum_labels
from shanhai.web.numbers import NOTHING, write_percent
from shanhai.web.registers import (
    Cell,
    Register,
    Sight,
    Sum,
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
from shanhai.web.templatetags.words import money, word

TITLE = Words("消费帮扶", "Consumption assistance")
INTRO = Words(
    "产品认定看有效期，食堂看预留份额，销售只计首次出县的；标签可以有几个，金额只有一个。",
    "Products by the validity of their recognition, canteens by their reserved share, sales by the first sale out of "
    "the county only; an order may carry several labels and has one amount.",
)
VALIDITY = {
    "valid": Words("有效", "valid"),
    "ending": Words("快到期", "ends soon"),
    "lapsed": Words("已过期", "lapsed"),
    "withdrawn": Words("已撤销", "withdrawn"),
}
RESERVE = {
    "reached": Words("达到", "reached"),
    "below": Words("不够", "below"),
    "no_quota": Words("没有份额", "no quota"),
    "no_total": Words("没有采购总额", "no total"),
}

UNFILED = Words(
    "有 {n} 行预留采购没有采购总额，上面的份额因此偏高：请单位补报总额。",
    "{n} rows of reserved purchases have no total, so that the share above is too high: ask for the totals.",
)


def _products(sight: Sight) -> Register:
    """Every recognised product with its newest days of validity and how it stands today."""
    warn = value_by_place("consumption.certificate_warn_days")
    state = sight.condition("state", Words("有效没有", "Valid or not"), VALIDITY, every=Words("各状态", "All states"))
    by = ("certificate_no", "product", "holder", "brand", "valid_from", "valid_to", "receiver_place")
    newest: dict[str, tuple[Any, ...]] = {}
    for group in sight.groups("certified_products", *by):
        number, told = str(group.keys[0]), (*group.keys[1:6], group.value, group.keys[6])
        if number not in newest or (told[4] or date.min) >= (newest[number][4] or date.min):
            newest[number] = told
    rows = []
    for number, (product, holder, brand, first, last, standing, place) in sorted(newest.items()):
        found = _validity(first, last, standing, today=sight.today, warn=int(warn(place)))
        said = (number, str(product or ""), str(holder or ""), str(brand or ""))
        if not state.lets(found) or not sight.fits(*said):
            continue
        rows.append(
            [
                Cell(str(product), sub=str(brand or "")),
                Cell(number),
                Cell(str(holder or NOTHING)),
                day(first),
                day(last),
                Cell(word(VALIDITY[found]), warm=found in ("lapsed", "ending"), value=word(VALIDITY[found])),
            ]
        )
    return Register(
        TITLE,
        INTRO,
        heads=(
            text_head("产品", "Product"),
            text_head("认证编号", "Certificate no."),
            text_head("持证单位", "Holder"),
            text_head("有效期起", "Valid from"),
            text_head("有效期止", "Valid to"),
            text_head("今天", "Today"),
        ),
        rows=rows,
        caption=Words("认定产品", "Products"),
        empty=Words("还没有登记产品", "No product registered yet"),
        search=Words("产品、编号、单位、品牌", "Product, number, holder or brand"),
        kinds=("consumption.product",),
        conditions=(state,),
        sums=(sight.tell("certified_products", Words("没有撤销的", "Not withdrawn")),),
        notes=(
            Words(
                "订单写了认证编号的，导入时核下单日在不在有效期内。",
                "An order that names a certificate is checked on import against the day of the order.",
            ),
        ),
    )


def _validity(first: date | None, last: date | None, standing: int | None, *, today: date, warn: int) -> str:
    if not standing:
        return "withdrawn"
    if (last and today > last) or (first and today < first):
        return "lapsed"
    return "ending" if last and last - today <= timedelta(days=warn) else "valid"


def _canteens(sight: Sight) -> Register:
    """Each unit and year: food purchases, reserved purchases, and the share, with the special cases of the rule."""
    share, better = value_by_place("consumption.reserve_share"), value_by_place("consumption.reserve_share_encouraged")
    how = {one.code: one.title for one in BOOK.kind("consumption.canteen_total").column("arrangement").choices}
    state = sight.condition("state", Words("达到没有", "Reached or not"), RESERVE, every=Words("全部", "All"))
    key = ("giver_place", "canteen_unit", "canteen_year")
    bought = {group.keys: group.value or 0 for group in sight.groups("canteen_reserved_purchases", *key)}
    rows, unfiled = [], dict(bought)
    for group in sight.groups("canteen_purchases", *key, "arrangement", "filed_by"):
        place, unit, year, arrangement, filed_by = group.keys
        total, reserved = group.value or 0, bought.get(group.keys[:3])
        unfiled.pop(group.keys[:3], None)
        least, encouraged = int(share(place)), int(better(place))
        found = "no_quota" if not total else ("reached" if (reserved or 0) * 100 >= total * least else "below")
        if not state.lets(found) or not sight.fits(str(unit), place_name(place)):
            continue
        rows.append(
            [
                Cell(str(unit), sub=place_name(place)),
                Cell(str(year), value=year),
                Cell(word(how.get(arrangement or "", Words("没有写", "not said"))), sub=str(filed_by or "")),
                yuan(total),
                yuan(reserved),
                Cell(write_percent(reserved or 0, total) if total else NOTHING, warm=(reserved or 0) > total),
                Cell(
                    word(RESERVE[found]),
                    sub=f"{least}%",
                    warm=found == "below",
                    tag=Words("达到鼓励线", "encouraged share")
                    if total and (reserved or 0) * 100 >= total * encouraged
                    else None,
                ),
            ]
        )
    for (place, unit, year), reserved in unfiled.items():
        if state.lets("no_total") and sight.fits(str(unit), place_name(place)):
            told = [Cell(str(unit), sub=place_name(place)), Cell(str(year), value=year), Cell(NOTHING), Cell(NOTHING)]
            rows.append([*told, yuan(reserved), Cell(NOTHING), Cell(word(RESERVE["no_total"]), warm=True)])
    return Register(
        TITLE,
        INTRO,
        heads=(
            text_head("单位", "Unit"),
            number_head("年度", "Year"),
            text_head("食堂情况", "Canteen"),
            money_head("食材采购", "Food purchases"),
            money_head("预留采购", "Reserved purchases"),
            number_head("份额", "Share"),
            text_head("够不够", "Enough"),
        ),
        rows=rows,
        caption=Words("填报", "Returns"),
        empty=Words("还没有食堂填报", "No canteen returns yet"),
        search=Words("单位", "Unit"),
        kinds=("consumption.canteen_total", "consumption.canteen_reserved"),
        conditions=(state,),
        sums=(sight.tell("canteen_reserved_share", Words("份额", "Share")),),
        notes=(
            Words(
                "共用食堂由一家填报，没有食堂的不设份额，外包的也填报。",
                "One unit files for a shared canteen, one without has no quota, an outsourced canteen files too.",
            ),
            *([UNFILED.fill(n=len(unfiled))] if unfiled else []),
        ),
    )


def _tell_five(five: int | None, whole: int) -> Words | None:
    """Whether a channel is among the 五进 everywhere in sight, in some places, or nowhere."""
    if five is None:
        return None
    return Words("五进", "five entries") if five == whole else Words("部分地方算五进", "five entries in some places")


def _channels(sight: Sight) -> Register:
    """Sales by channel, with those marked that the buying place's own list counts among the 五进."""
    five_of = value_by_place("consumption.five_channels")
    titles = {one.code: one.title for one in BOOK.kind("consumption.purchase").column("channel").choices}
    sums: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    five: dict[str, int] = defaultdict(int)
    for group in sight.groups("consumption_assistance_sales", "channel", "giver_place", "programme"):
        channel, place, programme = group.keys
        code, amount = str(channel or ""), group.value or 0
        sums[code] = [sums[code][0] + amount, sums[code][1] + group.entries]
        if code in five_of(place, str(programme or "")):
            five[code] += amount
    whole = sight.figure("consumption_assistance_sales").value or 0
    rows = [
        [
            Cell(
                word(titles.get(code, Words("没有写渠道", "no channel told"))),
                tag=_tell_five(five.get(code), amount),
            ),
            count(entries),
            yuan(amount),
            Cell(write_percent(amount, whole) if whole else NOTHING),
        ]
        for code, (amount, entries) in sorted(sums.items(), key=lambda one: -one[1][0])
    ]
    return Register(
        TITLE,
        INTRO,
        heads=(
            text_head("渠道", "Channel"),
            number_head("订单", "Orders"),
            money_head("销售额", "Sales"),
            number_head("占比", "Share"),
        ),
        rows=rows,
        caption=Words("渠道", "Channels"),
        empty=Words("还没有订单", "No orders yet"),
        kinds=("consumption.purchase", "consumption.assisted_sale", "consumption.refund"),
        sums=(
            sight.tell("consumption_assistance_sales", Words("销售额", "Sales")),
            sight.tell("consumption_sales_paired_county", Words("结对县", "Paired county")),
            sight.tell("consumption_sales_whole_province", Words("全省其他", "Rest of the province")),
            Sum(Words("五进", "Five entries"), money(sum(five.values()), "exact"),
                note=Words("哪些渠道算五进由各地设置定", "each place sets which channels these are")),
        ),
    )  # fmt: skip


def _labels(sight: Sight) -> Register:
    """Sales by label: gross, net and shared, because one order may stand under several."""
    found = sum_labels(sight.figure("consumption_assistance_sales"))
    titles = {one.code: one.title for one in BOOK.kind("consumption.purchase").labels}
    return Register(
        TITLE,
        INTRO,
        heads=(text_head("标签", "Label"), number_head("订单", "Orders"), money_head("金额", "Amount")),
        rows=[
            [Cell(word(titles.get(code, Words(code, code)))), count(entries), yuan(amount)]
            for code, entries, amount in found.parts
        ],
        caption=Words("标签", "Labels"),
        empty=Words("还没有贴标签的订单", "No labelled orders yet"),
        kinds=("consumption.purchase", "consumption.assisted_sale"),
        sums=(
            Sum(Words("毛数", "Gross"), money(found.gross, "exact"), note=Words("各标签相加", "labels added")),
            Sum(Words("净数", "Net"), money(found.net, "exact"), note=Words("一单只计一次", "each order once")),
            Sum(Words("重叠", "Shared"), money(found.shared, "exact"), note=Words("不能再加", "not to be added")),
            Sum(Words("没有标签", "Without a label"), money(found.unlabelled, "exact")),
        ),
        notes=(
            Words(
                "一单可以贴几个标签：各行不能相加，对外只用净数。",
                "An order may carry several labels: the rows are not to be added, only the net is told.",
            ),
        ),
    )


TABS = {
    "products": (Words("产品登记", "Products"), _products),
    "canteens": (Words("食堂预留份额", "Canteens"), _canteens),
    "channels": (Words("渠道", "Channels"), _channels),
    "labels": (Words("标签", "Labels"), _labels),
}


@require_GET
def consumption(request: HttpRequest) -> HttpResponse:
    """Show or export one of the registers of consumption assistance."""
    return show_tabs(request, TABS)


urlpatterns = [path("consumption", consumption, name="consumption")]
