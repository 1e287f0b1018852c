"""The words in which a kind of activity is declared: states, steps, what a step needs, clocks.

An activity is something done under a pairing that lives through states: a project, an asset, an enclave, a pay-out.
This module must not know Django, any one kind of activity, or how steps are stored.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from shanhai.catalogue.declare import Column
from shanhai.catalogue.words import Problem, Words

DayUnit = Literal["working", "calendar"]
Values = Mapping[str, Any]
Mover = Literal["giver", "receiver", "either"]


@dataclass(frozen=True, slots=True)
class State:
    """One state of a kind of activity; `ended` states have nothing due, and `aside` ones stand beside the main line.

    `said_as` are other ways in which lists of an office say it.
    """

    code: str
    title: Words
    ended: bool = False
    aside: bool = False
    said_as: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DocumentNeed:
    """A document a step cannot do without, such as the minutes of a village meeting."""

    code: str
    title: Words


@dataclass(frozen=True, slots=True)
class EntryNeed:
    """What the ledger must hold under an activity's number before a step: an entry of one of `kinds`.

    With `agreed`, all its entries of these kinds must be signed by both sides as well.
    """

    code: str
    title: Words
    kinds: tuple[str, ...]
    agreed: bool = False


@dataclass(frozen=True, slots=True)
class Balance:
    """What an activity still has: entries of the kinds `given` less those of `used`, all in one unit."""

    title: Words
    given: tuple[str, ...]
    used: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """A move from any of `from_states` to `to_state`.

    `columns` are filled with the step and must not be empty, whatever earlier steps said; `optional` ones may be.
    `waits_days` is how long the activity must have stood in its state first, as a public notice must hang its days.
    With `word_of` the step is proposed and counts only when an office of that side confirms it. `check(values,
    standing_values)` returns further Problems, whose `field` names the column at fault. `entries` must stand in the
    ledger first; with `spends_all` the activity's balance must be nothing. `only_where` names values the activity must
    hold (nothing: that it holds none): one that holds others can never take the step and is not offered it. With
    `returns` it leads back to the state it was in before the present one, as an approved adjustment does; `to_state` is
    then where that is not known. No two steps of its code bear the same value of the column `once_per`, as no quarter
    is checked twice.
    `title` is a verb with its object, as a button says it.
    """

    code: str
    title: Words
    from_states: tuple[str, ...]
    to_state: str
    moved_by: Mover = "either"
    columns: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    documents: tuple[DocumentNeed, ...] = ()
    entries: tuple[EntryNeed, ...] = ()
    spends_all: bool = False
    waits_days: int = 0
    waits_unit: DayUnit = "calendar"
    word_of: Literal["giver", "receiver", "other"] | None = None
    only_where: tuple[tuple[str, str], ...] = ()
    returns: bool = False
    once_per: str = ""
    check: Callable[[Values, Values], list[Problem]] | None = None
    source: str = ""


@dataclass(frozen=True, slots=True)
class Clock:
    """Something due `days` after an activity came into one of `states`, unless it has left them by then.

    Where a step needs the other side's word, that is the day of the word.
    `owed_by` is the side that must act. Where the activity names a day in `day_column`, it is due on that day instead.
    It is met by any of the steps `done_by`; `repeats` has it run anew from each step taken in the state, as a quarterly
    check does. `example` says the number of days is ours and not a public rule.
    """

    code: str
    title: Words
    states: tuple[str, ...]
    days: int
    unit: DayUnit
    owed_by: Literal["giver", "receiver", "either"]
    day_column: str = ""
    done_by: tuple[str, ...] = ()
    repeats: bool = False
    example: bool = True
    source: str = ""


@dataclass(frozen=True, slots=True)
class Origin:
    """The kind of activity another one comes from, as an asset from its project.

    `column` holds the number of the first; where that is followed here it must have come to one of `states`, on the
    day the second begins at the latest. A `worth` above every one of the first's `amounts` is asked about.
    """

    kind: str
    column: str
    states: tuple[str, ...]
    worth: str = ""
    amounts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Mark:
    """What a kind says of an activity's values at a glance, such as an asset's colour; `warm` asks for something."""

    code: str
    title: Words
    warm: bool = False


@dataclass(frozen=True, slots=True)
class ActivityKind:
    """The shape of one kind of activity.

    `columns` are all it can hold; `opening` names those needed to begin, `opening_optional` those that may be given
    then and changed by a later step. `number_prefix` begins its numbers. Entries
    whose `subject` is the activity's number and whose kind is in `entry_kinds` are its money, shown by stage; what is
    left of it is its `balance`. `named_in` is their column that bears the activity's title.
    `mark_of` looks at the values and says one of `marks`, by which lists filter. `begun_by_hand` is false where
    another part of the house opens it, as a run opens its pay-out; `origin` tells what it comes from.
    `check_opening` returns further Problems.
    """

    code: str
    title: Words
    number_prefix: str
    first_state: str
    states: tuple[State, ...]
    steps: tuple[Step, ...]
    columns: tuple[Column, ...] = ()
    opening: tuple[str, ...] = ()
    opening_optional: tuple[str, ...] = ()
    opened_by: Mover = "either"
    clocks: tuple[Clock, ...] = ()
    entry_kinds: tuple[str, ...] = ()
    named_in: str = ""
    balance: Balance | None = None
    list_columns: tuple[str, ...] = ()
    marks: tuple[Mark, ...] = ()
    mark_of: Callable[[Values], str] | None = None
    check_opening: Callable[[Values], list[Problem]] | None = None
    origin: Origin | None = None
    begun_by_hand: bool = True
    version: int = 1

    def state(self, code: str) -> State:
        """Return the state with this code; KeyError where the kind has none."""
        return next(state for state in self.states if state.code == code)

    def step(self, code: str) -> Step | None:
        """Return the step with this code, None where the kind has none."""
        return next((step for step in self.steps if step.code == code), None)

    def column(self, code: str) -> Column | None:
        """Return the column with this code, None where the kind has none."""
        return next((column for column in self.columns if column.code == code), None)

    def mark(self, values: Values) -> Mark | None:
        """Return what the kind says of these values at a glance; None where it says nothing."""
        code = self.mark_of(values) if self.mark_of else ""
        return next((mark for mark in self.marks if mark.code == code), None)

    def states_open_to(self, values: Values) -> frozenset[str]:
        """Return the states that an activity with these values may come to by the steps it may take."""
        found, waiting = {self.first_state}, [self.first_state]
        while waiting:
            led_to = {step.to_state for step in self.steps_from(waiting.pop(), values)} - found
            found |= led_to
            waiting += led_to
        return frozenset(found)

    def steps_from(self, state: str, values: Values) -> tuple[Step, ...]:
        """Return the steps that lead an activity with these values out of a state, in the order they are declared."""
        return tuple(
            step
            for step in self.steps
            if state in step.from_states and all((values.get(code) or "") == wanted for code, wanted in step.only_where)
        )


def find_contradictions(kind: ActivityKind) -> list[str]:
    """Return what is wrong with a declaration: unknown states or columns, states nobody can reach or leave."""
    states = {state.code for state in kind.states}
    columns = {column.code for column in kind.columns}
    wrong = []
    if kind.first_state not in states:
        wrong.append(f"{kind.code}: unknown first state {kind.first_state}")
    for step in kind.steps:
        wrong += [
            f"{kind.code}.{step.code}: unknown state {code}" for code in {*step.from_states, step.to_state} - states
        ]
        wrong += [
            f"{kind.code}.{step.code}: unknown column {code}"
            for code in {*step.columns, *step.optional, *(code for code, _ in step.only_where)} - columns
        ]
        if step.once_per and step.once_per not in step.columns:
            wrong.append(f"{kind.code}.{step.code}: once per {step.once_per}, which it does not fill")
    wrong += _find_contradictions_of_entries(kind)
    if kind.origin is not None and kind.origin.column not in columns:
        wrong.append(f"{kind.code}: unknown column {kind.origin.column} of its origin")
    wrong += [
        f"{kind.code}: unknown opening column {code}" for code in {*kind.opening, *kind.opening_optional} - columns
    ]
    wrong += [f"{kind.code}: unknown list column {code}" for code in set(kind.list_columns) - columns]
    for clock in kind.clocks:
        wrong += [f"{kind.code}.{clock.code}: unknown state {code}" for code in set(clock.states) - states]
        if clock.day_column and clock.day_column not in columns:
            wrong.append(f"{kind.code}.{clock.code}: unknown column {clock.day_column}")
        steps = {step.code for step in kind.steps}
        wrong += [f"{kind.code}.{clock.code}: unknown step {code}" for code in set(clock.done_by) - steps]
    reached = {kind.first_state} | {step.to_state for step in kind.steps}
    wrong += [f"{kind.code}: nothing leads to {code}" for code in states - reached]
    left = {code for step in kind.steps for code in step.from_states}
    wrong += [
        f"{kind.code}: nothing leads out of {state.code}"
        for state in kind.states
        if not state.ended and state.code not in left
    ]
    return sorted(wrong)


def _find_contradictions_of_entries(kind: ActivityKind) -> list[str]:
    """A need or a balance speaks of entries the activity has, and nothing is spent to the end without a balance."""
    own = set(kind.entry_kinds)
    balance = set(kind.balance.given + kind.balance.used) if kind.balance else set()
    wrong = [f"{kind.code}: balance of foreign kind {code}" for code in balance - own]
    for step in kind.steps:
        needed = {code for need in step.entries for code in need.kinds}
        wrong += [f"{kind.code}.{step.code}: needs entries of foreign kind {code}" for code in needed - own]
        if step.spends_all and kind.balance is None:
            wrong.append(f"{kind.code}.{step.code}: spends all, and there is no balance")
    return wrong
