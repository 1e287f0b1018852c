"""The board: how we are doing, who helps whom, what waits for us. Asks for figures; computes none."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_GET

from shanhai.catalogue.book import BOOK
from shanhai.catalogue.declare import Indicator
from shanhai.catalogue.words import Words
from shanhai.figures.fold import Total
from shanhai.figures.scope import Scope
from shanhai.ledger.may import visible_pairings
from shanhai.offices.may import Actor, actor_of
from shanhai.registry.models import Pairing, Programme, Round
from shanhai.web.asked import (
    BASES,
    Asked,
    ask_many,
    current_snapshot,
    find_indicator,
    is_bounded,
    read_asked,
    scope_of,
)
from shanhai.web.board_parts import (
    TieRow,
    draw_who_helps,
    draw_who_helps_map,
    grow,
    level_for,
    map_note,
    tie_rows,
    todo_items,
    week_words,
)
from shanhai.web.board_sums import sum_tables, sum_unit
from shanhai.web.figure_cards import Card, make_card, stage_words
from shanhai.web.pairing_figures import say_period
from shanhai.web.place_words import name_of
from shanhai.web.registry_words import AREA_LEVELS, say_start
from shanhai.web.templatetags.words import OTHER_SIDE, say

MAIN_PROGRAMME = "东西部协作"
FIRST_INDICATOR = "assistance_funds_received"
SILENT_LISTED = 60
CARDS_WITHOUT_NUMBERS = 4


@require_GET
def board(request: HttpRequest) -> HttpResponse:
    """Show the board of what the actor may see, for the scope, period and basis asked for."""
    actor = actor_of(request)
    if actor is None or not actor.may_read:
        raise PermissionDenied
    today = timezone.localdate()
    asked = read_asked(request.GET, today)
    indicator = chosen_indicator(request.GET)
    if asked.problems:
        return show_unasked(request, actor, asked, indicator, today=today)
    asked = with_defaults(asked, request.GET, actor)
    scope = scope_of(asked, actor, today)
    snapshot = current_snapshot()
    cards = headline_cards(asked, scope, today=today, snapshot=snapshot)
    level = request.GET.get("level", "")
    level = level if level in ("city", "county") else level_for(actor, asked, today)
    rows = tie_rows(actor, indicator, level, asked=asked, scope=scope, today=today, snapshot=snapshot)
    signed, differed = week_words(actor, today)
    return render(
        request,
        "web/board.html",
        {
            **scope_values(asked, actor, today),
            **form_values(indicator, level),
            **who_values(rows, indicator, request.GET.get("view", ""), asked=asked, today=today),
            "asked": asked,
            "bounded": is_bounded(scope),
            **card_values(cards),
            "todo": todo_items(actor),
            "signed": signed,
            "differed": differed,
            "growth": grow(indicator, asked=asked, scope=scope, today=today, snapshot=snapshot),
            "sums": sum_tables(asked=asked, scope=scope, today=today, snapshot=snapshot),
            "sum_unit": sum_unit(),
            "today": today,
        },
    )


def show_unasked(
    request: HttpRequest, actor: Actor, asked: Asked, indicator: Indicator, *, today: date
) -> HttpResponse:
    """Say what of the question cannot be read and how to ask it; no number stands for a question nobody asked."""
    level = "county" if request.GET.get("level") == "county" else "city"
    values = {**scope_values(asked, actor, today), **form_values(indicator, level)}
    written = {f"{side}_name": request.GET.get(side, "")[:60] for side in ("giver", "receiver")}
    values |= {**written, "asked": asked, "problems": asked.problems, "today": today}
    return render(request, "web/board_unasked.html", values)


def form_values(indicator: Indicator, level: str) -> dict[str, Any]:
    """Return what the form of the scope offers beside places and days."""
    return {
        "indicator": indicator,
        "stages": stage_words(indicator),
        "indicators": [one for one in BOOK.indicators if isinstance(one.value, Total) and one.unit == "CNY"],
        "level": level,
        "bases": BASES,
    }


def with_defaults(asked: Asked, query: QueryDict, actor: Actor) -> Asked:
    """Fill in what an address does not name: one programme and its latest round, since programmes never mix, and
    the office's own place.

    A programme that stands in the address but is empty asks for all of them.
    """
    if "programme" in query or asked.pairing is not None:
        return asked
    seen = visible_pairings(actor).filter(level__in=AREA_LEVELS).exclude(status="ended")
    rounds = Round.objects.filter(pairings__in=seen).select_related("programme").distinct()
    found = sorted(rounds, key=lambda one: (one.programme.key == MAIN_PROGRAMME, one.key), reverse=True)
    if not found:
        return asked
    asked = replace(asked, programme=found[0].programme.key, round=asked.round or found[0].key)
    if asked.giver or asked.receiver or not actor.office or not actor.office.place_id:
        return asked
    return own_scope(asked, actor.own_side, actor.office.place_id, seen.filter(round=found[0]))


def own_scope(asked: Asked, side: str, place_id: str, pairings: QuerySet[Pairing]) -> Asked:
    """Narrow a question to the office's own place on its side, and to the other side where it has only one."""
    if side not in OTHER_SIDE:
        return asked
    other = OTHER_SIDE[side]
    partners = set(pairings.filter(**{f"{side}_place_id": place_id}).values_list(f"{other}_place_id", flat=True)[:2])
    asked = replace(asked, **{side: place_id})
    if len(partners) == 1 and (partner := partners.pop()):
        return replace(asked, **{other: partner})
    return asked


