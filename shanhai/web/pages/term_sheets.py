"""An enclave's terms and what follows from them: versions kept, runs opened, the years ahead, what partners add."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shanhai.activities.may import may_answer, may_step, require_visible_activity
from shanhai.activities.models import Activity
from shanhai.algorithms.contribution import find_contributions
from shanhai.algorithms.payout import Step, round_half_up
from shanhai.catalogue.words import Problem, Words
from shanhai.ledger.documents import keep_document
from shanhai.offices.audit import note_read, note_write
from shanhai.offices.may import Actor, actor_of
from shanhai.offices.models import Office
from shanhai.payouts.models import PayoutRun, TermSheet, TermSheetWord
from shanhai.payouts.outlook import find_basis, forecast, last_revenue
from shanhai.payouts.run import agreed_flows, check_inputs, open_run
from shanhai.payouts.telling import split_of_statistics
from shanhai.payouts.terms import MEASURES, METHOD_WORDS, Terms, check_written, keep_terms, read_terms, terms_in_force
from shanhai.payouts.village_list import VillageList, read_village_list, to_shares
from shanhai.payouts.words import ANSWERS, TermsStanding, answer_terms, tell_standing
from shanhai.registry.models import Pairing, Party
from shanhai.sheets.foreign.limits import UnreadableFile
from shanhai.sheets.foreign.open_file import open_bytes
from shanhai.web.forms import read_day, read_day_if_written
from shanhai.web.lists import send_workbook
from shanhai.web.pages.activity import by_of
from shanhai.web.payout_page import CARRIED_IN, TYPES, default_period
from shanhai.web.templatetags.activity_words import per_cent, yuan
from shanhai.web.templatetags.words import say, word
from shanhai.web.terms_form import (
    BASES,
    PARTNERS_MOST,
    Read,
    count_open_rows,
    groups_of,
    place_at_rows,
    read_terms_form,
    read_yuan,
    rows_of,
)

LIST_BYTES_MOST = 5 * 1024 * 1024
YEARS_AHEAD = 5
PAPER_FIELDS = ("signed_on", "from_day", "to_day", "reason", "document")
WORD_TITLES = {
    "proposes": Words("提出", "proposed it"),
    "confirms": Words("确认", "confirmed it"),
    "differs": Words("不同意", "differed"),
}


def _require(request: HttpRequest, number: str) -> tuple[Actor, Activity]:
    actor = actor_of(request)
    enclave = require_visible_activity(actor, number)
    if actor is None or enclave.kind != "industry.enclave":
        raise PermissionDenied
    return actor, enclave


@require_GET
def term_sheets(request: HttpRequest, number: str) -> HttpResponse:
    """Show the versions of the terms, the pay-outs so far, and what is kept of statistics; or export the villages."""
    actor, enclave = _require(request, number)
    if request.GET.get("export") and (sheet := _newest(enclave)) is not None:
        return _export_villages(request, enclave, sheet)
    return _show(request, actor, enclave)


def _newest(enclave: Activity) -> TermSheet | None:
    return enclave.term_sheets.order_by("-version").first()


def _show(
    request: HttpRequest, actor: Actor, enclave: Activity, *, problems: list[Problem] | None = None
) -> HttpResponse:
    sheets = list(enclave.term_sheets.order_by("-version"))
    runs = list(
        PayoutRun.objects.filter(term_sheet__enclave=enclave).select_related("activity__standing").order_by("-to_day")
    )
    standing_runs = [run for run in runs if run.activity.standing.state != "withdrawn"]
    flows = agreed_flows(enclave) if standing_runs else []
    today = timezone.localdate()
    newest = read_terms(sheets[0]) if sheets else None
    standings = [tell_standing(sheet) for sheet in sheets]
    in_force = terms_in_force(enclave, on=today)
    first, last = default_period(standing_runs, today=today)
    values = {
        "enclave": enclave,
        "pairing": Pairing.objects.filter(pk=enclave.pairing_id).first(),
        "sheets": [
            (*_tell_sheet(sheet), one, said)
            for sheet, one, said in zip(sheets, standings, _tell_words(standings), strict=True)
        ],
        "in_force": in_force.version if in_force else None,
        "waits": standings[0] if standings and standings[0].state != "confirmed" else None,
        "may_answer": bool(standings)
        and may_answer(actor, enclave)
        and standings[0].state != "confirmed"
        and actor.own_side != standings[0].proposed_by,
        "reason": request.POST.get("reason", ""),
        "terms": newest,
        "villages": _tell_villages(newest) if newest else [],
        "methods": _tell_methods(newest) if newest else [],
        "statistics": [(MEASURES[code], parts) for code, parts in (newest.statistics if newest else {}).items()],
        "split": [(line, MEASURES[line.measure]) for line in split_of_statistics(enclave, on=today)],
        "runs": [(run, check_inputs(run, flows=flows) if run in standing_runs else []) for run in runs],
        "first": request.POST.get("from", first.isoformat()),
        "last": request.POST.get("to", last.isoformat()),
        "due": request.POST.get("due", ""),
        "worked_on": request.POST.get("worked_on") or today.isoformat(),
        "recoveries": request.POST.get("recoveries", ""),
        "may_act": may_step(actor, enclave),
        "problems": [(problem, "") for problem in problems or []],
    }
    return render(request, "web/term_sheets.html", values, status=422 if problems else 200)


def _tell_words(standings: list[TermsStanding]) -> list[list[tuple[TermSheetWord, str, Words]]]:
    """Both sides' newest words on each version, with the office that spoke and what it did."""
    words = [[word for word in (one.proposal, one.answer) if word is not None] for one in standings]
    ids = {word.office_id for said in words for word in said}
    offices = dict(Office.objects.filter(pk__in=ids).values_list("pk", "name"))
    return [[(word, offices.get(word.office_id, ""), WORD_TITLES[word.word]) for word in said] for said in words]


