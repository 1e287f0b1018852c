"""The published calendar as the stage machine wants it: adds working days, or says that a year is not known."""

from datetime import date

from shanhai.algorithms.working_days import add_working_days as add_by_calendar
from shanhai.registry.working_calendar import current_calendar


def add_working_days(day: date, days: int) -> date | None:
    """Return the working day `days` later; None where a year on the way is not published."""
    return add_by_calendar(day, days, current_calendar())
