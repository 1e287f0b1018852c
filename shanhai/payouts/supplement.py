"""What came late: periods already run whose capital or revenue changed since, and runs that pay the difference only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from shanhai.activities.models import Activity
from shanhai.activities.move import By
from shanhai.catalogue.words import Problem, Words
from shanhai.offices.may import Actor
from shanhai.payouts.may import visible_runs
from shanhai.payouts.models import PayoutRun
from shanhai.payouts.period import check_period
from shanhai.payouts.run import (
    PAID,
    Asked,
    Flow,
    Opened,
    agreed_flows,
    already_run,
    check_inputs,
    freeze,
    gather_inputs,
    runs_of_period,
)
from shanhai.payouts.terms import terms_in_force

ASKED_MOST = 60


def open_supplement(run: PayoutRun, *, by: By, due_on: date | None = None, opened_on: date | None = None) -> Opened:
    """Work out the period of a paid run anew and keep a run of what it comes to beyond the runs before.

    Its lines share the difference as the terms in force share a total, or by the list that corrected them. Problems: as
    `open_run`; a run of the period that is not paid yet, no difference, or more run before than is due now.
    """
    enclave = run.term_sheet.enclave
    sheet = terms_in_force(enclave, on=run.to_day)
    worked_on = opened_on or timezone.localdate()
    with transaction.atomic():
        Activity.objects.select_for_update().get(pk=enclave.pk)
        before = list(runs_of_period(enclave, run.from_day, run.to_day))
        problems = check_period(enclave, sheet, run.from_day, run.to_day, worked_on=worked_on) + _check_paid(before)
        if problems or sheet is None:
            return Opened(None, problems)
        inputs = gather_inputs(enclave, sheet, run.from_day, run.to_day) | already_run(before)
        shared_by = next((one.term_sheet for one in reversed(before) if one.moves_between), sheet)
        if shared_by != sheet:
            inputs["shared_by"] = [shared_by.pk, shared_by.version]
        asked = Asked(run.from_day, run.to_day, due_on=due_on, opened_on=opened_on)
        return freeze(sheet, asked, inputs, by=by, shared_by=shared_by)


def _check_paid(runs: list[PayoutRun]) -> list[Problem]:
    waiting = [run for run in runs if run.activity.standing.state not in PAID]
    if runs and not waiting:
        return []
    what = Words("{number} 还没有付到县公司。", "{number} is not paid to the county company yet.")
    right = Words(
        "没有付的不用补差：作废后按现在的账重算。",
        "What is not paid needs no supplement: withdraw it and work it out anew.",
    )
    number = "、".join(run.activity.number for run in waiting) or "—"
    return [Problem("payout.not_paid_yet", "blocks", what.fill(number=number), right)]


@dataclass(frozen=True, slots=True)
class Behind:
    """A run that the ledger has gone past: what changed since, and what would be right."""

    run: PayoutRun
    what: Words
    right: Words | None


def runs_behind(actor: Actor | None) -> list[Behind]:
    """Return the newest runs in the actor's hands whose capital or revenue changed since they were frozen.

    What was run too much waits for nobody: it is told on the run and recovered with the next period.
    """
    if actor is None or actor.read_only or actor.own_side not in ("giver", "receiver"):
        return []
    runs = visible_runs(actor).exclude(activity__standing__state="withdrawn")
    if actor.place_ids is not None:
        runs = runs.filter(**{f"activity__{actor.own_side}_place_id__in": actor.place_ids})
    found = []
    flows: dict[int, list[Flow]] = {}
    for run in runs.order_by("-to_day", "-pk")[:ASKED_MOST]:
        enclave = run.term_sheet.enclave
        if enclave.pk not in flows:
            flows[enclave.pk] = agreed_flows(enclave)
        for problem in check_inputs(run, flows=flows[enclave.pk]):
            if problem.code != "payout.overpaid":
                found.append(Behind(run, problem.what, problem.right))
    return found
