"""A polluted text to a clean one, with every edit told and every place traced back to the text as received.

Passes, in this order: lost bytes, pinyin glosses, left tags, doubled punctuation, traditional characters, lines that
are not text. A pass runs only where the page as a whole shows its kind of damage, so that clean text is never touched.
No pass creates, changes or completes a number; a numeral in or beside a damaged run is marked unreadable. It must not
know claims or documents.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from shanhai.algorithms.chinese_script import is_traditional, simplify
from shanhai.algorithms.lost_bytes import NUMERALS, Effort, find_lost_bytes
from shanhai.algorithms.page_chrome import read_page
from shanhai.algorithms.pinyin_gloss import LETTERS, find_glosses, is_page_glossed
from shanhai.algorithms.text_trace import Change, Edit, OffsetMap, TracedText

_TAG = re.compile(
    r"</?(?:a|abbr|article|b|big|blockquote|body|br|button|center|code|dd|div|dl|dt|em|font|footer|form|h[1-6]|head|header|"
    r"hr|html|i|iframe|img|input|ins|label|li|link|main|mark|meta|nav|nobr|ol|option|p|pre|s|script|section|select|small|"
    r"span|strike|strong|style|sub|sup|table|tbody|td|tfoot|th|thead|title|tr|tt|u|ul|var)"
    r"(?:\s+[a-z:-]{1,30}\s*=\s*(?:\"[^\"<>]{0,200}\"|'[^'<>]{0,200}'|[^\s<>\"'=]{1,200})){0,20}\s*/?>",
    re.IGNORECASE,
)
_CUT_TAG = re.compile(r"(?<![<A-Za-z/])/(?:strong|span|font|em|div|td|tr|table|center|small|pre|p|b)>")
# Tags that a page shows nothing for: what stands before and behind one is read as one word, or as one number.
_INLINE = re.compile(
    r"</?(?:a|abbr|b|big|code|em|font|i|ins|label|mark|nobr|s|small|span|strike|strong|tt|u|var)\b", re.I
)
_DOUBLED = re.compile(r"[,，、;；:：]+(?=[。！!])|(?<=[。！])[,，、;；:：]+|[,，、;；:：]{2,}")
_COMMAS = re.compile(r"[,，;；。]")
_ORPHAN_GLOSS = re.compile(f"[(（]([{LETTERS}]{{1,7}})[)）]")
_NUMERAL = f"[{''.join(sorted(NUMERALS))}]"
_NUMBER_ENDS, _NUMBER_BEGINS = re.compile(f"{_NUMERAL}[.,．，]?$"), re.compile(f"[.,．，]?{_NUMERAL}")
# A reading that stays because no character before it has it; between numerals nobody can say what it broke.
_LEFT_GLOSS = re.compile(f"[(（][{LETTERS} ()（）]{{1,20}}[)）]")
_LOST = re.compile("[?？\ufffd\ue000-\uf8ff](?:(?<=\ufffd)\ufffd*|(?<=[\ue000-\uf8ff])[\ue000-\uf8ff]*|)")
_NUMBER = re.compile(
    r"[0-9０-９][0-9０-９.,．，]*[0-9０-９%％]|[0-9０-９][%％]?|[零〇一二三四五六七八九十百千万亿两半]+"
)
_LONGEST_TEXT = 2_000_000
_SET_APART = frozenset({"front", "spam", "notice", "crumb", "chrome", "related", "older_mail", "mail_head"})


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A damaged place, or a numeral in or beside one: where in the repaired text, and why."""

    start: int
    end: int
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Repaired:
    """A repaired text. `says` holds what the page tells of itself (published_on, outlet, section, byline, title).

    `edits` are against the raw text, in order, without overlap. `unreadable` and `restored` are stretches of the
    repaired text: what stays damaged, and what was put back from lost bytes.
    """

    raw: str
    text: str
    edits: tuple[Edit, ...]
    unreadable: tuple[Unreadable, ...]
    restored: tuple[tuple[int, int], ...]
    offsets: OffsetMap
    says: Mapping[str, str] = field(default_factory=dict)

    @property
    def touched(self) -> bool:
        """Whether anything but lines set apart was changed."""
        return any(edit.reason not in _SET_APART for edit in self.edits)


def repair_text(text: str, apart: Sequence[tuple[int, int, str]] = ()) -> Repaired:
    """Return the text repaired as far as it safely can be; never raises, whatever the text.

    `apart` are stretches known not to be its own, in order without overlap: start, end and why. They are taken out
    first, so that they say nothing of the rest.

    >>> repair_text("这里没有问题。").edits
    ()
    """
    traced = TracedText(text)
    traced.change(Change(start, end, "", reason) for start, end, reason in apart if start < end)
    if len(text) > _LONGEST_TEXT:
        return _result(traced, {}, glossed=False)
    glossed = is_page_glossed(list(find_glosses(text)))
    if glossed:
        _restore_lost_bytes(traced)
        _remove_glosses(traced)
        _merge_doubled(traced)
    _remove_tags(traced)
    if is_traditional(traced.text):
        traced.change(Change(start, end, after, "traditional") for start, end, after in simplify(traced.text))
    page = read_page(traced.text)
    size = len(traced.text)
    traced.change(
        Change(line.start, min(line.end + 1, size), "", line.kind) for line in page.apart if line.start < size
    )
    return _result(traced, page.says, glossed=glossed)


