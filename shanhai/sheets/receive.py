"""Receives a file, tries it without changing the ledger, and records it all or not at all.

`receive_file` keeps the bytes and makes the batch; `dry_run` reads and checks it; `record_batch` reads it once more,
checks it against the ledger as it stands then, and hands the drafts to the one writer. A batch in work is held by a
lock that ends with its process, so a dead process leaves a batch that can simply be taken up again.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from shanhai.catalogue.words import Problem, Words
from shanhai.ledger.drafts import Recorded
from shanhai.ledger.models import Batch, BatchState, Document, DocumentLink
from shanhai.ledger.record import find_repeated_batch, record_entries
from shanhai.offices.audit import note_event
from shanhai.offices.models import Office
from shanhai.registry.parties import PartyAsk, resolve_parties
from shanhai.sheets.check import CheckedRow, Progress, check_file
from shanhai.sheets.envelope import ODS, OLD_XLS, UnreadableError, inspect_file
from shanhai.sheets.findings import Findings
from shanhai.sheets.foreign.limits import UnreadableFile
from shanhai.sheets.foreign.open_file import open_file
from shanhai.sheets.foresee import DryRun, answers_ledger, foresee
from shanhai.sheets.openings import Opened, open_rows, set_apart
from shanhai.sheets.own_books import OWN, is_own, is_settled, looks_own, read_as_own, read_own
from shanhai.sheets.own_telling import drop_told_twice, quote_cells
from shanhai.sheets.read import ReadFile, read_file
from shanhai.sheets.store import KeptFile, file_of, hold_lock, is_held, keep_incoming, keep_under_hash
from shanhai.sheets.summary import ALL_DOUBTS, count_findings, preview_tables, tell_findings

TRIES_MAX = 3
KEPT_WITH_BATCH = ("accepted", "skipped", "told", "counts", OWN)
NOT_SETTLED = Words(
    "这是本机构自己的台账，请先在页面上核对各列的意思。",
    "This is a workbook of the office’s own: first confirm on its page what its columns mean.",
)
IN_WORK = (BatchState.RECEIVED, BatchState.READING, BatchState.RECORDING)


@dataclass(frozen=True, slots=True)
class Received:
    """What became of a file: its batch, or the Problem that kept it out; `repeated` is the batch that had it before."""

    batch: Batch | None = None
    repeated: Batch | None = None
    problem: Problem | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What recording came to: what was added, or, where `recorded` is None, why not."""

    batch: Batch
    recorded: Recorded | None = None
    refused: Words | None = None
    found: DryRun | None = None


@dataclass(slots=True)
class _Wishes:
    """What the user said of the batch: rows left out, who confirmed."""

    skipped: frozenset[tuple[str, int]] = frozenset()
    confirmed_by: int | None = None


def batch_name(batch: Batch) -> str:
    """Return the number of a batch as people quote it: `B-2026-0093`."""
    return f"B-{timezone.localtime(batch.received_at).year}-{batch.pk:04d}"


def receive_file(
    chunks: Iterable[bytes],
    *,
    file_name: str,
    office: Office,
    user_id: int | None,
    kind_code: str = "",
    is_example: bool = False,
    as_own: bool = False,
) -> Received:
    """Take in a file for an office and return its batch, not yet read.

    `as_own` has it read as a workbook of the office's own whatever it looks like; otherwise it is where its layout is
    not that of a template.
    A file this office has recorded adds nothing and is told; one it has received but not recorded goes on as the
    batch it is. A file that cannot be opened leaves nothing behind.
    """
    try:
        incoming = keep_incoming(chunks)
    except UnreadableError as fault:
        return Received(problem=_tell_file(fault))
    try:
        repeated = find_repeated_batch(office.pk, incoming.sha256)
        if repeated is not None:
            return Received(repeated=repeated)
        only_own = _needs_own_reader(incoming.path)
        keep_under_hash(incoming)
    except UnreadableError as fault:
        return Received(problem=_tell_file(fault))
    finally:
        incoming.path.unlink(missing_ok=True)
    batch = _open_batch(incoming, file_name, office=office, user_id=user_id, kind_code=kind_code, is_example=is_example)
    if (as_own or only_own) and batch.state == BatchState.RECEIVED:
        read_as_own(batch, kind_code=kind_code)
    return Received(batch=batch)


def _needs_own_reader(path: Path) -> bool:
    """Whether a file is none that a template comes in, but one the reader of offices' own workbooks opens.

    Raises UnreadableError where neither reads it.
    """
    try:
        inspect_file(path)
    except UnreadableError as fault:
        if fault.values.get("kind") not in (OLD_XLS, ODS):
            raise
        try:
            open_file(path)
        except UnreadableFile:
            raise fault from None
        return True
    return False


