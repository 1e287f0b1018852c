"""Activities as lists: by kind, narrowed, sorted, exported; beginning one; splitting one amount over several."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, replace
from typing import Any

from django.contrib import messages
from django.db.models import Count, F, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from shanhai.activities.may import visible_activities
from shanhai.activities.models import Activity
from shanhai.activities.money import carry_over, check_pairing, project_sums
from shanhai.activities.move import By, Moved, Opening, open_activity
from shanhai.catalogue.activity import ActivityKind
from shanhai.catalogue.book import BOOK, UnknownCodeError
from shanhai.catalogue.words import Problem, Words
from shanhai.ledger.may import may_write, visible_pairings
from shanhai.offices.audit import note_read, note_write
from shanhai.offices.may import Actor, RoleMissingError, require_reader
from shanhai.offices.models import Role
from shanhai.registry.models import Pairing
from shanhai.web.activity_form import make_fields, posted_values, show_value, summary_of
from shanhai.web.forms import read_day_if_written
from shanhai.web.lists import dated, number_in, number_of, page_of, send_workbook, sort_rows, text_of, whole
from shanhai.web.templatetags.words import say, word

EXPORTED_AT_MOST = 20_000
PAIRINGS_OFFERED = 300
SORTS = {
    "number": "number",
    "title": "title",
    "state": "standing__state",
    "since": "standing__since",
    "due": "standing__due_on",
}


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a list: the activity, its pairing, its state, what is due, its mark and the kind's own columns."""

    activity: Activity
    kind: ActivityKind
    pairing: Pairing | None
    state: Words
    due: Words | None
    overdue: bool
    mark: Any
    cells: tuple[tuple[Words, str, bool], ...]
    assigned: int | None = None
    paid: int | None = None

    @property
    def key(self) -> tuple[Hashable, ...]:
        """All that the row shows."""
        one, sides = self.activity, self.pairing and (self.pairing.giver_label, self.pairing.receiver_label)
        due = (self.due, self.overdue, one.standing.due_on, one.standing.awaits_side, self.mark and self.mark.code)
        said = (one.number, one.title, one.is_example, self.kind.code, self.state)
        return (*said, sides, due, self.cells, self.assigned, self.paid)


@require_GET
def activities(request: HttpRequest) -> HttpResponse:
    """Show or export the activities in the actor's sight, of one kind or of all."""
    actor = require_reader(request)
    kind = _kind_asked(request)
    seen = visible_activities(actor)
    rows = _narrow(request, seen, kind)
    rows, sort = sort_rows(request, rows, by=SORTS, default="-number" if kind is None else "number")
    if request.GET.get("export"):
        return _export(request, rows[:EXPORTED_AT_MOST], kind)
    page = page_of(request, rows)
    counts = dict(seen.values_list("kind").annotate(count=Count("pk")))
    values = {
        "kind": kind,
        "tabs": [(one, counts.get(one.code, 0)) for one in BOOK.activities],
        "total": sum(counts.values()),
        "page": page,
        "rows": tell_rows(list(page)),
        "sort": sort,
        "text": text_of(request),
        "state": request.GET.get("state", ""),
        "mark": request.GET.get("mark", ""),
        "overdue": request.GET.get("overdue", ""),
        "pairing": Pairing.objects.filter(pk=number_of(request, "pairing") or 0).first(),
        "checks": _checks(request, actor, kind),
        "may_open": actor.may_record and (kind is None or _may_begin(actor, kind)),
        "with_money": kind is not None and kind.code == "funds.project",
    }
    return render(request, "web/activities.html", values)


def _kind_asked(request: HttpRequest) -> ActivityKind | None:
    code = request.GET.get("kind", "")
    return next((kind for kind in BOOK.activities if kind.code == code), None)


def _may_begin(actor: Actor, kind: ActivityKind) -> bool:
    return kind.begun_by_hand and kind.opened_by in ("either", actor.own_side)


def _narrow(request: HttpRequest, rows: QuerySet[Activity], kind: ActivityKind | None) -> QuerySet[Activity]:
    """Keep what the address asks for; a condition that is not known is left out."""
    text = text_of(request)
    if kind is not None:
        rows = rows.filter(kind=kind.code)
        state, mark = request.GET.get("state", ""), request.GET.get("mark", "")
        if any(one.code == state for one in kind.states):
            rows = rows.filter(standing__state=state)
        if any(one.code == mark for one in kind.marks):
            rows = rows.filter(standing__mark=mark)
    if text:
        rows = rows.filter(Q(title__icontains=text) | Q(number__icontains=text))
    pairing = number_of(request, "pairing")
    if pairing:
        rows = rows.filter(pairing_id=pairing)
    if request.GET.get("overdue"):
        rows = rows.filter(standing__due_on__lt=timezone.localdate())
    return rows


