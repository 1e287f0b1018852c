"""Do the parts that documents state add up to the whole that another states? Sets them side by side, adds no figures.

A whole is a statement about two places; its parts are statements about places below both of them, over a period that
begins on the same day. What is left over is for looking: documents speak of different stages and days. It must not
know where statements come from.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from shanhai.figures.stated_index import Placed

IsBelow = Callable[[str, str], bool]


@dataclass(frozen=True, slots=True)
class Whole:
    """A statement about two places, the statements about places below them, and what they leave over.

    `rest` is the whole less its parts, in the smallest part of the unit; negative where the parts say more.
    """

    whole: Placed
    parts: tuple[Placed, ...]

    @property
    def rest(self) -> int:
        """What the parts leave of the whole."""
        return self.whole.value - sum(part.value for part in self.parts)


def match_parts(statements: Sequence[Placed], family: Sequence[str], *, is_below: IsBelow) -> list[Whole]:
    """Return each whole that has parts, those with most parts first.

    `family` are indicators that speak of the same thing at different stages, the preferred first; of each pair of
    places only the first statement found counts, by that preference, then as given (newest first). `is_below(a, b)`
    tells whether place a lies below place b. A part inside another part is not counted beside it.
    """
    chosen = _choose(statements, family)
    wholes = []
    for pair, whole in chosen.items():
        below = {
            other: part
            for other, part in chosen.items()
            if other != pair
            and part.first == whole.first
            and part.unit == whole.unit
            and _lies_in(other, pair, is_below)
        }
        parts = [
            part
            for other, part in below.items()
            if not any(_lies_in(other, one, is_below) for one in below if one != other)
        ]
        if parts:
            wholes.append(Whole(whole, tuple(sorted(parts, key=lambda part: (-part.value, part.serial)))))
    return sorted(wholes, key=lambda one: (-len(one.parts), one.whole.serial))


def _choose(statements: Sequence[Placed], family: Sequence[str]) -> Mapping[tuple[str, str], Placed]:
    rank = {code: place for place, code in enumerate(family)}
    fitting = sorted((one for one in statements if one.indicator in rank), key=lambda one: rank[one.indicator])
    chosen: dict[tuple[str, str], Placed] = {}
    for one in fitting:
        chosen.setdefault((one.giver, one.receiver), one)
    return chosen


def _lies_in(inner: tuple[str, str], outer: tuple[str, str], is_below: IsBelow) -> bool:
    """Tell whether both places of a pair lie below those of another, or one does and the other is the same."""
    sides = [(a == b, is_below(a, b)) for a, b in zip(inner, outer, strict=True)]
    return all(same or below for same, below in sides) and any(below for _, below in sides)
