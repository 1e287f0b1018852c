"""Proves what the words on entries add up to: agreed sums, what waits for whom, reversals and replacements.

Folds the words of every entry anew with the rule of `standing.py` and compares what the writer noted. Reads only.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any, NamedTuple

from shanhai.ledger.chain import ENTRY_COLUMNS
from shanhai.ledger.models import OPEN_COLUMNS
from shanhai.ledger.proved import Break, break_at
from shanhai.ledger.standing import SIDES, STATED, Fold, Word
from shanhai.ledger.streams import canonical, read_query, read_rows

Row = tuple[Any, ...]
SAID = ENTRY_COLUMNS[ENTRY_COLUMNS.index("kind") : ENTRY_COLUMNS.index("reverses_serial")]
ENTRY = (
    "serial",
    "office_id",
    "spoken_side",
    "stage",
    "amount",
    "known_on",
    "pairing_id",
    "giver_place_id",
    "receiver_place_id",
    "reverses_serial",
    "agreed_change",
)
WORD = (
    "entry_serial",
    "serial",
    "office_id",
    "office_sequence",
    "side",
    "word",
    "amount",
    "known_on",
    "answer_by",
    "agreed_change",
)


class _Reversal(NamedTuple):
    serial: int
    office_id: int
    agreed_change: int


def prove_words() -> Break | None:
    """Prove reversals, replacements, every word's change of the agreed sum, and what the ledger says still waits."""
    return _prove_reversals() or _prove_replacements() or _prove_entries()


def _prove_reversals() -> Break | None:
    """A reversal names an earlier entry of the same office and says exactly what that entry says."""
    same = " AND ".join(
        f"({canonical(name, 'r')} IS NOT DISTINCT FROM {canonical(name, 'e')})"
        if _knows_distinct()
        else f"({canonical(name, 'r')} IS {canonical(name, 'e')})"
        for name in (*SAID, "office_id", "spoken_side")
    )
    rows = read_query(
        "SELECT r.serial, r.office_id, r.office_sequence, r.reverses_serial FROM ledger_entry r"
        " LEFT JOIN ledger_entry e ON e.serial = r.reverses_serial WHERE r.reverses_serial IS NOT NULL"
        f" AND (e.serial IS NULL OR e.serial >= r.serial OR e.reverses_serial IS NOT NULL OR NOT ({same}))"
        " ORDER BY r.serial LIMIT 1"
    )
    for serial, office_id, sequence, taken_back in rows:
        return break_at(
            "reversal_wrong",
            "ledger_entry",
            serial=serial,
            office_id=office_id,
            sequence=sequence,
            reversed=taken_back,
        )
    return None


def _prove_replacements() -> Break | None:
    """A replacement names an entry that an earlier row has reversed."""
    rows = read_query(
        "SELECT n.serial, n.office_id, n.office_sequence, n.replaces_serial FROM ledger_entry n"
        " LEFT JOIN ledger_entry r ON r.reverses_serial = n.replaces_serial WHERE n.replaces_serial IS NOT NULL"
        " AND (r.serial IS NULL OR r.serial >= n.serial) ORDER BY n.serial LIMIT 1"
    )
    for serial, office_id, sequence, replaced in rows:
        return break_at(
            "replacement_wrong",
            "ledger_entry",
            serial=serial,
            office_id=office_id,
            sequence=sequence,
            replaced=replaced,
        )
    return None


def _knows_distinct() -> bool:
    from django.db import connection

    return connection.vendor == "postgresql"


class _Ahead:
    """A stream of rows in order of their first column, read as far as each entry needs."""

    def __init__(self, rows: Iterator[Row]) -> None:
        self.rows = rows
        self.next: Row | None = next(rows, None)

    def take(self, serial: int) -> list[Row]:
        """Return the rows of this entry and move past them."""
        found = []
        while self.next is not None and self.next[0] == serial:
            found.append(self.next)
            self.next = next(self.rows, None)
        return found

    def stray(self, serial: int | None) -> Row | None:
        """Return a row that belongs to no entry before `serial` (any row left, for None)."""
        if self.next is not None and (serial is None or self.next[0] < serial):
            return self.next
        return None


def _prove_entries() -> Break | None:
    words = _Ahead(read_rows("ledger_signature", WORD, order="entry_serial, serial"))
    reversals = _Ahead(
        read_rows(
            "ledger_entry",
            ("reverses_serial", "serial", "office_id", "agreed_change"),
            where="reverses_serial IS NOT NULL",
            order="reverses_serial",
        )
    )
    waiting = _Ahead(read_rows("ledger_open_entry", OPEN_COLUMNS, order="entry_serial"))
    for row in read_rows("ledger_entry", ENTRY):
        entry = dict(zip(ENTRY, row, strict=True))
        serial = entry["serial"]
        found = _find_stray(words, waiting, serial)
        if found is not None:
            return found
        taken_back = [_Reversal(*rest) for _, *rest in reversals.take(serial)]
        found = _prove_entry(entry, words.take(serial), taken_back, waiting.take(serial))
        if found is not None:
            return found
    return _find_stray(words, waiting, None)


