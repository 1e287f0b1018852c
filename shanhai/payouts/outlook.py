"""Looks ahead: what the coming years would pay, and what that rests on. Nothing of it is ever recorded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from shanhai.activities.models import Activity
from shanhai.algorithms.payout import Arrival, Revenue, Step, compute_pay_out
from shanhai.payouts.models import PayoutRun, TermSheet
from shanhai.payouts.run import REVENUE_KINDS, gather_inputs
from shanhai.payouts.terms import newest_terms, read_terms, terms_in_force

# From its confirmation by both sides on, what a run left over is agreed between them.
CONFIRMED = ("confirmed", "requested", "paid_to_county", "moving", "paid_to_villages", "published", "archived")


@dataclass(frozen=True, slots=True)
class Basis:
    """What a forecast rests on: the terms, whether both sides confirmed them, and the newest run both confirmed."""

    sheet: TermSheet | None
    confirmed: bool
    last_run: PayoutRun | None

    @property
    def carried_fen(self) -> int:
        """What the newest confirmed run left over for the next period, in fen."""
        return self.last_run.carried_fen if self.last_run else 0


def find_basis(enclave: Activity) -> Basis:
    """Return the confirmed terms, else the newest signed ones, and the newest run that both sides confirmed."""
    today = timezone.localdate()
    in_force = terms_in_force(enclave, on=today)
    runs = PayoutRun.objects.filter(term_sheet__enclave=enclave, activity__standing__state__in=CONFIRMED)
    last_run = runs.select_related("activity").order_by("-to_day").first()
    return Basis(in_force or newest_terms(enclave, on=today), in_force is not None, last_run)


def forecast(enclave: Activity, *, years: int, revenue_fen: Mapping[str, int]) -> list[tuple[int, int, list[Step]]]:
    """Return year, total in fen and steps for the coming years, if capital stays and revenue is as assumed each year.

    `revenue_fen` gives the assumed yearly rent, tax and profit. The first year begins with what the newest confirmed
    run left over.
    """
    basis = find_basis(enclave)
    if basis.sheet is None:
        return []
    today = timezone.localdate()
    clauses = read_terms(basis.sheet).clauses
    inputs = gather_inputs(enclave, basis.sheet, date(today.year, 1, 1), today)
    arrivals = [Arrival(date.fromisoformat(day), amount) for _, day, amount in inputs["capital"]]
    carried, rows = basis.carried_fen, []
    for year in range(today.year + 1, today.year + 1 + years):
        computed = compute_pay_out(
            clauses,
            from_day=date(year, 1, 1),
            to_day=date(year, 12, 31),
            arrivals=arrivals,
            revenues=[Revenue(kind, date(year, 12, 31), amount) for kind, amount in revenue_fen.items()],  # type: ignore[arg-type]
            carried_fen=carried,
        )
        carried = computed.carried_fen
        rows.append((year, computed.total_fen, list(computed.steps)))
    return rows


def last_revenue(enclave: Activity) -> dict[str, int]:
    """Return the agreed rent, tax and profit of the last full calendar year, as a start for a forecast."""
    year = timezone.localdate().year - 1
    sheet = newest_terms(enclave, on=timezone.localdate())
    sums = dict.fromkeys(REVENUE_KINDS.values(), 0)
    if sheet is not None:
        inputs = gather_inputs(enclave, sheet, date(year, 1, 1), date(year, 12, 31))
        for _serial, kind, _day, amount in inputs["revenue"]:
            sums[kind] += amount
    return sums
