"""What each partner adds to a joint result: the Shapley value of a small game, exact and summing to the whole.

Source of the rule: L. S. Shapley, "A Value for n-Person Games" (1953). It must not know who the partners are.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from itertools import combinations
from math import factorial

PARTNERS_MAX = 12


def find_contributions(partners: Sequence[str], worth: Callable[[frozenset[str]], int]) -> dict[str, Fraction]:
    """Return each partner's average addition to `worth` over all orders of joining; they sum to the worth of all.

    `worth` gives the value of any group, in smallest units, and 0 for nobody. ValueError above 12 partners, where the
    number of groups makes an exact answer too slow for a page.

    >>> find_contributions(["land", "capital"], lambda group: 10 if len(group) == 2 else 0)
    {'land': Fraction(5, 1), 'capital': Fraction(5, 1)}
    """
    if len(partners) > PARTNERS_MAX:
        raise ValueError(f"{len(partners)} partners; at most {PARTNERS_MAX} can be worked out exactly")
    whole = factorial(len(partners))
    worths = {
        frozenset(group): worth(frozenset(group))
        for size in range(len(partners) + 1)
        for group in combinations(partners, size)
    }
    added = {}
    for partner in partners:
        others = [other for other in partners if other != partner]
        total = Fraction(0)
        for size in range(len(others) + 1):
            orders = factorial(size) * factorial(len(partners) - size - 1)
            for group in combinations(others, size):
                before = frozenset(group)
                total += Fraction(orders, whole) * (worths[before | {partner}] - worths[before])
        added[partner] = total
    return added
