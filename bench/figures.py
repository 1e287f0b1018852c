"""Figures over a large ledger, cold and warm, beside hand-written DuckDB SQL on the same segments.

Made-up orders fill the tables of an SQLite ledger directly (posting has a comparison of its own), four fifths of them
agreed, and the snapshot is written from them. *Cold* is the time of a whole new process, its start and imports
included; *warm* is the best of seven in a process that has answered before. The floor runs the least SQL that gives
the same numbers: same segments, same engine, nothing else imported.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

SEED = 20260
GIVERS, RECEIVERS, PAYEES, DAYS = 62, 68, 12, 1_095
FIRST_DAY = date(2023, 1, 1)
ROUNDS = 7
INDICATOR = "consumption_assistance_sales"
BY = ("from_party", "to_party", "month")
KINDS = "('consumption.purchase', 'consumption.assisted_sale')"
FLOOR_BOARD = f"""
    SELECT programme, round, sum(amount * agreed), sum(agreed) FROM read_parquet($segments)
    WHERE kind IN {KINDS} AND agreed <> 0 AND known_on <= $as_of GROUP BY ALL"""
FLOOR_GROUPS = f"""
    SELECT from_party_id, to_party_id, date_trunc('month', on_date), sum(amount * agreed), sum(agreed)
    FROM read_parquet($segments) WHERE kind IN {KINDS} AND agreed <> 0 AND known_on <= $as_of GROUP BY ALL"""
FLOORS = {"board": FLOOR_BOARD, "groups": FLOOR_GROUPS}
AS_OF = date(2027, 1, 1)


def run(size: int) -> list[dict[str, Any]]:
    """Return the rows of the comparison over `size` orders."""
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    _fill(size)
    rows = [_measure_snapshot(size)]
    for name, told in (("groups", "payer × payee × month"), ("board", "board figure")):
        rows.append(_row(f"{told}, cold", size, _time_process("ours", name), _time_process("floor", name)))
        rows.append(_row(f"{told}, warm", size, _best(lambda: _ours(name)), _best(_prepare_floor(name))))  # noqa: B023
    rows.append(_measure_signature(size))
    return rows


def _row(name: str, size: int, seconds: float, floor: float) -> dict[str, Any]:
    return {"name": name, "size": size, "seconds": seconds, "floor_seconds": floor, "ratio": seconds / floor}


def _best(call: Callable[[], Any]) -> float:
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        call()
        times.append(time.perf_counter() - start)
    return min(times)


def _time_process(what: str, name: str) -> float:
    """Return the best of three new processes that answer one question, from their start to their end."""
    from shanhai.ledger.snapshot import catch_up

    segments = ",".join(catch_up().movements)
    command = [sys.executable, "-m", "bench.figures", what, name, segments]
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "shanhai.config.settings"}
    times = []
    for _ in range(3):
        start = time.perf_counter()
        subprocess.run(command, check=True, env=environment, cwd=Path(__file__).resolve().parent.parent)
        times.append(time.perf_counter() - start)
    return min(times)


def _ours(name: str) -> Any:
    """Answer as a page does: look whether the ledger moved, then ask."""
    from shanhai.ledger.ask import ask_figure, group_figure

    if name == "groups":
        return group_figure(INDICATOR, by=BY, as_of=AS_OF)
    return ask_figure(INDICATOR, as_of=AS_OF)


def _prepare_floor(name: str) -> Callable[[], Any]:
    import duckdb

    from shanhai.ledger.snapshot import catch_up

    connection = duckdb.connect()
    values = {"segments": list(catch_up().movements), "as_of": AS_OF}
    return lambda: connection.execute(FLOORS[name], values).fetchall()


def _measure_snapshot(size: int) -> dict[str, Any]:
    """Write the snapshot from nothing, beside fetching the same rows and doing nothing with them."""
    from django.db import connection

    from shanhai.ledger.snapshot import catch_up
    from shanhai.ledger.tail import write_query

    start = time.perf_counter()
    snapshot = catch_up()
    seconds = time.perf_counter() - start
    start = time.perf_counter()
    with connection.cursor() as cursor:
        cursor.execute(write_query(0, snapshot.serial))
        while cursor.fetchmany(65_536):
            pass
    return _row("snapshot from nothing", size, seconds, time.perf_counter() - start)


def _measure_signature(size: int) -> dict[str, Any]:
    """Time from a thousand new signatures to the board's figure that counts them, beside the warm floor."""
    from django.db import connection

    from shanhai.ledger.models import Position

    floor = _best(_prepare_floor("board"))
    before = _ours("board").value
    serial = Position.objects.get().serial
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT serial FROM ledger_entry WHERE serial NOT IN (SELECT entry_serial FROM ledger_signature) LIMIT 1000"
        )
        waiting = [row[0] for row in cursor.fetchall()]
        _insert("ledger_signature", (_sign(serial + place, entry) for place, entry in enumerate(waiting, 1)))
    Position.objects.update(serial=serial + len(waiting))
    start = time.perf_counter()
    after = _ours("board").value
    seconds = time.perf_counter() - start
    assert after is not None
    assert after > (before or 0)
    return _row("board figure after 1,000 new signatures", size, seconds, floor)