def _find_stray(words: _Ahead, waiting: _Ahead, serial: int | None) -> Break | None:
    if (stray := words.stray(serial)) is not None:
        named = dict(zip(WORD, stray, strict=True))
        return _break_in_word("word_without_entry", named)
    if (stray := waiting.stray(serial)) is not None:
        return break_at("open_entry", "ledger_open_entry", serial=stray[0])
    return None


def _prove_entry(
    entry: dict[str, Any], words: list[Row], reversals: list[_Reversal], waiting: list[Row]
) -> Break | None:
    fold = Fold(entry["spoken_side"], entry["amount"], _day(entry["known_on"]))
    reversal = reversals[0] if reversals else None
    for row in words:
        word = dict(zip(WORD, row, strict=True))
        if not _in_turn(entry, word, fold, reversal):
            return _break_in_word("word_out_of_turn", word)
        change = fold.take(
            Word(
                word["serial"],
                word["side"],
                word["word"],
                word["amount"],
                _day(word["known_on"]),
                _day(word["answer_by"]),
            )
        )
        if change != word["agreed_change"]:
            return _break_in_word("agreed_change", word, noted=word["agreed_change"], right=change)
    if reversal is not None:
        right = -1 if fold.agreed else 0
        if reversal.agreed_change != right:
            return break_at(
                "agreed_change",
                "ledger_entry",
                serial=reversal.serial,
                office_id=reversal.office_id,
                noted=reversal.agreed_change,
                right=right,
            )
    if entry["reverses_serial"] is None and entry["agreed_change"]:
        return break_at(
            "agreed_change",
            "ledger_entry",
            serial=entry["serial"],
            office_id=entry["office_id"],
            noted=entry["agreed_change"],
            right=0,
        )
    return _prove_waiting(entry, fold, waiting, is_reversed=reversal is not None)


def _in_turn(entry: dict[str, Any], word: dict[str, Any], fold: Fold, reversal: _Reversal | None) -> bool:
    """Whether this side could say this word on this entry at this place in the ledger."""
    if entry["stage"] == STATED or entry["reverses_serial"] is not None or word["serial"] <= entry["serial"]:
        return False
    if reversal is not None and word["serial"] > reversal.serial:
        return False
    own_side = word["side"] == entry["spoken_side"]
    turns: dict[str, Callable[[], bool]] = {
        "agrees": lambda: word["side"] in SIDES and not own_side and word["office_id"] != entry["office_id"],
        "differs": lambda: (
            word["side"] in SIDES
            and not own_side
            and word["office_id"] != entry["office_id"]
            and word["amount"] is not None
            and word["amount"] != entry["amount"]
        ),
        "holds": lambda: own_side and bool(fold.differing) and not fold.held,
        "withdraws": lambda: (fold.held and bool(fold.differing)) if own_side else word["side"] in fold.says,
    }
    turn = turns.get(word["word"])
    return turn is not None and turn()


def _prove_waiting(entry: dict[str, Any], fold: Fold, waiting: list[Row], *, is_reversed: bool) -> Break | None:
    waits = not (is_reversed or fold.agreed or entry["stage"] == STATED or entry["reverses_serial"] is not None)
    expected: list[Row] = []
    if waits:
        places = (entry["pairing_id"], entry["giver_place_id"], entry["receiver_place_id"])
        answer_by = None if fold.answer_by is None else fold.answer_by.isoformat()
        state = (fold.awaits, fold.state, fold.other_amount, fold.since.isoformat(), answer_by)
        expected = [(entry["serial"], *places, *state)]
    if [tuple(row) for row in waiting] == expected:
        return None
    return break_at("open_entry", "ledger_open_entry", serial=entry["serial"], office_id=entry["office_id"])


def _break_in_word(code: str, word: dict[str, Any], **values: Any) -> Break:
    return break_at(
        code,
        "ledger_signature",
        serial=word["serial"],
        office_id=word["office_id"],
        sequence=word["office_sequence"],
        entry=word["entry_serial"],
        facts={name: word[name] for name in ("entry_serial", "side", "word", "amount")},
        **values,
    )


def _day(text: str | None) -> Any:
    return None if text is None else date.fromisoformat(text)
