"""How long money has lain still: what came in first is taken to go out first. Knows neither projects nor stages."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date


def age_idle(inflows: Iterable[tuple[date, int]], outflow: int) -> list[tuple[date, int]]:
    """Return what is left of each inflow after `outflow` in all went out, oldest first: (day it came, amount left).

    Amounts of one day are one inflow; a negative inflow (money taken back) counts as going out. Nothing is returned
    where more went out than came in.

    >>> age_idle([(date(2025, 1, 5), 100), (date(2025, 3, 1), 50)], 120)
    [(datetime.date(2025, 3, 1), 30)]
    """
    by_day: dict[date, int] = {}
    gone = outflow
    for day, amount in inflows:
        if amount < 0:
            gone -= amount
        else:
            by_day[day] = by_day.get(day, 0) + amount
    left = []
    for day in sorted(by_day):
        used = min(max(gone, 0), by_day[day])
        gone -= used
        if by_day[day] > used:
            left.append((day, by_day[day] - used))
    return left