def _tell_file(fault: UnreadableError) -> Problem:
    findings = Findings()
    return findings.add(fault.code, **fault.values).problem_at(None)


def _open_batch(
    file: KeptFile, file_name: str, *, office: Office, user_id: int | None, kind_code: str, is_example: bool
) -> Batch:
    open_ones = Batch.objects.filter(office_id=office.pk, sha256=file.sha256).exclude(
        state__in=(BatchState.RECORDED, BatchState.REFUSED)
    )
    with transaction.atomic():
        batch = open_ones.order_by("pk").first()
        if batch is None:
            batch = Batch(office_id=office.pk, sha256=file.sha256, is_example=is_example)
        elif batch.state == BatchState.RECORDING:
            return batch
        batch.received_by_id = user_id
        batch.kind, batch.file_name, batch.size_bytes = kind_code, _clean_name(file_name), file.size_bytes
        batch.state, batch.rows_total, batch.rows_done, batch.problems = BatchState.RECEIVED, None, 0, {}
        batch.save()
        note_event(
            "batch.receive", batch_name(batch), user_id=user_id, office_id=office.pk, file=batch.file_name,
            sha256=file.sha256,
        )  # fmt: skip
    return batch


def _clean_name(name: str) -> str:
    """Return the last part of a file's name without signs that could be taken for anything else."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(sign for sign in last if sign.isprintable()).strip()[:200] or "?"


def dry_run(batch: Batch) -> DryRun | None:
    """Read and check a batch and keep what was found; None where another process is at it or it is not to be read.

    Never changes the ledger. The batch ends as checked, or as refused where its process died over it time and again.
    """
    with hold_lock(f"batch-{batch.pk}") as free:
        if not free:
            return None
        batch.refresh_from_db()
        if batch.state not in (BatchState.RECEIVED, BatchState.READING, BatchState.CHECKED):
            return None
        if not _count_try(batch):
            return None
        _set_state(batch, BatchState.READING)
        return _try(batch)


def _try(batch: Batch) -> DryRun:
    started = time.monotonic()
    found = foresee(_watched(batch))
    _keep_summary(batch, found, seconds=round(time.monotonic() - started, 1))
    return found


def look_at(batch: Batch) -> DryRun:
    """Read and check a batch and see what the ledger says of it, keeping nothing."""
    with _collector_paused():
        return foresee(_check(batch, *_read(batch), progress=None))


def _watched(batch: Batch) -> DryRun:
    """Read and check a batch, keeping with it how far that has come, where other connections see it at once."""
    held = Batch.objects.filter(pk=batch.pk)

    def note(done: int) -> None:
        held.update(rows_done=done)

    with _collector_paused():
        read, findings = _read(batch)
        held.update(rows_total=read.row_count, rows_done=0)
        return _check(batch, read, findings, progress=note)


def _read(batch: Batch) -> tuple[ReadFile, Findings]:
    findings = Findings()
    if is_own(batch):
        return read_own(batch, findings, skipped=_wishes_of(batch).skipped), findings
    read = read_file(file_of(batch.sha256), findings, kind_code=batch.kind)
    if batch.problems.get("skipped") or not looks_own(read, findings, kind_code=batch.kind):
        return read, findings
    before = batch.problems
    read_as_own(batch, kind_code=batch.kind)
    batch.problems.update({name: before[name] for name in ("accepted", "confirmed_by") if name in before})
    own_findings = Findings()
    own = read_own(batch, own_findings, skipped=frozenset())
    if batch.problems[OWN]["tables"]:
        return own, own_findings
    batch.problems = before
    return read, findings


def _check(batch: Batch, read: ReadFile, findings: Findings, *, progress: Progress | None) -> DryRun:
    """Check a batch by itself, the user's answers put in; what the ledger says of it is not asked yet."""
    wishes = _wishes_of(batch)
    own = list(findings.all)
    checked = check_file(
        read,
        findings,
        office=Office.objects.get(pk=batch.office_id),
        today=timezone.localdate(),
        skipped=wishes.skipped,
        progress=progress,
    )
    if is_own(batch):
        quote_cells(read, findings, own)
        drop_told_twice(findings, own)
        set_apart(checked)
    return DryRun(batch, read, checked)


