"""Pairings: the list of those an office may see, and one pairing with its sides, money by stage and entries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_GET

from shanhai.catalogue.book import BOOK
from shanhai.catalogue.words import Words
from shanhai.figures.listing import Listing, page_serials
from shanhai.figures.tables import list_columns
from shanhai.ledger.may import may_write, open_entries, scope_for, visible_entries, visible_pairings
from shanhai.ledger.models import Entry
from shanhai.ledger.standing import standing_of
from shanhai.offices.audit import note_read
from shanhai.offices.may import Actor, actor_of
from shanhai.offices.models import Office, Role
from shanhai.registry.models import Pairing, Round
from shanhai.registry.pairings import pairing_subtree
from shanhai.registry.places import code_of
from shanhai.web.asked import current_snapshot
from shanhai.web.pairing_figures import headline_by_pairing, pairing_figures
from shanhai.web.place_words import full_name, name_of, names_above, place_text
from shanhai.web.queue import count_up_to, title_of
from shanhai.web.registered_names import name_programme
from shanhai.web.registry_words import AREA_LEVELS, CONFIDENCE, LEVELS, STATES, say_span
from shanhai.web.templatetags.words import office_name, say, word
from shanhai.web.workbook import give_workbook

ROWS = 50
LATEST = 10
EXPORTED_AT_MOST = 20_000
SORTS = {
    "giver": ("giver_label", "receiver_label"),
    "receiver": ("receiver_label", "giver_label"),
    "programme": ("round__programme__key", "round__key", "giver_label"),
    "level": ("level", "giver_label"),
    "from": ("valid_from", "giver_label"),
    "differs": ("differs", "giver_label"),
}


@dataclass(frozen=True, slots=True)
class ListFilters:
    """What part of the list is asked for."""

    text: str = ""
    programme: str = ""
    round: int | None = None
    level: str = ""
    state: str = ""
    sort: str = "giver"


@dataclass(frozen=True, slots=True)
class SideCard:
    """One side of a pairing: its place and what lies above it, its offices, and what else it takes part in."""

    side: str
    label: str
    place_id: str | None
    above: str
    code: str
    offices: tuple[tuple[str, int], ...]
    others: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class LatestEntry:
    """One line of the newest entries."""

    entry: Entry
    title: Words
    state: str


@require_GET
def pairings(request: HttpRequest) -> HttpResponse:
    """Show or export the pairings in the actor's sight."""
    actor = actor_of(request)
    if actor is None or not actor.may_read:
        raise PermissionDenied
    filters = read_list_filters(request.GET)
    found = find_pairings(actor, filters)
    if request.GET.get("format") == "xlsx":
        return export_pairings(request, found)
    page = Paginator(found, ROWS).get_page(request.GET.get("page"))
    headline = headline_by_pairing(actor)
    return render(
        request,
        "web/pairings.html",
        {
            "filters": filters,
            "page": page,
            "rows": [(one, STATES[one.status], LEVELS[one.level], span_of(one), headline.get(one.pk)) for one in page],
            "headline": headline,
            "rounds": Round.objects.select_related("programme").order_by("programme__key", "key"),
            "levels": LEVELS.items(),
            "states": STATES.items(),
            "sort": filters.sort,
            "total": page.paginator.count,
        },
    )


def read_list_filters(query: QueryDict) -> ListFilters:
    """Read the filters of an address; what is not known is left out."""
    level, state = query.get("level", ""), query.get("state", "")
    sort = query.get("sort", "giver")
    held = query.get("round", "")
    return ListFilters(
        text=query.get("q", "").strip()[:40],
        programme=query.get("programme", "")[:40],
        round=int(held) if held.isdecimal() else None,
        level=level if level in LEVELS or level == "areas" else "",
        state=state if state in STATES else "",
        sort=sort if sort.removeprefix("-") in SORTS else "giver",
    )


