"""Words of the pages of activities and pay-outs that templates need."""

from __future__ import annotations

from django import template

from shanhai.web.templatetags.words import say, side_name, write_decimal

register = template.Library()


@register.filter
def side_word(name: str) -> str:
    """Say a side in words, or that either may act."""
    return side_name(name) if name in ("giver", "receiver", "neither") else say("任一方", "either side")


@register.filter
def yuan(fen: int | None) -> str:
    """Write fen as yuan with separators and both decimals; `—` for none."""
    return "—" if fen is None else write_decimal(fen, 100, decimals=2)


@register.filter
def per_cent(ppm: int | None) -> str:
    """Write parts per million as a percentage with four decimals at most: `10.008%`.

    >>> per_cent(100_080)
    '10.008%'
    """
    if ppm is None:
        return "—"
    text = write_decimal(ppm, 10_000, decimals=4).rstrip("0").rstrip(".")
    return f"{text}%"
