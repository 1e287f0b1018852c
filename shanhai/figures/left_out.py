"""What a figure did not count, and why: the other half of its passport. It must not look outside the figure's scope."""

from __future__ import annotations

from dataclasses import dataclass

from shanhai.figures.answer import PAGE_SIZE, Figure, find_behind
from shanhai.figures.behind import REASONS, Reason, sum_reasons


@dataclass(frozen=True, slots=True)
class LeftOut:
    """One entry that was not counted; `reason` is the first that holds of reversed, out_of_period, rule, not_agreed.

    `rule` means the counting rule asks for something else (another purpose), `superseded` that a newer observation of
    the same thing counts instead.
    """

    serial: int
    amount: int
    reason: Reason


@dataclass(frozen=True, slots=True)
class LeftOutSum:
    """How many entries one reason left out, and their amounts together."""

    reason: Reason
    entries: int
    amount: int


def sum_left_out(figure: Figure) -> list[LeftOutSum]:
    """Return, by reason, how much was left out; the sides of a ratio are told together."""
    found: dict[Reason, LeftOutSum] = {}
    for fold in figure.folds:
        told = sum_reasons(
            fold,
            figure.indicator.over_pairings,
            figure.question(),
            columns=figure.columns,
            snapshot=figure.snapshot,
        )
        for reason, entries, amount in told:
            before = found.get(reason, LeftOutSum(reason, 0, 0))
            found[reason] = LeftOutSum(reason, before.entries + entries, before.amount + amount)
    return sorted(found.values(), key=lambda one: one.reason)


def list_left_out(figure: Figure, *, after: int = 0, size: int = PAGE_SIZE) -> list[LeftOut]:
    """Return a page of what was left out: entries with serials above `after`, in order."""
    listed: dict[int, LeftOut] = {}
    for behind in find_behind(figure):
        places = ((behind.reasons > 0) & (behind.serials > after)).nonzero()[0][:size]
        for place in places.tolist():
            serial = int(behind.serials[place])
            listed[serial] = LeftOut(serial, int(behind.amounts[place]), REASONS[int(behind.reasons[place]) - 1])
    return [listed[serial] for serial in sorted(listed)[:size]]
