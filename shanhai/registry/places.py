"""Places by name and by day, for everybody above. One index per process, read from the database when it changed.

Every function takes the day whose map is meant. The index must not be kept by callers across requests.
"""

from __future__ import annotations

import re
import secrets
import time
from collections import defaultdict
from datetime import date
from functools import lru_cache
from threading import Lock

from django.db import transaction
from django.db.models import F

from shanhai.registry.divisions import DivisionSuccession, DivisionVersion
from shanhai.registry.english_names import english_name
from shanhai.registry.models import PlaceAlias, PlaceSuccession, PlaceVersion, RegistryVersion
from shanhai.registry.place_index import PlaceIndex, Resolution

__all__ = [
    "Resolution",
    "ancestors",
    "children",
    "code_of",
    "full_name",
    "is_alive",
    "level_of_place",
    "name_of",
    "place_index",
    "resolve_place",
    "say_resolution",
    "subtree",
]

SECONDS_BETWEEN_LOOKS = 1.0
_LATIN = re.compile(r"[A-Za-zÀ-ÿ][A-Za-zÀ-ÿ' ,.\-]*")
_NO_LETTER = re.compile(r"[^a-zà-ÿ]")


class _Kept:
    """The index of this process, the registry version it shows, and when that was last looked at."""

    index: PlaceIndex | None = None
    version = -1
    looked_at = 0.0
    lock = Lock()


def place_index() -> PlaceIndex:
    """Return the index of all places; a change of the registry is seen at once here and within a second elsewhere."""
    now = time.monotonic()
    if _Kept.index is not None and now - _Kept.looked_at < SECONDS_BETWEEN_LOOKS:
        return _Kept.index
    with _Kept.lock:
        version = registry_version()
        if _Kept.index is None or version != _Kept.version:
            _Kept.index = _read_index()
            _Kept.version = version
        _Kept.looked_at = now
        return _Kept.index


def registry_version() -> int:
    """Return the number that grows with every change of the registry."""
    return RegistryVersion.objects.filter(pk=1).values_list("number", flat=True).first() or 0


def mark_changed() -> None:
    """Raise the registry's version inside the current transaction and forget what this process has read.

    The step is drawn at random, so that a change rolled back and a later one do not come out at the same number.
    """
    RegistryVersion.objects.get_or_create(pk=1)
    RegistryVersion.objects.filter(pk=1).update(number=F("number") + 1 + secrets.randbelow(1_000_000))
    forget()
    transaction.on_commit(forget)


def forget() -> None:
    """Drop the index of this process; the next question reads the database again."""
    _Kept.index = None


def _read_index() -> PlaceIndex:
    versions = PlaceVersion.objects.values_list(
        "place_id", "code", "name", "level", "parent_id", "valid_from", "valid_to", "from_precision", "document"
    )
    joins = PlaceSuccession.objects.values_list(
        "from_place_id", "to_place_id", "on_date", "precision", "kind", "document"
    )
    return PlaceIndex(
        [DivisionVersion(*row) for row in versions.order_by("valid_from", "place_id")],
        [DivisionSuccession(*row) for row in joins.order_by("on_date", "from_place_id", "to_place_id")],
        PlaceAlias.objects.order_by("pk").values_list("place_id", "alias"),
    )


def resolve_place(name: str, *, on: date, within: str | None = None) -> Resolution:
    """Return what a written name means on a day, looking only inside the place `within` where it is given.

    Takes official names, short names (`柯桥`), other names (`穗`), paths (`四川省乐山市峨边彝族自治县`), six- or
    twelve-digit codes, and what English calls a place (`Jinkouhe`). A former name of a place that goes on answers with
    that place and its name of the day.
    """
    index = place_index()
    if _LATIN.fullmatch(name):
        return _resolve_english(index, name, on, within)
    return index.resolve(name, on, within)


