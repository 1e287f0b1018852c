"""A pay-out run: 5,000 villages, six clauses, five years, worked out and kept, beside bare inserts of the same lines.

Five yearly runs are opened as the page opens them: terms read, the ledger asked (it is empty, so the floor pays),
clauses applied, lines allocated by three ways of sharing, kept with their digest. The floor inserts as many ready rows
into the same table, with the same indexes, in one `executemany`. Best of three rounds.
"""

from __future__ import annotations

import gc
import random
import time
from datetime import date
from typing import Any

ROUNDS = 3
SEED = 20260101
YEARS = range(2020, 2025)
WAN = 1_000_000


def run(size: int) -> list[dict[str, Any]]:
    """Measure runs over `size` villages: pure arithmetic, and whole runs with everything they stand on."""
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    shares, clauses = _make_shares(size), _make_clauses()
    return [_measure_arithmetic(shares, clauses), _measure_runs(shares, clauses)]


def _make_clauses() -> tuple[Any, ...]:
    from shanhai.algorithms.payout import Clause

    first = date(2020, 1, 1)
    return (
        Clause("1", "fixed_return", first, date(2022, 12, 31), rate_ppm=100_000),
        Clause("2", "rent_share", date(2023, 1, 1), rate_ppm=800_000),
        Clause("3", "tax_return", first, ratios_ppm=(1_000_000, 1_000_000, 800_000, 500_000), first_year=2020),
        Clause("4", "dividend", first, rate_ppm=300_000),
        Clause("5", "floor", first, amount_fen=900 * WAN),
        Clause("6", "cap", first, amount_fen=5_000 * WAN, carries_shortfall=True),
    )


def _make_shares(size: int) -> list[Any]:
    from shanhai.algorithms.payout import PPM, Share, split_statistics

    chance = random.Random(SEED)
    listed = split_statistics(PPM, {f"{number:06}": chance.randrange(1, 100) for number in range(size)})
    return [
        Share(f"{number:06}", chance.randrange(10, 500) * WAN, chance.randrange(200, 4_000), listed[f"{number:06}"])
        for number in range(size)
    ]


METHODS = {"capital": 500_000, "population": 300_000, "list": 200_000}


def _measure_arithmetic(shares: list[Any], clauses: tuple[Any, ...]) -> dict[str, Any]:
    from shanhai.algorithms.payout import Arrival, Revenue, allocate, compute_pay_out

    arrivals = [Arrival(date(2020, 1, 1), 20_000 * WAN), Arrival(date(2021, 5, 6), 5_000 * WAN)]
    revenues = [
        Revenue(kind, date(year, month, 28), 100 * WAN)  # type: ignore[arg-type]
        for year in YEARS
        for month in range(1, 13)
        for kind in ("rent", "tax", "profit")
    ]
    taken, floors = [], []
    for _ in range(ROUNDS):
        gc.collect()
        start = time.perf_counter()
        carried = 0
        for year in YEARS:
            computed = compute_pay_out(
                clauses,
                from_day=date(year, 1, 1),
                to_day=date(year, 12, 31),
                arrivals=arrivals,
                revenues=revenues,
                carried_fen=carried,
            )
            carried = computed.carried_fen
            lines = allocate(computed.total_fen, shares, METHODS)  # type: ignore[arg-type]
            assert sum(line.amount_fen for line in lines) == computed.total_fen
        taken.append(time.perf_counter() - start)
        floors.append(_floor_arithmetic(shares))
    return _row("pay-outs worked out to the fen, 6 clauses, 5 years", len(shares), min(taken), min(floors))


def _floor_arithmetic(shares: list[Any]) -> float:
    """Three bare integer divisions a village and year: what no way of sharing can do without."""
    wholes = (sum(one.capital_fen for one in shares), sum(one.population for one in shares), 1_000_000)
    start = time.perf_counter()
    for _year in YEARS:
        total = 123_456_789_012
        for one in shares:
            _ = (
                total * one.capital_fen // wholes[0],
                total * one.population // wholes[1],
                total * one.listed_ppm // wholes[2],
            )
    return time.perf_counter() - start


