"""The words offices put over columns: for every kind of record and every field the ways to say it, from `data/`.

`words.csv` holds regular expressions of alternatives over a squeezed header (no blanks, half-width brackets); weak
words count less. Rows of the group `any` hold for all kinds, those of `funds`, `people` and `pairing` for their kinds.
`titles.csv` says which titles speak for a kind, `telling-fields.csv` which fields do, `fields.csv` what each field is
by nature (text where it is not listed) and which stand beside their label in forms, `kind-titles.csv` and
`field-titles.csv` what pages call them. It must not know any book.
"""

from __future__ import annotations

import csv
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from shanhai.catalogue.words import Words

_DATA = Path(__file__).parent / "data"
_COUNTY = r"(?:县|区|市|州|旗)(?:\(?(?:市|县|区|州|、|,|/|旗)+\)?)*(?:名称?|别)?"

KIND_NAMES = (
    "funds.arrival", "funds.allocation", "funds.expenditure", "funds.account", "activity.project",
    "consumption.purchase", "consumption.summary", "charity.donation", "enclave.revenue", "enclave.payout",
    "park.tenant", "labour.placement", "talent.secondment", "pairing.school", "pairing.hospital", "pairing.count",
    "agreement.target", "return.yearly",
)  # fmt: skip
_GROUPS = {
    "funds.arrival": ("funds",), "funds.allocation": ("funds",), "funds.expenditure": ("funds",),
    "funds.account": ("funds",),
    "labour.placement": ("people",), "talent.secondment": ("people",), "pairing.school": ("pairing",),
    "pairing.hospital": ("pairing",), "pairing.count": ("pairing",), "enclave.payout": ("enclave.revenue",),
}  # fmt: skip


class Wording(NamedTuple):
    """The ways to say one field: strong words, and weak ones (empty where there are none)."""

    strong: str
    weak: str


def _read() -> dict[str, dict[str, Wording]]:
    found: dict[str, dict[str, Wording]] = {}
    with (_DATA / "words.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            words = Wording(row["words"].replace("{county}", _COUNTY), row["weak_words"].replace("{county}", _COUNTY))
            found.setdefault(row["kind"], {})[row["field"]] = words
    return found


_WORDS = _read()
COMMON: dict[str, Wording] = _WORDS["any"]
KINDS: dict[str, dict[str, Wording]] = {
    kind: {name: words for group in (*_GROUPS.get(kind, ()), kind) for name, words in _WORDS.get(group, {}).items()}
    for kind in KIND_NAMES
}


@cache
def title_words() -> dict[str, list[tuple[str, float]]]:
    """Return for every kind the words of titles that speak for it, with their weights; all that match add up."""
    found: dict[str, list[tuple[str, float]]] = {}
    with (_DATA / "titles.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            found.setdefault(row["kind"], []).append((row["words"], float(row["weight"])))
    return found


@cache
def telling_fields() -> dict[str, dict[str, float]]:
    """Return for every kind the fields that say much about it when they are found, with their weights."""
    found: dict[str, dict[str, float]] = {}
    with (_DATA / "telling-fields.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            found.setdefault(row["kind"], {})[row["field"]] = float(row["weight"])
    return found


# What a field is by nature.
MONEY, COUNT, NUMBER, RATIO, DATE, SPAN, PLACE, CODE, TEXT, YESNO = (
    "money", "count", "number", "ratio", "date", "span", "place", "code", "text", "yesno",
)  # fmt: skip
NATURES = frozenset((MONEY, COUNT, NUMBER, RATIO, DATE, SPAN, PLACE, CODE, TEXT, YESNO))


def _read_fields() -> tuple[dict[str, str], frozenset[str]]:
    with (_DATA / "fields.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    natures = {row["field"]: row["nature"] for row in rows}
    return natures, frozenset(row["field"] for row in rows if row["place"] == "form")


_NATURES, FORM_FIELDS = _read_fields()


@lru_cache(maxsize=4096)
def type_of(field: str) -> str:
    """Return what a field is by nature: money, count, number, ratio, date, span, place, code, yesno or text.

    A field that no kind here has names its nature in front.

    >>> type_of("amount"), type_of("date.valid_to"), type_of("benefit")
    ('money', 'date', 'text')
    """
    nature, dot, _name = field.partition(".")
    return nature if dot and nature in NATURES else _NATURES.get(field, TEXT)


@cache
def read_titles(subject: str) -> dict[str, Words]:
    """Return what pages call each `kind` of table, or each `field`, in both languages."""
    with (_DATA / f"{subject}-titles.csv").open(encoding="utf-8", newline="") as lines:
        return {row[subject]: Words(row["zh"], row["en"]) for row in csv.DictReader(lines)}


def words_of(kind: str) -> dict[str, Wording]:
    """Return the words of all fields a kind can have; where it has its own for a common field, those."""
    return {**COMMON, **KINDS[kind]}
