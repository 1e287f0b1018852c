"""Splits one amount over projects by weights, always the whole of it; each part becomes an entry of its own."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from shanhai.activities.may import side_on, visible_activities
from shanhai.activities.models import Activity
from shanhai.algorithms.apportion import apportion
from shanhai.catalogue.book import BOOK
from shanhai.catalogue.units import write_amount
from shanhai.catalogue.words import Problem, Words
from shanhai.offices.audit import note_write
from shanhai.offices.may import Actor, actor_of
from shanhai.registry.models import Pairing
from shanhai.sheets.typed import Typed, TypedRow, check_typed, record_typed
from shanhai.web.forms import read_day
from shanhai.web.templatetags.words import say
from shanhai.web.terms_form import read_yuan
from shanhai.web.typed_form import texts_of_activity

KIND = "funds.assigned"
WEIGHT_MOST = Decimal(10) ** 9
ROWS_MOST = 500


@dataclass(frozen=True, slots=True)
class Part:
    """One project's part: its weight as typed, in millionths, and the fen it gets."""

    project: Activity
    weight: int
    amount_fen: int


@require_http_methods(["GET", "POST"])
def split(request: HttpRequest) -> HttpResponse:
    """Show how an amount splits over projects; recorded only when the shown parts are sent again with `record`."""
    actor = actor_of(request)
    if actor is None or not actor.may_record:
        raise PermissionDenied
    problems: list[Problem] = []
    questions: list[Problem] = []
    parts: list[Part] = []
    recording = bool(request.POST.get("record"))
    if request.method == "POST":
        parts = _read(request, actor, problems)
        typed = _check(request, actor, parts, problems) if parts and not problems else None
        if typed is not None:
            problems = [one for one in typed.problems if one.weight == "blocks"]
            questions = _once_each(one for one in typed.problems if one.weight == "ask")
        if typed is not None and recording and typed.may_be_recorded:
            problems, address = _record(request, actor, parts, typed)
            if not problems:
                return redirect(address)
    values = {
        "questions": questions,
        "accepted": request.POST.getlist("accept"),
        "posted": request.POST if request.method == "POST" else {},
        "parts": [] if problems else parts,
        "total": sum(part.amount_fen for part in parts),
        "purposes": BOOK.kind(KIND).column("purpose").choices,
        "on_date": request.POST.get("on_date") or timezone.localdate().isoformat(),
        "problems": [(problem, f"id-{problem.field}") for problem in problems],
    }
    return render(request, "web/split.html", values, status=422 if problems or (questions and recording) else 200)


def _read(request: HttpRequest, actor: Actor, problems: list[Problem]) -> list[Part]:
    """Read the amount and the lines `number weight`, and split; every fault is told with its line."""
    total = read_yuan(request.POST.get("amount", ""))
    if not total or total < 0:
        what = Words("金额没有写，或读不懂。", "The amount is missing or cannot be read.")
        right = Words("写元，例如 1,200,000.00，或 120万。", "Write yuan, such as 1,200,000.00.")
        problems.append(Problem("amount", "blocks", what, right, field="amount"))
    weights: dict[str, int] = {}
    lines = [line for line in request.POST.get("projects", "").splitlines() if line.strip()]
    numbers = [line.replace("\t", " ").split(" ")[0].strip() for line in lines]
    seen = visible_activities(actor).filter(kind="funds.project", number__in=numbers[:ROWS_MOST])
    projects = {one.number: one for one in seen if side_on(actor, one) == "receiver" and one.pairing_id}
    for place, line in enumerate(lines[:ROWS_MOST], 1):
        number, _, text = line.strip().replace("\t", " ").partition(" ")
        weight = _read_weight(text)
        if number not in projects or weight is None or number in weights:
            what = Words(
                "第 {n} 行“{line}”读不懂，或没有这个项目。", "Row {n} “{line}”: no such project, or no number."
            )
            right = Words(
                "每行写：项目编号 空格 权重；一个项目一行。", "Each row: number, a space, its weight; a project once."
            )
            problems.append(Problem("split.row", "blocks", what.fill(n=place, line=line[:40]), right, field="projects"))
            continue
        weights[number] = weight
    if not problems and not any(weights.values()):
        what = Words("没有写项目，或权重全是 0。", "No project is named, or every weight is 0.")
        problems.append(Problem("split.nothing", "blocks", what, field="projects"))
    if problems or not total:
        return []
    amounts = apportion(total, weights)
    return [Part(projects[number], weight, amounts[number]) for number, weight in weights.items()]


