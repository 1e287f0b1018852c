"""The API of activities and pay-outs: the same steps, checks and rights as the pages. Decides nothing itself.

Values are typed by the columns of the kind, as `GET /api/catalogue` tells them: money as whole fen or as a text in
yuan, days in ISO, choices by code. Problems come back all at once, and then nothing was added.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Q
from django.http import HttpRequest
from ninja import Field, Query, Router, Schema, Status

from shanhai.activities.machine import Attempt
from shanhai.activities.may import may_answer, may_step, require_visible_activity, side_on, visible_activities
from shanhai.activities.models import Activity
from shanhai.activities.money import money_of
from shanhai.activities.move import (
    By,
    Moved,
    Opening,
    answer_proposal,
    open_activity,
    take_step,
    undo_step,
    withdraw_proposal,
)
from shanhai.activities.standings import read_standing
from shanhai.activities.waiting import waiting_for
from shanhai.catalogue.book import BOOK
from shanhai.catalogue.units import write_amount
from shanhai.ledger.ask import QuestionError
from shanhai.ledger.documents import keep_document
from shanhai.ledger.may import may_write
from shanhai.offices.audit import note_write
from shanhai.offices.may import Actor, require_reader
from shanhai.payouts.lines import paid_entries
from shanhai.payouts.may import require_visible_run, visible_lines
from shanhai.payouts.supplement import runs_behind
from shanhai.payouts.words import terms_waiting
from shanhai.registry.models import Pairing, Party
from shanhai.web.activity_page import next_steps
from shanhai.web.api_shapes import Fault, TwoLanguages, both

router = Router(tags=["activities"])
ROWS_PER_PAGE = 200
FAULTS: dict[Any, Any] = dict.fromkeys((400, 401, 403, 404, 405, 409, 422, 500), Fault)


class ActivityShown(Schema):
    """One activity: where it stands, what it holds, what is due first, which steps are possible now."""

    number: str
    kind: str
    title: str
    pairing: int | None
    opened_on: date
    state: str
    state_title: TwoLanguages
    since: date
    values: dict[str, Any]
    awaits_side: str
    proposed_step: str
    due: str
    due_on: date | None
    due_side: str
    is_example: bool
    steps_possible: list[str] = []


class ActivitiesShown(Schema):
    """A page of activities."""

    count: int
    page: int
    next_page: int | None
    activities: list[ActivityShown]


class StepShown(Schema):
    """One dated word on an activity."""

    sequence: int
    act: str
    step: str
    on_date: date
    side: str
    office: int
    values: dict[str, Any]
    documents: dict[str, int]
    reason: str
    answers: int | None


class MoneyShown(Schema):
    """The entries of one kind about an activity, on both bases; stages are never added."""

    kind: str
    stage: str
    unit: str
    reported: str | None
    agreed: str | None
    entries: int


class ActivityTold(ActivityShown):
    """One activity with its steps and its money by stage."""

    steps: list[StepShown]
    money: list[MoneyShown]


class ActivityOpening(Schema):
    """What an activity begins with."""

    kind: str = Field(max_length=60)
    title: str = Field(max_length=200)
    pairing: int = Field(ge=1, le=2**53)
    number: str = Field("", max_length=40)
    opened_on: date | None = None
    values: dict[str, Any] = {}
    accepted: list[str] = Field([], description="Codes of the Problems that ask and that the caller stands by.")


class StepTaken(Schema):
    """A step to take; documents are named where there is no file."""

    step: str = Field(max_length=60)
    on_date: date
    values: dict[str, Any] = {}
    documents: dict[str, str] = Field({}, description="Title or number of each paper the step needs, by its code.")
    accepted: list[str] = Field([], description="Codes of the Problems that ask and that the caller stands by.")
    steps_seen: int | None = Field(None, description="How many steps there were when the caller looked.")


class Answer(Schema):
    """A word on the step the other side proposed."""

    word: str = Field(pattern="^(confirm|object)$")
    reason: str = Field("", max_length=500)
    proposal: int | None = None


class Reason(Schema):
    """Why a step is undone."""

    reason: str = Field(max_length=500)


class Withdrawal(Reason):
    """Why a proposed step is taken back."""

    proposal: int | None = None


class WaitingShown(Schema):
    """One thing that waits for the caller's office."""

    number: str
    title: str
    act: str
    what: TwoLanguages
    due: date | None
    overdue: bool


class LineShown(Schema):
    """One line of a pay-out; amounts in yuan."""

    party: int
    name: str
    amount: str
    recovered: str
    paid_by_entry: int | None


class PayoutShown(Schema):
    """A pay-out with the lines the caller may see."""

    number: str
    enclave: str
    from_day: date
    to_day: date
    state: str
    total: str
    inputs_sha256: str
    lines: list[LineShown]


