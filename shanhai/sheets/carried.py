"""Which kinds of the ledger a table of an office's own workbook becomes, and which field feeds which column.

`carried.csv` says it for every kind the reader knows; a kind of table it does not name is carried by no kind of entry.
A user may send any table to any kind of the ledger: columns that no field feeds get fields made from the column
itself. A column may also be the amount of a kind by itself (`money.funds.paid`), beside what its table becomes: then
each row makes an entry of that kind too, dated by the kind's own day (`date.funds.paid`) where a column gives one.
It must not know files or batches.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from shanhai.catalogue.book import BOOK
from shanhai.catalogue.declare import Kind
from shanhai.catalogue.words import Words
from shanhai.sheets.foreign.vocabulary import (
    CODE,
    COUNT,
    DATE,
    KINDS,
    MONEY,
    NUMBER,
    PLACE,
    TEXT,
    YESNO,
    read_titles,
    type_of,
    words_of,
)
from shanhai.sheets.layout import SheetColumn, column_of, columns_of
from shanhai.sheets.openings import kind_called, openables

ANY = "any"
# What an entry has and an activity has not.
BESIDE_OPENING = frozenset(
    {"giver_party", "receiver_party", "giver_party_code", "receiver_party_code", "document", "remark", "labels"}
)
SUM, LEFT_OUT, RUNNING_NUMBER = "check_total", "ignored", "seq"
_NATURES = {
    "money": MONEY, "count": COUNT, "year": COUNT, "decimal": NUMBER, "day": DATE, "place": PLACE, "flag": YESNO,
    "party": TEXT, "choice": TEXT, "choices": TEXT,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Feed:
    """Where a column of a ledger kind gets its value: the first of `fields` that a row has, else `constant`."""

    column: SheetColumn
    fields: tuple[str, ...]
    constant: str = ""


@dataclass(frozen=True, slots=True)
class Target:
    """A kind of the ledger that rows of a table become, with where each of its columns comes from."""

    kind: Kind
    feeds: tuple[Feed, ...]

    def feed(self, code: str) -> Feed:
        """Return where a column comes from."""
        return next(feed for feed in self.feeds if feed.column.code == code)


def foreign_kinds() -> Mapping[str, Words]:
    """Return every kind of table the reader knows with its title."""
    return {kind: title for kind, title in read_titles("kind").items() if kind in KINDS}


def title_of_field(field: str) -> Words:
    """Return what a field is called on pages; a field made from a column has the column's title."""
    titles = read_titles("field")
    if field in titles:
        return titles[field]
    nature, _dot, code = field.partition(".")
    kind = _kinds_by_code().get(code)
    if kind is not None:
        title = column_of(kind, "date" if nature == DATE else "amount").title
        return Words(f"{kind.title.zh}：{title.zh}", f"{kind.title.en}: {title.en}")
    shapes = (*BOOK.kinds, *(one.kind for one in openables().values()))
    named = (column.title for one in shapes for column in columns_of(one) if column.code == code)
    return next(named, Words(field, field))


@cache
def _rows() -> tuple[tuple[str, str, str, tuple[str, ...]], ...]:
    with (Path(__file__).parent / "carried.csv").open(encoding="utf-8", newline="") as lines:
        return tuple(
            (row["foreign_kind"], row["ledger_kind"], row["column"], tuple(row["fields"].split()))
            for row in csv.DictReader(lines)
        )


@cache
def kinds_carrying(foreign_kind: str) -> tuple[str, ...]:
    """Return the codes of the ledger's kinds a kind of table becomes; none where no kind of entry carries it."""
    named = (ledger for foreign, ledger, _column, _fields in _rows() if foreign == foreign_kind and ledger != ANY)
    return tuple(dict.fromkeys(named))


def made_field(column: SheetColumn) -> str:
    """Return the field made from a column that no field of the reader feeds.

    A text whose blanks and zeros matter, such as a number of a contract, is read as a code.
    """
    nature = _NATURES.get(column.type) or (CODE if column.code.endswith(("_no", "_code")) else TEXT)
    return f"{nature}.{column.code}"


@cache
def _kinds_by_code() -> dict[str, Kind]:
    return {kind.code: kind for kind in BOOK.kinds}


def amount_field(kind: Kind) -> str:
    """Return the field of a column that is the amount of a kind by itself, such as `money.funds.paid`."""
    return f"{_NATURES[column_of(kind, 'amount').type]}.{kind.code}"


