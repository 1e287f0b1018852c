"""Older mails quoted inside a mail: lines behind `>`, and what follows the head that a mail program puts over them.

What is quoted is somebody else's word of an earlier day, so that its numbers are not the mail's. A mail that only
passes another one on says nothing of its own: then the one passed on is its text, and only its head is set apart, with
mails quoted in it again. It looks at whole lines of one mail's body. It must not know files, claims or pages.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from shanhai.algorithms.claim_numbers import find_quantities, to_plain_digits

OLDER_MAIL = "older_mail"
MAIL_HEAD = "mail_head"
# Nothing but small print in a line behind a mark is no quotation: `>90%` in a table, a tag that a converter left.
_QUOTED = re.compile(r"^[ \t]{0,3}[>＞](?!\s*[\d.,]+\s*[%％万亿]?\s*$|=)")
_QUOTED_TWICE = re.compile(r"^[ \t]{0,3}(?:[>＞]\s?){2}")
_RULE = re.compile(
    r"^[\s>＞]*[-—_=*─－]{2,}\s*(?P<words>原始邮件|邮件原件|原邮件|回复的(?:原)?邮件|original\s+(?:message|mail)|reply\s+message|"
    r"转发(?:的)?(?:原)?(?:邮件|信息)|已转发(?:的)?邮件|被转发(?:的)?邮件|forwarded\s+(?:message|mail)(?:\s+by\s.{0,60})?)\s*[-—_=*─－]{2,}\s*$|"
    r"^[\s>＞]*(?P<begun>begin\s+forwarded\s+message|开始转发的邮件|以下是转发的邮件)\s*[:：]\s*$",
    re.IGNORECASE,
)
_PASSED_ON = re.compile(r"转发|forward", re.IGNORECASE)
_SENDER = re.compile(r"^[\s>＞*]*(?:发件人|寄件人|寄件者|from)\**\s*[:：]\**", re.IGNORECASE)
_FIELD = re.compile(
    r"^[\s>＞*]*(?:发送(?:时间|日期)|发件(?:时间|日期)|日\s*期|时\s*间|收件人|收件者|抄\s*送|密\s*送|主\s*题|主\s*旨|附\s*件|重要性|"
    r"sent|date|to|cc|bcc|subject|attachments?|importance|reply-to)\**\s*[:：]\**",
    re.IGNORECASE,
)
_FIELDS_FAR = 8
# `在 2026年3月2日，10:30，某某 <a@example.org> 写道：`, `On Mon, 2 Mar 2026 at 10:30, A <a@example.org> wrote:`
_WROTE = re.compile(r"(?:写道|寫道|wrote)\s*[:：]?\s*$", re.IGNORECASE)
_WRITER = re.compile(r"[\w.+-]+@[\w.-]+|\d{1,2}\s*[:：]\s*\d{2}")
_WHEN = re.compile(r"^[\s>＞]*(?:在|于|on|at|le)\s|\d{4}\s*[年/.-]\s*\d{1,2}|[\w.+-]+@[\w.-]+", re.IGNORECASE)
_WROTE_LONGEST, _WROTE_LINES = 240, 3
_PASSED_ON_SUBJECT = re.compile(r"^\s*(?:(?:re|回复|答复)\s*[:：]\s*)*(?:fwd?|转发|轉寄|转)\s*[:：]", re.IGNORECASE)


class Apart(NamedTuple):
    """Whole lines of a body to set apart: their first and last character's place, and why."""

    start: int
    end: int
    reason: str


class _Lines(NamedTuple):
    """A body by lines: each without its end, and where it begins."""

    texts: list[str]
    starts: list[int]
    size: int

    def apart(self, first: int, last: int, reason: str) -> Apart:
        """Lines from the first up to the last, which is not among them."""
        return Apart(self.starts[first], self.starts[last] if last < len(self.starts) else self.size, reason)


class _Block(NamedTuple):
    """An older mail by its lines: where its head begins, where its own text begins, where it ends."""

    head: int
    body: int
    end: int
    passed_on: bool


def find_older_mails(body: str, *, subject: str = "") -> list[Apart]:
    """Return the stretches of a mail's body that are older mails, in order; none where the older mail is its text.

    >>> [one.reason for one in find_older_mails("已收到。\\n> 到位资金300万元。\\n> 请核对。\\n")]
    ['older_mail']
    """
    lines = _cut(body)
    blocks = _find_blocks(lines.texts)
    if not blocks:
        return []
    own = "\n".join(_own_lines(lines.texts, blocks))
    if not own.strip() or (_is_passed_on(blocks[0], subject) and not find_quantities(to_plain_digits(own))):
        head, older = _read_for(lines.texts, blocks)
        apart = [lines.apart(blocks[0].head, head, MAIL_HEAD)] if head > blocks[0].head else []
        apart += [lines.apart(one.head, one.end, OLDER_MAIL) for one in older]
    else:
        apart = [lines.apart(one.head, one.end, OLDER_MAIL) for one in blocks]
    return apart if _is_anything_left(body, apart) else []


def _is_anything_left(body: str, apart: Sequence[Apart]) -> bool:
    """Whether a mail still says something: heads within heads may leave nothing, and then it is read as it stands."""
    at = 0
    for start, end, _reason in apart:
        if body[at:start].strip():
            return True
        at = end
    return bool(body[at:].strip())


