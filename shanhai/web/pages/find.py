"""Find a place, a pairing, a party or an entry by what is written; shows only what the actor may see."""

from __future__ import annotations

import re

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_GET

from shanhai.ledger.may import visible_entries, visible_pairings
from shanhai.offices.may import Actor, actor_of
from shanhai.registry.models import Pairing, Party
from shanhai.registry.names import clean_name
from shanhai.registry.places import code_of, full_name, resolve_place
from shanhai.web.lists import read_entry_number

SHOWN_AT_MOST = 20
# Citations once carried such a number beside the address. It was kept nowhere, so it leads to no figure.
OLD_CITATION = re.compile(r"^F-?[0-9A-F]{8}$", re.IGNORECASE)


@require_GET
def find(request: HttpRequest) -> HttpResponse:
    """Show what a text may mean; the number of an entry leads straight to it."""
    actor = actor_of(request)
    text = request.GET.get("q", "").strip()[:60]
    serial = read_entry_number(text)
    if serial is not None and visible_entries(actor).filter(serial=serial).exists():
        return redirect("entry", serial=serial)
    values = {
        "find_text": text,
        "names_old_citation": bool(OLD_CITATION.match(text)),
        "places": [],
        "pairings": [],
        "parties": [],
    }
    if text and actor and actor.may_read:
        places = find_places(text)
        values |= {
            "places": places[:SHOWN_AT_MOST],
            "pairings": find_pairings(actor, text, [place["id"] for place in places])[:SHOWN_AT_MOST],
            "parties": find_parties(actor, text)[:SHOWN_AT_MOST],
        }
    return render(request, "web/find.html", values)


def find_places(text: str) -> list[dict[str, str]]:
    """The places a name may mean on today's map, each with id, code and full name."""
    today = timezone.localdate()
    found = resolve_place(clean_name(text), on=today)
    ids = [found.place_id] if found.place_id else list(found.candidates)
    return [{"id": one, "code": code_of(one, today), "name": full_name(one, today)} for one in ids]


def find_pairings(actor: Actor, text: str, place_ids: list[str]) -> QuerySet[Pairing]:
    """The pairings in the actor's sight whose sides bear the text or lie in one of the places."""
    touches = Q(giver_label__icontains=text) | Q(receiver_label__icontains=text)
    touches |= Q(giver_place_id__in=place_ids) | Q(receiver_place_id__in=place_ids)
    pairings = visible_pairings(actor).filter(touches).select_related("round__programme")
    return pairings.order_by("-round__valid_from", "giver_label", "receiver_label")


def find_parties(actor: Actor, text: str) -> QuerySet[Party]:
    """The parties of the actor's places whose name holds the text, or whose credit code is the text."""
    parties = Party.objects.filter(Q(name__icontains=text) | Q(uscc=text.upper()))
    if actor.place_ids is not None:
        paired = visible_pairings(actor)
        near = Q(place_id__in=actor.place_ids) | Q(place_id__in=paired.values("giver_place_id"))
        parties = parties.filter(near | Q(place_id__in=paired.values("receiver_place_id")))
    return parties.order_by("name")


urlpatterns = [path("find", find, name="find")]
