"""Which rows of the ledger an actor may see, sign and add to, decided in the query. Writes nothing.

Rules in `offices/may.py`. An entry is seen by an office whose places touch either side of it, inside the office's
programmes; it is signed only by the side of the office itself, never by the office that entered it, and by nobody who
has spoken on it for the other side.
"""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Q, QuerySet

from shanhai.figures.scope import Scope
from shanhai.ledger.models import Batch, BatchState, Document, DocumentLink, Entry, OpenEntry, Signature
from shanhai.offices.may import Actor, may_report
from shanhai.registry.models import Pairing

IN_HAND = (BatchState.RECEIVED, BatchState.READING, BatchState.CHECKED, BatchState.RECORDING)
SIDES = ("giver", "receiver")


def visible_entries(actor: Actor | None, queryset: QuerySet[Entry] | None = None) -> QuerySet[Entry]:
    """Narrow entries to those the actor may see; none for nobody."""
    entries = Entry.objects.all() if queryset is None else queryset
    if actor is None or not actor.may_read:
        return entries.none()
    return _in_programmes(actor, entries.filter(_touches(actor)))


def signable_entries(actor: Actor | None, queryset: QuerySet[Entry] | None = None) -> QuerySet[Entry]:
    """Narrow entries to those on which the actor's side may give its word."""
    entries = visible_entries(actor, queryset)
    if actor is None or not actor.may_sign:
        return entries.none()
    own_side = Q() if actor.place_ids is None else Q(**{f"{actor.own_side}_place_id__in": actor.place_ids})
    entries = entries.filter(own_side, reverses_serial__isnull=True)
    return entries.exclude(office_id=actor.office_id).exclude(spoken_side=actor.own_side)


def spoken_on_as_other(actor: Actor | None, queryset: QuerySet[Entry] | None = None) -> QuerySet[Entry]:
    """Narrow entries to those the actor's user has entered or spoken on for another side than the actor's office.

    On these the user may not speak for this side, though the office may: `record.py` refuses the word.
    """
    entries = visible_entries(actor, queryset)
    if actor is None:
        return entries.none()
    words = Signature.objects.filter(entry_serial=OuterRef("serial"), signed_by_id=actor.user_id)
    as_other = words.exclude(side=actor.own_side).exclude(word="withdraws")
    entered = Q(entered_by_id=actor.user_id) & ~Q(spoken_side=actor.own_side)
    return entries.filter(entered | Exists(as_other))


def open_entries(actor: Actor | None, *, awaiting: str | None = None, state: str | None = None) -> QuerySet[OpenEntry]:
    """The entries in the actor's sight that wait for a word, of one side where `awaiting` names it.

    Seen from a side, only rows where that side is inside the actor's places, or, in the view of the other side, where
    the actor's own side is.
    """
    rows = OpenEntry.objects.all()
    if actor is None or not actor.may_read:
        return rows.none()
    rows = rows.filter(_touches(actor, side=actor.own_side if awaiting else None))
    if actor.programmes:
        rows = rows.filter(Q(pairing_id__in=visible_pairings(actor).values("id")))
    if awaiting:
        rows = rows.filter(awaits__in=[awaiting, "both"])
    return rows.filter(state=state) if state else rows


def scope_for(actor: Actor | None) -> Scope:
    """The part of the ledger whose figures the actor may ask: what touches its places, inside its programmes."""
    if actor is None or not actor.may_read:
        return Scope(touching_place_ids=frozenset())
    return Scope(touching_place_ids=actor.place_ids, programmes=frozenset(actor.programmes) or None)


def visible_pairings(actor: Actor | None, queryset: QuerySet[Pairing] | None = None) -> QuerySet[Pairing]:
    """Narrow pairings to those one of whose sides lies in the actor's places."""
    pairings = Pairing.objects.all() if queryset is None else queryset
    if actor is None or not actor.may_read:
        return pairings.none()
    if actor.programmes:
        pairings = pairings.filter(round__programme__key__in=actor.programmes)
    return pairings.filter(_touches(actor))


def visible_batches(actor: Actor | None) -> QuerySet[Batch]:
    """The received files of the actor's own office; what another office received is its own affair."""
    if actor is None or not actor.may_read or actor.read_only:
        return Batch.objects.none()
    return Batch.objects.filter(office_id=actor.office_id)


def batches_in_hand(actor: Actor | None) -> QuerySet[Batch]:
    """The files of the actor's office that are received but not yet recorded or refused."""
    return visible_batches(actor).filter(state__in=IN_HAND)


def visible_documents(actor: Actor | None) -> QuerySet[Document]:
    """Documents that are public, that the actor's office received, or that prove an entry the actor may see."""
    if actor is None or not actor.may_read:
        return Document.objects.none()
    own = Q() if actor.read_only else Q(office_id=actor.office_id)
    proving = DocumentLink.objects.filter(entry_serial__in=visible_entries(actor).values("serial"))
    return Document.objects.filter(own | Q(is_public=True) | Q(pk__in=proving.values("document_id")))


def may_publish(actor: Actor | None, document: Document) -> bool:
    """Tell whether the actor may say that a document is public, or no longer: a clerk or signer of who received it."""
    if actor is None or actor.office is None or document.office_id != actor.office_id:
        return False
    return actor.may_record or actor.may_sign


def may_write(actor: Actor | None, pairing: Pairing) -> bool:
    """Tell whether the actor may enter something about a pairing: as a clerk, on its office's side, in its places."""
    if actor is None or actor.office is None or not actor.may_record or not may_report(actor.office):
        return False
    if not actor.covers_programme(pairing.round.programme.key):
        return False
    return stands_on(actor, pairing.giver_place_id, pairing.receiver_place_id) is not None


def stands_on(actor: Actor, giver_place_id: str | None, receiver_place_id: str | None) -> str | None:
    """The side the actor's office speaks for between two places; None where it speaks for neither."""
    if actor.own_side == "giver":
        return "giver" if actor.covers(giver_place_id) else None
    if actor.own_side == "receiver":
        return "receiver" if actor.covers(receiver_place_id) else None
    return "neither" if actor.covers(giver_place_id) or actor.covers(receiver_place_id) else None


def require_visible_entry(actor: Actor | None, serial: int) -> Entry:
    """Return an entry the actor may see.

    Raises PermissionDenied both where there is none and where it is hidden, so that nobody learns which.
    """
    entry = visible_entries(actor).filter(serial=serial).first()
    if entry is None:
        raise PermissionDenied
    return entry


def _in_programmes(actor: Actor, entries: QuerySet[Entry]) -> QuerySet[Entry]:
    return entries.filter(programme__in=actor.programmes) if actor.programmes else entries


def _touches(actor: Actor, *, side: str | None = None) -> Q:
    """The condition that a row's sides (or one of them) lie in the actor's places."""
    if actor.place_ids is None:
        return Q()
    sides = SIDES if side not in SIDES else (side,)
    condition = Q(pk__in=[])
    for name in sides:
        condition |= Q(**{f"{name}_place_id__in": actor.place_ids})
    return condition
