"""All places and their dated names in memory, and every question about them as dictionary look-ups.

Built from plain versions, successions and aliases, so it must not know the database; `places.py` keeps one per process.
"""

from __future__ import annotations

import difflib
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal, NamedTuple

from shanhai.registry.dates import end_of_doubt
from shanhai.registry.divisions import DivisionSuccession, DivisionVersion
from shanhai.registry.names import clean_name, contracted_names, short_names

OFFICIAL, SHORT, ALIAS = 0, 1, 2
LONGEST_NAME = 60
State = Literal["one", "several", "gone", "not_yet", "sum_row", "unknown"]


@dataclass(frozen=True, slots=True)
class Resolution:
    """What a written place name means on a day.

    - `one`: `place_id` is the place; `current_name` is set where the name written was its name at another time.
    - `several`: `candidates` are the places it may mean.
    - `gone`: the place `place_id` ended on `changed_on`; `candidates` took over from it.
    - `not_yet`: the place `place_id` began on `changed_on`; `candidates` were there before it.
    - `sum_row`: 市辖区, a row of sums and no place.
    - `unknown`: no such name; `candidates` have the closest names.
    """

    state: State
    name: str
    place_id: str | None = None
    candidates: tuple[str, ...] = ()
    current_name: str | None = None
    changed_on: date | None = None


class Bearing(NamedTuple):
    """One place that bore a name during one version; `rank` tells official, short and other names apart."""

    place_id: str
    rank: int
    valid_from: date
    sure_from: date
    valid_to: date
    sure_to: date


@dataclass(slots=True)
class _DayMap:
    """The map of one stretch of days: who lies under whom, and where entries of vanished places belong."""

    above: dict[str, tuple[str, ...]]
    below: dict[str, frozenset[str]] = field(default_factory=dict)


