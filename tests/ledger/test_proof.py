"""`verify`: a sound ledger is proved; whatever is changed behind the program's back is named."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection

from shanhai.ledger.chain import ENTRY_COLUMNS, SIGNATURE_COLUMNS
from shanhai.ledger.models import Batch, Document, DocumentLink
from shanhai.ledger.proof import Proof, prove_ledger, say_proof
from shanhai.ledger.record import (
    differ_from_entry,
    hold_entry,
    post_signed,
    record_entries,
    reverse_entry,
    sign_entries,
    split_entry,
    withdraw_word,
)
from shanhai.registry.models import Pairing
from tests.ledger.world import World

pytestmark = pytest.mark.django_db
NOW = datetime(2025, 11, 12, 8, 5, tzinfo=UTC)


@pytest.fixture
def full_ledger(world: World) -> World:
    """A ledger with a batch, words of every sort, a difference, a split and a reversal; the guards are lifted."""
    batch = Batch.objects.create(
        office_id=world.giver.pk, kind="funds.arrived", sha256="cd" * 32, file_name="表.xlsx", size_bytes=1
    )
    drafts = [world.draft(amount=100 + number, details={"voucher_no": f"V{number}"}) for number in range(6)]
    first = record_entries(drafts, office=world.giver, user_id=1, spoken_side="giver", batch=batch, now=NOW).serials
    post_signed(
        [world.order("KQ-1"), world.order("KQ-2")],
        office=world.third,
        user_id=2,
        giver=(world.giver, 1),
        receiver=(world.receiver, 3),
        is_example=True,
    )
    ours: dict[str, Any] = {"office": world.receiver, "side": "receiver", "user_id": 3}
    sign_entries(first[:3], **ours)
    differ_from_entry(first[3], amount=50, reason="少到", **ours)
    hold_entry(first[3], reason="有回单", office=world.giver, user_id=1)
    differ_from_entry(first[4], amount=60, reason="少到", **ours)
    split_entry(first[4], [60, 44], office=world.giver, user_id=1)
    withdraw_word(first[0], reason="看错", **ours)
    reverse_entry(first[1], reason="记错", office=world.giver, user_id=1)
    lift_guards()
    return world


def lift_guards() -> None:
    """Drop every trigger, as somebody with the database's own rights could."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET session_replication_role = replica")
            return
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        for (name,) in cursor.fetchall():
            cursor.execute(f'DROP TRIGGER "{name}"')


def tamper(statement: str, *values: Any) -> Proof:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        assert cursor.rowcount > 0
    return prove_ledger()


def broken(proof: Proof) -> tuple[str, str, int | None]:
    assert proof.first_break is not None
    return proof.first_break.code, proof.first_break.table, proof.first_break.serial


def test_a_sound_ledger_is_proved(full_ledger: World) -> None:
    proof = prove_ledger()
    assert proof.holds, say_proof(proof)
    assert (proof.entries, proof.signatures, proof.offices, proof.batches) == (12, 11, 3, 1)


def test_an_empty_ledger_is_proved(db: None) -> None:
    assert prove_ledger().holds


NUMBERS = {
    "office_id",
    "office_sequence",
    "entered_by_id",
    "batch_id",
    "pairing_id",
    "from_party_id",
    "to_party_id",
    "amount",
    "fact_hash",
    "reverses_serial",
    "replaces_serial",
    "entry_serial",
    "signed_by_id",
    "serial",
}
DAYS = {"known_on", "on_date", "period_from", "period_to", "answer_by"}


def other_value(column: str) -> Any:
    if column in NUMBERS:
        return 999_999
    if column in DAYS:
        return "2024-01-02"
    if column in {"entered_at", "signed_at"}:
        return "2024-01-02 03:04:05+00:00"
    if column == "agreed_change":
        return 5
    return "{}x" if column == "details" else "x"


@pytest.mark.parametrize("column", [name for name in ENTRY_COLUMNS if name != "is_example"])
def test_any_changed_column_of_an_entry_is_named(full_ledger: World, column: str) -> None:
    proof = tamper(f'UPDATE ledger_entry SET "{column}" = %s WHERE serial = 4', other_value(column))
    code, table, serial = broken(proof)
    assert table == "ledger_entry"
    assert serial == (5 if column == "serial" else 4)
    assert code in {"content_changed", "sequence_broken", "serial_missing"}


@pytest.mark.parametrize("column", SIGNATURE_COLUMNS)
def test_any_changed_column_of_a_signature_is_named(full_ledger: World, column: str) -> None:
    proof = tamper(f'UPDATE ledger_signature SET "{column}" = %s WHERE serial = 9', other_value(column))
    code, table, serial = broken(proof)
    assert table == "ledger_signature"
    assert serial == (10 if column == "serial" else 9)
    assert code in {"content_changed", "sequence_broken", "serial_missing"}


