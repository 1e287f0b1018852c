"""Tags that show words in the reader's language and values as the house writes them."""

from django import template
from django.utils.translation import get_language

from shanhai.catalogue.words import Words

register = template.Library()


@register.simple_tag
def say(zh: str, en: str, **values: object) -> str:
    """Show a text in the reader's language, with `{names}` filled in."""
    return Words(zh, en).fill(**values).in_language(get_language() or "zh")
