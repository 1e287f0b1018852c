"""A figure as a card shows it: one value with its unit, the three bases beside each other, each with its passport.

It writes numbers for people and must not compute one; the figures come from `asked.py`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from shanhai.catalogue.words import Words
from shanhai.figures.answer import Figure
from shanhai.figures.scope import Basis
from shanhai.figures.stated import Statement
from shanhai.ledger.ask import figure_address
from shanhai.web.asked import BASES
from shanhai.web.charts import share_of
from shanhai.web.numbers import NOTHING
from shanhai.web.templatetags.words import say, show_amount

QUALIFIERS = {
    "over": Words("超 {number}", "over {number}"),
    "about": Words("约 {number}", "about {number}"),
    "nearly": Words("近 {number}", "nearly {number}"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One basis of a card: what to say of it, and where its passport is."""

    basis: Basis
    value: int | None
    text: str
    address: str


@dataclass(frozen=True, slots=True)
class Card:
    """A figure on one basis, with all three below it."""

    title: Words
    code: str
    value: int | None
    unit: str
    basis: Basis
    address: str
    shown_unit: str
    lines: tuple[Line, ...]
    whole: int | None
    reported_share: str
    agreed_share: str
    example: bool
    mixed: bool


def make_card(three: Mapping[Basis, Figure], basis: Basis) -> Card:
    """Put a card together from a figure on its three bases; `basis` is the one shown large."""
    chosen = three[basis]
    agreed, reported = three["agreed"].value, three["reported"].value
    whole = max((value for value in (agreed, reported) if value is not None), default=None)
    return Card(
        title=chosen.indicator.title,
        code=chosen.indicator.code,
        value=chosen.value,
        unit=chosen.unit,
        basis=basis,
        address=figure_address(chosen),
        shown_unit=show_amount(chosen.value, chosen.unit).unit,
        lines=tuple(Line(one, three[one].value, say_basis(three, one), figure_address(three[one])) for one in BASES),
        whole=whole if whole and whole > 0 else None,
        reported_share=share_of(reported, whole),
        agreed_share=share_of(agreed, whole),
        example=any(three[one].is_example for one in BASES),
        mixed=chosen.is_mixed,
    )


def say_basis(three: Mapping[Basis, Figure], basis: Basis) -> str:
    """Say one basis in a line: the value, and for reports how much more than agreed, for statements how many."""
    figure = three[basis]
    if basis == "stated":
        return say_stated(figure)
    if figure.value is None:
        return say("没有条目", "no entries")
    shown = str(show_amount(figure.value, figure.unit))
    agreed = three["agreed"].value
    if basis == "reported" and agreed is not None and figure.value != agreed:
        apart = str(show_amount(abs(figure.value - agreed), figure.unit))
        if figure.value > agreed:
            return say("{shown}，多 {apart}", "{shown}, {apart} more", shown=shown, apart=apart)
        return say("{shown}，少 {apart}", "{shown}, {apart} less", shown=shown, apart=apart)
    return shown


def say_stated(figure: Figure) -> str:
    """Say what documents state, with its qualifier, and how many statements there are."""
    count = len(figure.statements)
    if figure.value is None:
        if count:
            return say("{count} 处说法，期间或单位不同", "{count} statements of other periods or units", count=count)
        return say("没有文章提到", "no document mentions it")
    shown = qualify(str(show_amount(figure.value, figure.unit)), figure.qualifier)
    return say("{shown} · {count} 处", "{shown} · {count} stated", shown=shown, count=count)


def qualify(shown: str, qualifier: str) -> str:
    """Put the qualifier a document used before its number: `超 8 亿元`."""
    words = QUALIFIERS.get(qualifier)
    return say(words.zh, words.en, number=shown) if words else shown


def show_statement(one: Statement) -> str:
    """Write the number of a statement as the document qualifies it."""
    return qualify(str(show_amount(one.value, one.unit)), one.qualifier)


def shown_or_nothing(value: int | None, unit: str) -> str:
    """Write an amount with its unit; nothing for none."""
    return NOTHING if value is None else str(show_amount(value, unit))
