"""How well the words of a field fit the name of a column. Must not know what stands below."""

from __future__ import annotations

import re
from functools import cache

from .vocabulary import COMMON, KINDS

_OWN_BONUS = 0.04


@cache
def _compile(kind: str) -> list[tuple[str, float, re.Pattern[str], re.Pattern[str] | None]]:
    """Return (field, bonus, strong words, weak words): the kind's own words, and the common ones beside them."""
    compiled = []
    for bonus, group in ((_OWN_BONUS, KINDS[kind]), (0.0, COMMON)):
        for name, words in group.items():
            weak = re.compile(f"(?:{words.weak})") if words.weak else None
            compiled.append((name, bonus, re.compile(f"(?:{words.strong})"), weak))
    return compiled


@cache
def score_names(kind: str, leaf: str, path: str) -> dict[str, float]:
    """Return how well each field's words fit a column's name, from 0 to 1.1; only those above 0.25.

    Fields of the kind itself go a little before the common ones.
    """
    scores: dict[str, float] = {}
    plain = re.sub(r"[(（].*?[)）]", "", leaf)
    names = {(leaf, 1.0), (plain, 0.99), (path, 1.03 if path != leaf else 1.0)}
    for name, bonus, strong, weak in _compile(kind):
        best = 0.0
        for text, weight in names:
            if text:
                best = max(best, weight * _fit(strong, text), 0.62 * weight * _fit(weak, text) if weak else 0.0)
        if best > 0.25:
            scores[name] = max(best + bonus, scores.get(name, 0.0))
    return scores


def _fit(words: re.Pattern[str], text: str) -> float:
    if words.fullmatch(text):
        return 1.0 + min(len(text), 12) * 0.004
    longest, at_end = 0, False
    for match in words.finditer(text):
        size = match.end() - match.start()
        if size > longest or (size == longest and match.end() == len(text)):
            longest, at_end = size, match.end() == len(text)
    if longest < 2:
        return 0.0
    return (0.35 + 0.45 * longest / len(text)) * (1.0 if at_end else 0.8)
