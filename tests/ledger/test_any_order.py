"""Any sequence of entries, words and reversals: the ledger agrees with a slow obvious twin, and proves itself."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shanhai.ledger.models import OpenEntry
from shanhai.ledger.proof import prove_ledger, say_proof
from shanhai.ledger.record import (
    accept_difference,
    differ_from_entry,
    hold_entry,
    record_entries,
    reverse_entry,
    sign_entries,
    split_entry,
    withdraw_word,
)
from shanhai.ledger.standing import standing_of
from tests.ledger.test_record import agreed, reported
from tests.ledger.world import World

OTHER = {"giver": "receiver", "receiver": "giver"}


@dataclass
class TwinEntry:
    """One entry as a careful clerk would keep it on paper."""

    by: str
    amount: int
    word: dict[str, tuple[str, int]] = field(default_factory=dict)
    held: bool = False
    reversed: bool = False

    def state(self) -> str:
        if self.reversed:
            return "reversed"
        said = {**self.word}
        if self.by in OTHER:
            said[self.by] = ("agrees", self.amount)
        if any(word == "differs" for word, _ in said.values()):
            return "differs"
        return "agreed" if len(said) == 2 else "pending"

    def differing(self) -> list[str]:
        return [side for side in ("giver", "receiver") if self.word.get(side, ("", 0))[0] == "differs"]


class Twin:
    """The whole ledger on paper: serials of entries only, every rule written out."""

    def __init__(self) -> None:
        self.entries: dict[int, TwinEntry] = {}

    def living(self, serial: int) -> TwinEntry | None:
        entry = self.entries.get(serial)
        return None if entry is None or entry.reversed else entry

    def sign(self, serial: int, side: str) -> bool:
        entry = self.living(serial)
        if entry is None or side in (entry.by, "neither"):
            return False
        if entry.word.get(side, ("", 0))[0] == "agrees":
            return False
        entry.word[side] = ("agrees", entry.amount)
        return True

    def differ(self, serial: int, side: str, amount: int) -> bool:
        entry = self.living(serial)
        if entry is None or side in (entry.by, "neither") or amount == entry.amount:
            return False
        if entry.word.get(side) == ("differs", amount) and not entry.held:
            return False
        entry.word[side] = ("differs", amount)
        entry.held = False
        return True

    def hold(self, serial: int, side: str) -> bool:
        entry = self.living(serial)
        if entry is None or entry.by != side or not entry.differing() or entry.held:
            return False
        entry.held = True
        return True

    def withdraw(self, serial: int, side: str) -> bool:
        entry = self.living(serial)
        if entry is None:
            return False
        if entry.by == side:
            if not (entry.held and entry.differing()):
                return False
            entry.held = False
            return True
        return entry.word.pop(side, None) is not None

    def reverse(self, serial: int, side: str) -> TwinEntry | None:
        entry = self.living(serial)
        if entry is None or entry.by != side:
            return None
        entry.reversed = True
        return entry

    def reported(self) -> int:
        return sum(entry.amount for entry in self.entries.values() if not entry.reversed)

    def agreed(self) -> int:
        return sum(entry.amount for entry in self.entries.values() if entry.state() == "agreed")


SIDES = st.sampled_from(["giver", "receiver", "neither"])
AMOUNTS = st.integers(0, 5)
ACTS = st.sampled_from(["enter", "sign", "differ", "hold", "withdraw", "reverse", "accept", "split"])
STEPS = st.lists(st.tuples(ACTS, SIDES, st.integers(0, 12), AMOUNTS), min_size=1, max_size=14)


def take_step(world: World, twin: Twin, step: tuple[str, str, int, int]) -> None:
    """Do one step on the ledger and on paper; both must agree on whether it was done."""
    act, side, pick, amount = step
    office = {"giver": world.giver, "receiver": world.receiver, "neither": world.third}[side]
    if act == "enter":
        draft = world.draft(amount=amount)
        recorded = record_entries([draft], office=office, user_id=office.pk, spoken_side=side, match=False)
        twin.entries[recorded.serials[0]] = TwinEntry(side, amount)
        return
    serials = sorted(twin.entries)
    serial = serials[pick % len(serials)] if serials else 1
    speaking: dict[str, Any] = {"office": office, "side": side, "user_id": office.pk}
    own: dict[str, Any] = {"office": office, "user_id": office.pk}
    if act == "sign":
        assert sign_entries([serial], **speaking)[0].done == twin.sign(serial, side)
    elif act == "differ":
        done = differ_from_entry(serial, amount=amount, reason="不同", **speaking).done
        assert done == twin.differ(serial, side, amount)
    elif act == "hold":
        assert hold_entry(serial, reason="有据", **own).done == twin.hold(serial, side)
    elif act == "withdraw":
        assert withdraw_word(serial, reason="撤回", **speaking).done == twin.withdraw(serial, side)
    else:
        replace(twin, act, serial, side=side, amount=amount, own=own)


def replace(twin: Twin, act: str, serial: int, *, side: str, amount: int, own: dict[str, Any]) -> None:
    entry = twin.living(serial)
    mine = entry is not None and entry.by == side
    if act == "reverse":
        outcome, parts = reverse_entry(serial, reason="记错", **own), []
        expected = mine
    elif act == "accept":
        outcome = accept_difference(serial, **own)
        differing = entry.differing() if entry is not None else []
        expected = mine and bool(differing)
        parts = [entry.word[differing[-1]][1]] if entry is not None and differing else []
    else:
        rest = (0 if entry is None else entry.amount) - amount
        outcome, parts = split_entry(serial, [amount, rest], **own), [amount, rest]
        expected = mine and amount > 0 and rest > 0
    assert outcome.done == expected
    if expected:
        twin.reverse(serial, side)
        for added, part in zip(outcome.added_serials[1:], parts, strict=True):
            twin.entries[added] = TwinEntry(side, part)


@pytest.mark.django_db
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_the_ledger_stands_as_its_twin_on_paper(world: World, steps: list[tuple[str, str, int, int]]) -> None:
    point = transaction.savepoint()
    try:
        twin = Twin()
        for step in steps:
            take_step(world, twin, step)
        found = standing_of(twin.entries)
        assert {serial: one.state for serial, one in found.items()} == {
            serial: one.state() for serial, one in twin.entries.items()
        }
        assert (reported(), agreed()) == (twin.reported(), twin.agreed())
        waiting = {serial for serial, one in twin.entries.items() if one.state() in ("pending", "differs")}
        assert set(OpenEntry.objects.values_list("pk", flat=True)) == waiting
        proof = prove_ledger()
        assert proof.holds, say_proof(proof)
    finally:
        transaction.savepoint_rollback(point)


@pytest.mark.django_db
def test_a_known_day_is_kept_with_every_row(world: World) -> None:
    from datetime import UTC, datetime

    late = datetime(2025, 12, 31, 17, 0, tzinfo=UTC)
    serial = record_entries([world.draft()], office=world.giver, user_id=1, spoken_side="giver", now=late).serials[0]
    from shanhai.ledger.models import Entry

    assert Entry.objects.get(pk=serial).known_on == date(2026, 1, 1)