def _tell_sheet(sheet: TermSheet) -> tuple[TermSheet, list[tuple[str, Words, str, str, str]]]:
    rows = []
    for clause in read_terms(sheet).clauses:
        if clause.type in ("floor", "cap"):
            said = say("每年 {amount} 元", "{amount} CNY a year", amount=yuan(clause.amount_fen))
            if clause.carries_shortfall:
                said += say("，差额结转", ", the rest stands over")
        elif clause.ratios_ppm:
            said = "、".join(per_cent(one) for one in clause.ratios_ppm)
        else:
            said = per_cent(clause.rate_ppm)
            if clause.type == "fixed_return":
                said += f"，{word(BASES[clause.day_basis])}"
        rows.append((clause.code, TYPES[clause.type], str(clause.from_day), str(clause.to_day or ""), said))
    return sheet, rows


def _tell_villages(terms: Terms) -> list[tuple[str, int, int, int]]:
    names = dict(Party.objects.filter(pk__in=[int(share.party) for share in terms.shares]).values_list("pk", "name"))
    rows = [
        (names.get(int(share.party), ""), share.capital_fen, share.population, share.listed_ppm)
        for share in terms.shares
    ]
    return sorted(rows, key=lambda row: (-row[1], -row[3], row[0]))


def _tell_methods(terms: Terms) -> list[tuple[Words, int]]:
    return [(METHOD_WORDS[method], part) for method, part in terms.methods.items()]


def _export_villages(request: HttpRequest, enclave: Activity, sheet: TermSheet) -> HttpResponse:
    columns = [
        say("村集体", "Village"),
        say("出资（元）", "Capital (CNY)"),
        say("人口", "People"),
        say("份额", "Share"),
    ]
    cells = [
        [name, capital / 100, people, per_cent(share)]
        for name, capital, people, share in _tell_villages(read_terms(sheet))
    ]
    note_read(request, "ledger.export", enclave.number, rows=len(cells))
    return send_workbook(say("村名单", "Villages"), columns, cells, file_name=f"{enclave.number}-{sheet.version}.xlsx")


