"""Follows each division through the yearly maps: which stay the same place, which end, and what takes over.

Identity rule: one area that only gets a new name, code or rank stays one place; a merge or a split makes new places,
except that a place which merely takes in another, or gives part of itself away, goes on. Plain values in and out; must
not know Django.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from functools import cache

from shanhai.registry.divisions import (
    FIRST_YEAR,
    RECORDS_BEGIN,
    Bearer,
    Divisions,
    DivisionSuccession,
    DivisionVersion,
    Link,
    level_of,
    parent_code,
    read_current,
    read_events,
    undo_events,
)

ANCHOR = date(2026, 1, 1)


@cache
def build_divisions() -> Divisions:
    """Return every place since the records begin with its versions and successions (half a second of work)."""
    events = read_events()
    return follow(undo_events(read_current(), events), events)


def follow(maps: dict[int, dict[str, str]], events: dict[int, list[Link]]) -> Divisions:
    """Walk the maps {year: {code: name}} forward and return versions and successions of every place."""
    walk = _Walk(maps[FIRST_YEAR])
    for year in range(FIRST_YEAR + 1, max(maps) + 1):
        walk.step(year, maps[year - 1], maps[year], events.get(year, []))
    return walk.finish()


def match_bearers(olds: set[Bearer], news: set[Bearer], links: list[Link]) -> dict[Bearer, Bearer]:
    """Return which new bearer goes on as which old one, {new: old}, each at most once.

    In order of trust: an event that says so one to one; the same name and level in the same province; the same stem of
    a name; the same code and level under another name; an abolished place whose only heir is new that year and heir of
    nothing else; an abolished county-level city whose prefecture took its name and got one new district.
    """
    ended, begun = _ended_or_begun(links)
    free_old, free_new = olds - ended, news - begun
    kept: dict[Bearer, Bearer] = {}

    def keep(pairs: Iterable[tuple[Bearer, Bearer]]) -> None:
        free = {(old, new) for old, new in pairs if old in free_old and new in free_new}
        old_times, new_times = Counter(old for old, _ in free), Counter(new for _, new in free)
        for old, new in sorted(free):
            if old_times[old] == new_times[new] == 1:
                kept[new] = old
                free_old.discard(old)
                free_new.discard(new)

    keep((link.old, link.new) for link in links if link.kind == "keep" and link.old and link.new)
    keep(_pairs_by(free_old, free_new, lambda bearer: (bearer.code[:2], level_of(bearer.code), bearer.name)))
    keep(_pairs_by(free_old, free_new, lambda bearer: (bearer.code[:2], level_of(bearer.code), stem_of(bearer.name))))
    keep(_pairs_by(free_old, free_new, lambda bearer: (bearer.code, level_of(bearer.code))))
    heirs = {(link.old, link.new) for link in links if link.kind == "gone" and link.old and link.new}
    keep((old, new) for old, new in heirs if level_of(old.code) == level_of(new.code))
    cities = [(old, new.code) for old, new in heirs if level_of(old.code) == "county" and level_of(new.code) == "city"]
    keep((old, new) for old, city in cities for new in free_new if new.code[:4] == city[:4] and new.code != city)
    return kept


def stem_of(name: str) -> str:
    """Return what stays of a county's name when its rank changes; a name of one sign usually gains 州.

    >>> stem_of("大足县"), stem_of("大足区"), stem_of("开县"), stem_of("开州区")
    ('大足', '大足', '开州', '开州')
    """
    stem = name.rstrip("县市区")
    return stem + "州" if len(stem) == 1 and name.endswith("县") else stem or name


def _pairs_by(
    olds: set[Bearer], news: set[Bearer], key: Callable[[Bearer], tuple[str, ...]]
) -> list[tuple[Bearer, Bearer]]:
    by_key: dict[tuple[str, ...], list[Bearer]] = defaultdict(list)
    for old in olds:
        by_key[key(old)].append(old)
    return [(old, new) for new in news for old in by_key.get(key(new), ())]


def _ended_or_begun(links: list[Link]) -> tuple[set[Bearer], set[Bearer]]:
    """Return the bearers that a merge or split ends and those it makes, even where code and name stay."""
    joined = [link for link in links if link.kind in ("merge", "split")]
    ended = {link.old for link in joined if link.old}
    begun = {link.new for link in joined if link.new}
    kept = {link.new for link in links if link.kind == "keep" and link.new}
    begun |= {link.new for link in links if link.kind == "transfer" and link.new}
    return ended, begun - kept


class _Walk:
    """State of the walk: which place bears each code now, the open version of each place, and what is finished.

    Places go by numbers until the walk ends, for their ids depend on the code at the anchor day.
    """

    def __init__(self, first_map: dict[str, str]) -> None:
        self.bearers: dict[Bearer, str] = {}
        self.open: dict[str, DivisionVersion] = {}
        self.done: list[DivisionVersion] = []
        self.successions: dict[tuple[str, str, date], DivisionSuccession] = {}
        self.places = 0
        for code, name in first_map.items():
            self._add_place(Bearer(code, name))
        for bearer in self.bearers:
            self._open_version(bearer, first_map, on=RECORDS_BEGIN, precision="day", document="")

    def step(self, year: int, before: dict[str, str], after: dict[str, str], links: list[Link]) -> None:
        """Carry the walk from the end of one year to the end of the next."""
        ended, begun = _ended_or_begun(links)
        held, holding = {Bearer(*item) for item in before.items()}, {Bearer(*item) for item in after.items()}
        olds = (held - holding) | (ended & held)
        news = (holding - held) | (begun & holding)
        kept = match_bearers(olds, news, links)
        told: dict[Bearer | None, Link] = {link.new: link for link in links}
        told |= {link.old: link for link in links}
        going = {old: self.bearers.pop(old) for old in olds}
        for new in sorted(news):
            if new in kept:
                self.bearers[new] = going[kept[new]]
            else:
                self._add_place(new)
        ends = olds - set(kept.values())
        self._join(going, ends, links)
        for old in sorted(ends):
            self._close_version(going[old], _day(told.get(old), year)[0])
        # only where a code of its own prefecture or its province changed can a place have another version
        near = {one.code[:4] for one in olds | news}
        provinces = {one.code[:2] for one in olds | news if level_of(one.code) == "province"}
        for bearer in sorted(one for one in self.bearers if one.code[:4] in near or one.code[:2] in provinces):
            on, precision, document = _day(told.get(bearer) or told.get(kept.get(bearer, bearer)), year)
            self._open_version(bearer, after, on=on, precision=precision, document=document)

    def _add_place(self, bearer: Bearer) -> None:
        self.places += 1
        self.bearers[bearer] = str(self.places)

    def _close_version(self, place_id: str, on: date) -> None:
        version = self.open.pop(place_id, None)
        if version and version.valid_from < on:
            self.done.append(replace(version, valid_to=on))

    def _open_version(self, bearer: Bearer, held: dict[str, str], *, on: date, precision: str, document: str) -> None:
        place_id = self.bearers[bearer]
        above = parent_code(bearer.code, held)
        parent_id = self.bearers.get(Bearer(above, held[above])) if above and above in held else None
        version = self.open.get(place_id)
        if version and (version.code, version.name, version.parent_id) == (*bearer, parent_id):
            return
        self._close_version(place_id, on)
        level = level_of(bearer.code)
        self.open[place_id] = DivisionVersion(place_id, *bearer, level, parent_id, on, None, precision, document)

    def _join(self, going: dict[Bearer, str], ends: set[Bearer], links: list[Link]) -> None:
        """Write a succession for each link that ends a place or takes part of one."""
        for link in links:
            if not link.old or not link.new or link.kind in ("reassigned", "new"):
                continue
            new_id = self.bearers.get(link.new)
            old_id = going.get(link.old) or self.bearers.get(link.old)
            partial = link.kind in ("transfer", "part")
            if not new_id or not old_id or new_id == old_id or not (link.old in ends or partial):
                continue
            if link.kind != "gone" or self._is_near(self.open[old_id], link.new):
                kind = "transfer" if partial else "split" if link.kind == "split" else "merge"
                found = DivisionSuccession(old_id, new_id, link.on, link.precision, kind, link.document)
                self.successions[(old_id, new_id, link.on)] = found

    def _is_near(self, old: DivisionVersion, new: Bearer) -> bool:
        """Say whether the heir the book names can be one: a city of the province, or a county under the same parent.

        The book found some heirs by name only, as if 大同市矿区 had become 阳泉市矿区.
        """
        if level_of(new.code) == "city":
            return new.code[:2] == old.code[:2]
        parent = next((place for bearer, place in self.bearers.items() if bearer.code == new.code[:4] + "00"), None)
        return new.code[:4] == old.code[:4] or parent == old.parent_id

    def finish(self) -> Divisions:
        """Return what was found under final ids, in order of place and day."""
        found = [*self.done, *self.open.values()]
        ids = name_places(found)
        versions = [
            replace(version, place_id=ids[version.place_id], parent_id=version.parent_id and ids[version.parent_id])
            for version in found
        ]
        joins = [replace(join, from_id=ids[join.from_id], to_id=ids[join.to_id]) for join in self.successions.values()]
        versions.sort(key=lambda version: (version.place_id, version.valid_from))
        joins.sort(key=lambda join: (join.on_date, join.from_id, join.to_id))
        return Divisions(tuple(versions), tuple(joins))


def name_places(versions: Iterable[DivisionVersion]) -> dict[str, str]:
    """Return the lasting id of each place: `p` and its code at the anchor day, or its first code where it is younger.

    A place that ended earlier goes by its last code, with `-to` and the year of its end where a later place bears that
    code: 余杭区 until 2021 is `p330110-to2021`, the one of today `p330110`.
    """
    histories: dict[str, list[DivisionVersion]] = defaultdict(list)
    for version in sorted(versions, key=lambda version: version.valid_from):
        histories[version.place_id].append(version)
    ids: dict[str, str] = {}
    for place, history in sorted(histories.items(), key=lambda item: _newest_first(item[1])):
        by_anchor = [version for version in history if version.valid_from <= ANCHOR] or history[:1]
        name, last_day = f"p{by_anchor[-1].code}", history[-1].valid_to
        if name in ids.values():
            name += f"-to{last_day.year}" if last_day else "-now"
        while name in ids.values():
            name += "b"
        ids[place] = name
    return ids


def _newest_first(history: list[DivisionVersion]) -> tuple[int, str]:
    return -(history[-1].valid_to or date.max).toordinal(), history[-1].place_id


def _day(link: Link | None, year: int) -> tuple[date, str, str]:
    return (link.on, link.precision, link.document) if link else (date(year, 1, 1), "year", "")
