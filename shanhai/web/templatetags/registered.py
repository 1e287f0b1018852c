"""Filters that name what the registers hold in the reader's language."""

from __future__ import annotations

from django import template

from shanhai.web.registered_names import name_programme

register = template.Library()


@register.filter
def programme_name(key: str | None) -> str:
    """Write a programme by its key: 东西部协作, or East–West cooperation."""
    return name_programme(key) if key else ""
