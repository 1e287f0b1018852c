"""Gifts: what was given in money, goods and service, what of each gift was used, and what is left. Changes nothing."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.views.decorators.http import require_GET

from shanhai.activities.may import visible_activities
from shanhai.catalogue.words import Words
from shanhai.offices.may import Actor
from shanhai.web.numbers import NOTHING, write_decimal
from shanhai.web.registers import Cell, Register, look, money_head, place_name, show_register, text_head, yuan

FORMS = {
    "charity_donations": Words("资金", "Money"),
    "gifts_in_goods": Words("物资", "Goods"),
    "gifts_in_service": Words("服务", "Service"),
}
USED = "gifts_used"
ACTIVITY = "charity.gift"
BY = ("giver_place", "receiver_place", "gift_no")
STATES = {
    "left": Words("有余额", "Not used up"),
    "spent": Words("已用完", "Used up"),
    "over": Words("超用", "Overspent"),
    "none": Words("还没用", "Not used yet"),
}


@require_GET
def gifts(request: HttpRequest) -> HttpResponse:
    """Show or export every gift with its three forms, its use and its balance."""
    sight = look(request)
    state = sight.condition("state", Words("用了没有", "Used or not"), STATES, every=Words("各状态", "All states"))
    sums: dict[tuple[Any, ...], dict[str, int]] = defaultdict(dict)
    donors: dict[tuple[Any, ...], str] = {}
    for code in FORMS:
        for group in sight.groups(code, *BY, "donor_name"):
            key = group.keys[:3]
            sums[key][code] = sums[key].get(code, 0) + (group.value or 0)
            donors[key] = donors.get(key) or str(group.keys[3] or "")
    for group in sight.groups(USED, *BY):
        sums[group.keys][USED] = group.value or 0
    rows, pages = [], _pages_of(sight.actor)
    for key in sorted(sums, key=lambda one: str(one[2] or "")):
        giver, receiver, number = key
        given, used = sum(sums[key].get(code, 0) for code in FORMS), sums[key].get(USED)
        found = _state(given, used)
        sides = f"{place_name(giver) or NOTHING}—{place_name(receiver) or NOTHING}"
        if not state.lets(found) or not sight.fits(str(number or ""), donors.get(key, ""), sides):
            continue
        rows.append(
            [
                Cell(str(number or "—"), address=pages.get(str(number)) or f"{reverse('ledger')}?q={number}"),
                Cell(donors.get(key) or "—", sub=sides),
                *(yuan(sums[key].get(code)) for code in FORMS),
                yuan(used),
                Cell(write_decimal(given - (used or 0), 100, decimals=2), warm=found == "over", tag=STATES[found]),
            ]
        )
    return show_register(
        request,
        Register(
            title=Words("捐赠", "Gifts"),
            intro=Words(
                "社会捐赠一笔一行：资金、物资、服务分列，不合成一个数；每笔看得到用了多少、还剩多少。政府计划外款物不在这里。",
                "A gift of society a row: money, goods and service stand apart and are never one number; each shows "
                "what was used and what is left. Government money outside the plan is not here.",
            ),
            heads=(
                text_head("捐赠编号", "Gift no."),
                text_head("捐赠方", "Donor"),
                *(money_head(words.zh, words.en) for words in FORMS.values()),
                money_head("已用", "Used"),
                money_head("余额", "Balance"),
            ),
            rows=rows,
            caption=Words("捐赠", "Gifts"),
            begin=_begin(sight.actor),
            kinds=("charity.money", "charity.goods", "charity.service", "charity.use", "charity.student_aid"),
            empty=Words("还没有捐赠", "No gifts yet"),
            search=Words("编号、捐赠方、地名", "Number, donor or place"),
            conditions=(state,),
            sums=tuple(sight.tell(code, words) for code, words in (*FORMS.items(), (USED, Words("已用", "Used")))),
        ),
    )


def _pages_of(actor: Actor) -> dict[str, str]:
    """The page of each gift that is followed as an activity, by its number."""
    numbers = visible_activities(actor).filter(kind=ACTIVITY).values_list("number", flat=True)
    return {number: reverse("activity", args=[number]) for number in numbers}


def _begin(actor: Actor) -> tuple[str, Words] | None:
    if actor.read_only or not actor.may_record or actor.own_side not in ("giver", "receiver"):
        return None
    return f"{reverse('begin_activity')}?kind={ACTIVITY}", Words("登记捐赠意向", "Enter an intended gift")


def _state(given: int, used: int | None) -> str:
    if not used:
        return "none"
    return "spent" if used == given else ("over" if used > given else "left")


urlpatterns = [path("gifts", gifts, name="gifts")]
