"""Names of offices and programmes in the reader's language, by their ids and keys. Reads the registers only.

An office or programme without an English name keeps its own on English pages.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from shanhai.offices.models import Office
from shanhai.registry import places
from shanhai.registry.models import Programme, Round
from shanhai.registry.place_index import PlaceIndex
from shanhai.web.templatetags.words import office_name, reader_language


def name_offices(ids: Iterable[int | None]) -> dict[int, str]:
    """Return the names of these offices by id."""
    found = Office.objects.filter(pk__in={one for one in ids if one}).only("pk", "name", "name_en")
    return {one.pk: office_name(one) for one in found}


def name_programme(key: str) -> str:
    """Return the name of a programme by its key: 东西部协作, or East–West cooperation."""
    return key if reader_language() != "en" else _english(places.place_index()).get(key) or key


def name_round(programme: str, key: str) -> str:
    """Return a programme with its round: 对口支援 青海, or Paired support for Haixi, Qinghai.

    A year says the round in any language; a round with a name of its own goes by its English one on English pages.
    """
    if reader_language() != "en" or key.isdecimal():
        return f"{name_programme(programme)} {key}".strip()
    return _english_rounds(places.place_index()).get((programme, key)) or f"{name_programme(programme)} {key}"


@lru_cache(maxsize=2)
def _english_rounds(_registry: PlaceIndex) -> dict[tuple[str, str], str]:
    """Return the English names of all rounds, read once for each state of the registry."""
    rows = Round.objects.values_list("programme__key", "key", "name_en")
    return {(programme, key): name for programme, key, name in rows}


@lru_cache(maxsize=2)
def _english(_registry: PlaceIndex) -> dict[str, str]:
    """Return the English names of all programmes by key, read once for each state of the registry."""
    return dict(Programme.objects.values_list("key", "name_en"))
