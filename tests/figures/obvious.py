"""The slow obvious twin of the figures: loops over entries and words, with no engine, no snapshot and no cleverness."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any

from shanhai.catalogue.declare import Indicator
from shanhai.figures.fold import Count, Distinct, Latest, Ratio, Simple, Total
from shanhai.figures.scope import Period, Scope


@dataclass(frozen=True)
class Line:
    """An entry, or a reversal where `reverses` names the serial it takes back (and `change` ends an agreement)."""

    serial: int
    kind: str
    on_date: date
    known_on: date
    amount: int
    giver: str = "g1"
    receiver: str = "r1"
    pairing_id: int | None = 1
    programme: str = "东西部协作"
    round: str = "2021"
    from_party: int | None = 1
    to_party: int | None = 2
    subject: str = ""
    labels: str = ""
    details: dict[str, Any] = field(default_factory=dict)
    is_example: bool = False
    reverses: int | None = None
    change: int = 0


@dataclass(frozen=True)
class Word:
    """A signature that makes an entry agreed (+1) or ends that (−1)."""

    serial: int
    entry_serial: int
    known_on: date
    change: int


@dataclass
class Ledger:
    """All lines and words, in the order of their serials."""

    lines: list[Line] = field(default_factory=list)
    words: list[Word] = field(default_factory=list)


def stands(ledger: Ledger, line: Line, basis: str, as_of: date) -> bool:
    """Say whether an entry counts under a basis as known on a day."""
    if line.reverses is not None or line.known_on > as_of:
        return False
    taken_back = [one for one in ledger.lines if one.reverses == line.serial and one.known_on <= as_of]
    if basis == "reported":
        return not taken_back
    changes = [one.change for one in ledger.words if one.entry_serial == line.serial and one.known_on <= as_of]
    return sum(changes) + sum(one.change for one in taken_back) > 0


def in_scope(line: Line, scope: Scope) -> bool:
    """Say whether an entry lies in a scope."""
    if scope.giver_place_ids is not None and line.giver not in scope.giver_place_ids:
        return False
    if scope.receiver_place_ids is not None and line.receiver not in scope.receiver_place_ids:
        return False
    if scope.touching_place_ids is not None and not {line.giver, line.receiver} & scope.touching_place_ids:
        return False
    if scope.pairing_ids is not None and line.pairing_id not in scope.pairing_ids:
        return False
    if scope.programmes is not None and line.programme not in scope.programmes:
        return False
    return scope.programme in ("", line.programme) and scope.round in ("", line.round)


def counted(
    ledger: Ledger, fold: Simple, over: str, *, scope: Scope, period: Period, basis: str, as_of: date
) -> list[Line]:
    """Return the entries behind a fold, in the order of their serials."""
    found = []
    for line in ledger.lines:
        if line.kind not in fold.kinds or not in_scope(line, scope) or not stands(ledger, line, basis, as_of):
            continue
        if any((line.details.get(name) or "") != wanted for name, wanted in fold.where):
            continue
        if period.last and line.on_date > period.last:
            continue
        if period.first and line.on_date < period.first and not isinstance(fold, Latest):
            continue
        found.append(line)
    if isinstance(fold, Latest):
        newest: dict[Any, Line] = {}
        for line in sorted(found, key=lambda one: (one.on_date, one.serial)):
            newest[thing(line, fold, over)] = line
        found = sorted(newest.values(), key=lambda one: one.serial)
    return found


def thing(line: Line, fold: Distinct | Latest, over: str) -> tuple[Any, ...]:
    """Return what tells the thing an entry names apart from others."""
    columns = {
        "subject": line.subject or None,
        "from_party_id": line.from_party,
        "to_party_id": line.to_party,
        "receiver_place_id": line.receiver,
        "giver_place_id": line.giver,
    }
    names = tuple(columns[name] if columns[name] is not None else f"entry {line.serial}" for name in fold.of)
    return (*names, line.pairing_id, line.giver, line.receiver) if over == "additive" else names


def fold_value(lines: list[Line], fold: Simple, over: str) -> int | None:
    """Return the value of a fold over the entries behind it; None where there are none."""
    if not lines:
        return None
    if isinstance(fold, Count):
        return len(lines)
    if isinstance(fold, Distinct):
        return len({thing(line, fold, over) for line in lines})
    assert isinstance(fold, Total | Latest)
    return sum(line.amount for line in lines)


def value_of(
    indicator: Indicator, ledger: Ledger, *, scope: Scope, period: Period, basis: str, as_of: date
) -> tuple[int | None, int, str]:
    """Return value, number of entries, and digest of an indicator."""
    assert indicator.value is not None
    folds = (indicator.value.top, indicator.value.bottom) if isinstance(indicator.value, Ratio) else (indicator.value,)
    over = indicator.over_pairings
    behind = [counted(ledger, fold, over, scope=scope, period=period, basis=basis, as_of=as_of) for fold in folds]
    values = [fold_value(lines, fold, over) for lines, fold in zip(behind, folds, strict=True)]
    lines = {line.serial: line for found in behind for line in found}
    digest = hashlib.sha256()
    for serial in sorted(lines):
        digest.update(serial.to_bytes(8, "little", signed=True))
        digest.update(lines[serial].amount.to_bytes(8, "little", signed=True))
    value = values[0]
    if isinstance(indicator.value, Ratio):
        top, bottom = values
        value = half_up(Fraction((top or 0) * indicator.value.per, bottom)) if bottom else None
    return value, sum(len(found) for found in behind), digest.hexdigest()


def half_up(exact: Fraction) -> int:
    """Round a fraction to the nearest integer, halves away from zero."""
    whole, rest = divmod(abs(exact), 1)
    rounded = int(whole) + (1 if rest >= Fraction(1, 2) else 0)
    return -rounded if exact < 0 else rounded