def chosen_indicator(query: QueryDict) -> Indicator:
    """Return the indicator the lines and the curve show: a sum of money, funds received unless another is named."""
    found = find_indicator(query.get("figure", ""))
    if found is not None and isinstance(found.value, Total) and found.unit == "CNY":
        return found
    return BOOK.indicator(FIRST_INDICATOR)


def headline_cards(asked: Asked, scope: Scope, *, today: date, snapshot: Any) -> list[Card]:
    """Return a card for each headline indicator: the basis asked for large, all three below it."""
    headlines = [indicator for indicator in BOOK.indicators if indicator.headline]
    found = ask_many(headlines, asked, scope, today=today, snapshot=snapshot)
    return [make_card(three, asked.basis) for three in found.values()]


def card_values(cards: list[Card]) -> dict[str, Any]:
    """Return the cards to show: those that anything is known of, in full rows, and the names of the others."""
    known = [card for card in cards if card.is_known]
    shown = known or cards[:CARDS_WITHOUT_NUMBERS]
    return {
        "cards": shown,
        "unknown_cards": [card for card in cards if card not in shown],
        "has_numbers": any(line.value is not None for card in cards for line in card.lines[:2]),
    }


def scope_values(asked: Asked, actor: Actor, today: date) -> dict[str, Any]:
    """Return what the scope line says, and what its form offers."""
    day = asked.day_of_map(today)
    held = Round.objects.filter(programme__key=asked.programme, key=asked.round).first() if asked.round else None
    programme = Programme.objects.filter(key=asked.programme).first() if asked.programme else None
    if held:
        said = Words(held.name_zh, held.name_en)
    elif programme:
        said = Words(programme.name_zh, programme.name_en)
    else:
        said = Words("全部机制", "All programmes")
    pairings = visible_pairings(actor).filter(level="county").exclude(status="ended")
    if asked.programme:
        pairings = pairings.filter(round__programme__key=asked.programme)
    if asked.round:
        pairings = pairings.filter(round__key=asked.round)
    return {
        "programme": said,
        "giver_name": name_of(asked.giver, day) if asked.giver else "",
        "receiver_name": name_of(asked.receiver, day) if asked.receiver else "",
        "givers": pairings.values("giver_place_id").distinct().count(),
        "receivers": pairings.values("receiver_place_id").distinct().count(),
        "period": period_words(asked, held),
        "has_pairings": visible_pairings(actor).exists(),
        "rounds": Round.objects.select_related("programme").order_by("programme__key", "-key"),
        "quick": quick_periods(today),
        "known_on": asked.known_on(today),
        "is_past": asked.known_on(today) < today,
    }


def period_words(asked: Asked, held: Round | None) -> Words:
    """Say the period asked for; without one, since the round began."""
    if asked.first or asked.last:
        return say_period(asked.first, asked.last)
    if held and held.valid_from:
        start = say_start(held.valid_from, held.from_precision)
        return Words(f"{start.zh}以来", f"since {start.en}")
    return Words("全部期间", "all time")


def quick_periods(today: date) -> list[tuple[Words, str, str]]:
    """Return the periods offered with one click: this year so far, last year, all."""
    return [
        (Words(f"{today.year}年", str(today.year)), f"{today.year}-01-01", f"{today.year}-12-31"),
        (Words(f"{today.year - 1}年", str(today.year - 1)), f"{today.year - 1}-01-01", f"{today.year - 1}-12-31"),
    ]


def who_values(rows: list[TieRow], indicator: Indicator, view: str, *, asked: Asked, today: date) -> dict[str, Any]:
    """Return the picture of who helps whom, as a map where outlines are there, and who has reported nothing."""
    day = asked.day_of_map(today)
    sides = (say("海方", "Giving side"), say("山方", "Receiving side"))
    chart = draw_who_helps_map(rows, indicator, sides=sides, day=day) if rows and view != "diagram" else None
    is_map = chart is not None
    if rows and chart is None:
        chart = draw_who_helps(rows, indicator, sides=sides)
    silent = [row.tie for row in rows if row.tie.reported is None]
    note = (
        map_note(rows, day)
        if is_map
        else say(
            "示意，非地图，不含行政边界；线宽同双签的数，虚线是还没有双签。",
            "A diagram, not a map; lines are as wide as the agreed figure, dashed where nothing is agreed yet.",
        )
    )
    return {
        "who": chart,
        "is_map": is_map,
        "who_note": note,
        "pairs": len(rows),
        "silent": silent[:SILENT_LISTED],
        "silent_count": len(silent),
    }


urlpatterns = [path("", board, name="board")]
