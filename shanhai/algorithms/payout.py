"""Pay-outs of enclave income: ordered, dated clauses turn bases into an amount, and shares turn it into lines.

All amounts are integer fen, all rates parts per million, so that 10.008 % is 100,080. Days are inclusive on both ends.
The clauses follow the term sheets told in public reports (fixed return on capital in use, share of actual rent, return
of local tax with a ratio per year, dividend by shareholding, floor, cap). It must not know places, tables or pages.
"""

from __future__ import annotations

import itertools
from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from typing import Literal

from shanhai.algorithms.apportion import apportion

PPM = 1_000_000
ClauseType = Literal["fixed_return", "rent_share", "tax_return", "dividend", "floor", "cap"]
DayBasis = Literal["365", "360", "actual", "year"]
EARNING: frozenset[str] = frozenset({"fixed_return", "rent_share", "tax_return", "dividend"})


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause of a term sheet, in force from `from_day` to `to_day` (None: open).

    `rate_ppm` is the yearly return of a fixed return, or the share of rent or dividend; `ratios_ppm` the tax ratios
    of the first, second, … year counted from `first_year`, the last one holding on; `amount_fen` the floor or cap of
    a year. `carries_shortfall` has a floor's unpaid rest, or what a cap cut off, stand over to the next period.
    """

    code: str
    type: ClauseType
    from_day: date
    to_day: date | None = None
    rate_ppm: int = 0
    day_basis: DayBasis = "365"
    ratios_ppm: tuple[int, ...] = ()
    first_year: int | None = None
    amount_fen: int = 0
    carries_shortfall: bool = False


@dataclass(frozen=True, slots=True)
class Arrival:
    """Capital that came in (positive) or went back (negative) on a day; it is in use from that day on."""

    day: date
    amount_fen: int


@dataclass(frozen=True, slots=True)
class Revenue:
    """What a clause's base was on a day: net rent, tax kept locally, or profit to be distributed."""

    type: Literal["rent", "tax", "profit"]
    day: date
    amount_fen: int


