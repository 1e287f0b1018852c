"""Names of places in the reader's language: the official Chinese name, or how English names it.

Everything a page shows of a place goes through here; what is read back in (forms, files, the API) keeps the official
name. It must not decide which place is meant.
"""

from __future__ import annotations

from datetime import date

from django.utils.translation import get_language

from shanhai.registry import places
from shanhai.registry.english_names import english_name


def _in_english() -> bool:
    return (get_language() or "").startswith("en")


def name_of(place_id: str, on: date) -> str:
    """Return the name of a place on a day."""
    name = places.name_of(place_id, on)
    return name if not _in_english() else english_name(name, places.level_of_place(place_id, on))


def names_above(place_id: str, on: date) -> str:
    """Return the names of the places above: 四川省乐山市, or Leshan, Sichuan."""
    above = [name_of(one, on) for one in places.ancestors(place_id, on)]
    return ", ".join(above) if _in_english() else "".join(reversed(above))


def full_name(place_id: str, on: date) -> str:
    """Return the whole name: 四川省乐山市金口河区, or Jinkouhe District, Leshan, Sichuan."""
    if not _in_english():
        return places.full_name(place_id, on)
    above = names_above(place_id, on)
    return f"{name_of(place_id, on)}, {above}" if above else name_of(place_id, on)


def place_text(text: str) -> str:
    """Return a written text in the reader's language where it is the official name of a place; else as it is."""
    if not _in_english() or not text:
        return text
    return places.english_text(text)


def official_side(place_id: str, on: date, label: str) -> tuple[str, str]:
    """Return the official name and the code of a side, whatever the reader's language; `label` where it is no place."""
    if not place_id:
        return label, ""
    return places.name_of(place_id, on), places.code_of(place_id, on)
