"""The entries behind a figure as a workbook: whole units with their names, real days, states in words, each row once.

The column of what counts adds up to the figure. It must not decide what counts: that stands in `figures/counted.py`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import islice
from typing import Any

from django.http import HttpRequest, HttpResponse

from shanhai.catalogue.book import BOOK
from shanhai.catalogue.units import UNITS, write_amount
from shanhai.figures.answer import Counted, Figure, walk_entries
from shanhai.figures.counted import CountedEntry, CountedPart, list_parts, tell_counted
from shanhai.ledger.ask import figure_address
from shanhai.offices.audit import note_read
from shanhai.web.figure_entries import PART_HEADS, BehindRow, behind_rows
from shanhai.web.numbers import NOTHING, day_cell
from shanhai.web.place_words import official_side
from shanhai.web.templatetags.words import BASIS_WORDS, reader_language, say, show_amount, word
from shanhai.web.workbook import give_workbook

EXPORTED_AT_MOST = 100_000
CHUNK = 1_000


def export_entries(request: HttpRequest, figure: Figure, scope: Sequence[str]) -> HttpResponse:
    """Give the entries behind a figure as a workbook; a note tells the figure they add up to, and its `scope` in words.

    A workbook goes from hand to hand without its page, so what is only part of the ledger says so itself.
    """
    counted = list(islice(walk_entries(figure), EXPORTED_AT_MOST))
    parts = list_parts(figure, BOOK)
    note_read(request, "ledger.export", figure.indicator.code, rows=len(counted))
    return give_workbook(
        f"{figure.indicator.code}-{figure.as_of}",
        word(figure.indicator.title),
        _heads(parts),
        _rows(figure, counted, parts),
        note=_note(figure, parts, len(counted), scope),
    )


def _heads(parts: Sequence[CountedPart]) -> list[str]:
    heads = [
        say("条目", "Entry"),
        say("日期", "Date"),
        say("海方", "Giving side"),
        say("海方代码", "Code of the giving side"),
        say("山方", "Receiving side"),
        say("山方代码", "Code of the receiving side"),
    ]
    for part in parts:
        heads += [word(PART_HEADS[part.role]), say("计入单位", "Counted in")]
    return [
        *heads,
        say("海方数", "Giver's amount"),
        say("山方数", "Receiver's amount"),
        say("第三方或文载数", "Third party or document"),
        say("单位", "Unit"),
        say("状态", "State"),
    ]


def _rows(figure: Figure, counted: list[Counted], parts: Sequence[CountedPart]) -> Iterable[list[Any]]:
    for start in range(0, len(counted), CHUNK):
        page = counted[start : start + CHUNK]
        counts = {one.serial: one for one in tell_counted(figure, page)}
        for row in behind_rows(page):
            yield _cells(row, counts[row.entry.serial], parts)


def _cells(row: BehindRow, counts: CountedEntry, parts: Sequence[CountedPart]) -> list[Any]:
    entry = row.entry
    giver = official_side(entry.giver_place_id, entry.on_date, row.giver)
    receiver = official_side(entry.receiver_place_id, entry.on_date, row.receiver)
    cells: list[Any] = [row.number, day_cell(entry.on_date, entry.date_precision), *giver, *receiver]
    for part, count in zip(parts, counts.counts, strict=True):
        cells += [_whole(count, part.unit), unit_name(part.unit)]
    said = (row.giver_amount, row.receiver_amount, row.third_amount)
    return [*cells, *(_whole(one, entry.unit) for one in said), unit_name(entry.unit), word(BASIS_WORDS[row.state])]


def _note(figure: Figure, parts: Sequence[CountedPart], rows: int, scope: Sequence[str]) -> str:
    shown = NOTHING if figure.value is None else str(show_amount(figure.value, figure.unit, "exact"))
    told = [
        f"{word(figure.indicator.title)} · {word(BASIS_WORDS[figure.basis])} · {shown}",
        *scope,
        say("规则：{rule}", "Rule: {rule}", rule=word(figure.indicator.counts)),
        say(
            "截至{day}，{count} 条；计入的数合起来就是这个数，比率是分子除以分母。",
            "As of {day}, {count} rows; what counts adds up to the figure, a ratio is what is above by what is below.",
            day=figure.as_of.isoformat(),
            count=f"{rows:,}",
        ),
        *(
            f"{word(PART_HEADS[part.role])}: {show_amount(part.total, part.unit, 'exact')}"
            for part in parts
            if part.role != "value"
        ),
        f"{say('校验', 'Digest')}: {figure.digest}",
        figure_address(figure),
    ]
    return "\n".join(told)


def unit_name(unit: str) -> str:
    """Return the name of the whole unit, as it stands beside a number of a workbook: `元`, `个项目`."""
    declared = UNITS.get(unit)
    return declared.title.in_language(reader_language()) if declared else unit


def _whole(amount: int | None, unit: str) -> Any:
    if amount is None:
        return None
    whole = write_amount(amount, unit)
    return Decimal(whole) if "." in whole else int(whole)
