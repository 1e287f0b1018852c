"""Reads the forms of enclaves: clauses row by row, ways of sharing, statistics, groups of partners. Keeps nothing."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal, InvalidOperation
from itertools import combinations
from typing import Any

from shanhai.algorithms.payout import PPM, Clause
from shanhai.catalogue.words import Problem, Words
from shanhai.payouts.models import TermSheet
from shanhai.payouts.terms import MEASURES, METHOD_WORDS, read_terms
from shanhai.web.payout_page import TYPES
from shanhai.web.templatetags.activity_words import per_cent, yuan

ROWS = 20
BLANK_ROWS = 3
BASES = {
    "365": Words("每年 365 天", "365 days a year"),
    "360": Words("每年 360 天", "360 days a year"),
    "actual": Words("按实际天数", "actual days"),
    "year": Words("按整月", "whole months"),
}
PARTNERS_MOST = 4
CLAUSE_FIELD = re.compile(r"c(\d+)-(.+)")


@dataclass(slots=True)
class Row:
    """One row of the table of clauses as typed."""

    code: str = ""
    type: str = ""
    from_day: str = ""
    to_day: str = ""
    rate: str = ""
    day_basis: str = "365"
    amount: str = ""
    carries: bool = False

    @property
    def written(self) -> bool:
        """Whether anything is written in the row, its day basis left aside, which always stands there."""
        return bool(self.code or self.type or self.from_day or self.to_day or self.rate or self.amount or self.carries)


@dataclass(frozen=True, slots=True)
class Read:
    """What a form says: clauses, ways of sharing and statistics in ppm, and every part that cannot be read.

    `rows` tells at which row of the form each clause stands, since rows between them may be blank.
    """

    clauses: tuple[Clause, ...]
    rows: tuple[int, ...]
    methods: dict[str, int]
    statistics: dict[str, dict[str, int]]
    problems: list[Problem]


def rows_of(posted: Mapping[str, Any] | None, sheet: TermSheet | None) -> list[Row]:
    """Return the rows of the table: as typed, else as the newest version has them, with blank rows below."""
    rows: list[Row] = []
    if posted is not None:
        rows = [_posted_row(posted, number) for number in range(ROWS)]
    elif sheet is not None:
        rows = [_kept_row(clause) for clause in read_terms(sheet).clauses]
    return [*rows, *(Row() for _ in range(ROWS - len(rows)))]


def count_open_rows(rows: Sequence[Row]) -> int:
    """Return how many rows to show at once: up to the last written one and some blank ones; the rest on demand."""
    last = max((number for number, row in enumerate(rows, 1) if row.written), default=0)
    return min(last + BLANK_ROWS, len(rows))


def place_at_rows(problems: Sequence[Problem], rows: Sequence[int]) -> list[Problem]:
    """Return the Problems of clauses, told by their order (`c0-from`), at the rows of the form where these stand."""
    placed = []
    for problem in problems:
        found = CLAUSE_FIELD.fullmatch(problem.field or "")
        if found and int(found[1]) < len(rows):
            placed.append(replace(problem, field=f"c{rows[int(found[1])]}-{found[2]}"))
        else:
            placed.append(problem)
    return placed


def _posted_row(posted: Mapping[str, Any], number: int) -> Row:
    def part(name: str) -> str:
        return str(posted.get(f"c{number}-{name}", "")).strip()[:120]

    return Row(
        part("code"), part("type"), part("from"), part("to"), part("rate"), part("basis") or "365", part("amount"),
        part("carries") == "on",
    )  # fmt: skip


def _kept_row(clause: Clause) -> Row:
    rate = "、".join(per_cent(one) for one in clause.ratios_ppm) or (
        per_cent(clause.rate_ppm) if clause.rate_ppm else ""
    )
    return Row(
        clause.code, clause.type, str(clause.from_day), str(clause.to_day or ""), rate, clause.day_basis,
        yuan(clause.amount_fen) if clause.amount_fen else "", clause.carries_shortfall,
    )  # fmt: skip


def read_terms_form(posted: Mapping[str, Any]) -> Read:
    """Read the whole form; every part that cannot be read is told with its row."""
    problems: list[Problem] = []
    clauses, rows = [], []
    for number, row in enumerate(rows_of(posted, None), 1):
        if row.written:
            clause = _read_clause(row, number, problems)
            if clause is not None:
                clauses.append(clause)
                rows.append(number - 1)
    methods = {}
    for method in METHOD_WORDS:
        part = _read_ppm(str(posted.get(f"method-{method}", "")), f"method-{method}", problems)
        if part:
            methods[method] = part
    statistics = {}
    for measure in MEASURES:
        text = str(posted.get(f"statistics-{measure}", "")).strip()
        if text:
            giver = _read_ppm(text, f"statistics-{measure}", problems)
            statistics[measure] = {"giver": giver, "receiver": PPM - giver}
    return Read(tuple(clauses), tuple(rows), methods, statistics, problems)


def _read_clause(row: Row, number: int, problems: list[Problem]) -> Clause | None:
    faults_before = len(problems)
    first, last = _read_day(row.from_day, number, problems), None
    if row.to_day:
        last = _read_day(row.to_day, number, problems)
    if row.type not in TYPES:
        what = Words("第 {n} 条没有选条款类型。", "Row {n} names no type of clause.").fill(n=number)
        problems.append(Problem("terms.type", "blocks", what, field=f"c{number - 1}-type"))
    rates = [_read_ppm(text, f"c{number - 1}-rate", problems, row=number) for text in _split(row.rate)]
    amount = _read_money(row.amount, number, problems)
    bound = row.type in ("floor", "cap")
    if not bound and not rates:
        what = Words("第 {n} 条没有写比例。", "Row {n} names no rate.").fill(n=number)
        right = Words(
            "写百分数，如 10%；税收返还逐年不同的，用顿号隔开。",
            "Write a percentage, such as 10%; yearly ratios with commas.",
        )
        problems.append(Problem("terms.rate", "blocks", what, right, field=f"c{number - 1}-rate"))
    if bound and not amount:
        what = Words("第 {n} 条没有写每年的金额。", "Row {n} names no yearly amount.").fill(n=number)
        problems.append(Problem("terms.amount", "blocks", what, field=f"c{number - 1}-amount"))
    if len(problems) > faults_before or first is None:
        return None
    return Clause(
        row.code or str(number),
        row.type,  # type: ignore[arg-type]
        first,
        last,
        rate_ppm=0 if row.type == "tax_return" else (rates[0] if rates else 0),
        day_basis=row.day_basis if row.day_basis in BASES else "365",  # type: ignore[arg-type]
        ratios_ppm=tuple(rates) if row.type == "tax_return" else (),
        amount_fen=amount if bound else 0,
        carries_shortfall=row.carries and bound,
    )


def _split(text: str) -> list[str]:
    return [part for part in text.replace("、", ",").replace("，", ",").split(",") if part.strip()]


def _read_day(text: str, number: int, problems: list[Problem]) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        what = Words("第 {n} 条的日期写作“{text}”。", "Row {n}: the date reads “{text}”.").fill(n=number, text=text)
        right = Words("写作 2026-01-01。", "Write 2026-01-01.")
        problems.append(Problem("terms.day", "blocks", what, right, text, field=f"c{number - 1}-from"))
        return None


def _read_ppm(text: str, field: str, problems: list[Problem], *, row: int | None = None) -> int:
    cleaned = text.strip().replace("%", "").replace("%", "").replace(",", "")
    if not cleaned:
        return 0
    try:
        parts = Decimal(cleaned) * (PPM // 100)
        if not parts.is_finite() or parts != parts.to_integral_value() or not 0 <= parts <= PPM:
            raise InvalidOperation
    except InvalidOperation:
        where = Words("第 {n} 条的", "Row {n}: ").fill(n=row) if row else Words("", "")
        what = Words("{where}比例写作“{text}”。", "{where}the rate reads “{text}”.").fill(where=where, text=text[:20])
        right = Words("写 0 到 100 的百分数，最多四位小数。", "A percentage from 0 to 100, four decimals at most.")
        problems.append(Problem("terms.rate", "blocks", what, right, text[:20], field=field))
        return 0
    return int(parts)


def _read_money(text: str, number: int, problems: list[Problem]) -> int:
    if not text:
        return 0
    fen = read_yuan(text)
    if fen is None or fen < 0:
        what = Words("第 {n} 条的金额写作“{text}”。", "Row {n}: the amount reads “{text}”.").fill(n=number, text=text)
        right = Words("写元，例如 1,000,000.00。", "Write yuan, such as 1,000,000.00.")
        problems.append(Problem("terms.amount", "blocks", what, right, text, field=f"c{number - 1}-amount"))
        return 0
    return fen


def read_yuan(text: str) -> int | None:
    """Return an amount typed in yuan as fen; None where it cannot be read, 0 for blank."""
    cleaned = text.strip().replace(",", "").replace("，", "").removesuffix("元")
    factor = 100
    if cleaned.endswith("万"):
        cleaned, factor = cleaned.removesuffix("万"), 1_000_000
    if not cleaned:
        return 0
    try:
        fen = Decimal(cleaned) * factor
    except InvalidOperation:
        return None
    whole = fen.is_finite() and fen == fen.to_integral_value() and abs(fen) < 10**17
    return int(fen) if whole else None


def groups_of(partners: list[str]) -> list[tuple[str, ...]]:
    """Return every group of partners, smaller ones first, for whose joint worth the page asks."""
    return [group for size in range(1, len(partners) + 1) for group in combinations(partners, size)]
