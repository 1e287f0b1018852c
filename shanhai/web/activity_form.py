"""Fields of a form made from the columns of an activity's kind; shared by opening and by every step. Keeps nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from shanhai.catalogue.activity import Step
from shanhai.catalogue.declare import Choice, Column
from shanhai.catalogue.words import Problem, Words
from shanhai.web.numbers import write_decimal
from shanhai.web.templatetags.words import say, show_amount, word

YES_NO = (Choice("true", Words("是", "Yes")), Choice("false", Words("否", "No")))
LONG_TEXT = 200
HINTS = {
    "money": Words("元；也可写 120万元", "yuan"),
    "day": Words("如 2026-03-19", "such as 2026-03-19"),
    "year": Words("四位年份，如 2026", "four digits, such as 2026"),
}


@dataclass(slots=True)
class Field:
    """One field: its column, what stands in it, and what is wrong with it."""

    column: Column
    value: str = ""
    required: bool = False
    problems: list[Problem] = field(default_factory=list)

    @property
    def name(self) -> str:
        """The name of the field in the form."""
        return f"v-{self.column.code}"

    @property
    def shape(self) -> str:
        """How it is typed in: choice, day, long, number, text."""
        if self.column.choices or self.column.type == "flag":
            return "choice"
        if self.column.type == "day":
            return "day"
        if self.column.type in ("money", "count", "decimal", "year"):
            return "number"
        return "long" if self.column.longest > LONG_TEXT else "text"

    @property
    def choices(self) -> tuple[Choice, ...]:
        """What may be chosen."""
        return YES_NO if self.column.type == "flag" else self.column.choices

    @property
    def hint(self) -> str:
        """A word on what to write."""
        hint = self.column.help or HINTS.get(self.column.type)
        return word(hint) if hint else ""


def make_fields(
    columns: Iterable[Column], *, values: Mapping[str, Any], required: Iterable[str], problems: Iterable[Problem] = ()
) -> list[Field]:
    """Return the fields of columns with what stands in them; each Problem stands at the field it names."""
    wanted = set(required)
    fields = [Field(column, plain_value(column, values.get(column.code)), column.code in wanted) for column in columns]
    by_code = {one.column.code: one for one in fields}
    for problem in problems:
        if problem.field in by_code:
            by_code[problem.field].problems.append(problem)
    return fields


def fields_of_step(kind_columns: Iterable[Column], step: Step, **named: Any) -> list[Field]:
    """Return the fields that a step fills, those it cannot do without first."""
    by_code = {column.code: column for column in kind_columns}
    wanted = [by_code[code] for code in (*step.columns, *step.optional)]
    return make_fields(wanted, required=step.columns, **named)


def plain_value(column: Column, value: Any) -> str:
    """Write a value as a form takes it back: money in yuan with every fen."""
    if value is None or value == "":
        return ""
    if column.type == "money" and isinstance(value, int):
        return write_decimal(value, 100, decimals=2).replace("−", "-")
    if column.type == "flag":
        return "true" if value in (True, "true") else "false"
    return str(value)


def show_value(column: Column, value: Any) -> str:
    """Write a value as pages show it: choices in words, money with its unit; nothing for none."""
    if value is None or value == "":
        return ""
    if column.choices:
        titles = {choice.code: word(choice.title) for choice in column.choices}
        return "、".join(titles.get(str(one), str(one)) for one in (value if isinstance(value, list) else [value]))
    if column.type == "flag":
        return say("是", "yes") if value in (True, "true") else say("否", "no")
    if column.type == "money" and isinstance(value, int):
        return str(show_amount(value, column.unit or "CNY", "table" if value % 1_000_000 == 0 else "exact"))
    if column.type == "count" and isinstance(value, int):
        return str(show_amount(value, column.unit)) if column.unit else f"{value:,}"
    return str(value)


def posted_values(posted: Mapping[str, Any]) -> dict[str, str]:
    """Return what was typed into the fields of a form, by column."""
    return {name.removeprefix("v-"): str(value) for name, value in posted.items() if name.startswith("v-")}


def summary_of(problems: Iterable[Problem], fields: Iterable[Field]) -> list[tuple[Problem, str]]:
    """Return every Problem with the id of the field it is at, for the summary on top of a page."""
    known = {one.column.code: f"id-{one.column.code}" for one in fields}
    return [(problem, known.get(problem.field or "", _place_of(problem.field or ""))) for problem in problems]


def _place_of(name: str) -> str:
    """The id of a field that is no column: the title of a document bears its own name."""
    return name if name.startswith("title-") or not name else f"id-{name}"