def find_pairings(actor: Actor, filters: ListFilters) -> QuerySet[Pairing]:
    """Return the pairings asked for, sorted, each with the number of its entries that differ."""
    found = visible_pairings(actor).select_related("round__programme")
    if filters.text:
        found = found.filter(
            Q(giver_label__icontains=filters.text)
            | Q(receiver_label__icontains=filters.text)
            | Q(giver_place__versions__name__icontains=filters.text)
            | Q(receiver_place__versions__name__icontains=filters.text)
        ).distinct()
    if filters.programme:
        found = found.filter(round__programme__key=filters.programme)
    if filters.round:
        found = found.filter(round_id=filters.round)
    if filters.level:
        found = found.filter(level__in=AREA_LEVELS if filters.level == "areas" else [filters.level])
    if filters.state:
        found = found.filter(status=filters.state)
    key = filters.sort.removeprefix("-")
    if key == "differs":
        return sort_by_differences(found, actor)
    sign = "-" if filters.sort.startswith("-") else ""
    return found.order_by(*[f"{sign}{column}" for column in SORTS[key]], "pk")


def sort_by_differences(found: QuerySet[Pairing], actor: Actor) -> QuerySet[Pairing]:
    """Put the pairings with most open differences first."""
    from django.db.models import Case, IntegerField, Value, When

    counts = differences_by_pairing(actor)
    if not counts:
        return found.order_by("giver_label", "receiver_label", "pk")
    places = [When(pk=pairing, then=Value(-count)) for pairing, count in counts.items()]
    ranked = found.annotate(differs=Case(*places, default=Value(0), output_field=IntegerField()))
    return ranked.order_by("differs", "giver_label", "receiver_label", "pk")


def differences_by_pairing(actor: Actor) -> dict[int, int]:
    """Return how many open differences each pairing in the actor's sight has; at most 900 pairings are told."""
    rows = open_entries(actor, state="differs").filter(pairing_id__isnull=False)
    return dict(rows.values_list("pairing_id").annotate(count=Count("entry_serial")).order_by("-count")[:900])


def export_pairings(request: HttpRequest, found: QuerySet[Pairing]) -> HttpResponse:
    """Give the list as a workbook, with the source of every row."""
    columns = (
        say("海方", "Giving side"), say("山方", "Receiving side"), say("机制", "Programme"), say("轮次", "Round"),
        say("层级", "Level"), say("起止", "Dates"), say("状态", "State"), say("出处", "Source"),
        say("可信度", "Confidence"),
    )  # fmt: skip
    rows = [
        (
            one.giver_label, one.receiver_label, one.round.programme.key, one.round.key, word(LEVELS[one.level]),
            word(span_of(one)), word(STATES[one.status]), one.source, word(CONFIDENCE[one.confidence]),
        )
        for one in found[:EXPORTED_AT_MOST]
    ]  # fmt: skip
    note_read(request, "ledger.export", "pairings", rows=len(rows))
    return give_workbook(f"pairings-{timezone.localdate()}", say("结对", "Pairings"), columns, rows)


@require_GET
def pairing(request: HttpRequest, pairing_id: int) -> HttpResponse:
    """Show one pairing; one out of sight is refused just like one that does not exist."""
    actor = actor_of(request)
    held = visible_pairings(actor).select_related("round__programme", "parent").filter(pk=pairing_id).first()
    if actor is None or held is None:
        raise PermissionDenied
    today = timezone.localdate()
    subtree = sorted(pairing_subtree(held.pk))
    below = visible_pairings(actor).filter(parent=held).order_by("giver_label", "receiver_label")
    return render(
        request,
        "web/pairing.html",
        {
            "pairing": held,
            "giver": side_card(actor, held, "giver", today),
            "receiver": side_card(actor, held, "receiver", today),
            "span": span_of(held),
            "state": STATES[held.status],
            "level": LEVELS[held.level],
            "confidence": CONFIDENCE[held.confidence],
            "areas_below": [(one, span_of(one)) for one in below.filter(level__in=AREA_LEVELS)],
            "units_below": [(one, LEVELS[one.level], span_of(one)) for one in units_of(actor, held, below)],
            "latest": latest_entries(actor, frozenset(subtree)),
            "differs": count_up_to(open_entries(actor, state="differs").filter(pairing_id__in=subtree[:900])),
            "pending": count_up_to(open_entries(actor, state="pending").filter(pairing_id__in=subtree[:900])),
            "may_write": may_write(actor, held),
            "parent_seen": visible_pairings(actor).filter(pk=held.parent_id or 0).exists(),
            "today": today,
            **pairing_figures(actor, held, today),
        },
    )


