"""What waits for an office: steps of the other side to answer, and what is due soon or overdue. Writes nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import F, Q, QuerySet
from django.utils import timezone

from shanhai.activities.may import visible_activities
from shanhai.activities.models import Activity
from shanhai.activities.money import carry_over
from shanhai.catalogue.book import BOOK
from shanhai.catalogue.controls import write_yuan
from shanhai.catalogue.words import Words
from shanhai.ledger.terms import Where, read_history
from shanhai.offices.may import Actor
from shanhai.registry.models import Pairing

SOON_DAYS = 45
RETURN_DAYS = "funds.return_days"
LEFT_AT_MOST = 200


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
    items += _say_money_left(actor, today)
    return sorted(items, key=lambda item: (item.act != "answer", item.due or date.max, item.activity.number))


def count_waiting(actor: Actor | None) -> tuple[int, bool]:
    """Return how many activities wait for the actor's office, up to 1,000, and whether one is overdue or unanswered."""
    rows, today = _waiting_rows(actor), timezone.localdate()
    count = rows[:1000].count()
    late = count > 0 and rows.filter(Q(standing__due_on__lt=today) | ~Q(standing__awaits_side="")).exists()
    left = _say_money_left(actor, today)
    return count + len(left), late or any(one.overdue for one in left)


def _money_left(actor: Actor | None) -> list[tuple[Activity, int]]:
    """The terminated projects of the actor's own places whose assigned money was neither paid nor taken back."""
    if actor is None or actor.read_only or actor.own_side != "receiver":
        return []
    held = visible_activities(actor).filter(kind="funds.project", standing__state="terminated")
    if actor.place_ids is not None:
        held = held.filter(receiver_place_id__in=actor.place_ids)
    return carry_over(held[:LEFT_AT_MOST])


def _say_money_left(actor: Actor | None, today: date) -> list[Waiting]:
    """Say of each what is left and by when it is to be taken back, by what held on the day the project was ended."""
    held = _money_left(actor)
    if not held:
        return []
    history, programmes = read_history(), _programmes_of(activity for activity, _left in held)
    said = []
    for activity, left in held:
        ended_on = activity.standing.since
        where = Where(programmes.get(activity.pairing_id, ""), activity.giver_place_id, activity.receiver_place_id)
        due = ended_on + timedelta(days=history.value(RETURN_DAYS, ended_on, where))
        what = Words("项目已终止，收回余款 {left} 元", "Terminated: take back the {left} yuan left")
        said.append(Waiting(activity, "due", what.fill(left=write_yuan(left)), due, due < today))
    return said


def _programmes_of(activities: Iterable[Activity]) -> dict[int | None, str]:
    pairings = Pairing.objects.filter(pk__in={activity.pairing_id for activity in activities})
    return dict(pairings.values_list("pk", "round__programme__key"))


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
