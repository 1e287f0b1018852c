"""The text of a Word file in the order of its pages: paragraphs, tables, text boxes, fields, foot-notes.

Insertions of tracked changes count as text, deletions do not: what a reader sees with all changes taken.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any

import docx
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


def read_word_file(data: bytes) -> tuple[str, dict[str, str]] | None:
    """Return the text and what the file says of itself (title, byline); None where it cannot be opened."""
    try:
        document = docx.Document(io.BytesIO(data))
    except (PackageNotFoundError, KeyError, ValueError, zipfile.BadZipFile, NotImplementedError, lxml.etree.LxmlError):
        return None
    lines = list(_blocks(document.element.body))
    for relation in document.part.rels.values():
        if relation.reltype == NOTES:
            lines += [line for line in _blocks(lxml.etree.fromstring(relation.target_part.blob, _PARSER)) if line]
    told = document.core_properties
    says = {name: value for name, value in (("title", told.title), ("byline", told.author)) if value}
    return "\n".join(lines), says


_PARSER = lxml.etree.XMLParser(resolve_entities=False, no_network=True)


def _blocks(parent: Any) -> Iterator[str]:
    """Each paragraph a line, each row of a table a line with tabs between its cells."""
    for element in parent:
        if element.tag == qn("w:p"):
            boxes: list[Any] = []
            yield _inline(element, boxes)
            for box in boxes:
                yield from _blocks(box)
        elif element.tag == qn("w:tr"):
            yield "\t".join(" ".join(filter(None, _blocks(cell))) for cell in element.iter(qn("w:tc")))
        elif element.tag not in SKIPPED and isinstance(element.tag, str):
            yield from _blocks(element)


def _inline(parent: Any, boxes: list[Any]) -> str:
    """The text of a paragraph; text boxes that hang on it are put aside for after it."""
    pieces = []
    for element in parent:
        if element.tag == qn("w:t"):
            pieces.append(element.text or "")
        elif element.tag == qn("w:txbxContent"):
            boxes.append(element)
        elif element.tag in SIGNS:
            pieces.append(SIGNS[element.tag])
        elif element.tag not in SKIPPED and isinstance(element.tag, str):
            pieces.append(_inline(element, boxes))
    return "".join(pieces)
