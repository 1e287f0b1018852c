"""One entry: what was said by whom, with what proof, and what followed; answers, reversal, and entering by hand."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from shanhai.catalogue.book import BOOK, UnknownCodeError
from shanhai.catalogue.declare import Kind
from shanhai.ledger import record
from shanhai.ledger.drafts import EntryDraft
from shanhai.ledger.may import require_visible_entry, signable_entries, visible_entries
from shanhai.ledger.models import Entry, Position
from shanhai.offices.audit import note_write
from shanhai.offices.may import Actor, actor_of, require
from shanhai.offices.models import Role
from shanhai.sheets.typed import check_typed, draft_typed, record_typed, register_parties
from shanhai.web.entry_list import read_rows
from shanhai.web.entry_page import may_open_batch, read_entry_page
from shanhai.web.pages import sign
from shanhai.web.queue import read_items
from shanhai.web.said_once import kinds_that_follow, known_before, offer_numbers
from shanhai.web.templatetags.words import say, word
from shanhai.web.typed_form import (
    KEY_RECORDED_OTHERWISE,
    LedgerQuestion,
    TypedForm,
    make_form,
    read_posted,
    texts_of_entry,
)

REASON_LONGEST = 500


@require_http_methods(["GET", "POST"])
def entry(request: HttpRequest, serial: int) -> HttpResponse:
    """Show an entry, and take a word on it: sign, differ, or answer a difference."""
    actor = actor_of(request)
    shown = require_visible_entry(actor, serial)
    assert actor is not None
    answer = sign.Answer()
    if request.method == "POST":
        if not actor.may_sign:
            raise PermissionDenied
        answer = _act(request, actor, serial)
        if answer.outcomes and not answer.refused:
            sign.tell(request, answer.outcomes)
            return redirect("entry", serial=_where_next(actor, serial, answer))
    return render(request, "web/entry.html", _entry_values(actor, shown, answer), status=422 if answer.typed else 200)


def _act(request: HttpRequest, actor: Actor, serial: int) -> sign.Answer:
    """Do what the pressed button says, about this entry only."""
    do = request.POST.get("do", "").partition(":")[0]
    if do == "sign":
        return sign.Answer(sign.sign_serials(request, actor, [serial]))
    if do == "withdraw":
        return _withdraw(request, actor, serial)
    if do in sign.ANSWERS:
        return sign.ANSWERS[do](request, actor, serial)
    return sign.Answer()


def _withdraw(request: HttpRequest, actor: Actor, serial: int) -> sign.Answer:
    """Take back this side's last word, with the reason."""
    assert actor.office is not None
    outcome = record.withdraw_word(
        serial,
        reason=_reason(request),
        office=actor.office,
        side=actor.own_side,
        user_id=actor.user_id,
        as_seen=_as_seen(request),
    )
    if outcome.done:
        note_write(request, "entry.withdraw", str(serial))
    return sign.Answer([outcome])


def _where_next(actor: Actor, serial: int, answer: sign.Answer) -> int:
    """The entry to show after a word: the replacement where one was made, else the same."""
    added = [one for outcome in answer.outcomes for one in outcome.added_serials]
    fresh = visible_entries(actor).filter(serial__in=added, reverses_serial__isnull=True).order_by("serial").first()
    return fresh.serial if fresh else serial


def _entry_values(actor: Actor, shown: Entry, answer: sign.Answer) -> dict[str, Any]:
    from shanhai.ledger.models import OpenEntry

    page = read_entry_page(actor, shown)
    waiting = list(OpenEntry.objects.filter(entry_serial=shown.serial))
    items = read_items(waiting, actor)
    related = [
        serial
        for serial in (shown.reverses_serial, page.standing.reversed_by, *page.standing.replaced_by)
        if serial is not None
    ]
    own_word = any(one.office_id == actor.office_id for one in page.standing.words)
    return {
        "page": page,
        "entry": shown,
        "item": items[0] if items else None,
        "answer": answer,
        "related": read_rows(actor, related),
        "may_sign": signable_entries(actor, Entry.objects.filter(serial=shown.serial)).exists(),
        "may_reverse": actor.may_record
        and shown.office_id == actor.office_id
        and _can_be_reversed(shown, page.standing),
        "may_withdraw": actor.may_sign and own_word and page.standing.state in {"agreed", "differs"},
        "may_attach": actor.may_record or actor.may_sign,
        "follow": kinds_that_follow(actor, shown),
        "batch_is_ours": any(may_open_batch(actor, side.batch) for side in page.sides),
        "as_seen": Position.objects.values_list("serial", flat=True).first() or 0,
    }


def _can_be_reversed(shown: Entry, standing: Any) -> bool:
    return shown.reverses_serial is None and standing.reversed_by is None


