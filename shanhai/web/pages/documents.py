"""Documents behind entries: giving one, and opening one, which leaves a trace. Shows no list of its own."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.views.decorators.http import require_GET, require_POST

from shanhai.ledger.documents import attach_document, keep_document
from shanhai.ledger.may import require_visible_entry, visible_documents
from shanhai.offices.audit import note_write
from shanhai.offices.may import actor_of
from shanhai.web.document_file import hand_over
from shanhai.web.templatetags.words import say, word


@require_POST
def attach(request: HttpRequest, serial: int) -> HttpResponse:
    """Tie a document to an entry: a file, or the name of a paper where there is no file."""
    actor = actor_of(request)
    entry = require_visible_entry(actor, serial)
    if actor is None or actor.office is None or not (actor.may_record or actor.may_sign):
        raise PermissionDenied
    file: Any = request.FILES.get("file")
    title = request.POST.get("title", "").strip()[:300]
    document, problem = keep_document(
        file, title=title, office_id=actor.office_id, user_id=actor.user_id, is_example=entry.is_example
    )
    if document is None:
        messages.error(request, word(problem.what) + (word(problem.right) if problem and problem.right else ""))
        return redirect("entry", serial=serial)
    page = request.POST.get("page", "")
    attach_document(
        serial,
        document=document,
        page=int(page) if page.isdecimal() and 0 < int(page) < 10_000 else None,
        cell=request.POST.get("cell", "").strip()[:80],
        office_id=actor.office_id,
        user_id=actor.user_id,
    )
    note_write(request, "document.attach", str(serial), document=document.pk)
    messages.success(request, say("已补凭据“{title}”。", "The document “{title}” is added.", title=document.title))
    return redirect("entry", serial=serial)


@require_GET
def open_document(request: HttpRequest, document_id: int) -> HttpResponse:
    """Hand over a document as received; who opened it is kept in the trail."""
    document = visible_documents(actor_of(request)).filter(pk=document_id).first()
    if document is None:
        raise PermissionDenied
    return hand_over(request, document)


urlpatterns = [
    path("entries/<int:serial>/documents", attach, name="attach_document"),
    path("documents/<int:document_id>", open_document, name="document"),
]
