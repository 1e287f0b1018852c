"""A register: a page that is one table with its tabs, conditions, sums and export. Knows no table of its own.

The pages of products, gifts, villages, pairs, brands and overlaps hand it rows of cells; it shows a page of them or
gives them all as a workbook. A page with several registers names a function for each tab, from a `Sight` to a
`Register`, and shows them with `show_tabs`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any, TypeVar

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from shanhai.catalogue.book import BOOK
from shanhai.catalogue.declare import Kind
from shanhai.catalogue.units import UNITS
from shanhai.catalogue.words import Words
from shanhai.figures.answer import Figure, Group
from shanhai.figures.scope import Scope
from shanhai.figures.tables import Snapshot
from shanhai.ledger.ask import ask_figure, group_figure
from shanhai.ledger.may import scope_for
from shanhai.ledger.terms import Where, read_history
from shanhai.offices.audit import note_read
from shanhai.offices.may import Actor, actor_of, require_reader
from shanhai.web.asked import current_snapshot
from shanhai.web.lists import dated, send_workbook, text_of, whole
from shanhai.web.numbers import NOTHING, write_day, write_decimal
from shanhai.web.place_words import name_of
from shanhai.web.templatetags.words import reader_language, show_amount, word

ROWS_PER_PAGE = 50
Gathered = TypeVar("Gathered")
EXPORTED_AT_MOST = 50_000


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a column; `unit` stands small below it."""

    words: Words
    unit: Words | None = None
    number: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """What a cell shows, what stands small below it, where it leads; `value` is what a workbook gets instead."""

    text: str
    address: str = ""
    sub: str = ""
    tag: Words | None = None
    warm: bool = False
    links: tuple[tuple[str, str], ...] = ()
    value: Any = None

    @property
    def plain(self) -> Any:
        """The cell as a workbook holds it."""
        if self.value is not None:
            return self.value
        said = [self.text, self.sub, word(self.tag) if self.tag else "", *(text for text, _ in self.links)]
        return "；".join(one for one in said if one and one != NOTHING)


@dataclass(frozen=True, slots=True)
class Tab:
    """One of several registers behind one address."""

    code: str
    words: Words
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Condition:
    """A choice that narrows the rows: its name in the address, its words, and its options with the one chosen."""

    name: str
    words: Words
    options: tuple[tuple[str, Words], ...]
    chosen: str = ""

    def lets(self, code: str) -> bool:
        """Whether a row of this option is to be shown."""
        return self.chosen in ("", code)


@dataclass(frozen=True, slots=True)
class Sum:
    """A number above the table, with the passport it opens."""

    words: Words
    text: str
    address: str = ""
    note: Words | None = None
    basis: str = ""
    is_example: bool = False


@dataclass(frozen=True, slots=True)
class LateRows:
    """Rows that are made only for the page that is shown: the items, and what makes rows of some of them."""

    items: Sequence[Any]
    make: Callable[[Sequence[Any]], list[list[Cell]]]

    def __len__(self) -> int:
        return len(self.items)

    def __getitem__(self, part: slice) -> list[list[Cell]]:
        return self.make(self.items[part])


@dataclass(frozen=True, slots=True)
class Register:
    """All that a page of this sort shows."""

    title: Words
    intro: Words
    heads: tuple[Head, ...]
    rows: Sequence[Sequence[Cell]] | LateRows
    caption: Words
    empty: Words
    search: Words | None = None
    tabs: tuple[Tab, ...] = ()
    tab: str = ""
    conditions: tuple[Condition, ...] = ()
    sums: tuple[Sum, ...] = ()
    notes: tuple[Words, ...] = ()
    begin: tuple[str, Words] | None = None
    kinds: tuple[str, ...] = ()
    """The kinds of entry its rows come from, offered to whoever may enter them."""


@dataclass(frozen=True, slots=True)
class Sight:
    """Who looks at a register by which address, what of the ledger it sees, and on which day."""

    request: HttpRequest
    actor: Actor
    scope: Scope
    snapshot: Snapshot
    today: date

    def groups(self, code: str, *by: str) -> tuple[Group, ...]:
        """A reported figure by dimensions; worked out once for a state of the ledger, a scope and a day."""
        return _groups_on(code, by, self.scope, snapshot=self.snapshot, on=self.today)

    def gathered(self, make: Callable[[tuple[Group, ...]], Gathered], code: str, *by: str) -> Gathered:
        """What a function makes of such groups; thousands are put in order once, not for every page turned."""
        return _gathered_on(make, code, by, self.scope, snapshot=self.snapshot, on=self.today)  # type: ignore[no-any-return]

    def figure(self, code: str) -> Figure:
        """A reported figure over what the reader sees; worked out once for a state of the ledger, a scope and a day."""
        return _figure_on(code, self.scope, snapshot=self.snapshot, on=self.today)

    def tell(self, code: str, words: Words) -> Sum:
        """A number above the table as the figure itself says it, with its passport; never added up from the rows."""
        figure = self.figure(code)
        shown = show_amount(figure.value, figure.unit, "exact")
        address = f"{reverse('figure', args=[code])}?basis=reported"
        return Sum(words, str(shown), address, basis="reported", is_example=figure.is_example)

    def condition(self, name: str, words: Words, options: Mapping[str, Words], *, every: Words) -> Condition:
        """A choice among options, or `every` where the address chooses none."""
        return Condition(name, words, (("", every), *options.items()), choose(self.request, name, options))

    def fits(self, *said: str) -> bool:
        """Whether the text looked for stands in any of these."""
        text = text_of(self.request).lower()
        return not text or any(text in one.lower() for one in said)


