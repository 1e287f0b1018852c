"""Pay-outs: the list of runs, and one run with every village's line, its checks, payments and words."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Count, Q, QuerySet, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from shanhai.activities.may import may_step, side_on, visible_activities
from shanhai.activities.standings import read_standing
from shanhai.catalogue.book import BOOK
from shanhai.catalogue.words import Problem, Words
from shanhai.offices.audit import note_read, note_write
from shanhai.offices.may import Actor, require_reader
from shanhai.payouts.correction import lists_that_move, open_correction
from shanhai.payouts.county import arrived_by, payable_fen
from shanhai.payouts.lines import count_words, lines_to_pay, paid_entries, pay_lines, return_payment, say_of_line
from shanhai.payouts.may import may_speak_for, party_of, require_visible_run, visible_lines, visible_runs
from shanhai.payouts.models import PayoutLine, PayoutRun
from shanhai.payouts.run import check_inputs, earlier_run, runs_of_period
from shanhai.payouts.supplement import open_supplement
from shanhai.payouts.telling import tell_timing
from shanhai.payouts.words import tell_standing
from shanhai.registry.models import Party
from shanhai.web.forms import read_day, read_day_if_written
from shanhai.web.lists import number_in, page_of, send_workbook, sort_rows, text_of, year_of
from shanhai.web.pages.activity import by_of, page_values
from shanhai.web.payout_page import INPUT_WORDS, LINE_STATES, TIMING, derive, frozen_inputs, line_rows, lines_of
from shanhai.web.templatetags.words import say, word

KIND = "industry.payout"
LINES_PER_PAGE = 200
PAYABLE = {"paid_to_county", "moving", "paid_to_villages", "published"}
MAY_BE_PAID = PAYABLE | {"archived"}
SORTS = {
    "title": "activity__title",
    "period": "to_day",
    "total": "total_fen",
    "state": "activity__standing__state",
    "due": "activity__standing__due_on",
}


@require_GET
def payouts(request: HttpRequest) -> HttpResponse:
    """Show or export the runs in the actor's sight, and the enclaves that may be shared next."""
    actor = require_reader(request)
    runs = visible_runs(actor)
    text, state, year = text_of(request), request.GET.get("state", ""), year_of(request)
    kind = BOOK.activity(KIND)
    if text:
        runs = runs.filter(Q(activity__title__icontains=text) | Q(activity__number__icontains=text))
    if any(one.code == state for one in kind.states):
        runs = runs.filter(activity__standing__state=state)
    if year:
        runs = runs.filter(to_day__year=year)
    runs, sort = sort_rows(request, runs, by=SORTS, default="-period")
    party = party_of(actor)
    if request.GET.get("export"):
        return _export_runs(request, runs[:5000])
    page = page_of(request, runs)
    enclaves = visible_activities(actor).filter(kind="industry.enclave").annotate(sheets=Count("term_sheets"))
    own = (
        dict(PayoutLine.objects.filter(party_id=party, run__in=list(page)).values_list("run_id", "amount_fen"))
        if party
        else {}
    )
    values = {
        "page": page,
        "rows": [_tell_run(run, own.get(run.pk)) for run in page],
        "kind": kind,
        "sort": sort,
        "text": text,
        "state": state,
        "year": year or "",
        "enclaves": enclaves.order_by("-number")[:100],
        "village": Party.objects.filter(pk=party).first() if party else None,
    }
    return render(request, "web/payouts.html", values)


def _tell_run(run: PayoutRun, own_fen: int | None) -> tuple[PayoutRun, Words, Words, str, int | None]:
    standing = read_standing(BOOK.activity(KIND), run.activity)
    timing = tell_timing(run, standing, today=timezone.localdate())
    said = TIMING[timing.state].fill(n=timing.days)
    return run, BOOK.activity(KIND).state(standing.state).title, said, timing.state, own_fen


