"""Things the ledger tells of several times: gross, net and shared, with the entries. Changes nothing."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.views.decorators.http import require_GET

from shanhai.catalogue.book import BOOK
from shanhai.catalogue.declare import OverlapKey
from shanhai.catalogue.words import Words
from shanhai.figures.overlaps import Overlap, OverlapSum
from shanhai.figures.scope import Basis, Period, Scope
from shanhai.figures.tables import Snapshot
from shanhai.ledger.ask import read_period
from shanhai.ledger.entry_numbers import write_entry_number
from shanhai.ledger.models import Entry
from shanhai.ledger.overlaps import find_overlaps, sum_overlaps
from shanhai.registry.models import Pairing, Party
from shanhai.web.lists import number_of
from shanhai.web.numbers import write_day, write_decimal
from shanhai.web.registers import (
    Cell,
    Condition,
    Head,
    LateRows,
    Register,
    Sight,
    Sum,
    Tab,
    choose,
    count,
    look,
    money_head,
    number_head,
    show_register,
    text_head,
    yuan,
)  # fmt: skip
from shanhai.web.templatetags.words import money, reader_language, say, word

ENTRIES_SHOWN = 6
BASES: tuple[tuple[str, Words], ...] = (
    ("reported", Words("上报的条目", "Reported entries")),
    ("agreed", Words("双签的条目", "Agreed entries")),
)


@lru_cache(maxsize=256)
def _sum(key: OverlapKey, scope: Scope, period: Period, basis: Basis, on: date, *, snapshot: Snapshot) -> OverlapSum:
    """A sum stays what it is as long as the snapshot does."""
    return sum_overlaps(key, scope=scope, period=period, basis=basis, as_of=on, snapshot=snapshot)


@lru_cache(maxsize=8)
def _find(
    key: OverlapKey, scope: Scope, period: Period, basis: Basis, on: date, *, snapshot: Snapshot
) -> tuple[Overlap, ...]:
    return tuple(find_overlaps(key, scope=scope, period=period, basis=basis, as_of=on, snapshot=snapshot))


@require_GET
def overlaps(request: HttpRequest) -> HttpResponse:
    """Show or export what one key finds, with the count of every other key on its tab."""
    sight = look(request)
    scope, snapshot, today = sight.scope, sight.snapshot, sight.today
    year = number_of(request, "year")
    period = read_period(f"{year}-01-01", f"{year}-12-31") if year and 1996 <= year <= 2100 else Period()
    basis: Any = choose(request, "basis", [code for code, _ in BASES], "reported")
    sums = {key.code: _sum(key, scope, period, basis, today, snapshot=snapshot) for key in BOOK.overlaps}
    first = next((key.code for key in BOOK.overlaps if sums[key.code].things), BOOK.overlaps[0].code)
    code = choose(request, "tab", sums, first)
    key = next(one for one in BOOK.overlaps if one.code == code)
    found = _find(key, scope, period, basis, today, snapshot=snapshot)
    rows = _rows(sight, key, found)
    return show_register(
        request,
        Register(
            title=Words("重叠", "Overlaps"),
            intro=Words(
                "同一订单、捐赠、企业、项目或农户，在几个标签、结对、机制或层级里各报一遍的。"
                "毛数逐条加，净数一事只计一次，重叠是两者之差。",
                "One order, gift, firm, project or household told under several labels, pairings, programmes or "
                "levels. Gross adds every entry, net counts each thing once, shared is the difference.",
            ),
            heads=_heads(key),
            rows=rows,
            caption=key.title,
            empty=Words("没有重叠", "Nothing overlaps"),
            search=Words("编号、结对", "Number or pairing"),
            tabs=tuple(Tab(one.code, one.title, sums[one.code].things) for one in BOOK.overlaps),
            tab=code,
            conditions=(
                Condition("basis", Words("口径", "Basis"), BASES, basis),
                Condition("year", Words("年度", "Year"), _years(today), str(year or "")),
            ),
            sums=_tell_sums(key, sums[code]),
            notes=(key.why,) if key.why else (),
        ),
    )


def _years(today: date) -> tuple[tuple[str, Words], ...]:
    return (
        ("", Words("各年度", "All years")),
        *((str(y), Words(f"{y}年", str(y))) for y in range(today.year, 2020, -1)),
    )


def _heads(key: OverlapKey) -> tuple[Head, ...]:
    if key.counts == "amount":
        numbers = (money_head("毛数", "Gross"), money_head("净数", "Net"), money_head("重叠", "Shared"))
    else:
        numbers = (number_head("毛数", "Gross"), number_head("净数", "Net"), number_head("重叠", "Shared"))
    return (
        text_head("哪一件", "Which"),
        number_head("条目", "Entries"),
        *numbers,
        text_head("在哪些结对、标签", "Under which pairings, labels"),
        text_head("条目号", "Entry numbers"),
    )


def _tell_sums(key: OverlapKey, found: OverlapSum) -> tuple[Sum, ...]:
    def told(value: int) -> str:
        return money(value, "exact") if key.counts == "amount" else write_decimal(value, 1, decimals=0)

    return (
        Sum(Words("毛数", "Gross"), told(found.gross), note=Words("逐条相加", "every entry added")),
        Sum(Words("净数", "Net"), told(found.net), note=Words("一事只计一次", "each thing once")),
        Sum(Words("重叠", "Shared"), told(found.shared), note=Words("不能再加进合计", "not to be added to a total")),
    )


def _rows(sight: Sight, key: OverlapKey, found: list[Overlap]) -> LateRows:
    """Keep the things that fit the text looked for; their cells are made when they are shown."""
    parties = _party_names(key, found)

    def which(one: Overlap) -> list[str]:
        return [_say_value(name, value, parties) for name, value in zip(key.columns, one.values, strict=True)]

    return LateRows(
        [one for one in found if sight.fits(*which(one))],
        lambda some: _cells(key, [(one, which(one)) for one in some]),
    )


def _cells(key: OverlapKey, found: list[tuple[Overlap, list[str]]]) -> list[list[Cell]]:
    pairings = Pairing.objects.in_bulk({line.pairing_id for one, _ in found for line in one.entries} - {None})
    shown = [line.serial for one, _ in found for line in one.entries[:ENTRIES_SHOWN]]
    known = dict(Entry.objects.filter(serial__in=shown).values_list("serial", "known_on"))
    titles = {choice.code: choice.title for kind in key.kinds for choice in BOOK.kind(kind).labels}
    show = yuan if key.counts == "amount" else count
    rows = []
    for one, which in found:
        held = dict.fromkeys(str(pairings.get(line.pairing_id) or "") for line in one.entries)
        labels = dict.fromkeys(word(titles[label]) for line in one.entries for label in line.labels if label in titles)
        links = tuple(
            (write_entry_number(line.serial, known[line.serial]), reverse("entry", args=[line.serial]))
            for line in one.entries[:ENTRIES_SHOWN]
        )
        more = len(one.entries) - len(links)
        numbers = "、".join(text for text, _ in links)
        rows.append(
            [
                Cell(which[0], sub=" · ".join(which[1:])),
                count(len(one.entries)),
                show(one.gross),
                show(one.net),
                show(one.shared),
                Cell("、".join(filter(None, held)) or "—", sub="、".join(labels)),
                Cell("", links=links, sub=say("还有 {n} 条", "and {n} more", n=more) if more else "", value=numbers),
            ]
        )
    return rows


def _party_names(key: OverlapKey, found: list[Overlap]) -> dict[int, str]:
    places = [place for place, name in enumerate(key.columns) if name in ("from_party_id", "to_party_id")]
    ids = {int(one.values[place]) for one in found[:2000] for place in places}
    return dict(Party.objects.filter(pk__in=ids).values_list("pk", "name"))


def _say_value(name: str, value: Any, parties: dict[int, str]) -> str:
    if name in ("from_party_id", "to_party_id"):
        return parties.get(int(value), f"#{value}")
    if isinstance(value, date):
        return write_day(value, reader_language(), style="table")
    if name == "amount":
        return money(int(value), "exact")
    declared = [column for kind in BOOK.kinds for column in kind.columns if column.code == name and column.choices]
    for choice in declared[0].choices if declared else ():
        if choice.code == value:
            return word(choice.title)
    return str(value)


urlpatterns = [path("overlaps", overlaps, name="overlaps")]
