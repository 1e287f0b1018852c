"""Every dated place name as plain values, for text work and tests, straight from the packaged files without a database.

What an administrator changed in the registry is not in it. It must not know Django.
"""

from __future__ import annotations

from functools import cache

from shanhai.algorithms.gazetteer import PlaceName
from shanhai.registry.aliases import read_aliases
from shanhai.registry.divisions import DivisionVersion
from shanhai.registry.lineage import build_divisions
from shanhai.registry.names import CUSTOMARY_NAMES, PROVINCE_SIGNS, contracted_names, short_names
from shanhai.registry.place_index import PlaceIndex


@cache
def load_gazetteer() -> tuple[PlaceName, ...]:
    """Return one value per version of each place (6,400 of 3,500 places), in the order of place id and day.

    Names of a single sign (沪, 京) stand apart as `signs`: alone in running text they are mostly something else.
    """
    divisions = build_divisions()
    index = packaged_index()
    others: dict[str, list[str]] = {}
    for place_id, alias in read_aliases():
        if len(alias) > 1:
            others.setdefault(place_id, []).append(alias)
    return tuple(_to_name(version, index, tuple(others.get(version.place_id, ()))) for version in divisions.versions)


@cache
def packaged_index() -> PlaceIndex:
    """Return the index of all places as packaged, for those who resolve names without a database."""
    divisions = build_divisions()
    return PlaceIndex(divisions.versions, divisions.successions, read_aliases())


def _to_name(version: DivisionVersion, index: PlaceIndex, aliases: tuple[str, ...]) -> PlaceName:
    above = []
    parent = version.parent_id
    while parent:
        held = index.version_on(parent, version.valid_from)
        above.append(held.name)
        parent = held.parent_id
    return PlaceName(
        place_id=version.place_id,
        name=version.name,
        short_names=short_names(version.name),
        aliases=(*aliases, *CUSTOMARY_NAMES.get(version.code, ()), *contracted_names(version.name)),
        code=version.code,
        level=version.level,
        parent_names=tuple(reversed(above)),
        valid_from=version.valid_from,
        valid_to=version.valid_to,
        signs=PROVINCE_SIGNS.get(version.code, ()),
    )
