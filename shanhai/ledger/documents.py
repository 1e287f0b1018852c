"""Documents: bytes kept by their hash and tied to entries at a page or cell. Changes no amount and no entry.

A document is never changed and never taken off an entry; the same bytes given twice lie on the disk once. Files are
told apart by their first bytes, never by the name they came under.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any, Final, Protocol

from django.conf import settings

from shanhai.catalogue.words import Problem, Words
from shanhai.ledger.errors import WrongCallError
from shanhai.ledger.models import Document, DocumentLink, Entry
from shanhai.ledger.publication import put_publication

BYTES_MOST: Final = 50 * 1024 * 1024
HEAD_BYTES: Final = 512
ZIP_TYPES: Final = {
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".ofd": "application/ofd",
}
TEXT_TYPES: Final = {
    ".csv": "text/csv",
    ".txt": "text/plain",
    ".html": "text/html",
    ".htm": "text/html",
    ".eml": "message/rfc822",
    ".mht": "multipart/related",
    ".mhtml": "multipart/related",
}
UTF_16: Final = (b"\xff\xfe", b"\xfe\xff")
_TAKEN = Words(
    "收 pdf、png、jpg、xlsx、xls、docx、ofd、csv、txt、html、eml。",
    "Taken are pdf, png, jpg, xlsx, xls, docx, ofd, csv, txt, html and eml.",
)


class ReceivedFile(Protocol):
    """A file as it comes in: its name as the sender wrote it, its size, its bytes in pieces."""

    name: str
    size: int

    def chunks(self) -> Iterable[bytes]:
        """Yield the bytes piece by piece."""


def keep_document(
    file: ReceivedFile | None,
    *,
    title: str,
    office_id: int | None,
    user_id: int | None,
    outlet: str = "",
    published_on: date | None = None,
    address: str = "",
    is_example: bool = False,
    is_public: bool = False,
    published_in: str = "",
) -> tuple[Document | None, Problem | None]:
    """Keep a document, with its bytes or by its name alone; return it, or what is wrong with it.

    The same bytes given again by the same office are the same document, as public as it was. One that is public when
    it comes in was published in `published_in`, else at its address, else by its outlet, as far as these are known.
    """
    if file is None and not title.strip():
        what = Words("没有选文件，也没有写名称。", "No file was chosen and no name was given.")
        right = Words("选一个文件，或写上凭据的名称或文号。", "Choose a file, or give the paper's name or number.")
        return None, Problem("document_missing", "blocks", what, right)
    values: dict[str, Any] = {}
    if file is not None:
        values, problem = _keep_bytes(file)
        if problem is not None:
            return None, problem
        known = Document.objects.filter(sha256=values["sha256"], office_id=office_id).order_by("pk").first()
        if known is not None:
            return known, None
    document = Document.objects.create(
        title=(title.strip() or values.get("file_name", ""))[:300],
        office_id=office_id,
        received_by_id=user_id,
        outlet=outlet.strip()[:200],
        published_on=published_on,
        address=address,
        is_example=is_example,
        **values,
    )
    if is_public:
        put_publication(document, place=published_in or address or outlet, office_id=office_id, user_id=user_id)
    return document, None


def attach_document(
    serial: int,
    *,
    document: Document,
    page: int | None = None,
    cell: str = "",
    note: str = "",
    office_id: int | None,
    user_id: int | None,
) -> DocumentLink:
    """Tie a document to an entry at a page or cell; the same tie again is the one that is there.

    Raises WrongCallError where there is no such entry: a tie to nothing would break the proof of the ledger.
    """
    if not Entry.objects.filter(pk=serial).exists():
        raise WrongCallError(f"there is no entry {serial} to tie a document to")
    where = {"entry_serial": serial, "document": document, "page": page, "cell": cell[:80], "office_id": office_id}
    known = DocumentLink.objects.filter(**where).first()
    return known or DocumentLink.objects.create(**where, note=note[:200], linked_by_id=user_id)


def carry_documents(serial: int, *, to: Iterable[int], user_id: int | None) -> None:
    """Tie the documents of an entry to the entries that stand in for it, each at the same page or cell.

    A tie keeps the office that made it; it proves the parts as it proved the whole.
    """
    ties = list(DocumentLink.objects.filter(entry_serial=serial).order_by("pk"))
    DocumentLink.objects.bulk_create(
        DocumentLink(
            entry_serial=part,
            document_id=tie.document_id,
            page=tie.page,
            cell=tie.cell,
            note=tie.note,
            office_id=tie.office_id,
            linked_by_id=user_id,
        )
        for part in to
        for tie in ties
    )


def document_path(document: Document) -> Path | None:
    """Return where the bytes of a document lie; None where only its name is known."""
    return _path_of(document.sha256) if document.sha256 else None


def _path_of(sha256: str) -> Path:
    return Path(settings.MEDIA_ROOT) / sha256[:2] / sha256


def _keep_bytes(file: ReceivedFile) -> tuple[dict[str, Any], Problem | None]:
    """Write the bytes to their place; return what the row says of them."""
    folder = Path(settings.MEDIA_ROOT)
    folder.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix="incoming-", dir=folder)
    incoming = Path(name)
    digest, size, head = hashlib.sha256(), 0, b""
    try:
        with os.fdopen(handle, "wb") as out:
            for chunk in file.chunks():
                size += len(chunk)
                if size > BYTES_MOST:
                    return {}, _too_large()
                head = (head + chunk)[:HEAD_BYTES] if len(head) < HEAD_BYTES else head
                digest.update(chunk)
                out.write(chunk)
            out.flush()
            os.fsync(out.fileno())
        media_type = _tell_type(head, file.name)
        if not size or media_type is None:
            return {}, _wrong_type(file.name, size)
        kept = _path_of(digest.hexdigest())
        kept.parent.mkdir(parents=True, exist_ok=True)
        incoming.replace(kept)
    finally:
        incoming.unlink(missing_ok=True)
    clean = Path(file.name.replace("\\", "/")).name[-200:]
    return {"sha256": digest.hexdigest(), "file_name": clean, "media_type": media_type, "size_bytes": size}, None


def _tell_type(head: bytes, name: str) -> str | None:
    """Return the media type that the first bytes show; None for one we do not take."""
    ending = Path(name).suffix.lower()
    if head.startswith(b"%PDF-"):
        return "application/pdf"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if head.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if head.startswith(b"PK\x03\x04"):
        return ZIP_TYPES.get(ending)
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        return "application/vnd.ms-excel" if ending == ".xls" else None
    return TEXT_TYPES.get(ending) if b"\x00" not in head or _is_wide(head) else None


def _is_wide(head: bytes) -> bool:
    """Tell whether bytes with zeros among them are a text of two bytes a sign, with or without a mark that says so."""
    if head.startswith(UTF_16):
        return True
    even = head[: len(head) // 2 * 2]
    texts = (even.decode(name, errors="replace") for name in ("utf-16-le", "utf-16-be"))
    return any(all(sign.isprintable() or sign.isspace() for sign in text) and "\ufffd" not in text for text in texts)


def _too_large() -> Problem:
    what = Words("文件超过 50 MB，没有收。", "The file is larger than 50 MB and was not taken.")
    return Problem("document_too_large", "blocks", what, Words("请缩小或分开。", "Make it smaller or split it."))


def _wrong_type(name: str, size: int) -> Problem:
    if not size:
        return Problem("document_empty", "blocks", Words("文件是空的。", "The file is empty."), _TAKEN)
    what = Words("“{name}”不是能收的文件。", "“{name}” is not a file we take.").fill(name=Path(name).name[:60])
    return Problem("document_type", "blocks", what, _TAKEN)