def _read_weight(text: str) -> int | None:
    cleaned = text.strip().replace(",", "").removesuffix("%") or "1"
    try:
        weight = Decimal(cleaned)
    except InvalidOperation:
        return None
    if not weight.is_finite() or not 0 <= weight <= WEIGHT_MOST:
        return None
    return int(weight * 1_000_000)


def _once_each(asked: Iterable[Problem]) -> list[Problem]:
    """Return each question once, with how many parts it concerns."""
    by_code: dict[str, list[Problem]] = {}
    for problem in asked:
        by_code.setdefault(problem.code, []).append(problem)
    more = Words("{what}（共 {n} 处）", "{what} ({n} parts)")
    return [
        same[0] if len(same) == 1 else replace(same[0], what=more.fill(what=same[0].what, n=len(same)))
        for same in by_code.values()
    ]


def _check(request: HttpRequest, actor: Actor, parts: list[Part], problems: list[Problem]) -> Typed | None:
    """Check the parts as rows of a workbook or a form are, each with what its project knows; None without a day."""
    assert actor.office is not None
    assert actor.user_id is not None
    on_date = read_day(request.POST.get("on_date", ""), "on_date", problems)
    if on_date is None:
        return None
    kind = BOOK.kind(KIND)
    common = {"date": on_date.isoformat(), "document_no": request.POST.get("document_no", "").strip()[:80]}
    purpose = request.POST.get("purpose", "")
    if any(choice.code == purpose for choice in kind.column("purpose").choices):
        common["purpose"] = purpose
    accepted = frozenset(request.POST.getlist("accept"))
    pairings = Pairing.objects.select_related("round__programme").in_bulk({one.project.pairing_id for one in parts})
    rows = [
        TypedRow(
            {
                **texts_of_activity(part.project, kind),
                **common,
                "project_no": part.project.number,
                "programme": pairings[part.project.pairing_id or 0].round.programme.key,
                "amount": write_amount(part.amount_fen, "CNY"),
            },
            accepted,
        )
        for part in parts
        if part.amount_fen
    ]
    return check_typed(kind, rows, office=actor.office, user_id=actor.user_id, today=timezone.localdate())


def _record(request: HttpRequest, actor: Actor, parts: list[Part], typed: Typed) -> tuple[list[Problem], str]:
    """Record the checked parts; return what stands against it, and where to go on."""
    assert actor.office is not None
    assert actor.user_id is not None
    recorded = record_typed(typed, office=actor.office, user_id=actor.user_id)
    if recorded.problems:
        return list(recorded.problems), ""
    if not recorded.entries:
        messages.warning(
            request,
            say("这一笔以前已经记过，没有再记；下面是当时的条目。",
                "This was recorded before; nothing was added. Its entries are below."),
        )  # fmt: skip
        number = request.POST.get("document_no", "").strip() or parts[0].project.number
        return [], f"{reverse('ledger')}?{urlencode({'kind': KIND, 'q': number})}"
    note_write(request, "entry.record", "split", entries=recorded.entries)
    told = say(
        "已记 {n} 条分解，合计一分不差。", "{n} assignments recorded; they add up to the fen.", n=recorded.entries
    )
    messages.success(request, told)
    return [], f"{reverse('activities')}?kind=funds.project"


urlpatterns = [path("activities/split", split, name="split_amount")]
