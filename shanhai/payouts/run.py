"""Pay-out runs: freeze the inputs, work out the lines, notice corrections. Pays nothing: see `lines.py`.

Only entries that both sides signed count as capital or revenue. A run is an activity, so its states, steps, clocks and
the other side's word are those of `cooperation/enclaves.py`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from shanhai.activities.models import Activity
from shanhai.activities.move import By, Opening, open_activity
from shanhai.algorithms.payout import PPM, Arrival, Computed, Line, Revenue, Step, allocate, compute_pay_out
from shanhai.catalogue.controls import write_yuan
from shanhai.catalogue.words import Problem, Words
from shanhai.ledger.models import Entry
from shanhai.ledger.standing import standing_of
from shanhai.payouts.models import PayoutLine, PayoutRun, TermSheet
from shanhai.payouts.period import check_period
from shanhai.payouts.terms import read_terms, terms_in_force
from shanhai.registry.models import Party

REVENUE_KINDS = {
    "industry.enclave_rent": "rent",
    "industry.enclave_tax": "tax",
    "industry.enclave_profit": "profit",
}
CAPITAL_KIND = "industry.enclave_capital"
# Once money has gone out, a run is no longer worked out anew: what came late is added by a supplement.
PAID = ("paid_to_county", "moving", "paid_to_villages", "published", "archived")


@dataclass(frozen=True, slots=True)
class Opened:
    """A run that was opened, or the Problems that kept it from being so."""

    run: PayoutRun | None
    problems: list[Problem] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of a run: its period, what villages give back (fen by party id in text), the days it names."""

    from_day: date
    to_day: date
    recoveries: Mapping[str, int] = field(default_factory=dict)
    due_on: date | None = None
    opened_on: date | None = None


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
    is worked out (today). Problems: as `check_period`, days that another run covers, capital given back that never
    came, a recovery larger than its line.
    """
    worked_on = opened_on or timezone.localdate()
    with transaction.atomic():
        # Two clerks who ask for the same days at once get one run and one Problem.
        Activity.objects.select_for_update().get(pk=enclave.pk)
        sheet = terms_in_force(enclave, on=to_day)
        problems = check_period(enclave, sheet, from_day, to_day, worked_on=worked_on)
        problems = problems or _check_covered(enclave, from_day, to_day)
        if problems or sheet is None:
            return Opened(None, problems)
        inputs = gather_inputs(enclave, sheet, from_day, to_day)
        asked = Asked(from_day, to_day, recoveries or {}, due_on, opened_on)
        return freeze(sheet, asked, inputs, by=by, shared_by=sheet)


def freeze(sheet: TermSheet, asked: Asked, inputs: dict[str, Any], *, by: By, shared_by: TermSheet) -> Opened:
    """Work out a period from frozen inputs and keep the run with its lines; what was already run is taken off.

    The clauses are those of `sheet`, the list of villages that of `shared_by`.
    """
    steps, carried_fen, problems = work_out(sheet, asked, inputs)
    total = sum(step.amount_fen for step in steps)
    problems = problems or _check_total(total, inputs)
    if problems:
        return Opened(None, problems)
    terms = read_terms(shared_by)
    lines = allocate(total, terms.shares, terms.methods, recoveries=asked.recoveries)  # type: ignore[arg-type]
    problems = _check_recoveries(lines, asked.recoveries)
    if problems:
        return Opened(None, problems)
    with transaction.atomic():
        opening = describe_run(sheet.enclave, asked, total, _say_supplement(len(inputs.get("already_run", ()))))
        opened = open_activity(replace(opening, opened_on=asked.opened_on), by=by)
        if opened.activity is None:
            return Opened(None, opened.problems)
        return Opened(
            freeze_lines(opened.activity, shared_by, asked, inputs, steps=steps, carried_fen=carried_fen, lines=lines)
        )


def work_out(sheet: TermSheet, asked: Asked, inputs: Mapping[str, Any]) -> tuple[list[Step], int, list[Problem]]:
    """Return the steps of a period less what was already run of it, what stands over, and what is wrong."""
    computed, problems = _compute(sheet, asked, inputs)
    steps = [*computed.steps]
    for number, amount in inputs.get("already_run", ()):
        steps.append(Step(number, "cap", amount, PPM, 0, -amount, "already_run"))
    return steps, computed.carried_fen, problems


def freeze_lines(
    activity: Activity,
    shared_by: TermSheet,
    asked: Asked,
    inputs: Mapping[str, Any],
    *,
    steps: Sequence[Step],
    carried_fen: int,
    lines: Sequence[Line],
) -> PayoutRun:
    """Keep a run under its activity: what it stood on, how it came to its total, and what each village gets."""
    with transaction.atomic():
        run = PayoutRun.objects.create(
            activity=activity,
            term_sheet=shared_by,
            from_day=asked.from_day,
            to_day=asked.to_day,
            inputs=inputs,
            inputs_sha256=_digest(inputs),
            steps=[asdict(step) for step in steps],
            total_fen=sum(step.amount_fen for step in steps),
            carried_fen=carried_fen,
        )
        _keep_lines(run, lines)
    return run


def _compute(sheet: TermSheet, asked: Asked, inputs: Mapping[str, Any]) -> tuple[Computed, list[Problem]]:
    arrivals = [Arrival(date.fromisoformat(day), amount) for _, day, amount in inputs["capital"]]
    computed = compute_pay_out(
        read_terms(sheet).clauses,
        from_day=asked.from_day,
        to_day=asked.to_day,
        arrivals=arrivals,
        revenues=[Revenue(kind, date.fromisoformat(day), amount) for _, kind, day, amount in inputs["revenue"]],
        carried_fen=inputs["carried_fen"],
    )
    return computed, _check_capital(arrivals)


def _check_capital(arrivals: Sequence[Arrival]) -> list[Problem]:
    """No more capital can have gone back by any day than had come in by then."""
    held = 0
    for one in sorted(arrivals, key=lambda arrival: (arrival.day, -arrival.amount_fen)):
        held += one.amount_fen
        if held < 0:
            what = Words(
                "到 {day} 退回的资本金比到位的多 {a} 元。", "By {day}, {a} CNY more went back than had come in."
            )
            right = Words("核对资本金条目的金额和日期。", "Check the amounts and days of the entries of capital.")
            return [Problem("payout.capital_negative", "blocks", what.fill(day=one.day, a=write_yuan(-held)), right)]
    return []


def _check_total(total: int, inputs: Mapping[str, Any]) -> list[Problem]:
    if total >= 0 and not inputs.get("already_run"):
        return []
    if total > 0:
        return []
    if not inputs.get("already_run"):
        what = Words("算出的合计是负数，不能兑付。", "The sum comes out negative; nothing can be paid.")
        right = Words("核对资本金和收入；多付的用“追回”扣。", "Check capital and revenue; recover what was overpaid.")
        return [Problem("payout.negative", "blocks", what, right)]
    if total == 0:
        what = Words(
            "按现在的账重算，与已测算的一分不差，没有差额。",
            "Worked out anew it comes to the same; nothing is to be added.",
        )
        return [Problem("payout.no_difference", "blocks", what)]
    what = Words("按现在的账重算，已测算的多了 {a} 元。", "Worked out anew, {a} CNY too much was run.")
    right = Words(
        "补差只补不扣；多付的在下一期用“追回”扣。", "A supplement only adds; recover it with the next period."
    )
    return [Problem("payout.overpaid", "blocks", what.fill(a=write_yuan(-total)), right)]


def _check_recoveries(lines: Sequence[Line], recoveries: Mapping[str, int]) -> list[Problem]:
    """A recovery takes at most what its village gets in this run; the rest is for a later one."""
    most = {line.party: line.recovered_fen + line.amount_fen for line in lines} if recoveries else {}
    wrong = {party: fen for party, fen in recoveries.items() if fen > most.get(party, 0)}
    names = {
        str(pk): name for pk, name in Party.objects.filter(pk__in=[int(one) for one in wrong]).values_list("pk", "name")
    }
    problems = []
    for party, fen in sorted(wrong.items(), key=lambda row: int(row[0])):
        name = names.get(party, party)
        what = Words(
            "{name}要追回 {a} 元，本次只应得 {most} 元。", "{name}: {a} CNY to recover, but this run gives it {most}."
        )
        right = Words(
            "最多写 {most} 元，余下的留到下一期追回。",
            "Write {most} at most; the rest is recovered with the next period.",
        )
        if party not in most:
            what = Words(
                "{name}不在这一期的名单里，追不回 {a} 元。",
                "{name} is not in the list of this period; {a} CNY cannot be recovered.",
            )
            right = Words("只追回双方确认的名单里的村。", "Recover from villages of the confirmed list only.")
        values = {"name": name, "a": write_yuan(fen), "most": write_yuan(most.get(party, 0))}
        problems.append(
            Problem("recovery.too_much", "blocks", what.fill(**values), right.fill(**values), name, field="recoveries")
        )
    return problems


def _say_supplement(before: int) -> str:
    return "" if not before else f"补差{before if before > 1 else ''}"


def describe_run(enclave: Activity, asked: Asked, total_fen: int, suffix: str) -> Opening:
    """Return how the activity of a run of a period is opened; its title ends with `suffix`."""
    from_day, to_day, due_on = asked.from_day, asked.to_day, asked.due_on
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
        f"{enclave.title}{period}{suffix}",
        values | ({"due_on": str(due_on)} if due_on else {}),
        pairing_id=enclave.pairing_id,
        giver_place_id=enclave.giver_place_id,
        receiver_place_id=enclave.receiver_place_id,
        is_example=enclave.is_example,
    )


def _check_covered(enclave: Activity, from_day: date, to_day: date) -> list[Problem]:
    runs = PayoutRun.objects.filter(term_sheet__enclave=enclave, from_day__lte=to_day, to_day__gte=from_day)
    run = runs.exclude(activity__standing__state="withdrawn").select_related("activity").order_by("-pk").first()
    if run is None:
        return []
    what = Words("{number} 已经测算到 {day}。", "{number} already covers up to {day}.")
    right = Words(
        "换一段收益期；先作废那一次；已经付了的，在它的页上测算补差。",
        "Choose another period, or withdraw that one first; what is paid already is supplemented on its page.",
    )
    what = what.fill(number=run.activity.number, day=run.to_day)
    return [Problem("payout.covered", "blocks", what, right, field="period_from")]


@dataclass(frozen=True, slots=True)
class Flow:
    """An entry of capital or revenue that both sides signed and nobody reversed."""

    serial: int
    kind: str
    on_date: date
    amount_fen: int


def agreed_flows(enclave: Activity) -> list[Flow]:
    """Return the agreed capital and revenue of an enclave in the order of the ledger."""
    entries = Entry.objects.filter(
        subject=enclave.number, kind__in=[CAPITAL_KIND, *REVENUE_KINDS], reverses_serial__isnull=True
    )
    flows = [Flow(*row) for row in entries.order_by("serial").values_list("serial", "kind", "on_date", "amount")]
    standings = standing_of([flow.serial for flow in flows])
    return [flow for flow in flows if standings[flow.serial].state == "agreed"]


def gather_inputs(
    enclave: Activity, sheet: TermSheet, from_day: date, to_day: date, *, flows: Sequence[Flow] | None = None
) -> dict[str, Any]:
    """All a run stands on, as plain values in a fixed order, so that their digest can be compared later.

    `flows` are those of `agreed_flows` where somebody who asks of many runs has them already.
    """
    agreed = [flow for flow in (agreed_flows(enclave) if flows is None else flows) if flow.on_date <= to_day]
    return {
        "term_sheet": [sheet.pk, sheet.version],
        "capital": [[flow.serial, str(flow.on_date), flow.amount_fen] for flow in agreed if flow.kind == CAPITAL_KIND],
        "revenue": [
            [flow.serial, REVENUE_KINDS[flow.kind], str(flow.on_date), flow.amount_fen]
            for flow in agreed
            if flow.kind in REVENUE_KINDS and flow.on_date >= from_day
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
    return runs.exclude(activity__standing__state="withdrawn").order_by("-to_day", "-pk").first()


def runs_of_period(enclave: Activity, from_day: date, to_day: date) -> QuerySet[PayoutRun]:
    """The runs of exactly this period that were not withdrawn, the first one and its supplements, in their order."""
    runs = PayoutRun.objects.filter(term_sheet__enclave=enclave, from_day=from_day, to_day=to_day)
    return runs.exclude(activity__standing__state="withdrawn").select_related("activity__standing").order_by("pk")


def _digest(inputs: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(inputs, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def _keep_lines(run: PayoutRun, lines: Sequence[Line]) -> None:
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


def check_inputs(run: PayoutRun, *, flows: Sequence[Flow] | None = None) -> list[Problem]:
    """Return a Problem where capital or revenue was corrected, or came late, since the run froze them.

    Nobody confirms a sum that no longer follows from the ledger: the run is withdrawn and worked out anew, or, where it
    is paid already, supplemented. The newest run of a period answers for the period; earlier ones are not asked.
    `flows` as in `gather_inputs`.
    """
    enclave = run.term_sheet.enclave
    of_period = list(runs_of_period(enclave, run.from_day, run.to_day))
    if any(one.pk > run.pk for one in of_period):
        return []
    sheet = terms_in_force(enclave, on=run.to_day) or run.term_sheet
    now = gather_inputs(enclave, sheet, run.from_day, run.to_day, flows=flows) | already_run(
        [one for one in of_period if one.pk < run.pk]
    )
    now |= {code: value for code, value in run.inputs.items() if code == "shared_by"}
    if _digest(now) == run.inputs_sha256:
        return []
    code = "payout.inputs_changed"
    right = Words("作废本次测算，按现在的账重算。", "Withdraw this run and work it out anew from the ledger as it is.")
    if run.activity.standing.state in ("confirmed", "requested"):
        right = Words("先提出争议，再作废重算。", "Dispute this run first, then withdraw it and work it out anew.")
    if run.activity.standing.state in PAID:
        anew, _ = _compute(sheet, Asked(run.from_day, run.to_day), now)
        difference = anew.total_fen - sum(one.total_fen for one in of_period)
        if not difference:
            return []
        right = Words("测算补差，只付差额 {a} 元。", "Work out a supplement: it pays the difference of {a} CNY only.")
        if difference < 0:
            code = "payout.overpaid"
            right = Words(
                "多测算了 {a} 元，在下一期用“追回”扣。", "{a} CNY too much was run; recover it with the next period."
            )
        right = right.fill(a=write_yuan(abs(difference)))
    if sheet.pk != run.inputs["term_sheet"][0]:
        what = Words("测算之后，条款换成了第 {n} 版。", "The terms were replaced by version {n} since.")
        return [Problem(code, "blocks", what.fill(n=sheet.version), right)]
    changed = _find_changed(run.inputs, now)
    if not changed:
        what = Words("测算之后，上期结转或已测算的数有改动。", "What was left over or already run changed since.")
        return [Problem(code, "blocks", what, right)]
    known = dict(Entry.objects.filter(serial__in=changed[:20]).values_list("serial", "known_on"))
    serials = "、".join(f"E-{day.year}-{serial:06d}" for serial, day in sorted(known.items()))
    what = Words(
        "测算之后，所依据的条目有改动：{serials}。", "Entries it stands on changed since it was worked out: {serials}."
    ).fill(serials=serials)
    return [Problem(code, "blocks", what, right)]


def already_run(runs: Sequence[PayoutRun]) -> dict[str, Any]:
    """What these runs of a period came to, as a supplement freezes it; nothing where there are none."""
    return {"already_run": [[run.activity.number, run.total_fen] for run in runs]} if runs else {}


def _find_changed(before: Mapping[str, Any], now: Mapping[str, Any]) -> list[int]:
    """The serials of capital and revenue that came, went or changed."""
    had, has = ({tuple(one) for one in (*inputs["capital"], *inputs["revenue"])} for inputs in (before, now))
    return sorted({one[0] for one in had ^ has})
