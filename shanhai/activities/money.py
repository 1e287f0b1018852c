"""The money of activities, stage by stage, from the ledger's own figures; stages are never added to each other.

An entry belongs to an activity when its subject is the activity's number and its pairing the activity's. Sums come from
`figures/answer.py`, grouped once for all activities of a pairing and kept until the ledger changes. It writes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from django.utils import timezone

from shanhai.activities import money_checks
from shanhai.activities.models import Activity
from shanhai.activities.money_checks import ProjectSums
from shanhai.algorithms.idle_money import age_idle
from shanhai.catalogue.activity import ActivityKind, EntryNeed
from shanhai.catalogue.book import BOOK
from shanhai.catalogue.controls import write_yuan
from shanhai.catalogue.declare import Indicator, Kind
from shanhai.catalogue.words import Problem, Words
from shanhai.figures import answer, fold
from shanhai.figures.scope import ALWAYS, Basis, Scope
from shanhai.figures.tables import Snapshot
from shanhai.ledger.snapshot import catch_up
from shanhai.ledger.terms import Where, setting_values
from shanhai.registry.models import Pairing

PROJECT_KINDS = ("funds.assigned", "funds.paid", "funds.returned")
ARRIVALS = ("funds.arrived", "funds.allocated")
BASES: tuple[Basis, Basis] = ("reported", "agreed")
Sums = Mapping[tuple[str, str], tuple[int, int]]


@dataclass(frozen=True, slots=True)
class StageMoney:
    """One line of an activity's money: a kind of entry with its stage, on both bases; None where nothing is entered."""

    kind: Kind
    stage: Words
    reported: int | None
    agreed: int | None
    entries: int
    agreed_entries: int

    @property
    def basis(self) -> str:
        """The basis that holds for the whole line: agreed only where every entry is."""
        return "agreed" if self.entries and self.entries == self.agreed_entries else "reported"

    @property
    def waits(self) -> int:
        """How many entries still wait for the other side's word."""
        return self.entries - self.agreed_entries


def money_of(kind: ActivityKind, activity: Activity) -> list[StageMoney]:
    """Return an activity's money by kind of entry, in the order the kind names them; blank ones are left out."""
    snapshot = catch_up(book=BOOK)
    reported, agreed = (sum_by_subject(kind.entry_kinds, activity.pairing_id, basis, snapshot) for basis in BASES)
    lines = []
    for code in kind.entry_kinds:
        key = (activity.number, code)
        if key not in reported:
            continue
        declared = BOOK.kind(code)
        both = agreed.get(key)
        lines.append(
            StageMoney(
                declared,
                BOOK.stages[declared.stage].title,
                reported[key][0],
                both[0] if both else None,
                reported[key][1],
                both[1] if both else 0,
            )
        )
    return lines


@dataclass(frozen=True, slots=True)
class Held:
    """What an activity was given, what of it was used, and what is left, in the unit's smallest part, as reported."""

    given: int
    used: int

    @property
    def left(self) -> int:
        """What was given less what was used; negative where more was used."""
        return self.given - self.used


def balance_of(kind: ActivityKind, activity: Activity) -> Held | None:
    """Return what an activity still has; None where its kind keeps no balance."""
    if kind.balance is None:
        return None
    sums = sum_by_subject(kind.entry_kinds, activity.pairing_id, "reported", catch_up(book=BOOK))
    given, used = (
        sum(sums[activity.number, code][0] for code in codes if (activity.number, code) in sums)
        for codes in (kind.balance.given, kind.balance.used)
    )
    return Held(given, used)


def check_entries(kind: ActivityKind, activity: Activity, step_code: str) -> list[Problem]:
    """Return what the ledger lacks for a step: entries it needs, the other side's word on them, a balance of nothing.

    A step that the kind does not have lacks nothing here; the stage machine tells that.
    """
    step = kind.step(step_code)
    if step is None or not (step.entries or step.spends_all):
        return []
    lines = {line.kind.code: line for line in money_of(kind, activity)}
    problems = []
    for need in step.entries:
        found = [lines[code] for code in need.kinds if code in lines]
        if not found:
            problems.append(_tell_missing(need, activity))
        elif need.agreed and (waits := sum(line.waits for line in found)):
            problems.append(_tell_unsigned(waits))
    held = balance_of(kind, activity)
    if step.spends_all and held is not None and held.left:
        problems.append(_tell_left(held))
    return problems