@contextmanager
def _collector_paused() -> Iterator[None]:
    """Keep Python from looking for cycles while many rows are made: there are none, and each look costs a walk."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _wishes_of(batch: Batch) -> _Wishes:
    held = batch.problems
    return _Wishes(
        skipped=frozenset((sheet, int(line)) for sheet, line in held.get("skipped", [])),
        confirmed_by=held.get("confirmed_by"),
    )


def _keep_summary(batch: Batch, found: DryRun, *, seconds: float) -> None:
    """Keep what a dry run found with its batch; the user's answers stay."""
    accepted = batch.problems.get("accepted", {})
    counts = count_findings(found.findings, accepted)
    kind = found.checked.kind
    batch.problems = {
        "accepted": accepted,
        "skipped": batch.problems.get("skipped", []),
        "counts": counts,
        "told": tell_findings(found.findings),
        "tables": preview_tables(found.read, found.findings),
        "adds": {
            "rows": len(found.checked.rows) + len(found.checked.openings),
            "openings": len(found.checked.openings),
            "entries": found.preview.entries,
            "agreeing": found.preview.agreeing,
            "differing": found.preview.differing,
            "repeats": len(found.preview.repeats),
        },
        "kinds": _sum_kinds(found),
        "seconds": seconds,
        **({OWN: batch.problems[OWN]} if is_own(batch) else {}),
    }
    batch.kind = kind.code if kind else batch.kind
    batch.rows_total = found.checked.row_count
    batch.rows_done = found.checked.row_count
    batch.state = BatchState.CHECKED
    batch.save(update_fields=["problems", "kind", "rows_total", "rows_done", "state"])


def _sum_kinds(found: DryRun) -> list[dict[str, Any]]:
    """Return what the rows come to by kind of entry: the kind, how many, their amount in its smallest unit."""
    sums: dict[str, list[int]] = {}
    for row in (*found.checked.openings, *found.checked.rows):
        held = sums.setdefault(row.draft.kind, [0, 0])
        held[0] += 1
        held[1] += row.draft.amount
    return [{"kind": code, "rows": rows, "amount": amount} for code, (rows, amount) in sums.items()]


def _set_state(batch: Batch, state: BatchState) -> None:
    batch.state = state
    batch.save(update_fields=["state"])


def _count_try(batch: Batch) -> bool:
    """Count one more try of a batch, and refuse one that has ended its process several times."""
    if batch.state not in (BatchState.READING, BatchState.RECORDING):
        return True
    tries = int(batch.problems.get("tries", 0)) + 1
    batch.problems["tries"] = tries
    if tries > TRIES_MAX:
        findings = Findings()
        findings.add("file_stuck")
        batch.problems = {"told": tell_findings(findings), "counts": count_findings(findings, ())}
        batch.state = BatchState.REFUSED
    batch.save(update_fields=["problems", "state"])
    return tries <= TRIES_MAX


def record_batch(batch: Batch) -> Outcome:
    """Record a confirmed batch: every row or none.

    The file is read and checked once more; where the ledger or the registry has changed so that a Problem stands,
    nothing is added and the batch goes back to be looked at.
    """
    with hold_lock(f"batch-{batch.pk}") as free:
        if not free:
            return Outcome(batch, refused=Words("这个批次正在入账。", "This batch is being recorded."))
        batch.refresh_from_db()
        if batch.state != BatchState.RECORDING or not _count_try(batch):
            return Outcome(batch, refused=Words("这个批次没有待入账的内容。", "This batch has nothing to record."))
        started = time.monotonic()
        found = _watched(batch)
        accepted = batch.problems.get("accepted", {})
        if found.checked.openings or answers_ledger(accepted):
            found = foresee(found)
        counts = count_findings(found.findings, accepted)
        may_go = counts["blocks"] == 0 and counts["open"] == 0 and _has_rows(found) and is_settled(batch)
        recorded = _write(batch, found) if may_go else None
        if recorded is not None:
            return Outcome(batch, recorded, found=found)
        if find_repeated_batch(batch.office_id, batch.sha256) is not None:
            _set_state(batch, BatchState.REFUSED)
            return Outcome(batch, refused=Words("这个文件已入账，没有再记。", "This file is recorded already."))
        _keep_summary(batch, foresee(found), seconds=round(time.monotonic() - started, 1))
        return Outcome(batch, refused=_say_refused(batch, counts), found=found)


def _has_rows(found: DryRun) -> bool:
    return bool(found.checked.rows or found.checked.openings)


def _say_refused(batch: Batch, counts: dict[str, int]) -> Words:
    """Say why a batch that was read was not recorded."""
    if not is_settled(batch):
        return NOT_SETTLED
    if counts["blocks"] or counts["open"]:
        return Words(
            "没有入账：还有 {blocks} 处必改、{open} 处存疑没有答复。",
            "Nothing was recorded: {blocks} places to mend and {open} doubts not yet answered.",
        ).fill(blocks=counts["blocks"], open=counts["open"])
    return Words("账本或登记有了变化，没有入账，请看新的问题。", "Something changed meanwhile; nothing was recorded.")


