"""Published figures as statements of the ledger, each with the document that states it.

`published.csv` holds facts only (indicator, scope, value, period, title, outlet, date); an address stands there only
where the host is the publisher's own. No text of any document is kept.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

from django.utils import timezone

from shanhai.catalogue.book import BOOK
from shanhai.ledger.drafts import EntryDraft
from shanhai.ledger.models import Document, DocumentLink
from shanhai.ledger.publication import put_publication
from shanhai.ledger.record import record_entries
from shanhai.offices.models import Office
from shanhai.registry.places import resolve_place

TABLE = Path(__file__).with_name("published.csv")


def load_published(office: Office) -> int:
    """Record every published figure as a statement of `office` with its document; return how many."""
    rows = list(csv.DictReader(TABLE.open(encoding="utf-8")))
    recorded = record_entries(
        [_to_draft(row) for row in rows], office=office, user_id=None, spoken_side="neither", match=False
    )
    assert not recorded.problems, recorded.problems[:3]
    documents: dict[tuple[str, str], Document] = {}
    for serial, row in zip(recorded.serials, rows, strict=True):
        document = _keep_document(row, documents, office)
        DocumentLink.objects.create(entry_serial=serial, document=document, office_id=office.pk)
    return len(rows)


def _to_draft(row: dict[str, str]) -> EntryDraft:
    published_on, precision = _read_day(row["date"])
    period_from, period_to = _read_day(row["period_from"])[0], _read_day(row["period_to"])[0]
    unit = BOOK.units[row["unit"]]
    giver, receiver = _place(row["giver"], published_on), _place(row["receiver"], published_on)
    details = {"status": row["status"], "giver_label": row["giver"], "receiver_label": row["receiver"]}
    return EntryDraft(
        kind="statement",
        on_date=published_on or period_to or period_from or timezone.localdate(),
        date_precision=precision,
        amount=int(Decimal(row["value"]) * unit.minor),
        unit=unit.code,
        indicator=row["indicator"],
        programme=row["programme"],
        giver_place_id=giver,
        receiver_place_id=receiver,
        period_from=period_from,
        period_to=period_to,
        qualifier="" if row["qualifier"] == "exact" else row["qualifier"],
        subject=row["party"],
        details={code: value for code, value in details.items() if value},
    )


def _read_day(text: str) -> tuple[date | None, str]:
    """A day and how exactly it is known; a month or year stands at its first day."""
    missing = "-01" * (2 - text.count("-")) if text else ""
    precision = {0: "year", 1: "month", 2: "day"}[text.count("-")] if text else "day"
    return (date.fromisoformat(text + missing) if text else None), precision


def _place(name: str, on: date | None) -> str:
    """The place of a single name; empty for several places and for labels such as 东部8个省市."""
    if not name or ";" in name:
        return ""
    return resolve_place(name, on=on or timezone.localdate()).place_id or ""


def _keep_document(row: dict[str, str], kept: dict[tuple[str, str], Document], office: Office) -> Document:
    key = (row["title"], row["date"])
    if key not in kept:
        document = Document.objects.create(
            title=row["title"],
            outlet=row["outlet"],
            published_on=_read_day(row["date"])[0] if row["date"].count("-") == 2 else None,
            address=row["address"],
            office_id=office.pk,
        )
        put_publication(document, place=row["address"] or row["outlet"], office_id=office.pk, user_id=None)
        kept[key] = document
    return kept[key]


def read_indicators() -> Iterator[str]:
    """Yield the indicator of every row, so that a test can hold them against the catalogue."""
    with TABLE.open(encoding="utf-8") as file:
        yield from (row["indicator"] for row in csv.DictReader(file))