def date_field(kind: Kind) -> str:
    """Return the field of a column that dates the entries of one kind only, such as `date.funds.paid`."""
    return f"{DATE}.{kind.code}"


def kind_of_amount(field: str) -> str:
    """Return the ledger kind a field is the amount of by itself, blank where it is none.

    >>> kind_of_amount("money.funds.paid"), kind_of_amount("date.funds.paid"), kind_of_amount("amount")
    ('funds.paid', '', '')
    """
    nature, _dot, code = field.partition(".")
    return code if nature != DATE and code in _kinds_by_code() else ""


@cache
def target_of(ledger_kind: str, foreign_kind: str) -> Target:
    """Return how rows of a kind of table become entries of a ledger kind."""
    kind = kind_called(ledger_kind)
    left = BESIDE_OPENING if ledger_kind in openables() else frozenset()
    columns = (column for column in columns_of(kind) if column.code not in {"number", *left})
    return Target(kind, tuple(_feed(kind, foreign_kind, column) for column in columns))


def _feed(kind: Kind, foreign_kind: str, column: SheetColumn) -> Feed:
    said = {
        (foreign, ledger): fields
        for foreign, ledger, code, fields in _rows()
        if code == column.code and foreign in (foreign_kind, ANY) and ledger in (kind.code, ANY)
    }
    pairs = ((foreign_kind, kind.code), (foreign_kind, ANY), (ANY, ANY))
    fields = next((said[pair] for pair in pairs if pair in said), ())
    constant = next((field[1:] for field in fields if field.startswith("=")), "")
    plain = tuple(field for field in fields if not field.startswith("="))
    known = words_of(foreign_kind)
    if not plain and not constant and _fits(column, known):
        plain = (column.code,)
    own = (date_field(kind),) if column.code == "date" else ()
    return Feed(column, (*own, *plain, made_field(column)), constant)


def _fits(column: SheetColumn, known: Mapping[str, object]) -> bool:
    """Whether the reader has a field of the column's own name and nature; a kind's amount is its main amount."""
    nature = _NATURES.get(column.type, TEXT)
    own = type_of(column.code)
    return column.code in known and (own == nature or {own, nature} <= {TEXT, CODE})


def targets_of(foreign_kind: str, chosen: Iterable[str] = ()) -> tuple[Target, ...]:
    """Return the targets a user chose for a table, else those its kind has by itself."""
    codes = tuple(chosen) or kinds_carrying(foreign_kind)
    return tuple(target_of(code, foreign_kind) for code in codes)


@cache
def own_target(ledger_kind: str, foreign_kind: str) -> Target:
    """Return how rows become entries of a kind whose amount is one column's by itself."""
    target = target_of(ledger_kind, foreign_kind)
    feeds = [
        replace(feed, fields=(amount_field(target.kind),), constant="") if feed.column.code == "amount" else feed
        for feed in target.feeds
    ]
    return Target(target.kind, tuple(feeds))


def targets_told_by(foreign_kind: str, means: Iterable[str], chosen: Iterable[str] = ()) -> tuple[Target, ...]:
    """Return what rows of a table become: of its kind's targets those it has amounts for, and what columns are alone.

    Where it has no amount at all, the first target is returned, so that what is missing can be told.
    """
    named = list(means)
    base = targets_of(foreign_kind, chosen)
    fed = [one for one in base if one.feed("amount").constant or set(named) & set(one.feed("amount").fields)]
    alone = [own_target(code, foreign_kind) for code in dict.fromkeys(map(kind_of_amount, named)) if code]
    return (*fed, *alone) or base[:1]


def choices_of(targets: tuple[Target, ...]) -> list[tuple[str, Words]]:
    """Return what a column of a table may mean: fields in the order of the kinds' templates, with their titles."""
    found: dict[str, Words] = {}
    for target in targets:
        for feed in target.feeds:
            title = feed.column.title
            own_day = date_field(target.kind)
            if len(targets) > 1 and feed.column.code == "amount":
                named = target.kind.title
                title = Words(f"{named.zh}：{title.zh}", f"{named.en}: {title.en}")
            found.setdefault(next(field for field in feed.fields if field != own_day), title)
            if len(targets) > 1 and feed.column.code == "date":
                found.setdefault(own_day, title_of_field(own_day))
    return list(found.items())


def feeds_anything(targets: tuple[Target, ...], field: str) -> bool:
    """Whether a field reaches any column of the kinds that the table becomes."""
    return any(field in feed.fields for target in targets for feed in target.feeds)
