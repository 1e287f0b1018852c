"""A draft given back as a Word file with a comment at every number: proved, differs, unproved, and what to write.

The draft's own words stay as they are; only comments are added.
"""

from __future__ import annotations

import copy
import io
from collections.abc import Sequence
from itertools import groupby

import docx
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm
from docx.text.run import Run

from shanhai.catalogue.words import Words
from shanhai.evidence.reading import Reading
from shanhai.evidence.reconcile import MARK_WORDS, REASONS, RESULT_WORDS, Reconciled
from shanhai.evidence.word_file import Stretch, WordFile, open_word_file

AUTHOR = Words("山海", "Shanhai")
FONT = "宋体"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
A4 = (Mm(210), Mm(297))


def say_result(one: Reconciled) -> Words:
    """The result of one claim in a sentence or two: mark, result, reason, and what could be written instead."""
    suggestion = one.suggest()
    parts = [RESULT_WORDS[one.result] if suggestion is None else suggestion]
    if one.mark == "unproved" and one.result in ("agrees", "within_rounding"):
        parts.append(Words("但只有一方上报，还没有双签", "but only one side has reported it"))
    if one.reason:
        parts.append(REASONS[one.reason])
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


def mark_given(data: bytes, read: Reading, results: Sequence[Reconciled], *, language: str = "zh") -> bytes:
    """Return what was given as a Word file with comments: a Word file as it is, anything else as a plain one."""
    opened = open_word_file(data) if read.received.type == "docx" else None
    if opened is None:
        return mark_draft(read.repaired.text, results, language=language)
    return mark_word_file(opened, results, language=language)


def mark_word_file(opened: WordFile, results: Sequence[Reconciled], *, language: str = "zh") -> bytes:
    """Return a draft that came as a Word file as it is, with one comment at each claim's own words.

    The claims' raw places are those of the file's text. What stands in a foot-note, where Word takes no comments, is
    told at the end of the text.
    """
    document, loose = opened.document, []
    ordered = sorted(results, key=lambda one: (one.claim.start, one.claim.end))
    for _, group in groupby(ordered, key=lambda one: one.claim.start):
        here = list(group)
        said = "\n".join(say_result(one).in_language(language) for one in here)
        runs = _runs_between(opened.stretches, here[0].claim.start, max(one.claim.end for one in here))
        if runs:
            document.add_comment(runs, text=said, author=AUTHOR.in_language(language), initials="SH")
        else:
            loose.append(f"“{here[0].claim.clean_quote}” {said}")
    if loose:
        run = document.add_paragraph().add_run("※")
        document.add_comment(run, text="\n".join(loose), author=AUTHOR.in_language(language), initials="SH")
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _runs_between(stretches: list[Stretch], start: int, end: int) -> list[Run]:
    """The runs that hold just these places; a run that holds more is cut, and looks as before."""
    for place in (start, end):
        number = next((at for at, one in enumerate(stretches) if one.at < place < one.end), None)
        if number is not None:
            stretches.insert(number + 1, _cut(stretches[number], place))
    inside = [one.element.getparent() for one in stretches if start <= one.at and one.end <= end]
    return [Run(run, None) for run in inside if run.tag == qn("w:r")]


def _cut(stretch: Stretch, place: int) -> Stretch:
    """Cut the run of a stretch in two at a place of the text; return the second half."""
    element = stretch.element
    run, text, at = element.getparent(), element.text or "", place - stretch.at
    following, rest = OxmlElement("w:r"), OxmlElement("w:t")
    looks = run.find(qn("w:rPr"))
    if looks is not None:
        following.append(copy.deepcopy(looks))
    following.append(rest)
    for child in list(element.itersiblings()):
        following.append(child)
    element.text, rest.text = text[:at], text[at:]
    for half in (element, rest):
        half.set(SPACE, "preserve")
    run.addnext(following)
    return Stretch(place, rest)


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
