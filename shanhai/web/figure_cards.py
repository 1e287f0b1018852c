"""A figure as a card shows it: one value with its unit, the three bases beside each other, each with its passport.

It writes numbers for people and must not compute one; the figures come from `asked.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from shanhai.catalogue.book import BOOK
from shanhai.catalogue.declare import Indicator
from shanhai.catalogue.stages import STAGES
from shanhai.catalogue.words import Words
from shanhai.figures.answer import Figure
from shanhai.figures.fold import list_simple
from shanhai.figures.scope import Basis
from shanhai.figures.stated import Statement
from shanhai.ledger.ask import figure_address
from shanhai.web.asked import BASES
from shanhai.web.charts import share_of
from shanhai.web.numbers import NOTHING, headline_money, write_decimal
from shanhai.web.templatetags.words import BASIS_WORDS, reader_language, say, show_amount, word

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
    number: str
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
    stages: tuple[Words, ...] = ()

    @property
    def is_known(self) -> bool:
        """Whether any basis says anything."""
        return any(line.value is not None for line in self.lines)

    @property
    def said(self) -> str:
        """What the link to the passport says aloud: number, unit, basis."""
        shown = f"{self.number} {self.shown_unit}" if self.value is not None else say("没有条目", "no entries")
        basis = word(BASIS_WORDS[self.basis])
        return say("{shown}，{basis}，看来历", "{shown}, {basis}, open its passport", shown=shown, basis=basis)


DIVISORS = {
    "亿元": (10_000_000_000, 2),
    "万元": (1_000_000, 2),
    "元": (100, 2),
    "billion CNY": (100_000_000_000, 3),
    "million CNY": (100_000_000, 2),
    "CNY": (100, 2),
}


def one_fine_unit(largest: int, unit: str) -> tuple[Callable[[int], str], str]:
    """Return the same as `one_unit`, with every 万元 of an 亿元: how a passport writes its numbers."""
    show, wanted = one_unit(largest, unit)
    if unit.startswith("CNY") and wanted.startswith("亿元"):
        return (lambda value: write_decimal(value, DIVISORS["亿元"][0], decimals=4)), wanted
    return show, wanted


def one_unit(largest: int, unit: str) -> tuple[Callable[[int], str], str]:
    """Return how to write several numbers in one unit, and that unit: the one that the largest of them takes."""
    if not unit.startswith("CNY"):
        return (lambda value: show_amount(value, unit).number), show_amount(0, unit).unit
    divisor, decimals = DIVISORS[headline_money(largest, reader_language()).unit]
    return (lambda value: write_decimal(value, divisor, decimals=decimals)), show_amount(largest, unit).unit


def make_card(three: Mapping[Basis, Figure], basis: Basis) -> Card:
    """Put a card together from a figure on its three bases; `basis` is the one shown large.

    All its numbers are written in one unit, which stands beside the large one; where that says nothing, each number has
    its own.
    """
    chosen = three[basis]
    agreed, reported = three["agreed"].value, three["reported"].value
    whole = max((value for value in (agreed, reported) if value is not None), default=None)
    largest = max((abs(figure.value) for figure in three.values() if figure.value is not None), default=0)
    show, unit = one_unit(largest, chosen.unit)
    write = show if chosen.value is not None or not unit else partial(_with_unit, show, unit)
    return Card(
        title=chosen.indicator.title,
        code=chosen.indicator.code,
        value=chosen.value,
        number=NOTHING if chosen.value is None else show(chosen.value),
        unit=chosen.unit,
        basis=basis,
        address=figure_address(chosen),
        shown_unit=unit if largest and chosen.value is not None else "",
        lines=tuple(
            Line(one, three[one].value, say_basis(three, one, show=write), figure_address(three[one])) for one in BASES
        ),
        whole=whole if whole and whole > 0 else None,
        reported_share=share_of(reported, whole),
        agreed_share=share_of(agreed, whole),
        example=any(three[one].is_example for one in BASES),
        mixed=chosen.is_mixed,
        stages=tuple(stage_words(chosen.indicator)),
    )


def _with_unit(show: Callable[[int], str], unit: str, value: int) -> str:
    return f"{show(value)} {unit}"


def stage_words(indicator: Indicator) -> list[Words]:
    """Return the stages of the entries an indicator counts."""
    kinds = [code for fold in list_simple(indicator.value) for code in fold.kinds] if indicator.value else []
    return [STAGES[code].title for code in dict.fromkeys(BOOK.kind(kind).stage for kind in kinds)]


def say_basis(three: Mapping[Basis, Figure], basis: Basis, *, show: Callable[[int], str]) -> str:
    """Say one basis in a line: the value, for reports how much more than agreed, for statements how many there are."""
    figure = three[basis]
    if basis == "stated":
        return say_stated(figure, show=show)
    if figure.value is None:
        return say("没有条目", "no entries")
    shown = show(figure.value)
    agreed = three["agreed"].value
    if basis == "reported" and agreed is not None and figure.value != agreed:
        apart = show(abs(figure.value - agreed))
        if figure.value > agreed:
            return say("{shown}，多 {apart}", "{shown}, {apart} more", shown=shown, apart=apart)
        return say("{shown}，少 {apart}", "{shown}, {apart} less", shown=shown, apart=apart)
    return shown


def say_stated(figure: Figure, *, show: Callable[[int], str] | None = None) -> str:
    """Say what documents state, with its qualifier, and how many statements there are."""
    count = len(figure.statements)
    if figure.value is None:
        if count:
            return say("{count} 处，期间不同", "{count} of other periods", count=count)
        return say("没有文章写这个合计", "none states this total")
    number = show(figure.value) if show else str(show_amount(figure.value, figure.unit))
    shown = qualify(number, figure.qualifier)
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
