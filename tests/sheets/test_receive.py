"""Receiving, trying and recording: all or nothing, once, whatever dies on the way."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection

from shanhai.ledger.models import Batch, BatchState, DocumentLink, Entry, Position
from shanhai.ledger.snapshot import catch_up
from shanhai.registry.models import Party
from shanhai.sheets import receive
from shanhai.sheets.answers import accept_doubt, confirm_batch, discard_batch, leave_out_row
from shanhai.sheets.receive import dry_run, receive_file, record_at_once, record_batch
from shanhai.sheets.store import batches_folder, file_of, hold_lock, is_held
from shanhai.sheets.worker import INLINE_BYTES_MAX, WORKER_LOCK, work_once, work_soon, work_until
from tests.sheets.killed import STOPPED
from tests.sheets.world import PURCHASE_HEADS, World, purchase, told, write_book

ROOT = Path(__file__).resolve().parents[2]


def take(path: Path, world: World, office: str = "giver", kind: str = "consumption.purchase") -> Batch:
    sender = getattr(world, office)
    received = receive_file([path.read_bytes()], file_name=path.name, office=sender, user_id=None, kind_code=kind)
    assert received.batch is not None, (received.problem, received.repeated)
    return received.batch


def record(batch: Batch) -> receive.Outcome:
    assert dry_run(batch) is not None
    assert confirm_batch(batch, user_id=None), batch.problems
    return record_batch(batch)


def test_a_repeated_file_adds_nothing(world: World, tmp_path: Path) -> None:
    path = write_book(tmp_path / "a.xlsx", [purchase("KQ1")])
    assert record(take(path, world)).recorded is not None
    again = receive_file([path.read_bytes()], file_name="b.xlsx", office=world.giver, user_id=None)
    assert again.batch is None
    assert again.repeated is not None
    assert again.repeated.state == BatchState.RECORDED
    assert Entry.objects.count() == 1


def test_a_file_received_twice_but_not_recorded_is_one_batch(world: World, tmp_path: Path) -> None:
    path = write_book(tmp_path / "a.xlsx", [purchase("KQ1")])
    first = take(path, world)
    dry_run(first)
    assert take(path, world).pk == first.pk


def test_another_office_may_send_the_same_file(world: World, tmp_path: Path) -> None:
    path = write_book(tmp_path / "a.xlsx", [purchase("KQ1")])
    assert record(take(path, world)).recorded is not None
    outcome = record(take(path, world, "receiver"))
    assert outcome.recorded is not None
    assert outcome.recorded.signatures_agreeing == 1
    assert Entry.objects.count() == 1


def test_a_dry_run_never_changes_the_ledger(world: World, tmp_path: Path) -> None:
    rows = [purchase("KQ1", 海方单位="柯桥区新开超市（示例）"), purchase("KQ2")]
    batch = take(write_book(tmp_path / "a.xlsx", rows), world)
    parties = Party.objects.count()
    assert dry_run(batch) is not None
    assert (Entry.objects.count(), Party.objects.count(), Position.objects.get().serial) == (0, parties, 0)
    assert batch.state == BatchState.CHECKED
    assert (batch.rows_total, batch.rows_done) == (2, 2)


def test_one_row_that_blocks_keeps_all_rows_out(world: World, tmp_path: Path) -> None:
    batch = take(write_book(tmp_path / "a.xlsx", [purchase("KQ1"), purchase("KQ2", 金额="")]), world)
    outcome = record_at_once(batch, user_id=None, accept_reason="示例")
    assert outcome.recorded is None
    assert batch.state == BatchState.CHECKED
    assert Entry.objects.count() == 0


def test_a_failure_while_writing_leaves_nothing(world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    batch = take(write_book(tmp_path / "a.xlsx", [purchase("KQ1", 海方单位="柯桥区新开超市（示例）")]), world)
    dry_run(batch)
    accept_doubt(batch, batch.problems["told"][0]["key"], reason="示例", same_as=None, user_id=None)
    confirm_batch(batch, user_id=None)

    def break_off(*_arguments: object) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr(receive, "_attach_documents", break_off)
    with pytest.raises(OSError, match="disk"):
        record_batch(batch)
    batch.refresh_from_db()
    assert batch.state == BatchState.RECORDING
    assert Entry.objects.count() == 0
    assert not Party.objects.filter(name__startswith="柯桥区新开").exists()
    monkeypatch.undo()
    assert work_once() == 1
    batch.refresh_from_db()
    assert batch.state == BatchState.RECORDED
    assert Entry.objects.count() == 1


def test_a_batch_that_keeps_ending_its_process_is_given_up(world: World, tmp_path: Path) -> None:
    batch = take(write_book(tmp_path / "a.xlsx", [purchase("KQ1")]), world)
    Batch.objects.filter(pk=batch.pk).update(state=BatchState.READING, problems={"tries": 3})
    assert dry_run(batch) is None
    assert batch.state == BatchState.REFUSED
    assert batch.problems["told"][0]["code"] == "file_stuck"


def test_a_batch_in_work_is_left_alone(world: World, tmp_path: Path) -> None:
    batch = take(write_book(tmp_path / "a.xlsx", [purchase("KQ1")]), world)
    with hold_lock(f"batch-{batch.pk}") as free:
        assert free
        assert is_held(f"batch-{batch.pk}")
        assert dry_run(batch) is None
        assert work_once() == 0
    assert dry_run(batch) is not None


def test_what_changed_since_the_dry_run_is_told_instead_of_recorded(world: World, tmp_path: Path) -> None:
    first = take(write_book(tmp_path / "a.xlsx", [purchase("KQ1"), purchase("KQ2")]), world)
    dry_run(first)
    second = take(write_book(tmp_path / "b.xlsx", [purchase("KQ1", 金额=1)]), world)
    assert record_at_once(second, user_id=None, accept_reason="示例").recorded is not None
    assert confirm_batch(first, user_id=None)
    outcome = record_batch(first)
    assert outcome.recorded is None
    assert outcome.found is not None
    assert told(outcome.found.checked, "blocks") == [("H2", "key_recorded_otherwise")]
    assert first.state == BatchState.CHECKED
    assert Entry.objects.count() == 1


def test_a_doubtful_match_is_answered_by_the_user(world: World, tmp_path: Path) -> None:
    heads = ("日期", "海方单位", "山方单位", "金额（元）", "海方", "山方")
    row = ["2026-07-08", "柯桥区总工会（示例）", "峨边县农发公司（示例）", 50_000, "柯桥区", "峨边彝族自治县"]
    first = take(write_book(tmp_path / "a.xlsx", [row], heads), world, kind="funds.allocated")
    assert record(first).recorded is not None
    again = take(
        write_book(tmp_path / "b.xlsx", [row, [*row[:3], 70_000, *row[4:]]], heads), world, kind="funds.allocated"
    )
    dry_run(again)
    doubt = next(line for line in again.problems["told"] if line["weight"] == "ask")
    assert (doubt["code"], doubt["row"]) == ("looks_repeated", 2)
    assert not confirm_batch(again, user_id=None)
    assert accept_doubt(again, doubt["key"], reason="两笔", same_as=None, user_id=None)
    assert confirm_batch(again, user_id=None)
    outcome = record_batch(again)
    assert outcome.recorded is not None
    assert outcome.recorded.entries == 2


def test_documents_are_tied_to_the_rows_that_name_them(world: World, tmp_path: Path) -> None:
    rows = [[*purchase("KQ1"), "订单合同（示例）"], [*purchase("KQ2"), "订单合同（示例）"], [*purchase("KQ3"), ""]]
    batch = take(write_book(tmp_path / "a.xlsx", rows, (*PURCHASE_HEADS, "凭据")), world)
    assert record(batch).recorded is not None
    links = DocumentLink.objects.order_by("pk").select_related("document")
    assert [(link.document.title, link.cell) for link in links] == [
        ("订单合同（示例）", "三季度!F2"),
        ("订单合同（示例）", "三季度!F3"),
    ]
    assert len({link.document_id for link in links}) == 1


def test_a_row_left_out_is_not_recorded(world: World, tmp_path: Path) -> None:
    batch = take(write_book(tmp_path / "a.xlsx", [purchase("KQ1"), purchase("KQ2", 金额="?")]), world)
    dry_run(batch)
    assert leave_out_row(batch, "三季度", 3)
    assert record(batch).recorded is not None
    assert Entry.objects.count() == 1


def test_a_batch_set_aside_cannot_be_confirmed(world: World, tmp_path: Path) -> None:
    batch = take(write_book(tmp_path / "a.xlsx", [purchase("KQ1")]), world)
    dry_run(batch)
    assert discard_batch(batch)
    assert not confirm_batch(batch, user_id=None)
    assert record_batch(batch).recorded is None


def test_large_files_wait_for_the_worker_where_one_runs(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = take(write_book(tmp_path / "a.xlsx", [purchase("KQ1")]), world)
    Batch.objects.filter(pk=batch.pk).update(size_bytes=INLINE_BYTES_MAX + 1)
    batch.refresh_from_db()
    with hold_lock(WORKER_LOCK):
        work_soon(batch)
        batch.refresh_from_db()
        assert batch.state == BatchState.RECEIVED
    looks = iter([False, False, False, True, True, True])
    monkeypatch.setattr("shanhai.sheets.worker.SECONDS_BETWEEN_LOOKS", 0)
    monkeypatch.setattr("shanhai.sheets.worker.close_old_connections", lambda: None)
    work_until(lambda: next(looks, True))
    batch.refresh_from_db()
    assert batch.state == BatchState.CHECKED


def test_no_page_waits_for_what_the_worker_recorded(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = take(write_book(tmp_path / "a.xlsx", [purchase("KQ1")]), world)
    dry_run(batch)
    assert confirm_batch(batch, user_id=None)
    looks = iter([False, False, False, True, True, True])
    monkeypatch.setattr("shanhai.sheets.worker.SECONDS_BETWEEN_LOOKS", 0)
    monkeypatch.setattr("shanhai.sheets.worker.close_old_connections", lambda: None)
    work_until(lambda: next(looks, True))
    assert Entry.objects.count() == 1
    monkeypatch.delattr("shanhai.ledger.snapshot.read_tail")
    assert catch_up().serial == 1


def test_progress_is_kept_while_a_batch_is_read(world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shanhai.sheets.check.PROGRESS_ROWS", 10)
    batch = take(write_book(tmp_path / "a.xlsx", [purchase(f"KQ{n}") for n in range(35)]), world)
    seen: list[int] = []
    update = Batch.objects.filter(pk=batch.pk).update

    class Watched:
        def update(self, **values: int) -> int:
            seen.append(values["rows_done"])
            return update(**values)

    monkeypatch.setattr(Batch.objects, "filter", lambda **_values: Watched())
    receive._watched(batch)
    assert seen == [0, 10, 20, 30, 35]


def test_the_commands_tell_problems_and_end_with_their_codes(
    world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    good = write_book(tmp_path / "good.xlsx", [purchase("KQ1")])
    bad = write_book(tmp_path / "bad.xlsx", [purchase("KQ2", 金额="12,5OO")])
    office = world.giver.name
    call_command("template", "consumption.purchase", str(tmp_path / "t.xlsx"), "--language", "en")
    assert (tmp_path / "t.xlsx").read_bytes().startswith(b"PK")
    call_command("import", str(good), "--office", office, "--kind", "采购", "--dry-run")
    assert Entry.objects.count() == 0
    call_command("import", str(good), "--office", office, "--kind", "consumption.purchase")
    assert Entry.objects.count() == 1
    call_command("import", str(good), "--office", office)
    assert "已入账，批次 B-" in capsys.readouterr().out
    for arguments, code in (
        ((str(bad), "--office", office, "--kind", "consumption.purchase"), 1),
        ((str(bad), "--office", "无此办公室"), 2),
        ((str(bad), "--office", office, "--kind", "nothing"), 2),
        ((str(tmp_path / "none.xlsx"), "--office", office), 2),
    ):
        with pytest.raises(SystemExit) as ended:
            call_command("import", *arguments)
        assert ended.value.code == code
    assert "必改 三季度!F2 金额写作“12,5OO”" in capsys.readouterr().out
    with pytest.raises(SystemExit) as ended:
        call_command("template", "nothing", str(tmp_path / "t.xlsx"))
    assert ended.value.code == 2


KILLED_ROWS = 3000
# The statements before which an import is killed, by words in them and for how many times they must have come.
KILLED_BEFORE = (
    ('SET "rows_total"', 1),
    ('INSERT INTO "ledger_entry"', 1),
    ('INSERT INTO "ledger_entry"', KILLED_ROWS // 2),
    ('INSERT INTO "ledger_entry"', KILLED_ROWS),
    ('INSERT INTO "ledger_open_entry"', 1),
    ('UPDATE "ledger_position"', 1),
    ("COMMIT", 3),
)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="the killed process opens its own SQLite home")
def test_a_kill_at_any_moment_leaves_none_or_all(tmp_path: Path) -> None:
    """A process is killed at ever later steps of its import; the worker of the next start ends what it left."""
    home = tmp_path / "home"
    home.mkdir()
    environment = {**os.environ, "SHANHAI_HOME": str(home), "DJANGO_SETTINGS_MODULE": "shanhai.config.settings"}
    environment.pop("DATABASE_URL", None)

    def start(*arguments: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, *arguments],
            env=environment,
            cwd=ROOT,
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )

    def run(*arguments: str) -> str:
        process = start(*arguments)
        out, err = process.communicate(timeout=120)
        assert process.returncode == 0, err
        return out

    def ask(query: str) -> list[tuple[object, ...]]:
        with closing(sqlite3.connect(home / "ledger.sqlite3")) as held:
            return held.execute(query).fetchall()

    def send(turn: int, *stop: str) -> subprocess.Popen[str]:
        path = write_book(tmp_path / f"{turn}.xlsx", [purchase(f"KQ{turn}-{number}") for number in range(KILLED_ROWS)])
        return start("-m", "tests.sheets.killed", "import", str(path), *stop)

    run("-m", "shanhai.config.command_line", "migrate", "-v0")
    run("-m", "tests.sheets.killed", "world")
    _out, err = send(0).communicate(timeout=120)
    assert ask("SELECT count(*) FROM ledger_entry") == [(KILLED_ROWS,)], err
    for turn, (words, times) in enumerate(KILLED_BEFORE, 1):
        process = send(turn, words, str(times))
        assert process.stdout is not None
        assert process.stdout.readline().strip() == STOPPED, f"{words} was not reached {times} times"
        os.kill(process.pid, signal.SIGKILL)
        process.communicate()
        assert ask("SELECT count(*) FROM ledger_entry") == [(KILLED_ROWS,)], f"killed before {words}"
    run("-m", "shanhai.config.command_line", "work", "--once")
    states = [state for (state,) in ask("SELECT state FROM ledger_batch")]
    assert "recording" not in states
    assert "reading" not in states
    assert ask("SELECT count(*) FROM ledger_entry") == [(KILLED_ROWS * states.count("recorded"),)]
    run("-m", "shanhai.config.command_line", "verify")


def test_files_lie_under_their_hash_in_the_home(world: World, tmp_path: Path) -> None:
    batch = take(write_book(tmp_path / "a.xlsx", [purchase("KQ1")]), world)
    assert file_of(batch.sha256).read_bytes() == (tmp_path / "a.xlsx").read_bytes()
    assert batches_folder() in file_of(batch.sha256).parents


def test_a_file_whose_recording_was_killed_is_recorded_when_it_is_given_again(world: World, tmp_path: Path) -> None:
    path = write_book(tmp_path / "a.xlsx", [purchase("KQ1")])

    def give() -> Batch:
        received = receive_file(
            [path.read_bytes()],
            file_name=path.name,
            office=world.giver,
            user_id=None,
            kind_code="consumption.purchase",
        )
        assert received.batch is not None
        return received.batch

    left = give()
    Batch.objects.filter(pk=left.pk).update(state="recording", problems={"confirmed_by": None})
    outcome = record_at_once(give(), user_id=None)
    assert outcome.recorded is not None
    assert outcome.batch.pk == left.pk
    assert Entry.objects.count() == 1