@router.get("/activities", response={200: ActivitiesShown, **FAULTS})
def list_activities(
    request: HttpRequest,
    *,
    kind: str = Query("", max_length=60),
    state: str = Query("", max_length=60),
    q: str = Query("", max_length=60),
    pairing: int | None = Query(None, ge=1, le=2**53),
    page: int = Query(1, ge=1, le=10_000),
) -> Any:
    """The activities the caller's office may see, narrowed by kind, state, pairing, and number or title."""
    rows = visible_activities(require_reader(request))
    if kind:
        rows = rows.filter(kind=kind)
    if state:
        rows = rows.filter(standing__state=state)
    if q:
        rows = rows.filter(Q(title__icontains=q) | Q(number__icontains=q))
    if pairing:
        rows = rows.filter(pairing_id=pairing)
    pages = Paginator(rows.order_by("number", "pk"), ROWS_PER_PAGE)
    shown = pages.get_page(page).object_list if page <= pages.num_pages else []
    return {
        "count": pages.count,
        "page": page,
        "next_page": page + 1 if page < pages.num_pages else None,
        "activities": [_show(one) for one in shown],
    }


@router.post("/activities", response={201: ActivityTold, **FAULTS})
def begin_activity(request: HttpRequest, body: ActivityOpening) -> Any:
    """Begin an activity of a kind."""
    actor = require_reader(request)
    kind = BOOK.activity(body.kind)
    if not actor.may_record or not kind.begun_by_hand:
        raise PermissionDenied
    pairing = Pairing.objects.select_related("round__programme").filter(pk=body.pairing).first()
    if pairing is None or not may_write(actor, pairing):
        raise PermissionDenied
    opening = Opening(
        body.kind,
        body.title,
        body.values,
        pairing_id=pairing.pk,
        number=body.number,
        opened_on=body.opened_on,
        accepted=frozenset(body.accepted),
        is_example=bool(actor.office and actor.office.is_example),
    )
    moved = _done(open_activity(opening, by=_by(actor)))
    note_write(request, "activity.open", moved.number)
    return Status(201, _tell(actor, moved))


@router.get("/activities/{number:number}", response={200: ActivityTold, **FAULTS})
def get_activity(request: HttpRequest, number: str) -> Any:
    """One activity with its steps and its money by stage."""
    actor = require_reader(request)
    return _tell(actor, require_visible_activity(actor, number))


def _require(request: HttpRequest, number: str, may: Callable[[Actor, Activity], bool]) -> tuple[Actor, Activity]:
    """Return who asks and the activity; PermissionDenied where it is hidden or the act is not theirs."""
    actor = require_reader(request)
    held = require_visible_activity(actor, number)
    if not may(actor, held):
        raise PermissionDenied
    return actor, held


@router.post("/activities/{number:number}/steps", response={201: ActivityTold, **FAULTS})
def add_step(request: HttpRequest, number: str, body: StepTaken) -> Any:
    """Take a step, or propose it where the other side's word is needed."""
    actor, held = _require(request, number, may_step)
    attempt = Attempt(body.step, body.on_date, actor.own_side, body.values, accepted=frozenset(body.accepted))
    with transaction.atomic():
        documents = _keep_papers(actor, held, body.documents)
        moved = take_step(held, attempt, by=_by(actor), document_ids=documents, as_seen=body.steps_seen)
        shown = _tell(actor, _done(moved))
    note_write(request, "activity.step", number, step=body.step)
    return Status(201, shown)


def _keep_papers(actor: Actor, held: Activity, titles: dict[str, str]) -> dict[str, int]:
    """Keep the papers named for a step; taken back with the step where it is refused."""
    kept = {}
    for code, title in titles.items():
        document, problem = keep_document(
            None, title=title[:300], office_id=actor.office_id, user_id=actor.user_id, is_example=held.is_example
        )
        if document is None:
            raise QuestionError([problem] if problem else [])
        kept[code[:60]] = document.pk
    return kept


@router.post("/activities/{number:number}/answer", response={201: ActivityTold, **FAULTS})
def answer_step(request: HttpRequest, number: str, body: Answer) -> Any:
    """Confirm the step the other side proposed, or object with a reason."""
    actor, held = _require(request, number, may_answer)
    moved = answer_proposal(held, agrees=body.word, reason=body.reason, by=_by(actor), proposal=body.proposal)
    return _tell_moved(request, actor, moved, f"activity.{body.word}", number)


@router.post("/activities/{number:number}/withdraw", response={201: ActivityTold, **FAULTS})
def withdraw(request: HttpRequest, number: str, body: Withdrawal) -> Any:
    """Take back the step our side proposed and that still waits for its answer."""
    actor, held = _require(request, number, may_step)
    moved = withdraw_proposal(held, reason=body.reason, by=_by(actor), proposal=body.proposal)
    return _tell_moved(request, actor, moved, "activity.withdraw", number)