def _tell_missing(need: EntryNeed, activity: Activity) -> Problem:
    what = Words("账本里还没有{name}。", "The ledger lacks: {name}.").fill(name=need.title)
    right = Words("先记条目，编号写 {n}。", "Enter them first, with the number {n}.").fill(n=activity.number)
    return Problem("entries.missing", "blocks", what, right)


def _tell_unsigned(waits: int) -> Problem:
    what = Words("还有 {n} 条没有双方一致。", "{n} entries are not agreed by both sides.").fill(n=waits)
    right = Words("请对方签认；有差异的先了结差异。", "Have the other side sign them; settle differences first.")
    return Problem("entries.not_agreed", "blocks", what, right)


def _tell_left(held: Held) -> Problem:
    values = {"left": write_yuan(held.left), "given": write_yuan(held.given), "used": write_yuan(held.used)}
    what = Words("余额还有 {left} 元：收到 {given} 元，用了 {used} 元。",
                 "{left} yuan are left: {given} received, {used} used.").fill(**values)  # fmt: skip
    right = Words("余额为零才能走这一步；先记完使用条目。",
                  "The balance must be nothing; enter every use first.")  # fmt: skip
    return Problem("balance.left", "blocks", what, right)


def project_sums(pairing_id: int | None, basis: Basis = "reported") -> dict[str, ProjectSums]:
    """Return the sums of every project of a pairing by its number."""
    sums = sum_by_subject(PROJECT_KINDS, pairing_id, basis, catch_up(book=BOOK))
    numbers = {number for number, _kind in sums}
    return {
        number: ProjectSums(*(sums[number, code][0] if (number, code) in sums else None for code in PROJECT_KINDS))
        for number in numbers
    }


def sum_by_subject(kinds: tuple[str, ...], pairing_id: int | None, basis: Basis, snapshot: Snapshot) -> Sums:
    """Return {(subject, kind): (sum or newest level, entries)} of a pairing's entries of these kinds."""
    return _sum_by_subject(kinds, pairing_id, basis, snapshot=snapshot, as_of=timezone.localdate())


@lru_cache(maxsize=128)
def _sum_by_subject(
    kinds: tuple[str, ...], pairing_id: int | None, basis: Basis, *, snapshot: Snapshot, as_of: date
) -> Sums:
    flows = tuple(code for code in kinds if BOOK.kind(code).nature == "flow")
    levels = tuple(code for code in kinds if BOOK.kind(code).nature == "observation")
    found: dict[tuple[str, str], tuple[int, int]] = {}
    for value in (fold.total(*flows) if flows else None, fold.latest(*levels) if levels else None):
        if value is None:
            continue
        for group in _group(value, ("subject", "kind"), pairing_id, basis, snapshot=snapshot, as_of=as_of):
            if group.value is not None:
                found[group.keys[0], group.keys[1]] = (group.value, group.entries)
    return found


def _group(
    value: fold.Fold,
    by: tuple[str, ...],
    pairing_id: int | None,
    basis: Basis,
    *,
    snapshot: Snapshot,
    as_of: date,
) -> list[answer.Group]:
    """Group entries by columns; `kind` is always one of them, so that no two stages meet in a sum."""
    asked = Indicator(
        "activity_money",
        Words("事项资金", "Money of activities"),
        "CNY",
        "flow",
        "additive",
        Words("按事项编号和事由分开。", "By the activity's number and the kind of entry."),
        value,
    )
    scope = Scope(pairing_ids=frozenset({pairing_id})) if pairing_id else Scope()
    return answer.group(
        asked, by=by, scope=scope, period=ALWAYS, basis=basis, as_of=as_of, snapshot=snapshot, book=BOOK
    )


@lru_cache(maxsize=128)
def _sum_by_day(
    kinds: tuple[str, ...], pairing_id: int, *, snapshot: Snapshot, as_of: date
) -> tuple[tuple[str, str, date, int], ...]:
    groups = _group(
        fold.total(*kinds), ("subject", "kind", "on_date"), pairing_id, "reported", snapshot=snapshot, as_of=as_of
    )
    return tuple((group.keys[0] or "", group.keys[1], group.keys[2], group.value or 0) for group in groups)


