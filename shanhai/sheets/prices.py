"""Unit prices that the ledger already knows, for the control that asks about misplaced decimal points.

Reads the newest entries of the office's own sight only; writes nothing.
"""

from __future__ import annotations

import json
from collections.abc import Callable

from shanhai.catalogue.declare import Kind
from shanhai.ledger.models import Entry
from shanhai.sheets.world import World

ENTRIES_LOOKED_AT = 5000
PRICES_LEAST = 3

PriceRange = Callable[[str, str, str], tuple[int, int] | None]


def known_prices(kind: Kind, world: World) -> PriceRange:
    """Return what answers the lowest and highest known unit price in fen of a product; None below three entries."""
    if not any(column.code == "unit_price" for column in kind.columns):
        return lambda _product, _origin, _unit: None
    ranges: dict[tuple[str, str, str], tuple[int, int, int]] = {}
    read = False

    def find(product: str, origin: str, unit: str) -> tuple[int, int] | None:
        nonlocal read
        if not read:
            ranges.update(_read_ranges(kind, world))
            read = True
        found = ranges.get((product, origin, unit))
        return (found[0], found[1]) if found and found[2] >= PRICES_LEAST else None

    return find


def _read_ranges(kind: Kind, world: World) -> dict[tuple[str, str, str], tuple[int, int, int]]:
    entries = Entry.objects.filter(kind=kind.code, reverses_serial__isnull=True)
    if world.own_places is not None:
        side = "receiver" if world.office.side == "receiver" else "giver"
        entries = entries.filter(**{f"{side}_place_id__in": world.own_places})
    ranges: dict[tuple[str, str, str], tuple[int, int, int]] = {}
    for text in entries.order_by("-serial").values_list("details", flat=True)[:ENTRIES_LOOKED_AT]:
        details = json.loads(text)
        price = details.get("unit_price")
        if isinstance(price, int) and price > 0 and details.get("product"):
            key = (details["product"], details.get("origin_place", ""), details.get("quantity_unit", ""))
            low, high, count = ranges.get(key, (price, price, 0))
            ranges[key] = (min(low, price), max(high, price), count + 1)
    return ranges
