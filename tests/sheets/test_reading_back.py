"""What is written is what is read: hypothesis fills a table and has it read back."""

from __future__ import annotations

import tempfile
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shanhai.algorithms.column_letters import column_letter
from shanhai.sheets.columns import read_column
from shanhai.sheets.findings import Findings
from shanhai.sheets.layout import split_head
from shanhai.sheets.read import read_file
from tests.sheets.world import PURCHASE_HEADS, write_book

KIND = "consumption.purchase"
TEXTS = st.text(st.characters(categories=["Lu", "Ll", "Lo", "Nd"], max_codepoint=0x9FFF), min_size=5, max_size=30)
FEN = st.integers(min_value=1, max_value=10**13)
DAYS = st.dates(date(1996, 1, 1), date(2026, 11, 22))
ROWS = st.lists(st.tuples(DAYS, FEN, TEXTS), min_size=1, max_size=8)
WRITE_DAY = {
    "date": lambda day: day,
    "iso": date.isoformat,
    "slash": lambda day: f"{day.year}/{day.month}/{day.day}",
    "chinese": lambda day: f"{day.year}年{day.month}月{day.day}日",
    "serial": lambda day: (day - date(1899, 12, 30)).days,
}
WRITE_AMOUNT = {
    "number": lambda fen: float(Decimal(fen) / 100),
    "text": lambda fen: str(Decimal(fen) / 100),
    "grouped": lambda fen: f"{Decimal(fen) / 100:,.2f}",
    "ten thousand": lambda fen: f"{Decimal(fen) / 1_000_000:f}万",
    "wide": lambda fen: "".join(
        chr(ord(sign) + 0xFEE0) if sign.isdigit() else sign for sign in str(Decimal(fen) / 100)
    ),
}


def read_columns(path: Path) -> tuple[dict[str, list[Any]], Findings]:
    findings = Findings()
    read = read_file(path, findings, kind_code=KIND)
    assert read.kind is not None
    table = read.tables[0]
    return {code: read_column(table, read.kind, code, findings) for code in table.places}, findings


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(ROWS, st.sampled_from(sorted(WRITE_DAY)), st.sampled_from(sorted(WRITE_AMOUNT)))
def test_rows_written_are_the_rows_read(rows: list[tuple[date, int, str]], day_as: str, amount_as: str) -> None:
    cells = [
        [WRITE_DAY[day_as](day), "甲", "乙", text, 1, WRITE_AMOUNT[amount_as](fen), "峨边", f"K{number}"]
        for number, (day, fen, text) in enumerate(rows)
    ]
    with tempfile.TemporaryDirectory() as folder:
        columns, findings = read_columns(write_book(Path(folder) / "a.xlsx", cells))
    assert [problem.code for problem in findings.problems() if problem.weight != "note"] == []
    assert [cell.on for cell in columns["date"]] == [day for day, _fen, _text in rows]
    assert columns["amount"] == [fen for _day, fen, _text in rows]
    assert [len(text) for text in columns["product"]] == [len(text) for _day, _fen, text in rows]


@settings(max_examples=80, deadline=None)
@given(
    st.lists(
        st.one_of(
            st.none(), st.floats(allow_nan=False, allow_infinity=False), st.text(max_size=20), st.dates(), st.booleans()
        ),
        min_size=1,
        max_size=8,
    )
)
def test_no_cell_whatever_breaks_the_reading(cells: list[Any]) -> None:
    rows = [[cell] * len(PURCHASE_HEADS) for cell in cells if not isinstance(cell, date) or cell.year > 1900]
    clean = [[_printable(cell) for cell in row] for row in rows] or [["x"] * len(PURCHASE_HEADS)]
    with tempfile.TemporaryDirectory() as folder:
        findings = Findings()
        read = read_file(write_book(Path(folder) / "a.xlsx", clean), findings, kind_code=KIND)
    for table in read.tables:
        for code in table.places:
            assert read.kind is not None
            assert len(read_column(table, read.kind, code, findings)) == len(table.lines)
    assert all(problem.what.zh and problem.what.en for problem in findings.problems())


def _printable(cell: Any) -> Any:
    return "".join(sign for sign in cell if sign.isprintable()) if isinstance(cell, str) else cell


@given(st.binary(max_size=400))
def test_no_bytes_whatever_break_the_reading(data: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a"
        path.write_bytes(data)
        findings = Findings()
        read = read_file(path, findings, kind_code=KIND)
    assert read.row_count or findings.stop


@given(st.integers(min_value=0, max_value=16_383))
def test_letters_count_columns(place: int) -> None:
    letters = column_letter(place)
    assert place == sum((ord(sign) - 64) * 26**power for power, sign in enumerate(reversed(letters))) - 1


@given(st.sampled_from(["金额", "数量", "单价"]), st.sampled_from(["（{}）", "({})", "/{}", " {}", "[{}]", "：{}"]))
def test_a_unit_in_a_head_is_found_however_it_is_joined(name: str, joined: str) -> None:
    assert split_head(name + joined.format("万元")) == (name, "万元")
