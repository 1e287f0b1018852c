"""The desk: one document beside the ledger, its claims lit, and what a reviewer does about each of them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shanhai.catalogue.words import Words
from shanhai.evidence import acts
from shanhai.evidence.article import count_edits
from shanhai.evidence.carrying import left_behind, read_otherwise
from shanhai.evidence.contradictions import find_clashes, find_parts
from shanhai.evidence.desk import Told, is_old, read_again, visible_readings
from shanhai.evidence.draft_check import draft_number
from shanhai.evidence.hold import Held, count_groups, hold_claim, hold_reading
from shanhai.evidence.marked import mark_draft
from shanhai.evidence.models import Claim, DocumentReading
from shanhai.evidence.reading_rules import read_with_now
from shanhai.evidence.rereading import old_readings
from shanhai.ledger.entry_numbers import numbers_of
from shanhai.ledger.may import visible_entries
from shanhai.offices.audit import note_read
from shanhai.offices.may import Actor, actor_of
from shanhai.registry.places import resolve_place, subtree
from shanhai.web.desk_page import (
    ACT_KEYS,
    BYLINE_LONGEST,
    CLAIM_KEYS,
    DESK_KEYS,
    GROUP_BASIS,
    GROUP_NOTES,
    GROUP_WORDS,
    Finding,
    order_findings,
    part_of_article,
)
from shanhai.web.entry_list import read_rows
from shanhai.web.lists import number_of
from shanhai.web.numbers import write_day
from shanhai.web.pages.documents_received import read_published_on
from shanhai.web.publication_words import tell_publication
from shanhai.web.templatetags.words import reader_language, say, word

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
VIEWS = ("repaired", "raw", "both")
EDITS_LISTED = 60
PLAIN_EDITS = ("gloss", "traditional", "doubled_mark")
# What a document tells of itself or a person is asked for; the day of publication is asked for apart.
FOUND_OR_ASKED = {
    "title": Words("标题", "title"),
    "outlet": Words("来源", "outlet"),
    "byline": Words("作者", "author"),
}
OTHERS_MOST = 5_000
ENTRIES_LISTED = 50


@require_http_methods(["GET", "POST"])
def desk_document(request: HttpRequest, document_id: int) -> HttpResponse:
    """Show a document with its claims held against the ledger, and take an act on one of them."""
    actor, reading = find_reading(request, document_id)
    if request.method == "POST":
        return _act(request, actor, reading)
    held = hold_reading(reading, actor)
    part = part_of_article(reading, held, number_of(request, "part") or 1)
    show = request.GET.get("show", "")
    done = acts.latest_acts(reading, actor.office_id)
    gone = left_behind(reading, actor.office_id)
    findings = order_findings(held, done, show)
    view = request.GET.get("view", "")
    agreeing = [one for one in held if one.group == "agrees" and one.claim.pk not in done]
    values: dict[str, Any] = {
        "reading": reading,
        "document": reading.document,
        "fetch": reading.document.fetches.order_by("-pk").first(),
        "part": part,
        "findings": [one for one in findings if one.number in part.numbers],
        "found": len(findings),
        "shapes": {one.number: one for one in order_findings(held, done, "")},
        "counts": _count(held),
        "entry_numbers": numbers_of(act.entry_serial for act in [*done.values(), *gone] if act.entry_serial),
        "left_behind": [(act, acts.ACT_WORDS[act.act]) for act in gone],
        "read_otherwise": read_otherwise(done.values()),
        "open_count": len(order_findings(held, done, "open")),
        "show": show,
        "view": view if view in VIEWS else VIEWS[0],
        "edits": count_edits(reading.edits),
        "listed_edits": [one for one in reading.edits if one[4] not in PLAIN_EDITS][:EDITS_LISTED],
        "agreeing": len(agreeing),
        "may_act": acts.may_act(actor),
        "may_record": actor.may_record,
        "page_keys": (*DESK_KEYS, *(ACT_KEYS if acts.may_act(actor) else ())),
        "byline_longest": BYLINE_LONGEST,
        "unknown": [words for name, words in FOUND_OR_ASKED.items() if not reading.says.get(name)],
        "is_own": reading.document.office_id == actor.office_id,
        **_tell_age(reading, actor),
        "publication": tell_publication(reading.document, actor),
        **_contradictions(reading, [one.claim for one in held], actor),
    }
    return render(request, "web/desk_document.html", values)


def _tell_age(reading: DocumentReading, actor: Actor) -> dict[str, Any]:
    """Whether a document was read with older words or rules, and how many more of the office's own were."""
    words, _rules = read_with_now()
    old = is_old(reading)
    return {
        "is_old": old,
        "read_on": write_day(timezone.localdate(reading.read_at), reader_language()),
        "has_old_words": reading.vocabulary_version != words,
        "old_others": old_readings(actor).exclude(pk=reading.pk).count() if old and acts.may_act(actor) else 0,
    }