@require_http_methods(["GET", "POST"])
def new_terms(request: HttpRequest, number: str) -> HttpResponse:
    """Keep a new version of the terms: clauses, ways of sharing, villages, statistics, the signed paper."""
    actor, enclave = _require(request, number)
    if not may_step(actor, enclave):
        raise PermissionDenied
    problems: list[Problem] = []
    newest = _newest(enclave)
    if request.method == "POST":
        sheet, problems = _keep(request, actor, enclave, newest)
        if sheet is not None:
            note_write(request, "payout.terms", number, version=sheet.version)
            messages.success(
                request,
                say(
                    "条款第 {n} 版已存，等对方确认。",
                    "Version {n} of the terms is kept; the other side confirms it.",
                    n=sheet.version,
                ),
            )
            return redirect("term_sheets", number=number)
    posted = _posted(request) if request.method == "POST" else None
    terms = read_terms(newest) if newest else None
    rows = [(n, row, _problems_at(problems, f"c{n}-")) for n, row in enumerate(rows_of(posted, newest))]
    shown = count_open_rows([row for _, row, _ in rows])
    values = {
        "enclave": enclave,
        "version": (newest.version if newest else 0) + 1,
        "rows": rows[:shown],
        "more_rows": rows[shown:],
        "wrong": {
            "methods": _problems_at(problems, "method-"),
            "villages": _problems_at(problems, "villages"),
            "paper": [one for one in problems if one.field in PAPER_FIELDS],
            "statistics": _problems_at(problems, "statistics-"),
        },
        "types": TYPES,
        "bases": BASES,
        "methods": _tell_parts(METHOD_WORDS, "method", posted, terms.methods if terms else {}),
        "measures": _tell_parts(MEASURES, "statistics", posted, _giver_parts(terms)),
        "posted": posted or {},
        "from_day": (posted or {}).get("from_day") or (str(newest.from_day) if newest else ""),
        "to_day": (posted or {}).get("to_day") or (str(newest.to_day or "") if newest else ""),
        "signed_on": (posted or {}).get("signed_on") or timezone.localdate().isoformat(),
        "kept_villages": len(terms.shares) if terms else 0,
        "problems": [(problem, f"id-{problem.field}" if problem.field else "") for problem in problems],
    }
    return render(request, "web/new_terms.html", values, status=422 if problems else 200)


def _posted(request: HttpRequest) -> dict[str, Any]:
    """What was typed; a list of villages that came as a file is written out, since a browser gives no file twice."""
    posted: dict[str, Any] = request.POST.dict()
    file: Any = request.FILES.get("villages_file")
    if file is None or file.size > LIST_BYTES_MOST:
        return posted
    file.seek(0)
    rows = _read_villages(request, []).rows
    lines = [f"{one.name}\t{yuan(one.capital_fen)}\t{one.population}\t{per_cent(one.listed_ppm)}" for one in rows]
    head = say("村集体\t出资（元）\t人口\t份额", "village\tcapital\tpopulation\tshare")
    return posted | ({"villages": "\n".join([head, *lines])} if lines else {})


def _problems_at(problems: list[Problem], start: str) -> list[Problem]:
    """The Problems at the fields whose names begin so."""
    return [one for one in problems if (one.field or "").startswith(start)]


def _giver_parts(terms: Terms | None) -> dict[str, int]:
    return {measure: parts.get("giver", 0) for measure, parts in terms.statistics.items()} if terms else {}


def _tell_parts(
    titles: Mapping[str, Words], prefix: str, posted: dict[str, Any] | None, kept: Mapping[str, int]
) -> list[tuple[str, Words, str]]:
    """Each code with its words and what stands in its field: as typed, else as kept."""
    rows = []
    for code, words in titles.items():
        typed = str(posted.get(f"{prefix}-{code}", "")) if posted is not None else ""
        rows.append((code, words, typed if posted is not None else per_cent(kept[code]) if kept.get(code) else ""))
    return rows


def _keep(
    request: HttpRequest, actor: Actor, enclave: Activity, newest: TermSheet | None
) -> tuple[TermSheet | None, list[Problem]]:
    read = read_terms_form(request.POST.dict())
    problems = list(read.problems)
    days = {name: read_day(request.POST.get(name, ""), name, problems) for name in ("signed_on", "from_day")}
    to_day = read_day_if_written(request.POST.get("to_day", ""), "to_day", problems)
    villages = _read_villages(request, problems)
    if problems or days["signed_on"] is None or days["from_day"] is None:
        return None, problems + _check_rest(read, days["from_day"], to_day, problems)
    with transaction.atomic():
        if villages.rows:
            shares = tuple(to_shares(villages.rows, place_id=enclave.receiver_place_id))
        else:
            shares = read_terms(newest).shares if newest else ()
        terms = Terms(read.clauses, shares, read.methods, days["from_day"], to_day, read.statistics)
        file: Any = request.FILES.get("document")
        document = None
        if file is not None:
            document, problem = keep_document(
                file, title="", office_id=actor.office_id, user_id=actor.user_id, is_example=enclave.is_example
            )
            problems += [problem] if problem else []
        sheet, found = keep_terms(
            enclave,
            terms,
            signed_on=days["signed_on"],
            by=by_of(actor),
            document_id=document.pk if document else None,
            reason=request.POST.get("reason", "").strip()[:500],
        )
        problems += place_at_rows(found, read.rows)
        if problems:
            transaction.set_rollback(True)
            return None, problems
    return sheet, []


