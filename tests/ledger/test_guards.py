"""The database itself refuses to change or remove what was entered, signed, linked, or recorded as a batch."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction

from shanhai.ledger.models import Batch, Document, DocumentLink, DocumentPublication, Entry, Signature
from shanhai.ledger.record import record_entries, sign_entries
from tests.ledger.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def entered(world: World) -> World:
    """An entry with a signature, a document and a recorded batch."""
    batch = Batch.objects.create(
        office_id=world.giver.pk, kind="funds.arrived", sha256="ab" * 32, file_name="表.xlsx", size_bytes=1
    )
    recorded = record_entries([world.draft()], office=world.giver, user_id=1, spoken_side="giver", batch=batch)
    sign_entries(recorded.serials, office=world.receiver, side="receiver", user_id=2)
    document = Document.objects.create(sha256="cd" * 32, title="回单（示例）")
    DocumentLink.objects.create(entry_serial=recorded.serials[0], document=document)
    DocumentPublication.objects.create(document=document, word="published", place="示例日报")
    return world


def refuses(statement: str) -> None:
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("ledger_entry", "amount = 1"),
        ("ledger_signature", "amount = 1"),
        ("ledger_document_link", "page = 2"),
        ("ledger_document_publication", "place = 'x'"),
    ],
)
def test_rows_cannot_be_changed_or_removed(entered: World, table: str, column: str) -> None:
    refuses(f"UPDATE {table} SET {column}")
    refuses(f"DELETE FROM {table}")


def test_not_even_the_program_can_change_a_row(entered: World) -> None:
    for change in (Entry.objects.update, Signature.objects.update):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            change(amount=1)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Entry.objects.all().delete()


def test_a_recorded_batch_keeps_its_hash_and_range(entered: World) -> None:
    for change in ("sha256 = 'x'", "first_serial = 9", "last_serial = 9", "state = 'received'", "office_id = 99"):
        refuses(f"UPDATE ledger_batch SET {change}")
    refuses("DELETE FROM ledger_batch")
    Batch.objects.update(rows_done=5)
    unrecorded = Batch.objects.create(office_id=1, kind="x", sha256="1", file_name="x", size_bytes=1)
    Batch.objects.filter(pk=unrecorded.pk).update(sha256="2")
    Batch.objects.filter(pk=unrecorded.pk).delete()


def test_a_document_keeps_its_hash_while_its_title_may_be_mended(entered: World) -> None:
    refuses("UPDATE ledger_document SET sha256 = 'x'")
    refuses("DELETE FROM ledger_document")
    Document.objects.update(title="电子回单（示例）", is_public=True)


def test_tables_cannot_be_truncated(entered: World) -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in (
            "ledger_entry",
            "ledger_signature",
            "ledger_document_link",
            "ledger_document_publication",
            "ledger_batch CASCADE",
        ):
            refuses(f"TRUNCATE {table}")
        refuses("TRUNCATE offices_audit_event")
