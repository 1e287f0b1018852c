"""Text out of a received file: its type told by its bytes, never by its name, and its main text without menus.

Bounded in size and in what it unpacks. It must not know claims. A scan without text is said to be one.
"""

from __future__ import annotations

import email
import email.policy
import io
import zipfile
from dataclasses import dataclass, field
from email.message import EmailMessage

from shanhai.algorithms.decode_bytes import decode_text
from shanhai.catalogue.words import Problem, Words

BYTES_MOST = 50 * 1024 * 1024
UNPACKED_MOST = 400 * 1024 * 1024
CHARACTERS_MOST = 2_000_000
PAGES_MOST = 2000
ROWS_MOST = 50_000
HEAD = 4096
MAIL_HEADS = (b"from:", b"received:", b"return-path:", b"message-id:", b"mime-version:", b"delivered-to:", b"subject:")


@dataclass(frozen=True, slots=True)
class Received:
    """The text of a file: what sort of file it is, what it says of itself, and Problems (empty text with them)."""

    type: str
    text: str
    says: dict[str, str] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()


def receive_bytes(data: bytes) -> Received:
    """Return the text of a file of any kind we read; Problems instead of text where it cannot be read."""
    if len(data) > BYTES_MOST:
        return _refuse("too_large", Words("文件超过 50 MB。", "The file is larger than 50 MB."))
    type_found = tell_type(data)
    readers = {
        "pdf": _read_pdf,
        "docx": _read_docx,
        "xlsx": _read_workbook,
        "xls": _read_workbook,
        "mail": _read_mail,
        "html": _read_html,
        "text": _read_text,
    }
    reader = readers.get(type_found)
    if reader is None:
        what = Words("这种文件读不出文字。", "No text can be read from this kind of file.")
        right = Words("收网页、文本、PDF、Word、Excel、邮件。", "Taken are web pages, text, PDF, Word, Excel and mail.")
        return _refuse("unknown_type", what, right)
    return reader(data)


