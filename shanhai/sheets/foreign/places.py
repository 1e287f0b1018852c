"""Which place a written name means today, and which side of a partnership it is on.

Names come from the registry's packaged gazetteer, partnerships from its packaged list. It must not know any workbook.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from pathlib import Path

from shanhai import registry
from shanhai.algorithms.cell_values import squeeze
from shanhai.registry.gazetteer import load_gazetteer
from shanhai.registry.lineage import build_divisions

_REMEMBERED_YEARS = 30
_EASTERN = frozenset({"11", "12", "21", "31", "32", "33", "35", "37", "44"})
_TAILS = re.compile(
    r"(?:本级|县本级|市本级|市直|县直|省级|市级|县级|境内|全域|全境|一带|等地|地区|方面|方|政府|人民政府)?"
)
_RANK = {"province": 0, "city": 1, "county": 2}
_TOWN = re.compile(r"(?:镇|乡|街道|街道办事处|苏木|民族乡|管委会|开发区|办事处)$")
_VILLAGE = re.compile(r"(?:村|社区|村委会|居委会|嘎查|寨|组|自然村|片区)(?:等.*)?$")
_LINK = re.compile(r"\s*(?:[—–―]{1,2}>?|-+>|=+>|→|⇒|↔|⇄|←→|~|～|-|对口帮扶|帮扶|结对|援助|支援|·|/|至|与|对|、)\s*")


@dataclass(frozen=True, slots=True)
class Place:
    """A place of today: its official name, the name to show (a parent in front where needed), and its chain of ids."""

    place_id: str
    name: str
    shown: str
    level: str
    code: str
    chain: tuple[str, ...]
    old_name: bool = False


@dataclass(frozen=True, slots=True)
class _Known:
    place_id: str
    name: str
    level: str
    code: str
    chain: tuple[str, ...]


class Places:
    """Looks written names up as a book of a given day would have meant them."""

    def __init__(self, received: date) -> None:
        self.received = received
        self.today: dict[str, _Known] = {}
        self.by_name: dict[str, dict[str, int]] = {}
        self.bearers: dict[str, set[str]] = {}
        self._former_parents: dict[str, set[str]] = {}
        self._read_names()
        self._read_partnerships()
        self._longest = max(map(len, self.by_name))

    def _read_names(self) -> None:
        oldest = date(self.received.year - _REMEMBERED_YEARS, 1, 1)
        successors: dict[str, set[str]] = {}
        divisions = build_divisions()
        for kind in ("merge", "transfer", "split"):
            for after in divisions.successions:
                if after.on_date >= oldest and after.kind == kind:
                    known = successors.setdefault(after.from_id, set())
                    if kind == "merge" or not known:
                        known.add(after.to_id)
        parents = {v.place_id: v.parent_id for v in divisions.versions if v.valid_to is None}
        for entry in load_gazetteer():
            if entry.valid_to is None:
                chain, above = [], parents.get(entry.place_id)
                while above:
                    chain.append(above)
                    above = parents.get(above)
                self.today[entry.place_id] = _Known(entry.place_id, entry.name, entry.level, entry.code, tuple(chain))
        for version in divisions.versions:
            if version.parent_id:
                self._former_parents.setdefault(version.place_id, set()).add(version.parent_id)
        for entry in load_gazetteer():
            ended = entry.valid_to is not None
            if entry.valid_to is not None and entry.valid_to < oldest:
                continue
            target = self._follow(entry.place_id, successors)
            if target is None:
                continue
            self.bearers.setdefault(entry.name, set()).add(target)
            for rank, names in ((0, (entry.name,)), (1, entry.short_names), (2, entry.aliases)):
                for name in names:
                    held = self.by_name.setdefault(name, {})
                    weight = rank + (3 if ended else 0)
                    held[target] = min(weight, held.get(target, 9))

    def _follow(self, place_id: str, successors: dict[str, set[str]]) -> str | None:
        seen = set()
        while place_id not in self.today:
            after = successors.get(place_id, set())
            if len(after) != 1 or place_id in seen:
                return None
            seen.add(place_id)
            place_id = next(iter(after))
        return place_id

    def _read_partnerships(self) -> None:
        self.partners: dict[str, set[str]] = {}
        self.roles: dict[str, set[str]] = {}
        self.given: set[tuple[str, str]] = set()
        by_code = {known.code: place_id for place_id, known in self.today.items()}
        for giver, receiver in read_pairs():
            one, two = by_code.get(giver, giver), by_code.get(receiver, receiver)
            self.partners.setdefault(one, set()).add(two)
            self.partners.setdefault(two, set()).add(one)
            self.given.add((one, two))
            self.roles.setdefault(one, set()).add("giver")
            self.roles.setdefault(two, set()).add("receiver")
        self.upland = {by_code[code] for code in read_upland() if code in by_code}

    @lru_cache(maxsize=20_000)  # noqa: B019 `places_of` keeps few objects, and what a name means is the same for all
    def resolve(self, text: str, near: frozenset[str] = frozenset()) -> Place | None:
        """Return the place a name means, or None. `near` are ids of places that stand close by and settle namesakes."""
        bare = re.sub(r"[\s·•]+", "", squeeze(text))
        found = self._read_path(bare, near)
        if found is None and re.search(r"[(（]", bare):
            outside = re.sub(r"[(（][^)）]*[)）]", "", bare)
            found = self._read_path(outside, near) if outside and outside != bare else None
        return found

    def _read_path(self, text: str, near: frozenset[str]) -> Place | None:
        paths = self._walk(text, ())
        whole = [(ids, weight) for ids, weight, rest in paths if not rest]
        if not whole:
            return None
        best: dict[str, int] = {}
        for ids, weight in whole:
            best[ids[-1]] = min(weight, best.get(ids[-1], 99))
        chosen = self._choose(best, near)
        known = self.today[chosen]
        return Place(chosen, known.name, self.shown(chosen), known.level, known.code, known.chain, best[chosen] >= 3)

    def _walk(self, text: str, above: tuple[str, ...]) -> list[tuple[tuple[str, ...], int, str]]:
        if above and _TAILS.fullmatch(text):
            return [(above, 0, "")]
        found = []
        for length in range(min(self._longest, len(text)), 1, -1):
            for place_id, weight in self.by_name.get(text[:length], {}).items():
                if above and not self._is_inside(place_id, above[-1]):
                    continue
                for ids, more, rest in self._walk(text[length:], (*above, place_id)):
                    found.append((ids, weight + more, rest))
        return found

    def _is_inside(self, place_id: str, above: str) -> bool:
        return above in self.today[place_id].chain or above in self._former_parents.get(place_id, ())

    def _choose(self, best: dict[str, int], near: frozenset[str]) -> str:
        def order(place_id: str) -> tuple[int, int, int, int, str]:
            known = self.today[place_id]
            linked = self.partners.get(place_id, set())
            close = bool(near & {place_id, *known.chain}) or bool(near & linked)
            parents_linked = any(near & self.partners.get(parent, set()) for parent in known.chain)
            return (0 if close else 1, 0 if parents_linked else 1, best[place_id], _RANK[known.level], known.code)

        lightest = min(best.values())
        rivals = {place_id: weight for place_id, weight in best.items() if weight == lightest or weight <= 1}
        return min(rivals, key=order)

    def shown(self, place_id: str) -> str:
        """Return the official name, with the nearest parent in front where another place bears the same name."""
        known = self.today[place_id]
        if len(self.bearers.get(known.name, ())) < 2 or not known.chain:
            return known.name
        return self.today[known.chain[0]].name + known.name

    def find_in(self, text: str) -> list[Place]:
        """Return the places named inside a longer text (a title), the longest names first come."""
        bare, found, at = squeeze(text), [], 0
        while at < len(bare):
            for length in range(min(self._longest * 2, len(bare) - at), 1, -1):
                part = bare[at : at + length]
                if length < 3 and not _stands_alone(bare, at, at + length):
                    continue
                place = self._read_title_part(part)
                if place is not None:
                    found.append(place)
                    at += length - 1
                    break
            at += 1
        return found

    @lru_cache(maxsize=20_000)  # noqa: B019 `places_of` keeps few objects, and what a name means is the same for all
    def _read_title_part(self, part: str) -> Place | None:
        if part[-1] in "级方" or part in ("地区", "东西", "合作市", "市中"):
            return None
        return self._read_path(part, frozenset())

    def side(self, place: Place) -> str:
        """Return giver or receiver: by the known partnerships of the place, then of its parents, then by region."""
        for place_id in (place.place_id, *place.chain):
            roles = self.roles.get(place_id, set())
            if len(roles) == 1:
                return next(iter(roles))
        return "giver" if place.code[:2] in _EASTERN else "receiver"

    def read_pair(self, text: str) -> tuple[Place, Place] | None:
        """Return giver and receiver of a text that links two places (义乌→仪陇, 越城区—马边县)."""
        bare = squeeze(text)
        for match in _LINK.finditer(bare):
            one, two = self.resolve(bare[: match.start()]), self.resolve(bare[match.end() :])
            if one and two and one.place_id != two.place_id:
                return self.order_sides(one, two)
        return None

    def order_sides(self, one: Place, two: Place) -> tuple[Place, Place]:
        """Return two places as giver and receiver; as written where nothing tells.

        A known partnership goes first, then the uplands of one province, then what each is known for.
        """
        if (one.place_id, two.place_id) in self.given:
            return one, two
        if (two.place_id, one.place_id) in self.given:
            return two, one
        upland = one.place_id in self.upland, two.place_id in self.upland
        if upland[0] != upland[1] and one.code[:2] == two.code[:2]:
            return (two, one) if upland[0] else (one, two)
        sides = self.side(one), self.side(two)
        return (two, one) if sides == ("receiver", "giver") else (one, two)


@lru_cache(maxsize=2)
def places_of(received: date) -> Places:
    """Return the names as of a day; books of one day share them, since reading them all takes a second."""
    return Places(received)


def _stands_alone(text: str, start: int, end: int) -> bool:
    """A short name counts in running text only between ends, links and other places."""
    before, after = text[start - 1 : start], text[end : end + 1]
    opens = before in ("", *"—-–→·、与和:：(（省市县区州")
    return opens and (after in ("", *"—-–→·、与和)）") or (before != "" and before in "—-–→·与和"))


def looks_like_town(text: str) -> bool:
    """Tell whether a text ends as names of towns do (新林镇, 和平彝族乡)."""
    return bool(_TOWN.search(text)) and len(text) <= 15


def looks_like_village(text: str) -> bool:
    """Tell whether a text ends as names of villages do (青山村, 幸福社区)."""
    return bool(_VILLAGE.search(text)) and len(text) <= 20


@cache
def read_upland() -> tuple[str, ...]:
    """Return the codes of the counties that are helped inside their own province."""
    path = Path(registry.__file__).parent / "data" / "mountain-counties.csv"
    with path.open(encoding="utf-8", newline="") as lines:
        return tuple(row["code"] for row in csv.DictReader(lines) if row.get("code"))


@cache
def read_pairs() -> tuple[tuple[str, str], ...]:
    """Return the codes of giver and receiver of every packaged partnership, counties before their parents' parents."""
    pairs = []
    path = Path(registry.__file__).parent / "data" / "pairings.csv"
    with path.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            if row["giver_code"] and row["receiver_code"]:
                pairs.append((row["giver_code"], row["receiver_code"]))
    return tuple(pairs)