def _count(held: list[Held]) -> list[tuple[str, Any, Any, str, int]]:
    counts = count_groups(held)
    return [(code, GROUP_WORDS[code], GROUP_NOTES[code], GROUP_BASIS[code], counts[code]) for code in counts]


def find_reading(request: HttpRequest, document_id: int) -> tuple[Actor, DocumentReading]:
    """Return the reading of a document the actor may see; hidden and missing ones are refused alike."""
    actor = actor_of(request)
    reading = visible_readings(actor).filter(document_id=document_id).first()
    if actor is None or reading is None:
        raise PermissionDenied
    if reading.document.office_id != actor.office_id and not reading.document.is_public:
        note_read(request, "document.read", reading.document.title, document=document_id)
    return actor, reading


def _act(request: HttpRequest, actor: Actor, reading: DocumentReading) -> HttpResponse:
    """Do what the pressed button says, about one claim or about all that agree."""
    if not acts.may_act(actor):
        raise PermissionDenied
    do = request.POST.get("do", "")
    if do == "link_agreeing":
        return _link_agreeing(request, actor, reading)
    number = number_in(request.POST.get("claim", ""), digits=8) or 0
    claim = reading.claims.filter(number=number).first()
    if claim is None:
        return redirect(_address(request, reading))
    done = _do(do, claim, actor, request)
    for problem in done.problems:
        messages.error(request, word(problem.what) + (word(problem.right) if problem.right else ""))
    if done.act is not None:
        messages.success(request, f"{number} · {word(acts.ACT_WORDS[done.act.act])}")
        if done.act.act == "correction":
            return redirect("entry", serial=done.act.entry_serial)
    return redirect(f"{_address(request, reading)}#f{number}")


def _do(do: str, claim: Claim, actor: Actor, request: HttpRequest) -> acts.Done:
    serial = number_in(request.POST.get("serial", ""), digits=15)
    held = hold_claim(claim, actor) if do in ("link", "correction") else None
    choices: dict[str, Callable[[], acts.Done]] = {
        "record": lambda: acts.record_claim(claim, actor),
        "dismiss": lambda: acts.dismiss_claim(claim, request.POST.get("reason", ""), actor),
        "reopen": lambda: acts.reopen_claim(claim, actor),
    }
    if held is not None:
        choices["link"] = lambda: acts.link_claim(held, actor)
        if serial is not None:
            choices["correction"] = lambda: acts.open_correction(held, serial, actor)
    if do not in choices:
        return acts.Done()
    reading, last = (number_in(request.POST.get(name, ""), digits=15) for name in ("reading", "last_act"))
    shown = acts.Shown(reading, last) if reading is not None and last is not None else None
    return acts.settle(claim, actor, choices[do], shown=shown)


def number_in(text: str, *, digits: int) -> int | None:
    """A whole number of a form, of so many digits at most; None for anything else."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= digits else None


def _link_agreeing(request: HttpRequest, actor: Actor, reading: DocumentReading) -> HttpResponse:
    """Tie the document to the entries behind every agreeing claim that nobody acted on yet."""
    linked = 0
    for one in hold_reading(reading, actor):
        if one.group == "agrees":
            untouched = acts.Shown(reading.pk, 0)
            linked += (
                acts.settle(one.claim, actor, partial(acts.link_claim, one, actor), shown=untouched).act is not None
            )
    messages.success(request, say("{n} 处相符的已连作凭据。", "The document now proves {n} agreeing claims.", n=linked))
    return redirect(_address(request, reading))


def _address(request: HttpRequest, reading: DocumentReading) -> str:
    query = request.GET.urlencode()
    address = reverse("desk_document", args=[reading.document_id])
    return f"{address}?{query}" if query else address


def _contradictions(reading: DocumentReading, claims: list[Claim], actor: Actor) -> dict[str, Any]:
    """Parts against wholes, and other documents in the actor's sight that say otherwise."""
    if not claims:
        return {"parts": [], "clashes": []}
    near = _related_claims(reading, claims, actor)
    parts = find_parts(claims, [*claims, *near], contains=_PlaceTree())
    return {"parts": parts, "clashes": find_clashes(claims, near)}


