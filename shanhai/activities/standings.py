"""Where an activity stands, folded from its stored steps. Reads only."""

from __future__ import annotations

from shanhai.activities.machine import Standing, TakenStep, find_standing
from shanhai.activities.models import Activity
from shanhai.catalogue.activity import ActivityKind


def read_standing(kind: ActivityKind, activity: Activity) -> Standing:
    """Fold an activity's stored steps into its standing."""
    taken = [
        TakenStep(
            step.sequence, step.act, step.step, step.on_date, step.side, step.values, step.answers, step.taken_by_id
        )
        for step in activity.steps.order_by("sequence")
    ]
    return find_standing(kind, taken, opened_on=activity.opened_on, values=activity.values)
