"""Names of offices and programmes in the reader's language, by their ids and keys. Reads the registers only.

An office or programme without an English name keeps its own on English pages.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from shanhai.offices.models import Office
from shanhai.registry import places
from shanhai.registry.models import Programme
from shanhai.registry.place_index import PlaceIndex
from shanhai.web.templatetags.words import office_name, reader_language


def name_offices(ids: Iterable[int | None]) -> dict[int, str]:
    """Return the names of these offices by id."""
    found = Office.objects.filter(pk__in={one for one in ids if one}).only("pk", "name", "name_en")
    return {one.pk: office_name(one) for one in found}


def name_programme(key: str) -> str:
    """Return the name of a programme by its key: 东西部协作, or East–West cooperation."""
    return key if reader_language() != "en" else _english(places.place_index()).get(key) or key


@lru_cache(maxsize=2)
def _english(_registry: PlaceIndex) -> dict[str, str]:
    """Return the English names of all programmes by key, read once for each state of the registry."""
    return dict(Programme.objects.values_list("key", "name_en"))