def check_project(activity: Activity, values: Mapping[str, object]) -> list[Problem]:
    """Return what the checks of money say of one project, as a page shows them."""
    settings = _settings_of(activity.pairing_id)
    sums = project_sums(activity.pairing_id).get(activity.number, ProjectSums())
    progress = values.get("progress_per_cent")
    problems = money_checks.check_project_sums(
        sums,
        progress_per_cent=progress if isinstance(progress, int) else None,
        gap_points=settings[money_checks.GAP_POINTS],
    )
    left = age_project_money(activity, sums)
    return problems + _check_idle(left, Words("付出", "paid"), settings)


def _settings_of(pairing_id: int | None) -> Mapping[str, Any]:
    """The settings as they hold today for a pairing's programme and places."""
    held = Pairing.objects.select_related("round__programme").filter(pk=pairing_id).first() if pairing_id else None
    if held is None:
        return setting_values(timezone.localdate())
    where = Where(held.round.programme.key, held.giver_place_id or "", held.receiver_place_id or "")
    return setting_values(timezone.localdate(), where)


def age_project_money(activity: Activity, sums: ProjectSums) -> list[tuple[date, int]]:
    """Return what was assigned to a project and lies unpaid, by the day it was assigned, oldest first."""
    if activity.pairing_id is None:
        return []
    rows = _sum_by_day(PROJECT_KINDS, activity.pairing_id, snapshot=catch_up(book=BOOK), as_of=timezone.localdate())
    inflows = [
        (day, amount) for number, code, day, amount in rows if (number, code) == (activity.number, "funds.assigned")
    ]
    return age_idle(inflows, (sums.paid_fen or 0) + (sums.returned_fen or 0))


def check_pairing(pairing_id: int) -> list[Problem]:
    """Return what the checks say of a pairing: assigned is not more than arrived or allocated, nothing lies idle."""
    rows = _sum_by_day(
        (*ARRIVALS, *PROJECT_KINDS), pairing_id, snapshot=catch_up(book=BOOK), as_of=timezone.localdate()
    )
    totals: dict[str, int] = {}
    for _number, code, _day, amount in rows:
        totals[code] = totals.get(code, 0) + amount
    problems = []
    assigned, part = totals.get("funds.assigned", 0), BOOK.kind("funds.assigned").title
    for code in ARRIVALS:
        problems += money_checks.check_parts(
            parts_fen=assigned, whole_fen=totals.get(code), part=part, whole=BOOK.kind(code).title
        )
    arrived = [(day, amount) for _number, code, day, amount in rows if code == "funds.arrived"]
    waits_for = Words("分解到项目", "assigned to projects")
    return problems + _check_idle(age_idle(arrived, assigned), waits_for, _settings_of(pairing_id))


def _check_idle(left: list[tuple[date, int]], waits_for: Words, settings: Mapping[str, Any]) -> list[Problem]:
    return money_checks.check_idle(
        left,
        today=timezone.localdate(),
        idle_days=settings[money_checks.IDLE_DAYS],
        return_years=settings[money_checks.RETURN_YEARS],
        waits_for=waits_for,
    )


def carry_over(activities: Iterable[Activity]) -> list[tuple[Activity, int]]:
    """Return the projects with assigned money left unpaid, and how much, most first: what goes into the next year."""
    rows = []
    sums: dict[int | None, dict[str, ProjectSums]] = {}
    for activity in activities:
        if activity.pairing_id not in sums:
            sums[activity.pairing_id] = project_sums(activity.pairing_id)
        left = sums[activity.pairing_id].get(activity.number, ProjectSums()).left_fen
        if left and left > 0:
            rows.append((activity, left))
    return sorted(rows, key=lambda row: (-row[1], row[0].number))


def sum_by_year(kind: str, number: str, pairing_id: int | None) -> list[tuple[int, int]]:
    """Return (year, sum) of the agreed entries of one kind about one activity, oldest first."""
    groups = _group(
        fold.total(kind),
        ("subject", "kind", "year"),
        pairing_id,
        "agreed",
        snapshot=catch_up(book=BOOK),
        as_of=timezone.localdate(),
    )
    return [
        (group.keys[2].year, group.value) for group in groups if group.keys[0] == number and group.value is not None
    ]