@require_http_methods(["GET", "POST"])
def reverse_entry(request: HttpRequest, serial: int) -> HttpResponse:
    """Take back an entry of one's own office, with the reason, and put a correction in its place if wanted."""
    actor = require(actor_of(request), Role.CLERK)
    shown = require_visible_entry(actor, serial)
    kind = _kind(shown.kind)
    if shown.office_id != actor.office_id or actor.read_only or kind is None or actor.office is None:
        raise PermissionDenied
    replacing = request.POST.get("replace") == "on"
    form = make_form(kind, actor, texts_of_entry(shown, kind))
    outcome = None
    if request.method == "POST":
        form, draft = _read_replacement(request, actor, kind) if replacing else (form, None)
        if not form.problems:
            outcome = record.reverse_entry(
                serial,
                reason=_reason(request),
                office=actor.office,
                user_id=actor.user_id,
                replacement=draft,
                as_seen=_as_seen(request),
            )
            form.take(outcome.problems)
        if outcome is not None and outcome.done:
            note_write(request, "entry.reverse", str(serial), added=list(outcome.added_serials))
            messages.success(request, word(outcome.words))
            return redirect("entry", serial=_where_next(actor, serial, sign.Answer([outcome])))
    values = {
        "page": read_entry_page(actor, shown),
        "entry": shown,
        "form": form,
        "replacing": replacing,
        "reason": request.POST.get("reason", ""),
        "outcome": outcome,
        "as_seen": Position.objects.values_list("serial", flat=True).first() or 0,
    }
    return render(request, "web/reverse_entry.html", values, status=422 if request.method == "POST" else 200)


def _read_replacement(request: HttpRequest, actor: Actor, kind: Kind) -> tuple[TypedForm, EntryDraft | None]:
    row = read_posted(kind, request.POST)
    form = make_form(kind, actor, row.values)
    assert actor.office is not None
    typed = draft_typed(kind, [row], office=actor.office, today=timezone.localdate())
    form.take(typed.problems)
    return form, register_parties(typed)[0] if typed.may_be_recorded else None


@require_http_methods(["GET", "POST"])
def record_entry(request: HttpRequest) -> HttpResponse:
    """Enter one line by hand: choose the kind, fill its columns, see every Problem at its field."""
    actor = require(actor_of(request), Role.CLERK)
    if actor.read_only or actor.office is None:
        raise PermissionDenied
    kind = _kind(request.GET.get("kind", ""))
    if kind is None:
        return render(request, "web/choose_kind.html", {"fields": [one for one in BOOK.fields if one.kinds]})
    numbers = offer_numbers(actor, kind)
    form = make_form(kind, actor, known_before(actor, kind, request.GET.get("about", "")), numbers)
    if request.method == "POST":
        row = read_posted(kind, request.POST)
        form = make_form(kind, actor, row.values, numbers)
        typed = check_typed(kind, [row], office=actor.office, user_id=actor.user_id, today=timezone.localdate())
        form.take(typed.problems, typed.doubts)
        form.question = _offer_replacing(actor, form.question)
        if typed.may_be_recorded:
            recorded = record_typed(typed, office=actor.office, user_id=actor.user_id)
            form.take([problem for problem in recorded.problems if problem.weight != "note"])
            if recorded.added or recorded.repeats:
                return _tell_recorded(request, recorded)
    return render(request, "web/record_entry.html", {"form": form}, status=422 if request.method == "POST" else 200)


def _offer_replacing(actor: Actor, question: LedgerQuestion | None) -> LedgerQuestion | None:
    """Offer to reverse the entry that carries the row's number where the actor's own office entered it."""
    if question is None or question.code not in ("key_other_facts", KEY_RECORDED_OTHERWISE):
        return question
    own = visible_entries(actor).filter(serial__in=question.serials, office_id=actor.office_id)
    return replace(question, may_replace=own.values_list("serial", flat=True).first())


def _tell_recorded(request: HttpRequest, recorded: Any) -> HttpResponse:
    """Go to the entry that now stands for what was typed, and say what became of it."""
    serial = recorded.serials[0] if recorded.serials else recorded.repeats[0].entry_serial
    if recorded.repeats:
        messages.info(request, say("这一条已在账上，没有再记。", "This is in the ledger already; nothing was added."))
    elif recorded.signatures_agreeing:
        messages.success(
            request,
            say(
                "对方已报过同一件事：算作签认，两方一致。",
                "The other side had reported it: yours is the agreeing word.",
            ),
        )
    elif recorded.signatures_differing:
        messages.success(
            request,
            say(
                "对方已报过同一件事，数不同：算作提异。",
                "The other side reported it with another amount: yours is a difference.",
            ),
        )
    else:
        messages.success(request, say("已记 1 条，等对方签认。", "One entry recorded; it waits for the other side."))
    note_write(request, "entry.record", str(serial), added=recorded.added)
    return redirect("entry", serial=serial)


def _kind(code: str) -> Kind | None:
    try:
        return BOOK.kind(code)
    except UnknownCodeError:
        return None


def _reason(request: HttpRequest) -> str:
    return request.POST.get("reason", "").strip()[:REASON_LONGEST]


def _as_seen(request: HttpRequest) -> int | None:
    text = request.POST.get("as_seen", "")
    return int(text) if text.isdecimal() else None


urlpatterns = [
    path("entries/new", record_entry, name="record_entry"),
    path("entries/<int:serial>", entry, name="entry"),
    path("entries/<int:serial>/reverse", reverse_entry, name="reverse_entry"),
]
