"""What a form of a new entry knows before anything is typed: the number of the activity it is about is said once.

An entry about a project, a gift or a park carries its number. It comes from the activity's page, from an entry that
bears it already (as the sum assigned to a project), or from the only activity that may be meant. All of it may be
changed in the form. Reads only.
"""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from shanhai.activities.may import side_on, visible_activities
from shanhai.activities.models import Activity
from shanhai.catalogue.activity import ActivityKind
from shanhai.catalogue.book import BOOK
from shanhai.catalogue.declare import Kind
from shanhai.ledger.may import SIDES, visible_entries, visible_pairings
from shanhai.ledger.models import Entry
from shanhai.offices.may import Actor
from shanhai.registry.places import name_of
from shanhai.web.typed_form import texts_of_activity, texts_of_entry

OFFERED_AT_MOST = 200
ALWAYS_TAKEN_OVER = ("giver_place", "receiver_place", "programme")


def known_before(actor: Actor, kind: Kind, about: str) -> dict[str, str]:
    """Return texts by column for an entry about a number; without one, about the only activity open to it, if any.

    An office of one pairing finds its two places. Nothing comes of a number that the actor may not see.
    """
    if not about:
        only = open_activities(actor, kind)[:2]
        return texts_of_activity(only[0], kind) if len(only) == 1 else _places_of_only_pairing(actor)
    held = visible_activities(actor).filter(number=about, kind__in=[one.code for one in _held_by(kind)]).first()
    return texts_of_activity(held, kind) if held is not None else _texts_of_earlier(actor, kind, about)


def _places_of_only_pairing(actor: Actor) -> dict[str, str]:
    """The places on both sides, where the actor's office has exactly one pairing now."""
    if actor.own_side not in ("giver", "receiver"):
        return {}
    held = visible_pairings(actor).filter(status="current", giver_place__isnull=False, receiver_place__isnull=False)
    if actor.place_ids is not None:
        held = held.filter(**{f"{actor.own_side}_place_id__in": actor.place_ids})
    sides = list(held.values_list("giver_place_id", "receiver_place_id").distinct()[:2])
    if len(sides) != 1:
        return {}
    today = timezone.localdate()
    return {f"{side}_place": name_of(place, today) for side, place in zip(SIDES, sides[0], strict=True)}


def _texts_of_earlier(actor: Actor, kind: Kind, about: str) -> dict[str, str]:
    """What the newest entry about the same number says of any other: not what tells it from others, nor who paid."""
    kin = sorted({code for one in _held_by(kind) for code in one.entry_kinds})
    rows = visible_entries(actor).filter(subject=about, kind__in=kin, reverses_serial__isnull=True)
    earlier = rows.order_by("-serial").first()
    if earlier is None or kind.subject is None:
        return {}
    own = {column.code for column in kind.columns} - set(kind.natural_key)
    texts = texts_of_entry(earlier, BOOK.kind(earlier.kind))
    return {code: text for code, text in texts.items() if code in own or code in ALWAYS_TAKEN_OVER} | {
        kind.subject: about
    }


def open_activities(actor: Actor, kind: Kind) -> QuerySet[Activity]:
    """Return the activities of the actor's own side that an entry of this kind may be about, newest first."""
    held_by = _held_by(kind)
    rows = visible_activities(actor).filter(kind__in=[one.code for one in held_by])
    if not held_by or actor.read_only or actor.own_side not in ("giver", "receiver"):
        return rows.none()
    if actor.place_ids is not None:
        rows = rows.filter(**{f"{actor.own_side}_place_id__in": actor.place_ids})
    ended = {(one.code, state.code) for one in held_by for state in one.states if state.ended}
    for code, state in sorted(ended):
        rows = rows.exclude(kind=code, standing__state=state)
    return rows.order_by("-pk")


def offer_numbers(actor: Actor, kind: Kind) -> list[tuple[str, str]]:
    """Return (number, title) of what an entry of this kind may be about, for the list at its field."""
    return list(open_activities(actor, kind).values_list("number", "title")[:OFFERED_AT_MOST])


def kinds_that_follow(actor: Actor, entry: Entry) -> list[Kind]:
    """Return the kinds of entry that may be made about the same activity next; none where it ended or is not ours."""
    place: Any = {"giver": entry.giver_place_id, "receiver": entry.receiver_place_id}.get(actor.own_side)
    if not (entry.subject and place and actor.may_record and actor.covers(place)):
        return []
    held = Activity.objects.select_related("standing").filter(number=entry.subject).first()
    if held is not None:
        kind = BOOK.activity(held.kind)
        if side_on(actor, held) is None or kind.state(held.standing.state).ended:
            return []
    own = BOOK.kind(entry.kind).subject
    codes = dict.fromkeys(code for one in BOOK.activities if entry.kind in one.entry_kinds for code in one.entry_kinds)
    return [BOOK.kind(code) for code in codes if BOOK.kind(code).subject == own]


def _held_by(kind: Kind) -> list[ActivityKind]:
    """The kinds of activity whose entries are of this kind, told by the number in its subject."""
    return [one for one in BOOK.activities if kind.subject is not None and kind.code in one.entry_kinds]
