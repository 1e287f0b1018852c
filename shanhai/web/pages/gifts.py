"""Gifts: what was given in money, goods and service, what of each gift was used, and what is left. Changes nothing."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.views.decorators.http import require_GET

from shanhai.activities.may import visible_activities
from shanhai.catalogue.words import Words
from shanhai.offices.may import Actor
from shanhai.web.numbers import NOTHING, write_decimal
from shanhai.web.registers import Cell, Register, look, money_head, place_name, show_register, text_head, yuan
from shanhai.web.templatetags.words import say, word

FORMS = {
    "charity_donations": Words("资金", "Money"),
    "gifts_in_goods": Words("物资", "Goods"),
    "gifts_in_service": Words("服务", "Service"),
}
CODES = {"money": "charity_donations", "goods": "gifts_in_goods", "service": "gifts_in_service"}
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
    uses: dict[tuple[Any, ...], dict[str, int]] = defaultdict(dict)
    for group in sight.groups(USED, *BY, "used_form"):
        key, form = group.keys[:3], str(group.keys[3] or "")
        uses[key][form] = uses[key].get(form, 0) + (group.value or 0)
        sums.setdefault(key, {})
    rows, pages = [], _pages_of(sight.actor)
    for key in sorted(sums, key=lambda one: str(one[2] or "")):
        giver, receiver, number = key
        left, unstated = _balances(sums[key], uses.get(key, {}))
        found = _state(sum(sums[key].values()), sum(uses[key].values()) if key in uses else None, left)
        sides = f"{place_name(giver) or NOTHING}—{place_name(receiver) or NOTHING}"
        if not state.lets(found) or not sight.fits(str(number or ""), donors.get(key, ""), sides):
            continue
        rows.append(
            [
                Cell(str(number or "—"), address=pages.get(str(number)) or f"{reverse('ledger')}?q={number}"),
                Cell(donors.get(key) or "—", sub=sides),
                *(yuan(sums[key].get(code)) for code in FORMS),
                replace(yuan(sum(uses[key].values()) if key in uses else None), sub=_say_unstated(unstated)),
                *(replace(yuan(left.get(code)), warm=left.get(code, 0) < 0) for code in FORMS),
                Cell(word(STATES[found]), warm=found == "over"),
            ]
        )
    return show_register(
        request,
        Register(
            title=Words("捐赠", "Gifts"),
            intro=Words(
                "社会捐赠一笔一行：资金、物资、服务分列，余额也各算各的，不合成一个数。政府计划外款物不在这里。",
                "A gift of society a row: money, goods and service stand apart, each with its own balance, and are "
                "never one number. Government money outside the plan is not here.",
            ),
            heads=(
                text_head("捐赠编号", "Gift no."),
                text_head("捐赠方", "Donor"),
                *(money_head(words.zh, words.en) for words in FORMS.values()),
                money_head("已用", "Used"),
                *(money_head(f"{words.zh}余额", f"{words.en} left") for words in FORMS.values()),
                text_head("用了没有", "Used or not"),
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


def _balances(given: dict[str, int], used: dict[str, int]) -> tuple[dict[str, int], int]:
    """Return what is left of each form in fen, and what was used without saying of which; one form needs no saying."""
    only = next(iter(given)) if len(given) == 1 else ""
    left, unstated = dict(given), 0
    for form, amount in used.items():
        code = CODES.get(form) or only
        if code:
            left[code] = left.get(code, 0) - amount
        else:
            unstated += amount
    return left, unstated


def _say_unstated(unstated: int) -> str:
    if not unstated:
        return ""
    return say(
        "其中 {amount} 没写用的是哪一种",
        "{amount} of it without saying what was used",
        amount=write_decimal(unstated, 100, decimals=2),
    )


def _state(given: int, used: int | None, left: dict[str, int]) -> str:
    if not used:
        return "none"
    if used > given or any(value < 0 for value in left.values()):
        return "over"
    return "spent" if used == given else "left"


urlpatterns = [path("gifts", gifts, name="gifts")]
