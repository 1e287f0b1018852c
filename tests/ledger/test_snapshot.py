"""The snapshot is never stale, never wrong after a restore, and the same whichever way it was read."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from django.db import transaction

from shanhai.catalogue.book import BOOK
from shanhai.figures import settled
from shanhai.figures.answer import answer
from shanhai.figures.scope import ALWAYS, EVERYTHING
from shanhai.ledger import snapshot as snapshots
from shanhai.ledger.models import Entry
from shanhai.ledger.record import record_entries, reverse_entry, sign_entries, withdraw_word
from shanhai.ledger.snapshot import catch_up
from tests.ledger.world import World

NOW = datetime(2025, 11, 12, 8, 5, tzinfo=UTC)
LATER = date(2026, 1, 1)


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    """A home of its own for the snapshot."""
    yield tmp_path
    snapshots._Seen.manifests.clear()


def enter(world: World, *amounts: int) -> tuple[int, ...]:
    drafts = [world.draft(amount=amount, on_date=date(2025, 5, 1 + place)) for place, amount in enumerate(amounts)]
    recorded = record_entries(drafts, office=world.giver, user_id=7, spoken_side="giver", match=False, now=NOW)
    assert recorded.entries == len(amounts), recorded.problems
    return recorded.serials


def sign(world: World, *serials: int) -> None:
    done = sign_entries(serials, office=world.receiver, side="receiver", user_id=8, now=NOW)
    assert all(outcome.done for outcome in done)


def received(home: Path, basis: Any = "reported") -> int | None:
    return answer(
        BOOK.indicator("assistance_funds_received"),
        scope=EVERYTHING,
        period=ALWAYS,
        basis=basis,
        as_of=LATER,
        snapshot=catch_up(home),
        book=BOOK,
    ).value


def test_a_figure_sees_each_new_entry_and_signature_at_once(world: World, home: Path) -> None:
    assert received(home) is None
    first, second = enter(world, 100, 250)
    assert (received(home), received(home, "agreed")) == (350, None)
    sign(world, first)
    assert (received(home), received(home, "agreed")) == (350, 100)
    reverse_entry(second, reason="重复录入", replacement=None, office=world.giver, user_id=7, now=NOW)
    assert (received(home), received(home, "agreed")) == (100, 100)


def test_a_withdrawn_signature_takes_the_amount_out_of_what_is_agreed_only(world: World, home: Path) -> None:
    (serial,) = enter(world, 700)
    sign(world, serial)
    assert received(home, "agreed") == 700
    withdraw_word(serial, reason="签错了", office=world.receiver, side="receiver", user_id=8, now=NOW)
    assert (received(home), received(home, "agreed")) == (700, None)


def test_a_reported_zero_is_a_zero_and_no_entry_is_none(world: World, home: Path) -> None:
    assert received(home) is None
    enter(world, 0)
    assert received(home) == 0


def test_nothing_is_read_again_while_nothing_happens(world: World, home: Path, django_assert_num_queries: Any) -> None:
    enter(world, 100)
    before = catch_up(home)
    with django_assert_num_queries(2):
        assert catch_up(home) == before


def _rows(snapshot: Any) -> list[dict[str, Any]]:
    return [row for path in snapshot.movements for row in pq.read_table(path).to_pylist()]


def test_what_is_undone_leaves_no_trace(world: World, home: Path) -> None:
    enter(world, 100)
    with transaction.atomic():
        point = transaction.savepoint()
        enter(world, 900)
        assert received(home) == 1000
        transaction.savepoint_rollback(point)
    assert received(home) == 100


def test_a_ledger_put_back_to_an_older_state_is_read_anew(world: World, home: Path) -> None:
    enter(world, 100)
    point = transaction.savepoint()
    enter(world, 900)
    assert received(home) == 1000
    transaction.savepoint_rollback(point)
    enter(world, 30)
    assert received(home) == 130


@pytest.mark.parametrize("damage", ["manifest", "segment", "columns"])
def test_a_damaged_snapshot_is_written_anew(world: World, home: Path, damage: str) -> None:
    enter(world, 100, 250)
    found = catch_up(home)
    manifest = Path(found.movements[0]).parent / "manifest.json"
    if damage == "manifest":
        manifest.write_bytes(b"{")
    elif damage == "segment":
        snapshots._Seen.manifests.clear()
        Path(found.movements[-1]).unlink()
    else:
        manifest.write_bytes(manifest.read_bytes().replace(b'"columns":"', b'"columns":"x'))
    assert received(home) == 350


def test_small_segments_are_merged_and_nothing_is_lost(world: World, home: Path) -> None:
    for number in range(20):
        enter(world, 100 + number)
        snapshot = catch_up(home)
    assert len(snapshot.movements) <= snapshots.MERGE_AT
    assert received(home) == sum(100 + number for number in range(20))
    folder = Path(snapshot.movements[0]).parent
    manifest = snapshots._read_manifest(folder)
    assert manifest is not None
    assert {path.name for path in folder.glob("*.parquet")} == {
        *(Path(path).name for path in (*snapshot.movements, *snapshot.statements)),
        *(file for file, _ in manifest.retired),
    }


def test_statements_lie_apart_and_move_no_sum(world: World, home: Path) -> None:
    enter(world, 100)
    stated = world.draft(
        kind="statement",
        amount=11_700_000_000,
        indicator="assistance_funds_received",
        unit="CNY",
        from_party_id=None,
        to_party_id=None,
        details={"status": "actual"},
    )
    recorded = record_entries([stated], office=world.third, user_id=1, spoken_side="neither", now=NOW)
    assert recorded.entries == 1, recorded.problems
    assert received(home) == 100
    rows = [row for path in catch_up(home).statements for row in pq.read_table(path).to_pylist()]
    assert [(row["amount"], row["status"]) for row in rows] == [(11_700_000_000, "actual")]


def test_details_have_their_types(world: World, home: Path) -> None:
    draft = world.order(
        "KQ1",
        details={
            "order_no": "KQ1",
            "product": "茶叶",
            "origin_place": "p511132",
            "quantity": "2.5",
            "unit_price": 23_200,
        },
    )
    record_entries([draft], office=world.giver, user_id=7, spoken_side="giver", now=NOW)
    (row,) = _rows(catch_up(home))
    assert (row["order_no"], row["quantity"], row["unit_price"], row["subject"]) == ("KQ1", "2.5", 23_200, "KQ1")
    assert row["origin_place"] == "p511132"
    assert Entry.objects.get().amount == row["amount"]


def test_what_large_segments_hold_is_kept_and_what_came_since_is_added(
    world: World, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(snapshots, "SETTLED_ROWS", 2)
    first, second = enter(world, 100, 250)
    assert received(home) == 350
    sign(world, first, second)
    assert (received(home, "agreed"), received(home)) == (350, 350)
    assert len(catch_up(home).settled) == 2
    (third,) = enter(world, 40)
    withdraw_word(second, office=world.receiver, side="receiver", user_id=8, reason="数不对", now=NOW)
    reverse_entry(first, office=world.giver, user_id=7, reason="记错了", now=NOW)
    assert (received(home, "agreed"), received(home)) == (None, 290)
    sign(world, third)
    assert (received(home, "agreed"), received(home)) == (40, 290)


def test_answers_that_take_too_much_memory_are_given_up(
    world: World, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(snapshots, "SETTLED_ROWS", 2)
    monkeypatch.setattr(settled, "BYTES_AT_MOST", 0)
    enter(world, 100, 250)
    assert (received(home), received(home)) == (350, 350)
    assert settled._Kept.bytes == 0
