"""Tags of the pages that show figures and queues: exact amounts, gaps, working days, charts with their tables."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from shanhai.algorithms.working_days import working_days_between
from shanhai.catalogue.book import BOOK
from shanhai.catalogue.words import Words
from shanhai.ledger.models import Entry
from shanhai.registry.working_calendar import current_calendar
from shanhai.web.numbers import FEN_PER_YUAN, NOTHING, write_decimal, write_percent
from shanhai.web.templatetags.words import BASIS_WORDS, MONEY, reader_language, say, show_amount

register = template.Library()

YUAN_IN_A_CELL = {"zh": 100, "en": 1000}


def show_exact(value: int | None, unit: str, like: Iterable[int | None] = ()) -> str:
    """Write an amount so that no fen of it is lost: in the table's unit where that is exact, else in whole units.

    A signature stands for the amount to the fen, so 315.50 yuan is never shown as 0.03 万元. `like` are amounts that
    stand beside this one: all of them are written in one unit.
    """
    if value is None:
        return NOTHING
    part = YUAN_IN_A_CELL[reader_language()] * FEN_PER_YUAN
    if unit == MONEY and any(one % part for one in (value, *like) if one is not None):
        return str(show_amount(value, unit, "exact"))
    return str(show_amount(value, unit, "table"))


@register.filter
def label_titles(entry: Entry) -> list[Words]:
    """The titles of an entry's labels, in the order they were given."""
    titles = {choice.code: choice.title for choice in BOOK.kind(entry.kind).labels}
    return [titles.get(code, Words(code, code)) for code in entry.labels.split(",") if code]


@register.simple_tag
def exact(value: int | None, unit: str, item: Any = None) -> str:
    """Write an amount with its unit, nothing rounded away; in the unit that all amounts of `item` can be written in."""
    return show_exact(value, unit, item.amounts if item else ())


@register.simple_tag
def big_exact(value: int | None, unit: str, item: Any = None) -> SafeString:
    """Write an exact amount with its unit small beside it, for use inside `.big`."""
    number, _, words = show_exact(value, unit, item.amounts if item else ()).partition(" ")
    return format_html("{}<small>{}</small>", number, words)


@register.simple_tag
def gap_words(item: Any) -> str:
    """Say which side has less, and by how much: `山方少 50.00 万元`."""
    gap = item.gap
    if not gap:
        return say("两方相同", "Both the same")
    amount = show_exact(abs(gap), item.entry.unit, item.amounts)
    if gap > 0:
        return say("山方少 {amount}", "Receiver has {amount} less", amount=amount)
    return say("海方少 {amount}", "Giver has {amount} less", amount=amount)


@register.simple_tag
def gap_share(item: Any) -> str:
    """Write the gap as a share of the larger amount."""
    larger = max(abs(item.giver_amount or 0), abs(item.receiver_amount or 0))
    return write_percent(abs(item.gap or 0), larger)


@register.simple_tag
def waited(since: date) -> str:
    """Say how long something waits: in working days, or in days where a year's notice is not known."""
    today = timezone.localdate()
    days = working_days_between(since, today, current_calendar())
    if days is None:
        return say("等 {days} 天", "{days} days", days=(today - since).days)
    return say("等 {days} 个工作日", "{days} working days", days=days)


@register.simple_tag
def due(day: date | None) -> str:
    """Say a deadline and how far it is: `12月5日，9 个工作日`; overdue ones say so."""
    if day is None:
        return ""
    from shanhai.web.numbers import write_day

    today = timezone.localdate()
    written = write_day(day, reader_language(), style="short" if day.year == today.year else "prose")
    days = working_days_between(today, day, current_calendar())
    if day < today:
        return say("{day}，已过期", "{day}, overdue", day=written)
    if day == today:
        return say("今天", "today")
    if days is None:
        return written
    return say("{day}，{days} 个工作日", "{day}, {days} working days", day=written, days=days)


@register.simple_tag
def change(value: int | None, unit: str) -> str:
    """Write a difference with its sign, without a unit: `+104.00`; nothing for none."""
    if not value:
        return NOTHING
    shown = show_amount(value, unit, "table").number
    return f"+{shown}" if value > 0 else shown


@register.inclusion_tag("web/parts/chart.html")
def chart(drawn: Any, note: str = "") -> dict[str, Any]:
    """Show a chart in its scrolling frame with the table of its numbers below."""
    return {"chart": drawn, "table": drawn.table, "note": note}


@register.filter
def cells_of(row: tuple[str, ...], table: Any) -> list[tuple[str, str, bool]]:
    """Return a row's cells after the first, each with the words of its column and whether it is a number."""
    return [
        (text, head, number >= table.text_columns)
        for number, (text, head) in enumerate(zip(row, table.head, strict=True))
    ][1:]


@register.filter
def bulk_data(item: Any) -> dict[str, str | int]:
    """Return what the script needs to add up a selection: the amount, the divisor and decimals of its unit."""
    unit = item.entry.unit
    if unit == MONEY:
        divisor = FEN_PER_YUAN * (1000 if reader_language() == "en" else 10_000)
        return {"amount": item.own_amount, "divisor": divisor, "decimals": 2, "unit": say("万元", "thousand CNY")}
    from shanhai.catalogue.units import UNITS

    declared = UNITS.get(unit)
    if declared is None:
        return {"amount": item.own_amount, "divisor": 1, "decimals": 0, "unit": unit}
    return {
        "amount": item.own_amount,
        "divisor": declared.minor,
        "decimals": declared.scale,
        "unit": declared.title.in_language(reader_language()),
    }


@register.simple_tag
def field_unit(unit: str) -> str:
    """Say the unit in which a form asks for an amount."""
    if unit == MONEY:
        return say("万元", "thousand CNY")
    return show_amount(0, unit, "exact").unit


@register.simple_tag
def plain_amount(value: int, unit: str) -> str:
    """Write an amount in a form's unit with every digit it has, to stand in a field."""
    if unit != MONEY:
        return show_amount(value, unit, "exact").number
    divisor = FEN_PER_YUAN * (1000 if reader_language() == "en" else 10_000)
    decimals = next((places for places in (2, 4, 6) if value * 10**places % divisor == 0), 6)
    return write_decimal(value, divisor, decimals=decimals)


@register.simple_tag
def basis_word(name: str) -> str:
    """Say a basis in words alone, for a list of choices."""
    return BASIS_WORDS[name].in_language(reader_language())


@register.filter
def entries(count: int) -> str:
    """The English word for so many entries; Chinese texts have no use for it."""
    return "entry" if count == 1 else "entries"