def test_a_turned_truth_a_changed_digest_and_a_changed_digit_are_named(full_ledger: World) -> None:
    truth = "true" if connection.vendor == "postgresql" else "1"
    assert broken(tamper(f"UPDATE ledger_entry SET is_example = {truth} WHERE serial = 2"))[2] == 2
    assert broken(tamper("UPDATE ledger_entry SET digest = %s WHERE serial = 1", b"\0" * 32))[2] == 1


def test_a_number_stored_as_text_is_named(full_ledger: World) -> None:
    if connection.vendor == "sqlite":
        assert broken(tamper("UPDATE ledger_entry SET amount = CAST('104x' AS TEXT) WHERE serial = 5"))[2] == 5


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ("DELETE FROM ledger_entry WHERE serial = 3", ("serial_missing", "ledger_entry", 4)),
        ("DELETE FROM ledger_signature WHERE serial = 10", ("serial_missing", "ledger_signature", 11)),
        ("DELETE FROM ledger_entry WHERE serial = 23", ("rows_missing_at_end", "ledger_position", 23)),
        ("UPDATE ledger_position SET serial = 22", ("rows_missing_at_end", "ledger_position", 22)),
        ("UPDATE ledger_chain_head SET sequence = sequence + 1", ("chain_head", "ledger_chain_head", None)),
        ("DELETE FROM ledger_chain_head", ("chain_head", "ledger_chain_head", None)),
        ("UPDATE ledger_batch SET sha256 = 'ee'", ("content_changed", "ledger_entry", 1)),
        ("UPDATE ledger_batch SET last_serial = 7", ("batch_range", "ledger_batch", 1)),
        ("UPDATE ledger_batch SET first_serial = 2", ("outside_batch", "ledger_entry", 1)),
        ("UPDATE ledger_batch SET state = 'checked'", ("content_changed", "ledger_entry", 1)),
        ("DELETE FROM ledger_open_entry WHERE entry_serial = 6", ("open_entry", "ledger_open_entry", 6)),
        ("UPDATE ledger_open_entry SET awaits = 'both' WHERE entry_serial = 6", ("open_entry", "ledger_open_entry", 6)),
        ("UPDATE ledger_open_entry SET answer_by = '2030-01-01' WHERE entry_serial = 4",
         ("open_entry", "ledger_open_entry", 4)),
        ("UPDATE ledger_open_entry SET entry_serial = 900 WHERE entry_serial = 6",
         ("open_entry", "ledger_open_entry", 6)),
    ],
)  # fmt: skip
def test_missing_rows_and_changed_side_tables_are_named(
    full_ledger: World, statement: str, expected: tuple[str, str, int | None]
) -> None:
    assert broken(tamper(statement)) == expected


def test_an_entry_outside_its_pairing_is_named(full_ledger: World) -> None:
    Pairing.objects.filter(pk=full_ledger.pairing.pk).update(valid_to="2025-06-01")
    code, table, serial = broken(prove_ledger())
    assert (code, table, serial) == ("pairing_day", "ledger_entry", 7)


def test_changed_and_missing_documents_are_named(full_ledger: World, settings: Any, tmp_path: Path) -> None:
    from shanhai.ledger.documents import document_path

    settings.MEDIA_ROOT = tmp_path
    content = b"%PDF-1.4 made up"
    import hashlib

    document = Document.objects.create(sha256=hashlib.sha256(content).hexdigest(), title="回单（示例）")
    DocumentLink.objects.create(entry_serial=1, document=document, page=1)
    assert broken(prove_ledger())[0] == "document_missing"
    path = document_path(document)
    assert path is not None
    path.parent.mkdir(parents=True)
    path.write_bytes(content)
    assert prove_ledger().holds
    path.write_bytes(content + b" changed")
    assert broken(prove_ledger())[0] == "document_bytes"
    path.write_bytes(content)
    DocumentLink.objects.create(entry_serial=999, document=document)
    assert broken(prove_ledger())[0] == "document_link"


def test_the_command_names_the_break_and_exits_with_one(full_ledger: World) -> None:
    out = StringIO()
    call_command("verify", "--json", stdout=out)
    assert json.loads(out.getvalue())["holds"] is True
    tamper("UPDATE ledger_entry SET amount = 103 WHERE serial = 5")
    out = StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("verify", "--json", stdout=out)
    told = json.loads(out.getvalue())
    assert ended.value.code == 1
    assert told["break"]["serial"] == 5
    assert told["break"]["office"] == "柯桥区协作办（示例）"
    assert told["break"]["facts"]["amount"] == 103
    out = StringIO()
    with pytest.raises(SystemExit):
        call_command("verify", stdout=out)
    assert "序号 5" in out.getvalue()
    assert "serial 5" in out.getvalue()


def test_all_documents_are_counted_and_those_kept_with_their_bytes_apart(full_ledger: World) -> None:
    from shanhai.ledger.models import Document

    before = prove_ledger()
    Document.objects.create(title="浙川协〔2025〕3 号（示例）")
    proof = prove_ledger()
    assert (proof.documents, proof.documents_kept) == (before.documents + 1, before.documents_kept)
    assert f"凭据 {proof.documents} 件" in say_proof(proof).zh
