"""A workbook of many rows read, checked and recorded, beside bare reading and bare inserting.

Runs in a process and a home of its own, so that its peak memory is that of the work alone.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, datetime, timedelta
from importlib import import_module
from pathlib import Path
from typing import Any

import xlsxwriter

SIZE = 100_000
MEMORY_MOST = 1024**3
BUYERS, SELLERS = 97, 41
HEADS = (
    "日期", "海方", "山方", "海方单位", "山方单位", "产品", "类别", "产地", "数量", "计量单位",
    "金额（元）", "渠道", "订单号",
)  # fmt: skip


def run(size: int = SIZE) -> list[dict[str, Any]]:
    """Return the times of one import of `size` rows beside their floor, and its peak memory in MiB beside its limit."""
    with tempfile.TemporaryDirectory(prefix="shanhai-bench-") as home:
        path = write_workbook(Path(home) / "orders.xlsx", size)
        environment = {**os.environ, "SHANHAI_HOME": home, "DJANGO_SETTINGS_MODULE": "shanhai.config.settings"}
        environment.pop("DATABASE_URL", None)
        measured = subprocess.run(
            [sys.executable, "-m", "bench.workbook", str(path)],
            env=environment,
            check=True,
            capture_output=True,
            text=True,
        )
    result = json.loads(measured.stdout.splitlines()[-1])
    seconds, floor = result["seconds"], result["floor_seconds"]
    row = {
        "name": f"workbook: read, check and record {size:,} rows",
        "size": size,
        "seconds": seconds,
        "floor_seconds": floor,
        "ratio": round(seconds / floor, 2),
    }
    peak = {
        "name": "workbook: peak memory in MiB, beside its limit",
        "size": size,
        "seconds": round(result["peak_bytes"] / 1024**2, 3),
        "floor_seconds": MEMORY_MOST / 1024**2,
        "ratio": round(result["peak_bytes"] / MEMORY_MOST, 2),
    }
    return [row, peak]


def write_workbook(path: Path, size: int) -> Path:
    """Write made-up orders, the same for the same size."""
    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
        sheet = book.add_worksheet("订单")
        days = book.add_format({"num_format": "yyyy-mm-dd"})
        for place, head in enumerate(HEADS):
            sheet.write_string(0, place, head)
        first = date(2022, 1, 1)
        for line in range(1, size + 1):
            row = (
                "柯桥区", "峨边彝族自治县",
                f"柯桥采购单位{line % BUYERS}（示例）", f"峨边供货社{line % SELLERS}（示例）",
                f"产品{line % 13}", "粮油", "峨边彝族自治县", line % 500 + 1, "斤",
                (line * 7919 % 1_000_000 + 100) / 100,
                "进机关", f"示例XF{line:08d}",
            )  # fmt: skip
            sheet.write_datetime(line, 0, first + timedelta(days=line % 1500), days)
            for place, cell in enumerate(row, 1):
                sheet.write(line, place, cell)
    return path


def _measure(path: Path) -> dict[str, Any]:
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    office = _make_world()
    floor = _time(lambda: _read_barely(path)) + _time(_insert_barely(path))
    # A serving process has its modules; loading them is no part of reading a workbook.
    import_module("shanhai.sheets.receive")
    peak_before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    seconds = _time(lambda: _import(path, office))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return {
        "seconds": round(seconds, 3),
        "floor_seconds": round(floor, 3),
        "peak_bytes": peak * 1024,
        "peak_before_bytes": peak_before * 1024,
    }


def _time(work: Callable[[], Any]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def _import(path: Path, office: Any) -> None:
    from shanhai.sheets.receive import receive_file, record_at_once

    received = receive_file(
        [path.read_bytes()], file_name=path.name, office=office, user_id=None, kind_code="consumption.purchase"
    )
    assert received.batch is not None, received.problem
    outcome = record_at_once(received.batch, user_id=None, accept_reason="示例")
    assert outcome.recorded is not None, outcome.refused


def _read_barely(path: Path) -> int:
    from python_calamine import CalamineWorkbook

    return len(CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python())


def _insert_barely(path: Path) -> Callable[[], None]:
    """Return what inserts as many rows of the ledger's own columns into a table with the ledger's own indexes."""
    from django.db import connection, transaction

    from shanhai.ledger.models import Entry

    columns = [field.column for field in Entry._meta.concrete_fields]
    size = _read_barely(path) - 1
    moment = datetime(2026, 11, 22).isoformat(sep=" ")  # noqa: DTZ001 - as SQLite stores it
    known = {"entered_at": moment, "known_on": "2026-11-22", "on_date": "2026-07-08", "details": "{}" * 60}
    numbers = {"serial", "office_sequence", "fact_hash"}

    def value(column: str, number: int) -> Any:
        if column in numbers:
            return number
        if column == "digest":
            return bytes(32)
        return known.get(column, None if column.endswith(("_serial", "_from", "_to")) else 1)

    rows = [tuple(value(column, number) for column in columns) for number in range(1, size + 1)]

    def insert() -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("CREATE TABLE bench_floor AS SELECT * FROM ledger_entry WHERE 0")
            cursor.execute("CREATE UNIQUE INDEX bench_serial ON bench_floor (serial)")
            cursor.execute("CREATE UNIQUE INDEX bench_chain ON bench_floor (office_id, office_sequence)")
            cursor.execute("CREATE INDEX bench_pairing ON bench_floor (pairing_id, kind, on_date)")
            cursor.execute("CREATE INDEX bench_fact ON bench_floor (fact_hash)")
            places = ", ".join("?" * len(columns))
            names = ", ".join(columns)
            connection.connection.executemany(f"INSERT INTO bench_floor ({names}) VALUES ({places})", rows)

    return insert


def _make_world() -> Any:
    """Make the places, the pairing, the parties and the office that the orders speak of."""
    from shanhai.offices.models import Office
    from shanhai.registry.models import Pairing, Party, Place, PlaceVersion, Programme, Round
    from shanhai.registry.places import mark_changed

    for code, name, level, parent in (
        ("330000", "浙江省", "province", None),
        ("330603", "柯桥区", "county", "p330000"),
        ("510000", "四川省", "province", None),
        ("511132", "峨边彝族自治县", "county", "p510000"),
    ):
        Place.objects.create(id=f"p{code}", level=level)
        PlaceVersion.objects.create(
            place_id=f"p{code}", code=code, name=name, level=level, parent_id=parent, valid_from=date(1980, 1, 1)
        )
    mark_changed()
    programme = Programme.objects.create(key="东西部协作", name_zh="东西部协作", name_en="East–West cooperation")
    Pairing.objects.create(
        round=Round.objects.create(programme=programme, key="2021", name_zh="2021年起", name_en="since 2021"),
        level="county",
        giver_place_id="p330603",
        receiver_place_id="p511132",
        giver_label="柯桥区",
        receiver_label="峨边彝族自治县",
        valid_from=date(2021, 4, 1),
        status="current",
        confidence="H",
    )
    buyers = [Party(name=f"柯桥采购单位{one}（示例）", kind="firm", place_id="p330603") for one in range(BUYERS)]
    sellers = [Party(name=f"峨边供货社{one}（示例）", kind="cooperative", place_id="p511132") for one in range(SELLERS)]
    Party.objects.bulk_create(buyers + sellers)
    return Office.objects.create(name="示例办公室", side="giver", place_id="p330603", is_example=True)


if __name__ == "__main__":
    print(json.dumps(_measure(Path(sys.argv[1]))))