def _check_rest(read: Read, from_day: date | None, to_day: date | None, told: list[Problem]) -> list[Problem]:
    """Check what could be read although other parts could not, so that everything wrong is told at once."""
    if from_day is None:
        return []
    bad = {part for part in ("c", "method-", "statistics-") if _problems_at(told, part)}
    clauses = () if "c" in bad else read.clauses
    found = place_at_rows(check_written(Terms(clauses, (), read.methods, from_day, to_day, read.statistics)), read.rows)
    return [one for one in found if not any((one.field or "").startswith(part) for part in bad)]


def _read_villages(request: HttpRequest, problems: list[Problem]) -> VillageList:
    """The list of villages, from a workbook or pasted; blank where the list of the version before stays."""
    file: Any = request.FILES.get("villages_file")
    pasted = request.POST.get("villages", "").strip()
    if file is None and not pasted:
        return VillageList()
    rows: list[list[object]]
    if file is not None:
        if file.size > LIST_BYTES_MOST:
            what = Words("名单文件大于 5 MB。", "The list is larger than 5 MB.")
            problems.append(Problem("list.too_large", "blocks", what, field="villages"))
            return VillageList()
        try:
            sheets = open_bytes(file.read(), str(file.name))
        except UnreadableFile:
            what = Words("名单文件打不开。", "The list cannot be opened.")
            right = Words(
                "交 xlsx、xls 或 csv；也可以把表格复制进下面。", "Give xlsx, xls or csv, or paste the table below."
            )
            problems.append(Problem("list.unreadable_file", "blocks", what, right, field="villages"))
            return VillageList()
        rows = [list(row) for row in sheets[0].rows] if sheets else []
    else:
        rows = [
            line.split("\t") if "\t" in line else line.replace("，", ",").split(",") for line in pasted.splitlines()
        ]
    found = read_village_list(rows)
    problems += found.problems
    return found


@require_POST
def answer_version(request: HttpRequest, number: str, version: int) -> HttpResponse:
    """Give our side's word on a version that the other side proposed."""
    actor, enclave = _require(request, number)
    word_said = request.POST.get("word", "")
    sheet = enclave.term_sheets.filter(version=version).first()
    if not may_answer(actor, enclave) or word_said not in ANSWERS or sheet is None:
        raise PermissionDenied
    problems = answer_terms(sheet, word_said, reason=request.POST.get("reason", ""), by=by_of(actor))
    if problems:
        return _show(request, actor, enclave, problems=problems)
    note_write(request, f"payout.terms.{word_said}", number, version=version)
    told = say("条款第 {n} 版双方已确认。", "Both sides have confirmed version {n}.", n=version)
    if word_said == "differs":
        told = say("已答复不同意，等对方另立一版。", "Your difference is kept; the other side proposes anew.")
    messages.success(request, told)
    return redirect("term_sheets", number=number)


@require_http_methods(["POST"])
def begin_run(request: HttpRequest, number: str) -> HttpResponse:
    """Open a run over a period: freeze, work out, and lead to its page."""
    actor, enclave = _require(request, number)
    if not may_step(actor, enclave):
        raise PermissionDenied
    problems: list[Problem] = []
    first = read_day(request.POST.get("from", ""), "from", problems)
    last = read_day(request.POST.get("to", ""), "to", problems)
    due = read_day_if_written(request.POST.get("due", ""), "due", problems)
    worked_on = read_day_if_written(request.POST.get("worked_on", ""), "worked_on", problems)
    recoveries = _read_recoveries(request.POST.get("recoveries", ""), enclave, problems)
    if not problems and first is not None and last is not None:
        opened = open_run(
            enclave,
            from_day=first,
            to_day=last,
            by=by_of(actor),
            recoveries=recoveries,
            due_on=due,
            opened_on=worked_on,
        )
        if opened.run is not None:
            note_write(request, "payout.open", opened.run.activity.number)
            return redirect("payout", number=opened.run.activity.number)
        problems = opened.problems
    return _show(request, actor, enclave, problems=problems)