def tell_rows(page: list[Activity]) -> list[Row]:
    """Return the lines of a page in a handful of queries; sums of projects come once per pairing."""
    today = timezone.localdate()
    pairings = Pairing.objects.in_bulk({one.pairing_id for one in page if one.pairing_id})
    sums: dict[int | None, Any] = {}
    rows = []
    for activity in page:
        kind, standing = BOOK.activity(activity.kind), activity.standing
        clock = next((one for one in kind.clocks if one.code == standing.due_code), None)
        assigned = paid = None
        if kind.code == "funds.project":
            if activity.pairing_id not in sums:
                sums[activity.pairing_id] = project_sums(activity.pairing_id)
            found = sums[activity.pairing_id].get(activity.number)
            assigned, paid = (found.assigned_fen, found.paid_fen) if found else (None, None)
        rows.append(
            Row(
                activity,
                kind,
                pairings.get(activity.pairing_id) if activity.pairing_id else None,
                kind.state(standing.state).title,
                clock.title if clock and standing.due_on else None,
                standing.due_on is not None and standing.due_on < today,
                next((one for one in kind.marks if one.code == standing.mark), None),
                _cells(kind, standing.values),
                assigned,
                paid,
            )
        )
    return rows


def _cells(kind: ActivityKind, values: dict[str, Any]) -> tuple[tuple[Words, str, bool], ...]:
    columns = [kind.column(code) for code in kind.list_columns]
    return tuple(
        (
            column.title,
            show_value(column, values.get(column.code)) or "—",
            column.type in ("money", "count", "decimal", "year"),
        )
        for column in columns
        if column is not None
    )


def _checks(request: HttpRequest, actor: Actor, kind: ActivityKind | None) -> list[tuple[Pairing, list[Problem]]]:
    """The checks of money over the pairing asked for, else over the actor's own where there are few."""
    if kind is None or kind.code != "funds.project":
        return []
    pairings = visible_pairings(actor).filter(level="county")
    asked = number_of(request, "pairing")
    held = list(pairings.filter(pk=asked) if asked else pairings[:6])
    if len(held) > 5:
        return []
    found = [(one, check_pairing(one.pk)) for one in held]
    return [(one, problems) for one, problems in found if problems]


def _export(request: HttpRequest, rows: QuerySet[Activity], kind: ActivityKind | None) -> HttpResponse:
    listed = tell_rows(list(rows))
    own = [column for code in kind.list_columns if (column := kind.column(code))] if kind else []
    with_money = kind is not None and kind.code == "funds.project"
    columns = [
        say("编号", "Number"), say("名称", "Title"), say("类别", "Kind"), say("海方", "Giving side"),
        say("山方", "Receiving side"), say("环节", "State"), say("自", "Since"), say("应办", "Due"),
        say("期限", "By"), *(word(column.title) for column in own),
        *([say("分解（元）", "Assigned (CNY)"), say("拨付（元）", "Paid (CNY)")] if with_money else []),
    ]  # fmt: skip
    cells = []
    for row in listed:
        money = [whole(row.assigned), whole(row.paid)] if with_money else []
        cells.append(
            [
                row.activity.number, row.activity.title, word(row.kind.title),
                row.pairing.giver_label if row.pairing else "", row.pairing.receiver_label if row.pairing else "",
                word(row.state), row.activity.standing.since, word(row.due) if row.due else "",
                row.activity.standing.due_on, *(text if kind else "" for _title, text, _n in row.cells if kind), *money,
            ]
        )  # fmt: skip
    note_read(request, "ledger.export", "activities", rows=len(cells))
    title = word(kind.title) if kind else say("事项", "Activities")
    return send_workbook(title, columns, cells, file_name=dated(title))


