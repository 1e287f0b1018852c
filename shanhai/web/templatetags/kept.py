"""A tag for the rows of long lists: rendered once for what they show, then kept in memory and shown again.

A row of the ledger takes a dozen tags in two languages; a page has two hundred, and an office looks at the same page
all day. What is kept is a function of the template, the reader's language, the day (waits and deadlines count from
it) and a key that holds everything the row shows: the template sees the values given here and nothing of the request.
"""

from __future__ import annotations

from collections.abc import Hashable
from functools import lru_cache
from typing import Any

from django import template
from django.template.loader import get_template
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language

register = template.Library()

ROWS_KEPT = 8_000


@register.simple_tag
def kept(template_name: str, *key: Hashable, **values: Any) -> SafeString:
    """Show a template for these values; the key, which may be several, must hold all that it shows of them.

    `{% kept "web/parts/entry_row.html" row.key unit style row=row unit=unit style=style %}`
    """
    slot = _slot_for(template_name, get_language(), timezone.localdate(), *key)
    if not slot:
        slot.append(get_template(template_name).render(values))
    return slot[0]


@lru_cache(maxsize=ROWS_KEPT)
def _slot_for(*_key: Hashable) -> list[SafeString]:
    """A place for what a key shows, empty at first."""
    return []