def _read_for(texts: Sequence[str], blocks: Sequence[_Block]) -> tuple[int, list[_Block]]:
    """Where the text begins for which a mail that says nothing itself is read, and the older mails apart from it.

    It is the first mail passed on that says anything, under however many heads.
    """
    block, others = blocks[0], list(blocks[1:])
    while True:
        inside = _inside(texts, block)
        held = {line for one in inside for line in range(one.head, one.end)}
        says = any(texts[line].strip() for line in range(block.body, block.end) if line not in held)
        if says or not inside or inside[0].head == block.head:
            return block.body, [*(inside if says else []), *others]
        block, others = inside[0], [*inside[1:], *others]


def _is_passed_on(first: _Block, subject: str) -> bool:
    return first.passed_on or _PASSED_ON_SUBJECT.match(subject) is not None


def _cut(body: str) -> _Lines:
    texts, starts, at = body.split("\n"), [], 0
    for text in texts:
        starts.append(at)
        at += len(text) + 1
    return _Lines(texts, starts, len(body))


def _own_lines(texts: Sequence[str], blocks: Sequence[_Block]) -> list[str]:
    held = {line for block in blocks for line in range(block.head, block.end)}
    return [text for number, text in enumerate(texts) if number not in held]


def _find_blocks(texts: Sequence[str], start: int = 0) -> list[_Block]:
    """Older mails from a line on: quoted runs among own lines, and at most one that goes to the end."""
    found: list[_Block] = []
    at = start
    while at < len(texts):
        head = _head_at(texts, at)
        if head is not None:
            body, passed_on = head
            after = next((line for line in range(body, len(texts)) if texts[line].strip()), len(texts))
            quoted = after < len(texts) and _QUOTED.match(texts[after]) and not _QUOTED.match(texts[at])
            end = _end_of_run(texts, after) if quoted else len(texts)
            found.append(_Block(at, body, end, passed_on))
            at = end
        elif _begins_run(texts, at):
            end = _end_of_run(texts, at)
            found.append(_Block(at, at, end, passed_on=False))
            at = end
        else:
            at += 1
    return found


def _inside(texts: Sequence[str], block: _Block) -> list[_Block]:
    """Older mails that the one passed on quotes in turn; of one whose every line is quoted, those quoted twice."""
    first = next((text for text in texts[block.body : block.end] if text.strip()), "")
    if _QUOTED.match(first):
        twice = next((line for line in range(block.body, block.end) if _QUOTED_TWICE.match(texts[line])), None)
        return [] if twice is None else [_Block(twice, twice, block.end, passed_on=False)]
    return _find_blocks(texts[: block.end], block.body)


def _head_at(texts: Sequence[str], at: int) -> tuple[int, bool] | None:
    """Where the text of an older mail begins whose head begins here, and whether the head says it was passed on."""
    rule = _RULE.match(texts[at])
    if rule:
        below = next((line for line in range(at + 1, min(at + 4, len(texts))) if texts[line].strip()), None)
        fields = _fields_from(texts, below) if below is not None else None
        return fields or at + 1, _PASSED_ON.search(rule["words"] or rule["begun"]) is not None
    if _SENDER.match(texts[at]) and (body := _fields_from(texts, at)) is not None:
        return body, False
    wrote = _wrote_from(texts, at)
    return None if wrote is None else (wrote, False)


def _fields_from(texts: Sequence[str], at: int) -> int | None:
    """The line behind the fields of a mail's head that begins with its sender; None where it is none."""
    if not (_SENDER.match(texts[at]) or _FIELD.match(texts[at])):
        return None
    last, others, sender = at, 0, False
    for line in range(at, min(at + _FIELDS_FAR, len(texts))):
        if _SENDER.match(texts[line]):
            sender, last = True, line
        elif _FIELD.match(texts[line]):
            others, last = others + 1, line
    return last + 1 if sender and others else None


def _wrote_from(texts: Sequence[str], at: int) -> int | None:
    """The line behind `… 写道：`, which may be wrapped; None where no such line begins here."""
    for lines in range(1, _WROTE_LINES + 1):
        told = " ".join(texts[at : at + lines])
        if len(told) > _WROTE_LONGEST or not texts[at].strip():
            return None
        if _WROTE.search(told):
            return at + lines if _WRITER.search(told) and _WHEN.search(texts[at]) else None
    return None


def _begins_run(texts: Sequence[str], at: int) -> bool:
    """Whether a quotation of lines behind `>` begins: a line with a space behind its mark, or two such lines."""
    if not _QUOTED.match(texts[at]):
        return False
    return re.match(r"^[ \t]{0,3}[>＞]\s", texts[at]) is not None or (
        at + 1 < len(texts) and _QUOTED.match(texts[at + 1]) is not None
    )


def _end_of_run(texts: Sequence[str], at: int) -> int:
    """The line behind the last of a quotation; blank lines within it are its own, those behind it are not."""
    end = at
    for line in range(at, len(texts)):
        if texts[line].lstrip()[:1] in (">", "＞"):
            end = line + 1
        elif texts[line].strip():
            break
    return end
