"""A saved mail or a page saved as one file (.mht): its body, and the text of what hangs on it.

An office's mail often says “see the attachment”, so attachments are read as part of it; those that hold no text we can
read are named, not passed over.
"""

from __future__ import annotations

import email
import email.policy
from collections.abc import Iterator
from email.message import EmailMessage, Message

from shanhai.algorithms.decode_bytes import decode_text
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
    `unread` names the attachments without text.
    """
    message = email.message_from_bytes(data, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    return _read_message(message, MAILS_DEEP)


def _read_message(message: EmailMessage, deep: int) -> Received:
    body = _read_body(message)
    texts, unread = [body.text] if body.text.strip() else [], []
    for name, payload in _attachments(message):
        inside = _read_attachment(payload, deep)
        if inside.text.strip():
            texts.append(f"{name}\n{inside.text}")
            unread += [inside.says["unread"]] if inside.says.get("unread") else []
        else:
            unread.append(name)
    if not texts:
        return refuse("empty", Words("邮件没有能读的正文和附件。", "The mail has no body or attachment to read."))
    says = {"title": _head(message, "subject"), "published_on": _day(message), "unread": "、".join(unread)}
    if _is_saved_page(message):
        says = {**says, "published_on": "", **body.says}
    own = {name: value for name, value in says.items() if value}
    return Received("mail", "\n\n".join(texts)[:CHARACTERS_MOST], {**body.says, **own})


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