def _export_runs(request: HttpRequest, runs: Any) -> HttpResponse:
    columns = [
        say("编号", "Number"), say("名称", "Title"), say("收益期起", "From"), say("收益期止", "To"),
        say("应付合计（元）", "Payable (CNY)"), say("状态", "State"), say("按期", "Timing"), say("村数", "Villages"),
    ]  # fmt: skip
    cells = []
    for run, state, timing, _code, _own in (_tell_run(run, None) for run in runs):
        cells.append(
            [run.activity.number, run.activity.title, run.from_day, run.to_day, Decimal(run.total_fen).scaleb(-2),
             word(state), word(timing), run.lines.count()]
        )  # fmt: skip
    note_read(request, "ledger.export", "payouts", rows=len(cells))
    title = say("兑付", "Pay-outs")
    return send_workbook(title, columns, cells, file_name=f"{title}-{timezone.localdate().isoformat()}.xlsx")


@require_GET
def payout(request: HttpRequest, number: str) -> HttpResponse:
    """Show one run, or export its lines as a payment file or a public notice."""
    actor = require_reader(request)
    if request.GET.get("export"):
        return _export_lines(request, actor, require_visible_run(actor, number))
    return show_payout(request, actor, number)


def show_payout(
    request: HttpRequest, actor: Actor, number: str, *, problems: list[Problem] | None = None
) -> HttpResponse:
    """Show a run with what just kept something from being done."""
    run = require_visible_run(actor, number)
    lines = lines_of(run, actor)
    wanted = request.GET.get("lines", "")
    plain = visible_lines(actor, run)
    sums = plain.aggregate(lines=Count("pk"), whole=Sum("amount_fen"), recovered=Sum("recovered_fen"))
    counts = count_words(plain, sums["lines"])
    shown = {"open": lines.filter(word=None), "disputes": lines.filter(word="disputes")}.get(wanted, lines)
    page = page_of(request, shown, per_page=LINES_PER_PAGE)
    standing = read_standing(BOOK.activity(KIND), run.activity)
    timing = tell_timing(run, standing, today=timezone.localdate())
    paying = standing.state in MAY_BE_PAID
    paid = paid_entries(run) if paying else {}
    before = earlier_run(run.term_sheet.enclave, run.from_day)
    before_fen = sum(one.total_fen for one in _period_of(before)) if before else 0
    rows = line_rows(run, list(page))
    payable = payable_fen(run)
    arrived = arrived_by(standing.counted, payable)
    of_period = _period_of(run)
    changed = check_inputs(run) if standing.state != "withdrawn" else []
    may_supplement = standing.state in MAY_BE_PAID and any(one.code == "payout.inputs_changed" for one in changed)
    values = page_values(actor, run.activity, problems) | {
        "run": run,
        "enclave": run.term_sheet.enclave,
        "derived": derive(run),
        "rows": [(row, may_speak_for(actor, row.line)) for row in rows],
        "page": page,
        "line_count": sums["lines"],
        "counts": counts,
        "wanted": wanted,
        "whole": sums["whole"] or 0,
        "recovered": sums["recovered"] or 0,
        "before": before,
        "before_fen": before_fen,
        "more": sum(one.total_fen for one in of_period) - before_fen if before else None,
        "of_period": [one for one in of_period if one.pk != run.pk],
        "one_sided": tell_standing(run.term_sheet).state != "confirmed",
        "timing": timing,
        "arrived_fen": arrived,
        "left_fen": payable - arrived,
        "timing_words": TIMING[timing.state].fill(n=timing.days),
        "changed": changed,
        "may_supplement": may_supplement and may_step(actor, run.term_sheet.enclave),
        "inputs": [(INPUT_WORDS[kind], day, amount, serial) for kind, day, amount, serial in frozen_inputs(run)],
        "village": party_of(actor) is not None,
        "may_pay": _may_pay(actor, run) and standing.state in PAYABLE,
        "unpaid": lines_to_pay(run).count() - len(paid),
        "lists": lists_that_move(run) if _may_correct(actor, run) and of_period[-1:] == [run] else [],
        "paid_fen": sum(one.amount_fen for one in paid.values()),
        "paid_count": len(paid),
    }
    values |= _tell_moves(plain) if run.moves_between else {}
    if standing.state == "paid_to_county" and not timing.partial:
        values |= _without_rest(values)
    return render(request, "web/payout.html", values, status=422 if problems else 200)


