"""Which activities an actor may see and move, decided in the query. Writes nothing."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet

from shanhai.activities.models import Activity
from shanhai.offices.may import Actor


def visible_activities(actor: Actor | None) -> QuerySet[Activity]:
    """Activities one of whose sides lies in the actor's places, those its own office opened, none for nobody."""
    activities = Activity.objects.select_related("standing")
    if actor is None or not actor.may_read:
        return activities.none()
    if actor.place_ids is None:
        return activities
    touching = Q(giver_place_id__in=actor.place_ids) | Q(receiver_place_id__in=actor.place_ids)
    return activities.filter(touching | Q(office_id=actor.office_id))


def side_on(actor: Actor, activity: Activity) -> str | None:
    """The side the actor speaks for on an activity; None where it may only look."""
    if actor.read_only or actor.own_side not in ("giver", "receiver"):
        return None
    place = activity.giver_place_id if actor.own_side == "giver" else activity.receiver_place_id
    return actor.own_side if actor.covers(place) else None


def require_visible_activity(actor: Actor | None, number: str) -> Activity:
    """Return an activity the actor may see.

    Raises PermissionDenied both where there is none and where it is hidden, so that nobody learns which.
    """
    activity = visible_activities(actor).filter(number=number).first()
    if activity is None:
        raise PermissionDenied
    return activity


def may_step(actor: Actor | None, activity: Activity) -> bool:
    """Whether the actor may take a step: a clerk or signer on one of the activity's sides."""
    return actor is not None and (actor.may_record or actor.may_sign) and side_on(actor, activity) is not None


def may_answer(actor: Actor | None, activity: Activity) -> bool:
    """Whether the actor may give its side's word on a proposed step: a signer on one of the activity's sides."""
    return actor is not None and actor.may_sign and side_on(actor, activity) is not None