def _fill(size: int) -> None:
    from shanhai.ledger.models import Position

    _insert("ledger_entry", _make_entries(size))
    _insert("ledger_signature", (_sign(size + place, entry) for place, entry in enumerate(_agreed(size), 1)))
    Position.objects.update_or_create(pk=1, defaults={"serial": size + len(_agreed(size))})


def _agreed(size: int) -> range:
    """Every entry but each fifth."""
    return range(1, size + 1 - size // 5)


def _insert(table: str, rows: Iterator[dict[str, Any]]) -> None:
    from django.db import connection, transaction

    first = next(rows)
    sql = f"INSERT INTO {table} ({', '.join(first)}) VALUES ({', '.join('?' * len(first))})"
    with transaction.atomic():
        connection.connection.execute(sql, tuple(first.values()))
        connection.connection.executemany(sql, (tuple(row.values()) for row in rows))


def _make_entries(size: int) -> Iterator[dict[str, Any]]:
    chance = random.Random(SEED)
    days = [(FIRST_DAY + timedelta(days=number)).isoformat() for number in range(DAYS)]
    for serial in range(1, size + 1):
        giver = chance.randrange(GIVERS)
        payee = chance.randrange(PAYEES)
        receiver = (giver + payee) % RECEIVERS
        day = days[chance.randrange(DAYS)]
        yield {
            "serial": serial,
            "office_id": 1,
            "office_sequence": serial,
            "digest": serial.to_bytes(32, "big"),
            "entered_at": f"{day} 08:00:00",
            "known_on": day,
            "locator": "",
            "spoken_side": "giver",
            "kind": "consumption.purchase" if chance.random() < 0.8 else "consumption.assisted_sale",
            "nature": "flow",
            "stage": "actual",
            "indicator": "",
            "pairing_id": giver * PAYEES + payee,
            "programme": "东西部协作",
            "round": "2021",
            "giver_place_id": f"p33{giver:04d}",
            "receiver_place_id": f"p51{receiver:04d}",
            "from_party_id": giver,
            "to_party_id": 1_000 + receiver * PAYEES + payee,
            "on_date": day,
            "date_precision": "day",
            "amount": chance.randrange(100_00, 100_000_00),
            "unit": "CNY",
            "qualifier": "",
            "subject": f"KQ{serial:08d}",
            "labels": "east_west,platform_832",
            "details": f'{{"order_no":"KQ{serial:08d}","product":"苦荞茶","origin_place":"p51{receiver:04d}"}}',
            "is_example": 1,
            "reason": "",
            "agreed_change": 0,
        }


def _sign(serial: int, entry: int) -> dict[str, Any]:
    return {
        "serial": serial,
        "office_id": 2,
        "office_sequence": serial,
        "digest": serial.to_bytes(32, "big"),
        "entry_serial": entry,
        "side": "receiver",
        "word": "agrees",
        "reason": "",
        "signed_at": "2026-01-05 08:00:00",
        "known_on": "2026-01-05",
        "locator": "",
        "agreed_change": 1,
    }


def _answer_alone(what: str, name: str, segments: str) -> None:
    """Answer one question in this process: the part of a cold run that is timed from outside."""
    if what == "floor":
        import duckdb

        values = {"segments": segments.split(","), "as_of": AS_OF}
        assert duckdb.connect().execute(FLOORS[name], values).fetchall()
        return
    import django

    django.setup()
    assert _ours(name)


if __name__ == "__main__":
    _answer_alone(*sys.argv[1:])
