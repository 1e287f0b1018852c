"""Reads forms: labels beside or above their values, no header row. Must not know lists."""

from __future__ import annotations

import datetime as dt

from .grid import Sheet
from .places import Places
from .work import Work


def read_form(sheet: Sheet, places: Places, received: dt.date | None, stem: str) -> list[Work] | None:
    """Return the forms of a sheet, or None where it holds lists."""
    return None
