"""What pages and the API tell of a run: whether it came early or late, and how statistics are split. Only reads."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from shanhai.activities.machine import Standing
from shanhai.activities.models import Activity
from shanhai.activities.money import sum_by_year
from shanhai.algorithms.payout import split_statistics
from shanhai.payouts.county import arrived_by, paid_on, payable_fen
from shanhai.payouts.models import PayoutRun
from shanhai.payouts.terms import newest_terms, read_terms

STATISTICS_KINDS = {"industry.output": "output", "industry.tax": "tax"}


@dataclass(frozen=True, slots=True)
class Timing:
    """When the money came against the agreed day: `early`, `on_time`, `late`, `open` or `overdue`; by how many days."""

    state: str
    due_on: date | None
    paid_on: date | None
    days: int = 0
    partial: bool = False


def tell_timing(run: PayoutRun, standing: Standing, *, today: date) -> Timing:
    """Tell whether a run was paid to the county company early, on time or late, and whether only in part.

    A run that moves money between villages waits for no payment of the other side: it is paid with its villages.
    """
    if run.moves_between:
        moved = next((step.on_date for step in reversed(standing.counted) if step.step == "pay_villages"), None)
        return Timing("open" if moved is None else "paid", None, moved)
    paid = paid_on(standing)
    named = standing.values.get("due_on")
    due = date.fromisoformat(str(named)) if named else None
    payable = payable_fen(run) if paid is not None else 0
    partial = arrived_by(standing.counted, payable) < payable
    if due is None:
        return Timing("open" if paid is None else "paid", None, paid, partial=partial)
    against = paid or today
    days = (against - due).days
    if paid is None:
        return Timing("overdue" if days > 0 else "open", due, None, abs(days), partial)
    return Timing("early" if days < 0 else "late" if days > 0 else "on_time", due, paid, abs(days), partial)


@dataclass(frozen=True, slots=True)
class StatisticsLine:
    """One measure of one year: what is counted in place, and what each side counts by the agreed ratio."""

    year: int
    measure: str
    in_place: int
    giver: int
    receiver: int


def split_of_statistics(enclave: Activity, *, on: date) -> list[StatisticsLine]:
    """Return the book of statistics of an enclave: for assessments only, never in any sum of money."""
    sheet = newest_terms(enclave, on=on)
    agreed = read_terms(sheet).statistics if sheet else {}
    lines = []
    for kind, measure in STATISTICS_KINDS.items():
        parts = agreed.get(measure)
        if not parts:
            continue
        for year, value in sum_by_year(kind, enclave.number, enclave.pairing_id):
            split = split_statistics(value, parts)
            lines.append(StatisticsLine(year, measure, value, split.get("giver", 0), split.get("receiver", 0)))
    return sorted(lines, key=lambda line: (-line.year, line.measure))
