"""The figures of a place as giver and as receiver, with what comes from below and what is its own. Asks only."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from django.utils import timezone

from shanhai.catalogue.book import BOOK
from shanhai.catalogue.declare import Indicator
from shanhai.catalogue.words import Words
from shanhai.figures.scope import Scope
from shanhai.ledger.ask import figure_address
from shanhai.offices.may import Actor
from shanhai.web.asked import Asked, ask, ask_many, current_snapshot, scope_of
from shanhai.web.figure_cards import say_stated, shown_or_nothing
from shanhai.web.numbers import NOTHING


@dataclass(frozen=True, slots=True)
class PlaceFigure:
    """One headline figure of a place on one side, as it is shown."""

    title: Words
    side: str
    agreed: str
    reported: str
    stated: str
    below: str
    own: str
    address: str


def place_figures(actor: Actor, place_id: str, day: date) -> list[PlaceFigure]:
    """Return the headline figures that have entries or statements, giver's first, by the map of the day."""
    today = timezone.localdate()
    snapshot = current_snapshot()
    rows = []
    for side in ("giver", "receiver"):
        asked = Asked(map_day=day if day != today else None, **{side: place_id})  # type: ignore[arg-type]
        scope = scope_of(asked, actor, today)
        headlines = [indicator for indicator in BOOK.indicators if indicator.headline]
        for code, three in ask_many(headlines, asked, scope, today=today, snapshot=snapshot).items():
            indicator = BOOK.indicator(code)
            if all(figure.value is None for figure in three.values()) and not three["stated"].statements:
                continue
            own, below = NOTHING, NOTHING
            if three["agreed"].value is not None:
                own, below = _own_and_below(indicator, asked, scope, place_id=place_id, side=side)
            rows.append(
                PlaceFigure(
                    title=indicator.title,
                    side=side,
                    agreed=shown_or_nothing(three["agreed"].value, indicator.unit),
                    reported=shown_or_nothing(three["reported"].value, indicator.unit),
                    stated=say_stated(three["stated"]),
                    below=below,
                    own=own,
                    address=figure_address(three["agreed"]),
                )
            )
    return rows


def _own_and_below(indicator: Indicator, asked: Asked, scope: Scope, *, place_id: str, side: str) -> tuple[str, str]:
    """Return the figure of the place's own entries and of all places below it, each asked for by itself."""
    today, snapshot = timezone.localdate(), current_snapshot()
    part = f"{side}_place_ids"
    inside = getattr(scope, part) or frozenset()
    shown = []
    for places in (frozenset({place_id}), inside - {place_id}):
        if not places:
            shown.append(shown_or_nothing(None, indicator.unit))
            continue
        narrowed = replace(scope, **{part: places})
        figure = ask(indicator, replace(asked, basis="agreed"), narrowed, today=today, snapshot=snapshot)
        shown.append(shown_or_nothing(figure.value, indicator.unit))
    return shown[0], shown[1]