def _read_recoveries(text: str, enclave: Activity, problems: list[Problem]) -> dict[str, int]:
    """Lines such as `甲村 1,200.00`: what a village was overpaid and gives back now."""
    sheet = _newest(enclave)
    ids = [int(share.party) for share in read_terms(sheet).shares] if sheet else []
    known = {name: str(pk) for pk, name in Party.objects.filter(pk__in=ids).values_list("pk", "name")}
    found: dict[str, int] = {}
    rows: dict[str, int] = {}
    for number, line in enumerate(text.splitlines(), 1):
        name, _, amount = line.strip().replace("\t", " ").rpartition(" ")
        if not line.strip():
            continue
        fen = read_yuan(amount)
        if name.strip() not in known or fen is None or fen <= 0:
            what = Words("追回第 {n} 行“{line}”读不懂。", "Recovery row {n} “{line}” cannot be read.").fill(
                n=number, line=line[:40]
            )
            right = Words("写名单里的村名、空格、金额（元）。", "A village of the list, a space, the yuan.")
            problems.append(Problem("recovery.unreadable", "blocks", what, right, line[:40], field="recoveries"))
            continue
        if name.strip() in rows:
            what = Words(
                "追回第 {n} 行的{name}已在第 {first} 行。", "Recovery row {n}: {name} already stands in row {first}."
            )
            right = Words("一个村只写一行，金额加起来。", "One row a village: add the amounts up.")
            what = what.fill(n=number, name=name.strip(), first=rows[name.strip()])
            problems.append(Problem("recovery.village_twice", "blocks", what, right, line[:40], field="recoveries"))
            continue
        rows[name.strip()] = number
        found[known[name.strip()]] = fen
    return found


@require_http_methods(["GET", "POST"])
def outlook(request: HttpRequest, number: str) -> HttpResponse:
    """Look ahead at the coming years, and at what each partner adds; nothing of it is kept."""
    _actor, enclave = _require(request, number)
    posted = request.POST if request.method == "POST" else {}
    assumed = {kind: read_yuan(str(posted.get(kind, ""))) for kind in ("rent", "tax", "profit")}
    if request.method == "GET":
        assumed = dict(last_revenue(enclave))
    unread = [kind for kind, fen in assumed.items() if fen is None]
    rows = forecast(enclave, years=YEARS_AHEAD, revenue_fen={kind: fen or 0 for kind, fen in assumed.items()})
    partners, groups, added = _read_partners(posted)
    values = {
        "enclave": enclave,
        "basis": find_basis(enclave),
        "assumed": {kind: yuan(fen) if fen else "" for kind, fen in assumed.items()},
        "unread": unread,
        "rows": [(year, total, [_name_step(step) for step in steps]) for year, total, steps in rows],
        "partners": [*partners, *[""] * (PARTNERS_MOST - len(partners))],
        "groups": [
            ("、".join(group), f"worth-{number}", str(posted.get(f"worth-{number}", "")))
            for number, group in enumerate(groups)
        ],
        "added": added,
    }
    return render(request, "web/outlook.html", values)


def _name_step(step: Step) -> tuple[Words, str, int]:
    """What a step is called, the number of its clause (none for what an earlier period left over), its amount."""
    if step.note == "carried_in":
        return CARRIED_IN, "", step.amount_fen
    return TYPES[step.type], step.clause, step.amount_fen


def _read_partners(posted: Any) -> tuple[list[str], list[tuple[str, ...]], list[tuple[str, int, int]]]:
    """The partners named, the groups whose worth is asked, and what each adds: name, fen, ppm of the whole."""
    partners = []
    for number in range(PARTNERS_MOST):
        name = str(posted.get(f"partner-{number}", "")).strip()[:30]
        if name and name not in partners:
            partners.append(name)
    groups = groups_of(partners)
    worths = {
        frozenset(group): read_yuan(str(posted.get(f"worth-{number}", ""))) or 0 for number, group in enumerate(groups)
    }
    whole = worths.get(frozenset(partners), 0)
    if not partners or not whole:
        return partners, groups, []
    shares = find_contributions(partners, lambda group: worths.get(group, 0))
    return (
        partners,
        groups,
        [(name, round_half_up(part), round_half_up(part * 1_000_000 / whole)) for name, part in shares.items()],
    )


urlpatterns = [
    path("enclaves/<number:number>/terms", term_sheets, name="term_sheets"),
    path("enclaves/<number:number>/terms/new", new_terms, name="new_terms"),
    path("enclaves/<number:number>/terms/<int:version>/answer", answer_version, name="answer_terms"),
    path("enclaves/<number:number>/runs", begin_run, name="begin_run"),
    path("enclaves/<number:number>/outlook", outlook, name="enclave_outlook"),
]
