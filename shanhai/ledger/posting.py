"""One posting: the rows that go into the ledger together, under its lock, or not at all.

The lock is the one row of `ledger_position`, held to the commit, so that serials follow the order of commits. Rows get
their serial, their place in their office's chain and their digest here. Knows nothing of who may say what: only
`record.py` opens a posting.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import islice
from typing import Any, NamedTuple

from django.db import connection, transaction
from django.utils import timezone

from shanhai.algorithms.working_days import add_working_days
from shanhai.ledger.chain import (
    ENTRY_COLUMNS,
    FIRST_DIGEST,
    SIGNATURE_COLUMNS,
    encode_content,
    link_digest,
    moment_text,
)
from shanhai.ledger.checking import Said
from shanhai.ledger.errors import LedgerNotSetUpError
from shanhai.ledger.models import OPEN_COLUMNS, Batch, BatchState, ChainHead, OpenEntry, Position
from shanhai.ledger.standing import EntryFacts, Fold, in_chunks
from shanhai.ledger.storing import Days, insert_rows, moment_value, truth_value
from shanhai.registry.working_calendar import current_calendar

ANSWER_WITHIN_WORKING_DAYS = 10
CHUNK = 10_000
Progress = Callable[[int, int], None]


class Tail(NamedTuple):
    """How an entry stands to others: what it reverses or replaces, why, and what that does to the agreed sum."""

    reverses_serial: int | None = None
    replaces_serial: int | None = None
    reason: str = ""
    agreed_change: int = 0


PLAIN = Tail()


class Speaker(NamedTuple):
    """Who speaks: the office whose chain grows, the user, and the side."""

    office_id: int
    user_id: int | None
    side: str


class Spoken(NamedTuple):
    """A word to be written on an entry."""

    entry_serial: int
    word: str
    amount: int | None = None
    reason: str = ""
    answer_by: date | None = None
    locator: str = ""
    agreed_change: int = 0


@dataclass
class Posting:
    """Rows being posted; made by `open_posting` only.

    `position` is the last serial given out, `first_serial` the first one this posting may give. `waiting` maps an
    entry to its row of `ledger_open_entry`, or to None where it waits no longer.
    """

    moment: datetime
    known_on: date
    is_example: bool
    batch: Batch | None
    position: int
    progress: Progress | None = None
    rows_expected: int = 0
    heads: dict[int, tuple[int, bytes]] = field(default_factory=dict)
    waiting: dict[int, tuple[Any, ...] | None] = field(default_factory=dict)
    days: Days = field(default_factory=Days)
    rows_written: int = 0

    def __post_init__(self) -> None:
        self.first_serial = self.position + 1
        self.batch_id = None if self.batch is None else self.batch.pk
        self.batch_sha256 = "" if self.batch is None else self.batch.sha256
        self.moment_text = moment_text(self.moment)
        self.stored_moment = moment_value(self.moment)

    @property
    def written(self) -> bool:
        """Whether the posting has added any row."""
        return self.position >= self.first_serial

    def deadline(self) -> date | None:
        """The day by which a difference told now is to be answered; None where that year's notice is not known."""
        return add_working_days(self.known_on, ANSWER_WITHIN_WORKING_DAYS, current_calendar())

    def add_entries(
        self,
        said: Sequence[Said],
        speaker: Speaker,
        *,
        locators: Sequence[str] | None = None,
        tails: Sequence[Tail] | None = None,
    ) -> range:
        """Add entries in order; return their serials."""
        first = self.position + 1
        self._insert("ledger_entry", ENTRY_COLUMNS, self._entry_rows(said, speaker, locators, tails))
        return range(first, self.position + 1)

    def add_words(self, spoken: Iterable[Spoken], speaker: Speaker) -> range:
        """Add signatures in order; return their serials."""
        first = self.position + 1
        self._insert("ledger_signature", SIGNATURE_COLUMNS, self._signature_rows(spoken, speaker))
        return range(first, self.position + 1)

    def wait_for(self, entry_serial: int, said: Said | EntryFacts, fold: Fold) -> None:
        """Note that an entry waits for a word, as its words so far say; or that it waits no longer."""
        if fold.agreed:
            self.waiting[entry_serial] = None
            return
        places = (said.pairing_id, said.giver_place_id, said.receiver_place_id)
        days = (self.days[fold.since], self.days[fold.answer_by])
        self.waiting[entry_serial] = (entry_serial, *places, fold.awaits, fold.state, fold.other_amount, *days)

    def wait_no_longer(self, entry_serial: int) -> None:
        """Note that an entry waits for nobody."""
        self.waiting[entry_serial] = None

    def add_waiting(self, serials: range, said: Sequence[Said], *, awaits: str) -> None:
        """Note that new entries wait for their first word."""
        known_on = self.days[self.known_on]
        rows = (
            (serial, one[4], one[7], one[8], awaits, "pending", None, known_on, None)
            for serial, one in zip(serials, said, strict=True)
        )
        insert_rows("ledger_open_entry", OPEN_COLUMNS, rows)

    def _head(self, office_id: int) -> tuple[int, bytes]:
        if office_id not in self.heads:
            row = ChainHead.objects.filter(pk=office_id).values_list("sequence", "digest").first()
            self.heads[office_id] = (0, FIRST_DIGEST) if row is None else (row[0], bytes(row[1]))
        return self.heads[office_id]

    def _entry_rows(
        self,
        said: Sequence[Said],
        speaker: Speaker,
        locators: Sequence[str] | None,
        tails: Sequence[Tail] | None,
    ) -> Iterator[tuple[Any, ...]]:
        office_id, user_id, side = speaker
        sequence, digest = self._head(office_id)
        serial, days = self.position, self.days
        example = int(self.is_example)
        head = (self.stored_moment, truth_value(self.is_example))
        moment, known_on, batch_id, batch_sha256 = (
            self.moment_text,
            days[self.known_on],
            self.batch_id,
            self.batch_sha256,
        )
        for number, one in enumerate(said):
            serial += 1
            sequence += 1
            content = (
                serial,
                office_id,
                sequence,
                user_id,
                known_on,
                batch_id,
                side,
                "" if locators is None else locators[number],
                *one[:11],
                days[one[11]],
                one[12],
                days[one[13]],
                days[one[14]],
                *one[15:],
                *(PLAIN if tails is None else tails[number]),
            )
            digest = link_digest(digest, encode_content((moment, example, *content), batch_sha256))
            yield (*head, *content, digest)
        self.position, self.heads[office_id] = serial, (sequence, digest)

    def _signature_rows(self, spoken: Iterable[Spoken], speaker: Speaker) -> Iterator[tuple[Any, ...]]:
        office_id, user_id, side = speaker
        sequence, digest = self._head(office_id)
        serial, days = self.position, self.days
        moment, known_on, batch_id, batch_sha256 = (
            self.moment_text,
            days[self.known_on],
            self.batch_id,
            self.batch_sha256,
        )
        stored_moment = self.stored_moment
        for entry_serial, word, amount, reason, answer_by, locator, agreed_change in spoken:
            serial += 1
            sequence += 1
            content = (
                serial,
                office_id,
                sequence,
                user_id,
                known_on,
                batch_id,
                entry_serial,
                side,
                word,
                amount,
                reason,
                days[answer_by],
                locator,
                agreed_change,
            )
            digest = link_digest(digest, encode_content((moment, *content), batch_sha256))
            yield (stored_moment, *content, digest)
        self.position, self.heads[office_id] = serial, (sequence, digest)

    def _insert(self, table: str, columns: tuple[str, ...], rows: Iterator[tuple[Any, ...]]) -> None:
        names = (*columns, "digest")
        while chunk := list(islice(rows, CHUNK)):
            insert_rows(table, names, chunk)
            self.rows_written += len(chunk)
            if self.progress is not None:
                self.progress(self.rows_written, max(self.rows_expected, self.rows_written))

    def close(self) -> None:
        """Write what stands beside the rows: who waits, chain heads, the last serial, the batch's range."""
        for chunk in in_chunks(self.waiting):
            OpenEntry.objects.filter(pk__in=chunk).delete()
        waiting = [row for row in self.waiting.values() if row is not None]
        if waiting:
            insert_rows("ledger_open_entry", OPEN_COLUMNS, waiting)
        if self.written:
            with connection.cursor() as cursor:
                for office_id, (sequence, digest) in self.heads.items():
                    cursor.execute(
                        "INSERT INTO ledger_chain_head (office_id, sequence, digest) VALUES (%s, %s, %s)"
                        " ON CONFLICT (office_id) DO UPDATE SET sequence = excluded.sequence, digest = excluded.digest",
                        [office_id, sequence, digest],
                    )
            Position.objects.filter(pk=1).update(serial=self.position)

    def close_batch(self) -> None:
        """Mark the batch recorded, with the range of serials it added."""
        if self.batch is None:
            return
        self.batch.state = BatchState.RECORDED
        self.batch.recorded_at = self.moment
        self.batch.first_serial = self.first_serial if self.written else None
        self.batch.last_serial = self.position if self.written else None
        self.batch.save(update_fields=["state", "recorded_at", "first_serial", "last_serial"])


@contextmanager
def collector_paused(rows: int) -> Iterator[None]:
    """Keep Python's cycle collector from walking a hundred thousand plain rows again and again (a third of the time).

    Nothing is lost by the pause: rows hold no cycles. Few rows, or a collector already off, are left alone.
    """
    if rows < CHUNK or not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


@contextmanager
def open_posting(
    *,
    now: datetime | None = None,
    batch: Batch | None = None,
    is_example: bool = False,
    progress: Progress | None = None,
) -> Iterator[Posting]:
    """Take the ledger's lock and give a posting; what it holds is committed at the end, or nothing of it.

    `now` is the moment of the posting (default: the clock); it must know its time zone. Raises LedgerNotSetUpError.
    """
    with transaction.atomic():
        position = Position.objects.select_for_update().filter(pk=1).values_list("serial", flat=True).first()
        if position is None:
            raise LedgerNotSetUpError("the first serial is missing: run `shanhai setup`")
        moment = now or timezone.now()
        posting = Posting(
            moment=moment,
            known_on=timezone.localdate(moment),
            is_example=is_example,
            batch=batch,
            position=position,
            progress=progress,
        )
        yield posting
        posting.close()
