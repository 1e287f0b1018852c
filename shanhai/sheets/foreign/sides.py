"""Which of two place columns is the giving side, told by the places that stand in one row. Must not know words."""

from __future__ import annotations

from .grid import show
from .places import Place
from .work import Column, Work


def orient_sides(work: Work) -> None:
    """Exchange giver and receiver where most rows say the partnership runs the other way."""
    giver, receiver = work.column("giver"), work.column("receiver")
    if giver is None or receiver is None:
        return
    right = wrong = 0
    for row in work.records[:200]:
        one, two = _place(work, row, giver), _place(work, row, receiver)
        if one is None or two is None or one.place_id == two.place_id:
            continue
        ordered = work.places.order_sides(one, two)
        right += ordered[0] is one
        wrong += ordered[0] is two
    if wrong > right * 2:
        giver.match.means, receiver.match.means = "receiver", "giver"


def _place(work: Work, row: int, column: Column) -> Place | None:
    value = work.cell(row, column)
    return work.places.resolve(show(value, squeezed=True), work.context.near) if isinstance(value, str) else None
