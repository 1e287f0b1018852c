"""Made-up press and reports of many kinds, each with its claims marked in place, are read as their writers meant them.

In `marked/*.txt` a claim stands as `[[quote|value|unit|indicator|key=value;…]]`, several on one quote joined by `&&`. A
line that begins with `@@` sets what holds for the claims behind it: g and r the sides, gg and rg groups of them, p the
programme, f and t the period, y a year, q the qualifier, s the stage, party another named party; `-` empties. Places
are real, firms, persons, events and all numbers are made up.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shanhai.algorithms.claim_extraction import ClaimDraft, extract_claims
from shanhai.algorithms.claim_numbers import find_quantities, to_plain_digits
from shanhai.algorithms.text_repair import repair_text
from shanhai.algorithms.unfold_tables import unfold_tables
from shanhai.evidence.knowledge import load_knowledge
from tests.algorithms.pollute import choose_of_all, gloss_bytes_blindly, read_swallowing, to_traditional

MARKED = sorted((Path(__file__).parent / "marked").glob("*.txt"))
MARKED_FOR_SIDES_AND_PERIODS = sorted((Path(__file__).parent / "marked_sides").glob("*.txt"))
NAMES = {
    "g": "giver",
    "r": "receiver",
    "gg": "giver_group",
    "rg": "receiver_group",
    "p": "programme",
    "f": "period_from",
    "t": "period_to",
    "q": "qualifier",
    "s": "status",
    "party": "party",
}
COMPARED = ("indicator", "giver", "receiver", "period", "qualifier", "status", "programme")


@dataclass(frozen=True)
class Told:
    """A claim as the writer of an article marked it."""

    giver: str | None = None
    receiver: str | None = None
    giver_group: tuple[str, ...] = ()
    receiver_group: tuple[str, ...] = ()
    programme: str | None = None
    period_from: str | None = None
    period_to: str | None = None
    qualifier: str | None = "exact"
    status: str | None = "actual"
    party: str | None = None
    start: int = 0
    end: int = 0
    value: Decimal = Decimal(0)
    unit: str = ""
    indicator: str = ""


def told_with(told: Told, marks: str) -> Told:
    """Return a claim with what `f=2021-01-01;q=over` says of it."""
    for mark in filter(None, (one.strip() for one in marks.split(";"))):
        key, said = mark.split("=", 1)
        value = None if said == "-" else said
        if key == "y":
            told = replace(told, period_from=f"{said}-01-01", period_to=f"{said}-12-31")
        elif key in {"gg", "rg"}:
            told = replace(told, **{NAMES[key]: tuple(said.split(",")), NAMES[key[0]]: None})
        elif key in {"g", "r"}:
            told = replace(told, **{NAMES[key]: value, f"{NAMES[key]}_group": ()})
        else:
            told = replace(told, **{NAMES[key]: value})
    return told


def read_marked(marked: str) -> tuple[str, list[Told]]:
    """Return the article without its marks, and the claims they tell."""
    text, claims, holds = "", [], Told()
    for line in marked.splitlines(keepends=True):
        if line.startswith("@@"):
            holds = told_with(holds, line[2:].strip())
            continue
        at = 0
        for match in re.finditer(r"\[\[([^|\]]*)\|(.*?)\]\]", line):
            text += line[at : match.start()]
            at, start = match.end(), len(text)
            text += match[1]
            for part in match[2].split("&&"):
                value, unit, indicator, *more = part.split("|")
                one = told_with(holds, ";".join(more))
                claims.append(
                    replace(one, start=start, end=len(text), value=Decimal(value), unit=unit, indicator=indicator)
                )
        text += line[at:]
    return text, claims


def meet(told: list[Told], read: list[ClaimDraft]) -> list[tuple[Told, ClaimDraft]]:
    """Return the pairs of told and read claims with the same value and unit whose quotes share a character."""
    pairs, free = [], list(read)
    for one in told:
        same = (two for two in free if two.value == one.value and two.unit == one.unit)
        overlaps = [(min(one.end, two.end) - max(one.start, two.start), two) for two in same]
        best = max((pair for pair in overlaps if pair[0] > 0), key=lambda pair: pair[0], default=None)
        if best:
            free.remove(best[1])
            pairs.append((one, best[1]))
    return pairs


def agrees(told: Told, read: ClaimDraft, name: str) -> bool:
    if name == "period":
        return (told.period_from, told.period_to) == (read.period_from, read.period_to)
    if name in {"giver", "receiver"}:
        group = f"{name}_group"
        return (getattr(told, name), set(getattr(told, group))) == (getattr(read, name), set(getattr(read, group)))
    return bool(getattr(told, name) == getattr(read, name))


@pytest.mark.parametrize("path", MARKED, ids=lambda path: path.stem)
def test_an_article_of_our_own_is_read_as_it_is_meant(path: Path) -> None:
    text, told = read_marked(path.read_text("utf-8"))
    read = extract_claims(text, load_knowledge())
    pairs = meet(told, read)
    missed = [text[one.start : one.end] for one in told if one not in [pair[0] for pair in pairs]]
    assert len(pairs) >= 0.88 * len(told), missed
    assert len(pairs) >= 0.88 * len(read), [one.clean_quote for one in read]
    for name in COMPARED:
        wrong = [text[one.start : one.end] for one, two in pairs if not agrees(one, two, name)]
        assert len(wrong) <= 0.35 * len(pairs), (name, wrong)


def test_our_own_articles_together_are_read_well() -> None:
    told_in_all = read_in_all = met_in_all = 0
    right: Counter[str] = Counter()
    for path in MARKED:
        text, told = read_marked(path.read_text("utf-8"))
        read = extract_claims(text, load_knowledge())
        pairs = meet(told, read)
        told_in_all, read_in_all, met_in_all = told_in_all + len(told), read_in_all + len(read), met_in_all + len(pairs)
        right.update(name for one, two in pairs for name in COMPARED if agrees(one, two, name))
    assert met_in_all >= 0.96 * told_in_all
    assert met_in_all >= 0.96 * read_in_all
    assert {name: count for name, count in right.items() if count < 0.93 * met_in_all} == {}


def test_sides_and_periods_are_told_well_in_articles_with_numbers_hard_to_name() -> None:
    met_in_all = 0
    right: Counter[str] = Counter()
    for path in MARKED_FOR_SIDES_AND_PERIODS:
        text, told = read_marked(path.read_text("utf-8"))
        pairs = meet(told, extract_claims(text, load_knowledge()))
        met_in_all += len(pairs)
        right.update(name for one, two in pairs for name in COMPARED[1:4] if agrees(one, two, name))
    assert met_in_all >= 100
    assert {name: count for name, count in right.items() if count < 0.93 * met_in_all} == {}


@pytest.mark.parametrize("path", MARKED[::4], ids=lambda path: path.stem)
@pytest.mark.parametrize("seed", [1, 2])
def test_damage_never_makes_a_number_that_was_not_there(path: Path, seed: int) -> None:
    whole = to_traditional(read_marked(path.read_text("utf-8"))[0]).encode("gbk", "ignore").decode("gbk")
    there = {one.value for one in find_quantities(unfold_tables(to_plain_digits(repair_text(whole).text)).text)}
    broken = gloss_bytes_blindly(whole, choose_of_all(seed), read_swallowing)
    assert {claim.value for claim in extract_claims(broken, load_knowledge())} <= there


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(seed=st.integers(0, 1_000_000))
def test_an_article_changed_at_random_is_read_to_its_end(seed: int) -> None:
    text = mutate(MARKED[seed % len(MARKED)].read_text("utf-8"), random.Random(seed))
    for claim in extract_claims(text, load_knowledge()):
        assert text[claim.start : claim.end] == claim.quote


def mutate(text: str, rng: random.Random) -> str:
    """Return a text with pieces put in, taken out, moved, and bytes changed."""
    for _ in range(rng.randint(1, 40)):
        place, other = rng.randrange(len(text) + 1), rng.randrange(len(text) + 1)
        piece = "".join(
            rng.choice("0123456789年月日,。、;“”()?%亿万个家县区分别截至同期去今\n\x00\ufffd") for _ in range(4)
        )
        raw = text.encode("gb18030", "replace")
        text = rng.choice(
            [
                text[:place] + piece + text[place:],
                text[:place] + text[place + rng.randint(1, 12) :],
                text[:place] + text[other : other + 80] + text[place:],
                (raw[:place] + bytes([rng.randrange(256)]) + raw[place + 1 :]).decode("gb18030", "replace"),
                text[place:] + text[:place],
            ]
        )
    return text
