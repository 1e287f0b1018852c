"""Pairs of townships, villages, communities, schools and hospitals: which do something real, and which sleep.

No public text says what makes a pair real. Here it is one that did something in the last year which a document proves;
it sleeps once nothing was done for the days of a setting. Changes nothing.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from shanhai.catalogue.book import BOOK
from shanhai.catalogue.words import Words
from shanhai.ledger.entry_numbers import write_entry_number
from shanhai.ledger.may import visible_entries, visible_pairings
from shanhai.ledger.models import DocumentLink, Entry
from shanhai.offices.may import Actor
from shanhai.registry.models import Pairing, PairingLevel
from shanhai.web.registers import (
    Cell,
    Register,
    Sum,
    count,
    day,
    look,
    number_head,
    show_register,
    text_head,
    value_by_place,
)
from shanhai.web.templatetags.words import word

PAIR, DONE = "village_revitalisation.unit_pair", "village_revitalisation.pair_activity"
SLEEPING = "village_revitalisation.sleeping_days"
AT_ONCE = 500
YEAR = timedelta(days=365)
# Levels of the registry by the kind of units the ledger names.
LEVELS = {
    PairingLevel.TOWN.value: "township",
    PairingLevel.VILLAGE.value: "village",
    PairingLevel.COMMUNITY.value: "community",
    PairingLevel.SCHOOL.value: "school",
    PairingLevel.HOSPITAL.value: "hospital",
    PairingLevel.FIRM.value: "firm",
}
STATES = {
    "real": Words("实质性结对", "Real"),
    "bare": Words("有活动，没有凭据", "Active, no document"),
    "sleeping": Words("沉睡", "Sleeping"),
    "ended": Words("已解除", "Ended"),
}
COUNTED = ("townships_paired", "villages_paired", "communities_paired", "schools_paired", "hospitals_paired")


@dataclass(slots=True)
class Pair:
    """Two units in a pair and what they did."""

    kind: str
    giver: str
    receiver: str
    since: date | None = None
    running: bool = True
    pairing_id: int | None = None
    times: int = 0
    last: date | None = None
    proved: date | None = None
    newest: Entry | None = None

    def state(self, today: date, sleeping_days: int) -> str:
        """Return `real`, `bare`, `sleeping` or `ended` on a day."""
        if not self.running:
            return "ended"
        newest = self.last or self.since
        if newest is None or (today - newest).days > sleeping_days:
            return "sleeping"
        if self.proved is not None and today - self.proved <= YEAR:
            return "real"
        return "bare"


def _receiver_places(found: list[Pair]) -> dict[int | None, tuple[str, str]]:
    """The receiving place and the programme of each pairing that pairs belong to."""
    ids = {one.pairing_id for one in found if one.pairing_id}
    rows = Pairing.objects.filter(pk__in=ids).values_list("pk", "receiver_place_id", "round__programme__key")
    return {pk: (place or "", programme) for pk, place, programme in rows}


@require_GET
def pairs(request: HttpRequest) -> HttpResponse:
    """Show or export every pair of units in the actor's sight with what it did last."""
    sight = look(request)
    asleep_after = value_by_place(SLEEPING)
    days = int(asleep_after(sight.actor.office.place_id if sight.actor.office is not None else ""))
    kinds = {one.code: one.title for one in BOOK.kind(PAIR).column("unit_kind").choices}
    kind = sight.condition("kind", Words("类别", "Kind"), kinds, every=Words("各类", "All kinds"))
    state = sight.condition("state", Words("状态", "State"), STATES, every=Words("各状态", "All states"))
    found = [one for one in find_pairs(sight.actor) if kind.lets(one.kind)]
    places = _receiver_places(found)
    told = [(one, one.state(sight.today, int(asleep_after(*places.get(one.pairing_id, ("", "")))))) for one in found]
    rows = [
        _row(one, code, kinds)
        for one, code in sorted(told, key=lambda pair: (pair[0].last or date.min, pair[0].giver))
        if state.lets(code) and sight.fits(one.giver, one.receiver)
    ]
    sums = tuple(sight.tell(code, BOOK.indicator(code).title) for code in COUNTED)
    return show_register(
        request,
        Register(
            title=Words("单位结对", "Pairs of units"),
            intro=Words(
                "镇、村、社区、学校、医院的结对。近一年有凭据的活动才算实质性结对；"
                f"{days} 天没有活动算沉睡（设置，示例值）。",
                "Pairs of townships, villages, communities, schools and hospitals. A pair is real with an activity in "
                f"the last year that a document proves; it sleeps after {days} days without one (a setting, an "
                "example value).",
            ),
            kinds=(PAIR, DONE),
            heads=(
                text_head("海方单位", "Giving unit"),
                text_head("山方单位", "Receiving unit"),
                text_head("类别", "Kind"),
                text_head("结对自", "Since"),
                number_head("活动", "Activities", "visit"),
                text_head("最近活动", "Last activity"),
                text_head("状态", "State"),
            ),
            rows=rows,
            caption=Words("结对", "Pairs"),
            empty=Words("还没有单位结对", "No pairs of units yet"),
            search=Words("单位名称", "Name of a unit"),
            conditions=(kind, state),
            sums=(_count_running([one for one, code in told if code != "ended"]), *sums),
        ),
    )


