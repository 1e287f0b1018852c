"""Readings held against the ledger as one actor may see it: results by claim, kept for a while and for lists.

The ledger's position and the actor's sight are part of what a result is kept under, so that a kept one is never stale
and never another office's. Writes no entry.
"""

from __future__ import annotations

from collections import Counter, OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from shanhai.evidence.desk import draft_of, full_day
from shanhai.evidence.models import Claim, DocumentReading, SeenResults
from shanhai.evidence.reconcile import Reconciled, reconcile_claims
from shanhai.ledger.may import scope_for
from shanhai.ledger.models import Position
from shanhai.offices.may import Actor

KEPT_MOST = 32
# The four results as lists count them: agreeing within rounding counts as agreeing.
GROUP_OF = {
    "agrees": "agrees",
    "within_rounding": "agrees",
    "differs": "differs",
    "no_entries": "none",
    "not_comparable": "apart",
}
GROUPS = ("agrees", "differs", "none", "apart")

_kept: OrderedDict[tuple[Any, ...], list[Reconciled]] = OrderedDict()


@dataclass(frozen=True, slots=True)
class Held:
    """A claim of a kept reading and what the ledger says to it."""

    claim: Claim
    result: Reconciled

    @property
    def group(self) -> str:
        """Under which of the four results it is counted."""
        return GROUP_OF[self.result.result]


def hold_reading(reading: DocumentReading, actor: Actor) -> list[Held]:
    """Hold every claim of a reading against the ledger, as far as the actor may see it."""
    claims = list(reading.claims.order_by("number"))
    seen, serial = scope_for(actor), ledger_position()
    key = (reading.pk, reading.read_at, reading.document.sha256, seen, serial, timezone.localdate())
    if key not in _kept:
        published_on = full_day(reading.says.get("published_on", ""))
        _kept[key] = reconcile_claims([draft_of(claim) for claim in claims], published_on=published_on, seen=seen)
        while len(_kept) > KEPT_MOST:
            _kept.popitem(last=False)
    held = [Held(claim, result) for claim, result in zip(claims, _kept[key], strict=True)]
    _note_results(reading, held, actor, serial=serial)
    return held


def hold_claim(claim: Claim, actor: Actor) -> Held:
    """Hold one claim of a kept reading against the ledger."""
    told = full_day(claim.reading.says.get("published_on", ""))
    result = reconcile_claims([draft_of(claim)], published_on=told, seen=scope_for(actor))[0]
    return Held(claim, result)


def count_groups(held: Sequence[Held]) -> dict[str, int]:
    """How many claims have each of the four results."""
    counts = Counter(one.group for one in held)
    return {group: counts[group] for group in GROUPS}


def seen_counts(readings: Sequence[DocumentReading], actor: Actor) -> dict[int, dict[str, int]]:
    """By reading: how many claims had each result when the actor's office last saw it; nothing where it never did."""
    rows = SeenResults.objects.filter(reading__in=readings, office_id=actor.office_id)
    found = {}
    for row in rows:
        counts = Counter(GROUP_OF[result] for result in row.results)
        found[row.reading_id] = {group: counts[group] for group in GROUPS}
    return found


def ledger_position() -> int:
    """The last serial of the ledger."""
    return Position.objects.values_list("serial", flat=True).first() or 0


def _note_results(reading: DocumentReading, held: Sequence[Held], actor: Actor, *, serial: int) -> None:
    """Keep what this office saw, unless that is what is kept already."""
    if actor.read_only:
        return
    results = [one.result.result for one in held]
    kept = SeenResults.objects.filter(reading=reading, office_id=actor.office_id).first()
    if kept is None or kept.serial != serial or kept.results != results:
        SeenResults.objects.update_or_create(
            reading=reading, office_id=actor.office_id, defaults={"serial": serial, "results": results}
        )