def record_at_once(batch: Batch, *, user_id: int | None, accept_reason: str = "") -> Outcome:
    """Read, check and record a received batch in one go, for callers where nobody looks in between.

    With `accept_reason` all doubts of the file are accepted for that reason; those of the ledger are not. Where a
    Problem stands nothing is added, and the batch is left as a dry run leaves it.
    """
    with transaction.atomic():
        locked = Batch.objects.select_for_update().get(pk=batch.pk)
        # A killed process left it confirmed: what it was told then still holds.
        is_left = locked.state == BatchState.RECORDING and not is_held(f"batch-{batch.pk}")
        if not is_left and locked.state not in (BatchState.RECEIVED, BatchState.CHECKED):
            return Outcome(batch, refused=Words("这个批次已在处理。", "This batch is being worked on."))
        if not is_left:
            own = {OWN: locked.problems[OWN]} if is_own(locked) else {}
            locked.problems = {"confirmed_by": user_id, **own}
            if accept_reason:
                answer = {"reason": accept_reason[:300], "by": user_id, "at": timezone.now().isoformat()}
                locked.problems["accepted"] = {ALL_DOUBTS: answer}
            locked.state = BatchState.RECORDING
            locked.save(update_fields=["problems", "state"])
    return record_batch(batch)


def _write(batch: Batch, found: DryRun) -> Recorded | None:
    """Write all rows in one transaction; None, with nothing written, where the ledger now says no."""
    office = Office.objects.get(pk=batch.office_id)
    wishes = _wishes_of(batch)
    rows = found.checked.rows
    with _collector_paused(), transaction.atomic():
        opened = open_rows(found.checked.openings, office=office, user_id=wishes.confirmed_by, batch=batch)
        if not opened.done:
            transaction.set_rollback(True)
            return None
        _register_parties(rows)
        recorded = record_entries(
            [row.draft for row in rows],
            office=office,
            user_id=wishes.confirmed_by,
            spoken_side=office.side,
            batch=batch,
            is_example=batch.is_example,
        )
        if len(recorded.serials) != len(rows):
            transaction.set_rollback(True)
            return None
        _attach_documents(batch, rows, recorded)
        _close(batch, found, recorded, opened, user_id=wishes.confirmed_by)
    return recorded


def _close(batch: Batch, found: DryRun, recorded: Recorded, opened: Opened, *, user_id: int | None) -> None:
    batch.problems = {
        **{name: batch.problems[name] for name in KEPT_WITH_BATCH if name in batch.problems},
        "added": {
            "entries": recorded.entries,
            "agreeing": recorded.signatures_agreeing,
            "differing": recorded.signatures_differing,
            "repeats": len(recorded.repeats),
            **({"openings": len(opened.numbers)} if opened.numbers else {}),
        },
        "kinds": _sum_kinds(found),
    }
    batch.rows_total = batch.rows_done = found.checked.row_count
    batch.save(update_fields=["problems", "rows_total", "rows_done"])
    note_event(
        "batch.record",
        batch_name(batch),
        user_id=user_id,
        office_id=batch.office_id,
        file=batch.file_name,
        entries=recorded.entries,
        signatures=recorded.signatures_agreeing + recorded.signatures_differing,
    )


def _register_parties(rows: list[CheckedRow]) -> None:
    """Register the parties the rows bring and put their numbers into the drafts."""
    wanted = {id(party): party for row in rows for _end, party in row.new_parties}
    if not wanted:
        return
    parties = list(dict.fromkeys(wanted.values()))
    answers = resolve_parties([PartyAsk(party.name, party.place_id, party.kind, party.uscc) for party in parties])
    found = {party: answer.party_id for party, answer in zip(parties, answers, strict=True)}
    ids = {number: found[party] for number, party in wanted.items()}
    for row in rows:
        for end, party in row.new_parties:
            setattr(row.draft, end, ids[id(party)])


def _attach_documents(batch: Batch, rows: list[CheckedRow], recorded: Recorded) -> None:
    """Tie the documents that rows name to the entries they became, at the row they came from."""
    named = [(row, serial) for row, serial in zip(rows, recorded.serials, strict=True) if row.document]
    titles = dict.fromkeys(row.document for row, _serial in named)
    documents = Document.objects.bulk_create(
        [
            Document(
                title=title[:300],
                office_id=batch.office_id,
                received_by_id=batch.received_by_id,
                is_example=batch.is_example,
            )
            for title in titles
        ]
    )
    by_title = dict(zip(titles, documents, strict=True))
    links = [
        DocumentLink(
            entry_serial=serial,
            document=by_title[row.document],
            cell=row.draft.locator[:80],
            office_id=batch.office_id,
            linked_by_id=batch.received_by_id,
        )
        for row, serial in named
    ]
    DocumentLink.objects.bulk_create(links, batch_size=2000)


def file_path(batch: Batch) -> Path:
    """Return where the file of a batch lies, as it was received."""
    return file_of(batch.sha256)


__all__ = [
    "DryRun",
    "Outcome",
    "Received",
    "batch_name",
    "dry_run",
    "file_path",
    "look_at",
    "receive_file",
    "record_at_once",
    "record_batch",
]
