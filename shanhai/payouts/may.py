"""Which pay-outs an actor may see: those of its places, and for a village those that pay it. Writes nothing."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet

from shanhai.activities.may import visible_activities
from shanhai.offices.may import Actor
from shanhai.payouts.models import PayoutLine, PayoutRun


def party_of(actor: Actor | None) -> int | None:
    """The party an office without a place of its own is bound to: a village collective or a firm."""
    if actor is None or actor.office is None or actor.office.place_id:
        return None
    return actor.office.party_id


def visible_runs(actor: Actor | None) -> QuerySet[PayoutRun]:
    """The runs the actor may see, with activity, standing and enclave."""
    runs = PayoutRun.objects.select_related("activity__standing", "term_sheet__enclave")
    if actor is None or not actor.may_read:
        return runs.none()
    seen = Q(activity__in=visible_activities(actor))
    party = party_of(actor)
    return (
        runs.filter(seen | Q(pk__in=PayoutLine.objects.filter(party_id=party).values("run")))
        if party
        else runs.filter(seen)
    )


def visible_lines(actor: Actor | None, run: PayoutRun) -> QuerySet[PayoutLine]:
    """The lines of a run the actor may see: a village sees its own, the two sides see all."""
    lines = PayoutLine.objects.filter(run=run)
    party = party_of(actor)
    return lines.filter(party_id=party) if party is not None else lines


def may_speak_for(actor: Actor, line: PayoutLine) -> bool:
    """Whether the actor may give a village's word: the village itself, or a clerk of the receiving side for it."""
    if actor.read_only:
        return False
    if party_of(actor) == line.party_id:
        return bool(actor.roles & {"clerk", "signer"})
    return actor.may_record and actor.own_side == "receiver" and actor.covers(line.run.activity.receiver_place_id)


def require_visible_run(actor: Actor | None, number: str) -> PayoutRun:
    """Return a run by its number; PermissionDenied where there is none or it is hidden."""
    run = visible_runs(actor).filter(activity__number=number).first()
    if run is None:
        raise PermissionDenied
    return run