def _tell_moved(request: HttpRequest, actor: Actor, moved: Moved, act: str, number: str) -> Status:
    """Tell the activity after a word on it, and leave its trace; a refusal is raised before."""
    shown = _tell(actor, _done(moved))
    note_write(request, act, number)
    return Status(201, shown)


@router.post("/activities/{number:number}/undo", response={201: ActivityTold, **FAULTS})
def undo(request: HttpRequest, number: str, body: Reason) -> Any:
    """Take back the newest step that counts; it stays in the list of steps."""
    actor, held = _require(request, number, may_step)
    return _tell_moved(request, actor, undo_step(held, reason=body.reason, by=_by(actor)), "activity.undo", number)


@router.get("/waiting", response={200: list[WaitingShown], **FAULTS})
def list_waiting(request: HttpRequest) -> Any:
    """What waits for the caller's office: terms and steps to answer, pay-outs the ledger has gone past, what is due."""
    actor = require_reader(request)
    terms = [
        {
            "number": one.enclave.number,
            "title": one.enclave.title,
            "act": "terms",
            "what": both(one.what),
            "due": None,
            "overdue": False,
        }
        for one in terms_waiting(actor)
    ]
    behind = [
        {
            "number": one.run.activity.number,
            "title": one.run.activity.title,
            "act": "behind",
            "what": both(one.what),
            "due": None,
            "overdue": False,
        }
        for one in runs_behind(actor)
    ]
    return (
        terms
        + behind
        + [
            {
                "number": one.activity.number,
                "title": one.activity.title,
                "act": one.act,
                "what": both(one.what),
                "due": one.due,
                "overdue": one.overdue,
            }
            for one in waiting_for(actor)
        ]
    )


@router.get("/payouts/{number:number}", response={200: PayoutShown, **FAULTS})
def get_payout(request: HttpRequest, number: str) -> Any:
    """One pay-out with its lines; a village sees its own line only."""
    actor = require_reader(request)
    run = require_visible_run(actor, number)
    lines = list(visible_lines(actor, run).order_by("party_id"))
    names = dict(Party.objects.filter(pk__in=[line.party_id for line in lines]).values_list("pk", "name"))
    paid = paid_entries(run, [line.party_id for line in lines])
    return {
        "number": number,
        "enclave": run.term_sheet.enclave.number,
        "from_day": run.from_day,
        "to_day": run.to_day,
        "state": run.activity.standing.state,
        "total": write_amount(run.total_fen, "CNY"),
        "inputs_sha256": run.inputs_sha256,
        "lines": [
            {
                "party": line.party_id,
                "name": names.get(line.party_id, ""),
                "amount": write_amount(line.amount_fen, "CNY"),
                "recovered": write_amount(line.recovered_fen, "CNY"),
                "paid_by_entry": paid[line.party_id].serial if line.party_id in paid else None,
            }
            for line in lines
        ],
    }


def _by(actor: Actor) -> By:
    assert actor.office_id is not None
    return By(actor.office_id, actor.own_side, actor.user_id)


def _done(moved: Moved) -> Activity:
    """The activity that was moved; every Problem where nothing was added."""
    if moved.activity is None or moved.problems:
        raise QuestionError(moved.problems)
    return Activity.objects.select_related("standing").get(pk=moved.activity.pk)


def _show(held: Activity) -> dict[str, Any]:
    standing = held.standing
    same = ("state", "since", "values", "awaits_side", "proposed_step", "due_on", "due_side")
    return {
        **{name: getattr(held, name) for name in ("number", "kind", "title", "opened_on", "is_example")},
        **{name: getattr(standing, name) for name in same},
        "pairing": held.pairing_id,
        "state_title": both(BOOK.activity(held.kind).state(standing.state).title),
        "due": standing.due_code,
    }


def _tell(actor: Actor, held: Activity) -> dict[str, Any]:
    kind = BOOK.activity(held.kind)
    side = side_on(actor, held) if may_step(actor, held) else None
    possible = [one.step.code for one in next_steps(kind, read_standing(kind, held), side) if one.ours]
    return {
        **_show(held),
        "steps_possible": possible,
        "steps": [
            {
                **{name: getattr(one, name) for name in ("sequence", "act", "step", "on_date", "side", "values")},
                "office": one.office_id,
                "documents": one.document_ids,
                "reason": one.reason,
                "answers": one.answers,
            }
            for one in held.steps.order_by("sequence")
        ],
        "money": [
            {
                "kind": line.kind.code,
                "stage": line.kind.stage,
                "unit": line.kind.amount_unit,
                "reported": None if line.reported is None else write_amount(line.reported, line.kind.amount_unit),
                "agreed": None if line.agreed is None else write_amount(line.agreed, line.kind.amount_unit),
                "entries": line.entries,
            }
            for line in money_of(kind, held)
        ],
    }
