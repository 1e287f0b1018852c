"""Asks which things the ledger tells of several times, in the part of it that an office may see.

The keys are declared by the fields of cooperation; this module gives them the snapshot and the scope. It must not
compute a sum nor decide who may ask.
"""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from shanhai.catalogue.book import BOOK, Book
from shanhai.catalogue.declare import OverlapKey
from shanhai.figures import overlaps
from shanhai.figures.overlaps import LabelSums, Overlap, OverlapEntry, OverlapSum, sum_labels
from shanhai.figures.scope import ALWAYS, Basis, Period, Scope
from shanhai.figures.tables import Snapshot, list_columns
from shanhai.ledger.snapshot import catch_up


def find_overlaps(
    key: OverlapKey,
    *,
    scope: Scope,
    period: Period = ALWAYS,
    basis: Basis = "reported",
    as_of: date | None = None,
    snapshot: Snapshot | None = None,
    book: Book = BOOK,
) -> list[Overlap]:
    """Return the things that several standing entries tell of, the most shared first."""
    return overlaps.list_overlaps(
        key,
        scope=scope,
        period=period,
        basis=basis,
        as_of=as_of or timezone.localdate(),
        snapshot=snapshot or catch_up(book=book),
        columns=list_columns(book),
    )


def sum_overlaps(
    key: OverlapKey,
    *,
    scope: Scope,
    period: Period = ALWAYS,
    basis: Basis = "reported",
    as_of: date | None = None,
    snapshot: Snapshot | None = None,
    book: Book = BOOK,
) -> OverlapSum:
    """Return gross, net and shared of one key in a scope and period."""
    return overlaps.sum_overlaps(
        key,
        scope=scope,
        period=period,
        basis=basis,
        as_of=as_of or timezone.localdate(),
        snapshot=snapshot or catch_up(book=book),
        columns=list_columns(book),
    )


__all__ = [
    "LabelSums",
    "Overlap",
    "OverlapEntry",
    "OverlapSum",
    "find_overlaps",
    "sum_labels",
    "sum_overlaps",
]
