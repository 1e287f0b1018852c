"""What waits for an office: steps of the other side to answer, and what is due soon or overdue. Writes nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import F, Q, QuerySet
from django.utils import timezone

from shanhai.activities.may import visible_activities
from shanhai.activities.models import Activity
from shanhai.catalogue.book import BOOK
from shanhai.catalogue.words import Words
from shanhai.offices.may import Actor

SOON_DAYS = 45


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing that waits: the activity, what to do, by when (None where no day is known), and whether it is late.

    `act` is `answer` (the other side proposed a step) or `due` (a clock runs).
    """

    activity: Activity
    act: str
    what: Words
    due: date | None
    overdue: bool


def waiting_for(actor: Actor | None, *, most: int = 200) -> list[Waiting]:
    """Return what waits for the actor's office, answers first, then by day; `most` bounds the list."""
    rows = _waiting_rows(actor).order_by(F("standing__due_on").asc(nulls_last=True), "pk")[:most]
    today = timezone.localdate()
    items = [item for activity in rows for item in _say(actor, activity, today)] if actor else []
    return sorted(items, key=lambda item: (item.act != "answer", item.due or date.max, item.activity.number))


def count_waiting(actor: Actor | None) -> tuple[int, bool]:
    """Return how many activities wait for the actor's office, up to 1,000, and whether one is overdue or unanswered."""
    rows = _waiting_rows(actor)
    count = rows[:1000].count()
    late = (
        count > 0 and rows.filter(Q(standing__due_on__lt=timezone.localdate()) | ~Q(standing__awaits_side="")).exists()
    )
    return count, late


def _waiting_rows(actor: Actor | None) -> QuerySet[Activity]:
    activities = visible_activities(actor)
    if actor is None or actor.read_only or actor.own_side not in ("giver", "receiver"):
        return activities.none()
    if actor.place_ids is not None:
        activities = activities.filter(**{f"{actor.own_side}_place_id__in": actor.place_ids})
    sides = (actor.own_side, "either")
    soon = timezone.localdate() + timedelta(days=SOON_DAYS)
    answer = Q(standing__awaits_side__in=sides)
    due = Q(standing__due_side__in=sides, standing__due_on__lte=soon, standing__awaits_side="")
    return activities.filter(answer | due)


def _say(actor: Actor, activity: Activity, today: date) -> list[Waiting]:
    standing = activity.standing
    kind = BOOK.activity(activity.kind)
    if standing.awaits_side in (actor.own_side, "either"):
        step = kind.step(standing.proposed_step)
        title = step.title if step else Words(standing.proposed_step, standing.proposed_step)
        what = Words("对方提出“{step}”，请答复", "The other side proposes: {step}").fill(step=title)
        return [Waiting(activity, "answer", what, standing.due_on, False)]
    clock = next((clock for clock in kind.clocks if clock.code == standing.due_code), None)
    if clock is None:
        return []
    overdue = standing.due_on is not None and standing.due_on < today
    return [Waiting(activity, "due", clock.title, standing.due_on, overdue)]
