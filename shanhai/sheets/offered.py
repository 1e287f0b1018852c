"""Which choices the place of an office offers: its own lists, else those of the places above, as settings name them."""

from __future__ import annotations

from datetime import date

from shanhai.ledger.terms import Where, setting_values
from shanhai.offices.models import Office
from shanhai.sheets.world import World


def offered_choices(office: Office, today: date) -> dict[str, frozenset[str]]:
    """Return the codes of the choices offered, by the setting that lists them.

    The other side's place counts where the office has only one partner; so does the programme where there is one.
    """
    return {
        code: frozenset(value)
        for code, value in setting_values(today, where_of(office, today)).items()
        if isinstance(value, tuple)
    }


def where_of(office: Office, today: date) -> Where:
    """Return what is known of where an office's rows lie before any is written."""
    world = World(office)
    areas = [
        one
        for one in world.pairings.by_id.values()
        if one.holds_on(today)
        and one.giver_party_id is None
        and one.receiver_party_id is None
        and (world.covers(one.giver_place_id) or world.covers(one.receiver_place_id))
    ]
    givers, receivers = {one.giver_place_id for one in areas}, {one.receiver_place_id for one in areas}
    programmes = {one.programme for one in areas}
    known = {side: _only(ids) for side, ids in (("giver", givers), ("receiver", receivers))}
    if office.place_id and office.side in known:
        known[office.side] = office.place_id
    return Where(_only(programmes), known["giver"], known["receiver"])


def _only(found: set[str | None] | set[str]) -> str:
    return (next(iter(found)) or "") if len(found) == 1 else ""