def _period_of(run: PayoutRun) -> list[PayoutRun]:
    """The runs of the same period that were not withdrawn, in their order."""
    return list(runs_of_period(run.term_sheet.enclave, run.from_day, run.to_day))


def _may_correct(actor: Actor, run: PayoutRun) -> bool:
    return run.activity.standing.state in MAY_BE_PAID and may_step(actor, run.term_sheet.enclave)


def _tell_moves(lines: QuerySet[PayoutLine]) -> dict[str, Any]:
    """What a correction moves: from how many villages, to how many, and how much of it the reader may see."""
    moved = lines.aggregate(
        givers=Count("pk", filter=Q(amount_fen__lt=0)),
        takers=Count("pk", filter=Q(amount_fen__gt=0)),
        back=Sum("amount_fen", filter=Q(amount_fen__lt=0)),
    )
    return {"moves": {**moved, "fen": -(moved["back"] or 0)}}


def _without_rest(values: dict[str, Any]) -> dict[str, Any]:
    """Offer no payment of a rest where the whole has come."""
    main = values["main"]
    offered = [one for one in values["next"] if one.step.code != "pay_rest"]
    return {"next": offered, "main": None if main is not None and main.step.code == "pay_rest" else main}


def _may_pay(actor: Actor, run: PayoutRun) -> bool:
    return actor.may_record and side_on(actor, run.activity) == "receiver"


def _export_lines(request: HttpRequest, actor: Actor, run: PayoutRun) -> HttpResponse:
    columns = [
        say("兑付编号", "Pay-out no."), say("村集体", "Village"), say("基数", "Base"), say("份额", "Share"),
        say("算出（元）", "Worked out (CNY)"), say("尾差（分）", "Fen added"), say("追回（元）", "Recovered (CNY)"),
        say("应付（元）", "Payable (CNY)"), say("状态", "State"), say("付款条目", "Entry"), say("付款日", "Paid on"),
    ]  # fmt: skip
    cells = [
        [run.activity.number, row.name, row.base, row.share, row.exact, row.added_fen,
         Decimal(row.line.recovered_fen).scaleb(-2), Decimal(row.line.amount_fen).scaleb(-2), word(row.words),
         row.number, row.payment.on_date if row.payment else None]
        for row in line_rows(run, list(lines_of(run, actor)))
    ]  # fmt: skip
    note_read(request, "ledger.export", run.activity.number, rows=len(cells))
    title = say("兑付到村", "Paid to villages")
    return send_workbook(title, columns, cells, file_name=f"{run.activity.number}.xlsx")


@require_POST
def supplement(request: HttpRequest, number: str) -> HttpResponse:
    """Work out what a paid period comes to beyond what was run, and lead to the run that pays it."""
    actor = require_reader(request)
    run = require_visible_run(actor, number)
    if not may_step(actor, run.term_sheet.enclave):
        raise PermissionDenied
    problems: list[Problem] = []
    due = read_day_if_written(request.POST.get("due", ""), "due", problems)
    if not problems:
        opened = open_supplement(run, by=by_of(actor), due_on=due)
        if opened.run is not None:
            note_write(request, "payout.supplement", opened.run.activity.number, of=number)
            return redirect("payout", number=opened.run.activity.number)
        problems = opened.problems
    return show_payout(request, actor, number, problems=problems)


