"""A text as an array of its code points, so that all its characters can be looked up in a table at once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

CODES = 0x110000  # as many code points as Unicode has

Numbers = npt.NDArray[Any]


def code_points(text: str) -> Numbers:
    """Return the code point of each character of a text; a lone surrogate is one too.

    >>> code_points("a山").tolist()
    [97, 23665]
    """
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)


def table_of(kinds: Mapping[str, int]) -> Numbers:
    """Return a table that gives for each code point the kind of its character, 1 to 255; 0 for all others.

    >>> table_of({"山": 1, "海": 2})[code_points("上山")].tolist()
    [0, 1]
    """
    table = np.zeros(CODES, dtype=np.uint8)
    for character, kind in kinds.items():
        table[ord(character)] = kind
    return table
