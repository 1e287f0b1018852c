"""Wrong shares of an unchanged total: a run that moves money between villages, its lines adding up to nothing.

What was run stays as it was paid. The right list is a version of the terms that both sides confirmed; what each village
got of the period is taken off what that list gives it. Who got too much gives it back, who got too little is paid.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from django.db import transaction
from django.utils import timezone

from shanhai.activities.models import Activity
from shanhai.activities.move import By, open_activity
from shanhai.algorithms.payout import Line, allocate
from shanhai.catalogue.words import Problem, Words
from shanhai.payouts.models import CORRECTION, PayoutRun, TermSheet
from shanhai.payouts.period import check_period
from shanhai.payouts.run import (
    PAID,
    Asked,
    Opened,
    already_run,
    describe_run,
    freeze_lines,
    gather_inputs,
    runs_of_period,
    work_out,
)
from shanhai.payouts.terms import read_terms, terms_in_force

ANEW, SHARED = "shared_anew", "already_shared"


def move_shares(runs: Sequence[PayoutRun], sheet: TermSheet) -> list[Line]:
    """Return what each village is still to get (or, negative, to give back) of these runs by the list of a version.

    Each run's total is shared anew by itself, so that the same list moves not even a fen; villages whose share stays
    are left out. The lines add up to nothing.
    """
    terms = read_terms(sheet)
    anew: Counter[str] = Counter()
    shared: Counter[str] = Counter()
    for run in runs:
        for line in allocate(run.total_fen, terms.shares, terms.methods):  # type: ignore[arg-type]
            anew[line.party] += line.amount_fen
        for party, amount, recovered in run.lines.values_list("party_id", "amount_fen", "recovered_fen"):
            shared[str(party)] += amount + recovered
    return [
        Line(party, ((ANEW, anew[party]), (SHARED, -shared[party])), 0, anew[party] - shared[party])
        for party in sorted(anew | shared, key=int)
        if anew[party] != shared[party]
    ]


def lists_that_move(run: PayoutRun) -> list[tuple[TermSheet, int]]:
    """Return the later confirmed versions whose list shares the paid period otherwise, and how much moves by each."""
    of_period = list(runs_of_period(run.term_sheet.enclave, run.from_day, run.to_day))
    if any(one.activity.standing.state not in PAID for one in of_period):
        return []
    used = max((one.term_sheet.version for one in of_period), default=0)
    sheets = run.term_sheet.enclave.term_sheets.filter(
        words__word="confirms", from_day__lte=run.to_day, version__gt=used
    )
    found = []
    for sheet in sheets.order_by("-version").distinct()[:12]:
        moved = sum(line.amount_fen for line in move_shares(of_period, sheet) if line.amount_fen > 0)
        if moved:
            found.append((sheet, moved))
    return found


def open_correction(run: PayoutRun, sheet: TermSheet, *, reason: str, by: By, opened_on: date | None = None) -> Opened:
    """Keep a run that moves money between the villages of a paid period until all have what `sheet` gives them.

    Problems: no reason, a version that both sides have not confirmed, a run of the period that is not paid yet, a
    total that came out larger meanwhile, a list that shares the period as it was shared.
    """
    enclave = run.term_sheet.enclave
    worked_on = opened_on or timezone.localdate()
    with transaction.atomic():
        Activity.objects.select_for_update().get(pk=enclave.pk)
        before = list(runs_of_period(enclave, run.from_day, run.to_day))
        in_force = terms_in_force(enclave, on=run.to_day)
        problems = check_period(enclave, in_force, run.from_day, run.to_day, worked_on=worked_on)
        problems += _check_asked(before, sheet, enclave, reason)
        if problems or in_force is None:
            return Opened(None, problems)
        inputs = gather_inputs(enclave, in_force, run.from_day, run.to_day) | already_run(before)
        inputs["shared_by"] = [sheet.pk, sheet.version]
        asked = Asked(run.from_day, run.to_day, opened_on=opened_on)
        steps, carried_fen, problems = work_out(in_force, asked, inputs)
        lines = move_shares(before, sheet)
        problems = problems or _check_moves(sum(step.amount_fen for step in steps), lines)
        if problems:
            return Opened(None, problems)
        opening = describe_run(enclave, asked, 0, "村间更正")
        values = {**opening.values, "run_kind": CORRECTION, "reason": reason.strip()[:500]}
        opened = open_activity(replace(opening, values=values, opened_on=opened_on), by=by)
        if opened.activity is None:
            return Opened(None, opened.problems)
        return Opened(
            freeze_lines(opened.activity, sheet, asked, inputs, steps=(), carried_fen=carried_fen, lines=lines)
        )


def _check_asked(before: Sequence[PayoutRun], sheet: TermSheet, enclave: Activity, reason: str) -> list[Problem]:
    problems = []
    if not reason.strip():
        right = Words("写名单哪里错了。", "Say what was wrong with the list.")
        problems.append(
            Problem("missing_reason", "blocks", Words("要写明理由。", "It needs its reason."), right, field="reason")
        )
    if sheet.enclave_id != enclave.pk or not sheet.words.filter(word="confirms").exists():
        what = Words("第 {n} 版条款没有双方确认。", "Version {n} of the terms is not confirmed by both sides.")
        right = Words("先由对方确认新的名单。", "Have the other side confirm the new list first.")
        problems.append(
            Problem("payout.list_not_confirmed", "blocks", what.fill(n=sheet.version), right, field="sheet")
        )
    waiting = [run.activity.number for run in before if run.activity.standing.state not in PAID]
    if waiting or not before:
        what = Words("{number} 还没有付。", "{number} is not paid yet.").fill(number="、".join(waiting) or "—")
        right = Words("没有付的作废重算，不用更正。", "What is not paid is withdrawn and worked out anew instead.")
        problems.append(Problem("payout.not_paid_yet", "blocks", what, right))
    return problems


def _check_moves(difference_fen: int, lines: Sequence[Line]) -> list[Problem]:
    """A larger total comes first, by a supplement; one that came out smaller is recovered and hinders nothing here."""
    if difference_fen > 0:
        what = Words(
            "按现在的账，这一期还有差额没有补。", "By the ledger as it is, this period still lacks a supplement."
        )
        right = Words("先测算补差，再更正村间的分法。", "Work out the supplement first, then correct the shares.")
        return [Problem("payout.supplement_first", "blocks", what, right)]
    if not lines:
        what = Words("按这份名单重分，与已付的一分不差。", "Shared anew by this list it comes to what was paid.")
        return [Problem("payout.no_difference", "blocks", what, field="sheet")]
    return []
