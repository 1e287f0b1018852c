"""The page of one activity of any kind: where it stands, its money, and taking, answering or undoing a step."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shanhai.activities.machine import Attempt, Standing
from shanhai.activities.may import may_answer, may_step, require_visible_activity, side_on
from shanhai.activities.models import Activity
from shanhai.activities.move import (
    By,
    Moved,
    answer_proposal,
    take_step,
    undo_step,
    withdraw_proposal,
)
from shanhai.activities.standings import read_standing
from shanhai.catalogue.activity import ActivityKind, Step
from shanhai.catalogue.book import BOOK
from shanhai.catalogue.declare import Kind
from shanhai.catalogue.words import Problem, Words
from shanhai.ledger.documents import keep_document
from shanhai.ledger.models import Document
from shanhai.offices.audit import note_write
from shanhai.offices.may import Actor, actor_of
from shanhai.web.activity_form import fields_of_step, posted_values, summary_of
from shanhai.web.activity_page import (
    dues_of,
    lead_time,
    line_of_states,
    main_step,
    money_sheet,
    next_steps,
    pairing_words,
    say_values,
    timeline_of,
)
from shanhai.web.document_file import hand_over
from shanhai.web.templatetags.words import say, word

ANSWERS = {"confirm", "object"}


@require_GET
def activity(request: HttpRequest, number: str) -> HttpResponse:
    """Show one activity; a pay-out has a page of its own."""
    actor, held = _require(request, number)
    if held.kind == "industry.payout":
        return redirect("payout", number=number)
    return render(request, "web/activity.html", page_values(actor, held))


def page_values(actor: Actor, held: Activity, problems: list[Problem] | None = None) -> dict[str, Any]:
    """Return what the page shows of an activity; pay-outs show it too, around their own parts."""
    kind = BOOK.activity(held.kind)
    standing = read_standing(kind, held)
    side = side_on(actor, held) if may_step(actor, held) else None
    offered = next_steps(kind, standing, side) if standing.proposal is None else []
    onwards = main_step(kind, standing, side) if standing.proposal is None else None
    proposed = kind.step(standing.proposal.step) if standing.proposal else None
    last = standing.counted[-1] if standing.counted else None
    return {
        "activity": held,
        "kind": kind,
        "standing": standing,
        "state": kind.state(standing.state),
        "mark": kind.mark(standing.values),
        "pairing": pairing_words(held),
        "states": line_of_states(kind, standing),
        "timeline": timeline_of(kind, held),
        "values": say_values(kind.columns, dict(standing.values)),
        "dues": dues_of(kind, standing),
        "next": offered,
        "main": onwards,
        "proposed": proposed,
        "may_withdraw": standing.proposal is not None and side == standing.proposal.side,
        "may_answer": proposed is not None and may_answer(actor, held) and _awaits(standing, actor),
        "may_undo": last is not None and standing.proposal is None and side == last.side,
        "money": money_sheet(kind, held, standing),
        "comes_of_it": _kinds_that_come_of(actor, held) if side else [],
        "entry_kinds": _kinds_to_enter(actor, kind, held),
        "lead_days": lead_time(kind, standing, "award_land", "start"),
        "problems": problems or [],
        "acts": held.steps.count(),
    }


def _kinds_that_come_of(actor: Actor, held: Activity) -> list[ActivityKind]:
    """The kinds of activity that may be begun from this one as it stands, such as an asset from a project."""
    return [
        kind
        for kind in BOOK.activities
        if kind.origin is not None
        and kind.origin.kind == held.kind
        and held.standing.state in kind.origin.states
        and kind.opened_by in ("either", actor.own_side)
        and actor.may_record
    ]


def _kinds_to_enter(actor: Actor, kind: ActivityKind, held: Activity) -> list[Kind]:
    """The kinds of entry the actor may enter about an activity; none where it has ended or is not ours to write."""
    if not actor.may_record or actor.office is None or side_on(actor, held) is None:
        return []
    return [] if kind.state(held.standing.state).ended else [BOOK.kind(code) for code in kind.entry_kinds]


def _awaits(standing: Standing, actor: Actor) -> bool:
    return (
        standing.awaits_side in ("either", actor.own_side)
        and standing.proposal is not None
        and (standing.proposal.side != actor.own_side)
    )


def _require(request: HttpRequest, number: str) -> tuple[Actor, Activity]:
    actor = actor_of(request)
    held = require_visible_activity(actor, number)
    assert actor is not None
    return actor, held


@require_http_methods(["GET", "POST"])
def step(request: HttpRequest, number: str, code: str) -> HttpResponse:
    """Show the form of a step, and take it."""
    actor, held = _require(request, number)
    kind = BOOK.activity(held.kind)
    declared = kind.step(code)
    if not may_step(actor, held):
        raise PermissionDenied
    if declared is None:
        raise Http404
    standing = read_standing(kind, held)
    if request.method == "GET" and standing.state not in declared.from_states:
        messages.warning(request, _say_impossible(kind, standing, declared))
        return redirect("activity", number=held.number)
    problems: list[Problem] = []
    posted = posted_values(request.POST.dict())
    if request.method == "POST":
        moved = _take(request, actor, held, declared)
        if moved.done:
            note_write(request, "activity.step", held.number, step=code)
            messages.success(request, _say_taken(declared))
            return redirect("activity", number=number)
        problems = moved.problems
        if any(one.code == "already_taken" for one in problems):
            messages.warning(request, _say_impossible(kind, standing, declared))
            return redirect("activity", number=held.number)
    fields = fields_of_step(
        kind.columns, declared, values={**_known_of_opening(held, standing), **posted}, problems=problems
    )
    values = {
        "activity": held,
        "kind": kind,
        "step": declared,
        "fields": fields,
        "problems": summary_of(problems, fields),
        "on_date": request.POST.get("on_date") or timezone.localdate().isoformat(),
        "papers": [
            (need, request.POST.get(f"title-{need.code}", ""), [one for one in problems if _is_about(one, need.code)])
            for need in declared.documents
        ],
        "day_problems": [one for one in problems if one.field == "on_date"],
        "state": kind.state(standing.state),
        "to_state": kind.state(standing.target(declared)),
        "questions": [one for one in problems if one.weight == "ask"],
        "accepted": request.POST.getlist("accept"),
        "acts": request.POST.get("acts") or held.steps.count(),
    }
    return render(request, "web/take_step.html", values, status=422 if problems else 200)


def _say_impossible(kind: ActivityKind, standing: Standing, declared: Step) -> str:
    """Why a step has no form now: it was taken already, or the activity stands elsewhere."""
    taken = [one for one in standing.counted if one.step == declared.code]
    names = {"step": word(declared.title), "state": word(kind.state(standing.state).title)}
    if taken:
        told = ("“{step}”{day} 已经走过；现在是“{state}”。", "{step} was taken on {day}; it now stands at {state}.")
        return say(*told, day=f"{taken[-1].on_date:%Y-%m-%d}", **names)
    return say("现在是“{state}”，不能“{step}”。", "It stands at {state}; {step} cannot follow.", **names)


def _is_about(problem: Problem, need: str) -> bool:
    return problem.field in (f"title-{need}", f"file-{need}")


def _known_of_opening(held: Activity, standing: Standing) -> dict[str, Any]:
    """What the form of a step may know before: facts the activity was begun with. What an earlier step found (a
    judgement, a reason, a quarter) is to be found anew.
    """
    return {code: value for code, value in held.values.items() if standing.values.get(code) == value}


def _say_taken(declared: Step) -> str:
    if declared.word_of:
        return say(
            "已提出“{step}”，等对方答复。", "Proposed: {step}. The other side answers.", step=word(declared.title)
        )
    return say("已走一步：{step}。", "Step taken: {step}.", step=word(declared.title))


def _take(request: HttpRequest, actor: Actor, held: Activity, declared: Step) -> Moved:
    """Keep the documents and take the step, or neither."""
    try:
        on_date = date.fromisoformat(request.POST.get("on_date", "").strip())
    except ValueError:
        what = Words("日期读不懂。", "The date cannot be read.")
        wrong = Problem("day", "blocks", what, Words("写作 2026-03-19。", "Write it as 2026-03-19."), field="on_date")
        return Moved(held, None, [wrong])
    wanted = {*declared.columns, *declared.optional}
    values = {
        code: text for code, text in posted_values(request.POST.dict()).items() if code in wanted and text.strip()
    }
    acts = request.POST.get("acts", "")
    with transaction.atomic():
        documents, problems = keep_documents(request, actor, declared, is_example=held.is_example)
        moved = take_step(
            held,
            Attempt(declared.code, on_date, actor.own_side, values, accepted=frozenset(request.POST.getlist("accept"))),
            by=by_of(actor),
            document_ids=documents,
            as_seen=int(acts) if acts.isdecimal() else None,
        )
        if problems or not moved.done:
            transaction.set_rollback(True)
            told = {problem.field for problem in problems}
            rest = [one for one in moved.problems if one.code != "missing_document" or not told]
            return Moved(held, moved.standing, [*problems, *rest])
    return moved


def keep_documents(
    request: HttpRequest, actor: Actor, declared: Step, *, is_example: bool
) -> tuple[dict[str, int], list[Problem]]:
    """Keep the documents posted for a step's needs, by file or by name alone; one left blank is not kept."""
    kept: dict[str, int] = {}
    problems = []
    for need in declared.documents:
        file: Any = request.FILES.get(f"file-{need.code}")
        title = request.POST.get(f"title-{need.code}", "").strip()[:300]
        if file is None and not title:
            continue
        document, problem = keep_document(
            file, title=title, office_id=actor.office_id, user_id=actor.user_id, is_example=is_example
        )
        if document is not None:
            kept[need.code] = document.pk
        elif problem is not None:
            problems.append(problem)
    return kept, problems


