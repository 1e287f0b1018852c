"""Reads the list of villages of a term sheet from rows of cells: names, capital, population, listed shares.

Takes rows as texts, from a workbook or pasted; all faults are told with their row. A village is a registered party of
the receiving side, made where it is new. It must not know workbooks.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from shanhai.algorithms.payout import PPM, Share
from shanhai.catalogue.words import Problem, Words
from shanhai.registry.parties import PartyAsk, resolve_parties

HEADS = {
    "name": ("村集体", "村名", "村", "村(社区)", "单位", "名称", "village", "name"),
    "capital": ("出资", "出资额", "入股金额", "投资额", "入股资金", "capital"),
    "population": ("人口", "人数", "总人口", "population", "people"),
    "listed": ("份额", "比例", "占比", "股份", "持股比例", "share"),
}
TOTALS = ("合计", "总计", "小计", "total")
ROWS_MOST = 20_000
FEN = 100


@dataclass(frozen=True, slots=True)
class VillageRow:
    """One row as read: the line it stood on (from 1), the village's name and its standing in each way of sharing."""

    line: int
    name: str
    capital_fen: int = 0
    population: int = 0
    listed_ppm: int = 0


@dataclass(frozen=True, slots=True)
class VillageList:
    """The rows that could be read and every fault; with a fault that blocks nothing should be kept."""

    rows: tuple[VillageRow, ...] = ()
    problems: list[Problem] = field(default_factory=list)


def read_village_list(rows: Sequence[Sequence[object]]) -> VillageList:
    """Read rows of cells: a head row names the columns (without one: name, capital, population, share).

    Capital is in yuan, or in 万元 where its head says so; a share of at most 1 without a percent sign is a part of one.
    Problems: no village at all, a village twice, a number that cannot be read. Rows of totals are left out.
    """
    texts = [[_text(cell) for cell in row] for row in rows[: ROWS_MOST + 1]]
    if len(texts) > ROWS_MOST:
        return VillageList(
            (), [_tell("list.too_long", Words("多于 {n} 行。", "More than {n} rows.").fill(n=ROWS_MOST))]
        )
    columns, start, factors = _find_heads(texts)
    found: list[VillageRow] = []
    problems: list[Problem] = []
    lines: dict[str, int] = {}
    for number, row in enumerate(texts[start:], start + 1):
        name = _cell(row, columns["name"])
        if not name or any(name.startswith(total) for total in TOTALS):
            continue
        values = _read_numbers(row, columns, factors, number, problems=problems)
        if name in lines:
            what = Words("第 {line} 行的{name}已在第 {first} 行。", "Row {line}: {name} already stands in row {first}.")
            right = Words("一个村只列一次；出资分几笔的先加起来。", "List a village once; add up its payments first.")
            problems.append(
                Problem(
                    "list.village_twice",
                    "blocks",
                    what.fill(line=number, name=name, first=lines[name]),
                    right,
                    name,
                    row=number,
                    field="villages",
                )
            )
            continue
        lines[name] = number
        found.append(VillageRow(number, name, **values))
    if not found and not problems:
        right = Words(
            "第一列写村名，后面可写出资、人口、份额。", "Name the villages first, then capital, population, share."
        )
        problems.append(_tell("list.empty", Words("没有读到村。", "No village was found."), right))
    return VillageList(tuple(found), problems)


def _tell(code: str, what: Words, right: Words | None = None) -> Problem:
    return Problem(code, "blocks", what, right, field="villages")


def _text(cell: object) -> str:
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return unicodedata.normalize("NFKC", "" if cell is None else str(cell)).strip()


def _cell(row: list[str], place: int | None) -> str:
    return row[place] if place is not None and place < len(row) else ""


def _find_heads(rows: list[list[str]]) -> tuple[dict[str, int | None], int, dict[str, int]]:
    """Return the place of each column, the first row of data, and the factor of capital (1 yuan or 10,000)."""
    for number, row in enumerate(rows[:10]):
        places: dict[str, int | None] = dict.fromkeys(HEADS)
        factors = {"capital": 1}
        for place, cell in enumerate(row):
            head = cell.lower().replace(" ", "")
            bare = head.split("(")[0] if head not in HEADS["name"] else head
            for name, known in HEADS.items():
                if places[name] is None and bare in known:
                    places[name] = place
                    if name == "capital" and "万" in head:
                        factors["capital"] = 10_000
        if places["name"] is not None:
            return places, number + 1, factors
    return {"name": 0, "capital": 1, "population": 2, "listed": 3}, 0, {"capital": 1}


def _read_numbers(
    row: list[str],
    columns: dict[str, int | None],
    factors: dict[str, int],
    number: int,
    *,
    problems: list[Problem],
) -> dict[str, int]:
    values = {}
    asked = (("capital", "capital_fen", FEN * factors["capital"]), ("population", "population", 1))
    for name, field_name, factor in asked:
        values[field_name] = _read_whole(_cell(row, columns[name]), factor, number, problems=problems)
    share = _cell(row, columns["listed"])
    percent = share.endswith("%")
    factor = PPM // 100 if percent else PPM
    values["listed_ppm"] = _read_whole(share.removesuffix("%"), factor, number, problems=problems)
    return values


def _read_whole(text: str, factor: int, number: int, *, problems: list[Problem]) -> int:
    if not text or text in "-—/":
        return 0
    try:
        value = Decimal(text.replace(",", "")) * factor
        if not value.is_finite() or value < 0 or value != value.to_integral_value():
            raise InvalidOperation
    except InvalidOperation:
        what = Words("第 {line} 行写作“{text}”，读不懂。", "Row {line} reads “{text}”.").fill(
            line=number, text=text[:20]
        )
        right = Words("写数字：出资元、人口、份额如 3.5%。", "Write a number: yuan, people, a share such as 3.5%.")
        problems.append(Problem("list.unreadable", "blocks", what, right, text[:40], row=number, field="villages"))
        return 0
    return int(value)


def to_shares(rows: Sequence[VillageRow], *, place_id: str) -> list[Share]:
    """Return the shares of the villages of a receiving place, registering those that are new.

    Two rows that turn out to be one party (a former name) give its share twice, which `check_terms` then tells.
    """
    answers = resolve_parties([PartyAsk(row.name, place_id or None, "village") for row in rows])
    return [
        Share(str(answer.party_id), row.capital_fen, row.population, row.listed_ppm)
        for row, answer in zip(rows, answers, strict=True)
        if answer.party_id is not None
    ]
