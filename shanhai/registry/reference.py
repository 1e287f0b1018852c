"""Lists that programmes refer to: the mountain counties of Zhejiang, the 68 counties of Sichuan, enclaves and parks.

Read from the packaged tables as plain values, each with its source and confidence. It must not know the database.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from shanhai.registry.dates import read_dated

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True)
class MountainCounty:
    """A county of Zhejiang's list of 26 mountain counties, or an island county that joined in 2024.

    `member_from` and `member_to` (exclusive) are None where no page dates them.
    """

    name: str
    code: str
    member_from: date | None
    member_to: date | None
    is_island: bool
    source: str
    source_address: str
    confidence: str


@dataclass(frozen=True, slots=True)
class KeyCounty:
    """One of the 68 counties of Sichuan in the 2021 round.

    `grade` is national, provincial or other; `fiscal_aid_2021_fen` follows from the rule reported for its grade.
    """

    name: str
    code: str
    prefecture: str
    grade: str
    is_tibetan_area: bool
    fiscal_aid_2021_fen: int | None
    source: str
    source_address: str
    confidence: str


@dataclass(frozen=True, slots=True)
class Enclave:
    """An enclave or co-built park as pages describe it; `year`, `area` and `terms` stay as written."""

    kind: str
    name: str
    giver: str
    receiver: str
    place: str
    year: str
    area: str
    capital_fen: int | None
    terms: str
    source: str
    source_address: str
    confidence: str


def _rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _fen(yuan: str) -> int | None:
    return int(yuan) * 100 if yuan else None


@cache
def read_mountain_counties() -> tuple[MountainCounty, ...]:
    """Return the 26 mountain counties and the two island counties."""
    return tuple(
        MountainCounty(
            name=row["county"],
            code=row["code"],
            member_from=read_dated(row["member_from"]).first,
            member_to=read_dated(row["member_to"]).first,
            is_island=row["class"] == "island",
            source=row["source"],
            source_address=row["source_address"],
            confidence=row["confidence"],
        )
        for row in _rows("mountain-counties.csv")
    )


@cache
def read_key_counties() -> tuple[KeyCounty, ...]:
    """Return the 68 counties of Sichuan that Zhejiang assists since 2021."""
    return tuple(
        KeyCounty(
            name=row["county"],
            code=row["code"],
            prefecture=row["prefecture"],
            grade=row["class"],
            is_tibetan_area=row["tibetan_area"] == "yes",
            fiscal_aid_2021_fen=_fen(row["fiscal_aid_2021_cny"]),
            source=row["source"],
            source_address=row["source_address"],
            confidence=row["confidence"],
        )
        for row in _rows("key-counties.csv")
    )


@cache
def read_enclaves() -> tuple[Enclave, ...]:
    """Return the enclaves and co-built parks."""
    return tuple(
        Enclave(
            kind=row["kind"],
            name=row["name"],
            giver=row["giver"],
            receiver=row["receiver"],
            place=row["place"],
            year=row["year"],
            area=row["area"],
            capital_fen=_fen(row["capital"]),
            terms=row["terms"],
            source=row["source"],
            source_address=row["source_address"],
            confidence=row["confidence"],
        )
        for row in _rows("enclaves.csv")
    )