def look(request: HttpRequest) -> Sight:
    """Return what the reader of a register sees today; raises PermissionDenied for who may not read."""
    actor = require_reader(request)
    return Sight(request, actor, scope_for(actor), current_snapshot(), timezone.localdate())


def choose(request: HttpRequest, name: str, codes: Iterable[str], default: str = "") -> str:
    """Return what the address chooses among the codes, else the default."""
    wanted = request.GET.get(name, "")
    return wanted if wanted in set(codes) else default


def yuan(fen: int | None) -> Cell:
    """A cell of money in yuan, to the fen."""
    if fen is None:
        return Cell(NOTHING)
    return Cell(write_decimal(fen, 100, decimals=2), value=whole(fen))


def count(value: int | None) -> Cell:
    """A cell of a whole number."""
    return Cell(NOTHING) if value is None else Cell(write_decimal(value, 1, decimals=0), value=value)


def day(value: date | None, *, links: tuple[tuple[str, str], ...] = ()) -> Cell:
    """A cell of a day."""
    return Cell(write_day(value, reader_language(), style="table"), links=links, value=value)


def place_name(place_id: Any) -> str:
    """The name of a place today; nothing for no place."""
    return name_of(str(place_id), timezone.localdate()) if place_id else ""


def money_head(zh: str, en: str) -> Head:
    """The head of a column of yuan."""
    return Head(Words(zh, en), UNITS["CNY"].title, number=True)


def number_head(zh: str, en: str, unit: str = "") -> Head:
    """The head of a column of numbers."""
    return Head(Words(zh, en), UNITS[unit].title if unit else None, number=True)


def text_head(zh: str, en: str) -> Head:
    """The head of a column of text."""
    return Head(Words(zh, en))


@lru_cache(maxsize=24)
def _groups_on(code: str, by: tuple[str, ...], scope: Scope, *, snapshot: Snapshot, on: date) -> tuple[Group, ...]:
    return tuple(group_figure(code, by=by, scope=scope, basis="reported", as_of=on, snapshot=snapshot))


@lru_cache(maxsize=24)
def _gathered_on(
    make: Callable[[tuple[Group, ...]], Any],
    code: str,
    by: tuple[str, ...],
    scope: Scope,
    *,
    snapshot: Snapshot,
    on: date,
) -> Any:
    return make(_groups_on(code, by, scope, snapshot=snapshot, on=on))


@lru_cache(maxsize=256)
def _figure_on(code: str, scope: Scope, *, snapshot: Snapshot, on: date) -> Figure:
    return ask_figure(code, seen=scope, basis="reported", as_of=on, snapshot=snapshot)


def value_by_place(code: str) -> Callable[[Any, str], Any]:
    """Return how a setting's value of today is asked for a place and a programme (blank: all), each pair once."""
    history, today = read_history(), timezone.localdate()
    known: dict[tuple[str, str], Any] = {}

    def value_of(place_id: Any, programme: str = "") -> Any:
        key = (str(place_id or ""), programme)
        if key not in known:
            known[key] = history.value(code, today, Where(programme, giver=key[0], receiver=key[0]))
        return known[key]

    return value_of


def show_tabs(request: HttpRequest, tabs: Mapping[str, tuple[Words, Callable[[Sight], Register]]]) -> HttpResponse:
    """Show the register whose tab the address names, else the first."""
    sight = look(request)
    code = choose(request, "tab", tabs, next(iter(tabs)))
    _words, make = tabs[code]
    shown = tuple(Tab(one, words) for one, (words, _make) in tabs.items())
    return show_register(request, replace(make(sight), tabs=shown, tab=code))


def show_register(request: HttpRequest, register: Register) -> HttpResponse:
    """Show a page of a register, or give it as a workbook."""
    if request.GET.get("export"):
        return _export(request, register)
    page = Paginator(register.rows, ROWS_PER_PAGE).get_page(request.GET.get("page"))
    narrowed = bool(text_of(request) or any(one.chosen != one.options[0][0] for one in register.conditions))
    values = {
        "register": register,
        "page": page,
        "rows": _pair(register, page),
        "text": text_of(request),
        "narrowed": narrowed,
        "kinds": _kinds_to_enter(request, register),
    }
    return render(request, "web/register.html", values)


def _kinds_to_enter(request: HttpRequest, register: Register) -> list[Kind]:
    """The kinds the reader may enter rows of this register with."""
    actor = actor_of(request)
    if actor is None or actor.read_only or actor.office is None or not actor.may_record:
        return []
    return [BOOK.kind(code) for code in register.kinds]


def _pair(register: Register, rows: Iterable[Sequence[Cell]]) -> list[tuple[tuple[Head, Cell], ...]]:
    return [tuple(zip(register.heads, row, strict=True)) for row in rows]


def _export(request: HttpRequest, register: Register) -> HttpResponse:
    columns = [
        f"{word(one.words)}（{word(one.unit)}）" if one.unit is not None else word(one.words) for one in register.heads
    ]
    cells = [[cell.plain for cell in row] for row in register.rows[:EXPORTED_AT_MOST]]
    title = word(register.caption)
    note_read(request, "ledger.export", title[:80], rows=len(cells))
    return send_workbook(title[:30], columns, cells, file_name=dated(title))