def by_of(actor: Actor) -> By:
    """Return who acts, as steps keep it."""
    assert actor.office_id is not None
    return By(actor.office_id, actor.own_side, actor.user_id)


@require_POST
def answer(request: HttpRequest, number: str) -> HttpResponse:
    """Give our side's word on the step the other side proposed."""
    actor, held = _require(request, number)
    agrees = request.POST.get("word", "")
    if not may_answer(actor, held) or agrees not in ANSWERS:
        raise PermissionDenied
    shown = request.POST.get("proposal", "")
    moved = answer_proposal(
        held,
        agrees=agrees,
        reason=request.POST.get("reason", "").strip()[:500],
        by=by_of(actor),
        proposal=int(shown) if shown.isdecimal() else None,
    )
    if moved.done:
        note_write(request, f"activity.{agrees}", held.number)
        told = say("已同意这一步。", "The step is confirmed.")
        messages.success(request, told if agrees == "confirm" else say("已答复不同意。", "The objection is kept."))
    return after(request, actor, held, moved.problems)


@require_POST
def withdraw(request: HttpRequest, number: str) -> HttpResponse:
    """Take back the step our side proposed, with a reason."""
    actor, held = _require(request, number)
    if not may_step(actor, held):
        raise PermissionDenied
    shown = request.POST.get("proposal", "")
    moved = withdraw_proposal(
        held,
        reason=request.POST.get("reason", "").strip()[:500],
        by=by_of(actor),
        proposal=int(shown) if shown.isdecimal() else None,
    )
    if moved.done:
        note_write(request, "activity.withdraw", held.number)
        messages.success(request, say("已收回这一步；它仍留在下面。", "The step is taken back; it stays below."))
    return after(request, actor, held, moved.problems)


