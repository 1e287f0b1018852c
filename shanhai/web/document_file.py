"""A received document handed over as it came, whoever's page it is opened from. Who may open it is decided there."""

from __future__ import annotations

from urllib.parse import quote

from django.http import FileResponse, Http404, HttpRequest

from shanhai.ledger.documents import document_path
from shanhai.ledger.models import Document
from shanhai.offices.audit import note_read

# Shown in the page's own window; anything else is handed over as a file, so that nothing a sender wrote runs here.
SHOWN_TYPES = frozenset({"application/pdf", "image/png", "image/jpeg"})


def hand_over(request: HttpRequest, document: Document) -> FileResponse:
    """Return the bytes of a document under its own name, in a sandbox; who opened it is kept in the trail.

    Raises Http404 where only the document's name was kept, or its file is gone.
    """
    where = document_path(document)
    if where is None or not where.is_file():
        raise Http404
    note_read(request, "document.read", document.title, document=document.pk)
    shown = document.media_type in SHOWN_TYPES
    response = FileResponse(where.open("rb"), content_type=document.media_type if shown else "application/octet-stream")
    name = quote(document.file_name or f"document-{document.pk}")
    response.headers["Content-Disposition"] = f"{'inline' if shown else 'attachment'}; filename*=UTF-8''{name}"
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
