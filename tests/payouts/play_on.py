"""A process of its own that pays out an enclave on the database it is given and then tries to change what is kept.

Run with SHANHAI_HOME, and DATABASE_URL for PostgreSQL: `python -m tests.payouts.play_on`. Prints JSON.
"""

from __future__ import annotations

import json
import os
from datetime import date
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shanhai.config.settings")

import django

django.setup()

TABLES = (
    "activities_activity", "activities_step", "payouts_term_sheet", "payouts_run", "payouts_line", "payouts_line_word",
)  # fmt: skip


def play() -> dict[str, Any]:
    """Take an enclave from its terms to paid villages; tell what stands and which changes the database refused."""
    from django.core.management import call_command

    from shanhai.activities.machine import Attempt
    from shanhai.activities.move import By, Opening, answer_proposal, open_activity, take_step
    from shanhai.algorithms.payout import PPM, Clause
    from shanhai.ledger.models import Entry
    from shanhai.ledger.record import EntryDraft, record_entries, sign_entries
    from shanhai.payouts.lines import pay_lines, say_of_line
    from shanhai.payouts.run import open_run
    from shanhai.payouts.terms import Terms, keep_terms
    from shanhai.payouts.village_list import VillageRow, to_shares
    from shanhai.payouts.words import answer_terms
    from tests.ledger.world import make_world
    from tests.payouts.signing import sign_agreement

    call_command("migrate", verbosity=0)
    world = make_world()
    giver, receiver = By(world.giver.pk, "giver", 2), By(world.receiver.pk, "receiver", 1)
    values = {"enclave_type": "weak_village", "direction": "forward", "site": "示例"}
    opening = Opening("industry.enclave", "示例飞地", values, pairing_id=world.pairing.pk, opened_on=date(2022, 1, 5))
    enclave = open_activity(opening, by=giver).activity
    assert enclave is not None
    sign_agreement(enclave, giver, receiver)
    shares = to_shares([VillageRow(1, "甲村", 100), VillageRow(2, "乙村", 200)], place_id="p511132")
    clause = Clause("1", "fixed_return", date(2022, 1, 1), rate_ppm=100_000)
    terms = Terms((clause,), tuple(shares), {"capital": PPM}, date(2022, 1, 1))
    sheet, problems = keep_terms(enclave, terms, signed_on=date(2022, 1, 10), by=giver)
    assert sheet is not None, problems
    assert answer_terms(sheet, "confirms", reason="", by=receiver) == []
    capital = EntryDraft(
        kind="industry.enclave_capital", on_date=date(2022, 2, 1), amount=10_001_000, pairing_id=world.pairing.pk,
        from_party_id=world.seller.pk, to_party_id=world.bureau.pk, details={"enclave_no": enclave.number},
    )  # fmt: skip
    serials = record_entries([capital], office=world.receiver, user_id=1, spoken_side="receiver").serials
    sign_entries(list(serials), office=world.giver, side="giver", user_id=2)
    opened = open_run(
        enclave, from_day=date(2024, 1, 1), to_day=date(2024, 12, 31), by=giver, opened_on=date(2025, 1, 2)
    )
    run = opened.run
    assert run is not None, opened.problems
    line = run.lines.first()
    assert line is not None
    assert say_of_line(line, "checks", reason="", by=receiver) is None
    for by, code, given in ((receiver, "check", {}), (receiver, "confirm", {}), (giver, "", {}),
                            (giver, "pay_county", {"voucher_no": "示例"})):  # fmt: skip
        if code:
            moved = take_step(run.activity, Attempt(code, date(2025, 1, 6), by.side, given), by=by)
        else:
            moved = answer_proposal(run.activity, agrees="confirm", reason="", by=by)
        assert moved.done, moved.problems
    paid = pay_lines(run, office=world.receiver, by=receiver, paid_on=date(2025, 1, 8))
    again = pay_lines(run, office=world.receiver, by=receiver, paid_on=date(2025, 1, 9))
    amounts = sorted(Entry.objects.filter(kind="industry.enclave_payout").values_list("amount", flat=True))
    return {"paid": [paid[0], again[0]], "amounts": amounts, "total": run.total_fen, "refused": try_to_change()}


def try_to_change() -> list[str]:
    """Try to update and delete every table that is only added to; return what the database refused."""
    from django.db import DatabaseError, connection, transaction

    refused = []
    for table in TABLES:
        for statement in (f"UPDATE {table} SET office_id = 99", f"DELETE FROM {table}"):
            wanted = statement.replace("office_id", "amount_fen") if table == "payouts_line" else statement
            wanted = wanted.replace("office_id", "total_fen") if table == "payouts_run" else wanted
            try:
                with transaction.atomic(), connection.cursor() as cursor:
                    cursor.execute(wanted)
            except DatabaseError as fault:
                if "append-only" in str(fault):
                    refused.append(wanted.split()[0] + " " + table)
    return refused


if __name__ == "__main__":
    print(json.dumps(play()))
