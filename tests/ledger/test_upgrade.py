"""An installation from before documents carried words on being public is brought up to date, on both databases."""

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
call_command("migrate", "evidence", "0003", verbosity=0)
call_command("migrate", "ledger", "0004", verbosity=0)
from shanhai.ledger.models import Document, DocumentPublication
Document.objects.create(title="示例公报", outlet="示例日报", is_public=True, office_id=3, received_by_id=4)
Document.objects.create(title="示例网页", outlet="示例日报", address="https://paper.example/", is_public=True)
Document.objects.create(title="示例函")
call_command("migrate", verbosity=0)
said = list(DocumentPublication.objects.order_by("pk").values_list("document__title", "word", "place", "office_id"))
assert said == [
    ("示例公报", "published", "示例日报", 3), ("示例网页", "published", "https://paper.example/", None)
], said
assert DocumentPublication.objects.first().said_at == Document.objects.get(title="示例公报").received_at
from shanhai.ledger.proof import prove_ledger
assert prove_ledger().holds, prove_ledger().first_break
for table in ("ledger_document_publication", "evidence_reading", "evidence_claim_act"):
    from shanhai.evidence.models import Claim, ClaimAct, DocumentReading
    if table == "evidence_reading":
        reading = DocumentReading.objects.create(document_id=1, text="示例", vocabulary_version="1")
    if table == "evidence_claim_act":
        claim = Claim.objects.create(
            reading=reading, number=1, quote="1个", clean_quote="1个", start=0, end=2, clean_start=0, clean_end=2,
            value="1", unit="piece", indicator="projects", status="actual",
        )
        ClaimAct.objects.create(claim=claim, act="dismissed", reason="示例")
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {table}")
    except DatabaseError as refused:
        assert "append-only" in str(refused), refused
    else:
        raise AssertionError(table)
print("brought up to date")
"""


def test_public_documents_get_the_word_they_came_in_with_on_sqlite(tmp_path: Path) -> None:
    assert run_program(PROGRAM, tmp_path) == "brought up to date"


@pytest.mark.postgres
def test_public_documents_get_the_word_they_came_in_with_on_postgresql(tmp_path: Path, postgres_url: str) -> None:
    assert run_program(PROGRAM, tmp_path, database=make_database(postgres_url)) == "brought up to date"