def _measure_runs(shares: list[Any], clauses: tuple[Any, ...]) -> dict[str, Any]:
    from shanhai.activities.move import By
    from shanhai.payouts.models import PayoutLine
    from shanhai.payouts.run import open_run

    taken, floors = [], []
    for number in range(ROUNDS):
        enclave, by = _make_enclave(number, shares, clauses), By(1, "giver", 1)
        gc.collect()
        start = time.perf_counter()
        for year in YEARS:
            opened = open_run(enclave, from_day=date(year, 1, 1), to_day=date(year, 12, 31), by=by)
            assert opened.run is not None, opened.problems
        taken.append(time.perf_counter() - start)
        lines = PayoutLine.objects.filter(run__term_sheet__enclave=enclave)
        assert lines.count() == len(shares) * len(YEARS)
        floors.append(_floor_runs(enclave))
    return _row("pay-out runs opened and kept, 6 clauses, 5 years", len(shares), min(taken), min(floors))


def _make_enclave(number: int, shares: list[Any], clauses: tuple[Any, ...]) -> Any:
    from dataclasses import replace

    from shanhai.activities.move import By, Opening, open_activity
    from shanhai.payouts.terms import Terms, keep_terms
    from shanhai.payouts.words import answer_terms
    from shanhai.registry.models import Party, Place

    Place.objects.get_or_create(id="b1", defaults={"level": "county"})
    parties = Party.objects.bulk_create(
        [Party(name=f"示例村 {number}-{one.party}", kind="village", place_id="b1") for one in shares], batch_size=1000
    )
    named = tuple(replace(one, party=str(party.pk)) for one, party in zip(shares, parties, strict=True))
    values = {"enclave_type": "weak_village", "direction": "forward", "site": "示例"}
    opening = Opening(
        "industry.enclave", f"示例飞地 {number}", values, giver_place_id="b1", receiver_place_id="b1",
        opened_on=date(2020, 1, 1),
    )  # fmt: skip
    moved = open_activity(opening, by=By(1, "giver", 1))
    assert moved.activity is not None, moved.problems
    _sign_agreement(moved.activity)
    terms = Terms(clauses, named, METHODS, date(2020, 1, 1))
    sheet, problems = keep_terms(moved.activity, terms, signed_on=date(2020, 1, 1), by=By(1, "giver", 1))
    assert sheet is not None, problems[:3]
    assert not answer_terms(sheet, "confirms", reason="", by=By(1, "receiver", 2))
    return moved.activity


def _sign_agreement(enclave: Any) -> None:
    from shanhai.activities.machine import Attempt
    from shanhai.activities.move import By, answer_proposal, take_step

    values = {"company": "示例", "area_planned_mu": "60", "amount_planned_fen": 3_000 * WAN}
    attempt = Attempt("sign", date(2020, 1, 1), "giver", values)
    assert take_step(enclave, attempt, by=By(1, "giver", 1), document_ids={"agreement": 1}).done
    assert answer_proposal(enclave, agrees="confirm", reason="", by=By(1, "receiver", 2)).done


def _floor_runs(enclave: Any) -> float:
    """Insert the same lines, ready, into an empty copy of their table."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT sql FROM sqlite_master WHERE tbl_name = 'payouts_line' AND type IN ('table', 'index')")
        schema = [sql for (sql,) in cursor.fetchall() if sql]
        cursor.execute("SELECT * FROM payouts_line")
        rows = [tuple(row) for row in cursor.fetchall()][-len(YEARS) * _count_villages(enclave) :]
        for statement in schema:
            cursor.execute(statement.replace("payouts_line", "floor_line").replace("one_line_per_party", "one_floor"))
        start = time.perf_counter()
        cursor.execute("BEGIN")
        cursor.executemany(f"INSERT INTO floor_line VALUES ({', '.join(['%s'] * len(rows[0]))})", rows)
        cursor.execute("COMMIT")
        seconds = time.perf_counter() - start
        cursor.execute("DROP TABLE floor_line")
    return seconds


def _count_villages(enclave: Any) -> int:
    sheet = enclave.term_sheets.get()
    return len(sheet.shares)


def _row(name: str, size: int, seconds: float, floor: float) -> dict[str, Any]:
    return {"name": name, "size": size, "seconds": seconds, "floor_seconds": floor, "ratio": seconds / floor}
