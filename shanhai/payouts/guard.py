"""What stands against an act on a pay-out beyond its own steps: a changed ledger, disputes, amounts, open lines."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from shanhai.activities.models import Activity
from shanhai.activities.standings import read_standing
from shanhai.catalogue.book import BOOK
from shanhai.catalogue.words import Problem, Words
from shanhai.payouts.county import PAYMENTS, arrived_by, check_payment, payable_fen
from shanhai.payouts.lines import disputed_lines, lines_to_pay, paid_entries
from shanhai.payouts.models import PayoutRun
from shanhai.payouts.run import check_inputs

# Steps by which somebody says that the worked-out sum is right, or passes it on to be paid.
STANDING_BY_THE_SUM = {"check", "confirm", "confirm_moves", "request", "pay_county"}
# Steps by which somebody says that the villages have no more to say: of the sum, then of the money.
STANDING_BY_THE_VILLAGES = {"confirm", "confirm_moves", "request", "pay_villages", "publish", "archive"}


def check_act(activity: Activity, act: str, step: str, values: Mapping[str, Any]) -> list[Problem]:
    """Return the Problems that keep a pay-out from this act (`move`, `propose`, `confirm` or `undo` of a step)."""
    run = (
        PayoutRun.objects.select_related("term_sheet__enclave", "activity__standing").filter(activity=activity).first()
    )
    if run is None:
        return []
    if act == "undo":
        return _check_undo(run, step)
    problems = check_inputs(run) if step in STANDING_BY_THE_SUM else []
    if step in PAYMENTS:
        problems += check_payment(run, read_standing(BOOK.activity(activity.kind), activity), values)
    if step in STANDING_BY_THE_VILLAGES:
        problems += _check_disputes(run)
    if step == "pay_villages":
        problems += _check_all_paid(run)
    return problems


def _check_disputes(run: PayoutRun) -> list[Problem]:
    disputed = disputed_lines(run)
    count = disputed.count()
    if not count:
        return []
    if paid_entries(run, list(disputed.values_list("party_id", flat=True))):
        what = Words("{n} 个村对付款有异议，还没有了结。", "{n} villages dispute their payment.").fill(n=count)
        right = Words(
            "请村里改为已收到；没有收到的，冲正后重付。",
            "Have them say that it has come, or reverse the payment and make it again.",
        )
        return [Problem("payout.disputed_lines", "blocks", what, right)]
    what = Words("{n} 个村对金额有异议，还没有了结。", "{n} villages dispute their amount.").fill(n=count)
    right = Words(
        "请村里改为核对无误，或提出争议后重算。", "Have them check it again, or dispute the run and work it out anew."
    )
    return [Problem("payout.disputed_lines", "blocks", what, right)]


def _check_all_paid(run: PayoutRun) -> list[Problem]:
    paid = paid_entries(run)
    open_lines = [line for line in lines_to_pay(run) if line.party_id not in paid]
    if not open_lines:
        return []
    what = Words("还有 {n} 个村没有付款条目。", "{n} villages have no entry of payment yet.").fill(n=len(open_lines))
    right = Words("先给这些村记付款，再走“付到村”。", "Record their payments first.")
    return [Problem("payout.lines_open", "blocks", what, right)]


def _check_undo(run: PayoutRun, step: str) -> list[Problem]:
    """A step is not undone over payments that would then lack it, or the money they were made of."""
    if step not in ("pay_villages", "confirm_moves", *PAYMENTS):
        return []
    paid = sum(abs(payment.amount_fen) for payment in paid_entries(run).values())
    steps = read_standing(BOOK.activity(run.activity.kind), run.activity).counted
    covered = 0 if step not in PAYMENTS else arrived_by(steps[:-1], payable_fen(run))
    if paid <= covered:
        return []
    what = Words("已经付到村，条目还在账本里。", "Villages are already paid; the entries stand in the ledger.")
    right = Words("先冲正付款条目，再撤回这一步。", "Reverse those entries first.")
    return [Problem("payout.already_paid", "blocks", what, right)]