def _related_claims(reading: DocumentReading, claims: list[Claim], actor: Actor) -> list[Claim]:
    """Claims of other documents in the actor's sight that count what these count, or a narrower thing.

    Of their documents only the title is fetched: a long text would come along once for each of its claims.
    """
    indicators = Q(indicator__in={claim.indicator for claim in claims})
    for code in {claim.indicator for claim in claims}:
        indicators |= Q(indicator__startswith=f"{code}_")
    return list(
        Claim.objects.filter(indicators, reading__in=visible_readings(actor).values("pk"))
        .filter(unit__in={claim.unit for claim in claims})
        .exclude(reading=reading)
        .select_related("reading__document")
        .defer("reading__text", "reading__edits", "reading__unreadable", "reading__says")
        .order_by("-pk")[:OTHERS_MOST]
    )


class _PlaceTree:
    """Tells by the registry whether one place lies below another; names are resolved once a page."""

    def __init__(self) -> None:
        self._ids: dict[str, str | None] = {}
        self._day = timezone.localdate()

    def __call__(self, wide: str, narrow: str) -> bool:
        wide_id, narrow_id = self._id(wide), self._id(narrow)
        return bool(wide_id and narrow_id) and narrow_id in subtree(str(wide_id), on=self._day)

    def _id(self, name: str) -> str | None:
        if name not in self._ids:
            self._ids[name] = resolve_place(name, on=self._day).place_id if name else None
        return self._ids[name]


@require_GET
def desk_claim(request: HttpRequest, document_id: int, number: int) -> HttpResponse:
    """Show one claim with the entries behind its figure, to choose the one that is to be corrected."""
    actor, reading = find_reading(request, document_id)
    claim = reading.claims.filter(number=number).first()
    if claim is None:
        raise PermissionDenied
    held = hold_claim(claim, actor)
    serials = acts.entries_behind(held, actor, most=ENTRIES_LISTED)
    values = {
        "reading": reading,
        "document": reading.document,
        "finding": Finding(held, acts.latest_acts(reading, actor.office_id).get(claim.pk)),
        "rows": read_rows(actor, serials),
        "may_act": acts.may_act(actor),
        "page_keys": CLAIM_KEYS,
        "all_entries": visible_entries(actor).filter(serial__in=serials).count(),
    }
    return render(request, "web/desk_claim.html", values)


@require_GET
def desk_marked(request: HttpRequest, document_id: int) -> HttpResponse:
    """Hand the document over as a Word file with a comment at every claim."""
    actor, reading = find_reading(request, document_id)
    numbers = [draft_number(one.result) for one in hold_reading(reading, actor)]
    marked = mark_draft(reading.text, numbers, language=reader_language())
    return send_marked(marked, reading.says.get("title") or reading.document.title)


def send_marked(marked: bytes, title: str) -> HttpResponse:
    """Answer with a Word file that has its comments."""
    response = HttpResponse(marked, content_type=DOCX)
    name = quote(f"{title[:60]}-{say('核对单', 'checked')}.docx")
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
    return response


@require_POST
def desk_read_again(request: HttpRequest, document_id: int) -> HttpResponse:
    """Read a document again, with a day of publication, title or outlet that was missing."""
    actor, reading = find_reading(request, document_id)
    if not acts.may_act(actor) or reading.document.office_id != actor.office_id:
        raise PermissionDenied
    try:
        published_on = read_published_on(request)
    except ValueError:
        messages.error(request, say("发布日期写成 2026-11-20 这样。", "Write the day as 2026-11-20."))
        return redirect("desk_document", document_id=document_id)
    typed = {name: request.POST.get(name, "").strip() for name in ("title", "outlet", "byline")}
    told = Told(typed["title"][:300], typed["outlet"][:200], typed["byline"][:BYLINE_LONGEST], published_on)
    taken = read_again(reading, told=told, actor=actor)
    for problem in taken.problems:
        messages.error(request, word(problem.what))
    if taken.reading is not None and taken.reading.pk == reading.pk:
        messages.info(
            request, say("已是现在的读法，没有变化。", "It is read as documents are read now; nothing changed.")
        )
    elif taken.reading is not None:
        messages.success(request, say("已重读。", "The document was read again."))
    return redirect("desk_document", document_id=document_id)


urlpatterns = [
    path("desk/<int:document_id>", desk_document, name="desk_document"),
    path("desk/<int:document_id>/claims/<int:number>", desk_claim, name="desk_claim"),
    path("desk/<int:document_id>/marked", desk_marked, name="desk_marked"),
    path("desk/<int:document_id>/read-again", desk_read_again, name="desk_read_again"),
]
