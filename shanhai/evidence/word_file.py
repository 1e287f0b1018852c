"""The text of a Word file in the order of its pages: paragraphs, tables, text boxes, fields, foot-notes.

Insertions of tracked changes count as text, deletions do not: what a reader sees with all changes taken. Each stretch
of the text knows the element it stands in, so that a comment can be put at its very words.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import docx
import docx.document
import lxml.etree
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn

SKIPPED = {
    qn("w:del"),
    qn("w:moveFrom"),
    qn("w:instrText"),
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
}
NOTES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
SIGNS = {qn("w:tab"): "\t", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-"}
# What a file raises whose package or parts are damaged: packed bytes that do not unpack, parts missing or no XML.
DAMAGED = (
    PackageNotFoundError, KeyError, ValueError, EOFError, OSError, NotImplementedError,
    zipfile.BadZipFile, zlib.error, lxml.etree.LxmlError,
)  # fmt: skip
# What programs and new machines write as the author: nobody wrote a text under such a name.
NOBODY = {
    "python-docx", "administrator", "admin", "user", "users", "pc", "hp", "dell", "lenovo", "asus", "thinkpad",
    "microsoft", "microsoft office user", "微软用户", "微软中国", "用户", "未知用户", "windows 用户", "windows user",
}  # fmt: skip
_COLUMNS_MOST = 100
_PARSER = lxml.etree.XMLParser(resolve_entities=False, no_network=True)

Line = list[tuple[str, Any]]


@dataclass(slots=True)
class Stretch:
    """A stretch of the text and the `w:t` element of the body that holds it."""

    at: int
    element: Any

    @property
    def end(self) -> int:
        """Where it ends in the text."""
        return self.at + len(self.element.text or "")


@dataclass(frozen=True, slots=True)
class WordFile:
    """An opened Word file: its text, the stretches of its body in order, and the document to add comments to."""

    document: docx.document.Document
    text: str
    stretches: list[Stretch]

    @property
    def says(self) -> dict[str, str]:
        """Title and byline as the file's properties have them."""
        told = self.document.core_properties
        author = "" if told.author.strip().casefold() in NOBODY else told.author
        return {name: value for name, value in (("title", told.title), ("byline", author)) if value}


def open_word_file(data: bytes) -> WordFile | None:
    """Open a Word file and read its text; None where it cannot be opened."""
    try:
        document = docx.Document(io.BytesIO(data))
        notes = _read_notes(document)
    except DAMAGED:
        return None
    texts, stretches, at = [], [], 0
    for line in _blocks(document.element.body):
        for text, element in line:
            if element is not None and text:
                stretches.append(Stretch(at, element))
            at += len(text)
        at += 1
        texts.append(_text_of(line))
    return WordFile(document, "\n".join(texts + notes), stretches)


def _read_notes(document: docx.document.Document) -> list[str]:
    parts = [relation.target_part for relation in document.part.rels.values() if relation.reltype == NOTES]
    lines = [line for part in parts for line in _blocks(lxml.etree.fromstring(part.blob, _PARSER))]
    return [text for line in lines if (text := _text_of(line))]


def _text_of(line: Line) -> str:
    return "".join(text for text, _ in line)


def _blocks(parent: Any) -> Iterator[Line]:
    """Each paragraph a line, each row of a table a line with tabs between its cells."""
    for element in parent:
        if element.tag == qn("w:p"):
            boxes: list[Any] = []
            yield list(_inline(element, boxes))
            for box in boxes:
                yield from _blocks(box)
        elif element.tag == qn("w:tr"):
            yield list(_row(element))
        elif element.tag not in SKIPPED and isinstance(element.tag, str):
            yield from _blocks(element)


def _row(row: Any) -> Iterator[tuple[str, Any]]:
    for number, cell in enumerate(row.iter(qn("w:tc"))):
        if number:
            yield "\t", None
        for count, line in enumerate(line for line in _blocks(cell) if _text_of(line)):
            if count:
                yield " ", None
            yield from line
        # a cell that spans several columns is followed by empty ones, so that those behind it keep their column
        for span in cell.findall(f"{qn('w:tcPr')}/{qn('w:gridSpan')}"):
            columns = str(span.get(qn("w:val")))
            yield "\t" * (min(int(columns), _COLUMNS_MOST) - 1 if columns.isdecimal() else 0), None


def _inline(parent: Any, boxes: list[Any]) -> Iterator[tuple[str, Any]]:
    """The pieces of a paragraph; text boxes that hang on it are put aside for after it."""
    for element in parent:
        if element.tag == qn("w:t"):
            yield element.text or "", element
        elif element.tag == qn("w:txbxContent"):
            boxes.append(element)
        elif element.tag in SIGNS:
            yield SIGNS[element.tag], None
        elif element.tag not in SKIPPED and isinstance(element.tag, str):
            yield from _inline(element, boxes)
