"""Works through received files one after the other, beside the web server, and keeps the snapshot caught up:
`shanhai work`.

The queue is the table of batches itself. A batch is taken by its lock, which ends with the process, so one that a dead
process left is simply taken up again: nothing of it is in the ledger, because it is recorded in one transaction.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable

from django.db import DatabaseError, close_old_connections

from shanhai.ledger.models import Batch, BatchState
from shanhai.ledger.snapshot import catch_up
from shanhai.sheets.receive import IN_WORK, dry_run, record_batch
from shanhai.sheets.store import clear_incoming, hold_lock, is_held

INLINE_BYTES_MAX = 300_000
SECONDS_BETWEEN_LOOKS = 0.5
WORKER_LOCK = "worker"

log = logging.getLogger(__name__)


def work_on(batch: Batch) -> None:
    """Do the next step of a batch: try it, or record it where that was ordered."""
    if batch.state == BatchState.RECORDING:
        record_batch(batch)
    elif batch.state in (BatchState.RECEIVED, BatchState.READING):
        dry_run(batch)


def work_soon(batch: Batch) -> None:
    """Do a small batch at once; leave a large one to the worker, or do it here too where no worker runs."""
    if batch.size_bytes <= INLINE_BYTES_MAX or not is_held(WORKER_LOCK):
        work_on(batch)


def work_once() -> int:
    """Work on every batch that waits; return how many were taken."""
    taken = 0
    for batch in Batch.objects.filter(state__in=IN_WORK).order_by("pk"):
        if not is_held(f"batch-{batch.pk}"):
            taken += 1
            work_on(batch)
    return taken


def work_until(stopped: Callable[[], bool]) -> None:
    """Work on what waits until told to stop; one worker for an installation, a second one waits its turn."""
    clear_incoming()
    while not stopped():
        with hold_lock(WORKER_LOCK) as free:
            while free and not stopped():
                close_old_connections()
                try:
                    taken = work_once()
                    # So that nobody's page waits for what a large file, or a restored backup, brought.
                    catch_up()
                except (DatabaseError, OSError):
                    log.exception(
                        "a batch could not be worked on, or the snapshot not caught up; both stay where they were"
                    )
                    taken = 0
                if not taken:
                    time.sleep(SECONDS_BETWEEN_LOOKS)
        time.sleep(SECONDS_BETWEEN_LOOKS)