def repair_title(title: str, page: str) -> str:
    """Return the title of a page without glosses, in simplified characters where `page`, its text, shows that damage.

    A title alone is too short to show it.
    """
    if is_page_glossed(list(find_glosses(page))):
        for _ in range(2):
            for gloss in reversed(list(find_glosses(title))):
                title = title[: gloss.start] + title[gloss.end :]
    if is_traditional(page):
        for start, end, after in simplify(title):
            title = title[:start] + after + title[end:]
    return title


def _restore_lost_bytes(traced: TracedText) -> None:
    changes: list[Change] = []
    effort, at = Effort(), 0
    for line in traced.text.split("\n"):
        changes += find_lost_bytes(line, at, effort)
        at += len(line) + 1
    traced.change(changes)


def _remove_glosses(traced: TracedText) -> None:
    """Take out glosses; a second round takes those that stood inside or behind the first."""
    for _ in range(2):
        traced.change([Change(gloss.start, gloss.end, "", "gloss") for gloss in find_glosses(traced.text)])


def _merge_doubled(traced: TracedText) -> None:
    """Take out marks that stand twice, on a page where that happens all over."""
    found = list(_DOUBLED.finditer(traced.text))
    if len(found) < 4 or 8 * len(found) < len(_COMMAS.findall(traced.text)):
        return
    changes = []
    for match in found:
        marks, before, after = match[0], traced.text[: match.start()][-1:], traced.text[match.end() :][:1]
        if before.isdigit() and after.isdigit():
            continue
        kept = (
            ""
            if before in "。！" or after in "。！!"
            else next((mark for mark in marks if mark not in ",，"), marks[0])
        )
        changes.append(Change(match.start(), match.end(), kept, "doubled_mark"))
    traced.change(changes)


def _remove_tags(traced: TracedText) -> None:
    if ">" not in traced.text:
        return
    traced.change(_without_tags(traced.text))
    traced.change([Change(match.start(), match.end(), "", "tag") for match in _CUT_TAG.finditer(traced.text)])


def _without_tags(text: str) -> Iterator[Change]:
    """Take tags out; where one that ends a line or a cell stands between two numerals, a space keeps them two."""
    runs: list[list[re.Match[str]]] = []
    for match in _TAG.finditer(text):
        if runs and runs[-1][-1].end() == match.start():
            runs[-1].append(match)
        else:
            runs.append([match])
    for run in runs:
        start, end = run[0].start(), run[-1].end()
        parts = _NUMBER_ENDS.search(text[max(0, start - 2) : start]) and _NUMBER_BEGINS.match(text[end : end + 2])
        kept = " " if parts and not all(_INLINE.match(one[0]) for one in run) else ""
        yield Change(start, end, kept, "tag")


def _result(traced: TracedText, says: Mapping[str, str], *, glossed: bool) -> Repaired:
    edits = traced.edits()
    offsets = OffsetMap(traced.starts, traced.ends, len(traced.raw))
    restored = tuple(
        offsets.to_repaired(edit.start, edit.end) for edit in edits if edit.reason == "lost_bytes" and edit.after
    )
    cut = (offsets.to_repaired(edit.start, edit.start)[0] for edit in edits if _is_cut_tag(edit))
    damaged = [*restored, *((at, at) for at in cut)]
    if glossed:
        damaged += [match.span() for match in _LEFT_GLOSS.finditer(traced.text)]
    unreadable = tuple(_unreadable(traced.text, damaged, glossed=glossed))
    return Repaired(traced.raw, traced.text, edits, unreadable, restored, offsets, dict(says))


def _is_cut_tag(edit: Edit) -> bool:
    """Tell whether a tag lost its first sign, and with it perhaps the end of what stood before."""
    return edit.reason == "tag" and _CUT_TAG.search(edit.before) is not None


def _unreadable(text: str, known: Iterable[tuple[int, int]], *, glossed: bool) -> Iterator[Unreadable]:
    """Yield damaged places, and the numerals in or beside them and beside those that are known already."""
    damaged = list(known)
    if glossed or "\ufffd" in text or _LOST.search(text):
        for match in _LOST.finditer(text):
            if match[0] in "?？" and not (glossed and _is_lost(text, match.start())):
                continue
            damaged.append(match.span())
            yield Unreadable(match.start(), match.end(), match[0], "lost")
    for start, end in sorted(damaged):
        left, right = start, end
        while left > 0 and text[left - 1] in NUMERALS | {".", ","} and start - left < 40:
            left -= 1
        while right < len(text) and text[right] in NUMERALS | {".", ","} and right - end < 40:
            right += 1
        for a, b in ((left, start), (end, right)):
            if any(character in NUMERALS for character in text[a:b]):
                yield Unreadable(a, b, text[a:b], "number_beside_damage")


def _is_lost(text: str, at: int) -> bool:
    """Tell whether a question mark of a glossed page is a lost character rather than the end of a question."""
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    if after in {"", "\n", "”", "’", '"', " ", "\u3000"} or before in {"", "\n"}:
        return False
    return before in NUMERALS or after in NUMERALS or after in "，、；：！。,;:!"