def _count_running(running: list[Pair]) -> Sum:
    units = len({(one.kind, one.receiver) for one in running})
    note = Words(
        f"涉及山方单位 {units} 家，对数和单位数分开数", f"of {units} receiving units; pairs and units are two numbers"
    )
    return Sum(Words("在续的对数", "Pairs running"), str(len(running)), note=note)


def _row(one: Pair, state: str, kinds: dict[str, Words]) -> list[Cell]:
    links: tuple[tuple[str, str], ...] = ()
    if one.newest is not None:
        number = write_entry_number(one.newest.serial, one.newest.known_on)
        links = ((number, reverse("entry", args=[one.newest.serial])),)
    return [
        Cell(one.giver, address=reverse("pairing", args=[one.pairing_id]) if one.pairing_id else ""),
        Cell(one.receiver),
        Cell(word(kinds.get(one.kind, Words("其他", "Other")))),
        day(one.since),
        count(one.times),
        day(one.last, links=links),
        Cell(word(STATES[state]), warm=state == "sleeping", value=word(STATES[state])),
    ]


def find_pairs(actor: Actor) -> list[Pair]:
    """Return every pair of units in the actor's sight: those of the registry, and those the ledger lists."""
    areas = visible_pairings(actor)
    ids = list(areas.filter(level__in=["province", "city", "county"]).values_list("pk", flat=True))
    found: dict[tuple[str, str, str], Pair] = {}
    for pairing in areas.filter(level__in=[*LEVELS, PairingLevel.OTHER.value]):
        pair = Pair(LEVELS.get(pairing.level, "other"), pairing.giver_label, pairing.receiver_label)
        pair.since, pair.pairing_id = pairing.valid_from, pairing.pk
        pair.running = pairing.valid_to is None or pairing.valid_to > timezone.localdate()
        found[pair.kind, pair.giver, pair.receiver] = pair
    for one, told in _standing(actor, PAIR, ids):
        key = _key(told)
        pair = found.setdefault(key, Pair(*key, since=one.on_date))
        pair.running = one.amount > 0
        if one.amount and (pair.since is None or one.on_date < pair.since):
            pair.since = one.on_date
    _add_activities(actor, found, ids)
    return list(found.values())


def _add_activities(actor: Actor, found: dict[tuple[str, str, str], Pair], ids: list[int]) -> None:
    """Tell each pair what it did: its activities in the ledger, and any entry under its own pairing."""
    by_pairing = {pair.pairing_id: pair for pair in found.values() if pair.pairing_id}
    done: list[tuple[Pair, Entry]] = []
    for one, told in _standing(actor, DONE, ids):
        pair = found.get(_key(told))
        if pair is not None:
            done.append((pair, one))
    own = visible_entries(actor).filter(reverses_serial__isnull=True)
    for some in _by_many(list(by_pairing)):
        done += [(by_pairing[one.pairing_id], one) for one in own.filter(pairing_id__in=some).exclude(stage="stated")]
    proved = _proved([one.serial for _, one in done])
    for pair, one in sorted(done, key=lambda row: (row[1].on_date, row[1].serial)):
        pair.times += one.amount if one.kind == DONE else 1
        pair.last = one.on_date
        pair.newest = one
        if one.serial in proved:
            pair.proved = one.on_date


def _key(told: dict[str, Any]) -> tuple[str, str, str]:
    return str(told.get("unit_kind", "")), str(told.get("giver_unit", "")), str(told.get("receiver_unit", ""))


def _standing(actor: Actor, kind: str, pairing_ids: list[int]) -> Iterator[tuple[Entry, dict[str, Any]]]:
    """Yield the standing entries of a kind in the actor's sight, oldest day first, with their columns."""
    entries: list[Entry] = []
    for some in _by_many(pairing_ids):
        entries += visible_entries(actor).filter(kind=kind, pairing_id__in=some)
    entries += visible_entries(actor).filter(kind=kind, pairing_id__isnull=True)
    reversed_ = {one.reverses_serial for one in entries}
    for one in sorted(entries, key=lambda row: (row.on_date, row.serial)):
        if one.reverses_serial is None and one.serial not in reversed_:
            yield one, json.loads(one.details)


def _proved(serials: list[int]) -> set[int]:
    """Return those entries that a document proves."""
    proved: set[int] = set()
    for some in _by_many(serials):
        proved |= set(DocumentLink.objects.filter(entry_serial__in=some).values_list("entry_serial", flat=True))
    return proved


def _by_many(values: list[Any]) -> Iterable[list[Any]]:
    return (values[start : start + AT_ONCE] for start in range(0, len(values), AT_ONCE))


urlpatterns = [path("pairs", pairs, name="pairs")]