@require_POST
def correct(request: HttpRequest, number: str) -> HttpResponse:
    """Open the run that moves a paid period's money between its villages, by a list both sides confirmed."""
    actor = require_reader(request)
    run = require_visible_run(actor, number)
    if not may_step(actor, run.term_sheet.enclave):
        raise PermissionDenied
    sheet = get_object_or_404(run.term_sheet.enclave.term_sheets, pk=number_in(request.POST.get("sheet", "")) or 0)
    opened = open_correction(run, sheet, reason=request.POST.get("reason", ""), by=by_of(actor))
    if opened.run is None:
        return show_payout(request, actor, number, problems=opened.problems)
    note_write(request, "payout.correct", opened.run.activity.number, of=number)
    return redirect("payout", number=opened.run.activity.number)


@require_POST
def pay(request: HttpRequest, number: str) -> HttpResponse:
    """Record the payments of the chosen villages, or of all that are open."""
    actor = require_reader(request)
    run = require_visible_run(actor, number)
    if not _may_pay(actor, run) or actor.office is None:
        raise PermissionDenied
    ticked = request.POST.getlist("party")
    chosen = [party for text in ticked if (party := number_in(text)) is not None]
    unread: list[Problem] = []
    paid_on = read_day(request.POST.get("paid_on", ""), "paid_on", unread)
    if paid_on is None:
        return show_payout(request, actor, number, problems=unread)
    with transaction.atomic():
        count, problems = pay_lines(
            run, office=actor.office, by=by_of(actor), paid_on=paid_on, party_ids=chosen if ticked else None
        )
    if problems:
        return show_payout(request, actor, number, problems=problems)
    note_write(request, "payout.pay", number, entries=count)
    messages.success(
        request, say("已记 {n} 笔付款，等海方签认。", "{n} payments recorded; the giving side signs.", n=count)
    )
    return redirect("payout", number=number)


@require_POST
def say_word(request: HttpRequest, number: str, line_id: int) -> HttpResponse:
    """Add a village's word on its line."""
    actor = require_reader(request)
    run = require_visible_run(actor, number)
    line = get_object_or_404(lines_of(run, actor), pk=line_id)
    said = request.POST.get("word", "")
    if not may_speak_for(actor, line) or said not in ("checks", "disputes", "receives"):
        raise PermissionDenied
    problem = say_of_line(line, said, reason=request.POST.get("reason", "").strip()[:500], by=by_of(actor))
    if problem is not None:
        return show_payout(request, actor, number, problems=[problem])
    note_write(request, "payout.word", number, line=line.pk, word=said)
    messages.success(request, word(LINE_STATES[said]))
    return redirect("payout", number=number)


@require_POST
def give_back(request: HttpRequest, number: str, line_id: int) -> HttpResponse:
    """Reverse the payment of a line because the money came back."""
    actor = require_reader(request)
    run = require_visible_run(actor, number)
    line = get_object_or_404(run.lines, pk=line_id)
    if not _may_pay(actor, run) or actor.office is None:
        raise PermissionDenied
    reason = request.POST.get("reason", "").strip()[:500]
    problem = return_payment(line, reason=reason, office=actor.office, by=by_of(actor))
    if problem is not None:
        return show_payout(request, actor, number, problems=[problem])
    note_write(request, "payout.return", number, line=line.pk)
    messages.success(request, say("已冲正这笔付款，可以重付。", "The payment is reversed and can be made again."))
    return redirect("payout", number=number)


urlpatterns = [
    path("payouts", payouts, name="payouts"),
    path("payouts/<number:number>", payout, name="payout"),
    path("payouts/<number:number>/supplement", supplement, name="open_supplement"),
    path("payouts/<number:number>/correct", correct, name="open_correction"),
    path("payouts/<number:number>/pay", pay, name="pay_lines"),
    path("payouts/<number:number>/lines/<int:line_id>/word", say_word, name="line_word"),
    path("payouts/<number:number>/lines/<int:line_id>/return", give_back, name="return_line"),
]