@dataclass(frozen=True, slots=True)
class Step:
    """How one clause came to its amount: base × rate, over which days; `note` is a code the pages put into words.

    `spans` tells, for a fixed return, each run of days with the same capital, on whole months each part of the capital
    with its days in use: (first, last, capital, share of a year as numerator and denominator), so that base × rate ×
    share of every span adds up to the amount before rounding.
    """

    clause: str
    type: ClauseType
    base_fen: int
    rate_ppm: int
    days: int
    amount_fen: int
    note: str = ""
    spans: tuple[tuple[str, str, int, int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Computed:
    """The pay-out of a period: its steps in the order of the clauses, their sum, and what stands over."""

    steps: tuple[Step, ...]
    total_fen: int
    carried_fen: int


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault in a term sheet or its shares: a code, the clause or party, and the days or amounts it is about."""

    code: str
    subject: str
    values: Mapping[str, str] = field(default_factory=dict)


def check_clauses(clauses: Sequence[Clause], *, from_day: date, to_day: date) -> list[Fault]:
    """Return faults of a term sheet over a span: clauses of one type that overlap, days no earning clause covers.

    A floor or cap bounds the earning clauses written before it, so it does not fill a gap and is a fault above an
    earning clause of the same days, without any, or as a cap lower than the floor. So are an end before the start and
    a rate of nothing.
    """
    faults = [
        Fault("ends_before_start", clause.code, {"from": str(clause.from_day), "to": str(clause.to_day)})
        for clause in clauses
        if clause.to_day is not None and clause.to_day < clause.from_day
    ]
    faults += [
        Fault("rate_zero", clause.code)
        for clause in clauses
        if clause.type in EARNING and not clause.rate_ppm and not any(clause.ratios_ppm)
    ]
    faults += _find_overlaps(clauses) + _find_loose_bounds(clauses) + _find_caps_below_floors(clauses)
    earning = [clause for clause in clauses if clause.type in EARNING]
    faults += [
        Fault("gap", "", {"from": str(first), "to": str(last)}) for first, last in _find_gaps(earning, from_day, to_day)
    ]
    return faults


def _find_overlaps(clauses: Sequence[Clause]) -> list[Fault]:
    faults = []
    for position, one in enumerate(clauses):
        for other in clauses[position + 1 :]:
            if one.type != other.type:
                continue
            first = max(one.from_day, other.from_day)
            last = min(one.to_day or date.max, other.to_day or date.max)
            if first <= last:
                faults.append(
                    Fault("overlap", other.code, {"with": one.code, "from": str(first), "to": str(min(last, date.max))})
                )
    return faults


def _find_loose_bounds(clauses: Sequence[Clause]) -> list[Fault]:
    """Floors and caps that bound nothing, or stand above an earning clause they were meant to bound."""
    faults = []
    for position, bound in enumerate(clauses):
        if bound.type in EARNING:
            continue
        bounded = [one for one in clauses if one.type in EARNING and _meet(one, bound)]
        below = [one for one in clauses[position + 1 :] if one in bounded]
        if below:
            faults.append(Fault("bound_above_earning", bound.code, {"with": "、".join(one.code for one in below)}))
        elif not bounded:
            faults.append(Fault("bound_alone", bound.code))
    return faults


def _find_caps_below_floors(clauses: Sequence[Clause]) -> list[Fault]:
    return [
        Fault(
            "cap_below_floor",
            cap.code,
            {"with": floor.code, "cap": str(cap.amount_fen), "floor": str(floor.amount_fen)},
        )
        for cap in clauses
        for floor in clauses
        if cap.type == "cap" and floor.type == "floor" and cap.amount_fen < floor.amount_fen and _meet(cap, floor)
    ]


def _meet(one: Clause, other: Clause) -> bool:
    """Whether two clauses share a day."""
    return max(one.from_day, other.from_day) <= min(one.to_day or date.max, other.to_day or date.max)


def _find_gaps(clauses: Iterable[Clause], from_day: date, to_day: date) -> list[tuple[date, date]]:
    gaps = []
    expected = from_day
    for clause in sorted(clauses, key=lambda clause: clause.from_day):
        if clause.from_day > to_day:
            break
        if clause.from_day > expected:
            gaps.append((expected, clause.from_day - timedelta(days=1)))
        last = clause.to_day or date.max
        if last >= expected:
            expected = last + timedelta(days=1) if last < date.max else date.max
    if expected <= to_day:
        gaps.append((expected, to_day))
    return gaps


def compute_pay_out(
    clauses: Sequence[Clause],
    *,
    from_day: date,
    to_day: date,
    arrivals: Sequence[Arrival] = (),
    revenues: Sequence[Revenue] = (),
    carried_fen: int = 0,
) -> Computed:
    """Apply the clauses in their order to one period and return the steps, the total and what is carried on.

    Each step is rounded half up to the fen once. A floor lifts what the period itself earned so far, a cap cuts it;
    both are yearly amounts and count in proportion to the days of the period they cover. What was carried in is owed
    for an earlier period: it is paid first and counts towards no bound but a cap whose own rest stands over.

    Example: 10 % a year on 120,000,000.00 in use for all of 2022 pays 12,000,000.00.
    """
    steps: list[Step] = []
    earned = 0
    carried = 0
    if carried_fen:
        steps.append(Step("carried", "floor", carried_fen, PPM, 0, carried_fen, "carried_in"))
    for clause in clauses:
        first, last = max(from_day, clause.from_day), min(to_day, clause.to_day or to_day)
        if first > last:
            continue
        so_far = earned + (carried_fen if clause.type == "cap" and clause.carries_shortfall else 0)
        step, over = _apply_clause(clause, first, last, so_far, (arrivals, revenues))
        steps.append(step)
        earned += step.amount_fen
        carried += over
    return Computed(tuple(steps), carried_fen + earned, carried)


def _apply_clause(
    clause: Clause, first: date, last: date, so_far: int, bases: tuple[Sequence[Arrival], Sequence[Revenue]]
) -> tuple[Step, int]:
    """One clause over its days inside the period: its step and what it carries over."""
    arrivals, revenues = bases
    days = (last - first).days + 1
    if clause.type == "fixed_return":
        return _apply_fixed_return(clause, first, last, arrivals), 0
    if clause.type in ("floor", "cap"):
        return _apply_bound(clause, first, last, so_far)
    if clause.type == "tax_return":
        return _apply_tax_return(clause, first, last, revenues), 0
    wanted = "rent" if clause.type == "rent_share" else "profit"
    base = sum(one.amount_fen for one in revenues if one.type == wanted and first <= one.day <= last)
    # a loss is not handed on to the villages
    paid_base = max(base, 0)
    amount = round_half_up(Fraction(paid_base * clause.rate_ppm, PPM))
    return Step(clause.code, clause.type, base, clause.rate_ppm, days, amount, "loss" if base < 0 else ""), 0


def _apply_fixed_return(clause: Clause, first: date, last: date, arrivals: Sequence[Arrival]) -> Step:
    """Return on capital in use: the sum over days of that day's capital × yearly rate / days of the year.

    On whole months each part of the capital earns by its own months in use instead.
    """
    if clause.day_basis == "year":
        return _apply_whole_months(clause, first, last, arrivals)
    marks = sorted({first, last + timedelta(days=1), *_year_starts(first, last)} | _days_within(arrivals, first, last))
    exact = Fraction(0)
    spans = []
    for start, end in itertools.pairwise(marks):
        capital = sum(one.amount_fen for one in arrivals if one.day <= start)
        part = _part_of_year(clause.day_basis, start, end)
        exact += Fraction(capital * clause.rate_ppm, PPM) * part
        top, bottom = _say_part(clause.day_basis, start, part)
        spans.append((str(start), str(end - timedelta(days=1)), capital, top, bottom))
    in_use = sum(one.amount_fen for one in arrivals if one.day <= last)
    days = (last - first).days + 1
    return Step(
        clause.code, clause.type, in_use, clause.rate_ppm, days, amount_fen=round_half_up(exact), spans=tuple(spans)
    )


def _apply_whole_months(clause: Clause, first: date, last: date, arrivals: Sequence[Arrival]) -> Step:
    """Return by whole months: each part of the capital from its arrival to its return, within the clause's days."""
    end = last + timedelta(days=1)
    parts: dict[tuple[date, date], int] = {}
    for arrived, returned, amount in _match_returns([one for one in arrivals if one.day <= last], end):
        days_in_use = max(arrived, first), returned
        if days_in_use[0] < returned:
            parts[days_in_use] = parts.get(days_in_use, 0) + amount
    exact = Fraction(0)
    spans = []
    for (start, stop), amount in sorted(parts.items()):
        months = _whole_months(start, stop)
        exact += Fraction(amount * clause.rate_ppm * months, PPM * 12)
        top, bottom = (1, 1) if months == 12 else (months, 12)
        spans.append((str(start), str(stop - timedelta(days=1)), amount, top, bottom))
    in_use = sum(one.amount_fen for one in arrivals if one.day <= last)
    days = (end - first).days
    return Step(
        clause.code, clause.type, in_use, clause.rate_ppm, days, amount_fen=round_half_up(exact), spans=tuple(spans)
    )


def _match_returns(arrivals: Sequence[Arrival], end: date) -> list[tuple[date, date, int]]:
    """Each part of the capital with its first day and the day it went back (`end` where it stayed), oldest back first.

    What went back beyond all that came in stays as a negative part from its day on, so that sums still agree.
    """
    held: deque[tuple[date, int]] = deque()
    parts: list[tuple[date, date, int]] = []
    for one in sorted(arrivals, key=lambda arrival: (arrival.day, -arrival.amount_fen)):
        if one.amount_fen >= 0:
            held.append((one.day, one.amount_fen))
            continue
        wanted = -one.amount_fen
        while wanted and held:
            arrived, amount = held.popleft()
            back = min(amount, wanted)
            parts.append((arrived, one.day, back))
            wanted -= back
            if amount > back:
                held.appendleft((arrived, amount - back))
        if wanted:
            parts.append((one.day, end, -wanted))
    return parts + [(day, end, amount) for day, amount in held]


def _say_part(basis: DayBasis, start: date, part: Fraction) -> tuple[int, int]:
    """The share of a year as people write it: days over the days of the year, not cancelled down."""
    if part == 1:
        return 1, 1
    bottom = {"365": 365, "360": 360}.get(basis) or (date(start.year + 1, 1, 1) - date(start.year, 1, 1)).days
    return int(part * bottom), bottom


def _days_within(arrivals: Sequence[Arrival], first: date, last: date) -> set[date]:
    return {one.day for one in arrivals if first < one.day <= last}


def _year_starts(first: date, last: date) -> set[date]:
    return {date(year, 1, 1) for year in range(first.year + 1, last.year + 1)}


def _part_of_year(basis: DayBasis, start: date, end: date) -> Fraction:
    """The share of a year from `start` up to, not including, `end`; both lie in one calendar year."""
    days = (end - start).days
    length = (date(start.year + 1, 1, 1) - date(start.year, 1, 1)).days
    if basis in ("365", "360"):
        # a whole calendar year pays one year's return under 365 in leap years too
        return Fraction(1) if basis == "365" and days == length else Fraction(days, int(basis))
    return Fraction(days, length)


def _whole_months(start: date, end: date) -> int:
    """Whole months from a day up to, not including, another one."""
    months = (end.year - start.year) * 12 + end.month - start.month
    return months if end.day >= start.day else months - 1


def _apply_tax_return(clause: Clause, first: date, last: date, revenues: Sequence[Revenue]) -> Step:
    """Tax kept locally × the ratio of its year; the years count from `first_year` (else the clause's first)."""
    beginning = clause.first_year or clause.from_day.year
    exact = Fraction(0)
    base = 0
    ratio = 0
    for one in revenues:
        if one.type != "tax" or not first <= one.day <= last:
            continue
        index = min(max(one.day.year - beginning, 0), len(clause.ratios_ppm) - 1)
        ratio = clause.ratios_ppm[index] if clause.ratios_ppm else clause.rate_ppm
        base += one.amount_fen
        exact += Fraction(one.amount_fen * ratio, PPM)
    days = (last - first).days + 1
    return Step(clause.code, clause.type, base, ratio, days, max(round_half_up(exact), 0))


def _apply_bound(clause: Clause, first: date, last: date, so_far: int) -> tuple[Step, int]:
    """A floor lifts, a cap cuts; the yearly bound counts by the days it covers."""
    exact = Fraction(0)
    marks = sorted({first, last + timedelta(days=1), *_year_starts(first, last)})
    for start, end in itertools.pairwise(marks):
        exact += clause.amount_fen * _part_of_year("actual", start, end)
    bound = round_half_up(exact)
    days = (last - first).days + 1
    if clause.type == "floor":
        short = max(bound - so_far, 0)
        if clause.carries_shortfall:
            # the shortfall is owed, and paid with the next period instead of now
            return Step(clause.code, clause.type, bound, PPM, days, 0, "shortfall_carried" if short else ""), short
        return Step(clause.code, clause.type, bound, PPM, days, short, "lifted" if short else ""), 0
    over = max(so_far - bound, 0)
    carried = over if clause.carries_shortfall else 0
    return Step(clause.code, clause.type, bound, PPM, days, -over, "cut" if over else ""), carried


def round_half_up(exact: Fraction) -> int:
    """Round to the nearest whole, halves away from zero: 2.5 is 3, −2.5 is −3."""
    size = abs(exact)
    whole = (2 * size.numerator + size.denominator) // (2 * size.denominator)
    return whole if exact >= 0 else -whole


ShareMethod = Literal["equal", "capital", "population", "list"]


@dataclass(frozen=True, slots=True)
class Share:
    """A party's standing in each way of sharing; `listed_ppm` is its part where the sheet lists parts."""

    party: str
    capital_fen: int = 0
    population: int = 0
    listed_ppm: int = 0


@dataclass(frozen=True, slots=True)
class Line:
    """What one party gets: the parts by method, what was recovered from it, and what remains to be paid."""

    party: str
    parts: tuple[tuple[str, int], ...]
    recovered_fen: int
    amount_fen: int


def check_shares(shares: Sequence[Share], methods: Mapping[ShareMethod, int]) -> list[Fault]:
    """Return faults of a share table: a party twice, listed parts or methods that do not make 100 %, empty bases."""
    faults = []
    seen: set[str] = set()
    for share in shares:
        if share.party in seen:
            faults.append(Fault("party_twice", share.party))
        seen.add(share.party)
    if sum(methods.values()) != PPM:
        faults.append(Fault("methods_not_whole", "", {"sum_ppm": str(sum(methods.values()))}))
    if methods.get("list") and sum(share.listed_ppm for share in shares) != PPM:
        faults.append(Fault("shares_not_whole", "", {"sum_ppm": str(sum(share.listed_ppm for share in shares))}))
    for method in ("capital", "population"):
        if methods.get(method) and not any(_weight(share, method) for share in shares):
            faults.append(Fault("nothing_to_share_by", method))
    return faults


def _weight(share: Share, method: str) -> int:
    weights = {"equal": 1, "capital": share.capital_fen, "population": share.population, "list": share.listed_ppm}
    return weights[method]


def allocate(
    total_fen: int,
    shares: Sequence[Share],
    methods: Mapping[ShareMethod, int],
    *,
    recoveries: Mapping[str, int] | None = None,
) -> list[Line]:
    """Split a total among parties; the lines plus what was recovered sum to the total, whatever the order of parties.

    `methods` gives each way of sharing its part in ppm (mixed sharing is several). `recoveries` names, per party,
    what was overpaid before and is taken back now, at most the line itself. ValueError on a negative total: money
    comes back only as a stated recovery.
    """
    if total_fen < 0:
        raise ValueError("a pay-out is not negative; money comes back as a recovery")
    recoveries = recoveries or {}
    by_method = apportion(total_fen, {method: part for method, part in methods.items() if part})
    split = {
        method: apportion(amount, {share.party: _weight(share, method) for share in shares})
        for method, amount in sorted(by_method.items())
    }
    lines = []
    for share in sorted(shares, key=lambda share: share.party):
        parts = tuple((method, amounts[share.party]) for method, amounts in split.items())
        gross = sum(amount for _, amount in parts)
        recovered = min(recoveries.get(share.party, 0), gross)
        lines.append(Line(share.party, parts, recovered, gross - recovered))
    return lines


def split_statistics(value: int, parts_ppm: Mapping[str, int]) -> dict[str, int]:
    """Split a statistical value (output, tax, energy) by agreed parts, for assessment only.

    Statistics law counts in place of location, so these parts are kept in a book of their own and never in money.
    """
    return apportion(value, parts_ppm)
