"""A place by the map of a day: where it lies, what it was called, whom it helps or who helps it, and its figures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_GET

from shanhai.catalogue.words import Words
from shanhai.offices.may import require_reader
from shanhai.offices.models import Office
from shanhai.registry.models import Place, PlaceSuccession, PlaceVersion
from shanhai.registry.pairings import PairingValue, pairing_index
from shanhai.registry.places import ancestors, children, code_of, is_alive, level_of_place, place_index
from shanhai.web.asked import read_day_or_tell
from shanhai.web.place_figures import place_figures
from shanhai.web.place_words import full_name, name_of
from shanhai.web.registry_words import AREA_LEVELS, CHANGES, LEVELS, say_span, say_start


@dataclass(frozen=True, slots=True)
class NameSpan:
    """One name and code of a place, and what began it."""

    name: str
    code: str
    level: Words
    parent: str
    span: Words
    document: str
    is_now: bool


@dataclass(frozen=True, slots=True)
class Change:
    """A place that went into this one, or that this one went into."""

    day: Words
    what: Words
    place_id: str
    name: str
    document: str


@dataclass(frozen=True, slots=True)
class Held:
    """A pairing of the place, from its own side."""

    pairing: PairingValue
    span: Words
    level: Words
    is_running: bool


@require_GET
def places(request: HttpRequest) -> HttpResponse:
    """Show the provinces, or the places below one, with how many pairings each has."""
    actor = require_reader(request)
    today = timezone.localdate()
    problems: list[Words] = []
    day = read_day_or_tell(request.GET.get("on", ""), problems) or today
    provinces = sorted(
        (one for one in place_index().versions if is_alive(one, day) and level_of_place(one, day) == "province"),
        key=lambda one: code_of(one, day),
    )
    rows = [place_row(one, day) for one in provinces]
    own = [place_row(actor.office.place_id, day)] if actor.office and actor.office.place_id else []
    return render(
        request, "web/places.html", {"rows": rows, "own": own, "day": day, "today": today, "problems": problems}
    )


@require_GET
def place(request: HttpRequest, place_id: str) -> HttpResponse:
    """Show one place by the map of the day asked for; today where none is."""
    actor = require_reader(request)
    if place_id not in place_index().versions:
        raise Http404
    today = timezone.localdate()
    problems: list[Words] = []
    day = read_day_or_tell(request.GET.get("on", ""), problems) or today
    above = [(one, name_of(one, day)) for one in reversed(ancestors(place_id, day))]
    values: dict[str, Any] = {
        "place_id": place_id,
        "problems": problems,
        "name": name_of(place_id, day),
        "code": code_of(place_id, day),
        "level": LEVELS[Place.objects.values_list("level", flat=True).get(pk=place_id)],
        "alive": is_alive(place_id, day),
        "above": above,
        "below": [(one, name_of(one, day), code_of(one, day)) for one in children(place_id, day)],
        "names": name_spans(place_id, day),
        "changes": changes(place_id),
        "gives": held_pairings(place_id, "giver", day),
        "receives": held_pairings(place_id, "receiver", day),
        "offices": Office.objects.filter(place_id=place_id, is_active=True).order_by("name"),
        "day": day,
        "today": today,
        "covered": actor.place_ids is None or place_id in actor.place_ids,
    }
    values["figures"] = place_figures(actor, place_id, day)
    return render(request, "web/place.html", values)


def place_row(place_id: str, day: date) -> dict[str, Any]:
    """Return a line of the list: name, code, how many places lie below, how many pairings it has on each side."""
    return {
        "id": place_id,
        "name": full_name(place_id, day),
        "code": code_of(place_id, day),
        "below": len(children(place_id, day)),
        "gives": len(area_pairings(place_id, "giver", day)),
        "receives": len(area_pairings(place_id, "receiver", day)),
    }


def area_pairings(place_id: str, side: Any, day: date) -> list[PairingValue]:
    """Return the pairings between areas that a place has on one side on a day."""
    return [one for one in pairing_index().of_place(place_id, side, day) if one.level in AREA_LEVELS]


def name_spans(place_id: str, day: date) -> list[NameSpan]:
    """Return the names and codes a place has borne, newest first."""
    spans = []
    for version in PlaceVersion.objects.filter(place_id=place_id).order_by("-valid_from"):
        spans.append(
            NameSpan(
                name=version.name,
                code=version.code,
                level=LEVELS[version.level],
                parent=name_of(version.parent_id, version.valid_from) if version.parent_id else "",
                span=_span(version),
                document=version.document,
                is_now=version.valid_from <= day and (version.valid_to is None or day < version.valid_to),
            )
        )
    return spans


def changes(place_id: str) -> list[Change]:
    """Return the merges, splits and transfers the place took part in, newest first."""
    went = PlaceSuccession.objects.filter(from_place_id=place_id)
    came = PlaceSuccession.objects.filter(to_place_id=place_id)
    found: list[tuple[date, Change]] = []
    for link in went:
        what = CHANGES[link.kind]
        found.append((link.on_date, _change(link, link.to_place_id, what)))
    for link in came:
        found.append((link.on_date, _change(link, link.from_place_id, Words("接收自", "took over from"))))
    return [change for _, change in sorted(found, key=lambda pair: pair[0], reverse=True)]


def held_pairings(place_id: str, side: Any, day: date) -> list[Held]:
    """Return the pairings of a place on one side: those running on the day first, then the others by their start."""
    index = pairing_index()
    running = {one.id for one in index.of_place(place_id, side, day)}
    end = f"{side}_place_id"
    everyone = [one for one in index.by_id.values() if getattr(one, end) == place_id or one.id in running]
    held = [
        Held(
            one,
            say_span(one.valid_from, one.from_precision, one.valid_to, one.to_precision),
            LEVELS[one.level],
            one.id in running and one.status != "ended",
        )
        for one in everyone
    ]
    order = list(LEVELS)
    return sorted(
        held,
        key=lambda one: (
            not one.is_running,
            order.index(one.pairing.level),
            -(one.pairing.valid_from or date.min).toordinal(),
        ),
    )


def _span(version: PlaceVersion) -> Words:
    if version.valid_from.year <= 1980:
        start = Words("有记录以来", "from the start of records")
    else:
        said = say_start(version.valid_from, version.from_precision)
        start = Words(f"{said.zh}起", f"from {said.en}")
    if version.valid_to is None:
        return start
    until = say_span(None, "day", version.valid_to, "day")
    return Words(f"{start.zh}，{until.zh}", f"{start.en} {until.en}")


def _change(link: PlaceSuccession, other: str, what: Words) -> Change:
    return Change(
        day=say_start(link.on_date, link.precision),
        what=what,
        place_id=other,
        name=full_name(other, link.on_date),
        document=link.document,
    )


urlpatterns = [
    path("places", places, name="places"),
    path("places/<slug:place_id>", place, name="place"),
]
