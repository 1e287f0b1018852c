"""A process that writes to the ledger of an installation, for tests that kill it or start many.

START is what it runs, followed by `prepare`, `import NAME ROWS` or `crowd WRITERS ROUNDS`. The installation is named by
SHANHAI_HOME and DATABASE_URL.
"""

from __future__ import annotations

import os
import sys
from datetime import date, timedelta

from django.core.management import call_command
from django.db import connection

from shanhai.catalogue.book import BOOK
from shanhai.ledger.models import Batch, OpenEntry
from shanhai.ledger.record import EntryDraft, record_entries, sign_entries
from shanhai.offices.models import Office
from shanhai.registry.models import Pairing
from tests.ledger.world import make_world

START = "import django; django.setup(); from tests.ledger.writer import main; main()"


def prepare() -> None:
    """Make an installation with the small world in it."""
    call_command("migrate", verbosity=0)
    make_world()


def drafts_of(name: str, count: int) -> list[EntryDraft]:
    """So many payments, each under a voucher number of its own."""
    pairing_id = Pairing.objects.order_by("pk").values_list("pk", flat=True)[0]
    first = date(2023, 1, 1)
    return [
        EntryDraft(
            kind="funds.arrived",
            on_date=first + timedelta(days=number % 700),
            amount=number + 1,
            pairing_id=pairing_id,
            details={"voucher_no": f"{name}-{number}"},
        )
        for number in range(count)
    ]


def import_file(name: str, rows: int) -> None:
    """Record a file of so many rows as one batch; say `ready` before and `done` after."""
    office = Office.objects.get(side="giver", place_id="p330603")
    batch = Batch.objects.create(
        office_id=office.pk, kind="funds.arrived", sha256=name.rjust(64, "0"), file_name=f"{name}.xlsx", size_bytes=1
    )
    drafts = drafts_of(name, rows)
    print("ready", flush=True)
    recorded = record_entries(drafts, office=office, user_id=1, spoken_side="giver", batch=batch)
    print("done", recorded.added, flush=True)


def crowd(writers: int, rounds: int) -> None:
    """Let so many processes write at once; print how many entries and signatures they were told they added."""
    assert BOOK.kinds
    connection.close()
    readers = []
    for number in range(writers):
        reading, writing = os.pipe()
        if os.fork() == 0:
            os.close(reading)
            os.write(writing, " ".join(map(str, write_along(number, rounds))).encode())
            os._exit(0)
        os.close(writing)
        readers.append(reading)
    told = [tuple(map(int, os.read(reading, 100).split())) for reading in readers]
    for _ in readers:
        assert os.wait()[1] == 0
    print(sum(entries for entries, _ in told), sum(signatures for _, signatures in told), flush=True)


def write_along(number: int, rounds: int) -> tuple[int, int]:
    """Enter for one side and sign for it what the others enter, over and over."""
    side, other = ("giver", "receiver") if number % 2 else ("receiver", "giver")
    office = Office.objects.filter(side=side).order_by("pk")[0]
    entries = signatures = 0
    for turn in range(rounds):
        recorded = record_entries(
            drafts_of(f"W{number}-{turn}", 3), office=office, user_id=number, spoken_side=side, match=False
        )
        entries += recorded.entries
        waiting = OpenEntry.objects.filter(awaits=side, state="pending").order_by("pk").values_list("pk", flat=True)
        outcomes = sign_entries(list(waiting[:4]), office=office, side=side, user_id=number)
        signatures += sum(outcome.done for outcome in outcomes)
    assert other != side
    connection.close()
    return entries, signatures


def main() -> None:
    """Do what the process was started for."""
    match sys.argv[1:]:
        case ["prepare"]:
            prepare()
        case ["import", name, rows]:
            import_file(name, int(rows))
        case ["crowd", writers, rounds]:
            crowd(int(writers), int(rounds))
