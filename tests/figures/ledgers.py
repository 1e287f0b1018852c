"""Ledgers for tests of figures: generated ones, and their movements written as the segments of a snapshot."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from hypothesis import strategies as st

from shanhai.catalogue.book import BOOK
from shanhai.figures.tables import Snapshot, arrow_schema, list_columns
from tests.figures.obvious import Ledger, Line, Word

FIRST_DAY = date(2023, 1, 1)
FLOWS = (
    "funds.arrived",
    "funds.allocated",
    "funds.paid",
    "funds.assigned",
    "consumption.purchase",
    "consumption.assisted_sale",
)
LEVELS = ("consumption.outlets", "consumption.restaurants")
GIVERS, RECEIVERS = ("g1", "g2", "g3"), ("r1", "r2", "r3")
_number = 0


def write_snapshot(folder: Path, ledger: Ledger, *, split_at: int | None = None) -> Snapshot:
    """Write a ledger's movements as Parquet segments, in two of them, the first settled, where `split_at` is given."""
    global _number
    _number += 1
    rows = list_movements(ledger)
    schema = arrow_schema(list_columns(BOOK))
    parts = [rows] if split_at is None else [rows[:split_at], rows[split_at:]]
    paths = []
    for part in parts:
        paths.append(str(folder / f"movements-{_number}-{len(paths)}.parquet"))
        pq.write_table(pa.Table.from_pylist(part, schema=schema), paths[-1])
    stated = str(folder / f"statements-{_number}.parquet")
    pq.write_table(schema.empty_table(), stated)
    return Snapshot(f"test-{_number}", _number, tuple(paths), (stated,), settled=tuple(paths[:-1]))


def list_movements(ledger: Ledger) -> list[dict[str, Any]]:
    """Return one row per change of what counts, as `ledger/tail.py` reads them from the database."""
    lines = {line.serial: line for line in ledger.lines}
    rows = []
    for line in ledger.lines:
        told = lines[line.reverses] if line.reverses is not None else line
        reported = 1 if line.reverses is None else -1
        rows.append(_to_row(told, line.serial, line.known_on, reported=reported, agreed=line.change))
    for word in ledger.words:
        told = lines[word.entry_serial]
        rows.append(_to_row(told, word.serial, word.known_on, reported=0, agreed=word.change))
    return sorted(rows, key=lambda row: row["serial"])


def _to_row(line: Line, serial: int, known_on: date, *, reported: int, agreed: int) -> dict[str, Any]:
    kind = BOOK.kind(line.kind)
    return {
        "serial": serial,
        "entry_serial": line.serial,
        "known_on": known_on,
        "reported": reported,
        "agreed": agreed,
        "kind": line.kind,
        "stage": kind.stage,
        "indicator": "",
        "pairing_id": line.pairing_id,
        "programme": line.programme,
        "round": line.round,
        "giver_place_id": line.giver,
        "receiver_place_id": line.receiver,
        "from_party_id": line.from_party,
        "to_party_id": line.to_party,
        "on_date": line.on_date,
        "date_precision": "day",
        "amount": line.amount,
        "unit": kind.amount_unit,
        "qualifier": "",
        "subject": line.subject,
        "labels": line.labels,
        "is_example": line.is_example,
        **line.details,
    }


days = st.integers(0, 400).map(lambda number: FIRST_DAY + timedelta(days=number))


@st.composite
def ledgers(draw: st.DrawFn) -> Ledger:
    """A ledger as the writer could have made it: entries, signatures, withdrawals and reversals in order of time."""
    ledger, today = Ledger(), FIRST_DAY
    agreed: dict[int, bool] = {}
    for serial in range(1, draw(st.integers(1, 25))):
        today += timedelta(days=draw(st.integers(0, 30)))
        what = draw(st.sampled_from(["entry", "entry", "entry", "word", "word", "reversal"]))
        open_serials = sorted(agreed)
        if what == "entry" or not open_serials:
            kind = draw(st.sampled_from(FLOWS + LEVELS))
            details = {} if kind in LEVELS else {"purpose": draw(st.sampled_from(["industry", "health"]))}
            ledger.lines.append(
                Line(
                    serial,
                    kind,
                    on_date=draw(days),
                    known_on=today,
                    amount=draw(st.one_of(st.just(0), st.integers(1, 10**13), st.integers(-500, 500))),
                    giver=draw(st.sampled_from(GIVERS)),
                    receiver=draw(st.sampled_from(RECEIVERS)),
                    pairing_id=draw(st.sampled_from([1, 2, None])),
                    programme=draw(st.sampled_from(["东西部协作", "山海协作"])),
                    round=draw(st.sampled_from(["2016", "2021"])),
                    from_party=draw(st.sampled_from([1, 2, None])),
                    subject=draw(st.sampled_from(["", "a", "b"])),
                    labels=draw(st.sampled_from(["", "platform_832", "east_west,fixed_point,platform_832"])),
                    details=details if kind.startswith("funds.") else {},
                    is_example=draw(st.booleans()),
                )
            )
            agreed[serial] = False
        elif what == "word":
            entry = draw(st.sampled_from(open_serials))
            ledger.words.append(Word(serial, entry, today, -1 if agreed[entry] else 1))
            agreed[entry] = not agreed[entry]
        else:
            entry = draw(st.sampled_from(open_serials))
            told = next(line for line in ledger.lines if line.serial == entry)
            change = -1 if agreed.pop(entry) else 0
            ledger.lines.append(
                Line(serial, told.kind, told.on_date, today, told.amount, reverses=entry, change=change)
            )
    return ledger
