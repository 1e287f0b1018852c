"""The database itself refuses to change a reading, a claim or an act; on both databases."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.own_installation import make_database, run_program

PROGRAM = """
import os
os.environ["DJANGO_SETTINGS_MODULE"] = "shanhai.config.settings"
import django
django.setup()
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
call_command("migrate", verbosity=0)
from shanhai.evidence.models import Claim, ClaimAct, DocumentFetch, DocumentReading, SeenResults
from shanhai.ledger.models import Document
document = Document.objects.create(title="示例")
reading = DocumentReading.objects.create(document=document, text="示例", vocabulary_version="1")
claim = Claim.objects.create(
    reading=reading, number=1, quote="1个", clean_quote="1个", start=0, end=2, clean_start=0, clean_end=2,
    value="1", unit="piece", indicator="projects", status="actual",
)
ClaimAct.objects.create(claim=claim, act="dismissed", reason="示例")
DocumentFetch.objects.create(document=document, asked="https://paper.example/", address="https://paper.example/")
for table, column in (
    ("evidence_reading", "text"), ("evidence_claim", "value"), ("evidence_claim_act", "reason"),
    ("evidence_fetch", "address"),
):
    for statement in (f"UPDATE {table} SET {column} = 'x'", f"DELETE FROM {table}"):
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(statement)
        except DatabaseError as refused:
            assert "append-only" in str(refused), refused
        else:
            raise AssertionError(statement)
seen = SeenResults.objects.create(reading=reading, office_id=1, serial=1, results=["agrees"])
SeenResults.objects.filter(pk=seen.pk).update(serial=2)
print("kept")
"""


def test_readings_only_grow_on_sqlite(tmp_path: Path) -> None:
    assert run_program(PROGRAM, tmp_path) == "kept"


@pytest.mark.postgres
def test_readings_only_grow_on_postgresql(tmp_path: Path, postgres_url: str) -> None:
    assert run_program(PROGRAM, tmp_path, database=make_database(postgres_url)) == "kept"