@require_POST
def undo(request: HttpRequest, number: str) -> HttpResponse:
    """Take back the newest step that counts, with a reason."""
    actor, held = _require(request, number)
    if not may_step(actor, held):
        raise PermissionDenied
    moved = undo_step(held, reason=request.POST.get("reason", "").strip()[:500], by=by_of(actor))
    if moved.done:
        note_write(request, "activity.undo", held.number)
        messages.success(
            request, say("已撤回上一步；它仍留在下面。", "The last step is undone; it stays in the timeline.")
        )
    return after(request, actor, held, moved.problems)


def after(request: HttpRequest, actor: Actor, held: Activity, problems: list[Problem]) -> HttpResponse:
    """Lead back to the page of an activity, or show what kept it from moving."""
    if not problems:
        return redirect("activity", number=held.number)
    if held.kind == "industry.payout":
        from shanhai.web.pages.payouts import show_payout

        return show_payout(request, actor, held.number, problems=problems)
    return render(request, "web/activity.html", page_values(actor, held, problems), status=422)


@require_GET
def document(request: HttpRequest, number: str, document_id: int) -> HttpResponse:
    """Hand over a document of a step to whoever may see the activity; who opened it is kept in the trail."""
    _actor, held = _require(request, number)
    given: set[int] = {pk for ids in held.steps.values_list("document_ids", flat=True) for pk in ids.values()}
    found = Document.objects.filter(pk=document_id).first() if document_id in given else None
    if found is None:
        raise PermissionDenied
    return hand_over(request, found)


urlpatterns = [
    path("activities/<number:number>", activity, name="activity"),
    path("activities/<number:number>/steps/<slug:code>", step, name="take_step"),
    path("activities/<number:number>/answer", answer, name="answer_step"),
    path("activities/<number:number>/withdraw", withdraw, name="withdraw_step"),
    path("activities/<number:number>/undo", undo, name="undo_step"),
    path("activities/<number:number>/documents/<int:document_id>", document, name="activity_document"),
]
