"""A process of its own that fills an empty ledger and prints its movements, read outside a transaction and inside.

Run with SHANHAI_HOME, and DATABASE_URL for PostgreSQL: `python -m tests.ledger.read_both_ways fill|look`.
"""

from __future__ import annotations

import json
import os
import sys
from datetime import UTC, date, datetime
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shanhai.config.settings")

import django

django.setup()

NOW = datetime(2025, 11, 12, 8, 5, tzinfo=UTC)


def fill() -> None:
    """Write entries, words, a reversal and a statement."""
    from django.core.management import call_command

    from shanhai.ledger.record import record_entries, reverse_entry, sign_entries, withdraw_word
    from tests.ledger.world import make_world

    call_command("migrate", verbosity=0)
    world = make_world()
    drafts = [world.draft(amount=100 * number, on_date=date(2025, 5, number)) for number in range(1, 8)]
    details = {
        "order_no": "KQ“1”",
        "product": "茶叶",
        "origin_place": "p511132",
        "quantity": "2.5",
        "unit_price": 23_200,
    }
    drafts.append(world.order("KQ“1”", details=details, labels=("east_west", "platform_832")))
    recorded = record_entries(drafts, office=world.giver, user_id=7, spoken_side="giver", match=False, now=NOW)
    assert recorded.entries == 8, recorded.problems
    sign_entries(recorded.serials[:4], office=world.receiver, side="receiver", user_id=8, now=NOW)
    withdraw_word(recorded.serials[0], reason="签错了", office=world.receiver, side="receiver", user_id=8, now=NOW)
    reverse_entry(recorded.serials[1], reason="重复录入", replacement=None, office=world.giver, user_id=7, now=NOW)
    stated = world.draft(
        kind="statement",
        amount=1,
        indicator="assistance_funds",
        unit="CNY",
        from_party_id=None,
        to_party_id=None,
        details={"status": "actual"},
        period_from=date(2021, 1, 1),
    )
    recorded = record_entries([stated], office=world.third, user_id=1, spoken_side="neither", now=NOW)
    assert recorded.entries == 1, recorded.problems


def look() -> dict[str, Any]:
    """Return the snapshot as a process outside any transaction sees it, and as one inside does."""
    from django.db import transaction

    from shanhai.ledger.snapshot import catch_up

    apart = catch_up()
    with transaction.atomic():
        here = catch_up()
    return {
        "id": apart.id,
        "apart": _read_rows(apart),
        "here": _read_rows(here),
        "shared": "uncommitted" not in apart.movements[0],
    }


def _read_rows(snapshot: Any) -> list[dict[str, Any]]:
    import pyarrow.parquet as pq

    rows = [row for path in (*snapshot.movements, *snapshot.statements) for row in pq.read_table(path).to_pylist()]
    return sorted(rows, key=lambda row: row["serial"])


if __name__ == "__main__":
    if sys.argv[1] == "fill":
        fill()
    else:
        print(json.dumps(look(), default=str, ensure_ascii=False))
