"""Words of the desk that templates need."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import template

from shanhai.evidence.reconcile import is_bare
from shanhai.web.desk_page import indicator_title, write_period, write_value
from shanhai.web.numbers import NOTHING
from shanhai.web.templatetags.words import BASIS_WORDS, place, say, word

register = template.Library()


@register.filter
def look_up(found: Mapping[Any, Any], key: Any) -> Any:
    """Return the value of a key, or None."""
    return found.get(key)


@register.simple_tag
def claim_value(claim: Any) -> str:
    """Write the value of a kept claim in its unit."""
    return write_value(Decimal(claim.value), claim.unit)


@register.simple_tag
def claim_quote(claim: Any) -> str:
    """The words of a claim; a bare number, as in a cell of a table, with its value and unit behind it."""
    quote = str(claim.clean_quote)
    return f"{quote}（{claim_value(claim)}）" if is_bare(quote) else quote


@register.simple_tag
def decimal_value(value: Any, unit: str) -> str:
    """Write a decimal in whole units of a unit."""
    return write_value(value, unit)


@register.simple_tag
def claim_title(claim: Any) -> str:
    """Say what a claim counts."""
    return word(indicator_title(claim.indicator))


@register.simple_tag
def claim_period(claim: Any) -> str:
    """Say the period of a claim."""
    return write_period(claim)


@register.filter
def names(value: Any) -> str:
    """A place's name in the reader's language, or several joined; a dash for none."""
    told = [place(one) for one in (value if isinstance(value, list) else [value]) if one]
    return say("、", ", ").join(told) or NOTHING


@register.filter
def basis_of(name: str) -> Any:
    """The words of a basis."""
    return BASIS_WORDS[name]