@require_http_methods(["GET", "POST"])
def begin(request: HttpRequest) -> HttpResponse:
    """Begin an activity of a kind; without one, show which kinds there are."""
    actor = require_reader(request)
    if not actor.may_record:
        raise RoleMissingError((Role.CLERK.value,))
    code = request.GET.get("kind", "")
    if not code:
        offered = [kind for kind in BOOK.activities if _may_begin(actor, kind)]
        return render(request, "web/choose_activity.html", {"kinds": offered})
    try:
        kind = BOOK.activity(code)
    except UnknownCodeError as fault:
        raise Http404 from fault
    if not kind.begun_by_hand:
        raise Http404
    problems: list[Problem] = []
    source = _find_origin(actor, kind, request.GET.get("from", ""))
    values: dict[str, Any] = _values_of_origin(kind, source) if source else {}
    if request.method == "POST":
        values = posted_values(request.POST.dict())
        opened_on = read_day_if_written(request.POST.get("opened_on", ""), "opened_on", problems)
        opening = replace(_opening_of(request, actor, kind, values), opened_on=opened_on)
        moved = open_activity(opening, by=_by(actor)) if not problems else Moved(None, None, problems)
        if moved.activity is not None:
            note_write(request, "activity.open", moved.activity.number)
            return redirect("activity", number=moved.activity.number)
        known = next((one for one in moved.problems if one.code == "opened_before"), None)
        if known is not None:
            messages.warning(request, word(known.what))
            return redirect("activity", number=known.value)
        problems = moved.problems
    filled_later = {code for step in kind.steps for code in (*step.columns, *step.optional)}
    asked = {*kind.opening, *kind.opening_optional}
    columns = [column for column in kind.columns if column.code in asked or column.code not in filled_later]
    fields = make_fields(columns, values=values, required=kind.opening, problems=problems)
    shown = {
        "kind": kind,
        "fields": fields,
        "problems": summary_of(problems, fields),
        "pairings": visible_pairings(actor).filter(status="current").order_by("giver_label")[:PAIRINGS_OFFERED],
        "pairing": number_in(request.POST.get("pairing") or request.GET.get("pairing", ""))
        or (source.pairing_id if source else None),
        "title": request.POST.get("title", source.title if source else ""),
        "number": request.POST.get("number", ""),
        "questions": [one for one in problems if one.weight == "ask"],
        "accepted": request.POST.getlist("accept"),
        "opened_on": request.POST.get("opened_on") or timezone.localdate().isoformat(),
    }
    return render(request, "web/begin_activity.html", shown, status=422 if problems else 200)


def _find_origin(actor: Actor, kind: ActivityKind, number: str) -> Activity | None:
    """The activity that a new one comes from, where the reader may see it."""
    if kind.origin is None or not number:
        return None
    return visible_activities(actor).filter(kind=kind.origin.kind, number=number).first()


def _values_of_origin(kind: ActivityKind, source: Activity) -> dict[str, Any]:
    """What an activity knows already of one that comes from it: its number, and columns both have."""
    known = source.standing.values
    own = {column.code: known[column.code] for column in kind.columns if column.code in known}
    return own | ({kind.origin.column: source.number} if kind.origin else {})


def _opening_of(request: HttpRequest, actor: Actor, kind: ActivityKind, values: dict[str, Any]) -> Opening:
    """What was posted, with the pairing only where the actor may write about it."""
    held = Pairing.objects.select_related("round__programme").filter(pk=number_in(request.POST.get("pairing", "")) or 0)
    pairing = held.first()
    return Opening(
        kind.code,
        request.POST.get("title", "").strip()[:200],
        {code: value for code, value in values.items() if value.strip()},
        pairing_id=pairing.pk if pairing is not None and may_write(actor, pairing) else None,
        number=request.POST.get("number", "").strip(),
        accepted=frozenset(request.POST.getlist("accept")),
        is_example=bool(actor.office and actor.office.is_example),
    )


def _by(actor: Actor) -> By:
    assert actor.office_id is not None
    return By(actor.office_id, actor.own_side, actor.user_id)


@require_GET
def carried(request: HttpRequest) -> HttpResponse:
    """Show what projects have left of their assigned money, to be carried into the next year."""
    actor = require_reader(request)
    ended = [state.code for state in BOOK.activity("funds.project").states if state.ended]
    rows = visible_activities(actor).filter(kind="funds.project", pairing_id__isnull=False)
    rows = rows.exclude(standing__state__in=ended)
    pairing = number_of(request, "pairing")
    if pairing:
        rows = rows.filter(pairing_id=pairing)
    left = carry_over(rows.order_by(F("pairing_id"), "number")[:EXPORTED_AT_MOST])
    if request.GET.get("export"):
        columns = [say("编号", "Number"), say("名称", "Title"), say("未付（元）", "Left (CNY)")]
        cells = [[one.number, one.title, whole(amount)] for one, amount in left]
        name = say("结转资金", "carried-over")
        return send_workbook(name, columns, cells, file_name=dated(name))
    values = {
        "left": left[:200],
        "count": len(left),
        "total": sum(amount for _one, amount in left),
        "back": reverse("activities"),
    }
    return render(request, "web/carried_over.html", values)


urlpatterns = [
    path("activities", activities, name="activities"),
    path("activities/new", begin, name="begin_activity"),
    path("activities/carried-over", carried, name="carried_over"),
]
