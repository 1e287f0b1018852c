"""Splits a whole into integer parts that add up to it exactly. Knows neither money nor villages."""

from __future__ import annotations

from collections.abc import Mapping


def apportion(total: int, weights: Mapping[str, int]) -> dict[str, int]:
    """Split `total` by integer `weights` with the largest-remainder method; the parts always sum to `total`.

    Each part is the exact quota rounded down, and the units left over go to the largest remainders, ties to the
    smaller key, so the order of the mapping does not matter. A negative total is split like its absolute value.
    Weights must not be negative; ValueError where all are zero and the total is not.

    >>> apportion(100, {"a": 1, "b": 1, "c": 1})
    {'a': 34, 'b': 33, 'c': 33}
    """
    if any(weight < 0 for weight in weights.values()):
        raise ValueError("a weight is negative")
    whole = sum(weights.values())
    if whole == 0:
        if total:
            raise ValueError("nothing to split by: every weight is zero")
        return dict.fromkeys(weights, 0)
    size = abs(total)
    parts = {key: size * weight // whole for key, weight in weights.items()}
    left = size - sum(parts.values())
    by_remainder = sorted(weights, key=lambda key: (-(size * weights[key] % whole), key))
    for key in by_remainder[:left]:
        parts[key] += 1
    return parts if total >= 0 else {key: -part for key, part in parts.items()}
