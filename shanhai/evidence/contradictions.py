"""Claims against claims: parts against their whole, and two documents that say different things of the same matter.

The same value under another pairing is no contradiction and no repeat: who and whom are part of what is compared.
Judges by the claims alone. It must not know the ledger or a page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from shanhai.algorithms.claim_judgement import judge, printed_step
from shanhai.evidence.models import Claim

# Tells whether the first place is the second or has it below itself; names as claims write them.
Contains = Callable[[str, str], bool]


@dataclass(frozen=True, slots=True)
class PartsOfWhole:
    """A claim about a wider scope and the claims about scopes inside it; `rest` is whole less parts, base units."""

    whole: Claim
    parts: tuple[Claim, ...]
    total: Decimal
    rest: Decimal

    @property
    def state(self) -> str:
        """`exceeds` where the parts are more than the whole, `equals`, or `open` where something is left untold."""
        if self.rest < 0:
            return "exceeds"
        return "open" if self.rest else "equals"

    @property
    def same_rule(self) -> bool:
        """Whether all parts are of the whole's own indicator, and not of a narrower one."""
        return all(part.indicator == self.whole.indicator for part in self.parts)


@dataclass(frozen=True, slots=True)
class Clash:
    """Two claims of different documents on the same matter with different values; `difference` is other less own."""

    own: Claim
    other: Claim
    difference: Decimal


def find_parts(own: Sequence[Claim], all_claims: Iterable[Claim], *, contains: Contains) -> list[PartsOfWhole]:
    """For each claim of `own` that has two or more parts among all claims, the parts and what they come to."""
    beside: dict[tuple[object, ...], dict[tuple[str, ...], Claim]] = {}
    for one in all_claims:
        if not one.damaged and not one.party and one.giver and one.receiver:
            told = beside.setdefault(_compared_within(one), {})
            told.setdefault((one.indicator, one.giver, one.receiver), one)
    found = []
    for whole in _once(own):
        if not (whole.giver or whole.receiver) or whole.party or whole.part_of_whole:
            continue
        near = beside.get(_compared_within(whole), {}).values()
        parts = _outermost([one for one in near if _is_part(one, whole, contains)], contains)
        if len(parts) > 1:
            total = sum((Decimal(part.value) for part in parts), Decimal(0))
            found.append(PartsOfWhole(whole, tuple(parts), total, Decimal(whole.value) - total))
    return found


def find_clashes(own: Sequence[Claim], others: Iterable[Claim]) -> list[Clash]:
    """Claims of other documents that give another value for the same indicator, sides, period, party and status."""
    by_matter: dict[tuple[object, ...], list[Claim]] = {}
    for one in others:
        by_matter.setdefault(matter_of(one), []).append(one)
    found: dict[tuple[object, ...], Clash] = {}
    for claim in own:
        if not (claim.giver or claim.receiver) or claim.damaged:
            continue
        for other in by_matter.get(matter_of(claim), []):
            if not other.damaged and _disagree(claim, other):
                difference = Decimal(other.value) - Decimal(claim.value)
                key = (matter_of(claim), claim.value, other.value, other.reading_id)
                found.setdefault(key, Clash(claim, other, difference))
    return list(found.values())


def matter_of(claim: Claim) -> tuple[object, ...]:
    """What a claim is about, apart from its value."""
    sides = (claim.giver, claim.receiver, tuple(claim.giver_group), tuple(claim.receiver_group))
    return (claim.indicator, claim.unit, *sides, claim.party, claim.period_from, claim.period_to, claim.status)


def related(code: str, other: str) -> bool:
    """Whether an indicator is the other or a narrower one: assistance_funds_received of assistance_funds."""
    return code == other or code.startswith(f"{other}_")


def _disagree(claim: Claim, other: Claim) -> bool:
    for one, two in ((claim, other), (other, claim)):
        step = printed_step(one.clean_quote, Decimal(one.value))
        if judge(Decimal(one.value), one.qualifier, step, Decimal(two.value)).verdict != "differs":
            return False
    return True


def _compared_within(claim: Claim) -> tuple[object, ...]:
    """What a part has in common with its whole."""
    return claim.unit, claim.status, claim.period_from, claim.period_to


def _is_part(part: Claim, whole: Claim, contains: Contains) -> bool:
    if not related(part.indicator, whole.indicator) or (part.giver, part.receiver) == (whole.giver, whole.receiver):
        return False
    return _inside(part, whole, contains)


def _inside(part: Claim, whole: Claim, contains: Contains) -> bool:
    pairs = ((whole.giver, part.giver), (whole.receiver, part.receiver))
    return all(not wide or wide == narrow or contains(wide, narrow) for wide, narrow in pairs)


def _outermost(parts: Sequence[Claim], contains: Contains) -> list[Claim]:
    """One claim for each pairing, without those that lie inside another part: nothing is counted twice."""
    one_each: dict[tuple[str, str], Claim] = {}
    for part in parts:
        one_each.setdefault((part.giver, part.receiver), part)
    kept = list(one_each.values())
    return [part for part in kept if not any(other is not part and _inside(part, other, contains) for other in kept)]


def _once(own: Sequence[Claim]) -> list[Claim]:
    """Drop the repeats of a claim that stands twice in a text, as in a headline and below it."""
    kept: dict[tuple[object, ...], Claim] = {}
    for one in own:
        kept.setdefault((matter_of(one), one.value), one)
    return list(kept.values())
