"""A draft given back as a Word file with a comment at every number: proved, differs, unproved, and what to write.

The draft's own words stay as they are; only comments are added.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from itertools import groupby

import docx
from docx.oxml.ns import qn
from docx.shared import Mm

from shanhai.catalogue.words import Words
from shanhai.evidence.reconcile import MARK_WORDS, REASONS, RESULT_WORDS, Reconciled

AUTHOR = Words("山海", "Shanhai")
FONT = "宋体"
A4 = (Mm(210), Mm(297))


def say_result(one: Reconciled) -> Words:
    """The result of one claim in a sentence or two: mark, result, reason, and what could be written instead."""
    parts = [RESULT_WORDS[one.result]]
    if one.mark == "unproved" and one.result in ("agrees", "within_rounding"):
        parts.append(Words("但只有一方上报，还没有双签", "but only one side has reported it"))
    if one.reason:
        parts.append(REASONS[one.reason])
    suggestion = one.suggest()
    if suggestion is not None:
        parts.append(suggestion)
    mark = MARK_WORDS[one.mark]
    english = "; ".join(part.en for part in parts)
    return Words(
        f"{mark.zh}：{'，'.join(part.zh for part in parts)}。", f"{mark.en}: {english[0].lower()}{english[1:]}."
    )


def mark_draft(text: str, results: Sequence[Reconciled], *, language: str = "zh") -> bytes:
    """Return the draft as .docx bytes, with one comment at each claim's own words.

    `text` is the repaired text that the claims' clean places refer to.
    """
    document = docx.Document()
    _speak_chinese(document)
    document.sections[0].page_width, document.sections[0].page_height = A4
    ordered = sorted(results, key=lambda one: one.claim.clean_start)
    at = 0
    for line in text.split("\n"):
        _write_line(document, line, at, ordered, language)
        at += len(line) + 1
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _write_line(
    document: docx.document.Document, line: str, at: int, results: Sequence[Reconciled], language: str
) -> None:
    if not line.strip():
        return
    paragraph = document.add_paragraph()
    inside = [one for one in results if at <= one.claim.clean_start < at + len(line)]
    done = 0
    for start, group in groupby(inside, key=lambda one: one.claim.clean_start - at):
        here = list(group)
        end = min(max(one.claim.clean_end for one in here) - at, len(line))
        if start < done:
            start, end = done, max(end, done)  # noqa: PLW2901 - claims that share words begin where the last one ended
        if end <= start:
            continue
        paragraph.add_run(line[done:start])
        run = paragraph.add_run(line[start:end])
        said = "\n".join(say_result(one).in_language(language) for one in here)
        document.add_comment(run, text=said, author=AUTHOR.in_language(language), initials="SH")
        done = end
    paragraph.add_run(line[done:])


def _speak_chinese(document: docx.document.Document) -> None:
    """Set the east-Asian font and language, so that marks and glyphs are the mainland's."""
    style = document.styles["Normal"]
    style.font.name = "Times New Roman"
    properties = style.element.get_or_add_rPr()
    properties.get_or_add_rFonts().set(qn("w:eastAsia"), FONT)
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:eastAsia"), "zh-CN")
