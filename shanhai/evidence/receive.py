"""Text out of a received file: its type told by its bytes, never by its name, and its main text without menus.

Bounded in size and in what it unpacks. It must not know claims. A scan without text is said to be one.
"""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass, field

from shanhai.algorithms.decode_bytes import decode_text
from shanhai.algorithms.unwrap_lines import close_gaps, unwrap_lines
from shanhai.catalogue.words import Problem, Words

BYTES_MOST = 50 * 1024 * 1024
UNPACKED_MOST = 400 * 1024 * 1024
MARKUP_MOST = 100 * 1024 * 1024
CHARACTERS_MOST = 2_000_000
PAGES_MOST = 2000
ROWS_MOST = 50_000
HEAD = 4096
MAIL_HEADS = (b"from:", b"received:", b"return-path:", b"message-id:", b"mime-version:", b"delivered-to:", b"subject:",
              b"date:", b"to:", b"x-", b"content-type:")  # fmt: skip
PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*")
# Streams of old Office files, by which they are told apart.
STREAMS = {
    "locked": "EncryptedPackage",
    "doc": "WordDocument",
    "msg": "__substg1.0_",
    "ppt": "PowerPoint Document",
}
UNREADABLE = {
    "locked": Words("文件有口令。", "The file has a password."),
    "broken": Words("文件不完整，打不开。", "The file is incomplete and cannot be opened."),
    "doc": Words("旧版 Word（.doc）读不出文字。", "No text can be read from an old Word file (.doc)."),
    "msg": Words("Outlook 邮件（.msg）读不出文字。", "No text can be read from an Outlook mail (.msg)."),
    "ppt": Words("演示文稿读不出文字。", "No text can be read from slides."),
    "picture": Words("这是图片，没有文字。", "This is a picture; it holds no text."),
    "ofd": Words("OFD 文件读不出文字。", "No text can be read from an OFD file."),
}
INSTEAD = {
    "locked": Words("去掉口令再收。", "Remove it first."),
    "broken": Words("请重新下载或另存一份再收。", "Download or save it again."),
    "doc": Words("请另存为 .docx 再收。", "Save it as .docx."),
    "msg": Words("请另存为 .eml 再收。", "Save it as .eml."),
    "ppt": Words("请另存为有文字的 PDF 再收。", "Save it as a PDF with text."),
    "picture": Words("请收有文字的版本。", "Please give a version with text."),
    "ofd": Words("请另存为有文字的 PDF 再收。", "Save it as a PDF with text."),
}
NO_TEXT = Words("这种文件读不出文字。", "No text can be read from this kind of file.")
TAKEN = Words("收网页、文本、PDF、Word、Excel、邮件。", "Taken are web pages, text, PDF, Word, Excel and mail.")
# Characters that no text has, among the first of a file: where there are more than so many, it is a program or a sound.
_NEVER = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\ufffd]")
_SAMPLE, _NEVER_SHARE = 20_000, 0.05


@dataclass(frozen=True, slots=True)
class Received:
    """The text of a file: what sort of file it is, what it says of itself, and Problems (empty text with them).

    `apart` are stretches of the text that are not the file's own word, in order: start, end and the reason of the edit
    that sets them apart when the text is repaired.
    """

    type: str
    text: str
    says: dict[str, str] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    apart: tuple[tuple[int, int, str], ...] = ()


def receive_bytes(data: bytes) -> Received:
    """Return the text of a file of any kind we read; Problems instead of text where it cannot be read."""
    if len(data) > BYTES_MOST:
        return refuse("too_large", Words("文件超过 50 MB。", "The file is larger than 50 MB."))
    type_found = tell_type(data)
    if type_found in UNREADABLE:
        code = type_found if type_found in {"locked", "broken"} else "unknown_type"
        return refuse(code, UNREADABLE[type_found], INSTEAD[type_found])
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
        return refuse("unknown_type", NO_TEXT, TAKEN)
    return reader(data)


def tell_type(data: bytes) -> str:
    """Tell what a file is by its bytes: pdf, docx, xlsx, xls, mail, html, text, a sort of no use, broken, unknown."""
    if data[:1024].lstrip(b"\xef\xbb\xbf\r\n\t ").startswith(b"%PDF"):
        return "pdf"
    if data.startswith(b"PK\x03\x04"):
        return _tell_package(data)
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        return next((type_ for type_, name in STREAMS.items() if name.encode("utf-16-le") in data), "xls")
    if data.startswith(PICTURES):
        return "picture"
    if data.startswith((b"\x1f\x8b", b"Rar!", b"7z\xbc\xaf")):
        return "unknown"
    # without the marks and zeros of the wide encodings, so that their markup is seen too
    head = data[:HEAD].lstrip(b"\xef\xbb\xbf\xff\xfe").replace(b"\x00", b"").lstrip().lower()
    if head.startswith(MAIL_HEADS) and (b"\nmime-version:" in b"\n" + head or b"\nfrom:" in b"\n" + head):
        return "mail"
    if head.startswith(b"<!doctype html") or any(mark in head for mark in (b"<html", b"<body")):
        return "html"
    return "html" if _is_piece_of_page(data, head) else "text"


