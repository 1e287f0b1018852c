"""What is asked before an office is kept: whether its side is one its place has, and what its closing leaves open.

It reads the ledger and writes nothing. Each question is a Problem of weight `ask`; who stands by it accepts its code.
"""

from __future__ import annotations

from shanhai.catalogue.words import Problem, Words
from shanhai.ledger.models import Entry, OpenEntry
from shanhai.offices.may import places_of_office, side_spoken_for
from shanhai.offices.models import Membership, Office
from shanhai.registry.models import Pairing

SIDES = {"giver": Words("海方", "giving"), "receiver": Words("山方", "receiving")}
OTHER = {"giver": "receiver", "receiver": "giver"}


def ask_about_office(office: Office) -> list[Problem]:
    """Return what an administrator is asked about an office as it is to be kept; what it leaves open is as it was."""
    before = Office.objects.filter(pk=office.pk, is_active=True).first()
    asked = [_ask_side(office), _ask_closing(before) if before is not None and not office.is_active else None]
    return [one for one in asked if one is not None]


def _ask_side(office: Office) -> Problem | None:
    """Ask where the place, or what lies below it, is or was in pairings, but never on this side."""
    places = places_of_office(office)
    if office.side not in SIDES or not places:
        return None
    stands = {side: Pairing.objects.filter(**{f"{side}_place_id__in": places}).exists() for side in SIDES}
    if stands[office.side] or not stands[OTHER[office.side]]:
        return None
    what = Words(
        "按登记的结对，这个地方只作{other}，没有作过{side}。",
        "In all registered pairings this place stands on the {other_en} side only, never on the {side_en} side.",
    )
    side, other = SIDES[office.side], SIDES[OTHER[office.side]]
    filled = what.fill(side=side.zh, other=other.zh, side_en=side.en, other_en=other.en)
    return Problem("office.side", "ask", filled, field="side")


def _ask_closing(office: Office) -> Problem | None:
    """Ask where an office has entries nobody signed yet, or its side owes words that no other office would give."""
    own = Entry.objects.filter(office_id=office.pk).values("serial")
    unsigned = OpenEntry.objects.filter(entry_serial__in=own).count()
    owed = _count_owed(office)
    people = Membership.objects.filter(office=office).values("user_id").distinct().count()
    if not unsigned and not owed:
        return None
    what = Words(
        "停用后：本机构记的还有 {unsigned} 条没有签妥，等本机构这一方表态的还有 {owed} 条，"
        "{people} 人不能再用本机构办事。",
        "After closing: {unsigned} entries of this office are not settled, {owed} wait for the word of its side, and "
        "{people} people can no longer act for it.",
    ).fill(unsigned=unsigned, owed=owed, people=people)
    return Problem("office.closing", "ask", what, field="is_active")


def _count_owed(office: Office) -> int:
    side, places = side_spoken_for(office), places_of_office(office)
    if side not in SIDES:
        return 0
    rows = OpenEntry.objects.filter(awaits__in=[side, "both"])
    return rows.filter(**{f"{side}_place_id__in": places}).count() if places is not None else rows.count()