def _resolve_english(index: PlaceIndex, name: str, on: date, within: str | None) -> Resolution:
    """Return what a name in Latin letters means: `Jinkouhe District`, `Jinkouhe` or `jin kou he`."""
    asked = _NO_LETTER.sub("", name.lower())
    found = [
        one
        for one in _english_index(index).get(asked, ())
        if index.is_alive(one, on) and (within is None or one == within or within in index.ancestors(one, on))
    ]
    if len(found) == 1:
        return Resolution("one", name, found[0])
    return Resolution("several" if found else "unknown", name, candidates=tuple(found))


@lru_cache(maxsize=1)
def _english_index(index: PlaceIndex) -> dict[str, tuple[str, ...]]:
    """Return the ids of places by their English names in small letters alone, with and without the rank."""
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for place_id, history in index.versions.items():
        for version in history:
            whole = english_name(version.name, version.level)
            for text in (whole, whole.split(" ")[0] if version.level != "province" else whole):
                found[_NO_LETTER.sub("", text.lower())][place_id] = None
    return {text: tuple(ids) for text, ids in found.items()}


def english_text(text: str) -> str:
    """Return what English calls a place whose official name, now or once, a text is; any other text as it is."""
    level = _levels(place_index()).get(text)
    return text if level is None else english_name(text, level)


@lru_cache(maxsize=2)
def _levels(index: PlaceIndex) -> dict[str, str]:
    """Return every official name that a place bears or bore, with its level."""
    return {version.name: version.level for versions in index.versions.values() for version in versions}


def subtree(place_id: str, *, on: date) -> frozenset[str]:
    """Return the ids of a place, all below it by the map of the day, and vanished or later places that belong there.

    Raises KeyError for an unknown id.
    """
    return place_index().subtree(place_id, on)


def ancestors(place_id: str, on: date) -> tuple[str, ...]:
    """Return the ids of the places above, nearest first; a vanished place begins with the place it now belongs to."""
    return place_index().ancestors(place_id, on)


def children(place_id: str, on: date) -> tuple[str, ...]:
    """Return the ids of the places directly below, by code."""
    return place_index().children(place_id, on)


def name_of(place_id: str, on: date) -> str:
    """Return the official name on the day, or on the nearest day the place existed."""
    return place_index().version_on(place_id, on).name


def full_name(place_id: str, on: date) -> str:
    """Return the official names from the province down, as `四川省乐山市金口河区`."""
    return place_index().full_name(place_id, on)


def code_of(place_id: str, on: date) -> str:
    """Return the six-digit code (GB/T 2260) on the day, or on the nearest day the place existed."""
    return place_index().version_on(place_id, on).code


def level_of_place(place_id: str, on: date) -> str:
    """Return province, city or county: the level on the day."""
    return place_index().version_on(place_id, on).level


def is_alive(place_id: str, on: date) -> bool:
    """Say whether the place exists on the day."""
    return place_index().is_alive(place_id, on)


def say_resolution(found: Resolution, *, on: date) -> tuple[str, str]:
    """Return what a resolution says, in Chinese and English, with what would be right where that is known."""
    names = "、".join(full_name(one, on) for one in found.candidates)
    place = full_name(found.place_id, on) if found.place_id else ""
    day = found.changed_on.isoformat() if found.changed_on else ""
    if found.state == "one":
        if not found.current_name:
            return place, place
        return (
            f"“{found.name}”该日名称为{found.current_name}",
            f"“{found.name}” was called {found.current_name} that day",
        )
    if found.state == "several":
        return f"“{found.name}”可能是：{names}，请写明上级", f"“{found.name}” may be {names}; name the place above it"
    if found.state == "gone":
        after = (f"，现为{names}", f"; now {names}") if names else ("", "")
        return f"{place}已于{day}撤销{after[0]}", f"{place} was abolished on {day}{after[1]}"
    if found.state == "not_yet":
        before = (f"，此前为{names}", f"; before it there was {names}") if names else ("", "")
        return f"{place}于{day}设立，该日尚无{before[0]}", f"{place} was set up on {day}, after this date{before[1]}"
    if found.state == "sum_row":
        return "市辖区是汇总行，不是行政区划", "市辖区 is a row of sums, not a place"
    near = (f"，是否为{names}", f"; did you mean {names}") if names else ("", "")
    return f"找不到“{found.name}”{near[0]}", f"No place is called “{found.name}”{near[1]}"
