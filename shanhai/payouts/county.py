"""What of a run has reached the county company: one payment or several, each of them a step. Writes nothing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import Sum

from shanhai.activities.machine import Standing, TakenStep
from shanhai.catalogue.controls import write_yuan
from shanhai.catalogue.words import Problem, Words
from shanhai.payouts.models import PayoutRun

PAYMENTS = ("pay_county", "pay_rest")


def payable_fen(run: PayoutRun) -> int:
    """What is to be paid of a run in all: its lines, without what is recovered."""
    return run.lines.aggregate(whole=Sum("amount_fen"))["whole"] or 0


def arrived_by(steps: tuple[TakenStep, ...], payable: int, on: date = date.max) -> int:
    """What these payments to the county company come to by a day; one without an amount pays all that is left."""
    arrived = 0
    for step in steps:
        if step.step in PAYMENTS and step.on_date <= on:
            named = step.values.get("amount_paid_fen")
            arrived += payable - arrived if named in (None, "") else int(named)
    return arrived


def paid_on(standing: Standing) -> date | None:
    """The day of the newest payment to the county company, None where there is none."""
    return next((step.on_date for step in reversed(standing.counted) if step.step in PAYMENTS), None)


def check_payment(run: PayoutRun, standing: Standing, values: Mapping[str, Any]) -> list[Problem]:
    """Return what is wrong with a further payment: nothing left to pay, or an amount of nothing or of too much."""
    due = payable_fen(run)
    left = due - arrived_by(standing.counted, due)
    named = values.get("amount_paid_fen")
    if named in (None, ""):
        if left > 0 or not due:
            return []
        what = Words("应付的 {a} 元已全部付到县公司。", "All of the {a} CNY due has reached the county company.")
        return [Problem("payout.paid_in_full", "blocks", what.fill(a=write_yuan(due)), field="amount_paid_fen")]
    if 0 < int(named) <= left:
        return []
    what = Words("实付金额 {a} 元不对：还应付 {left} 元。", "An amount of {a} CNY is wrong: {left} is still due.")
    right = Words(
        "写大于 0、不超过 {left} 元的数，或空着付清。", "Write more than 0 and no more than {left}, or leave it blank."
    )
    told = {"a": write_yuan(int(named)), "left": write_yuan(left)}
    field = "amount_paid_fen"
    return [Problem("payout.amount_paid", "blocks", what.fill(**told), right.fill(**told), told["a"], field=field)]
