"""Writes what a return or a list of targets states as sentences, one for each number, for the desk.

Such a table is no list of facts that happened: it states numbers the ledger may have by itself. The desk reads them as
it reads any document, holds each against the ledger's figure and records it as stated where a person says so. It must
not know claims.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from shanhai.catalogue.book import BOOK
from shanhai.ledger.models import Batch
from shanhai.sheets.carried import title_of_field
from shanhai.sheets.foreign.model import ForeignTable
from shanhai.sheets.foreign.vocabulary import COUNT, MONEY, NUMBER, type_of
from shanhai.sheets.own_books import understand

STATING_KINDS = frozenset({"return.yearly", "agreement.target", "pairing.count"})
# What a field says of its item: the words before it, the year it is of (this one or the last).
_SAID = {"value": ("", 0), "actual": ("", 0), "target": ("计划", 0), "value_previous": ("", -1)}
PART_LEAST = 4
_TEN_THOUSAND = Decimal(10_000)


def states_numbers(tables: list[dict[str, Any]]) -> bool:
    """Whether any table of a batch, as its page keeps it, states numbers and is not left out."""
    return any(table["kind"] in STATING_KINDS and not table["left_out"] for table in tables)


def tell_in_sentences(batch: Batch) -> str:
    """Return the sentences, blank where no table states a number; raises UnreadableFile."""
    parts = []
    for table in understand(batch).book.tables:
        lines = list(_sentences(table)) if table.kind in STATING_KINDS else []
        if lines:
            parts.append("\n".join([_opening(table), *lines]))
    return "\n\n".join(parts)


def _opening(table: ForeignTable) -> str:
    """The sentence that names both sides, so that those after it are read as theirs."""
    givers = {record.values.get("giver", "") for record in table.records}
    receivers = {record.values.get("receiver", "") for record in table.records}
    giver = givers.pop() if len(givers) == 1 else ""
    receiver = receivers.pop() if len(receivers) == 1 else ""
    if giver and receiver:
        return f"{giver}对口帮扶{receiver}东西部协作情况。"
    return f"{giver or receiver}东西部协作情况。"


def _sentences(table: ForeignTable) -> Iterator[str]:
    many = len({record.values.get("receiver") for record in table.records}) > 1
    for record in table.records:
        values = record.values
        if _BELOW & set(values) or _is_bare_part(values.get("item", "")):
            continue
        place = values.get("receiver", "") if many else ""
        for key, value in values.items():
            told = _tell(key, value, values, place)
            if told:
                yield told


def _is_bare_part(item: str) -> bool:
    """Whether an item only says which part of the one above it is (其中：资金), so that alone it would mislead."""
    head, mark, rest = item.replace(":", "：").partition("：")
    return head.strip().endswith("其中") and bool(mark) and len(rest.strip()) < PART_LEAST


def _tell(key: str, value: str, values: Mapping[str, str], place: str) -> str:
    field, _, at = key.partition("@")
    cell = dict(part.split("=", 1) for part in at.split(",")) if at else {}
    if field in _SAID and values.get("item"):
        before, years = _SAID[field]
        item, unit = f"{before}{values['item']}", values.get("unit", "")
    elif type_of(field) in (MONEY, COUNT, NUMBER) and not values.get("item") and field != "check_total":
        years, nature = 0, type_of(field)
        unit = "CNY" if nature == MONEY else _UNIT_OF.get(field, "")
        item = f"{cell.get('category', '')}{title_of_field(field).zh}"
    else:
        return ""
    shown = _write(value, unit)
    year = _year(cell.get("year") or values.get("year", ""), years)
    return f"{year}{place}{item}{shown}。" if shown else ""


# Rows of towns and villages are parts of what their county reports.
_BELOW = {"town", "village", "town_or_village", "place"}
_WORDS_OF = {"course": "期", "workshop": "个", "visit": "次"}
_UNIT_OF = {"persons": "人", "households": "户", "projects": "个", "pairs": "对", "pairs_school": "对"}


def _year(text: str, later: int) -> str:
    return f"{int(text[:4]) + later}年，" if text[:4].isdigit() else ""


def _write(value: str, unit: str) -> str:
    """Return a number in base units with its unit in words: large amounts in ten thousands where nothing is lost."""
    try:
        number = Decimal(value)
    except InvalidOperation:
        return ""
    if unit == "CNY":
        small = number / _TEN_THOUSAND
        exact = small == small.quantize(Decimal("0.0001"))
        return f"{small.normalize():f}万元" if abs(number) >= _TEN_THOUSAND and exact else f"{number:f}元"
    known = BOOK.units.get(unit)
    word = known.title.zh if known else _WORDS_OF.get(unit, "" if unit.isascii() else unit)
    return f"{number.normalize():f}{word}"
