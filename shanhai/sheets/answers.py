"""What the user says of a batch that was tried: doubts kept with a reason, rows left out, set aside, confirmed.

Each answer is kept with the batch; none touches the ledger. `receive.py` puts them into the next reading.
"""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone

from shanhai.ledger.models import Batch, BatchState
from shanhai.sheets.own_books import is_settled

ANSWERED_BY_ENTRY = ("key_of_other_parties", "key_other_facts", "key_other_facts_of_theirs", "word_would_change")
ANSWERED_AS_NEW = ("looks_repeated", "match_doubtful")


def accept_doubt(batch: Batch, key: str, *, reason: str, same_as: int | None, user_id: int | None) -> bool:
    """Keep the user's word that a doubt may stand, with the reason; False where the batch has no such doubt.

    `same_as` answers a doubt of the ledger: the serial of the entry that the row repeats, None for another fact.
    """
    told = next((line for line in batch.problems.get("told", []) if line["key"] == key), None)
    if told is None or told["weight"] != "ask" or batch.state != BatchState.CHECKED:
        return False
    answer: dict[str, Any] = {"reason": reason.strip()[:300], "by": user_id, "at": timezone.now().isoformat()}
    if same_as is not None and same_as in told["candidates"]:
        answer["same_as"] = same_as
    accepted = batch.problems.setdefault("accepted", {})
    accepted[key] = answer
    open_lines = [line for line in batch.problems["told"] if line["weight"] == "ask" and line["key"] not in accepted]
    batch.problems["counts"]["open"] = sum(line["count"] for line in open_lines)
    batch.save(update_fields=["problems"])
    return True


def leave_out_row(batch: Batch, sheet: str, line: int) -> bool:
    """Keep the user's word that a row shall not be recorded; the batch is to be tried again."""
    if batch.state != BatchState.CHECKED:
        return False
    skipped = batch.problems.setdefault("skipped", [])
    if [sheet, line] not in skipped:
        skipped.append([sheet, line])
    batch.state = BatchState.RECEIVED
    batch.save(update_fields=["problems", "state"])
    return True


def take_row_back(batch: Batch, sheet: str, line: int) -> bool:
    """Undo `leave_out_row`."""
    if batch.state != BatchState.CHECKED or [sheet, line] not in batch.problems.get("skipped", []):
        return False
    batch.problems["skipped"].remove([sheet, line])
    batch.state = BatchState.RECEIVED
    batch.save(update_fields=["problems", "state"])
    return True


def discard_batch(batch: Batch) -> bool:
    """Give a batch up; nothing of it comes into the ledger."""
    changed = Batch.objects.filter(pk=batch.pk, state__in=(BatchState.CHECKED, BatchState.RECEIVED)).update(
        state=BatchState.REFUSED
    )
    batch.refresh_from_db()
    return bool(changed)


def may_be_recorded(batch: Batch) -> bool:
    """Whether nothing is left to mend or to answer, and there is something to record."""
    counts = batch.problems.get("counts", {})
    clear = counts.get("blocks", 1) == 0 and counts.get("open", 1) == 0
    ready = batch.state == BatchState.CHECKED and is_settled(batch)
    return ready and clear and batch.problems.get("adds", {}).get("rows", 0) > 0


def confirm_batch(batch: Batch, *, user_id: int | None) -> bool:
    """Order a checked batch to be recorded; False where something is still to be mended or answered."""
    with transaction.atomic():
        locked = Batch.objects.select_for_update().get(pk=batch.pk)
        if not may_be_recorded(locked):
            return False
        locked.problems["confirmed_by"] = user_id
        locked.state = BatchState.RECORDING
        locked.save(update_fields=["problems", "state"])
    batch.refresh_from_db()
    return True
