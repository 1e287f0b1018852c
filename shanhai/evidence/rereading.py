"""Documents read with older rules or words, and reading them again: one, or all of an office some at a time.

Nothing is kept of how far a round has come: what is left is what is still read with older rules. A round may be begun
again, broken off or run twice at once; a document that is read with today's rules is passed over.
"""

from __future__ import annotations

import time
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from shanhai.evidence.desk import Told, is_old, latest_readings, read_again
from shanhai.evidence.hold import hold_reading
from shanhai.evidence.models import DocumentReading, SeenResults
from shanhai.evidence.reading_rules import read_with_now
from shanhai.offices.may import Actor

SECONDS_A_TURN = 2.0
DOCUMENTS_A_TURN = 200


@dataclass(frozen=True, slots=True)
class Turn:
    """One turn of a round: up to which document it came, and how many documents behind that are left."""

    up_to: int
    left: int


def read_with_older() -> Q:
    """The condition that a reading was made with other rules or words than today's."""
    words, rules = read_with_now()
    return ~Q(vocabulary_version=words) | Q(rules_version__isnull=True) | ~Q(rules_version=rules)


def old_readings(actor: Actor) -> QuerySet[DocumentReading]:
    """The documents that the actor's own office received whose newest reading was made with older rules or words."""
    if actor.read_only or not actor.may_read:
        return DocumentReading.objects.none()
    own = latest_readings(DocumentReading.objects.filter(document__office_id=actor.office_id))
    return own.filter(read_with_older()).select_related("document")


def read_next(actor: Actor, *, after: int) -> Turn:
    """Read some more of the office's documents again, in the order they were received, behind the one named.

    At least one, then as many as begin within two seconds. One that cannot be read stays as it is and is passed
    over, so that a round always ends.
    """
    started = time.monotonic()
    left = old_readings(actor).filter(document__gt=after).order_by("document_id")
    # their numbers first, so that no more than one long text at a time is in hand
    for number in list(left.values_list("pk", flat=True)[:DOCUMENTS_A_TURN]):
        reading = DocumentReading.objects.select_related("document").get(pk=number)
        after = reading.document_id
        _read_one(reading, actor)
        if time.monotonic() - started >= SECONDS_A_TURN:
            break
    return Turn(after, left.filter(document__gt=after).count())


def _read_one(reading: DocumentReading, actor: Actor) -> None:
    taken = read_again(reading, told=Told(), actor=actor)
    was_seen = SeenResults.objects.filter(reading__document=reading.document_id, office_id=actor.office_id).exists()
    if taken.reading is not None and not is_old(taken.reading) and was_seen:
        # what the lists tell of it is held against the ledger anew, as if it had been opened
        hold_reading(taken.reading, actor)
