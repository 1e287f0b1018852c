"""Proves the ledger from its rows alone, or names the first place where it does not hold.

Proved in this order: every row's link in its office's chain, with no serial and no sequence missing; the range of every
batch; that each entry belongs to its pairing on its day; heads of chains and the last serial; reversals; the words on
each entry, their change of the agreed sum and what still waits; documents. Reads only, row by row: a million entries
take the memory of a few thousand.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from heapq import merge
from operator import itemgetter
from typing import Any

from shanhai.catalogue import book as catalogue_book
from shanhai.catalogue.book import UnknownCodeError
from shanhai.catalogue.words import Words
from shanhai.ledger.chain import ENTRY_COLUMNS, FIRST_DIGEST, SIGNATURE_COLUMNS, encode_content, link_digest
from shanhai.ledger.checking import (
    PairingTerms,
    check_pairing_day,
    is_party_of_side,
    is_place_of_side,
    load_pairings,
    load_parties,
)
from shanhai.ledger.models import Batch, BatchState, ChainHead, Document, Position
from shanhai.ledger.proof_of_documents import find_broken_document
from shanhai.ledger.proof_of_words import prove_words
from shanhai.ledger.proved import Break, break_at
from shanhai.ledger.standing import STATED
from shanhai.ledger.streams import read_rows, steady_view
from shanhai.offices.models import Office
from shanhai.registry.models import Pairing

AT = {name: place for place, name in enumerate(ENTRY_COLUMNS)}
SIGNATURE_AT = {name: place for place, name in enumerate(SIGNATURE_COLUMNS)}
SERIAL, OFFICE, SEQUENCE = AT["serial"], AT["office_id"], AT["office_sequence"]
SIGNATURE_SERIAL, SIGNATURE_OFFICE = SIGNATURE_AT["serial"], SIGNATURE_AT["office_id"]
ROWS_BETWEEN_TELLING = 50_000
PARTIES_KEPT = 20_000
ANSWERS_KEPT = 50_000
Progress = Callable[[int, int], None]
Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Proof:
    """What was proved, or where it broke first.

    `documents` are all that the ledger names; of `documents_kept` the bytes are here and fit their hash.
    """

    entries: int
    signatures: int
    offices: int
    batches: int
    documents: int
    documents_kept: int
    last_serial: int
    seconds: float
    first_break: Break | None = None

    @property
    def holds(self) -> bool:
        """Whether everything was proved."""
        return self.first_break is None


@dataclass
class _Walk:
    """Where the walk along the rows stands: last serial, heads of chains, counts."""

    last_serial: int
    serial: int = 0
    entries: int = 0
    signatures: int = 0
    progress: Progress | None = None

    def __post_init__(self) -> None:
        self.heads: dict[int, tuple[int, bytes]] = {}
        self.batches = {batch.pk: batch for batch in Batch.objects.filter(state=BatchState.RECORDED).defer("problems")}
        self.rows_of_batch: dict[int, int] = {}


def prove_ledger(progress: Progress | None = None) -> Proof:
    """Prove the whole ledger as it stands now. `progress(done, rows)` is called every 50,000 rows."""
    began = time.monotonic()
    with steady_view():
        position = Position.objects.filter(pk=1).values_list("serial", flat=True).first()
        walk = _Walk(last_serial=position or 0, progress=progress)
        found = _prove_all(walk) if position is not None else _no_position()
        return Proof(
            entries=walk.entries,
            signatures=walk.signatures,
            offices=len(walk.heads),
            batches=len(walk.batches),
            documents=Document.objects.count(),
            documents_kept=Document.objects.exclude(sha256="").count(),
            last_serial=walk.last_serial,
            seconds=time.monotonic() - began,
            first_break=None if found is None else _name_office(found),
        )


def _prove_all(walk: _Walk) -> Break | None:
    steps: tuple[Callable[[], Break | None], ...] = (
        lambda: _prove_rows(walk),
        lambda: _prove_batches(walk),
        lambda: _prove_heads(walk),
        prove_words,
        find_broken_document,
    )
    for step in steps:
        found = step()
        if found is not None:
            return found
    return None


def _no_position() -> Break:
    return break_at("position_missing", "ledger_position")


def _name_office(found: Break) -> Break:
    name = Office.objects.filter(pk=found.office_id).values_list("name", flat=True).first()
    return found.with_office(name or "")


def _tagged(rows: Iterable[Row], table: str, serial_at: int) -> Iterator[tuple[int, str, Row]]:
    return ((row[serial_at], table, row) for row in rows)


def _all_rows() -> Iterator[tuple[int, str, Row]]:
    """Yield (serial, table, row) of entries and signatures together, in the order of their serials."""
    entries = read_rows("ledger_entry", (*ENTRY_COLUMNS, "digest"))
    signatures = read_rows("ledger_signature", (*SIGNATURE_COLUMNS, "digest"))
    return merge(
        _tagged(entries, "ledger_entry", SERIAL),
        _tagged(signatures, "ledger_signature", SIGNATURE_SERIAL),
        key=itemgetter(0),
    )


def _prove_rows(walk: _Walk) -> Break | None:
    """Prove serials, sequences and digests of all rows, and that each row is of its batch and of its pairing."""
    belongs = Belonging()
    for serial, table, row in _all_rows():
        found = (
            _prove_link(walk, serial, table, row)
            or _prove_batch_of_row(walk, serial, table, row)
            or (belongs.prove(row) if table == "ledger_entry" else None)
        )
        if found is not None:
            return found
        if walk.progress is not None and serial % ROWS_BETWEEN_TELLING == 0:
            walk.progress(serial, walk.last_serial)
    if walk.serial != walk.last_serial:
        return break_at("rows_missing_at_end", "ledger_position", serial=walk.last_serial, last=walk.serial)
    return None


def _prove_link(walk: _Walk, serial: int, table: str, row: Row) -> Break | None:
    is_entry = table == "ledger_entry"
    if serial != walk.serial + 1:
        code = "serial_missing" if serial > walk.serial else "serial_twice"
        return _break_in_row(code, table, row, expected=walk.serial + 1)
    office_id, sequence = row[SERIAL + 1], row[SERIAL + 2]
    if not is_entry:
        office_id, sequence = row[SIGNATURE_SERIAL + 1], row[SIGNATURE_SERIAL + 2]
    last_sequence, digest = walk.heads.get(office_id, (0, FIRST_DIGEST))
    if sequence != last_sequence + 1:
        return _break_in_row("sequence_broken", table, row, expected=last_sequence + 1)
    batch = walk.batches.get(row[AT["batch_id"] if is_entry else SIGNATURE_AT["batch_id"]])
    expected = link_digest(digest, encode_content(row[:-1], "" if batch is None else batch.sha256))
    if expected != bytes(row[-1] or b""):
        return _break_in_row("content_changed", table, row)
    walk.serial = serial
    walk.heads[office_id] = (sequence, expected)
    if is_entry:
        walk.entries += 1
    else:
        walk.signatures += 1
    return None


def _prove_batch_of_row(walk: _Walk, serial: int, table: str, row: Row) -> Break | None:
    batch_id = row[AT["batch_id"] if table == "ledger_entry" else SIGNATURE_AT["batch_id"]]
    if batch_id is None:
        return None
    batch = walk.batches.get(batch_id)
    if batch is None or batch.first_serial is None or batch.last_serial is None:
        return _break_in_row("batch_missing", table, row, batch=batch_id)
    if not batch.first_serial <= serial <= batch.last_serial:
        return _break_in_row("outside_batch", table, row, batch=batch_id)
    walk.rows_of_batch[batch_id] = walk.rows_of_batch.get(batch_id, 0) + 1
    return None


def _prove_batches(walk: _Walk) -> Break | None:
    """Every recorded batch has exactly the rows of its range."""
    for batch in walk.batches.values():
        first, last = batch.first_serial, batch.last_serial
        length = 0 if first is None or last is None else last - first + 1
        found = walk.rows_of_batch.get(batch.pk, 0)
        if found != length:
            return break_at(
                "batch_range", "ledger_batch", serial=first, office_id=batch.office_id, batch=batch.pk, rows=found
            )
    return None


def _prove_heads(walk: _Walk) -> Break | None:
    """The noted heads of chains are the last links of the chains themselves."""
    noted = {head.office_id: (head.sequence, bytes(head.digest)) for head in ChainHead.objects.all()}
    for office_id in sorted(walk.heads.keys() | noted.keys()):
        if walk.heads.get(office_id) != noted.get(office_id):
            last = walk.heads.get(office_id, (0, b""))[0]
            noted_sequence = noted.get(office_id, (0, b""))[0]
            return break_at("chain_head", "ledger_chain_head", office_id=office_id, sequence=noted_sequence, last=last)
    return None


def _break_in_row(code: str, table: str, row: Row, **values: Any) -> Break:
    at = AT if table == "ledger_entry" else SIGNATURE_AT
    names = (
        ("kind", "pairing_id", "on_date", "amount", "unit", "entered_at")
        if table == "ledger_entry"
        else ("entry_serial", "side", "word", "amount", "signed_at")
    )
    return break_at(
        code,
        table,
        serial=row[at["serial"]],
        office_id=row[at["office_id"]],
        sequence=row[at["office_sequence"]],
        facts={name: row[at[name]] for name in names},
        **values,
    )


class Belonging:
    """Whether entries belong to their pairing on their day, by the registry of today."""

    def __init__(self) -> None:
        self.pairings: dict[int, PairingTerms] = load_pairings(Pairing.objects.values_list("pk", flat=True))
        self.book = catalogue_book.BOOK
        remember = lru_cache(maxsize=ANSWERS_KEPT)
        self._day = remember(self._prove_day)
        self._places = remember(self._prove_places)
        self._party = remember(self._prove_party)
        self._parties: dict[int, Any] = {}

    def prove(self, row: Row) -> Break | None:
        """Name what is wrong with an entry's pairing; None where nothing is."""
        pairing_id = row[AT["pairing_id"]]
        if row[AT["stage"]] == STATED:
            return None
        terms = self.pairings.get(pairing_id)
        if terms is None:
            return _break_in_row("pairing_missing", "ledger_entry", row)
        day, precision = row[AT["on_date"]], row[AT["date_precision"]]
        if not self._day(pairing_id, day, precision):
            return _break_in_row("pairing_day", "ledger_entry", row, pairing=terms.sides)
        giver, receiver = row[AT["giver_place_id"]], row[AT["receiver_place_id"]]
        if not self._places(pairing_id, giver, receiver, day):
            return _break_in_row("pairing_place", "ledger_entry", row, pairing=terms.sides)
        sides = self._sides(row[AT["kind"]])
        for side, party_id in zip(sides, (row[AT["from_party_id"]], row[AT["to_party_id"]]), strict=True):
            if party_id is not None and not self._is_of_side(terms, party_id, side, day):
                return _break_in_row("pairing_party", "ledger_entry", row, pairing=terms.sides, party=party_id)
        return None

    def _sides(self, kind: str) -> tuple[str, str]:
        try:
            from_side = self.book.kind(kind).from_side
        except UnknownCodeError:
            from_side = "giver"
        return ("giver", "receiver") if from_side == "giver" else ("receiver", "giver")

    def _prove_day(self, pairing_id: int, day: str, precision: str) -> bool:
        return check_pairing_day(self.pairings[pairing_id], date.fromisoformat(day), precision) is None

    def _prove_places(self, pairing_id: int, giver: str, receiver: str, day: str) -> bool:
        terms, on_date = self.pairings[pairing_id], date.fromisoformat(day)
        return is_place_of_side(giver, terms.giver_place_id, on_date) and is_place_of_side(
            receiver, terms.receiver_place_id, on_date
        )

    def _is_of_side(self, terms: PairingTerms, party_id: int, side: str, day: str) -> bool:
        if party_id not in self._parties:
            if len(self._parties) >= PARTIES_KEPT:
                self._parties.clear()
            self._parties[party_id] = load_parties([party_id]).get(party_id)
        party = self._parties[party_id]
        place = terms.giver_place_id if side == "giver" else terms.receiver_place_id
        if party is None or party.place_id in (None, place):
            return party is not None
        return self._party(terms, party, side, day)

    @staticmethod
    def _prove_party(terms: PairingTerms, party: Any, side: str, day: str) -> bool:
        return is_party_of_side(terms, party, side, date.fromisoformat(day))


def say_proof(proof: Proof) -> Words:
    """Return the result of a proof in one sentence."""
    if proof.first_break is not None:
        return proof.first_break.words
    return Words(
        f"全部账目已验，无断点：条目 {proof.entries:,} 条、签认 {proof.signatures:,} 条、链 {proof.offices} 条、"
        f"批次 {proof.batches} 个、"
        f"凭据 {proof.documents:,} 件（其中 {proof.documents_kept:,} 件存有原件），末号 {proof.last_serial:,}。",
        f"The whole ledger holds: {proof.entries:,} entries, {proof.signatures:,} signatures, {proof.offices} chains, "
        f"{proof.batches} batches, {proof.documents:,} documents "
        f"({proof.documents_kept:,} kept with their bytes), last serial {proof.last_serial:,}.",
    )
