"""Filters that name what the registers hold in the reader's language."""

from __future__ import annotations

from django import template

from shanhai.web.registered_names import name_programme, name_round

register = template.Library()


@register.filter
def programme_name(key: str | None) -> str:
    """Write a programme by its key: 东西部协作, or East–West cooperation."""
    return name_programme(key) if key else ""


@register.filter
def round_name(programme: str, key: str) -> str:
    """Write a programme by its key with one of its rounds: 东西部协作 2021, or East-West cooperation 2021."""
    return name_round(programme, key)