def span_of(held: Pairing) -> Words:
    """Say the dates of a pairing; without dates of its own it runs as long as its round."""
    if held.valid_from is None and held.valid_to is None:
        said = say_span(held.round.valid_from, held.round.from_precision, held.round.valid_to, held.round.to_precision)
        return Words(f"随本轮：{said.zh}", f"as its round: {said.en}")
    return say_span(held.valid_from, held.from_precision, held.valid_to, held.to_precision)


def side_card(actor: Actor, held: Pairing, side: str, today: date) -> SideCard:
    """Return what the page shows of one side."""
    place_id = getattr(held, f"{side}_place_id")
    label = getattr(held, f"{side}_label")
    offices: list[tuple[str, int]] = []
    others: Sequence[Pairing] = ()
    if place_id:
        signers = Count("memberships__user", filter=Q(memberships__role=Role.SIGNER), distinct=True)
        found = Office.objects.filter(place_id=place_id, side=side, is_active=True).annotate(signers=signers)
        offices = [(office_name(office), office.signers) for office in found.order_by("name")]
        same_place = Q(giver_place_id=place_id) | Q(receiver_place_id=place_id)
        others = (
            visible_pairings(actor)
            .filter(same_place, level__in=AREA_LEVELS)
            .exclude(pk=held.pk)
            .select_related("round__programme")
            .order_by("-round__key")[:6]
        )
    is_place = bool(place_id) and held.level in AREA_LEVELS
    return SideCard(
        side=side,
        label=name_of(place_id, today) if is_place else place_text(label),
        place_id=place_id,
        above=names_above(place_id, today) if is_place else (full_name(place_id, today) if place_id else ""),
        code=code_of(place_id, today) if is_place else "",
        offices=tuple(offices),
        others=tuple((one.pk, say_other(one)) for one in others),
    )


def say_other(one: Pairing) -> str:
    """Name a pairing with its programme, as the other things a place takes part in."""
    return say(
        "{giver}—{receiver}（{programme}）",
        "{giver} – {receiver} ({programme})",
        giver=place_text(one.giver_label),
        receiver=place_text(one.receiver_label),
        programme=name_programme(one.round.programme.key),
    )


def units_of(actor: Actor, held: Pairing, below: QuerySet[Pairing]) -> list[Pairing]:
    """Return the pairings of towns, villages, schools and other units under this one or between its counties."""
    units = below.exclude(level__in=AREA_LEVELS)
    if held.level == "county" and held.giver_place_id and held.receiver_place_id:
        between = Q(giver_place_id=held.giver_place_id, receiver_place_id=held.receiver_place_id)
        units = visible_pairings(actor).filter(between | Q(parent=held)).exclude(level__in=AREA_LEVELS)
    return list(units.select_related("round").order_by("level", "giver_label")[:200])


def latest_entries(actor: Actor, pairing_ids: frozenset[int]) -> list[LatestEntry]:
    """Return the newest entries of pairings with how they stand; found in the snapshot, whatever their number."""
    serials = page_serials(
        Listing(scope=replace(scope_for(actor), pairing_ids=pairing_ids)),
        order="serial",
        newest_first=True,
        skip=0,
        size=LATEST,
        snapshot=current_snapshot(),
        columns=list_columns(BOOK),
    )
    newest = list(visible_entries(actor, Entry.objects.filter(serial__in=serials)).order_by("-serial"))
    standings = standing_of(entry.serial for entry in newest)
    return [LatestEntry(entry, title_of(entry.kind), standings[entry.serial].state) for entry in newest]


urlpatterns = [
    path("pairings", pairings, name="pairings"),
    path("pairings/<int:pairing_id>", pairing, name="pairing"),
]
