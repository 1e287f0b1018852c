"""Names columns of an office's own workbook that the reader has no field for by what the ledger calls such columns.

A heading that is a column of the kind its table becomes is taken at its word; so is one that says the amount of
another kind of the same field of cooperation (支付资金 beside 到位资金), and a day beside it is that amount's own day.
It must not know files or batches.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import takewhile
from typing import Any

from shanhai.catalogue.declare import Kind
from shanhai.sheets.carried import (
    SUM,
    Target,
    amount_field,
    date_field,
    feeds_anything,
    kind_of_amount,
)
from shanhai.sheets.foreign.mapping import without_years
from shanhai.sheets.foreign.model import FORM, ForeignColumn, ForeignTable
from shanhai.sheets.foreign.names import score_names
from shanhai.sheets.layout import recognise, split_head
from shanhai.sheets.openings import openables
from shanhai.sheets.template import importable_kinds

CLEAR = 0.62
PREFIX_LEAST = 2
_MONEY_WORD = re.compile(r"(?:资金|金额|款项|数额|款|额|数)$")


def column_key(table: ForeignTable, column: ForeignColumn) -> str:
    """Return what a column is called in a correction: its heading without years, its letter where that is not clear."""
    key = without_years(column.header)
    same = [one for one in table.columns if without_years(one.header) == key]
    return key if key and (len(same) == 1 or table.layout == FORM) else column.column


def name_columns(
    table: ForeignTable, targets: tuple[Target, ...], said: Mapping[str, Any]
) -> dict[str, dict[str, str]]:
    """Return meanings, by column key, for columns that mean nothing to the targets; `said` are those told already."""
    found: dict[str, dict[str, str]] = {}
    loose = [
        (column_key(table, column), column)
        for column in table.columns
        if column.header and not feeds_anything(targets, column.means) and column.means != SUM
    ]
    taken = {column.means for column in table.columns}
    for key, column in loose:
        if key in said:
            continue
        means = _own_column(targets, column, taken) or _own_amount(targets, column, taken)
        if means:
            found[key] = {"means": means}
            taken.add(means)
    for key, means in _own_days(table, targets, found):
        if key not in said and means not in taken:
            found[key] = {"means": means}
    return found


def _leaf(column: ForeignColumn) -> str:
    return column.header.rsplit("/", 1)[-1]


def _own_column(targets: tuple[Target, ...], column: ForeignColumn, taken: set[str]) -> str:
    for target in targets:
        head = recognise(target.kind, _leaf(column))
        if head is None or head.column.code in ("number", "amount"):
            continue
        feed = target.feed(head.column.code)
        if not taken & set(feed.fields):
            return feed.fields[-1]
    return ""


def _own_amount(targets: tuple[Target, ...], column: ForeignColumn, taken: set[str]) -> str:
    """A heading that says the amount of a kind of the same field of cooperation, nature and unit as one that is fed."""
    # A list of activities tells how far each has come; what of that is an entry, only its office can say.
    entries = [target for target in targets if target.kind.code not in openables()]
    fed = [target.kind for target in entries if taken & set(target.feed("amount").fields)]
    likes = {(_field_of(kind), kind.nature, kind.amount_unit) for kind in fed}
    heading = _bare(_leaf(column))
    for kind in importable_kinds():
        is_like = (_field_of(kind), kind.nature, kind.amount_unit) in likes and kind not in fed
        if is_like and heading in _said(kind) and amount_field(kind) not in taken:
            return amount_field(kind)
    return ""


def _field_of(kind: Kind) -> str:
    return kind.code.partition(".")[0]


@cache
def _said(kind: Kind) -> frozenset[str]:
    return frozenset(_bare(word) for word in (kind.title.zh, kind.title.en, *kind.said_as))


def _bare(text: str) -> str:
    """Return a heading without its unit and without the word for money that offices add or leave out.

    >>> _bare("支付资金（万元）"), _bare("支付数"), _bare("资金")
    ('支付', '支付', '资金')
    """
    name = split_head(text)[0]
    return _MONEY_WORD.sub("", name) or name


def _own_days(
    table: ForeignTable, targets: tuple[Target, ...], named: Mapping[str, Mapping[str, str]]
) -> Iterator[tuple[str, str]]:
    """Yield unread columns of days that stand beside an amount whose heading begins alike, as the day of its kind."""
    fields = {field: target.kind for target in targets for field in target.feed("amount").fields}
    amounts: list[tuple[int, ForeignColumn, Kind]] = []
    for place, column in enumerate(table.columns):
        means = named.get(column_key(table, column), {}).get("means", column.means)
        code = kind_of_amount(means)
        kind = next((one for one in importable_kinds() if one.code == code), None) or fields.get(means)
        if kind is not None:
            amounts.append((place, column, kind))
    for place, column in enumerate(table.columns):
        key = column_key(table, column)
        is_day = score_names(table.kind, _leaf(column), _leaf(column)).get("date", 0.0) >= CLEAR
        if key in named or not is_day or feeds_anything(targets, column.means):
            continue
        beside = [
            (_length_alike(column.header, other.header), kind) for at, other, kind in amounts if abs(at - place) == 1
        ]
        length, kind = max(beside, key=lambda one: one[0], default=(0, None))
        if kind is not None and length >= PREFIX_LEAST:
            yield key, date_field(kind)


def _length_alike(one: str, other: str) -> int:
    return sum(1 for _pair in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