class PlaceIndex:
    """Answers about places by the map of a day; a day beyond the records is read as the nearest day within them."""

    def __init__(
        self,
        versions: Iterable[DivisionVersion],
        successions: Iterable[DivisionSuccession],
        aliases: Iterable[tuple[str, str]],
    ) -> None:
        self.versions: dict[str, list[DivisionVersion]] = defaultdict(list)
        for version in sorted(versions, key=lambda version: version.valid_from):
            self.versions[version.place_id].append(version)
        self.versions = dict(self.versions)
        self.heirs: dict[str, list[DivisionSuccession]] = defaultdict(list)
        self.origins: dict[str, list[DivisionSuccession]] = defaultdict(list)
        for succession in successions:
            self.heirs[succession.from_id].append(succession)
            self.origins[succession.to_id].append(succession)
        self._aliases: dict[str, list[str]] = defaultdict(list)
        for place_id, alias in aliases:
            self._aliases[place_id].append(alias)
        self._bearings: dict[str, list[Bearing]] = defaultdict(list)
        self._codes: dict[str, list[Bearing]] = defaultdict(list)
        for history in self.versions.values():
            self._enter(history)
        self._turns = sorted(self._collect_turns())
        self.first_day = self._turns[0] if self._turns else date.min
        self._maps: dict[int, _DayMap] = {}
        self._resolved: dict[tuple[str, int, str | None], Resolution] = {}
        self._sounds: dict[str, list[str]] = defaultdict(list)

    def _enter(self, history: list[DivisionVersion]) -> None:
        """Put all names and the codes of a place into the look-up tables."""
        for number, version in enumerate(history):
            following = (
                history[number + 1].from_precision if number + 1 < len(history) else self._end_precision(version)
            )
            end = version.valid_to or date.max
            sure_to = end_of_doubt(end, following) if version.valid_to else date.max
            bearing = Bearing(
                version.place_id,
                OFFICIAL,
                version.valid_from,
                end_of_doubt(version.valid_from, version.from_precision) if number else version.valid_from,
                end,
                sure_to,
            )
            self._codes[version.code].append(bearing)
            self._bearings[version.name].append(bearing)
            for name in (*short_names(version.name), *contracted_names(version.name)):
                self._bearings[name].append(bearing._replace(rank=SHORT))
            for name in self._aliases.get(version.place_id, ()):
                self._bearings[name].append(bearing._replace(rank=ALIAS))

    def _end_precision(self, version: DivisionVersion) -> str:
        found = [heir.precision for heir in self.heirs.get(version.place_id, ()) if heir.on_date == version.valid_to]
        whole_year = version.valid_to is not None and (version.valid_to.month, version.valid_to.day) == (1, 1)
        return found[0] if found else "year" if whole_year else "day"

    def _collect_turns(self) -> set[date]:
        """Return every day on which an answer may change."""
        turns: set[date] = set()
        for bearings in self._bearings.values():
            for bearing in bearings:
                turns.update((bearing.valid_from, bearing.sure_from, bearing.valid_to, bearing.sure_to))
        return turns

    # The place on a day

    def version_on(self, place_id: str, on: date) -> DivisionVersion:
        """Return the version in force on a day, or the nearest one. Raises KeyError for an unknown place."""
        history = self.versions[place_id]
        for version in reversed(history):
            if version.valid_from <= on:
                return version
        return history[0]

    def is_alive(self, place_id: str, on: date) -> bool:
        """Say whether the place exists on a day; the first day of the records stands for all before."""
        history = self.versions[place_id]
        begins, ends = history[0].valid_from, history[-1].valid_to
        return (begins <= on or begins <= self.first_day) and (ends is None or on < ends)

    def nearest_day(self, place_id: str, on: date) -> date:
        """Return the day itself, or the nearest day on which the place existed."""
        history = self.versions[place_id]
        ends = history[-1].valid_to
        if ends is not None and on >= ends:
            return date.fromordinal(ends.toordinal() - 1)
        return max(on, history[0].valid_from)

    def home(self, place_id: str, on: date) -> str:
        """Return the place of that day to which entries of `place_id` belong.

        A living place is its own home. One that ended belongs to its heir, or to the nearest place that holds all its
        heirs; one not yet begun to the place it came from, likewise; where nothing is known, to its parent.
        """
        if self.is_alive(place_id, on):
            return place_id
        history = self.versions[place_id]
        if on < history[0].valid_from:
            others = [link.from_id for link in self.origins.get(place_id, ()) if link.on_date > on]
            fallback = history[0].parent_id
        else:
            others = [link.to_id for link in self.heirs.get(place_id, ())]
            fallback = history[-1].parent_id
        homes = {self.home(other, on) for other in others} or ({self.home(fallback, on)} if fallback else set())
        return self._common(homes, on) or place_id

    def _common(self, homes: set[str], on: date) -> str | None:
        """Return the lowest place that holds all of some places alive on a day."""
        chains = [self._chain(home, on) for home in sorted(homes)]
        if not chains:
            return None
        return next((place for place in chains[0] if all(place in chain for chain in chains)), None)

    def _chain(self, place_id: str, on: date) -> tuple[str, ...]:
        """Return the place and all above it on a day, nearest first."""
        chain = [place_id]
        while (above := self.version_on(chain[-1], on).parent_id) is not None and above not in chain:
            chain.append(above)
        return tuple(chain)

    def _map(self, on: date) -> _DayMap:
        turn = bisect_right(self._turns, on)
        found = self._maps.get(turn)
        if found is None:
            above: dict[str, tuple[str, ...]] = {}
            for place_id in self.versions:
                home = self.home(place_id, on)
                chain = self._chain(home, on)
                above[place_id] = chain[1:] if home == place_id else chain
            found = self._maps[turn] = _DayMap(above)
        return found

    def ancestors(self, place_id: str, on: date) -> tuple[str, ...]:
        """Return the places above one by the map of a day, nearest first; for a vanished place its home comes first."""
        return self._map(on).above[place_id]

    def subtree(self, place_id: str, on: date) -> frozenset[str]:
        """Return a place, all below it by the map of a day, and all places whose entries belong to one of them."""
        if place_id not in self.versions:
            raise KeyError(place_id)
        day = self._map(on if self.is_alive(place_id, on) else self.nearest_day(place_id, on))
        if not day.below:
            held: dict[str, set[str]] = {one: {one} for one in self.versions}
            for one, chain in day.above.items():
                for above in chain:
                    held[above].add(one)
            day.below = {one: frozenset(inside) for one, inside in held.items()}
        return day.below[place_id]

    def children(self, place_id: str, on: date) -> tuple[str, ...]:
        """Return the places directly below one on a day, by code."""
        inside = [one for one in self.subtree(place_id, on) if one != place_id and self.is_alive(one, on)]
        direct = [one for one in inside if self.version_on(one, on).parent_id == place_id]
        return tuple(sorted(direct, key=lambda one: self.version_on(one, on).code))

    def full_name(self, place_id: str, on: date) -> str:
        """Return the names from the province down, without repeating a name that a municipality lends its districts."""
        chain = self._chain(place_id, on)
        return "".join(self.version_on(one, on).name for one in reversed(chain))

    # The name on a day

    def resolve(self, name: str, on: date, within: str | None = None) -> Resolution:
        """Return what a name, path or six-digit code means on a day, looking only inside `within` where it is given.

        For a name that is not known the candidates are those that sound or look most alike.
        """
        key = (name, bisect_right(self._turns, on), within)
        found = self._resolved.get(key)
        if found is None:
            found = self.find(name, on, within)
            text = clean_name(name)
            if found.state == "unknown" and text and len(text) <= LONGEST_NAME and not text.isdigit():
                found = replace(found, candidates=self._closest(text, max(on, self.first_day), within))
            if len(self._resolved) > 200_000:
                self._resolved.clear()
            self._resolved[key] = found
        return found

    def find(self, name: str, on: date, within: str | None = None) -> Resolution:
        """Return what `resolve` does, without candidates for a name that is not known: they take a long look."""
        text = clean_name(name)
        day = max(on, self.first_day)
        if not text or len(text) > LONGEST_NAME:
            return Resolution("unknown", name)
        if text.isdigit():
            return self._resolve_code(text, name, day, within)
        if text.endswith("市辖区"):
            return Resolution("sum_row", name)
        places = self._living(text, day, within) or self._by_path(text, day, within)
        if places:
            return self._answer(name, places, text, day)
        return (
            self._former(text, name, day, within)
            or self._path_to_former(text, name, day, within)
            or Resolution("unknown", name)
        )

    def _answer(self, name: str, places: list[str], text: str, on: date) -> Resolution:
        if len(places) > 1:
            return Resolution("several", name, candidates=tuple(places))
        version = self.version_on(places[0], on)
        known = {
            version.name,
            *short_names(version.name),
            *contracted_names(version.name),
            *self._aliases.get(places[0], ()),
        }
        is_current = any(text.endswith(one) for one in known) or text == version.code
        return Resolution("one", name, places[0], current_name=None if is_current else version.name)

    def _inside(self, place_id: str, on: date, within: str | None) -> bool:
        return within is None or place_id == within or within in self.ancestors(place_id, on)

    def _living(self, text: str, on: date, within: str | None) -> list[str]:
        """Return the places that bear the name on the day, the best kind of name only.

        Where a change is known to the year only, both the old and the new name hold throughout that year.
        """
        bearings = self._bearings.get(text, ())
        best: dict[int, set[str]] = defaultdict(set)
        for start, end in ((2, 4), (2, 5)):
            for bearing in bearings:
                if bearing[start] <= on < bearing[end] and self._inside(bearing.place_id, on, within):
                    best[bearing.rank].add(bearing.place_id)
            if best:
                found = best[min(best)]
                provinces = {one for one in found if self.version_on(one, on).level == "province"}
                return sorted(provinces if provinces and min(best) == SHORT else found)
        return []

    def _by_path(self, text: str, on: date, within: str | None) -> list[str]:
        """Return the places a path such as 四川省乐山市峨边彝族自治县 ends in, official names before short ones."""
        best: dict[int, set[str]] = defaultdict(set)
        for cut in range(2, len(text) - 1):
            for above in self._living(text[:cut], on, within):
                rank = OFFICIAL if self.version_on(above, on).name == text[:cut] else SHORT
                inner = self._living(text[cut:], on, above) or self._by_path(text[cut:], on, above)
                best[rank].update(one for one in inner if one != above)
        for rank in sorted(best):
            if best[rank]:
                return sorted(best[rank])
        return []

    def _former(self, text: str, name: str, on: date, within: str | None) -> Resolution | None:
        """Answer a name that nobody bears on the day: a place under its other name, one that ended, or one to come."""
        bearings = [one for one in self._bearings.get(text, ()) if self._inside(one.place_id, on, within)]
        if not bearings:
            return None
        rank = min(bearing.rank for bearing in bearings)
        known = {bearing.place_id for bearing in bearings if bearing.rank == rank}
        alive = sorted(one for one in known if self.is_alive(one, on))
        if alive:
            return self._answer(name, alive, text, on)
        ended = sorted((one for one in known if on >= self.versions[one][0].valid_from), key=self._end_of)
        if ended:
            last = ended[-1]
            if len(ended) > 1 and self._end_of(ended[-2]) == self._end_of(last):
                return Resolution("several", name, candidates=tuple(ended))
            heirs = tuple(sorted({heir.to_id for heir in self.heirs.get(last, ())}))
            return Resolution("gone", name, last, heirs, changed_on=self.versions[last][-1].valid_to)
        first = min(known, key=lambda one: self.versions[one][0].valid_from)
        origins = tuple(sorted({link.from_id for link in self.origins.get(first, ())}))
        return Resolution("not_yet", name, first, origins, changed_on=self.versions[first][0].valid_from)

    def _end_of(self, place_id: str) -> date:
        return self.versions[place_id][-1].valid_to or date.max

    def _path_to_former(self, text: str, name: str, on: date, within: str | None) -> Resolution | None:
        """Answer a path whose last part is a former or coming name: 杭州市江干区 after 2021."""
        for cut in range(2, len(text) - 1):
            for above in self._living(text[:cut], on, within):
                found = self._former(text[cut:], name, on, above) or self._path_to_former(text[cut:], name, on, above)
                if found:
                    return found
        return None

    def _resolve_code(self, text: str, name: str, on: date, within: str | None) -> Resolution:
        code = text[:6]
        bearings = [one for one in self._codes.get(code, ()) if self._inside(one.place_id, on, within)]
        if len(text) not in (6, 12) or set(text[6:]) > {"0"} or not bearings:
            is_sum_row = len(text) in (6, 12) and code.endswith("01") and code[:4] + "00" in self._codes
            return Resolution("sum_row" if is_sum_row else "unknown", name)
        living = [one.place_id for one in bearings if one.valid_from <= on < one.valid_to]
        alive = living or sorted({one.place_id for one in bearings if self.is_alive(one.place_id, on)})
        if alive:
            return self._answer(name, alive, code, on)
        last = bearings[-1].place_id
        ended = on >= self.versions[last][0].valid_from
        others = {heir.to_id for heir in self.heirs.get(last, ())} if ended else set()
        moment = self.versions[last][-1].valid_to if ended else self.versions[last][0].valid_from
        return Resolution("gone" if ended else "not_yet", name, last, tuple(sorted(others)), changed_on=moment)

    def _closest(self, text: str, on: date, within: str | None) -> tuple[str, ...]:
        """Return up to three places of the day whose names sound the same (上余区 for 上虞区) or look most alike."""
        from pypinyin import lazy_pinyin

        tail = text[-LONGEST_NAME // 4 :]
        if not self._sounds:
            for name in self._bearings:
                self._sounds["".join(lazy_pinyin(name))].append(name)
        same = self._sounds.get("".join(lazy_pinyin(tail)), [])
        close = difflib.get_close_matches(tail, self._bearings, n=6, cutoff=0.5)
        found = dict.fromkeys(place for name in (*same, *close) for place in self._living(name, on, within))
        return tuple(found)[:3]
