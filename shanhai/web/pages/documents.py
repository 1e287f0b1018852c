"""Documents behind entries: giving one, and opening one, which leaves a trace. Shows no list of its own."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.views.decorators.http import require_GET, require_POST

from shanhai.ledger.documents import attach_document, document_path, keep_document
from shanhai.ledger.may import require_visible_entry, visible_documents
from shanhai.offices.audit import note_read, note_write
from shanhai.offices.may import actor_of
from shanhai.web.templatetags.words import say, word

# Shown in the page's own window; anything else is handed over as a file, so that nothing a sender wrote runs here.
SHOWN_TYPES = {"application/pdf", "image/png", "image/jpeg"}


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
    path_ = document_path(document)
    if path_ is None or not path_.is_file():
        raise Http404
    note_read(request, "document.read", document.title, document=document.pk)
    shown = document.media_type in SHOWN_TYPES
    response = FileResponse(path_.open("rb"), content_type=document.media_type if shown else "application/octet-stream")
    name = quote(document.file_name or f"document-{document.pk}")
    response.headers["Content-Disposition"] = f"{'inline' if shown else 'attachment'}; filename*=UTF-8''{name}"
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


urlpatterns = [
    path("entries/<int:serial>/documents", attach, name="attach_document"),
    path("documents/<int:document_id>", open_document, name="document"),
]
