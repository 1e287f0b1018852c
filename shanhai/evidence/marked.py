"""A draft given back as a Word file with a comment at every number: proved, differs, unproved, and what to write.

The draft's own words stay as they are; only comments are added.
"""

from __future__ import annotations

import copy
import io
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

import docx
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from shanhai.algorithms.unfold_tables import Table, find_tables
from shanhai.catalogue.words import Words
from shanhai.evidence.draft_check import DraftNumber
from shanhai.evidence.reading import Reading
from shanhai.evidence.word_file import Stretch, WordFile, open_word_file

AUTHOR = Words("山海", "Shanhai")
FONT = "宋体"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
A4 = (Mm(210), Mm(297))
# what Word takes for a table, and what is still laid out quickly; a larger one stays lines of text
_COLUMNS_MOST, _CELLS_MOST = 60, 3000


def mark_draft(text: str, numbers: Sequence[DraftNumber], *, language: str = "zh") -> bytes:
    """Return the draft as .docx bytes, with one comment at each number's own words.

    `text` is the repaired text that the numbers' clean places refer to.
    """
    document = docx.Document()
    _speak_chinese(document)
    document.sections[0].page_width, document.sections[0].page_height = A4
    writer = _Writer(document, text, sorted(numbers, key=lambda one: one.clean_start), language)
    at = 0
    for table in find_tables(text):
        if len(table.rows[0]) <= _COLUMNS_MOST and sum(len(row) for row in table.rows) <= _CELLS_MOST:
            writer.write_lines(at, table.start)
            writer.write_table(table)
            at = table.end
    writer.write_lines(at, len(text))
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def mark_given(data: bytes, read: Reading, numbers: Sequence[DraftNumber], *, language: str = "zh") -> bytes:
    """Return what was given as a Word file with comments: a Word file as it is, anything else as a plain one."""
    opened = open_word_file(data) if read.received.type == "docx" else None
    if opened is None:
        return mark_draft(read.repaired.text, numbers, language=language)
    return mark_word_file(opened, numbers, language=language)


def mark_word_file(opened: WordFile, numbers: Sequence[DraftNumber], *, language: str = "zh") -> bytes:
    """Return a draft that came as a Word file as it is, with one comment at each number's own words.

    The numbers' raw places are those of the file's text. What stands in a foot-note, where Word takes no comments, is
    told at the end of the text.
    """
    document, loose = opened.document, []
    ordered = sorted(numbers, key=lambda one: (one.start, one.end))
    for _, group in groupby(ordered, key=lambda one: one.start):
        here = list(group)
        said = "\n".join(one.said.in_language(language) for one in here)
        runs = _runs_between(opened.stretches, here[0].start, max(one.end for one in here))
        if runs:
            document.add_comment(runs, text=said, author=AUTHOR.in_language(language), initials="SH")
        else:
            loose.append(f"“{here[0].clean_quote}” {said}")
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


@dataclass(frozen=True, slots=True)
class _Writer:
    """Writes a text into a Word file, with a comment at each number; `numbers` are in order."""

    document: docx.document.Document
    text: str
    numbers: Sequence[DraftNumber]
    language: str

    def write_lines(self, start: int, end: int) -> None:
        """Write each line of a stretch as a paragraph."""
        for line in self.text[start:end].split("\n"):
            if line.strip():
                self._write(self.document.add_paragraph(), start, start + len(line))
            start += len(line) + 1

    def write_table(self, table: Table) -> None:
        """Write a table of the text as one of Word's, so that each comment stands at its cell."""
        grid = self.document.add_table(len(table.rows), max(len(row) for row in table.rows), style="Table Grid")
        for row, cells in zip(table.rows, grid.rows, strict=True):
            for cell, written in zip(row, cells.cells, strict=False):
                self._write(written.paragraphs[0], cell.start, cell.end)
        self.document.add_paragraph()

    def _write(self, paragraph: Paragraph, first: int, last: int) -> None:
        """Write a stretch of the text into a paragraph, with its comments."""
        inside = [one for one in self.numbers if first <= one.clean_start < last]
        done = first
        for start, group in groupby(inside, key=lambda one: one.clean_start):
            here = list(group)
            end = min(max(one.clean_end for one in here), last)
            if start < done:
                start, end = done, max(end, done)  # noqa: PLW2901 - claims that share words begin where the last one ended
            if end <= start:
                continue
            paragraph.add_run(self.text[done:start])
            run = paragraph.add_run(self.text[start:end])
            said = "\n".join(one.said.in_language(self.language) for one in here)
            self.document.add_comment(run, text=said, author=AUTHOR.in_language(self.language), initials="SH")
            done = end
        paragraph.add_run(self.text[done:last])


def _speak_chinese(document: docx.document.Document) -> None:
    """Set the east-Asian font and language, so that marks and glyphs are the mainland's."""
    style = document.styles["Normal"]
    style.font.name = "Times New Roman"
    properties = style.element.get_or_add_rPr()
    properties.get_or_add_rFonts().set(qn("w:eastAsia"), FONT)
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:eastAsia"), "zh-CN")
