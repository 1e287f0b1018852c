"""Fills the registry from the packaged data at set-up: one bulk step, quick, and harmless when repeated.

Rows that are there already stay as they are, so what an administrator changed since is never undone.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import models, transaction

from shanhai.registry.aliases import read_aliases
from shanhai.registry.divisions import DivisionVersion
from shanhai.registry.lineage import build_divisions
from shanhai.registry.models import Place, PlaceAlias, PlaceSuccession, PlaceVersion
from shanhai.registry.places import mark_changed

ROWS_AT_ONCE = 500


@transaction.atomic
def load_places() -> int:
    """Load every division with versions, successions and other names; returns the number of rows added.

    A place that is in the database already keeps its versions and successions.
    """
    known = set(Place.objects.values_list("pk", flat=True))
    divisions = build_divisions()
    last = {version.place_id: version for version in divisions.versions}
    fresh = {place_id: version for place_id, version in last.items() if place_id not in known}
    if not fresh:
        return 0
    places = [Place(id=place_id, level=version.level) for place_id, version in fresh.items()]
    versions = [_to_row(version) for version in divisions.versions if version.place_id in fresh]
    joins = [
        PlaceSuccession(
            from_place_id=join.from_id,
            to_place_id=join.to_id,
            on_date=join.on_date,
            precision=join.precision,
            kind=join.kind,
            document=join.document,
        )
        for join in divisions.successions
        if join.from_id in fresh or join.to_id in fresh
    ]
    aliases = [PlaceAlias(place_id=one, alias=alias) for one, alias in read_aliases() if one in fresh]
    added = sum(add_rows(model, rows) for model, rows in _batches(places, versions, joins, aliases))
    mark_changed()
    return added


def _batches(*lists: Sequence[models.Model]) -> Iterable[tuple[Any, Sequence[models.Model]]]:
    return [(type(rows[0]), rows) for rows in lists if rows]


def add_rows(model: Any, rows: Sequence[models.Model]) -> int:
    """Insert rows in bulk and return how many there were."""
    model.objects.bulk_create(rows, batch_size=ROWS_AT_ONCE)
    return len(rows)


def _to_row(version: DivisionVersion) -> PlaceVersion:
    return PlaceVersion(
        place_id=version.place_id,
        code=version.code,
        name=version.name,
        level=version.level,
        parent_id=version.parent_id,
        valid_from=version.valid_from,
        valid_to=version.valid_to,
        from_precision=version.from_precision,
        document=version.document,
    )
