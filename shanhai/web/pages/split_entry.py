"""Answers a difference by splitting an entry: what the other side says, and the rest as an entry of a chosen kind."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from shanhai.catalogue.book import BOOK
from shanhai.catalogue.declare import Kind
from shanhai.catalogue.units import write_amount
from shanhai.ledger import record
from shanhai.ledger.drafts import EntryDraft, Outcome
from shanhai.ledger.may import require_visible_entry
from shanhai.ledger.models import OpenEntry, Position
from shanhai.offices.audit import note_write
from shanhai.offices.may import Actor, require_reader
from shanhai.sheets.typed import TypedRow, draft_typed, register_parties
from shanhai.web.lists import number_in
from shanhai.web.queue import WaitingItem, read_items
from shanhai.web.splitting import fitting_kind, kinds_of_rest
from shanhai.web.templatetags.words import word
from shanhai.web.typed_form import TypedForm, make_form, read_posted, texts_of_entry

# What the second part shares with the entry: nobody types it again, and its documents follow it.
SHARED = ("giver_place", "receiver_place", "programme", "amount", "document")


@require_http_methods(["GET", "POST"])
def split_entry(request: HttpRequest, serial: int) -> HttpResponse:
    """Show the two parts and what the kind of the second one asks for; record both when it is sent."""
    actor = require_reader(request)
    item = _disputed(actor, serial)
    kind = _chosen_kind(request, item)
    texts = _texts_of_rest(item)
    form = _form_of(kind, actor, texts)
    outcome = None
    if request.method == "POST":
        posted = read_posted(kind, request.POST)
        row = TypedRow({**posted.values, **{code: texts[code] for code in SHARED if code in texts}}, posted.accepted)
        form = _form_of(kind, actor, row.values)
        draft = _draft_of(row, kind, actor, form)
        if draft is not None:
            outcome = _split(request, actor, item, draft)
            form.take(outcome.problems)
        if outcome is not None and outcome.done:
            note_write(request, "entry.answer", str(serial), code=outcome.code)
            messages.success(request, word(outcome.words))
            return redirect("entry", serial=outcome.added_serials[1])
    values = {
        "item": item,
        "entry": item.entry,
        "kind": kind,
        "form": form,
        "fields": kinds_of_rest(item.entry),
        "outcome": outcome,
        "as_seen": Position.objects.values_list("serial", flat=True).first() or 0,
    }
    return render(request, "web/split_entry.html", values, status=422 if request.method == "POST" else 200)


def _disputed(actor: Actor, serial: int) -> WaitingItem:
    """Return the entry whose difference the actor's office is to answer, and that can be split.

    Raises PermissionDenied for every other, so that nobody learns of what is hidden.
    """
    require_visible_entry(actor, serial)
    items = read_items(list(OpenEntry.objects.filter(entry_serial=serial)), actor)
    if not items or not items[0].may_answer or not items[0].can_split:
        raise PermissionDenied
    return items[0]


def _chosen_kind(request: HttpRequest, item: WaitingItem) -> Kind:
    """Return the kind asked for where the second part may be of it, else the one that fits, else the entry's own."""
    asked = request.GET.get("kind", "")
    allowed = {kind.code: kind for _field, kinds in kinds_of_rest(item.entry) for kind in kinds}
    return allowed.get(asked) or fitting_kind(item.entry, item.other_reason) or BOOK.kind(item.entry.kind)


def _texts_of_rest(item: WaitingItem) -> dict[str, str]:
    """Return what the entry tells of its second part already, as the texts of a form."""
    texts = texts_of_entry(item.entry, BOOK.kind(item.entry.kind))
    return {**texts, "amount": write_amount(item.rest or 0, item.entry.unit)}


def _form_of(kind: Kind, actor: Actor, texts: Any) -> TypedForm:
    form = make_form(kind, actor, texts)
    form.fields = [one for one in form.fields if one.column.code not in SHARED]
    return form


def _draft_of(row: TypedRow, kind: Kind, actor: Actor, form: TypedForm) -> EntryDraft | None:
    assert actor.office is not None
    typed = draft_typed(kind, [row], office=actor.office, today=timezone.localdate())
    form.take(typed.problems)
    return register_parties(typed)[0] if typed.may_be_recorded else None


def _split(request: HttpRequest, actor: Actor, item: WaitingItem, rest: EntryDraft) -> Outcome:
    assert actor.office is not None
    return record.split_entry(
        item.serial,
        [item.other_amount or 0, rest.amount],
        rest=rest,
        office=actor.office,
        user_id=actor.user_id,
        as_seen=number_in(request.POST.get("as_seen", "")),
    )


urlpatterns = [path("entries/<int:serial>/split", split_entry, name="split_entry")]
