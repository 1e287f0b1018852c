"""A saved mail or a page saved as one file (.mht): its body, and the text of what hangs on it.

An office's mail often says “see the attachment”, so attachments are read as part of it; those that hold no text we can
read are named, not passed over. Older mails that a mail quotes stay in its text and are told apart from its own.
"""

from __future__ import annotations

import email
import email.policy
from collections.abc import Iterator
from dataclasses import replace
from email.message import EmailMessage, Message

from shanhai.algorithms.decode_bytes import decode_text
from shanhai.algorithms.older_mails import find_older_mails
from shanhai.catalogue.words import Words
from shanhai.evidence.receive import CHARACTERS_MOST, Received, receive_bytes, refuse, tell_type
from shanhai.evidence.web_page import read_web_page

ATTACHMENTS_MOST = 20
MAILS_DEEP = 3
BODY_SHORTEST = 20
SAVED_PAGE_HEADS = ("snapshot-content-location", "x-snapshot-content-location")


def read_mail(data: bytes) -> Received:
    """Read the body, its text part before its HTML part, then each attachment under its name.

    A mail that hangs on it (passed on “as an attachment”) is read with its own attachments, down to the third.
    `says` holds title and day of the mail; of a saved page the page's own, since its head tells when it was saved.
    `unread` names the attachments without text; `apart` are older mails that a body quotes.
    """
    message = email.message_from_bytes(data, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    return _read_message(message, MAILS_DEEP)


def _read_message(message: EmailMessage, deep: int) -> Received:
    body = _read_body(message)
    pieces = [_with_older_mails(body, _head(message, "subject"))] if body.text.strip() else []
    unread = []
    for name, payload in _attachments(message):
        inside = _read_attachment(payload, deep)
        if inside.text.strip():
            pieces.append(_under(f"{name}\n", inside))
            unread += [inside.says["unread"]] if inside.says.get("unread") else []
        else:
            unread.append(name)
    if not pieces:
        return refuse("empty", Words("邮件没有能读的正文和附件。", "The mail has no body or attachment to read."))
    says = {"title": _head(message, "subject"), "published_on": _day(message), "unread": "、".join(unread)}
    if _is_saved_page(message):
        says = {**says, "published_on": "", **body.says}
    own = {name: value for name, value in says.items() if value}
    whole = pieces[0]
    for piece in pieces[1:]:
        behind = _under(f"{whole.text}\n\n", piece)
        whole = replace(behind, apart=(*whole.apart, *behind.apart))
    text = whole.text[:CHARACTERS_MOST]
    apart = tuple(one for one in whole.apart if one[1] <= len(text))
    return Received("mail", text, {**body.says, **own}, apart=apart)


def _with_older_mails(body: Received, subject: str) -> Received:
    # what no database keeps goes before places are counted
    text = body.text.replace("\r\n", "\n").replace("\x00", "").encode("utf-8", "ignore").decode()
    return replace(body, text=text, apart=tuple(map(tuple, find_older_mails(text, subject=subject))))


def _under(head: str, piece: Received) -> Received:
    """The same with some words above it."""
    moved = tuple((start + len(head), end + len(head), reason) for start, end, reason in piece.apart)
    return replace(piece, text=f"{head}{piece.text}", apart=moved)


def _read_attachment(given: bytes | EmailMessage, deep: int) -> Received:
    """What hangs on a mail; a mail below the last that is opened is named only, whatever shells are round it."""
    if isinstance(given, bytes) and tell_type(given) != "mail":
        return receive_bytes(given)
    if deep <= 1:
        return refuse("nested", Words("", ""))
    inside = email.message_from_bytes(given, policy=email.policy.default) if isinstance(given, bytes) else given
    assert isinstance(inside, EmailMessage)
    return _read_message(inside, deep - 1)


def _read_body(message: EmailMessage) -> Received:
    """The text part, unless it is but a line beside a longer HTML part."""
    read = [_read_part(part) for kind in ("plain", "html") if (part := message.get_body((kind,))) is not None]
    long = [one for one in read if len(one.text.strip()) >= BODY_SHORTEST]
    return (long or read or [Received("mail", "")])[0]


def _read_part(part: Message) -> Received:
    payload = part.get_payload(decode=True)
    inner = payload if isinstance(payload, bytes) else b""
    declared = part.get_content_charset()
    if part.get_content_type() != "text/html":
        return Received("text", decode_text(inner, declared)[0])
    text, says = read_web_page(inner)
    return Received("html", text, says)


def _attachments(message: EmailMessage) -> Iterator[tuple[str, bytes | EmailMessage]]:
    """Name and content of what hangs on a mail; the pictures and styles of a saved page are none."""
    if not message.is_multipart() or message.get_content_type() == "multipart/related":
        return
    for number, part in enumerate(message.iter_attachments(), 1):
        if number > ATTACHMENTS_MOST:
            return
        name = (part.get_filename() or f"附件{number}").strip()[:120]
        if part.get_content_type() == "message/rfc822" and isinstance(inner := part.get_payload(0), EmailMessage):
            yield (part.get_filename() or _head(inner, "subject") or name).strip()[:120], inner
            continue
        payload = part.get_payload(decode=True)
        yield name, payload if isinstance(payload, bytes) else b""


def _head(message: EmailMessage, name: str) -> str:
    try:
        return " ".join(str(message.get(name, "")).split())[:300]
    except (ValueError, IndexError, AttributeError):  # heads that the standard library cannot parse
        return ""


def _day(message: EmailMessage) -> str:
    try:
        moment = getattr(message.get("date"), "datetime", None)
    except (ValueError, IndexError, TypeError):
        return ""
    return moment.date().isoformat() if moment else ""


def _is_saved_page(message: EmailMessage) -> bool:
    return any(message.get(name) for name in SAVED_PAGE_HEADS) or "saved by" in _head(message, "from").lower()
