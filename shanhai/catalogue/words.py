"""Words in two languages, Problems in a user's data, and the root of the errors of programs.

Everything here is a plain value. It must not know Django, workbooks, or where a Problem will be shown.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Literal

Language = Literal["zh", "en"]
Weight = Literal["blocks", "ask", "note"]


class ShanhaiError(Exception):
    """Root of all faults in programs; faults in users' data are `Problem` values instead."""


@dataclass(frozen=True, slots=True)
class Words:
    """One text in Chinese and English.

    >>> Words("到账", "Arrived").in_language("en")
    'Arrived'
    """

    zh: str
    en: str

    def in_language(self, language: str) -> str:
        """Return the text for a language code such as `zh-hans` or `en-gb`; Chinese for any other language."""
        return self.en if language.startswith("en") else self.zh

    def fill(self, **values: Any) -> Words:
        """Return the same text with `{names}` replaced in both languages.

        A value that is itself `Words` is put in by language.
        """
        chinese = {name: value.zh if isinstance(value, Words) else value for name, value in values.items()}
        english = {name: value.en if isinstance(value, Words) else value for name, value in values.items()}
        return Words(self.zh.format(**chinese), self.en.format(**english))

    def __str__(self) -> str:
        return self.zh


@dataclass(frozen=True, slots=True)
class Problem:
    """A fault in a user's data: where it is, what stands there, what is wrong and what would be right.

    Weights: `blocks` (必改, nothing is recorded until mended), `ask` (存疑, recorded once the user says so),
    `note` (已修, repaired and told). `sheet`, `row` (from 1) and `column` (letter) locate a cell; `page` and `line`
    a spot in a text; all may be None where the fault concerns the whole file.
    """

    code: str
    weight: Weight
    what: Words
    right: Words | None = None
    value: str = ""
    sheet: str | None = None
    row: int | None = None
    column: str | None = None
    field: str | None = None
    page: int | None = None
    line: int | None = None

    def at(self, *, sheet: str | None = None, row: int | None = None, column: str | None = None) -> Problem:
        """Return the same Problem at a cell."""
        return replace(self, sheet=sheet, row=row, column=column)
