"""Do parts add up to the whole: what documents state of a city beside what they state of its counties. Only shown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from shanhai.catalogue.book import BOOK
from shanhai.figures.scope import Scope
from shanhai.figures.stated_parts import Whole, match_parts
from shanhai.figures.tables import Snapshot
from shanhai.web.asked import Asked, ask_placed
from shanhai.web.board_parts import lies_in
from shanhai.web.numbers import FEN_PER_WAN, FEN_PER_YI, NOTHING, write_decimal
from shanhai.web.place_words import name_of
from shanhai.web.templatetags.words import reader_language, say, word

MONEY_FAMILY = ("assistance_funds", "assistance_funds_received")
PROJECT_FAMILY = ("assistance_projects",)


@dataclass(frozen=True, slots=True)
class SumCell:
    """One number of the comparison of parts and wholes, as it is shown."""

    text: str
    serial: int | None = None


@dataclass(frozen=True, slots=True)
class SumTable:
    """A whole with its parts and the rest, in money and, where stated, in projects."""

    giver: str
    receiver: str
    rows: tuple[tuple[str, SumCell, SumCell], ...]
    note: str


def sum_tables(*, asked: Asked, scope: Scope, today: date, snapshot: Snapshot) -> list[SumTable]:
    """Return the wholes that documents state beside their parts, at most two, those with most parts first."""
    as_of = asked.known_on(today)
    placed = ask_placed(MONEY_FAMILY + PROJECT_FAMILY, scope, as_of=as_of, snapshot=snapshot)
    day = asked.day_of_map(today)

    def is_below(inner: str, outer: str) -> bool:
        return lies_in(inner, outer, day)

    money = match_parts(placed, MONEY_FAMILY, is_below=is_below)
    projects = match_parts(placed, PROJECT_FAMILY, is_below=is_below)
    by_pair = {(one.whole.giver, one.whole.receiver): one for one in projects}
    return [_sum_table(one, by_pair.get((one.whole.giver, one.whole.receiver)), day) for one in money[:2]]


def _sum_table(money: Whole, projects: Whole | None, day: date) -> SumTable:
    counted = {(part.giver, part.receiver): part for part in projects.parts} if projects else {}
    rows = [
        (
            say("{place}合计", "{place}, whole", place=name_of(money.whole.giver, day)),
            SumCell(_write(money.whole.value), money.whole.serial),
            SumCell(f"{projects.whole.value:,}" if projects else NOTHING, projects.whole.serial if projects else None),
        )
    ]
    for part in money.parts:
        count = counted.get((part.giver, part.receiver))
        rows.append(
            (
                f"{name_of(part.giver, day)}→{name_of(part.receiver, day)}",
                SumCell(_write(part.value), part.serial),
                SumCell(f"{count.value:,}" if count else NOTHING, count.serial if count else None),
            )
        )
    rest = f"{projects.rest:,}" if projects else NOTHING
    rows.append((say("其余结对应有", "Left for all others"), SumCell(_write(money.rest)), SumCell(rest)))
    others = [part for part in money.parts if part.indicator != money.whole.indicator]
    note = ""
    if others:
        note = say(
            "{place}的数是“{part}”，合计是“{whole}”，环节不同，差额只供查找。",
            "{place} states “{part}” while the whole is “{whole}”: stages differ, so the rest is for looking only.",
            place=say("、", ", ").join(name_of(part.giver, day) for part in others),
            part=word(BOOK.indicator(others[0].indicator).title),
            whole=word(BOOK.indicator(money.whole.indicator).title),
        )
    return SumTable(name_of(money.whole.giver, day), name_of(money.whole.receiver, day), tuple(rows), note)


def sum_unit() -> str:
    """Say the unit of the money in the comparison of parts and wholes."""
    return say("亿元", "million CNY")


def _write(value: int) -> str:
    if reader_language() == "en":
        return write_decimal(value, 100 * FEN_PER_WAN, decimals=2)
    return write_decimal(value, FEN_PER_YI, decimals=2)
