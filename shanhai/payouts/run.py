"""Pay-out runs: freeze the inputs, work out the lines, notice corrections. Pays nothing: see `lines.py`.

Only entries that both sides signed count as capital or revenue. A run is an activity, so its states, steps, clocks and
the other side's word are those of `cooperation/enclaves.py`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from typing import Any

from django.db import transaction

from shanhai.activities.models import Activity
from shanhai.activities.move import By, Opening, open_activity
from shanhai.algorithms.payout import Arrival, Revenue, allocate, check_clauses, compute_pay_out
from shanhai.catalogue.words import Problem, Words
from shanhai.ledger.models import Entry
from shanhai.ledger.standing import standing_of
from shanhai.payouts.models import PayoutLine, PayoutRun, TermSheet
from shanhai.payouts.terms import newest_terms, read_terms, terms_in_force, to_problem

REVENUE_KINDS = {
    "industry.enclave_rent": "rent",
    "industry.enclave_tax": "tax",
    "industry.enclave_profit": "profit",
}
CAPITAL_KIND = "industry.enclave_capital"


@dataclass(frozen=True, slots=True)
class Opened:
    """A run that was opened, or the Problems that kept it from being so."""

    run: PayoutRun | None
    problems: list[Problem] = field(default_factory=list)


def open_run(
    enclave: Activity,
    *,
    from_day: date,
    to_day: date,
    by: By,
    recoveries: Mapping[str, int] | None = None,
    due_on: date | None = None,
    opened_on: date | None = None,
) -> Opened:
    """Freeze terms, capital and agreed revenue of a period and work out every line, exact to the fen.

    `recoveries` names, by party id in text, what a village was overpaid and gives back now; `opened_on` is the day it
    is worked out (today). Problems: no terms that both sides confirmed, days the clauses do not cover, a period that
    another run already covers.
    """
    sheet = terms_in_force(enclave, on=to_day)
    problems = _check_period(enclave, sheet, from_day, to_day)
    if problems or sheet is None:
        return Opened(None, problems)
    inputs = gather_inputs(enclave, sheet, from_day, to_day)
    computed = compute_pay_out(
        read_terms(sheet).clauses,
        from_day=from_day,
        to_day=to_day,
        arrivals=[Arrival(date.fromisoformat(day), amount) for _, day, amount in inputs["capital"]],
        revenues=[Revenue(kind, date.fromisoformat(day), amount) for _, kind, day, amount in inputs["revenue"]],
        carried_fen=inputs["carried_fen"],
    )
    if computed.total_fen < 0:
        what = Words("算出的合计是负数，不能兑付。", "The sum comes out negative; nothing can be paid.")
        right = Words("核对资本金和收入；多付的用“追回”扣。", "Check capital and revenue; recover what was overpaid.")
        return Opened(None, [Problem("payout.negative", "blocks", what, right)])
    with transaction.atomic():
        opening = _opening(enclave, from_day, to_day, computed.total_fen, due_on=due_on)
        opened = open_activity(replace(opening, opened_on=opened_on), by=by)
        if opened.activity is None:
            return Opened(None, opened.problems)
        run = PayoutRun.objects.create(
            activity=opened.activity,
            term_sheet=sheet,
            from_day=from_day,
            to_day=to_day,
            inputs=inputs,
            inputs_sha256=_digest(inputs),
            steps=[asdict(step) for step in computed.steps],
            total_fen=computed.total_fen,
            carried_fen=computed.carried_fen,
        )
        _keep_lines(run, sheet, recoveries or {})
    return Opened(run)


def _opening(enclave: Activity, from_day: date, to_day: date, total_fen: int, *, due_on: date | None) -> Opening:
    values: dict[str, Any] = {
        "enclave_no": enclave.number,
        "period_from": str(from_day),
        "period_to": str(to_day),
        "total_fen": total_fen,
    }
    whole_year = (from_day, to_day) == (date(to_day.year, 1, 1), date(to_day.year, 12, 31))
    period = f"{to_day.year}年度收益" if whole_year else f"{from_day.isoformat()}至{to_day.isoformat()}收益"
    return Opening(
        "industry.payout",
        f"{enclave.title}{period}",
        values | ({"due_on": str(due_on)} if due_on else {}),
        pairing_id=enclave.pairing_id,
        giver_place_id=enclave.giver_place_id,
        receiver_place_id=enclave.receiver_place_id,
        is_example=enclave.is_example,
    )


def _check_period(enclave: Activity, sheet: TermSheet | None, from_day: date, to_day: date) -> list[Problem]:
    if sheet is None:
        return [_tell_no_terms(enclave, to_day)]
    if from_day > to_day:
        what = Words("收益期止于 {to}，早于起始 {start}。", "The period ends on {to}, before it begins on {start}.")
        return [Problem("payout.period", "blocks", what.fill(to=to_day, start=from_day), field="period_to")]
    for run in PayoutRun.objects.filter(
        term_sheet__enclave=enclave, from_day__lte=to_day, to_day__gte=from_day
    ).select_related("activity__standing"):
        if run.activity.standing.state != "withdrawn":
            what = Words("{number} 已经测算到 {day}。", "{number} already covers up to {day}.")
            right = Words("换一段收益期，或先作废那一次。", "Choose another period, or withdraw that one first.")
            what = what.fill(number=run.activity.number, day=run.to_day)
            return [Problem("payout.covered", "blocks", what, right, field="period_from")]
    faults = check_clauses(read_terms(sheet).clauses, from_day=from_day, to_day=to_day)
    return [to_problem(fault, {}, {}) for fault in faults if fault.code == "gap"]


def _tell_no_terms(enclave: Activity, to_day: date) -> Problem:
    """Say whether no terms are kept at all, or only one side has kept them."""
    kept = newest_terms(enclave, on=to_day)
    if kept is None:
        what = Words("到 {day} 这块飞地还没有签过条款。", "No terms of this enclave are signed by {day}.")
        right = Words("先存签好的条款。", "Keep the signed terms first.")
        return Problem("payout.no_terms", "blocks", what.fill(day=to_day), right)
    what = Words("条款第 {n} 版只有一方存了，对方还没有确认。", "Only one side has kept the terms, version {n}.")
    right = Words("请对方确认这一版再测算。", "Have the other side confirm that version first.")
    return Problem("payout.terms_not_confirmed", "blocks", what.fill(n=kept.version), right)


def gather_inputs(enclave: Activity, sheet: TermSheet, from_day: date, to_day: date) -> dict[str, Any]:
    """All a run stands on, as plain values in a fixed order, so that their digest can be compared later."""
    kinds = [CAPITAL_KIND, *REVENUE_KINDS]
    entries = list(
        Entry.objects.filter(subject=enclave.number, kind__in=kinds, on_date__lte=to_day, reverses_serial__isnull=True)
        .order_by("serial")
        .values_list("serial", "kind", "on_date", "amount")
    )
    standings = standing_of([serial for serial, *_ in entries])
    agreed = [entry for entry in entries if standings[entry[0]].state == "agreed"]
    return {
        "term_sheet": [sheet.pk, sheet.version],
        "capital": [[serial, str(day), amount] for serial, kind, day, amount in agreed if kind == CAPITAL_KIND],
        "revenue": [
            [serial, REVENUE_KINDS[kind], str(day), amount]
            for serial, kind, day, amount in agreed
            if kind in REVENUE_KINDS and day >= from_day
        ],
        "carried_fen": _carried_into(enclave, from_day),
    }


def _carried_into(enclave: Activity, from_day: date) -> int:
    """What the newest run before the period left over; withdrawn runs do not count."""
    before = earlier_run(enclave, from_day)
    return before.carried_fen if before else 0


def earlier_run(enclave: Activity, from_day: date) -> PayoutRun | None:
    """The newest run of an enclave that ends before a day and was not withdrawn."""
    runs = PayoutRun.objects.filter(term_sheet__enclave=enclave, to_day__lt=from_day)
    return runs.exclude(activity__standing__state="withdrawn").order_by("-to_day").first()


def _digest(inputs: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(inputs, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def _keep_lines(run: PayoutRun, sheet: TermSheet, recoveries: Mapping[str, int]) -> None:
    terms = read_terms(sheet)
    lines = allocate(run.total_fen, terms.shares, terms.methods, recoveries=recoveries)  # type: ignore[arg-type]
    PayoutLine.objects.bulk_create(
        (
            PayoutLine(
                run=run,
                party_id=int(line.party),
                parts=dict(line.parts),
                recovered_fen=line.recovered_fen,
                amount_fen=line.amount_fen,
            )
            for line in lines
        ),
        batch_size=1000,
    )


def check_inputs(run: PayoutRun) -> list[Problem]:
    """Return a Problem where capital or revenue was corrected since the run froze them.

    Nobody confirms a sum that no longer follows from the ledger: the run is withdrawn and worked out anew.
    """
    sheet = terms_in_force(run.term_sheet.enclave, on=run.to_day) or run.term_sheet
    now = gather_inputs(run.term_sheet.enclave, sheet, run.from_day, run.to_day)
    if _digest(now) == run.inputs_sha256:
        return []
    right = Words("作废本次测算，按现在的账重算。", "Withdraw this run and work it out anew from the ledger as it is.")
    if sheet.pk != run.term_sheet_id:
        what = Words("测算之后，条款换成了第 {n} 版。", "The terms were replaced by version {n} since.").fill(
            n=sheet.version
        )
        return [Problem("payout.inputs_changed", "blocks", what, right)]
    before = {tuple(one) for one in (*run.inputs["capital"], *run.inputs["revenue"])}
    after = {tuple(one) for one in (*now["capital"], *now["revenue"])}
    changed = sorted({one[0] for one in before ^ after})
    known = dict(Entry.objects.filter(serial__in=changed[:20]).values_list("serial", "known_on"))
    serials = "、".join(f"E-{day.year}-{serial:06d}" for serial, day in sorted(known.items()))
    what = Words(
        "测算之后，所依据的条目有改动：{serials}。", "Entries it stands on changed since it was worked out: {serials}."
    ).fill(serials=serials or "—")
    return [Problem("payout.inputs_changed", "blocks", what, right)]