def tell_type(data: bytes) -> str:
    """Tell what a file is by its first bytes: pdf, docx, xlsx, xls, mail, html, text, or unknown."""
    if data.startswith(b"%PDF"):
        return "pdf"
    if data.startswith(b"PK\x03\x04"):
        return _tell_package(data)
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        return "xls"
    if data.startswith((b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x1f\x8b", b"Rar!", b"7z\xbc\xaf")):
        return "unknown"
    head = data[:HEAD].lstrip().lower()
    if head.startswith(MAIL_HEADS):
        return "mail"
    if head.startswith((b"<!doctype html", b"<html")) or b"<body" in head or b"<head" in head or b"</div>" in head:
        return "html"
    return "text"


def _tell_package(data: bytes) -> str:
    try:
        names = set(zipfile.ZipFile(io.BytesIO(data)).namelist())
    except zipfile.BadZipFile:
        return "unknown"
    if "word/document.xml" in names:
        return "docx"
    return "xlsx" if "xl/workbook.xml" in names or "xl/workbook.bin" in names else "unknown"


def _refuse(code: str, what: Words, right: Words | None = None) -> Received:
    return Received("unknown", "", problems=(Problem(f"document.{code}", "blocks", what, right),))


def _unpacks_too_large(data: bytes) -> bool:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return sum(one.file_size for one in package.infolist()) > UNPACKED_MOST


def _read_text(data: bytes) -> Received:
    text, encoding, notes = decode_text(data)
    return Received(
        "text", text[:CHARACTERS_MOST], {"encoding": encoding, **({"notes": "; ".join(notes)} if notes else {})}
    )


def _read_html(data: bytes) -> Received:
    """Main text of a page by trafilatura; where that finds next to nothing, all its text, which repair cleans."""
    import trafilatura
    from trafilatura.metadata import extract_metadata

    page, encoding, _ = decode_text(data)
    text = trafilatura.extract(page, include_comments=False, include_tables=True, favor_recall=True) or ""
    if len(text) < 50:
        text = trafilatura.html2txt(page)
    told = extract_metadata(page)
    says = {"encoding": encoding}
    for name, value in (("title", told.title), ("outlet", told.sitename), ("published_on", told.date)):
        if value:
            says[name] = str(value)
    return Received("html", text[:CHARACTERS_MOST], says)


def _read_pdf(data: bytes) -> Received:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as fault:
        if "password" in str(fault).lower():
            return _refuse(
                "locked", Words("PDF 有口令。", "The PDF has a password."), Words("去掉口令再收。", "Remove it first.")
            )
        return _refuse("broken", Words("PDF 打不开。", "The PDF cannot be opened."))
    pages = []
    for number in range(min(len(document), PAGES_MOST)):
        page = document[number]
        pages.append(page.get_textpage().get_text_range())
        page.close()
    text = "\f".join(pages).replace("\r\n", "\n")
    if not text.strip():
        what = Words("这份 PDF 只有图像，没有文字。", "This PDF holds images only, no text.")
        return _refuse("scan", what, Words("请收有文字的版本。", "Please give a version with text."))
    return Received("pdf", text[:CHARACTERS_MOST], {"pages": str(len(document))})


def _read_docx(data: bytes) -> Received:
    import docx
    from docx.opc.exceptions import PackageNotFoundError
    from docx.table import Table

    if _unpacks_too_large(data):
        return _refuse("bomb", Words("文件解开后过大。", "The file unpacks to too much."))
    try:
        document = docx.Document(io.BytesIO(data))
    except (PackageNotFoundError, KeyError, ValueError):
        return _refuse("broken", Words("Word 文件打不开。", "The Word file cannot be opened."))
    parts = []
    for block in document.iter_inner_content():
        if isinstance(block, Table):
            parts += ["\t".join(cell.text for cell in row.cells) for row in block.rows]
        else:
            parts.append(block.text)
    told = document.core_properties
    says = {name: value for name, value in (("title", told.title), ("byline", told.author)) if value}
    return Received("docx", "\n".join(parts)[:CHARACTERS_MOST], says)


def _read_workbook(data: bytes) -> Received:
    """A workbook as evidence: its cells as lines of text; its tables are read by `sheets`."""
    from python_calamine import CalamineError, CalamineWorkbook

    if data.startswith(b"PK") and _unpacks_too_large(data):
        return _refuse("bomb", Words("文件解开后过大。", "The file unpacks to too much."))
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    except (CalamineError, zipfile.BadZipFile, ValueError):
        return _refuse("broken", Words("工作簿打不开或有口令。", "The workbook cannot be opened or has a password."))
    lines = []
    for name in book.sheet_names:
        lines.append(name)
        for row in book.get_sheet_by_name(name).to_python()[:ROWS_MOST]:
            cells = [str(cell) for cell in row if cell not in ("", None)]
            if cells:
                lines.append("\t".join(cells))
    return Received("xlsx", "\n".join(lines)[:CHARACTERS_MOST])


def _read_mail(data: bytes) -> Received:
    """The body of a saved mail, its text part before its HTML part; attachments are documents of their own."""
    message = email.message_from_bytes(data, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    says = {"title": str(message.get("subject", "")), "published_on": _mail_day(message)}
    body = message.get_body(preferencelist=("plain", "html"))
    if body is None:
        return _refuse("empty", Words("邮件没有正文。", "The mail has no body."))
    payload = body.get_payload(decode=True)
    inner = payload if isinstance(payload, bytes) else b""
    read = _read_html(inner) if body.get_content_type() == "text/html" else _read_text(inner)
    return Received("mail", read.text, {**read.says, **{name: value for name, value in says.items() if value}})


def _mail_day(message: EmailMessage) -> str:
    sent = message.get("date")
    moment = getattr(sent, "datetime", None)
    return moment.date().isoformat() if moment else ""
