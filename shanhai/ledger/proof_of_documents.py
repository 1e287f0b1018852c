"""Proves documents: bytes as received, public only as the last word on each says, ties to entries that exist.

Reads only.
"""

from __future__ import annotations

import hashlib

from shanhai.ledger.documents import document_path
from shanhai.ledger.models import Document
from shanhai.ledger.proved import Break, break_at
from shanhai.ledger.streams import read_query


def find_broken_document() -> Break | None:
    """Name the first document whose file is missing or changed, that is open or hidden against the last word on it, or
    that is tied to an entry that does not exist.
    """
    kept = Document.objects.exclude(sha256="").order_by("pk")
    for document in kept.iterator(chunk_size=1000):
        path = document_path(document)
        facts = {"file_name": document.file_name, "sha256": document.sha256}
        if path is None or not path.is_file():
            return break_at(
                "document_missing",
                "ledger_document",
                office_id=document.office_id,
                facts=facts,
                document=document.pk,
            )
        with path.open("rb") as file:
            if hashlib.file_digest(file, "sha256").hexdigest() != document.sha256:
                return break_at(
                    "document_bytes",
                    "ledger_document",
                    office_id=document.office_id,
                    facts=facts,
                    document=document.pk,
                )
    strays = read_query(
        "SELECT l.document_id, l.entry_serial, l.office_id FROM ledger_document_link l"
        " LEFT JOIN ledger_entry e ON e.serial = l.entry_serial WHERE e.serial IS NULL ORDER BY l.id LIMIT 1"
    )
    for document_id, serial, office_id in strays:
        return break_at(
            "document_link", "ledger_document_link", serial=serial, office_id=office_id, document=document_id
        )
    opened = read_query(
        "SELECT d.id, d.office_id FROM ledger_document d LEFT JOIN ledger_document_publication p ON p.id ="
        " (SELECT MAX(id) FROM ledger_document_publication WHERE document_id = d.id)"
        " WHERE d.is_public <> (COALESCE(p.word, '') = 'published') ORDER BY d.id LIMIT 1"
    )
    for document_id, office_id in opened:
        return break_at("document_public", "ledger_document", office_id=office_id, document=document_id)
    return None
