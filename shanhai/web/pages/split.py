"""Splits one amount over projects by weights, always the whole of it; each part becomes an entry of its own."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

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
from shanhai.catalogue.words import Problem, Words
from shanhai.ledger.drafts import EntryDraft
from shanhai.ledger.record import record_entries
from shanhai.offices.audit import note_write
from shanhai.offices.may import Actor, actor_of
from shanhai.web.forms import read_day
from shanhai.web.templatetags.words import say
from shanhai.web.terms_form import read_yuan

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
    parts: list[Part] = []
    if request.method == "POST":
        parts = _read(request, actor, problems)
        if parts and not problems and request.POST.get("record"):
            problems = _record(request, actor, parts)
            if not problems:
                return redirect(f"{reverse('activities')}?kind=funds.project")
    values = {
        "posted": request.POST if request.method == "POST" else {},
        "parts": [] if problems else parts,
        "total": sum(part.amount_fen for part in parts),
        "purposes": BOOK.kind(KIND).column("purpose").choices,
        "on_date": request.POST.get("on_date") or timezone.localdate().isoformat(),
        "problems": [(problem, f"id-{problem.field}") for problem in problems],
    }
    return render(request, "web/split.html", values, status=422 if problems else 200)


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


def _record(request: HttpRequest, actor: Actor, parts: list[Part]) -> list[Problem]:
    assert actor.office is not None
    problems: list[Problem] = []
    on_date = read_day(request.POST.get("on_date", ""), "on_date", problems)
    if on_date is None:
        return problems
    common: dict[str, Any] = {"document_no": request.POST.get("document_no", "").strip()[:80]}
    purpose = request.POST.get("purpose", "")
    if any(choice.code == purpose for choice in BOOK.kind(KIND).column("purpose").choices):
        common["purpose"] = purpose
    drafts = [
        EntryDraft(
            kind=KIND,
            on_date=on_date,
            amount=part.amount_fen,
            pairing_id=part.project.pairing_id,
            details={**common, "project_no": part.project.number, "project_name": part.project.title},
        )
        for part in parts
        if part.amount_fen
    ]
    recorded = record_entries(
        drafts,
        office=actor.office,
        user_id=actor.user_id,
        spoken_side=actor.own_side,
        is_example=actor.office.is_example,
    )
    if recorded.problems:
        return list(recorded.problems)
    note_write(request, "entry.record", "split", entries=recorded.entries)
    told = say(
        "已记 {n} 条分解，合计一分不差。", "{n} assignments recorded; they add up to the fen.", n=recorded.entries
    )
    messages.success(request, told)
    return []


urlpatterns = [path("activities/split", split, name="split_amount")]