def _is_piece_of_page(data: bytes, head: bytes) -> bool:
    """Tell whether a file without the frame of a page is markup from end to end.

    A text in which a converter left some tags is none: it stays as it is, so that every place in it can be named, and
    repair takes the tags out.
    """
    ends = data[-HEAD:].rstrip(b"\xff\xfe\x00\r\n\t ").endswith(b">")
    return head.startswith(b"<") and ends and any(mark in head for mark in (b"<head", b"</div>", b"</p>"))


def _tell_package(data: bytes) -> str:
    try:
        names = set(zipfile.ZipFile(io.BytesIO(data)).namelist())
    except (zipfile.BadZipFile, NotImplementedError, ValueError):
        return "broken"
    if "word/document.xml" in names:
        return "docx"
    if "OFD.xml" in names:
        return "ofd"
    if "ppt/presentation.xml" in names:
        return "ppt"
    return "xlsx" if "xl/workbook.xml" in names or "xl/workbook.bin" in names else "unknown"


def refuse(code: str, what: Words, right: Words | None = None) -> Received:
    """A file that cannot be read, and why."""
    return Received("unknown", "", problems=(Problem(f"document.{code}", "blocks", what, right),))


def _unpacks_too_large(data: bytes) -> bool:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = package.infolist()
    markup = max((one.file_size for one in parts if one.filename.endswith((".xml", ".rels"))), default=0)
    return sum(one.file_size for one in parts) > UNPACKED_MOST or markup > MARKUP_MOST


def _read_text(data: bytes) -> Received:
    text, encoding, notes = decode_text(data)
    if _is_no_text(text):
        return refuse("unknown_type", NO_TEXT, TAKEN)
    return Received(
        "text", text[:CHARACTERS_MOST], {"encoding": encoding, **({"notes": "; ".join(notes)} if notes else {})}
    )


def _is_no_text(text: str) -> bool:
    sample = text[:_SAMPLE]
    return len(_NEVER.findall(sample)) > max(4, _NEVER_SHARE * len(sample))


def _read_html(data: bytes) -> Received:
    from shanhai.evidence.web_page import read_web_page

    text, says = read_web_page(data)
    return Received("html", text[:CHARACTERS_MOST], says)


def _read_mail(data: bytes) -> Received:
    from shanhai.evidence.mail import read_mail

    return read_mail(data)


def _read_pdf(data: bytes) -> Received:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as fault:
        if "password" in str(fault).lower():
            return refuse("locked", Words("PDF 有口令。", "The PDF has a password."), INSTEAD["locked"])
        return refuse("broken", Words("PDF 打不开。", "The PDF cannot be opened."))
    pages = []
    for number in range(min(len(document), PAGES_MOST)):
        try:
            page = document[number]
            pages.append(page.get_textpage().get_text_range())
            page.close()
        except pypdfium2.PdfiumError:
            pages.append("")  # one page that cannot be drawn does not take the others with it
    text = "\f".join(close_gaps(unwrap_lines(page.replace("\r\n", "\n").replace("\ufffe", ""))) for page in pages)
    if not text.strip():
        what = Words("这份 PDF 只有图像，没有文字。", "This PDF holds images only, no text.")
        return refuse("scan", what, Words("请收有文字的版本。", "Please give a version with text."))
    return Received("pdf", text[:CHARACTERS_MOST], {"pages": str(len(document))})


def _read_docx(data: bytes) -> Received:
    from shanhai.evidence.word_file import open_word_file

    if _unpacks_too_large(data):
        return refuse("bomb", Words("文件解开后过大。", "The file unpacks to too much."))
    opened = open_word_file(data)
    if opened is None:
        return refuse("broken", Words("Word 文件打不开。", "The Word file cannot be opened."))
    return Received("docx", opened.text[:CHARACTERS_MOST], opened.says)


def _read_workbook(data: bytes) -> Received:
    """A workbook as evidence: its cells as lines of text; its tables are read by `sheets`."""
    from python_calamine import CalamineError, CalamineWorkbook

    if data.startswith(b"PK") and _unpacks_too_large(data):
        return refuse("bomb", Words("文件解开后过大。", "The file unpacks to too much."))
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        lines = []
        for name in book.sheet_names:
            held = len(lines)
            for row in book.get_sheet_by_name(name).to_python()[:ROWS_MOST]:
                # empty cells keep their place, so that each number stays under its head
                line = "\t".join("" if cell is None else _say_cell(cell) for cell in row).rstrip("\t")
                if line:
                    lines.append(line)
            if len(lines) > held:
                lines.insert(held, name)
    except (CalamineError, zipfile.BadZipFile, ValueError, OSError):
        return refuse("broken", Words("工作簿打不开或有口令。", "The workbook cannot be opened or has a password."))
    return Received("xlsx", "\n".join(lines)[:CHARACTERS_MOST])


def _say_cell(cell: object) -> str:
    """A cell as its sheet shows it: a whole number without the point that a workbook keeps it with."""
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)
